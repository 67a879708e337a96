// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace run402::sandbox {

/// The first forbidden pattern found anywhere in `sql` (comments and literals
/// included), as "pattern" or "pattern — hint"; nullopt when there is none.
/// Rules and order: contract.md §3.5.
std::optional<std::string> blockedPattern(std::string_view sql);

} // namespace run402::sandbox
