// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/db/pg.h"

#include <cstdint>
#include <optional>
#include <string>

namespace run402::sandbox {

/// What the driver of the gateway reports after running a text of statements.
struct SqlOutcome
{
    std::string rows;                     ///< JSON array of the last statement's rows
    std::optional<std::int64_t> rowCount; ///< sum over several, null for one without a count
    bool schemaChanged = true;            ///< false: certainly nothing was defined, altered or dropped
};

/// Runs `sql` in one transaction on the session of a slot's owner with that
/// slot as the only search path. Throws PgError; nothing is kept then.
SqlOutcome executeAdminSql(PgPool& slotPool, const std::string& slot, const std::string& sql);

} // namespace run402::sandbox
