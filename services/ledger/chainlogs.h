// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/ledger.h"
#include "models/result.h"
#include "services/x402/address.h"
#include "services/x402/json.h"

namespace run402 {

/// Reading of a node's logs about one token and one wallet. Pure; thread: any. Sources: ERC-20 (Transfer), EIP-3009
/// (AuthorizationUsed), the Ethereum JSON-RPC specification (eth_getLogs). A node is not trusted: a log of another
/// token or wallet is rpc.malformed.
namespace chainlogs {

/// Parameters of eth_getLogs. Outgoing transfers and used authorizations, or incoming transfers.
QByteArray filterOut(const x402::Address& token, const x402::Address& wallet, qint64 fromBlock, qint64 toBlock);
QByteArray filterIn(const x402::Address& token, const x402::Address& wallet, qint64 fromBlock, qint64 toBlock);

struct UsedAuthorization { QString hash; int logIndex = 0; QString nonce; };
struct Found
{
    QList<ChainTransfer> transfers; ///< without time, rail and network
    QList<UsedAuthorization> authorizations;
};
/// Fails: rpc.malformed, chain.unreadable (an amount that does not fit).
Result<Done> read(const x402::JsonValue& logs, const x402::Address& token, const x402::Address& wallet, Found& into);

/// Writes each authorization's nonce to the transfer it made: the next one of the wallet in the same transaction.
void joinNonces(Found& found, const QString& wallet);

} // namespace chainlogs
} // namespace run402
