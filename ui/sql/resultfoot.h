// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultstats.h"
#include "ui/sql/resultexport.h"
#include "ui/sql/sqlrunner.h"

#include <QWidget>

class QHBoxLayout;

namespace run402 {

class Button;
class Chip;
class ElidedLabel;
class IconLabel;
class Label;

/// The line of facts under a result, 34 high: rows, time, size, limit; what is chosen and what it adds up to; copying and
/// exporting. Owner: parent. Thread: GUI.
class ResultFoot : public QWidget
{
    Q_OBJECT
public:
    explicit ResultFoot(QWidget* parent = nullptr);

    /// Null = nothing has run. `grid`: rows are on screen.
    void show(const SqlStep* step, bool grid);
    /// How many rows pass the filters; -1 = there are none.
    void setPassing(qint64 rows);
    void setSelected(const struct GridChoice& choice);
    /// What the chosen cells add up to, and of what; an empty name takes it away.
    void setStats(const QString& what, const ResultStats& stats);
    /// 0 … 100; -1 = nothing is being written.
    void setExporting(int percent);

Q_SIGNALS:
    void copyRequested(run402::ResultFormat format);
    void exportRequested(run402::ExportFormat format);
    void stopRequested();
    void withoutLimitRequested();

private:
    void build();
    void buildButtons(QHBoxLayout* row);
    void paintEvent(QPaintEvent* event) override;

    IconLabel* m_sign;
    Label* m_rows;
    Label* m_time;
    Label* m_size;
    Chip* m_limit;
    Button* m_noLimit;
    Chip* m_inexact;
    Chip* m_lost;
    ElidedLabel* m_stats;
    Label* m_selected;
    Label* m_progress;
    Button* m_stop;
    Button* m_copy;
    Button* m_export;
    QString m_outcome;
};

/// "38 ms on the server, 121 ms in all"; the server's part only when it was told.
QString timeText(const SqlStep& step);

} // namespace run402
