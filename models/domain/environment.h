// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace run402 {

/// Which money may be signed for (design/ui.md §2). Testnet and Mainnet are the
/// same API, wallet and projects; Sandbox is the local server.
enum class Environment { Sandbox, Testnet, Mainnet };

inline QString environmentId(Environment e)
{
    switch (e) {
    case Environment::Sandbox: return QStringLiteral("sandbox");
    case Environment::Testnet: return QStringLiteral("testnet");
    case Environment::Mainnet: return QStringLiteral("mainnet");
    }
    return {};
}

} // namespace run402
