// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/sql/blocklist.h"

#include <array>
#include <cctype>
#include <vector>

namespace run402::sandbox {
namespace {

bool wordChar(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Length of `word` (upper-case) at `at` in any case, bounded by non-words in
/// front when `startOfWord`; 0 when it is not there.
std::size_t wordAt(std::string_view sql, std::size_t at, std::string_view word)
{
    if (at + word.size() > sql.size()) {
        return 0;
    }
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (std::toupper(static_cast<unsigned char>(sql[at + i])) != word[i]) {
            return 0;
        }
    }
    return word.size();
}

bool startsWord(std::string_view sql, std::size_t at)
{
    return at == 0 || !wordChar(sql[at - 1]);
}
bool endsWord(std::string_view sql, std::size_t at)
{
    return at >= sql.size() || !wordChar(sql[at]);
}

/// \bFIRST\s+SECOND\b, or \bFIRST\b when `second` is empty.
bool hasWords(std::string_view sql, std::string_view first, const std::vector<std::string_view>& second)
{
    for (std::size_t at = 0; at + first.size() <= sql.size(); ++at) {
        if (std::toupper(static_cast<unsigned char>(sql[at])) != first.front() || !startsWord(sql, at) ||
            wordAt(sql, at, first) == 0) {
            continue;
        }
        std::size_t next = at + first.size();
        if (second.empty()) {
            if (endsWord(sql, next)) {
                return true;
            }
            continue;
        }
        if (next >= sql.size() || !space(sql[next])) {
            continue;
        }
        while (next < sql.size() && space(sql[next])) {
            ++next;
        }
        for (const std::string_view word : second) {
            if (wordAt(sql, next, word) != 0 && endsWord(sql, next + word.size())) {
                return true;
            }
        }
    }
    return false;
}

/// \bCOPY\b.*\bPROGRAM\b on one line.
bool copiesProgram(std::string_view sql)
{
    for (std::size_t from = 0; from <= sql.size();) {
        const std::size_t end = std::min(sql.find_first_of("\r\n", from), sql.size());
        const std::string_view line = sql.substr(from, end - from);
        from = end + 1;
        for (std::size_t at = 0; at < line.size(); ++at) {
            if (startsWord(line, at) && wordAt(line, at, "COPY") != 0 && endsWord(line, at + 4)) {
                return hasWords(line.substr(at + 4), "PROGRAM", {});
            }
        }
    }
    return false;
}

struct Rule
{
    const char* source;
    std::string_view first;
    std::vector<std::string_view> second;
    const char* hint;
};

const std::vector<Rule>& rules()
{
    static const std::vector<Rule> all = {
        {R"(\bCREATE\s+EXTENSION\b)", "CREATE", {"EXTENSION"}, ""},
        {R"(\bCOPY\b.*\bPROGRAM\b)", "", {}, ""},
        {R"(\bALTER\s+SYSTEM\b)", "ALTER", {"SYSTEM"}, ""},
        {R"(\bSET\s+(search_path|role)\b)", "SET", {"SEARCH_PATH", "ROLE"}, ""},
        {R"(\bCREATE\s+SCHEMA\b)", "CREATE", {"SCHEMA"}, ""},
        {R"(\bDROP\s+SCHEMA\b)", "DROP", {"SCHEMA"}, ""},
        {R"(\bGRANT\b)",
         "GRANT",
         {},
         " — Permissions are managed automatically. For SERIAL/BIGSERIAL columns, sequence permissions are "
         "pre-granted. Prefer BIGINT GENERATED ALWAYS AS IDENTITY over SERIAL for new tables."},
        {R"(\bREVOKE\b)",
         "REVOKE",
         {},
         " — Permissions are managed automatically. Use RLS policies (POST /projects/v1/admin/:id/rls) to "
         "control row-level access."},
        {R"(\bCREATE\s+ROLE\b)", "CREATE", {"ROLE"}, ""},
        {R"(\bDROP\s+ROLE\b)", "DROP", {"ROLE"}, ""},
    };
    return all;
}

} // namespace

std::optional<std::string> blockedPattern(std::string_view sql)
{
    for (const Rule& rule : rules()) {
        if (rule.first.empty() ? copiesProgram(sql) : hasWords(sql, rule.first, rule.second)) {
            return std::string(rule.source) + rule.hint;
        }
    }
    return std::nullopt;
}

} // namespace run402::sandbox
