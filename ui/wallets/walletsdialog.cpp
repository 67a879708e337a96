// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallets/walletsdialog.h"

#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/icons.h"
#include "ui/common/identicon.h"
#include "ui/common/label.h"
#include "ui/wallets/walletswitcher.h"
#include "ui/wallets/walletwords.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kWidth = 620, kRow = 60, kMostRows = 6;

} // namespace

WalletsDialog::WalletsDialog(Services& services, QWidget* anchor)
    : DialogFrame(anchor, kWidth), m_services(services), m_rows(new QVBoxLayout)
{
    setObjectName(u"wallets"_s);
    setAccessibleName(tr("Wallets"));
    auto* head = new QWidget(this);
    auto* words = new QVBoxLayout(head);
    words->setContentsMargins(19, 17, 19, 13);
    words->setSpacing(2);
    words->addWidget(new Label(tr("Wallets"), Theme::Font::Title));
    auto* text = new Label(services.workspace().isSandbox()
                               ? tr("Throwaway wallets of the sandbox. Real ones are listed in testnet and mainnet.")
                               : tr("Testnet and mainnet share them. The one in use signs you in and pays."),
                           Theme::Font::Small, "text.muted");
    text->setWordWrap(true);
    words->addWidget(text);
    body()->addWidget(head);
    auto* list = new QWidget;
    list->setProperty("surface", true);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    list->setLayout(m_rows);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(list);
    scroll->setFixedHeight(Theme::of(this).scaled(kRow)
                           * int(qBound(qsizetype(2), services.wallets().wallets().size(), qsizetype(kMostRows))));
    body()->addWidget(scroll);
    const auto add = [this](const QString& words, const QString& icon, const QString& wish) {
        auto* button = new Button(words, icon, Button::Variant::Ghost, this);
        button->setObjectName(u"wallets."_s + wish.section(u'.', 1));
        connect(button, &Button::clicked, this, [this, wish] { Q_EMIT wished(wish); });
        foot()->addWidget(button);
    };
    add(tr("New wallet"), u"plus"_s, u"wallet.new"_s);
    if (!services.workspace().isSandbox())
        add(tr("Import a key"), u"key-round"_s, u"wallet.importKey"_s);
    add(tr("Restore a backup"), u"upload"_s, u"wallet.restore"_s);
    foot()->addStretch(1);
    auto* close = new Button(tr("Close"), Button::Variant::Secondary, this);
    close->setObjectName(u"wallets.close"_s);
    connect(close, &Button::clicked, this, &QDialog::accept);
    foot()->addWidget(close);
    setFirstFocus(close);
    setCloseOnScrim(true);
    connect(&services.wallets(), &Wallets::changed, this, &WalletsDialog::refresh);
    refresh();
}

void WalletsDialog::refresh()
{
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    const bool sandbox = m_services.workspace().isSandbox();
    const auto active = m_services.wallets().active(sandbox);
    const QList<WalletInfo> wallets = m_services.wallets().wallets();
    for (const WalletInfo& wallet : wallets) {
        if (wallet.sandbox == sandbox)
            m_rows->addWidget(row(wallet, active && active->id == wallet.id));
    }
    if (m_rows->count() == 0) {
        auto* none = new Label(tr("There is no wallet yet."), Theme::Font::Body, "text.muted");
        none->setAlignment(Qt::AlignCenter);
        m_rows->addWidget(none);
    }
    m_rows->addStretch(1);
}

QWidget* WalletsDialog::row(const WalletInfo& wallet, bool active)
{
    auto* box = new QWidget;
    box->setObjectName(u"wallets.row."_s + wallet.id);
    box->setAccessibleName(tr("%1, %2, %3").arg(wallet.label, wallet.address, active ? tr("in use") : backupWords(wallet)));
    box->setFixedHeight(Theme::of(this).scaled(kRow));
    auto* line = new QHBoxLayout(box);
    line->setContentsMargins(19, 0, 15, 0);
    line->setSpacing(12);
    auto* picture = new Identicon(32);
    picture->setAddress(wallet.address);
    line->addWidget(picture);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    words->addStretch(1);
    auto* first = new QHBoxLayout;
    first->setSpacing(8);
    auto* name = new ElidedLabel(wallet.label, Theme::Font::BodyMedium);
    name->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    first->addWidget(name);
    if (active)
        first->addWidget(new Chip(tr("In use"), Tone::Success));
    first->addStretch(1);
    words->addLayout(first);
    auto* second = new QHBoxLayout;
    second->setSpacing(10);
    second->addWidget(new Label(shortAddress(wallet.address), Theme::Font::MonoSmall, "text.secondary"));
    second->addWidget(new Label(backupWords(wallet), Theme::Font::Small, "text.muted"));
    second->addStretch(1);
    words->addLayout(second);
    words->addStretch(1);
    line->addLayout(words, 1);
    auto* use = new Button(tr("Use"), Button::Variant::Secondary);
    use->setObjectName(u"wallets.use."_s + wallet.id);
    use->setAccessibleName(tr("Use %1").arg(wallet.label));
    use->setSize(Button::Size::Small);
    use->setVisible(!active);
    connect(use, &Button::clicked, this, [this, id = wallet.id] { Q_EMIT wished(u"wallet.use:"_s + id); });
    line->addWidget(use);
    auto* more = new IconButton(u"ellipsis"_s, tr("More for %1").arg(wallet.label));
    more->setObjectName(u"wallets.more."_s + wallet.id);
    connect(more, &IconButton::clicked, this, [this, more, wallet] {
        auto* menu = new QMenu(more);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        addWalletActions(menu, wallet, this, [this](const QString& wish) { Q_EMIT wished(wish); });
        menu->popup(more->mapToGlobal(QPoint(0, more->height() + 4)));
    });
    line->addWidget(more);
    return box;
}

} // namespace run402
