// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/sqllistmodel.h"

namespace run402 {

void SqlListModel::setRows(const QList<Row>& rows)
{
    if (rows == m_rows)
        return; // the choice and the place in the list stay
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

int SqlListModel::rowOf(qint64 id) const
{
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].id == id)
            return i;
    }
    return -1;
}

int SqlListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant SqlListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return row.title;
    case Qt::ToolTipRole: return row.sql.left(2000);
    case Qt::AccessibleTextRole: return QString(row.title + QStringLiteral(", ") + row.detail);
    case IdRole: return row.id;
    case SqlRole: return row.sql;
    case DetailRole: return row.detail;
    case SignRole: return int(row.sign);
    default: return {};
    }
}

} // namespace run402
