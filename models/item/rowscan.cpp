// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/rowscan.h"

#include <algorithm>
#include <cstring>

namespace run402 {

namespace {

const char* find(const char* at, const char* end, char c)
{
    const void* found = at < end ? std::memchr(at, c, std::size_t(end - at)) : nullptr;
    return found ? static_cast<const char*>(found) : end;
}

bool isSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

void skipSpace(const char*& at, const char* end)
{
    while (at < end && isSpace(*at))
        ++at;
}

/// `at` stands behind the opening quote; gives the closing quote, or `end`.
const char* closingQuote(const char* at, const char* end)
{
    const char* start = at;
    for (;;) {
        const char* quote = find(at, end, '"');
        if (quote == end)
            return end;
        const char* before = quote;
        while (before > start && before[-1] == '\\')
            --before;
        if ((quote - before) % 2 == 0)
            return quote;
        at = quote + 1;
    }
}

const char* behindValue(const char* at, const char* end)
{
    if (at == end)
        return end;
    if (*at == '"') {
        const char* quote = closingQuote(at + 1, end);
        return quote == end ? end : quote + 1;
    }
    if (*at != '{' && *at != '[') {
        while (at < end && *at != ',' && *at != '}' && !isSpace(*at))
            ++at;
        return at;
    }
    std::size_t depth = 0;
    while (at < end) {
        const char c = *at++;
        if (c == '"') {
            const char* quote = closingQuote(at, end);
            at = quote == end ? end : quote + 1;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            return at;
        }
    }
    return end;
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Four hex digits at `at`; -1 = there are none.
int hexUnit(const char* at, const char* end)
{
    if (end - at < 4)
        return -1;
    int unit = 0;
    for (int i = 0; i < 4; ++i) {
        const int digit = hexDigit(at[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

void appendUtf8(int code, std::string& out)
{
    if (code < 0x80) {
        out += char(code);
    } else if (code < 0x800) {
        out += {char(0xc0 | code >> 6), char(0x80 | (code & 0x3f))};
    } else if (code < 0x10000) {
        out += {char(0xe0 | code >> 12), char(0x80 | (code >> 6 & 0x3f)), char(0x80 | (code & 0x3f))};
    } else {
        out += {char(0xf0 | code >> 18), char(0x80 | (code >> 12 & 0x3f)), char(0x80 | (code >> 6 & 0x3f)), char(0x80 | (code & 0x3f))};
    }
}

/// `at` stands behind "\u".
void unicodeEscape(const char*& at, const char* end, std::string& out)
{
    constexpr int replacement = 0xfffd;
    int unit = hexUnit(at, end);
    if (unit < 0) {
        appendUtf8(replacement, out);
        return;
    }
    at += 4;
    if (unit >= 0xd800 && unit < 0xdc00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
        const int low = hexUnit(at + 2, end);
        if (low >= 0xdc00 && low < 0xe000) {
            unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            at += 6;
        }
    }
    appendUtf8(unit >= 0xd800 && unit < 0xe000 ? replacement : unit, out);
}

/// Appends at most what still fits; false = something had to stay behind.
bool appendSome(std::string_view piece, std::string& out, std::size_t start, std::size_t most)
{
    const std::size_t room = most - std::min(most, out.size() - start);
    if (piece.size() <= room) {
        out.append(piece);
        return true;
    }
    out.append(piece.substr(0, wholeUtf8(piece, room)));
    return false;
}

} // namespace

std::size_t wholeUtf8(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return text.size();
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80)
        --most;
    return most;
}

RowScan::RowScan(std::string_view object) : m_at(object.data()), m_end(object.data() + object.size())
{
    skipSpace(m_at, m_end);
    if (m_at < m_end && *m_at == '{')
        ++m_at;
    else
        m_at = m_end;
}

bool RowScan::next(Member& member)
{
    skipSpace(m_at, m_end);
    if (m_at < m_end && *m_at == ',') {
        ++m_at;
        skipSpace(m_at, m_end);
    }
    if (m_at == m_end || *m_at != '"')
        return false;
    const char* quote = closingQuote(m_at + 1, m_end);
    if (quote == m_end)
        return false;
    member.key = {m_at + 1, std::size_t(quote - m_at - 1)};
    m_at = quote + 1;
    skipSpace(m_at, m_end);
    if (m_at == m_end || *m_at != ':')
        return false;
    ++m_at;
    skipSpace(m_at, m_end);
    const char* behind = behindValue(m_at, m_end);
    member.value = {m_at, std::size_t(behind - m_at)};
    m_at = behind;
    return !member.value.empty();
}

bool unescapeJson(std::string_view inner, std::string& out, std::size_t most)
{
    const std::size_t start = out.size();
    const char* at = inner.data();
    const char* end = at + inner.size();
    while (at < end) {
        const char* slash = find(at, end, '\\');
        if (!appendSome({at, std::size_t(slash - at)}, out, start, most))
            return false;
        if (slash == end)
            return true;
        if (out.size() - start >= most)
            return false;
        at = slash + 1;
        if (at == end)
            return true;
        switch (const char c = *at++) {
        case 'n': out += '\n'; break;
        case 't': out += '\t'; break;
        case 'r': out += '\r'; break;
        case 'b': out += '\b'; break;
        case 'f': out += '\f'; break;
        case 'u': unicodeEscape(at, end, out); break;
        case '"':
        case '\\':
        case '/': out += c; break;
        default: appendUtf8(0xfffd, out);
        }
    }
    return true;
}

void escapeJson(std::string_view text, std::string& out)
{
    out += '"';
    for (const char c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                constexpr char digits[] = "0123456789abcdef";
                out += {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
            } else {
                out += c;
            }
        }
    }
    out += '"';
}

bool isStringified(std::string_view inner)
{
    return inner.find("\\u00") == std::string_view::npos;
}

bool isJsonNumber(std::string_view s)
{
    if (!s.empty() && s.front() == '-')
        s.remove_prefix(1);
    return !s.empty() && s.front() >= '0' && s.front() <= '9' && (s.size() == 1 || s.front() != '0' || s[1] == '.' || s[1] == 'e')
        && s.find_first_not_of("0123456789.e+-") == std::string_view::npos;
}

RecordScan::RecordScan(std::string_view inner) : m_at(inner.data()), m_end(inner.data() + inner.size())
{
    // "()" has no field; "(," would have two. m_at rests on what stands before a field.
    if (inner.size() < 2 || inner.front() != '(' || inner.back() != ')' || inner == "()")
        m_at = m_end;
    else
        --m_end;
}

bool RecordScan::next(Field& field)
{
    const auto isQuote = [this](const char* at) { return m_end - at >= 2 && at[0] == '\\' && at[1] == '"'; };
    if (m_at == m_end)
        return false;
    ++m_at;
    if (m_at == m_end || *m_at == ',') {
        field = {true, false, {}};
        return true;
    }
    if (!isQuote(m_at)) {
        const char* comma = find(m_at, m_end, ',');
        field = {false, false, {m_at, std::size_t(comma - m_at)}};
        m_at = comma;
        return true;
    }
    m_at += 2;
    const char* start = m_at;
    for (;;) {
        const char* slash = find(m_at, m_end, '\\');
        if (slash == m_end) { // never closed
            field = {false, true, {start, std::size_t(m_end - start)}};
            m_at = m_end;
            return true;
        }
        if (isQuote(slash) && !isQuote(slash + 2)) {
            field = {false, true, {start, std::size_t(slash - start)}};
            m_at = slash + 2;
            return true;
        }
        m_at = std::min(m_end, slash + (isQuote(slash) ? 4 : 2));
    }
}

bool unquoteField(const RecordScan::Field& field, std::string& out, std::size_t most)
{
    if (field.raw.find('\\') == std::string_view::npos)
        return appendSome(field.raw, out, out.size(), most);
    std::string plain;
    const bool all = unescapeJson(field.raw, plain, most == std::string::npos ? most : most * 2 + 8);
    if (!field.quoted)
        return appendSome(plain, out, out.size(), most) && all;
    const std::size_t start = out.size();
    const char* at = plain.data();
    const char* end = at + plain.size();
    while (at < end) {
        const char* piece = at;
        while (at < end && *at != '"' && *at != '\\')
            ++at;
        if (!appendSome({piece, std::size_t(at - piece)}, out, start, most))
            return false;
        if (at == end)
            break;
        if (out.size() - start >= most)
            return false;
        out += *at;
        at += at + 1 < end && at[1] == *at ? 2 : 1;
    }
    return all;
}

} // namespace run402
