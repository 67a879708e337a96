// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/action.h"

#include "sandbox/rest/errors.h"

#include <algorithm>
#include <cstdlib>

namespace run402::sandbox::rest {

namespace {

using nlohmann::json;

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

Failure overrideFailure(const char *code, const char *message)
{
    return {500, code, message, nullptr, nullptr, false, {}};
}

Failure headersFailure()
{
    return overrideFailure("PGRST111", "response.headers guc must be a JSON array composed of "
                                       "objects with a single key and a string value");
}

void applyHeader(Response &response, const json &header)
{
    if (!header.is_object() || header.size() != 1 || !header.begin().value().is_string())
        throw headersFailure();
    const std::string value = header.begin().value().get<std::string>();
    const bool printable = std::all_of(value.begin(), value.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f;
    });
    if (!printable)
        throw headersFailure();
    const std::string name = lowered(header.begin().key());
    if (name == "content-type")
        response.contentType = value;
    else if (name == "content-range")
        response.contentRange = value;
}

} // namespace

const char *const jsonContentType = "application/json; charset=utf-8";

std::string envelopeSql(const Envelope &envelope)
{
    std::string sql = "WITH pgrst_source AS (" + envelope.source + ")";
    if (!envelope.count.empty())
        sql += ", pgrst_source_count AS (" + envelope.count + ")";
    sql += " SELECT ";
    sql += envelope.count.empty() ? "NULL::bigint"
                                  : "(SELECT pg_catalog.count(*) FROM pgrst_source_count)";
    sql += ", pg_catalog.count(*), " + envelope.body
        + ", nullif(current_setting('response.headers', true), ''), "
          "nullif(current_setting('response.status', true), '')";
    if (envelope.inserted)
        sql += ", nullif(current_setting('pgrst.inserted', true), '')::bigint";
    return sql + " FROM ("
        + (envelope.rows.empty() ? std::string("SELECT * FROM pgrst_source") : envelope.rows)
        + ") _postgrest_t";
}

std::string contentRange(std::int64_t first, std::int64_t last, std::optional<std::int64_t> total)
{
    const bool rows = first <= last && total.value_or(1) != 0;
    return (rows ? std::to_string(first) + "-" + std::to_string(last) : std::string("*")) + "/"
        + (total ? std::to_string(*total) : std::string("*"));
}

Response pageResponse(const Demand &demand, const Row &row, bool countKnown)
{
    const auto range = demand.query.ranges.find({});
    const std::int64_t offset = range == demand.query.ranges.end()
        ? 0
        : std::strtoll(range->second.offset.c_str(), nullptr, 10);
    const std::optional<std::int64_t> total = countKnown ? row.total : std::nullopt;
    Response response;
    response.contentRange = contentRange(offset, offset + row.page - 1, total);
    if (total && offset > *total) {
        Failure failure{416, "PGRST103", "Requested range not satisfiable",
                        "An offset of " + std::to_string(offset) + " was requested, but there are only "
                            + std::to_string(*total) + " rows.",
                        nullptr, false, response.contentRange};
        throw failure;
    }
    response.status = total && row.page < *total ? 206 : 200;
    response.contentType = jsonContentType;
    if (!demand.headersOnly)
        response.body = row.body;
    return response;
}

void applyOverrides(Response &response, const Row &row)
{
    if (!row.status.empty()) {
        char *end = nullptr;
        const long status = std::strtol(row.status.c_str(), &end, 10);
        if (*end != '\0' || status < 200 || status > 599)
            throw overrideFailure("PGRST112", "response.status guc must be a valid status code");
        response.status = static_cast<int>(status);
    }
    if (row.headers.empty())
        return;
    const json headers = json::parse(row.headers, nullptr, false);
    if (!headers.is_array())
        throw headersFailure();
    for (const json &header : headers)
        applyHeader(response, header);
}

} // namespace run402::sandbox::rest
