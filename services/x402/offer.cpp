// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/offer.h"

namespace run402::x402 {

namespace {

Reason readAsset(const JsonValue& offer, int version, JudgedOffer& out)
{
    const auto network = offer.member("network").string();
    if (!network)
        return Reason::NetworkMissing;
    out.asset = assetOnNetwork(*network, version);
    if (!out.asset)
        return Reason::NetworkUnknown;
    if (!out.asset->eip3009)
        return Reason::RailUnsupported;
    const JsonValue method = offer.member("extra").member("assetTransferMethod");
    if (method.valid() && method.string() != "eip3009")
        return Reason::TransferMethod;
    const auto text = offer.member("asset").string();
    if (!text)
        return Reason::AssetMissing;
    Address contract;
    const AddressError error = Address::parse(QByteArrayView(*text), contract);
    if (error == AddressError::Checksum)
        return Reason::AssetChecksum;
    if (error != AddressError::None)
        return Reason::AssetMalformed;
    if (contract == out.asset->contract)
        return Reason::None;
    return assetAt(contract) ? Reason::AssetWrongNetwork : Reason::AssetUnknown;
}

Reason checkDomain(const JsonValue& extra, const KnownAsset& asset)
{
    const auto name = extra.member("name").string();
    const auto version = extra.member("version").string();
    if (!name || !version)
        return Reason::DomainMissing;
    if (*name != asset.name)
        return Reason::DomainName;
    if (*version != asset.version)
        return Reason::DomainVersion;
    const JsonValue decimals = extra.member("decimals");
    return decimals.valid() && decimals.integer() != asset.decimals ? Reason::DecimalsMismatch : Reason::None;
}

Reason readAmount(const JsonValue& amount, JudgedOffer& out)
{
    if (!amount.valid())
        return Reason::AmountMissing;
    const auto text = amount.string();
    if (!text)
        return Reason::AmountType;
    switch (Uint256::parse(*text, out.value)) {
    case NumberError::None:
        break;
    case NumberError::Empty:
        return Reason::AmountEmpty;
    case NumberError::Signed:
        return Reason::AmountSigned;
    case NumberError::Fractional:
        return Reason::AmountFractional;
    case NumberError::NotDecimal:
        return Reason::AmountNotDecimal;
    case NumberError::LeadingZero:
        return Reason::AmountLeadingZero;
    case NumberError::Overflow:
        return Reason::AmountOverflow;
    }
    out.price = out.value.toAmount();
    return out.value.isZero() ? Reason::AmountZero : Reason::None;
}

Reason readPayTo(const JsonValue& payTo, JudgedOffer& out)
{
    const auto text = payTo.string();
    if (!text)
        return Reason::PayToMissing;
    switch (Address::parse(QByteArrayView(*text), out.payTo)) {
    case AddressError::None:
        break;
    case AddressError::Length:
        return Reason::PayToLength;
    case AddressError::NotHex:
        return Reason::PayToNotHex;
    case AddressError::Checksum:
        return Reason::PayToChecksum;
    }
    if (out.payTo.isZero())
        return Reason::PayToZero;
    return assetAt(out.payTo) ? Reason::PayToToken : Reason::None;
}

Reason readTimeout(const JsonValue& timeout, qint64 most, JudgedOffer& out)
{
    if (!timeout.valid())
        return Reason::TimeoutMissing;
    const auto seconds = timeout.integer();
    if (!seconds)
        return Reason::TimeoutType;
    out.timeoutSeconds = *seconds;
    if (*seconds <= 0)
        return Reason::TimeoutNotPositive;
    return *seconds > most ? Reason::TimeoutTooLong : Reason::None;
}

Reason judge(const Challenge& challenge, const JsonValue& offer, const QUrl& request, qint64 maxTimeout,
             JudgedOffer& out)
{
    if (!offer.isObject())
        return Reason::OfferNotObject;
    const auto scheme = offer.member("scheme").string();
    if (!scheme)
        return Reason::SchemeMissing;
    if (*scheme != "exact")
        return Reason::SchemeUnsupported;
    Reason reason = readAsset(offer, challenge.version, out);
    if (reason == Reason::None)
        reason = checkDomain(offer.member("extra"), *out.asset);
    if (reason == Reason::None)
        reason = readAmount(offer.member(challenge.version == 1 ? "maxAmountRequired" : "amount"), out);
    if (reason == Reason::None)
        reason = readPayTo(offer.member("payTo"), out);
    if (reason == Reason::None)
        reason = readTimeout(offer.member("maxTimeoutSeconds"), maxTimeout, out);
    // Version 1 names the resource in each offer.
    if (reason == Reason::None && challenge.version == 1)
        reason = checkResource(offer.member("resource"), request);
    return reason;
}

} // namespace

JudgedOffer judgeOffer(const Challenge& challenge, int index, const QUrl& request, qint64 maxTimeoutSeconds)
{
    JudgedOffer out;
    out.index = index;
    if (index < 0 || size_t(index) >= challenge.offers.size())
        out.reason = Reason::OfferNotObject;
    else
        out.reason = judge(challenge, challenge.offers[size_t(index)], request, maxTimeoutSeconds, out);
    return out;
}

} // namespace run402::x402
