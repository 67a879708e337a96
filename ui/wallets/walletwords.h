// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"
#include "models/domain/money.h"
#include "services/walletregistry.h"

namespace run402 {

/// What is said about wallets in several places. Pure; thread: GUI (translations).

/// "0x7aE1…c93f"
QString shortAddress(const QString& address);
/// "Backed up on 12 May 2026", "No backup".
QString backupWords(const WalletInfo& wallet);
/// Real money lies on a wallet of which no backup is known: losing this computer would lose it.
bool needsBackup(const WalletInfo& wallet, const QList<RailBalance>& balances, Environment environment);
/// What is on it, "3.71 USD, 8.22 USDC"; empty when nothing is known or nothing is there.
QString holdings(const QList<RailBalance>& balances);
/// A file name for a backup: "run402-savings-7ae1c93f.json".
QString backupFileName(const WalletInfo& wallet);

} // namespace run402
