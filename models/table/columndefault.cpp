// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/columndefault.h"

#include <QRegularExpression>

namespace run402 {

namespace {

/// Where the text in quotes that begins at `at` ends, and what it says; -1 = it does not.
qsizetype endOfText(const QString& sql, qsizetype at, bool escapes, QString& text)
{
    for (qsizetype i = at + 1; i < sql.size(); ++i) {
        const QChar c = sql.at(i), next = i + 1 < sql.size() ? sql.at(i + 1) : QChar();
        if (c == u'\'' && next != u'\'')
            return i + 1;
        // PostgreSQL prints E'…' for a backslash alone, and doubles it there.
        if (c == u'\'' || (escapes && c == u'\\'))
            ++i;
        text += i < sql.size() ? sql.at(i) : c;
    }
    return -1;
}

} // namespace

ColumnDefault readDefault(const QString& sql)
{
    using Kind = ColumnDefault::Kind;
    static const QRegularExpression cast(QStringLiteral("^::((?:\"(?:[^\"]|\"\")+\"|[\\w .]+|\\([\\d, -]+\\)|\\[\\])+)$"));
    static const QRegularExpression bare(QStringLiteral("^(?:\\((-\\d+(?:\\.\\d+)?)\\)|(-?\\d+(?:\\.\\d+)?|true|false))(?:::([\\w .]+(?:\\([\\d,]+\\))?))?$"));
    static const QRegularExpression null(QStringLiteral("^NULL(?:::.*)?$"));
    if (sql.isEmpty())
        return {};
    if (null.match(sql).hasMatch())
        return {Kind::Null, {}, {}};
    if (const auto m = bare.match(sql); m.hasMatch())
        return {Kind::Literal, m.captured(1) + m.captured(2), m.captured(3)};
    const bool escapes = sql.startsWith(QLatin1String("E'"));
    if (escapes || sql.startsWith(u'\'')) {
        QString text;
        const qsizetype end = endOfText(sql, escapes ? 1 : 0, escapes, text);
        const QString rest = end < 0 ? sql : sql.mid(end);
        const auto m = cast.match(rest);
        if (rest.isEmpty() || m.hasMatch())
            return {Kind::Literal, text, m.captured(1)};
    }
    return {Kind::Expression, sql, {}};
}

} // namespace run402
