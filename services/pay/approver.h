// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"
#include "services/net/apiclient.h"
#include "services/net/call.h"

namespace run402 {

/// One row "a check and how it came out" of the payment dialog.
struct PaymentCheck
{
    QString code;   ///< "recipient", "asset", "budget", "expiry", "environment"
    bool passed = false;
    QString reason; ///< x402.* or policy.* code when it did not
};

/// Everything the payment dialog shows. Facts are decoded from the bytes to be signed, never
/// taken from the offer (design/ui.md §3, screen 11).
struct PaymentQuestion
{
    PaymentIntent intent;
    QString host;             ///< who quoted
    QString network;          ///< CAIP-2 of the typed data's chain id
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
    QList<PaymentCheck> checks;
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
