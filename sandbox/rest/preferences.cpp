// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/preferences.h"

#include <set>
#include <string_view>

namespace run402::sandbox::rest {

namespace {

std::string_view trim(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::int64_t> parseNumber(std::string_view digits)
{
    if (digits.empty() || digits.size() > 18
        || digits.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    return std::stoll(std::string(digits));
}

bool applyFixed(Preferences &result, std::string_view token)
{
    if (token == "return=representation")
        result.representation = Representation::Full;
    else if (token == "return=headers-only")
        result.representation = Representation::HeadersOnly;
    else if (token == "return=minimal")
        result.representation = Representation::Minimal;
    else if (token == "count=exact")
        result.count = Count::Exact;
    else if (token == "count=planned")
        result.count = Count::Planned;
    else if (token == "count=estimated")
        result.count = Count::Estimated;
    else if (token == "resolution=merge-duplicates")
        result.resolution = Resolution::Merge;
    else if (token == "resolution=ignore-duplicates")
        result.resolution = Resolution::Ignore;
    else if (token == "missing=default")
        result.missingDefault = true;
    else if (token == "missing=null")
        result.missingDefault = false;
    else if (token == "handling=strict")
        result.strict = true;
    else if (token == "handling=lenient")
        result.strict = false;
    else if (token == "params=single-object")
        result.singleObject = true;
    else
        return token == "params=multiple-objects" || token == "tx=commit" || token == "tx=rollback";
    return true;
}

bool applyValued(Preferences &result, std::string_view token)
{
    constexpr std::string_view maxAffected = "max-affected=";
    constexpr std::string_view timezone = "timezone=";
    if (token.substr(0, maxAffected.size()) == maxAffected) {
        result.maxAffected = parseNumber(token.substr(maxAffected.size()));
        return result.maxAffected.has_value();
    }
    if (token.substr(0, timezone.size()) == timezone) {
        result.timezone = std::string(token.substr(timezone.size()));
        return !result.timezone.empty();
    }
    return false;
}

} // namespace

Preferences parsePreferences(const std::string &header)
{
    Preferences result;
    std::set<std::string_view> seen;
    std::string_view rest = header;
    while (!rest.empty()) {
        const auto comma = rest.find(',');
        const std::string_view token = trim(rest.substr(0, comma));
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
        if (token.empty())
            continue;
        // The first of several values for one preference counts (RFC 7240 §2).
        if (!seen.insert(token.substr(0, token.find('='))).second)
            continue;
        if (applyFixed(result, token) || applyValued(result, token))
            continue;
        if (!result.invalid.empty())
            result.invalid += ", ";
        result.invalid += token;
    }
    return result;
}

} // namespace run402::sandbox::rest
