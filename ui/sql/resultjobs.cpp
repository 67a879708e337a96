// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/resultjobs.h"

#include <QFutureWatcher>
#include <QtConcurrent>

namespace run402 {

namespace {
constexpr int tellEveryMs = 100;
}

ResultJobs::ResultJobs(QObject* parent) : QObject(parent)
{
    m_clock.setInterval(tellEveryMs);
    connect(&m_clock, &QTimer::timeout, this, &ResultJobs::tell);
}

ResultJobs::~ResultJobs()
{
    for (Handle* job : {&m_arranging, &m_finding, &m_adding})
        stop(*job);
}

void ResultJobs::stop(Handle& job)
{
    if (job)
        job->stop = true;
    job.reset();
}

void ResultJobs::setRows(std::shared_ptr<const ResultSet> set)
{
    cancel();
    stop(m_adding);
    m_set = std::move(set);
}

void ResultJobs::cancel()
{
    stop(m_arranging);
    stop(m_finding);
    tell();
}

template <typename T>
void ResultJobs::run(Handle& slot, qint64 total, bool told, std::function<std::optional<T>(const Going&)> work, std::function<void(const T&)> then)
{
    stop(slot);
    const auto job = std::make_shared<Job>();
    job->total = total;
    job->told = told;
    slot = job;
    auto* watcher = new QFutureWatcher<std::optional<T>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, job, &slot, then] {
        watcher->deleteLater();
        if (slot != job)
            return;
        slot.reset();
        tell();
        if (const auto result = watcher->future().takeResult())
            then(*result);
    });
    watcher->setFuture(QtConcurrent::run([job, work] {
        return work([job](qsizetype done) {
            job->done = done;
            return !job->stop;
        });
    }));
    if (told)
        m_clock.start();
}

void ResultJobs::arrange(const ResultArrangement& how)
{
    if (!m_set)
        return;
    run<ResultOrder>(m_arranging, m_set->rowCount(), true, [set = m_set, how](const Going& going) { return run402::arrange(*set, how, going); },
                     [this, how](const ResultOrder& order) { Q_EMIT arranged(how, order); });
}

void ResultJobs::find(const QString& text, const ResultOrder& order)
{
    if (!m_set || text.isEmpty()) {
        stop(m_finding);
        Q_EMIT found({});
        return;
    }
    const qint64 total = order ? qint64(order->size()) : m_set->rowCount();
    run<FoundCells>(m_finding, total, true, [set = m_set, text, order](const Going& going) { return findInResult(*set, order, text, going); },
                    [this](const FoundCells& cells) { Q_EMIT found(cells); });
}

void ResultJobs::addUp(const QList<int>& columns, const QList<ResultTextOptions::Rows>& rows, const ResultOrder& order)
{
    if (!m_set || columns.isEmpty()) {
        stop(m_adding);
        return;
    }
    run<ResultStats>(m_adding, 0, false, [set = m_set, columns, rows, order](const Going& going) { return statsOf(*set, columns, rows, order, going); },
                     [this, columns](const ResultStats& stats) { Q_EMIT addedUp(columns, stats); });
}

void ResultJobs::tell()
{
    qint64 done = 0, total = 0;
    for (const Handle* job : {&m_arranging, &m_finding}) {
        if (*job && (*job)->told) {
            done += (*job)->done;
            total += (*job)->total;
        }
    }
    if (total > 0) {
        m_telling = true;
        Q_EMIT progressed(int(done * 100 / total));
    } else {
        m_clock.stop();
        if (std::exchange(m_telling, false))
            Q_EMIT progressed(-1);
    }
}

} // namespace run402
