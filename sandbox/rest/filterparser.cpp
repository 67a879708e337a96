// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/filterparser.h"

#include "sandbox/rest/cursor.h"
#include "sandbox/rest/errors.h"

#include <algorithm>

namespace run402::sandbox::rest {

namespace {

constexpr std::size_t maxLeaves = 5000;
constexpr const char *operatorExpectation = "\"not\" or operator (eq, gt, ...)";

struct Operator {
    std::string_view name;
    const char *sql;
    Condition::Kind kind;
    bool quantifiable;
};

using Kind = Condition::Kind;

constexpr Operator operators[] = {
    {"eq", "=", Kind::Compare, true},        {"neq", "<>", Kind::Compare, false},
    {"gte", ">=", Kind::Compare, true},      {"gt", ">", Kind::Compare, true},
    {"lte", "<=", Kind::Compare, true},      {"lt", "<", Kind::Compare, true},
    {"like", "like", Kind::Like, true},      {"ilike", "ilike", Kind::Like, true},
    {"match", "~", Kind::Compare, true},     {"imatch", "~*", Kind::Compare, true},
    {"cs", "@>", Kind::Compare, false},      {"cd", "<@", Kind::Compare, false},
    {"ov", "&&", Kind::Compare, false},      {"sl", "<<", Kind::Compare, false},
    {"sr", ">>", Kind::Compare, false},      {"nxr", "&<", Kind::Compare, false},
    {"nxl", "&>", Kind::Compare, false},     {"adj", "-|-", Kind::Compare, false},
    {"in", "", Kind::In, false},             {"is", "", Kind::Is, false},
    {"isdistinct", "", Kind::Distinct, false},
    {"fts", "to_tsquery", Kind::FullText, false},
    {"plfts", "plainto_tsquery", Kind::FullText, false},
    {"phfts", "phraseto_tsquery", Kind::FullText, false},
    {"wfts", "websearch_to_tsquery", Kind::FullText, false},
};

const Operator *findOperator(std::string_view name)
{
    const auto found = std::find_if(std::begin(operators), std::end(operators),
                                    [&](const Operator &op) { return op.name == name; });
    return found == std::end(operators) ? nullptr : found;
}

bool equalsIgnoringCase(std::string_view text, std::string_view upper)
{
    return text.size() == upper.size()
        && std::equal(text.begin(), text.end(), upper.begin(), [](char a, char b) {
               return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 32) : a) == b;
           });
}

/// Inside an and/or group a value ends at a comma or a parenthesis.
enum class Place { Alone, Group };

class ConditionParser
{
public:
    ConditionParser(Cursor &cursor, Place place) : m_cursor(cursor), m_place(place) {}

    Condition parse()
    {
        Condition result;
        result.negated = m_cursor.accept("not.");
        const Operator &op = name();
        result.kind = op.kind;
        result.sqlOperator = op.sql;
        modifiers(op, result);
        if (!m_cursor.accept("."))
            m_cursor.fail("delimiter (.)");
        operand(result);
        return result;
    }

private:
    const Operator &name()
    {
        const std::size_t start = m_cursor.position();
        while (m_cursor.peek() >= 'a' && m_cursor.peek() <= 'z')
            m_cursor.advance(1);
        const std::string_view word
            = m_cursor.text().substr(start, m_cursor.position() - start);
        const Operator *op = findOperator(word);
        if (!op) {
            m_cursor.moveTo(start);
            // Like the service, name the character that spoils "not".
            m_cursor.fail(operatorExpectation, m_cursor.startsWith("no") ? 2 : m_cursor.startsWith("n"));
        }
        return *op;
    }

    void modifiers(const Operator &op, Condition &result)
    {
        if (m_cursor.peek() != '(')
            return;
        if (op.kind == Kind::FullText) {
            m_cursor.advance(1);
            result.language = m_cursor.identifier();
            m_cursor.expect(")");
        } else if (op.quantifiable && m_cursor.accept("(any)")) {
            result.quantifier = Quantifier::Any;
        } else if (op.quantifiable && m_cursor.accept("(all)")) {
            result.quantifier = Quantifier::All;
        } else {
            m_cursor.fail("delimiter (.)");
        }
    }

    void operand(Condition &result)
    {
        if (result.kind == Kind::In)
            result.list = list();
        else if (result.kind == Kind::Is)
            result.isKeyword = trilean();
        else if (m_place == Place::Group)
            result.value = groupValue();
        else
            result.value = m_cursor.until({});
    }

    std::string trilean()
    {
        const std::size_t start = m_cursor.position();
        while ((m_cursor.peek() >= 'a' && m_cursor.peek() <= 'z')
               || (m_cursor.peek() >= 'A' && m_cursor.peek() <= 'Z'))
            m_cursor.advance(1);
        const std::string_view word
            = m_cursor.text().substr(start, m_cursor.position() - start);
        for (const char *keyword : {"NULL", "TRUE", "FALSE", "UNKNOWN"}) {
            if (equalsIgnoringCase(word, keyword))
                return keyword;
        }
        m_cursor.moveTo(start);
        m_cursor.fail("null or trilean value (unknown, true, false)");
    }

    /// A quoted value, if what follows the closing quote ends the value.
    bool quotedValue(std::string &value)
    {
        if (m_cursor.peek() != '"')
            return false;
        const std::size_t start = m_cursor.position();
        std::size_t end = start + 1;
        const std::string_view text = m_cursor.text();
        while (end < text.size() && text[end] != '"')
            end += text[end] == '\\' ? 2 : 1;
        const char after = end + 1 < text.size() ? text[end + 1] : ')';
        if (end >= text.size() || (after != ',' && after != ')'))
            return false;
        value = m_cursor.quoted();
        return true;
    }

    std::string groupValue()
    {
        std::string value;
        if (quotedValue(value))
            return value;
        if (m_cursor.peek() == '{') {
            const std::size_t close = m_cursor.rest().find_first_of("{}", 1);
            if (close != std::string_view::npos && m_cursor.rest()[close] == '}') {
                value = std::string(m_cursor.rest().substr(0, close + 1));
                m_cursor.advance(close + 1);
                return value;
            }
        }
        return m_cursor.until(",)");
    }

    std::vector<std::string> list()
    {
        std::vector<std::string> values;
        m_cursor.skipBlanks();
        m_cursor.expect("(");
        m_cursor.skipBlanks();
        do {
            std::string value;
            if (!quotedValue(value))
                value = m_cursor.until(",)");
            values.push_back(std::move(value));
        } while (m_cursor.accept(","));
        m_cursor.expect(")");
        m_cursor.skipBlanks();
        return values;
    }

    Cursor &m_cursor;
    Place m_place;
};

class LogicParser
{
public:
    explicit LogicParser(Cursor &cursor) : m_cursor(cursor) {}

    /// The parenthesised, comma separated members of a group.
    std::vector<Logic> members(int depth)
    {
        if (depth > maxNesting)
            m_cursor.failWith("conditions are nested too deeply");
        std::vector<Logic> result;
        m_cursor.skipBlanks();
        m_cursor.expect("(");
        do {
            if (++m_leaves > maxLeaves)
                m_cursor.failWith("too many conditions");
            m_cursor.skipBlanks();
            result.push_back(member(depth));
            m_cursor.skipBlanks();
        } while (m_cursor.accept(","));
        m_cursor.expect(")");
        m_cursor.skipBlanks();
        return result;
    }

private:
    Logic member(int depth)
    {
        Logic result;
        if (!opensGroup(result)) {
            result.filter.field = m_cursor.field();
            if (!m_cursor.accept("."))
                m_cursor.fail("delimiter (.)");
            result.filter.condition = ConditionParser(m_cursor, Place::Group).parse();
            return result;
        }
        result.leaf = false;
        result.children = members(depth + 1);
        return result;
    }

    /// and( or( not.and( not.or(, leaving the parenthesis.
    bool opensGroup(Logic &result)
    {
        const std::size_t start = m_cursor.position();
        result.negated = m_cursor.accept("not.");
        result.isOr = m_cursor.accept("or");
        if (result.isOr || m_cursor.accept("and")) {
            m_cursor.skipBlanks();
            if (m_cursor.peek() == '(')
                return true;
        }
        result.negated = result.isOr = false;
        m_cursor.moveTo(start);
        return false;
    }

    Cursor &m_cursor;
    std::size_t m_leaves = 0;
};

Direction direction(Cursor &cursor)
{
    if (cursor.accept(".asc"))
        return Direction::Ascending;
    if (cursor.accept(".desc"))
        return Direction::Descending;
    return Direction::Unset;
}

Nulls nulls(Cursor &cursor)
{
    if (cursor.accept(".nullsfirst"))
        return Nulls::First;
    if (cursor.accept(".nullslast"))
        return Nulls::Last;
    return Nulls::Unset;
}

OrderTerm orderTerm(Cursor &cursor)
{
    OrderTerm term;
    cursor.skipBlanks();
    term.field = cursor.field();
    if (term.field.path.empty() && cursor.accept("(")) {
        term.relation = std::move(term.field.name);
        term.field = cursor.field();
        cursor.expect(")");
    }
    term.direction = direction(cursor);
    term.nulls = nulls(cursor);
    cursor.skipBlanks();
    if (!cursor.atEnd() && cursor.peek() != ',') {
        if (cursor.accept(".")) {
            cursor.fail(term.direction == Direction::Unset
                            ? "\"asc\", \"desc\", \"nullsfirst\" or \"nullslast\""
                            : "\"nullsfirst\" or \"nullslast\"");
        }
        cursor.fail("delimiter (.), \",\" or end of input");
    }
    return term;
}

} // namespace

std::pair<Path, Field> parseTreePath(std::string_view key)
{
    Cursor cursor("tree path", key, key);
    Path path;
    path.push_back(cursor.fieldName());
    while (cursor.accept(".")) {
        if (path.size() > maxNesting)
            cursor.failWith("resources are embedded too deeply");
        path.push_back(cursor.fieldName());
    }
    Field field;
    field.name = std::move(path.back());
    path.pop_back();
    field.path = cursor.jsonPath();
    if (!cursor.atEnd())
        cursor.fail("delimiter (.), \"->>\", \"->\" or end of input");
    return {std::move(path), std::move(field)};
}

Condition parseCondition(std::string_view value)
{
    Cursor cursor("filter", value, value);
    Condition result = ConditionParser(cursor, Place::Alone).parse();
    if (!cursor.atEnd())
        cursor.fail("end of input");
    return result;
}

std::optional<Condition> tryCondition(std::string_view value)
{
    try {
        return parseCondition(value);
    } catch (const Failure &) {
        return std::nullopt;
    }
}

std::pair<Path, Logic> parseLogic(std::string_view key, std::string_view value)
{
    Cursor keyCursor("logic path", key, key);
    Path path;
    path.push_back(keyCursor.fieldName());
    while (keyCursor.accept("."))
        path.push_back(keyCursor.fieldName());
    if (!keyCursor.atEnd())
        keyCursor.fail("delimiter (.) or end of input");
    Logic logic;
    logic.leaf = false;
    logic.isOr = path.back() == "or";
    path.pop_back();
    const auto firstNot = std::remove(path.begin(), path.end(), "not");
    logic.negated = firstNot != path.end();
    path.erase(firstNot, path.end());
    Cursor cursor("logic tree", value, value);
    logic.children = LogicParser(cursor).members(0);
    if (!cursor.atEnd())
        cursor.fail("end of input");
    return {std::move(path), std::move(logic)};
}

std::vector<OrderTerm> parseOrder(std::string_view value)
{
    Cursor cursor("order", value, value);
    std::vector<OrderTerm> terms;
    do {
        terms.push_back(orderTerm(cursor));
    } while (cursor.accept(","));
    return terms;
}

} // namespace run402::sandbox::rest
