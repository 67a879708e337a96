// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/ast.h"
#include "sandbox/rest/engine.h"
#include "sandbox/rest/preferences.h"
#include "sandbox/rest/session.h"

#include <functional>
#include <string>

namespace run402::sandbox::rest {

/// What a request asks for, independent of any schema.
struct Demand {
    const Request &request;
    Query query;
    Preferences preferences;
    std::string target;    ///< table or function
    bool isCall = false;
    bool headersOnly = false; ///< HEAD
};

/// Everything needed to run a request and to answer it.
struct Action {
    Work work;
    Check check; ///< may be empty
    std::function<Response(const Row &)> respond;
};

/// Each throws Failure when the request does not fit the schema. The action
/// refers to the demand, which must live as long.
Action planRead(const Schema &schema, const Demand &demand);
Action planMutation(const Schema &schema, const Demand &demand);
Action planCall(const Schema &schema, const Demand &demand);

/// Wraps what the CTE pgrst_source answers: total, page, body and settings.
struct Envelope {
    std::string source;       ///< SELECT or mutation inside the CTE
    std::string count;        ///< SELECT counting all rows, empty for none
    std::string rows;         ///< SELECT over pgrst_source, empty: all of it
    std::string body;         ///< expression over _postgrest_t
    bool inserted = false;    ///< answer the number of inserted rows
};
std::string envelopeSql(const Envelope &envelope);

/// Status and Content-Range of a page of rows; throws Failure PGRST103 when
/// the offset is past the end.
Response pageResponse(const Demand &demand, const Row &row, bool countKnown);

std::string contentRange(std::int64_t first, std::int64_t last, std::optional<std::int64_t> total);

/// Applies the settings response.status and response.headers a function may
/// have made.
void applyOverrides(Response &response, const Row &row);

extern const char *const jsonContentType;

} // namespace run402::sandbox::rest
