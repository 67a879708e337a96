// SPDX-License-Identifier: GPL-3.0-or-later
// The format of a starter: resources/starters/README.md.
#include "sandbox/apps/starters.h"

#include "sandbox/app.h"
#include "sandbox/apps/starterfiles.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/routes/projects.h"
#include "sandbox/text.h"

#include <map>
#include <stdexcept>

namespace run402::sandbox {
namespace {

constexpr const char* kTable = R"sql(
CREATE TABLE IF NOT EXISTS internal.starters (
  slug text PRIMARY KEY,
  project_id text,  -- the one in the marketplace
  content_hash text, -- of the files it was made from
  unfinished text   -- project of a run that has not ended yet
);)sql";
constexpr const char* kWay = "1"; ///< counted up when installing itself changes

/// A starter as built in: its files by path below its folder, with those it shares.
struct Starter
{
    std::string slug;
    std::map<std::string, std::string_view> files;
    Json manifest;
    std::string hash; ///< of everything in it

    std::string text(const std::string& path) const
    {
        const auto it = files.find(path);
        return it == files.end() ? std::string() : std::string(it->second);
    }
    Json list(const char* key) const
    {
        const Json* value = member(manifest, key);
        return value != nullptr && value->is_array() ? *value : Json::array();
    }
};

/// Takes a file in, also into the hash that tells whether the starter has changed.
void add(Starter& starter, const std::string& path, std::string_view data)
{
    starter.files.emplace(path, data);
    starter.hash += path + '\n' + std::to_string(data.size()) + '\n';
    starter.hash += data;
}

std::map<std::string, Starter> builtIn()
{
    std::map<std::string, Starter> all;
    for (const StarterFile& file : starterFiles()) {
        const std::size_t slash = file.path.find('/');
        const std::string slug(file.path.substr(0, slash));
        all[slug].slug = slug;
        add(all[slug], std::string(file.path.substr(slash + 1)), file.data);
    }
    const auto shared = all.extract("shared");
    for (auto& [slug, starter] : all) {
        starter.manifest = parseJson(starter.text("starter.json")).value_or(Json::object());
        for (const Json& path : starter.list("shared")) {
            const auto it = shared.mapped().files.find(path.get<std::string>());
            if (it == shared.mapped().files.end()) {
                throw std::runtime_error("starter " + slug + ": there is no shared/" + path.get<std::string>());
            }
            add(starter, it->first, it->second);
        }
        starter.hash = sha256Hex(kWay + starter.hash);
    }
    return all;
}

std::string jsString(const std::string& text)
{
    std::string quoted;
    appendJsonString(quoted, text);
    std::string inner = quoted.substr(1, quoted.size() - 2);
    for (std::size_t at = 0; (at = inner.find('<', at)) != std::string::npos;) {
        inner.replace(at, 1, "\\u003c");
    }
    return inner;
}

void replaceWord(std::string& text, const std::string& word, const std::string& value)
{
    for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += value.size()) {
        text.replace(at, word.size(), value);
    }
}

/// The site with the addresses of the project put in.
Json siteFiles(const Starter& starter, const std::string& api, const std::string& anonKey)
{
    Json files = Json::array();
    for (const auto& [path, data] : starter.files) {
        if (!startsWith(path, "site/")) {
            continue;
        }
        std::string text(data);
        if (path == "site/config.js") {
            replaceWord(text, "__RUN402_API__", jsString(api));
            replaceWord(text, "__RUN402_ANON_KEY__", jsString(anonKey));
        }
        files.push_back({{"file", path.substr(5)}, {"data", base64(text)}, {"encoding", "base64"}});
    }
    return files;
}

/// Calls one of the server's own handlers as the publisher; the gate of the
/// route is left out because nobody can sign for that wallet.
Json callRoute(App& app, const std::string& method, const std::string& path, const Json& body,
               const NewProject& made)
{
    Request request;
    request.method = method;
    request.target = request.path = path;
    request.headers = {{"host", "127.0.0.1:" + std::to_string(app.port)},
                       {"content-type", "application/json"},
                       {"apikey", made.serviceKey},
                       {"authorization", "Bearer " + made.serviceKey}};
    request.body = dump(body);
    request.json = body;
    request.hasJson = true;
    request.wallet = kStarterWallet;
    const Route* route = app.router.match(request);
    const Response response = route != nullptr ? route->handler(request) : Response::cannot(request);
    if (response.status >= 400) {
        refuse(response.status, path + ": " + response.body);
    }
    return parseJson(response.body).value_or(Json::object());
}

/// <subdomain>-demo, or with a number when somebody else has that name.
std::string demoName(App& app, const Starter& starter)
{
    const std::string wished =
        textMember(starter.manifest, "subdomain").value_or(starter.slug).substr(0, 50) + "-demo";
    PgLease db(app.db);
    for (int number = 1;; ++number) {
        std::string name = number == 1 ? wished : wished + '-' + std::to_string(number);
        const PgRows taken =
            db.query("SELECT 1 FROM internal.subdomains s LEFT JOIN internal.projects p ON p.id = s.project_id "
                     "WHERE s.name = $1 AND p.wallet_address IS DISTINCT FROM $2",
                     {name, kStarterWallet});
        if (taken.empty()) {
            return name;
        }
    }
}

Json functionList(const Starter& starter)
{
    Json functions = Json::array();
    for (const Json& entry : starter.list("functions")) {
        Json function{{"name", textMember(entry, "name").value_or("")},
                      {"code", starter.text(textMember(entry, "file").value_or(""))}};
        function["config"] = {{"timeout", entry.value("timeout", Json())}, {"memory", entry.value("memory", Json())}};
        functions.push_back(std::move(function));
    }
    return functions;
}

void deploy(App& app, const Starter& starter, const NewProject& made)
{
    Json body{{"project_id", made.project.id}};
    body["migrations"] = starter.text("schema.sql") + '\n' + starter.text("seed.sql");
    if (const Json* rls = member(starter.manifest, "rls"); rls != nullptr && rls->is_object()) {
        body["rls"] = *rls;
    }
    body["functions"] = functionList(starter);
    body["files"] = siteFiles(starter, app.baseUrl(), made.anonKey);
    body["subdomain"] = demoName(app, starter);
    callRoute(app, "POST", "/deploy/v1", body, made);
    if (const std::string policies = starter.text("policies.sql"); !policies.empty()) {
        // by itself: setting a template drops the policies its tables had
        callRoute(app, "POST", "/deploy/v1", {{"project_id", made.project.id}, {"migrations", policies}}, made);
    }
}

/// The rows of seed.sql already say what the variables say by default, so an
/// app without Node.js on this computer is still complete.
void bootstrap(App& app, const Starter& starter, const NewProject& made)
{
    Json variables = Json::object();
    for (const Json& variable : starter.list("variables")) {
        const Json* value = member(variable, "default");
        if (value != nullptr && !value->is_null() && *value != "") {
            variables[textMember(variable, "name").value_or("")] = *value;
        }
    }
    try {
        callRoute(app, "POST", "/functions/v1/bootstrap", variables, made);
    } catch (const Refused& refused) {
        app.log.note("starters", starter.slug + ": bootstrap: " + refused.response.body);
    }
}

void publish(App& app, const Starter& starter, const NewProject& made)
{
    Json body{{"description", textMember(starter.manifest, "description").value_or("")},
              {"tags", starter.list("tags")},
              {"visibility", "public"},
              {"fork_allowed", true}};
    body["include_seed"] = {{"tables", starter.list("tables")}};
    body["bootstrap_variables"] = starter.list("variables");
    callRoute(app, "POST", "/projects/v1/admin/" + made.project.id + "/publish", body, made);
}

/// Takes a starter's project, its version and its demo away.
void discard(App& app, const std::string& projectId)
{
    if (projectId.empty()) {
        return;
    }
    PgTransaction tx(app.db);
    const PgRows rows = tx.query("SELECT id FROM internal.projects WHERE status = 'active' "
                                 "AND (id = $1 OR demo_source_project_id = $1)",
                                 {projectId});
    std::vector<std::string> slots;
    for (int i = 0; i < rows.size(); ++i) {
        if (const auto project = app.project(rows.text(i, 0))) {
            archiveProject(app, tx, *project);
            slots.push_back(project->slot);
        }
    }
    tx.query("DELETE FROM internal.app_versions WHERE project_id = $1", {projectId});
    tx.query("DELETE FROM internal.subdomains WHERE project_id = $1", {projectId});
    tx.commit();
    for (const std::string& slot : slots) {
        emptyArchivedSlot(app, slot);
    }
}

NewProject begin(App& app, const Starter& starter)
{
    PgTransaction tx(app.db);
    const std::string title = textMember(starter.manifest, "title").value_or(starter.slug);
    NewProject made = createProject(app, tx, title, kStarterWallet, kTiers.front());
    tx.query("UPDATE internal.projects SET pinned = true WHERE id = $1", {made.project.id}); // has no lease to pay
    tx.query("INSERT INTO internal.starters (slug, unfinished) VALUES ($1, $2) "
             "ON CONFLICT (slug) DO UPDATE SET unfinished = EXCLUDED.unfinished",
             {starter.slug, made.project.id});
    tx.commit();
    return made;
}

/// What the last run left.
struct State
{
    std::string project;
    std::string hash;
    std::string unfinished;
};

void install(App& app, const Starter& starter, const State& state)
{
    const NewProject made = begin(app, starter);
    deploy(app, starter, made);
    bootstrap(app, starter, made);
    publish(app, starter, made);
    discard(app, state.project);
    PgLease db(app.db);
    db.query("UPDATE internal.starters SET project_id = $2, content_hash = $3, unfinished = NULL WHERE slug = $1",
             {starter.slug, made.project.id, starter.hash});
}

std::map<std::string, State> loadStates(App& app)
{
    std::map<std::string, State> states;
    PgLease db(app.db);
    db.run(kTable);
    const PgRows rows = db.query("SELECT s.slug, coalesce(p.id, ''), coalesce(s.content_hash, ''), "
                                 "coalesce(s.unfinished, '') FROM internal.starters s LEFT JOIN internal.projects p "
                                 "ON p.id = s.project_id AND p.status = 'active'");
    for (int i = 0; i < rows.size(); ++i) {
        states[rows.text(i, 0)] = {rows.text(i, 1), rows.text(i, 2), rows.text(i, 3)};
    }
    return states;
}

void forget(App& app, const std::string& slug, const State& state)
{
    discard(app, state.project);
    PgLease db(app.db);
    db.query("DELETE FROM internal.starters WHERE slug = $1", {slug});
}

} // namespace

void StarterSeeder::start()
{
    m_stopping = false;
    m_thread = std::thread([this] {
        try {
            run();
        } catch (const std::exception& error) {
            m_app.log.note("error", std::string("starters: ") + error.what());
        }
    });
}

void StarterSeeder::stop()
{
    m_stopping = true;
    if (m_thread.joinable()) {
        m_thread.join();
    }
}

void StarterSeeder::run()
{
    const std::map<std::string, Starter> starters = builtIn();
    std::map<std::string, State> states = loadStates(m_app);
    for (auto& [slug, state] : states) {
        discard(m_app, state.unfinished);
        if (starters.count(slug) == 0) {
            forget(m_app, slug, state);
        }
    }
    for (const auto& [slug, starter] : starters) {
        const State& state = states[slug];
        if (m_stopping || (!state.project.empty() && state.hash == starter.hash)) {
            continue;
        }
        try {
            install(m_app, starter, state);
        } catch (const Refused& refused) {
            m_app.log.note("error", "starter " + slug + ": " + refused.response.body);
        } catch (const std::exception& error) {
            m_app.log.note("error", "starter " + slug + ": " + error.what());
        }
    }
}

} // namespace run402::sandbox
