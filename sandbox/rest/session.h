// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/engine.h"
#include "sandbox/rest/sqltext.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace run402::sandbox::rest {

/// One request's transaction. All settings are local to it.
struct Work {
    bool readOnly = true;
    std::string schema;
    std::string role;           ///< already checked against the fixed three
    std::string claims;
    std::string headers;
    std::string method;
    std::string path;
    std::string timezone;       ///< empty: the server's
    Statement main;
    std::optional<Statement> plan; ///< EXPLAIN (FORMAT JSON) …, for counts
    std::uint64_t generation = 0;  ///< of the schema the statements were made for
};

/// Columns of the main statement's only row, by position.
struct Row {
    std::optional<std::int64_t> total;
    std::int64_t page = 0;
    std::string body;
    std::string headers; ///< setting response.headers
    std::string status;  ///< setting response.status
    std::optional<std::int64_t> inserted;
    std::string plan;    ///< the answer of Work::plan
};

/// Looks at the result before it is committed; throws Failure to undo it.
using Check = std::function<void(const Row &)>;

/// Runs the work in one round trip (two with a check or a failed write):
/// settings and statements travel together in libpq's pipeline mode, prepared
/// once per connection. Throws Failure. The connection is idle afterwards, or bad.
Row execute(PGconn *connection, const Work &work, const Check &check);

/// Runs the catalog query for one schema and answers its document.
std::string fetchCatalog(PGconn *connection, const std::string &schema);

/// Names of pg_timezone_names.
std::set<std::string> fetchTimezones(PGconn *connection);

} // namespace run402::sandbox::rest
