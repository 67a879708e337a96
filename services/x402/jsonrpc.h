// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"
#include "services/x402/address.h"
#include "services/x402/json.h"
#include "services/x402/uint256.h"

/// JSON-RPC 2.0 as Ethereum nodes speak it over HTTP POST. Pure.
namespace run402::x402 {

struct RpcResult
{
    std::shared_ptr<const JsonText> text; ///< keeps `result` alive
    JsonValue result;
};

/// Body of a request; `params` is a JSON array text, or empty for none.
QByteArray rpcRequest(qint64 id, QByteArrayView method, QByteArrayView params = {});
QByteArray rpcEthCall(qint64 id, const Address& contract, QByteArrayView data);
QByteArray rpcChainId(qint64 id);
/// The Tempo test network's faucet.
QByteArray rpcFundAddress(qint64 id, const Address& account);

/// Fails: rpc.rate_limited (retryable), rpc.too_large, rpc.not_json, rpc.http,
/// rpc.id (an answer to another request), rpc.error (the node's message and,
/// in details, its code), rpc.malformed.
Result<RpcResult> decodeRpc(int httpStatus, const QByteArray& body, qint64 id);

/// decodeRpc and rpcString in one. Fails: as both.
Result<QByteArray> decodeRpcString(int httpStatus, const QByteArray& body, qint64 id);

/// A quantity such as "0x14a34". Fails: rpc.malformed.
Result<Uint256> rpcQuantity(const JsonValue& result);
/// A string result such as eth_call gives. Fails: rpc.malformed.
Result<QByteArray> rpcString(const JsonValue& result);
/// Transaction hashes, at least one. Fails: rpc.malformed.
Result<QStringList> rpcHashes(const JsonValue& result);
/// Fails: rpc.wrong_chain, and as rpcQuantity.
Result<Done> checkChainId(const JsonValue& result, quint64 expected);

} // namespace run402::x402
