// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/releasehistory.h"

#include "services/store/localstore.h"
#include "services/store/sql.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

QString text(const QJsonObject& object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QJsonObject object(const QVariant& text) { return QJsonDocument::fromJson(text.toString().toUtf8()).object(); }

QString factsOf(const Release& r)
{
    return text({{u"url"_s, r.url},
                 {u"addresses"_s, QJsonArray::fromStringList(r.addresses)},
                 {u"fileCount"_s, r.fileCount},
                 {u"totalBytes"_s, r.totalBytes},
                 {u"note"_s, r.note}});
}

/// path → "hex" or "hex size".
QString hashesOf(const Release& r)
{
    QJsonObject hashes;
    for (auto it = r.hashes.cbegin(); it != r.hashes.cend(); ++it) {
        const qint64 size = r.sizes.value(it.key(), -1);
        const QString hex = QString::fromLatin1(it.value().toHex());
        hashes.insert(it.key(), size < 0 ? hex : u"%1 %2"_s.arg(hex).arg(size));
    }
    return text(hashes);
}

void readFile(Release& release, const QString& path, const QString& text)
{
    release.hashes.insert(path, QByteArray::fromHex(text.section(u' ', 0, 0).toLatin1()));
    bool ok = false;
    const qint64 size = text.section(u' ', 1, 1).toLongLong(&ok);
    if (ok && size >= 0)
        release.sizes.insert(path, size);
}

/// Columns: id, created_at, json.
Release fromRow(const QString& projectId, const QSqlQuery& row)
{
    Release r;
    r.projectId = projectId;
    r.id = row.value(0).toString();
    r.createdAt = fromMs(row.value(1).toLongLong());
    const QJsonObject facts = object(row.value(2));
    r.url = facts.value("url"_L1).toString();
    for (const auto& address : facts.value("addresses"_L1).toArray())
        r.addresses.append(address.toString());
    r.fileCount = facts.value("fileCount"_L1).toInt();
    r.totalBytes = facts.value("totalBytes"_L1).toInteger();
    r.note = facts.value("note"_L1).toString();
    return r;
}

} // namespace

Call<Done>* ReleaseHistory::append(const Release& release)
{
    const qint64 at = release.createdAt.isValid() ? toMs(release.createdAt) : QDateTime::currentMSecsSinceEpoch();
    return m_store.run<Done>([release, at](QSqlDatabase& db) -> Result<Done> {
        auto done = exec(db,
            u"INSERT INTO releases(project,id,created_at,json,hashes) VALUES(?,?,?,?,?) ON CONFLICT(project,id) "
            "DO UPDATE SET json = excluded.json, hashes = excluded.hashes"_s,
            {release.projectId, release.id, at, factsOf(release), hashesOf(release)});
        if (!done.ok())
            return done.error();
        return Done{};
    });
}

Call<QList<Release>>* ReleaseHistory::list(const QString& projectId, int limit)
{
    return m_store.run<QList<Release>>([=](QSqlDatabase& db) -> Result<QList<Release>> {
        auto query = exec(db,
            u"SELECT id,created_at,json FROM releases WHERE project = ? ORDER BY created_at DESC, id DESC LIMIT ?"_s,
            {projectId, limit});
        if (!query.ok())
            return query.error();
        QList<Release> releases;
        while (query->next())
            releases.append(fromRow(projectId, *query));
        return releases;
    });
}

Call<Release>* ReleaseHistory::get(const QString& projectId, const QString& releaseId)
{
    return m_store.run<Release>([=](QSqlDatabase& db) -> Result<Release> {
        auto query = exec(db, u"SELECT id,created_at,json,hashes FROM releases WHERE project = ? AND id = ?"_s,
                          {projectId, releaseId});
        if (!query.ok())
            return query.error();
        if (!query->next())
            return fail(Problem::Kind::Local, u"release.not_in_history"_s,
                        u"This computer did not send release %1"_s.arg(releaseId));
        Release release = fromRow(projectId, *query);
        const QJsonObject hashes = object(query->value(3));
        for (auto it = hashes.begin(); it != hashes.end(); ++it)
            readFile(release, it.key(), it.value().toString());
        return release;
    });
}

} // namespace run402
