// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/functions/node.h"

#include "sandbox/db/tool.h"
#include "sandbox/text.h"

#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <stdexcept>

namespace run402::sandbox {
namespace {

constexpr int kOldest = 18;
constexpr int kPreferred = 22;
constexpr const char* kHint =
    "Install Node.js 18 or later (22 is what the service runs): \"apt install nodejs npm\" on "
    "Debian 12 and Ubuntu, or a package from https://nodejs.org. No restart is needed.";

std::vector<std::string> onPath(const char* name)
{
    std::vector<std::string> found;
    const char* path = std::getenv("PATH");
    for (const std::string& dir : split(path != nullptr ? path : "/usr/local/bin:/usr/bin", ':')) {
        const std::string candidate = dir + '/' + name;
        if (!dir.empty() && dir.front() == '/' && access(candidate.c_str(), X_OK) == 0) {
            found.push_back(candidate);
        }
    }
    return found;
}

/// Major version of a Node.js; nullopt when it does not say one.
std::optional<int> majorOf(const std::string& program)
{
    try {
        const ToolResult said = runTool(ToolRun{program, {"--version"}, {}, {}, 10});
        const std::string text = trim(said.output); // v22.1.0
        const int major = text.size() > 1 && text[0] == 'v' ? std::atoi(text.c_str() + 1) : 0;
        return said.exitCode == 0 && major > 0 ? std::optional(major) : std::nullopt;
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
}

} // namespace

Node findNode()
{
    const char* named = std::getenv("RUN402_NODE");
    std::vector<std::string> candidates = onPath("node");
    if (named != nullptr && *named != '\0') {
        candidates = {named};
    }
    std::optional<Node> enough;
    std::string tooOld;
    for (const std::string& program : candidates) {
        const auto major = majorOf(program);
        if (major && *major >= kPreferred) {
            return {program, *major};
        }
        if (major && *major >= kOldest && !enough) {
            enough = Node{program, *major};
        } else if (major && *major < kOldest) {
            tooOld = program + " is version " + std::to_string(*major);
        }
    }
    if (enough) {
        return *enough;
    }
    throw std::runtime_error(
        (tooOld.empty() ? "Node.js was not found. " : "Node.js is too old: " + tooOld + ". ") + kHint);
}

std::string findNpm(const Node& node)
{
    const std::string beside = node.program.substr(0, node.program.rfind('/') + 1) + "npm";
    if (access(beside.c_str(), X_OK) == 0) {
        return beside;
    }
    const std::vector<std::string> found = onPath("npm");
    if (found.empty()) {
        throw std::runtime_error(std::string("npm was not found. ") + kHint);
    }
    return found.front();
}

} // namespace run402::sandbox
