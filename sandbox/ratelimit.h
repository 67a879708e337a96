// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

namespace run402::sandbox {

/// Token bucket per key: 100 tokens, 100 back per second (contract.md §1.5).
/// Thread: any.
class RateLimiter
{
public:
    bool allow(const std::string& key);
    void clear();
    /// Requests per second and key, also the burst; 0 = no limit.
    void setPerSecond(double limit);

private:
    static constexpr double kPerSecond = 100;
    using Clock = std::chrono::steady_clock;
    struct Bucket
    {
        double tokens = 0;
        Clock::time_point at;
    };
    std::mutex m_mutex;
    double m_perSecond = kPerSecond;
    std::unordered_map<std::string, Bucket> m_buckets;
};

} // namespace run402::sandbox
