// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/amount.h"

#include <optional>

/// What came back after a payment was sent. Pure.
namespace run402::x402 {

/// A decoded PAYMENT-RESPONSE (or version 1 X-PAYMENT-RESPONSE) header.
struct Receipt
{
    bool success = false;
    QString transaction; ///< hash, "" when nothing went on chain
    QString network;
    QString payer;
    QString errorReason; ///< "" on success
    QString errorMessage;
};

/// Fails: receipt.unreadable. The body that came with it is still good; say
/// that the settlement is unknown.
Result<Receipt> decodeReceipt(QByteArrayView headerValue);

/// The parts of an answer that tell how a payment ended. Absent headers are
/// nullopt; names are matched by the caller (HTTP names ignore case).
struct PaidAnswer
{
    int httpStatus = 0;
    std::optional<QByteArray> paymentRequired;    ///< PAYMENT-REQUIRED
    std::optional<QByteArray> paymentResponse;    ///< PAYMENT-RESPONSE, else X-PAYMENT-RESPONSE
    std::optional<QByteArray> settlementRail;     ///< X-Run402-Settlement-Rail
    std::optional<QByteArray> allowanceRemaining; ///< X-Run402-Allowance-Remaining
    QByteArray body;
};

struct PaymentOutcome
{
    enum class Kind {
        Settled,          ///< paid on chain; `receipt` has the transaction
        PaidFromCredit,   ///< prepaid credit was debited, nothing went on chain
        Rejected,         ///< the server refused the payment before running the request
        SettlementFailed, ///< the request ran, the transfer failed; `reason` says why
        NotCharged,       ///< the request itself failed; x402 settles only after success
        Unknown,          ///< answered without saying how the payment ended
    };
    Kind kind = Kind::Unknown;
    std::optional<Receipt> receipt;
    QString reason; ///< as the server words it, "insufficient_funds"
    std::optional<Amount> creditRemaining;
    /// The signed authorization could still be settled until validBefore:
    /// never sign a second one without asking.
    bool authorizationMayLive = true;
};

PaymentOutcome readOutcome(const PaidAnswer& answer);

} // namespace run402::x402
