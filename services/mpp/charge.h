// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mpp/challenge.h"
#include "services/mpp/transaction.h"
#include "services/x402/assets.h"

#include <QDateTime>

#include <span>

/// What a challenge of method "tempo", intent "charge" asks for, and the transaction that pays it. Pure.
namespace run402::mpp {

struct Charge
{
    const x402::KnownAsset* asset = nullptr; ///< of the built-in table
    x402::Uint256 amount;                    ///< atomic units
    x402::Address recipient;
    std::optional<QDateTime> expires; ///< UTC
};

struct ChargeLimits
{
    std::span<const quint64> networks; ///< chains the environment lets sign
    x402::Uint256 perPayment;          ///< atomic units; a payment may equal it
};

/// Fails, each cause with its own code: mpp.method_unsupported, mpp.intent_unsupported, mpp.expires_malformed,
/// mpp.expired, mpp.chain_missing, mpp.chain_not_allowed, mpp.currency_malformed, mpp.currency_unknown,
/// mpp.amount_malformed, mpp.amount_zero, mpp.recipient_malformed, mpp.recipient_zero, mpp.recipient_token,
/// mpp.over_cap.
Result<Charge> judgeCharge(const Challenge& challenge, const ChargeLimits& limits, const QDateTime& now);

/// What the chain's node says a transaction costs.
struct ChargeFees
{
    quint64 maxFeePerGas = 0, maxPriorityFeePerGas = 0;
    quint64 gas = 0; ///< estimated; a margin is added for the fee transfer
};

/// `now`: the service's clock. The transaction is good for 25 seconds and pays nobody else.
TempoTransaction chargeTransaction(const Charge& charge, const x402::Bytes32& memo, const ChargeFees& fees,
                                   const QDateTime& now);

} // namespace run402::mpp
