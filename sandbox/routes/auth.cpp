// SPDX-License-Identifier: GPL-3.0-or-later
// App users with passwords (contract.md §3.10).
#include "sandbox/app.h"
#include "sandbox/apps/demo.h"
#include "sandbox/auth/oauth.h"
#include "sandbox/auth/users.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/guards.h"
#include "sandbox/routes/areas.h"
#include "sandbox/text.h"

namespace run402::sandbox {
namespace {

struct Credentials
{
    std::string email;
    std::string password;
};

Credentials credentialsOf(const Request& request)
{
    const Json* email = member(request.json, "email");
    const Json* password = member(request.json, "password");
    for (const Json* field : {email, password}) {
        if (field == nullptr || !field->is_string() || field->get_ref<const std::string&>().empty() ||
            field->get_ref<const std::string&>().find('\0') != std::string::npos) {
            refuse(400, "email and password required");
        }
    }
    return {normalEmail(email->get<std::string>()), password->get<std::string>()};
}

Response providers()
{
    return Response::json(
        200,
        {{"password", {{"enabled", true}}},
         {"oauth", Json::array({{{"provider", "google"}, {"enabled", true}, {"display_name", "Google"}}})}});
}

Response signUp(App& app, Request& request)
{
    const Credentials given = credentialsOf(request);
    const std::string hash = hashPassword(given.password);
    countDemoUse(app, *request.project, DemoUse::User);
    PgTransaction tx(app.db);
    const PgRows made =
        tx.query("INSERT INTO internal.users (project_id, email, password_hash) VALUES ($1, $2, $3) "
                 "ON CONFLICT (project_id, email) DO NOTHING "
                 "RETURNING id, (extract(epoch FROM created_at) * 1000)::bigint",
                 {request.project->id, given.email, hash});
    if (made.empty()) {
        refuse(409, "User already exists");
    }
    tx.commit();
    return Response::json(
        201, {{"id", made.text(0, 0)}, {"email", given.email}, {"created_at", isoTime(made.integer(0, 1))}});
}

Response passwordToken(App& app, Request& request)
{
    const Credentials given = credentialsOf(request);
    PgTransaction tx(app.db);
    const PgRows rows = tx.query("SELECT id, email, password_hash FROM internal.users "
                                 "WHERE project_id = $1 AND email = $2",
                                 {request.project->id, given.email});
    if (rows.empty()) {
        refuse(401, "Invalid credentials");
    }
    if (rows.null(0, 2)) {
        refuse(401, "This account uses social login. Sign in with Google instead.");
    }
    if (!checkPassword(given.password, rows.text(0, 2))) {
        refuse(401, "Invalid credentials");
    }
    markSignIn(tx, rows.text(0, 0));
    const Json session = startSession(app, tx, request.project->id, rows.text(0, 0),
                                      {{"id", rows.text(0, 0)}, {"email", rows.text(0, 1)}});
    tx.commit();
    return Response::json(200, session);
}

Response refreshToken(App& app, Request& request)
{
    const std::string token = textMember(request.json, "refresh_token").value_or("");
    if (token.empty()) {
        refuse(400, "refresh_token required");
    }
    if (!isUuid(token)) {
        refuse(401, "Invalid refresh token");
    }
    PgTransaction tx(app.db);
    const PgRows rows = tx.query("SELECT t.used, t.expires_at <= now(), u.id, u.email "
                                 "FROM internal.refresh_tokens t JOIN internal.users u ON u.id = t.user_id "
                                 "WHERE t.id::text = $1 AND t.project_id = $2 FOR UPDATE OF t",
                                 {lower(token), request.project->id});
    if (rows.empty()) {
        refuse(401, "Invalid refresh token");
    }
    if (rows.boolean(0, 0)) {
        refuse(401, "Refresh token already used");
    }
    if (rows.boolean(0, 1)) {
        refuse(401, "Refresh token expired");
    }
    tx.query("UPDATE internal.refresh_tokens SET used = true WHERE id::text = $1", {lower(token)});
    const Json session = startSession(app, tx, request.project->id, rows.text(0, 2),
                                      {{"id", rows.text(0, 2)}, {"email", rows.text(0, 3)}});
    tx.commit();
    return Response::json(200, session);
}

Response token(App& app, Request& request)
{
    const std::string grant = queryValue(request.query, "grant_type").value_or("password");
    if (grant == "refresh_token") {
        return refreshToken(app, request);
    }
    return grant == "authorization_code" ? exchangeOauthCode(app, request) : passwordToken(app, request);
}

Json optionalTime(const PgRows& rows, int column)
{
    return rows.null(0, column) ? Json(nullptr) : Json(isoTime(rows.integer(0, column)));
}

Json optionalText(const PgRows& rows, int column)
{
    return rows.null(0, column) ? Json(nullptr) : Json(rows.text(0, column));
}

Response user(App& app, Request& request)
{
    const Json claims = requireUserToken(app, request);
    const std::string id = *textMember(claims, "sub");
    PgLease db(app.db);
    const PgRows rows =
        db.query("SELECT id, email, (extract(epoch FROM email_verified_at) * 1000)::bigint, "
                 "display_name, avatar_url, (extract(epoch FROM last_sign_in_at) * 1000)::bigint, "
                 "(extract(epoch FROM created_at) * 1000)::bigint FROM internal.users "
                 "WHERE id::text = $1 AND project_id = $2",
                 {id, request.project->id});
    if (rows.empty()) {
        refuse(404, "User not found");
    }
    const PgRows linked =
        db.query("SELECT provider, provider_sub, provider_email, "
                 "(extract(epoch FROM created_at) * 1000)::bigint "
                 "FROM internal.auth_identities WHERE user_id::text = $1 ORDER BY created_at",
                 {id});
    Json identities = Json::array();
    for (int i = 0; i < linked.size(); ++i) {
        const auto email = linked.optional(i, 2);
        identities.push_back({{"provider", linked.text(i, 0)},
                              {"provider_sub", linked.text(i, 1)},
                              {"provider_email", email ? Json(*email) : Json(nullptr)},
                              {"created_at", isoTime(linked.integer(i, 3))}});
    }
    return Response::json(200, {{"id", rows.text(0, 0)},
                                {"email", rows.text(0, 1)},
                                {"email_verified_at", optionalTime(rows, 2)},
                                {"display_name", optionalText(rows, 3)},
                                {"avatar_url", optionalText(rows, 4)},
                                {"last_sign_in_at", optionalTime(rows, 5)},
                                {"created_at", optionalTime(rows, 6)},
                                {"identities", identities}});
}

Response logOut(App& app, Request& request)
{
    if (!request.hasJson) {
        return Response::error(500, "Internal server error"); // as the gateway, see FIXES.md
    }
    const std::string token = textMember(request.json, "refresh_token").value_or("");
    if (isUuid(token)) {
        PgLease db(app.db);
        db.query("UPDATE internal.refresh_tokens SET used = true WHERE id::text = $1 AND project_id = $2",
                 {lower(token), request.project->id});
    }
    return Response::json(200, {{"status", "ok"}});
}

using AuthHandler = Response (*)(App&, Request&);

} // namespace

void addAuthRoutes(App& app)
{
    const auto add = [&app](const char* method, const char* path, AuthHandler handler) {
        app.router.add({method, path, [&app, handler](Request& request) {
                            requireApikey(app, request);
                            Response response = handler(app, request);
                            if (response.status < 300) {
                                response.set("Cache-Control", "no-store");
                            }
                            return response;
                        }});
    };
    add("GET", "/auth/v1/providers", [](App&, Request&) { return providers(); });
    add("POST", "/auth/v1/signup", signUp);
    add("POST", "/auth/v1/token", token);
    add("GET", "/auth/v1/user", user);
    add("POST", "/auth/v1/logout", logOut);
    add("POST", "/auth/v1/oauth/google/start", startOauth);
    app.router.add(
        {"GET", "/auth/v1/oauth/google/callback", [&app](Request& r) { return oauthCallback(app, r); }});
}

} // namespace run402::sandbox
