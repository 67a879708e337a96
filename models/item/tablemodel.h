// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultmodel.h"
#include "models/table/tableedits.h"

#include <QAbstractTableModel>

namespace run402 {

/// A page of a table with what is staged over it: new rows on top, then the page in its order. Never sends anything.
/// Owner: parent. Thread: GUI. Edits come in as steps, so that an undo stack can hold them.
class TableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    /// The same numbers as GridMark of ui/common/grid.h, which this layer does not see.
    enum Role : int {
        EditedRole = Qt::UserRole + 0x400, ///< bool
        RowStateRole,                      ///< int: 0 as read, 1 new, 2 to be deleted
        HeaderIconRole,                    ///< header: a Lucide name
        PlaceholderRole,                   ///< text in place of a value that is left to the database
        CellIconRole,                      ///< a Lucide name at the right of the cell
        FaultRole,                         ///< why the value does not fit; empty = it does
        RowEditedRole,                     ///< bool
    };

    explicit TableModel(QObject* parent = nullptr);

    const TableShape& shape() const { return m_shape; }
    /// Forgets the page and everything staged.
    void setShape(const TableShape& shape);
    /// Staged edits stay. `firstRow`: number of the page's first row, from 1.
    void setPage(const TablePage& page, qint64 firstRow);
    const TablePage& page() const { return m_page; }
    void setWritable(bool writable) { m_writable = writable; }
    bool isWritable() const { return m_writable && m_shape.isEditable(); }

    const TableEdits& edits() const { return m_edits; }
    TableEdits& edits() { return m_edits; } ///< for making steps; apply them here
    void apply(const TableEdits::Step& step) { change(step, true); }
    void unapply(const TableEdits::Step& step) { change(step, false); }
    void discard();

    bool isNew(int row) const { return row < m_inserted.size(); }
    QString rowName(int row) const;
    TableRow rowAsRead(int row) const;
    CellValue value(int row, int column) const; ///< outside of the page: left to the database
    CellValue value(const QModelIndex& index) const { return value(index.row(), index.column()); }
    /// The value is here only in part.
    bool isCut(const QModelIndex& index) const;
    /// Staged values that do not fit, all rows; and the first of them.
    int faults() const;
    QModelIndex firstFault() const;
    /// The whole of a cut value was fetched.
    void complete(int row, const TableRow& whole);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

Q_SIGNALS:
    void editsChanged();

private:
    void change(const TableEdits::Step& step, bool forward);
    QString display(const TableColumn& column, const CellValue& value) const;
    CellKind kind(const TableColumn& column, const CellValue& value) const;
    QString fault(const QModelIndex& index) const;

    TableShape m_shape;
    TablePage m_page;
    QStringList m_names; ///< of the page's rows
    TableEdits m_edits;
    QStringList m_inserted;
    qint64 m_firstRow = 1;
    bool m_writable = true;
};

} // namespace run402
