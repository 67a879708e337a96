// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QStringList>

namespace run402 {

/// What the feeds in the docks have in common: fixed columns with their headings, one of them what it cost. A MaskedTable
/// stands between it and the view. Owner: the dock. Thread: GUI.
class FeedModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    /// `cost` is a column: its figures stand on the right.
    FeedModel(const QStringList& headings, int cost, QObject* parent);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    static QString costText(qint64 micros); ///< empty = it cost nothing

private:
    const QStringList m_headings;
    const int m_cost;
};

} // namespace run402
