// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace run402::sandbox::rest {

/// One statement ($1 = schema) answering a JSON document of the tables, keys
/// and functions of a schema. To be run with search_path = pg_catalog, so that
/// every other name in types and defaults comes out qualified.
extern const char *const catalogQuery;

} // namespace run402::sandbox::rest
