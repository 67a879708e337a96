// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/app.h"

#include <QAbstractListModel>
#include <QSet>
#include <QSortFilterProxyModel>

namespace run402 {

/// What a card of the marketplace or of the starters shows; both models answer these.
namespace AppCardRole {
enum : int {
    Id = Qt::UserRole + 0x300,
    Summary,  ///< plain text, one or two lines
    Tags,     ///< QStringList
    Corner,   ///< short text at the right of the title: "v7"
    By,       ///< short text at the lower right
    Icon,     ///< a Lucide name, drawn while there is no picture
    Accent,   ///< "#RRGGBB" or empty: then the name decides the tint
    Picture,  ///< whatever the view put there with setPicture
    Address,  ///< QString, live demo; may be empty
};
}

/// Published apps as they came. Pictures are opaque to it. Owner: QObject parent. Thread: GUI.
class AppListModel : public QAbstractListModel
{
    Q_OBJECT
public:
    explicit AppListModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    void setApps(const QList<AppVersion>& apps);
    /// Projects of the person; their apps say "you".
    void setOwnProjects(const QSet<QString>& projects);
    const AppVersion& app(int row) const { return m_apps.at(row); }
    const AppVersion* find(const QString& id) const;
    void setPicture(const QString& id, const QVariant& picture);
    bool isOwn(const AppVersion& app) const { return m_own.contains(app.projectId); }
    /// Tags by how often they come, then by name; at most `most`.
    QStringList popularTags(int most) const;
    bool tellsForks() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    QString cornerOf(const AppVersion& app) const;

    QList<AppVersion> m_apps;
    QSet<QString> m_own;
    QHash<QString, QVariant> m_pictures;
};

/// Search over name, description and tags, tags joined by AND, and the order.
class AppFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    enum class Order { Newest, Name, Tables, Smallest, Forks };

    explicit AppFilterModel(QObject* parent = nullptr);

    void setSearch(const QString& text);
    void setTags(const QStringList& tags);
    const QStringList& tags() const { return m_tags; }
    void setOrder(Order order);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    const AppVersion& app(int row) const;

    QStringList m_words;
    QStringList m_tags;
    Order m_order = Order::Newest;
};

} // namespace run402
