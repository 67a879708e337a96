// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/interfaces.h"

#include <QObject>
#include <QPointer>
#include <QQueue>

class QThreadPool;

namespace run402 {

class Services;
struct TransferTarget;

/// Uploads and downloads of one project, one after the other. Uploads are streamed from disk; downloads are written
/// beside their place by a thread of their own and take it only when complete, and only what the person agreed to is
/// replaced. Owner: parent. Thread: GUI.
class TransferQueue : public QObject
{
    Q_OBJECT
public:
    struct Job
    {
        bool upload = true;
        QString projectId, bucket, path;
        QString file;        ///< on this computer
        QString contentType; ///< uploads
        bool replace = false; ///< downloads: the person said so
    };
    explicit TransferQueue(Services& services, QObject* parent = nullptr);
    ~TransferQueue() override;

    void add(const Job& job);
    void cancelAll();
    bool isBusy() const { return m_active; }
    int waiting() const { return int(m_jobs.size()); }

    static constexpr int mostFiles = 10'000; ///< of one drop
    struct Found
    {
        QList<QPair<QString, QString>> files; ///< place on this computer, key
        bool more = false; ///< there were more than `mostFiles`; the rest is not in `files`
    };
    /// Every file of a folder tree, or the file itself, with its key below `folder`. Any thread. Links are not followed.
    static Found filesBelow(const QStringList& places, const QString& folder, int most = mostFiles);

Q_SIGNALS:
    void progressed(const run402::TransferQueue::Job& job, qint64 done, qint64 total);
    void finished(const run402::TransferQueue::Job& job, const run402::Result<run402::Objects::Object>& outcome);
    void idle();

private:
    void next();
    void end(const Job& job, const Result<Objects::Object>& outcome);
    void download(const Job& job);
    void receive(const Job& job, const std::shared_ptr<TransferTarget>& target);

    Services& m_services;
    QQueue<Job> m_jobs;
    QPointer<CallBase> m_call;
    QThreadPool* m_disk;
    bool m_active = false;
    bool m_cancelled = false; ///< while a file is being opened
};

} // namespace run402
