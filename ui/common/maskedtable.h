// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIdentityProxyModel>
#include <QList>

namespace run402 {

/// A table of which some columns are amounts of money: what is painted, read aloud and told by tooltips in them passes
/// the MoneyMask, and views hear of its changes. Other columns hide what has a currency beside it. Rows and columns are
/// the source's own, so row numbers fit both. What is copied or written to a file is read from the source and stays exact.
/// Owner: the view. Thread: GUI.
class MaskedTable final : public QIdentityProxyModel
{
    Q_OBJECT
public:
    MaskedTable(QAbstractItemModel* source, const QList<int>& amounts, QObject* parent);

    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    QList<int> m_amounts;
};

} // namespace run402
