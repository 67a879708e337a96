// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/starterlistmodel.h"

#include "models/item/applistmodel.h"

namespace run402 {

using namespace Qt::StringLiterals;

void StarterListModel::setStarters(const QList<Starter>& starters)
{
    beginResetModel();
    m_starters = starters;
    endResetModel();
}

int StarterListModel::rowOf(const QString& slug) const
{
    for (int row = 0; row < m_starters.size(); ++row) {
        if (m_starters[row].slug == slug)
            return row;
    }
    return -1;
}

void StarterListModel::setPicture(const QString& slug, const QVariant& picture)
{
    m_pictures.insert(slug, picture);
    if (const int row = rowOf(slug); row >= 0)
        Q_EMIT dataChanged(index(row), index(row), {AppCardRole::Picture});
}

int StarterListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_starters.size());
}

QVariant StarterListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Starter& s = m_starters[index.row()];
    switch (role) {
    case Qt::DisplayRole: return s.title;
    case Qt::AccessibleTextRole: return QStringList{s.title, s.summary, s.tags.join(u", "_s)}.join(u", "_s);
    case AppCardRole::Id: return s.slug;
    case AppCardRole::Summary: return s.summary;
    case AppCardRole::Tags: return s.tags;
    case AppCardRole::Icon: return s.icon;
    case AppCardRole::Accent: return s.accent;
    case AppCardRole::Picture: return m_pictures.value(s.slug);
    default: return {};
    }
}

} // namespace run402
