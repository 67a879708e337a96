// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/maskedtable.h"

#include "ui/common/moneymask.h"

namespace run402 {

MaskedTable::MaskedTable(QAbstractItemModel* source, const QList<int>& amounts, QObject* parent)
    : QIdentityProxyModel(parent), m_amounts(amounts)
{
    setSourceModel(source);
    connect(&MoneyMask::of(), &MoneyMask::changed, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    });
}

QVariant MaskedTable::data(const QModelIndex& index, int role) const
{
    QVariant value = QIdentityProxyModel::data(index, role);
    const bool words = role == Qt::DisplayRole || role == Qt::AccessibleTextRole || role == Qt::AccessibleDescriptionRole
        || role == Qt::ToolTipRole;
    const MoneyMask& mask = MoneyMask::of();
    if (!words || !mask.isHidden() || value.toString().isEmpty())
        return value;
    return m_amounts.contains(index.column()) ? mask.shown(value.toString()) : mask.shownWithin(value.toString());
}

} // namespace run402
