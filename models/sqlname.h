// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace run402 {

/// Names and texts inside SQL. Source: PostgreSQL 16, "Lexical Structure" and "SQL Key Words".
/// Thread: any. Never fails. A NUL has no place in SQL and stays for the server to refuse.

/// `"name"`, with quotes inside doubled.
QString sqlIdentifier(const QString& name);

/// The name as a person writes it: quoted only where it would otherwise mean something else (capitals, blanks, a
/// reserved word, a digit first).
QString sqlIdentifierIfNeeded(const QString& name);

/// `'text'`, with quotes inside doubled. Backslashes stand for themselves (standard_conforming_strings, always on in
/// a project's database).
QString sqlLiteral(const QString& text);

} // namespace run402
