// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/statusfeed.h"

#include "models/domain/amount.h"
#include "services/lease/leaseclock.h"
#include "services/ledger/ledgerbook.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/moneymask.h"
#include "ui/lease/leasewords.h"
#include "ui/shell/environment.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/statusstrip.h"
#include "ui/shell/topbar.h"

#include <QMenu>

namespace run402 {

namespace {

constexpr qint64 slowMs = 1500;

/// "0.15", "1,000,010.02": a test network gives a million at once.
QString twoDigits(qint64 micros)
{
    return Amount::fromMicros(micros).toShownText(2, 2);
}

} // namespace

StatusFeed::StatusFeed(Services& services, MainWindow& window, QObject* parent)
    : QObject(parent), m_workspace(services.workspace()), m_book(services.ledger()), m_clock(services.leaseClock()), m_window(window), m_projects(new QMenu(&window))
{
    window.topBar()->setProjectMenu(m_projects);
    window.statusStrip()->setVersion(QStringLiteral(RUN402_VERSION));
    connect(&m_workspace, &Workspace::environmentChanged, this, &StatusFeed::refreshEnvironment);
    connect(&m_workspace, &Workspace::projectsChanged, this, &StatusFeed::refreshProject);
    connect(&m_workspace, &Workspace::currentProjectChanged, this, &StatusFeed::refreshProject);
    connect(&m_workspace, &Workspace::balancesChanged, this, &StatusFeed::refreshBalance);
    connect(&m_workspace, &Workspace::connectionChanged, this, &StatusFeed::refreshLink);
    connect(&m_workspace, &Workspace::latencyChanged, this, &StatusFeed::refreshLink);
    connect(&m_workspace, &Workspace::accessChanged, this, &StatusFeed::refreshWarnings);
    connect(&m_clock, &LeaseClock::ticked, this, &StatusFeed::refreshTier);
    connect(&m_book, &LedgerBook::unresolvedChanged, this, &StatusFeed::refreshUnresolved);
    connect(&MoneyMask::of(&m_window), &MoneyMask::changed, this, &StatusFeed::refreshBalance);
    refreshEnvironment();
}

StatusFeed::~StatusFeed() = default;

void StatusFeed::refreshEnvironment()
{
    const Environment environment = m_workspace.environment();
    m_window.topBar()->setEnvironment(environment);
    m_window.statusStrip()->setEnvironment(environment);
    refreshProject();
    refreshBalance();
    refreshLink();
    refreshTier();
    refreshWarnings();
}

void StatusFeed::refreshProject()
{
    const auto current = m_workspace.currentProject();
    m_window.setProjectName(current ? (current->name.isEmpty() ? current->id : current->name) : tr("No project"));
    m_window.statusStrip()->setProjectId(m_workspace.currentProjectId());
    m_projects->clear();
    const QList<Project> projects = m_workspace.projects().value.value_or(QList<Project>());
    for (const Project& p : projects) {
        QAction* action = m_projects->addAction(p.keysKnown ? (p.name.isEmpty() ? p.id : p.name)
                                                            : tr("%1 (keys missing)").arg(p.name.isEmpty() ? p.id : p.name));
        action->setCheckable(true);
        action->setChecked(p.id == m_workspace.currentProjectId());
        connect(action, &QAction::triggered, this, [this, id = p.id] { m_workspace.setCurrentProject(id); });
    }
    if (!projects.isEmpty())
        m_projects->addSeparator();
    m_projects->addAction(tr("All projects…"), this, &StatusFeed::allProjectsRequested);
    m_projects->addAction(tr("New project…"), this, &StatusFeed::newProjectRequested);
}

void StatusFeed::refreshBalance()
{
    qint64 play = 0, real = 0;
    bool known = false;
    for (const RailBalance& b : m_workspace.balances().value.value_or(QList<RailBalance>())) {
        if (!b.micros)
            continue;
        known = true;
        const bool isReal = b.rail == Rail::Credit || b.rail == Rail::BaseUsdc;
        (isReal ? real : play) += *b.micros;
    }
    const MoneyMask& mask = MoneyMask::of(&m_window);
    switch (m_workspace.environment()) {
    case Environment::Sandbox:
        m_window.topBar()->setBalance(tr("Play money"), known ? mask.shown(twoDigits(play + real)) : QStringLiteral("–"));
        break;
    case Environment::Testnet:
        m_window.topBar()->setBalance(tr("Testnet"), known ? tr("%1 USDC").arg(mask.shown(twoDigits(play))) : QStringLiteral("–"));
        break;
    case Environment::Mainnet:
        m_window.topBar()->setBalance(tr("Real money"), known ? QStringLiteral("$") + mask.shown(twoDigits(real)) : QStringLiteral("–"));
        break;
    }
}

/// One that is under way is no news; one that nobody knows the end of waits for the person.
void StatusFeed::refreshUnresolved()
{
    const QList<Payment>& all = m_book.unresolved();
    const auto unknown = std::count_if(all.cbegin(), all.cend(), [](const Payment& p) { return p.state == Payment::State::Unknown; });
    m_window.topBar()->setUnresolved(int(unknown));
}

void StatusFeed::refreshLink()
{
    StatusStrip* strip = m_window.statusStrip();
    if (m_workspace.connectionProblem())
        strip->setLink(LinkState::Down, tr("API not reached"));
    else if (!m_workspace.isConnected())
        strip->setLink(LinkState::Slow, tr("Connecting"));
    else if (m_workspace.gateway().readOnly)
        strip->setLink(LinkState::Slow, tr("API of another version, read only"));
    else if (m_workspace.latencyMs() >= 0)
        strip->setLink(m_workspace.latencyMs() > slowMs ? LinkState::Slow : LinkState::Ok, tr("API %1 ms").arg(m_workspace.latencyMs()));
}

void StatusFeed::refreshTier()
{
    const auto& tier = m_workspace.tier().value;
    m_window.topBar()->setLease(tier ? LeaseWords::countdown(m_clock.phase(), m_clock.secondsLeft()) : QString());
    if (!tier || tier->tier.isEmpty()) {
        m_window.statusStrip()->setTier(m_workspace.isConnected() ? tr("No tier") : QString());
        return;
    }
    QString name = tier->tier;
    name[0] = name[0].toUpper();
    const qint64 seconds = m_workspace.serverNow().secsTo(tier->expiresAt);
    m_window.statusStrip()->setTier(seconds > 0 ? tr("%1, %2 d %3 h left").arg(name).arg(seconds / 86'400).arg(seconds % 86'400 / 3600)
                                                : tr("%1, lease ended").arg(name));
}

void StatusFeed::refreshWarnings()
{
    const int warnings = m_workspace.accessWarnings();
    m_window.statusStrip()->setWarnings(warnings > 0 ? tr("%n access warning(s)", nullptr, warnings) : QString());
}

} // namespace run402
