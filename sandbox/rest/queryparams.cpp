// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/queryparams.h"

#include "sandbox/rest/errors.h"
#include "sandbox/rest/filterparser.h"
#include "sandbox/rest/selectparser.h"

#include <algorithm>
#include <set>

namespace run402::sandbox::rest {

namespace {

constexpr std::size_t maxParameters = 1000;

using Parameters = std::vector<std::pair<std::string, std::string>>;

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::string decoded(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            result += ' ';
        } else if (text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0
                   && hexDigit(text[i + 2]) >= 0) {
            result += static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
            i += 2;
        } else {
            result += text[i];
        }
    }
    if (result.find('\0') != std::string::npos || !isValidUtf8(result))
        throw badEncoding();
    return result;
}

Parameters split(std::string_view raw)
{
    Parameters result;
    while (!raw.empty()) {
        const auto end = raw.find('&');
        const std::string_view pair = raw.substr(0, end);
        raw = end == std::string_view::npos ? std::string_view() : raw.substr(end + 1);
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || equals == 0)
            continue;
        if (result.size() >= maxParameters)
            throw Failure{400, "PGRST100", "too many query parameters", nullptr, nullptr, false, {}};
        result.emplace_back(decoded(pair.substr(0, equals)), decoded(pair.substr(equals + 1)));
    }
    return result;
}

std::string_view lastWord(std::string_view key)
{
    const auto dot = key.rfind('.');
    return dot == std::string_view::npos ? key : key.substr(dot + 1);
}

bool isInteger(std::string_view text)
{
    if (!text.empty() && text[0] == '-')
        text.remove_prefix(1);
    return !text.empty() && text.size() <= 30
        && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Where a limit or an offset belongs: "a.b.limit" is for the embedded a.b.
Path rangePath(std::string_view key)
{
    Path path = parseTreePath(key).first;
    return path;
}

void addParameter(Query &query, const std::string &key, const std::string &value, bool functionCall)
{
    const std::string_view word = lastWord(key);
    if (word == "order") {
        if (!value.empty())
            query.order.emplace_back(parseTreePath(key).first, parseOrder(value));
    } else if (word == "and" || word == "or") {
        query.logic.push_back(parseLogic(key, value));
    } else if (word == "limit" || word == "offset") {
        // A value that is no number counts as absent, as in the service.
        if (!isInteger(value))
            return;
        Range &range = query.ranges[rangePath(key)];
        (word == "limit" ? range.limit : range.offset) = value;
    } else if (key == "select") {
        query.select = parseSelect(value);
    } else if (key == "columns") {
        query.columns = parseNames("columns", value);
    } else if (key == "on_conflict") {
        query.onConflict = parseNames("on_conflict", value);
    } else if (functionCall && key.find('.') == std::string::npos && !tryCondition(value)) {
        query.arguments.emplace_back(key, value);
    } else {
        auto [path, field] = parseTreePath(key);
        query.filters.emplace_back(std::move(path), Filter{std::move(field), parseCondition(value)});
    }
}

} // namespace

bool isValidUtf8(std::string_view text)
{
    std::size_t i = 0;
    while (i < text.size()) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead >= 0x80 && (lead < 0xC2 || lead > 0xF4))
            return false;
        if (i + length > text.size())
            return false;
        for (std::size_t k = 1; k < length; ++k) {
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80)
                return false;
        }
        const auto second = length > 1 ? static_cast<unsigned char>(text[i + 1]) : 0;
        // Overlong forms, surrogates and values past U+10FFFF.
        if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)
            || (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F))
            return false;
        i += length;
    }
    return true;
}

Query parseQuery(const std::string &raw, bool functionCall)
{
    if (raw.size() > maxQueryBytes)
        throw Failure{414, "PGRST100", "query string too long", nullptr, nullptr, false, {}};
    Query query;
    const Parameters parameters = split(raw);
    const bool hasSelect = std::any_of(parameters.begin(), parameters.end(),
                                       [](const auto &p) { return p.first == "select"; });
    std::set<std::string_view> seen;
    for (const auto &[key, value] : parameters) {
        // Of these the first counts; filters of one name all do.
        const bool single = key == "select" || key == "columns" || key == "on_conflict";
        if (!single || seen.insert(key).second)
            addParameter(query, key, value, functionCall);
    }
    if (!hasSelect || query.select.empty()) {
        SelectItem star;
        star.field.name = "*";
        query.select.assign(1, star);
    }
    return query;
}

} // namespace run402::sandbox::rest
