// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <span>

namespace run402::x402 {

/// Why a 402 is not paid. One value, and one stable code, per distinct cause;
/// the codes and their meaning are the table in reasons.cpp, which the tests
/// hold to be complete and free of doubles. The order is the order of the
/// checks: of several refused offers, the one that got furthest is reported.
enum class Reason : quint8 {
    None,
    // The challenge as a whole
    NoOffer,
    HeaderTooLarge,
    HeaderBase64,
    HeaderUtf8,
    HeaderJson,
    HeaderTooDeep,
    HeaderDuplicateKey,
    HeaderNotObject,
    VersionUnknown,
    AcceptsMissing,
    AcceptsNotList,
    TooManyOffers,
    SignInOnly,
    ResourceMissing,
    ResourceMalformed,
    ResourceHost,
    // Who asks, who signs
    HostNotAllowed,
    HostNotLoopback,
    HostLoopback,
    InsecureTransport,
    KeyNotSandbox,
    KeyIsSandbox,
    // One offer, in the order of the checks
    OfferNotObject,
    SchemeMissing,
    SchemeUnsupported,
    NetworkMissing,
    NetworkUnknown,
    NetworkNotAllowed,
    RailUnsupported,
    TransferMethod,
    AssetMissing,
    AssetMalformed,
    AssetChecksum,
    AssetWrongNetwork,
    AssetUnknown,
    DomainMissing,
    DomainName,
    DomainVersion,
    DecimalsMismatch,
    AmountMissing,
    AmountType,
    AmountEmpty,
    AmountSigned,
    AmountFractional,
    AmountNotDecimal,
    AmountLeadingZero,
    AmountOverflow,
    AmountZero,
    PayToMissing,
    PayToLength,
    PayToNotHex,
    PayToChecksum,
    PayToZero,
    PayToToken,
    TimeoutMissing,
    TimeoutType,
    TimeoutNotPositive,
    TimeoutTooLong,
    // Our own policy
    PayToChanged,
    OverCap,
    OverDayCap,
    OverMonthCap,
    Ambiguous,
    NotFunded,
    // Making the payment
    Cancelled,
    PlanMismatch,
    HeaderOutTooLarge,
    Count
};

/// "x402.over_cap" and the like; empty for None.
QString codeOf(Reason reason);
/// Kind Protocol for what no client could pay, Policy for what we will not.
/// `detail` is appended to the message; it must hold no secret.
Problem problemOf(Reason reason, const QString& detail = {});

} // namespace run402::x402
