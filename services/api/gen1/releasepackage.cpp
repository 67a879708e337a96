// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/releasepackage.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maxContent = 50ll << 20; // decoded, and of the JSON text (contract.md §1.2, §3.13)
constexpr qint64 maxBody = 50ll << 20;
constexpr qint64 chunk = 3 * 64 * 1024;   // whole base64 groups

Problem problem(const char* code, const QString& path, const QString& message)
{
    Problem p = Problem::make(Problem::Kind::Local, QString::fromLatin1(code), message);
    if (!path.isNull())
        p.details.insert("path"_L1, path.left(500));
    return p;
}

bool isPathValid(const QString& path)
{
    if (path.isEmpty() || path.size() > 1024 || path.contains(u'\\') || path.startsWith(u'/'))
        return false;
    for (const QChar c : path) {
        if (c.unicode() < 0x20 || c.unicode() == 0x7f)
            return false;
    }
    const QStringList parts = path.split(u'/');
    return std::none_of(parts.cbegin(), parts.cend(), [](const QString& part) {
        return part.isEmpty() || part == "."_L1 || part == ".."_L1;
    });
}

Problem tooLarge(qint64 bytes, qint64 limit)
{
    Problem p = problem("deploy.too_large", {}, u"%1 bytes, the limit is %2"_s.arg(bytes).arg(limit));
    p.details = {{u"bytes"_s, bytes}, {u"limit"_s, limit}};
    return p;
}

QByteArray quoted(const QString& text)
{
    QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2);
}

/// One file's bytes, from memory or from disk; never follows what is not a plain file.
class Source
{
public:
    explicit Source(const SiteFile& file) : m_spec(file), m_disk(file.diskPath)
    {
        m_memory.setData(file.data);
        m_before = stamp();
    }
    QIODevice* open()
    {
        if (m_spec.diskPath.isEmpty()) {
            m_memory.open(QIODevice::ReadOnly);
            return &m_memory;
        }
        const QFileInfo info(m_spec.diskPath);
        // A pipe or a device would block or never end.
        return info.isFile() && m_disk.open(QIODevice::ReadOnly) ? &m_disk : nullptr;
    }
    bool changedSinceOpened() const { return stamp() != m_before; }
    QString error() const
    {
        const QFileInfo info(m_spec.diskPath);
        return !info.exists()  ? u"The file is not there any more"_s
               : info.isFile() ? m_disk.errorString()
                               : u"Not a plain file"_s;
    }

private:
    QPair<qint64, qint64> stamp() const
    {
        if (m_spec.diskPath.isEmpty())
            return {0, 0};
        const QFileInfo info(m_spec.diskPath);
        return {info.size(), info.lastModified().toMSecsSinceEpoch()};
    }

    const SiteFile& m_spec;
    QFile m_disk;
    QBuffer m_memory;
    QPair<qint64, qint64> m_before;
};

class Packer
{
public:
    Packer(QTemporaryFile& out, const std::atomic<bool>& cancelled) : m_out(out), m_cancelled(cancelled) {}

    std::optional<Problem> add(const SiteFile& file);
    bool write(const QByteArray& bytes)
    {
        m_bodyBytes += bytes.size();
        return m_out.write(bytes) == bytes.size();
    }
    qint64 contentBytes() const { return m_contentBytes; }
    QByteArray lastHash() const { return m_lastHash; }

private:
    std::optional<Problem> copy(QIODevice& in, QCryptographicHash& hash, qint64& size);
    Problem diskFull() const { return problem("deploy.temp_failed", {}, m_out.errorString()); }

    QTemporaryFile& m_out;
    const std::atomic<bool>& m_cancelled;
    qint64 m_bodyBytes = 0;
    qint64 m_contentBytes = 0;
    QByteArray m_lastHash;
};

std::optional<Problem> Packer::copy(QIODevice& in, QCryptographicHash& hash, qint64& size)
{
    QByteArray buffer(chunk, Qt::Uninitialized);
    for (;;) {
        if (m_cancelled)
            return Problem::cancelled();
        qint64 filled = 0;
        while (filled < chunk) {
            const qint64 n = in.read(buffer.data() + filled, chunk - filled);
            if (n < 0)
                return problem("deploy.file_unreadable", {}, in.errorString());
            if (n == 0)
                break;
            filled += n;
        }
        if (filled == 0)
            return std::nullopt;
        size += filled;
        m_contentBytes += filled;
        if (m_contentBytes > maxContent)
            return tooLarge(m_contentBytes, maxContent);
        const QByteArray part = QByteArray::fromRawData(buffer.constData(), filled);
        hash.addData(part);
        if (!write(part.toBase64()))
            return diskFull();
        if (m_bodyBytes > maxBody)
            return tooLarge(m_bodyBytes, maxBody);
    }
}

std::optional<Problem> Packer::add(const SiteFile& file)
{
    Source source(file);
    QIODevice* in = source.open();
    if (!in)
        return problem("deploy.file_unreadable", file.path, source.error());
    if (!write("{\"file\":" + quoted(file.path) + ",\"encoding\":\"base64\",\"data\":\""))
        return diskFull();
    QCryptographicHash hash(QCryptographicHash::Sha256);
    qint64 size = 0;
    if (auto failed = copy(*in, hash, size)) {
        if (failed->code == "deploy.file_unreadable"_L1)
            failed->details.insert("path"_L1, file.path);
        return failed;
    }
    m_lastHash = hash.result();
    const bool differs = size != file.size || (!file.sha256.isEmpty() && file.sha256 != m_lastHash);
    if (differs || source.changedSinceOpened())
        return problem("deploy.file_changed", file.path, u"The file changed since it was looked at"_s);
    if (!write("\"}"))
        return diskFull();
    return std::nullopt;
}

} // namespace

std::optional<Problem> checkRelease(const ReleaseSpec& spec)
{
    const bool nothing = spec.files.isEmpty() && spec.migrations.isEmpty() && spec.rules.isEmpty()
                         && spec.secrets.isEmpty() && spec.functions.isEmpty();
    if (nothing)
        return problem("deploy.empty", {}, u"There is nothing to deploy"_s);
    QSet<QString> seen;
    for (const SiteFile& file : spec.files) {
        if (!isPathValid(file.path))
            return problem("deploy.path_invalid", file.path, u"A file's name does not stay inside the site"_s);
        if (seen.contains(file.path))
            return problem("deploy.path_duplicate", file.path, u"Two files have the same name"_s);
        seen.insert(file.path);
    }
    if (!spec.files.isEmpty() && !seen.contains(u"index.html"_s))
        return problem("deploy.no_index", {}, u"There is no index.html at the top of the site"_s);
    if (spec.totalBytes() > maxContent)
        return tooLarge(spec.totalBytes(), maxContent);
    return std::nullopt;
}

Result<ReleasePackage> packRelease(const ReleaseSpec& spec, const std::atomic<bool>& cancelled)
{
    ReleasePackage package;
    package.body = std::make_shared<QTemporaryFile>(QDir::temp().filePath(u"run402-release-XXXXXX"_s));
    if (!package.body->open())
        return problem("deploy.temp_failed", {}, package.body->errorString());
    Packer packer(*package.body, cancelled);
    bool written = packer.write("{\"project\":" + quoted(spec.projectId) + ",\"files\":[");
    for (qsizetype i = 0; i < spec.files.size() && written; ++i) {
        if (i > 0)
            written = packer.write(",");
        if (const auto failed = packer.add(spec.files[i]))
            return *failed;
        package.hashes.insert(spec.files[i].path, packer.lastHash());
    }
    written = written && packer.write("]}") && package.body->flush();
    if (!written)
        return problem("deploy.temp_failed", {}, package.body->errorString());
    package.bodyBytes = package.body->size();
    package.contentBytes = packer.contentBytes();
    package.body->close();
    return package;
}

} // namespace run402
