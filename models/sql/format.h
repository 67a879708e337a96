// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace run402 {

/// Lays a script out anew: a line for each clause that does not fit, lists below each other when they are long, one blank
/// line at the most. Words keep their case, and every token and comment stays as it is and where it is in the order: the
/// outcome is scanned again and compared, and anything that could not be proved the same is not given out. A statement
/// the scanner cannot see through (unfinished text, parentheses that do not match, BEGIN ATOMIC bodies) stays as typed.
/// Formatting what was formatted changes nothing.
///
/// nullopt: the text would change, which is a defect to report. Thread: any. Linear.
std::optional<QString> formatSql(const QString& script);

} // namespace run402
