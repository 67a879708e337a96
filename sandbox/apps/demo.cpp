// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/apps/demo.h"

#include "sandbox/app.h"
#include "sandbox/apps/install.h"
#include "sandbox/db/bootstrap.h"
#include "sandbox/routes/projects.h"
#include "sandbox/text.h"

namespace run402::sandbox {
namespace {

struct Limit
{
    DemoUse use;
    const char* config;
    int fallback;
    const char* code;
    const char* type;
    const char* word; ///< in the message
};

constexpr Limit kLimits[] = {
    {DemoUse::Insert, "max_row_inserts", 50, "DEMO_ROW_INSERT_LIMIT", "row_inserts", "insert"},
    {DemoUse::Delete, "max_row_deletes", 20, "DEMO_ROW_DELETE_LIMIT", "row_deletes", "delete"},
    {DemoUse::User, "max_auth_users", 3, "DEMO_AUTH_USER_LIMIT", "auth_users", "signup"},
    {DemoUse::File, "max_storage_files", 5, "DEMO_STORAGE_FILE_LIMIT", "storage_files", "file upload"},
    {DemoUse::Invocation, "max_function_invocations", 100, "DEMO_FUNCTION_INVOCATION_LIMIT",
     "function_invocations", "function invocation"},
};

/// Settings of a demo project.
struct Demo
{
    Json config;
    std::string version;
    std::int64_t resetsAt = 0; ///< Unix milliseconds
};

std::int64_t number(const Json& config, const char* key, std::int64_t fallback)
{
    const Json* value = member(config, key);
    return value != nullptr && value->is_number() ? value->get<std::int64_t>() : fallback;
}

Demo load(App& app, const std::string& project)
{
    PgLease db(app.db);
    const PgRows rows = db.query("SELECT demo_config, demo_source_version_id, "
                                 "(extract(epoch FROM demo_last_reset_at) * 1000)::bigint "
                                 "FROM internal.projects WHERE id = $1",
                                 {project});
    Demo demo;
    demo.config = parseJson(rows.empty() ? "{}" : rows.text(0, 0)).value_or(Json::object());
    demo.version = rows.empty() ? "" : rows.text(0, 1);
    demo.resetsAt =
        (rows.empty() ? 0 : rows.integer(0, 2)) + number(demo.config, "reset_interval_hours", 4) * 3600000;
    return demo;
}

[[noreturn]] void refuseDemo(const Demo& demo, const char* code, const std::string& message, const char* type,
                             std::int64_t current, std::int64_t highest)
{
    Json body{{"error", "demo_limit_reached"}, {"code", code}};
    body["message"] =
        "This is a live demo. " + message + " Fork this app to get your own copy with no limits.";
    body["limit_type"] = type;
    if (highest >= 0) {
        body["current"] = current;
        body["max"] = highest;
    }
    if (!demo.version.empty()) {
        body["fork"] = {{"version_id", demo.version},
                        {"fork_url", "https://run402.com/apps#" + demo.version}};
    }
    body["resets_at"] = isoTime(demo.resetsAt);
    const std::int64_t wait = std::max<std::int64_t>(1, (demo.resetsAt - nowMs() + 999) / 1000);
    throw Refused{Response::json(429, body).set("Retry-After", std::to_string(wait))};
}

/// Empties the demo and fills it from its version again.
void rebuild(App& app, const Project& project, const std::string& versionId)
{
    app.demos.setMaintenance(project.id, true);
    try {
        app.slots.renew(project.slot);
        app.schemaChanged(project.slot);
        PgTransaction tx(app.db);
        tx.query("DELETE FROM internal.users WHERE project_id = $1", {project.id});
        tx.query("DELETE FROM internal.functions WHERE project_id = $1", {project.id});
        tx.query("DELETE FROM internal.storage_objects WHERE project_id = $1", {project.id});
        tx.query("UPDATE internal.projects SET storage_bytes = 0, demo_last_reset_at = now(), "
                 "demo_source_version_id = $2 WHERE id = $1",
                 {project.id, versionId});
        tx.commit();
        std::error_code ignored;
        std::filesystem::remove_all(app.options.data / "storage" / project.id, ignored);
        installVersion(app, project, versionId, app.baseUrl());
        app.demos.clear(project.id);
    } catch (...) {
        app.demos.setMaintenance(project.id, false);
        throw;
    }
    app.demos.setMaintenance(project.id, false);
}

Project createDemo(App& app, const Project& source)
{
    PgTransaction tx(app.db);
    const NewProject made = createProject(app, tx, "demo-" + source.name, "", kTiers.front());
    tx.query(
        "UPDATE internal.projects SET pinned = true, demo_mode = true, demo_config = $2, "
        "demo_source_project_id = $3, demo_last_reset_at = now() WHERE id = $1",
        {made.project.id,
         R"({"max_row_inserts":50,"max_auth_users":3,"max_storage_files":5,"max_row_deletes":20,)"
         R"("max_function_invocations":100,"reset_interval_hours":4,"allow_edits":true,"allow_deletes":true,)"
         R"("banner_text":"This is a live demo"})",
         source.id});
    tx.commit();
    return made.project;
}

} // namespace

std::int64_t DemoCounters::add(const std::string& project, DemoUse use)
{
    const std::lock_guard lock(m_mutex);
    return m_counts[{project, use}]++;
}

std::int64_t DemoCounters::get(const std::string& project, DemoUse use)
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_counts.find({project, use});
    return it == m_counts.end() ? 0 : it->second;
}

void DemoCounters::clear(const std::string& project)
{
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_counts, [&](const auto& entry) { return entry.first.first == project; });
}

void DemoCounters::clearAll()
{
    const std::lock_guard lock(m_mutex);
    m_counts.clear();
    m_maintenance.clear();
}

void DemoCounters::setMaintenance(const std::string& project, bool on)
{
    const std::lock_guard lock(m_mutex);
    if (on) {
        m_maintenance.insert(project);
    } else {
        m_maintenance.erase(project);
    }
}

bool DemoCounters::maintenance(const std::string& project)
{
    const std::lock_guard lock(m_mutex);
    return m_maintenance.count(project) != 0;
}

void requireDemoOpen(App& app, const Project& project)
{
    if (project.demo && app.demos.maintenance(project.id)) {
        throw Refused{Response::json(503, {{"error", "Demo is resetting. Try again in a few seconds."},
                                           {"retry_after", 30}})
                          .set("Retry-After", "30")};
    }
}

void refuseOnDemo(App& app, const Project& project, const char* what)
{
    if (project.demo) {
        refuseDemo(load(app, project.id), "DEMO_BLOCKED",
                   std::string(what) + " is not available in demo mode.", "blocked", 0, -1);
    }
}

void countDemoUse(App& app, const Project& project, DemoUse use)
{
    if (!project.demo) {
        return;
    }
    const Demo demo = load(app, project.id);
    for (const Limit& limit : kLimits) {
        if (limit.use != use) {
            continue;
        }
        const std::int64_t highest = number(demo.config, limit.config, limit.fallback);
        const std::int64_t current = app.demos.get(project.id, use);
        if (current >= highest) {
            refuseDemo(demo, limit.code, std::string("You've reached the ") + limit.word + " limit.",
                       limit.type, current, highest);
        }
    }
    app.demos.add(project.id, use);
}

void guardDemoRest(App& app, const Project& project, const std::string& method)
{
    if (!project.demo || method == "GET" || method == "HEAD") {
        return;
    }
    if (method == "POST") {
        countDemoUse(app, project, DemoUse::Insert);
        return;
    }
    const char* const permission = method == "DELETE" ? "allow_deletes" : "allow_edits";
    const Demo demo = load(app, project.id);
    const Json* allowed = member(demo.config, permission);
    if (allowed != nullptr && *allowed == false) {
        refuseDemo(demo, "DEMO_BLOCKED",
                   std::string(method == "DELETE" ? "Deleting" : "Editing") +
                       " is not available in demo mode.",
                   "blocked", 0, -1);
    }
    if (method == "DELETE") {
        countDemoUse(app, project, DemoUse::Delete);
    }
}

void refreshDemo(App& app, const Project& source, const std::string& versionId)
{
    try {
        std::string existing;
        {
            PgLease db(app.db);
            const PgRows rows = db.query("SELECT id FROM internal.projects WHERE demo_source_project_id = $1 "
                                         "AND status = 'active'",
                                         {source.id});
            existing = rows.empty() ? "" : rows.text(0, 0);
        }
        const auto known = app.project(existing);
        rebuild(app, known ? *known : createDemo(app, source), versionId);
    } catch (const std::exception& error) {
        app.log.note("error", std::string("demo: ") + error.what());
    } catch (const Refused& refused) {
        app.log.note("error", "demo: " + refused.response.body);
    }
}

void runDemoJob(App& app)
{
    const PgRows due = [&] {
        PgLease db(app.db);
        return db.query(
            "SELECT id, demo_source_version_id FROM internal.projects WHERE demo_mode "
            "AND status = 'active' AND demo_source_version_id IS NOT NULL AND demo_last_reset_at < now() "
            "- make_interval(hours => coalesce((demo_config->>'reset_interval_hours')::int, 4))");
    }();
    for (int i = 0; i < due.size(); ++i) {
        if (const auto project = app.project(due.text(i, 0))) {
            try {
                rebuild(app, *project, due.text(i, 1));
            } catch (const Refused& refused) {
                app.log.note("error", "demo reset: " + refused.response.body);
            }
        }
    }
}

} // namespace run402::sandbox
