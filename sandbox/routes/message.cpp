// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/app.h"
#include "sandbox/routes/areas.h"
#include "sandbox/text.h"

#include <algorithm>

namespace run402::sandbox {
namespace {

Response message(App& app, Request& request)
{
    const std::string text = textMember(request.json, "message").value_or("");
    if (trim(text).empty()) {
        refuse(400, "Missing or empty 'message' field");
    }
    PgLease db(app.db);
    db.query("INSERT INTO internal.messages (wallet, message) VALUES ($1, $2)", {request.wallet, text});
    return Response::json(200, {{"status", "sent"}});
}

/// ^[^\s@]+@[^\s@]+\.[^\s@]+$
bool isEmail(const std::string& text)
{
    const std::size_t at = text.find('@');
    if (at == 0 || at == std::string::npos || text.find('@', at + 1) != std::string::npos ||
        text.find_first_of(" \t\r\n\v\f") != std::string::npos) {
        return false;
    }
    const std::string domain = text.substr(at + 1);
    const std::size_t dot = domain.rfind('.');
    return dot != std::string::npos && dot > 0 && dot + 1 < domain.size();
}

/// A member that may be absent or null, else must be text.
std::optional<std::string> optionalText(const Json& body, const char* key, const char* problem)
{
    const Json* value = member(body, key);
    if (value == nullptr || value->is_null() || *value == "") {
        return std::nullopt;
    }
    if (!value->is_string()) {
        refuse(400, problem);
    }
    return value->get<std::string>();
}

Response contact(App& app, Request& request)
{
    constexpr const char* kBadEmail = "Invalid 'email' — must be a valid email address";
    constexpr const char* kBadHook = "Invalid 'webhook' — must start with https://";
    const std::string name = trim(textMember(request.json, "name").value_or(""));
    if (name.empty()) {
        refuse(400, "Missing or empty 'name' field");
    }
    const auto email = optionalText(request.json, "email", kBadEmail);
    const auto webhook = optionalText(request.json, "webhook", kBadHook);
    if (email && !isEmail(*email)) {
        refuse(400, kBadEmail);
    }
    if (webhook && !startsWith(*webhook, "https://")) {
        refuse(400, kBadHook);
    }
    PgLease db(app.db);
    const PgRows rows =
        db.query("INSERT INTO internal.agent_contacts (wallet, name, email, webhook) "
                 "VALUES ($1, $2, $3, $4) ON CONFLICT (wallet) DO UPDATE SET name = EXCLUDED.name, "
                 "email = EXCLUDED.email, webhook = EXCLUDED.webhook, "
                 "updated_at = clock_timestamp() "
                 "RETURNING (extract(epoch FROM updated_at) * 1000)::bigint",
                 {request.wallet, name, email, webhook});
    return Response::json(200, {{"wallet", request.wallet},
                                {"name", name},
                                {"email", email ? Json(*email) : Json(nullptr)},
                                {"webhook", webhook ? Json(*webhook) : Json(nullptr)},
                                {"updated_at", isoTime(rows.integer(0, 0))}});
}

Response attribution(App& app, Request& request)
{
    const auto field = [&](const char* name) { return textMember(request.json, name); };
    if (field("gclid").value_or("").empty() && field("utm_source").value_or("").empty()) {
        refuse(400, "Missing gclid or utm_source");
    }
    PgLease db(app.db);
    db.query("INSERT INTO internal.ad_attribution (gclid, utm_source, utm_medium, utm_campaign, utm_term, "
             "utm_content, page, ip) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
             {field("gclid"), field("utm_source"), field("utm_medium"), field("utm_campaign"),
              field("utm_term"), field("utm_content"), field("page"), request.clientIp()});
    return Response::empty(204);
}

/// A whole number of the query string within bounds, or the fallback.
int bounded(const Request& request, const char* name, int fallback, int highest)
{
    const int value = std::atoi(queryValue(request.query, name).value_or("").c_str());
    return value <= 0 ? fallback : std::min(value, highest);
}

Response recentAttribution(App& app, Request& request)
{
    constexpr const char* kNames[] = {"gclid",    "utm_source",  "utm_medium", "utm_campaign",
                                      "utm_term", "utm_content", "page",       "ip"};
    PgLease db(app.db);
    const PgRows rows =
        db.query("SELECT gclid, utm_source, utm_medium, utm_campaign, utm_term, utm_content, page, "
                 "ip, id, (extract(epoch FROM created_at) * 1000)::bigint "
                 "FROM internal.ad_attribution WHERE created_at > now() - make_interval(mins => $1) "
                 "ORDER BY id DESC LIMIT $2",
                 {bounded(request, "minutes", 60, 1440), bounded(request, "limit", 50, 200)});
    Json beacons = Json::array();
    for (int i = 0; i < rows.size(); ++i) {
        Json beacon{{"id", rows.integer(i, 8)}};
        for (int column = 0; column < 8; ++column) {
            const auto value = rows.optional(i, column);
            beacon[kNames[column]] = value ? Json(*value) : Json(nullptr);
        }
        beacon["created_at"] = isoTime(rows.integer(i, 9));
        beacons.push_back(std::move(beacon));
    }
    return Response::json(200, {{"beacons", beacons}, {"count", rows.size()}});
}

Response info(const char* description, const Json& body)
{
    return Response::json(200, {{"description", description},
                                {"method", "POST"},
                                {"auth", "EIP-4361 wallet signature"},
                                {"body", body}});
}

} // namespace

void addMessageRoutes(App& app)
{
    app.router.add({"POST", "/attribution/v1", [&app](Request& r) { return attribution(app, r); }});
    app.router.add(
        {"GET", "/attribution/v1/recent", [&app](Request& r) { return recentAttribution(app, r); }});
    app.router.add({"POST", "/message/v1", [&app](Request& r) { return message(app, r); }, Gate::Siwx,
                    "Send a message to an agent"});
    app.router.add({"GET", "/message/v1", [](Request&) {
                        return info("Send a message to Run402 developers (free with active tier)",
                                    {{"message", "string (required)"}});
                    }});
    app.router.add({"POST", "/agent/v1/contact", [&app](Request& r) { return contact(app, r); }, Gate::Siwx,
                    "Register agent contact info"});
    app.router.add({"GET", "/agent/v1/contact", [](Request&) {
                        return info("Register agent contact info (name, email, webhook) tied to your wallet "
                                    "(free with wallet auth)",
                                    {{"name", "string (required)"},
                                     {"email", "string (optional, email address)"},
                                     {"webhook", "string (optional, https:// URL)"}});
                    }});
}

} // namespace run402::sandbox
