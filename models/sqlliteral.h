// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace run402 {

/// Values and names inside SQL that is sent to the service. Source: PostgreSQL 16, "String Constants with Unicode
/// Escapes" and "Identifiers"; contract.md §3.5 for the words the service refuses even inside data.
/// Thread: any. Never fails. A NUL has no place in SQL and stays for the server to refuse.

/// `'text'`; where the service would take a part of the text for a refused word ("grant"), a Unicode escape stands
/// for that word's first letter: `U&'\0067rant'`. Either way PostgreSQL reads exactly `text`.
QString sqlText(const QString& text);

/// `text` between `quote`s as `U&'…'` or `U&"…"`, with the characters at `letters` (ascending) written as numbers.
QString sqlUnicodeText(const QString& text, const QList<qsizetype>& letters, QChar quote);

/// `name` as sqlIdentifierIfNeeded() writes it, and safe from the refused words: `"role"` (`set role` is refused),
/// `U&"\0067rant"`.
QString sqlName(const QString& name);

/// A value in PostgreSQL's own text form, written so that its place gives it its type (an assignment, a comparison
/// with a column): numbers and booleans bare where that is exact, anything else as sqlText(). nullopt = `null`.
/// `type`: an information_schema or short type name ("integer", "int4", "timestamp with time zone"); may be empty.
QString sqlValue(const std::optional<QString>& value, const QString& type);

/// The same for a place that gives no type, as a parameter: `'…'::type`. An empty type gives sqlValue(). `type` must
/// be a type name and is not quoted.
QString sqlTypedValue(const std::optional<QString>& value, const QString& type);

/// `text` is one whole number, or one number with a fraction, as PostgreSQL prints it: digits, no plus, no exponent.
bool isWholeNumber(const QString& text);
bool isPlainNumber(const QString& text);

} // namespace run402
