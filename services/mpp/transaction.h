// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/signer.h"
#include "services/x402/uint256.h"

/// Tempo's transaction envelope, type 0x76: 0x76 || rlp([chainId, maxPriorityFeePerGas, maxFeePerGas, gas, calls,
/// accessList, nonceKey, nonce, validBefore, validAfter, feeToken, feePayerSignature, authorizationList, signature]).
/// Pure. Access lists, fee payers and authorizations are never written, and refused where they are read.
namespace run402::mpp {

struct TempoCall
{
    x402::Address to;
    x402::Uint256 value;
    QByteArray data;
    friend bool operator==(const TempoCall&, const TempoCall&) = default;
};

struct TempoTransaction
{
    quint64 chainId = 0;
    x402::Uint256 maxPriorityFeePerGas, maxFeePerGas;
    quint64 gas = 0;
    std::vector<TempoCall> calls;
    x402::Uint256 nonceKey; ///< all ones: an expiring nonce, see expiringNonceKey()
    quint64 nonce = 0;
    quint64 validBefore = 0, validAfter = 0; ///< Unix seconds, 0 = absent
    std::optional<x402::Address> feeToken;   ///< absent: the token the payer prefers
    friend bool operator==(const TempoTransaction&, const TempoTransaction&) = default;
};

/// 2^256-1: the transaction needs no counter and is good until validBefore only.
x402::Uint256 expiringNonceKey();

QByteArray unsignedBytes(const TempoTransaction& transaction);
/// keccak256 of the unsigned bytes.
x402::Bytes32 signHash(const TempoTransaction& transaction);

struct SignedTempo
{
    QByteArray bytes; ///< what goes to the node
    x402::Bytes32 hash;
    x402::Signature signature;
};
/// Fails: as Signer::sign.
Result<SignedTempo> signTransaction(const TempoTransaction& transaction, const x402::SecretKey& key);

/// Reads unsigned bytes back, so that what a person is shown comes from what will be signed.
/// Fails: mpp.transaction_malformed.
Result<TempoTransaction> readUnsigned(QByteArrayView bytes);

/// A token transfer, the only call we ever make or show.
struct MemoTransfer
{
    x402::Address token, recipient;
    x402::Uint256 amount;
    x402::Bytes32 memo;
};
/// transferWithMemo(address,uint256,bytes32).
TempoCall transferCall(const MemoTransfer& transfer);
/// nullopt: the call is anything else, or sends a value along.
std::optional<MemoTransfer> readTransfer(const TempoCall& call);

/// The fee cap a wallet offers: 1.2 of the block's base fee, rounded down, and the priority fee on top. nullopt: no
/// node means such fees.
std::optional<quint64> maxFeePerGas(quint64 baseFee, quint64 priorityFee);

} // namespace run402::mpp
