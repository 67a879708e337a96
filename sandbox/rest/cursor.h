// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/ast.h"

#include <string>
#include <string_view>

/// Reading position over one parameter's text with the pieces of grammar that
/// select, order and filters share. Every function throws Failure (PGRST100)
/// naming the column when the text does not match.
namespace run402::sandbox::rest {

/// Deepest nesting of embeds and of and/or groups that is accepted.
constexpr int maxNesting = 24;
/// Longest JSON path.
constexpr std::size_t maxArrows = 100;

class Cursor
{
public:
    /// what: "select parameter", "filter", ... for the message.
    /// skipped: characters before text's first that the message leaves out.
    Cursor(std::string what, std::string_view shown, std::string_view text);

    bool atEnd() const { return m_pos >= m_text.size(); }
    char peek(std::size_t ahead = 0) const;
    bool startsWith(std::string_view token) const;
    bool accept(std::string_view token);
    void expect(std::string_view token);
    void skipBlanks();
    std::string_view rest() const { return m_text.substr(m_pos); }
    std::string_view text() const { return m_text; }
    std::size_t position() const { return m_pos; }
    void moveTo(std::size_t position) { m_pos = position; }
    void advance(std::size_t count) { m_pos += count; }
    /// ahead: how far past the position the surprising character stands.
    [[noreturn]] void fail(const std::string &expecting, std::size_t ahead = 0) const;
    [[noreturn]] void failWith(const std::string &details) const;

    /// identifier-with-dashes, surrounding blanks removed, or "quoted".
    std::string fieldName();
    /// Letters, digits, _ $ and blanks; surrounding blanks removed.
    std::string identifier();
    std::string quoted();
    std::vector<JsonStep> jsonPath();
    Field field();
    /// Text up to one of the given characters.
    std::string until(std::string_view stop);

private:
    JsonStep jsonOperand(bool asText);

    std::string m_what;
    std::string_view m_shown;
    std::string_view m_text;
    std::size_t m_pos = 0;
};

} // namespace run402::sandbox::rest
