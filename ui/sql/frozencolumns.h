// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/grid.h"

namespace run402 {

/// The first columns of a grid, standing still over it while the rest moves sideways. It shares model and selection with
/// the grid, and the grid keeps the keyboard.
/// Owner: the grid. Thread: GUI.
class FrozenColumns : public GridView
{
    Q_OBJECT
public:
    explicit FrozenColumns(QTableView* grid);

    /// How many of the columns shown stand still, from the left; 0 = none.
    void setCount(int columns);
    int count() const { return m_count; }
    /// Follows the grid's size, column widths and order.
    void refresh();
    /// px; 0 when nothing stands still.
    int coveredWidth() const;

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    QTableView* m_grid;
    int m_count = 0;
    bool m_following = false;
};

} // namespace run402
