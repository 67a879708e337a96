// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/restparamsmodel.h"

namespace run402 {

void RestParamsModel::setQuery(const QString& query)
{
    const QList<RestRow> rows = mergedRestRows(m_rows, query);
    if (rows != m_rows)
        setRows(rows);
}

void RestParamsModel::setRows(const QList<RestRow>& rows)
{
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

void RestParamsModel::append(const RestRow& row)
{
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size()));
    m_rows << row;
    endInsertRows();
    Q_EMIT edited();
}

void RestParamsModel::removeAt(int row)
{
    if (row < 0 || row >= m_rows.size())
        return;
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    endRemoveRows();
    Q_EMIT edited();
}

int RestParamsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int RestParamsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RestParamsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const RestRow& row = m_rows.at(index.row());
    if (role == Qt::CheckStateRole && index.column() == Name)
        return int(row.on ? Qt::Checked : Qt::Unchecked);
    if (role != Qt::DisplayRole && role != Qt::EditRole)
        return {};
    return index.column() == Name ? row.name : index.column() == Operator ? row.op : row.value;
}

bool RestParamsModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid())
        return false;
    RestRow& row = m_rows[index.row()];
    const RestRow before = row;
    if (role == Qt::CheckStateRole && index.column() == Name)
        row.on = value.toInt() == Qt::Checked;
    else if (role != Qt::EditRole)
        return false;
    else if (index.column() == Name)
        row.name = value.toString().trimmed();
    else if (index.column() == Operator)
        row.op = value.toString();
    else
        row.value = value.toString();
    if (isRestReserved(row.name))
        row.op.clear();
    if (row == before)
        return true;
    Q_EMIT dataChanged(index.siblingAtColumn(0), index.siblingAtColumn(ColumnCount - 1));
    Q_EMIT edited();
    return true;
}

QVariant RestParamsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Parameter") : section == Operator ? tr("Operator") : tr("Value");
}

Qt::ItemFlags RestParamsModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    Qt::ItemFlags flags = QAbstractTableModel::flags(index) | Qt::ItemIsEditable;
    if (index.column() == Name)
        flags |= Qt::ItemIsUserCheckable;
    if (index.column() == Operator && isRestReserved(m_rows.at(index.row()).name))
        flags &= ~Qt::ItemIsEditable;
    return flags;
}

} // namespace run402
