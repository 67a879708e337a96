// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/logmodel.h"
#include "ui/common/grid.h"

#include <QSet>

namespace run402 {

class LineActions;
class LogDelegate;

/// The list of log lines. It follows the end until the person scrolls up; then new lines are counted and the view stays.
/// Enter, Space or a click on the arrow unfolds a JSON line. Owner: parent. Thread: GUI.
class LogTable : public GridView
{
    Q_OBJECT
public:
    explicit LogTable(LogModel& model, QWidget* parent = nullptr);

    bool isFollowing() const { return m_following; }
    void followEnd();
    int unseen() const { return m_unseen; }
    void setSearch(const QRegularExpression& expression);
    void toggle(int row);
    bool isUnfolded(int row) const;
    /// Long messages over several lines instead of cut at the right.
    void setWrapping(bool on);
    LineActions* actions() const { return m_actions; }
    /// Chosen lines as text, or all when none is chosen.
    QString chosenText() const;

Q_SIGNALS:
    void followingChanged();

private:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void refreshHeights();
    void wrapVisible();
    void placeActions();
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

    LogModel& m_model;
    LogDelegate* m_delegate;
    LineActions* m_actions;
    QSet<qint64> m_unfolded;
    bool m_wraps = false;
    bool m_following = true;
    bool m_moving = false; ///< we scroll, not the person
    int m_unseen = 0;
};

/// One line for a file or the clipboard: time in ISO 8601, level, function, text.
QString logLineText(const LogRow& row);

} // namespace run402
