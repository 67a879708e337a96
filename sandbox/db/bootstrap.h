// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace run402::sandbox {

class PgPool;
class PgTransaction;

inline constexpr const char* kDatabase = "agentdb";

/// Creates roles, the database's schemas and the metadata tables when they are
/// missing. Idempotent; safe after an interrupted first start.
void bootstrapDatabase(PgPool& maintenance, PgPool& owner);

/// Login role that owns the objects of a slot, e.g. p0042_owner.
std::string slotOwner(const std::string& slot);

/// (Re)creates an empty schema for `slot` with its owner role and the default
/// privileges of sandbox-database.md §3; drops what was there.
void resetSlot(PgTransaction& tx, const std::string& slot);

} // namespace run402::sandbox
