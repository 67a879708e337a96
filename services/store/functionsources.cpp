// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/functionsources.h"

#include "services/store/json.h"
#include "services/store/localstore.h"
#include "services/store/sql.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

QString listText(const QStringList& list)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(list)).toJson(QJsonDocument::Compact));
}

QStringList listOf(const QString& text)
{
    QStringList list;
    const QJsonArray array = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const QJsonValue& value : array)
        list << value.toString();
    return list;
}

qint64 now() { return QDateTime::currentMSecsSinceEpoch(); }

} // namespace

Call<QHash<QString, FunctionSource>>* FunctionSources::load(const QString& projectId)
{
    using Sources = QHash<QString, FunctionSource>;
    return m_store.run<Sources>([=](QSqlDatabase& db) -> Result<Sources> {
        auto query = exec(db,
            u"SELECT name,code,deployed_at,server_updated,draft,timeout,memory,dependencies FROM function_sources WHERE project = ?"_s,
            {projectId});
        if (!query.ok())
            return query.error();
        Sources sources;
        while (query->next()) {
            FunctionSource s;
            if (!query->isNull(1))
                s.code = query->value(1).toString();
            s.deployedAt = fromMs(query->value(2).toLongLong());
            s.serverUpdatedAt = fromMs(query->value(3).toLongLong());
            if (!query->isNull(4))
                s.draft = query->value(4).toString();
            s.timeoutSeconds = query->value(5).toInt();
            s.memoryMb = query->value(6).toInt();
            s.dependencies = listOf(query->value(7).toString());
            sources.insert(query->value(0).toString(), s);
        }
        return sources;
    });
}

Call<Done>* FunctionSources::change(const QString& sql, const QVariantList& values)
{
    return m_store.run<Done>([=](QSqlDatabase& db) -> Result<Done> {
        auto done = exec(db, sql, values);
        if (!done.ok())
            return done.error();
        return Done{};
    });
}

Call<Done>* FunctionSources::saveDraft(const QString& projectId, const QString& name,
                                       const std::optional<QString>& draft, const Settings& settings)
{
    const auto& [timeout, memory, dependencies] = settings;
    return change(u"INSERT INTO function_sources(project,name,draft,draft_at,timeout,memory,dependencies) VALUES(?,?,?,?,?,?,?) "
                  "ON CONFLICT(project,name) DO UPDATE SET draft=excluded.draft, draft_at=excluded.draft_at, "
                  "timeout=excluded.timeout, memory=excluded.memory, dependencies=excluded.dependencies"_s,
                  {projectId, name, draft ? QVariant(*draft) : QVariant(), now(), timeout, memory, listText(dependencies)});
}

Call<Done>* FunctionSources::noteDeployed(const QString& projectId, const QString& name, const QString& code,
                                          const Settings& settings)
{
    const auto& [timeout, memory, dependencies] = settings;
    return change(u"INSERT INTO function_sources(project,name,code,deployed_at,timeout,memory,dependencies) VALUES(?,?,?,?,?,?,?) "
                  "ON CONFLICT(project,name) DO UPDATE SET code=excluded.code, deployed_at=excluded.deployed_at, server_updated=0, "
                  "timeout=excluded.timeout, memory=excluded.memory, dependencies=excluded.dependencies, "
                  "draft=CASE WHEN draft = excluded.code THEN NULL ELSE draft END"_s,
                  {projectId, name, code, now(), timeout, memory, listText(dependencies)});
}

Call<Done>* FunctionSources::noteServerTime(const QString& projectId, const QString& name, const QDateTime& updatedAt)
{
    return change(u"UPDATE function_sources SET server_updated=? WHERE project=? AND name=?"_s,
                  {toMs(updatedAt), projectId, name});
}

Call<Done>* FunctionSources::remove(const QString& projectId, const QString& name)
{
    return change(u"DELETE FROM function_sources WHERE project=? AND name=?"_s, {projectId, name});
}

} // namespace run402
