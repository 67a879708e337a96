// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"
#include "services/walletregistry.h"

#include <functional>
#include <memory>

namespace run402 {

class SecretStore;
namespace x402 {
class SecretKey;
}

/// The wallets of this computer: public facts in a registry file, keys in a SecretStore under
/// "wallet/<id>" (32 raw bytes).
///
/// Throwaway wallets of the sandbox and real ones never mix: each world has its own names and its own active wallet,
/// and withKey refuses a wallet of the other (secret.wrong_world).
/// The registry is a 0600 JSON file replaced as a whole; programs that share it see each other's wallets
/// at the next load() or change.
/// Owner: Services. Thread: GUI. Errors: wallet.none, wallet.exists, wallet.registry_damaged (nothing is
/// overwritten then), wallet.key_mismatch (the stored key is of another address), wallet.key_missing,
/// wallet.name_empty, wallet.name_taken, wallet.linked (the CLI's wallet is not ours to change), key.*, keystore.*, secret.*.
class Wallets : public QObject
{
    Q_OBJECT
public:
    Wallets(SecretStore& realKeys, SecretStore& sandboxKeys, QString registryFile, QObject* parent = nullptr);
    ~Wallets() override;

    Call<Done>* load();                       ///< reads the registry file; a missing one is empty
    QList<WalletInfo> wallets() const;
    std::optional<WalletInfo> wallet(const QString& walletId) const;
    std::optional<WalletInfo> active(bool sandbox) const;
    /// Which wallet of its world is used from now on. Fails with wallet.linked while the CLI's is followed.
    Call<Done>* setActive(const QString& walletId);

    /// Makes a key from the system's randomness, stores it and, where the world has none, makes the
    /// wallet the active one. A label that is taken gets a number.
    Call<WalletInfo>* create(const QString& label, bool sandbox);
    /// A real wallet from 64 hex digits, "0x" and surrounding white space optional. `privateKeyText` is
    /// wiped (every copy that shares the bytes). A wallet that is here but lost its key gets it back.
    Call<WalletInfo>* import(const QString& label, const QByteArray& privateKeyText);
    Call<Done>* rename(const QString& walletId, const QString& label);
    /// The key first, then the entry: never a key nobody knows of. Another wallet of the world becomes the active one.
    Call<Done>* remove(const QString& walletId);

    /// Writes an encrypted copy of the key to `file` (keystorefile.h, mode 0600) and notes the date. `passphrase` is
    /// wiped (every copy that shares the bytes). Key derivation and disk are off this thread.
    Call<Done>* backUp(const QString& walletId, const QByteArray& passphrase, const QString& file);
    /// A wallet from such a copy, of any program. A throwaway wallet goes into the sandbox only, any other never
    /// (secret.wrong_world). An empty `label` takes the one in the copy.
    Call<WalletInfo>* restore(const QString& label, bool sandbox, const QByteArray& keystore, const QByteArray& passphrase);
    /// The person has the key in another way, on paper.
    Call<Done>* noteBackup(const QString& walletId);

    static QString cliWalletId() { return QStringLiteral("cli"); }
    /// While the profile works on the CLI's files their wallet is the active real one, under the id "cli"; the real
    /// key store answers for its key. Nothing of it is kept here. Empty = no longer.
    void followCli(const QString& address, const QString& label);

    /// Runs `use` with the key in memory, then wipes it. `use` must not keep a reference.
    /// Resolves after `use` ran. Never for a wallet of the other world.
    Call<Done>* withKey(const QString& walletId, bool sandbox, std::function<void(const x402::SecretKey&)> use);

Q_SIGNALS:
    void changed();
    /// Another wallet than before signs in this world from now on.
    void activeChanged(bool sandbox);

private:
    Call<WalletInfo>* keep(const x402::SecretKey& key, const QString& label);
    Call<WalletInfo>* keepOrMend(std::shared_ptr<x402::SecretKey> key, const QString& label);
    Call<WalletInfo>* store(const x402::SecretKey& key, const WalletInfo& wallet, std::function<Result<Done>()> then);
    Call<Done>* done(const Result<Done>& outcome);
    void tell();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace run402
