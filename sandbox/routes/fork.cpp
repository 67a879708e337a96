// SPDX-License-Identifier: GPL-3.0-or-later
// POST /fork/v1 (contract.md §3.17).
#include "sandbox/app.h"
#include "sandbox/apps/install.h"
#include "sandbox/routes/areas.h"
#include "sandbox/routes/deployments.h"
#include "sandbox/routes/functions.h"
#include "sandbox/routes/projects.h"
#include "sandbox/routes/subdomains.h"
#include "sandbox/routes/tiers.h"
#include "sandbox/text.h"

namespace run402::sandbox {
namespace {

/// What a fork needs of a published version.
struct Source
{
    std::string id;
    std::string minTier;
    std::string deployment;
    Json requiredSecrets;
    Json requiredActions;
};

int rank(const std::string& name)
{
    for (std::size_t i = 0; i < kTiers.size(); ++i) {
        if (name == kTiers[i].name) {
            return static_cast<int>(i);
        }
    }
    return static_cast<int>(kTiers.size());
}

Source loadSource(App& app, const std::string& id, const std::string& walletTierName)
{
    PgLease db(app.db);
    const PgRows rows = db.query("SELECT status, fork_allowed, visibility, min_tier, "
                                 "site_deployment_id, required_secrets, required_actions "
                                 "FROM internal.app_versions WHERE id = $1",
                                 {id});
    if (rows.empty()) {
        refuse(404, "App version not found");
    }
    if (rows.text(0, 0) != "published") {
        refuse(400, "App version is not published");
    }
    if (!rows.boolean(0, 1)) {
        refuse(403, "App version does not allow forking");
    }
    if (rows.text(0, 2) == "private") {
        refuse(403, "Cannot fork a private app version");
    }
    Source source;
    source.id = id;
    source.minTier = rows.text(0, 3);
    if (rank(walletTierName) < rank(source.minTier)) {
        refuse(400, "Tier '" + walletTierName + "' is below minimum required tier '" + source.minTier +
                        "' for this app");
    }
    source.deployment = rows.text(0, 4);
    source.requiredSecrets = parseJson(rows.text(0, 5)).value_or(Json::array());
    source.requiredActions = parseJson(rows.text(0, 6)).value_or(Json::array());
    return source;
}

std::string requiredText(const Request& request, const char* key)
{
    const std::string value = textMember(request.json, key).value_or("");
    if (value.empty()) {
        refuse(400, std::string("Missing or invalid '") + key + "'");
    }
    return value;
}

/// The wished name, checked before anything is made; empty when none.
std::string wishedSubdomain(App& app, const Request& request)
{
    const std::string name = textMember(request.json, "subdomain").value_or("");
    if (name.empty()) {
        return {};
    }
    if (const std::string problem = subdomainProblem(name); !problem.empty()) {
        refuse(400, problem);
    }
    PgLease db(app.db);
    if (!db.query("SELECT 1 FROM internal.subdomains WHERE name = $1", {name}).empty()) {
        refuse(403, "Subdomain \"" + name + "\" is already claimed by another wallet");
    }
    return name;
}

/// Copies the site of the source and claims the name; fields of the answer.
Json copySite(App& app, const NewProject& fork, const std::string& deployment, const std::string& subdomain)
{
    const Project& project = fork.project;
    Json fields = Json::object();
    if (deployment.empty()) {
        return fields;
    }
    const std::string made = copyDeployment(app, project.id, fork.anonKey, deployment);
    fields["deployment_id"] = made;
    fields["site_url"] = app.deploymentUrl(made);
    if (!subdomain.empty()) {
        PgLease db(app.db);
        const bool claimed = db.query("INSERT INTO internal.subdomains (name, deployment_id, project_id) "
                                      "VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                                      {subdomain, made, project.id})
                                 .affected() == 1;
        if (claimed) {
            fields["site_url"] = app.siteUrl(subdomain);
            fields["subdomain_url"] = app.siteUrl(subdomain);
        }
    }
    return fields;
}

/// Runs the app's own bootstrap function; never fails the fork.
void bootstrap(App& app, const NewProject& made, const Json& variables, const Json& functions, Json& answer)
{
    bool present = false;
    for (const Json& function : functions) {
        present = present || function["name"] == "bootstrap";
    }
    if (!present || !variables.is_object()) {
        return;
    }
    Json call{{"method", "POST"}, {"path", "/functions/v1/bootstrap"}, {"query", ""}};
    call["headers"] = {{"content-type", "application/json"},
                       {"apikey", made.serviceKey},
                       {"authorization", "Bearer " + made.serviceKey}};
    call["body"] = dump(variables);
    const Response response = invokeFunction(app, made.project, "bootstrap", call);
    if (response.status >= 400) {
        answer["bootstrap_error"] =
            "bootstrap answered " + std::to_string(response.status) + ": " + response.body;
        return;
    }
    const auto json = parseJson(response.body);
    answer["bootstrap_result"] = json ? *json : Json(response.body);
}

const char* readiness(const Source& source)
{
    return !source.requiredActions.empty()   ? "manual_setup_required"
           : !source.requiredSecrets.empty() ? "configuration_required"
                                             : "ready";
}

/// Leaves nothing half made behind.
void discard(App& app, const Project& project)
{
    PgTransaction tx(app.db);
    archiveProject(app, tx, project);
    tx.commit();
    emptyArchivedSlot(app, project.slot);
}

Response fork(App& app, Request& request)
{
    const std::string version = requiredText(request, "version_id");
    const std::string name = requiredText(request, "name");
    const std::string tierName = *walletTier(app, request.wallet).tier;
    const Source source = loadSource(app, version, tierName);
    const std::string subdomain = wishedSubdomain(app, request);
    NewProject made;
    {
        PgTransaction tx(app.db);
        made = createProject(app, tx, name, request.wallet, *findTier(tierName));
        tx.query("UPDATE internal.projects SET source_version_id = $2 WHERE id = $1",
                 {made.project.id, version});
        tx.commit();
    }
    Json answer{{"project_id", made.project.id}};
    try {
        const Json functions = installVersion(app, made.project, version, request.origin());
        const Json site = copySite(app, made, source.deployment, subdomain);
        answer["functions"] = functions;
        for (const auto& field : site.items()) {
            answer[field.key()] = field.value();
        }
    } catch (const std::exception& error) {
        discard(app, made.project);
        refuse(500, std::string("Fork failed: ") + error.what());
    } catch (const Refused&) {
        discard(app, made.project);
        throw;
    }
    answer["anon_key"] = made.anonKey;
    answer["service_key"] = made.serviceKey;
    answer["schema_slot"] = made.project.slot;
    answer["source_version_id"] = version;
    answer["readiness"] = readiness(source);
    answer["missing_secrets"] = source.requiredSecrets;
    answer["required_actions"] = source.requiredActions;
    if (const Json* variables = member(request.json, "bootstrap")) {
        bootstrap(app, made, *variables, answer["functions"], answer);
    }
    return Response::json(201, answer);
}

Response info()
{
    return Response::json(
        200, {{"description", "Fork a published app version into a new project (requires active tier)"},
              {"method", "POST /fork/v1"},
              {"auth", "EIP-4361 wallet signature (tier from wallet subscription)"},
              {"body",
               {{"version_id", "string (required)"},
                {"name", "string (required)"},
                {"subdomain", "string (optional)"}}}});
}

} // namespace

void addForkRoutes(App& app)
{
    app.router.add({"GET", "/fork/v1", [](Request&) { return info(); }});
    Route route{"POST", "/fork/v1", [&app](Request& r) { return fork(app, r); }, Gate::SiwxTier,
                "Fork an app (requires active tier)"};
    route.idempotent = true;
    app.router.add(std::move(route));
}

} // namespace run402::sandbox
