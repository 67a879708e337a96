// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/app.h"
#include "sandbox/lifecycle.h"
#include "sandbox/pay/billing.h"
#include "sandbox/pay/tempo.h"
#include "sandbox/routes/areas.h"
#include "sandbox/routes/tiers.h"
#include "sandbox/text.h"

#include <map>

namespace run402::sandbox {
namespace {

std::string need(const Json& args, const char* key)
{
    const auto value = textMember(args, key);
    if (!value) {
        refuse(400, std::string("control: '") + key + "' is missing");
    }
    return *value;
}

double seconds(const Json& args, const char* key, double fallback)
{
    const Json* value = member(args, key);
    return value != nullptr && value->is_number() ? value->get<double>() : fallback;
}

/// Solana addresses are told apart by their case, others are not.
std::string walletOf(const Json& args)
{
    const std::string wallet = need(args, "wallet");
    return startsWith(lower(wallet), "0x") ? lower(wallet) : wallet;
}

/// A tier without paying for it when "tier" is given.
void walletLease(App& app, const Json& args)
{
    const auto tier = textMember(args, "tier");
    if (tier && findTier(*tier) == nullptr) {
        refuse(400, "control: no tier '" + *tier + "'");
    }
    PgTransaction tx(app.db);
    const Account account = lockAccount(tx, walletOf(args), true);
    tx.query("UPDATE internal.billing_accounts SET lease_expires_at = now() + make_interval(secs => $2), "
             "lease_started_at = CASE WHEN $3::float8 IS NULL THEN lease_started_at "
             "ELSE now() + make_interval(secs => $3::float8) END WHERE id = $1",
             {account.id, std::to_string(seconds(args, "expires_in_s", 0)),
              args.contains("started_in_s") ? std::optional(std::to_string(seconds(args, "started_in_s", 0)))
                                            : std::nullopt});
    if (tier) {
        tx.query("UPDATE internal.billing_accounts SET tier = $2, lease_started_at = "
                 "coalesce(lease_started_at, now()) WHERE id = $1",
                 {account.id, *tier});
    }
    tx.commit();
}

void projectLease(App& app, const Json& args)
{
    PgLease db(app.db);
    db.query(
        "UPDATE internal.projects SET lease_expires_at = now() + make_interval(secs => $2) WHERE id = $1",
        {need(args, "project_id"), std::to_string(seconds(args, "expires_in_s", 0))});
}

void projectUsage(App& app, const Json& args)
{
    const std::string id = need(args, "project_id");
    PgLease db(app.db);
    for (const char* column : {"api_calls", "storage_bytes"}) {
        const Json* value = member(args, column);
        if (value != nullptr && value->is_number()) {
            db.query(std::string("UPDATE internal.projects SET ") + column + " = $2 WHERE id = $1",
                     {id, value->get<std::int64_t>()});
        }
    }
    if (args.contains("api_calls")) {
        app.meter.forget(id);
    }
}

void accountStatus(App& app, const Json& args)
{
    PgTransaction tx(app.db);
    const Account account = lockAccount(tx, walletOf(args), true);
    tx.query("UPDATE internal.billing_accounts SET status = $2 WHERE id = $1",
             {account.id, need(args, "status")});
    tx.commit();
}

void slots(App& app, const Json& args)
{
    const Json* value = member(args, "exhausted");
    app.fakes.slotsExhausted = value != nullptr && *value == true;
}

void fake(App& app, const Json& args)
{
    const std::string mode = need(args, "mode");
    const Json* value = member(args, "value");
    const bool down = value != nullptr && *value == "down";
    if (mode == "rest") {
        app.fakes.restDown = down;
    } else if (mode == "cdn") {
        app.fakes.cdnDown = down;
    } else if (mode == "status") {
        app.fakes.statusDown = down;
    } else if (mode == "settle") {
        const bool any = value != nullptr && value->is_string();
        app.fakes.settling = !any ? Fakes::Works : *value == "throw" ? Fakes::Throws : Fakes::Reverts;
    } else if (mode == "verify") {
        app.fakes.verifying = value != nullptr && value->is_number() && *value == 500;
    } else if (mode == "lambda") {
        app.fakes.deploying = value != nullptr && *value == "conflict";
    } else if (mode == "treasury") {
        app.fakes.treasury = value != nullptr && value->is_number() ? value->get<std::int64_t>() : -1;
    } else {
        refuse(400, "control: no stand-in '" + mode + "'");
    }
}

void rateLimit(App& app, const Json& args)
{
    app.rateLimiter.setPerSecond(seconds(args, "per_second", 100));
}

void expireIdempotency(App& app, const Json& args)
{
    PgLease db(app.db);
    db.query("UPDATE internal.idempotency_keys SET route = $2 WHERE key = $1",
             {need(args, "key"), "POST:" + need(args, "path")});
}

void expireRefreshToken(App& app, const Json& args)
{
    PgLease db(app.db);
    db.query(
        "UPDATE internal.refresh_tokens SET expires_at = now() - interval '1 second' WHERE id::text = $1",
        {need(args, "refresh_token")});
}

void deleteUser(App& app, const Json& args)
{
    PgLease db(app.db);
    db.query("DELETE FROM internal.users WHERE id::text = $1", {need(args, "user_id")});
}

void expireOauth(App& app, const char* table)
{
    PgLease db(app.db);
    db.query(std::string("UPDATE internal.") + table + " SET expires_at = now() - interval '1 second'");
}

void alterVersion(App& app, const Json& args, const char* assignment, const char* value)
{
    PgLease db(app.db);
    db.query(std::string("UPDATE internal.app_versions SET ") + assignment + " WHERE id = $1",
             {need(args, "version_id"), textMember(args, value).value_or("")});
}

void dropFunctionSource(App& app, const Json& args)
{
    PgLease db(app.db);
    db.query("UPDATE internal.functions SET source = NULL WHERE project_id = $1 AND name = $2",
             {need(args, "project_id"), need(args, "name")});
}

void demoMode(App& app, const Json& args)
{
    const std::string id = need(args, "project_id");
    const Json* maintenance = member(args, "maintenance");
    if (maintenance != nullptr) {
        app.demos.setMaintenance(id, *maintenance == true);
        return;
    }
    const Json* config = member(args, "config");
    PgLease db(app.db);
    db.query("UPDATE internal.projects SET demo_mode = true, demo_config = $2, demo_source_version_id = $3, "
             "demo_last_reset_at = now() - make_interval(secs => $4) WHERE id = $1",
             {id, config != nullptr ? dump(*config) : "{}", textMember(args, "version_id"),
              std::to_string(seconds(args, "reset_seconds_ago", 0))});
    app.demos.clear(id);
}

void tempoTransfer(App& app, const Json& args)
{
    PgTransaction tx(app.db);
    recordTransfer(tx, kTempo, {need(args, "from"), need(args, "to"), need(args, "amount"), need(args, "hash")});
    tx.commit();
}

using Action = void (*)(App&, const Json&);

Response control(App& app, Request& request)
{
    static const std::map<std::string, Action> actions = {
        {"wallet_lease", walletLease},
        {"project_lease", projectLease},
        {"project_usage", projectUsage},
        {"rate_limit", rateLimit},
        {"account_status", accountStatus},
        {"slots", slots},
        {"fake", fake},
        {"idempotency_poison", expireIdempotency},
        {"expire_refresh_token", expireRefreshToken},
        {"delete_user", deleteUser},
        {"expire_oauth_state", [](App& a, const Json&) { expireOauth(a, "oauth_transactions"); }},
        {"expire_oauth_codes", [](App& a, const Json&) { expireOauth(a, "oauth_codes"); }},
        {"version_status", [](App& a, const Json& args) { alterVersion(a, args, "status = $2", "status"); }},
        {"version_min_tier",
         [](App& a, const Json& args) { alterVersion(a, args, "min_tier = $2", "min_tier"); }},
        {"corrupt_bundle",
         [](App& a, const Json& args) { alterVersion(a, args, "bundle = bundle || ' ' || $2", "note"); }},
        {"drop_function_source", dropFunctionSource},
        {"tempo_transfer", tempoTransfer},
        {"demo_mode", demoMode},
        {"flush_metering", [](App& a, const Json&) { a.meter.flush(a.db); }},
        {"run_lease_job", [](App& a, const Json&) { runLeaseJob(a); }},
        {"admin_wallet", [](App& a, const Json& args) { a.addAdminWallet(walletOf(args)); }},
    };
    const std::string name = textMember(request.json, "action").value_or("");
    const auto action = actions.find(name);
    if (action == actions.end()) {
        refuse(400, "control: unknown action '" + name + "'");
    }
    const Json* args = member(request.json, "args");
    action->second(app, args != nullptr ? *args : Json::object());
    return Response::json(200, {{"status", "ok"}});
}

} // namespace

void addControlRoutes(App& app)
{
    if (app.options.control) {
        app.router.add({"POST", "/sandbox/v1/control", [&app](Request& r) { return control(app, r); }});
    }
}

} // namespace run402::sandbox
