// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/jshighlight.h"

#include <QSet>

namespace run402 {

namespace {

QSet<QString> words(const char* list)
{
    const QStringList names = QString::fromLatin1(list).split(u' ');
    return QSet<QString>(names.begin(), names.end());
}

bool isKeyword(const QString& word)
{
    static const QSet<QString> set = words(
        "as async await break case catch class const continue debugger default delete do else export extends false finally for from "
        "function get if import in instanceof let new null of return set static super switch this throw true try typeof undefined var "
        "void while with yield");
    return set.contains(word);
}

bool isBuiltIn(const QString& word)
{
    static const QSet<QString> set = words(
        "Array Boolean Buffer Date Error FormData Headers JSON Map Math Number Object Promise Proxy RegExp Request Response Set String "
        "Symbol URL URLSearchParams console crypto fetch globalThis process");
    return set.contains(word);
}

bool isNamePart(QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'$'; }

/// One line being read.
class Line
{
public:
    Line(QStringView text, int& state) : m_text(text), m_state(state) {}

    QList<SqlSpan> read()
    {
        if (m_state == JsHighlighter::InComment)
            comment(0);
        else if (m_state == JsHighlighter::InTemplate)
            templateText(0);
        while (m_at < m_text.size())
            step();
        return m_spans;
    }

private:
    void put(qsizetype from, qsizetype end, SqlStyle style)
    {
        if (end > from)
            m_spans.append({from, end - from, style});
        m_at = end;
    }

    void step()
    {
        const QChar c = m_text[m_at];
        const QStringView rest = m_text.mid(m_at);
        if (rest.startsWith(u"//")) {
            put(m_at, m_text.size(), SqlStyle::Comment);
        } else if (rest.startsWith(u"/*")) {
            m_state = JsHighlighter::InComment;
            comment(m_at + 2);
        } else if (c == u'\'' || c == u'"') {
            quoted(c);
        } else if (c == u'`') {
            m_state = JsHighlighter::InTemplate;
            templateText(m_at + 1);
        } else if (c == u'/' && m_valueExpected) {
            pattern();
        } else if (c.isDigit()) {
            qsizetype end = m_at;
            while (end < m_text.size() && (isNamePart(m_text[end]) || m_text[end] == u'.'))
                ++end;
            put(m_at, end, SqlStyle::Number);
            m_valueExpected = false;
        } else if (isNamePart(c)) {
            name();
        } else {
            if (c == u'}' && !m_templateDepths.isEmpty() && --m_templateDepths.last() == 0) {
                m_templateDepths.removeLast();
                m_state = JsHighlighter::InTemplate;
                templateText(m_at);
                return;
            }
            if (c == u'{' && !m_templateDepths.isEmpty())
                ++m_templateDepths.last();
            if (!c.isSpace())
                m_valueExpected = c != u')' && c != u']' && c != u'}';
            ++m_at;
        }
    }

    void comment(qsizetype from)
    {
        const qsizetype start = m_at;
        const qsizetype close = m_text.indexOf(u"*/", from);
        if (close >= 0)
            m_state = JsHighlighter::Plain;
        put(start, close < 0 ? m_text.size() : close + 2, SqlStyle::Comment);
    }

    void quoted(QChar quote)
    {
        qsizetype end = m_at + 1;
        while (end < m_text.size() && m_text[end] != quote)
            end += m_text[end] == u'\\' ? 2 : 1;
        put(m_at, std::min(end + 1, m_text.size()), SqlStyle::String);
        m_valueExpected = false;
    }

    void templateText(qsizetype from)
    {
        const qsizetype start = m_at;
        for (qsizetype i = from; i < m_text.size(); ++i) {
            if (m_text[i] == u'\\') {
                ++i;
            } else if (m_text[i] == u'`') {
                m_state = JsHighlighter::Plain;
                put(start, i + 1, SqlStyle::String);
                m_valueExpected = false;
                return;
            } else if (m_text.mid(i).startsWith(u"${")) {
                m_state = JsHighlighter::Plain;
                put(start, i + 2, SqlStyle::String);
                m_templateDepths.append(1);
                m_valueExpected = true;
                return;
            }
        }
        put(start, m_text.size(), SqlStyle::String);
    }

    void pattern()
    {
        bool inClass = false;
        for (qsizetype i = m_at + 1; i < m_text.size(); ++i) {
            const QChar c = m_text[i];
            if (c == u'\\') {
                ++i;
            } else if (c == u'[') {
                inClass = true;
            } else if (c == u']') {
                inClass = false;
            } else if (c == u'/' && !inClass) {
                while (i + 1 < m_text.size() && m_text[i + 1].isLetter())
                    ++i;
                put(m_at, i + 1, SqlStyle::String);
                m_valueExpected = false;
                return;
            }
        }
        ++m_at; // no end on this line: a division after all
    }

    void name()
    {
        qsizetype end = m_at;
        while (end < m_text.size() && isNamePart(m_text[end]))
            ++end;
        const QString word = m_text.mid(m_at, end - m_at).toString();
        const bool member = m_at > 0 && m_text[m_at - 1] == u'.';
        qsizetype after = end;
        while (after < m_text.size() && m_text[after].isSpace())
            ++after;
        const bool called = after < m_text.size() && m_text[after] == u'(';
        m_valueExpected = false;
        if (!member && isKeyword(word)) {
            m_valueExpected = word != QLatin1String("this") && word != QLatin1String("null") && word != QLatin1String("super");
            put(m_at, end, SqlStyle::Keyword);
        } else if (called || (!member && isBuiltIn(word) && word != QLatin1String("Response") && word != QLatin1String("JSON"))) {
            put(m_at, end, SqlStyle::Function);
        } else {
            m_at = end;
        }
    }

    QStringView m_text;
    int& m_state;
    qsizetype m_at = 0;
    bool m_valueExpected = true; ///< a "/" here begins a pattern
    QList<int> m_templateDepths; ///< open braces in each ${ of this line
    QList<SqlSpan> m_spans;
};

} // namespace

QList<SqlSpan> JsHighlighter::line(QStringView text, int& state)
{
    return Line(text, state).read();
}

} // namespace run402
