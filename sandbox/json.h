// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace run402::sandbox {

/// Keeps the key order it was built in, which is the order clients see.
using Json = nlohmann::ordered_json;

/// One line of text; invalid UTF-8 is replaced, never thrown at the caller.
std::string dump(const Json& value);

/// Parses `text`; nullopt when malformed or nested deeper than 512 levels.
std::optional<Json> parseJson(std::string_view text);

/// The member `key` when `object` is an object holding it, else nullptr.
const Json* member(const Json& object, const char* key);

/// The member as text when it is a string, else nullopt.
std::optional<std::string> textMember(const Json& object, const char* key);

/// Appends `text` as a JSON string literal with its quotes.
void appendJsonString(std::string& out, std::string_view text);

} // namespace run402::sandbox
