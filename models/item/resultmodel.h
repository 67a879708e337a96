// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultset.h"

#include <QAbstractTableModel>

namespace run402 {

/// Roles shared by all grids; views and delegates colour by them.
enum GridRole {
    CellKindRole = Qt::UserRole + 1, ///< int(CellKind)
    RawJsonRole,                     ///< QByteArray, exact JSON of the cell
    ColumnTypeRole,                  ///< header: type text when known
    ColumnKeyRole,                   ///< header: true = part of the primary key
    InexactRole,                     ///< bool: the service's encoding may have lost a part of the value
};

/// Table model over a ResultSet: any number of rows, decoded when painted.
/// Owner: QObject parent. Thread: GUI. Replacing the set bumps `generation()`; a result that arrives for an
/// older generation must not be set.
class ResultModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit ResultModel(QObject* parent = nullptr);

    int nextGeneration() { return ++m_generation; }
    int generation() const { return m_generation; }
    /// Ignored when `generation` is not the current one.
    void setResult(std::shared_ptr<const ResultSet> set, int generation);
    const ResultSet* result() const { return m_set.get(); }
    std::shared_ptr<const ResultSet> sharedResult() const { return m_set; } ///< for work on another thread
    /// Shows these rows of the set in this order; null = all as they came.
    void setOrder(ResultOrder order);
    ResultOrder order() const { return m_order; }
    /// Row of the set behind a row shown.
    qsizetype sourceRow(int row) const { return m_order ? qsizetype((*m_order)[size_t(row)]) : row; }
    /// The whole value of a cell.
    Cell wholeCell(int row, int column) const;
    /// information_schema type names by column name, where the schema knows them, and the key columns.
    void setColumnTypes(const QHash<QString, QString>& types, const QStringList& keys);
    /// The type's name as PostgreSQL told it with the result, or as the schema has it.
    QString columnType(int column) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const QList<Cell>& cells(int row) const;
    bool isNumeric(int column) const;
    bool mayHaveLost(const Cell& cell, int column) const;

    std::shared_ptr<const ResultSet> m_set;
    ResultOrder m_order;
    QHash<QString, QString> m_types;
    QStringList m_keys;
    int m_generation = 0;
    mutable QHash<int, QList<Cell>> m_cache; ///< rows decoded lately
};

} // namespace run402
