// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/agents/agentmodel.h"

#include "models/item/resultmodel.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

QString capitalised(QString text)
{
    if (!text.isEmpty())
        text[0] = text.at(0).toUpper();
    return text;
}

} // namespace

AgentModel::AgentModel(QObject* parent)
    : FeedModel({tr("When"), tr("What your agents did"), tr("Project"), tr("Cost, USD"), tr("Since you looked")}, Cost, parent)
{
}

void AgentModel::setFeed(const QList<AgentAct>& acts, qint64 lookedAt, std::function<QString(const QString&)> projectName)
{
    beginResetModel();
    m_acts = acts;
    m_lookedAt = lookedAt;
    m_name = std::move(projectName);
    endResetModel();
}

int AgentModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_acts.size()); }

QString AgentModel::words(const AgentAct& a)
{
    switch (a.kind) {
    case AgentAct::Kind::ProjectMade: return a.object.isEmpty() ? tr("Made a project") : tr("Made the project %1").arg(a.object);
    case AgentAct::Kind::ProjectGone: return a.object.isEmpty() ? tr("Deleted a project") : tr("Deleted the project %1").arg(a.object);
    case AgentAct::Kind::Deployed: return tr("Deployed %1").arg(a.object);
    case AgentAct::Kind::TierChanged: return tr("Took or renewed the tier %1").arg(capitalised(a.object));
    case AgentAct::Kind::Spent:
        if (a.object.startsWith("0x"_L1))
            return tr("Sent money to %1…%2").arg(a.object.left(6), a.object.right(4));
        return a.object == "image"_L1 ? tr("Made a picture") : a.object.isEmpty() ? tr("Sent money") : tr("Paid for %1").arg(a.object);
    case AgentAct::Kind::KeysChanged: return tr("Changed the keys of a project");
    case AgentAct::Kind::WalletChanged: return tr("Changed to the wallet %1").arg(a.object);
    }
    return {};
}

QString AgentModel::target(const AgentAct& a)
{
    switch (a.kind) {
    case AgentAct::Kind::ProjectMade:
    case AgentAct::Kind::ProjectGone:
    case AgentAct::Kind::KeysChanged: return u"projects"_s;
    case AgentAct::Kind::Deployed: return u"deploy"_s;
    case AgentAct::Kind::TierChanged:
    case AgentAct::Kind::Spent:
    case AgentAct::Kind::WalletChanged: return u"wallet"_s;
    }
    return {};
}

QVariant AgentModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const AgentAct& a = m_acts.at(index.row());
    if (role == CellKindRole)
        return int(index.column() == When ? CellKind::Mono : index.column() == Cost ? CellKind::Number : CellKind::Text);
    if (role == Qt::ToolTipRole && index.column() == Where)
        return a.projectId;
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case When: return QLocale().toString(a.at.toLocalTime(), u"d MMM HH:mm:ss"_s);
    case What: return words(a);
    case Where: return a.projectId.isEmpty() || !m_name ? QString() : m_name(a.projectId);
    case Cost: return costText(a.costMicros);
    case News: return a.id > m_lookedAt ? tr("new") : QString();
    default: return {};
    }
}

} // namespace run402
