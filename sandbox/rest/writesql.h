// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/payload.h"
#include "sandbox/rest/preferences.h"
#include "sandbox/rest/readplan.h"

#include <string>
#include <vector>

/// INSERT, UPDATE and DELETE as they stand inside the CTE pgrst_source.
namespace run402::sandbox::rest {

struct Change {
    std::string schema;
    std::string tableName;
    const Table *table = nullptr;       ///< always known for insert and update
    std::vector<std::string> columns;   ///< to be written
    std::vector<std::string> returning; ///< {"*"} for all, empty for none
    bool missingDefault = false;
};

/// Throws Failure PGRST204 for a column the table does not have.
void checkColumns(const Change &change);

/// conflict: target columns, empty for none. putConditions: the primary key
/// of PUT, which the payload must match.
std::string insertSql(SqlWriter &writer, const Change &change, const Payload &payload,
                      Resolution resolution, const std::vector<std::string> &conflict,
                      const std::vector<Logic> &putConditions);

/// Filters, order and limit of the root of an update or a delete.
struct Target {
    std::vector<Logic> where;
    std::vector<OrderTerm> order;
    Range range;
};

std::string updateSql(SqlWriter &writer, const Change &change, const Payload &payload,
                      const Target &target);
std::string deleteSql(SqlWriter &writer, const Change &change, const Target &target);

/// (SELECT … FROM json) with the payload's rows as columns of the given
/// types, to follow FROM; the rows are called pgrst_body.
std::string payloadRows(SqlWriter &writer, const std::string &json, bool isArray,
                        const std::vector<Column> &columns, bool missingDefault);

} // namespace run402::sandbox::rest
