// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace run402::sandbox {

/// What the command line says. Owner: value.
struct Options
{
    int port = 4022;
    std::filesystem::path data;
    std::string log; ///< file, "-" for stderr, empty for none
    bool reset = false;
    bool control = false;     ///< test steering and fixed secrets
    std::optional<bool> starters; ///< marketplace with the built-in starters; as a rule unless --control
    std::optional<bool> machinePayments; ///< MPP on Tempo; as a rule unless --control
    bool gatewayUrls = false; ///< site addresses as the real service spells them
    bool exitOnStdinEof = false;
    int parentPid = 0;
    bool help = false;
    bool version = false;
    std::string error; ///< not empty: what is wrong with the arguments
};

Options parseOptions(int argc, char** argv);
const char* usageText();

/// Secrets of one server: fixed ones for the replayer under --control, else
/// random ones kept in <data>/secrets.json (mode 0600).
struct Secrets
{
    std::string jwt;
    std::string adminKey;
    std::string webhook;
};

/// Throws std::runtime_error when the file cannot be read or written.
Secrets loadSecrets(const std::filesystem::path& data, bool fixed);

} // namespace run402::sandbox
