// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"
#include "services/pay/paymentjournal.h"

#include <QPointer>

namespace run402 {

/// What others know about a payment whose outcome never arrived. Reads only; never pays.
struct PaymentEvidence
{
    enum class OnChain { NotKnown, Unused, Used };
    OnChain onChain = OnChain::NotKnown; ///< EIP-3009 authorizationState(payer, nonce); on Tempo the transaction's receipt
    QString transaction;                 ///< when the chain told
    std::optional<QList<LedgerEntry>> ledger; ///< billing history; nullopt = could not be read
    /// nullopt = could not be read. Its `wallet` says whose ledger and tier this is: of another wallet than the
    /// payer's, or unread, both prove nothing.
    std::optional<TierStatus> tier;
    qint64 clockOffsetMs = 0;            ///< server clock minus ours
    QDateTime chainTime = {};            ///< of the newest block; invalid = not told. Expiry is by it where it is known
};

/// Collects the evidence; implemented over the billing endpoint, the tier status and the chain nodes.
/// What cannot be read is left out. Thread: GUI.
class EvidenceSource
{
public:
    virtual ~EvidenceSource() = default;
    virtual Call<PaymentEvidence>* collect(const Payment& payment) = 0;
};

/// What the evidence proves, nullopt while it proves nothing. Pure. `siblings`: payments of the same payer, purpose and
/// price, settled from credit, sent or unknown; each can have caused one debit (creditdebits.h).
///
///   the chain used the authorization                        → Settled, the chain's rail, "reconciled:chain"
///   a debit that no sibling can have caused (an unknown one no longer counts once this one's authorization is
///   dead)                                                   → Settled, rail Credit, "reconciled:credit"
///   authorization expired (and 2 minutes), chain says unused, ledger read and without a debit that the settled
///   siblings leave over                                     → Refused, "reconciled:expired_unused"
///   expired, chain unreadable, the tier was granted since   → Settled, "reconciled:tier"
///   anything else                                           → nothing yet
/// A transaction on Tempo never touches credit, so there the history proves nothing and is not needed.
std::optional<PaymentJournal::Outcome> weigh(const Payment& payment, const PaymentEvidence& evidence,
                                             const QList<Payment>& siblings, const QDateTime& now);

/// Whether the same thing may be paid again, with a signature of its own.
struct RetryDecision
{
    enum class Verdict {
        Allowed,   ///< nothing was signed, nothing left, or it is proven that the first one can never settle
        NotYet,    ///< the first signature is still good until `from`
        Settled,   ///< the first one did settle
        NotProven, ///< something that proves it could not be read
    };
    Verdict verdict = Verdict::NotProven;
    QDateTime from; ///< with NotYet, UTC
};
/// Pure. `evidence`: nullptr = nothing was asked, which is enough where nothing left this computer.
RetryDecision mayRetry(const Payment& payment, const PaymentEvidence* evidence, const QList<Payment>& siblings,
                       const QDateTime& now);

/// Resolves Unknown payments. It never sends, signs or repeats anything.
/// Owner: Session; borrows all. Thread: GUI. Errors: store.*.
class Reconciler : public QObject
{
    Q_OBJECT
public:
    Reconciler(PaymentJournal& journal, EvidenceSource& evidence, const Clock& clock, Environment environment,
               QObject* parent = nullptr);

    /// Looks at every Unknown payment of the environment, oldest first. Resolves with those it could
    /// resolve. A second call while one runs fails with payment.reconciling.
    Call<QList<Payment>>* run();

    /// Looks for proof; asks nobody where none is needed. Changes nothing.
    Call<RetryDecision>* mayRetry(const Payment& payment);

private:
    void next();
    /// What can have caused the same debits.
    Call<QList<Payment>>* siblings(const Payment& payment);
    void weighed(const Payment& payment, const PaymentEvidence& evidence);
    void record(const Payment& payment, const PaymentJournal::Outcome& outcome);
    void finish(Result<QList<Payment>> outcome);

    PaymentJournal& m_journal;
    EvidenceSource& m_evidence;
    const Clock& m_clock;
    Environment m_environment;
    QList<Payment> m_waiting;
    QList<Payment> m_resolved;
    QPointer<Call<QList<Payment>>> m_call;
    bool m_running = false;
};

} // namespace run402
