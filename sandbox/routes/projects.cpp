// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/routes/projects.h"

#include "sandbox/app.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/crypto/jwt.h"
#include "sandbox/db/bootstrap.h"
#include "sandbox/guards.h"
#include "sandbox/pay/siwx.h"
#include "sandbox/routes/areas.h"
#include "sandbox/routes/tiers.h"
#include "sandbox/text.h"

#include <cstdio>

namespace run402::sandbox {
namespace {

Response quote()
{
    Json tiers;
    for (const Tier& tier : kTiers) {
        tiers[tier.name] = {{"price", tier.price},
                            {"lease_days", tier.leaseDays},
                            {"storage_mb", tier.storageMb},
                            {"api_calls", tier.apiCalls}};
    }
    return Response::json(200, {{"tiers", tiers}});
}

/// Lowest slot of an archived project (whose row goes), else the next number.
std::string allocateSlot(App& app, PgTransaction& tx)
{
    if (app.fakes.slotsExhausted) {
        refuse(503, "No schema slots available");
    }
    const PgRows reused = tx.query(
        "DELETE FROM internal.projects WHERE id = (SELECT id FROM internal.projects "
        "WHERE status IN ('archived', 'deleted') ORDER BY schema_slot LIMIT 1 FOR UPDATE SKIP LOCKED) "
        "RETURNING schema_slot");
    if (!reused.empty()) {
        return reused.text(0, 0);
    }
    try {
        char name[16];
        std::snprintf(name, sizeof name, "p%04d",
                      static_cast<int>(tx.query("SELECT nextval('internal.slot_seq')").integer(0, 0)));
        return name;
    } catch (const PgError& error) {
        if (error.sqlState() == "2200H") {
            refuse(503, "No schema slots available");
        }
        throw;
    }
}

std::string nameOf(const Request& request)
{
    const Json* name = member(request.json, "name");
    if (name == nullptr || name->is_null() || *name == "" || *name == false || *name == 0) {
        return "project-" + std::to_string(nowMs());
    }
    return name->is_string() ? name->get<std::string>() : dump(*name);
}

Response create(App& app, Request& request)
{
    const Tier& tier = *findTier(*walletTier(app, request.wallet).tier);
    PgTransaction tx(app.db);
    const NewProject made = createProject(app, tx, nameOf(request), request.wallet, tier);
    Response response = Response::json(201, {{"project_id", made.project.id},
                                             {"anon_key", made.anonKey},
                                             {"service_key", made.serviceKey},
                                             {"schema_slot", made.project.slot}});
    storeIdempotent(tx, request, response);
    tx.commit();
    return response;
}

Response remove(App& app, Request& request)
{
    requireServiceKey(app, request);
    if (request.project->id != request.param("id")) {
        refuse(403, "Service key does not match project");
    }
    PgTransaction tx(app.db);
    if (tx.query("SELECT 1 FROM internal.projects WHERE id = $1 AND status = 'active' FOR UPDATE",
                 {request.project->id})
            .empty()) {
        refuse(404, "Project not found or already archived");
    }
    archiveProject(app, tx, *request.project);
    tx.commit();
    emptyArchivedSlot(app, request.project->slot);
    return Response::json(200, {{"status", "archived"}, {"project_id", request.project->id}});
}

Response usage(App& app, Request& request)
{
    requireServiceKeyOfId(app, request);
    const Project& project = *request.project;
    const Tier* tier = findTier(project.tier);
    return Response::json(200, {{"project_id", project.id},
                                {"tier", project.tier},
                                {"api_calls", project.apiCalls + app.meter.pending(project.id)},
                                {"api_calls_limit", tier != nullptr ? tier->apiCalls : 0},
                                {"storage_bytes", project.storageBytes},
                                {"storage_limit_bytes", tier != nullptr ? storageLimit(*tier) : 0},
                                {"lease_expires_at", isoTime(project.leaseExpires)},
                                {"status", project.status}});
}

Response ofWallet(App& app, Request& request)
{
    const std::string wallet = lower(request.param("address"));
    if (!startsWith(wallet, "0x")) {
        refuse(400, "Invalid wallet address");
    }
    PgLease db(app.db);
    const PgRows rows =
        db.query("SELECT p.id, p.name, p.tier, p.status, p.api_calls, p.storage_bytes, "
                 "(extract(epoch FROM greatest(p.lease_expires_at, b.lease_expires_at)) * 1000)::bigint, "
                 "(extract(epoch FROM p.created_at) * 1000)::bigint FROM internal.projects p "
                 "LEFT JOIN internal.billing_accounts b ON b.wallet_address = p.wallet_address "
                 "WHERE p.wallet_address = $1 AND p.status = 'active' ORDER BY p.created_at DESC, p.id DESC",
                 {wallet});
    Json projects = Json::array();
    for (int i = 0; i < rows.size(); ++i) {
        projects.push_back({{"id", rows.text(i, 0)},
                            {"name", rows.text(i, 1)},
                            {"tier", rows.text(i, 2)},
                            {"status", rows.text(i, 3)},
                            {"api_calls", rows.integer(i, 4)},
                            {"storage_bytes", rows.integer(i, 5)},
                            {"lease_expires_at", isoTime(rows.integer(i, 6))},
                            {"created_at", isoTime(rows.integer(i, 7))}});
    }
    return Response::json(200, {{"wallet", wallet}, {"projects", projects}});
}

[[noreturn]] void refuseOperator()
{
    refuseWith(403, Json{{"admin_required", true},
                         {"message", "Requires platform admin key or SIWX auth from an admin wallet"}});
}

/// Operators may pin with their key or wallet; here the owner's wallet may too.
Response pin(App& app, Request& request, bool pinned)
{
    const auto project = app.project(request.param("id"));
    if (!project || project->status != "active") {
        refuse(404, "Project not found or inactive");
    }
    if (!hasAdminKey(app, request) && !signedByOwner(app, request, *project)) {
        if (!request.project) {
            requireServiceKeyOfId(app, request);
        }
        refuseOperator();
    }
    PgLease db(app.db);
    db.query("UPDATE internal.projects SET pinned = $2 WHERE id = $1", {project->id, pinned});
    return Response::json(200, {{"status", "ok"}, {"project_id", project->id}, {"pinned", pinned}});
}

Response setWallet(App& app, Request& request)
{
    if (!hasAdminKey(app, request)) {
        refuseOperator();
    }
    const auto wallet = textMember(request.json, "wallet_address");
    if (!wallet || !isAddress(*wallet)) {
        refuse(400, "Invalid wallet_address");
    }
    PgLease db(app.db);
    if (db.query("UPDATE internal.projects SET wallet_address = $2 WHERE id = $1",
                 {request.param("id"), lower(*wallet)})
            .affected() == 0) {
        refuse(404, "Project not found");
    }
    return Response::json(
        200, {{"status", "ok"}, {"project_id", request.param("id")}, {"wallet_address", *wallet}});
}

} // namespace

NewProject createProject(App& app, PgTransaction& tx, const std::string& name, const std::string& wallet,
                         const Tier& tier)
{
    const std::int64_t now = nowMs();
    const std::int64_t leaseSeconds = std::int64_t{tier.leaseDays} * 24 * 3600;
    NewProject made;
    Project& project = made.project;
    project.slot = allocateSlot(app, tx);
    project.id = "prj_" + std::to_string(now) + '_' + project.slot.substr(1);
    project.name = name;
    project.tier = tier.name;
    project.status = "active";
    project.wallet = wallet;
    project.leaseExpires = now + leaseSeconds * 1000;
    project.keyExpires = now / 1000 + leaseSeconds;
    app.slots.renew(project.slot);
    app.schemaChanged(project.slot);
    tx.query(
        "INSERT INTO internal.projects (id, name, schema_slot, tier, lease_started_at, lease_expires_at, "
        "key_expires_at, wallet_address) VALUES ($1, $2, $3, $4, to_timestamp($5::bigint / 1000.0), "
        "to_timestamp($6::bigint / 1000.0), $7, $8)",
        {project.id, name, project.slot, project.tier, now, project.leaseExpires, project.keyExpires,
         wallet.empty() ? std::optional<std::string>() : wallet});
    made.anonKey =
        signJwt({{"role", "anon"}, {"project_id", project.id}, {"iss", "agentdb"}, {"iat", now / 1000}},
                projectSecret(app, project.id));
    made.serviceKey = serviceKey(app, project, now / 1000);
    return made;
}

std::string serviceKey(const App& app, const Project& project, std::int64_t issuedAt)
{
    return signJwt({{"role", "service_role"},
                    {"project_id", project.id},
                    {"iss", "agentdb"},
                    {"iat", issuedAt},
                    {"exp", project.keyExpires}},
                   projectSecret(app, project.id));
}

void archiveProject(App& app, PgTransaction& tx, const Project& project)
{
    tx.query("DELETE FROM internal.users WHERE project_id = $1", {project.id});
    tx.query("DELETE FROM internal.functions WHERE project_id = $1", {project.id});
    tx.query("DELETE FROM internal.function_logs WHERE project_id = $1", {project.id});
    tx.query("DELETE FROM internal.secrets WHERE project_id = $1", {project.id});
    tx.query("UPDATE internal.projects SET status = 'archived' WHERE id = $1", {project.id});
    app.functions.discard(project.id);
    app.meter.forget(project.id);
}

void emptyArchivedSlot(App& app, const std::string& slot)
{
    try {
        PgTransaction tx(app.db);
        const PgRows mine = tx.query("SELECT 1 FROM internal.projects WHERE schema_slot = $1 "
                                     "AND status <> 'active' FOR UPDATE",
                                     {slot});
        if (!mine.empty()) { // held, so that the slot is not given away meanwhile
            app.slots.renew(slot);
        }
        tx.commit();
    } catch (const PgError& error) { // whoever gets the slot next empties it anyway
        app.log.note("error", "slot " + slot + ": " + error.what());
    }
    app.schemaChanged(slot);
}

bool signedByOwner(App& app, const Request& request, const Project& project)
{
    const std::string wallet = checkSignIn(request).wallet;
    return !wallet.empty() && (wallet == project.wallet || app.isAdminWallet(wallet));
}

void addProjectRoutes(App& app)
{
    app.router.add({"GET", "/projects/v1", [](Request&) { return quote(); }});
    app.router.add({"POST", "/projects/v1/quote", [](Request&) { return quote(); }});
    Route make{"POST", "/projects/v1", [&app](Request& r) { return create(app, r); }, Gate::SiwxTier,
               "Create a new Postgres project (requires active tier)"};
    make.idempotent = true;
    app.router.add(std::move(make));
    app.router.add({"DELETE", "/projects/v1/:id", [&app](Request& r) { return remove(app, r); }});
    app.router.add({"GET", "/wallets/v1/:address/projects", [&app](Request& r) { return ofWallet(app, r); }});
    app.router.add({"GET", "/projects/v1/admin/:id/usage", [&app](Request& r) { return usage(app, r); }});
    app.router.add({"POST", "/projects/v1/admin/:id/pin", [&app](Request& r) { return pin(app, r, true); }});
    app.router.add(
        {"POST", "/projects/v1/admin/:id/unpin", [&app](Request& r) { return pin(app, r, false); }});
    app.router.add(
        {"PUT", "/projects/v1/admin/:id/wallet", [&app](Request& r) { return setWallet(app, r); }});
}

} // namespace run402::sandbox
