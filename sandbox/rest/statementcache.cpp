// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/statementcache.h"

#include <libpq-events.h>

#include <new>

namespace run402::sandbox::rest {

namespace {

// Each prepared plan occupies memory in the server for as long as it lives.
constexpr std::size_t capacity = 96;

int onConnectionEvent(PGEventId event, void *info, void *)
{
    if (event == PGEVT_CONNRESET) {
        auto *connection = static_cast<PGEventConnReset *>(info)->conn;
        if (auto *cache = static_cast<StatementCache *>(
                PQinstanceData(connection, onConnectionEvent)))
            cache->clear();
    } else if (event == PGEVT_CONNDESTROY) {
        auto *connection = static_cast<PGEventConnDestroy *>(info)->conn;
        delete static_cast<StatementCache *>(PQinstanceData(connection, onConnectionEvent));
    }
    return 1;
}

} // namespace

StatementCache *StatementCache::of(PGconn *connection)
{
    if (auto *known = static_cast<StatementCache *>(PQinstanceData(connection, onConnectionEvent)))
        return known;
    auto *cache = new (std::nothrow) StatementCache;
    if (!cache)
        return nullptr;
    PQregisterEventProc(connection, onConnectionEvent, "run402-rest", nullptr);
    if (!PQsetInstanceData(connection, onConnectionEvent, cache)) {
        delete cache;
        return nullptr;
    }
    return cache;
}

std::string StatementCache::find(const std::string &key)
{
    const auto found = m_entries.find(key);
    if (found == m_entries.end())
        return {};
    m_order.splice(m_order.begin(), m_order, found->second.position);
    return found->second.name;
}

std::string StatementCache::nextName()
{
    return "run402_" + std::to_string(++m_counter);
}

void StatementCache::add(const std::string &key, const std::string &name)
{
    m_order.push_front(key);
    m_entries[key] = {name, m_order.begin()};
}

std::string StatementCache::evict()
{
    if (m_entries.size() < capacity)
        return {};
    const auto oldest = m_entries.find(m_order.back());
    std::string name = oldest->second.name;
    m_entries.erase(oldest);
    m_order.pop_back();
    return name;
}

void StatementCache::clear()
{
    m_entries.clear();
    m_order.clear();
}

} // namespace run402::sandbox::rest
