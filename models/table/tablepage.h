// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/cellcheck.h"
#include "models/table/tablefilter.h"

namespace run402 {

/// One row as PostgreSQL prints it: every digit, every microsecond.
struct TableRow
{
    QList<std::optional<QString>> cells; ///< in the order of TableShape::columns
    QList<int> cut;                      ///< columns of which only the first cellLimit characters are here

    bool isCut(int column) const { return cut.contains(column); }
};

/// Where a page begins or ends: the sorted value and the key of a row. Empty = the start of the table.
struct TableCursor
{
    CellValue sortValue; ///< Null or Text
    QStringList key; ///< text form, in the order of the key; the row's ctid where there is no key

    bool isStart() const { return key.isEmpty(); }
};

struct TablePage
{
    QList<TableRow> rows;
    QList<TableCursor> cursors; ///< of each row
    bool more = false;          ///< there are rows beyond, in the direction that was asked for
    QString snapshot;           ///< transactions from this one on are younger than what was read; empty = no row
};

/// Characters of a value that come with a page; more is fetched when it is looked at.
constexpr int cellLimit = 4000;

/// Names a row across pages; empty for a table without a key.
QString rowKey(const TableShape& shape, const TableRow& row);

/// SQL for PostgreSQL's own text of a column's value, or of `sql` that gives a value of its type.
QString columnText(const TableColumn& column, const QString& sql = {});
/// The same to compare by: two such texts are equal when they are the same characters.
QString exactColumnText(const TableColumn& column, const QString& sql = {});

/// Reads one page by key (design/ui.md §3): the rows behind `from`, or before it when `backwards`; NULLs stand last
/// in both directions and the key breaks ties. Costs the same on every page. A sorted column that is not comparable
/// is ignored.
QString pageSql(const TableShape& shape, const TableQuery& query, const TableCursor& from, bool backwards);
/// The answer of pageSql(), in reading order. Fails: result.malformed.
Result<TablePage> parsePage(const TableShape& shape, const TableQuery& query, const QByteArray& rowsJson, bool backwards);

/// How many rows the conditions let through. One row, column `n`.
QString countSql(const TableShape& shape, const TableQuery& query);
/// Rows with these keys as they are now, whole. At most a few hundred at a time.
QString rowsByKeySql(const TableShape& shape, const QList<QStringList>& keys);
/// The answer of rowsByKeySql(), in any order. Fails: result.malformed.
Result<TablePage> parseRows(const TableShape& shape, const TableQuery& query, const QByteArray& rowsJson);

/// `id = 42 and …`
QString keyCondition(const TableShape& shape, const QStringList& key);

} // namespace run402
