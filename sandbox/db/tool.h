// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace run402::sandbox {

/// Runs a program to its end and returns what it printed. Throws
/// std::runtime_error with the last of its error text when it fails.
std::string runTool(const std::string& program, const std::vector<std::string>& arguments);

} // namespace run402::sandbox
