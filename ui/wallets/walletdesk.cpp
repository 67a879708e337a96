// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallets/walletdesk.h"

#include "services/cli/cliimport.h"
#include "services/secrets/keystorefile.h"
#include "services/secrets/wipe.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "ui/common/choosefile.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/secretedit.h"
#include "ui/wallets/formdialog.h"
#include "ui/wallets/walletsdialog.h"
#include "ui/wallets/walletwords.h"

#include <QFileDialog>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

/// A field for a wallet's name; Enter submits.
LineEdit* addName(FormDialog* form, const QString& objectName, const QString& text)
{
    auto* edit = new LineEdit({}, form);
    edit->setObjectName(objectName);
    edit->setAccessibleName(WalletDesk::tr("Name"));
    edit->setMaxLength(kLongestWalletLabel);
    edit->setText(text);
    edit->selectAll();
    form->column()->addWidget(new Field(WalletDesk::tr("Name"), edit));
    QObject::connect(edit, &QLineEdit::returnPressed, form, &FormDialog::submit);
    form->setFirstFocus(edit);
    return edit;
}

/// The button works while the name has letters and `also` is true.
void needName(FormDialog* form, LineEdit* name, std::function<bool()> also = {})
{
    const auto check = [form, name, also] { form->setReady(!name->text().trimmed().isEmpty() && (!also || also())); };
    QObject::connect(name, &QLineEdit::textChanged, form, check);
    check();
}

} // namespace

WalletDesk::WalletDesk(Services& services, QWidget* window, KeyGate gate, QObject* parent)
    : QObject(parent), m_services(services), m_window(window), m_gate(std::move(gate))
{
    connect(&services.workspace(), &Workspace::balancesChanged, this, &WalletDesk::remind);
}

bool WalletDesk::sandbox() const { return m_services.workspace().isSandbox(); }

bool WalletDesk::run(const QString& wish)
{
    if (wish == "wallet.new"_L1)
        create();
    else if (wish == "wallet.importKey"_L1)
        importKey();
    else if (wish == "wallet.importCli"_L1)
        importCli();
    else if (wish == "wallet.importCliFile"_L1)
        importCliFile();
    else if (wish == "wallet.restore"_L1)
        restore();
    else if (wish == "wallet.manage"_L1)
        manage();
    else
        return runFor(wish.section(u':', 0, 0), wish.section(u':', 1));
    return true;
}

bool WalletDesk::runFor(const QString& what, const QString& walletId)
{
    using Deed = void (WalletDesk::*)(const WalletInfo&);
    const std::pair<const char*, Deed> deeds[] = {{"wallet.use", &WalletDesk::use},       {"wallet.rename", &WalletDesk::rename},
                                                  {"wallet.backup", &WalletDesk::backUp}, {"wallet.reveal", &WalletDesk::reveal},
                                                  {"wallet.delete", &WalletDesk::remove}};
    for (const auto& [name, deed] : deeds) {
        if (what != QLatin1StringView(name))
            continue;
        const Wallets& wallets = m_services.wallets();
        if (const auto wallet = walletId.isEmpty() ? wallets.active(sandbox()) : wallets.wallet(walletId))
            (this->*deed)(*wallet);
        else
            Q_EMIT problemRaised(Problem::make(Problem::Kind::Local, u"wallet.none"_s, u"There is no such wallet"_s));
        return true;
    }
    return false;
}

void WalletDesk::arrived(FormDialog* form, const Result<WalletInfo>& wallet, const QString& words)
{
    if (!wallet.ok())
        return form->showProblem(wallet.error());
    form->accept();
    Q_EMIT noticed(words, u"%1, %2"_s.arg(wallet->label, shortAddress(wallet->address)));
    // Chosen by making it: a person who makes a second wallet means to use it.
    m_services.wallets().setActive(wallet->id);
    m_services.workspace().refreshAll();
}

void WalletDesk::create()
{
    const bool play = sandbox();
    const auto open = [this, play] {
        auto* form = new FormDialog(m_window, 420,
                                    {u"wallet.new"_s, u"wallet"_s, tr("New wallet"),
                                     play ? tr("A throwaway wallet with play money. Its key lies in the sandbox's folder.")
                                          : tr("Its key is made and kept on this computer. It has its own address, tier and projects; you can switch between wallets at any time."),
                                     tr("Create wallet")});
        auto* name = addName(form, u"wallet.new.name"_s, tr("Wallet %1").arg(m_services.wallets().wallets().size() + 1));
        needName(form, name);
        connect(form, &FormDialog::submitted, this, [this, form, name, play] {
            m_services.wallets().create(name->text(), play)->onDone(form, [this, form](const Result<WalletInfo>& made) {
                arrived(form, made, tr("The wallet is ready"));
            });
        });
        form->open();
    };
    if (play)
        open();
    else
        m_gate(this, open);
}

void WalletDesk::tellNoKeys()
{
    Q_EMIT noticed(tr("The sandbox takes no keys"), tr("A real key never goes into a plain file. Switch to testnet or mainnet to import one."));
}

void WalletDesk::importKey()
{
    if (sandbox())
        return tellNoKeys();
    m_gate(this, [this] {
        auto* form = new FormDialog(m_window, 440,
                                    {u"wallet.importKey"_s, u"key-round"_s, tr("Import a private key"),
                                     tr("64 hexadecimal digits, as another wallet exports them. The key goes to where keys rest on this computer and nowhere else; a pasted one is taken off the clipboard."),
                                     tr("Import wallet")});
        auto* name = addName(form, u"wallet.importKey.name"_s, tr("Imported wallet"));
        auto* key = new SecretEdit(80, form);
        key->setObjectName(u"wallet.importKey.key"_s);
        key->setAccessibleName(tr("Private key"));
        auto* field = new Field(tr("Private key"), key);
        form->column()->addWidget(field);
        form->setFirstFocus(key);
        const auto show = [form, name, key, field] {
            field->setHint(key->length() ? tr("%n characters", nullptr, int(key->length())) : QString());
            form->setReady(!name->text().trimmed().isEmpty() && key->length() > 0);
        };
        connect(key, &SecretEdit::changed, form, show);
        connect(key, &SecretEdit::returnPressed, form, &FormDialog::submit);
        needName(form, name, [key] { return key->length() > 0; });
        connect(form, &FormDialog::submitted, this, [this, form, name, key] {
            const x402::SecretBytes typed = key->take();
            QByteArray text(reinterpret_cast<const char*>(typed.view().data()), qsizetype(typed.size()));
            m_services.wallets().import(name->text(), text)->onDone(form, [this, form](const Result<WalletInfo>& made) {
                arrived(form, made, tr("The wallet is imported"));
            });
            wipe(text);
        });
        form->open();
    });
}

/// The allowance file of the CLI, once; sharing it for good is another wish (cli.link).
void WalletDesk::importCli()
{
    m_gate(this, [this] {
        const QString folder = m_services.options().cliFolder;
        importFromCli(this, folder)->onDone(this, [this, folder](const Result<CliImport>& found) { take(found, folder); });
    });
}

/// A wallet of the CLI that lies somewhere else: a copy, another profile's, another computer's.
void WalletDesk::importCliFile()
{
    if (sandbox())
        return tellNoKeys();
    m_gate(this, [this] {
        auto* dialog = new QFileDialog(m_window, tr("Open a wallet of the run402 CLI"), m_services.options().cliFolder,
                                       tr("Wallets of the CLI (allowance.json wallet.json);;All files (*)"));
        dialog->setObjectName(u"wallet.cliFile"_s);
        dialog->setFileMode(QFileDialog::ExistingFile);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
            importCliWallet(this, file)->onDone(this, [this, file](const Result<CliImport>& found) { take(found, file); });
        });
        dialog->open();
    });
}

void WalletDesk::take(const Result<CliImport>& found, const QString& from)
{
    if (!found.ok() || !found->wallet) {
        Q_EMIT problemRaised(Problem::make(Problem::Kind::Local, found.ok() ? found->walletProblem : found.error().code, from));
        return;
    }
    m_services.wallets().import(tr("From the CLI"), found->wallet->key)->onDone(this, [this](const Result<WalletInfo>& made) {
        if (!made.ok())
            return Q_EMIT problemRaised(made.error());
        Q_EMIT noticed(tr("The wallet is imported"), u"%1, %2"_s.arg(made->label, shortAddress(made->address)));
        m_services.wallets().setActive(made->id);
    });
}

void WalletDesk::restore()
{
    const auto choose = [this] {
        chooseTextFile(m_window, tr("Open a wallet backup"), tr("Wallet backups (*.json);;All files (*)"), kMostKeystoreBytes,
                       [this](const ChosenFile& file) {
                           if (file.problem.isEmpty())
                               restoreFrom(file.bytes, file.name);
                           else
                               Q_EMIT problemRaised(Problem::make(Problem::Kind::Local, u"keystore.not_a_backup"_s, file.problem));
                       });
    };
    if (sandbox())
        choose();
    else
        m_gate(this, choose);
}

void WalletDesk::restoreFrom(const QByteArray& file, const QString& fileName)
{
    const auto facts = readKeystoreFacts(file);
    if (!facts.ok() || facts->sandbox != sandbox()) {
        Q_EMIT problemRaised(!facts.ok() ? facts.error()
                                         : Problem::make(Problem::Kind::Local, u"secret.wrong_world"_s, u"A backup of the other world"_s));
        return;
    }
    auto* form = new FormDialog(m_window, 420,
                                {u"wallet.restore"_s, u"upload"_s, tr("Restore a wallet"),
                                 facts->address.isEmpty() ? tr("%1 does not tell its address.").arg(fileName)
                                                          : tr("%1 holds the key of %2.").arg(fileName, facts->address),
                                 tr("Restore wallet")});
    auto* name = addName(form, u"wallet.restore.name"_s, facts->label.isEmpty() ? tr("Restored wallet") : facts->label);
    auto* passphrase = new LineEdit({}, form);
    passphrase->setObjectName(u"wallet.restore.passphrase"_s);
    passphrase->setAccessibleName(tr("Passphrase of the backup"));
    passphrase->setEchoMode(QLineEdit::Password);
    form->column()->addWidget(new Field(tr("Passphrase of the backup"), passphrase));
    form->setFirstFocus(passphrase);
    needName(form, name, [passphrase] { return !passphrase->text().isEmpty(); });
    connect(passphrase, &QLineEdit::textChanged, form, [form, name](const QString& text) {
        form->setReady(!text.isEmpty() && !name->text().trimmed().isEmpty());
    });
    connect(passphrase, &QLineEdit::returnPressed, form, &FormDialog::submit);
    connect(form, &FormDialog::submitted, this, [this, form, name, passphrase, file] {
        const QByteArray secret = passphrase->text().toUtf8();
        passphrase->clear();
        m_services.wallets().restore(name->text(), sandbox(), file, secret)->onDone(form, [this, form](const Result<WalletInfo>& made) {
            arrived(form, made, tr("The wallet is back"));
        });
    });
    form->open();
}

void WalletDesk::manage()
{
    auto* dialog = new WalletsDialog(m_services, m_window);
    connect(dialog, &WalletsDialog::wished, this, [this, dialog](const QString& wish) {
        if (!wish.startsWith("wallet.use"_L1))
            dialog->accept(); // one dialog at a time
        run(wish);
    });
    dialog->open();
}

void WalletDesk::use(const WalletInfo& wallet)
{
    const auto now = m_services.wallets().active(wallet.sandbox);
    if (now && now->id == wallet.id)
        return;
    m_services.wallets().setActive(wallet.id)->onDone(this, [this, label = wallet.label](const Result<Done>& r) {
        if (r.ok())
            Q_EMIT noticed(tr("%1 is in use").arg(label), tr("It signs and pays from now on."));
        else
            Q_EMIT problemRaised(r.error());
    });
}

void WalletDesk::rename(const WalletInfo& wallet)
{
    auto* form = new FormDialog(m_window, 400, {u"wallet.rename"_s, u"pencil"_s, tr("Rename %1").arg(wallet.label), {}, tr("Rename")});
    auto* name = addName(form, u"wallet.rename.name"_s, wallet.label);
    needName(form, name);
    connect(form, &FormDialog::submitted, this, [this, form, name, id = wallet.id] {
        m_services.wallets().rename(id, name->text())->onDone(form, [form](const Result<Done>& r) {
            if (r.ok())
                form->accept();
            else
                form->showProblem(r.error());
        });
    });
    form->open();
}

} // namespace run402
