// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/auth/oauth.h"

#include "sandbox/app.h"
#include "sandbox/apps/demo.h"
#include "sandbox/auth/users.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/guards.h"
#include "sandbox/pages/consentpage.h"
#include "sandbox/routes/areas.h"
#include "sandbox/text.h"

#include <algorithm>

namespace run402::sandbox {
namespace {

constexpr const char* kClientId = "contract-client.apps.googleusercontent.com";

std::string hashOf(const std::string& secret)
{
    return base64Url(sha256(secret));
}
std::string newSecret()
{
    return base64Url(randomBytes(32));
}

/// scheme://host[:port] of a web address; empty when it is none.
std::string originOf(const std::string& url)
{
    const std::size_t scheme = url.find("://");
    if (scheme == std::string::npos || url.find_first_of(" \t\r\n\\") != std::string::npos) {
        return {};
    }
    const std::size_t end = url.find_first_of("/?#", scheme + 3);
    return lower(url.substr(0, end));
}

bool redirectAllowed(App& app, const Project& project, const std::string& url)
{
    const std::string origin = originOf(url);
    std::string host = origin.substr(std::min(origin.find("://") + 3, origin.size()));
    if (host.find('@') != std::string::npos) {
        return false;
    }
    const bool http = startsWith(origin, "http://");
    const std::string port = host.find(':') == std::string::npos ? "" : host.substr(host.find(':') + 1);
    host = host.substr(0, host.find(':'));
    if (port.find_first_not_of("0123456789") != std::string::npos) {
        return false;
    }
    if (http && (host == "localhost" || host == "127.0.0.1")) {
        return true;
    }
    // a claimed name, in the spelling of the real service or of this server
    const std::string_view domain = http ? ".localhost" : ".run402.com";
    if ((!http && !startsWith(origin, "https://")) || !endsWith(host, domain)) {
        return false;
    }
    PgLease db(app.db);
    return !db.query("SELECT 1 FROM internal.subdomains WHERE name = $1 AND project_id = $2",
                     {host.substr(0, host.size() - domain.size()), project.id})
                .empty();
}

/// A member that is one of two words, or absent for the first.
std::string choice(const Request& request, const char* key, const char* first, const char* second,
                   const std::string& problem)
{
    const Json* value = member(request.json, key);
    if (value == nullptr || value->is_null()) {
        return first;
    }
    if (*value != first && *value != second) {
        refuse(400, problem);
    }
    return value->get<std::string>();
}

/// The user who wants to link a Google account; empty for plain sign-in.
std::string linkingUser(App& app, const Request& request, const std::string& intent)
{
    if (intent != "link") {
        return {};
    }
    const std::string& bearer = request.header("authorization");
    if (!startsWith(bearer, "Bearer ")) {
        refuse(401, "Intent 'link' requires a Bearer token");
    }
    const auto claims = verifyProjectToken(app, bearer.substr(7));
    if (!claims) {
        refuse(401, "Invalid Bearer token");
    }
    if (textMember(*claims, "role") != "authenticated" ||
        textMember(*claims, "project_id") != request.project->id) {
        refuse(401, "Invalid user token for linking");
    }
    return textMember(*claims, "sub").value_or("");
}

struct Transaction
{
    std::string projectId, redirectUrl, mode, intent, nonce, linkingUser, challenge, method;
    std::optional<std::string> clientState;
};

/// Takes an open sign-in by its state; nullopt when unknown, used or too old.
std::optional<Transaction> consume(App& app, const std::string& state)
{
    PgLease db(app.db);
    const PgRows rows =
        db.query("DELETE FROM internal.oauth_transactions WHERE state_hash = $1 RETURNING project_id, "
                 "redirect_url, mode, intent, nonce, linking_user_id, code_challenge, "
                 "code_challenge_method, client_state, expires_at > now()",
                 {hashOf(state)});
    if (rows.empty() || !rows.boolean(0, 9)) {
        return std::nullopt;
    }
    return Transaction{rows.text(0, 0), rows.text(0, 1), rows.text(0, 2), rows.text(0, 3),    rows.text(0, 4),
                       rows.text(0, 5), rows.text(0, 6), rows.text(0, 7), rows.optional(0, 8)};
}

/// False where a demo has as many users as it may have; counts this one.
bool demoTakesUser(App& app, const std::string& projectId)
{
    try {
        const auto project = app.project(projectId);
        if (project) {
            countDemoUse(app, *project, DemoUse::User);
        }
        return true;
    } catch (const Refused&) {
        return false;
    }
}

/// Finds, links or creates the user; the error code of §3.10 when it cannot.
struct Resolved
{
    std::string userId;
    std::string error;
};

Resolved resolve(App& app, PgTransaction& tx, const Transaction& t, const Json& claims)
{
    const std::string sub = textMember(claims, "sub").value_or("");
    const std::string email = normalEmail(textMember(claims, "email").value_or(""));
    if (sub.empty() || email.empty()) {
        return {{}, "identity_resolution_failed"};
    }
    const Json* verified = member(claims, "email_verified");
    const bool emailVerified = verified != nullptr && *verified == true;
    const PgRows known = tx.query("SELECT user_id FROM internal.auth_identities WHERE project_id = $1 "
                                  "AND provider = 'google' AND provider_sub = $2",
                                  {t.projectId, sub});
    std::string user = known.empty() ? t.linkingUser : known.text(0, 0);
    if (!known.empty() && !t.linkingUser.empty() && t.linkingUser != user) {
        return {{}, "identity_already_linked"};
    }
    if (known.empty() && user.empty()) {
        const PgRows made = tx.query("INSERT INTO internal.users (project_id, email) VALUES ($1, $2) "
                                     "ON CONFLICT DO NOTHING RETURNING id",
                                     {t.projectId, email});
        if (made.empty() || !demoTakesUser(app, t.projectId)) { // one answer for both, as the gateway has it
            return {{}, "account_exists_requires_link"};
        }
        user = made.text(0, 0);
    }
    tx.query(
        "UPDATE internal.users SET display_name = coalesce(display_name, $2), avatar_url = "
        "coalesce(avatar_url, $3), email_verified_at = CASE WHEN $4 THEN coalesce(email_verified_at, now()) "
        "ELSE email_verified_at END, last_sign_in_at = now() WHERE id::text = $1",
        {user, textMember(claims, "name"), textMember(claims, "picture"), emailVerified});
    if (known.empty()) {
        tx.query("INSERT INTO internal.auth_identities (user_id, project_id, provider, provider_sub, "
                 "provider_email) "
                 "VALUES ($1, $2, 'google', $3, $4)",
                 {user, t.projectId, sub, email});
    }
    return {user, {}};
}

/// What the sign-in ends with: "code" or "error" and its value.
struct Delivery
{
    const char* kind;
    std::string value;
};

Delivery finish(App& app, const Transaction& t, const std::string& code)
{
    const auto decoded =
        startsWith(code, "stub.") ? base64UrlDecode(std::string_view(code).substr(5)) : std::nullopt;
    const auto claims = decoded ? parseJson(*decoded) : std::nullopt;
    if (!claims || !claims->is_object()) {
        return {"error", "token_exchange_failed"};
    }
    if (textMember(*claims, "nonce") != t.nonce ||
        textMember(*claims, "aud").value_or(kClientId) != kClientId) {
        return {"error", "id_token_invalid"};
    }
    PgTransaction tx(app.db);
    const Resolved resolved = resolve(app, tx, t, *claims);
    if (!resolved.error.empty()) {
        return {"error", resolved.error};
    }
    const std::string made = newSecret();
    tx.query("INSERT INTO internal.oauth_codes (code_hash, code_challenge, code_challenge_method, user_id, "
             "project_id, expires_at) VALUES ($1, $2, $3, $4, $5, now() + interval '5 minutes')",
             {hashOf(made), t.challenge, t.method, resolved.userId, t.projectId});
    tx.commit();
    return {"code", made};
}

Response page(int status, const std::string& title, const std::string& body)
{
    Response response = Response::text(status, "text/html; charset=utf-8",
                                       "<!DOCTYPE html>\n<html><head><title>" + title +
                                           "</title></head>\n<body>\n" + body + "</body></html>\n");
    response.set("Cache-Control", "no-store");
    response.set("Cross-Origin-Opener-Policy", "unsafe-none");
    return response;
}

Response errorPage(const std::string& code)
{
    return page(400, "OAuth Error", "<h1>Sign in failed</h1>\n<p>Error: " + htmlEscape(code) + "</p>\n");
}

/// JSON that may stand inside a <script>.
std::string scriptJson(const Json& value)
{
    std::string out;
    for (const char c : dump(value)) {
        if (c == '<') {
            out += "\\u003c";
        } else {
            out += c;
        }
    }
    return out;
}

Response deliver(const Transaction& t, const Delivery& delivery)
{
    if (t.mode == "redirect") {
        std::string url = t.redirectUrl + '#' + delivery.kind + '=' + percentEncode(delivery.value);
        if (t.clientState) {
            url += "&state=" + percentEncode(*t.clientState);
        }
        Response response = Response::text(302, "text/plain; charset=utf-8", "Found. Redirecting to " + url);
        response.set("Location", url);
        response.set("Cache-Control", "no-store");
        response.set("Cross-Origin-Opener-Policy", "unsafe-none");
        return response;
    }
    const bool good = std::string_view(delivery.kind) == "code";
    Json message{{"type", good ? "run402:oauth:callback" : "run402:oauth:error"}};
    message[delivery.kind] = delivery.value;
    message["state"] = t.clientState ? Json(*t.clientState) : Json(nullptr);
    return page(
        200, good ? "Signing in..." : "Sign in error",
        "<p id=\"msg\">" + (good ? "Signing you in..." : "Sign in failed: " + htmlEscape(delivery.value)) +
            "</p>\n<script>\n  if (window.opener) {\n    window.opener.postMessage(" + scriptJson(message) +
            ", " + scriptJson(originOf(t.redirectUrl)) + ");\n    window.close();\n  }\n</script>\n");
}

bool pkceHolds(const std::string& challenge, const std::string& method, const std::string& verifier)
{
    if (challenge.empty()) {
        return true;
    }
    return constantTimeEqual(challenge, method == "plain" ? verifier : base64Url(sha256(verifier)));
}

/// Page in place of Google's: asks whom to sign in as. Offers a few people who
/// do not exist and everybody who signed in here before.
Response chooseAccount(App& app, const Request& request)
{
    ConsentView view;
    view.state = queryValue(request.query, "state").value_or("");
    view.nonce = queryValue(request.query, "nonce").value_or("");
    view.hint = normalEmail(queryValue(request.query, "login_hint").value_or(""));
    view.accounts = {{"ada@example.com", "Ada Nolan"},
                     {"ben@example.com", "Ben Okafor"},
                     {"carla@example.com", "Carla Ruiz"}};
    PgLease db(app.db);
    const PgRows open = db.query("SELECT redirect_url, project_id FROM internal.oauth_transactions "
                                 "WHERE state_hash = $1 AND expires_at > now()",
                                 {hashOf(view.state)});
    if (open.empty()) {
        return signInMessagePage(
            400, "This sign-in is over",
            "It was finished already or is older than ten minutes. Start again in the app.");
    }
    const std::string origin = originOf(open.text(0, 0));
    view.app = origin.substr(origin.find("://") + 3);
    const PgRows known =
        db.query("SELECT DISTINCT ON (provider_email) provider_email, coalesce(u.display_name, '') FROM "
                 "internal.auth_identities i JOIN internal.users u ON u.id = i.user_id "
                 "WHERE i.project_id = $1 AND provider = 'google' AND provider_email IS NOT NULL "
                 "ORDER BY provider_email LIMIT 20",
                 {open.text(0, 1)});
    for (int i = 0; i < known.size(); ++i) {
        const std::string email = known.text(i, 0);
        const bool listed = std::any_of(view.accounts.begin(), view.accounts.end(),
                                        [&](const FakeAccount& account) { return account.email == email; });
        if (!listed) {
            view.accounts.push_back({email, known.text(i, 1)});
        }
    }
    return consentPage(view);
}

/// As at Google, a cancelled sign-in comes back as an error (contract.md §3.10).
Response signInCancelled(const Request& request)
{
    return Response::empty(302).set("Location",
                                    "/auth/v1/oauth/google/callback?error=access_denied&state=" +
                                        percentEncode(queryValue(request.query, "state").value_or("")));
}

Response accountChosen(const Request& request)
{
    const auto parameter = [&](const char* name) { return queryValue(request.query, name).value_or(""); };
    const std::string email = normalEmail(parameter("email"));
    if (email.find('@') == std::string::npos || email.size() > 254) {
        return signInMessagePage(400, "That is no email address",
                                 "Go back and type one such as you@example.com.");
    }
    Json claims{{"nonce", parameter("nonce")},
                {"sub", sha256Hex(email).substr(0, 21)},
                {"email", email},
                {"email_verified", true}};
    if (!parameter("name").empty()) {
        claims["name"] = parameter("name");
    }
    return Response::empty(302).set(
        "Location", "/auth/v1/oauth/google/callback?state=" + percentEncode(parameter("state")) +
                        "&code=stub." + base64Url(dump(claims)));
}

} // namespace

Response startOauth(App& app, Request& request)
{
    const std::string redirect = textMember(request.json, "redirect_url").value_or("");
    if (redirect.empty()) {
        refuse(400, "redirect_url required");
    }
    const std::string mode =
        choice(request, "mode", "redirect", "popup", "mode must be 'popup' or 'redirect'");
    const std::string intent =
        choice(request, "intent", "signin", "link", "intent must be 'signin' or 'link'");
    if (!redirectAllowed(app, *request.project, redirect)) {
        refuse(400, "redirect_url is not an allowed origin for this project");
    }
    const std::string linking = linkingUser(app, request, intent);
    const std::string state = newSecret();
    const std::string nonce = newSecret();
    const auto challenge = textMember(request.json, "code_challenge");
    PgLease db(app.db);
    db.query("INSERT INTO internal.oauth_transactions (project_id, state_hash, code_challenge, "
             "code_challenge_method, redirect_url, mode, intent, nonce, linking_user_id, client_state, "
             "expires_at) "
             "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now() + interval '10 minutes')",
             {request.project->id, hashOf(state), challenge,
              textMember(request.json, "code_challenge_method").value_or("S256"), redirect, mode, intent,
              nonce, linking.empty() ? std::optional<std::string>() : linking,
              textMember(request.json, "client_state")});
    const std::string base = app.options.control ? "https://accounts.google.com/o/oauth2/v2/auth"
                                                 : request.origin() + "/sandbox/google";
    std::string url = base + "?client_id=" + kClientId +
                      "&redirect_uri=" + percentEncode(request.origin() + "/auth/v1/oauth/google/callback") +
                      "&response_type=code&scope=openid+email+profile&state=" + state + "&nonce=" + nonce +
                      "&prompt=select_account";
    if (const auto hint = textMember(request.json, "login_hint")) {
        url += "&login_hint=" + percentEncode(*hint);
    }
    return Response::json(200, {{"provider", "google"}, {"authorization_url", url}, {"expires_in", 600}});
}

Response oauthCallback(App& app, Request& request)
{
    if (const auto error = queryValue(request.query, "error")) {
        return errorPage(*error);
    }
    const auto code = queryValue(request.query, "code");
    const auto state = queryValue(request.query, "state");
    if (!code || !state) {
        return errorPage("missing_params");
    }
    const auto transaction = consume(app, *state);
    if (!transaction) {
        return errorPage("invalid_or_expired_state");
    }
    return deliver(*transaction, finish(app, *transaction, *code));
}

Response exchangeOauthCode(App& app, Request& request)
{
    const std::string code = textMember(request.json, "code").value_or("");
    if (code.empty()) {
        refuse(400, "code required");
    }
    PgRows rows = [&] { // burnt whatever the checks below say
        PgLease db(app.db);
        return db.query("UPDATE internal.oauth_codes SET used = true WHERE code_hash = $1 AND NOT used "
                        "AND expires_at > now() RETURNING user_id, project_id, code_challenge, "
                        "code_challenge_method",
                        {hashOf(code)});
    }();
    const std::string verifier = textMember(request.json, "code_verifier").value_or("");
    if (rows.empty() || !pkceHolds(rows.text(0, 2), rows.text(0, 3), verifier)) {
        refuse(401, "Invalid, expired, or already used authorization code");
    }
    if (rows.text(0, 1) != request.project->id) {
        refuse(401, "Authorization code was issued for a different project");
    }
    PgTransaction tx(app.db);
    const PgRows user = tx.query("SELECT id, email, (extract(epoch FROM email_verified_at) * 1000)::bigint, "
                                 "display_name, avatar_url FROM internal.users WHERE id::text = $1",
                                 {rows.text(0, 0)});
    if (user.empty()) {
        refuse(401, "User not found");
    }
    const auto text = [&](int column) {
        return user.null(0, column) ? Json(nullptr) : Json(user.text(0, column));
    };
    Json session = startSession(
        app, tx, request.project->id, user.text(0, 0),
        {{"id", user.text(0, 0)},
         {"email", user.text(0, 1)},
         {"email_verified_at", user.null(0, 2) ? Json(nullptr) : Json(isoTime(user.integer(0, 2)))},
         {"display_name", text(3)},
         {"avatar_url", text(4)}});
    session["provider"] = "google";
    tx.commit();
    return Response::json(200, session);
}

void purgeOauth(App& app)
{
    PgLease db(app.db);
    db.run("DELETE FROM internal.oauth_transactions WHERE expires_at < now();"
           "DELETE FROM internal.oauth_codes WHERE expires_at < now() - interval '1 day'");
}

void addOauthRoutes(App& app)
{
    if (!app.options.control) {
        app.router.add({"GET", "/sandbox/google", [&app](Request& r) { return chooseAccount(app, r); }});
        app.router.add({"GET", "/sandbox/google/cancel", [](Request& r) { return signInCancelled(r); }});
        app.router.add({"GET", "/sandbox/google/done", [](Request& r) { return accountChosen(r); }});
    }
}

} // namespace run402::sandbox
