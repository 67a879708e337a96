// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"
#include "models/domain/moneymove.h"
#include "models/domain/project.h"
#include "models/domain/release.h"

#include <QHash>
#include <QJsonObject>
#include <QSet>

namespace run402 {

/// One thing another program did with the person's wallet and projects.
struct AgentAct
{
    enum class Kind { ProjectMade, ProjectGone, Deployed, TierChanged, Spent, KeysChanged, WalletChanged };
    qint64 id = 0;          ///< given by the store
    Kind kind = Kind::Spent;
    QString key;            ///< says once what happened; a second sighting is the same act
    QDateTime at;           ///< UTC: when it happened, or was seen where nobody tells
    QString projectId;      ///< empty = not about one
    QString object;         ///< project name, deployment id, address (of a site or a wallet), tier, "image"
    qint64 costMicros = 0;
};

/// What was last seen of the things agents change. A part that is nullopt was never seen: the first look is where the
/// comparing begins, and tells nothing. Holds fingerprints of keys, never keys.
struct AgentSnapshot
{
    struct FileEntry { QString deployment, keys; };
    std::optional<QHash<QString, QString>> projects; ///< the service's: id → name
    std::optional<QHash<QString, FileEntry>> file;   ///< the CLI's projects.json
    QHash<QString, QHash<QString, QString>> addresses; ///< project → name → deployment
    std::optional<QDateTime> ledgerFrom;             ///< newest entry seen
    std::optional<QDateTime> chainFrom;              ///< newest transfer seen
    QStringList chainSeen;                           ///< transfers of the hour before it; chains tell whole seconds, and late
    QString wallet;

    QJsonObject toJson() const;
    static AgentSnapshot fromJson(const QJsonObject& json);
};

/// Compares and takes over what is new. All pure; `now` dates what has no date of its own. Thread: any.
namespace agentdiff {

QList<AgentAct> seeProjects(AgentSnapshot& seen, const QList<Project>& listed, const QDateTime& now);
QList<AgentAct> seeFile(AgentSnapshot& seen, const QHash<QString, AgentSnapshot::FileEntry>& file, const QDateTime& now);
QList<AgentAct> seeAddresses(AgentSnapshot& seen, const QString& projectId, const QList<Address>& addresses, const QDateTime& now);
/// `own`: this program's payments; each explains one entry of its purpose and time. `clockAheadMs`: the service's clock
/// minus this computer's.
QList<AgentAct> seeLedger(AgentSnapshot& seen, QList<LedgerEntry> entries, const QList<Payment>& own, const QList<TierOffer>& prices,
                          qint64 clockAheadMs, const QDateTime& now);
/// `rows`: the merged ledger. Money that left by a chain without a payment of ours was sent by somebody else: for a tier, which
/// `entries` of the billing history (amount 0) tell already; to one of `sellers` (lower case) for an image, the only other
/// thing they sell; to anybody else as a transfer, whose object is the address.
/// `entriesAt`: when the history was asked for. Younger transfers are left for later (and `later` says so): their entry may
/// not have been written by then.
QList<AgentAct> seeChain(AgentSnapshot& seen, const QList<MoneyMove>& rows, const QList<LedgerEntry>& entries, const QDateTime& entriesAt,
                         bool& later, const QSet<QString>& sellers,
                         const QList<TierOffer>& prices, const QDateTime& now);
QList<AgentAct> seeWallet(AgentSnapshot& seen, const QString& address, const QDateTime& now);

} // namespace agentdiff

QString agentKindId(AgentAct::Kind kind); ///< stable
std::optional<AgentAct::Kind> agentKindOf(const QString& id);

} // namespace run402
