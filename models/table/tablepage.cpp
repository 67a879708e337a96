// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/tablepage.h"

#include "models/sqlliteral.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace run402 {

namespace {

const TableColumn* sortColumn(const TableShape& shape, const TableQuery& query)
{
    const int column = shape.indexOf(query.sortColumn);
    return column >= 0 && shape.columns.at(column).isComparable() ? &shape.columns.at(column) : nullptr;
}

QStringList keyNames(const TableShape& shape)
{
    QStringList names;
    for (const int column : shape.key)
        names << sqlName(shape.columns.at(column).name);
    return names.isEmpty() && shape.isTable ? QStringList{QStringLiteral("ctid")} : names;
}

QStringList keyValues(const TableShape& shape, const QStringList& key)
{
    QStringList values;
    for (qsizetype i = 0; i < key.size(); ++i)
        values << sqlValue(key.at(i), i < shape.key.size() ? shape.columns.at(shape.key.at(i)).shortType : QString());
    return values;
}

QString tuple(const QStringList& parts)
{
    return parts.size() == 1 ? parts.first() : u'(' + parts.join(QStringLiteral(", ")) + u')';
}

/// Which rows come after `from` in reading order, or before it.
QString beyond(const TableShape& shape, const TableQuery& query, const TableCursor& from, bool backwards)
{
    const QString key = tuple(keyNames(shape)) + (backwards ? QStringLiteral(" < ") : QStringLiteral(" > ")) + tuple(keyValues(shape, from.key));
    const TableColumn* sort = sortColumn(shape, query);
    if (!sort)
        return key;
    const QString name = sqlName(sort->name);
    if (!from.sortValue.isText())
        return backwards ? QStringLiteral("(%1 is not null or %2)").arg(name, key) : QStringLiteral("(%1 is null and %2)").arg(name, key);
    const QString value = sqlValue(from.sortValue.text, sort->shortType);
    const bool greater = query.descending == backwards;
    return QStringLiteral("(%1 %2 %3 or (%1 = %3 and %4)%5)")
        .arg(name, greater ? QStringLiteral(">") : QStringLiteral("<"), value, key,
             backwards ? QString() : QStringLiteral(" or %1 is null").arg(name));
}

QString orderBy(const TableShape& shape, const TableQuery& query, bool backwards)
{
    QStringList order;
    if (const TableColumn* sort = sortColumn(shape, query)) {
        order << sqlName(sort->name) + (query.descending != backwards ? QStringLiteral(" desc") : QString())
                     + (backwards ? QStringLiteral(" nulls first") : QStringLiteral(" nulls last"));
    }
    const QStringList names = keyNames(shape);
    for (const QString& name : names)
        order << name + (backwards ? QStringLiteral(" desc") : QString());
    return order.isEmpty() ? QString() : QStringLiteral(" order by ") + order.join(QStringLiteral(", "));
}

QStringList conditions(const TableShape& shape, const TableQuery& query)
{
    QStringList list;
    for (const TableFilter& f : query.filters) {
        const int column = shape.indexOf(f.column);
        list << sqlCondition(f, column < 0 ? QString() : shape.columns.at(column).shortType);
    }
    return list;
}

/// The row as JSON text: its cells, then its key, then the sorted value. An ARRAY has no limit of elements where
/// json_build_array() takes 100 arguments.
QString encodedRow(const TableShape& shape, const TableQuery& query, int limit)
{
    QStringList cells;
    for (const TableColumn& c : shape.columns)
        cells << (limit > 0 ? QStringLiteral("left(%1, %2)").arg(columnText(c)).arg(limit + 1) : columnText(c));
    const QStringList names = keyNames(shape);
    for (const QString& name : names)
        cells << name + QStringLiteral("::text");
    if (const TableColumn* sort = sortColumn(shape, query))
        cells << columnText(*sort);
    return QStringLiteral("to_json(array[%1]::text[])::text as r, pg_snapshot_xmax(pg_current_snapshot())::text as x")
        .arg(cells.join(QStringLiteral(", ")));
}

/// Marks what pageSql() cut and takes the one character too many away.
void markCut(TablePage& page)
{
    for (TableRow& row : page.rows) {
        for (int c = 0; c < row.cells.size(); ++c) {
            std::optional<QString>& cell = row.cells[c];
            // left() counts characters, QString UTF-16 units; what is shorter in units cannot be longer in characters.
            if (!cell || cell->size() <= cellLimit || cell->toUcs4().size() <= cellLimit)
                continue;
            cell->chop(cell->back().isLowSurrogate() ? 2 : 1);
            row.cut << c;
        }
    }
}

Unexpected malformed()
{
    return fail(Problem::Kind::Protocol, QStringLiteral("result.malformed"), QStringLiteral("The answer has other columns than the table"));
}

} // namespace

/// A cast gives it for every type but two: that of inet adds the mask a host address is printed without, and that of
/// bpchar takes away blanks, which only a column without a length keeps as they came.
QString columnText(const TableColumn& column, const QString& sql)
{
    const QString value = sql.isEmpty() ? sqlName(column.name) : sql;
    if (column.shortType == QLatin1String("inet"))
        return QStringLiteral("nullif(concat(%1), '')").arg(value);
    if (column.shortType == QLatin1String("bpchar") && column.limit() < 0)
        return QStringLiteral("case when %1 is not null then concat(%1) end").arg(value);
    return value + QStringLiteral("::text");
}

QString exactColumnText(const TableColumn& column, const QString& sql)
{
    return column.looseCollation ? u'(' + columnText(column, sql) + QStringLiteral(") collate \"C\"") : columnText(column, sql);
}

QString rowKey(const TableShape& shape, const TableRow& row)
{
    QString key;
    for (const int column : shape.key) {
        const QString part = row.cells.value(column).value_or(QString());
        key += QString::number(part.size()) + u':' + part; // no two keys read alike
    }
    return key;
}

QString keyCondition(const TableShape& shape, const QStringList& key)
{
    const QStringList names = keyNames(shape), values = keyValues(shape, key);
    QStringList parts;
    for (qsizetype i = 0; i < names.size() && i < values.size(); ++i)
        parts << names.at(i) + QStringLiteral(" = ") + values.at(i);
    return parts.join(QStringLiteral(" and "));
}

QString pageSql(const TableShape& shape, const TableQuery& query, const TableCursor& from, bool backwards)
{
    QStringList where = conditions(shape, query);
    if (!from.isStart())
        where << beyond(shape, query, from, backwards);
    return QStringLiteral("select ") + encodedRow(shape, query, cellLimit) + QStringLiteral("\nfrom ") + sqlName(shape.name)
        + (where.isEmpty() ? QString() : QStringLiteral("\nwhere ") + where.join(QStringLiteral(" and ")))
        + QLatin1Char('\n') + orderBy(shape, query, backwards).trimmed() + QStringLiteral("\nlimit %1").arg(query.limit + 1);
}

QString countSql(const TableShape& shape, const TableQuery& query)
{
    const QStringList where = conditions(shape, query);
    return QStringLiteral("select count(*)::text as n from ") + sqlName(shape.name)
        + (where.isEmpty() ? QString() : QStringLiteral(" where ") + where.join(QStringLiteral(" and ")));
}

QString rowsByKeySql(const TableShape& shape, const QList<QStringList>& keys)
{
    QStringList any;
    for (const QStringList& key : keys)
        any << (shape.key.size() > 1 ? u'(' + keyCondition(shape, key) + u')' : keyCondition(shape, key));
    return QStringLiteral("select ") + encodedRow(shape, {}, 0) + QStringLiteral("\nfrom ") + sqlName(shape.name) + QStringLiteral("\nwhere ")
        + (any.isEmpty() ? QStringLiteral("false") : any.join(QStringLiteral(" or ")));
}

Result<TablePage> parseRows(const TableShape& shape, const TableQuery& query, const QByteArray& rowsJson)
{
    QJsonParseError error;
    const QJsonArray rows = QJsonDocument::fromJson(rowsJson, &error).array();
    if (error.error != QJsonParseError::NoError)
        return malformed();
    const qsizetype columns = shape.columns.size(), keys = std::max<qsizetype>(shape.key.size(), shape.isTable ? 1 : 0);
    const bool sorted = sortColumn(shape, query) != nullptr;
    TablePage page;
    for (const QJsonValue& item : rows) {
        const QJsonObject o = item.toObject();
        const QJsonArray cells = QJsonDocument::fromJson(o.value(QLatin1String("r")).toString().toUtf8()).array();
        if (cells.size() != columns + keys + (sorted ? 1 : 0))
            return malformed();
        page.snapshot = o.value(QLatin1String("x")).toString();
        TableRow row;
        TableCursor cursor;
        for (qsizetype i = 0; i < columns; ++i) {
            const QJsonValue v = cells.at(i);
            row.cells << (v.isNull() ? std::nullopt : std::optional(v.toString()));
        }
        for (qsizetype i = 0; i < keys; ++i)
            cursor.key << cells.at(columns + i).toString();
        if (sorted && !cells.last().isNull())
            cursor.sortValue = CellValue::of(cells.last().toString());
        page.rows << row;
        page.cursors << cursor;
    }
    return page;
}

Result<TablePage> parsePage(const TableShape& shape, const TableQuery& query, const QByteArray& rowsJson, bool backwards)
{
    Result<TablePage> read = parseRows(shape, query, rowsJson);
    if (!read.ok())
        return read;
    TablePage& page = read.value();
    page.more = page.rows.size() > query.limit;
    if (page.more) {
        page.rows.removeLast();
        page.cursors.removeLast();
    }
    if (backwards) {
        std::reverse(page.rows.begin(), page.rows.end());
        std::reverse(page.cursors.begin(), page.cursors.end());
    }
    markCut(page);
    return read;
}

} // namespace run402
