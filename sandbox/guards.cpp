// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/guards.h"

#include "sandbox/app.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/crypto/jwt.h"
#include "sandbox/routes/tiers.h"
#include "sandbox/text.h"

namespace run402::sandbox {
namespace {

/// Claims of a project token. The service key issued with a project stays good
/// as long as that project's lease does, although its own exp is fixed.
std::optional<Json> projectClaims(App& app, const std::string& token)
{
    bool expired = false;
    auto claims = verifyProjectToken(app, token, 0, &expired);
    if (claims || !expired) {
        return claims;
    }
    claims = verifyProjectToken(app, token, kAnyAge);
    if (!claims || textMember(*claims, "role") != "service_role") {
        return std::nullopt;
    }
    const auto project = app.project(textMember(*claims, "project_id").value_or(""));
    const Json* exp = member(*claims, "exp");
    if (!project || exp == nullptr || exp->get<double>() != static_cast<double>(project->keyExpires)) {
        return std::nullopt;
    }
    return claims;
}

void loadProject(App& app, Request& request, const Json& claims)
{
    request.project = app.project(textMember(claims, "project_id").value_or(""));
    if (!request.project || request.project->status != "active") {
        refuse(404, "Project not found or inactive");
    }
    requireDemoOpen(app, *request.project);
    if (!request.project->pinned && request.project->leaseExpires <= nowMs()) {
        refuseWith(402, Json{{"error", "Lease expired"},
                             {"message", "Your project lease has expired. Renew to continue."},
                             {"renew_url", "/projects/v1/" + request.project->id + "/renew"}});
    }
}

} // namespace

std::string projectSecret(const App& app, const std::string& projectId)
{
    return base64Url(hmacSha256(app.secrets.jwt, "project:" + projectId));
}

namespace {

std::shared_ptr<const Json> signedClaims(App& app, const std::string& token)
{
    if (token.size() > 8192) {
        return nullptr;
    }
    if (auto known = app.tokens.find(token)) {
        return known;
    }
    const std::size_t dot = token.find('.');
    const std::size_t end = token.find('.', dot + 1);
    if (dot == std::string::npos || end == std::string::npos) {
        return nullptr;
    }
    const auto text = base64UrlDecode(std::string_view(token).substr(dot + 1, end - dot - 1));
    const auto named = text ? parseJson(*text) : std::nullopt;
    const std::string project = named ? textMember(*named, "project_id").value_or("") : "";
    auto claims = verifyJwt(token, projectSecret(app, project));
    if (!claims) { // tokens made with the platform's own secret are good for every project
        claims = verifyJwt(token, app.secrets.jwt);
    }
    if (!claims) {
        return nullptr;
    }
    auto kept = std::make_shared<const Json>(std::move(*claims));
    app.tokens.add(token, kept);
    return kept;
}

} // namespace

std::optional<Json> verifyProjectToken(App& app, const std::string& token, int leewaySeconds, bool* expired)
{
    const auto claims = signedClaims(app, token);
    if (!claims) {
        return std::nullopt;
    }
    if (hasExpired(*claims, leewaySeconds)) {
        if (expired != nullptr) {
            *expired = true;
        }
        return std::nullopt;
    }
    return *claims;
}

void requireServiceKey(App& app, Request& request)
{
    const std::string& bearer = request.header("authorization");
    if (!startsWith(bearer, "Bearer ")) {
        refuse(401, "Missing Bearer token");
    }
    const auto claims = projectClaims(app, bearer.substr(7));
    if (!claims) {
        refuse(401, "Invalid token");
    }
    request.role = textMember(*claims, "role").value_or("");
    if (request.role != "service_role") {
        refuse(403, "Requires service_role key");
    }
    loadProject(app, request, *claims);
}

void requireServiceKeyOfId(App& app, Request& request)
{
    if (!request.project) {
        requireServiceKey(app, request);
    }
    if (request.project->id != request.param("id")) {
        refuse(403, "Token project_id mismatch");
    }
}

void requireApikey(App& app, Request& request)
{
    const std::string& key = request.header("apikey");
    if (key.empty()) {
        refuse(401, "Missing apikey header");
    }
    const auto claims = projectClaims(app, key);
    if (!claims) {
        refuse(401, "Invalid apikey");
    }
    request.role = textMember(*claims, "role").value_or("");
    loadProject(app, request, *claims);
}

void meterCall(App& app, const Request& request, bool grows)
{
    const Project& project = *request.project;
    const Tier* tier = findTier(project.tier);
    const std::int64_t calls = app.meter.count(project.id, project.apiCalls);
    if (tier == nullptr) {
        return;
    }
    if (calls >= tier->apiCalls) {
        refuseWith(
            402, Json{{"error", "API call limit exceeded"},
                      {"message", "Your " + project.tier + " tier allows " + std::to_string(tier->apiCalls) +
                                      " API calls. Upgrade your tier to continue."},
                      {"usage", {{"api_calls", calls}, {"limit", tier->apiCalls}}}});
    }
    if (grows && project.storageBytes >= storageLimit(*tier)) {
        refuseWith(
            402, Json{{"error", "Storage limit exceeded"},
                      {"message", "Your " + project.tier + " tier allows " + std::to_string(tier->storageMb) +
                                      "MB storage. Upgrade your tier to continue."},
                      {"usage", {{"storage_bytes", project.storageBytes}, {"limit", storageLimit(*tier)}}}});
    }
}

bool hasAdminKey(const App& app, const Request& request)
{
    const std::string& key = request.header("x-admin-key");
    return !key.empty() && constantTimeEqual(key, app.secrets.adminKey);
}

void requireActiveTier(App& app, const Request& request)
{
    if (!walletTier(app, request.wallet).active) {
        refuseWith(402, Json{{"error", "No active tier subscription"},
                             {"message", "Subscribe to a tier first: POST /tiers/v1/:tier"},
                             {"subscribe_url", "/tiers/v1"}});
    }
}

} // namespace run402::sandbox
