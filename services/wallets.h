// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

#include <QDateTime>

#include <functional>
#include <memory>

namespace run402 {

class SecretStore;
namespace x402 {
class SecretKey;
}

struct WalletInfo
{
    QString id;      ///< UUID; "sandbox" for the sandbox's throwaway wallet
    QString label;
    QString address; ///< EIP-55
    bool sandbox = false;
    QDateTime createdAt;
};

/// The wallets of this computer: public facts in a registry file, keys in a SecretStore under
/// "wallet/<id>" (32 raw bytes).
///
/// The sandbox's throwaway wallet and the real ones never mix: `active(sandbox)` answers for one
/// world only, and withKey refuses a wallet of the other (secret.wrong_world).
/// The registry is a 0600 JSON file replaced as a whole; programs that share it see each other's wallets
/// at the next load() or change.
/// Owner: Services. Thread: GUI. Errors: wallet.none, wallet.exists, wallet.registry_damaged (nothing is
/// overwritten then), wallet.key_mismatch (the stored key is of another address), key.*, secret.*.
class Wallets : public QObject
{
    Q_OBJECT
public:
    Wallets(SecretStore& realKeys, SecretStore& sandboxKeys, QString registryFile, QObject* parent = nullptr);
    ~Wallets() override;

    Call<Done>* load();                       ///< reads the registry file; a missing one is empty
    QList<WalletInfo> wallets() const;
    std::optional<WalletInfo> active(bool sandbox) const;
    /// Which of the real wallets is used from now on.
    Call<Done>* setActive(const QString& walletId);

    /// Makes a key from the system's randomness, stores it and, where the world has none, makes the
    /// wallet the active one. One sandbox wallet at most.
    Call<WalletInfo>* create(const QString& label, bool sandbox);
    /// A real wallet from 64 hex digits, "0x" and surrounding white space optional. `privateKeyText` is
    /// wiped (every copy that shares the bytes).
    Call<WalletInfo>* import(const QString& label, const QByteArray& privateKeyText);

    static QString cliWalletId() { return QStringLiteral("cli"); }
    /// While the profile works on the CLI's files their wallet is the active real one, under the id "cli"; the real
    /// key store answers for its key. Nothing of it is kept here. Empty = no longer.
    void followCli(const QString& address, const QString& label);

    /// Runs `use` with the key in memory, then wipes it. `use` must not keep a reference.
    /// Resolves after `use` ran. Never for a wallet of the other world.
    Call<Done>* withKey(const QString& walletId, bool sandbox, std::function<void(const x402::SecretKey&)> use);

Q_SIGNALS:
    void changed();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace run402
