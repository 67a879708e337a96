// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/routes/subdomains.h"

#include "sandbox/app.h"
#include "sandbox/guards.h"
#include "sandbox/routes/areas.h"
#include "sandbox/text.h"

#include <algorithm>
#include <array>

namespace run402::sandbox {
namespace {

constexpr std::array<std::string_view, 37> kReserved = {
    "api",    "www",     "mail", "ftp",  "admin",   "blog",  "shop",   "store",  "app",    "dashboard",
    "portal", "status",  "docs", "help", "support", "sites", "cdn",    "static", "assets", "media",
    "images", "img",     "ns1",  "ns2",  "ns3",     "ns4",   "mx",     "smtp",   "pop",    "imap",
    "dev",    "staging", "test", "demo", "beta",    "alpha", "preview"};

constexpr const char* kColumns =
    "name, deployment_id, project_id, (extract(epoch FROM created_at) * 1000)::bigint, "
    "(extract(epoch FROM updated_at) * 1000)::bigint";

Json record(App& app, const PgRows& rows, int row)
{
    return {{"name", rows.text(row, 0)},
            {"deployment_id", rows.text(row, 1)},
            {"url", app.siteUrl(rows.text(row, 0))},
            {"deployment_url", app.deploymentUrl(rows.text(row, 1))},
            {"project_id", rows.text(row, 2)},
            {"created_at", isoTime(rows.integer(row, 3))},
            {"updated_at", isoTime(rows.integer(row, 4))}};
}

Response claim(App& app, Request& request)
{
    requireServiceKey(app, request);
    const std::string name = textMember(request.json, "name").value_or("");
    const std::string deployment = textMember(request.json, "deployment_id").value_or("");
    if (name.empty()) {
        refuse(400, "Missing or invalid 'name' field");
    }
    if (deployment.empty()) {
        refuse(400, "Missing or invalid 'deployment_id' field");
    }
    if (const std::string problem = subdomainProblem(name); !problem.empty()) {
        refuse(400, problem);
    }
    PgTransaction tx(app.db);
    if (tx.query("SELECT 1 FROM internal.deployments WHERE id = $1", {deployment}).empty()) {
        refuse(404, "Deployment \"" + deployment + "\" not found");
    }
    // now() is the same in both columns for a fresh claim
    const PgRows rows = tx.query(
        std::string(
            "INSERT INTO internal.subdomains (name, deployment_id, project_id, created_at, updated_at) "
            "VALUES ($1, $2, $3, now(), now()) ON CONFLICT (name) DO UPDATE SET "
            "deployment_id = EXCLUDED.deployment_id, updated_at = now() "
            "WHERE subdomains.project_id = EXCLUDED.project_id RETURNING ") +
            kColumns,
        {name, deployment, request.project->id});
    if (rows.empty()) {
        refuse(403, "Subdomain \"" + name + "\" is already claimed by another wallet");
    }
    tx.commit();
    return Response::json(201, record(app, rows, 0));
}

Response list(App& app, Request& request)
{
    requireServiceKey(app, request);
    PgLease db(app.db);
    const PgRows rows =
        db.query(std::string("SELECT ") + kColumns +
                     " FROM internal.subdomains WHERE project_id = $1 ORDER BY created_at DESC",
                 {request.project->id});
    Json all = Json::array();
    for (int i = 0; i < rows.size(); ++i) {
        all.push_back(record(app, rows, i));
    }
    return Response::json(200, {{"subdomains", all}});
}

Response lookUp(App& app, Request& request)
{
    PgLease db(app.db);
    const PgRows rows =
        db.query(std::string("SELECT ") + kColumns + " FROM internal.subdomains WHERE name = $1",
                 {request.param("name")});
    if (rows.empty()) {
        refuse(404, "Subdomain not found");
    }
    return Response::json(200, record(app, rows, 0));
}

Response release(App& app, Request& request)
{
    requireServiceKey(app, request);
    const std::string& name = request.param("name");
    PgLease db(app.db);
    const PgRows rows = db.query("SELECT project_id FROM internal.subdomains WHERE name = $1", {name});
    if (rows.empty()) {
        refuse(404, "Subdomain not found");
    }
    if (rows.text(0, 0) != request.project->id) {
        refuse(403, "Subdomain owned by different project");
    }
    db.query("DELETE FROM internal.subdomains WHERE name = $1 AND project_id = $2",
             {name, request.project->id});
    return Response::json(200, {{"status", "deleted"}, {"name", name}});
}

bool edge(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

} // namespace

std::string subdomainProblem(const std::string& name)
{
    if (lower(name) != name) {
        return "Subdomain must be lowercase";
    }
    if (name.size() < 3 || name.size() > 63) {
        return "Subdomain must be 3-63 characters";
    }
    const bool plain = std::all_of(name.begin(), name.end(), [](char c) { return edge(c) || c == '-'; });
    if (!plain || !edge(name.front()) || !edge(name.back())) {
        return "Subdomain must contain only lowercase letters, numbers, and hyphens, and must start and end "
               "with "
               "a letter or number";
    }
    if (name.find("--") != std::string::npos) {
        return "Subdomain must not contain consecutive hyphens";
    }
    if (std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end() || name == "run402" ||
        name == "agentdb") {
        return "Subdomain \"" + name + "\" is reserved";
    }
    return {};
}

void addSubdomainRoutes(App& app)
{
    app.router.add({"POST", "/subdomains/v1", [&app](Request& r) { return claim(app, r); }});
    app.router.add({"GET", "/subdomains/v1", [&app](Request& r) { return list(app, r); }});
    app.router.add({"GET", "/subdomains/v1/:name", [&app](Request& r) { return lookUp(app, r); }});
    app.router.add({"DELETE", "/subdomains/v1/:name", [&app](Request& r) { return release(app, r); }});
}

} // namespace run402::sandbox
