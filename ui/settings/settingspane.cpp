// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settingspane.h"

#include "models/shelltext.h"
#include "services/cli/clilink.h"
#include "services/local/sandboxprocess.h"
#include "services/secrets/secretstores.h"
#include "services/services.h"
#include "services/store/settingsstore.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/label.h"
#include "ui/common/moneymask.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"
#include "ui/common/toggleswitch.h"
#include "ui/lease/leasenotices.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace run402 {

namespace {
constexpr std::array textScales{80, 100, 125, 150, 200};
}

SettingsPane::SettingsPane(Services& services, Theme& theme, QWidget* parent)
    : QWidget(parent), m_services(services), m_theme(theme)
{
    setObjectName(QStringLiteral("settings"));
    auto* page = new QWidget;
    page->setProperty("surface", true);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(14);
    column->addWidget(new Label(tr("Settings"), Theme::Font::Display));
    for (Card* card : {buildAppearance(), buildNotices(), buildConnection(), buildSecrets(), buildSandbox(), buildAbout()}) {
        card->setMaximumWidth(880);
        column->addWidget(card);
    }
    column->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    connect(&services.secrets(), &SecretStores::changed, this, &SettingsPane::refreshSecrets);
    connect(&services.sandbox(), &SandboxProcess::stateChanged, this, &SettingsPane::refreshSandbox);
    connect(&services.workspace(), &Workspace::connectionChanged, this, &SettingsPane::refreshConnection);
    connect(&services.cliLink(), &CliLink::changed, this, &SettingsPane::refreshCli);
    connect(&services.workspace(), &Workspace::environmentChanged, this, &SettingsPane::refreshCli);
    connect(&services.workspace(), &Workspace::connectionChanged, this, &SettingsPane::refreshCli);
    connect(&services.wallets(), &Wallets::changed, this, &SettingsPane::refreshWallets);
    connect(&services.workspace(), &Workspace::environmentChanged, this, &SettingsPane::refreshWallets);
    refreshWallets();
    refreshSecrets();
    refreshConnection();
    refreshSandbox();
    refreshCli();
}

QWidget* SettingsPane::row(Card* card, const QString& name, const QString& detail, QWidget* control)
{
    auto* box = new QWidget;
    box->setMinimumHeight(52);
    auto* layout = new QHBoxLayout(box);
    layout->setContentsMargins(14, 8, 14, 8);
    layout->setSpacing(14);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(new Label(name, Theme::Font::BodyMedium));
    auto* text = new Label(detail, Theme::Font::Small, "text.muted");
    text->setWordWrap(true);
    words->addWidget(text);
    layout->addLayout(words, 1);
    if (control)
        layout->addWidget(control);
    card->body()->addWidget(box);
    return box;
}

Card* SettingsPane::buildAppearance()
{
    auto* card = new Card(tr("Appearance"));
    card->body()->setContentsMargins(0, 0, 0, 0);
    card->body()->setSpacing(0);
    auto* mode = new SegmentedControl;
    mode->setObjectName(QStringLiteral("settings.theme"));
    mode->setAccessibleName(tr("Theme"));
    mode->addSegment(tr("System"));
    mode->addSegment(tr("Light"), QStringLiteral("sun"));
    mode->addSegment(tr("Dark"), QStringLiteral("moon"));
    mode->setCurrent(int(m_theme.mode()));
    connect(mode, &SegmentedControl::currentChanged, this, [this](int index) {
        m_theme.setMode(Theme::Mode(index));
        const char* const names[] = {"system", "light", "dark"};
        m_services.settings().set(QStringLiteral("theme"), QString::fromLatin1(names[index]));
    });
    connect(&m_theme, &Theme::changed, mode, [this, mode] { mode->setCurrent(int(m_theme.mode())); });
    row(card, tr("Theme"), tr("Follows the system, or stays as you like it."), mode);

    auto* scale = new SegmentedControl;
    scale->setObjectName(QStringLiteral("settings.textScale"));
    scale->setAccessibleName(tr("Text size"));
    for (int percent : textScales)
        scale->addSegment(tr("%1 %").arg(percent));
    scale->setCurrent(int(std::find(textScales.begin(), textScales.end(), m_theme.textScale()) - textScales.begin()));
    connect(scale, &SegmentedControl::currentChanged, this, [this](int index) {
        m_theme.setTextScale(textScales.at(size_t(index)));
        m_services.settings().set(QStringLiteral("textScale"), textScales.at(size_t(index)));
    });
    row(card, tr("Text size"), tr("Everything grows with it."), scale);

    auto* hide = new Switch;
    hide->setObjectName(QStringLiteral("settings.moneyHidden"));
    hide->setAccessibleName(tr("Hide amounts of money"));
    hide->setChecked(MoneyMask::of(this).isHidden());
    connect(hide, &QAbstractButton::toggled, this, [this](bool on) { MoneyMask::of(this).setHidden(on); });
    connect(&MoneyMask::of(this), &MoneyMask::changed, hide, &QAbstractButton::setChecked);
    row(card, tr("Hide amounts of money"), tr("Dots instead of what you have and paid, for when you are not alone (Ctrl+Shift+M). Prices and what you sign stay readable."), hide);

    auto* motion = new Switch;
    motion->setObjectName(QStringLiteral("settings.reducedMotion"));
    motion->setAccessibleName(tr("Reduce motion"));
    motion->setChecked(m_theme.reducedMotion());
    connect(motion, &QAbstractButton::toggled, this, [this](bool on) {
        m_theme.setReducedMotion(on);
        m_services.settings().set(QStringLiteral("reducedMotion"), on);
    });
    row(card, tr("Reduce motion"), tr("No fades and no turning rings."), motion);
    return card;
}

Card* SettingsPane::buildNotices()
{
    auto* card = new Card(tr("Desktop notifications"));
    card->body()->setContentsMargins(0, 0, 0, 0);
    card->body()->setSpacing(0);
    const std::tuple<QString, QString, QString> kinds[] = {
        {LeaseNotices::kReminders, tr("Before a lease ends"), tr("Three days, one day and two hours before.")},
        {LeaseNotices::kStates, tr("When a lease changes its state"), tr("On hold, archived, deleted, or active again.")},
        {LeaseNotices::kRenewals, tr("When a lease renews itself"), tr("What was paid for it, or why it was not.")}};
    for (const auto& [key, name, detail] : kinds) {
        auto* on = new Switch;
        on->setObjectName(QStringLiteral("settings.") + key);
        on->setAccessibleName(name);
        on->setChecked(true);
        m_services.settings().get(key)->onDone(on, [on](const Result<QJsonValue>& kept) {
            const QSignalBlocker quiet(on);
            on->setChecked(!kept.ok() || kept->toBool(true));
        });
        connect(on, &QAbstractButton::toggled, this, [this, key](bool wanted) { m_services.settings().set(key, wanted); });
        row(card, name, detail, on);
    }
    return card;
}

Card* SettingsPane::buildConnection()
{
    auto* card = new Card(tr("Connection"));
    card->body()->setContentsMargins(0, 0, 0, 0);
    auto* again = new Button(tr("Try again"));
    again->setObjectName(QStringLiteral("settings.reconnect"));
    connect(again, &Button::clicked, this, [this] { m_services.workspace().reconnect(); });
    QWidget* state = row(card, tr("Connected to"), QString(), again);
    m_connection = state->findChildren<Label*>().value(1);
    m_connection->setObjectName(QStringLiteral("settings.connection"));
    QWidget* found = row(card, tr("What the service answered"), QString(), nullptr);
    m_evidence = found->findChildren<Label*>().value(1);
    m_evidence->setRole(Theme::Font::MonoSmall);
    return card;
}

void SettingsPane::refreshConnection()
{
    const Workspace& workspace = m_services.workspace();
    const GatewayInfo& gateway = workspace.gateway();
    if (workspace.connectionProblem()) {
        m_connection->setText(workspace.connectionProblem()->message);
    } else if (!workspace.isConnected()) {
        m_connection->setText(tr("Not connected"));
    } else if (gateway.sandbox) {
        m_connection->setText(tr("%1, the local sandbox").arg(gateway.base.toString()));
    } else {
        m_connection->setText(gateway.readOnly ? tr("%1, an API this version does not know: read only, nothing can be bought").arg(gateway.base.toString())
                                               : tr("%1, first generation of the API").arg(gateway.base.toString()));
    }
    m_evidence->setText(gateway.evidence.isEmpty() ? tr("Not asked: our own server needs no probing.") : gateway.evidence.join(QLatin1Char('\n')));
}

Card* SettingsPane::buildSecrets()
{
    auto* card = new Card(tr("Keys"));
    card->body()->setContentsMargins(0, 0, 0, 0);
    m_vault = new Button({});
    m_vault->setObjectName(QStringLiteral("settings.vault"));
    connect(m_vault, &Button::clicked, this, &SettingsPane::vaultRequested);
    QWidget* place = row(card, tr("Where keys rest"), QString(), m_vault);
    m_secretPlace = place->findChildren<Label*>().value(1);
    m_secretPlace->setObjectName(QStringLiteral("settings.secretPlace"));
    auto* wallets = new Button(tr("Show wallets"));
    wallets->setObjectName(QStringLiteral("settings.wallets"));
    connect(wallets, &Button::clicked, this, &SettingsPane::walletsRequested);
    QWidget* named = row(card, tr("Wallets"), QString(), wallets);
    m_walletCount = named->findChildren<Label*>().value(1);
    m_walletCount->setObjectName(QStringLiteral("settings.walletCount"));
    auto* cli = new Button(tr("Import"));
    cli->setObjectName(QStringLiteral("settings.cliImport"));
    connect(cli, &Button::clicked, this, &SettingsPane::cliImportRequested);
    m_cliLink = new Switch;
    m_cliLink->setObjectName(QStringLiteral("settings.cliLink"));
    m_cliLink->setAccessibleName(tr("Share wallet and projects with the run402 CLI"));
    m_copySetup = new Button(tr("Copy for an agent"), QStringLiteral("copy"), Button::Variant::Secondary);
    m_copySetup->setObjectName(QStringLiteral("settings.cliSetup"));
    m_copySetup->setToolTip(tr("The environment an agent or a terminal needs to work on the same projects"));
    auto* linkControls = new QWidget;
    auto* linkRow = new QHBoxLayout(linkControls);
    linkRow->setContentsMargins(0, 0, 0, 0);
    linkRow->setSpacing(10);
    linkRow->addWidget(m_copySetup);
    linkRow->addWidget(m_cliLink);
    QWidget* link = row(card, tr("Share with the run402 CLI and your agents"), QString(), linkControls);
    m_cliPlace = link->findChildren<Label*>().value(1);
    // The switch shows what is, not what was asked for: it moves when the files answer.
    connect(m_cliLink, &Switch::clicked, this, [this](bool on) {
        m_cliLink->setChecked(!on);
        Q_EMIT cliLinkRequested(on);
    });
    connect(m_copySetup, &Button::clicked, this, [this] {
        const Workspace& workspace = m_services.workspace();
        QGuiApplication::clipboard()->setText(QStringLiteral("export RUN402_API_BASE=%1\nexport RUN402_CONFIG_DIR=%2\n")
            .arg(workspace.gateway().base.toString(QUrl::StripTrailingSlash), shellWord(m_services.cliLink().folder(workspace.isSandbox()).folder())));
    });
    row(card, tr("Import from the run402 CLI"), tr("Reads wallet and projects from %1. The files stay as they are.").arg(m_services.options().cliFolder), cli);
    return card;
}

Card* SettingsPane::buildSandbox()
{
    auto* card = new Card(tr("Local sandbox"));
    card->body()->setContentsMargins(0, 0, 0, 0);
    m_reset = new Button(tr("Empty it"), Button::Variant::Danger);
    m_reset->setObjectName(QStringLiteral("settings.resetSandbox"));
    connect(m_reset, &Button::clicked, this, &SettingsPane::resetSandbox);
    QWidget* state = row(card, tr("Server on this computer"), QString(), m_reset);
    m_sandboxState = state->findChildren<Label*>().value(1);
    row(card, tr("Data folder"), m_services.sandbox().dataFolder(), nullptr);
    return card;
}

Card* SettingsPane::buildAbout()
{
    auto* card = new Card(tr("About"));
    card->body()->setContentsMargins(0, 0, 0, 0);
    row(card, tr("Run402 Desktop %1").arg(QStringLiteral(RUN402_VERSION)), tr("Free software under the GPL, version 3 or later."), nullptr);
    row(card, tr("What leaves this computer"), tr("Requests to the service you connect to and to the chain nodes that tell balances. The Requests dock lists every one of them. Nothing else is sent."), nullptr);
    return card;
}

void SettingsPane::refreshCli()
{
    const bool sandbox = m_services.workspace().isSandbox();
    const bool linked = m_services.cliLink().isLinked(sandbox);
    const QString folder = m_services.cliLink().folder(sandbox).folder();
    m_cliLink->setChecked(linked);
    m_copySetup->setVisible(linked && m_services.workspace().isConnected());
    if (linked)
        m_cliPlace->setText(tr("Wallet and projects are those of %1. What agents do there shows here at once, and the other way round.").arg(folder));
    else if (sandbox)
        m_cliPlace->setText(tr("Lets agents work in this sandbox: its play-money wallet and its projects are written to %1.").arg(folder));
    else
        m_cliPlace->setText(tr("Works on the wallet and projects in %1 themselves instead of copies.").arg(folder));
}

void SettingsPane::refreshWallets()
{
    const bool sandbox = m_services.workspace().isSandbox();
    const QList<WalletInfo> wallets = m_services.wallets().wallets();
    const auto count = std::count_if(wallets.begin(), wallets.end(), [&](const WalletInfo& w) { return w.sandbox == sandbox; });
    const auto active = m_services.wallets().active(sandbox);
    m_walletCount->setText(active ? tr("%1 is in use, of %n wallet(s).", nullptr, int(count)).arg(active->label) : tr("There is none yet."));
}

void SettingsPane::refreshSecrets()
{
    switch (m_services.secrets().place()) {
    case SecretStores::Place::Keychain:
        m_secretPlace->setText(tr("In the keychain of this computer."));
        m_vault->setText(tr("Use a passphrase vault"));
        break;
    case SecretStores::Place::Vault:
        m_secretPlace->setText(m_services.secrets().state() == SecretStore::State::Locked ? tr("In a passphrase vault, locked.") : tr("In a passphrase vault, open."));
        m_vault->setText(m_services.secrets().state() == SecretStore::State::Locked ? tr("Unlock") : tr("Lock"));
        break;
    default:
        m_secretPlace->setText(tr("No keychain answers here. A passphrase vault can keep keys instead."));
        m_vault->setText(tr("Make a vault"));
    }
}

void SettingsPane::refreshSandbox()
{
    const SandboxProcess& sandbox = m_services.sandbox();
    switch (sandbox.state()) {
    case SandboxProcess::State::Running:
        m_sandboxState->setText(tr("Running at %1").arg(sandbox.url().toString()));
        break;
    case SandboxProcess::State::Starting:
        m_sandboxState->setText(tr("Starting"));
        break;
    case SandboxProcess::State::Restarting:
        m_sandboxState->setText(tr("Starting again after it stopped"));
        break;
    case SandboxProcess::State::Failed:
        m_sandboxState->setText(sandbox.problem() ? sandbox.problem()->message : tr("Not running"));
        break;
    case SandboxProcess::State::Stopped:
        m_sandboxState->setText(tr("Not running; it starts when you choose Sandbox in the top bar."));
        break;
    }
    // Also where it cannot start: emptying it may be the only way on.
    m_reset->setEnabled(sandbox.state() == SandboxProcess::State::Running || sandbox.state() == SandboxProcess::State::Failed);
}

void SettingsPane::resetSandbox()
{
    ConfirmDialog::Options options;
    options.title = tr("Empty the local sandbox?");
    options.text = tr("Its projects, data, sites and play money are deleted. Nothing outside this computer changes. This cannot be undone.");
    options.accept = tr("Empty the sandbox");
    options.dangerous = true;
    options.typeName = QStringLiteral("sandbox");
    ConfirmDialog::ask(this, options, this, [this] { m_services.sandbox().reset(); });
}

} // namespace run402
