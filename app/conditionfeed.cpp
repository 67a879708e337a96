// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/conditionfeed.h"

#include "models/domain/lease.h"
#include "services/lease/leaseclock.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/problemtext.h"
#include "ui/shell/mainwindow.h"
#include "ui/wallet/walletfacts.h"

#include <QLocale>

#include <algorithm>

namespace run402 {

namespace {

constexpr int countMs = 1000, quietMs = 20'000;
constexpr qint64 daySeconds = 86'400;
constexpr qint64 keptDays = leaseHoldSeconds / daySeconds;

} // namespace

ConditionFeed::ConditionFeed(Services& services, MainWindow& window, QObject* parent)
    : QObject(parent), m_workspace(services.workspace()), m_window(window)
{
    Banner* strip = window.conditionStrip();
    strip->actionButton()->setObjectName(QStringLiteral("condition.action"));
    connect(strip, &Banner::actionTriggered, this, &ConditionFeed::act);
    for (const auto signal : {&Workspace::connectionChanged, &Workspace::pricesChanged, &Workspace::balancesChanged, &Workspace::heldBackChanged, &Workspace::freshnessChanged})
        connect(&m_workspace, signal, this, &ConditionFeed::refresh);
    connect(&services.leaseClock(), &LeaseClock::ticked, this, &ConditionFeed::refresh);
    connect(&m_tick, &QTimer::timeout, this, &ConditionFeed::refresh);
    m_tick.start(quietMs);
    refresh();
}

void ConditionFeed::refresh()
{
    Banner* strip = m_window.conditionStrip();
    m_condition = Condition::None;
    if (showOffline()) {
        m_condition = Condition::Offline;
    } else if (m_workspace.isConnected() && m_workspace.gateway().readOnly) {
        m_condition = Condition::ReadOnly;
        strip->setTone(Tone::Info, QStringLiteral("lock"));
        strip->setText(tr("This host speaks another version of the API, so nothing is changed or bought here. Reading and copying work."), tr("Read only."));
        strip->setAction(tr("Open status"));
    } else if (showLease()) {
        m_condition = Condition::Lease;
    } else if (m_workspace.isHeldBack()) {
        m_condition = Condition::HeldBack;
        strip->setTone(Tone::Warning, QStringLiteral("hourglass"));
        strip->setText(tr("Reading again in %1 s.").arg((std::max<qint64>(0, m_workspace.retryInMs()) + 500) / 1000),
                       tr("Too many requests, the service asks for a pause."));
        strip->setAction({});
    } else if (showStale()) {
        m_condition = Condition::Stale;
    }
    strip->setVisible(m_condition != Condition::None);
    const bool counts = m_condition == Condition::Offline || m_condition == Condition::HeldBack;
    if (m_tick.interval() != (counts ? countMs : quietMs))
        m_tick.start(counts ? countMs : quietMs);
}

bool ConditionFeed::showOffline()
{
    const auto& problem = m_workspace.connectionProblem();
    if (m_workspace.isConnected() || !problem)
        return false;
    Banner* strip = m_window.conditionStrip();
    strip->setTone(Tone::Warning, QStringLiteral("wifi-off"));
    const bool local = problem->code.startsWith(QLatin1String("sandbox."));
    const bool comesBack = problem->code == QLatin1String("sandbox.restarting");
    const ProblemWords words = problemWords(*problem);
    QStringList parts;
    if (local && !words.why.isEmpty())
        parts << words.why;
    if (!dataAge().isEmpty())
        parts << dataAge();
    if (const qint64 in = m_workspace.retryInMs(); in >= 0)
        parts << tr("Trying again in %1 s.").arg((in + 500) / 1000);
    strip->setText(parts.join(QLatin1Char(' ')), local ? words.title + QLatin1Char('.') : tr("No connection."));
    m_action = local ? words.action : QString();
    strip->setAction(comesBack ? QString() : m_action == QLatin1String("settings.open") ? words.button : tr("Try now"));
    return true;
}

QString ConditionFeed::dataAge() const
{
    const QDateTime at = m_workspace.dataReadAt();
    return at.isValid() ? tr("Data from %1.").arg(QLocale().toString(at.toLocalTime().time(), QStringLiteral("HH:mm"))) : QString();
}

/// The data on screen stays, but it was not possible to read it again.
bool ConditionFeed::showStale()
{
    const Problem* problem = m_workspace.isConnected() ? m_workspace.staleProblem() : nullptr;
    if (!problem)
        return false;
    Banner* strip = m_window.conditionStrip();
    const ProblemWords words = problemWords(*problem);
    m_action = words.action.startsWith(QLatin1String("tier.")) ? words.action : QStringLiteral("retry");
    strip->setTone(Tone::Warning, QStringLiteral("cloud-off"));
    strip->setText(tr("%1 %2").arg(dataAge(), words.why).trimmed(), words.title + QLatin1Char('.'));
    strip->setAction(actionText(m_action));
    return true;
}

bool ConditionFeed::showLease()
{
    const auto ended = m_workspace.leaseEndedAt();
    if (!m_workspace.isConnected() || !ended)
        return false;
    Banner* strip = m_window.conditionStrip();
    const qint64 ago = std::max<qint64>(0, ended->secsTo(m_workspace.serverNow()));
    const int days = int(ago / daySeconds), left = int(keptDays - days);
    strip->setTone(Tone::Danger, QStringLiteral("timer-off"));
    strip->setText(left > 0 ? tr("Your projects are on hold until you renew. In %n day(s) they are archived.", nullptr, left)
                            : tr("Your projects are archived a week after the end and deleted 30 days later."),
                   days > 0 ? tr("The lease ran out %n day(s) ago.", nullptr, days) : tr("The lease ran out today."));
    const QString tier = m_workspace.tier().value->tier;
    const auto prices = m_workspace.prices().value.value_or(QList<TierOffer>());
    const auto offer = std::find_if(prices.cbegin(), prices.cend(), [&](const TierOffer& o) { return o.name == tier; });
    const auto balances = m_workspace.balances().value.value_or(QList<RailBalance>());
    strip->setAction(offer != prices.cend() ? tr("Renew for %1").arg(priceWords(offer->priceMicros, balances, m_workspace.environment()))
                                            : tr("Show the tiers"),
                     true);
    return true;
}

void ConditionFeed::act()
{
    switch (m_condition) {
    case Condition::Offline:
        if (m_action == QLatin1String("settings.open"))
            Q_EMIT paneRequested(QStringLiteral("settings"));
        else
            m_workspace.reconnect();
        break;
    case Condition::ReadOnly: Q_EMIT paneRequested(QStringLiteral("status")); break;
    case Condition::Lease: Q_EMIT paneRequested(QStringLiteral("wallet")); break; // it never pays by itself
    case Condition::Stale:
        if (m_action.startsWith(QLatin1String("tier.")))
            Q_EMIT paneRequested(QStringLiteral("wallet"));
        else
            m_workspace.refreshAll();
        break;
    case Condition::HeldBack:
    case Condition::None: break;
    }
}

} // namespace run402
