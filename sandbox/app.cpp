// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/app.h"

#include "sandbox/crypto/crypto.h"
#include "sandbox/db/bootstrap.h"
#include "sandbox/files.h"
#include "sandbox/guards.h"
#include "sandbox/http/encoding.h"
#include "sandbox/pay/payment.h"
#include "sandbox/pay/siwx.h"
#include "sandbox/sites.h"
#include "sandbox/text.h"

#include <algorithm>
#include <filesystem>

namespace run402::sandbox {
namespace {

constexpr const char* kAllowedHeaders =
    "Content-Type, Authorization, apikey, Prefer, Accept-Profile, Content-Profile, Idempotency-Key, "
    "X-Wallet-Address, X-Run402-Wallet, X-Run402-Signature, X-Run402-Timestamp";
constexpr const char* kExposedHeaders =
    "X-Run402-Settlement-Rail, X-Run402-Allowance-Remaining, X-Run402-Hint, WWW-Authenticate";

constexpr std::string_view kControlPrefix = "/sandbox/v1/";

constexpr std::size_t kMiB = 1024 * 1024;
constexpr std::size_t kMaxEtagBody = kMiB;
constexpr std::size_t kKnownProjects = 1000;

void addCors(Response& response)
{
    response.set("Access-Control-Allow-Origin", "*");
    response.set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS");
    response.set("Access-Control-Allow-Headers", kAllowedHeaders);
    response.set("Access-Control-Expose-Headers", kExposedHeaders);
}

bool isJsonRoute(const Request& request)
{
    return !startsWith(lower(request.path), "/storage/") && !endsWith(request.path, "/sql") &&
           !startsWith(lower(request.path), "/rpc/") && lower(request.path) != "/webhooks/v1/stripe";
}

void unpack(Request& request, std::size_t limit)
{
    switch (unpackBody(request.body, request.header("content-encoding"), limit)) {
    case Unpacking::Done:
        break;
    case Unpacking::Broken:
        refuse(400, "Invalid JSON in request body");
    case Unpacking::TooLarge:
        refuse(413, "Request body too large");
    case Unpacking::Unknown:
        refuse(415, "Unsupported content encoding");
    }
}

/// Parses the body where the path and content type call for it (§1.2).
void parseBody(Request& request, std::size_t limit)
{
    request.json = Json::object();
    const std::string type = lower(request.header("content-type"));
    const std::string media = trim(type.substr(0, type.find(';')));
    const bool wanted = !isJsonRoute(request) || media == "application/json";
    if (wanted) {
        unpack(request, limit);
    }
    if (!wanted || !isJsonRoute(request) || request.body.empty()) {
        return;
    }
    if (const std::size_t at = type.find("charset="); at != std::string::npos) {
        std::string charset = trim(type.substr(at + 8, type.find(';', at) - at - 8));
        charset.erase(std::remove(charset.begin(), charset.end(), '"'), charset.end());
        if (!startsWith(charset, "utf-")) {
            refuse(415, "Unsupported content encoding");
        }
    }
    auto json = parseJson(request.body);
    if (!json || (!json->is_object() && !json->is_array())) {
        refuse(400, "Invalid JSON in request body");
    }
    request.json = std::move(*json);
    request.hasJson = true;
}

/// Weak tag of a JSON answer, as the gateway's web framework adds it.
void addEtag(const Request& request, Response& response)
{
    if (response.status == 200 && (request.method == "GET" || request.method == "HEAD") &&
        !response.body.empty() && response.body.size() <= kMaxEtagBody && !response.has("etag") &&
        !response.has("content-range")) {
        response.set("ETag", "W/\"" + sha256Hex(response.body).substr(0, 24) + "\"");
    }
}

} // namespace

App::App(const Options& optionsIn, Secrets secretsIn, const ConnInfo& connInfo, RequestLog& logIn)
    : options(optionsIn), secrets(std::move(secretsIn)), db(connInfo("postgres", kDatabase), kOwnerSession, 48),
      slots(connInfo), log(logIn), functions(options.data / "functions")
{
}

void App::schemaChanged(const std::string& slot)
{
    if (onSchemaChanged) {
        onSchemaChanged(slot);
    }
}

std::shared_ptr<const Project> App::project(const std::string& id)
{
    if (id.empty()) {
        return nullptr;
    }
    const std::uint64_t writes = db.writes();
    {
        const std::lock_guard lock(m_mutex);
        const auto known = m_projects.find(id);
        if (known != m_projects.end() && known->second.writes == writes) {
            return known->second.project;
        }
    }
    auto project = readProject(id);
    if (project) {
        const std::lock_guard lock(m_mutex);
        if (m_projects.size() >= kKnownProjects) {
            m_projects.clear();
        }
        m_projects[id] = {project, writes};
    }
    return project;
}

std::shared_ptr<const Project> App::readProject(const std::string& id)
{
    PgLease lease(db);
    const PgRows rows = lease.prepared(
        "SELECT p.id, p.name, p.schema_slot, p.tier, p.status, p.storage_bytes, p.api_calls, "
        "(extract(epoch FROM greatest(p.lease_expires_at, b.lease_expires_at)) * 1000)::bigint, "
        "p.key_expires_at, "
        "coalesce(p.wallet_address, ''), p.pinned, p.demo_mode FROM internal.projects p "
        "LEFT JOIN internal.billing_accounts b ON b.wallet_address = p.wallet_address WHERE p.id = $1",
        {id});
    if (rows.empty()) {
        return nullptr;
    }
    auto project = std::make_shared<Project>();
    project->id = rows.text(0, 0);
    project->name = rows.text(0, 1);
    project->slot = rows.text(0, 2);
    project->tier = rows.text(0, 3);
    project->status = rows.text(0, 4);
    project->storageBytes = rows.integer(0, 5);
    project->apiCalls = rows.integer(0, 6);
    project->leaseExpires = rows.integer(0, 7);
    project->keyExpires = rows.integer(0, 8);
    project->wallet = rows.text(0, 9);
    project->pinned = rows.boolean(0, 10);
    project->demo = rows.boolean(0, 11);
    return project;
}

std::filesystem::path App::siteDir(const std::string& deployment) const
{
    return options.data / "sites" / deployment;
}

std::string App::siteUrl(const std::string& subdomain) const
{
    return options.gatewayUrls ? "https://" + subdomain + ".run402.com"
                               : "http://" + subdomain + ".localhost:" + std::to_string(port);
}

std::string App::deploymentUrl(const std::string& deployment) const
{
    std::string label = deployment;
    std::replace(label.begin(), label.end(), '_', '-');
    return options.gatewayUrls ? "https://" + label + ".sites.run402.com"
                               : "http://" + label + ".sites.localhost:" + std::to_string(port);
}

bool App::isAdminWallet(const std::string& wallet)
{
    const std::lock_guard lock(m_mutex);
    return m_adminWallets.count(wallet) != 0;
}

void App::addAdminWallet(const std::string& wallet)
{
    const std::lock_guard lock(m_mutex);
    m_adminWallets.insert(wallet);
}

void App::sawWallet(const std::string& wallet)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_seenWallets.insert(wallet).second) {
            return;
        }
    }
    PgLease lease(db);
    lease.query("INSERT INTO internal.wallet_sightings VALUES ($1) ON CONFLICT DO NOTHING", {wallet});
}

std::size_t App::bodyLimit(const Request& request) const
{
    const std::string path = lower(request.path);
    if (startsWith(path, "/storage/") || endsWith(request.path, "/sql")) {
        return 10 * kMiB;
    }
    if (request.method == "POST" && (path == "/deployments/v1" || path == "/deploy/v1")) {
        return 50 * kMiB;
    }
    return kMiB;
}

Response App::tooLarge(Request&) const
{
    Response response = Response::error(413, "Request body too large");
    addCors(response);
    return response;
}

Response App::answer(Request& request)
{
    try {
        return dispatch(request);
    } catch (Refused& refused) {
        return std::move(refused.response);
    } catch (const NoSpace& error) {
        return Response::error(507, error.what());
    } catch (const PgError& error) {
        if (error.sqlState() == "53100") {
            return Response::error(507, NoSpace().what());
        }
        const bool badText = error.sqlState() == "22021"; // not UTF-8, or a NUL character
        log.note("error", request.method + ' ' + request.path + ": " + error.what());
        return badText ? Response::error(400, std::string("Invalid text: ") + error.what())
                       : Response::error(500, "Internal server error");
    } catch (const std::exception& error) {
        log.note("error", request.method + ' ' + request.path + ": " + error.what());
        return Response::error(500, "Internal server error");
    }
}

Response App::handle(Request& request)
{
    const auto started = std::chrono::steady_clock::now();
    const bool steering = options.control && startsWith(lower(request.path), kControlPrefix);
    const auto fault = steering ? std::nullopt : faults.strike(request);
    Response response;
    if (!fault || fault->runsHandler()) {
        std::shared_lock<std::shared_mutex> running; // a reset waits for us
        if (options.control && !steering) {
            running = std::shared_lock(m_resetting);
        }
        response = answer(request);
    }
    if (fault) {
        response = spoiled(*fault, std::move(response));
    }
    addCors(response);
    addEtag(request, response);
    applyConditions(request, response);
    if (!request.header("payment-signature").empty() && response.status < 400 &&
        request.idempotencyWallet.empty() && !response.has("x-run402-settlement-rail")) {
        response.set("X-Run402-Settlement-Rail", "x402");
    }
    log.request(
        request, response,
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started));
    return response;
}

void Fakes::clear()
{
    for (std::atomic<bool>* state : {&restDown, &cdnDown, &statusDown, &slotsExhausted, &verifying, &deploying}) {
        *state = false;
    }
    settling = Works;
    treasury = -1;
}

void App::reset()
{
    functions.endAll(); // a running function must not keep its request, and thereby us, waiting
    const std::unique_lock lock(m_resetting);
    {
        const std::lock_guard members(m_mutex);
        m_projects.clear();
        m_adminWallets.clear();
        m_seenWallets.clear();
    }
    setClockOffsetMs(0);
    db.closeIdle();
    slots.closeIdle();
    for (const char* folder : {"sites", "storage", "functions"}) {
        std::filesystem::remove_all(options.data / folder);
    }
    functions.endAll(); // what it kept in its folder is gone
    faults.clear();
    fakes.clear();
    meter.clear();
    demos.clearAll();
    rateLimiter.clear();
    renewDatabase();
    db.noteWrite();
    schemaChanged({});
}

/// The guard of everything under /projects/v1/admin/, known route or not.
void App::guardAdminPrefix(Request& request)
{
    const std::string path = lower(request.path);
    if (!startsWith(path, "/projects/v1/admin/")) {
        return;
    }
    const bool operatorRoute =
        endsWith(path, "/wallet") || endsWith(path, "/pin") || endsWith(path, "/unpin");
    const bool signedOnly = request.has("sign-in-with-x") && request.header("authorization").empty();
    if (endsWith(path, "/wallet") || (operatorRoute && (signedOnly || hasAdminKey(*this, request)))) {
        return; // these check the operator key or the owner's signature themselves
    }
    requireServiceKey(*this, request);
}

void App::passGate(const Route& route, Request& request)
{
    if (route.gate == Gate::Open) {
        return;
    }
    SignIn signIn = lower(request.path) == request.path && request.path.back() != '/'
                        ? checkSignIn(request)
                        : SignIn{{}, "Use the exact lower-case path"};
    if (signIn.wallet.empty()) {
        throw Refused{signInChallenge(*this, request, route.description, signIn.reason)};
    }
    request.wallet = signIn.wallet;
    sawWallet(signIn.wallet);
    if (route.gate == Gate::SiwxTier) {
        requireActiveTier(*this, request);
    }
}

/// Nothing is written on a disk about to be full, except statements that read
/// or give space back.
void App::requireSpace(const Request& request) const
{
    const std::string path = lower(request.path);
    const bool writes = request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
    if (!writes || startsWith(path, kControlPrefix)) {
        return;
    }
    if (!nearlyFull(options.data) && !nearlyFull(databaseFolder)) {
        return;
    }
    if (endsWith(path, "/sql")) {
        const std::string text = lower(trim(std::string_view(request.body).substr(0, 200)));
        for (const char* word : {"select", "explain", "delete", "truncate", "drop"}) {
            if (startsWith(text, word)) {
                if (text[0] == 'd' || text[0] == 't') {
                    releaseReserve(databaseFolder); // giving space back takes some first
                }
                return;
            }
        }
    }
    throw NoSpace();
}

Response App::dispatch(Request& request)
{
    if (request.method == "OPTIONS") {
        return Response::empty(204);
    }
    const SiteHost host = siteHost(request.hostname());
    if (!host.subdomain.empty() || !host.deployment.empty()) {
        return serveSite(*this, request, host);
    }
    parseBody(request, bodyLimit(request));
    const std::string& bucket =
        request.has("x-run402-wallet") ? request.header("x-run402-wallet") : request.header("apikey");
    if (!bucket.empty() && !rateLimiter.allow(bucket)) {
        return Response::json(429, {{"error", "Rate limit exceeded"}, {"retry_after", 1}})
            .set("Retry-After", "1");
    }
    guardAdminPrefix(request);
    const Route* route = router.match(request);
    if (route == nullptr) {
        return Response::cannot(request);
    }
    requireSpace(request);
    if (!route->idempotent) {
        passGate(*route, request);
        return route->handler(request);
    }
    IdempotencyGuard idempotency(*this, request);
    if (auto stored = idempotency.hit()) {
        return std::move(*stored);
    }
    passGate(*route, request);
    Response response = route->handler(request);
    storeIdempotent(*this, request, response);
    return response;
}

} // namespace run402::sandbox
