// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace run402::sandbox {

/// Runs a program to its end and returns what it printed. Throws
/// std::runtime_error with the last of its error text when it fails.
std::string runTool(const std::string& program, const std::vector<std::string>& arguments);

struct ToolRun
{
    std::string program;
    std::vector<std::string> arguments;
    std::vector<std::string> environment; ///< NAME=value; empty = that of this process
    std::filesystem::path folder;         ///< working directory; empty = that of this process
    int timeoutSeconds = 0;               ///< then it and its children are killed; 0 = never
};

struct ToolResult
{
    int exitCode = -1; ///< -1 = ended by a signal
    bool timedOut = false;
    std::string output;
    std::string errors;
};

/// The same for callers that look at failures themselves. Throws std::runtime_error only when the program
/// cannot be started.
ToolResult runTool(const ToolRun& run);

} // namespace run402::sandbox
