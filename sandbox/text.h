// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace run402::sandbox {

std::string lower(std::string_view text);
std::string trim(std::string_view text);
bool startsWith(std::string_view text, std::string_view prefix);
bool endsWith(std::string_view text, std::string_view suffix);
std::vector<std::string> split(std::string_view text, char separator);

/// `text` as HTML text: & < > " escaped.
std::string htmlEscape(std::string_view text);

/// Decodes %XX once; nullopt when an escape is malformed. '+' stays '+'.
std::optional<std::string> percentDecode(std::string_view text);
std::string percentEncode(std::string_view text);

/// First value of `key` in a raw query string, form-decoded ('+' is a space).
std::optional<std::string> queryValue(std::string_view query, std::string_view key);
std::vector<std::string> queryValues(std::string_view query, std::string_view key);

std::string toHex(const std::uint8_t* data, std::size_t size);
/// Even-length hex without prefix; nullopt otherwise.
std::optional<std::vector<std::uint8_t>> fromHex(std::string_view text);

std::string base64(std::string_view bytes);
std::string base64Url(std::string_view bytes); ///< no padding
/// Standard alphabet, padded: ^[A-Za-z0-9+/]*={0,2}$; nullopt otherwise.
std::optional<std::string> base64Decode(std::string_view text);
/// Accepts both alphabets and missing padding, skips white space (Node's rule).
std::string base64DecodeLoose(std::string_view text);
std::optional<std::string> base64UrlDecode(std::string_view text);

std::string isoTime(std::int64_t unixMs); ///< 2026-03-21T12:00:00.000Z
/// ISO 8601 with a date and a time; nullopt otherwise. Unix milliseconds.
std::optional<std::int64_t> parseIsoTime(std::string_view text);

std::string randomBytes(std::size_t count);
std::string randomHex(std::size_t byteCount);
std::string randomUuid();
bool isUuid(std::string_view text);

} // namespace run402::sandbox
