// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/transferqueue.h"

#include "services/services.h"

#include <QDirIterator>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QSaveFile>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <atomic>

namespace run402 {

namespace {

constexpr qint64 maxDownload = 4ll << 30;
constexpr int maxFiles = 10'000;

/// Touched by the disk thread alone once it is open, but for `failed`.
struct Target
{
    explicit Target(const QString& path) : file(path) { file.setDirectWriteFallback(false); }
    QSaveFile file;
    std::atomic_bool failed = false;
    std::atomic<qint64> waiting = 0;
};

} // namespace

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

void TransferQueue::download(const Job& job)
{
    if (!job.replace && QFileInfo::exists(job.file))
        return end(job, Problem::make(Problem::Kind::Local, QStringLiteral("file.exists"), QStringLiteral("A file of that name is there already")));
    auto target = std::make_shared<Target>(job.file);
    if (!target->file.open(QIODevice::WriteOnly))
        return end(job, Problem::make(Problem::Kind::Local, QStringLiteral("file.unwritable"), target->file.errorString()));
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
        auto* watcher = new QFutureWatcher<bool>(this);
        connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, job, r] {
            watcher->deleteLater();
            if (r.ok() && !watcher->result())
                return end(job, Problem::make(Problem::Kind::Local, QStringLiteral("file.unwritable"), QStringLiteral("The file could not be written")));
            end(job, r);
        });
        watcher->setFuture(QtConcurrent::run(m_disk, [target, job, good = r.ok()] {
            const bool taken = !job.replace && QFileInfo::exists(job.file); // came while we were loading
            if (good && !target->failed && !taken)
                return target->file.commit();
            target->file.cancelWriting();
            target->file.commit();
            return false;
        }));
    });
}

void TransferQueue::end(const Job& job, const Result<Objects::Object>& outcome)
{
    m_call = nullptr;
    Q_EMIT finished(job, outcome);
    QMetaObject::invokeMethod(this, &TransferQueue::next, Qt::QueuedConnection);
}

QList<QPair<QString, QString>> TransferQueue::filesBelow(const QStringList& places, const QString& folder)
{
    QList<QPair<QString, QString>> found;
    const QString prefix = folder.isEmpty() ? QString() : folder + QLatin1Char('/');
    for (const QString& place : places) {
        const QFileInfo info(place);
        if (info.isSymLink())
            continue;
        if (info.isFile()) {
            found << qMakePair(place, prefix + info.fileName());
            continue;
        }
        const QDir root(place);
        QDirIterator it(place, QDir::Files | QDir::NoSymLinks | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext() && found.size() < maxFiles) {
            const QString file = it.next();
            found << qMakePair(file, prefix + root.dirName() + QLatin1Char('/') + root.relativeFilePath(file));
        }
    }
    return found;
}

} // namespace run402
