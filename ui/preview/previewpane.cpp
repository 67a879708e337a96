// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview/previewpane.h"

#include "services/services.h"
#include "services/store/releasehistory.h"
#include "services/workspace.h"
#include "ui/common/confirmdialog.h"
#include "ui/preview/consolepage.h"
#include "ui/preview/deploymentslist.h"
#include "ui/preview/previewview.h"

#include <QVBoxLayout>

namespace run402 {

PreviewPane::PreviewPane(Services& services, PreviewFactory& factory, QWidget* parent)
    : QWidget(parent), m_services(services), m_view(new PreviewView(factory)), m_console(new ConsolePage(this)),
      m_deployments(new DeploymentsList(QStringLiteral("deployments"), this))
{
    setObjectName(QStringLiteral("preview"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    m_console->hide();
    m_deployments->hide();
    connectConsole();
    connect(m_deployments, &DeploymentsList::previewRequested, this, &PreviewPane::open);
    connect(m_deployments, &DeploymentsList::makeLiveRequested, this, &PreviewPane::askMakeLive);
    const Workspace& w = services.workspace();
    connect(&w, &Workspace::currentProjectChanged, this, &PreviewPane::followProject);
    connect(&w, &Workspace::addressesChanged, this, &PreviewPane::followProject);
    followProject();
}

PreviewPane::~PreviewPane()
{
    // The inspector may hold it while this is in front.
    delete m_deployments;
}

void PreviewPane::connectConsole()
{
    connect(m_view, &PreviewView::consoleMessage, m_console->model(), &ConsoleModel::add);
    connect(m_view, &PreviewView::navigated, m_console->model(), &ConsoleModel::clear);
}

void PreviewPane::useConsole(ConsolePage* console)
{
    if (console == m_console)
        return;
    delete m_console;
    m_console = console;
    m_console->model()->clear();
    connectConsole();
}

QWidget* PreviewPane::inspectorWidget()
{
    return m_deployments;
}

void PreviewPane::askMakeLive(const Release& release)
{
    ConfirmDialog::Options ask;
    ask.title = tr("Make this deployment live?");
    ask.text = tr("The project's addresses will show %1. Only the pages change: data, access rules, functions and secrets "
                  "do not move back and stay as they are now.").arg(release.id);
    ask.accept = tr("Make live");
    ConfirmDialog::ask(this, ask, this, [this, release] { makeLive(release); });
}

void PreviewPane::makeLive(const Release& release)
{
    m_deployments->setBusy(true);
    m_services.releases().promote(release.projectId, release.id)->onDone(this, [this, release](const Result<Done>& r) {
        m_deployments->setBusy(false);
        m_services.workspace().refreshAddresses();
        if (!r.ok())
            return m_view->showNotice(tr("It could not be made live: %1").arg(r.error().message));
        m_services.workspace().record(QStringLiteral("release"), tr("Made %1 live").arg(release.id));
        m_view->open(m_services.workspace().siteUrl());
    });
}

void PreviewPane::open(const QUrl& address)
{
    m_view->open(address);
}

void PreviewPane::followProject()
{
    const Workspace& w = m_services.workspace();
    // The page a person is on is not taken away by a mere refresh.
    if (w.currentProjectId() != m_shownProject && !w.siteUrl().isEmpty()) {
        m_shownProject = w.currentProjectId();
        m_view->open(w.siteUrl());
    }
    refreshDeployments();
}

void PreviewPane::refreshDeployments()
{
    const QString project = m_services.workspace().currentProjectId();
    if (project.isEmpty())
        return m_deployments->setReleases({}, {});
    m_services.releaseHistory().list(project, 50)->onDone(this, [this, project](const Result<QList<Release>>& r) {
        const Workspace& w = m_services.workspace();
        if (!r.ok() || project != w.currentProjectId())
            return;
        const auto& addresses = w.addresses().value;
        QString live = addresses && !addresses->isEmpty() ? addresses->first().deploymentId : QString();
        if (live.isEmpty() && !r->isEmpty())
            live = r->first().id;
        m_deployments->setReleases(*r, live);
    });
}

} // namespace run402
