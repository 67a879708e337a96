// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace run402::sandbox {

class App;

/// Snapshot of a slot as SQL with the slot's name replaced by a placeholder
/// (sandbox-database.md §8).
struct SchemaBundle
{
    std::string preSql;  ///< tables, sequences, defaults, grants
    std::string postSql; ///< keys, indexes, row security
    std::optional<std::string> seedSql;

    std::string toJson() const;
    static std::optional<SchemaBundle> fromJson(const std::string& text);
};

/// Dumps `slot`; rows only of `seedTables`. Throws std::runtime_error.
SchemaBundle dumpSlot(App& app, const std::string& slot, const std::vector<std::string>& seedTables);

/// Rebuilds the snapshot in an empty slot. Throws PgError.
void restoreSlot(App& app, const std::string& slot, const SchemaBundle& bundle);

/// What in the slot cannot be published, as "views: a, b"; empty when nothing.
std::string unsupportedObjects(App& app, const std::string& slot);

} // namespace run402::sandbox
