// SPDX-License-Identifier: GPL-3.0-or-later
// ANY /functions/v1/:name (contract.md §3.11).
#include "sandbox/app.h"
#include "sandbox/apps/demo.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/guards.h"
#include "sandbox/routes/areas.h"
#include "sandbox/routes/functions.h"
#include "sandbox/routes/projects.h"
#include "sandbox/routes/secrets.h"
#include "sandbox/text.h"

#include <algorithm>

namespace run402::sandbox {
namespace {

void storeLogs(App& app, const Project& project, const std::string& name, const std::string& requestId,
               const std::vector<LogLine>& lines)
{
    if (lines.empty()) {
        return;
    }
    PgTransaction tx(app.db);
    for (const LogLine& line : lines) {
        std::string message = line.message;
        message.erase(std::remove(message.begin(), message.end(), '\0'), message.end());
        tx.query("INSERT INTO internal.function_logs (project_id, name, logged_at, message, request_id) "
                 "VALUES ($1, $2, to_timestamp($3::bigint / 1000.0), $4, $5)",
                 {project.id, name, line.at, message, requestId});
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
        const PgRows rows =
            db.query("SELECT source, timeout_seconds, memory_mb, deps FROM internal.functions "
                     "WHERE project_id = $1 AND name = $2",
                     {project.id, name});
        if (rows.empty() || rows.null(0, 0)) {
            return std::nullopt;
        }
        spec.source = rows.text(0, 0);
        spec.timeoutSeconds = static_cast<int>(rows.integer(0, 1));
        spec.memoryMb = static_cast<int>(rows.integer(0, 2));
        spec.packages =
            FunctionPackages::wanted(parseJson(rows.text(0, 3)).value_or(Json::array()), spec.source);
    }
    spec.project = project.id;
    spec.name = name;
    spec.environment = allSecrets(app, project.id); // a secret wins over a built-in of the same name
    spec.environment.emplace("RUN402_PROJECT_ID", project.id);
    spec.environment.emplace("RUN402_API_BASE", app.baseUrl());
    spec.environment.emplace("RUN402_SERVICE_KEY", serviceKey(app, project, 0));
    spec.environment.emplace("RUN402_JWT_SECRET", projectSecret(app, project.id));
    std::string identity = spec.source + '\n' + std::to_string(spec.memoryMb);
    for (const std::string& package : spec.packages) {
        identity += '\n' + package;
    }
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

/// What the log says about a call that got no answer.
std::string endOf(FunctionWorker::Outcome outcome, const FunctionSpec& spec)
{
    switch (outcome) {
    case FunctionWorker::Outcome::TimedOut:
        return "Task timed out after " + std::to_string(spec.timeoutSeconds) + " seconds";
    case FunctionWorker::Outcome::OutOfMemory:
        return "Out of memory: the function used more than " + std::to_string(spec.memoryMb) + " MB";
    case FunctionWorker::Outcome::Died:
        return "The function's process ended before it answered";
    case FunctionWorker::Outcome::Answered:
        break;
    }
    return {};
}

const char* reasonOf(FunctionWorker::Outcome outcome)
{
    return outcome == FunctionWorker::Outcome::TimedOut      ? "timeout"
           : outcome == FunctionWorker::Outcome::OutOfMemory ? "memory"
                                                             : "crash";
}

Response run(App& app, const Project& project, const FunctionSpec& spec, const Json& call,
             const std::string& requestId)
{
    Json answer;
    std::vector<LogLine> lines;
    FunctionWorker::Outcome outcome{};
    try {
        outcome = app.functions.call(spec, call, answer, lines);
    } catch (const PackageProblem& problem) {
        return Response::error(503, problem.message);
    } catch (const FunctionsBusy&) {
        return Response::error(503, "Too many function calls are running, try again in a few seconds");
    } catch (const std::runtime_error& error) {
        return Response::error(503, std::string("Function runtime not available: ") + error.what());
    }
    const bool answered = outcome == FunctionWorker::Outcome::Answered;
    if (!answered) {
        lines.push_back({nowMs(), endOf(outcome, spec)});
    }
    storeLogs(app, project, spec.name, requestId, lines);
    if (!answered) {
        return failedCall(reasonOf(outcome));
    }
    return answer.contains("failed") ? failedCall("exception") : toResponse(answer);
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

Response invokeFunction(App& app, const Project& project, const std::string& name, Json call)
{
    const auto spec = loadSpec(app, project, name);
    if (!spec) {
        refuse(404, "Function not found");
    }
    if (app.fakes.deploying.exchange(false)) {
        refuse(503, "Function is still deploying, try again in a few seconds");
    }
    call["ahead_ms"] = clockOffsetMs();
    const std::string requestId = randomUuid();
    Response response = run(app, project, *spec, call, requestId);
    return response.set("X-Sandbox-Request-Id", requestId);
}

void addInvokeRoutes(App& app)
{
    app.router.add({"*", "/functions/v1/*", [&app](Request& r) { return invoke(app, r); }});
}

} // namespace run402::sandbox
