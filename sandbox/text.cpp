// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/text.h"

#include <sys/random.h>

#include <array>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace run402::sandbox {
namespace {

int hexValue(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode64(std::string_view bytes, std::string_view alphabet, bool pad)
{
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t have = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t word = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            word = word << 8 | (k < have ? static_cast<std::uint8_t>(bytes[i + k]) : 0u);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            if (k <= have) {
                out.push_back(alphabet[word >> (18 - 6 * k) & 63]);
            } else if (pad) {
                out.push_back('=');
            }
        }
    }
    return out;
}

int digit64(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
        return c - '0' + 52;
    }
    if (c == '+' || c == '-') {
        return 62;
    }
    return c == '/' || c == '_' ? 63 : -1;
}

} // namespace

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return out;
}

std::string trim(std::string_view text)
{
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) {
        text.remove_prefix(1);
    }
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) {
        text.remove_suffix(1);
    }
    return std::string(text);
}

bool startsWith(std::string_view text, std::string_view prefix)
{
    return text.substr(0, prefix.size()) == prefix;
}

bool endsWith(std::string_view text, std::string_view suffix)
{
    return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    std::size_t from = 0;
    for (;;) {
        const std::size_t at = text.find(separator, from);
        if (at == std::string_view::npos) {
            parts.emplace_back(text.substr(from));
            return parts;
        }
        parts.emplace_back(text.substr(from, at - from));
        from = at + 1;
    }
}

std::string htmlEscape(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out.push_back(c);
        }
    }
    return out;
}

std::optional<std::string> percentDecode(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.push_back(text[i]);
            continue;
        }
        if (i + 2 >= text.size() || hexValue(text[i + 1]) < 0 || hexValue(text[i + 2]) < 0) {
            return std::nullopt;
        }
        out.push_back(static_cast<char>(hexValue(text[i + 1]) * 16 + hexValue(text[i + 2])));
        i += 2;
    }
    return out;
}

std::string percentEncode(std::string_view text)
{
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.' || c == '~') {
            out.push_back(c);
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', kHex[byte >> 4], kHex[byte & 15]};
        }
    }
    return out;
}

std::vector<std::string> queryValues(std::string_view query, std::string_view key)
{
    std::vector<std::string> values;
    for (const std::string& part : split(query, '&')) {
        const std::size_t eq = part.find('=');
        auto decode = [](std::string text) {
            for (char& c : text) {
                if (c == '+') {
                    c = ' ';
                }
            }
            return percentDecode(text).value_or(text);
        };
        if (decode(part.substr(0, eq)) == key) {
            values.push_back(eq == std::string::npos ? std::string() : decode(part.substr(eq + 1)));
        }
    }
    return values;
}

std::optional<std::string> queryValue(std::string_view query, std::string_view key)
{
    auto values = queryValues(query, key);
    if (values.empty()) {
        return std::nullopt;
    }
    return std::move(values.front());
}

std::string toHex(const std::uint8_t* data, std::size_t size)
{
    static constexpr char kHex[] = "0123456789abcdef";
    std::string out;
    out.reserve(size * 2);
    for (std::size_t i = 0; i < size; ++i) {
        out.push_back(kHex[data[i] >> 4]);
        out.push_back(kHex[data[i] & 15]);
    }
    return out;
}

std::optional<std::vector<std::uint8_t>> fromHex(std::string_view text)
{
    if (text.size() % 2 != 0) {
        return std::nullopt;
    }
    std::vector<std::uint8_t> out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hexValue(text[i]);
        const int low = hexValue(text[i + 1]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        out.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return out;
}

std::string base64(std::string_view bytes)
{
    return encode64(bytes, kStandard, true);
}
std::string base64Url(std::string_view bytes)
{
    return encode64(bytes, kUrlSafe, false);
}

std::string base64DecodeLoose(std::string_view text)
{
    std::string out;
    out.reserve(text.size() / 4 * 3 + 3);
    std::uint32_t word = 0;
    int bits = 0;
    for (const char c : text) {
        if (c == '=') {
            break;
        }
        const int value = digit64(c);
        if (value < 0) {
            continue;
        }
        word = word << 6 | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out.push_back(static_cast<char>(word >> bits & 0xff));
        }
    }
    return out;
}

std::optional<std::string> base64Decode(std::string_view text)
{
    std::size_t end = text.size();
    for (int i = 0; i < 2 && end > 0 && text[end - 1] == '='; ++i) {
        --end;
    }
    for (std::size_t i = 0; i < end; ++i) {
        if (digit64(text[i]) < 0 || text[i] == '-' || text[i] == '_') {
            return std::nullopt;
        }
    }
    return base64DecodeLoose(text.substr(0, end));
}

std::optional<std::string> base64UrlDecode(std::string_view text)
{
    for (const char c : text) {
        if (digit64(c) < 0 || c == '+' || c == '/') {
            return std::nullopt;
        }
    }
    return base64DecodeLoose(text);
}

std::string isoTime(std::int64_t unixMs)
{
    std::int64_t seconds = unixMs / 1000;
    std::int64_t ms = unixMs % 1000;
    if (ms < 0) {
        ms += 1000;
        --seconds;
    }
    const std::time_t time = seconds;
    std::tm parts{};
    gmtime_r(&time, &parts);
    std::array<char, 96> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.tm_year + 1900,
                  parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                  static_cast<int>(ms));
    return text.data();
}

std::optional<std::int64_t> parseIsoTime(std::string_view input)
{
    const std::string text(input);
    std::tm parts{};
    int year = 0;
    int month = 0;
    int used = 0;
    if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%n", &year, &month, &parts.tm_mday, &parts.tm_hour,
                    &parts.tm_min, &parts.tm_sec, &used) != 6 ||
        month < 1 || month > 12 || parts.tm_mday < 1 || parts.tm_mday > 31 || parts.tm_hour > 24 ||
        parts.tm_min > 59 || parts.tm_sec > 60) {
        return std::nullopt;
    }
    parts.tm_year = year - 1900;
    parts.tm_mon = month - 1;
    std::int64_t ms = static_cast<std::int64_t>(timegm(&parts)) * 1000;
    std::string_view rest = std::string_view(text).substr(static_cast<std::size_t>(used));
    if (!rest.empty() && rest.front() == '.') {
        rest.remove_prefix(1);
        int scale = 100;
        bool any = false;
        while (!rest.empty() && std::isdigit(static_cast<unsigned char>(rest.front()))) {
            ms += (rest.front() - '0') * scale;
            scale /= 10;
            rest.remove_prefix(1);
            any = true;
        }
        if (!any) {
            return std::nullopt;
        }
    }
    if (rest == "Z" || rest == "z") {
        return ms;
    }
    int hours = 0;
    int minutes = 0;
    char sign = 0;
    if (rest.size() == 6 &&
        std::sscanf(std::string(rest).c_str(), "%c%2d:%2d", &sign, &hours, &minutes) == 3 &&
        (sign == '+' || sign == '-')) {
        const std::int64_t offset = (hours * 60 + minutes) * 60000LL;
        return sign == '+' ? ms - offset : ms + offset;
    }
    return std::nullopt;
}

std::string randomBytes(std::size_t count)
{
    std::string out(count, '\0');
    std::size_t done = 0;
    while (done < count) {
        const ssize_t got = getrandom(out.data() + done, count - done, 0);
        if (got <= 0) {
            std::abort(); // no entropy: continuing would hand out guessable secrets
        }
        done += static_cast<std::size_t>(got);
    }
    return out;
}

std::string randomHex(std::size_t byteCount)
{
    const std::string bytes = randomBytes(byteCount);
    return toHex(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::string randomUuid()
{
    std::string bytes = randomBytes(16);
    bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
    const std::string hex = toHex(reinterpret_cast<const std::uint8_t*>(bytes.data()), 16);
    return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' + hex.substr(16, 4) +
           '-' + hex.substr(20);
}

bool isUuid(std::string_view text)
{
    if (text.size() != 36) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : hexValue(text[i]) < 0) {
            return false;
        }
    }
    return true;
}

} // namespace run402::sandbox
