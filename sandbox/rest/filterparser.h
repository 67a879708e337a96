// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/ast.h"

#include <optional>
#include <string_view>

/// Filters, and/or groups and order. All throw Failure PGRST100.
namespace run402::sandbox::rest {

/// Key of a filter: path of embedded resources, column, JSON path.
std::pair<Path, Field> parseTreePath(std::string_view key);

Condition parseCondition(std::string_view value);

/// The same, or nothing when the text is no filter (arguments of functions).
std::optional<Condition> tryCondition(std::string_view value);

/// key: and, or, not.and, a.b.or, a.not.or; value: (…,…)
std::pair<Path, Logic> parseLogic(std::string_view key, std::string_view value);

std::vector<OrderTerm> parseOrder(std::string_view value);

} // namespace run402::sandbox::rest
