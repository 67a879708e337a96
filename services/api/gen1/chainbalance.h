// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"
#include "services/net/call.h"

#include <QHash>
#include <QUrl>

namespace run402 {

class Transport;

/// Chain id → JSON-RPC node.
using ChainNodes = QHash<qint64, QUrl>;

/// The public nodes of payments.md §1.6.
ChainNodes defaultChainNodes();

/// Reads the balance of the chain's token (USDC, or pathUSD on Tempo) by eth_call. Never fails: what
/// could not be read is a problem code in the answer, never a balance of 0. Codes: chain.no_node, net.*,
/// rpc.*, abi.*, chain.unreadable.
Call<RailBalance>* readChainBalance(QObject* owner, Transport& transport, const ChainNodes& nodes, Rail rail,
                                    const QString& address);

/// Turns a reading into a rail's balance by the same rule: never fails, carries the code. Owned by `owner`;
/// cancelling it cancels the reading.
Call<RailBalance>* asBalance(QObject* owner, Rail rail, Call<qint64>* reading);

} // namespace run402
