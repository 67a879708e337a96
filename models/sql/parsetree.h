// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

#include <optional>

namespace run402 {

/// May libpg_query be asked about it? What it builds and prints is walked by recursion, as deep as a chain of operators is
/// long, and 60 KB of "1+1+1…" would end the program. Thread: any. Linear.
bool isParseable(const QString& text);

/// Does PostgreSQL's parser read the same in both texts? Places in the text are left out of the comparison; a text that
/// does not parse is the same as nothing. Thread: any; at most a million bytes each, isParseable().
bool sameParseTree(const QString& one, const QString& other);

/// libpg_query's tree of the text, {"stmts": [{"stmt": {KIND: {…}}}]}; places in it count bytes of UTF-8, and what is zero
/// or false is left out. Empty: it does not parse. Thread: any; at most a million bytes, isParseable().
QJsonObject parseTree(const QString& sql);
/// The same part of a tree, wherever it stands.
QJsonValue withoutPlaces(const QJsonValue& tree);

/// Where the grammar stumbles.
struct ParseComplaint
{
    QString message;      ///< PostgreSQL's own words
    qsizetype at = 0;     ///< UTF-16 units of the text
};
/// nullopt: it parses, or is too long (100,000 units) or too deep to be looked at. Thread: any.
std::optional<ParseComplaint> parseComplaint(const QString& statement);

} // namespace run402
