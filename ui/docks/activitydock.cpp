// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/activitydock.h"

#include "models/item/resultmodel.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/grid.h"
#include "ui/common/inputs.h"
#include "ui/common/maskedtable.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QMenu>
#include <QVBoxLayout>

namespace run402 {

namespace {
enum Column { When, What, Kind, Cost };
}

ActivityModel::ActivityModel(QObject* parent) : FeedModel({tr("When"), tr("What"), tr("Kind"), tr("Cost, USD")}, Cost, parent) {}

void ActivityModel::setEntries(const QList<ActivityEntry>& entries)
{
    beginResetModel();
    m_entries = entries;
    endResetModel();
}

int ActivityModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

QVariant ActivityModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const ActivityEntry& e = m_entries.at(index.row());
    if (role == CellKindRole)
        return int(index.column() == What ? CellKind::Text : index.column() == Cost ? CellKind::Number : CellKind::Mono);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case When: return QLocale().toString(e.at.toLocalTime(), QStringLiteral("d MMM HH:mm:ss"));
    case What: return e.title;
    case Kind: return e.kind;
    case Cost: return costText(e.costMicros);
    default: return {};
    }
}

ActivityDock::ActivityDock(Services& services, QWidget* parent) : QWidget(parent), m_services(services), m_model(this)
{
    setObjectName(QStringLiteral("dock.activity"));
    auto* filter = new SearchField(tr("Filter activity"));
    filter->setSmall(true);
    filter->setFixedWidth(220);
    auto* view = new GridView;
    view->setObjectName(QStringLiteral("dock.activity.grid"));
    view->setAccessibleName(tr("Activity"));
    view->setModel(new MaskedTable(&m_model, {Cost}, view));
    view->setFrameShape(QFrame::NoFrame);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->verticalHeader()->hide();
    view->setColumnWidth(When, 150);
    view->setColumnWidth(Kind, 110);
    view->setColumnWidth(Cost, 110);
    view->horizontalHeader()->setSectionResizeMode(What, QHeaderView::Stretch);
    auto* tools = new QHBoxLayout;
    tools->setContentsMargins(12, 4, 12, 4);
    tools->addWidget(filter);
    tools->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(tools);
    layout->addWidget(view, 1);
    connect(filter, &SearchField::searchChanged, this, [this](const QString& text) {
        m_text = text;
        refresh();
    });
    view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(view, &QWidget::customContextMenuRequested, this, [this, view](const QPoint& at) { showMenu(view->viewport(), view->indexAt(at), at); });
    connect(&services.workspace(), &Workspace::activityRecorded, this, &ActivityDock::refresh);
    connect(&services.workspace(), &Workspace::environmentChanged, this, &ActivityDock::refresh);
    refresh();
}

void ActivityDock::showMenu(QWidget* over, const QModelIndex& index, const QPoint& at)
{
    if (!index.isValid())
        return;
    const ActivityEntry entry = m_model.entry(index.row());
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("activity.menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const char* name, const QString& text) {
        QAction* action = menu->addAction(text);
        action->setObjectName(QLatin1String(name));
        action->setEnabled(!entry.undo.isEmpty());
        return action;
    };
    // The script belongs to the project it was made in.
    const bool here = entry.projectId == m_services.workspace().currentProjectId();
    QAction* open = add("activity.undo.open", entry.undo.isEmpty() ? tr("This cannot be taken back") : tr("Open the SQL that takes it back"));
    open->setEnabled(open->isEnabled() && here);
    connect(open, &QAction::triggered, this, [this, entry] { Q_EMIT sqlRequested(entry.undo); });
    connect(add("activity.undo.copy", tr("Copy the SQL that takes it back")), &QAction::triggered, this,
            [entry] { QGuiApplication::clipboard()->setText(entry.undo); });
    menu->popup(over->mapToGlobal(at));
}

void ActivityDock::refresh()
{
    ActivityLog::Filter filter;
    filter.environment = environmentId(m_services.workspace().environment());
    filter.text = m_text;
    m_services.activity().list(filter)->onDone(this, [this](const Result<QList<ActivityEntry>>& r) {
        if (!r.ok())
            return;
        m_model.setEntries(*r);
        Q_EMIT countChanged(int(r->size()));
    });
}

} // namespace run402
