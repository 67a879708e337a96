// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

/// The Prefer header (RFC 7240) with the preferences PostgREST 12.2 knows.
namespace run402::sandbox::rest {

enum class Representation { Minimal, HeadersOnly, Full };
enum class Count { None, Exact, Planned, Estimated };
enum class Resolution { Unset, Merge, Ignore };

struct Preferences {
    Representation representation = Representation::Minimal;
    Count count = Count::None;
    Resolution resolution = Resolution::Unset;
    bool missingDefault = false;
    bool strict = false;
    bool singleObject = false;               ///< params=single-object
    std::optional<std::int64_t> maxAffected; ///< honoured with handling=strict
    std::string timezone;
    std::string invalid;                     ///< unknown ones, joined by ", "
};

/// Never fails: what is not understood is collected in invalid. tx= is read
/// and has no effect, as the service does not enable it.
Preferences parsePreferences(const std::string &header);

} // namespace run402::sandbox::rest
