// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace run402::sandbox {

class App;

/// Tier of a wallet; times are Unix milliseconds, 0 when there is none.
struct WalletTier
{
    std::optional<std::string> tier; ///< keeps its value after expiry
    std::int64_t started = 0;
    std::int64_t expires = 0;
    bool active = false;
};
WalletTier walletTier(App& app, const std::string& wallet);

void addTierRoutes(App& app);

} // namespace run402::sandbox
