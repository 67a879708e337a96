// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/clock.h"

#include <atomic>
#include <charconv>
#include <chrono>

namespace run402::sandbox {
namespace {

// One process has one clock, as it has one from the operating system.
std::atomic<std::int64_t> offsetMs = 0;

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kLongestMs = 365'000 * kDayMs;

std::int64_t unitMs(std::string_view unit)
{
    return unit == "ms"  ? 1
           : unit == "s" ? 1000
           : unit == "m" ? 60'000
           : unit == "h" ? 3'600'000
           : unit == "d" ? kDayMs
                         : 0;
}

} // namespace

std::int64_t nowMs()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count() + offsetMs;
}

std::int64_t clockOffsetMs()
{
    return offsetMs;
}

void setClockOffsetMs(std::int64_t offset)
{
    offsetMs = offset;
}

std::optional<std::int64_t> parseDurationMs(std::string_view text)
{
    std::int64_t count = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), count);
    const std::int64_t unit = unitMs(text.substr(static_cast<std::size_t>(parsed.ptr - text.data())));
    if (parsed.ec != std::errc() || unit == 0 || count > kLongestMs / unit || count < -kLongestMs / unit) {
        return std::nullopt;
    }
    return count * unit;
}

} // namespace run402::sandbox
