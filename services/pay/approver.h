// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"
#include "services/net/apiclient.h"
#include "services/net/call.h"

#include <functional>

namespace run402 {

/// Validity that must be left when a payment goes. The server wants 6 s of an authorization when it looks
/// (payments.md §1.5); a transaction on Tempo is good for 25 s in all and is mined within one.
inline constexpr int kAuthorizationNeedsSeconds = 15;
inline constexpr int kTransactionNeedsSeconds = 8;

/// One row "a check and how it came out" of the payment dialog.
struct PaymentCheck
{
    QString code;   ///< "recipient", "asset", "budget", "expiry", "environment", "memo", "fee"
    bool passed = false;
    QString reason; ///< x402.*, mpp.* or policy.* code when it did not
};

/// A rail this payment could be made from.
struct PaymentWay
{
    Rail rail = Rail::Credit;
    std::optional<qint64> balanceMicros;
    QString problemCode; ///< why it cannot; empty = it can
};

/// Everything the payment dialog shows. Facts are decoded from the bytes to be signed, never
/// taken from the offer (design/ui.md §3, screen 11).
struct PaymentQuestion
{
    PaymentIntent intent;
    QString host;             ///< who quoted
    QString network;          ///< CAIP-2 of the chain id in the bytes
    bool realMoney = false;
    QString assetName, assetAddress;
    QString from, to;         ///< EIP-55
    qint64 amountMicros = 0;
    QDateTime validBefore;    ///< UTC
    QString typedDataJson;    ///< what the key signs, pretty-printed
    Rail rail = Rail::BaseSepoliaUsdc;
    bool coveredByCredit = false; ///< the server debits prepaid credit instead
    std::optional<qint64> balanceMicros; ///< on that rail before paying
    qint64 spentThisMonthMicros = 0;
    qint64 monthCapMicros = 0; ///< 0 = no cap (play money)
    QDate month;               ///< a day of the month both are for, where the person is
    QList<PaymentCheck> checks;
    qint64 paidElsewhereSeconds = -1; ///< how long ago the same was paid by another program; below 0: it was not

    // A transaction on Tempo:
    QString memo;                ///< 0x hex
    QString feeName, feeAddress; ///< the token the fee is taken in
    qint64 mostFeeMicros = 0;    ///< beside the amount
    /// How long the offer stands, where that is longer than the bytes are good for: they are drafted anew meanwhile.
    QDateTime offerUntil;        ///< UTC; invalid: until validBefore

    QList<PaymentWay> ways;      ///< all rails of this payment, `rail` among them
    /// The same question with fresh bytes, from this rail; those are signed if the answer is yes. Fails where that rail
    /// cannot pay, and with "cancelled" when the payment is over. Thread: GUI.
    std::function<Result<PaymentQuestion>(Rail)> redraft;
};

struct PaymentAnswer
{
    bool approved = false;
    bool rememberToday = false; ///< "Sign up to this amount without asking today"
};

/// Asks the person. Implemented by ui/pay/; tests answer from a script.
/// The call is cancelled when the environment switches.
class PaymentApprover
{
public:
    virtual ~PaymentApprover() = default;
    virtual Call<PaymentAnswer>* ask(const PaymentQuestion& question) = 0;
};

} // namespace run402
