// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/sql/execute.h"

#include "sandbox/app.h"
#include "sandbox/apps/demo.h"
#include "sandbox/guards.h"
#include "sandbox/routes/areas.h"
#include "sandbox/sql/blocklist.h"
#include "sandbox/text.h"

namespace run402::sandbox {
namespace {

/// The statement text: raw body, or the member sql or query of a JSON body.
std::string sqlOf(const Request& request)
{
    std::string sql;
    if (startsWith(lower(request.header("content-type")), "application/json")) {
        const auto json = parseJson(request.body.empty() ? "{}" : request.body);
        if (!json) {
            refuse(400, "Invalid JSON in request body");
        }
        sql = textMember(*json, "sql").value_or("");
        sql = sql.empty() ? textMember(*json, "query").value_or("") : sql;
    } else if (request.has("content-type") && endsWith(request.path, "/sql")) {
        sql = request.body;
    }
    if (sql.empty()) {
        refuse(400, "No SQL provided — send raw SQL as text/plain body, or JSON with a \"sql\" field");
    }
    return sql;
}

Response run(App& app, Request& request)
{
    requireServiceKeyOfId(app, request);
    refuseOnDemo(app, *request.project, "SQL execution");
    const std::string sql = sqlOf(request);
    if (const auto blocked = blockedPattern(sql)) {
        refuse(403, "Blocked SQL pattern: " + *blocked);
    }
    const std::string& slot = request.project->slot;
    try {
        SqlOutcome outcome = executeAdminSql(app.slots.owner(slot), slot, sql);
        if (outcome.schemaChanged) {
            app.schemaChanged(slot);
        }
        std::string body = R"({"status":"ok","schema":")" + slot + R"(","rows":)";
        body.reserve(body.size() + outcome.rows.size() + 40);
        body += outcome.rows;
        body += ",\"rowCount\":" + (outcome.rowCount ? std::to_string(*outcome.rowCount) : "null") + '}';
        return Response::text(200, "application/json; charset=utf-8", std::move(body));
    } catch (const PgError& error) {
        if (error.sqlState() == "53100") { // disk full: not the statement's fault
            throw;
        }
        return Response::error(400, std::string("SQL error: ") + error.what());
    }
}

} // namespace

void addSqlRoutes(App& app)
{
    app.router.add({"POST", "/projects/v1/admin/:id/sql", [&app](Request& r) { return run(app, r); }});
}

} // namespace run402::sandbox
