// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/starters/startercatalog.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestFile = 8 * 1024 * 1024; // bytes; a starter is small, a broken one must not fill the memory
constexpr int mostStarters = 200;

QString sharedFolder() { return u"shared"_s; }

bool isText(const QString& path)
{
    static const QStringList endings{u".html"_s, u".js"_s, u".mjs"_s, u".css"_s, u".json"_s, u".svg"_s, u".txt"_s, u".webmanifest"_s};
    return std::any_of(endings.cbegin(), endings.cend(), [&](const QString& e) { return path.endsWith(e, Qt::CaseInsensitive); });
}

} // namespace

QString jsStringEscaped(const QString& text)
{
    QString out;
    out.reserve(text.size() + 8);
    for (const QChar c : text) {
        const ushort u = c.unicode();
        const bool plain = u >= 0x20 && u != 0x7f && u != 0x2028 && u != 0x2029 && !u"\"'`\\<>&$"_s.contains(c);
        if (plain)
            out += c;
        else
            out += u"\\u%1"_s.arg(u, 4, 16, QLatin1Char('0'));
    }
    return out;
}

Result<QByteArray> StarterCatalog::file(const QString& slug, const QString& path, bool optional) const
{
    QFile f(m_root + u'/' + slug + u'/' + path);
    if (optional && !f.exists())
        return QByteArray();
    if (!f.open(QIODevice::ReadOnly) || f.size() > largestFile) {
        Problem p = Problem::make(Problem::Kind::Local, u"starter.unreadable"_s, u"%1 of %2 cannot be read"_s.arg(path, slug));
        p.details = {{u"slug"_s, slug}, {u"file"_s, path}};
        return p;
    }
    return f.readAll();
}

Result<Starter> StarterCatalog::read(const QString& slug) const
{
    const auto json = file(slug, u"starter.json"_s);
    return json.ok() ? readStarter(slug, *json) : Result<Starter>(json.error());
}

QList<Starter> StarterCatalog::list(QList<Problem>* problems) const
{
    QList<Starter> all;
    const QStringList slugs = QDir(m_root).entryList(QDir::Dirs | QDir::NoDotAndDotDot).mid(0, mostStarters);
    for (const QString& slug : slugs) {
        if (!QFile::exists(m_root + u'/' + slug + "/starter.json"_L1))
            continue;
        const auto starter = read(slug);
        if (starter.ok())
            all << *starter;
        else if (problems)
            *problems << starter.error();
    }
    std::sort(all.begin(), all.end(), [](const Starter& a, const Starter& b) { return a.title.compare(b.title, Qt::CaseInsensitive) < 0; });
    return all;
}

QString StarterCatalog::thumbnailFile(const QString& slug) const
{
    return m_root + u'/' + slug + "/thumbnail.png"_L1;
}

Result<QByteArray> StarterCatalog::file(const Starter& starter, const QString& path) const
{
    return file(starter.shared.contains(path) ? sharedFolder() : starter.slug, path);
}

/// From the starter's folder, sorted: "site/app.js".
QStringList StarterCatalog::sitePaths(const Starter& starter) const
{
    const QString base = m_root + u'/' + starter.slug + u'/';
    QStringList paths = starter.shared.filter(QRegularExpression(u"\\Asite/"_s));
    QDirIterator it(base + "site"_L1, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString path = it.next().mid(base.size());
        if (!paths.contains(path))
            paths << path;
    }
    paths.sort();
    return paths;
}

Result<QList<SiteFile>> StarterCatalog::site(const Starter& starter, const QUrl& api, const QString& anonKey) const
{
    QString origin = api.toString();
    while (origin.endsWith(u'/'))
        origin.chop(1);
    const QByteArray address = jsStringEscaped(origin).toUtf8(), key = jsStringEscaped(anonKey).toUtf8();
    QList<SiteFile> files;
    const QStringList paths = sitePaths(starter);
    for (const QString& path : paths) {
        auto bytes = file(starter, path);
        if (!bytes.ok())
            return bytes.error();
        SiteFile f;
        f.path = path.mid(QLatin1String("site/").size());
        f.data = *bytes;
        if (isText(path))
            f.data.replace("__RUN402_API__", address).replace("__RUN402_ANON_KEY__", key);
        f.size = f.data.size();
        f.sha256 = QCryptographicHash::hash(f.data, QCryptographicHash::Sha256);
        files << f;
    }
    return files;
}

Result<QList<ReleaseSpec>> StarterCatalog::releases(const Starter& starter, const QString& project, const QUrl& api,
                                                    const QString& anonKey) const
{
    ReleaseSpec first;
    first.projectId = project;
    first.source = "starter:"_L1 + starter.slug;
    ReleaseSpec second = first;
    const bool split = !starter.rulesTemplate.isEmpty();
    for (const auto& [name, into] : {std::pair{u"schema.sql"_s, &first}, std::pair{u"seed.sql"_s, &first},
                                     std::pair{u"policies.sql"_s, split ? &second : &first}}) {
        const auto sql = file(starter.slug, name, name != "schema.sql"_L1);
        if (!sql.ok())
            return sql.error();
        if (!sql->trimmed().isEmpty())
            into->migrations += QString::fromUtf8(*sql) + u'\n';
    }
    first.rulesTemplate = starter.rulesTemplate;
    for (const Starter::Rule& rule : starter.rules)
        first.rules << ReleaseSpec::Rule{rule.table, rule.ownerColumn};
    ReleaseSpec& last = split ? second : first;
    for (const Starter::Function& f : starter.functions) {
        const auto code = file(starter, f.file);
        if (!code.ok())
            return code.error();
        last.functions << ReleaseSpec::Function{f.name, QString::fromUtf8(*code), f.timeoutSeconds, f.memoryMb};
    }
    auto files = site(starter, api, anonKey);
    if (!files.ok())
        return files.error();
    last.files = *files;
    return split ? QList<ReleaseSpec>{first, second} : QList<ReleaseSpec>{first};
}

} // namespace run402
