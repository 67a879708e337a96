// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/ledger.h"
#include "services/api/gen1/chainbalance.h"

#include <QObject>

namespace run402 {

/// The blocks of a chain that were looked through for a wallet's transfers, without holes.
struct ChainReach
{
    QString network;               ///< CAIP-2
    qint64 fromBlock = -1;         ///< -1 = nothing was looked at
    qint64 toBlock = -1;
    QDateTime since;               ///< time of `fromBlock`
    std::optional<qint64> opening; ///< balance before `fromBlock`, reckoned when first everything was read
    qint64 span = 10'000;          ///< blocks a node gives at once; public nodes of Base give 10 000
};

struct ChainQuestion
{
    Rail rail = Rail::BaseSepoliaUsdc;
    QString wallet;
    ChainReach reach;              ///< what is known; widened by the answer
    QString newestHash;            ///< of the newest known transfer; a chain that has lost it was begun anew
    int forwardSpans = 40;         ///< at most so many pieces towards now
    int backSpans = 6;             ///< at most so many further back
};

struct ChainReading
{
    Rail rail = Rail::BaseSepoliaUsdc;
    ChainReach reach;
    QList<ChainTransfer> found;    ///< some of them may be known already
    std::optional<qint64> closing; ///< only when everything up to now was looked at
    QDateTime readAt;              ///< of `closing`, UTC
    bool begunAnew = false;        ///< forget what was known of this chain
    bool caughtUp = false;
    QString problemCode;           ///< chain.no_node, net.*, rpc.*; what was found before it stands
};

/// Finds a wallet's token transfers in the chains' logs: eth_getLogs of Transfer and of EIP-3009's AuthorizationUsed,
/// in pieces as wide as the node gives them, from now backwards, and times of blocks by eth_getBlockByNumber.
/// Asks nothing of the service. Owner: Session. Thread: GUI. Never fails: what could not be read is a code in the answer.
class ChainHistory : public QObject
{
    Q_OBJECT
public:
    ChainHistory(Transport& transport, ChainNodes nodes, QObject* parent = nullptr); ///< borrows the transport

    /// Rails whose chain has a node here.
    QList<Rail> rails() const;
    static QString networkOf(Rail rail);
    Call<ChainReading>* read(const ChainQuestion& question);

private:
    Transport& m_transport;
    ChainNodes m_nodes;
};

} // namespace run402
