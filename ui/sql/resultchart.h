// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultmodel.h"
#include "models/item/resultpoints.h"

#include <QWidget>

class QComboBox;

namespace run402 {

class EmptyState;
class Label;
class ResultPlot;
class SegmentedControl;

/// A result drawn: bars, a line or points, with the columns chosen above. The grid is its table. At most 200 bars and
/// 3000 points; of more rows every n-th is drawn, and that is said.
/// Owner: parent. Thread: GUI; the numbers are gathered on a worker. Borrows the model.
class ResultChart : public QWidget
{
    Q_OBJECT
public:
    explicit ResultChart(ResultModel* model, QWidget* parent = nullptr);

    /// Draws what the model shows now. The columns chosen stay where the result is the same.
    void refresh();

private:
    void build();
    void fillPickers();
    void draw();
    void show(const ResultPoints& points);

    ResultModel* m_model;
    const ResultSet* m_filled = nullptr; ///< whose columns are offered; never looked into
    SegmentedControl* m_kind;
    QComboBox* m_across;
    QComboBox* m_up;
    Label* m_note;
    EmptyState* m_nothing;
    QWidget* m_stage;
    ResultPlot* m_plot = nullptr;
    ResultPoints m_points;
    int m_generation = 0;
};

} // namespace run402
