// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/functions/node.h"
#include "sandbox/json.h"

#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

namespace run402::sandbox {

/// Why packages could not be installed; `status` is the HTTP status to tell.
struct PackageProblem
{
    int status = 400;
    std::string message;
};

/// npm packages of functions (contract.md §3.11). A set of packages is
/// installed once, under the hash of npm's lock file, and copied into the
/// folder of every function that asks for it, so that no function can change
/// what another one loads. Scripts of packages never run; npm checks every
/// file against the lock's integrity. Thread: any, one installation at a time.
class FunctionPackages
{
public:
    /// `folder` is the one functions live in.
    explicit FunctionPackages(std::filesystem::path folder);

    /// Names with optional versions, sorted: those asked for and those of the
    /// service's pre-installed packages that the source imports. Throws
    /// PackageProblem 400 for what is no plain package name.
    static std::vector<std::string> wanted(const Json& deps, const std::string& source);

    /// Puts node_modules with the packages into `target`, completely or not at
    /// all. Throws PackageProblem, or std::runtime_error when Node.js or npm is
    /// missing.
    void install(const std::vector<std::string>& wanted, const std::filesystem::path& target);

private:
    std::filesystem::path lockedSet(const std::vector<std::string>& wanted, const Node& node);
    void runNpm(const Node& node, const std::filesystem::path& folder, std::vector<std::string> arguments);

    std::filesystem::path m_folder;
    std::mutex m_mutex;
};

} // namespace run402::sandbox
