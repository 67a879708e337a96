// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/literal.h"

#include "models/sql/parsetree.h"
#include "models/sql/statements.h"
#include "models/sql/tokens.h"
#include "models/sqlliteral.h"

#include <algorithm>

namespace run402 {

namespace {

bool storable(const QString& text)
{
    return text.isValidUtf16() && !text.contains(QChar(u'\0'));
}

/// What a string, quoted name or dollar quote says; nullopt: not a form that is rewritten ('a' 'b' over two lines).
struct Quoted { QString text; QChar quote; };
std::optional<Quoted> readQuoted(QStringView raw)
{
    if (raw.size() >= 2 && (raw[0] == u'\'' || raw[0] == u'"') && raw.back() == raw[0]) {
        const QStringView inside = raw.mid(1, raw.size() - 2);
        QString text;
        for (qsizetype i = 0; i < inside.size(); ++i) {
            if (inside[i] == raw[0] && (++i >= inside.size() || inside[i] != raw[0]))
                return std::nullopt;
            text += inside[i];
        }
        return Quoted{text, raw[0]};
    }
    if (raw.startsWith(u'$') && raw.endsWith(u'$')) {
        const qsizetype open = raw.indexOf(u'$', 1);
        if (open > 0 && raw.size() >= 2 * (open + 1))
            return Quoted{raw.mid(open + 1, raw.size() - 2 * (open + 1)).toString(), u'\''};
    }
    return std::nullopt;
}

/// Bodies of functions and DO blocks are code in quotes.
bool holdsCode(const SqlStatement& s)
{
    return s.verb.contains(u"FUNCTION") || s.verb.contains(u"PROCEDURE") || s.verb == u"DO";
}

const SqlStatement* statementOf(const SqlScript& script, qsizetype at)
{
    for (const SqlStatement& s : script.statements) {
        if (at >= s.codeStart && at < s.codeEnd)
            return &s;
    }
    return nullptr;
}

/// Indexes in the quoted text of one letter of every refused word in it. Looked for again until there is none: behind a
/// hidden COPY the next one counts.
QList<qsizetype> wordLetters(QString text)
{
    QList<qsizetype> letters;
    for (QList<BlockedWord> words = findBlockedWords(text); !words.isEmpty(); words = findBlockedWords(text)) {
        for (const BlockedWord& w : std::as_const(words)) {
            letters << w.start + 2;
            text[w.start + 2] = u'\\';
        }
    }
    std::sort(letters.begin(), letters.end());
    return letters;
}

std::optional<SafeRewrite> inCode(const QString& script, const SqlScript& read, const SqlToken& token, const BlockedWord& word)
{
    const SqlStatement* statement = statementOf(read, token.start);
    const QStringView raw = QStringView(script).mid(token.start, token.length);
    if (!statement || holdsCode(*statement))
        return std::nullopt;
    std::optional<SafeRewrite> rewrite;
    if (const auto quoted = readQuoted(raw); quoted && storable(quoted->text)) {
        const QList<qsizetype> letters = wordLetters(quoted->text);
        if (!letters.isEmpty())
            rewrite = SafeRewrite{token.start, token.length, sqlUnicodeText(quoted->text, letters, quoted->quote)};
    } else if (raw.startsWith(u"E'", Qt::CaseInsensitive) || raw.startsWith(u"U&", Qt::CaseInsensitive)) {
        const QString number = QStringLiteral("%1").arg(int(script[word.start + 2].unicode()), 4, 16, QLatin1Char('0'));
        rewrite = SafeRewrite{word.start + 2, 1, (raw[0].toUpper() == u'E' ? QStringLiteral("\\u") : QStringLiteral("\\")) + number};
    }
    if (!rewrite)
        return std::nullopt;
    const QString before = statement->text(script);
    QString after = before;
    after.replace(rewrite->start - statement->codeStart, rewrite->length, rewrite->with);
    return sameParseTree(before, after) ? rewrite : std::nullopt;
}

std::optional<SafeRewrite> rewriteOf(const QString& script, const SqlScript& read, const SqlTokens& tokens, const BlockedWord& word)
{
    const auto after = std::upper_bound(tokens.list.begin(), tokens.list.end(), word.start,
                                        [](qsizetype at, const SqlToken& t) { return at < t.start; });
    if (after == tokens.list.begin())
        return std::nullopt;
    const SqlToken& token = *(after - 1);
    if (token.type == SqlToken::Unfinished || word.start + word.length > token.end())
        return std::nullopt;
    if (token.isComment())
        return SafeRewrite{word.start + 1, 0, QStringLiteral("-")};
    return inCode(script, read, token, word);
}

} // namespace

std::optional<QString> safeSqlLiteral(const QString& text)
{
    return storable(text) ? std::optional(sqlText(text)) : std::nullopt;
}

std::optional<SafeRewrite> safeRewrite(const QString& script, const BlockedWord& word)
{
    return rewriteOf(script, readSql(script), scanSql(script), word);
}

std::optional<QString> withSafeWords(const QString& script)
{
    const SqlScript read = readSql(script);
    const SqlTokens tokens = scanSql(script);
    QString out = script;
    qsizetype before = script.size() + 1;
    bool any = false;
    for (auto word = read.blocked.crbegin(); word != read.blocked.crend(); ++word) {
        const auto rewrite = rewriteOf(script, read, tokens, *word);
        if (!rewrite || rewrite->start >= before)
            continue; // one rewrite hides all words of its literal
        out.replace(rewrite->start, rewrite->length, rewrite->with);
        before = rewrite->start;
        any = true;
    }
    return any ? std::optional(out) : std::nullopt;
}

} // namespace run402
