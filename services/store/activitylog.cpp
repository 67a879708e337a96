// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/activitylog.h"

#include "services/store/localstore.h"
#include "services/store/sql.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace run402 {

Call<qint64>* ActivityLog::append(const ActivityEntry& entry)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const qint64 at = toMs(entry.at.isValid() ? entry.at : now);
    const qint64 oldest = toMs(now.addDays(-kKeptDays));
    return m_store.run<qint64>([entry, at, oldest](QSqlDatabase& db) -> Result<qint64> {
        return inTransaction<qint64>(db, [&]() -> Result<qint64> {
            auto added = exec(db,
                u"INSERT INTO activity(at,environment,project,kind,title,detail,undo,cost_micros,trace) "
                "VALUES(?,?,?,?,?,?,?,?,?)"_s,
                {at, entry.environment, entry.projectId, entry.kind, entry.title,
                 QString::fromUtf8(QJsonDocument(entry.detail).toJson(QJsonDocument::Compact)), entry.undo,
                 entry.costMicros, entry.traceId});
            if (!added.ok())
                return added.error();
            const qint64 id = added->lastInsertId().toLongLong();
            if (auto pruned = exec(db, u"DELETE FROM activity WHERE at < ?"_s, {oldest}); !pruned.ok())
                return pruned.error();
            return id;
        });
    });
}

Call<QList<ActivityEntry>>* ActivityLog::list(const Filter& filter)
{
    const qint64 oldest = toMs(QDateTime::currentDateTimeUtc().addDays(-kKeptDays));
    return m_store.run<QList<ActivityEntry>>([filter, oldest](QSqlDatabase& db) -> Result<QList<ActivityEntry>> {
        auto query = exec(db,
            u"SELECT id,at,environment,project,kind,title,detail,undo,cost_micros,trace FROM activity "
            "WHERE at >= ? AND (? = '' OR environment = ?) AND (? = '' OR project = ?) "
            "AND (? = '' OR title LIKE ? ESCAPE '\\') ORDER BY at DESC, id DESC LIMIT ?"_s,
            {oldest, filter.environment, filter.environment, filter.projectId, filter.projectId, filter.text,
             likePattern(filter.text), filter.limit});
        if (!query.ok())
            return query.error();
        QList<ActivityEntry> entries;
        while (query->next()) {
            ActivityEntry e;
            e.id = query->value(0).toLongLong();
            e.at = fromMs(query->value(1).toLongLong());
            e.environment = query->value(2).toString();
            e.projectId = query->value(3).toString();
            e.kind = query->value(4).toString();
            e.title = query->value(5).toString();
            e.detail = QJsonDocument::fromJson(query->value(6).toString().toUtf8()).object();
            e.undo = query->value(7).toString();
            e.costMicros = query->value(8).toLongLong();
            e.traceId = query->value(9).toString();
            entries.append(e);
        }
        return entries;
    });
}

} // namespace run402
