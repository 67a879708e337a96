// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/releasecontents.h"

#include "services/worker.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSaveFile>

#include <memory>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 chunk = 256 * 1024;
constexpr int hexDigits = 64;
constexpr qint64 leftoverAgeS = 3600; // a temporary file of a program that is gone

QString nameOf(const QByteArray& sha256)
{
    return QString::fromLatin1(sha256.toHex());
}

QFileInfoList newestFirst(const QString& folder)
{
    return QDir(folder).entryInfoList(QDir::Files | QDir::Hidden, QDir::Time);
}

/// A new time keeps it from being the next to go.
void touch(const QString& path)
{
    QFile file(path);
    if (file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly))
        file.setFileTime(QDateTime::currentDateTimeUtc(), QFileDevice::FileModificationTime);
}

/// False: what is there now is not what was sent, or the disk failed.
bool copyChecked(const SiteFile& from, const QByteArray& sha256, const QString& to)
{
    QFile disk(from.diskPath);
    QBuffer memory;
    memory.setData(from.data);
    QIODevice& in = from.diskPath.isEmpty() ? static_cast<QIODevice&>(memory) : disk;
    QSaveFile out(to);
    if (!in.open(QIODevice::ReadOnly) || !out.open(QIODevice::WriteOnly))
        return false;
    out.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    qint64 size = 0;
    for (;;) {
        const QByteArray part = in.read(chunk);
        if (part.isEmpty())
            break;
        size += part.size();
        // A file that grew without end since it was sent must not fill the disk.
        if (size > from.size || out.write(part) != part.size())
            return false;
        hash.addData(part);
    }
    return hash.result() == sha256 && out.commit();
}

qint64 evict(const QString& folder, qint64 cap)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    qint64 total = 0;
    for (const QFileInfo& file : newestFirst(folder)) {
        if (file.fileName().size() != hexDigits) {
            if (file.lastModified().secsTo(now) > leftoverAgeS)
                QFile::remove(file.filePath());
            continue;
        }
        if (total + file.size() > cap)
            QFile::remove(file.filePath());
        else
            total += file.size();
    }
    return total;
}

Result<ReleaseContents::Kept> keepAll(const QString& folder, qint64 cap, const Release& release, const QList<SiteFile>& files)
{
    if (!QDir().mkpath(folder))
        return fail(Problem::Kind::Local, u"contents.failed"_s, u"The folder for kept deployments cannot be made"_s);
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    ReleaseContents::Kept kept;
    for (const SiteFile& file : files) {
        const QByteArray hash = release.hashes.value(file.path);
        if (hash.isEmpty())
            continue;
        const QString path = folder + u'/' + nameOf(hash);
        const QFileInfo there(path);
        if (there.exists() && there.size() == file.size)
            touch(path);
        else if (!copyChecked(file, hash, path)) {
            ++kept.changed;
            continue;
        }
        ++kept.files;
    }
    kept.total = evict(folder, cap);
    return kept;
}

ReleaseContents::Found findAll(const QString& folder, const Release& release)
{
    ReleaseContents::Found found;
    QStringList paths = release.hashes.keys();
    paths.sort();
    for (const QString& path : std::as_const(paths)) {
        const QByteArray hash = release.hashes.value(path);
        const QFileInfo there(folder + u'/' + nameOf(hash));
        const qint64 size = release.sizes.value(path, -1);
        if (there.exists() && (size < 0 || there.size() == size))
            found.files.append({path, there.absoluteFilePath(), {}, there.size(), hash});
        else
            found.missing.append(path);
    }
    return found;
}

Result<QByteArray> readOne(const QString& path, const QByteArray& sha256, qint64 maxBytes)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Problem::Kind::Local, u"contents.not_kept"_s, u"This content is not kept any more"_s);
    const QByteArray bytes = file.read(maxBytes);
    const bool whole = bytes.size() == file.size();
    if (whole && QCryptographicHash::hash(bytes, QCryptographicHash::Sha256) != sha256)
        return fail(Problem::Kind::Local, u"contents.not_kept"_s, u"This content was changed on the disk"_s);
    return bytes;
}

} // namespace

ReleaseContents::ReleaseContents(const QString& folder, qint64 capBytes, QObject* parent)
    : QObject(parent), m_folder(folder), m_cap(capBytes)
{
    m_thread.setMaxThreadCount(1);
}

ReleaseContents::~ReleaseContents()
{
    m_thread.waitForDone();
}

template <typename T, typename F>
Call<T>* ReleaseContents::later(F work)
{
    auto* call = new Call<T>(this);
    onWorker(call, &m_thread, work, [call](const Result<T>& found) { call->resolve(found); });
    return call;
}

Call<ReleaseContents::Kept>* ReleaseContents::keep(const Release& release, const QList<SiteFile>& files)
{
    return later<Kept>([folder = m_folder, cap = m_cap, release, files]() -> Result<Kept> {
        return keepAll(folder, cap, release, files);
    });
}

Call<ReleaseContents::Found>* ReleaseContents::find(const Release& release)
{
    return later<Found>([folder = m_folder, release]() -> Result<Found> { return findAll(folder, release); });
}

Call<QByteArray>* ReleaseContents::read(const QByteArray& sha256, qint64 maxBytes)
{
    return later<QByteArray>([path = m_folder + u'/' + nameOf(sha256), sha256, maxBytes]() -> Result<QByteArray> {
        return readOne(path, sha256, maxBytes);
    });
}

} // namespace run402
