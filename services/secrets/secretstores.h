// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/secrets/secretstore.h"

#include <QObject>

namespace run402 {

class VaultStore;

/// Where the real keys of this computer rest, decided in the open: a vault that was made here is used;
/// otherwise the keychain when it answers; otherwise nothing, and every operation fails with
/// secret.unavailable and the next action "vault.create". There is no third place.
///
/// Reads look in the vault and then, for entries from before the vault, in the keychain.
/// Owner: Services; borrows both stores. Thread: GUI. Errors: those of the stores.
class SecretStores : public QObject, public SecretStore
{
    Q_OBJECT
public:
    enum class Place { Unknown, Nowhere, Keychain, Vault };

    SecretStores(SecretStore& keychain, VaultStore& vault, QObject* parent = nullptr);

    Place place() const { return m_place; }   ///< as of the last probe
    State state() const { return m_state; }   ///< likewise; Locked = ask for the vault's passphrase
    VaultStore& vault() { return m_vault; }

    QString name() const override; ///< of the chosen place
    Call<State>* probe() override;
    Call<QByteArray>* read(const QString& key) override;
    Call<Done>* write(const QString& key, const QByteArray& value) override;
    Call<Done>* remove(const QString& key) override;

Q_SIGNALS:
    void changed(); ///< place or state

private:
    void set(Place place, State state);
    template <typename T>
    Call<T>* withStore(std::function<Call<T>*(SecretStore&)> use);

    SecretStore& m_keychain;
    VaultStore& m_vault;
    Place m_place = Place::Unknown;
    State m_state = State::Unavailable;
};

} // namespace run402
