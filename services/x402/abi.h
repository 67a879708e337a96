// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"
#include "services/x402/address.h"
#include "services/x402/uint256.h"

/// Solidity ABI of the few token reads we make. Pure.
/// A broken answer is always a Problem, never a balance of 0.
namespace run402::x402 {

/// First four bytes of keccak256 of, say, "balanceOf(address)".
std::array<quint8, 4> selectorOf(QByteArrayView function);

/// Call data as lower-case hex text.
QByteArray encodeBalanceOf(const Address& account);
QByteArray encodeDecimals();
/// EIP-3009 authorizationState(address,bytes32): whether a nonce was used,
/// which settles what became of a payment whose answer was lost.
QByteArray encodeAuthorizationState(const Address& authorizer, const Bytes32& nonce);

/// Results of eth_call. Exactly one 32-byte word is expected.
/// Fails: abi.no_contract ("0x"), abi.malformed, abi.range.
Result<Uint256> decodeUint256(QByteArrayView hex);
Result<int> decodeUint8(QByteArrayView hex);
Result<bool> decodeBool(QByteArrayView hex);

} // namespace run402::x402
