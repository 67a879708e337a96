// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/format.h"

#include "models/sql/layout.h"
#include "models/sql/statements.h"
#include "models/sql/tokenview.h"

#include <algorithm>
#include <utility>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int margin = 80;
constexpr int queryOnOneLine = 60; ///< a longer one gets a line for each clause
constexpr int step = 2;
constexpr int deepest = 100;

constexpr int none = -9; ///< no token's number, nor that of a neighbour

/// How what follows a clause's words is laid out when it does not fit.
enum class After { Space, Below };
struct Clause
{
    int words = 0; ///< 0 = none begins here
    After after = After::Space;
};

/// One statement's tokens, written into a Layout.
class Writer
{
public:
    Writer(QStringView text, const SqlToken* first, const SqlToken* last) : m_text(text), m_code(text, first, last)
    {
        // A comment in the line of a token belongs behind it, one in a line of its own before what follows.
        int code = -1;
        m_behind.resize(size_t(m_code.size()) + 1);
        m_before.resize(size_t(m_code.size()) + 1);
        for (const SqlToken* t = first; t != last; ++t) {
            if (!t->isComment()) {
                ++code;
                continue;
            }
            const bool sameLine = code >= 0 && !text.mid((t - 1)->end(), t->start - (t - 1)->end()).contains(u'\n')
                && (m_before[size_t(code) + 1].empty());
            (sameLine ? m_behind[size_t(code)] : m_before[size_t(code) + 1]).push_back(t);
        }
        m_closing.assign(size_t(m_code.size()), -1);
        std::vector<int> open;
        for (int i = 0; i < m_code.size(); ++i) {
            if (m_code.isChar(i, '('))
                open.push_back(i);
            else if (m_code.isChar(i, ')') && !open.empty()) {
                m_closing[size_t(open.back())] = i;
                open.pop_back();
            }
        }
    }

    QString write()
    {
        if (m_code.size() == 0)
            return {};
        const int end = m_code.isChar(m_code.size() - 1, ';') ? m_code.size() - 1 : m_code.size();
        m_out.open(isQuery(0) ? queryOnOneLine : 0);
        if (isQuery(0))
            query(0, end);
        else
            definition(end);
        m_out.close();
        if (end < m_code.size())
            token(end);
        lead(m_code.size());
        return m_out.write(margin, step);
    }

private:
    bool isQuery(int i) const
    {
        while (m_code.isChar(i, '('))
            ++i;
        const auto words = {"select"_L1, "with"_L1, "values"_L1, "insert"_L1, "update"_L1, "delete"_L1};
        return std::any_of(words.begin(), words.end(), [&](QLatin1StringView w) { return is(i, w); });
    }

    /// Behind AS most words are names, but not where a definition's query begins.
    bool is(int i, QLatin1StringView word) const
    {
        return i == m_afterAs ? m_code.raw(i).compare(word, Qt::CaseInsensitive) == 0 : m_code.is(i, word);
    }

    /// The comments in lines of their own before token i, once.
    void lead(int i)
    {
        const auto list = std::exchange(m_before[size_t(i)], {});
        for (const SqlToken* t : list) {
            m_out.hardLine();
            m_out.text(m_text.mid(t->start, t->length));
            m_out.hardLine();
        }
    }

    /// The token with its comments; the caller has written what separates it from the one before.
    void token(int i)
    {
        lead(i);
        m_out.text(m_code.raw(i));
        for (const SqlToken* t : m_behind[size_t(i)]) {
            m_out.space();
            m_out.text(m_text.mid(t->start, t->length));
            if (t->type == SqlToken::LineComment)
                m_out.hardLine();
            else
                m_out.space();
        }
    }

    /// Comparisons stand free; elsewhere a blank stays where one was typed.
    void gap(int i)
    {
        if (i == 0)
            return;
        static const QStringList free{u"="_s, u"<"_s, u">"_s, u"<="_s, u">="_s, u"<>"_s, u"!="_s, u"||"_s};
        const auto apart = [&](int t) { return free.contains(m_code.raw(t)); };
        const bool typed = m_code.token(i).start > m_code.token(i - 1).end();
        const bool no = m_code.isChar(i, ',') || m_code.isChar(i, ')') || m_code.isChar(i - 1, '(');
        if (!no && (typed || apart(i) || apart(i - 1) || m_code.isChar(i - 1, ',')))
            m_out.space();
    }

    Clause clauseAt(int i) const
    {
        if (is(i, "select"_L1))
            return {is(i + 1, "distinct"_L1) && !is(i + 2, "on"_L1) ? 2 : 1, After::Below};
        if (is(i, "from"_L1) && !is(i - 1, "distinct"_L1))
            return {1, After::Space};
        if (is(i, "where"_L1) || is(i, "having"_L1) || is(i, "limit"_L1) || is(i, "offset"_L1) || is(i, "fetch"_L1) || is(i, "window"_L1))
            return {1, After::Space};
        if ((is(i, "group"_L1) || is(i, "order"_L1)) && is(i + 1, "by"_L1))
            return {2, After::Below};
        if (is(i, "union"_L1) || is(i, "intersect"_L1) || is(i, "except"_L1))
            return {is(i + 1, "all"_L1) || is(i + 1, "distinct"_L1) ? 2 : 1, After::Space};
        if (is(i, "values"_L1) || is(i, "returning"_L1) || (is(i, "set"_L1) && i > 0))
            return {1, After::Below};
        if (is(i, "insert"_L1) && is(i + 1, "into"_L1))
            return {2, After::Space};
        if (is(i, "delete"_L1) && is(i + 1, "from"_L1))
            return {2, After::Space};
        if (is(i, "update"_L1) && !is(i - 1, "do"_L1) && !is(i - 1, "for"_L1) && !is(i - 1, "key"_L1))
            return {1, After::Space};
        if (is(i, "on"_L1) && is(i + 1, "conflict"_L1))
            return {2, After::Space};
        if (is(i, "for"_L1) && m_code.isAny(i + 1, {"update"_L1, "share"_L1, "no"_L1, "key"_L1}))
            return {1, After::Space};
        return {joinAt(i), After::Space};
    }

    /// Words of NATURAL LEFT OUTER JOIN and the like; 0 = no join.
    int joinAt(int i) const
    {
        int at = i;
        while (m_code.isAny(at, {"natural"_L1, "left"_L1, "right"_L1, "full"_L1, "inner"_L1, "outer"_L1, "cross"_L1}))
            ++at;
        return m_code.is(at, "join"_L1) ? at - i + 1 : 0;
    }

    /// Tokens from `i` to `end` that form a query: one line, or a line for each clause. Within the caller's group.
    void query(int i, int end)
    {
        bool inClause = false;
        const auto endClause = [&] {
            if (!inClause)
                return;
            m_out.dedent();
            m_out.close();
            inClause = false;
        };
        const int first = i;
        bool between = false;
        m_case.push_back(0);
        while (i < end) {
            const Clause clause = m_case.back() == 0 ? clauseAt(i) : Clause();
            if (clause.words > 0) {
                endClause();
                if (i > first)
                    m_out.line();
                lead(i);
                m_out.open();
                m_out.indent();
                inClause = true;
                between = false;
                const int behind = std::min(end, i + clause.words);
                for (const int begin = i; i < behind; ++i) {
                    if (i > begin)
                        m_out.space();
                    token(i);
                }
                if (i < end && clause.after == After::Below)
                    m_out.line();
                else if (i < end)
                    m_out.space();
                if (i < end && clauseAt(i).words == 0)
                    i = item(i, true, between);
                continue;
            }
            i = item(i, i == first, between);
        }
        endClause();
        closeCases();
    }

    /// One token, or a parenthesis with all in it; what stands before it is written unless it `begins` something.
    int item(int i, bool begins, bool& between)
    {
        const bool logical = !m_plain && ((m_code.is(i, "and"_L1) && !between) || m_code.is(i, "or"_L1)); // not OR REPLACE
        if (m_code.is(i, "between"_L1))
            between = true;
        else if (m_code.is(i, "and"_L1))
            between = false;
        if (begins) {
            // its place is made
        } else if (logical || m_code.isChar(i - 1, ',') || (m_code.is(i, "on"_L1) && !m_code.is(i - 1, "distinct"_L1))) {
            m_out.line();
        } else if (m_case.back() > 0 && m_code.isAny(i, {"when"_L1, "else"_L1})) {
            m_out.line();
        } else if (m_case.back() > 0 && m_code.is(i, "end"_L1)) {
            m_out.dedent();
            m_out.line();
        } else {
            gap(i);
        }
        if (m_code.is(i, "case"_L1)) {
            m_out.open();
            m_out.indent();
            ++m_case.back();
            token(i);
            return i + 1;
        }
        if (m_case.back() > 0 && m_code.is(i, "end"_L1)) {
            token(i);
            m_out.close();
            --m_case.back();
            return i + 1;
        }
        if (m_code.isChar(i, '(') && m_closing[size_t(i)] > i)
            return parenthesis(i, false);
        token(i);
        return i + 1;
    }

    /// What was opened by CASE without an END of its own.
    void closeCases()
    {
        for (; m_case.back() > 0; --m_case.back()) {
            m_out.dedent();
            m_out.close();
        }
        m_case.pop_back();
    }

    /// `apart`: each entry in a line of its own, however short.
    int parenthesis(int i, bool apart)
    {
        const int end = m_closing[size_t(i)];
        token(i);
        if (end == i + 1) {
            token(end);
            return end + 1;
        }
        const bool plain = std::exchange(m_plain, false);
        m_out.open(isQuery(i + 1) ? queryOnOneLine : 0);
        m_out.hang();
        apart ? m_out.hardLine() : m_out.softLine();
        if (isQuery(i + 1)) {
            query(i + 1, end);
        } else {
            bool between = false;
            m_case.push_back(0);
            for (int at = i + 1; at < end;) {
                if (apart && at > i + 1 && m_code.isChar(at - 1, ','))
                    m_out.hardLine();
                at = item(at, at == i + 1 || (apart && m_code.isChar(at - 1, ',')), between);
            }
            closeCases();
        }
        m_out.unhang();
        apart ? m_out.hardLine() : m_out.softLine();
        token(end);
        m_out.release();
        m_out.close();
        m_plain = plain;
        return end + 1;
    }

    /// CREATE, ALTER, GRANT and the like: lists below each other, a query behind AS as one.
    void definition(int end)
    {
        const bool table = m_code.is(0, "create"_L1) && m_code.find(0, 0, {"table"_L1}) > 0;
        const bool policy = m_code.isAny(0, {"create"_L1, "alter"_L1}) && m_code.is(1, "policy"_L1);
        m_out.indent();
        m_plain = true;
        bool between = false, listed = false;
        m_case.push_back(0);
        for (int i = 0; i < end;) {
            m_afterAs = m_code.is(i - 1, "as"_L1) && m_code.token(i).keyword ? i : none;
            if (m_afterAs == i && isQuery(i)) {
                m_out.dedent();
                m_out.hardLine();
                m_plain = false;
                m_out.open(queryOnOneLine);
                query(i, end);
                m_out.close();
                m_out.indent();
                break;
            }
            if (table && !listed && m_code.isChar(i, '(') && m_closing[size_t(i)] > i) {
                listed = true;
                m_out.space();
                i = parenthesis(i, hasComma(i));
                continue;
            }
            const bool part = policy && i > 2
                && (m_code.isAny(i, {"for"_L1, "to"_L1, "using"_L1}) || (m_code.is(i, "with"_L1) && m_code.is(i + 1, "check"_L1)));
            if (part)
                m_out.line();
            i = item(i, i == 0 || part, between);
        }
        closeCases();
        m_out.dedent();
    }

    bool hasComma(int open) const
    {
        for (int i = open + 1; i < m_closing[size_t(open)]; ++i) {
            if (m_code.isChar(i, ',') && m_code.depth(i) == m_code.depth(open + 1))
                return true;
        }
        return false;
    }

    QStringView m_text;
    TokenView m_code;
    std::vector<std::vector<const SqlToken*>> m_behind, m_before; ///< comments, by code token
    std::vector<int> m_closing;
    std::vector<int> m_case; ///< open CASEs, by parenthesis
    int m_afterAs = none;
    bool m_plain = false; ///< outside of queries and parentheses
    Layout m_out;
};

bool readable(const TokenView& code, const SqlStatement& statement)
{
    int cases = 0;
    for (int i = 0; i < code.size(); ++i) {
        if (code.is(i, "begin"_L1) && code.is(i + 1, "atomic"_L1))
            return false;
        cases += code.is(i, "case"_L1) - code.is(i, "end"_L1);
        if (cases > deepest)
            return false;
    }
    return statement.complete && code.balanced() && code.deepest() <= deepest;
}

/// Every token as typed; blanks at the end of a comment's line aside.
bool sameTokens(const QString& a, const QString& b)
{
    const SqlTokens left = scanSql(a), right = scanSql(b);
    return std::equal(left.list.begin(), left.list.end(), right.list.begin(), right.list.end(),
                      [&](const SqlToken& x, const SqlToken& y) {
                          return x.type == y.type && QStringView(a).mid(x.start, x.length) == QStringView(b).mid(y.start, y.length);
                      });
}

} // namespace

std::optional<QString> formatSql(const QString& script)
{
    const SqlTokens tokens = scanSql(script);
    const SqlScript read = readSql(script);
    QString out;
    const SqlToken* at = tokens.list.constData();
    const SqlToken* const first = at;
    const SqlToken* const stop = at + tokens.list.size();
    qsizetype before = 0; // end of what was written, in the script
    const auto separate = [&](qsizetype next) {
        if (out.isEmpty())
            return;
        const qsizetype lines = QStringView(script).mid(before, next - before).count(u'\n');
        out += lines > 1 ? u"\n\n"_s : u"\n"_s;
    };
    const auto loose = [&](qsizetype until) { // comments and semicolons that belong to no statement
        for (; at != stop && at->start < until; ++at) {
            const bool sameLine = before > 0 && !QStringView(script).mid(before, at->start - before).contains(u'\n');
            const bool afterLineComment = at != first && (at - 1)->type == SqlToken::LineComment;
            if (sameLine && !out.isEmpty() && !afterLineComment)
                out += at->isComment() ? u" "_s : QString();
            else
                separate(at->start);
            out += QStringView(script).mid(at->start, at->length);
            before = at->end();
        }
    };
    for (const SqlStatement& statement : read.statements) {
        loose(statement.start);
        const SqlToken* last = std::find_if(at, stop, [&](const SqlToken& t) { return t.start >= statement.end; });
        separate(statement.start);
        if (readable(TokenView(script, at, last), statement))
            out += Writer(script, at, last).write().trimmed();
        else
            out += QStringView(script).mid(statement.start, statement.end - statement.start);
        at = last;
        before = statement.end;
    }
    loose(script.size());
    if (script.endsWith(u'\n') && !out.isEmpty())
        out += u'\n';
    if (!sameTokens(script, out))
        return std::nullopt;
    return out;
}

} // namespace run402
