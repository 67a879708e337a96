// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/highlight.h"

#include <QSet>

#include <algorithm>

namespace run402 {

namespace {

constexpr int mostTags = 5000;

bool isNameStart(QChar c)
{
    return c.isLetter() || c == u'_' || c.unicode() >= 0x80;
}
bool isNamePart(QChar c)
{
    return isNameStart(c) || c.isDigit() || c == u'$';
}

QStringList words(const char* list)
{
    return QString::fromLatin1(list).split(u' ');
}

const QSet<QString>& keywordSet()
{
    static const QSet<QString> set(sqlKeywords().begin(), sqlKeywords().end());
    return set;
}
const QSet<QString>& typeSet()
{
    static const QSet<QString> set(sqlTypes().begin(), sqlTypes().end());
    return set;
}

/// Index behind the closing quote, or -1; `escapes` = backslashes count.
qsizetype closeQuote(QStringView text, qsizetype from, QChar quote, bool escapes)
{
    for (qsizetype i = from; i < text.size(); ++i) {
        if (escapes && text[i] == u'\\')
            ++i;
        else if (text[i] == quote && i + 1 < text.size() && text[i + 1] == quote)
            ++i;
        else if (text[i] == quote)
            return i + 1;
    }
    return -1;
}

/// Index behind the end of a nested comment; `depth` is left at what is still open.
qsizetype closeComment(QStringView text, qsizetype from, int& depth)
{
    qsizetype i = from;
    while (i < text.size() && depth > 0) {
        if (text.mid(i).startsWith(u"*/")) {
            --depth;
            i += 2;
        } else if (text.mid(i).startsWith(u"/*")) {
            ++depth;
            i += 2;
        } else {
            ++i;
        }
    }
    return i;
}

SqlStyle wordStyle(QStringView text, qsizetype end, const QString& word)
{
    qsizetype next = end;
    while (next < text.size() && text[next] == u' ')
        ++next;
    const bool called = next < text.size() && text[next] == u'(';
    if (called && (word == u"count" || !keywordSet().contains(word)) && !typeSet().contains(word))
        return SqlStyle::Function;
    if (keywordSet().contains(word))
        return SqlStyle::Keyword;
    return typeSet().contains(word) ? SqlStyle::Type : SqlStyle::Plain;
}

} // namespace

int SqlHighlighter::tagIndex(const QString& tag)
{
    qsizetype index = m_tags.indexOf(tag);
    if (index < 0) {
        if (m_tags.size() >= mostTags)
            m_tags.clear();
        index = m_tags.size();
        m_tags << tag;
    }
    return int(index);
}

/// Finishes what an earlier line left open; returns where plain text begins.
qsizetype SqlHighlighter::continued(QStringView text, int& state, QList<SqlSpan>& spans)
{
    if (state == Plain)
        return 0;
    qsizetype end = text.size();
    SqlStyle style = SqlStyle::String;
    if (state >= InComment) {
        int depth = state - InComment;
        end = closeComment(text, 0, depth);
        state = depth > 0 ? InComment + depth : Plain;
        style = SqlStyle::Comment;
    } else if (state >= InDollarQuote) {
        const QString tag = m_tags.value(state - InDollarQuote, QStringLiteral("$$"));
        const qsizetype at = text.indexOf(tag);
        end = at < 0 ? text.size() : at + tag.size();
        state = at < 0 ? state : Plain;
    } else {
        const bool name = state == InQuotedName;
        const qsizetype at = closeQuote(text, 0, name ? u'"' : u'\'', state == InEscapeString);
        end = at < 0 ? text.size() : at;
        state = at < 0 ? state : Plain;
        style = name ? SqlStyle::QuotedName : SqlStyle::String;
    }
    if (end > 0)
        spans.push_back({0, end, style});
    return end;
}

/// End of a dollar quote that opens at `at`, or -1 when it is none.
qsizetype SqlHighlighter::dollarQuote(QStringView text, qsizetype at, int& state)
{
    qsizetype i = at + 1;
    while (i < text.size() && isNamePart(text[i]) && text[i] != u'$')
        ++i;
    if (i >= text.size() || text[i] != u'$' || (i > at + 1 && text[at + 1].isDigit()))
        return -1;
    const QString tag = text.mid(at, i + 1 - at).toString();
    const qsizetype close = text.indexOf(tag, i + 1);
    if (close >= 0)
        return close + tag.size();
    state = InDollarQuote + tagIndex(tag);
    return text.size();
}

QList<SqlSpan> SqlHighlighter::line(QStringView text, int& state)
{
    QList<SqlSpan> spans;
    qsizetype i = continued(text, state, spans);
    const auto add = [&](qsizetype end, SqlStyle style) {
        if (style != SqlStyle::Plain)
            spans.push_back({i, end - i, style});
        i = end;
    };
    const auto quoted = [&](qsizetype from, QChar quote, bool escapes, int open, SqlStyle style) {
        const qsizetype end = closeQuote(text, from, quote, escapes);
        state = end < 0 ? open : state;
        add(end < 0 ? text.size() : end, style);
    };
    while (i < text.size()) {
        const QChar c = text[i];
        const QChar next = i + 1 < text.size() ? text[i + 1] : QChar();
        if (c == u'-' && next == u'-') {
            add(text.size(), SqlStyle::Comment);
        } else if (c == u'/' && next == u'*') {
            int depth = 1;
            const qsizetype end = closeComment(text, i + 2, depth);
            state = depth > 0 ? InComment + depth : Plain;
            add(end, SqlStyle::Comment);
        } else if (c == u'\'') {
            quoted(i + 1, u'\'', false, InString, SqlStyle::String);
        } else if ((c == u'e' || c == u'E') && next == u'\'') {
            quoted(i + 2, u'\'', true, InEscapeString, SqlStyle::String);
        } else if (c == u'"') {
            quoted(i + 1, u'"', false, InQuotedName, SqlStyle::QuotedName);
        } else if (const qsizetype end = c == u'$' ? dollarQuote(text, i, state) : -1; end >= 0) {
            add(end, SqlStyle::String);
        } else if (c.isDigit()) {
            qsizetype end = i + 1;
            while (end < text.size() && (text[end].isDigit() || text[end] == u'.' || text[end] == u'e' || text[end] == u'E'))
                ++end;
            add(end, SqlStyle::Number);
        } else if (isNameStart(c)) {
            qsizetype end = i + 1;
            while (end < text.size() && isNamePart(text[end]))
                ++end;
            const bool column = i > 0 && text[i - 1] == u'.'; // a name behind a dot is never a keyword
            add(end, column ? SqlStyle::Plain : wordStyle(text, end, text.mid(i, end - i).toString().toLower()));
        } else if (QStringView(u"+-*/<>=~!@#%^&|?:").contains(c)) {
            add(i + 1, SqlStyle::Operator);
        } else {
            ++i;
        }
    }
    return spans;
}

const QStringList& sqlKeywords()
{
    static const QStringList list = words(
        "add after all alter always analyze and any array as asc atomic before begin between both by cascade case "
        "cast check collate column comment commit concurrently conflict constraint copy create cross current_date "
        "current_role current_time current_timestamp current_user cycle deallocate declare default deferrable "
        "deferred delete desc disable distinct do drop each else enable end except exclude execute exists explain "
        "extension false fetch filter first following for force foreign from full function generated grant group "
        "grouping having identity if ilike immediate immutable in index inherits initially inner insert instead "
        "intersect into is isnull join key language last lateral leading left level like limit localtime "
        "localtimestamp lock matched materialized merge natural next no not nothing notnull null nulls of offset on "
        "only or order outer over overlaps partition perform policy preceding primary procedure raise range "
        "recursive references refresh rename replace restrict return returning returns revoke right role rollback "
        "row rows rule schema security select sequence session_user set share show similar some stable stored "
        "strict symmetric table temp temporary then to trailing transaction trigger true truncate unbounded union "
        "unique unlogged update using vacuum values view volatile when where window with within without");
    return list;
}

const QStringList& sqlTypes()
{
    static const QStringList list = words(
        "bigint bigserial bit boolean bool box bytea char character cidr circle citext date daterange decimal "
        "double float float4 float8 inet int int2 int4 int4range int8 int8range integer interval json jsonb line "
        "lseg macaddr money numeric numrange path point polygon real regclass serial smallint smallserial text "
        "time timestamp timestamptz timetz tsquery tsrange tstzrange tsvector uuid varbit varchar varying void xml");
    return list;
}

const QStringList& sqlFunctions()
{
    static const QStringList list = words(
        "abs age array_agg array_length array_to_string auth.role auth.uid avg bool_and bool_or ceil coalesce concat "
        "concat_ws count date_part date_trunc dense_rank exists extract first_value floor format gen_random_uuid "
        "generate_series greatest json_agg json_build_object jsonb_agg jsonb_array_elements jsonb_array_length "
        "jsonb_build_object jsonb_each jsonb_object_keys jsonb_pretty jsonb_set jsonb_typeof lag lead least left "
        "length lower ltrim max md5 min mod now nullif percentile_cont position random rank regexp_match "
        "regexp_replace repeat replace right round row_number row_to_json rtrim split_part string_agg "
        "string_to_array strpos substring sum to_char to_date to_json to_jsonb to_number to_timestamp to_tsquery "
        "to_tsvector trim trunc unnest upper");
    return list;
}

} // namespace run402
