// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/sessionstore.h"

#include "services/store/json.h"
#include "services/store/localstore.h"
#include "services/store/sql.h"

using namespace Qt::StringLiterals;

namespace run402 {

QString SessionStore::scope(const QString& environment, const QString& projectId)
{
    return projectId.isEmpty() ? u"app"_s : environment + u'/' + projectId;
}

Call<QHash<QString, SessionStore::Value>>* SessionStore::load(const QString& scope)
{
    using Values = QHash<QString, Value>;
    return m_store.run<Values>([scope](QSqlDatabase& db) -> Result<Values> {
        auto query = exec(db, u"SELECT key,value,updated_at FROM session WHERE scope = ?"_s, {scope});
        if (!query.ok())
            return query.error();
        Values values;
        while (query->next())
            values.insert(query->value(0).toString(),
                          {fromJsonText(query->value(1).toString()), fromMs(query->value(2).toLongLong())});
        return values;
    });
}

Call<Done>* SessionStore::save(const QString& scope, const QString& key, const QJsonValue& value)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    return m_store.run<Done>([=](QSqlDatabase& db) -> Result<Done> {
        auto done = exec(db,
            u"INSERT INTO session(scope,key,value,updated_at) VALUES(?,?,?,?) ON CONFLICT(scope,key) "
            "DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at"_s,
            {scope, key, toJsonText(value), now});
        if (!done.ok())
            return done.error();
        return Done{};
    });
}

Call<Done>* SessionStore::remove(const QString& scope, const QString& key)
{
    return m_store.run<Done>([=](QSqlDatabase& db) -> Result<Done> {
        auto done = exec(db, u"DELETE FROM session WHERE scope = ? AND key = ?"_s, {scope, key});
        if (!done.ok())
            return done.error();
        return Done{};
    });
}

} // namespace run402
