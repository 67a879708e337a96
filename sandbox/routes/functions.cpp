// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/routes/functions.h"

#include "sandbox/app.h"
#include "sandbox/apps/demo.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/functions/packages.h"
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
    source.deps = packageNames(request.json);
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
    app.functions.discard(request.project->id, name);
    return Response::json(200, {{"status", "deleted"}, {"name", name}});
}

/// The last lines, oldest first. Beyond the service's answer: `request_id=…`
/// keeps those of one call, `request_ids=true` tells the call of each.
Response logs(App& app, Request& request)
{
    requireServiceKeyOfId(app, request);
    const std::string& name = request.param("name");
    const int asked = std::atoi(queryValue(request.query, "tail").value_or("").c_str());
    const int tail = asked <= 0 ? 50 : std::min(asked, 200);
    const auto only = queryValue(request.query, "request_id");
    const bool withIds = queryValue(request.query, "request_ids") == "true";
    PgLease db(app.db);
    if (db.query("SELECT 1 FROM internal.functions WHERE project_id = $1 AND name = $2",
                 {request.project->id, name})
            .empty()) {
        refuse(404, "Function not found");
    }
    const PgRows rows = db.query("SELECT ms, message, request_id FROM (SELECT seq, "
                                 "(extract(epoch FROM logged_at) * 1000)::bigint AS ms, message, request_id "
                                 "FROM internal.function_logs WHERE project_id = $1 AND name = $2 "
                                 "AND ($4::text IS NULL OR request_id = $4) "
                                 "ORDER BY seq DESC LIMIT $3) newest ORDER BY seq",
                                 {request.project->id, name, tail, only});
    Json lines = Json::array();
    for (int i = 0; i < rows.size(); ++i) {
        lines.push_back({{"timestamp", isoTime(rows.integer(i, 0))}, {"message", rows.text(i, 1)}});
        if (withIds) {
            lines.back()["request_id"] = rows.text(i, 2);
        }
    }
    return Response::json(200, {{"logs", lines}});
}

template <typename Db>
void refuseOverLimit(Db&& db, const Project& project, const std::string& name, const Tier& tier)
{
    const PgRows counts =
        db.query("SELECT count(*), count(*) FILTER (WHERE name = $2) FROM internal.functions "
                 "WHERE project_id = $1",
                 {project.id, name});
    if (counts.integer(0, 1) == 0 && counts.integer(0, 0) >= tier.maxFunctions) {
        refuse(403, "Function limit reached (" + std::to_string(tier.maxFunctions) +
                        " for your tier). Delete a function first.");
    }
}

/// Where the function will run; its packages are there already.
FunctionSpec installPackages(App& app, const Project& project, const FunctionSource& source)
{
    FunctionSpec spec;
    spec.project = project.id;
    spec.name = source.name;
    spec.source = source.code;
    try {
        spec.packages = FunctionPackages::wanted(source.deps, source.code);
        if (!spec.packages.empty()) {
            app.functions.prepare(spec);
        }
    } catch (const PackageProblem& problem) {
        refuse(problem.status, problem.message);
    } catch (const std::runtime_error& error) {
        refuse(503, std::string("Cannot install the dependencies: ") + error.what());
    }
    return spec;
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

Json packageNames(const Json& body)
{
    const Json* deps = member(body, "deps");
    if (deps == nullptr || deps->is_null()) {
        return Json::array();
    }
    const bool names = deps->is_array() && std::all_of(deps->begin(), deps->end(),
                                                       [](const Json& item) { return item.is_string(); });
    if (!names) {
        refuse(400, "'deps' must be an array of package names");
    }
    return *deps;
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
    refuseOverLimit(PgLease(app.db), project, source.name, *tier); // before anything is downloaded
    const FunctionSpec spec = installPackages(app, project, source);
    PgTransaction tx(app.db);
    tx.query("SELECT 1 FROM internal.projects WHERE id = $1 FOR UPDATE",
             {project.id}); // counts must not race
    refuseOverLimit(tx, project, source.name, *tier);
    tx.query(
        "INSERT INTO internal.functions (project_id, name, timeout_seconds, memory_mb, code_hash, deps, "
        "source, "
        "created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, now(), now()) "
        "ON CONFLICT (project_id, name) DO UPDATE SET timeout_seconds = EXCLUDED.timeout_seconds, "
        "memory_mb = EXCLUDED.memory_mb, code_hash = EXCLUDED.code_hash, deps = EXCLUDED.deps, "
        "source = EXCLUDED.source, updated_at = now()",
        {project.id, source.name, timeout, memory, sha256Hex(source.code), dump(source.deps), source.code});
    tx.commit();
    app.functions.discard(project.id, source.name, &spec);
    return {{"name", source.name},
            {"url", functionUrl(origin, source.name)},
            {"status", "deployed"},
            {"runtime", "node22"},
            {"timeout", timeout},
            {"memory", memory},
            {"created_at", isoTime(nowMs())}};
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
    addInvokeRoutes(app);
}

} // namespace run402::sandbox
