// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/db/pg.h"
#include "sandbox/json.h"

#include <string>

namespace run402::sandbox {

/// Columns for versionObject(), in its order.
extern const char* const kVersionColumns;

/// A row of kVersionColumns as the version object of contract.md §3.16.
Json versionObject(const PgRows& rows, int row);

/// {"prototype":"$0.10",…}: what a fork's tier costs.
Json forkPricing();

/// Checks tags (array); throws Refused 400. Returns them as a Postgres array.
std::string checkedTags(const Json& tags);

} // namespace run402::sandbox
