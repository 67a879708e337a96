// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace run402::sandbox {

class PgPool;

/// API calls per project, counted in memory and written to the database every
/// 60 s and at shutdown (contract.md §1.6). Thread: any.
class Meter
{
public:
    /// Counts one call; the total including `stored` (what the database has).
    std::int64_t count(const std::string& project, std::int64_t stored);
    std::int64_t pending(const std::string& project);
    void forget(const std::string& project);
    void clear();
    void flush(PgPool& db);

private:
    std::mutex m_mutex;
    std::map<std::string, std::int64_t> m_pending;
};

} // namespace run402::sandbox
