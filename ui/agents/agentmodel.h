// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/agentwatch/agentbook.h"
#include "ui/docks/feedmodel.h"

#include <functional>

namespace run402 {

/// Rows of the feed of agents, newest first. Owner: the dock. Thread: GUI.
class AgentModel : public FeedModel
{
    Q_OBJECT
public:
    enum Column { When, What, Where, Cost, News };

    explicit AgentModel(QObject* parent = nullptr);
    /// `lookedAt`: acts with a larger id are news. `projectName`: what a person calls a project.
    void setFeed(const QList<AgentAct>& acts, qint64 lookedAt, std::function<QString(const QString& id)> projectName);
    const AgentAct& act(int row) const { return m_acts.at(row); }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

    static QString words(const AgentAct& act);
    /// Where a click leads: a target of Application::open; empty = nowhere.
    static QString target(const AgentAct& act);

private:
    QList<AgentAct> m_acts;
    qint64 m_lookedAt = 0;
    std::function<QString(const QString&)> m_name;
};

} // namespace run402
