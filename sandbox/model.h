// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace run402::sandbox {

/// A row of internal.projects. Times are Unix milliseconds.
struct Project
{
    std::string id;
    std::string name;
    std::string slot;
    std::string tier;
    std::string status;
    std::int64_t storageBytes = 0;
    std::int64_t apiCalls = 0;
    std::int64_t leaseExpires = 0; ///< the later of its own lease and the owner's tier lease
    std::int64_t keyExpires = 0;   ///< exp claim (seconds) of the service key issued at creation
    std::string wallet;            ///< lower-case; empty for demo projects
    bool pinned = false;
    bool demo = false;
};

/// Constants of a tier (contract.md §1.7).
struct Tier
{
    const char* name;
    const char* price;        ///< "$0.10"
    std::int64_t priceMicros; ///< micro-USD
    int leaseDays;
    int storageMb; ///< MiB
    std::int64_t apiCalls;
    int maxFunctions;
    int functionSeconds;
    int functionMb;
    int maxSecrets;
    const char* description;
};

inline constexpr std::array<Tier, 3> kTiers = {{
    {"prototype", "$0.10", 100000, 7, 250, 500000, 5, 10, 128, 10,
     "Prototype tier (FREE) — 7-day lease, 250MB storage, 500k API calls. Uses testnet USDC to verify wallet "
     "setup ($0 real money)."},
    {"hobby", "$5.00", 5000000, 30, 1024, 5000000, 25, 30, 256, 50,
     "Hobby tier — 30-day lease, 1GB storage, 5M API calls"},
    {"team", "$20.00", 20000000, 30, 10240, 50000000, 100, 60, 512, 200,
     "Team tier — 30-day lease, 10GB storage, 50M API calls"},
}};

inline const Tier* findTier(std::string_view name)
{
    for (const Tier& tier : kTiers) {
        if (tier.name == name) {
            return &tier;
        }
    }
    return nullptr;
}

inline std::int64_t storageLimit(const Tier& tier)
{
    return std::int64_t{tier.storageMb} * 1024 * 1024;
}

} // namespace run402::sandbox
