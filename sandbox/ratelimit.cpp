// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/ratelimit.h"

#include <algorithm>

namespace run402::sandbox {
namespace {
constexpr std::size_t kSweepAt = 10000; // full buckets of keys long gone are dropped
} // namespace

void RateLimiter::clear()
{
    const std::lock_guard lock(m_mutex);
    m_buckets.clear();
    m_perSecond = kPerSecond;
}

void RateLimiter::setPerSecond(double limit)
{
    const std::lock_guard lock(m_mutex);
    m_buckets.clear();
    m_perSecond = limit;
}

bool RateLimiter::allow(const std::string& key)
{
    const auto now = Clock::now();
    const std::lock_guard lock(m_mutex);
    if (m_perSecond <= 0) {
        return true;
    }
    if (m_buckets.size() > kSweepAt) {
        std::erase_if(m_buckets,
                      [&](const auto& entry) { return now - entry.second.at > std::chrono::seconds(2); });
    }
    const auto [it, fresh] = m_buckets.try_emplace(key, Bucket{m_perSecond, now});
    Bucket& bucket = it->second;
    if (!fresh) {
        const double elapsed = std::chrono::duration<double>(now - bucket.at).count();
        bucket.tokens = std::min(m_perSecond, bucket.tokens + elapsed * m_perSecond);
        bucket.at = now;
    }
    if (bucket.tokens < 1) {
        return false;
    }
    bucket.tokens -= 1;
    return true;
}

} // namespace run402::sandbox
