// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace run402::sandbox {

/// The Node.js that runs functions.
struct Node
{
    std::string program; ///< absolute path
    int major = 0;
};

/// RUN402_NODE, else of the ones on PATH the first that is as new as the
/// service's (22), else the first that is new enough (18). Throws
/// std::runtime_error that says what to install.
Node findNode();

/// npm beside that Node.js, else on PATH. Throws std::runtime_error likewise.
std::string findNpm(const Node& node);

} // namespace run402::sandbox
