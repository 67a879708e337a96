// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mpp/plan.h"

#include "services/mpp/credential.h"
#include "services/mpp/memo.h"
#include "services/x402/reasons.h"

#include <limits>

namespace run402::mpp {

using namespace x402;

namespace {

/// Fees count in 10^-18 USD for each unit of gas, tokens in 10^-6 (Tempo, "Fee units").
constexpr quint64 feeUnitsPerMicro = 1'000'000'000'000;

Unexpected malformed()
{
    return fail(Problem::Kind::Protocol, QStringLiteral("mpp.transaction_malformed"),
                QStringLiteral("The transaction to sign is not what it should be"));
}

std::optional<Amount> feeFor(quint64 gas, const Uint256& feePerGas)
{
    const auto cap = feePerGas.toUint64();
    quint64 units = 0;
    if (!cap || __builtin_mul_overflow(*cap, gas, &units) || units > std::numeric_limits<quint64>::max() - feeUnitsPerMicro)
        return std::nullopt;
    return Amount::fromMicros(qint64((units + feeUnitsPerMicro - 1) / feeUnitsPerMicro));
}

void addLine(QByteArray& out, QByteArrayView name, QByteArrayView value, bool text = true)
{
    if (!out.endsWith("{\n"))
        out += ",\n";
    out.append("  \"").append(name).append("\": ");
    if (text)
        out.append('"').append(value).append('"');
    else
        out.append(value);
}

QByteArray jsonOf(const TempoTransaction& t, const MemoTransfer& transfer)
{
    QByteArray out;
    out.reserve(640);
    out += "{\n";
    addLine(out, "type", "0x76");
    addLine(out, "chainId", QByteArray::number(t.chainId), false);
    const QByteArray token = transfer.token.toEip55(); // the fee's too: previewOf() allows no other
    addLine(out, "token", token);
    addLine(out, "call", "transferWithMemo(address,uint256,bytes32)");
    addLine(out, "to", transfer.recipient.toEip55());
    addLine(out, "amount", transfer.amount.toDecimal());
    addLine(out, "memo", toHex(transfer.memo));
    addLine(out, "feeToken", token);
    addLine(out, "gas", QByteArray::number(t.gas), false);
    addLine(out, "maxFeePerGas", t.maxFeePerGas.toDecimal());
    addLine(out, "maxPriorityFeePerGas", t.maxPriorityFeePerGas.toDecimal());
    addLine(out, "nonceKey", "expiring");
    addLine(out, "validBefore", QByteArray::number(t.validBefore), false);
    return out + "\n}\n";
}

} // namespace

std::optional<Amount> mostFeeOf(const ChargeFees& fees)
{
    const TempoTransaction t = chargeTransaction({assetOnChain(chain::tempoModerato), {}, {}, {}}, {}, fees, {});
    return t.gas < fees.gas ? std::nullopt : feeFor(t.gas, t.maxFeePerGas);
}

Result<ChargePreview> previewOf(QByteArrayView unsignedBytes)
{
    const auto t = readUnsigned(unsignedBytes);
    if (!t)
        return fail(t.error());
    const auto transfer = t->calls.size() == 1 ? readTransfer(t->calls.front()) : std::nullopt;
    const bool expiring = t->nonceKey == expiringNonceKey() && t->nonce == 0 && t->validAfter == 0 && t->validBefore > 0
                          && t->validBefore <= quint64(std::numeric_limits<qint64>::max() / 1000);
    if (!transfer || !expiring || t->maxPriorityFeePerGas > t->maxFeePerGas)
        return malformed();
    const KnownAsset* asset = assetOnChain(t->chainId);
    if (!asset || asset->eip3009 || asset->contract != transfer->token || t->feeToken != transfer->token)
        return fail(Problem::Kind::Policy, QStringLiteral("mpp.currency_unknown"),
                    QStringLiteral("The transaction moves or pays fees in a token this application does not know"));
    const auto amount = transfer->amount.toAmount();
    if (!amount)
        return fail(Problem::Kind::Protocol, QStringLiteral("mpp.amount_malformed"),
                    QStringLiteral("The amount is larger than any sum of money"));
    const auto fee = feeFor(t->gas, t->maxFeePerGas);
    if (!fee || fee->micros() > kMostFeeMicros)
        return fail(Problem::Kind::Policy, QStringLiteral("mpp.fee_too_high"),
                    QStringLiteral("The chain's node asks for a fee no transfer costs"));
    return ChargePreview{asset, transfer->recipient, *amount, transfer->memo, *t->feeToken, *fee, qint64(t->validBefore),
                         jsonOf(*t, *transfer)};
}

Bytes32 memoFor(const Challenge& challenge)
{
    return makeMemo(challenge.realm, std::nullopt, memoNonceOf(challenge.id));
}

Result<ChargePlan> draftCharge(const Challenge& challenge, const Charge& charge, const Payer& payer,
                               const ChargeFees& fees, const QDateTime& now)
{
    ChargePlan plan;
    const Bytes32 memo = memoFor(challenge);
    plan.m_transaction = chargeTransaction(charge, memo, fees, now);
    // Named, so that no preference kept on the chain decides what the fee is taken from.
    plan.m_transaction.feeToken = charge.asset->contract;
    plan.m_bytes = unsignedBytes(plan.m_transaction);
    auto preview = previewOf(plan.m_bytes);
    if (!preview)
        return fail(preview.error());
    if (preview->asset != charge.asset || preview->to != charge.recipient || preview->amount != charge.amount.toAmount()
        || preview->memo != memo)
        return fail(Problem::Kind::Policy, QStringLiteral("mpp.plan_mismatch"),
                    QStringLiteral("The transaction does not pay what was asked for"));
    plan.m_preview = *std::move(preview);
    plan.m_challenge = challenge;
    plan.m_payer = payer;
    return plan;
}

Result<SignedCharge> signCharge(const ChargePlan& plan, const SecretKey& key)
{
    if (!key.isValid() || key.use() != plan.m_payer.use || key.address() != plan.m_payer.address)
        return problemOf(Reason::PlanMismatch);
    const auto made = signTransaction(plan.m_transaction, key);
    if (!made)
        return fail(made.error());
    return SignedCharge{authorizationValue(plan.m_challenge, *made, plan.m_transaction.chainId, plan.m_payer.address), made->hash};
}

} // namespace run402::mpp
