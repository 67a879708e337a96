// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/lease/leasebook.h"

#include "services/store/localstore.h"
#include "services/store/sql.h"

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

QString stateId(LeaseBook::State state)
{
    switch (state) {
    case LeaseBook::State::Begun: return u"begun"_s;
    case LeaseBook::State::Paid: return u"paid"_s;
    case LeaseBook::State::Refused: return u"refused"_s;
    case LeaseBook::State::Unknown: return u"unknown"_s;
    }
    return {};
}

LeaseBook::State stateOf(const QString& id)
{
    for (const auto state : {LeaseBook::State::Paid, LeaseBook::State::Refused, LeaseBook::State::Unknown}) {
        if (stateId(state) == id)
            return state;
    }
    return LeaseBook::State::Begun;
}

Result<bool> inserted(Result<QSqlQuery> query)
{
    if (!query.ok())
        return query.error();
    return query->numRowsAffected() == 1;
}

Result<Done> done(const Result<QSqlQuery>& query)
{
    if (!query.ok())
        return query.error();
    return Done{};
}

qint64 now() { return QDateTime::currentMSecsSinceEpoch(); }

} // namespace

Call<bool>* LeaseBook::note(const Lease& lease, LeaseMark mark)
{
    return m_store.run<bool>([lease, mark](QSqlDatabase& db) {
        return inserted(exec(db, u"INSERT OR IGNORE INTO lease_notices(world,wallet,lease_end,mark,at) VALUES(?,?,?,?,?)"_s,
                             {lease.world, lease.wallet, toMs(lease.end), leaseMarkId(mark), now()}));
    });
}

Call<QString>* LeaseBook::phase(const Lease& lease, LeasePhase phase)
{
    return m_store.run<QString>([lease, phase](QSqlDatabase& db) -> Result<QString> {
        return inTransaction<QString>(db, [&]() -> Result<QString> {
            auto before = exec(db, u"SELECT phase FROM lease_watch WHERE world = ? AND wallet = ?"_s, {lease.world, lease.wallet});
            if (!before.ok())
                return before.error();
            const QString was = before->next() ? before->value(0).toString() : QString();
            if (was == leasePhaseId(phase))
                return was;
            auto kept = exec(db,
                u"INSERT INTO lease_watch(world,wallet,auto_renew,phase) VALUES(?,?,0,?) "
                "ON CONFLICT(world,wallet) DO UPDATE SET phase = excluded.phase"_s,
                {lease.world, lease.wallet, leasePhaseId(phase)});
            if (!kept.ok())
                return kept.error();
            return was;
        });
    });
}

Call<LeaseBook::Standing>* LeaseBook::standing(const QString& world, const QString& wallet)
{
    return m_store.run<Standing>([world, wallet](QSqlDatabase& db) -> Result<Standing> {
        Standing standing;
        auto watch = exec(db, u"SELECT auto_renew FROM lease_watch WHERE world = ? AND wallet = ?"_s, {world, wallet});
        if (!watch.ok())
            return watch.error();
        standing.autoRenew = watch->next() && watch->value(0).toBool();
        auto last = exec(db,
            u"SELECT lease_end,tier,state,reason,at FROM lease_renewals WHERE world = ? AND wallet = ? "
            "ORDER BY lease_end DESC LIMIT 1"_s, {world, wallet});
        if (!last.ok())
            return last.error();
        if (last->next()) {
            standing.last = Renewal{{world, wallet, fromMs(last->value(0).toLongLong())}, last->value(1).toString(),
                                    stateOf(last->value(2).toString()), last->value(3).toString(), fromMs(last->value(4).toLongLong())};
        }
        return standing;
    });
}

Call<Done>* LeaseBook::setAutoRenew(const QString& world, const QString& wallet, bool on)
{
    return m_store.run<Done>([world, wallet, on](QSqlDatabase& db) -> Result<Done> {
        return inTransaction<Done>(db, [&]() -> Result<Done> {
            if (on) {
                if (auto gone = done(exec(db, u"DELETE FROM lease_renewals WHERE world = ? AND wallet = ? AND state = 'refused'"_s,
                                          {world, wallet})); !gone.ok())
                    return gone;
            }
            return done(exec(db,
                u"INSERT INTO lease_watch(world,wallet,auto_renew,phase) VALUES(?,?,?,'') "
                "ON CONFLICT(world,wallet) DO UPDATE SET auto_renew = excluded.auto_renew"_s, {world, wallet, on}));
        });
    });
}

Call<bool>* LeaseBook::begin(const Lease& lease, const QString& tier)
{
    return m_store.run<bool>([lease, tier](QSqlDatabase& db) {
        return inserted(exec(db,
            u"INSERT OR IGNORE INTO lease_renewals(world,wallet,lease_end,tier,state,reason,at) VALUES(?,?,?,?,'begun','',?)"_s,
            {lease.world, lease.wallet, toMs(lease.end), tier, now()}));
    });
}

Call<Done>* LeaseBook::giveBack(const Lease& lease)
{
    return m_store.run<Done>([lease](QSqlDatabase& db) {
        return done(exec(db, u"DELETE FROM lease_renewals WHERE world = ? AND wallet = ? AND lease_end = ? AND state = 'begun'"_s,
                         {lease.world, lease.wallet, toMs(lease.end)}));
    });
}

Call<Done>* LeaseBook::finish(const Lease& lease, State state, const QString& reason)
{
    return m_store.run<Done>([lease, state, reason](QSqlDatabase& db) {
        return done(exec(db, u"UPDATE lease_renewals SET state = ?, reason = ? WHERE world = ? AND wallet = ? AND lease_end = ?"_s,
                         {stateId(state), reason.isNull() ? u""_s : reason, lease.world, lease.wallet, toMs(lease.end)}));
    });
}

} // namespace run402
