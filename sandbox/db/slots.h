// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/db/pg.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace run402::sandbox {

/// Conninfo of the private cluster for a login role and a database.
using ConnInfo = std::function<std::string(const std::string& user, const std::string& database)>;

/// Login role that owns the objects of a slot, e.g. p0042_owner.
std::string slotOwner(const std::string& slot);
/// Login role of the REST engine for a slot, e.g. p0042_rest.
std::string slotRest(const std::string& slot);

/// The database every new slot is copied from, made by prepareSlots().
inline constexpr const char* kSlotTemplate = "run402_slot";

/// The statement that marks a database as having the content of this version.
std::string slotMark(const std::string& slot);

/// Makes the login roles of a slot and takes back what was granted on them.
void makeSlotRoles(PgLease& maintenance, const std::string& slot);

/// Lets nobody but the slot's own roles connect to its database.
void closeSlotToOthers(PgLease& maintenance, const std::string& slot);

/// Makes the template; brings databases of slots up to what this version
/// expects; moves slots that an earlier version kept as schemas of the common
/// database into databases of their own. Idempotent, safe after interruptions.
void prepareSlots(const ConnInfo& connInfo);

/// Deletes the databases and login roles of all slots; ends their connections.
void dropSlots(PgLease& maintenance);


/// The projects' databases: one for each slot, named like it, with one schema
/// of that name. The roles anon, authenticated and service_role are those of
/// the whole cluster, so what a slot's own functions can reach as one of them
/// ends where the database does. Thread: any.
class Slots
{
public:
    explicit Slots(ConnInfo connInfo);

    PgPool& owner(const std::string& slot); ///< for admin SQL and access rules
    PgPool& rest(const std::string& slot);  ///< for the REST engine

    /// Leaves an empty slot, whatever was there: its database is made or
    /// emptied and its sessions are ended. Throws PgError.
    void renew(const std::string& slot);

    void closeIdle() { m_budget.closeIdle(); m_maintenance.closeIdle(); }
    void closeUnused();

private:
    struct Pools
    {
        PgPool owner;
        PgPool rest;
    };
    Pools& of(const std::string& slot);

    ConnInfo m_connInfo;
    PgBudget m_budget;
    PgPool m_maintenance;
    std::mutex m_mutex;
    std::map<std::string, std::unique_ptr<Pools>> m_pools; ///< never removed: others hold references
};

} // namespace run402::sandbox
