// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

/// What the engine knows of one schema. Immutable once built.
namespace run402::sandbox::rest {

struct Column {
    std::string name;
    std::string type;        ///< format_type() text, schema-qualified: safe as SQL
    std::string defaultExpr; ///< SQL, empty if none
};

struct Table {
    std::string name;
    bool isView = false;
    std::vector<Column> columns;
    std::vector<std::string> primaryKey;
    std::vector<std::vector<std::string>> uniqueKeys; ///< primary key included

    const Column *column(const std::string &columnName) const;
};

using ColumnPairs = std::vector<std::pair<std::string, std::string>>;

struct Relation {
    enum class Kind { ManyToOne, OneToMany, OneToOne, ManyToMany, Computed };
    Kind kind = Kind::ManyToOne;
    std::string table;
    std::string foreignTable;
    std::string constraint;
    ColumnPairs columns;        ///< table's column, foreign table's column
    std::string junction;       ///< ManyToMany
    std::string constraint2;
    ColumnPairs junctionSource; ///< table's column, junction's column
    ColumnPairs junctionTarget; ///< foreign table's column, junction's column
    std::string function;       ///< Computed
    bool toOne = false;
    bool self = false;
    bool foreignIsView = false;
};

struct Parameter {
    std::string name;
    std::string type; ///< format_type() text
    bool required = true;
    bool variadic = false;
};

struct Function {
    std::string name;
    std::vector<Parameter> parameters;
    bool returnsSet = false;
    bool composite = false;
    bool isVoid = false;
    bool isVolatile = true;
    std::string returnedTable; ///< table of this schema, empty if none

    bool scalar() const { return !composite && !returnsSet; }
    bool setOfScalar() const { return !composite && returnsSet; }
};

struct Schema {
    std::string name;
    std::uint64_t generation = 0; ///< differs whenever the content does
    std::uint64_t fingerprint = 0; ///< of the text it was built from
    std::unordered_map<std::string, Table> tables;
    std::unordered_map<std::string, std::vector<Relation>> relations; ///< by table
    std::map<std::string, std::vector<Function>> functions;

    const Table *table(const std::string &tableName) const;
};

/// Tells documents apart; not cryptographic.
std::uint64_t fingerprintOf(const std::string &document);

/// Builds a schema from the catalog document of catalog.h. Throws Failure if
/// the document cannot be read.
Schema buildSchema(const std::string &name, const std::string &document);

} // namespace run402::sandbox::rest
