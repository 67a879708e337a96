// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"

#include <QAbstractTableModel>

namespace run402 {

/// The projects of this wallet and this computer, one per row, in the service's order. Owner: parent. Thread: GUI.
/// Every cell's DisplayRole is text; AccessibleTextRole says the column too.
class ProjectListModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Id, State, Keys, Lease, ApiCalls, Storage, Site, ColumnCount };
    enum Role { IdRole = Qt::UserRole + 1, CurrentRole, AgentsRole, ProblemRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setProjects(const QList<Project>& projects);
    void setCurrent(const QString& projectId);      ///< the one the window shows
    void setAgentsProject(const QString& projectId); ///< the one the CLI's commands mean; empty = none
    const Project* at(int row) const;
    int rowOf(const QString& projectId) const; ///< -1 = not there

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Where its keys and the service's knowledge of it stand, in words: "active", "keys missing", "gone".
    static QString stateWords(const Project& project);

private:
    QVariant text(const Project& project, int column) const;

    QList<Project> m_projects;
    QString m_current, m_agents;
};

} // namespace run402
