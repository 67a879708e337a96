// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"

namespace run402 {

/// "env.sandbox" and the like: prefix of the colour tokens.
QString environmentToken(Environment env);
QString environmentIcon(Environment env);
/// Translated: "Testnet".
QString environmentName(Environment env);
/// Translated, for the status bar: "Testnet, play money".
QString environmentWords(Environment env);
/// Reads environmentId(); Sandbox for anything else.
Environment environmentFromKey(const QString& key);

} // namespace run402
