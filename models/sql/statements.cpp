// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/statements.h"

#include "models/sql/classify.h"
#include "models/sql/parsetree.h"

#include <pg_query.h>

#include <algorithm>

namespace run402 {

namespace {

constexpr qsizetype longestLimited = 100'000; // longer statements are not rewritten

bool isWord(QStringView script, const SqlToken& t, QLatin1StringView word)
{
    return script.mid(t.start, t.length).compare(word, Qt::CaseInsensitive) == 0;
}

/// Finds where statements end, as psql does: CREATE FUNCTION and PROCEDURE may hold a BEGIN ATOMIC … END body,
/// CREATE RULE a list in parentheses.
class EndFinder
{
public:
    explicit EndFinder(QStringView script) : m_script(script) {}

    /// Feeds one code token; true when it is the semicolon that ends the statement.
    bool feed(const SqlToken& t)
    {
        if (t.type == ';' && m_atomic == 0 && !(m_holder == Holder::Rule && m_depth > 0)) {
            *this = EndFinder(m_script);
            return true;
        }
        if (t.type == '(')
            ++m_depth;
        else if (t.type == ')')
            --m_depth;
        else
            word(t);
        ++m_count;
        return false;
    }

private:
    enum class Holder { Unknown, None, Routine, Rule };
    void word(const SqlToken& t)
    {
        const auto is = [&](const char* w) { return isWord(m_script, t, QLatin1StringView(w)); };
        if (m_count == 0) {
            m_holder = is("create") ? Holder::Unknown : Holder::None;
        } else if (m_holder == Holder::Unknown && !is("or") && !is("replace")) {
            m_holder = is("function") || is("procedure") ? Holder::Routine : is("rule") ? Holder::Rule : Holder::None;
        } else if (m_holder == Holder::Routine) {
            if (m_begin && is("atomic"))
                ++m_atomic;
            else if (m_atomic > 0 && is("case"))
                ++m_atomic;
            else if (m_atomic > 0 && is("end"))
                --m_atomic;
            m_begin = is("begin");
        }
    }
    QStringView m_script;
    Holder m_holder = Holder::Unknown;
    int m_count = 0, m_depth = 0, m_atomic = 0;
    bool m_begin = false;
};

/// Counts lines from offset to offset, forwards only.
class LineCounter
{
public:
    explicit LineCounter(QStringView text) : m_text(text) {}
    int at(qsizetype offset)
    {
        for (; m_offset < offset && m_offset < m_text.size(); ++m_offset)
            m_line += m_text[m_offset] == u'\n' ? 1 : 0;
        return m_line;
    }

private:
    QStringView m_text;
    qsizetype m_offset = 0;
    int m_line = 0;
};

int lineBreaks(QStringView text, qsizetype from, qsizetype to)
{
    return int(std::count(text.begin() + from, text.begin() + std::max(from, to), QChar(u'\n')));
}

/// Comments belong to the statement below them unless an empty line or the rest of the statement before
/// stands between.
qsizetype attachedStart(QStringView script, const QList<SqlToken>& tokens, qsizetype first, qsizetype before)
{
    qsizetype start = tokens[first].start;
    for (qsizetype i = first - 1; i >= 0 && tokens[i].isComment() && tokens[i].start >= before; --i) {
        if (lineBreaks(script, tokens[i].end(), start) > 1)
            break;
        if (before > 0 && !script.mid(before, tokens[i].start - before).contains(u'\n'))
            break;
        start = tokens[i].start;
    }
    return start;
}

} // namespace

QString SqlStatement::title() const
{
    if (kind == Kind::Select)
        return object.isEmpty() ? QStringLiteral("SELECT") : object;
    if (object.isEmpty() || verb == u"CREATE INDEX")
        return verb.isEmpty() ? QStringLiteral("SQL") : verb;
    return verb + u' ' + object;
}

int SqlScript::statementAt(qsizetype offset) const
{
    const auto after = std::upper_bound(statements.begin(), statements.end(), offset,
                                        [](qsizetype o, const SqlStatement& s) { return o < s.start; });
    const int before = int(after - statements.begin()) - 1;
    if (before < 0)
        return statements.isEmpty() ? -1 : 0;
    const SqlStatement& s = statements[before];
    if (offset <= s.end || s.end == s.codeEnd || after == statements.end())
        return before;
    return before + 1;
}

SqlScript readSql(const QString& text)
{
    const QStringView script(text);
    const SqlTokens tokens = scanSql(script);
    SqlScript out;
    out.complete = tokens.complete;
    out.blocked = findBlockedWords(text);

    LineCounter lines(script);
    EndFinder ends(script);
    qsizetype first = -1, last = -1, before = 0;
    const auto close = [&](qsizetype end) {
        SqlStatement s;
        s.start = attachedStart(script, tokens.list, first, before);
        s.codeStart = tokens.list[first].start;
        s.codeEnd = tokens.list[last].end();
        s.end = end;
        s.complete = tokens.list[last].type != SqlToken::Unfinished;
        s.firstLine = lines.at(s.start);
        s.line = lines.at(s.codeStart);
        s.lastLine = lines.at(s.end);
        classify(s, TokenView(script, &tokens.list[first], &tokens.list[last] + 1));
        out.statements.push_back(std::move(s));
        before = end;
        first = last = -1;
    };
    for (qsizetype i = 0; i < tokens.list.size(); ++i) {
        const SqlToken& t = tokens.list[i];
        if (t.isComment())
            continue;
        if (ends.feed(t)) {
            if (first >= 0)
                close(t.end());
            before = t.end();
            continue;
        }
        // An unterminated comment is no code: nothing of it can be run.
        if (t.type == SqlToken::Unfinished && script.mid(t.start).startsWith(u"/*"))
            continue;
        if (first < 0)
            first = i;
        last = i;
    }
    if (first >= 0)
        close(tokens.list[last].end());
    return out;
}

std::optional<QString> withLimit(const QString& script, const SqlStatement& statement, int rows)
{
    if (!statement.limitable || rows <= 0 || statement.codeEnd - statement.codeStart > longestLimited)
        return std::nullopt;
    const QString limited = statement.text(script) + QStringLiteral(" limit %1").arg(rows);
    if (!isParseable(limited))
        return std::nullopt;
    const QByteArray utf8 = limited.toUtf8();
    const PgQueryProtobufParseResult parsed = pg_query_parse_protobuf(utf8.constData());
    const bool valid = !parsed.error;
    pg_query_free_protobuf_parse_result(parsed);
    return valid ? std::optional(limited) : std::nullopt;
}

} // namespace run402
