// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/feedmodel.h"

#include "models/domain/amount.h"

namespace run402 {

FeedModel::FeedModel(const QStringList& headings, int cost, QObject* parent)
    : QAbstractTableModel(parent), m_headings(headings), m_cost(cost)
{
}

int FeedModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_headings.size()); }

QVariant FeedModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return int((section == m_cost ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return m_headings.value(section);
}

QString FeedModel::costText(qint64 micros) { return micros == 0 ? QString() : Amount::fromMicros(micros).toShownText(6); }

} // namespace run402
