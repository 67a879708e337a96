// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace run402::sandbox {

/// What is wrong with a subdomain name (contract.md §3.14); empty when fine.
std::string subdomainProblem(const std::string& name);

} // namespace run402::sandbox
