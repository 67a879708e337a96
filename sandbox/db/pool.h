// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libpq-fe.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace run402::sandbox {

class PgPool;

/// How many connections several pools may have open together. When all are
/// taken, the one that lay idle longest makes room, whichever pool it is of;
/// when none is idle, who waited longest is served first. Must outlive its
/// pools. Thread: any.
class PgBudget
{
public:
    explicit PgBudget(int limit) : m_limit(limit) {}
    PgBudget(const PgBudget&) = delete;
    PgBudget& operator=(const PgBudget&) = delete;

    void closeIdle();                              ///< of every pool
    void closeUnused(std::chrono::seconds atLeast); ///< what lay idle that long

private:
    friend class PgPool;
    using Clock = std::chrono::steady_clock;
    struct Waiter
    {
        PgPool* pool;
        std::condition_variable wake;
    };

    PGconn* takeOldestIdle();
    void wakeNext();
    void close(const std::vector<PGconn*>& connections);

    std::mutex m_mutex; ///< guards this and the lists of the pools
    int m_limit;
    int m_open = 0;
    std::vector<PgPool*> m_pools;
    std::list<Waiter*> m_waiting; ///< first come first
};

/// Connections of one login role to one database. Thread: any.
class PgPool
{
public:
    /// At most `limit` connections at once; they stay open until they are
    /// closed by one of the calls below or to make room in the budget.
    PgPool(std::string conninfo, std::string afterConnect, int limit);
    PgPool(std::string conninfo, std::string afterConnect, int limit, PgBudget& shared);
    ~PgPool();
    PgPool(const PgPool&) = delete;
    PgPool& operator=(const PgPool&) = delete;

    PGconn* acquire(); ///< waits for a free one; throws PgError when it cannot connect
    void release(PGconn* connection, bool broken);
    void closeIdle();

    /// Grows with every lease that may have written something, after it was
    /// committed and before the lease ends: what was read while it had one
    /// value is still true while it has the same.
    std::uint64_t writes() const { return m_writes; }
    void noteWrite() { ++m_writes; }

private:
    friend class PgBudget;
    struct Idle
    {
        PGconn* connection;
        PgBudget::Clock::time_point since;
    };

    /// An idle connection, or nullptr for leave to open one.
    PGconn* takeOrBook();
    bool mayProceed() const;
    PGconn* open();

    std::atomic<std::uint64_t> m_writes = 0;
    std::string m_conninfo;
    std::string m_afterConnect;
    int m_limit;
    int m_open = 0;
    std::unique_ptr<PgBudget> m_own; ///< of a pool that shares with none
    PgBudget& m_budget;
    std::vector<Idle> m_idle; ///< last used last
};

} // namespace run402::sandbox
