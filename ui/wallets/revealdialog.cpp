// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallets/revealdialog.h"

#include "services/services.h"
#include "services/wallets.h"
#include "ui/common/label.h"
#include "ui/common/secretclipboard.h"
#include "ui/wallets/keyview.h"
#include "ui/wallets/reauthbox.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

RevealDialog::RevealDialog(Services& services, const WalletInfo& wallet, QWidget* anchor, int showMs)
    : FormDialog(anchor, 460,
                 {u"wallet.reveal"_s, u"key-round"_s, tr("Private key of %1").arg(wallet.label),
                  tr("Whoever has this key has the wallet and everything in it. Nobody from Run402 will ever ask for it."),
                  tr("Show the key"), Button::Variant::Primary})
    , m_services(services)
    , m_wallet(wallet)
    , m_left(showMs / 1000)
    , m_reauth(new ReauthBox(services.secrets(), wallet.sandbox, u"wallet.reveal"_s, this))
    , m_key(new KeyView(this))
    , m_countdown(new Label({}, Theme::Font::Small, "text.muted"))
    , m_shown(new QWidget(this))
{
    column()->addWidget(m_reauth);
    auto* shown = new QVBoxLayout(m_shown);
    shown->setContentsMargins(0, 0, 0, 0);
    shown->setSpacing(8);
    m_key->setObjectName(u"wallet.reveal.key"_s);
    shown->addWidget(m_key);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_countdown, 1);
    auto* copy = new Button(tr("Copy"), u"copy"_s, Button::Variant::Secondary, this);
    copy->setObjectName(u"wallet.reveal.copy"_s);
    copy->setSize(Button::Size::Small);
    copy->setToolTip(tr("The clipboard is emptied after 60 seconds"));
    row->addWidget(copy);
    auto* written = new Button(tr("I wrote it down"), u"check"_s, Button::Variant::Secondary, this);
    written->setObjectName(u"wallet.reveal.written"_s);
    written->setSize(Button::Size::Small);
    written->setVisible(wallet.id != Wallets::cliWalletId());
    row->addWidget(written);
    shown->addLayout(row);
    m_shown->hide();
    column()->addWidget(m_shown);
    setReady(false);
    m_second.setInterval(1000);
    connect(m_reauth, &ReauthBox::changed, this, [this] { setReady(m_reauth->isComplete()); });
    connect(m_reauth, &ReauthBox::returnPressed, this, &FormDialog::submit);
    connect(this, &FormDialog::submitted, this, &RevealDialog::reveal);
    connect(&m_second, &QTimer::timeout, this, &RevealDialog::tick);
    connect(copy, &Button::clicked, this, [this] { copySecret(m_key->key()); });
    connect(written, &Button::clicked, this, [this] {
        m_services.wallets().noteBackup(m_wallet.id);
        accept();
    });
    connect(this, &QDialog::finished, m_key, &KeyView::clear);
    setFirstFocus(m_reauth);
}

void RevealDialog::reveal()
{
    m_reauth->confirm()->onDone(this, [this](const Result<Done>& confirmed) {
        if (!confirmed.ok())
            return showProblem(confirmed.error());
        const auto hex = std::make_shared<x402::SecretBytes>();
        m_services.wallets()
            .withKey(m_wallet.id, m_wallet.sandbox, [hex](const x402::SecretKey& key) { *hex = key.exportHex(); })
            ->onDone(this, [this, hex](const Result<Done>& read) {
                if (!read.ok())
                    return showProblem(read.error());
                showKey(std::move(*hex));
            });
    });
}

void RevealDialog::showKey(x402::SecretBytes hex)
{
    m_key->setKey(std::move(hex));
    m_reauth->hide();
    m_shown->show();
    acceptButton()->setBusy(false);
    acceptButton()->hide();
    cancelButton()->setText(tr("Close"));
    cancelButton()->setFocus();
    m_second.start();
    ++m_left;
    tick();
}

void RevealDialog::tick()
{
    if (--m_left <= 0)
        return hideKey();
    m_countdown->setText(tr("Hidden again in %1 s").arg(m_left));
}

void RevealDialog::hideKey()
{
    m_second.stop();
    m_key->clear();
    m_countdown->setText(tr("The key is hidden again."));
    const auto buttons = m_shown->findChildren<Button*>();
    for (Button* button : buttons)
        button->setEnabled(false);
}

} // namespace run402
