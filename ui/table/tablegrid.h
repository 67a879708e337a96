// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resulttext.h"
#include "models/table/cellcheck.h"
#include "ui/common/grid.h"

namespace run402 {

class TableSession;

/// The table editor's grid: cells are edited in place, rows are made, doubled and marked, blocks are pasted. All of it
/// is staged in the session. Owner: parent. Thread: GUI.
class TableGrid : public GridView
{
    Q_OBJECT
public:
    TableGrid(TableSession& session, QWidget* parent = nullptr);

    void newRow();
    void duplicateRows();
    void toggleDeleted();
    void setNull();
    void paste();
    void revertRows(); ///< what is staged for the chosen rows
    void copy(ResultFormat format);
    /// Goes to the next cell that holds the text, around the end; false = there is none on this page.
    bool findNext(const QString& text);
    /// As wide as the values shown need; by itself only once.
    void fitColumns(bool again = false);

Q_SIGNALS:
    void filterWanted(int column, const run402::CellValue& value);
    void filterBegun(const QString& column);
    void sortWanted(int column, Qt::SortOrder order); ///< -1 = by the key
    void hideWanted(int column);
    void referenceWanted(const QString& table, const QString& column, const QString& value);
    void noticed(const QString& text, bool failed);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool edit(const QModelIndex& index, EditTrigger trigger, QEvent* event) override;

private:
    QList<int> selectedRows() const;
    bool clickedPart(const QModelIndex& index, const QPoint& at);
    void follow(const QModelIndex& index);
    void showHeadMenu(const QPoint& at);
    void pasteInto(const QModelIndexList& cells, const QString& text);
    void pasteBlock(const QList<QStringList>& block, int row, int column);

    TableSession& m_session;
    bool m_sized = false;
};

} // namespace run402
