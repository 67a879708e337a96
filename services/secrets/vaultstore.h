// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/secrets/secretstore.h"

#include <QObject>
#include <QThreadPool>

#include <memory>

namespace run402 {

class VaultKeys;

/// A file of sealed entries under a passphrase, for computers without a keychain. Format: vaultfile.h.
///
/// The file is written as a whole (0600, fsync, rename) under a lock file, so two programs can use it at
/// once. All file work and key derivation runs off the GUI thread, in order. Passphrases given here are
/// wiped after use (every copy that shares the bytes). A passphrase changed by another program locks
/// this one: the next operation fails with secret.locked.
///
/// Owner: Services. Thread: GUI. Errors: those of SecretStore, secret.wrong_passphrase,
/// secret.weak_passphrase (under 8 characters), secret.vault_exists, secret.tampered, secret.newer_version.
class VaultStore : public QObject, public SecretStore
{
    Q_OBJECT
public:
    explicit VaultStore(const QString& file, QObject* parent = nullptr);
    ~VaultStore() override; ///< finishes what was begun

    bool exists() const; ///< a vault was made on this computer
    bool isUnlocked() const { return m_keys != nullptr; }

    Call<Done>* create(QByteArray passphrase); ///< leaves it unlocked
    Call<Done>* unlock(QByteArray passphrase);
    void lock();
    Call<Done>* changePassphrase(QByteArray oldPassphrase, QByteArray newPassphrase);

    QString name() const override;
    Call<State>* probe() override; ///< Unavailable = not made yet
    Call<QByteArray>* read(const QString& key) override;
    Call<Done>* write(const QString& key, const QByteArray& value) override;
    Call<Done>* remove(const QString& key) override;

Q_SIGNALS:
    void unlockedChanged(bool unlocked);

private:
    using Keys = std::shared_ptr<const VaultKeys>;
    template <typename T>
    Call<T>* inBackground(std::function<Result<T>()> work, std::function<void(const Result<T>&)> then = {});
    Call<Done>* takeKeys(std::function<Result<Keys>()> work);
    void setKeys(Keys keys);

    QString m_file;
    Keys m_keys;
    QThreadPool m_pool; ///< one thread
};

} // namespace run402
