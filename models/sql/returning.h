// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace run402 {

/// A query of no rows that has the columns which a plain INSERT, UPDATE or DELETE returns:
///
///     update things t set n = u.n from u where … returning t.*, u.n as m
///     select t.*, u.n as m from "things" as "t", u where false
///
/// Decided by PostgreSQL's parse tree: the query's list and sources are the very nodes of the statement's. nullopt:
/// anything else, no RETURNING, a WITH that writes, CURRENT OF, parameters, or more text than 300,000 bytes.
/// `statement`: one, without its semicolon. Thread: any; milliseconds for the longest.
std::optional<QString> returnedColumnsQuery(const QString& statement);

/// What the answer to a statement should have.
struct ListedColumns
{
    int atLeast = 0;   ///< its list, each * counted as one
    bool open = false; ///< a * stands beside something else or for several tables: equal names cannot be ruled out
};
/// Of a query's or RETURNING's list. nullopt: there is none to be read, or it is longer than 300,000 bytes. Thread: any.
std::optional<ListedColumns> listedColumns(const QString& statement);

} // namespace run402
