// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/agentwatch/agentbook.h"

#include "services/store/localstore.h"
#include "services/store/sql.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr qint64 kKeptDays = 90;

Result<Done> done(const Result<QSqlQuery>& query)
{
    if (!query.ok())
        return query.error();
    return Done{};
}

/// A null string would be bound as NULL.
QString text(const QString& s) { return s.isNull() ? u""_s : s; }

Result<int> insert(QSqlDatabase& db, const QString& world, const AgentAct& a)
{
    auto q = exec(db,
        u"INSERT INTO agent_acts(world,key,at,kind,project,object,cost_micros) "
        "SELECT ?,?,?,?,?,?,? WHERE NOT EXISTS(SELECT 1 FROM own_acts WHERE world = ? AND key = ?) ON CONFLICT(world,key) DO NOTHING"_s,
        {world, a.key, toMs(a.at), agentKindId(a.kind), text(a.projectId), text(a.object), a.costMicros, world, a.key});
    if (!q.ok())
        return q.error();
    return qMax(q->numRowsAffected(), 0);
}

Result<Done> prune(QSqlDatabase& db)
{
    const qint64 oldest = toMs(QDateTime::currentDateTimeUtc().addDays(-kKeptDays));
    for (const QString& table : {u"agent_acts"_s, u"own_acts"_s}) {
        if (auto q = exec(db, u"DELETE FROM %1 WHERE at < ?"_s.arg(table), {oldest}); !q.ok())
            return q.error();
    }
    return Done{};
}

} // namespace

Call<QJsonObject>* AgentBook::seen(const QString& world)
{
    return m_store.run<QJsonObject>([world](QSqlDatabase& db) -> Result<QJsonObject> {
        auto q = exec(db, u"SELECT seen FROM agent_seen WHERE world = ?"_s, {world});
        if (!q.ok())
            return q.error();
        return q->next() ? QJsonDocument::fromJson(q->value(0).toString().toUtf8()).object() : QJsonObject();
    });
}

Call<int>* AgentBook::add(const QString& world, const QList<AgentAct>& acts, const QJsonObject& seen)
{
    return m_store.run<int>([world, acts, seen](QSqlDatabase& db) -> Result<int> {
        return inTransaction<int>(db, [&]() -> Result<int> {
            int added = 0;
            for (const AgentAct& a : acts) {
                const auto one = insert(db, world, a);
                if (!one.ok())
                    return one.error();
                added += *one;
            }
            auto kept = exec(db,
                u"INSERT INTO agent_seen(world,seen,looked_at) VALUES(?,?,0) ON CONFLICT(world) DO UPDATE SET seen = excluded.seen"_s,
                {world, QString::fromUtf8(QJsonDocument(seen).toJson(QJsonDocument::Compact))});
            if (!kept.ok())
                return kept.error();
            if (auto pruned = prune(db); !pruned.ok())
                return pruned.error();
            return added;
        });
    });
}

Call<Done>* AgentBook::noteOwn(const QString& world, const QString& key)
{
    return m_store.run<Done>([world, key](QSqlDatabase& db) {
        return inTransaction<Done>(db, [&]() -> Result<Done> {
            // Seen before it was known whose it is: another window may have been quicker.
            if (auto gone = done(exec(db, u"DELETE FROM agent_acts WHERE world = ? AND key = ?"_s, {world, key})); !gone.ok())
                return gone;
            return done(exec(db, u"INSERT OR IGNORE INTO own_acts(world,key,at) VALUES(?,?,?)"_s,
                             {world, key, QDateTime::currentMSecsSinceEpoch()}));
        });
    });
}

Call<AgentBook::Feed>* AgentBook::feed(const QString& world, int limit)
{
    return m_store.run<Feed>([world, limit](QSqlDatabase& db) -> Result<Feed> {
        Feed feed;
        auto looked = exec(db, u"SELECT looked_at FROM agent_seen WHERE world = ?"_s, {world});
        if (!looked.ok())
            return looked.error();
        feed.lookedAt = looked->next() ? looked->value(0).toLongLong() : 0;
        auto unread = exec(db, u"SELECT count(*) FROM agent_acts WHERE world = ? AND id > ?"_s, {world, feed.lookedAt});
        if (!unread.ok())
            return unread.error();
        feed.unread = unread->next() ? unread->value(0).toInt() : 0;
        auto q = exec(db,
            u"SELECT id,key,at,kind,project,object,cost_micros FROM agent_acts WHERE world = ? ORDER BY at DESC, id DESC LIMIT ?"_s, {world, limit});
        if (!q.ok())
            return q.error();
        while (q->next()) {
            const auto kind = agentKindOf(q->value(3).toString());
            if (!kind)
                continue;
            AgentAct a;
            a.id = q->value(0).toLongLong();
            a.key = q->value(1).toString();
            a.at = fromMs(q->value(2).toLongLong());
            a.kind = *kind;
            a.projectId = q->value(4).toString();
            a.object = q->value(5).toString();
            a.costMicros = q->value(6).toLongLong();
            feed.acts << a;
        }
        return feed;
    });
}

Call<Done>* AgentBook::look(const QString& world, qint64 newestId)
{
    return m_store.run<Done>([world, newestId](QSqlDatabase& db) {
        return done(exec(db,
            u"INSERT INTO agent_seen(world,seen,looked_at) VALUES(?,'{}',?) "
            "ON CONFLICT(world) DO UPDATE SET looked_at = max(looked_at, excluded.looked_at)"_s, {world, newestId}));
    });
}

Call<qint64>* AgentBook::spentSince(const QString& world, const QDateTime& from)
{
    return m_store.run<qint64>([world, from](QSqlDatabase& db) -> Result<qint64> {
        auto q = exec(db, u"SELECT coalesce(sum(cost_micros),0) FROM agent_acts WHERE world = ? AND at >= ?"_s, {world, toMs(from)});
        if (!q.ok())
            return q.error();
        return q->next() ? q->value(0).toLongLong() : 0;
    });
}

} // namespace run402
