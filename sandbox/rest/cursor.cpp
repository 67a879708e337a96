// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/cursor.h"

#include "sandbox/rest/errors.h"

namespace run402::sandbox::rest {

namespace {

bool isIdentifierByte(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
        || c == '$' || c == ' ' || byte >= 0x80;
}

std::string stripped(std::string_view text)
{
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

std::size_t characters(std::string_view text)
{
    std::size_t count = 0;
    for (char c : text)
        count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return count;
}

constexpr const char *nameExpectation = "field name (* or [a..z0..9_$])";

} // namespace

Cursor::Cursor(std::string what, std::string_view shown, std::string_view text)
    : m_what(std::move(what)), m_shown(shown), m_text(text)
{
}

char Cursor::peek(std::size_t ahead) const
{
    return m_pos + ahead < m_text.size() ? m_text[m_pos + ahead] : '\0';
}

bool Cursor::startsWith(std::string_view token) const
{
    return m_text.substr(m_pos, token.size()) == token;
}

bool Cursor::accept(std::string_view token)
{
    if (!startsWith(token))
        return false;
    m_pos += token.size();
    return true;
}

void Cursor::expect(std::string_view token)
{
    if (!accept(token))
        fail("\"" + std::string(token) + "\"");
}

void Cursor::skipBlanks()
{
    while (peek() == ' ' || peek() == '\t')
        ++m_pos;
}

void Cursor::fail(const std::string &expecting, std::size_t ahead) const
{
    std::string found = "end of input";
    const std::size_t at = m_pos + ahead;
    if (at < m_text.size()) {
        std::size_t size = 1;
        while (at + size < m_text.size()
               && (static_cast<unsigned char>(m_text[at + size]) & 0xC0) == 0x80)
            ++size;
        found = "\"" + std::string(m_text.substr(at, size)) + "\"";
    }
    failWith("unexpected " + found + " expecting " + expecting);
}

void Cursor::failWith(const std::string &details) const
{
    throw parseFailure(m_what, std::string(m_shown), characters(m_text.substr(0, m_pos)) + 1, details);
}

std::string Cursor::quoted()
{
    expect("\"");
    std::string value;
    while (!atEnd() && peek() != '"') {
        if (peek() == '\\') {
            ++m_pos;
            if (atEnd())
                break;
        }
        value += m_text[m_pos++];
    }
    expect("\"");
    return value;
}

std::string Cursor::identifier()
{
    const std::size_t start = m_pos;
    while (!atEnd() && isIdentifierByte(peek()))
        ++m_pos;
    const std::string name = stripped(m_text.substr(start, m_pos - start));
    if (name.empty())
        fail("letter or digit");
    return name;
}

std::string Cursor::fieldName()
{
    if (peek() == '"')
        return quoted();
    const std::size_t start = m_pos;
    while (!atEnd()) {
        // A dash belongs to the name unless it begins an arrow.
        const bool dash = m_pos > start && peek() == '-' && m_pos + 1 < m_text.size()
            && isIdentifierByte(peek(1));
        if (!isIdentifierByte(peek()) && !dash)
            break;
        ++m_pos;
    }
    const std::string name = stripped(m_text.substr(start, m_pos - start));
    if (name.empty()) {
        m_pos = start;
        fail(nameExpectation);
    }
    return name;
}

JsonStep Cursor::jsonOperand(bool asText)
{
    JsonStep step;
    step.asText = asText;
    const std::size_t start = m_pos;
    std::size_t end = m_pos + (peek() == '-' ? 1 : 0);
    const std::size_t digits = end;
    while (end < m_text.size() && m_text[end] >= '0' && m_text[end] <= '9')
        ++end;
    const std::string_view after = m_text.substr(end);
    const bool ends = after.empty() || after[0] == '.' || after[0] == ',' || after[0] == ')'
        || after.substr(0, 2) == "->" || after.substr(0, 2) == "::";
    if (end > digits && ends) {
        step.isIndex = true;
        step.key = std::string(m_text.substr(start, end - start));
        m_pos = end;
        return step;
    }
    if (peek() == '-') {
        m_pos = end;
        fail("digit");
    }
    step.key = fieldName();
    return step;
}

std::vector<JsonStep> Cursor::jsonPath()
{
    std::vector<JsonStep> path;
    while (startsWith("->")) {
        const bool asText = accept("->>");
        if (!asText)
            accept("->");
        path.push_back(jsonOperand(asText));
        if (path.size() > maxArrows)
            failWith("the JSON path is too long");
    }
    return path;
}

Field Cursor::field()
{
    Field result;
    skipBlanks();
    result.name = fieldName();
    result.path = jsonPath();
    skipBlanks();
    return result;
}

std::string Cursor::until(std::string_view stop)
{
    const std::size_t end = m_text.find_first_of(stop, m_pos);
    const std::size_t start = m_pos;
    m_pos = end == std::string_view::npos ? m_text.size() : end;
    return std::string(m_text.substr(start, m_pos - start));
}

} // namespace run402::sandbox::rest
