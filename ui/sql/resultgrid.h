// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultmodel.h"
#include "models/item/resultorder.h"
#include "models/item/resulttext.h"
#include "ui/common/grid.h"

#include <QJsonObject>

#include <functional>

class QMenu;

namespace run402 {

class FrozenColumns;

/// How much is chosen in a grid.
struct GridChoice
{
    qint64 cells = 0, rows = 0;
    QList<int> columns; ///< any cell of which is chosen, as shown from the left
    bool wholeRows = false; ///< every shown column of every row that has something chosen
};

/// Read-only grid over a ResultModel; rows 28, head 32. Any number of rows. Cells are chosen by dragging, Shift and Ctrl, rows
/// by their numbers or Shift+Space, columns by Ctrl and a click on the head or Ctrl+Space.
/// Columns are dragged, sized, hidden and kept standing still here; sorting, filtering and searching are asked of the owner.
/// Owner: parent. Thread: GUI; copying more than a screen happens on a worker.
class ResultGrid : public GridView
{
    Q_OBJECT
public:
    explicit ResultGrid(QWidget* parent = nullptr);

    void setResultModel(ResultModel* model);
    ResultModel* resultModel() const { return m_model; }
    /// What copying takes: the chosen cells, in bands of rows with the same columns; without any, all rows. Hidden columns
    /// are not part of it. Linear in the number of pieces that were chosen, not in rows.
    ResultTextOptions selectionOptions() const;
    /// All rows and shown columns, in the order shown.
    ResultTextOptions shownOptions() const;
    GridChoice choice() const;
    /// The row of the only chosen cell, which is shown as chosen too; -1 = more is chosen, or nothing.
    int rowOfOnlyCell() const { return m_onlyRow; }
    void chooseColumns(int from, int to, bool add);
    void chooseRows();
    /// Makes one cell the only chosen one, whatever keys are held.
    void goTo(int row, int column);
    /// The arrow in the head; -1 = none.
    void showSorting(int column, Qt::SortOrder order);
    void hideColumn(int column);
    void showAllColumns();
    /// The columns up to this one stand still; -1 = none.
    void freezeUpTo(int column);
    int frozenColumns() const;
    bool isAnyColumnHidden() const;
    /// What was arranged by hand: order, widths, hidden and frozen columns; empty = nothing.
    QJsonObject layout() const;
    /// Does nothing for other columns than it was made of.
    void setLayout(const QJsonObject& layout);

Q_SIGNALS:
    void layoutChanged();
    /// Hidden, shown again or frozen.
    void columnsShown();
    /// The head was clicked: up, down, as it came.
    void sortCycled(int column);
    void sortRequested(int column, Qt::SortOrder order);
    void filterRequested(int column);
    void valueFilterRequested(const run402::ResultFilter& filter);
    void findRequested();
    void findStepRequested(int by);
    void linkRequested(const QString& url);
    void currentRowChanged(int row);
    void selectionSized();
    void copyRequested(run402::ResultFormat format);

protected:
    bool event(QEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    void updateGeometries() override;
    int sizeHintForColumn(int column) const override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

private:
    QList<int> shownColumns() const;
    void headClicked(int column);
    void watchLayout();
    void setRows();
    void sizeColumns();
    void showHeadMenu(int column, const QPoint& at);
    void addColumnActions(QMenu* menu, int column);
    ResultModel* m_model = nullptr;
    const ResultSet* m_rows = nullptr; ///< whose columns these are; never looked into
    FrozenColumns* m_frozen = nullptr;
    bool m_sizing = false;
    int m_onlyRow = -1;
    bool m_sizedByHand = false; ///< since the result came; its columns are left alone
};

/// Entries of "Copy as", for the button and the context menu.
void addCopyActions(QMenu* menu, QObject* context, std::function<void(ResultFormat)> chosen);

} // namespace run402
