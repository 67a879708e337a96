// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"
#include "services/net/apiclient.h"

namespace run402 {

class BalanceSource;
class BudgetStore;
class ChargeSource;
class Clock;
class PaymentApprover;
class PaymentJournal;
class PaymentRun;
class Random;
class TempoNode;
class Transport;
class Wallets;

/// Without any byte moving. Running the request and settling on chain takes its time, and giving up
/// early makes an unknown payment.
inline constexpr int kPaidTimeoutMs = 120'000;

/// What a payment works with; all borrowed.
struct PaymentTools
{
    Transport& transport;
    Wallets& wallets;
    PaymentJournal& journal;
    BudgetStore& budgets;
    BalanceSource& balances;
    const Clock& clock;
    Random& random;
    Environment environment;
    int paidTimeoutMs = kPaidTimeoutMs;
    TempoNode* tempo = nullptr; ///< nullptr: machine payments are not made
    ChargeSource* charges = nullptr; ///< nullptr: nobody else pays with this wallet
};

/// Pays a 402, once: decode → choose → policy → ask when needed → journal Drafted → sign → journal Signed →
/// journal Sent → send the identical request with PAYMENT-SIGNATURE (x402) or Authorization: Payment (a transaction
/// on Tempo, which the server sends to the chain) and Idempotency-Key → record what came of it (paymentoutcome.h).
///
/// A transaction on Tempo is good for 25 seconds only. While a person looks, it is drafted anew with the same facts;
/// what was shown last is what is signed.
///
/// Before anything is decided the service is asked what it charged lately: where the wallet paid for the same thing in the
/// last minutes and this journal does not know it (twincharge.h), a person must agree, and nobody pays unattended.
///
/// Idempotency-Key is the payment's id and goes on the paid request only: the server stores 2xx answers
/// alone, so on the unpaid request it could have no effect (contract.md §1.10).
/// The signing time is the server's clock (Transport::clockOffsetMs) minus a few seconds.
///
/// Cancelling before Sent stops the payment (Refused, "cancelled"). After Sent it detaches the caller, who gets
/// payment.unknown; the run goes on and records the outcome, also when this object is destroyed meanwhile: it
/// then belongs to the journal.
///
/// Owner: Session. Thread: GUI. Errors: payment.* (payment.unknown, payment.refused,
/// payment.settlement_failed, payment.earlier_unknown, payment.offer_expired, payment.needs_person, payment.paid_elsewhere),
/// x402.*, mpp.*, wallet.none, secret.*, store.*, cancelled, and the transport's where nothing left.
class PaymentFlow : public QObject, public PaymentHandler
{
    Q_OBJECT
public:
    explicit PaymentFlow(const PaymentTools& tools, QObject* parent = nullptr);
    ~PaymentFlow() override;

    void setApprover(PaymentApprover* approver) { m_approver = approver; } ///< borrowed

    Call<HttpReply>* pay(const HttpRequest& original, const HttpReply& demand, const PaymentIntent& intent) override;

private:
    friend class PaymentRun;
    PaymentTools m_tools;
    PaymentApprover* m_approver = nullptr;
};

} // namespace run402
