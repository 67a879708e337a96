// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/viewcolumns.h"

#include <charconv>

namespace run402::sandbox::rest {

namespace {

constexpr std::string_view entryStart = "{TARGETENTRY";

template<typename Number> Number valueAt(std::string_view rule, std::size_t start)
{
    Number number = 0;
    std::from_chars(rule.data() + start, rule.data() + rule.size(), number);
    return number;
}

/// The number after a key such as ":resno " when it stands at this place.
template<typename Number>
void readKey(std::string_view rule, std::size_t at, std::string_view key, Number &number)
{
    if (rule.substr(at, key.size()) == key)
        number = valueAt<Number>(rule, at + key.size());
}

} // namespace

std::vector<ViewColumn> viewColumns(std::string_view rule)
{
    std::vector<ViewColumn> columns;
    ViewColumn current;
    bool inEntry = false;
    int depth = 0;
    for (std::size_t i = 0; i < rule.size(); ++i) {
        const char c = rule[i];
        if (c == '\\') {
            ++i; // an escaped character belongs to a name
        } else if (c == '{') {
            // The query itself is at depth 1, its own columns at depth 2.
            if (++depth == 2 && rule.substr(i, entryStart.size()) == entryStart) {
                inEntry = true;
                current = {};
            }
        } else if (c == '}') {
            if (--depth == 1 && inEntry) {
                inEntry = false;
                if (current.originTable != 0 && current.originColumn > 0)
                    columns.push_back(current);
            }
        } else if (c == ':' && inEntry && depth == 2) {
            readKey(rule, i, ":resno ", current.number);
            readKey(rule, i, ":resorigtbl ", current.originTable);
            readKey(rule, i, ":resorigcol ", current.originColumn);
        }
    }
    return columns;
}

} // namespace run402::sandbox::rest
