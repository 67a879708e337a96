// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/json.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace run402::sandbox {

class App;
class PgTransaction;

/// A payment token of a simulated chain (payments.md §1.1, §1.6).
struct Token
{
    std::uint64_t chain;
    const char* network; ///< CAIP-2
    const char* address;
    const char* name; ///< EIP-712 domain name
    const char* version;
    const char* symbol;
};

inline constexpr Token kBase{8453,       "eip155:8453", "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
                             "USD Coin", "2",           "USDC"};
inline constexpr Token kBaseSepolia{
    84532, "eip155:84532", "0x036CbD53842c5426634e7929541eC2318f3dCF7e", "USDC", "2", "USDC"};

/// Token units (6 decimals) of `address`, as decimal text.
std::string chainBalance(App& app, const Token& token, std::string_view address);
void creditChain(PgTransaction& tx, const Token& token, std::string_view address, std::int64_t amount);

/// Marks an authorization nonce as used; false when it already was.
bool useAuthorization(PgTransaction& tx, const Token& token, std::string_view from, std::string_view nonce,
                      std::string_view usedFor);

/// The transaction that used an authorization; its log then has the event.
void nameAuthorization(PgTransaction& tx, const Token& token, std::string_view from, std::string_view nonce,
                       std::string_view hash);

struct Transfer
{
    std::string from, to;
    std::string amount; ///< decimal token units
    std::string hash = {}; ///< of the transaction; empty = one is made up
    std::string memo = {}; ///< 0x + 64 hex, empty for none
};
/// Moves tokens and records the transfer; its transaction hash, or empty when
/// the balance does not suffice.
std::string moveTokens(PgTransaction& tx, const Token& token, const Transfer& transfer);
/// Records a transfer that is on the chain already; balances stay.
void recordTransfer(PgTransaction& tx, const Token& token, const Transfer& transfer);
/// Records a transfer out of nothing (faucet); its transaction hash.
std::string mintTokens(PgTransaction& tx, const Token& token, std::string_view to, std::int64_t amount);

void addChainRoutes(App& app);

} // namespace run402::sandbox
