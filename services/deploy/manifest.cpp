// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/deploy/manifest.h"

#include "services/deploy/folderscan.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maxSqlChars = 1'000'000;
constexpr qint64 maxCodeChars = 1'000'000;

using Maybe = std::optional<Problem>;

Problem fieldProblem(const QString& pointer, const QString& expected)
{
    Problem p = Problem::make(Problem::Kind::Local, u"manifest.field"_s, pointer + ": expected "_L1 + expected);
    p.details = {{u"pointer"_s, pointer.left(300)}, {u"expected"_s, expected}};
    return p;
}

class ManifestScan
{
public:
    ManifestScan(const QString& path, const ScanLimits& limits, ScanControl& control)
        : m_path(path), m_folder(QFileInfo(path).canonicalPath()), m_limits(limits), m_control(control)
    {
    }
    Result<ScanResult> run();

private:
    Result<QJsonObject> parse() const;
    Maybe text(const QJsonObject& o, const QString& key, QString& out) const;
    Result<QString> inside(const QString& path) const;
    Maybe migrations(const QJsonObject& root);
    Maybe rules(const QJsonValue& value);
    Maybe secrets(const QJsonValue& value);
    Maybe functions(const QJsonValue& value);
    Maybe files(const QJsonValue& value);
    Maybe file(const QJsonValue& value, const QString& at);
    Result<SiteFile> inlineFile(const QJsonObject& o, const QString& at) const;
    Result<SiteFile> diskFile(const QString& path, const QString& at);
    Maybe parts(const QJsonObject& root);

    QString m_path;
    QString m_folder;
    const ScanLimits& m_limits;
    ScanControl& m_control;
    ScanResult m_result;
    QSet<QString> m_names;
    qint64 m_bytes = 0;
};

Result<QJsonObject> ManifestScan::parse() const
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly))
        return scanProblem("manifest.unreadable", m_path, file.errorString());
    const QByteArray bytes = file.read(m_limits.manifestBytes + 1);
    if (bytes.size() > m_limits.manifestBytes)
        return scanProblem("manifest.too_large", m_path, u"More than %1 bytes"_s.arg(m_limits.manifestBytes));
    QJsonParseError error;
    const QJsonDocument doc = QJsonDocument::fromJson(bytes, &error);
    if (error.error != QJsonParseError::NoError) {
        const QByteArray before = bytes.left(qMax(0, error.offset));
        const qsizetype lineStart = before.lastIndexOf('\n') + 1;
        Problem p = scanProblem("manifest.not_json", m_path, error.errorString());
        p.details.insert("line"_L1, int(before.count('\n')) + 1);
        p.details.insert("column"_L1, int(QString::fromUtf8(before.mid(lineStart)).size()) + 1);
        return p;
    }
    if (!doc.isObject())
        return fieldProblem(u"/"_s, u"an object"_s);
    return doc.object();
}

/// Absent and null leave `out` alone.
Maybe ManifestScan::text(const QJsonObject& o, const QString& key, QString& out) const
{
    const QJsonValue v = o.value(key);
    if (v.isUndefined() || v.isNull())
        return std::nullopt;
    if (!v.isString())
        return fieldProblem(u'/' + key, u"text"_s);
    out = v.toString();
    return std::nullopt;
}

Result<QString> ManifestScan::inside(const QString& path) const
{
    const auto escapes = [&] {
        return scanProblem("manifest.path_escapes", path, u"The path leaves the manifest's folder"_s);
    };
    if (path.contains(QChar::Null))
        return scanProblem("deploy.path_invalid", path, u"The path holds a NUL character"_s);
    const QString plain = QDir::cleanPath(QDir(m_folder).absoluteFilePath(path));
    if (!plain.startsWith(m_folder + u'/'))
        return escapes();
    const QFileInfo info(plain);
    if (!info.exists())
        return scanProblem("deploy.file_unreadable", path, u"There is no such file"_s);
    // Judged again by where links lead.
    if (!info.canonicalFilePath().startsWith(m_folder + u'/'))
        return escapes();
    if (!info.isFile())
        return scanProblem("deploy.file_unreadable", path, u"Not a plain file"_s);
    return info.canonicalFilePath();
}

Maybe ManifestScan::migrations(const QJsonObject& root)
{
    QString file;
    if (auto p = text(root, u"migrations"_s, m_result.spec.migrations))
        return p;
    if (auto p = text(root, u"migrations_file"_s, file))
        return p;
    if (!file.isEmpty()) {
        const auto disk = inside(file);
        if (!disk.ok())
            return disk.error();
        QFile in(*disk);
        if (!in.open(QIODevice::ReadOnly))
            return scanProblem("deploy.file_unreadable", file, in.errorString());
        m_result.spec.migrations = QString::fromUtf8(in.read(4 * maxSqlChars + 4));
        m_result.spec.migrationsFile = *disk;
    }
    if (m_result.spec.migrations.size() > maxSqlChars)
        return fieldProblem(u"/migrations"_s, u"at most 1,000,000 characters"_s);
    return std::nullopt;
}

Maybe ManifestScan::rules(const QJsonValue& value)
{
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    if (!value.isObject())
        return fieldProblem(u"/rls"_s, u"an object with template and tables"_s);
    const QJsonObject o = value.toObject();
    if (!o.value("template"_L1).isString())
        return fieldProblem(u"/rls/template"_s, u"text"_s);
    if (!o.value("tables"_L1).isArray())
        return fieldProblem(u"/rls/tables"_s, u"a list"_s);
    m_result.spec.rulesTemplate = o.value("template"_L1).toString();
    const QJsonArray tables = o.value("tables"_L1).toArray();
    for (qsizetype i = 0; i < tables.size(); ++i) {
        const QString at = u"/rls/tables/%1"_s.arg(i);
        const QJsonObject t = tables.at(i).toObject();
        const QJsonValue owner = t.value("owner_column"_L1);
        if (!t.value("table"_L1).isString())
            return fieldProblem(at + "/table"_L1, u"text"_s);
        if (!owner.isUndefined() && !owner.isNull() && !owner.isString())
            return fieldProblem(at + "/owner_column"_L1, u"text"_s);
        m_result.spec.rules.append({t.value("table"_L1).toString(), owner.toString()});
    }
    return std::nullopt;
}

Maybe ManifestScan::secrets(const QJsonValue& value)
{
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    if (!value.isArray())
        return fieldProblem(u"/secrets"_s, u"a list"_s);
    static const QRegularExpression keyForm(u"\\A[A-Z_][A-Z0-9_]{0,62}\\z"_s);
    const QJsonArray list = value.toArray();
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QString at = u"/secrets/%1"_s.arg(i);
        const QJsonObject o = list.at(i).toObject();
        if (!keyForm.match(o.value("key"_L1).toString()).hasMatch())
            return fieldProblem(at + "/key"_L1, u"capital letters, digits and underscores, 1 to 63"_s);
        if (!o.value("value"_L1).isString())
            return fieldProblem(at + "/value"_L1, u"text"_s);
        m_result.spec.secrets.append({o.value("key"_L1).toString(), o.value("value"_L1).toString().toUtf8()});
    }
    return std::nullopt;
}

Maybe ManifestScan::functions(const QJsonValue& value)
{
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    if (!value.isArray())
        return fieldProblem(u"/functions"_s, u"a list"_s);
    static const QRegularExpression nameForm(u"\\A[a-z0-9][a-z0-9-]{0,62}\\z"_s);
    const QJsonArray list = value.toArray();
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QString at = u"/functions/%1"_s.arg(i);
        const QJsonObject o = list.at(i).toObject();
        const QString code = o.value("code"_L1).toString();
        if (!nameForm.match(o.value("name"_L1).toString()).hasMatch())
            return fieldProblem(at + "/name"_L1, u"small letters, digits and hyphens, 1 to 63"_s);
        if (code.isEmpty() || code.size() > maxCodeChars)
            return fieldProblem(at + "/code"_L1, u"text of 1 to 1,000,000 characters"_s);
        const QJsonObject config = o.value("config"_L1).toObject();
        for (const auto& key : {u"timeout"_s, u"memory"_s}) {
            const QJsonValue v = config.value(key);
            if (!v.isUndefined() && !v.isNull() && (!v.isDouble() || v.toDouble() < 0 || v.toDouble() > 1e6))
                return fieldProblem(at + "/config/"_L1 + key, u"a number"_s);
        }
        m_result.spec.functions.append({o.value("name"_L1).toString(), code, config.value("timeout"_L1).toInt(),
                                        config.value("memory"_L1).toInt()});
    }
    return std::nullopt;
}

Result<SiteFile> ManifestScan::inlineFile(const QJsonObject& o, const QString& at) const
{
    const QString encoding = o.value("encoding"_L1).toString(u"utf-8"_s);
    if (encoding != "utf-8"_L1 && encoding != "base64"_L1)
        return fieldProblem(at + "/encoding"_L1, u"utf-8 or base64"_s);
    SiteFile file;
    const QByteArray utf8 = o.value("data"_L1).toString().toUtf8();
    file.data = utf8;
    if (encoding == "base64"_L1) {
        const auto decoded = QByteArray::fromBase64Encoding(utf8, QByteArray::AbortOnBase64DecodingErrors);
        if (!decoded)
            return fieldProblem(at + "/data"_L1, u"base64"_s);
        file.data = *decoded;
    }
    file.size = file.data.size();
    file.sha256 = QCryptographicHash::hash(file.data, QCryptographicHash::Sha256);
    return file;
}

Result<SiteFile> ManifestScan::diskFile(const QString& path, const QString& at)
{
    if (path.isEmpty())
        return fieldProblem(at + "/path"_L1, u"a path"_s);
    const auto disk = inside(path);
    if (!disk.ok())
        return disk.error();
    const qint64 size = QFileInfo(*disk).size();
    if (m_bytes + size > m_limits.contentBytes)
        return tooLarge(m_result.spec.files, m_bytes + size, m_limits.contentBytes);
    return hashFile(*disk, path, size, m_control);
}

Maybe ManifestScan::file(const QJsonValue& value, const QString& at)
{
    if (!value.isObject())
        return fieldProblem(at, u"an object"_s);
    const QJsonObject o = value.toObject();
    const QJsonValue data = o.value("data"_L1), path = o.value("path"_L1), name = o.value("file"_L1);
    if (!name.isUndefined() && !name.isString())
        return fieldProblem(at + "/file"_L1, u"text"_s);
    if (!data.isUndefined() && !data.isString())
        return fieldProblem(at + "/data"_L1, u"text"_s);
    if (data.isUndefined() && !path.isString())
        return fieldProblem(at, u"data or path"_s);
    const auto clean = sitePath(name.isString() ? name.toString() : path.toString());
    if (!clean.ok())
        return clean.error();
    if (m_names.contains(*clean))
        return scanProblem("deploy.path_duplicate", *clean, u"The manifest names this file twice"_s);
    m_names.insert(*clean);
    auto file = data.isString() ? inlineFile(o, at) : diskFile(path.toString(), at);
    if (!file.ok())
        return file.error();
    file->path = *clean;
    m_bytes += file->size;
    m_result.spec.files.append(std::move(*file));
    if (m_bytes > m_limits.contentBytes)
        return tooLarge(m_result.spec.files, m_bytes, m_limits.contentBytes);
    return std::nullopt;
}

Maybe ManifestScan::files(const QJsonValue& value)
{
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    if (!value.isArray() || value.toArray().isEmpty())
        return fieldProblem(u"/files"_s, u"a list with at least one file"_s);
    const QJsonArray list = value.toArray();
    if (list.size() > m_limits.files) {
        Problem p = scanProblem("deploy.too_many_files", m_path, u"More than %1 files"_s.arg(m_limits.files));
        p.details.insert("limit"_L1, m_limits.files);
        return p;
    }
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (m_control.cancelled)
            return Problem::cancelled();
        if (auto p = file(list.at(i), u"/files/%1"_s.arg(i)))
            return p;
        if (m_control.progress)
            m_control.progress(int(i) + 1, m_bytes);
    }
    return std::nullopt;
}

Maybe ManifestScan::parts(const QJsonObject& root)
{
    if (auto p = migrations(root))
        return p;
    if (auto p = rules(root.value("rls"_L1)))
        return p;
    if (auto p = secrets(root.value("secrets"_L1)))
        return p;
    if (auto p = functions(root.value("functions"_L1)))
        return p;
    if (auto p = text(root, u"project_id"_s, m_result.spec.projectId))
        return p;
    return text(root, u"subdomain"_s, m_result.spec.subdomain);
}

Result<ScanResult> ManifestScan::run()
{
    const auto root = parse();
    if (!root.ok())
        return root.error();
    static const QSet<QString> appKeys{u"project_id"_s, u"migrations"_s, u"migrations_file"_s, u"rls"_s,
                                       u"secrets"_s, u"functions"_s, u"files"_s, u"subdomain"_s, u"name"_s};
    const bool site = QFileInfo(m_path).fileName().compare("site.json"_L1, Qt::CaseInsensitive) == 0;
    m_result.source = site ? ScanResult::Source::SiteManifest : ScanResult::Source::AppManifest;
    for (const QString& key : root->keys()) {
        if (site ? key != "files"_L1 : !appKeys.contains(key))
            m_result.ignoredKeys.append(key.left(100));
    }
    if (!site) {
        if (const auto p = parts(*root))
            return *p;
    }
    if (const auto p = files(root->value("files"_L1)))
        return *p;
    const ReleaseSpec& spec = m_result.spec;
    if (spec.files.isEmpty() && spec.migrations.isEmpty() && spec.rules.isEmpty() && spec.secrets.isEmpty()
        && spec.functions.isEmpty())
        return scanProblem("manifest.empty", m_path, u"The manifest holds nothing to deploy"_s);
    return m_result;
}

} // namespace

Result<ScanResult> scanManifest(const QString& path, const ScanLimits& limits, ScanControl& control)
{
    return ManifestScan(path, limits, control).run();
}

} // namespace run402
