// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/ledger.h"

#include <QWidget>

class QStackedWidget;
class QStandardItemModel;

namespace run402 {

class Label;
class MonthChart;
class SegmentedControl;

/// Money in and out per month, as a chart and as a table with the same numbers exactly. The chart's library is loaded
/// when this is shown first. Owner: parent. Thread: GUI.
class MonthsView : public QWidget
{
    Q_OBJECT
public:
    explicit MonthsView(QWidget* parent = nullptr);
    /// `sandbox`: there is play money only.
    void setMonths(const QList<MonthTotal>& months, bool sandbox);

Q_SIGNALS:
    void monthActivated(const QDate& month);

private:
    void showEvent(QShowEvent* event) override;
    void refresh();

    QList<MonthTotal> m_months;
    bool m_sandbox = false;
    bool m_tried = false; ///< the chart was asked for
    SegmentedControl* m_money;
    SegmentedControl* m_form;
    QStackedWidget* m_stack;
    QWidget* m_chartBox;
    MonthChart* m_chart = nullptr;
    QStandardItemModel* m_model;
};

} // namespace run402
