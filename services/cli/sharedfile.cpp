// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/cli/sharedfile.h"

#include "services/secrets/privatefile.h"
#include "services/secrets/wipe.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QRandomGenerator>

#ifdef Q_OS_LINUX
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif
#include <cstdio>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxRounds = 50;
constexpr int lockMs = 10'000;
constexpr qint64 leftOverSeconds = 3600;

struct Text
{
    bool exists = false;
    QByteArray bytes;
};

Problem writeFailed(const QString& path, const QString& why)
{
    return Problem::make(Problem::Kind::Local, u"cli.write_failed"_s, u"Cannot write %1: %2"_s.arg(path, why));
}

Result<Text> readText(const QString& path, qint64 maxBytes)
{
    const QFileInfo info(path);
    if (!info.exists())
        return Text{};
    QFile file(path);
    if (!info.isFile() || !file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return Problem::make(Problem::Kind::Local, u"import.unreadable"_s, u"%1 cannot be read"_s.arg(path));
    Text text{true, file.read(maxBytes + 1)};
    if (text.bytes.size() > maxBytes) {
        wipe(text.bytes);
        return Problem::make(Problem::Kind::Local, u"import.too_large"_s, u"%1 is too large"_s.arg(path));
    }
    return text;
}

enum class Swap { Done, NotThere, NotSupported, Failed };

/// `fresh` becomes `path` and what was `path` becomes `fresh`.
Swap exchange(const QString& fresh, const QString& path)
{
#if defined(Q_OS_LINUX) && defined(SYS_renameat2) && defined(RENAME_EXCHANGE)
    if (::syscall(SYS_renameat2, AT_FDCWD, QFile::encodeName(fresh).constData(), AT_FDCWD,
                  QFile::encodeName(path).constData(), RENAME_EXCHANGE) == 0)
        return Swap::Done;
    if (errno == ENOENT)
        return Swap::NotThere;
    return errno == EINVAL || errno == ENOSYS ? Swap::NotSupported : Swap::Failed;
#else
    Q_UNUSED(fresh)
    Q_UNUSED(path)
    return Swap::NotSupported;
#endif
}

/// Where there was no file: somebody may have made one meanwhile, which stays.
bool putWhereNothingIs(const QString& fresh, const QString& path)
{
    return QFile::rename(fresh, path); // never overwrites
}

bool overwrite(const QString& fresh, const QString& path)
{
    return std::rename(QFile::encodeName(fresh).constData(), QFile::encodeName(path).constData()) == 0;
}

QString freshName(const QFileInfo& file)
{
    const quint32 random = QRandomGenerator::system()->generate();
    return file.dir().filePath(u".%1.%2.tmp"_s.arg(file.completeBaseName(), QString::number(random, 16).rightJustified(8, u'0')));
}

/// Left by a program that was killed at the wrong moment; they hold keys.
void removeLeftOvers(const QFileInfo& file)
{
    const auto old = file.dir().entryInfoList({u".%1.*.tmp"_s.arg(file.completeBaseName())}, QDir::Files | QDir::Hidden);
    for (const QFileInfo& entry : old) {
        if (entry.lastModified().secsTo(QDateTime::currentDateTime()) > leftOverSeconds)
            QFile::remove(entry.filePath());
    }
}

class Replacement
{
public:
    explicit Replacement(const QString& path) : m_path(path), m_fresh(freshName(QFileInfo(path))) {}
    ~Replacement() { QFile::remove(m_fresh); }

    Result<Done> write(const QByteArray& text) { return writePrivateFile(m_fresh, text); }

    /// Puts the text in place of `expected`. Answers what it really replaced.
    Result<Text> place(const Text& expected, qint64 maxBytes, bool& placed)
    {
        placed = true;
        if (!expected.exists) {
            if (putWhereNothingIs(m_fresh, m_path))
                return expected;
            placed = false;
            return readText(m_path, maxBytes);
        }
        switch (exchange(m_fresh, m_path)) {
        case Swap::Done:
            return readText(m_fresh, maxBytes);
        case Swap::NotThere:
            placed = false;
            return Text{};
        case Swap::NotSupported: {
            auto now = readText(m_path, maxBytes);
            placed = now.ok() && now->exists && now->bytes == expected.bytes && overwrite(m_fresh, m_path);
            return now;
        }
        case Swap::Failed:
            break;
        }
        return writeFailed(m_path, qt_error_string(errno));
    }

private:
    QString m_path, m_fresh;
};

/// Puts `next`, made from `base`, in place, and again with what others wrote meanwhile until nothing of theirs was
/// displaced unseen. False: nothing was written, begin again.
Result<bool> putInPlace(const QString& path, qint64 maxBytes, Text base, QByteArray next, const SharedEdit& edit)
{
    std::optional<Problem> broken; // what somebody else wrote cannot be merged with: it goes back as it was
    for (int round = 0; round < maxRounds; ++round) {
        Replacement replacement(path);
        if (auto written = replacement.write(next); !written.ok())
            return writeFailed(path, written.error().message);
        bool placed = false;
        auto displaced = replacement.place(base, maxBytes, placed);
        if (!displaced.ok())
            return displaced.error();
        if (!placed && round == 0)
            return false;
        if (displaced->bytes == base.bytes)
            return broken ? Result<bool>(*broken) : Result<bool>(true);
        auto merged = edit.merge(base.bytes, next, displaced->bytes);
        if (placed)
            base = {true, next};
        else
            base = *displaced;
        if (merged.ok()) {
            next = *merged;
        } else {
            broken = merged.error();
            next = displaced->bytes;
        }
    }
    return writeFailed(path, u"other programs keep changing it"_s);
}

} // namespace

Result<Done> editSharedFile(const QString& path, qint64 maxBytes, const SharedEdit& edit)
{
    if (auto folder = makePrivateFolderFor(path); !folder.ok())
        return writeFailed(path, folder.error().message);
    // Two of us at once would see each other's unfinished exchanges; programs without the lock never write those.
    const QFileInfo info(path);
    QLockFile lock(info.dir().filePath(u".%1.lock"_s.arg(info.completeBaseName())));
    if (!lock.tryLock(lockMs))
        return writeFailed(path, u"another window is writing it"_s);
    removeLeftOvers(info);
    for (int round = 0; round < maxRounds; ++round) {
        auto current = readText(path, maxBytes);
        if (!current.ok())
            return current.error();
        auto next = edit.apply(current->bytes);
        if (!next.ok())
            return next.error();
        if (current->exists && *next == current->bytes)
            return Done{};
        auto done = putInPlace(path, maxBytes, *current, *next, edit);
        if (!done.ok())
            return done.error();
        if (*done)
            return Done{};
    }
    return writeFailed(path, u"other programs keep changing it"_s);
}

} // namespace run402
