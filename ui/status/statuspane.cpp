// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/status/statuspane.h"

#include "models/domain/amount.h"
#include "models/domain/datasize.h"
#include "services/cli/clilink.h"
#include "services/secrets/secretstores.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/chip.h"
#include "ui/common/label.h"
#include "ui/common/moneymask.h"
#include "ui/common/problemtext.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

QString when(const QDateTime& at)
{
    return at.isValid() ? QLocale(QLocale::English).toString(at.toLocalTime(), u"d MMM yyyy, HH:mm"_s) : StatusPane::tr("never");
}

void clear(QVBoxLayout* rows)
{
    while (QLayoutItem* item = rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

} // namespace

StatusPane::StatusPane(Services& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(services.workspace())
{
    setObjectName(u"status"_s);
    setProperty("surface", true);
    auto* page = new QWidget;
    page->setProperty("surface", true);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(20, 14, 20, 14);
    column->setSpacing(12);
    column->addWidget(buildHead());
    m_trouble = new Banner(Tone::Warning, u"triangle-alert"_s, {});
    m_trouble->hide();
    column->addWidget(m_trouble);
    auto* grid = new QGridLayout;
    grid->setSpacing(12);
    grid->addWidget(addCard(tr("Wallet"), m_wallet), 0, 0);
    grid->addWidget(addCard(tr("Tier"), m_tier), 0, 1);
    grid->addWidget(addCard(tr("Projects"), m_projects), 1, 0);
    Card* service = addCard(tr("Service"), m_service);
    m_health = new Chip({}, Tone::Neutral);
    m_health->setObjectName(u"status.health"_s);
    service->head()->addWidget(m_health);
    grid->addWidget(service, 1, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    column->addLayout(grid);
    column->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    for (auto signal : {&Workspace::tierChanged, &Workspace::balancesChanged, &Workspace::projectsChanged, &Workspace::currentProjectChanged})
        connect(&m_workspace, signal, this, &StatusPane::refresh);
    connect(&m_workspace, &Workspace::connectionChanged, this, [this] {
        ++m_generation;
        m_loading = false;
        m_components.reset();
        m_readAt = {};
        reload();
    });
    m_tick.setInterval(5'000);
    connect(&m_tick, &QTimer::timeout, this, &StatusPane::refreshAge);
    connect(&MoneyMask::of(this), &MoneyMask::changed, this, &StatusPane::refresh);
    m_tick.start();
    reload();
}

QWidget* StatusPane::buildHead()
{
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    row->addWidget(new Label(tr("Status"), Theme::Font::Display));
    m_age = new Label({}, Theme::Font::Small, "text.muted");
    m_age->setObjectName(u"status.age"_s);
    row->addWidget(m_age);
    row->addStretch();
    auto* wallet = new Button(tr("Wallet and tier"), u"wallet"_s, Button::Variant::Ghost);
    wallet->setObjectName(u"status.wallet"_s);
    connect(wallet, &Button::clicked, this, [this] { Q_EMIT paneRequested(u"wallet"_s); });
    row->addWidget(wallet);
    m_reload = new Button(tr("Reload"), u"refresh-cw"_s, Button::Variant::Secondary);
    m_reload->setObjectName(u"status.reload"_s);
    connect(m_reload, &Button::clicked, this, [this] {
        m_workspace.refreshAll();
        reload();
    });
    row->addWidget(m_reload);
    return head;
}

Card* StatusPane::addCard(const QString& title, QVBoxLayout*& rows)
{
    auto* card = new Card(title);
    rows = new QVBoxLayout;
    rows->setContentsMargins(14, 8, 14, 10);
    rows->setSpacing(0);
    card->body()->addLayout(rows);
    card->body()->addStretch();
    return card;
}

void StatusPane::fill(QVBoxLayout* rows, const QList<Fact>& facts)
{
    clear(rows);
    for (const Fact& fact : facts) {
        auto* line = new QWidget;
        auto* row = new QHBoxLayout(line);
        row->setContentsMargins(0, 5, 0, 5);
        row->setSpacing(12);
        auto* name = new Label(fact.name, Theme::Font::Body, "text.secondary");
        name->setFixedWidth(Theme::of(this).scaled(130));
        row->addWidget(name);
        auto* value = new ElidedLabel(fact.value, fact.mono ? Theme::Font::Mono : Theme::Font::BodyMedium);
        value->setObjectName(u"status."_s + fact.id);
        value->setAccessibleName(fact.name + u": "_s + fact.value);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        row->addWidget(value, 1);
        rows->addWidget(line);
        line->show(); // a layout would do it only later, and the card would flicker
    }
}

void StatusPane::activated()
{
    reload();
}

void StatusPane::reload()
{
    refresh();
    if (m_loading || !m_workspace.isConnected() || !m_services.hasSession())
        return;
    m_loading = true;
    m_reload->setBusy(true);
    const int generation = m_generation;
    m_services.gateway().health()->onDone(this, [this, generation](const Result<ComponentHealth>& r) {
        m_reload->setBusy(false);
        if (generation != m_generation)
            return;
        m_loading = false;
        m_healthProblem = r.ok() ? QString() : problemWords(r.error()).title;
        if (r.ok()) {
            m_components = *r;
            m_readAt = QDateTime::currentDateTimeUtc();
        }
        refresh();
    });
}

QList<StatusPane::Fact> StatusPane::walletFacts() const
{
    const auto wallet = m_services.wallets().active(m_workspace.isSandbox());
    if (!wallet)
        return {{tr("Address"), tr("no wallet yet"), u"address"_s}};
    std::optional<qint64> credit;
    bool known = false, funded = false;
    for (const RailBalance& b : m_workspace.balances().value.value_or(QList<RailBalance>())) {
        if (b.rail == Rail::Credit)
            credit = b.micros;
        known = known || b.micros.has_value();
        funded = funded || b.micros.value_or(0) > 0;
    }
    const bool linked = m_services.cliLink().isLinked(m_workspace.isSandbox());
    return {{tr("Address"), wallet->address, u"address"_s, true},
            {tr("Made"), wallet->createdAt.isValid() ? when(wallet->createdAt) : tr("not known"), u"created"_s},
            {tr("Key kept in"), linked ? m_services.cliLink().folder(m_workspace.isSandbox()).folder() + u"/allowance.json"_s
                              : m_workspace.isSandbox() ? tr("the sandbox folder") : m_services.secrets().name(), u"kept"_s},
            {tr("Pays by"), tr("x402, with USDC"), u"rail"_s},
            {tr("Funded"), funded ? tr("yes") : known ? tr("no") : tr("not known"), u"funded"_s},
            {tr("Credit available"), credit ? MoneyMask::of(this).shown(Amount::fromMicros(*credit).toDollarText()) : tr("not known"), u"available"_s},
            {tr("Credit held"), tr("not told by this service"), u"held"_s}};
}

QList<StatusPane::Fact> StatusPane::tierFacts() const
{
    const auto& tier = m_workspace.tier();
    if (!tier.value)
        return {{tr("Tier"), tier.problem ? problemWords(*tier.problem).title : tr("not known yet"), u"tier"_s}};
    if (tier.value->tier.isEmpty())
        return {{tr("Tier"), tr("none"), u"tier"_s}};
    const QLocale english(QLocale::English);
    return {{tr("Tier"), tier.value->tier, u"tier"_s, true},
            {tr("State"), tier.value->active ? tr("active") : tr("expired"), u"tierState"_s},
            {tr("Expires"), when(tier.value->expiresAt), u"expires"_s},
            {tr("API calls"), tr("%1 of %2").arg(english.toString(tier.value->poolApiCalls), english.toString(tier.value->poolApiCallsLimit)), u"calls"_s},
            {tr("Storage"), tr("%1 of %2").arg(byteText(tier.value->poolStorageBytes), byteText(tier.value->poolStorageLimit)), u"storage"_s}};
}

QList<StatusPane::Fact> StatusPane::projectFacts() const
{
    const auto& projects = m_workspace.projects();
    QList<Fact> facts{{tr("Projects"), projects.value ? QString::number(projects.value->size()) : tr("not known yet"), u"projects"_s}};
    const auto current = m_workspace.currentProject();
    facts << Fact{tr("Active project"), current ? (current->name.isEmpty() ? current->id : current->name) : tr("none"), u"activeProject"_s};
    if (current)
        facts << Fact{tr("Its id"), current->id, u"activeProjectId"_s, true};
    return facts;
}

void StatusPane::refresh()
{
    fill(m_wallet, walletFacts());
    fill(m_tier, tierFacts());
    fill(m_projects, projectFacts());
    refreshService();
    refreshAge();
    const auto& connection = m_workspace.connectionProblem();
    const QString trouble = connection ? problemWords(*connection).title : m_healthProblem;
    m_trouble->setText(tr("What is shown is what was read last."), trouble);
    m_trouble->setVisible(!trouble.isEmpty());
}

void StatusPane::refreshService()
{
    QList<Fact> facts{{tr("Host"), m_workspace.gateway().base.host(), u"host"_s, true}};
    m_health->setVisible(m_components.has_value());
    if (m_components) {
        const bool healthy = m_components->status == "healthy"_L1;
        m_health->setText(healthy ? tr("Healthy") : m_components->status);
        m_health->setTone(healthy ? Tone::Success : Tone::Warning);
        facts << Fact{tr("Version"), m_components->version, u"version"_s, true};
        QStringList names = m_components->checks.keys();
        names.sort();
        for (const QString& name : std::as_const(names)) {
            const QString state = m_components->checks.value(name);
            facts << Fact{name, state == "ok"_L1 ? tr("works") : state, u"check."_s + name};
        }
    } else {
        facts << Fact{tr("Health"), m_healthProblem.isEmpty() ? tr("not known yet") : m_healthProblem, u"noHealth"_s};
    }
    if (m_workspace.latencyMs() >= 0)
        facts << Fact{tr("Last answer took"), tr("%1 ms").arg(m_workspace.latencyMs()), u"latency"_s};
    fill(m_service, facts);
}

void StatusPane::refreshAge()
{
    const qint64 seconds = m_readAt.isValid() ? m_readAt.secsTo(QDateTime::currentDateTimeUtc()) : -1;
    m_age->setText(seconds < 0 ? QString() : seconds < 5 ? tr("read just now") : seconds < 120 ? tr("read %1 s ago").arg(seconds)
                                                                                            : tr("read %1 min ago").arg(seconds / 60));
}

} // namespace run402
