// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/deploy/zipfile.h"

#include "services/deploy/folderscan.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QtEndian>

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

using Why = SkippedFile::Why;
constexpr qint64 block = 256 * 1024;
constexpr qint64 bombFloor = 4ll << 20; // small archives may pack very well

struct ReadClose { void operator()(archive* a) const { archive_read_free(a); } };
using Reader = std::unique_ptr<archive, ReadClose>;

/// libarchive hands names out as C strings, so a name that goes on after a NUL would look like another
/// one. The central directory (APPNOTE §4.3.12) is looked through for such names first. An archive whose
/// directory cannot be found this way (zip64, damaged) is left to libarchive.
bool hasNulName(QFile& file)
{
    const qint64 tailSize = qMin<qint64>(file.size(), 65557);
    file.seek(file.size() - tailSize);
    const QByteArray tail = file.read(tailSize);
    const qsizetype end = tail.lastIndexOf(QByteArray("PK\5\6", 4));
    if (end < 0 || tail.size() - end < 22)
        return false;
    const quint32 size = qFromLittleEndian<quint32>(tail.constData() + end + 12);
    const quint32 offset = qFromLittleEndian<quint32>(tail.constData() + end + 16);
    if (offset == 0xffffffffu || qint64(offset) + size > file.size() || size > (64u << 20))
        return false;
    file.seek(offset);
    const QByteArray directory = file.read(size);
    for (qsizetype at = 0; at + 46 <= directory.size() && directory.mid(at, 4) == QByteArray("PK\1\2", 4);) {
        const char* head = directory.constData() + at;
        const auto name = qFromLittleEndian<quint16>(head + 28);
        if (directory.mid(at + 46, name).contains('\0'))
            return true;
        at += 46 + name + qFromLittleEndian<quint16>(head + 30) + qFromLittleEndian<quint16>(head + 32);
    }
    return false;
}

QString entryName(archive_entry* entry)
{
    if (const char* utf8 = archive_entry_pathname_utf8(entry))
        return QString::fromUtf8(utf8);
    const char* raw = archive_entry_pathname(entry);
    return raw ? QString::fromUtf8(raw) : QString();
}

class ZipScan
{
public:
    ZipScan(const QString& path, const ScanLimits& limits, ScanControl& control)
        : m_path(path), m_limits(limits), m_control(control)
    {
    }
    Result<ScanResult> run();

private:
    std::optional<Problem> open();
    std::optional<Problem> entry(archive_entry* e);
    Result<QString> cleanName(const QString& raw) const;
    std::optional<Why> ignored(const QString& name) const;
    std::optional<Problem> read(const QString& name);
    Problem archiveProblem() const;
    void stripOuterFolder();

    QString m_path;
    const ScanLimits& m_limits;
    ScanControl& m_control;
    Reader m_reader;
    qint64 m_packed = 0;
    qint64 m_bytes = 0;
    int m_entries = 0;
    QHash<QString, QString> m_names; ///< case folded → as written
    ScanResult m_result;
};

Problem ZipScan::archiveProblem() const
{
    const QString words = QString::fromUtf8(archive_error_string(m_reader.get()));
    if (words.contains("ncrypt"_L1) || words.contains("assphrase"_L1))
        return scanProblem("zip.encrypted", m_path, u"The archive is encrypted"_s);
    return scanProblem(m_entries == 0 ? "zip.not_a_zip" : "zip.damaged", m_path, words);
}

std::optional<Problem> ZipScan::open()
{
    QFile file(m_path);
    if (!file.open(QIODevice::ReadOnly))
        return scanProblem("deploy.file_unreadable", m_path, file.errorString());
    m_packed = file.size();
    if (file.peek(2) != "PK")
        return scanProblem("zip.not_a_zip", m_path, u"Not a zip archive"_s);
    if (hasNulName(file))
        return scanProblem("zip.name_invalid", m_path, u"A name in the archive holds a NUL character"_s);
    m_reader.reset(archive_read_new());
    archive_read_support_format_zip(m_reader.get());
    const QByteArray name = QFile::encodeName(m_path);
    if (archive_read_open_filename(m_reader.get(), name.constData(), size_t(block)) != ARCHIVE_OK)
        return archiveProblem();
    return std::nullopt;
}

Result<QString> ZipScan::cleanName(const QString& raw) const
{
    // Archives made on Windows may hold backslashes.
    const QString name = QString(raw).replace(u'\\', u'/');
    if (name.startsWith(u'/') || (name.size() > 1 && name.at(1) == u':'))
        return scanProblem("zip.path_absolute", raw, u"An absolute path in the archive"_s);
    if (name.split(u'/').contains(".."_L1))
        return scanProblem("zip.path_escapes", raw, u"A path in the archive leaves it"_s);
    const auto clean = sitePath(name.endsWith(u'/') ? name.chopped(1) : name);
    if (!clean.ok())
        return scanProblem("zip.name_invalid", raw, u"A name in the archive cannot be used in a site"_s);
    if (clean->count(u'/') > m_limits.depth)
        return scanProblem("zip.name_invalid", raw, u"Too many folders inside each other"_s);
    return clean;
}

std::optional<Why> ZipScan::ignored(const QString& name) const
{
    for (const QString& part : name.split(u'/')) {
        if (const auto why = ignoredName(part))
            return why;
    }
    return std::nullopt;
}

std::optional<Problem> ZipScan::entry(archive_entry* e)
{
    if (++m_entries > m_limits.files * 4) {
        Problem p = scanProblem("deploy.too_many_files", m_path, u"The archive has too many entries"_s);
        p.details.insert("limit"_L1, m_limits.files);
        return p;
    }
    const QString raw = entryName(e);
    const auto name = cleanName(raw);
    const auto type = archive_entry_filetype(e);
    if (!name.ok() && type == AE_IFDIR && (raw == "./"_L1 || raw == "."_L1))
        return std::nullopt;
    if (!name.ok())
        return name.error();
    if (type == AE_IFDIR)
        return std::nullopt;
    if (const auto why = ignored(*name)) {
        m_result.skipped.append({*name, *why, {}});
        return std::nullopt;
    }
    if (type == AE_IFLNK || archive_entry_symlink(e) || archive_entry_hardlink(e)) {
        m_result.skipped.append({*name, Why::LinkInZip, QString::fromUtf8(archive_entry_symlink_utf8(e))});
        return std::nullopt;
    }
    if (archive_entry_is_encrypted(e))
        return scanProblem("zip.encrypted", *name, u"The archive is encrypted"_s);
    const QString folded = name->toCaseFolded();
    if (m_names.contains(folded)) {
        Problem p = scanProblem("zip.duplicate", *name, u"Two entries have the same name"_s);
        p.details.insert("other"_L1, m_names.value(folded));
        return p;
    }
    m_names.insert(folded, *name);
    if (m_result.spec.files.size() >= m_limits.files) {
        Problem p = scanProblem("deploy.too_many_files", m_path, u"More than %1 files"_s.arg(m_limits.files));
        p.details.insert("limit"_L1, m_limits.files);
        return p;
    }
    return read(*name);
}

std::optional<Problem> ZipScan::read(const QString& name)
{
    SiteFile file;
    file.path = name;
    QByteArray buffer(block, Qt::Uninitialized);
    for (;;) {
        if (m_control.cancelled)
            return Problem::cancelled();
        const auto n = archive_read_data(m_reader.get(), buffer.data(), size_t(buffer.size()));
        if (n < 0)
            return archiveProblem();
        if (n == 0)
            break;
        m_bytes += n;
        if (m_bytes > bombFloor && m_bytes / m_limits.packingRatio > m_packed) {
            Problem p = scanProblem("zip.bomb", name, u"The archive unpacks to far more than it is"_s);
            p.details.insert("ratio"_L1, m_limits.packingRatio);
            return p;
        }
        if (m_bytes > m_limits.contentBytes)
            return tooLarge(m_result.spec.files, m_bytes, m_limits.contentBytes);
        file.data.append(buffer.constData(), n);
    }
    file.size = file.data.size();
    file.sha256 = QCryptographicHash::hash(file.data, QCryptographicHash::Sha256);
    m_result.spec.files.append(std::move(file));
    if (m_control.progress)
        m_control.progress(int(m_result.spec.files.size()), m_bytes);
    return std::nullopt;
}

/// "my-site/index.html" becomes "index.html" when all files stand in one folder and the pages begin there.
void ZipScan::stripOuterFolder()
{
    QList<SiteFile>& files = m_result.spec.files;
    const qsizetype slash = files.isEmpty() ? -1 : files.first().path.indexOf(u'/');
    if (slash <= 0)
        return;
    const QString outer = files.first().path.left(slash + 1);
    bool all = true, index = false;
    for (const SiteFile& f : std::as_const(files)) {
        all = all && f.path.startsWith(outer);
        index = index || f.path == outer + "index.html"_L1;
    }
    if (!all || !index)
        return;
    for (SiteFile& f : files)
        f.path.remove(0, outer.size());
    m_result.strippedFolder = outer.chopped(1);
}

Result<ScanResult> ZipScan::run()
{
    if (const auto problem = open())
        return *problem;
    m_result.source = ScanResult::Source::Zip;
    for (;;) {
        if (m_control.cancelled)
            return Problem::cancelled();
        archive_entry* e = nullptr;
        const int status = archive_read_next_header(m_reader.get(), &e);
        if (status == ARCHIVE_EOF)
            break;
        // A warning here is a name that does not fit the locale; entryName copes with that.
        if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
            return archiveProblem();
        if (const auto problem = entry(e))
            return *problem;
    }
    if (m_result.spec.files.isEmpty())
        return scanProblem("deploy.empty", m_path, u"The archive holds no file of a site"_s);
    stripOuterFolder();
    // The manifest of a zipped folder is no page: it may hold secrets.
    QList<SiteFile>& files = m_result.spec.files;
    for (qsizetype i = files.size() - 1; i >= 0; --i) {
        if (files.at(i).path == "app.json"_L1 || files.at(i).path == "site.json"_L1) {
            m_result.skipped.append({files.at(i).path, Why::Manifest, {}});
            files.removeAt(i);
        }
    }
    return m_result;
}

} // namespace

Result<ScanResult> scanZip(const QString& path, const ScanLimits& limits, ScanControl& control)
{
    return ZipScan(path, limits, control).run();
}

} // namespace run402
