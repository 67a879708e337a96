// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http/message.h"
#include "sandbox/pay/chain.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace run402::sandbox {

class App;
class PgTransaction;

/// A priced route.
struct Price
{
    std::string sku;         ///< tier_prototype, …, image
    std::int64_t micros = 0; ///< micro-USD, equal to USDC units
    std::string description;
    Json bazaar;         ///< discovery extension of the challenge
    bool signIn = false; ///< the challenge also offers sign-in
};

/// An x402 payment header as far as it could be read (payments.md §1.3).
struct PaymentHeader
{
    bool present = false;     ///< any payment header name with a value
    std::string text;         ///< of PAYMENT-SIGNATURE or X-PAYMENT
    bool native = false;      ///< it was PAYMENT-SIGNATURE
    std::optional<Json> json; ///< decoded
    std::string payer;        ///< lower-case claimed payer; empty when unreadable
};
PaymentHeader readPayment(const Request& request);

/// Payer whose signature the header carries (lower-case), empty when it does
/// not verify. Looks at the signature only, not at times or balances.
std::string verifiedPayer(const PaymentHeader& payment);

/// Work done in the transaction that moves the money: a status of 400 or more
/// undoes both.
using PaidWork = std::function<Response(PgTransaction&, const std::string& wallet)>;
/// Body of the 402 of this route.
using RefusalBody = std::function<Json(const PaymentHeader&)>;

/// Takes the payment by prepaid credit or on the simulated chain, runs `work`
/// and commits both at once; a 402 challenge otherwise.
Response payAndRun(App& app, Request& request, const Price& price, const RefusalBody& refusalBody,
                   const PaidWork& work);

/// 402 for routes that want a signature: empty accepts, sign-in extension.
Response signInChallenge(App& app, const Request& request, const char* description,
                         const std::string& reason);

/// Adds X-Run402-Hint when the payer left no contact.
void addContactHint(App& app, const PaymentHeader& payment, Response& response);

std::string sellerAddress();

} // namespace run402::sandbox
