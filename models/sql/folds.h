// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/statements.h"

namespace run402 {

/// Lines that belong together: a statement, what stands in parentheses, a comment over several lines.
struct SqlFold
{
    int first = 0, last = 0; ///< lines from 0; last > first
    int depth = 0;           ///< 0 = statements
};

/// In the order of their first lines, one for each first line (the widest). Nothing for texts of more than 20,000 lines.
/// Thread: any. Linear but for the depth of parentheses.
QList<SqlFold> foldsOf(const QString& text, const SqlScript& script);

} // namespace run402
