// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mpp/challenge.h"
#include "services/mpp/transaction.h"

namespace run402::mpp {

/// Value of the Authorization header that answers the challenge with a signed transaction for the server to send
/// ("pull"): "Payment " and base64url JSON. Every field of the challenge is repeated as it came. Pure.
QByteArray authorizationValue(const Challenge& challenge, const SignedTempo& transaction, quint64 chainId,
                              const x402::Address& payer);

} // namespace run402::mpp
