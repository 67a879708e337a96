// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultorder.h"
#include "models/item/resultstats.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <functional>
#include <memory>

namespace run402 {

/// Work on a whole result, beside the GUI: arranging, searching, adding up. One of each kind at a time, the newest wins;
/// what was asked of an earlier result never arrives.
/// Owner: parent. Thread: GUI.
class ResultJobs : public QObject
{
    Q_OBJECT
public:
    explicit ResultJobs(QObject* parent = nullptr);
    ~ResultJobs() override;

    /// Forgets what runs and every answer of an earlier result.
    void setRows(std::shared_ptr<const ResultSet> set);

    void arrange(const ResultArrangement& how);
    /// Empty text: nothing is found, at once.
    void find(const QString& text, const ResultOrder& order);
    /// No columns: what is being added up is no longer wanted.
    void addUp(const QList<int>& columns, const QList<ResultTextOptions::Rows>& rows, const ResultOrder& order);
    /// Arranging and searching.
    void cancel();

Q_SIGNALS:
    void arranged(const run402::ResultArrangement& how, const run402::ResultOrder& order);
    void found(const run402::FoundCells& cells);
    void addedUp(const QList<int>& columns, const run402::ResultStats& stats);
    /// 0 … 100 of what takes longer than a moment; -1 = it is over, or was stopped.
    void progressed(int percent);

private:
    struct Job
    {
        std::atomic_bool stop{false};
        std::atomic<qint64> done{0};
        qint64 total = 0;
        bool told = false; ///< shows its progress
    };
    using Handle = std::shared_ptr<Job>;
    template <typename T>
    void run(Handle& slot, qint64 total, bool told, std::function<std::optional<T>(const Going&)> work, std::function<void(const T&)> then);
    void stop(Handle& job);
    void tell();

    std::shared_ptr<const ResultSet> m_set;
    Handle m_arranging, m_finding, m_adding;
    QTimer m_clock;
    bool m_telling = false;
};

} // namespace run402
