// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/transferqueue.h"

#include "services/services.h"
#include "services/worker.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QSaveFile>

#include <atomic>
#include <optional>

namespace run402 {

namespace {

constexpr qint64 maxDownload = 4ll << 30;

} // namespace

/// Touched by the disk thread alone, but for `failed`.
struct TransferTarget
{
    explicit TransferTarget(const QString& path) : file(path) { file.setDirectWriteFallback(false); }
    QSaveFile file;
    std::atomic_bool failed = false;
};

TransferQueue::TransferQueue(Services& services, QObject* parent) : QObject(parent), m_services(services), m_disk(new QThreadPool(this))
{
    m_disk->setMaxThreadCount(1); // the order of writes is the order of the bytes
}

TransferQueue::~TransferQueue()
{
    m_jobs.clear();
    if (m_call)
        m_call->cancel();
    m_disk->waitForDone();
}

void TransferQueue::add(const Job& job)
{
    m_jobs.enqueue(job);
    if (!m_active)
        next();
}

void TransferQueue::cancelAll()
{
    m_jobs.clear();
    m_cancelled = true;
    if (m_call)
        m_call->cancel();
}

void TransferQueue::next()
{
    if (m_jobs.isEmpty()) {
        m_active = false;
        Q_EMIT idle();
        return;
    }
    m_active = true;
    m_cancelled = false;
    const Job job = m_jobs.dequeue();
    if (!m_services.hasSession())
        return end(job, Problem::make(Problem::Kind::Network, QStringLiteral("net.offline"), QStringLiteral("Not connected")));
    if (!job.upload)
        return download(job);
    auto* call = m_services.objects().upload(job.projectId, job.bucket, job.path, job.file, job.contentType);
    m_call = call;
    connect(call, &CallBase::progressed, this, [this, job](qint64 done, qint64 total) { Q_EMIT progressed(job, done, total); });
    call->onDone(this, [this, job](const Result<Objects::Object>& r) { end(job, r); });
}

/// Looking for the place and opening it can take long on a sleeping or distant disk: not on this thread.
void TransferQueue::download(const Job& job)
{
    auto target = std::make_shared<TransferTarget>(job.file);
    onWorker(this, m_disk, [target, job]() -> std::optional<Problem> {
        if (!job.replace && QFileInfo::exists(job.file))
            return Problem::make(Problem::Kind::Local, QStringLiteral("file.exists"), QStringLiteral("A file of that name is there already"));
        if (!target->file.open(QIODevice::WriteOnly))
            return Problem::make(Problem::Kind::Local, QStringLiteral("file.unwritable"), target->file.errorString());
        return std::nullopt;
    }, [this, job, target](const std::optional<Problem>& problem) {
        if (problem)
            end(job, *problem);
        else if (m_cancelled || !m_services.hasSession())
            end(job, Problem::cancelled());
        else
            receive(job, target);
    });
}

void TransferQueue::receive(const Job& job, const std::shared_ptr<TransferTarget>& target)
{
    const auto sink = [target, disk = m_disk](const QByteArray& bytes) {
        disk->start([target, bytes] {
            if (!target->failed && target->file.write(bytes) != bytes.size())
                target->failed = true;
        });
        return !target->failed;
    };
    auto* call = m_services.objects().download(job.projectId, job.bucket, job.path, sink, maxDownload);
    m_call = call;
    connect(call, &CallBase::progressed, this, [this, job](qint64 done, qint64 total) { Q_EMIT progressed(job, done, total); });
    call->onDone(this, [this, job, target](const Result<Objects::Object>& r) {
        onWorker(this, m_disk, [target, job, good = r.ok()] {
            const bool taken = !job.replace && QFileInfo::exists(job.file); // came while we were loading
            if (good && !target->failed && !taken)
                return target->file.commit();
            target->file.cancelWriting();
            target->file.commit();
            return false;
        }, [this, job, r](bool written) {
            if (r.ok() && !written)
                return end(job, Problem::make(Problem::Kind::Local, QStringLiteral("file.unwritable"), QStringLiteral("The file could not be written")));
            end(job, r);
        });
    });
}

void TransferQueue::end(const Job& job, const Result<Objects::Object>& outcome)
{
    m_call = nullptr;
    Q_EMIT finished(job, outcome);
    QMetaObject::invokeMethod(this, &TransferQueue::next, Qt::QueuedConnection);
}

TransferQueue::Found TransferQueue::filesBelow(const QStringList& places, const QString& folder, int most)
{
    Found found;
    const QString prefix = folder.isEmpty() ? QString() : folder + QLatin1Char('/');
    const auto add = [&](const QString& file, const QString& key) {
        found.more = found.files.size() >= most;
        if (!found.more)
            found.files << qMakePair(file, key);
        return !found.more;
    };
    for (const QString& place : places) {
        const QFileInfo info(place);
        if (info.isSymLink())
            continue;
        if (info.isFile()) {
            if (!add(place, prefix + info.fileName()))
                break;
            continue;
        }
        const QDir root(place);
        QDirIterator it(place, QDir::Files | QDir::NoSymLinks | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            const QString file = it.next();
            if (!add(file, prefix + root.dirName() + QLatin1Char('/') + root.relativeFilePath(file)))
                return found;
        }
    }
    return found;
}

} // namespace run402
