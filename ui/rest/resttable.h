// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resulttext.h"

#include <QWidget>

#include <memory>

namespace run402 {

class ResultArranger;
class ResultBar;
class ResultGrid;
class ResultModel;

/// An answer as a table, with the console's grid and what it does with rows: sort by a head, filter, find, copy.
/// Owner: parent. Thread: GUI; rows are arranged and searched on workers.
class RestTable : public QWidget
{
    Q_OBJECT
public:
    explicit RestTable(QWidget* parent = nullptr);

    /// Null = none. Sorting and filters stay while the columns do, so that sending again shows the same view.
    void setRows(std::shared_ptr<const ResultSet> rows);

Q_SIGNALS:
    void noticed(const QString& text, bool failed);

private:
    void connectGrid();

    ResultBar* m_bar;
    ResultGrid* m_grid;
    ResultModel* m_model;
    ResultArranger* m_arranger;
};

} // namespace run402
