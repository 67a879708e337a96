// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace run402 {

/// The same query, written so that PostgreSQL itself tells names and types of its columns and prints every value:
///
///     select query_to_xmlschema($r402$QUERY$r402$, true, false, '')::text as _r
///     union all select row(_r402.*)::text from (QUERY) as _r402
///
/// The service encodes rows through JavaScript: microseconds, NaN, infinity, 64-bit numbers inside JSON and all but the
/// last of equal column names are lost (contract.md §3.5). The text PostgreSQL makes of a whole row loses nothing, keeps
/// the order of the rows, and repeats no names, so it is mostly shorter too. query_to_xmlschema only prepares the query:
/// it describes the columns, also of no rows, and runs nothing. ResultSet::parse knows the answer by its looks.
///
/// What INSERT, UPDATE and DELETE return is read the same way, in one request that runs them once:
///
///     with _r402 as (STATEMENT) select query_to_xmlschema($r402$select LIST from TABLE where false$r402$, …) as _r
///     union all select row(_r402.*)::text from _r402
///
/// nullopt: not exactly one complete query or returning statement, or one that may only stand by itself (a WITH that
/// writes, SELECT INTO, row locks, parameters), or one this PostgreSQL grammar does not take. Then the text is sent as it is.
/// Thread: any. `limit` and everything else of the query has to be in it already.
std::optional<QString> exactQuery(const QString& sql);

/// The same for the last of several statements, whose rows are the ones the service sends. nullopt also where the text ends
/// the service's transaction itself: then a refusal would not undo what came before.
std::optional<QString> exactScript(const QString& sql);

/// The refusal came from the wrapping, not from the query: sending the query as it is may work, and nothing has happened,
/// because the service undoes all of a text that fails. `message` is PostgreSQL's.
bool refusedForExactness(const QString& message);

} // namespace run402
