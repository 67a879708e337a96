// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallets/walletswitcher.h"

#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "ui/common/button.h"
#include "ui/common/icons.h"
#include "ui/common/identicon.h"
#include "ui/common/theme.h"
#include "ui/wallets/walletwords.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kNameWidth = 112;

} // namespace

void addWalletActions(QMenu* menu, const WalletInfo& wallet, QObject* context, const std::function<void(const QString&)>& wish)
{
    const auto add = [&](const char* icon, const QString& words, const QString& name) {
        QAction* action = menu->addAction(Icons::get(icon), words, context, [wish, name, id = wallet.id] { wish(name + u':' + id); });
        action->setObjectName(name + u':' + wallet.id);
        return action;
    };
    const bool linked = wallet.id == Wallets::cliWalletId();
    add("pencil", WalletSwitcher::tr("Rename…"), u"wallet.rename"_s)->setEnabled(!linked);
    add("file-up", WalletSwitcher::tr("Save an encrypted backup…"), u"wallet.backup"_s);
    add("key-round", WalletSwitcher::tr("Show the private key…"), u"wallet.reveal"_s);
    add("trash-2", WalletSwitcher::tr("Delete…"), u"wallet.delete"_s)->setEnabled(!linked);
}

WalletSwitcher::WalletSwitcher(Services& services, QWidget* parent)
    : QWidget(parent)
    , m_services(services)
    , m_picture(new Identicon(18, this))
    , m_name(new Button({}, Button::Variant::Ghost, this))
    , m_menu(new QMenu(this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    row->addWidget(m_picture);
    m_name->setObjectName(u"wallet.switch"_s);
    m_name->setSize(Button::Size::Small);
    m_name->setMenu(m_menu);
    row->addWidget(m_name);
    row->addStretch(1);
    connect(m_menu, &QMenu::aboutToShow, this, &WalletSwitcher::fill);
    connect(&services.wallets(), &Wallets::changed, this, &WalletSwitcher::refresh);
    connect(&services.workspace(), &Workspace::environmentChanged, this, &WalletSwitcher::refresh);
    connect(&Theme::of(this), &Theme::changed, this, &WalletSwitcher::refresh);
    refresh();
}

void WalletSwitcher::refresh()
{
    const auto wallet = m_services.wallets().active(m_services.workspace().isSandbox());
    if (!wallet)
        return;
    m_picture->setAddress(wallet->address);
    const QFontMetrics metrics(Theme::of(this).font(Theme::Font::Label));
    m_name->setText(metrics.elidedText(wallet->label, Qt::ElideRight, Theme::of(this).scaled(kNameWidth)));
    m_name->setAccessibleName(tr("Wallet %1").arg(wallet->label));
    m_name->setToolTip(wallet->label + u'\n' + backupWords(*wallet));
    m_name->updateGeometry();
}

void WalletSwitcher::fill()
{
    m_menu->clear();
    const bool sandbox = m_services.workspace().isSandbox();
    const auto active = m_services.wallets().active(sandbox);
    const QList<WalletInfo> wallets = m_services.wallets().wallets();
    for (const WalletInfo& wallet : wallets) {
        if (wallet.sandbox != sandbox)
            continue;
        QAction* action = m_menu->addAction(Identicon::icon(wallet.address), u"%1   %2"_s.arg(wallet.label, shortAddress(wallet.address)), this,
                                            [this, id = wallet.id] { Q_EMIT wished(u"wallet.use:"_s + id); });
        action->setObjectName(u"wallet.use:"_s + wallet.id);
        action->setCheckable(true);
        action->setChecked(active && active->id == wallet.id);
    }
    m_menu->addSeparator();
    if (active)
        addWalletActions(m_menu, *active, this, [this](const QString& wish) { Q_EMIT wished(wish); });
    m_menu->addSeparator();
    const auto add = [this](const char* icon, const QString& words, const QString& wish) {
        m_menu->addAction(Icons::get(icon), words, this, [this, wish] { Q_EMIT wished(wish); })->setObjectName(wish);
    };
    add("plus", tr("New wallet…"), u"wallet.new"_s);
    if (!sandbox) {
        add("key-round", tr("Import a private key…"), u"wallet.importKey"_s);
        add("terminal", tr("Import from the run402 CLI"), u"wallet.importCli"_s);
        add("terminal", tr("Import a wallet file of the CLI…"), u"wallet.importCliFile"_s);
    }
    add("upload", tr("Restore a backup…"), u"wallet.restore"_s);
    add("list-checks", tr("All wallets…"), u"wallet.manage"_s);
}

} // namespace run402
