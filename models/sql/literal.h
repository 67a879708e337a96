// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/blockedwords.h"

#include <QString>

#include <optional>

namespace run402 {

/// sqlText(). nullopt: the text has a NUL or half a surrogate pair, which PostgreSQL stores nowhere. Thread: any.
std::optional<QString> safeSqlLiteral(const QString& text);

/// A change that makes the service take a statement without changing what PostgreSQL reads.
struct SafeRewrite
{
    qsizetype start = 0, length = 0; ///< UTF-16 units of the script
    QString with;
};

/// How to write a refused word that stands in data or in a comment: in a string or a quoted name one letter becomes an
/// escape, in a comment a hyphen goes between two letters. nullopt: the word is code (there it is refused for a reason), or
/// in the body of a function, or the text could not be proved to mean the same by PostgreSQL's own parser.
/// Thread: any. Linear in the script.
std::optional<SafeRewrite> safeRewrite(const QString& script, const BlockedWord& word);

/// The script with every word that can be, rewritten; nullopt: none could be.
std::optional<QString> withSafeWords(const QString& script);

} // namespace run402
