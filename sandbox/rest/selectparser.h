// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/ast.h"

#include <string_view>

namespace run402::sandbox::rest {

/// The select parameter. Throws Failure PGRST100.
std::vector<SelectItem> parseSelect(std::string_view text);

/// Comma separated names: columns and on_conflict.
std::vector<std::string> parseNames(const char *parameter, std::string_view text);

} // namespace run402::sandbox::rest
