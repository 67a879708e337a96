// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/ledger/ledgerreader.h"
#include "services/pay/paymentjournal.h"

#include <QTimer>

namespace run402 {

class Services;

/// The ledger of the wallet in use: every payment, every entry of the billing history and every transfer on the chains,
/// once each (models/ledger/ledger.h). What is kept is shown at once and follows the journal; the service and the chains
/// are asked only when refresh() says so.
/// Owner: Services. Thread: GUI; merging runs in QtConcurrent. Never fails: what could not be read is in problem() and
/// in the rails.
class LedgerBook : public QObject
{
    Q_OBJECT
public:
    explicit LedgerBook(Services& services, QObject* parent = nullptr);
    ~LedgerBook() override;

    /// Never null; replaced, never changed.
    std::shared_ptr<const Ledger> ledger() const { return m_ledger; }
    const QList<RailReach>& rails() const { return m_rails; }
    const std::optional<Problem>& problem() const { return m_problem; }
    bool isReading() const { return m_reading; }
    bool hasRead() const { return m_readAt.isValid(); }  ///< service and chains, in this connection
    QDateTime readAt() const { return m_readAt; }

    /// Payments that have no outcome yet, oldest first; known without a reading.
    const QList<Payment>& unresolved() const { return m_unresolved; }

    void refresh();
    void lookFurtherBack();
    Call<Done>* setNote(const QString& rowId, const LedgerNote& note);
    /// A transaction the app itself caused and that is no payment: "faucet".
    void noteKind(const QString& hash, const QString& kind);

Q_SIGNALS:
    void changed();
    void readingChanged();
    void unresolvedChanged();

private:
    LedgerStore::Owner owner() const;
    void environmentSwitched();
    void paymentChanged(const Payment& payment);
    void read(int backSpans);
    void showKept();
    void take(LedgerFacts facts);
    void countUnresolved();

    Services& m_services;
    LedgerStore m_store;
    std::shared_ptr<const Ledger> m_ledger = std::make_shared<Ledger>();
    QList<RailReach> m_rails; ///< of the last reading; without one what is kept
    std::optional<Problem> m_problem;
    QList<Payment> m_unresolved;
    QDateTime m_readAt;
    QTimer m_kept;          ///< several causes, one look at the store
    bool m_inUse = false;   ///< somebody looks at it; before that nothing is merged
    bool m_reading = false;
    bool m_again = false;   ///< asked for while one ran
    int m_generation = 0;   ///< of wallet and environment
    int m_merges = 0;       ///< an older merge is late
    int m_counts = 0;
};

} // namespace run402
