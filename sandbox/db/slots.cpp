// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/db/slots.h"

namespace run402::sandbox {
namespace {

constexpr int kAllConnections = 112; // of the cluster's 200; the rest is for metadata, tools and ourselves
constexpr int kOwnerConnections = 8;
constexpr int kRestConnections = 48;
constexpr std::chrono::seconds kUnused{120};

void grantNothingLeft(PgLease& lease, const std::string& role)
{
    // the former project's owner may have given its own role to others
    const PgRows members = lease.query("SELECT m.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member "
                                       "JOIN pg_roles r ON r.oid = a.roleid WHERE r.rolname = $1",
                                       {role});
    for (int i = 0; i < members.size(); ++i) {
        lease.run("REVOKE " + role + " FROM " + quoteIdent(members.text(i, 0)));
    }
    lease.run("ALTER ROLE " + role + " RESET ALL");
}

void makeSchema(PgTransaction& tx, const std::string& slot)
{
    const std::string owner = slotOwner(slot);
    tx.run("DROP SCHEMA IF EXISTS " + slot + " CASCADE");
    tx.run("SELECT lo_unlink(oid) FROM pg_largeobject_metadata"); // these belong to no schema
    tx.run("CREATE SCHEMA " + slot + " AUTHORIZATION " + owner);
    tx.run("GRANT USAGE ON SCHEMA " + slot + " TO anon, authenticated, service_role");
    const std::string defaults = "ALTER DEFAULT PRIVILEGES FOR ROLE " + owner + " IN SCHEMA " + slot + " GRANT ";
    tx.run(defaults + "SELECT ON TABLES TO anon");
    tx.run(defaults + "SELECT, INSERT, UPDATE, DELETE ON TABLES TO authenticated");
    tx.run(defaults + "ALL ON TABLES TO service_role");
    tx.run(defaults + "USAGE, SELECT ON SEQUENCES TO anon, authenticated, service_role");
}

} // namespace

std::string slotOwner(const std::string& slot)
{
    return slot + "_owner";
}

std::string slotRest(const std::string& slot)
{
    return slot + "_rest";
}

void makeSlotRoles(PgLease& lease, const std::string& slot)
{
    const auto make = [&](const std::string& role, const char* extra) {
        if (lease.query("SELECT 1 FROM pg_roles WHERE rolname = $1", {role}).empty()) {
            lease.run("CREATE ROLE " + role + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT" + extra);
        }
        grantNothingLeft(lease, role);
    };
    make(slotOwner(slot), " BYPASSRLS");
    lease.run("ALTER ROLE " + slotOwner(slot) + " SET statement_timeout = '120s'");
    lease.run("ALTER ROLE " + slotOwner(slot) + " SET search_path = " + slot); // also after a ROLLBACK in the text
    make(slotRest(slot), "");
    lease.run("ALTER ROLE " + slotRest(slot) + " SET track_activities = off"); // nobody looks; it costs every statement
    lease.run("GRANT anon, authenticated, service_role TO " + slotRest(slot));
}

void closeSlotToOthers(PgLease& lease, const std::string& slot)
{
    lease.run("REVOKE CONNECT ON DATABASE " + slot + " FROM PUBLIC");
    lease.run("GRANT CONNECT ON DATABASE " + slot + " TO " + slotOwner(slot) + ", " + slotRest(slot));
    for (const std::string& role : {slotOwner(slot), slotRest(slot)}) {
        lease.run("ALTER ROLE " + role + " IN DATABASE " + slot + " RESET ALL");
    }
}

Slots::Slots(ConnInfo connInfo)
    : m_connInfo(std::move(connInfo)), m_budget(kAllConnections),
      m_maintenance(m_connInfo("postgres", "postgres"), "", 2)
{
}

Slots::Pools& Slots::of(const std::string& slot)
{
    const std::lock_guard lock(m_mutex);
    std::unique_ptr<Pools>& pools = m_pools[slot];
    if (!pools) {
        pools.reset(new Pools{{m_connInfo(slotOwner(slot), slot), "", kOwnerConnections, m_budget},
                              {m_connInfo(slotRest(slot), slot), "", kRestConnections, m_budget}});
    }
    return *pools;
}

PgPool& Slots::owner(const std::string& slot)
{
    return of(slot).owner;
}

PgPool& Slots::rest(const std::string& slot)
{
    return of(slot).rest;
}

void Slots::closeUnused()
{
    m_budget.closeUnused(kUnused);
}

void Slots::renew(const std::string& slot)
{
    Pools& pools = of(slot);
    pools.owner.closeIdle();
    pools.rest.closeIdle();
    PgLease lease(m_maintenance); // to the end: few at a time, also of the connections below
    makeSlotRoles(lease, slot);
    if (lease.query("SELECT 1 FROM pg_database WHERE datname = $1", {slot}).empty()) {
        lease.run("CREATE DATABASE " + slot + " TEMPLATE " + kSlotTemplate);
        lease.run(slotMark(slot));
    } else {
        // also what they hold: temporary tables, settings, locks
        lease.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", {slot});
    }
    closeSlotToOthers(lease, slot);
    PgPool inside(m_connInfo("postgres", slot), "", 1);
    PgTransaction tx(inside);
    makeSchema(tx, slot);
    tx.commit();
}

} // namespace run402::sandbox
