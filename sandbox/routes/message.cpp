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
    if (at == 0 || at == std::string::npos || text.find('@', at + 1) != std::string::npos
        || text.find_first_of(" \t\r\n\v\f") != std::string::npos) {
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
    const PgRows rows = db.query("INSERT INTO internal.agent_contacts (wallet, name, email, webhook) "
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
