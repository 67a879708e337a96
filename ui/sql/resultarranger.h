// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultorder.h"

#include <QObject>
#include <QStringList>

#include <memory>

namespace run402 {

class ResultBar;
class ResultGrid;
class ResultJobs;
class ResultModel;
class ResultSet;

/// Sorting, filters and find of a loaded result: what head, menu and bar ask for is done on workers, and shown once it is
/// done, so that nothing on screen jumps twice. The newest wish wins, and the next one builds on it, shown or not.
/// Owner: parent, whose members the other three are. Thread: GUI.
class ResultArranger : public QObject
{
    Q_OBJECT
public:
    ResultArranger(ResultGrid* grid, ResultBar* bar, ResultModel* model, QObject* parent);

    enum class Wish { Forget, KeepForEqualColumns };
    /// Null = none. `wish`: what becomes of sorting and filters.
    void setRows(const std::shared_ptr<const ResultSet>& rows, Wish wish);

    const ResultArrangement& shown() const { return m_shown; }
    ResultJobs* jobs() const { return m_jobs; }

Q_SIGNALS:
    void arranged();

private:
    void connectGrid();
    void connectBar();
    void cycle(int section);
    void filter(const QList<ResultFilter>& filters);
    void wish(const ResultArrangement& how);
    void show(const ResultArrangement& how, const ResultOrder& order);

    ResultGrid* m_grid;
    ResultBar* m_bar;
    ResultModel* m_model;
    ResultJobs* m_jobs;
    QStringList m_columns; ///< of the last rows
    ResultArrangement m_shown, m_wished;
};

} // namespace run402
