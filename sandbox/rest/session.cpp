// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/session.h"

#include "sandbox/rest/catalog.h"
#include "sandbox/rest/errors.h"
#include "sandbox/rest/pipeline.h"

#include <cstdlib>

namespace run402::sandbox::rest {

namespace {

// Everything up to the Sync message is one transaction by itself; reads need
// no BEGIN and COMMIT (https://www.postgresql.org/docs/15/protocol-flow.html,
// "Pipelining"). Writes have them, so that the error of a deferred constraint
// arrives as the answer of COMMIT.
// One short column instead of eight keeps the answer small.
#define RUN402_REST_SETTINGS \
    "SELECT length(concat(set_config('search_path', $1, true), set_config('role', $2, true), " \
    "set_config('request.jwt.claims', $3, true), set_config('request.headers', $4, true), " \
    "set_config('request.method', $5, true), set_config('request.path', $6, true), " \
    "set_config('request.cookies', '{}', true)"
constexpr const char *writeSettings = RUN402_REST_SETTINGS "))";
constexpr const char *readSettings
    = RUN402_REST_SETTINGS ", set_config('transaction_read_only', 'on', true)))";
#undef RUN402_REST_SETTINGS
constexpr const char *timezoneSetting = "SELECT set_config('timezone', $1, true)";

std::string text(const PGresult *result, int column)
{
    if (column >= PQnfields(result) || PQgetisnull(result, 0, column))
        return {};
    return {PQgetvalue(result, 0, column),
            static_cast<std::size_t>(PQgetlength(result, 0, column))};
}

std::optional<std::int64_t> number(const PGresult *result, int column)
{
    const std::string value = text(result, column);
    if (value.empty())
        return std::nullopt;
    return std::strtoll(value.c_str(), nullptr, 10);
}

Row readRow(const PGresult *result)
{
    Row row;
    if (PQntuples(result) != 1)
        return row;
    row.total = number(result, 0);
    row.page = number(result, 1).value_or(0);
    row.body = text(result, 2);
    row.headers = text(result, 3);
    row.status = text(result, 4);
    row.inserted = number(result, 5);
    return row;
}

void sendSettings(Pipeline &pipeline, const Work &work)
{
    pipeline.sendFixed(work.readOnly ? readSettings : writeSettings,
                       {quoteIdentifier(work.schema) + ", public", work.role, work.claims,
                        work.headers, work.method, work.path});
    if (!work.timezone.empty())
        pipeline.sendFixed(timezoneSetting, {work.timezone});
}

} // namespace

Row execute(PGconn *connection, const Work &work, const Check &check)
{
    const bool anonymous = work.role == "anon";
    Pipeline pipeline(connection, work.generation);
    const bool block = !work.readOnly;
    if (block)
        pipeline.sendFixed("BEGIN");
    sendSettings(pipeline, work);
    pipeline.send(work.main);
    if (work.plan)
        pipeline.send(*work.plan);
    if (check) {
        pipeline.flush();
    } else {
        if (block)
            pipeline.sendFixed("COMMIT");
        pipeline.sync();
    }
    if (block)
        pipeline.next(anonymous);
    pipeline.next(anonymous);
    if (!work.timezone.empty())
        pipeline.next(anonymous);
    Row row = readRow(pipeline.next(anonymous).get());
    if (work.plan)
        row.plan = text(pipeline.next(anonymous).get(), 0);
    if (check) {
        check(row);
        if (block)
            pipeline.sendFixed("COMMIT");
        pipeline.sync();
    }
    if (block)
        pipeline.next(anonymous);
    return row;
}

std::string fetchCatalog(PGconn *connection, const std::string &schema)
{
    Pipeline pipeline(connection, 0);
    pipeline.sendFixed("SELECT set_config('search_path', 'pg_catalog', true), "
                       "set_config('transaction_read_only', 'on', true)");
    pipeline.sendFixed(catalogQuery, {schema});
    pipeline.sync();
    pipeline.next(false);
    return text(pipeline.next(false).get(), 0);
}

std::set<std::string> fetchTimezones(PGconn *connection)
{
    Pipeline pipeline(connection, 0);
    pipeline.sendFixed("SELECT name FROM pg_catalog.pg_timezone_names");
    pipeline.sync();
    const Result result = pipeline.next(false);
    std::set<std::string> names;
    for (int i = 0; i < PQntuples(result.get()); ++i)
        names.insert(PQgetvalue(result.get(), i, 0));
    return names;
}

} // namespace run402::sandbox::rest
