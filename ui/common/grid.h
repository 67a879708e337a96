// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultmodel.h"

#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QTableView>

namespace run402 {

class Label;

/// Besides CellKindRole, ColumnTypeRole and ColumnKeyRole (models/item/resultmodel.h) the delegate and the header
/// read these marks. Missing roles mean Text and Normal.
namespace GridMark {
enum : int {
    Edited = Qt::UserRole + 0x400, ///< bool, amber with a corner
    RowState,                      ///< int, GridRowState
    HeaderIcon,                    ///< header: a Lucide name; a key is shown for ColumnKeyRole by itself
    Placeholder,                   ///< text in italics in place of a value
    CellIcon,                      ///< a Lucide name at the right of the cell
    Fault,                         ///< why the value does not fit; a rose ring
    RowEdited,                     ///< bool, a bar at the row's number
};
}
enum class GridRowState : int { Normal, Inserted, Deleted };

/// Paints grid cells: rows of 28, colours by kind, NULL in italics, check mark
/// and word for a boolean, the marks of pending edits. Owner: view. Thread: GUI.
class GridDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;
};

/// Heads of 32: name in bold, type in mono, an arrow for the sorted column.
/// As a vertical header: row numbers in mono, + and − for new and deleted rows.
class GridHeader : public QHeaderView
{
    Q_OBJECT
public:
    GridHeader(Qt::Orientation orientation, QWidget* parent);

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    QSize sectionSizeFromContents(int section) const override;

private:
    void paintNumber(QPainter* painter, const QRect& rect, int section) const;
};

/// A QTableView set up with both: pixel scrolling, no own grid, no focus frame.
class GridView : public QTableView
{
    Q_OBJECT
public:
    explicit GridView(QWidget* parent = nullptr);

protected:
    void updateGeometries() override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void placeCorner();

    Label* m_corner; ///< the "#" over the row numbers
};

} // namespace run402
