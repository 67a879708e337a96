// SPDX-License-Identifier: GPL-3.0-or-later
// Publishing and the marketplace (contract.md §3.16).
#include "sandbox/app.h"
#include "sandbox/apps/bundle.h"
#include "sandbox/apps/demo.h"
#include "sandbox/apps/versions.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/guards.h"
#include "sandbox/routes/areas.h"
#include "sandbox/text.h"

namespace run402::sandbox {
namespace {

constexpr const char* kNotFound = "App version not found";

std::string select(const std::string& rest)
{
    return std::string("SELECT ") + kVersionColumns + " FROM internal.app_versions v " + rest;
}

/// The newest site of a project.
struct Site
{
    std::optional<std::string> deployment;
    std::int64_t files = 0;
    std::int64_t bytes = 0;
    std::optional<std::string> liveUrl;
};

Site newestSite(App& app, PgTransaction& tx, const std::string& project)
{
    Site site;
    const PgRows rows = tx.query("SELECT id, files_count, total_size FROM internal.deployments "
                                 "WHERE project_id = $1 ORDER BY created_at DESC LIMIT 1",
                                 {project});
    if (!rows.empty()) {
        site = {rows.text(0, 0), rows.integer(0, 1), rows.integer(0, 2), app.deploymentUrl(rows.text(0, 0))};
    }
    const PgRows names = tx.query("SELECT name FROM internal.subdomains WHERE project_id = $1 "
                                  "ORDER BY created_at DESC LIMIT 1",
                                  {project});
    if (!names.empty()) {
        site.liveUrl = app.siteUrl(names.text(0, 0));
    }
    return site;
}

/// Smallest tier that holds the functions and the site.
const char* smallestTier(std::int64_t functions, std::int64_t siteBytes)
{
    for (const Tier& tier : kTiers) {
        if (functions <= tier.maxFunctions && siteBytes <= storageLimit(tier)) {
            return tier.name;
        }
    }
    return kTiers.back().name;
}

std::vector<std::string> seedTables(const Json& body)
{
    std::vector<std::string> names;
    const Json* seed = member(body, "include_seed");
    const Json* tables = seed != nullptr ? member(*seed, "tables") : nullptr;
    if (tables != nullptr && tables->is_array()) {
        for (const Json& name : *tables) {
            if (name.is_string()) {
                names.push_back(name.get<std::string>());
            }
        }
    }
    return names;
}

std::string arrayMember(const Json& body, const char* key)
{
    const Json* value = member(body, key);
    return value != nullptr && value->is_array() ? dump(*value) : "[]";
}

void requirePublishable(App& app, const Project& project)
{
    if (const std::string found = unsupportedObjects(app, project.slot); !found.empty()) {
        refuse(400, "Project uses unsupported " + found + ". Remove them before publishing.");
    }
    PgLease db(app.db);
    const PgRows lost =
        db.query("SELECT name FROM internal.functions WHERE project_id = $1 AND source IS NULL "
                 "ORDER BY name LIMIT 1",
                 {project.id});
    if (!lost.empty()) {
        refuse(400,
               "Function '" + lost.text(0, 0) + "' has no stored source. Redeploy it before publishing.");
    }
}

std::int64_t tableCount(App& app, const std::string& slot)
{
    PgLease db(app.slots.owner(slot));
    return db.query("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                    "WHERE n.nspname = $1 AND c.relkind IN ('r', 'p')",
                    {slot})
        .integer(0, 0);
}

Response publish(App& app, Request& request)
{
    requireServiceKeyOfId(app, request);
    const Project& project = *request.project;
    const Json& body = request.json;
    const Json* tags = member(body, "tags");
    const std::string tagArray = tags != nullptr ? checkedTags(*tags) : "{}";
    requirePublishable(app, project);
    const std::string bundle = dumpSlot(app, project.slot, seedTables(body)).toJson();
    const std::int64_t tables = tableCount(app, project.slot);
    const Json* forkAllowed = member(body, "fork_allowed");
    const Json* asked = member(body, "bootstrap_variables");
    const std::optional<std::string> variables =
        asked != nullptr && asked->is_array() ? std::optional(dump(*asked)) : std::nullopt;

    PgTransaction tx(app.db);
    tx.query("SELECT 1 FROM internal.projects WHERE id = $1 FOR UPDATE",
             {project.id}); // one publish at a time
    const PgRows previous =
        tx.query("DELETE FROM internal.app_versions WHERE project_id = $1 RETURNING version", {project.id});
    const Site site = newestSite(app, tx, project.id);
    const std::int64_t functions =
        tx.query("SELECT count(*) FROM internal.functions WHERE project_id = $1", {project.id}).integer(0, 0);
    const std::string tier = smallestTier(functions, site.bytes);
    const std::string id = "ver_" + std::to_string(nowMs()) + '_' + randomHex(3);
    tx.query(
        "INSERT INTO internal.app_versions (id, project_id, version, name, description, visibility, "
        "fork_allowed, min_tier, derived_min_tier, bundle, bundle_sha256, publisher_wallet, "
        "required_secrets, "
        "required_actions, tags, live_url, table_count, function_count, site_file_count, site_total_bytes, "
        "site_deployment_id, bootstrap_variables) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11, $12, $13, $14, $15, "
        "$16, "
        "$17, $18, $19, $20, $21)",
        {id,
         project.id,
         previous.empty() ? 1 : previous.integer(0, 0) + 1,
         project.name,
         textMember(body, "description"),
         textMember(body, "visibility").value_or("private"),
         forkAllowed != nullptr && *forkAllowed == true,
         tier,
         bundle,
         sha256Hex(bundle),
         project.wallet,
         arrayMember(body, "required_secrets"),
         arrayMember(body, "required_actions"),
         tagArray,
         site.liveUrl,
         tables,
         functions,
         site.files,
         site.bytes,
         site.deployment,
         variables});
    tx.query("INSERT INTO internal.app_version_functions (version_id, name, source, timeout_seconds, "
             "memory_mb, deps) SELECT $1, name, source, timeout_seconds, memory_mb, deps "
             "FROM internal.functions WHERE project_id = $2",
             {id, project.id});
    tx.query("UPDATE internal.deployments SET ref_count = ref_count + 1 WHERE id = $1", {site.deployment});
    const Json version = versionObject(tx.query(select("WHERE v.id = $1"), {id}), 0);
    tx.commit();
    if (version["visibility"] == "public" && version["fork_allowed"] == true) {
        refreshDemo(app, project, id);
    }
    return Response::json(201, version);
}

Response versions(App& app, Request& request)
{
    requireServiceKeyOfId(app, request);
    PgLease db(app.db);
    const PgRows rows =
        db.query(select("WHERE v.project_id = $1 ORDER BY v.version DESC"), {request.project->id});
    Json all = Json::array();
    for (int i = 0; i < rows.size(); ++i) {
        all.push_back(versionObject(rows, i));
    }
    return Response::json(200, {{"versions", all}});
}

Response change(App& app, Request& request)
{
    requireServiceKeyOfId(app, request);
    const Json& body = request.json;
    std::string assignments;
    const auto assign = [&](const char* column, const std::string& literal) {
        assignments += (assignments.empty() ? "" : ", ") + std::string(column) + " = " + literal;
    };
    if (const Json* tags = member(body, "tags")) {
        assign("tags", quoteLiteral(checkedTags(*tags)) + "::text[]");
    }
    if (const Json* description = member(body, "description")) {
        assign("description",
               description->is_string() ? quoteLiteral(description->get<std::string>()) : "NULL");
    }
    if (const Json* allowed = member(body, "fork_allowed")) {
        assign("fork_allowed", *allowed == true ? "true" : "false");
    }
    if (const auto visibility = textMember(body, "visibility")) {
        assign("visibility", quoteLiteral(*visibility));
    }
    if (assignments.empty()) {
        refuse(400, "No fields to update");
    }
    PgTransaction tx(app.db);
    const PgRows rows = tx.query("UPDATE internal.app_versions v SET " + assignments +
                                     " WHERE v.id = $1 AND v.project_id = $2 RETURNING " + kVersionColumns,
                                 {request.param("version_id"), request.project->id});
    if (rows.empty()) {
        refuse(404, "Version not found");
    }
    tx.commit();
    return Response::json(200, versionObject(rows, 0));
}

Response remove(App& app, Request& request)
{
    requireServiceKeyOfId(app, request);
    PgLease db(app.db);
    const std::string& id = request.param("version_id");
    if (db.query("DELETE FROM internal.app_versions WHERE id = $1 AND project_id = $2",
                 {id, request.project->id})
            .affected() == 0) {
        refuse(404, "Version not found");
    }
    return Response::json(200, {{"status", "deleted"}, {"version_id", id}});
}

Response adminRemove(App& app, Request& request)
{
    if (!hasAdminKey(app, request)) {
        refuse(403, "Requires platform admin key");
    }
    PgLease db(app.db);
    const std::string& id = request.param("version_id");
    if (db.query("DELETE FROM internal.app_versions WHERE id = $1", {id}).affected() == 0) {
        refuse(404, kNotFound);
    }
    return Response::json(200, {{"status", "deleted"}, {"version_id", id}});
}

Response browse(App& app, Request& request)
{
    std::string wanted = "{";
    for (const std::string& tag : queryValues(request.query, "tag")) {
        std::string quoted;
        for (const char c : tag) {
            quoted += (c == '"' || c == '\\') ? std::string("\\") + c : std::string(1, c);
        }
        wanted += (wanted.size() > 1 ? ",\"" : "\"") + quoted + '"';
    }
    PgLease db(app.db);
    const PgRows rows =
        db.query(select("WHERE v.visibility IN ('public', 'unlisted') AND v.status = 'published' "
                        "AND v.tags @> $1::text[] ORDER BY v.created_at DESC LIMIT 100"),
                 {wanted + '}'});
    Json all = Json::array();
    for (int i = 0; i < rows.size(); ++i) {
        Json version = versionObject(rows, i);
        if (version["fork_allowed"] == true) {
            version["fork_pricing"] = forkPricing();
        }
        all.push_back(std::move(version));
    }
    return Response::json(200, {{"apps", all}, {"total", rows.size()}});
}

Response show(App& app, Request& request)
{
    PgLease db(app.db);
    const PgRows rows =
        db.query(select("WHERE v.id = $1 AND v.visibility <> 'private'"), {request.param("version_id")});
    if (rows.empty()) {
        refuse(404, kNotFound);
    }
    Json version = versionObject(rows, 0);
    version["fork_pricing"] = forkPricing();
    return Response::json(200, version);
}

} // namespace

void addAppRoutes(App& app)
{
    const std::string admin = "/projects/v1/admin/:id/";
    app.router.add({"POST", admin + "publish", [&app](Request& r) { return publish(app, r); }});
    app.router.add({"GET", admin + "versions", [&app](Request& r) { return versions(app, r); }});
    app.router.add({"PATCH", admin + "versions/:version_id", [&app](Request& r) { return change(app, r); }});
    app.router.add({"DELETE", admin + "versions/:version_id", [&app](Request& r) { return remove(app, r); }});
    app.router.add({"GET", "/apps/v1", [&app](Request& r) { return browse(app, r); }});
    app.router.add({"GET", "/apps/v1/:version_id", [&app](Request& r) { return show(app, r); }});
    app.router.add(
        {"DELETE", "/apps/v1/admin/:version_id", [&app](Request& r) { return adminRemove(app, r); }});
}

} // namespace run402::sandbox
