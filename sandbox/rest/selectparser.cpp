// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/selectparser.h"

#include "sandbox/rest/cursor.h"

namespace run402::sandbox::rest {

namespace {

constexpr std::size_t maxItems = 2000;

class Parser
{
public:
    explicit Parser(std::string_view text) : m_cursor("select parameter", text, text) {}

    std::vector<SelectItem> parse()
    {
        std::vector<SelectItem> items;
        if (m_cursor.atEnd())
            return items;
        items = forest(0);
        if (!m_cursor.atEnd())
            m_cursor.fail("\",\" or end of input");
        return items;
    }

private:
    std::vector<SelectItem> forest(int depth)
    {
        if (depth > maxNesting)
            m_cursor.failWith("resources are embedded too deeply");
        std::vector<SelectItem> items;
        do {
            if (++m_items > maxItems)
                m_cursor.failWith("too many items");
            m_cursor.skipBlanks();
            items.push_back(item(depth));
            m_cursor.skipBlanks();
        } while (m_cursor.accept(","));
        return items;
    }

    SelectItem item(int depth)
    {
        const std::size_t start = m_cursor.position();
        if (m_cursor.accept("..."))
            return relation(SelectItem::Kind::Spread, {}, depth);
        if (m_cursor.accept("*")) {
            SelectItem star;
            star.field.name = "*";
            return star;
        }
        std::string name = m_cursor.fieldName();
        std::string alias;
        if (m_cursor.peek() == ':' && m_cursor.peek(1) != ':') {
            m_cursor.advance(1);
            alias = std::move(name);
            m_cursor.skipBlanks();
            name = m_cursor.fieldName();
        } else {
            m_cursor.moveTo(start);
            m_cursor.fieldName();
        }
        const bool embeds = m_cursor.peek() == '!' || (m_cursor.peek() == '(' && name != "count");
        if (embeds)
            return embed(std::move(name), std::move(alias), depth);
        return column(std::move(name), std::move(alias));
    }

    SelectItem relation(SelectItem::Kind kind, std::string alias, int depth)
    {
        SelectItem result = embed(m_cursor.fieldName(), std::move(alias), depth);
        result.kind = kind;
        return result;
    }

    SelectItem embed(std::string name, std::string alias, int depth)
    {
        SelectItem result;
        result.kind = SelectItem::Kind::Embed;
        result.relation = std::move(name);
        result.alias = std::move(alias);
        for (int i = 0; i < 2 && m_cursor.accept("!"); ++i) {
            const std::string word = m_cursor.fieldName();
            if (word == "inner")
                result.join = Join::Inner;
            else if (word == "left")
                result.join = Join::Left;
            else
                result.hint = word;
        }
        m_cursor.expect("(");
        m_cursor.skipBlanks();
        if (m_cursor.peek() != ')')
            result.children = forest(depth + 1);
        m_cursor.expect(")");
        return result;
    }

    SelectItem column(std::string name, std::string alias)
    {
        SelectItem result;
        result.alias = std::move(alias);
        result.field.name = std::move(name);
        result.field.path = m_cursor.jsonPath();
        if (m_cursor.accept("::"))
            result.cast = m_cursor.identifier();
        if (m_cursor.peek() == '(' && result.field.name == "count")
            aggregate(result);
        else if (m_cursor.accept("."))
            namedAggregate(result);
        m_cursor.skipBlanks();
        if (!m_cursor.atEnd() && m_cursor.peek() != ',' && m_cursor.peek() != ')')
            m_cursor.fail("\"->>\", \"->\", \"::\", \".\", \")\", \",\" or end of input");
        return result;
    }

    void namedAggregate(SelectItem &result)
    {
        for (const char *name : {"sum", "avg", "count", "max", "min"}) {
            if (m_cursor.accept(name)) {
                aggregate(result);
                return;
            }
        }
        m_cursor.fail("\"sum\", \"avg\", \"count\", \"max\" or \"min\"");
    }

    void aggregate(SelectItem &result)
    {
        m_cursor.expect("()");
        result.aggregate = true;
        if (m_cursor.accept("::"))
            m_cursor.identifier();
    }

    Cursor m_cursor;
    std::size_t m_items = 0;
};

} // namespace

std::vector<SelectItem> parseSelect(std::string_view text)
{
    return Parser(text).parse();
}

std::vector<std::string> parseNames(const char *parameter, std::string_view text)
{
    Cursor cursor(std::string(parameter) + " parameter", text, text);
    std::vector<std::string> names;
    do {
        cursor.skipBlanks();
        names.push_back(cursor.fieldName());
        cursor.skipBlanks();
    } while (cursor.accept(","));
    if (!cursor.atEnd())
        cursor.fail("\",\" or end of input");
    return names;
}

} // namespace run402::sandbox::rest
