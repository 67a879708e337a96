// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http/message.h"

#include <cstdint>
#include <string>

namespace run402::sandbox {

/// What the card checkout shows (payments.md §5).
struct CheckoutView
{
    std::string id;
    std::string wallet;
    std::string email;
    std::int64_t amount = 0; ///< micro-USD
    std::string problem;     ///< why the last try failed; empty at first
    std::string card;        ///< digits typed before
};

/// What a card number leads to. The numbers are fixed test ones: real cards
/// are refused, so that nobody types one here.
enum class CardOutcome { Pays, PaysLate, Declined, NoFunds, NotACard, NotATestCard };
CardOutcome cardOutcome(const std::string& digits);

Response checkoutPage(const CheckoutView& view);
/// After paying (money there or still on its way) or cancelling.
enum class CheckoutEnd { Paid, Processing, Cancelled };
Response checkoutEndPage(CheckoutEnd end, std::int64_t amountMicros);

} // namespace run402::sandbox
