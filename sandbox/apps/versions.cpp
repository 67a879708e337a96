// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/apps/versions.h"

#include "sandbox/http/message.h"
#include "sandbox/model.h"
#include "sandbox/text.h"

#include <algorithm>
#include <set>

namespace run402::sandbox {

const char* const kVersionColumns =
    "v.id, v.project_id, v.version, v.name, v.description, v.visibility, v.fork_allowed, v.min_tier, "
    "v.derived_min_tier, v.status, v.table_count, v.function_count, v.site_file_count, v.site_total_bytes, "
    "v.required_secrets, v.required_actions, to_json(v.tags), v.live_url, "
    "(extract(epoch FROM v.created_at) * 1000)::bigint, v.bootstrap_variables";

Json versionObject(const PgRows& rows, int row)
{
    const auto text = [&](int column) {
        return rows.null(row, column) ? Json(nullptr) : Json(rows.text(row, column));
    };
    const auto json = [&](int column) { return parseJson(rows.text(row, column)).value_or(Json::array()); };
    Json version{
        {"id", text(0)}, {"project_id", text(1)}, {"version", rows.integer(row, 2)}, {"name", text(3)}};
    version["description"] = text(4);
    version["visibility"] = text(5);
    version["fork_allowed"] = rows.boolean(row, 6);
    version["min_tier"] = text(7);
    version["derived_min_tier"] = text(8);
    version["status"] = text(9);
    version["table_count"] = rows.integer(row, 10);
    version["function_count"] = rows.integer(row, 11);
    version["site_file_count"] = rows.integer(row, 12);
    version["site_total_bytes"] = rows.integer(row, 13);
    version["required_secrets"] = json(14);
    version["required_actions"] = json(15);
    version["tags"] = json(16);
    version["live_url"] = text(17);
    version["created_at"] = isoTime(rows.integer(row, 18));
    version["compatibility_warnings"] = Json::array();
    if (!rows.null(row, 19)) { // the recorded gateway does not have it
        version["bootstrap_variables"] = json(19);
    }
    return version;
}

Json forkPricing()
{
    Json pricing;
    for (const Tier& tier : kTiers) {
        pricing[tier.name] = tier.price;
    }
    return pricing;
}

std::string checkedTags(const Json& tags)
{
    constexpr std::size_t kMaxTags = 10;
    if (!tags.is_array()) {
        refuse(400, "'tags' must be an array");
    }
    if (tags.size() > kMaxTags) {
        refuse(400, "Max 10 tags allowed");
    }
    std::set<std::string> seen;
    std::string array = "{";
    for (const Json& entry : tags) {
        if (!entry.is_string()) {
            refuse(400, "Each tag must be a string");
        }
        const std::string tag = entry.get<std::string>();
        if (tag.size() < 2) {
            refuse(400, "Tag '" + tag + "' is too short (min 2 chars)");
        }
        const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
        if (tag.size() > 30 || !plain(tag.front()) || !plain(tag.back()) ||
            !std::all_of(tag.begin(), tag.end(), [&](char c) { return plain(c) || c == '-'; })) {
            refuse(400, "Tag '" + tag + "' must be lowercase alphanumeric + hyphens, 2-30 chars");
        }
        if (!seen.insert(tag).second) {
            refuse(400, "Duplicate tag: '" + tag + "'");
        }
        array += (array.size() > 1 ? "," : "") + tag;
    }
    return array + '}';
}

} // namespace run402::sandbox
