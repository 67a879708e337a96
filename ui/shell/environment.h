// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace run402 {

/// Where the window acts, as the shell shows it. Sandbox is the local server;
/// Testnet and Mainnet are the same API and decide which rails may sign.
enum class ShellEnvironment { Sandbox, Testnet, Mainnet };

/// "env.sandbox" and the like: prefix of the colour tokens.
QString environmentToken(ShellEnvironment env);
QString environmentIcon(ShellEnvironment env);
/// Translated: "Testnet".
QString environmentName(ShellEnvironment env);
/// Translated, for the status bar: "Testnet, play money".
QString environmentWords(ShellEnvironment env);
/// Untranslated, for settings: "testnet". The reader gives Sandbox for anything else.
QString environmentKey(ShellEnvironment env);
ShellEnvironment environmentFromKey(const QString& key);

} // namespace run402
