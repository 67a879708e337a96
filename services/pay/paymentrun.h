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
    /// What the server takes; false when it ended here.
    bool readDemand();
    void gather();
    void gatherFees(const std::function<void(const Problem*)>& arrived);
    void gatherCharges(const std::function<void(const Problem*)>& arrived);
    void gathered();
    void decide();
    void stop(const Problem& problem);
    /// Decides and drafts; the draft is what will be signed.
    Result<PaymentQuestion> prepare();
    /// The person looks at the payment from another rail, or the bytes have grown old.
    Result<PaymentQuestion> redraft(Rail rail);
    void ask();
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
    QDateTime serverNow() const;
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
    std::optional<PaymentDraft> m_draft;
    std::optional<Result<SignedDraft>> m_signed;
    Payment m_payment;
};

} // namespace run402
