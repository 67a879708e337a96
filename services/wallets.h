// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

#include <QDateTime>

#include <functional>

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

/// The wallets of this computer: public facts here, keys in a SecretStore.
///
/// The sandbox's throwaway wallet and the real ones never mix: `active(sandbox)` answers for one
/// world only, and withKey refuses a wallet of the other (secret.wrong_world).
/// Owner: Services. Thread: GUI. Errors: wallet.none, wallet.exists, secret.*.
class Wallets : public QObject
{
    Q_OBJECT
public:
    Wallets(SecretStore& realKeys, SecretStore& sandboxKeys, QString registryFile, QObject* parent = nullptr);
    ~Wallets() override;

    Call<Done>* load();                       ///< reads the registry file
    QList<WalletInfo> wallets() const;
    std::optional<WalletInfo> active(bool sandbox) const;

    Call<WalletInfo>* create(const QString& label, bool sandbox);
    Call<WalletInfo>* import(const QString& label, const QByteArray& privateKeyText);

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
