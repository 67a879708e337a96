// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"
#include "services/pay/approver.h"
#include "services/pay/budgetstore.h"
#include "services/x402/payment.h"

/// What to do about one 402, from values alone. Pure; thread: any.
namespace run402 {

struct PaymentFacts
{
    x402::Challenge challenge;
    QUrl request;
    x402::Payer payer;
    Environment environment = Environment::Sandbox;
    BudgetView budget;
    QList<RailBalance> balances;
    QList<Payment> unresolved; ///< earlier payments for the same thing without an outcome
    PaymentIntent intent;
};

struct PaymentDecision
{
    x402::Decision decision;
    std::optional<Problem> refusal; ///< nothing may be signed
    bool mustAsk = false;
    bool realMoney = false;
    Rail rail = Rail::BaseSepoliaUsdc;
    qint64 amountMicros = 0;
};

/// Play money (sandbox; Testnet on the test rail) is paid without a question where the budget says so. A
/// question is always asked when an earlier payment for the same thing has no outcome, and in Testnet when
/// the prepaid credit cannot be read, because the server would debit real credit first.
/// Fails, in `refusal`: x402.* and x402.dearer_than_quoted.
PaymentDecision decidePayment(const PaymentFacts& facts);

/// The dialog's content: everything about the money comes from `plan`, the bytes to be signed.
PaymentQuestion questionFor(const PaymentFacts& facts, const PaymentDecision& decision,
                            const x402::PaymentPlan& plan);

/// The journal row of a decision that may go on; id, state and times are the journal's.
Payment paymentFrom(const PaymentFacts& facts, const QByteArray& method, const PaymentDecision& decision,
                    const x402::PaymentPlan& plan);
/// The journal row of an offer that was stopped, as far as the offer makes sense.
Payment stoppedPayment(const PaymentFacts& facts, const QByteArray& method);

x402::Environment x402Environment(Environment environment);

} // namespace run402
