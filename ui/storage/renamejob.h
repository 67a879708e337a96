// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/storage/transferqueue.h"

#include <QTemporaryDir>

namespace run402 {

/// A stored file under another name. The service cannot rename (contract.md §3.9), so the file is downloaded to a
/// temporary place, uploaded under its new name and only then deleted under the old one. A failure leaves the old file
/// where it is, and says whether the copy is there as well.
/// Owner: parent; deletes itself after finished(). Thread: GUI, files on a worker.
class RenameJob : public QObject
{
    Q_OBJECT
public:
    enum class Step { Download, Upload, Delete };
    struct Names { QString projectId, bucket, from, to; };

    RenameJob(Services& services, const Names& names, QObject* parent);
    void start();
    /// Stops a transfer under way; the deletion at the end is not stopped.
    void cancel() { m_queue.cancelAll(); }
    const Names& names() const { return m_names; }

Q_SIGNALS:
    void progressed(run402::RenameJob::Step step, qint64 done, qint64 total);
    /// Without a problem all three steps went through; otherwise `step` did not. `copied`: what is stored under the new name.
    void finished(run402::RenameJob::Step step, const std::optional<run402::Problem>& problem, const run402::Objects::Object& copied);

private:
    void transferred(const TransferQueue::Job& job, const Result<Objects::Object>& outcome);
    void removeOld();
    void end(Step step, const std::optional<Problem>& problem);

    Services& m_services;
    Names m_names;
    QTemporaryDir m_folder;
    TransferQueue m_queue;
    Objects::Object m_copied;
};

} // namespace run402
