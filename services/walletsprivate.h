// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/wallets.h"

#include <QLockFile>

#include <array>

namespace run402 {

/// Shared by wallets.cpp and walletbackups.cpp.
struct Wallets::Private
{
    static constexpr int kLockMs = 2000;

    SecretStore& realKeys;
    SecretStore& sandboxKeys;
    QString file;
    WalletRegistry registry;
    std::optional<WalletInfo> cli;
    std::array<QString, 2> activeAddress; ///< as last told; by world, sandbox = 1

    SecretStore& keys(bool sandbox) { return sandbox ? sandboxKeys : realKeys; }

    const WalletInfo* find(const QString& id) const { return cli && id == cli->id ? &*cli : registry.find(id); }

    /// Re-reads, changes and writes under a lock; the registry in memory follows a success.
    Result<Done> edit(const std::function<Result<Done>(WalletRegistry&)>& change);
    Result<Done> editOne(const QString& id, const std::function<Result<Done>(WalletRegistry&, WalletInfo&)>& change);
};

} // namespace run402
