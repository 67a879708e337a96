// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <span>

namespace run402::x402 {

/// Why a 402 is not paid. One value, and one stable code, per distinct cause;
/// each is given here; the sentence for people is in reasons.cpp. A test holds the
/// codes to be free of doubles. The order is the order of the
/// checks: of several refused offers, the one that got furthest is reported.
enum class Reason : quint8 {
    None,
    // The challenge as a whole
    NoOffer,            ///< x402.no_offer
    HeaderTooLarge,     ///< x402.header_too_large
    HeaderBase64,       ///< x402.header_base64
    HeaderUtf8,         ///< x402.header_utf8
    HeaderJson,         ///< x402.header_json
    HeaderTooDeep,      ///< x402.header_too_deep
    HeaderDuplicateKey, ///< x402.header_duplicate_key
    HeaderNotObject,    ///< x402.header_not_object
    VersionUnknown,     ///< x402.version_unknown
    AcceptsMissing,     ///< x402.accepts_missing
    AcceptsNotList,     ///< x402.accepts_not_list
    TooManyOffers,      ///< x402.too_many_offers
    SignInOnly,         ///< x402.sign_in_only
    ResourceMissing,    ///< x402.resource_missing
    ResourceMalformed,  ///< x402.resource_malformed
    ResourceHost,       ///< x402.resource_host
    // Who asks, who signs
    HostNotAllowed,    ///< x402.host_not_allowed
    HostNotLoopback,   ///< x402.host_not_loopback
    HostLoopback,      ///< x402.host_loopback
    InsecureTransport, ///< x402.insecure_transport
    KeyNotSandbox,     ///< x402.key_not_sandbox
    KeyIsSandbox,      ///< x402.key_is_sandbox
    // One offer, in the order of the checks
    OfferNotObject,     ///< x402.offer_not_object
    SchemeMissing,      ///< x402.scheme_missing
    SchemeUnsupported,  ///< x402.scheme_unsupported
    NetworkMissing,     ///< x402.network_missing
    NetworkUnknown,     ///< x402.network_unknown
    NetworkNotAllowed,  ///< x402.network_not_allowed
    RailUnsupported,    ///< x402.rail_unsupported
    TransferMethod,     ///< x402.transfer_method
    AssetMissing,       ///< x402.asset_missing
    AssetMalformed,     ///< x402.asset_malformed
    AssetChecksum,      ///< x402.asset_checksum
    AssetWrongNetwork,  ///< x402.asset_wrong_network
    AssetUnknown,       ///< x402.asset_unknown
    DomainMissing,      ///< x402.domain_missing
    DomainName,         ///< x402.domain_name
    DomainVersion,      ///< x402.domain_version
    DecimalsMismatch,   ///< x402.decimals_mismatch
    AmountMissing,      ///< x402.amount_missing
    AmountType,         ///< x402.amount_type
    AmountEmpty,        ///< x402.amount_empty
    AmountSigned,       ///< x402.amount_signed
    AmountFractional,   ///< x402.amount_fractional
    AmountNotDecimal,   ///< x402.amount_not_decimal
    AmountLeadingZero,  ///< x402.amount_leading_zero
    AmountOverflow,     ///< x402.amount_overflow
    AmountZero,         ///< x402.amount_zero
    PayToMissing,       ///< x402.pay_to_missing
    PayToLength,        ///< x402.pay_to_length
    PayToNotHex,        ///< x402.pay_to_not_hex
    PayToChecksum,      ///< x402.pay_to_checksum
    PayToZero,          ///< x402.pay_to_zero
    PayToToken,         ///< x402.pay_to_token
    TimeoutMissing,     ///< x402.timeout_missing
    TimeoutType,        ///< x402.timeout_type
    TimeoutNotPositive, ///< x402.timeout_not_positive
    TimeoutTooLong,     ///< x402.timeout_too_long
    // Our own policy
    PayToChanged, ///< x402.pay_to_changed
    OverCap,      ///< x402.over_cap
    OverDayCap,   ///< x402.over_day_cap
    OverMonthCap, ///< x402.over_month_cap
    Ambiguous,    ///< x402.ambiguous
    NotFunded,    ///< x402.not_funded
    // Making the payment
    Declined,          ///< x402.declined
    PlanMismatch,      ///< x402.plan_mismatch
    HeaderOutTooLarge, ///< x402.payment_too_large
    Count
};

/// "x402.over_cap" and the like; empty for None.
QString codeOf(Reason reason);
/// Kind Protocol for what no client could pay, Policy for what we will not.
/// `detail` is appended to the message; it must hold no secret.
Problem problemOf(Reason reason, const QString& detail = {});

} // namespace run402::x402
