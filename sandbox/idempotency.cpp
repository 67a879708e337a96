// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/idempotency.h"

#include "sandbox/app.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/pay/mpp.h"
#include "sandbox/pay/payment.h"
#include "sandbox/pay/siwx.h"
#include "sandbox/text.h"

namespace run402::sandbox {
namespace {

std::string routeOf(const Request& request)
{
    std::string path = lower(request.path);
    if (path.size() > 1 && path.back() == '/') {
        path.pop_back();
    }
    return request.method + ':' + path;
}

} // namespace

void KeyLocks::lock(const std::string& name)
{
    std::unique_lock lock(m_mutex);
    m_freed.wait(lock, [&] { return m_held.count(name) == 0; });
    m_held.insert(name);
}

void KeyLocks::unlock(const std::string& name)
{
    const std::lock_guard lock(m_mutex);
    m_held.erase(name);
    m_freed.notify_all();
}

IdempotencyGuard::IdempotencyGuard(App& app, Request& request) : m_app(app), m_request(request)
{
    const std::string& key = request.header("idempotency-key");
    if (key.empty()) {
        return;
    }
    if (key.size() > 256) {
        refuse(400, "Idempotency-Key too long (max 256 characters)");
    }
    std::string wallet = checkSignIn(request).wallet;
    if (wallet.empty()) {
        wallet = verifiedPayer(readPayment(request));
    }
    if (wallet.empty()) {
        wallet = machinePayer(app, request);
    }
    if (wallet.empty()) {
        return; // nobody to scope it to: the gates will refuse the request anyway
    }
    request.idempotencyWallet = wallet;
    m_lockName = wallet + '\n' + routeOf(request) + '\n' + key;
    app.keyLocks.lock(m_lockName);
}

IdempotencyGuard::~IdempotencyGuard()
{
    if (!m_lockName.empty()) {
        m_app.keyLocks.unlock(m_lockName);
    }
}

std::optional<Response> IdempotencyGuard::hit()
{
    if (m_lockName.empty()) {
        return std::nullopt;
    }
    PgLease db(m_app.db);
    const PgRows rows =
        db.query("SELECT status, body, body_hash FROM internal.idempotency_keys "
                 "WHERE wallet = $1 AND route = $2 AND key = $3 "
                 "AND created_at > now() - interval '24 hours'",
                 {m_request.idempotencyWallet, routeOf(m_request), m_request.header("idempotency-key")});
    if (rows.empty()) {
        return std::nullopt;
    }
    if (rows.text(0, 2) != sha256Hex(m_request.body)) {
        return Response::error(422, "Idempotency-Key already used with a different request");
    }
    return Response::text(static_cast<int>(rows.integer(0, 0)), "application/json; charset=utf-8",
                          rows.text(0, 1));
}

void storeIdempotent(PgTransaction& tx, Request& request, const Response& response)
{
    if (request.idempotencyWallet.empty() || request.idempotencyStored || response.status < 200 ||
        response.status > 299) {
        return;
    }
    tx.query("INSERT INTO internal.idempotency_keys (wallet, route, key, body_hash, status, body) "
             "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (wallet, route, key) DO UPDATE SET "
             "body_hash = EXCLUDED.body_hash, status = EXCLUDED.status, body = EXCLUDED.body, "
             "created_at = clock_timestamp()",
             {request.idempotencyWallet, routeOf(request), request.header("idempotency-key"),
              sha256Hex(request.body), response.status, response.body});
    request.idempotencyStored = true;
}

void storeIdempotent(App& app, Request& request, const Response& response)
{
    if (request.idempotencyWallet.empty() || request.idempotencyStored) {
        return;
    }
    PgTransaction tx(app.db);
    storeIdempotent(tx, request, response);
    tx.commit();
}

} // namespace run402::sandbox
