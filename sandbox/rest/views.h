// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/relations.h"
#include "sandbox/rest/viewcolumns.h"

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace run402::sandbox::rest {

/// A table or view as the catalog numbers it.
struct CatalogTable {
    std::string name;
    std::map<int, std::string> columns; ///< by attribute number
};

using CatalogTables = std::unordered_map<std::int64_t, CatalogTable>;

/// Lets views take part in relationships like the tables whose columns they
/// show: adds their keys to the list and gives them primary keys.
void addViews(Schema &schema, const CatalogTables &tables,
              const std::map<std::int64_t, std::vector<ViewColumn>> &views,
              std::vector<ForeignKey> &keys);

} // namespace run402::sandbox::rest
