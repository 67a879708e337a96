// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/jsontext.h"

#include <algorithm>

namespace run402 {

namespace {

qsizetype stringEnd(const QString& text, qsizetype from)
{
    for (qsizetype i = from + 1; i < text.size(); ++i) {
        if (text[i] == u'\\')
            ++i;
        else if (text[i] == u'"')
            return i + 1;
    }
    return text.size();
}

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\n' || c == u'\r' || c == u'\t';
}

qsizetype skipBlanks(const QString& text, qsizetype at)
{
    while (at < text.size() && isBlank(text[at]))
        ++at;
    return at;
}

} // namespace

QString prettyJson(const QByteArray& json, qsizetype longest)
{
    constexpr int deepest = 60; // deeper levels stay on that column
    const QString text = QString::fromUtf8(json);
    QString out;
    int depth = 0;
    const auto newLine = [&] { out += u'\n' + QString(2 * std::min(depth, deepest), u' '); };
    for (qsizetype i = 0; i < text.size() && out.size() < longest;) {
        const QChar c = text[i];
        if (c == u'"') {
            const qsizetype end = stringEnd(text, i);
            out += QStringView(text).mid(i, end - i);
            i = end;
            continue;
        }
        if (c == u'{' || c == u'[') {
            const qsizetype next = skipBlanks(text, i + 1);
            if (next < text.size() && text[next] == (c == u'{' ? u'}' : u']')) {
                out += c;
                out += text[next];
                i = next + 1;
                continue;
            }
            out += c;
            ++depth;
            newLine();
        } else if (c == u'}' || c == u']') {
            depth = std::max(0, depth - 1);
            newLine();
            out += c;
        } else if (c == u',') {
            out += c;
            newLine();
        } else if (c == u':') {
            out += QStringLiteral(": ");
        } else if (!isBlank(c)) {
            out += c;
        }
        ++i;
    }
    if (out.size() > longest)
        out = out.left(longest) + QChar(0x2026);
    return out;
}

QList<JsonSpan> jsonSpans(const QString& text)
{
    QList<JsonSpan> spans;
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text[i];
        qsizetype end = i + 1;
        if (c == u'"') {
            end = stringEnd(text, i);
            const qsizetype next = skipBlanks(text, end);
            spans.push_back({i, end - i, next < text.size() && text[next] == u':' ? JsonStyle::Key : JsonStyle::String});
        } else if (c.isDigit() || c == u'-') {
            while (end < text.size() && (text[end].isDigit() || QStringView(u".eE+-").contains(text[end])))
                ++end;
            spans.push_back({i, end - i, JsonStyle::Number});
        } else if (c.isLetter()) {
            while (end < text.size() && text[end].isLetter())
                ++end;
            spans.push_back({i, end - i, JsonStyle::Word});
        }
        i = end;
    }
    return spans;
}

} // namespace run402
