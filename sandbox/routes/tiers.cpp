// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/routes/tiers.h"

#include "sandbox/app.h"
#include "sandbox/pay/billing.h"
#include "sandbox/pay/payment.h"
#include "sandbox/text.h"

#include <cmath>

namespace run402::sandbox {
namespace {

constexpr std::int64_t kDayMs = 24 * 3600 * 1000;

constexpr const char* kTierQuery =
    "SELECT tier, (extract(epoch FROM lease_started_at) * 1000)::bigint, "
    "(extract(epoch FROM lease_expires_at) * 1000)::bigint FROM internal.billing_accounts "
    "WHERE wallet_address = $1";

WalletTier readTier(const PgRows& rows)
{
    WalletTier tier;
    if (!rows.empty() && !rows.null(0, 0)) {
        tier.tier = rows.text(0, 0);
        tier.started = rows.integer(0, 1);
        tier.expires = rows.integer(0, 2);
        tier.active = tier.expires > nowMs();
    }
    return tier;
}

Json timeOrNull(const std::optional<std::string>& tier, std::int64_t ms)
{
    return tier ? Json(isoTime(ms)) : Json(nullptr);
}

Response list()
{
    Json tiers;
    for (const Tier& tier : kTiers) {
        tiers[tier.name] = {{"price", tier.price},
                            {"lease_days", tier.leaseDays},
                            {"storage_mb", tier.storageMb},
                            {"api_calls", tier.apiCalls},
                            {"max_functions", tier.maxFunctions},
                            {"description", tier.description}};
    }
    return Response::json(200, {{"tiers", tiers},
                                {"auth",
                                 {{"method", "SIWX (Sign-In-With-X, CAIP-122)"},
                                  {"headers", Json::array({"SIGN-IN-WITH-X"})},
                                  {"docs", "https://docs.x402.org/extensions/sign-in-with-x"}}}});
}

Response status(App& app, const Request& request)
{
    const WalletTier tier = walletTier(app, request.wallet);
    PgLease db(app.db);
    const PgRows usage = db.query("SELECT id, api_calls, storage_bytes FROM internal.projects "
                                  "WHERE wallet_address = $1 AND status = 'active'",
                                  {request.wallet});
    std::int64_t calls = 0;
    std::int64_t bytes = 0;
    for (int i = 0; i < usage.size(); ++i) {
        calls += usage.integer(i, 1) + app.meter.pending(usage.text(i, 0));
        bytes += usage.integer(i, 2);
    }
    const Tier* limits = tier.tier ? findTier(*tier.tier) : nullptr;
    return Response::json(200, {{"wallet", request.wallet},
                                {"tier", tier.tier ? Json(*tier.tier) : Json(nullptr)},
                                {"lease_started_at", timeOrNull(tier.tier, tier.started)},
                                {"lease_expires_at", timeOrNull(tier.tier, tier.expires)},
                                {"active", tier.active},
                                {"pool_usage",
                                 {{"projects", usage.size()},
                                  {"total_api_calls", calls},
                                  {"total_storage_bytes", bytes},
                                  {"api_calls_limit", limits != nullptr ? limits->apiCalls : 0},
                                  {"storage_bytes_limit", limits != nullptr ? storageLimit(*limits) : 0}}}});
}

/// What the 402 of a tier route tells (payments.md §1.1).
Json refusalBody(App& app, const Tier& wanted, const PaymentHeader& payment)
{
    const std::string name = wanted.name;
    const std::string price = wanted.price;
    std::string message = "Payment of " + price + " USDC required to set tier '" + name + "'.";
    if (!payment.present) {
        message = "To set tier '" + name + "', include x402 payment of " + price +
                  " USDC. If this tier is already active, payment will renew the subscription.";
    }
    Json body{{"error", "Payment required"}, {"message", message}, {"tier", name}, {"price", price}};
    if (!payment.payer.empty()) {
        const WalletTier current = walletTier(app, payment.payer);
        if (current.active && *current.tier == name) {
            body["message"] = "Tier '" + name + "' is already active on this wallet (expires " +
                              isoTime(current.expires) + "). Payment will renew the subscription.";
        } else if (current.active) {
            body["message"] = "Wallet is currently on '" + *current.tier + "' tier (expires " +
                              isoTime(current.expires) + "). Payment of " + price + " USDC will switch to '" +
                              name + "'.";
        }
        body["current_tier"] = current.tier ? Json(*current.tier) : Json(nullptr);
        body["current_tier_active"] = current.active;
        body["lease_expires_at"] = timeOrNull(current.tier, current.expires);
    }
    return body;
}

int rank(const std::string& tier)
{
    for (std::size_t i = 0; i < kTiers.size(); ++i) {
        if (tier == kTiers[i].name) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

/// Money back for the unused part of the current lease, in micro-USD.
std::int64_t refundOf(const WalletTier& current, std::int64_t now)
{
    const Tier* tier = findTier(*current.tier);
    const double span = static_cast<double>(current.expires - current.started);
    if (tier == nullptr || span <= 0) {
        return 0;
    }
    return static_cast<std::int64_t>(std::floor(static_cast<double>(current.expires - now) / span *
                                                static_cast<double>(tier->priceMicros)));
}

/// Refuses a downgrade to a tier that cannot hold what is stored.
void requireStorageFits(PgTransaction& tx, const std::string& wallet, const Tier& wanted)
{
    const std::int64_t stored = tx.query("SELECT coalesce(sum(storage_bytes), 0) FROM internal.projects "
                                         "WHERE wallet_address = $1 AND status = 'active'",
                                         {wallet})
                                    .integer(0, 0);
    if (stored > storageLimit(wanted)) {
        refuse(400, "Cannot downgrade: storage usage (" + std::to_string(stored) + " bytes) exceeds " +
                        wanted.name + " limit (" + std::to_string(storageLimit(wanted)) +
                        " bytes). Delete data or wait for lease to expire.");
    }
}

/// The decision table of contract.md §3.2, in the transaction of the payment.
Response setTier(PgTransaction& tx, const std::string& wallet, const Tier& wanted)
{
    Account account = lockAccount(tx, wallet, true);
    const WalletTier current = readTier(tx.query(kTierQuery, {wallet}));
    const std::int64_t now = nowMs();
    const std::int64_t lease = wanted.leaseDays * kDayMs;
    std::string action = "subscribe";
    std::int64_t started = now;
    std::int64_t expires = now + lease;
    if (current.active && *current.tier == wanted.name) {
        action = "renew";
        started = current.started;
        expires = current.expires + lease;
    } else if (current.active) {
        action = rank(wanted.name) > rank(*current.tier) ? "upgrade" : "downgrade";
    }
    if (action == "downgrade") {
        requireStorageFits(tx, wallet, wanted);
    }
    tx.query("UPDATE internal.billing_accounts SET tier = $2, "
             "lease_started_at = to_timestamp($3::bigint / 1000.0), "
             "lease_expires_at = to_timestamp($4::bigint / 1000.0) WHERE id = $1",
             {account.id, wanted.name, started, expires});
    if (action == "subscribe" || action == "renew") {
        postLedger(tx, account,
                   {"debit",
                    "tier_" + action,
                    0,
                    "tier",
                    wanted.name,
                    {{"tier", wanted.name}, {"lease_days", wanted.leaseDays}},
                    {}});
    } else {
        const std::int64_t refund = refundOf(current, now);
        const Json metadata{
            {"old_tier", *current.tier}, {"new_tier", wanted.name}, {"refund_micros", refund}};
        if (refund > 0) {
            postLedger(tx, account,
                       {"credit",
                        "tier_upgrade_refund",
                        refund,
                        "tier",
                        *current.tier + "_to_" + wanted.name,
                        metadata,
                        {}});
        }
        postLedger(tx, account, {"debit", "tier_upgrade", 0, "tier", wanted.name, metadata, {}});
    }
    return Response::json(action == "subscribe" ? 201 : 200,
                          {{"wallet", wallet},
                           {"action", action},
                           {"tier", wanted.name},
                           {"previous_tier", current.tier ? Json(*current.tier) : Json(nullptr)},
                           {"lease_started_at", isoTime(started)},
                           {"lease_expires_at", isoTime(expires)},
                           {"allowance_remaining_usd_micros", account.available}});
}

/// Discovery extension of the tier routes.
Json bazaar(const Tier& tier)
{
    Json info;
    info["input"] = {{"type", "http"}, {"queryParams", Json::object()}, {"method", "POST"}};
    info["output"] = {{"type", "json"},
                      {"example",
                       {{"wallet", "0x..."},
                        {"action", "subscribe"},
                        {"tier", tier.name},
                        {"lease_expires_at", "2026-04-08T00:00:00Z"}}}};
    static const Json schema = *parseJson(R"({"$schema":"https://json-schema.org/draft/2020-12/schema",
"type":"object","properties":{"input":{"type":"object","properties":{"type":{"type":"string","const":"http"},
"method":{"type":"string","enum":["POST"]},"queryParams":{"type":"object","properties":{}}},
"required":["type","method"],"additionalProperties":false},"output":{"type":"object","properties":{
"type":{"type":"string"},"example":{"type":"object"}},"required":["type"]}},"required":["input"]})");
    return {{"info", info}, {"schema", schema}};
}

Response purchase(App& app, Request& request)
{
    const Tier* tier = findTier(request.param("tier"));
    if (tier == nullptr) {
        refuse(400, "Unknown tier: " + request.param("tier") + ". Valid tiers: prototype, hobby, team");
    }
    Price price;
    price.sku = std::string("tier_") + tier->name;
    price.micros = tier->priceMicros;
    price.description = std::string("Set ") + tier->name + " tier (" + tier->price +
                        " USDC) — auto-detects subscribe/renew/upgrade";
    price.bazaar = bazaar(*tier);
    price.signIn = true;
    return payAndRun(
        app, request, price, [&](const PaymentHeader& payment) { return refusalBody(app, *tier, payment); },
        [&](PgTransaction& tx, const std::string& wallet) { return setTier(tx, wallet, *tier); });
}

} // namespace

WalletTier walletTier(App& app, const std::string& wallet)
{
    PgLease db(app.db);
    return readTier(db.query(kTierQuery, {wallet}));
}

void addTierRoutes(App& app)
{
    app.router.add({"GET", "/tiers/v1", [](Request&) { return list(); }});
    app.router.add({"GET", "/tiers/v1/status", [&app](Request& r) { return status(app, r); }, Gate::Siwx,
                    "Check tier subscription status"});
    Route set{"POST", "/tiers/v1/:tier", [&app](Request& r) { return purchase(app, r); }};
    set.idempotent = true;
    app.router.add(std::move(set));
}

} // namespace run402::sandbox
