// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"
#include "services/net/call.h"

#include <memory>

class QLockFile;

namespace run402 {

class Clock;
class LocalStore;

/// Every payment of this computer and how far it got. A step is on the disk (SQLite, synchronous=FULL) when
/// its call resolves, and the next thing happens only then:
///   Drafted  before anything is signed; the amount counts against the budget from here on
///   Signed   before the signature leaves the signing code's hands
///   Sent     before the first byte leaves this computer
///   Settled, Refused, Unknown  the outcome
/// Legal: Drafted→Signed|Refused, Signed→Sent|Refused, Sent→Settled|Refused|Unknown,
/// Unknown→Settled|Refused. The database refuses anything else (payment.illegal_transition), keeps the
/// facts of a signed payment unchanged (payment.facts_are_fixed) and deletes no row.
///
/// Rows belong to the program that made them; a lock file beside the store tells whether it still runs.
/// recover() looks only at rows of programs that ended.
///
/// Owner: Services; borrows store and clock. Thread: GUI. Errors: store.*, payment.*,
/// x402.over_day_cap, x402.over_month_cap.
class PaymentJournal : public QObject
{
    Q_OBJECT
public:
    /// What must hold, in the same transaction, for a draft to be written.
    struct Limits
    {
        qint64 perDayMicros = 0;   ///< 0 = no cap
        qint64 perMonthMicros = 0; ///< 0 = no cap
        QDateTime dayStart, monthStart;
        /// Another payment for the same purpose and path that is under way or unknown stops this one
        /// (payment.earlier_unknown) unless the person was told and agreed.
        bool besideUnresolved = false;
    };
    struct Spent { qint64 todayMicros = 0; qint64 thisMonthMicros = 0; };
    struct Filter
    {
        QString environment;             ///< empty = all
        QList<Payment::State> states;    ///< empty = all
        QDateTime from, until;           ///< of createdAt; invalid = open
        int limit = 500;
    };
    struct Signature { QString nonce; QDateTime validBefore; };
    struct Outcome { Payment::State state; QString reason; QString transaction; std::optional<Rail> rail; };

    PaymentJournal(LocalStore& store, const Clock& clock, QObject* parent = nullptr);
    ~PaymentJournal() override;

    /// Once at start: what a dead program left. Drafted and Signed become Refused ("never signed",
    /// "never sent": both provable, as Sent is written first), Sent becomes Unknown. Resolves with the changed.
    Call<QList<Payment>>* recover();

    /// Writes a new row and reserves its amount. `id` and times are given here.
    Call<Payment>* draft(const Payment& payment, const Limits& limits);
    Call<Payment>* markSigned(const QString& id, const Signature& signature);
    Call<Payment>* markSent(const QString& id);
    Call<Payment>* finish(const QString& id, const Outcome& outcome);
    /// A payment our own rules stopped: listed, never counted.
    Call<Payment>* recordStopped(const Payment& payment, const QString& reason);

    Call<QList<Payment>>* list(const Filter& filter); ///< newest first
    Call<Payment>* get(const QString& id);
    /// Same purpose, path and environment, neither settled nor refused.
    Call<QList<Payment>>* unresolved(const Payment& like);

    /// Real money is one purse: Base and prepaid credit of Testnet and Mainnet together. Play money is
    /// counted per environment. Drafted, Signed, Sent and Unknown count as spent.
    Call<Spent>* spent(const QString& environment, bool realMoney, const QDateTime& dayStart,
                       const QDateTime& monthStart);

    static QString stateName(Payment::State state);
    static QString railName(Rail rail);
    static bool isRealMoney(const QString& environment, Rail rail);

Q_SIGNALS:
    void changed(const run402::Payment& payment);

private:
    struct Change;
    Call<Payment>* step(const QString& id, Change change);
    Call<Payment>* announce(Call<Payment>* call);

    LocalStore& m_store;
    const Clock& m_clock;
    QString m_owner;
    std::shared_ptr<QLockFile> m_alive; ///< held while this program runs
};

} // namespace run402
