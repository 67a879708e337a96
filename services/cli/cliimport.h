// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

#include <QDateTime>
#include <QList>

#include <memory>

namespace run402 {

/// The CLI's wallet. The key is wiped with the last owner; wallets.h's import() takes it.
struct CliWallet
{
    CliWallet() = default;
    ~CliWallet();
    CliWallet(const CliWallet&) = delete;
    CliWallet& operator=(const CliWallet&) = delete;

    QString address;    ///< EIP-55, derived from the key
    QByteArray key;     ///< "0x" and 64 hex digits; secret
    QString rail;       ///< "x402" or "mpp"
    QDateTime createdAt;
};

struct CliProject
{
    QString id;
    QString anonKey;
    QByteArray serviceKey; ///< secret
    QString siteUrl;       ///< may be empty
    QString lastDeploymentId;
    QDateTime deployedAt;
};

/// What lies in the CLI's folder. The two files fail apart from each other.
struct CliImport
{
    QString folder;
    std::shared_ptr<CliWallet> wallet; ///< null: see walletProblem
    QString walletProblem;             ///< import.* code, empty when there is a wallet
    QList<CliProject> projects;
    QString projectsProblem;           ///< import.* code, empty when the file was read
    QString activeProjectId;
    int skippedProjects = 0;           ///< entries without an id or without keys
};

/// Reads `allowance.json` (or the older `wallet.json`) and `projects.json` as CLI 1.18.0 writes them
/// (cli.md §1), older forms included. Reads only: nothing is renamed, converted or written.
/// Codes: import.not_found, import.unreadable, import.too_large, import.not_json, import.key_invalid.
/// Blocking, for a worker thread; never fails as a whole.
CliImport readCliFolder(const QString& folder);

/// The wallet alone, of a file like `allowance.json` wherever it lies. As readCliFolder.
Call<CliImport>* importCliWallet(QObject* owner, const QString& file);

/// The folder on another thread. `folder`: RUN402_CONFIG_DIR, else ~/.config/run402.
Call<CliImport>* importFromCli(QObject* owner, const QString& folder);

} // namespace run402
