// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/app.h"
#include "sandbox/pay/chain.h"
#include "sandbox/pay/siwx.h"
#include "sandbox/routes/areas.h"
#include "sandbox/routes/tiers.h"
#include "sandbox/text.h"

namespace run402::sandbox {
namespace {

constexpr const char* kVersion = "1.0.4"; // of the gateway this server behaves like

bool databaseUp(App& app)
{
    try {
        PgLease db(app.db);
        db.run("SELECT 1");
        return true;
    } catch (const PgError&) {
        return false;
    }
}

Response health(App& app)
{
    const bool database = databaseUp(app);
    const bool rest = database && !app.fakes.restDown;
    Json checks{{"postgres", database ? "ok" : "error"},
                {"postgrest", rest ? "ok" : "error"},
                {"s3", "ok"},
                {"cloudfront", app.fakes.cdnDown ? "error" : "ok"}};
    return Response::json(
        database && rest ? 200 : 503,
        {{"status", database && rest ? "healthy" : "degraded"}, {"checks", checks}, {"version", kVersion}});
}

Response status(App& app)
{
    if (app.fakes.statusDown) {
        return Response::empty(302).set("Location", "https://run402.com/status/v1.json");
    }
    const char* state = databaseUp(app) ? "operational" : "degraded";
    Json capabilities;
    for (const char* name : {"database_api", "file_storage", "static_hosting", "x402_payments",
                             "allowance_billing", "image_generation", "testnet_faucet"}) {
        capabilities[name] = state;
    }
    return Response::json(
               200, {{"schema_version", "run402-status-v1"},
                     {"generated_at", isoTime(nowMs())},
                     {"current_status", state},
                     {"availability", {{"last_24h", nullptr}, {"last_7d", nullptr}, {"last_30d", nullptr}}},
                     {"capabilities", capabilities}})
        .set("Cache-Control", "public, max-age=30");
}

Response humans(App& app)
{
    const bool up = databaseUp(app);
    return Response::text(
        up ? 200 : 503, "text/html; charset=utf-8",
        std::string("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"UTF-8\">\n"
                    "<title>Run402 sandbox</title>\n</head>\n<body>\n<h1>Run402 sandbox</h1>\n"
                    "<p>The local server is ") +
            (up ? "healthy" : "not healthy: its database does not answer") + ".</p>\n</body>\n</html>\n");
}

Response ping(App& app, const Request& request)
{
    const WalletTier tier = walletTier(app, request.wallet);
    return Response::json(200, {{"status", "ok"},
                                {"wallet", request.wallet},
                                {"tier", tier.tier ? Json(*tier.tier) : Json(nullptr)},
                                {"timestamp", isoTime(nowMs())}});
}

Response stats(App& app)
{
    PgLease db(app.db);
    return Response::json(
               200, {{"wallets", db.query("SELECT count(*) FROM internal.wallet_sightings").integer(0, 0)}})
        .set("Cache-Control", "public, max-age=60");
}

Json pricedOperation(const std::string& id, const std::string& summary, const std::string& description,
                     const std::string& price, const char* tag)
{
    Json operation{{"operationId", id}, {"summary", summary}, {"description", description}};
    operation["tags"] = Json::array({tag});
    operation["security"] = Json::array({{{"x402", Json::array()}}});
    operation["x-payment-info"] = {
        {"protocols", Json::array({"x402"})}, {"pricingMode", "fixed"}, {"price", price}};
    operation["responses"] = {{"200", {{"description", "Done"}}},
                              {"402", {{"description", "Payment Required"}}}};
    return operation;
}

Json freeOperation(const char* id, const char* summary, const char* tag)
{
    Json operation{{"operationId", id}, {"summary", summary}};
    operation["tags"] = Json::array({tag});
    operation["security"] = Json::array();
    operation["responses"] = {{"200", {{"description", summary}}}};
    return operation;
}

Response openapi(const Request& request)
{
    Json paths;
    for (const Tier& tier : kTiers) {
        const std::string name = tier.name;
        const std::string price = tier.price;
        paths["/tiers/v1/" + name]["post"] =
            pricedOperation("setTier_" + name, "Set " + name + " tier (" + price + " USDC)", tier.description,
                            price, "tiers");
    }
    paths["/generate-image/v1"]["post"] =
        pricedOperation("generateImage", "Generate an image ($0.03 USDC)",
                        "Generate an image from a text prompt. Returns base64 PNG.", "$0.03", "image");
    paths["/tiers/v1"]["get"] = freeOperation("listTiers", "List tiers and pricing", "tiers");
    paths["/health"]["get"] = freeOperation("health", "Health check", "utility");
    Json document{{"openapi", "3.1.0"},
                  {"info", {{"title", "Run402 API (local sandbox)"}, {"version", "2.0.0"}}}};
    document["servers"] = Json::array({{{"url", request.origin()}}});
    document["paths"] = paths;
    return Response::json(200, document).set("Cache-Control", "public, max-age=3600");
}

} // namespace

void addHealthRoutes(App& app)
{
    app.router.add({"GET", "/health", [&app](Request&) { return health(app); }});
    app.router.add({"GET", "/health-humans", [&app](Request&) { return humans(app); }});
    app.router.add({"GET", "/status", [&app](Request&) { return status(app); }});
    app.router.add({"GET", "/public/stats", [&app](Request&) { return stats(app); }});
    app.router.add({"GET", "/openapi.json", [](Request& r) { return openapi(r); }});
    app.router.add({"GET", "/.well-known/x402", [](Request&) {
                        return Response::json(
                            200,
                            {{"version", 1},
                             {"resources", Json::array({"POST /tiers/v1/prototype", "POST /tiers/v1/hobby",
                                                        "POST /tiers/v1/team", "POST /generate-image/v1"})}});
                    }});
    app.router.add(
        {"GET", "/ping/v1", [&app](Request& r) { return ping(app, r); }, Gate::Siwx, "Auth-only ping"});
}

} // namespace run402::sandbox
