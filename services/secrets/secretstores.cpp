// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/secretstores.h"

#include "services/secrets/vaultstore.h"

using namespace Qt::StringLiterals;

namespace run402 {

SecretStores::SecretStores(SecretStore& keychain, VaultStore& vault, QObject* parent)
    : QObject(parent), m_keychain(keychain), m_vault(vault)
{
    connect(&m_vault, &VaultStore::unlockedChanged, this,
            [this](bool unlocked) { set(Place::Vault, unlocked ? State::Ready : State::Locked); });
}

QString SecretStores::name() const
{
    switch (m_place) {
    case Place::Keychain: return m_keychain.name();
    case Place::Vault: return m_vault.name();
    case Place::Nowhere:
    case Place::Unknown: break;
    }
    return {};
}

void SecretStores::set(Place place, State state)
{
    if (place == m_place && state == m_state)
        return;
    m_place = place;
    m_state = state;
    Q_EMIT changed();
}

Call<SecretStore::State>* SecretStores::probe()
{
    if (m_vault.exists()) {
        const State state = m_vault.isUnlocked() ? State::Ready : State::Locked;
        set(Place::Vault, state);
        return Call<State>::ready(this, state);
    }
    return mapCall(this, m_keychain.probe(), [this](const State& state) -> Result<State> {
        // A vault may have been made while the keychain was being asked.
        if (m_place != Place::Vault)
            set(state == State::Unavailable ? Place::Nowhere : Place::Keychain, state);
        return m_state;
    });
}

template <typename T>
Call<T>* SecretStores::withStore(std::function<Call<T>*(SecretStore&)> use)
{
    auto* call = new Call<T>(this);
    const auto forward = [this, call, use] {
        if (call->isSettled())
            return;
        if (m_place != Place::Vault && m_place != Place::Keychain) {
            Problem p = Problem::make(Problem::Kind::Local, u"secret.unavailable"_s,
                                      u"No keychain answers and there is no vault"_s);
            p.nextActions = {u"vault.create"_s};
            call->resolve(fail(std::move(p)));
            return;
        }
        SecretStore& store = m_place == Place::Vault ? static_cast<SecretStore&>(m_vault) : m_keychain;
        use(store)->onDone(call, [call](const Result<T>& r) { call->resolve(r); });
    };
    if (m_place == Place::Vault || m_place == Place::Keychain)
        forward();
    else
        probe()->onDone(call, [forward](const Result<State>&) { forward(); });
    return call;
}

Call<QByteArray>* SecretStores::read(const QString& key)
{
    auto* first = withStore<QByteArray>([key](SecretStore& store) { return store.read(key); });
    auto* call = new Call<QByteArray>(this);
    first->onDone(call, [this, call, key](const Result<QByteArray>& r) {
        const bool older = !r.ok() && r.error().code == "secret.not_found"_L1 && m_place == Place::Vault;
        if (!older) {
            call->resolve(r);
            return;
        }
        m_keychain.read(key)->onDone(call, [call, missing = r](const Result<QByteArray>& inKeychain) {
            call->resolve(inKeychain.ok() ? inKeychain : missing);
        });
    });
    return call;
}

Call<Done>* SecretStores::write(const QString& key, const QByteArray& value)
{
    return withStore<Done>([key, value](SecretStore& store) { return store.write(key, value); });
}

Call<Done>* SecretStores::remove(const QString& key)
{
    return withStore<Done>([key](SecretStore& store) { return store.remove(key); });
}

} // namespace run402
