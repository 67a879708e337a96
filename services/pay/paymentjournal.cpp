// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/paymentjournal.h"

#include "services/pay/clock.h"
#include "services/pay/paymentrow.h"
#include "services/store/localstore.h"
#include "services/store/sql.h"

#include <QLockFile>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

using State = Payment::State;

QString lockName(const QString& storeFile, const QString& owner)
{
    return storeFile + ".owner-"_L1 + owner;
}

Problem overCap(QLatin1String code, const char* what)
{
    return Problem::make(Problem::Kind::Policy, QString(code), QString::fromLatin1(what));
}

Result<Done> checkLimits(QSqlDatabase& db, const Payment& p, const PaymentJournal::Limits& limits)
{
    const bool real = PaymentJournal::isRealMoney(p.environment, p.rail);
    if (limits.perDayMicros > 0) {
        const auto spent = paymentrow::spentSince(db, p.environment, real, toMs(limits.dayStart));
        if (!spent.ok())
            return spent.error();
        if (p.amountMicros > limits.perDayMicros - *spent)
            return overCap("x402.over_day_cap"_L1, "The amount would exceed the limit per day");
    }
    if (limits.perMonthMicros > 0) {
        const auto spent = paymentrow::spentSince(db, p.environment, real, toMs(limits.monthStart));
        if (!spent.ok())
            return spent.error();
        if (p.amountMicros > limits.perMonthMicros - *spent)
            return overCap("x402.over_month_cap"_L1, "The amount would exceed the limit per month");
    }
    if (limits.besideUnresolved)
        return Done{};
    const auto earlier = paymentrow::unresolved(db, p);
    if (!earlier.ok())
        return earlier.error();
    if (!earlier->isEmpty())
        return fail(Problem::Kind::Policy, u"payment.earlier_unknown"_s,
                    u"An earlier payment for the same thing has no outcome yet"_s);
    return Done{};
}

/// Whether the program that wrote a row has ended. Takes its lock to be sure, and so removes a stale file.
bool ended(const QString& storeFile, const QString& owner)
{
    QLockFile lock(lockName(storeFile, owner));
    lock.setStaleLockTime(0); // only a dead process makes it stale, not its age
    return lock.tryLock(0);
}

Result<QList<Payment>> recoverOwner(QSqlDatabase& db, const QString& owner, qint64 now)
{
    auto rows = exec(db, u"SELECT %1 FROM payments WHERE owner = ? AND state IN ('drafted','signed','sent')"_s
                             .arg(paymentrow::columns()), {owner});
    if (!rows.ok())
        return rows.error();
    QList<Payment> left;
    while (rows->next())
        left.append(paymentrow::fromRow(*rows));
    for (Payment& p : left) {
        p.reason = p.state == State::Drafted ? u"never_signed"_s
            : p.state == State::Signed       ? u"never_sent"_s
                                             : u"ended_before_answer"_s;
        p.state = p.state == State::Sent ? State::Unknown : State::Refused;
        p.updatedAt = fromMs(now);
        auto done = exec(db, u"UPDATE payments SET state = ?, reason = ?, updated_at = ? WHERE id = ?"_s,
                         {PaymentJournal::stateName(p.state), p.reason, now, p.id});
        if (!done.ok())
            return done.error();
    }
    return left;
}

} // namespace

/// Columns to set besides state and updated_at.
struct PaymentJournal::Change
{
    State state;
    QStringList columns;
    QVariantList values;
};

PaymentJournal::PaymentJournal(LocalStore& store, const Clock& clock, QObject* parent)
    : QObject(parent), m_store(store), m_clock(clock),
      m_owner(QUuid::createUuid().toString(QUuid::WithoutBraces)),
      m_alive(std::make_shared<QLockFile>(lockName(store.file(), m_owner)))
{
    m_alive->setStaleLockTime(0);
    // The store makes its folder on its own thread; the lock belongs beside it. Queued first, so it is held
    // before any row of ours is written.
    m_store.run<Done>([lock = m_alive](QSqlDatabase&) -> Result<Done> {
        lock->tryLock(0);
        return Done{};
    });
}

PaymentJournal::~PaymentJournal() = default;

Call<QList<Payment>>* PaymentJournal::recover()
{
    const qint64 now = toMs(m_clock.now());
    auto* call = m_store.run<QList<Payment>>(
        [file = m_store.file(), mine = m_owner, now](QSqlDatabase& db) -> Result<QList<Payment>> {
            auto rows = exec(db, u"SELECT DISTINCT owner FROM payments WHERE owner <> ? "
                                 "AND state IN ('drafted','signed','sent')"_s, {mine});
            if (!rows.ok())
                return rows.error();
            QStringList dead;
            while (rows->next()) {
                if (ended(file, rows->value(0).toString()))
                    dead.append(rows->value(0).toString());
            }
            rows->finish();
            return inTransaction<QList<Payment>>(db, [&]() -> Result<QList<Payment>> {
                QList<Payment> all;
                for (const QString& owner : dead) {
                    auto some = recoverOwner(db, owner, now);
                    if (!some.ok())
                        return some;
                    all += *some;
                }
                return all;
            });
        });
    call->onDone(this, [this](const Result<QList<Payment>>& r) {
        if (r.ok()) {
            for (const Payment& p : *r)
                Q_EMIT changed(p);
        }
    });
    return call;
}

Call<Payment>* PaymentJournal::announce(Call<Payment>* call)
{
    call->onDone(this, [this](const Result<Payment>& r) {
        if (r.ok())
            Q_EMIT changed(*r);
    });
    return call;
}

Call<Payment>* PaymentJournal::draft(const Payment& payment, const Limits& limits)
{
    Payment p = payment;
    p.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    p.state = State::Drafted;
    p.createdAt = p.updatedAt = m_clock.now();
    return announce(m_store.run<Payment>([p, limits, owner = m_owner](QSqlDatabase& db) -> Result<Payment> {
        return inTransaction<Payment>(db, [&]() -> Result<Payment> {
            if (auto within = checkLimits(db, p, limits); !within.ok())
                return within.error();
            if (auto done = paymentrow::insert(db, p, owner); !done.ok())
                return done.error();
            return p;
        });
    }));
}

Call<Payment>* PaymentJournal::recordStopped(const Payment& payment, const QString& reason)
{
    Payment p = payment;
    p.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    p.state = State::Drafted;
    p.createdAt = p.updatedAt = m_clock.now();
    return announce(m_store.run<Payment>([p, reason, owner = m_owner](QSqlDatabase& db) -> Result<Payment> {
        return inTransaction<Payment>(db, [&]() -> Result<Payment> {
            if (auto done = paymentrow::insert(db, p, owner); !done.ok())
                return done.error();
            auto done = exec(db, u"UPDATE payments SET state = 'refused', reason = ? WHERE id = ?"_s, {reason, p.id});
            if (!done.ok())
                return done.error();
            return paymentrow::load(db, p.id);
        });
    }));
}

Call<Payment>* PaymentJournal::step(const QString& id, Change change)
{
    const qint64 now = toMs(m_clock.now());
    return announce(m_store.run<Payment>([id, change, now](QSqlDatabase& db) -> Result<Payment> {
        return inTransaction<Payment>(db, [&]() -> Result<Payment> {
            QString assignments = u"state = ?, updated_at = ?"_s;
            QVariantList values{stateName(change.state), now};
            for (int i = 0; i < change.columns.size(); ++i) {
                assignments += u", %1 = ?"_s.arg(change.columns[i]);
                values.append(change.values[i]);
            }
            values.append(id);
            auto done = exec(db, u"UPDATE payments SET %1 WHERE id = ?"_s.arg(assignments), values);
            if (!done.ok())
                return done.error();
            return paymentrow::load(db, id);
        });
    }));
}

Call<Payment>* PaymentJournal::markSigned(const QString& id, const Signature& signature)
{
    return step(id, {State::Signed, {u"nonce"_s, u"valid_before"_s}, {signature.nonce, toMs(signature.validBefore)}});
}

Call<Payment>* PaymentJournal::markSent(const QString& id) { return step(id, {State::Sent, {}, {}}); }

Call<Payment>* PaymentJournal::finish(const QString& id, const Outcome& outcome)
{
    Change change{outcome.state, {u"reason"_s}, {outcome.reason}};
    if (!outcome.transaction.isEmpty()) {
        change.columns.append(u"transaction_hash"_s);
        change.values.append(outcome.transaction);
    }
    if (outcome.rail) {
        change.columns.append(u"rail"_s);
        change.values.append(railName(*outcome.rail));
    }
    return step(id, std::move(change));
}

Call<QList<Payment>>* PaymentJournal::list(const Filter& filter)
{
    return m_store.run<QList<Payment>>([filter](QSqlDatabase& db) -> Result<QList<Payment>> {
        QString where = u"created_at >= ? AND (? = 0 OR created_at < ?) AND (? = '' OR environment = ?)"_s;
        QVariantList values{toMs(filter.from), toMs(filter.until), toMs(filter.until), filter.environment,
                            filter.environment};
        if (!filter.states.isEmpty()) {
            QStringList marks;
            for (const State state : filter.states) {
                marks.append(u"?"_s);
                values.append(stateName(state));
            }
            where += u" AND state IN (%1)"_s.arg(marks.join(u','));
        }
        values.append(filter.limit);
        auto rows = exec(db, u"SELECT %1 FROM payments WHERE %2 ORDER BY created_at DESC, rowid DESC LIMIT ?"_s
                                 .arg(paymentrow::columns(), where), values);
        if (!rows.ok())
            return rows.error();
        QList<Payment> payments;
        while (rows->next())
            payments.append(paymentrow::fromRow(*rows));
        return payments;
    });
}

Call<Payment>* PaymentJournal::get(const QString& id)
{
    return m_store.run<Payment>([id](QSqlDatabase& db) { return paymentrow::load(db, id); });
}

Call<QList<Payment>>* PaymentJournal::unresolved(const Payment& like)
{
    return m_store.run<QList<Payment>>([like](QSqlDatabase& db) { return paymentrow::unresolved(db, like); });
}

Call<PaymentJournal::Spent>* PaymentJournal::spent(const QString& environment, bool realMoney,
                                                   const QDateTime& dayStart, const QDateTime& monthStart)
{
    return m_store.run<Spent>([=](QSqlDatabase& db) -> Result<Spent> {
        const auto today = paymentrow::spentSince(db, environment, realMoney, toMs(dayStart));
        const auto month = paymentrow::spentSince(db, environment, realMoney, toMs(monthStart));
        if (!today.ok() || !month.ok())
            return today.ok() ? month.error() : today.error();
        return Spent{*today, *month};
    });
}

} // namespace run402
