// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/reasons.h"

#include <array>

namespace run402::x402 {

namespace {

struct Entry
{
    Reason reason;
    const char* code;
    const char* message;
};

constexpr std::array entries{
    Entry{Reason::NoOffer, "x402.no_offer", "The answer is 402 but carries no offer"},
    Entry{Reason::HeaderTooLarge, "x402.header_too_large", "The payment offer is larger than allowed"},
    Entry{Reason::HeaderBase64, "x402.header_base64", "The payment offer is not standard base64"},
    Entry{Reason::HeaderUtf8, "x402.header_utf8", "The payment offer is not UTF-8"},
    Entry{Reason::HeaderJson, "x402.header_json", "The payment offer is not JSON"},
    Entry{Reason::HeaderTooDeep, "x402.header_too_deep",
          "The payment offer is nested too deeply or has too many parts"},
    Entry{Reason::HeaderDuplicateKey, "x402.header_duplicate_key", "The payment offer names a field twice"},
    Entry{Reason::HeaderNotObject, "x402.header_not_object", "The payment offer is not a JSON object"},
    Entry{Reason::VersionUnknown, "x402.version_unknown",
          "The payment offer has an unknown protocol version"},
    Entry{Reason::AcceptsMissing, "x402.accepts_missing", "The payment offer has no list of alternatives"},
    Entry{Reason::AcceptsNotList, "x402.accepts_not_list",
          "The alternatives of the payment offer are no list"},
    Entry{Reason::TooManyOffers, "x402.too_many_offers", "The payment offer has too many alternatives"},
    Entry{Reason::SignInOnly, "x402.sign_in_only", "Nothing can be paid here: the server wants a sign-in"},
    Entry{Reason::ResourceMissing, "x402.resource_missing", "The payment offer does not say what it is for"},
    Entry{Reason::ResourceMalformed, "x402.resource_malformed",
          "The payment offer is for something that is no web address"},
    Entry{Reason::ResourceHost, "x402.resource_host",
          "The payment offer is for another host than the one asked"},
    Entry{Reason::HostNotAllowed, "x402.host_not_allowed",
          "This host is not on the list of hosts that may be paid"},
    Entry{Reason::HostNotLoopback, "x402.host_not_loopback",
          "The sandbox environment pays only a server on this computer"},
    Entry{Reason::HostLoopback, "x402.host_loopback", "A wallet never pays a server on this computer"},
    Entry{Reason::InsecureTransport, "x402.insecure_transport", "A payment is never sent without TLS"},
    Entry{Reason::KeyNotSandbox, "x402.key_not_sandbox", "In the sandbox only the sandbox's own key signs"},
    Entry{Reason::KeyIsSandbox, "x402.key_is_sandbox", "The sandbox's key signs only in the sandbox"},
    Entry{Reason::OfferNotObject, "x402.offer_not_object",
          "An alternative of the payment offer is no object"},
    Entry{Reason::SchemeMissing, "x402.scheme_missing", "The offer names no payment scheme"},
    Entry{Reason::SchemeUnsupported, "x402.scheme_unsupported",
          "Only the payment scheme \"exact\" is supported"},
    Entry{Reason::NetworkMissing, "x402.network_missing", "The offer names no network"},
    Entry{Reason::NetworkUnknown, "x402.network_unknown",
          "The offer is for a network this application does not know"},
    Entry{Reason::NetworkNotAllowed, "x402.network_not_allowed",
          "This environment does not allow payments on that network"},
    Entry{Reason::RailUnsupported, "x402.rail_unsupported", "Tokens of that network cannot be paid by x402"},
    Entry{Reason::TransferMethod, "x402.transfer_method",
          "The offer asks for a signature that is no EIP-3009 transfer"},
    Entry{Reason::AssetMissing, "x402.asset_missing", "The offer names no token"},
    Entry{Reason::AssetMalformed, "x402.asset_malformed", "The token's address is malformed"},
    Entry{Reason::AssetChecksum, "x402.asset_checksum", "The token's address has a wrong checksum"},
    Entry{Reason::AssetWrongNetwork, "x402.asset_wrong_network", "The token belongs to another network"},
    Entry{Reason::AssetUnknown, "x402.asset_unknown", "The token is not the USDC of this network"},
    Entry{Reason::DomainMissing, "x402.domain_missing", "The offer lacks the token's name and version"},
    Entry{Reason::DomainName, "x402.domain_name",
          "The offer gives the token another name than it has on chain"},
    Entry{Reason::DomainVersion, "x402.domain_version",
          "The offer gives the token another version than it has on chain"},
    Entry{Reason::DecimalsMismatch, "x402.decimals_mismatch",
          "The offer gives the token other decimals than it has on chain"},
    Entry{Reason::AmountMissing, "x402.amount_missing", "The offer has no amount"},
    Entry{Reason::AmountType, "x402.amount_type", "The amount is not given as text"},
    Entry{Reason::AmountEmpty, "x402.amount_empty", "The amount is empty"},
    Entry{Reason::AmountSigned, "x402.amount_signed", "The amount has a sign"},
    Entry{Reason::AmountFractional, "x402.amount_fractional", "The amount is not in whole atomic units"},
    Entry{Reason::AmountNotDecimal, "x402.amount_not_decimal", "The amount is not a decimal number"},
    Entry{Reason::AmountLeadingZero, "x402.amount_leading_zero", "The amount has leading zeros"},
    Entry{Reason::AmountOverflow, "x402.amount_overflow", "The amount does not fit 256 bits"},
    Entry{Reason::AmountZero, "x402.amount_zero", "The amount is zero"},
    Entry{Reason::PayToMissing, "x402.pay_to_missing", "The offer names no recipient"},
    Entry{Reason::PayToLength, "x402.pay_to_length", "The recipient is not 20 bytes"},
    Entry{Reason::PayToNotHex, "x402.pay_to_not_hex", "The recipient is not hexadecimal"},
    Entry{Reason::PayToChecksum, "x402.pay_to_checksum", "The recipient has a wrong checksum"},
    Entry{Reason::PayToZero, "x402.pay_to_zero",
          "The recipient is the zero address: the money would be burnt"},
    Entry{Reason::PayToToken, "x402.pay_to_token",
          "The recipient is a token contract: the money would be lost"},
    Entry{Reason::TimeoutMissing, "x402.timeout_missing",
          "The offer does not say how long the payment may take"},
    Entry{Reason::TimeoutType, "x402.timeout_type", "The time limit is not a whole number"},
    Entry{Reason::TimeoutNotPositive, "x402.timeout_not_positive", "The time limit is not positive"},
    Entry{Reason::TimeoutTooLong, "x402.timeout_too_long",
          "The signed payment would stay valid for too long"},
    Entry{Reason::PayToChanged, "x402.pay_to_changed", "The recipient is not the one this host had before"},
    Entry{Reason::OverCap, "x402.over_cap", "The amount is above the limit per payment"},
    Entry{Reason::OverDayCap, "x402.over_day_cap", "The amount would exceed the limit per day"},
    Entry{Reason::OverMonthCap, "x402.over_month_cap", "The amount would exceed the limit per month"},
    Entry{Reason::Ambiguous, "x402.ambiguous", "Two alternatives for the same token contradict each other"},
    Entry{Reason::NotFunded, "x402.not_funded", "No wallet balance or prepaid credit covers the amount"},
    Entry{Reason::Declined, "x402.declined", "The payment was not approved"},
    Entry{Reason::PlanMismatch, "x402.plan_mismatch", "The key is not the one this payment was drafted for"},
    Entry{Reason::HeaderOutTooLarge, "x402.payment_too_large", "The payment does not fit a request header"},
};

constexpr bool inOrder()
{
    for (size_t i = 0; i < entries.size(); ++i)
        if (size_t(entries[i].reason) != i + 1)
            return false;
    return entries.size() + 1 == size_t(Reason::Count);
}
static_assert(inOrder(), "one entry per reason, in the order of the enum");

bool isPolicy(Reason reason)
{
    return (reason >= Reason::HostNotAllowed && reason <= Reason::KeyIsSandbox) ||
           reason == Reason::NetworkNotAllowed || reason == Reason::AssetUnknown ||
           reason == Reason::NetworkUnknown || reason == Reason::TimeoutTooLong ||
           (reason >= Reason::PayToChanged && reason <= Reason::PlanMismatch);
}

} // namespace

QString codeOf(Reason reason)
{
    if (reason == Reason::None || reason >= Reason::Count)
        return {};
    return QString::fromLatin1(entries[size_t(reason) - 1].code);
}

Problem problemOf(Reason reason, const QString& detail)
{
    QString message;
    if (reason != Reason::None && reason < Reason::Count)
        message = QString::fromLatin1(entries[size_t(reason) - 1].message);
    if (!detail.isEmpty())
        message += QStringLiteral(": ") + detail;
    return Problem::make(isPolicy(reason) ? Problem::Kind::Policy : Problem::Kind::Protocol, codeOf(reason),
                         message);
}

} // namespace run402::x402
