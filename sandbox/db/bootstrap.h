// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/db/slots.h"

#include <cstdint>

namespace run402::sandbox {

inline constexpr const char* kDatabase = "agentdb";

/// For the owner's connections: now() and clock_timestamp() mean the server's
/// clock there. Projects' own statements see the computer's.
inline constexpr const char* kOwnerSession = "SET search_path = internal_clock, pg_catalog, public";

/// Creates roles, the metadata database with its tables and the template of
/// the slots when they are missing, and brings those of an earlier version up
/// to this one. Idempotent; safe after an interrupted start. Throws DataError
/// and writes nothing when a newer version made them; PgError.
void bootstrapDatabase(const ConnInfo& connInfo);

/// Deletes the metadata and all projects; ends every connection to them.
void dropDatabase(const ConnInfo& connInfo);

/// Moves the clock of the owner's connections; 0 again at every start.
void setDatabaseClock(PgPool& owner, std::int64_t offsetMs);

} // namespace run402::sandbox
