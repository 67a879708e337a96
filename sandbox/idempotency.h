// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http/message.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace run402::sandbox {

class App;
class PgTransaction;

/// Names of the keys being worked on right now. Thread: any.
class KeyLocks
{
public:
    void lock(const std::string& name);
    void unlock(const std::string& name);

private:
    std::mutex m_mutex;
    std::condition_variable m_freed;
    std::set<std::string> m_held;
};

/// Idempotency-Key (contract.md §1.10 with its FIX): scoped to the wallet that
/// signed or paid, bound to the request body, good for 24 hours.
///
/// Holding an object of this class keeps a second request with the same key
/// waiting until the first has been answered. Thread: one request.
class IdempotencyGuard
{
public:
    /// `route` is "METHOD:path". Does nothing when the request carries no key
    /// or nobody could be identified. Throws Refused for an overlong key.
    IdempotencyGuard(App& app, Request& request);
    ~IdempotencyGuard();
    IdempotencyGuard(const IdempotencyGuard&) = delete;
    IdempotencyGuard& operator=(const IdempotencyGuard&) = delete;

    /// The stored answer, or 422 when the body differs from the first one's.
    std::optional<Response> hit();

private:
    App& m_app;
    Request& m_request;
    std::string m_lockName; ///< empty when not active
};

/// Stores a 2xx JSON answer in the transaction that did the work. Does nothing
/// without an active key or when it was stored already.
void storeIdempotent(PgTransaction& tx, Request& request, const Response& response);
void storeIdempotent(App& app, Request& request, const Response& response);

} // namespace run402::sandbox
