// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/assets.h"
#include "services/x402/challenge.h"
#include "services/x402/uint256.h"

namespace run402::x402 {

/// One entry of accepts that is sound in itself: a known token, written with
/// its true domain and decimals, a whole amount, a usable recipient.
/// `reason` other than None means it is not, and the rest is undefined.
struct JudgedOffer
{
    Reason reason = Reason::None;
    int index = -1;                    ///< into Challenge::offers
    const KnownAsset* asset = nullptr; ///< of the built-in table
    Uint256 value;                     ///< atomic units
    std::optional<Amount> price;       ///< nullopt: more than int64 micro-USDC
    Address payTo;
    qint64 timeoutSeconds = 0;
};

/// `maxTimeoutSeconds`: how long an authorization may stay valid.
JudgedOffer judgeOffer(const Challenge& challenge, int index, const QUrl& request, qint64 maxTimeoutSeconds);

} // namespace run402::x402
