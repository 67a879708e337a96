// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/ast.h"
#include "sandbox/rest/sqltext.h"

#include <memory>
#include <string>
#include <vector>

/// A query matched against a schema: one node per table that is read.
namespace run402::sandbox::rest {

struct ReadNode {
    std::string name;      ///< as addressed in the query
    std::string outName;   ///< key in the result: alias or name
    RowSource source;      ///< how this node's columns are referred to
    std::string from;      ///< what follows FROM
    std::string row;       ///< quoted name of one whole row
    std::string tableName; ///< for finding relationships and for messages
    const Table *table = nullptr;
    const Relation *relation = nullptr; ///< to the parent, null at the root
    std::string aggregate; ///< quoted alias of the joined result
    Join join = Join::Unset;
    bool spread = false;
    std::vector<SelectItem> fields;
    std::vector<std::string> joinConditions;
    std::vector<Logic> where;
    std::vector<OrderTerm> order;
    Range range;
    std::vector<std::unique_ptr<ReadNode>> children;

    /// The embedded resource a filter, an order or a limit addresses.
    ReadNode *child(const std::string &addressed) const;
};

/// Where the root's rows come from.
struct Root {
    std::string tableName;  ///< may be unknown to the schema
    bool fromSource = false; ///< reads the CTE pgrst_source, not the table
};

/// Which of the query's parts apply at the root besides select.
struct RootParts {
    bool filters = true;
    bool orderAndRange = true;
};

/// Throws Failure: PGRST108, 118, 119, 120, 123, 200, 201.
std::unique_ptr<ReadNode> buildReadPlan(const Schema &schema, const Query &query, const Root &root,
                                        RootParts parts);

/// SELECT … for the node with everything embedded.
std::string readSql(SqlWriter &writer, const ReadNode &node);

/// SELECT 1 … of the rows that count as results of the root.
std::string countSql(SqlWriter &writer, const ReadNode &node);

std::string limitSql(SqlWriter &writer, const Range &range);
std::string whereSql(SqlWriter &writer, const RowSource &source, const std::vector<Logic> &logic);

/// Columns a mutation must answer so that the plan can be read from its rows;
/// {"*"} for all.
std::vector<std::string> neededColumns(const ReadNode &root, const std::vector<std::string> &always);

} // namespace run402::sandbox::rest
