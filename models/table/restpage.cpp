// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/restpage.h"

#include "models/table/restparts.h"

#include <algorithm>

namespace run402 {

namespace {

/// Names of what is asked for besides the columns.
QString extra(int number)
{
    return QStringLiteral("run402_place_%1").arg(number);
}

/// Columns that place a row: the sorted one, then the key.
QStringList placing(const TableQuery& query, const QStringList& key)
{
    return query.sortColumn.isEmpty() ? key : QStringList{query.sortColumn} + key;
}

QString compare(const QString& column, const char* op, const QString& value)
{
    return queryField(column) + u'.' + QLatin1String(op) + u'.' + queryItem(value);
}

/// `(a, b) > (x, y)`, which REST has no words for.
QString behindKey(const QStringList& key, const QStringList& values)
{
    QStringList any;
    for (qsizetype i = 0; i < key.size(); ++i) {
        QStringList all;
        for (qsizetype j = 0; j < i; ++j)
            all << compare(key.at(j), "eq", values.value(j));
        all << compare(key.at(i), "gt", values.value(i));
        any << (all.size() == 1 ? all.first() : QStringLiteral("and(") + all.join(u',') + u')');
    }
    return any.join(u',');
}

/// What stands inside `or=(…)` for rows behind `from`. NULLs stand last in both directions.
QString behind(const TableQuery& query, const QStringList& key, const TableCursor& from)
{
    if (query.sortColumn.isEmpty())
        return behindKey(key, from.key);
    const QString isNull = queryField(query.sortColumn) + QStringLiteral(".is.null");
    if (key.isEmpty())
        return from.sortValue.isText() ? compare(query.sortColumn, query.descending ? "lte" : "gte", from.sortValue.text) + u',' + isNull : isNull;
    const QString later = QStringLiteral("or(") + behindKey(key, from.key) + u')';
    if (!from.sortValue.isText())
        return QStringLiteral("and(") + isNull + u',' + later + u')';
    return compare(query.sortColumn, query.descending ? "lt" : "gt", from.sortValue.text) + QStringLiteral(",and(")
        + compare(query.sortColumn, "eq", from.sortValue.text) + u',' + later + QStringLiteral("),") + isNull;
}

} // namespace

RestOrder restOrder(const TableQuery& query, const QStringList& key)
{
    return !key.isEmpty() ? RestOrder::Sure : query.sortColumn.isEmpty() ? RestOrder::None : RestOrder::Partial;
}

std::optional<QString> restPageQuery(const QString& table, const TableQuery& query, const QStringList& key, const RestPlace& from)
{
    TableQuery asked = query;
    asked.sortColumn.clear();
    asked.limit = query.limit + 1 + int(from.seen.size());
    const std::optional<QString> filters = restText(table, asked);
    if (!filters)
        return std::nullopt;
    QStringList parts{filters->section(u'?', 1)}, order, select{QStringLiteral("*")};
    const QStringList columns = placing(query, key);
    for (int i = 0; i < columns.size(); ++i) {
        const bool down = i == 0 && query.descending && !query.sortColumn.isEmpty();
        if (!columns.mid(0, i).contains(columns.at(i)))
            order << queryField(columns.at(i)) + (down ? QStringLiteral(".desc.nullslast") : QStringLiteral(".asc.nullslast"));
        select << extra(i) + u':' + queryField(columns.at(i)) + QStringLiteral("::text");
    }
    if (!columns.isEmpty())
        parts << QStringLiteral("select=") + queryEncoded(select.join(u',')) << QStringLiteral("order=") + queryEncoded(order.join(u','));
    if (from.from)
        parts << QStringLiteral("or=") + queryEncoded(u'(' + behind(query, key, *from.from) + u')');
    if (from.skip > 0)
        parts << QStringLiteral("offset=%1").arg(from.skip);
    return parts.join(u'&');
}

RestPage readRestPage(const ResultSet& rows, const TableQuery& query, const QStringList& key, const RestPlace& from)
{
    const QStringList placed = placing(query, key);
    RestPage read;
    QList<int> shown, places(placed.size(), -1);
    for (int c = 0; c < rows.columns().size(); ++c) {
        const QString& name = rows.columns().at(c);
        int place = -1;
        for (int i = 0; i < placed.size() && place < 0; ++i)
            place = name == extra(i) ? i : -1;
        if (place >= 0) {
            places[place] = c;
        } else {
            shown << c;
            read.columns << name;
        }
    }
    QList<TableRow> seen = from.seen;
    for (qsizetype r = 0; r < rows.rowCount() && !read.page.more; ++r) {
        const QList<Cell> cells = rows.plainRow(r);
        const auto text = [&](int c) { return c < 0 || cells.at(c).kind == CellKind::Null ? std::nullopt : std::optional(cells.at(c).text); };
        TableRow row;
        for (const int c : shown)
            row.cells << text(c);
        const auto again = std::find_if(seen.cbegin(), seen.cend(), [&](const TableRow& was) { return was.cells == row.cells; });
        if (again != seen.cend()) {
            seen.erase(again); // rows alike in everything are as many as they are
            continue;
        }
        TableCursor cursor;
        for (int i = 0; i < placed.size(); ++i) {
            const std::optional<QString> value = text(places.at(i));
            if (i == 0 && !query.sortColumn.isEmpty())
                cursor.sortValue = value ? CellValue::of(*value) : CellValue::null();
            else
                cursor.key << value.value_or(QString());
        }
        read.page.more = read.page.rows.size() >= query.limit;
        if (read.page.more)
            break;
        read.page.rows << row;
        read.page.cursors << cursor;
    }
    return read;
}

RestPlace placeBehind(const TablePage& page, const TableQuery& query, const QStringList& key, const RestPlace& was)
{
    if (page.cursors.isEmpty())
        return was;
    const TableCursor& last = page.cursors.last();
    if (restOrder(query, key) == RestOrder::Sure)
        return {last, {}, 0};
    if (restOrder(query, key) == RestOrder::None)
        return {std::nullopt, {}, was.skip + page.rows.size()};
    RestPlace place{last, {}, 0};
    for (qsizetype r = page.rows.size() - 1; r >= 0 && page.cursors.at(r).sortValue == last.sortValue; --r)
        place.seen << page.rows.at(r);
    // A page of one value goes on with those that were left out before it.
    if (place.seen.size() == page.rows.size() && was.from && was.from->sortValue == last.sortValue) {
        place.seen += was.seen;
        place.skip = was.skip;
    }
    if (place.seen.size() > seenLimit) {
        place.skip += place.seen.size();
        place.seen.clear();
    }
    return place;
}

} // namespace run402
