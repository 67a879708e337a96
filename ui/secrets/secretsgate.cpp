// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/secrets/secretsgate.h"

#include "services/secrets/vaultstore.h"
#include "ui/secrets/vaultdialogs.h"

namespace run402 {

SecretsGate::SecretsGate(SecretStores& secrets, QWidget* window, QObject* parent)
    : QObject(parent)
    , m_secrets(secrets)
    , m_window(window)
{
}

DialogFrame* SecretsGate::dialog() const { return m_dialog; }

void SecretsGate::start() { m_secrets.probe(); }

void SecretsGate::lock() { m_secrets.vault().lock(); }

void SecretsGate::ensure(QObject* context, std::function<void()> then)
{
    m_waiting.append({context, std::move(then)});
    if (m_dialog || m_probing)
        return;
    // A keychain may have come or gone since the last look.
    m_probing = true;
    m_secrets.probe()->onDone(this, [this](const Result<SecretStore::State>&) {
        m_probing = false;
        decide();
    });
}

void SecretsGate::decide()
{
    using Place = SecretStores::Place;
    if (m_secrets.place() == Place::Keychain || m_secrets.state() == SecretStore::State::Ready)
        release(true);
    else if (!m_window)
        release(false);
    else if (m_secrets.place() == Place::Vault)
        askForPassphrase();
    else
        askForVault();
}

void SecretsGate::askForVault()
{
    auto* dialog = new CreateVaultDialog(m_window);
    connect(dialog, &CreateVaultDialog::submitted, this, [this, dialog](const QByteArray& passphrase) {
        m_secrets.vault().create(passphrase)->onDone(dialog, [dialog](const Result<Done>& r) {
            if (r.ok())
                dialog->accept();
            else
                dialog->showProblem(r.error());
        });
    });
    opened(dialog);
}

void SecretsGate::askForPassphrase()
{
    auto* dialog = new UnlockVaultDialog(m_window);
    connect(dialog, &UnlockVaultDialog::submitted, this, [this, dialog](const QByteArray& passphrase) {
        m_secrets.vault().unlock(passphrase)->onDone(dialog, [dialog](const Result<Done>& r) {
            if (r.ok())
                dialog->accept();
            else
                dialog->showProblem(r.error());
        });
    });
    opened(dialog);
}

void SecretsGate::opened(DialogFrame* dialog)
{
    m_dialog = dialog;
    connect(dialog, &QDialog::finished, this, [this](int result) {
        m_dialog.clear();
        release(result == QDialog::Accepted);
    });
    dialog->open();
}

void SecretsGate::release(bool ready)
{
    const QList<Waiting> waiting = std::exchange(m_waiting, {});
    for (const Waiting& w : waiting) {
        if (ready && w.context)
            w.then();
    }
}

} // namespace run402
