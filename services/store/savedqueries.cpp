// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/savedqueries.h"

#include "services/store/localstore.h"
#include "services/store/sql.h"

#include <QCryptographicHash>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

qint64 now() { return QDateTime::currentMSecsSinceEpoch(); }

QByteArray fingerprint(const QString& sql)
{
    return QCryptographicHash::hash(sql.toUtf8(), QCryptographicHash::Sha256);
}

/// Taken names are looked for before, in the same transaction, so that the person hears about the name and not about SQLite.
Result<Done> freeName(QSqlDatabase& db, const QString& projectId, const QString& name, qint64 except)
{
    auto query = exec(db, u"SELECT name FROM saved_queries WHERE project = ? AND id <> ?"_s, {projectId, except});
    if (!query.ok())
        return query.error();
    while (query->next()) {
        if (query->value(0).toString().compare(name, Qt::CaseInsensitive) == 0)
            return fail(Problem::Kind::Local, u"saved.name_taken"_s, u"There is a query with this name already"_s);
    }
    return Done{};
}

Result<Done> touched(const Result<QSqlQuery>& query)
{
    if (!query.ok())
        return query.error();
    if (query->numRowsAffected() == 0)
        return fail(Problem::Kind::Local, u"saved.gone"_s, u"The query was deleted meanwhile"_s);
    return Done{};
}

} // namespace

template <typename T>
Call<T>* SavedQueries::told(Call<T>* call)
{
    call->onDone(this, [this](const Result<T>& outcome) {
        if (outcome.ok())
            Q_EMIT changed();
    });
    return call;
}

Call<QList<SavedQuery>>* SavedQueries::list(const QString& projectId)
{
    return m_store.run<QList<SavedQuery>>([=](QSqlDatabase& db) -> Result<QList<SavedQuery>> {
        auto query = exec(db, u"SELECT id,name,sql,changed_at FROM saved_queries WHERE project = ?"_s, {projectId});
        if (!query.ok())
            return query.error();
        QList<SavedQuery> found;
        while (query->next())
            found.append({query->value(0).toLongLong(), projectId, query->value(1).toString(), query->value(2).toString(),
                          fromMs(query->value(3).toLongLong())});
        std::sort(found.begin(), found.end(), [](const SavedQuery& a, const SavedQuery& b) {
            return a.name.localeAwareCompare(b.name) < 0;
        });
        return found;
    });
}

Call<SavedQuery>* SavedQueries::add(const QString& projectId, const QString& name, const QString& sql)
{
    return told(m_store.run<SavedQuery>([=](QSqlDatabase& db) -> Result<SavedQuery> {
        return inTransaction<SavedQuery>(db, [&]() -> Result<SavedQuery> {
            if (auto is = freeName(db, projectId, name, 0); !is.ok())
                return is.error();
            const qint64 at = now();
            auto added = exec(db, u"INSERT INTO saved_queries(project,name,sql,changed_at) VALUES(?,?,?,?)"_s, {projectId, name, sql, at});
            if (!added.ok())
                return added.error();
            return SavedQuery{added->lastInsertId().toLongLong(), projectId, name, sql, fromMs(at)};
        });
    }));
}

Call<Done>* SavedQueries::change(const QString& sql, const QVariantList& values)
{
    return told(m_store.run<Done>([=](QSqlDatabase& db) { return touched(exec(db, sql, values)); }));
}

Call<Done>* SavedQueries::write(qint64 id, const QString& sql)
{
    return change(u"UPDATE saved_queries SET sql = ?, changed_at = ? WHERE id = ?"_s, {sql, now(), id});
}

Call<Done>* SavedQueries::rename(qint64 id, const QString& name)
{
    return told(m_store.run<Done>([=](QSqlDatabase& db) -> Result<Done> {
        return inTransaction<Done>(db, [&]() -> Result<Done> {
            auto of = exec(db, u"SELECT project FROM saved_queries WHERE id = ?"_s, {id});
            if (!of.ok())
                return of.error();
            const QString project = of->next() ? of->value(0).toString() : QString();
            of->finish();
            if (auto is = freeName(db, project, name, id); !is.ok())
                return is.error();
            return touched(exec(db, u"UPDATE saved_queries SET name = ? WHERE id = ?"_s, {name, id}));
        });
    }));
}

Call<Done>* SavedQueries::remove(qint64 id)
{
    return change(u"DELETE FROM saved_queries WHERE id = ?"_s, {id});
}

Call<QJsonObject>* SavedQueries::values(const QString& projectId, const QString& sql)
{
    return m_store.run<QJsonObject>([=](QSqlDatabase& db) -> Result<QJsonObject> {
        auto query = exec(db, u"SELECT json FROM sql_values WHERE project = ? AND statement = ?"_s, {projectId, fingerprint(sql)});
        if (!query.ok())
            return query.error();
        return query->next() ? QJsonDocument::fromJson(query->value(0).toString().toUtf8()).object() : QJsonObject();
    });
}

Call<Done>* SavedQueries::keepValues(const QString& projectId, const QString& sql, const QJsonObject& values)
{
    return m_store.run<Done>([=](QSqlDatabase& db) -> Result<Done> {
        return inTransaction<Done>(db, [&]() -> Result<Done> {
            auto kept = exec(db, u"INSERT INTO sql_values(project,statement,json,used_at) VALUES(?,?,?,?) ON CONFLICT(project,statement) "
                                 "DO UPDATE SET json=excluded.json, used_at=excluded.used_at"_s,
                             {projectId, fingerprint(sql), QString::fromUtf8(QJsonDocument(values).toJson(QJsonDocument::Compact)), now()});
            if (!kept.ok())
                return kept.error();
            auto pruned = exec(db, u"DELETE FROM sql_values WHERE project = ? AND statement NOT IN (SELECT statement FROM sql_values "
                                   "WHERE project = ? ORDER BY used_at DESC LIMIT ?)"_s, {projectId, projectId, kKeptValues});
            if (!pruned.ok())
                return pruned.error();
            return Done{};
        });
    });
}

} // namespace run402
