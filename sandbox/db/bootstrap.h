// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace run402::sandbox {

class PgPool;
class PgTransaction;

inline constexpr const char* kDatabase = "agentdb";

/// For the owner's connections: now() and clock_timestamp() mean the server's
/// clock there. Projects' own statements see the computer's.
inline constexpr const char* kOwnerSession = "SET search_path = internal_clock, pg_catalog, public";

/// Creates roles, the database's schemas and the metadata tables when they are
/// missing. Idempotent; safe after an interrupted first start.
void bootstrapDatabase(PgPool& maintenance, PgPool& owner);

/// Deletes the database with all projects; ends every connection to it.
void dropDatabase(PgPool& maintenance);

/// Moves the clock of the owner's connections; 0 again at every start.
void setDatabaseClock(PgPool& owner, std::int64_t offsetMs);

/// Login role that owns the objects of a slot, e.g. p0042_owner.
std::string slotOwner(const std::string& slot);

/// (Re)creates an empty schema for `slot` with its owner role and the default
/// privileges of sandbox-database.md §3; drops what was there.
void resetSlot(PgTransaction& tx, const std::string& slot);

} // namespace run402::sandbox
