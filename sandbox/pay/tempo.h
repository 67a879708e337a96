// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/pay/chain.h"

#include <string>
#include <vector>

namespace run402::sandbox {

inline constexpr Token kTempo{
    42431, "eip155:42431", "0x20c0000000000000000000000000000000000000", "pathUSD", "1", "pathUSD"};

/// A token transfer a transaction asks for; addresses in lower case.
struct TempoTransfer
{
    std::string token, to;
    std::string amount; ///< decimal
    std::string memo;   ///< 0x + 64 hex, empty for a plain transfer
};

/// A signed transaction of type 0x76 (payments.md §3.3).
struct TempoTransaction
{
    std::string error; ///< why the bytes are none; the rest is empty then
    std::string hash;
    std::string sender; ///< who signed, lower case
    std::uint64_t chain = 0;
    std::int64_t validAfter = 0, validBefore = 0; ///< Unix seconds, 0 = not said
    std::vector<TempoTransfer> transfers;         ///< calls that are anything else are not listed
    std::size_t calls = 0;
};
TempoTransaction readTempo(const std::string& hex);

/// Carries the transaction out. Empty, or why not: wrong chain, no longer or not yet valid, sent before, not enough
/// money, or calls that are no transfers of our token. Fees are not taken.
std::string sendTempo(PgTransaction& tx, const TempoTransaction& transaction);

/// Methods of the chain's node beside the common ones; nullopt = not one of these.
/// Throws std::runtime_error with the node's message.
std::optional<Json> callTempo(App& app, const std::string& method, const Json& params);

} // namespace run402::sandbox
