// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/model.h"

#include <string>
#include <vector>

namespace run402::sandbox::rest {

struct ForeignKey {
    std::string constraint;
    std::string table;
    std::string foreignTable;
    ColumnPairs columns;
    bool unique = false; ///< the referencing columns are a key themselves
};

/// Is exactly this set of columns a primary key or unique?
bool isUnique(const Table &table, std::vector<std::string> columns);

/// Fills schema.relations: both directions of every key and the
/// many-to-many ones through junction tables.
void addRelations(Schema &schema, const std::vector<ForeignKey> &keys);

/// The one relationship an embed means. Throws Failure PGRST200 (none) or
/// PGRST201 (several).
const Relation &findRelation(const Schema &schema, const std::string &origin,
                             const std::string &target, const std::string &hint);

} // namespace run402::sandbox::rest
