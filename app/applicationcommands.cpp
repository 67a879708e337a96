// SPDX-License-Identifier: GPL-3.0-or-later
// What the palette can ask of the application.
#include "app/application.h"

#include "app/clicommands.h"
#include "app/controlpointer.h"
#include "app/schemadesk.h"
#include "app/topupflow.h"
#include "app/welcomeflow.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/moneymask.h"
#include "ui/common/theme.h"
#include "ui/deploy/deploypane.h"
#include "ui/functions/functionspane.h"
#include "ui/overview/projectdialog.h"
#include "ui/projects/projectspane.h"
#include "ui/secretvalues/secretvaluespane.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/projecttree.h"
#include "ui/wallet/walletpane.h"
#include "ui/wallets/walletdesk.h"

namespace run402 {

void Application::openPlace(const CliPlace& place)
{
    if (place.open.startsWith(QLatin1String("do:")))
        runCommand(place.open.mid(3));
    else
        open(place.open);
    m_pointer->point(place.controls);
}

void Application::runCommand(const QString& command)
{
    if (openForCommand(command) || m_wallets->run(command) || m_schema->run(command))
        return;
    if (command == QLatin1String("project.new"))
        newProject();
    else if (command == QLatin1String("project.delete"))
        deleteProject();
    else if (command == QLatin1String("wallet.fund"))
        m_topUp->start();
    else if (command == QLatin1String("refresh") && !m_services->workspace().isConnected())
        m_services->workspace().reconnect();
    else if (command == QLatin1String("refresh"))
        m_services->workspace().refreshAll();
    else if (command == QLatin1String("theme.dark"))
        m_theme->setMode(Theme::Mode::Dark);
    else if (command == QLatin1String("theme.light"))
        m_theme->setMode(Theme::Mode::Light);
    else if (command == QLatin1String("environment.sandbox"))
        changeEnvironment(Environment::Sandbox);
    else if (command == QLatin1String("environment.testnet"))
        changeEnvironment(Environment::Testnet);
    else if (command == QLatin1String("money.hide"))
        MoneyMask::of().setHidden(!MoneyMask::of().isHidden());
    else if (command == QLatin1String("cli.link"))
        m_welcome->linkCli(true);
    else if (command == QLatin1String("cli.import"))
        m_welcome->importFromCli();
    else if (command == QLatin1String("view.splitRight"))
        m_window->splitView(DocumentArea::Edge::Right);
    else if (command == QLatin1String("view.splitDown"))
        m_window->splitView(DocumentArea::Edge::Bottom);
    else if (command == QLatin1String("view.closeSplit"))
        m_window->documents()->closeSplit();
    else if (command == QLatin1String("dock.requests"))
        open(QStringLiteral("dock:requests"));
}

/// The commands that lead to a part of a pane; false = it is none of them.
bool Application::openForCommand(const QString& command)
{
    if (command == QLatin1String("init")) {
        open(m_services->workspace().currentProjectId().isEmpty() ? QStringLiteral("overview") : QStringLiteral("status"));
    } else if (command == QLatin1String("budget.edit")) {
        open(QStringLiteral("wallet"));
        if (auto* pane = qobject_cast<WalletPane*>(m_window->documents()->find(QStringLiteral("wallet"))))
            pane->editBudget();
    } else if (command == QLatin1String("project.show")) {
        showProject();
    } else if (command == QLatin1String("schema.show")) {
        showSchema();
    } else if (command == QLatin1String("project.import")) {
        if (auto* pane = qobject_cast<ProjectsPane*>(m_window->openPane({QStringLiteral("projects"), {}, {}, true})))
            pane->openImport();
    } else if (command == QLatin1String("function.new")) {
        open(QStringLiteral("functions"));
        if (auto* pane = qobject_cast<FunctionsPane*>(m_window->documents()->find(QStringLiteral("functions"))))
            pane->create();
    } else if (command == QLatin1String("secret.new")) {
        open(QStringLiteral("secrets"));
        if (auto* pane = qobject_cast<SecretValuesPane*>(m_window->documents()->find(QStringLiteral("secrets"))))
            pane->begin({});
    } else if (command.startsWith(QLatin1String("deploy."))) {
        using Part = DeployPane::Part;
        open(QStringLiteral("deploy"));
        if (auto* pane = qobject_cast<DeployPane*>(m_window->documents()->find(QStringLiteral("deploy"))))
            pane->show(command == QLatin1String("deploy.claim")    ? Part::ClaimAddress
                       : command == QLatin1String("deploy.lookUp") ? Part::LookUp
                                                                   : Part::History);
    } else {
        return false;
    }
    return true;
}

void Application::newProject()
{
    auto* dialog = new ProjectDialog(m_window.get());
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const QString name = dialog->projectName();
        if (!m_services->hasSession())
            return;
        m_services->workspace().createProject(name)->onDone(this, [this](const Result<Done>& made) {
            if (!made.ok())
                showProblem(made.error());
        });
    });
    dialog->open();
}

ProjectsPane* Application::showProject()
{
    auto* pane = qobject_cast<ProjectsPane*>(m_window->openPane({QStringLiteral("projects"), {}, {}, true}));
    if (pane)
        pane->select(m_services->workspace().currentProjectId());
    m_window->setInspectorOpen(true);
    return pane;
}

void Application::deleteProject()
{
    if (ProjectsPane* pane = showProject())
        pane->askDelete();
}

/// The tree holds the schema: every table unfolds to its columns, keys and policies.
void Application::showSchema()
{
    m_window->setTreeOpen(true);
    if (const auto& schema = m_services->workspace().schema().value) {
        QStringList tables;
        for (const Table& t : schema->tables)
            tables << QStringLiteral("table:") + t.name;
        m_window->tree()->unfold(tables);
    }
}

} // namespace run402
