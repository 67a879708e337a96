// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/payment.h"

namespace run402::x402 {

namespace {

constexpr qint64 earlySeconds = 600;

/// The token whose domain these bytes are, whatever the offer called it.
const KnownAsset* assetOf(const TypedBytes& bytes)
{
    const auto facts = decodeDomain(bytes);
    const KnownAsset* asset = facts ? assetOnChain(facts->chainId) : nullptr;
    if (!asset || !asset->eip3009 || asset->contract != facts->contract)
        return nullptr;
    return matchesDomain(bytes, asset->name, asset->version) ? asset : nullptr;
}

constexpr char typesJson[] = R"(  "primaryType": "TransferWithAuthorization",
  "types": {
    "EIP712Domain": [
      { "name": "name", "type": "string" },
      { "name": "version", "type": "string" },
      { "name": "chainId", "type": "uint256" },
      { "name": "verifyingContract", "type": "address" }
    ],
    "TransferWithAuthorization": [
      { "name": "from", "type": "address" },
      { "name": "to", "type": "address" },
      { "name": "value", "type": "uint256" },
      { "name": "validAfter", "type": "uint256" },
      { "name": "validBefore", "type": "uint256" },
      { "name": "nonce", "type": "bytes32" }
    ]
  }
}
)";

/// "name": "value", and what stands after it.
void appendField(QByteArray& out, const char* name, QByteArrayView value, const char* after)
{
    out.append('"').append(name).append("\": \"").append(value).append('"').append(after);
}

/// What differs from payment to payment stands first: that is what a person reads.
QByteArray typedDataJson(const KnownAsset& asset, const TransferAuthorization& transfer,
                         const QByteArray& from, const QByteArray& to)
{
    QByteArray out;
    out.reserve(1536);
    out.append("{\n  \"domain\": { ");
    appendField(out, "name", asset.name, ", ");
    appendField(out, "version", asset.version, ", ");
    out.append("\"chainId\": ").append(QByteArray::number(asset.chainId)).append(",\n    ");
    appendField(out, "verifyingContract", asset.contract.toEip55(), " },\n  \"message\": {\n    ");
    appendField(out, "from", from, ",\n    ");
    appendField(out, "to", to, ",\n    ");
    appendField(out, "value", transfer.value.toDecimal(), ",\n    ");
    appendField(out, "validAfter", transfer.validAfter.toDecimal(), ", ");
    appendField(out, "validBefore", transfer.validBefore.toDecimal(), ",\n    ");
    appendField(out, "nonce", toHex(transfer.nonce), " },\n");
    return out.append(typesJson);
}

void appendMember(QByteArray& out, const char* name, QByteArrayView value)
{
    out.append('"').append(name).append("\":\"").append(value).append('"');
}

/// {"authorization":{…},"signature":"0x…"}
QByteArray payloadJson(const SigningPreview& preview, const Signature& signature)
{
    QByteArray out;
    out.reserve(640);
    out.append("{\"authorization\":{");
    appendMember(out, "from", preview.fromText);
    appendMember(out.append(','), "to", preview.toText);
    appendMember(out.append(','), "value", preview.value.toDecimal());
    appendMember(out.append(','), "validAfter", QByteArray::number(preview.validAfter));
    appendMember(out.append(','), "validBefore", QByteArray::number(preview.validBefore));
    appendMember(out.append(','), "nonce", toHex(preview.nonce));
    out.append("},\"signature\":\"0x");
    appendHex(out, signature);
    return out.append("\"}");
}

QByteArray paymentJson(const Challenge& challenge, const JudgedOffer& offer, const QByteArray& payload,
                       bool withExtensions)
{
    QByteArray out;
    out.reserve(payload.size() + 2048 + challenge.extensions.raw().size());
    if (challenge.version == 1) {
        out.append("{\"x402Version\":1,\"scheme\":\"exact\",");
        appendMember(out, "network", offer.asset->networkV1);
        return out.append(",\"payload\":").append(payload).append('}');
    }
    out.append("{\"x402Version\":2,\"payload\":").append(payload);
    if (withExtensions)
        out.append(",\"extensions\":").append(challenge.extensions.raw());
    out.append(",\"resource\":").append(challenge.resource.raw());
    return out.append(",\"accepted\":").append(challenge.offers[size_t(offer.index)].raw()).append('}');
}

} // namespace

Result<SigningPreview> previewOf(const TypedBytes& bytes)
{
    const auto transfer = decodeTransfer(bytes);
    if (!transfer)
        return problemOf(Reason::PlanMismatch);
    const KnownAsset* asset = assetOf(bytes);
    if (!asset)
        return problemOf(Reason::AssetUnknown);
    const auto amount = transfer->value.toAmount();
    const auto after = transfer->validAfter.toInt64();
    const auto before = transfer->validBefore.toInt64();
    if (!amount || !after || !before)
        return problemOf(Reason::AmountOverflow);
    SigningPreview out;
    out.fromText = transfer->from.toEip55();
    out.toText = transfer->to.toEip55();
    out.typedDataJson = typedDataJson(*asset, *transfer, out.fromText, out.toText);
    out.network = QString::fromLatin1(asset->label);
    out.caip2 = QString::fromLatin1(asset->network);
    out.chainId = asset->chainId;
    out.realMoney = asset->realMoney;
    out.symbol = QString::fromLatin1(asset->symbol);
    out.contract = asset->contract;
    out.from = transfer->from;
    out.to = transfer->to;
    out.value = transfer->value;
    out.amount = *amount;
    out.validAfter = *after;
    out.validBefore = *before;
    out.nonce = transfer->nonce;
    return out;
}

Result<PaymentPlan> draftPayment(const Challenge& challenge, const Decision& decision,
                                 const DraftInput& input)
{
    if (decision.verdict == Decision::Verdict::Refuse)
        return decision.problem();
    const JudgedOffer& offer = decision.offer;
    const qint64 now = input.nowMs / 1000;
    qint64 end = 0;
    if (!offer.asset || decision.json != challenge.json || size_t(offer.index) >= challenge.offers.size() ||
        now < earlySeconds || __builtin_add_overflow(now, offer.timeoutSeconds, &end))
        return problemOf(Reason::PlanMismatch);
    const TokenDomain domain{offer.asset->name, offer.asset->version, offer.asset->chainId,
                             offer.asset->contract};
    TransferAuthorization authorization;
    authorization.from = decision.payer.address;
    authorization.to = offer.payTo;
    authorization.value = offer.value;
    if (input.validFrom == ValidFrom::TenMinutesEarly)
        authorization.validAfter = Uint256::fromUint64(quint64(now - earlySeconds));
    authorization.validBefore = Uint256::fromUint64(quint64(end));
    authorization.nonce = input.nonce;

    PaymentPlan plan;
    plan.m_bytes = encodeTransfer(domain, authorization);
    auto preview = previewOf(plan.m_bytes);
    if (!preview)
        return preview.error();
    plan.m_preview = *std::move(preview);
    plan.m_challenge = challenge;
    plan.m_decision = decision;
    return plan;
}

Result<SignedPayment> signPayment(const PaymentPlan& plan, const SecretKey& key)
{
    const bool sandbox = plan.m_decision.environment == Environment::Sandbox;
    const auto use = sandbox ? SecretKey::Use::Sandbox : SecretKey::Use::Wallet;
    if (!key.isValid() || key.use() != use || key.address() != plan.m_preview.from)
        return problemOf(Reason::PlanMismatch);
    const auto signature = Signer::sign(key, typedDigest(plan.m_bytes));
    if (!signature)
        return signature.error();
    SignedPayment out;
    out.signature = *signature;
    out.headerName = plan.version() == 1 ? "X-PAYMENT" : "PAYMENT-SIGNATURE";
    const QByteArray payload = payloadJson(plan.m_preview, *signature);
    const bool extended = plan.m_challenge.extensions.valid();
    out.headerValue = toBase64(paymentJson(plan.m_challenge, plan.m_decision.offer, payload, extended));
    // Servers accept a payment without the echoed extensions, not a header
    // they cut off.
    if (out.headerValue.size() > headerLimit && extended)
        out.headerValue = toBase64(paymentJson(plan.m_challenge, plan.m_decision.offer, payload, false));
    if (out.headerValue.size() > headerLimit)
        return problemOf(Reason::HeaderOutTooLarge);
    return out;
}

} // namespace run402::x402
