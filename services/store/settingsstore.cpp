// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/settingsstore.h"

#include "services/store/json.h"
#include "services/store/localstore.h"
#include "services/store/sql.h"

using namespace Qt::StringLiterals;

namespace run402 {

Call<QHash<QString, QJsonValue>>* SettingsStore::all()
{
    using Values = QHash<QString, QJsonValue>;
    return m_store.run<Values>([](QSqlDatabase& db) -> Result<Values> {
        auto query = exec(db, u"SELECT key,value FROM settings"_s);
        if (!query.ok())
            return query.error();
        Values values;
        while (query->next())
            values.insert(query->value(0).toString(), fromJsonText(query->value(1).toString()));
        return values;
    });
}

Call<QJsonValue>* SettingsStore::get(const QString& key)
{
    return m_store.run<QJsonValue>([key](QSqlDatabase& db) -> Result<QJsonValue> {
        auto query = exec(db, u"SELECT value FROM settings WHERE key = ?"_s, {key});
        if (!query.ok())
            return query.error();
        return query->next() ? fromJsonText(query->value(0).toString()) : QJsonValue(QJsonValue::Undefined);
    });
}

Call<Done>* SettingsStore::set(const QString& key, const QJsonValue& value)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    return m_store.run<Done>([=](QSqlDatabase& db) -> Result<Done> {
        auto done = exec(db,
            u"INSERT INTO settings(key,value,updated_at) VALUES(?,?,?) ON CONFLICT(key) "
            "DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at"_s,
            {key, toJsonText(value), now});
        if (!done.ok())
            return done.error();
        return Done{};
    });
}

Call<Done>* SettingsStore::remove(const QString& key)
{
    return m_store.run<Done>([key](QSqlDatabase& db) -> Result<Done> {
        auto done = exec(db, u"DELETE FROM settings WHERE key = ?"_s, {key});
        if (!done.ok())
            return done.error();
        return Done{};
    });
}

} // namespace run402
