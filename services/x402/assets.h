// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/address.h"

#include <span>

namespace run402::x402 {

/// Chains the application knows by name. Values are the EIP-155 chain ids.
namespace chain {
inline constexpr quint64 base = 8453;
inline constexpr quint64 baseSepolia = 84532;
inline constexpr quint64 tempoModerato = 42431;
} // namespace chain

/// A token we may sign for. The table is part of the program: neither a
/// server nor a setting can add to it. `name` and `version` are the token's
/// own EIP-712 domain, as its contract has it on chain.
struct KnownAsset
{
    quint64 chainId;
    const char* network;   ///< CAIP-2, "eip155:84532"
    const char* networkV1; ///< name in x402 version 1; empty: none
    const char* label;     ///< of the network, for people
    const char* symbol;
    Address contract;
    const char* name;
    const char* version;
    int decimals;
    bool realMoney;
    bool eip3009; ///< has transferWithAuthorization; others are never paid by x402
};

std::span<const KnownAsset> knownAssets();
/// nullptr when we know no token on that chain.
const KnownAsset* assetOnChain(quint64 chainId);
/// By CAIP-2 text, or by the version 1 name when `version` is 1.
const KnownAsset* assetOnNetwork(QByteArrayView network, int version = 2);
/// The token at this address on any chain.
const KnownAsset* assetAt(const Address& contract);

} // namespace run402::x402
