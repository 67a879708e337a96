// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/ast.h"

#include <string>

namespace run402::sandbox::rest {

/// Longest query string that is read, in bytes.
constexpr std::size_t maxQueryBytes = 256 * 1024;

/// functionCall: GET of a function, where a parameter that is no filter is an
/// argument. Throws Failure (PGRST100, or 22021 for text that is not UTF-8).
Query parseQuery(const std::string &raw, bool functionCall);

bool isValidUtf8(std::string_view text);

} // namespace run402::sandbox::rest
