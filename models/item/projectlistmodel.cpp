// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/projectlistmodel.h"

#include "models/domain/datasize.h"

#include <QLocale>

namespace run402 {

namespace {

/// The service's list does not have it: another wallet's, deleted elsewhere, or long archived.
bool isOnlyLocal(const Project& project)
{
    return project.status == QLatin1String("local");
}

bool isNumber(int column)
{
    return column == ProjectListModel::ApiCalls || column == ProjectListModel::Storage;
}

} // namespace

void ProjectListModel::setProjects(const QList<Project>& projects)
{
    beginResetModel();
    m_projects = projects;
    endResetModel();
}

void ProjectListModel::setCurrent(const QString& projectId)
{
    m_current = projectId;
    if (!m_projects.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void ProjectListModel::setAgentsProject(const QString& projectId)
{
    m_agents = projectId;
    if (!m_projects.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

const Project* ProjectListModel::at(int row) const
{
    return row >= 0 && row < m_projects.size() ? &m_projects.at(row) : nullptr;
}

int ProjectListModel::rowOf(const QString& projectId) const
{
    for (int row = 0; row < m_projects.size(); ++row) {
        if (m_projects.at(row).id == projectId)
            return row;
    }
    return -1;
}

int ProjectListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_projects.size()); }
int ProjectListModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString ProjectListModel::stateWords(const Project& project)
{
    if (isOnlyLocal(project))
        return tr("only here");
    return project.status.isEmpty() ? tr("active") : project.status;
}

QVariant ProjectListModel::text(const Project& project, int column) const
{
    const QLocale locale(QLocale::English);
    switch (column) {
    case Name:
        return project.name.isEmpty() ? project.id : project.name;
    case Id:
        return project.id;
    case State:
        return stateWords(project);
    case Keys:
        return project.keysKnown ? tr("here") : tr("missing");
    case Lease:
        return project.leaseExpiresAt.isValid() ? locale.toString(project.leaseExpiresAt.toLocalTime(), QStringLiteral("d MMM yyyy, HH:mm")) : QString();
    case ApiCalls:
        return isOnlyLocal(project) ? QString() : locale.toString(project.apiCalls);
    case Storage:
        return isOnlyLocal(project) ? QString() : byteText(project.storageBytes);
    case Site:
        return QString(project.siteUrl).remove(QStringLiteral("https://")).remove(QStringLiteral("http://"));
    default:
        return {};
    }
}

QVariant ProjectListModel::data(const QModelIndex& index, int role) const
{
    const Project* project = at(index.row());
    if (!project)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(*project, index.column());
    case Qt::ToolTipRole:
        if (index.column() == Keys && !project->keysKnown)
            return tr("The keys of this project are not on this computer. The service gives them out once; import them from where it was made.");
        return text(*project, index.column());
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2").arg(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(),
                                            text(*project, index.column()).toString());
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    case IdRole:
        return project->id;
    case CurrentRole:
        return project->id == m_current;
    case AgentsRole:
        return !m_agents.isEmpty() && project->id == m_agents;
    case ProblemRole:
        return index.column() == Keys ? !project->keysKnown : index.column() == State && isOnlyLocal(*project);
    default:
        return {};
    }
}

QVariant ProjectListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Project");
    case Id: return tr("Id");
    case State: return tr("State");
    case Keys: return tr("Keys");
    case Lease: return tr("Lease ends");
    case ApiCalls: return tr("API calls");
    case Storage: return tr("Storage");
    case Site: return tr("Site");
    default: return {};
    }
}

} // namespace run402
