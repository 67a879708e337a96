// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/sqlhistory.h"

#include "services/store/localstore.h"
#include "services/store/sql.h"

using namespace Qt::StringLiterals;

namespace run402 {

Call<qint64>* SqlHistory::append(const SqlHistoryEntry& entry)
{
    const qint64 at = entry.at.isValid() ? toMs(entry.at) : QDateTime::currentMSecsSinceEpoch();
    return m_store.run<qint64>([entry, at](QSqlDatabase& db) -> Result<qint64> {
        return inTransaction<qint64>(db, [&]() -> Result<qint64> {
            auto added = exec(db,
                u"INSERT INTO sql_history(project,sql,at,elapsed_ms,row_count,problem,environment,project_name) VALUES(?,?,?,?,?,?,?,?)"_s,
                {entry.projectId, entry.sql, at, entry.elapsedMs,
                 entry.rowCount ? QVariant(*entry.rowCount) : QVariant(), entry.problemCode,
                 entry.environment, entry.projectName});
            if (!added.ok())
                return added.error();
            const qint64 id = added->lastInsertId().toLongLong();
            auto pruned = exec(db,
                u"DELETE FROM sql_history WHERE project = ? AND id <= (SELECT id FROM sql_history "
                "WHERE project = ? ORDER BY id DESC LIMIT 1 OFFSET ?)"_s,
                {entry.projectId, entry.projectId, kKeptPerProject});
            if (!pruned.ok())
                return pruned.error();
            return id;
        });
    });
}

Call<QList<SqlHistoryEntry>>* SqlHistory::search(const QString& projectId, const QString& text, int limit)
{
    return m_store.run<QList<SqlHistoryEntry>>([=](QSqlDatabase& db) -> Result<QList<SqlHistoryEntry>> {
        auto query = exec(db,
            u"SELECT id,project,sql,at,elapsed_ms,row_count,problem,environment,project_name FROM sql_history "
            "WHERE (? = '' OR project = ?) AND (? = '' OR sql LIKE ? ESCAPE '\\') ORDER BY id DESC LIMIT ?"_s,
            {projectId, projectId, text, likePattern(text), limit});
        if (!query.ok())
            return query.error();
        QList<SqlHistoryEntry> entries;
        while (query->next()) {
            SqlHistoryEntry e;
            e.id = query->value(0).toLongLong();
            e.projectId = query->value(1).toString();
            e.sql = query->value(2).toString();
            e.at = fromMs(query->value(3).toLongLong());
            e.elapsedMs = query->value(4).toLongLong();
            if (!query->isNull(5))
                e.rowCount = query->value(5).toLongLong();
            e.problemCode = query->value(6).toString();
            e.environment = query->value(7).toString();
            e.projectName = query->value(8).toString();
            entries.append(e);
        }
        return entries;
    });
}

Call<Done>* SqlHistory::remove(qint64 id)
{
    return m_store.run<Done>([=](QSqlDatabase& db) -> Result<Done> {
        auto done = exec(db, u"DELETE FROM sql_history WHERE id = ?"_s, {id});
        if (!done.ok())
            return done.error();
        return Done{};
    });
}

Call<Done>* SqlHistory::clear(const QString& projectId)
{
    return m_store.run<Done>([=](QSqlDatabase& db) -> Result<Done> {
        auto done = exec(db, u"DELETE FROM sql_history WHERE project = ?"_s, {projectId});
        if (!done.ok())
            return done.error();
        return Done{};
    });
}

} // namespace run402
