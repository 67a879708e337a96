// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/tableshape.h"

#include "models/json/jsontexts.h"
#include "models/sqlliteral.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace run402 {

namespace {

template <size_t N>
bool isOneOf(const QString& text, const std::array<const char*, N>& words)
{
    return std::any_of(words.begin(), words.end(), [&](const char* word) { return text == QLatin1String(word); });
}

TableColumn columnOf(const QJsonObject& o)
{
    TableColumn c;
    static_cast<ColumnFacts&>(c) = readColumnFacts(o);
    c.shortType = o.value(QLatin1String("s")).toString();
    c.defaultText = o.value(QLatin1String("d")).toString();
    c.isArray = o.value(QLatin1String("a")).toBool();
    c.isComposite = o.value(QLatin1String("r")).toBool();
    c.hidesType = o.value(QLatin1String("h")).toBool();
    c.looseCollation = o.value(QLatin1String("l")).toBool();
    if (c.generated)
        c.defaultText.clear();
    return c;
}

} // namespace

QString TableColumn::typeName() const
{
    return isArray && shortType.startsWith(u'_') ? shortType.mid(1) + QStringLiteral("[]") : shortType;
}

bool TableColumn::isNumber() const
{
    return isOneOf(shortType, std::array{"int2", "int4", "int8", "numeric", "float4", "float8", "oid"});
}

bool TableColumn::isTime() const
{
    return isOneOf(shortType, std::array{"date", "time", "timetz", "timestamp", "timestamptz"});
}

bool TableColumn::isText() const
{
    return isOneOf(shortType, std::array{"text", "varchar", "bpchar", "name", "citext"});
}

bool TableColumn::isComparable() const
{
    const QString element = isArray && shortType.startsWith(u'_') ? shortType.mid(1) : shortType;
    return !isComposite && !hidesType && !isOneOf(element, std::array{"json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle", "jsonpath"});
}

bool TableColumn::isExactlyEqual() const
{
    if (!isComparable() || looseCollation)
        return false;
    const QString element = isArray && shortType.startsWith(u'_') ? shortType.mid(1) : shortType;
    if (element == QLatin1String("numeric") || element == QLatin1String("bpchar"))
        return limit() >= 0; // the scale, and the blanks at the end, are the column's then
    return !labels.isEmpty()
        || isOneOf(element, std::array{"bool", "int2", "int4", "int8", "oid", "money", "text", "varchar", "name", "char", "bytea", "uuid", "date", "time", "timetz",
                                       "timestamp", "timestamptz", "inet", "cidr", "macaddr", "macaddr8", "bit", "varbit", "pg_lsn", "xid8", "int4range", "int8range",
                                       "daterange", "tsrange", "tstzrange"});
}

int TableColumn::limit(int which) const
{
    static const QRegularExpression numbers(QStringLiteral("\\((\\d+)(?:,(-?\\d+))?\\)"));
    const auto match = numbers.match(type);
    if (!match.hasMatch() || match.captured(which + 1).isEmpty())
        return -1;
    return match.captured(which + 1).toInt();
}

int TableShape::indexOf(const QString& column) const
{
    for (int i = 0; i < columns.size(); ++i) {
        if (columns.at(i).name == column)
            return i;
    }
    return -1;
}

QString shapeSql(const QString& table)
{
    return QStringLiteral(
               "with rel as (select c.oid, c.relkind from pg_class c where c.relname = %1 and c.relnamespace = current_schema()::regnamespace)\n"
               "select json_build_object('k', rel.relkind,\n"
               "  'c', (select json_agg(json_build_object(%2,\n"
               "      's', b.typname, 'r', coalesce(l.typtype, b.typtype) = 'c', 'h', b.oid <> a.atttypid and b.typtype in ('e', 'r', 'm'),\n"
               "      'd', pg_get_expr(d.adbin, d.adrelid), 'a', b.typcategory = 'A', 'l', n.oid is not null) order by a.attnum)\n"
               "    from %3\n"
               "    left join pg_type l on b.typcategory = 'A' and l.oid = b.typelem\n"
               "    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum\n"
               "    left join pg_collation n on n.oid = a.attcollation and not n.collisdeterministic\n"
               "    where a.attrelid = rel.oid and a.attnum > 0 and not a.attisdropped),\n"
               "  'p', (select json_agg(a.attname order by k.n) from pg_index i cross join lateral unnest(i.indkey) with ordinality k(num, n)\n"
               "    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.num where i.indrelid = rel.oid and i.indisprimary),\n"
               "  'f', (select json_agg(json_build_array((select attname from pg_attribute where attrelid = f.conrelid and attnum = f.conkey[1]),\n"
               "      (select relname from pg_class where oid = f.confrelid), (select attname from pg_attribute where attrelid = f.confrelid and attnum = f.confkey[1])))\n"
               "    from pg_constraint f where f.conrelid = rel.oid and f.contype = 'f' and array_length(f.conkey, 1) = 1),\n"
               "  'x', (select json_agg(json_build_array((select relname from pg_class where oid = f.conrelid),\n"
               "      (select json_agg(a.attname order by k.n) from unnest(f.conkey) with ordinality k(num, n) join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.num),\n"
               "      (select json_agg(a.attname order by k.n) from unnest(f.confkey) with ordinality k(num, n) join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.num),\n"
               "      f.confdeltype = 'c') order by f.conrelid::regclass::text) from pg_constraint f where f.confrelid = rel.oid and f.contype = 'f')\n"
               ")::text as r from rel")
        .arg(sqlText(table), columnFactsArguments(), columnFactsFrom());
}

Result<TableShape> parseShape(const QString& table, const QByteArray& rowsJson)
{
    const QJsonArray rows = QJsonDocument::fromJson(rowsJson).array();
    if (rows.isEmpty())
        return fail(Problem::Kind::Refused, QStringLiteral("table.not_found"), QStringLiteral("There is no table %1").arg(table));
    const QJsonObject o = QJsonDocument::fromJson(rows.first().toObject().value(QLatin1String("r")).toString().toUtf8()).object();
    TableShape shape;
    shape.name = table;
    const QString kind = o.value(QLatin1String("k")).toString();
    shape.isTable = kind == QLatin1String("r") || kind == QLatin1String("p");
    const QJsonArray columns = o.value(QLatin1String("c")).toArray();
    if (columns.isEmpty() && !o.contains(QLatin1String("c")))
        return fail(Problem::Kind::Protocol, QStringLiteral("result.malformed"), QStringLiteral("The answer about the table has no columns"));
    for (const QJsonValue& c : columns)
        shape.columns << columnOf(c.toObject());
    const QStringList key = jsonTexts(o.value(QLatin1String("p")));
    for (const QString& name : key) {
        const int column = shape.indexOf(name);
        shape.columns[column].keyPart = int(shape.key.size());
        shape.key << column;
    }
    const QJsonArray references = o.value(QLatin1String("f")).toArray();
    for (const QJsonValue& f : references) {
        const int column = shape.indexOf(f.toArray().at(0).toString());
        if (column < 0)
            continue;
        shape.columns[column].refTable = f.toArray().at(1).toString();
        shape.columns[column].refColumn = f.toArray().at(2).toString();
    }
    const QJsonArray children = o.value(QLatin1String("x")).toArray();
    for (const QJsonValue& x : children) {
        const QJsonArray c = x.toArray();
        shape.children << TableChild{c.at(0).toString(), jsonTexts(c.at(1)), jsonTexts(c.at(2)), c.at(3).toBool()};
    }
    return shape;
}

} // namespace run402
