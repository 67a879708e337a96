// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mpp/charge.h"
#include "services/x402/policy.h"

/// From a charge to the header that pays it. Pure.
namespace run402::mpp {

/// What a node may at most make a payment cost beside its amount: 0.05 of the fee token. A transfer costs about 0.001.
inline constexpr qint64 kMostFeeMicros = 50'000;

/// Everything a payment dialog shows, read back from the bytes whose hash is signed.
struct ChargePreview
{
    const x402::KnownAsset* asset = nullptr; ///< never null; token and chain as decoded
    x402::Address to;
    Amount amount;
    x402::Bytes32 memo{};
    x402::Address feeToken; ///< always the token of the payment
    Amount mostFee;         ///< gas times the fee cap, rounded up
    qint64 validBefore = 0; ///< Unix seconds; later the chain takes it no more
    QByteArray json;        ///< the fields of the transaction, indented
};

/// What the chain may take beside the amount; nullopt: more than any fee could be.
std::optional<Amount> mostFeeOf(const ChargeFees& fees);

/// One transferWithMemo of a known token, paid for in that token, good for a short time and without a counter.
/// Fails: mpp.transaction_malformed, mpp.currency_unknown, mpp.amount_malformed, mpp.fee_too_high.
Result<ChargePreview> previewOf(QByteArrayView unsignedBytes);

/// A transaction that can be shown and signed. Made only by draftCharge.
class ChargePlan
{
public:
    const ChargePreview& preview() const { return m_preview; }
    const QByteArray& bytes() const { return m_bytes; } ///< unsigned
    const x402::Payer& payer() const { return m_payer; }

private:
    friend Result<ChargePlan> draftCharge(const Challenge&, const Charge&, const x402::Payer&, const ChargeFees&,
                                          const QDateTime&);
    friend Result<struct SignedCharge> signCharge(const ChargePlan&, const x402::SecretKey&);
    ChargePlan() = default;
    Challenge m_challenge;
    x402::Payer m_payer;
    TempoTransaction m_transaction;
    QByteArray m_bytes;
    ChargePreview m_preview;
};

struct SignedCharge
{
    QByteArray authorization; ///< value of the Authorization header
    x402::Bytes32 hash{};     ///< of the transaction: the chain knows it by this
};

/// The memo binds the transfer to the challenge.
x402::Bytes32 memoFor(const Challenge& challenge);

/// `now`: the service's clock. Fails: as previewOf, and mpp.plan_mismatch where the bytes do not say what the charge does.
Result<ChargePlan> draftCharge(const Challenge& challenge, const Charge& charge, const x402::Payer& payer,
                               const ChargeFees& fees, const QDateTime& now);

/// Signs once. Whoever calls this has asked. Fails: x402.plan_mismatch (another key, or one for another world), key.invalid.
Result<SignedCharge> signCharge(const ChargePlan& plan, const x402::SecretKey& key);

} // namespace run402::mpp
