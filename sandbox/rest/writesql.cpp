// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/writesql.h"

#include "sandbox/rest/errors.h"

namespace run402::sandbox::rest {

namespace {

std::string qualified(const Change &change)
{
    return quoteIdentifier(change.schema) + "." + quoteIdentifier(change.tableName);
}

std::string joined(const std::vector<std::string> &names, const std::string &before = {})
{
    std::string sql;
    for (const std::string &name : names)
        sql += (sql.empty() ? "" : ", ") + before + quoteIdentifier(name);
    return sql;
}

std::vector<Column> columnsOf(const Change &change)
{
    std::vector<Column> result;
    for (const std::string &name : change.columns)
        result.push_back(*change.table->column(name));
    return result;
}

std::string returningSql(const Change &change)
{
    if (change.returning.empty())
        return " RETURNING 1";
    const RowSource source{qualified(change), change.table};
    std::string sql;
    for (const std::string &name : change.returning)
        sql += (sql.empty() ? " RETURNING " : ", ") + columnSql(source, name);
    return sql;
}

std::string literal(const std::string &text)
{
    std::string result = " E'";
    for (char c : text) {
        if (c == '\'' || c == '\\')
            result += c;
        result += c;
    }
    return result + "'";
}

std::string defaultsObject(const std::vector<Column> &columns)
{
    std::string pairs;
    for (const Column &column : columns) {
        if (!column.defaultExpr.empty())
            pairs += (pairs.empty() ? "" : ", ") + literal(column.name) + ", " + column.defaultExpr;
    }
    return "jsonb_build_object(" + pairs + ")";
}

// Counts rows that took the insert path: every row adds one on its way in and
// the ones that turn into an update take it back. Works on views, unlike xmax.
std::string countInserted(const char *change, const char *never)
{
    return std::string("set_config('pgrst.inserted', (coalesce(nullif(current_setting("
                       "'pgrst.inserted', true), '')::int, 0) ")
        + change + " 1)::text, true) <> '" + never + "'";
}

std::string conflictSql(const Change &change, Resolution resolution,
                        const std::vector<std::string> &conflict)
{
    if (resolution == Resolution::Unset || conflict.empty())
        return {};
    std::string sql = " ON CONFLICT (" + joined(conflict) + ")";
    if (resolution == Resolution::Ignore || change.columns.empty())
        return sql + " DO NOTHING";
    std::string assignments;
    for (const std::string &name : change.columns) {
        assignments += (assignments.empty() ? "" : ", ") + quoteIdentifier(name) + " = EXCLUDED."
            + quoteIdentifier(name);
    }
    return sql + " DO UPDATE SET " + assignments + " WHERE " + countInserted("-", "-1");
}

/// pgrst_affected_rows: keys of the rows a limited change is about. They are
/// told apart by the order's columns, which should therefore be unique.
std::string affectedRows(SqlWriter &writer, const Change &change, const Target &target)
{
    const RowSource source{qualified(change), change.table};
    std::string names;
    std::string order;
    for (const OrderTerm &term : target.order) {
        names += (names.empty() ? "" : ", ") + columnSql(source, term.field.name);
        order += (order.empty() ? " ORDER BY " : ", ") + fieldSql(writer, source, term.field)
            + orderSuffix(term);
    }
    return "pgrst_affected_rows AS (SELECT " + names + " FROM " + qualified(change)
        + whereSql(writer, source, target.where) + order + limitSql(writer, target.range) + ")";
}

std::string affectedCondition(const Change &change, const Target &target)
{
    const RowSource source{qualified(change), nullptr};
    const RowSource affected{"pgrst_affected_rows", nullptr};
    std::string sql;
    for (const OrderTerm &term : target.order) {
        sql += (sql.empty() ? " WHERE " : " AND ") + columnSql(source, term.field.name) + " = "
            + columnSql(affected, term.field.name);
    }
    return sql;
}

} // namespace

void checkColumns(const Change &change)
{
    for (const std::string &name : change.columns) {
        if (!change.table->column(name))
            throw Failure{400, "PGRST204",
                          "Could not find the '" + name + "' column of '" + change.tableName
                              + "' in the schema cache",
                          nullptr, nullptr, false, {}};
    }
}

std::string payloadRows(SqlWriter &writer, const std::string &json, bool isArray,
                        const std::vector<Column> &columns, bool missingDefault)
{
    const std::string type = missingDefault ? "jsonb" : "json";
    std::string sql = "(SELECT " + writer.bind(json) + "::" + type + " AS json_data) pgrst_payload, ";
    std::string data = "pgrst_payload.json_data";
    if (missingDefault) {
        const std::string defaults = defaultsObject(columns);
        sql += isArray
            ? "LATERAL (SELECT jsonb_agg(" + defaults + " || elem) AS val FROM jsonb_array_elements("
                + data + ") elem) pgrst_json_defs, "
            : "LATERAL (SELECT " + defaults + " || " + data + " AS val) pgrst_json_defs, ";
        data = "pgrst_json_defs.val";
    }
    if (columns.empty()) {
        return sql + "LATERAL (SELECT FROM "
            + (isArray ? type + "_array_elements(" + data + ") _" : std::string("(VALUES (1)) _"))
            + ") pgrst_body";
    }
    std::string names;
    std::string typed;
    for (const Column &column : columns) {
        const std::string comma = names.empty() ? "" : ", ";
        names += comma + quoteIdentifier(column.name);
        typed += comma + quoteIdentifier(column.name) + " " + column.type;
    }
    return sql + "LATERAL (SELECT " + names + " FROM " + type
        + (isArray ? "_to_recordset(" : "_to_record(") + data + ") AS _(" + typed + ")) pgrst_body";
}

std::string insertSql(SqlWriter &writer, const Change &change, const Payload &payload,
                      Resolution resolution, const std::vector<std::string> &conflict,
                      const std::vector<Logic> &putConditions)
{
    std::string sql = "INSERT INTO " + qualified(change);
    if (!change.columns.empty())
        sql += "(" + joined(change.columns) + ")";
    sql += " SELECT " + joined(change.columns, "pgrst_body.") + " FROM "
        + payloadRows(writer, payload.text, payload.isArray, columnsOf(change), change.missingDefault);
    const RowSource body{"pgrst_body", change.table};
    const std::string matching = whereSql(writer, body, putConditions);
    const bool merges = resolution == Resolution::Merge && !conflict.empty();
    if (merges)
        sql += (matching.empty() ? " WHERE " : matching + " AND ") + countInserted("+", "0");
    else
        sql += matching;
    return sql + conflictSql(change, resolution, conflict) + returningSql(change);
}

std::string updateSql(SqlWriter &writer, const Change &change, const Payload &payload,
                      const Target &target)
{
    const RowSource source{qualified(change), change.table};
    if (change.columns.empty()) {
        // Nothing to set: answer no rows, with the columns that were asked for.
        std::string names;
        for (const std::string &name : change.returning)
            names += (names.empty() ? "" : ", ") + columnSql(source, name);
        return "SELECT " + (names.empty() ? "NULL" : names) + " FROM " + qualified(change)
            + " WHERE false";
    }
    const std::string rows = payloadRows(writer, payload.text, payload.isArray, columnsOf(change),
                                         change.missingDefault);
    std::string set;
    const bool limited = !target.range.all();
    for (const std::string &name : change.columns) {
        const std::string column = quoteIdentifier(name);
        set += (set.empty() ? "" : ", ") + column + " = "
            + (limited ? "(SELECT " + column + " FROM pgrst_update_body)" : "pgrst_body." + column);
    }
    if (!limited)
        return "UPDATE " + qualified(change) + " SET " + set + " FROM " + rows
            + whereSql(writer, source, target.where) + returningSql(change);
    return "WITH pgrst_update_body AS (SELECT " + joined(change.columns, "pgrst_body.") + " FROM "
        + rows + " LIMIT 1), " + affectedRows(writer, change, target) + " UPDATE "
        + qualified(change) + " SET " + set + " FROM pgrst_affected_rows"
        + affectedCondition(change, target) + returningSql(change);
}

std::string deleteSql(SqlWriter &writer, const Change &change, const Target &target)
{
    const RowSource source{qualified(change), change.table};
    if (target.range.all())
        return "DELETE FROM " + qualified(change) + whereSql(writer, source, target.where)
            + returningSql(change);
    return "WITH " + affectedRows(writer, change, target) + " DELETE FROM " + qualified(change)
        + " USING pgrst_affected_rows" + affectedCondition(change, target) + returningSql(change);
}

} // namespace run402::sandbox::rest
