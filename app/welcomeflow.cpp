// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/welcomeflow.h"

#include "services/cli/cliimport.h"
#include "services/cli/clilink.h"
#include "services/services.h"
#include "services/store/settingsstore.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "ui/shell/environment.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/welcomeview.h"

#include <QDir>

namespace run402 {

namespace {
const QLatin1String environmentKeyName("environment");

QString shownPath(const QString& path)
{
    const QString home = QDir::homePath();
    return path.startsWith(home) ? QLatin1Char('~') + path.mid(home.size()) : path;
}
} // namespace

WelcomeFlow::WelcomeFlow(Services& services, MainWindow& window, QObject* parent)
    : QObject(parent), m_services(services), m_window(window)
{
    WelcomeView* welcome = window.welcome();
    connect(welcome, &WelcomeView::sandboxChosen, this, [this] { begin(QStringLiteral("sandbox")); });
    connect(welcome, &WelcomeView::connectChosen, this, [this] { begin(QStringLiteral("testnet")); });
    connect(welcome, &WelcomeView::importChosen, this, [this] {
        begin(QStringLiteral("testnet"));
        linkCli(true);
    });
    connect(&services.workspace(), &Workspace::environmentChanged, this, [this] {
        m_services.settings().set(environmentKeyName, environmentId(m_services.workspace().environment()));
    });
}

void WelcomeFlow::start()
{
    m_services.wallets().load()->onDone(this, [this](const Result<Done>& r) {
        if (!r.ok())
            Q_EMIT problemRaised(r.error());
    });
    // The CLI's files first: a connection is made with the keys they hold.
    m_services.cliLink().load()->onDone(this, [this](const Result<Done>&) { chooseWorld(); });
}

void WelcomeFlow::chooseWorld()
{
    m_services.settings().get(environmentKeyName)->onDone(this, [this](const Result<QJsonValue>& value) {
        const QString chosen = value.ok() ? value->toString() : QString();
        if (chosen.isEmpty()) {
            m_window.showWelcome(true);
            lookForCli();
        } else {
            begin(chosen);
        }
    });
}

void WelcomeFlow::begin(const QString& environment)
{
    m_window.showWelcome(false);
    Environment wanted = environmentFromKey(environment);
    // --api names a server: on this computer only the throwaway wallet may sign for it, elsewhere only real ones.
    const QUrl api = m_services.options().apiBase;
    if (api.isValid())
        wanted = m_services.options().apiIsLocal() ? Environment::Sandbox : Environment::Testnet;
    m_services.workspace().setEnvironment(wanted);
}

void WelcomeFlow::lookForCli()
{
    run402::importFromCli(this, m_services.options().cliFolder)->onDone(this, [this](const Result<CliImport>& found) {
        if (found.ok())
            m_window.welcome()->setCliFound(int(found->projects.size()), found->wallet != nullptr, shownPath(found->folder));
    });
}

void WelcomeFlow::linkCli(bool linked)
{
    const bool sandbox = m_services.workspace().isSandbox();
    CliLink& link = m_services.cliLink();
    (linked ? link.link(sandbox) : link.unlink(sandbox))->onDone(this, [this, linked, sandbox](const Result<Done>& r) {
        if (!r.ok())
            Q_EMIT problemRaised(r.error());
        else
            Q_EMIT linkChanged(linked, shownPath(m_services.cliLink().folder(sandbox).folder()));
    });
}

void WelcomeFlow::importFromCli()
{
    run402::importFromCli(this, m_services.options().cliFolder)->onDone(this, [this](const Result<CliImport>& found) {
        if (!found.ok()) {
            Q_EMIT problemRaised(found.error());
            return;
        }
        if (!found->wallet && found->projects.isEmpty()) {
            Q_EMIT problemRaised(Problem::make(Problem::Kind::Local, found->walletProblem,
                                               QStringLiteral("Nothing to import was found in %1").arg(shownPath(found->folder))));
            return;
        }
        if (found->wallet) {
            m_services.wallets().import(tr("From the CLI"), found->wallet->key)->onDone(this, [this](const Result<WalletInfo>& r) {
                if (!r.ok() && r.error().code != QLatin1String("wallet.exists"))
                    Q_EMIT problemRaised(r.error());
                else
                    m_services.workspace().refreshAll();
            });
        }
        if (m_services.hasSession()) {
            for (const CliProject& p : found->projects)
                m_services.credentials().storeProjectKeys(p.id, p.anonKey, p.serviceKey)->onDone(this, [this](const Result<Done>& r) {
                    if (r.ok())
                        m_services.workspace().refreshProjects();
                    else
                        Q_EMIT problemRaised(r.error());
                });
        }
        Q_EMIT imported(int(found->projects.size()), found->wallet != nullptr);
    });
}

} // namespace run402
