// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sql/sqlpane.h"

#include "services/services.h"
#include "services/store/sqlhistory.h"
#include "services/workspace.h"
#include "ui/sql/sqlview.h"

#include <QFileInfo>
#include <QVBoxLayout>

namespace run402 {

SqlPane::SqlPane(Services& services, Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(workspace), m_view(new SqlView(this))
{
    setObjectName(QStringLiteral("sql.pane"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    setFocusProxy(m_view);

    m_view->setSend([this](const QString& sql) {
        return m_services.database().run(m_workspace.currentProjectId(), sql);
    });
    m_view->runner()->setExact(true);
    connect(m_view, &SqlView::stateChanged, this, &SqlPane::stateChanged);
    connect(m_view, &SqlView::titleChanged, this, [this] { notifyChanged(); });
    connect(m_view, &SqlView::stepRun, this, &SqlPane::remember);
    connect(m_view, &SqlView::schemaMayHaveChanged, &m_workspace, &Workspace::refreshSchema);
    connect(m_view, &SqlView::noticed, this, &SqlPane::noticed);
    connect(m_view, &SqlView::openTableRequested, this, &SqlPane::openTableRequested);
    connect(m_view, &SqlView::closeInspectorRequested, this, [this] {
        m_inspectorClosed = true;
        notifyChanged();
    });
    connect(m_view->results(), &ResultView::currentStepChanged, this, [this] { notifyChanged(); });
    connect(m_view->results()->grid(), &QAbstractItemView::doubleClicked, this, [this] {
        m_inspectorClosed = false;
        notifyChanged();
    });
    connect(m_view, &SqlView::historyRequested, this, [this] {
        constexpr int shown = 25;
        m_services.sqlHistory().search(m_workspace.currentProjectId(), {}, shown)
            ->onDone(m_view, [view = m_view](const Result<QList<SqlHistoryEntry>>& entries) {
                if (entries.ok())
                    view->showHistory(entries.value());
                else
                    Q_EMIT view->noticed(tr("The history could not be read: %1").arg(entries.error().message), true);
            });
    });
    connect(&m_workspace, &Workspace::connectionChanged, this, &SqlPane::refreshProject);
    connect(&m_workspace, &Workspace::currentProjectChanged, this, &SqlPane::refreshProject);
    connect(&m_workspace, &Workspace::schemaChanged, this, &SqlPane::refreshSchema);
    refreshProject();
    refreshSchema();
}

SqlPane::~SqlPane() = default;

void SqlPane::refreshProject()
{
    const QString project = m_workspace.currentProjectId();
    QString reason;
    if (!m_workspace.isConnected())
        reason = tr("There is no connection; the text is kept.");
    else if (project.isEmpty())
        reason = tr("Choose or make a project first.");
    else if (m_workspace.gateway().readOnly)
        reason = tr("This service is read only here, so SQL cannot be run.");
    m_view->setBlockedReason(reason);
    m_view->setRequestPath(project.isEmpty() ? QString() : QStringLiteral("/projects/v1/admin/%1/sql").arg(project));
}

void SqlPane::refreshSchema()
{
    m_view->setSchema(m_workspace.schema().value.value_or(Schema()), m_workspace.rowCounts());
}

void SqlPane::remember(const SqlStep& step)
{
    SqlHistoryEntry entry;
    entry.projectId = m_workspace.currentProjectId();
    entry.sql = step.original;
    entry.at = step.startedAt;
    entry.elapsedMs = step.elapsedMs;
    entry.rowCount = step.rowCount;
    entry.problemCode = step.problem ? step.problem->code : QString();
    m_services.sqlHistory().append(entry);
}

QString SqlPane::title() const
{
    return m_view->fileName().isEmpty() ? QString() : QFileInfo(m_view->fileName()).fileName();
}

/// A file that differs, or text that has no file yet.
bool SqlPane::isModified() const
{
    return m_view->isModified() && (!m_view->fileName().isEmpty() || !m_view->isBlank());
}

void SqlPane::save(std::function<void(bool saved)> done)
{
    m_view->save(std::move(done));
}

QWidget* SqlPane::inspectorWidget()
{
    const SqlStep* step = m_view->results()->currentStep();
    const bool rows = step && step->rows && step->rows->rowCount() > 0;
    return rows && !m_inspectorClosed ? m_view->inspector() : nullptr;
}

QJsonObject SqlPane::saveState() const { return m_view->saveState(); }
void SqlPane::restoreState(const QJsonObject& state) { m_view->restoreState(state); }
void SqlPane::activated() { m_view->setFocus(); }

} // namespace run402
