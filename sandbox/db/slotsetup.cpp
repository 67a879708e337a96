// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/db/bootstrap.h"
#include "sandbox/db/slots.h"

#include <set>

namespace run402::sandbox {
namespace {

constexpr const char* kMark = "run402 slot, content 1"; ///< counted up when kContent changes
constexpr const char* kUnfinishedTemplate = "run402_slot_new";
constexpr const char* kSlotName = "^p[0-9]{4}$";

// What every slot's database has apart from its schema. The event trigger has
// the name it has at the service; it tells admin SQL that the REST engine must
// look at the schema again, where the service's notifies a channel.
constexpr const char* kContent = R"sql(
CREATE SCHEMA IF NOT EXISTS auth;
GRANT USAGE ON SCHEMA auth TO PUBLIC;
CREATE OR REPLACE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT NULLIF(NULLIF(current_setting('request.jwt.claims', true), '')::json->>'sub', '')::uuid $$;
CREATE OR REPLACE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT NULLIF(current_setting('request.jwt.claims', true), '')::json->>'role' $$;
CREATE OR REPLACE FUNCTION auth.project_id() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT NULLIF(current_setting('request.jwt.claims', true), '')::json->>'project_id' $$;

CREATE SCHEMA IF NOT EXISTS internal;
REVOKE ALL ON SCHEMA internal FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
CREATE OR REPLACE FUNCTION internal.notify_pgrst() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_catalog.set_config('run402.schema_changed', 'yes', false); END $$;
DROP EVENT TRIGGER IF EXISTS pgrst_reload;
CREATE EVENT TRIGGER pgrst_reload ON ddl_command_end EXECUTE FUNCTION internal.notify_pgrst();
)sql";

std::vector<std::string> namesOf(PgLease& lease, const std::string& query, std::initializer_list<PgParam> params)
{
    std::vector<std::string> names;
    const PgRows rows = lease.query(query, params);
    for (int i = 0; i < rows.size(); ++i) {
        names.push_back(rows.text(i, 0));
    }
    return names;
}

void fill(const ConnInfo& connInfo, const std::string& database)
{
    PgPool inside(connInfo("postgres", database), "", 1);
    PgTransaction tx(inside);
    tx.run(kContent);
    tx.commit();
}

void drop(PgLease& maintenance, const std::string& database)
{
    maintenance.run("DROP DATABASE IF EXISTS " + quoteIdent(database) + " WITH (FORCE)");
}

bool isMarked(PgLease& maintenance, const std::string& database)
{
    return !maintenance
                .query("SELECT 1 FROM pg_database WHERE datname = $1 AND shobj_description(oid, 'pg_database') = $2",
                       {database, kMark})
                .empty();
}

void prepareTemplate(const ConnInfo& connInfo, PgLease& maintenance)
{
    if (isMarked(maintenance, kSlotTemplate)) {
        return;
    }
    drop(maintenance, kUnfinishedTemplate);
    maintenance.run(std::string("CREATE DATABASE ") + kUnfinishedTemplate);
    fill(connInfo, kUnfinishedTemplate);
    drop(maintenance, kSlotTemplate);
    maintenance.run(std::string("ALTER DATABASE ") + kUnfinishedTemplate + " RENAME TO " + kSlotTemplate);
    // one open session would keep it from being copied
    maintenance.run(std::string("ALTER DATABASE ") + kSlotTemplate + " ALLOW_CONNECTIONS false");
    maintenance.run(slotMark(kSlotTemplate));
}

/// Slots that are still schemas of the common database, and of these the ones
/// a project lives in.
struct OldSlots
{
    std::vector<std::string> all;
    std::vector<std::string> used;
};

OldSlots oldSlots(const ConnInfo& connInfo)
{
    PgPool common(connInfo("postgres", kDatabase), "", 1);
    PgLease lease(common);
    OldSlots slots;
    slots.all = namesOf(lease, "SELECT nspname FROM pg_namespace WHERE nspname ~ $1", {kSlotName});
    if (!slots.all.empty()) {
        slots.used = namesOf(lease,
                             "SELECT p.schema_slot FROM internal.projects p JOIN pg_namespace n "
                             "ON n.nspname = p.schema_slot WHERE p.status = 'active'",
                             {});
    }
    return slots;
}

/// A copy of the common database without everything that is not the slot's.
void moveOut(const ConnInfo& connInfo, PgLease& maintenance, const std::string& slot,
             const std::vector<std::string>& all)
{
    const std::string unfinished = slot + "_moving";
    makeSlotRoles(maintenance, slot);
    drop(maintenance, unfinished);
    maintenance.run("CREATE DATABASE " + unfinished + " TEMPLATE " + kDatabase);
    {
        PgPool inside(connInfo("postgres", unfinished), "", 1);
        PgLease lease(inside);
        for (const std::string& other : all) {
            if (other != slot) {
                lease.run("DROP SCHEMA " + other + " CASCADE");
            }
        }
        // whose these are is known only of the owner's own
        lease.query("SELECT lo_unlink(l.oid) FROM pg_largeobject_metadata l JOIN pg_roles r ON r.oid = l.lomowner "
                    "WHERE r.rolname <> $1",
                    {slotOwner(slot)});
        lease.run("DROP SCHEMA IF EXISTS internal CASCADE");
        lease.run("DROP SCHEMA IF EXISTS internal_clock CASCADE");
        lease.run(kContent);
    }
    maintenance.run("ALTER DATABASE " + unfinished + " RENAME TO " + slot);
    closeSlotToOthers(maintenance, slot);
    maintenance.run(slotMark(slot));
}

void moveOldSlots(const ConnInfo& connInfo, PgLease& maintenance)
{
    const OldSlots old = oldSlots(connInfo);
    for (const std::string& slot : old.used) {
        if (maintenance.query("SELECT 1 FROM pg_database WHERE datname = $1", {slot}).empty()) {
            moveOut(connInfo, maintenance, slot, old.all);
        }
    }
    if (!old.all.empty()) {
        PgPool common(connInfo("postgres", kDatabase), "", 1);
        PgLease lease(common);
        for (const std::string& slot : old.all) {
            lease.run("DROP SCHEMA " + slot + " CASCADE");
        }
    }
}

} // namespace

std::string slotMark(const std::string& slot)
{
    return "COMMENT ON DATABASE " + slot + " IS " + quoteLiteral(kMark);
}

void prepareSlots(const ConnInfo& connInfo)
{
    PgPool pool(connInfo("postgres", "postgres"), "", 1);
    PgLease maintenance(pool);
    prepareTemplate(connInfo, maintenance);
    for (const std::string& slot : namesOf(maintenance, "SELECT datname FROM pg_database WHERE datname ~ $1", {kSlotName})) {
        if (!isMarked(maintenance, slot)) {
            fill(connInfo, slot);
            closeSlotToOthers(maintenance, slot);
            maintenance.run(slotMark(slot));
        }
    }
    moveOldSlots(connInfo, maintenance);
}

void dropSlots(PgLease& maintenance)
{
    for (const std::string& slot : namesOf(maintenance, "SELECT datname FROM pg_database WHERE datname ~ $1", {kSlotName})) {
        drop(maintenance, slot);
    }
    for (const std::string& role : namesOf(maintenance, "SELECT rolname FROM pg_roles WHERE rolname ~ '^p[0-9]+_(owner|rest)$'", {})) {
        maintenance.run("DROP ROLE " + quoteIdent(role));
    }
}

} // namespace run402::sandbox
