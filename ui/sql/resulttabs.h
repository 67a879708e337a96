// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sql/sqlrunner.h"

#include <QWidget>

namespace run402 {

/// The strip of results, 36 high: sign, number of the statement, title, outcome. Arrow keys move.
/// Owner: parent. Thread: GUI.
class ResultTabs : public QWidget
{
    Q_OBJECT
public:
    explicit ResultTabs(QWidget* parent = nullptr);

    void setSteps(const QList<SqlStep>& steps);
    void setCurrent(int index);
    int current() const { return m_current; }
    int count() const { return int(m_tabs.size()); }
    QString textAt(int index) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentChanged(int index);

private:
    struct Tab
    {
        QString icon, number, title, outcome;
        const char* token;
        QRect box;
    };
    void layOut();
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void choose(int index);

    QList<Tab> m_tabs;
    int m_current = -1;
    int m_scroll = 0;
    int m_width = 0;
};

/// "3 rows", "done", "running"; what the tab says beside the title.
QString stepOutcome(const SqlStep& step);

} // namespace run402
