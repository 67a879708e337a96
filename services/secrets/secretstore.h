// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

#include <QByteArray>

namespace run402 {

/// Where wallet keys and service keys rest. Implementations: the OS keychain (QtKeychain), the
/// passphrase vault (libsodium), the sandbox folder (its throwaway key only), memory (tests).
///
/// Owner: Services. Thread: GUI, never blocking. Keys of entries are like "wallet/<id>" and
/// "project/<host>/<project id>/service". Values are secret: callers wipe what they no longer need.
/// Errors: secret.not_found, secret.locked, secret.denied, secret.unavailable, secret.no_answer (in time), secret.failed.
class SecretStore
{
public:
    enum class State { Ready, Locked, Unavailable };

    virtual ~SecretStore() = default;
    virtual QString name() const = 0; ///< "Keychain", "Vault", …, for the interface
    virtual Call<State>* probe() = 0;
    virtual Call<QByteArray>* read(const QString& key) = 0;
    virtual Call<Done>* write(const QString& key, const QByteArray& value) = 0;
    virtual Call<Done>* remove(const QString& key) = 0;
};

} // namespace run402
