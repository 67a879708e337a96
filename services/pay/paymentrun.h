// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/pay/approver.h"
#include "services/pay/paymentdecision.h"
#include "services/pay/paymentflow.h"
#include "services/pay/paymentoutcome.h"

namespace run402 {

/// One payment on its way; the state machine of PaymentFlow.
///   Gathering → Asking → Drafting → Signing → NotingSigned → NotingSent → Sending → Noting → Over
/// Each step starts the next from the completion of its own call; a step left by cancel() ends in Over.
/// Owner: the flow until Sending, then whoever lives longer (see PaymentFlow). Deletes itself.
class PaymentRun final : public QObject
{
    Q_OBJECT
public:
    PaymentRun(PaymentFlow& flow, const HttpRequest& original, const HttpReply& demand, const PaymentIntent& intent);

    Call<HttpReply>* call() const { return m_call; }
    void start();
    /// The flow goes away: cancels, or continues as the journal's child.
    void orphan();

private:
    enum class Step { Gathering, Asking, Drafting, Signing, NotingSigned, NotingSent, Sending, Noting, Over };

    void cancel();
    void gather();
    void gathered();
    void decide();
    void ask(const PaymentQuestion& question);
    void draft();
    void sign();
    void noteSigned();
    void noteSent();
    void send();
    void answered(const Result<HttpReply>& outcome);
    void note(const PaidVerdict& verdict, const Result<HttpReply>& outcome);
    /// Ends a payment that has a row and was not sent.
    void abandon(const Problem& problem, const QString& reason);
    void finish(Result<HttpReply> outcome);
    HttpRequest paidRequest() const;
    qint64 serverNowMs() const;
    bool stillGood() const;
    template <typename T>
    void await(Call<T>* call, std::function<void(const Result<T>&)> then);

    PaymentTools m_tools;
    PaymentApprover* m_approver;
    HttpRequest m_original;
    HttpReply m_demand;
    QPointer<Call<HttpReply>> m_call;
    QPointer<CallBase> m_question;
    Step m_step = Step::Gathering;
    bool m_cancelled = false;
    int m_gathering = 0;
    std::optional<Problem> m_gatherProblem;
    QString m_walletId;
    PaymentFacts m_facts;
    PaymentDecision m_decision;
    std::optional<x402::PaymentPlan> m_plan;
    std::optional<Result<x402::SignedPayment>> m_signed;
    Payment m_payment;
};

} // namespace run402
