// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/applistmodel.h"


#include <algorithm>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

/// The service knows no icons: a word among the tags or in the name decides.
QString iconFor(const AppVersion& app)
{
    struct Hint { const char* words; const char* icon; };
    static constexpr Hint hints[] = {
        {"todo tasks task checklist", "list-checks"},       {"money expenses expense budget finance invoice", "receipt"},
        {"poll calendar event events booking schedule", "calendar-check"}, {"gift gifts wishlist registry", "gift"},
        {"blog writing notes journal micro-blog", "feather"}, {"fitness workout sport training health", "dumbbell"},
        {"apartment apartments house home property", "house"}, {"waitlist launch landing", "rocket"},
        {"learning flashcards flash-cards language study", "layers"}, {"recipes recipe cooking food", "book-open"},
        {"photos photo gallery images", "camera"},          {"team crm people directory", "users"},
    };
    QStringList words = app.tags;
    words << app.name.toLower().split(u' ', Qt::SkipEmptyParts).mid(0, 6);
    for (const Hint& hint : hints) {
        const QStringList known = QString::fromLatin1(hint.words).split(u' ');
        if (std::any_of(words.cbegin(), words.cend(), [&](const QString& w) { return known.contains(w); }))
            return QString::fromLatin1(hint.icon);
    }
    return u"store"_s;
}

} // namespace

void AppListModel::setApps(const QList<AppVersion>& apps)
{
    beginResetModel();
    m_apps = apps;
    endResetModel();
}

void AppListModel::setOwnProjects(const QSet<QString>& projects)
{
    if (projects == m_own)
        return;
    m_own = projects;
    if (!m_apps.isEmpty())
        Q_EMIT dataChanged(index(0), index(int(m_apps.size()) - 1), {AppCardRole::By, Qt::AccessibleTextRole});
}

const AppVersion* AppListModel::find(const QString& id) const
{
    const auto it = std::find_if(m_apps.cbegin(), m_apps.cend(), [&](const AppVersion& a) { return a.id == id; });
    return it == m_apps.cend() ? nullptr : &*it;
}

void AppListModel::setPicture(const QString& id, const QVariant& picture)
{
    m_pictures.insert(id, picture);
    for (int row = 0; row < m_apps.size(); ++row) {
        if (m_apps[row].id == id)
            Q_EMIT dataChanged(index(row), index(row), {AppCardRole::Picture});
    }
}

QStringList AppListModel::popularTags(int most) const
{
    QHash<QString, int> counts;
    for (const AppVersion& a : m_apps) {
        for (const QString& tag : a.tags)
            ++counts[tag];
    }
    QStringList tags = counts.keys();
    std::sort(tags.begin(), tags.end(), [&](const QString& a, const QString& b) {
        return counts[a] != counts[b] ? counts[a] > counts[b] : a < b;
    });
    return tags.mid(0, most);
}

bool AppListModel::tellsForks() const
{
    return std::any_of(m_apps.cbegin(), m_apps.cend(), [](const AppVersion& a) { return a.forks.has_value(); });
}

int AppListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_apps.size());
}

QString AppListModel::cornerOf(const AppVersion& app) const
{
    if (app.forks)
        return tr("%1 forks").arg(*app.forks);
    return app.version > 0 ? tr("v%1").arg(app.version) : QString();
}

QVariant AppListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const AppVersion& a = m_apps[index.row()];
    const QString by = isOwn(a) ? tr("you") : a.publisher.left(10);
    switch (role) {
    case Qt::DisplayRole: return a.name.isEmpty() ? a.id : a.name;
    case Qt::AccessibleTextRole: {
        QStringList parts{a.name.isEmpty() ? a.id : a.name, a.description.left(200).simplified()};
        parts << a.tags.mid(0, 10) << by;
        parts.removeAll(QString());
        return parts.join(u", "_s);
    }
    case AppCardRole::Id: return a.id;
    case AppCardRole::Summary: return a.description.left(300).simplified();
    case AppCardRole::Tags: return a.tags;
    case AppCardRole::Corner: return cornerOf(a);
    case AppCardRole::By: return by;
    case AppCardRole::Icon: return iconFor(a);
    case AppCardRole::Accent: return QString();
    case AppCardRole::Picture: return m_pictures.value(a.id);
    case AppCardRole::Address: return a.liveUrl;
    default: return {};
    }
}

AppFilterModel::AppFilterModel(QObject* parent) : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(true);
}

const AppVersion& AppFilterModel::app(int row) const
{
    return static_cast<const AppListModel*>(sourceModel())->app(row);
}

void AppFilterModel::setSearch(const QString& text)
{
    m_words = text.simplified().toLower().split(u' ', Qt::SkipEmptyParts).mid(0, 20);
    invalidateFilter();
}

void AppFilterModel::setTags(const QStringList& tags)
{
    m_tags = tags;
    invalidateFilter();
}

void AppFilterModel::setOrder(Order order)
{
    m_order = order;
    invalidate();
    sort(0);
}

bool AppFilterModel::filterAcceptsRow(int row, const QModelIndex&) const
{
    const AppVersion& a = app(row);
    if (!std::all_of(m_tags.cbegin(), m_tags.cend(), [&](const QString& tag) { return a.tags.contains(tag); }))
        return false;
    return std::all_of(m_words.cbegin(), m_words.cend(), [&](const QString& word) {
        return a.name.contains(word, Qt::CaseInsensitive) || a.description.contains(word, Qt::CaseInsensitive)
               || a.id == word || std::any_of(a.tags.cbegin(), a.tags.cend(), [&](const QString& t) { return t.contains(word); });
    });
}

bool AppFilterModel::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const AppVersion& a = app(left.row());
    const AppVersion& b = app(right.row());
    const int byName = a.name.compare(b.name, Qt::CaseInsensitive);
    switch (m_order) {
    case Order::Newest:
        if (a.createdAt != b.createdAt)
            return a.createdAt > b.createdAt;
        break;
    case Order::Name: break;
    case Order::Tables:
        if (a.tableCount != b.tableCount)
            return a.tableCount > b.tableCount;
        break;
    case Order::Smallest:
        if (a.siteBytes != b.siteBytes)
            return a.siteBytes < b.siteBytes;
        break;
    case Order::Forks:
        if (a.forks != b.forks)
            return a.forks.value_or(-1) > b.forks.value_or(-1);
        break;
    }
    return byName != 0 ? byName < 0 : a.id < b.id;
}

} // namespace run402
