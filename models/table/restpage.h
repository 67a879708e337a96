// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultset.h"
#include "models/table/tablepage.h"

namespace run402 {

/// Pages over REST, for who has no SQL. Thread: any.
///
/// With the table's key a page is what stands behind the last row seen, so that rows that come and go meanwhile are
/// neither doubled nor skipped. Without it but sorted, a page begins at the value it left off at and leaves out the rows
/// that were seen with that value, by what is in them. With neither it can only count rows.
struct RestPlace
{
    std::optional<TableCursor> from; ///< the last row seen; nullopt = the start of the table
    QList<TableRow> seen;            ///< rows with its value that were shown; at most seenLimit
    qint64 skip = 0;                 ///< rows to step over from there unseen
};
constexpr int seenLimit = 1000;

enum class RestOrder {
    Sure,    ///< by the key
    Partial, ///< by a column; rows with equal values have no order among themselves, so beyond seenLimit of them are counted
    None,
};
RestOrder restOrder(const TableQuery& query, const QStringList& key);

/// The query of one page and one row more. `key`: names of the primary key's columns; empty = not known. nullopt: REST
/// has no words for a filter. Besides the columns it asks for the text of the key and the sorted value, because JSON
/// numbers and times may be rounded on their way.
std::optional<QString> restPageQuery(const QString& table, const TableQuery& query, const QStringList& key, const RestPlace& from);
/// The answer to the page at `from`: its rows, and where each of them is. Columns: names as they came. Never fails.
struct RestPage
{
    QStringList columns;
    TablePage page;
};
RestPage readRestPage(const ResultSet& rows, const TableQuery& query, const QStringList& key, const RestPlace& from);
/// Where the page behind `page` begins; `was`: where that one began.
RestPlace placeBehind(const TablePage& page, const TableQuery& query, const QStringList& key, const RestPlace& was);

} // namespace run402
