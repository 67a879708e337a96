// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/routes/functions.h"

#include "sandbox/app.h"
#include "sandbox/apps/demo.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/guards.h"
#include "sandbox/routes/areas.h"
#include "sandbox/routes/projects.h"
#include "sandbox/routes/secrets.h"
#include "sandbox/text.h"

#include <algorithm>

namespace run402::sandbox {
namespace {

constexpr std::size_t kMaxCode = 1000000;

/// Requested whole number, or the limit; never above the limit.
int limited(const Json& config, const char* key, int limit)
{
    const Json* value = member(config, key);
    if (value == nullptr || !value->is_number() || value->get<double>() < 1) {
        return limit;
    }
    return static_cast<int>(std::min<double>(value->get<double>(), limit));
}

Response deploy(App& app, Request& request)
{
    requireServiceKeyOfId(app, request);
    refuseOnDemo(app, *request.project, "Function deployment");
    FunctionSource source;
    source.name = textMember(request.json, "name").value_or("");
    source.code = textMember(request.json, "code").value_or("");
    if (source.name.empty()) {
        refuse(400, "Missing or invalid 'name' field");
    }
    if (source.code.empty()) {
        refuse(400, "Missing or invalid 'code' field");
    }
    if (const Json* deps = member(request.json, "deps"); deps != nullptr && !deps->is_null()) {
        const bool names = deps->is_array() && std::all_of(deps->begin(), deps->end(),
                                                           [](const Json& item) { return item.is_string(); });
        if (!names) {
            refuse(400, "'deps' must be an array of package names");
        }
        source.deps = *deps;
    }
    if (const Json* config = member(request.json, "config")) {
        source.config = *config;
    }
    return Response::json(201, deployFunction(app, *request.project, source, request.origin()));
}

Response list(App& app, Request& request)
{
    requireServiceKeyOfId(app, request);
    PgLease db(app.db);
    const PgRows rows = db.query("SELECT name, runtime, timeout_seconds, memory_mb, "
                                 "(extract(epoch FROM created_at) * 1000)::bigint, "
                                 "(extract(epoch FROM updated_at) * 1000)::bigint FROM internal.functions "
                                 "WHERE project_id = $1 ORDER BY name",
                                 {request.project->id});
    Json all = Json::array();
    for (int i = 0; i < rows.size(); ++i) {
        all.push_back({{"name", rows.text(i, 0)},
                       {"url", functionUrl(request.origin(), rows.text(i, 0))},
                       {"runtime", rows.text(i, 1)},
                       {"timeout", rows.integer(i, 2)},
                       {"memory", rows.integer(i, 3)},
                       {"created_at", isoTime(rows.integer(i, 4))},
                       {"updated_at", isoTime(rows.integer(i, 5))}});
    }
    return Response::json(200, {{"functions", all}});
}

Response remove(App& app, Request& request)
{
    requireServiceKeyOfId(app, request);
    const std::string& name = request.param("name");
    PgTransaction tx(app.db);
    if (tx.query("DELETE FROM internal.functions WHERE project_id = $1 AND name = $2",
                 {request.project->id, name})
            .affected() == 0) {
        refuse(404, "Function not found");
    }
    tx.query("DELETE FROM internal.function_logs WHERE project_id = $1 AND name = $2",
             {request.project->id, name});
    tx.commit();
    app.functions.environmentChanged(request.project->id);
    return Response::json(200, {{"status", "deleted"}, {"name", name}});
}

Response logs(App& app, Request& request)
{
    requireServiceKeyOfId(app, request);
    const std::string& name = request.param("name");
    const int asked = std::atoi(queryValue(request.query, "tail").value_or("").c_str());
    const int tail = asked <= 0 ? 50 : std::min(asked, 200);
    PgLease db(app.db);
    if (db.query("SELECT 1 FROM internal.functions WHERE project_id = $1 AND name = $2",
                 {request.project->id, name})
            .empty()) {
        refuse(404, "Function not found");
    }
    const PgRows rows = db.query("SELECT ms, message FROM (SELECT seq, "
                                 "(extract(epoch FROM logged_at) * 1000)::bigint AS ms, message "
                                 "FROM internal.function_logs WHERE project_id = $1 AND name = $2 "
                                 "ORDER BY seq DESC LIMIT $3) newest ORDER BY seq",
                                 {request.project->id, name, tail});
    Json lines = Json::array();
    for (int i = 0; i < rows.size(); ++i) {
        lines.push_back({{"timestamp", isoTime(rows.integer(i, 0))}, {"message", rows.text(i, 1)}});
    }
    return Response::json(200, {{"logs", lines}});
}

void storeLogs(App& app, const Project& project, const std::string& name, const std::vector<LogLine>& lines)
{
    if (lines.empty()) {
        return;
    }
    PgTransaction tx(app.db);
    for (const LogLine& line : lines) {
        std::string message = line.message.substr(0, 8192);
        message.erase(std::remove(message.begin(), message.end(), '\0'), message.end());
        tx.query("INSERT INTO internal.function_logs (project_id, name, logged_at, message) "
                 "VALUES ($1, $2, to_timestamp($3::bigint / 1000.0), $4)",
                 {project.id, name, line.at, message});
    }
    tx.query("DELETE FROM internal.function_logs WHERE project_id = $1 AND name = $2 AND seq < "
             "(SELECT max(seq) FROM internal.function_logs) - 20000",
             {project.id, name});
    tx.commit();
}

std::optional<FunctionSpec> loadSpec(App& app, const Project& project, const std::string& name)
{
    FunctionSpec spec;
    {
        PgLease db(app.db);
        const PgRows rows = db.query("SELECT source, timeout_seconds, memory_mb FROM internal.functions "
                                     "WHERE project_id = $1 AND name = $2",
                                     {project.id, name});
        if (rows.empty() || rows.null(0, 0)) {
            return std::nullopt;
        }
        spec.source = rows.text(0, 0);
        spec.timeoutSeconds = static_cast<int>(rows.integer(0, 1));
        spec.memoryMb = static_cast<int>(rows.integer(0, 2));
    }
    spec.project = project.id;
    spec.name = name;
    spec.environment = allSecrets(app, project.id); // a secret wins over a built-in of the same name
    spec.environment.emplace("RUN402_PROJECT_ID", project.id);
    spec.environment.emplace("RUN402_API_BASE", app.baseUrl());
    spec.environment.emplace("RUN402_SERVICE_KEY", serviceKey(app, project, 0));
    spec.environment.emplace("RUN402_JWT_SECRET", projectSecret(app, project.id));
    std::string identity = spec.source + '\n' + std::to_string(spec.memoryMb);
    for (const auto& [key, value] : spec.environment) {
        identity += '\n' + key + '=' + value;
    }
    spec.version = sha256Hex(name + '\n' + identity);
    return spec;
}

Response failedCall(const char* why)
{
    Response response = Response::error(500, "Internal function error");
    response.set("X-Sandbox-Reason", why);
    return response;
}

/// The answer of the process as an HTTP answer.
Response toResponse(const Json& answer)
{
    Response response = Response::empty(answer.value("status", 200));
    for (const Json& header : answer.value("headers", Json::array())) {
        const std::string name = lower(header.at(0).get<std::string>());
        if (name != "transfer-encoding" && name != "content-length" && name != "connection" &&
            name != "keep-alive" && name.find_first_of(" \r\n:") == std::string::npos) {
            response.headers.emplace_back(name, header.at(1).get<std::string>());
        }
    }
    response.body = base64DecodeLoose(answer.value("body", std::string()));
    if (!response.has("content-type") && response.status != 204 && response.status != 304) {
        response.headers.emplace_back("content-type", "text/html; charset=utf-8");
    }
    return response;
}

Response invoke(App& app, Request& request)
{
    requireApikey(app, request);
    meterCall(app, request, true);
    if (request.param("*").empty()) {
        return Response::cannot(request);
    }
    const std::string name = request.param("*").substr(0, request.param("*").find('/'));
    countDemoUse(app, *request.project, DemoUse::Invocation);
    Json headers = Json::object();
    for (const char* passed : {"authorization", "content-type", "apikey"}) {
        if (request.has(passed)) {
            headers[passed] = request.header(passed);
        }
    }
    Json call{{"method", request.method}, {"path", request.path}, {"query", request.query}};
    call["headers"] = headers;
    call["body"] = request.hasJson ? Json(request.body) : Json(nullptr);
    return invokeFunction(app, *request.project, name, call);
}

} // namespace

bool isFunctionName(const std::string& name)
{
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !name.empty() && name.size() <= 63 && plain(name.front()) &&
           std::all_of(name.begin(), name.end(), [&](char c) { return plain(c) || c == '-'; });
}

std::string functionUrl(const std::string& origin, const std::string& name)
{
    return origin + "/functions/v1/" + name;
}

Json deployFunction(App& app, const Project& project, const FunctionSource& source, const std::string& origin)
{
    if (!isFunctionName(source.name)) {
        refuse(
            400,
            "Function name must be lowercase alphanumeric + hyphens, 1-63 chars, starting with alphanumeric");
    }
    if (source.code.size() > kMaxCode || source.code.find('\0') != std::string::npos) {
        refuse(400, "Code exceeds 1MB limit (" + std::to_string((source.code.size() + 512) / 1024) + "KB)");
    }
    const Tier* tier = findTier(project.tier);
    const int timeout = limited(source.config, "timeout", tier->functionSeconds);
    const int memory = limited(source.config, "memory", tier->functionMb);
    PgTransaction tx(app.db);
    tx.query("SELECT 1 FROM internal.projects WHERE id = $1 FOR UPDATE",
             {project.id}); // counts must not race
    const PgRows counts =
        tx.query("SELECT count(*), count(*) FILTER (WHERE name = $2) FROM internal.functions "
                 "WHERE project_id = $1",
                 {project.id, source.name});
    if (counts.integer(0, 1) == 0 && counts.integer(0, 0) >= tier->maxFunctions) {
        refuse(403, "Function limit reached (" + std::to_string(tier->maxFunctions) +
                        " for your tier). Delete a function first.");
    }
    tx.query(
        "INSERT INTO internal.functions (project_id, name, timeout_seconds, memory_mb, code_hash, deps, "
        "source, "
        "created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, now(), now()) "
        "ON CONFLICT (project_id, name) DO UPDATE SET timeout_seconds = EXCLUDED.timeout_seconds, "
        "memory_mb = EXCLUDED.memory_mb, code_hash = EXCLUDED.code_hash, deps = EXCLUDED.deps, "
        "source = EXCLUDED.source, updated_at = now()",
        {project.id, source.name, timeout, memory, sha256Hex(source.code), dump(source.deps), source.code});
    tx.commit();
    return {{"name", source.name},
            {"url", functionUrl(origin, source.name)},
            {"status", "deployed"},
            {"runtime", "node22"},
            {"timeout", timeout},
            {"memory", memory},
            {"created_at", isoTime(nowMs())}};
}

Response invokeFunction(App& app, const Project& project, const std::string& name, Json call)
{
    const auto spec = loadSpec(app, project, name);
    if (!spec) {
        refuse(404, "Function not found");
    }
    call["ahead_ms"] = clockOffsetMs();
    Json answer;
    std::vector<LogLine> lines;
    FunctionWorker::Outcome outcome{};
    try {
        outcome = app.functions.call(*spec, call, answer, lines);
    } catch (const std::exception& error) {
        return Response::error(503, std::string("Function runtime not available: ") + error.what());
    }
    if (outcome == FunctionWorker::Outcome::TimedOut) {
        lines.push_back(
            {nowMs(), "Task timed out after " + std::to_string(spec->timeoutSeconds) + " seconds"});
    } else if (outcome == FunctionWorker::Outcome::Died) {
        lines.push_back({nowMs(), "The function's process ended before it answered"});
    }
    storeLogs(app, project, name, lines);
    if (outcome != FunctionWorker::Outcome::Answered) {
        return failedCall(outcome == FunctionWorker::Outcome::TimedOut ? "timeout" : "crash");
    }
    return answer.contains("failed") ? failedCall("exception") : toResponse(answer);
}

void addFunctionRoutes(App& app)
{
    app.router.add(
        {"POST", "/projects/v1/admin/:id/functions", [&app](Request& r) { return deploy(app, r); }});
    app.router.add({"GET", "/projects/v1/admin/:id/functions", [&app](Request& r) { return list(app, r); }});
    app.router.add(
        {"DELETE", "/projects/v1/admin/:id/functions/:name", [&app](Request& r) { return remove(app, r); }});
    app.router.add(
        {"GET", "/projects/v1/admin/:id/functions/:name/logs", [&app](Request& r) { return logs(app, r); }});
    app.router.add({"*", "/functions/v1/*", [&app](Request& r) { return invoke(app, r); }});
}

} // namespace run402::sandbox
