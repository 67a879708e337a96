// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/sql/times.h"

#include "sandbox/json.h"

#include <array>
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace run402::sandbox {
namespace {

/// Days since 1970-01-01 of a proleptic Gregorian date, and back.
std::int64_t daysOf(std::int64_t year, int month, int day)
{
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t yearOfEra = year - era * 400;
    const std::int64_t dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

struct Date
{
    std::int64_t year;
    int month;
    int day;
};

Date dateOf(std::int64_t days)
{
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const std::int64_t dayOfEra = days - era * 146097;
    const std::int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t shifted = (5 * dayOfYear + 2) / 153;
    const int month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
    return {yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            static_cast<int>(dayOfYear - (153 * shifted + 2) / 5 + 1)};
}

/// Reads digits at `at`; -1 when there are none.
std::int64_t digits(std::string_view text, std::size_t& at)
{
    if (at >= text.size() || std::isdigit(static_cast<unsigned char>(text[at])) == 0) {
        return -1;
    }
    std::int64_t value = 0;
    while (at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0) {
        value = value * 10 + (text[at++] - '0');
    }
    return value;
}

struct Parsed
{
    std::int64_t year = 0;
    std::int64_t month = 0;
    std::int64_t day = 0;
    std::int64_t hour = 0;
    std::int64_t minute = 0;
    std::int64_t second = 0;
    int ms = 0;
    std::int64_t offsetSeconds = 0;
};

bool skip(std::string_view text, std::size_t& at, char expected)
{
    if (at < text.size() && text[at] == expected) {
        ++at;
        return true;
    }
    return false;
}

void parseClock(std::string_view text, std::size_t& at, Parsed& p)
{
    p.hour = digits(text, at);
    skip(text, at, ':');
    p.minute = digits(text, at);
    skip(text, at, ':');
    p.second = digits(text, at);
    if (skip(text, at, '.')) {
        int scale = 100;
        for (; at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0; ++at) {
            p.ms += (text[at] - '0') * scale;
            scale /= 10;
        }
    }
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
        const int sign = text[at++] == '-' ? -1 : 1;
        p.offsetSeconds = digits(text, at) * 3600;
        if (skip(text, at, ':')) {
            p.offsetSeconds += digits(text, at) * 60;
        }
        if (skip(text, at, ':')) {
            p.offsetSeconds += digits(text, at);
        }
        p.offsetSeconds *= sign;
    }
}

} // namespace

void appendTime(std::string& out, std::string_view text)
{
    Parsed p;
    std::size_t at = 0;
    p.year = digits(text, at);
    if (p.year < 0 || !skip(text, at, '-')) {
        out += "null"; // infinity
        return;
    }
    p.month = digits(text, at);
    skip(text, at, '-');
    p.day = digits(text, at);
    if (skip(text, at, ' ') && at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0) {
        parseClock(text, at, p);
    }
    if (text.size() >= 2 && text.substr(text.size() - 2) == "BC") {
        p.year = 1 - p.year;
    }
    const std::int64_t seconds = daysOf(p.year, static_cast<int>(p.month), static_cast<int>(p.day)) * 86400 +
                                 p.hour * 3600 + p.minute * 60 + p.second - p.offsetSeconds;
    const std::int64_t days = seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400);
    const int clock = static_cast<int>(seconds - days * 86400);
    const Date date = dateOf(days);
    std::array<char, 48> buffer{};
    const char* format = date.year < 0      ? "\"-%06lld-%02d-%02dT%02d:%02d:%02d.%03dZ\""
                         : date.year > 9999 ? "\"+%06lld-%02d-%02dT%02d:%02d:%02d.%03dZ\""
                                            : "\"%04lld-%02d-%02dT%02d:%02d:%02d.%03dZ\"";
    std::snprintf(buffer.data(), buffer.size(), format, static_cast<long long>(std::llabs(date.year)),
                  date.month, date.day, clock / 3600, clock / 60 % 60, clock % 60, p.ms);
    out += buffer.data();
}

void appendInterval(std::string& out, std::string_view text)
{
    Json parts = Json::object();
    std::size_t at = 0;
    while (at < text.size()) {
        if (text[at] == ' ') {
            ++at;
            continue;
        }
        int sign = 1;
        if (text[at] == '-' || text[at] == '+') {
            sign = text[at++] == '-' ? -1 : 1;
        }
        const std::int64_t value = digits(text, at) * sign;
        if (skip(text, at, ':')) {
            const std::int64_t minutes = digits(text, at) * sign;
            skip(text, at, ':');
            const std::int64_t seconds = digits(text, at) * sign;
            double ms = 0;
            if (skip(text, at, '.')) {
                std::string fraction = "0.";
                while (at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0) {
                    fraction += text[at++];
                }
                ms = std::strtod((fraction + "e3").c_str(), nullptr) * sign;
            }
            const std::pair<const char*, std::int64_t> clock[] = {
                {"hours", value}, {"minutes", minutes}, {"seconds", seconds}};
            for (const auto& [name, amount] : clock) {
                if (amount != 0) {
                    parts[name] = amount;
                }
            }
            if (ms == static_cast<double>(static_cast<std::int64_t>(ms)) && ms != 0) {
                parts["milliseconds"] = static_cast<std::int64_t>(ms);
            } else if (ms != 0) {
                parts["milliseconds"] = ms;
            }
            break;
        }
        skip(text, at, ' ');
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string_view unit = text.substr(at, end - at);
        at = end;
        if (value != 0) {
            parts[unit.substr(0, 3) == "mon" ? "months"
                  : unit.substr(0, 1) == "y" ? "years"
                                             : "days"] = value;
        }
    }
    out += dump(parts);
}

} // namespace run402::sandbox
