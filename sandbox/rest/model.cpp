// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/model.h"

#include "sandbox/rest/errors.h"
#include "sandbox/rest/relations.h"
#include "sandbox/rest/views.h"

#include <algorithm>
#include <functional>

namespace run402::sandbox::rest {

namespace {

using nlohmann::json;

std::string text(const json &value)
{
    return value.is_string() ? value.get<std::string>() : std::string();
}

Table readTable(const json &value)
{
    Table table;
    table.name = text(value.at("n"));
    table.isView = value.at("v").get<bool>();
    for (const json &column : value.at("c"))
        table.columns.push_back({text(column.at("n")), text(column.at("t")), text(column.at("d"))});
    for (const json &key : value.at("k")) {
        table.uniqueKeys.push_back(key.at("c").get<std::vector<std::string>>());
        if (key.at("p").get<bool>())
            table.primaryKey = table.uniqueKeys.back();
    }
    return table;
}

ForeignKey readForeignKey(const Schema &schema, const json &value)
{
    ForeignKey key{text(value.at("n")), text(value.at("t")), text(value.at("f")),
                   value.at("c").get<ColumnPairs>()};
    std::vector<std::string> columns;
    for (const auto &pair : key.columns)
        columns.push_back(pair.first);
    key.unique = isUnique(schema.tables.at(key.table), columns);
    return key;
}

Function readFunction(const json &value)
{
    Function function;
    function.name = text(value.at("n"));
    for (const json &argument : value.at("a")) {
        function.parameters.push_back({text(argument.at("n")), text(argument.at("t")), true,
                                       argument.at("v").is_boolean() && argument.at("v").get<bool>()});
    }
    // Defaults belong to the last parameters; a variadic one may be left out.
    const auto optional = std::min(value.at("o").get<std::size_t>(), function.parameters.size());
    for (std::size_t i = function.parameters.size() - optional; i < function.parameters.size(); ++i)
        function.parameters[i].required = false;
    for (Parameter &parameter : function.parameters)
        parameter.required = parameter.required && !parameter.variadic;
    function.returnsSet = value.at("s").get<bool>();
    function.composite = value.at("c").get<bool>();
    function.isVoid = value.at("v").get<bool>();
    function.isVolatile = value.at("m").get<bool>();
    function.returnedTable = text(value.at("t"));
    return function;
}

/// A function of one row of a table that answers rows of another: embeddable
/// under the function's name.
void addComputedRelation(Schema &schema, const json &value, const Function &function,
                         const CatalogTables &tables)
{
    const json &arguments = value.at("a");
    if (function.returnedTable.empty() || arguments.size() != 1)
        return;
    const auto source = tables.find(arguments[0].at("x").get<std::int64_t>());
    if (source == tables.end())
        return;
    Relation relation;
    relation.kind = Relation::Kind::Computed;
    relation.table = source->second.name;
    relation.foreignTable = function.returnedTable;
    relation.function = function.name;
    relation.self = relation.table == relation.foreignTable;
    relation.toOne = !function.returnsSet || value.at("r").get<double>() == 1.0;
    schema.relations[relation.table].push_back(std::move(relation));
}

void readDocument(Schema &schema, const json &document)
{
    CatalogTables tables;
    for (const json &value : document.at("tables")) {
        Table table = readTable(value);
        CatalogTable &entry = tables[value.at("o").get<std::int64_t>()];
        entry.name = table.name;
        for (const json &column : value.at("c"))
            entry.columns[column.at("i").get<int>()] = text(column.at("n"));
        schema.tables.emplace(table.name, std::move(table));
    }
    std::vector<ForeignKey> keys;
    for (const json &value : document.at("fks"))
        keys.push_back(readForeignKey(schema, value));
    std::map<std::int64_t, std::vector<ViewColumn>> views;
    for (const json &value : document.at("views"))
        views[value.at("o").get<std::int64_t>()] = viewColumns(text(value.at("a")));
    addViews(schema, tables, views, keys);
    addRelations(schema, keys);
    for (const json &value : document.at("functions")) {
        Function function = readFunction(value);
        addComputedRelation(schema, value, function, tables);
        schema.functions[function.name].push_back(std::move(function));
    }
}

} // namespace

const Column *Table::column(const std::string &columnName) const
{
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column &c) { return c.name == columnName; });
    return found == columns.end() ? nullptr : &*found;
}

const Table *Schema::table(const std::string &tableName) const
{
    const auto found = tables.find(tableName);
    return found == tables.end() ? nullptr : &found->second;
}

std::uint64_t fingerprintOf(const std::string &document)
{
    return std::hash<std::string>()(document) ^ (document.size() << 40);
}

Schema buildSchema(const std::string &name, const std::string &document)
{
    Schema schema;
    schema.name = name;
    try {
        readDocument(schema, json::parse(document));
    } catch (const std::exception &error) {
        throw Failure{503, "PGRST002",
                      "Could not query the database for the schema cache. Retrying.",
                      error.what(), nullptr, false, {}};
    }
    schema.fingerprint = fingerprintOf(document);
    return schema;
}

} // namespace run402::sandbox::rest
