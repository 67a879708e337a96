// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace run402 {

struct WalletInfo
{
    QString id;      ///< UUID; "sandbox" or "sandbox-UUID" for throwaway wallets; "cli" for the CLI's
    QString label;   ///< unique in its world
    QString address; ///< EIP-55
    bool sandbox = false;
    QDateTime createdAt;
    QDateTime backedUpAt; ///< UTC; invalid = no backup was made here
};

/// What is public about the wallets of this computer, and which of each world is in use:
/// {"version":1,"active":{"real":id,"sandbox":id},"wallets":[{id,label,address,sandbox,createdAt,backedUpAt}]}
struct WalletRegistry
{
    QList<WalletInfo> wallets;
    QString activeReal;
    QString activeSandbox;

    const WalletInfo* find(const QString& id) const;
    QString& active(bool sandbox) { return sandbox ? activeSandbox : activeReal; }
    /// The chosen one, else the first of that world, else null.
    const WalletInfo* chosen(bool sandbox) const;
    /// `label`, with a number behind it where another wallet of that world has it. `exceptId` may keep its own.
    QString freeLabel(const QString& label, bool sandbox, const QString& exceptId = {}) const;
};

constexpr int kLongestWalletLabel = 60;

bool isSandboxWalletId(const QString& id);

/// Blocking. A missing file is an empty registry. Errors: wallet.registry_damaged, secret.failed.
Result<WalletRegistry> readWalletRegistry(const QString& file);
Result<Done> writeWalletRegistry(const QString& file, const WalletRegistry& registry);

} // namespace run402
