// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/renamejob.h"

#include "services/services.h"

namespace run402 {

RenameJob::RenameJob(Services& services, const Names& names, QObject* parent)
    : QObject(parent), m_services(services), m_names(names), m_queue(services)
{
    connect(&m_queue, &TransferQueue::finished, this, &RenameJob::transferred);
    connect(&m_queue, &TransferQueue::progressed, this, [this](const TransferQueue::Job& job, qint64 done, qint64 total) {
        Q_EMIT progressed(job.upload ? Step::Upload : Step::Download, done, total);
    });
}

void RenameJob::start()
{
    if (!m_folder.isValid()) {
        return end(Step::Download, Problem::make(Problem::Kind::Local, QStringLiteral("file.unwritable"), m_folder.errorString()));
    }
    m_queue.add({false, m_names.projectId, m_names.bucket, m_names.from, m_folder.filePath(QStringLiteral("file")), {}, true});
}

void RenameJob::transferred(const TransferQueue::Job& job, const Result<Objects::Object>& outcome)
{
    if (!outcome.ok())
        return end(job.upload ? Step::Upload : Step::Download, outcome.error());
    if (job.upload) {
        m_copied = *outcome;
        return removeOld();
    }
    m_queue.add({true, m_names.projectId, m_names.bucket, m_names.to, job.file, outcome->contentType, false});
}

void RenameJob::removeOld()
{
    if (!m_services.hasSession())
        return end(Step::Delete, Problem::make(Problem::Kind::Network, QStringLiteral("net.offline"), QStringLiteral("Not connected")));
    m_services.objects().remove(m_names.projectId, m_names.bucket, m_names.from)->onDone(this, [this](const Result<Done>& r) {
        end(Step::Delete, r.ok() ? std::nullopt : std::optional(r.error()));
    });
}

void RenameJob::end(Step step, const std::optional<Problem>& problem)
{
    Q_EMIT finished(step, problem, m_copied);
    deleteLater();
}

} // namespace run402
