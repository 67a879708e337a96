// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/privatefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QUuid>

#ifdef Q_OS_UNIX
#    include <cerrno>
#    include <fcntl.h>
#    include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr auto kOwnerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr auto kOthers = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup
    | QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;

Problem failed(const QString& what, const QString& why)
{
    return Problem::make(Problem::Kind::Local, u"secret.failed"_s, what + ": "_L1 + why);
}

#ifdef Q_OS_UNIX
/// Writes everything or tells why not; closes the descriptor.
bool writeAndSync(int fd, const QByteArray& bytes)
{
    const char* at = bytes.constData();
    qint64 left = bytes.size();
    bool good = true;
    while (good && left > 0) {
        const auto n = ::write(fd, at, size_t(left));
        if (n < 0 && errno == EINTR)
            continue;
        good = n > 0;
        at += n;
        left -= n;
    }
    good = good && ::fsync(fd) == 0;
    return ::close(fd) == 0 && good;
}

void syncFolder(const QByteArray& folder)
{
    const int fd = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    ::fsync(fd);
    ::close(fd);
}
#endif

} // namespace

Result<Done> makePrivateFolderFor(const QString& path)
{
    const QString folder = QFileInfo(path).absolutePath();
    if (QFileInfo::exists(folder))
        return Done{};
    if (!QDir().mkpath(folder) || !QFile::setPermissions(folder, kOwnerOnly | QFileDevice::ExeOwner))
        return failed(u"Cannot make the folder %1"_s.arg(folder), u"not allowed"_s);
    return Done{};
}

Result<Done> writePrivateFile(const QString& path, const QByteArray& bytes)
{
    if (auto made = makePrivateFolderFor(path); !made.ok())
        return made;
#ifdef Q_OS_UNIX
    const QByteArray target = QFile::encodeName(path);
    const QByteArray fresh = target + ".new-" + QUuid::createUuid().toByteArray(QUuid::Id128);
    const int fd = ::open(fresh.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return failed(u"Cannot write %1"_s.arg(path), qt_error_string(errno));
    if (!writeAndSync(fd, bytes) || ::rename(fresh.constData(), target.constData()) != 0) {
        const QString why = qt_error_string(errno);
        ::unlink(fresh.constData());
        return failed(u"Cannot write %1"_s.arg(path), why);
    }
    syncFolder(QFile::encodeName(QFileInfo(path).absolutePath()));
#else
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(kOwnerOnly)
        || file.write(bytes) != bytes.size() || !file.commit())
        return failed(u"Cannot write %1"_s.arg(path), file.errorString());
#endif
    return Done{};
}

Result<QByteArray> readPrivateFile(const QString& path, qint64 maxBytes)
{
    QFile file(path);
    if (!file.exists())
        return fail(Problem::Kind::Local, u"secret.not_found"_s, u"No file %1"_s.arg(path));
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return failed(u"Cannot read %1"_s.arg(path), file.errorString());
    if ((file.permissions() & kOthers) && !file.setPermissions(kOwnerOnly))
        return failed(u"Cannot restrict %1 to its owner"_s.arg(path), file.errorString());
    if (file.size() > maxBytes)
        return failed(u"Cannot read %1"_s.arg(path), u"larger than %1 bytes"_s.arg(maxBytes));
    QByteArray bytes = file.read(maxBytes);
    if (file.error() != QFileDevice::NoError)
        return failed(u"Cannot read %1"_s.arg(path), file.errorString());
    return bytes;
}

} // namespace run402
