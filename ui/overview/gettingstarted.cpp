// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/gettingstarted.h"

#include "models/domain/amount.h"
#include "services/ledger/ledgerbook.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/overview/projectdialog.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace run402 {

GettingStarted::GettingStarted(Services& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(services.workspace())
{
    setObjectName(QStringLiteral("start"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(20, 20, 20, 20);
    outer->addStretch(2);
    auto* middle = new QWidget;
    middle->setMaximumWidth(Theme::of(this).scaled(680)); // no step with a word alone on its last line
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    m_title = new Label(tr("Four steps to your first project"), Theme::Font::Display);
    column->addWidget(m_title);
    auto* promise = new Label(tr("Nothing here costs real money. Each step says what it does before it does it."), Theme::Font::Body, "text.secondary");
    promise->setWordWrap(true);
    column->addWidget(promise);
    column->addSpacing(10);
    auto* card = new Card;
    card->body()->setContentsMargins(0, 4, 0, 4);
    card->body()->setSpacing(0);
    m_wallet = addStep(card->body(), QStringLiteral("start.wallet"), tr("Wallet"), tr("A key on this computer that signs for you. It never leaves it."), tr("Create wallet"));
    m_money = addStep(card->body(), QStringLiteral("start.faucet"), tr("Test money"), tr("0.25 USDC on Base Sepolia, from the faucet. Worth nothing, works like money."), tr("Get test money, free"));
    m_tier = addStep(card->body(), QStringLiteral("start.tier"), tr("Prototype tier"), tr("7 days, paid with test money so that you see how paying works."), tr("Subscribe, 0.10 test USDC"));
    m_project = addStep(card->body(), QStringLiteral("start.project"), tr("Project"), tr("Database, REST, users, files, functions and a site under one name."), tr("New project, free"));
    column->addWidget(card);
    auto* starters = new LinkLabel(tr("Or start from a finished app and make it yours"));
    starters->setObjectName(QStringLiteral("start.starters"));
    column->addSpacing(6);
    column->addWidget(starters, 0, Qt::AlignLeft);
    connect(starters, &LinkLabel::clicked, this, &GettingStarted::starterRequested);
    auto* row = new QHBoxLayout; // as wide as it may be, in the middle
    row->addStretch(1);
    row->addWidget(middle, 1000);
    row->addStretch(1);
    outer->addLayout(row);
    outer->addStretch(3);

    connect(m_wallet.button, &Button::clicked, this, &GettingStarted::askForWallet);
    connect(m_money.button, &Button::clicked, this, &GettingStarted::getMoney);
    connect(m_tier.button, &Button::clicked, this, &GettingStarted::takeTier);
    connect(m_project.button, &Button::clicked, this, &GettingStarted::makeProject);
    connect(&services.wallets(), &Wallets::changed, this, &GettingStarted::refresh);
    connect(&m_workspace, &Workspace::balancesChanged, this, &GettingStarted::refresh);
    connect(&m_workspace, &Workspace::tierChanged, this, &GettingStarted::refresh);
    connect(&m_workspace, &Workspace::connectionChanged, this, &GettingStarted::refresh);
    connect(&m_workspace, &Workspace::environmentChanged, this, &GettingStarted::refresh);
    refresh();
}

GettingStarted::Step GettingStarted::addStep(QVBoxLayout* column, const QString& objectName, const QString& title,
                                             const QString& detail, const QString& action)
{
    auto* row = new QWidget;
    row->setMinimumHeight(64);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(16, 8, 16, 8);
    layout->setSpacing(14);
    Step step;
    step.mark = new IconLabel(QStringLiteral("circle"), 20, "text.muted");
    step.title = new Label(title, Theme::Font::BodyMedium);
    step.detail = new Label(detail, Theme::Font::Small, "text.muted");
    step.detail->setWordWrap(true);
    step.button = new Button(action);
    step.button->setObjectName(objectName);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    words->addStretch();
    words->addWidget(step.title);
    words->addWidget(step.detail);
    words->addStretch();
    layout->addWidget(step.mark);
    layout->addLayout(words, 1);
    layout->addWidget(step.button);
    column->addWidget(row);
    return step;
}

void GettingStarted::show(const Step& step, bool done, bool next)
{
    step.mark->setIconName(done ? QStringLiteral("circle-check") : QStringLiteral("circle"));
    step.mark->setToken(done ? "accent.text" : next ? "text.primary" : "text.disabled");
    step.title->setToken(done || next ? "text.primary" : "text.muted");
    step.button->setVisible(!done);
    step.button->setEnabled(next && !step.button->isBusy());
    step.button->setVariant(next ? Button::Variant::Primary : Button::Variant::Secondary);
}

bool GettingStarted::hasMoney() const
{
    const QList<RailBalance> balances = m_workspace.balances().value.value_or(QList<RailBalance>());
    const bool unread = std::all_of(balances.cbegin(), balances.cend(), [](const RailBalance& b) { return b.rail == Rail::Credit || !b.micros; });
    return (m_dripped && unread) || std::any_of(balances.cbegin(), balances.cend(), [](const RailBalance& b) { return b.micros.value_or(0) > 0; });
}

void GettingStarted::refresh()
{
    const bool connected = m_workspace.isConnected();
    const bool wallet = m_services.wallets().active(m_workspace.isSandbox()).has_value();
    const auto& status = m_workspace.tier().value;
    const bool tier = wallet && status && status->active;
    const bool money = tier || (wallet && hasMoney());
    show(m_wallet, wallet, connected && !wallet);
    show(m_money, money, connected && wallet && !money);
    show(m_tier, tier, connected && money && !tier && m_workspace.capabilities().has(Capability::BuyTier));
    show(m_project, false, connected && tier);
}

template <typename T>
void GettingStarted::run(const Step& step, Call<T>* call, std::function<void(const T&)> done)
{
    step.button->setBusy(true);
    call->onDone(this, [this, step, done = std::move(done)](const Result<T>& r) {
        step.button->setBusy(false);
        if (r.ok())
            done(*r);
        else if (r.error().kind != Problem::Kind::Cancelled)
            Q_EMIT problemRaised(r.error());
        refresh();
    });
}

void GettingStarted::askForWallet()
{
    if (m_workspace.isSandbox() || !m_gate)
        makeWallet();
    else
        m_gate(this, [this] { makeWallet(); });
}

void GettingStarted::makeWallet()
{
    run<WalletInfo>(m_wallet, m_services.wallets().create(m_workspace.isSandbox() ? tr("Sandbox wallet") : tr("Wallet"), m_workspace.isSandbox()),
                    [this](const WalletInfo& wallet) {
                        m_workspace.record(QStringLiteral("wallet"), tr("Made the wallet %1").arg(wallet.address));
                        m_workspace.refreshAll();
                    });
}

void GettingStarted::getMoney()
{
    run<FaucetDrip>(m_money, m_services.money().faucet(), [this](const FaucetDrip& drip) {
        m_workspace.record(QStringLiteral("faucet"), tr("Got %1 test %2 from the faucet").arg(Amount::fromMicros(drip.amountMicros).toShownText(), drip.token));
        m_services.ledger().noteKind(drip.transactionHash, QStringLiteral("faucet"));
        m_dripped = true;
        m_workspace.awaitFunds();
    });
}

void GettingStarted::takeTier()
{
    run<TierChange>(m_tier, m_services.money().setTier(QStringLiteral("prototype")), [this](const TierChange&) {
        m_workspace.refreshTier();
        m_workspace.refreshBalances();
    });
}

void GettingStarted::makeProject()
{
    auto* dialog = new ProjectDialog(this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { createProject(dialog->projectName()); });
    dialog->open();
}

void GettingStarted::createProject(const QString& name)
{
    run<Done>(m_project, m_workspace.createProject(name), [](const Done&) {});
}

} // namespace run402
