// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/functionlistmodel.h"

#include <QLocale>

#include <algorithm>

namespace run402 {

QString dayAndTime(const QDateTime& utc)
{
    const QDateTime at = utc.toLocalTime();
    if (!at.isValid())
        return {};
    const QString time = at.time().toString(QStringLiteral("HH:mm"));
    const QDate today = QDate::currentDate();
    if (at.date() == today)
        return FunctionListModel::tr("Today, %1").arg(time);
    const QLocale english(QLocale::English);
    const QString day = english.toString(at.date(), at.date().year() == today.year() ? QStringLiteral("d MMM") : QStringLiteral("d MMM yyyy"));
    return FunctionListModel::tr("%1, %2").arg(day, time);
}

void FunctionListModel::setItems(const QList<FunctionItem>& items)
{
    const bool same = items.size() == m_items.size()
                      && std::equal(items.cbegin(), items.cend(), m_items.cbegin(), [](const auto& a, const auto& b) { return a.name == b.name; });
    if (same) {
        for (int row = 0; row < items.size(); ++row) {
            if (items.at(row) == m_items.at(row))
                continue;
            m_items[row] = items.at(row);
            Q_EMIT dataChanged(index(row), index(row));
        }
        return;
    }
    beginResetModel();
    m_items = items;
    endResetModel();
}

int FunctionListModel::rowOf(const QString& name) const
{
    for (int row = 0; row < m_items.size(); ++row) {
        if (m_items.at(row).name == name)
            return row;
    }
    return -1;
}

int FunctionListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_items.size());
}

QString FunctionListModel::detail(const FunctionItem& item)
{
    if (item.calls > 0 && item.failed > 0)
        return tr("%1 calls from here, %2 failed").arg(item.calls).arg(item.failed);
    if (item.calls > 0)
        return tr("%n call(s) from here", nullptr, item.calls);
    switch (item.state) {
    case FunctionItem::State::New: return tr("Not deployed yet");
    case FunctionItem::State::Elsewhere: return tr("Changed elsewhere");
    case FunctionItem::State::Deployed: break;
    }
    return item.updatedAt.isValid() ? dayAndTime(item.updatedAt) : tr("Deployed");
}

QVariant FunctionListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FunctionItem& item = m_items.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return item.name;
    case Qt::AccessibleTextRole:
        return item.dirty ? tr("%1, %2, not deployed changes").arg(item.name, detail(item)) : tr("%1, %2").arg(item.name, detail(item));
    case StateRole: return int(item.state);
    case DirtyRole: return item.dirty;
    case DetailRole: return detail(item);
    case FailedRole: return item.failed > 0;
    case TimesRole: return QVariant::fromValue(item.callTimes);
    }
    return {};
}

} // namespace run402
