// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/schema/tablefacts.h"

#include "models/json/jsontexts.h"
#include "models/sqlliteral.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace run402 {

using namespace Qt::StringLiterals;

QString tableFactsSql(const QString& table)
{
    return u"SELECT 'column' AS what, json_build_object("_s + columnFactsArguments() + u") AS fact, a.attnum::int AS place\n"
           "FROM "_s + columnFactsFrom() + u" JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace\n"
           "WHERE n.nspname = current_schema() AND c.relname = %1 AND a.attnum > 0 AND NOT a.attisdropped\n"
           "UNION ALL\n"
           "SELECT 'index', json_build_object('name', i.relname, 'definition', pg_get_indexdef(i.oid), 'unique', x.indisunique, 'method', m.amname,"
           " 'primary', x.indisprimary, 'key', EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x')),"
           " 'plain', x.indpred IS NULL AND x.indexprs IS NULL,"
           " 'columns', (SELECT json_agg(pg_get_indexdef(i.oid, g, true) ORDER BY g) FROM generate_series(1, x.indnkeyatts) g),"
           " 'names', (SELECT json_agg(f.attname ORDER BY g) FROM generate_series(1, x.indnkeyatts) g"
           " JOIN pg_attribute f ON f.attrelid = c.oid AND f.attnum = x.indkey[g - 1])),"
           " CASE WHEN x.indisprimary THEN 0 ELSE 1 END\n"
           "FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid JOIN pg_am m ON m.oid = i.relam"
           " JOIN pg_namespace n ON n.oid = c.relnamespace\n"
           "WHERE n.nspname = current_schema() AND c.relname = %1\n"
           "ORDER BY 1, 3"_s.arg(sqlText(table));
}

const ColumnFacts* TableFacts::column(const QString& name) const
{
    for (const ColumnFacts& c : columns) {
        if (c.name == name)
            return &c;
    }
    return nullptr;
}

Result<TableFacts> tableFactsFromJson(const QByteArray& rowsJson)
{
    const QJsonDocument document = QJsonDocument::fromJson(rowsJson);
    if (!document.isArray())
        return fail(Problem::Kind::Protocol, u"result.malformed"_s, u"The columns of the table could not be read"_s);
    TableFacts facts;
    for (const QJsonValue& row : document.array()) {
        const QJsonObject fact = row[u"fact"].toObject();
        if (row[u"what"].toString() == "column"_L1) {
            facts.columns << readColumnFacts(fact);
            continue;
        }
        if (fact[u"unique"].toBool() && fact[u"plain"].toBool())
            facts.uniqueKeys << jsonTexts(fact[u"names"]);
        if (fact[u"key"].toBool())
            continue;
        IndexDesign index;
        index.isNew = false;
        index.name = fact[u"name"].toString();
        index.definition = fact[u"definition"].toString();
        index.method = fact[u"method"].toString();
        index.unique = fact[u"unique"].toBool();
        index.columns = jsonTexts(fact[u"columns"]);
        facts.indexes << index;
    }
    return facts;
}

TableDesign designOf(const Table& table, const TableFacts& facts)
{
    TableDesign design = TableDesign::of(table);
    for (ColumnDesign& c : design.columns) {
        const ColumnFacts* fact = facts.column(c.original);
        if (!fact)
            continue;
        c.type = fact->type;
        c.identity = fact->alwaysIdentity ? ColumnDesign::Filled::Always : fact->identity ? ColumnDesign::Filled::ByDefault : ColumnDesign::Filled::ByHand;
        if (fact->generated)
            c.defaultValue.clear(); // its expression is not a default, and cannot be changed
    }
    design.indexes = facts.indexes;
    return design;
}

} // namespace run402
