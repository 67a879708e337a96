// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/store/activitylog.h"
#include "ui/docks/feedmodel.h"

#include <QWidget>

namespace run402 {

class Services;

/// Rows of the Activity dock. Owner: the dock.
class ActivityModel : public FeedModel
{
    Q_OBJECT
public:
    explicit ActivityModel(QObject* parent = nullptr);
    void setEntries(const QList<ActivityEntry>& entries);
    const ActivityEntry& entry(int row) const { return m_entries.at(row); }
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    QList<ActivityEntry> m_entries;
};

/// What was done in this environment, newest first, with what it cost. Owner: parent. Thread: GUI.
class ActivityDock : public QWidget
{
    Q_OBJECT
public:
    explicit ActivityDock(Services& services, QWidget* parent = nullptr);

Q_SIGNALS:
    void countChanged(int count);
    void sqlRequested(const QString& sql); ///< what takes an entry back, for the console

private:
    void refresh();
    void showMenu(QWidget* over, const QModelIndex& index, const QPoint& at);

    Services& m_services;
    ActivityModel m_model;
    QString m_text;
};

} // namespace run402
