// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dataimport/importsample.h"

#include <QAbstractTableModel>

#include <memory>

namespace run402 {

/// The first rows of a file, decoded when painted. Roles of all grids: CellKindRole, ColumnTypeRole.
/// Owner: parent. Thread: GUI.
class ImportPreviewModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    static constexpr int mostRows = 100;
    using QAbstractTableModel::QAbstractTableModel;

    void setSample(std::shared_ptr<const ImportSample> sample);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::shared_ptr<const ImportSample> m_sample;
};

/// Which column of a file goes into which of the table. Into a table that is there: one of its columns or none; into a
/// new one: any name, and a type. Owner: parent. Thread: GUI.
class ImportMappingModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Source, Target, Type, ColumnCount };
    struct Entry
    {
        QString source;
        QString target; ///< empty = left out
        QString type; ///< of a new table's column
    };
    using QAbstractTableModel::QAbstractTableModel;

    /// `columns` = those of the table that is there, "name" → type; empty = a new table.
    void set(const QList<ImportColumn>& source, const QList<QPair<QString, QString>>& columns);
    bool isNewTable() const { return m_columns.isEmpty(); }
    const QList<Entry>& entries() const { return m_entries; }
    QStringList choices(int column) const; ///< for an editor
    QList<QPair<int, QString>> mapping() const;
    /// Targets named more than once; the mapping cannot be used as long as there are some.
    QStringList doubles() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(ColumnCount); }
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

private:
    QList<Entry> m_entries;
    QList<QPair<QString, QString>> m_columns;
};

} // namespace run402
