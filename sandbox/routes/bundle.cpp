// SPDX-License-Identifier: GPL-3.0-or-later
// POST /deploy/v1 (contract.md §3.15).
#include "sandbox/app.h"
#include "sandbox/routes/areas.h"
#include "sandbox/routes/deployments.h"
#include "sandbox/routes/functions.h"
#include "sandbox/routes/secrets.h"
#include "sandbox/routes/subdomains.h"
#include "sandbox/sql/blocklist.h"
#include "sandbox/sql/execute.h"
#include "sandbox/sql/rls.h"
#include "sandbox/text.h"

namespace run402::sandbox {
namespace {

constexpr std::size_t kMaxMigrations = 1000000;

bool isProjectId(const std::string& id)
{
    const std::vector<std::string> parts = split(id, '_');
    const auto digits = [](const std::string& text) {
        return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    };
    return parts.size() == 3 && parts[0] == "prj" && digits(parts[1]) && digits(parts[2]);
}

void checkMigrations(const Json& migrations)
{
    if (!migrations.is_string()) {
        refuse(400, "'migrations' must be a SQL string");
    }
    const std::string& sql = migrations.get_ref<const std::string&>();
    if (sql.size() > kMaxMigrations) {
        refuse(400, "'migrations' exceeds 1MB limit");
    }
    if (const auto blocked = blockedPattern(sql)) {
        refuse(403, "Blocked SQL pattern in migrations: " + blocked->substr(0, blocked->find(" — ")));
    }
}

void checkRls(const Json& rls)
{
    const std::string name = textMember(rls, "template").value_or("");
    const Json* tables = member(rls, "tables");
    if (name.empty() || tables == nullptr || !tables->is_array()) {
        refuse(400, "'rls' requires 'template' and 'tables' array");
    }
    if (!isRlsTemplate(name)) {
        refuse(400, "Invalid RLS template. Valid: user_owns_rows, public_read, public_read_write");
    }
    for (const Json& entry : *tables) {
        if (name == "user_owns_rows" && textMember(entry, "owner_column").value_or("").empty()) {
            refuse(400, "owner_column required for table '" + textMember(entry, "table").value_or("") +
                            "' with user_owns_rows template");
        }
    }
}

void checkSecrets(const Json& secrets)
{
    if (!secrets.is_array()) {
        refuse(400, "'secrets' must be an array");
    }
    for (const Json& entry : secrets) {
        const std::string key = textMember(entry, "key").value_or("");
        if (key.empty()) {
            refuse(400, "Each secret must have a 'key' field");
        }
        if (!textMember(entry, "value")) {
            refuse(400, "Secret '" + key + "' is missing 'value'");
        }
        if (!isSecretKey(key)) {
            refuse(400, "Secret key '" + key + "' must be uppercase alphanumeric + underscores");
        }
    }
}

void checkFunctions(const Json& functions)
{
    if (!functions.is_array()) {
        refuse(400, "'functions' must be an array");
    }
    for (const Json& entry : functions) {
        const std::string name = textMember(entry, "name").value_or("");
        if (name.empty()) {
            refuse(400, "Each function must have a 'name' field");
        }
        if (!isFunctionName(name)) {
            refuse(400, "Function name '" + name + "' must be lowercase alphanumeric + hyphens");
        }
        if (textMember(entry, "code").value_or("").empty()) {
            refuse(400, "Function '" + name + "' is missing 'code'");
        }
        packageNames(entry);
    }
}

void checkFiles(const Json& files)
{
    if (!files.is_array() || files.empty()) {
        refuse(400, "'files' must be a non-empty array of files");
    }
    for (const Json& entry : files) {
        const std::string path = textMember(entry, "file").value_or("");
        if (path.empty()) {
            refuse(400, "Each site file must have a 'file' (path) field");
        }
        const Json* data = member(entry, "data");
        if (data == nullptr || data->is_null()) {
            refuse(400, "Site file '" + path + "' is missing 'data'");
        }
        const Json* encoding = member(entry, "encoding");
        if (encoding != nullptr && !encoding->is_null() && *encoding != "utf-8" && *encoding != "base64") {
            refuse(400, "Site file '" + path + "' has invalid encoding (must be 'utf-8' or 'base64')");
        }
    }
}

/// Everything that can be refused before anything is done.
void validate(const Json& body)
{
    const std::string id = textMember(body, "project_id").value_or("");
    if (id.empty()) {
        refuse(400, "Missing or invalid 'project_id' field");
    }
    if (!isProjectId(id)) {
        refuse(400, "Invalid project_id format (expected prj_<timestamp>_<slot>)");
    }
    const std::pair<const char*, void (*)(const Json&)> parts[] = {{"migrations", checkMigrations},
                                                                   {"rls", checkRls},
                                                                   {"secrets", checkSecrets},
                                                                   {"functions", checkFunctions},
                                                                   {"files", checkFiles}};
    for (const auto& [name, check] : parts) {
        if (const Json* part = member(body, name)) {
            check(*part);
        }
    }
    if (const Json* name = member(body, "subdomain")) {
        if (!name->is_string()) {
            refuse(400, "'subdomain' must be a string");
        }
        if (const std::string problem = subdomainProblem(name->get<std::string>()); !problem.empty()) {
            refuse(400, problem);
        }
    }
}

/// Runs one step; a failure tells which step it was and what stays done.
template <typename Work>
void step(const char* name, const Work& work)
{
    try {
        work();
    } catch (const PgError& error) {
        refuseWith(400, {{"error", std::string("SQL error: ") + error.what()}, {"step", name}});
    } catch (Refused& refused) {
        auto body = parseJson(refused.response.body).value_or(Json::object());
        body["step"] = name;
        refuseWith(refused.response.status, body);
    }
}

/// Claims the name for the project. One wallet may move it between its own
/// projects here.
void claim(App& app, const Project& project, const std::string& name, const std::string& deployment)
{
    PgTransaction tx(app.db);
    const PgRows owner = tx.query("SELECT p.wallet_address, s.project_id FROM internal.subdomains s "
                                  "LEFT JOIN internal.projects p ON p.id = s.project_id WHERE s.name = $1 "
                                  "FOR UPDATE OF s",
                                  {name});
    if (!owner.empty() && owner.text(0, 1) != project.id && owner.text(0, 0) != project.wallet) {
        refuse(403, "Subdomain \"" + name + "\" is already claimed by another wallet");
    }
    tx.query("INSERT INTO internal.subdomains (name, deployment_id, project_id, created_at, updated_at) "
             "VALUES ($1, $2, $3, now(), now()) ON CONFLICT (name) DO UPDATE SET deployment_id = "
             "EXCLUDED.deployment_id, project_id = EXCLUDED.project_id, updated_at = now()",
             {name, deployment, project.id});
    tx.commit();
}

Json runFunctions(App& app, const Project& project, const Json& functions, const std::string& origin)
{
    Json made = Json::array();
    for (const Json& entry : functions) {
        FunctionSource source;
        source.name = *textMember(entry, "name");
        source.code = *textMember(entry, "code");
        source.deps = packageNames(entry);
        if (const Json* config = member(entry, "config")) {
            source.config = *config;
        }
        deployFunction(app, project, source, origin);
        made.push_back({{"name", source.name}, {"url", functionUrl(origin, source.name)}});
    }
    return made;
}

/// The project to deploy to, of the wallet that signed.
std::shared_ptr<const Project> targetProject(App& app, const Request& request)
{
    const std::string id = *textMember(request.json, "project_id");
    auto project = app.project(id);
    if (!project) {
        refuse(404, "Project not found: " + id);
    }
    if (project->status != "active") {
        refuse(400, "Project " + id + " is not active (status: " + project->status + ")");
    }
    if (project->wallet != request.wallet) {
        refuse(403, "Wallet does not own this project");
    }
    return project;
}

void runDatabaseSteps(App& app, const Project& project, const Json& body)
{
    if (const std::string sql = textMember(body, "migrations").value_or(""); !sql.empty()) {
        step("migrations", [&] {
            executeAdminSql(app.slots.owner(project.slot), project.slot, sql);
            app.schemaChanged(project.slot);
        });
    }
    if (const Json* rls = member(body, "rls")) {
        step("rls", [&] { applyRls(app, project.slot, *textMember(*rls, "template"), rls->at("tables")); });
    }
    if (const Json* secrets = member(body, "secrets")) {
        step("secrets", [&] {
            for (const Json& entry : *secrets) {
                setSecret(app, project, *textMember(entry, "key"), *textMember(entry, "value"));
            }
        });
    }
}

Response deploy(App& app, Request& request)
{
    const Json& body = request.json;
    validate(body);
    const auto project = targetProject(app, request);
    Json answer{{"project_id", project->id}};
    runDatabaseSteps(app, *project, body);
    Json functions;
    if (const Json* list = member(body, "functions"); list != nullptr && !list->empty()) {
        step("functions", [&] { functions = runFunctions(app, *project, *list, request.origin()); });
    }
    const auto subdomain = textMember(body, "subdomain");
    if (const Json* files = member(body, "files")) {
        step("files", [&] {
            const Deployment made =
                deploySite(app, project->id, textMember(body, "target").value_or(""), readSiteFiles(*files));
            if (subdomain) {
                claim(app, *project, *subdomain, made.id);
            }
            answer["site_url"] = subdomain ? app.siteUrl(*subdomain) : app.deploymentUrl(made.id);
            answer["deployment_id"] = made.id;
        });
    }
    if (!functions.is_null()) {
        answer["functions"] = functions;
    }
    if (subdomain && !answer.contains("deployment_id")) {
        refuseWith(400, {{"error", "'subdomain' needs 'files': there is no site to point it to"},
                         {"step", "subdomain"}});
    }
    if (subdomain) {
        answer["subdomain_url"] = app.siteUrl(*subdomain);
    }
    return Response::json(200, answer);
}

Response info()
{
    Json tiers;
    for (const Tier& tier : kTiers) {
        tiers[tier.name] = {{"price", tier.price}, {"lease_days", tier.leaseDays}};
    }
    Json body{{"description", "Bundle deploy — deploy to an existing project (requires active tier)"}};
    body["tiers"] = tiers;
    body["method"] = "POST /deploy/v1";
    body["auth"] = "EIP-4361 wallet signature (tier from wallet subscription)";
    body["body"] = {{"project_id", "string (required — from POST /projects/v1)"},
                    {"migrations", "string (optional SQL)"},
                    {"rls", "{ template, tables } (optional)"},
                    {"secrets", "[{ key, value }] (optional)"},
                    {"functions", "[{ name, code, config? }] (optional)"},
                    {"files", "[{ file, data, encoding? }] (optional)"},
                    {"subdomain", "string (optional)"}};
    return Response::json(200, body);
}

} // namespace

void addBundleRoutes(App& app)
{
    app.router.add({"GET", "/deploy/v1", [](Request&) { return info(); }});
    Route route{"POST", "/deploy/v1", [&app](Request& r) { return deploy(app, r); }, Gate::SiwxTier,
                "Full-stack app deployment (requires active tier)"};
    route.idempotent = true;
    app.router.add(std::move(route));
}

} // namespace run402::sandbox
