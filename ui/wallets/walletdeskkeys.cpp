// SPDX-License-Identifier: GPL-3.0-or-later
// What WalletDesk does with a key: back it up, show it, delete it, and remind.
#include "services/secrets/wipe.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/inputs.h"
#include "ui/wallets/formdialog.h"
#include "ui/secrets/passphrasepair.h"
#include "ui/wallets/reauthbox.h"
#include "ui/wallets/revealdialog.h"
#include "ui/wallets/walletdesk.h"
#include "ui/wallets/walletwords.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

void WalletDesk::backUp(const WalletInfo& wallet)
{
    auto* form = new FormDialog(m_window, 460,
                                {u"backup"_s, u"file-up"_s, tr("Back up %1").arg(wallet.label),
                                 tr("An encrypted file with the key, in the form other Ethereum wallets open as well. Keep it somewhere else than this computer. Without its passphrase it is worthless, also to you."),
                                 tr("Save the backup…")});
    auto* reauth = new ReauthBox(m_services.secrets(), wallet.sandbox, u"backup"_s, form);
    auto* pair = new PassphrasePair(u"backup"_s, tr("Passphrase of the backup"), form);
    form->column()->addWidget(pair);
    form->column()->addWidget(reauth);
    const auto check = [form, reauth, pair] { form->setReady(reauth->isComplete() && pair->isComplete()); };
    connect(reauth, &ReauthBox::changed, form, check);
    connect(pair, &PassphrasePair::changed, form, check);
    connect(reauth, &ReauthBox::returnPressed, form, &FormDialog::submit);
    connect(pair, &PassphrasePair::returnPressed, form, &FormDialog::submit);
    connect(form, &FormDialog::submitted, this, [this, form, reauth, pair, wallet] {
        reauth->confirm()->onDone(form, [this, form, pair, wallet](const Result<Done>& confirmed) {
            if (!confirmed.ok())
                return form->showProblem(confirmed.error());
            const QByteArray passphrase = pair->take();
            form->accept();
            saveBackup(wallet, passphrase);
        });
    });
    check();
    form->open();
}

void WalletDesk::saveBackup(const WalletInfo& wallet, const QByteArray& passphrase)
{
    auto* dialog = new QFileDialog(m_window, tr("Save the backup"), QDir::homePath() + u'/' + backupFileName(wallet),
                                   tr("Wallet backups (*.json)"));
    dialog->setObjectName(u"backup.file"_s);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"json"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::rejected, this, [passphrase] { wipeShared(passphrase); });
    connect(dialog, &QFileDialog::fileSelected, this, [this, wallet, passphrase](const QString& path) {
        m_services.wallets().backUp(wallet.id, passphrase, path)->onDone(this, [this, wallet, path](const Result<Done>& r) {
            if (r.ok())
                Q_EMIT noticed(tr("%1 is backed up").arg(wallet.label), QFileInfo(path).fileName());
            else
                Q_EMIT problemRaised(r.error());
        });
    });
    dialog->open();
}

void WalletDesk::reveal(const WalletInfo& wallet)
{
    (new RevealDialog(m_services, wallet, m_window))->open();
}

void WalletDesk::remove(const WalletInfo& wallet)
{
    const auto active = m_services.wallets().active(wallet.sandbox);
    const bool inUse = active && active->id == wallet.id && wallet.sandbox == sandbox();
    const QString money = inUse ? holdings(m_services.workspace().balances().value.value_or(QList<RailBalance>())) : QString();
    QStringList text{tr("The key of %1 is removed from this computer. This cannot be undone.").arg(wallet.address)};
    if (!money.isEmpty())
        text << tr("There is money on it: %1.").arg(money);
    else if (!inUse)
        text << tr("What is on it is not known while it is not in use.");
    text << (wallet.backedUpAt.isValid() ? tr("A backup was made on this computer; make sure that you still have it.")
                                         : tr("No backup is known: whatever is on it would be lost for ever."));
    text << tr("Type its name, %1, to delete it.").arg(wallet.label);
    ConfirmDialog::Options options;
    options.title = tr("Delete the wallet %1?").arg(wallet.label);
    options.text = text.join(u' ');
    options.accept = tr("Delete wallet");
    options.dangerous = true;
    options.typeName = wallet.label;
    if (!wallet.backedUpAt.isValid()) {
        options.extra = tr("Back up first");
        options.extraIcon = u"file-up"_s;
    }
    auto* dialog = ConfirmDialog::ask(m_window, options, this, [this, wallet] {
        m_services.wallets().remove(wallet.id)->onDone(this, [this, wallet](const Result<Done>& r) {
            if (!r.ok())
                return Q_EMIT problemRaised(r.error());
            Q_EMIT noticed(tr("%1 is deleted").arg(wallet.label), shortAddress(wallet.address));
            m_services.workspace().refreshAll();
        });
    });
    connect(dialog, &ConfirmDialog::extraTriggered, this, [this, dialog, wallet] {
        dialog->reject();
        backUp(wallet);
    });
}

/// Once per wallet and run: the address card goes on saying it.
void WalletDesk::remind()
{
    const Workspace& workspace = m_services.workspace();
    const auto wallet = m_services.wallets().active(workspace.isSandbox());
    if (!wallet || wallet->address == m_reminded
        || !needsBackup(*wallet, workspace.balances().value.value_or(QList<RailBalance>()), workspace.environment()))
        return;
    m_reminded = wallet->address;
    Q_EMIT backupMissing(*wallet);
}

} // namespace run402
