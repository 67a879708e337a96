// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/db/pool.h"

#include "sandbox/db/pg.h"

#include <algorithm>

namespace run402::sandbox {

void PgBudget::close(const std::vector<PGconn*>& connections)
{
    for (PGconn* connection : connections) {
        PQfinish(connection);
    }
}

void PgBudget::closeUnused(std::chrono::seconds atLeast)
{
    std::vector<PGconn*> old;
    {
        const std::lock_guard lock(m_mutex);
        const auto limit = Clock::now() - atLeast;
        for (PgPool* pool : m_pools) {
            const auto kept = std::find_if(pool->m_idle.begin(), pool->m_idle.end(),
                                           [&](const PgPool::Idle& idle) { return idle.since > limit; });
            for (auto it = pool->m_idle.begin(); it != kept; ++it) {
                old.push_back(it->connection);
                --pool->m_open;
                --m_open;
            }
            pool->m_idle.erase(pool->m_idle.begin(), kept);
        }
        for (std::size_t i = 0; i < old.size(); ++i) {
            wakeNext();
        }
    }
    close(old);
}

void PgBudget::closeIdle()
{
    closeUnused(std::chrono::seconds(0));
}

PGconn* PgBudget::takeOldestIdle()
{
    PgPool* oldest = nullptr;
    for (PgPool* pool : m_pools) {
        if (!pool->m_idle.empty() &&
            (oldest == nullptr || pool->m_idle.front().since < oldest->m_idle.front().since)) {
            oldest = pool;
        }
    }
    if (oldest == nullptr) {
        return nullptr;
    }
    PGconn* connection = oldest->m_idle.front().connection;
    oldest->m_idle.erase(oldest->m_idle.begin());
    --oldest->m_open;
    --m_open;
    return connection;
}

void PgBudget::wakeNext()
{
    for (Waiter* waiter : m_waiting) {
        if (waiter->pool->mayProceed()) {
            waiter->wake.notify_one();
            return;
        }
    }
}

PgPool::PgPool(std::string conninfo, std::string afterConnect, int limit, PgBudget& shared)
    : m_conninfo(std::move(conninfo)), m_afterConnect(std::move(afterConnect)), m_limit(limit), m_budget(shared)
{
    const std::lock_guard lock(m_budget.m_mutex);
    m_budget.m_pools.push_back(this);
}

PgPool::PgPool(std::string conninfo, std::string afterConnect, int limit)
    : m_conninfo(std::move(conninfo)), m_afterConnect(std::move(afterConnect)), m_limit(limit),
      m_own(std::make_unique<PgBudget>(limit)), m_budget(*m_own)
{
    m_budget.m_pools.push_back(this);
}

PgPool::~PgPool()
{
    closeIdle();
    const std::lock_guard lock(m_budget.m_mutex);
    std::erase(m_budget.m_pools, this);
}

void PgPool::closeIdle()
{
    std::vector<PGconn*> all;
    {
        const std::lock_guard lock(m_budget.m_mutex);
        for (const Idle& idle : m_idle) {
            all.push_back(idle.connection);
            --m_open;
            --m_budget.m_open;
            m_budget.wakeNext();
        }
        m_idle.clear();
    }
    m_budget.close(all);
}

bool PgPool::mayProceed() const
{
    if (!m_idle.empty()) {
        return true;
    }
    const auto idles = [](const PgPool* pool) { return !pool->m_idle.empty(); };
    return m_open < m_limit && (m_budget.m_open < m_budget.m_limit ||
                                std::any_of(m_budget.m_pools.begin(), m_budget.m_pools.end(), idles));
}

PGconn* PgPool::takeOrBook()
{
    PGconn* evicted = nullptr;
    {
        std::unique_lock lock(m_budget.m_mutex);
        if (!mayProceed()) {
            PgBudget::Waiter self{this, {}};
            const auto place = m_budget.m_waiting.insert(m_budget.m_waiting.end(), &self);
            self.wake.wait(lock, [this] { return mayProceed(); });
            m_budget.m_waiting.erase(place);
        }
        if (!m_idle.empty()) {
            PGconn* connection = m_idle.back().connection;
            m_idle.pop_back();
            m_budget.wakeNext(); // there may be more
            return connection;
        }
        if (m_budget.m_open >= m_budget.m_limit) {
            evicted = m_budget.takeOldestIdle();
        }
        ++m_open;
        ++m_budget.m_open;
        m_budget.wakeNext(); // there may be more
    }
    if (evicted != nullptr) {
        PQfinish(evicted);
    }
    return nullptr;
}

PGconn* PgPool::acquire()
{
    while (PGconn* connection = takeOrBook()) {
        // notices a server restart since the connection was last used
        if (PQconsumeInput(connection) == 1 && PQstatus(connection) == CONNECTION_OK) {
            return connection;
        }
        release(connection, true);
    }
    return open();
}

PGconn* PgPool::open()
{
    PGconn* connection = PQconnectdb(m_conninfo.c_str());
    if (PQstatus(connection) == CONNECTION_OK && !m_afterConnect.empty()) {
        PQclear(PQexec(connection, m_afterConnect.c_str()));
    }
    if (PQstatus(connection) != CONNECTION_OK) {
        const PgError error = pgError(nullptr, connection);
        release(connection, true);
        throw error;
    }
    PQsetNoticeProcessor(
        connection, [](void*, const char*) {}, nullptr);
    return connection;
}

void PgPool::release(PGconn* connection, bool broken)
{
    const bool reusable = !broken && PQstatus(connection) == CONNECTION_OK &&
                          PQtransactionStatus(connection) == PQTRANS_IDLE &&
                          PQpipelineStatus(connection) == PQ_PIPELINE_OFF;
    {
        const std::lock_guard lock(m_budget.m_mutex);
        if (reusable) {
            m_idle.push_back({connection, PgBudget::Clock::now()});
        } else {
            --m_open;
            --m_budget.m_open;
        }
        m_budget.wakeNext();
    }
    if (!reusable) {
        PQfinish(connection);
    }
}

} // namespace run402::sandbox
