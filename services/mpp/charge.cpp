// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mpp/charge.h"

#include <algorithm>

namespace run402::mpp {

using namespace x402;

namespace {

constexpr qint64 validSeconds = 25;
constexpr quint64 gasMargin = 5000; // the estimate leaves out what taking the fee costs

Unexpected refuse(const char* code, const char* message, Problem::Kind kind = Problem::Kind::Protocol)
{
    return fail(kind, QString::fromLatin1(code), QString::fromLatin1(message));
}

Result<std::optional<QDateTime>> expiryOf(const Challenge& challenge, const QDateTime& now)
{
    if (!challenge.expires)
        return std::optional<QDateTime>();
    const QDateTime at = QDateTime::fromString(QString::fromLatin1(*challenge.expires), Qt::ISODateWithMs);
    if (!at.isValid())
        return refuse("mpp.expires_malformed", "The payment challenge does not say clearly until when it is good");
    if (at <= now)
        return refuse("mpp.expired", "The payment challenge is no longer good");
    return std::optional<QDateTime>(at.toUTC());
}

Result<const KnownAsset*> assetOf(const JsonValue& request, std::span<const quint64> networks)
{
    const auto id = request.member("methodDetails").member("chainId").integer();
    if (!id || *id <= 0)
        return refuse("mpp.chain_missing", "The payment challenge does not say on which chain to pay");
    const KnownAsset* asset = assetOnChain(quint64(*id));
    if (!asset || asset->eip3009 || std::find(networks.begin(), networks.end(), asset->chainId) == networks.end())
        return refuse("mpp.chain_not_allowed", "This environment does not allow payments on that chain", Problem::Kind::Policy);
    Address currency;
    const auto text = request.member("currency").string();
    if (!text || Address::parse(QByteArrayView(*text), currency) != AddressError::None)
        return refuse("mpp.currency_malformed", "The payment challenge names a token that is no address");
    if (currency != asset->contract)
        return refuse("mpp.currency_unknown", "The payment challenge asks for a token this application does not know",
                      Problem::Kind::Policy);
    return asset;
}

Result<Uint256> amountOf(const JsonValue& request, const Uint256& most)
{
    Uint256 amount;
    const auto text = request.member("amount").string();
    if (!text || Uint256::parse(*text, amount) != NumberError::None)
        return refuse("mpp.amount_malformed", "The amount asked for is not a whole number of the token's units");
    if (amount.isZero())
        return refuse("mpp.amount_zero", "The amount asked for is nothing");
    if (amount > most)
        return refuse("mpp.over_cap", "The amount asked for is above what one payment may cost", Problem::Kind::Policy);
    return amount;
}

Result<Address> recipientOf(const JsonValue& request, const KnownAsset& asset)
{
    Address recipient;
    const auto text = request.member("recipient").string();
    if (!text || Address::parse(QByteArrayView(*text), recipient) != AddressError::None)
        return refuse("mpp.recipient_malformed", "The recipient of the payment is no address");
    if (recipient.isZero())
        return refuse("mpp.recipient_zero", "The recipient of the payment is nobody");
    if (recipient == asset.contract)
        return refuse("mpp.recipient_token", "The recipient of the payment is the token itself");
    return recipient;
}

} // namespace

Result<Charge> judgeCharge(const Challenge& challenge, const ChargeLimits& limits, const QDateTime& now)
{
    if (challenge.method != "tempo")
        return refuse("mpp.method_unsupported", "Only the payment method \"tempo\" is supported");
    if (challenge.intent != "charge")
        return refuse("mpp.intent_unsupported", "Only single charges are supported");
    const JsonValue request = challenge.json->root();
    const auto expires = expiryOf(challenge, now);
    if (!expires)
        return fail(expires.error());
    const auto asset = assetOf(request, limits.networks);
    if (!asset)
        return fail(asset.error());
    const auto amount = amountOf(request, limits.perPayment);
    if (!amount)
        return fail(amount.error());
    const auto recipient = recipientOf(request, **asset);
    if (!recipient)
        return fail(recipient.error());
    return Charge{*asset, *amount, *recipient, *expires};
}

TempoTransaction chargeTransaction(const Charge& charge, const Bytes32& memo, const ChargeFees& fees, const QDateTime& now)
{
    TempoTransaction t;
    t.chainId = charge.asset->chainId;
    t.maxFeePerGas = Uint256::fromUint64(fees.maxFeePerGas);
    t.maxPriorityFeePerGas = Uint256::fromUint64(fees.maxPriorityFeePerGas);
    t.gas = fees.gas + gasMargin;
    t.calls.push_back(transferCall({charge.asset->contract, charge.recipient, charge.amount, memo}));
    t.nonceKey = expiringNonceKey();
    t.validBefore = quint64(now.toSecsSinceEpoch() + validSeconds);
    return t;
}

} // namespace run402::mpp
