// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/json.h"
#include "services/x402/reasons.h"

#include <QUrl>

namespace run402::x402 {

inline constexpr qsizetype headerLimit = 16384; ///< bytes of a header value, in and out
inline constexpr qsizetype bodyLimit = 65536;   ///< bytes of a version 1 body
inline constexpr size_t offerLimit = 16;        ///< entries of accepts

/// What a 402 asks for, decoded but not judged: the entries of `offers` may
/// be anything. Owner: value (the JSON is shared and immutable).
/// Format: x402 version 2 header PAYMENT-REQUIRED, version 1 body.
struct Challenge
{
    int version = 2;
    std::shared_ptr<const JsonText> json; ///< keeps the values below alive
    QString error;                        ///< "Payment required", or why a payment was rejected
    JsonValue resource;                   ///< version 2 only
    JsonValue extensions;                 ///< not valid() when absent
    std::vector<JsonValue> offers;

    /// accepts is []: the server wants SIWX, not money.
    bool wantsSignIn() const { return offers.empty(); }
};

/// Text of a PAYMENT-REQUIRED header. Errors: x402.header_*,
/// x402.version_unknown, x402.accepts_*, x402.too_many_offers.
Result<Challenge> decodeChallenge(QByteArrayView headerValue);
/// Body of a version 1 answer. Errors as above, and x402.no_offer where the
/// body is no such thing.
Result<Challenge> decodeChallengeBody(const QByteArray& body);
/// The header if there is one (then only that), else the body.
Result<Challenge> decodeChallenge(const std::optional<QByteArray>& headerValue, const QByteArray& body);

/// None when `resource` (a URL out of an offer) is on the host `request` went
/// to; the scheme may differ, because a server behind a proxy may not know it.
Reason checkResource(const JsonValue& resource, const QUrl& request);

} // namespace run402::x402
