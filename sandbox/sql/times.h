// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace run402::sandbox {

/// PostgreSQL ISO date, timestamp or timestamptz text as a JavaScript ISO
/// string (UTC, milliseconds cut off); infinities become null.
void appendTime(std::string& out, std::string_view text);

/// Interval in the `postgres` style as an object of its non-zero parts.
void appendInterval(std::string& out, std::string_view text);

} // namespace run402::sandbox
