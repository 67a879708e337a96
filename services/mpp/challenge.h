// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"
#include "services/x402/json.h"

/// `WWW-Authenticate: Payment …` of a 402 answer (MPP; RFC 9110 §11.6.1 for the header's form). Pure.
namespace run402::mpp {

struct Challenge
{
    QByteArray id, realm, method, intent;
    QByteArray request; ///< base64url as it came: the credential repeats it unchanged
    std::optional<QByteArray> expires, description, digest, opaque;
    std::shared_ptr<const x402::JsonText> json; ///< of `request`; never null
};

/// Every Payment challenge among the header's, in its order; other schemes are passed over.
/// Fails: mpp.header_too_large, mpp.header_malformed, mpp.no_challenge, mpp.parameter_missing, mpp.parameter_twice,
/// mpp.request_malformed.
Result<std::vector<Challenge>> parseChallenges(QByteArrayView wwwAuthenticate);

} // namespace run402::mpp
