// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace run402::sandbox::rest {

/// Where a view's column comes from: table (or view) and attribute number.
struct ViewColumn {
    int number = 0;
    std::int64_t originTable = 0;
    int originColumn = 0;
};

/// Reads the columns that are plain columns of something else out of a view's
/// rule: pg_rewrite.ev_action as text, the server's node tree format. Text it
/// does not understand yields no columns.
std::vector<ViewColumn> viewColumns(std::string_view rule);

} // namespace run402::sandbox::rest
