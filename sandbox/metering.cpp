// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/metering.h"

#include "sandbox/db/pg.h"

namespace run402::sandbox {

std::int64_t Meter::count(const std::string& project, std::int64_t stored)
{
    const std::lock_guard lock(m_mutex);
    return stored + ++m_pending[project];
}

std::int64_t Meter::pending(const std::string& project)
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_pending.find(project);
    return it == m_pending.end() ? 0 : it->second;
}

void Meter::forget(const std::string& project)
{
    const std::lock_guard lock(m_mutex);
    m_pending.erase(project);
}

void Meter::clear()
{
    const std::lock_guard lock(m_mutex);
    m_pending.clear();
}

void Meter::flush(PgPool& db)
{
    std::map<std::string, std::int64_t> batch;
    {
        const std::lock_guard lock(m_mutex);
        batch.swap(m_pending);
    }
    if (batch.empty()) {
        return;
    }
    try {
        PgTransaction tx(db);
        for (const auto& [project, calls] : batch) {
            tx.query("UPDATE internal.projects SET api_calls = api_calls + $2 WHERE id = $1",
                     {project, calls});
        }
        tx.commit();
    } catch (const PgError&) { // try again with the next flush
        const std::lock_guard lock(m_mutex);
        for (const auto& [project, calls] : batch) {
            m_pending[project] += calls;
        }
    }
}

} // namespace run402::sandbox
