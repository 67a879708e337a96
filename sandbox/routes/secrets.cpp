// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/routes/secrets.h"

#include "sandbox/app.h"
#include "sandbox/apps/demo.h"
#include "sandbox/guards.h"
#include "sandbox/routes/areas.h"
#include "sandbox/text.h"

#include <algorithm>

namespace run402::sandbox {
namespace {

Response set(App& app, Request& request)
{
    requireServiceKeyOfId(app, request);
    refuseOnDemo(app, *request.project, "Secret management");
    const auto key = textMember(request.json, "key");
    const auto value = textMember(request.json, "value");
    if (!key || key->empty()) {
        refuse(400, "Missing or invalid 'key' field");
    }
    if (!value) {
        refuse(400, "Missing or invalid 'value' field");
    }
    if (!isSecretKey(*key)) {
        refuse(400,
               "Secret key must be uppercase alphanumeric + underscores, 1-63 chars, starting with letter or "
               "underscore");
    }
    setSecret(app, *request.project, *key, *value);
    return Response::json(201, {{"status", "set"}, {"key", *key}});
}

Response list(App& app, Request& request)
{
    requireServiceKeyOfId(app, request);
    PgLease db(app.db);
    const PgRows rows = db.query("SELECT key, (extract(epoch FROM created_at) * 1000)::bigint, "
                                 "(extract(epoch FROM updated_at) * 1000)::bigint FROM internal.secrets "
                                 "WHERE project_id = $1 ORDER BY key",
                                 {request.project->id});
    Json all = Json::array();
    for (int i = 0; i < rows.size(); ++i) {
        all.push_back({{"key", rows.text(i, 0)},
                       {"created_at", isoTime(rows.integer(i, 1))},
                       {"updated_at", isoTime(rows.integer(i, 2))}});
    }
    return Response::json(200, {{"secrets", all}});
}

Response remove(App& app, Request& request)
{
    requireServiceKeyOfId(app, request);
    PgLease db(app.db);
    if (db.query("DELETE FROM internal.secrets WHERE project_id = $1 AND key = $2",
                 {request.project->id, request.param("key")})
            .affected() == 0) {
        refuse(404, "Secret not found");
    }
    app.functions.restart(request.project->id);
    return Response::json(200, {{"status", "deleted"}, {"key", request.param("key")}});
}

} // namespace

bool isSecretKey(const std::string& key)
{
    const auto allowed = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
    return !key.empty() && key.size() <= 63 && std::all_of(key.begin(), key.end(), allowed) &&
           (key.front() < '0' || key.front() > '9');
}

void setSecret(App& app, const Project& project, const std::string& key, const std::string& value)
{
    const Tier* tier = findTier(project.tier);
    const int limit = tier != nullptr ? tier->maxSecrets : 0;
    if (value.find('\0') != std::string::npos) {
        refuse(400, "Missing or invalid 'value' field"); // neither Postgres nor an environment can hold it
    }
    PgTransaction tx(app.db);
    tx.query("SELECT 1 FROM internal.projects WHERE id = $1 FOR UPDATE",
             {project.id}); // counts must not race
    const PgRows counts = tx.query("SELECT count(*), count(*) FILTER (WHERE key = $2) FROM internal.secrets "
                                   "WHERE project_id = $1",
                                   {project.id, key});
    if (counts.integer(0, 1) == 0 && counts.integer(0, 0) >= limit) {
        refuse(403,
               "Secrets limit reached (" + std::to_string(limit) + " for your tier). Delete a secret first.");
    }
    tx.query("INSERT INTO internal.secrets (project_id, key, value, created_at, updated_at) "
             "VALUES ($1, $2, $3, now(), now()) ON CONFLICT (project_id, key) DO UPDATE SET "
             "value = EXCLUDED.value, updated_at = now()",
             {project.id, key, value});
    tx.commit();
    app.functions.restart(project.id);
}

std::map<std::string, std::string> allSecrets(App& app, const std::string& projectId)
{
    std::map<std::string, std::string> secrets;
    PgLease db(app.db);
    const PgRows rows =
        db.query("SELECT key, value FROM internal.secrets WHERE project_id = $1", {projectId});
    for (int i = 0; i < rows.size(); ++i) {
        secrets[rows.text(i, 0)] = rows.text(i, 1);
    }
    return secrets;
}

void addSecretRoutes(App& app)
{
    app.router.add({"POST", "/projects/v1/admin/:id/secrets", [&app](Request& r) { return set(app, r); }});
    app.router.add({"GET", "/projects/v1/admin/:id/secrets", [&app](Request& r) { return list(app, r); }});
    app.router.add(
        {"DELETE", "/projects/v1/admin/:id/secrets/:key", [&app](Request& r) { return remove(app, r); }});
}

} // namespace run402::sandbox
