// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sqlliteral.h"

#include "models/sqlname.h"

#include <QRegularExpression>

#include <algorithm>

namespace run402 {

namespace {

/// Where a word of the service's rules begins. The rule about COPY spans the whole line and with it several values, so
/// each of its words counts alone.
QList<qsizetype> refusedWords(const QString& text)
{
    static const QRegularExpression rule(
        QStringLiteral("(?<![A-Za-z0-9_])(?:grant|revoke|copy|program|"
                       "(?:create|drop|alter|set)(?= +(?:extension|system|search_path|role|schema)(?![A-Za-z0-9_]))"
                       ")(?![A-Za-z0-9_])"),
        QRegularExpression::CaseInsensitiveOption);
    QString plain = text; // stays as long: positions are the text's own
    for (QChar& c : plain) {
        if (c.isSpace() || c == QChar(QChar::ByteOrderMark)) // JavaScript's \s knows every blank of Unicode
            c = u' ';
        else if (c.unicode() > 127) // no letter to the service's rules, but to PCRE 'ſ' is an 's' and half a pair a fault
            c = u'-';
    }
    QList<qsizetype> starts;
    for (auto it = rule.globalMatch(plain); it.hasNext();)
        starts << it.next().capturedStart();
    return starts;
}

/// Digits with at most one sign in front and, when `fraction`, one dot between them.
bool isNumber(const QString& text, bool fraction)
{
    const qsizetype first = text.startsWith(u'-') ? 1 : 0;
    bool dot = false, digit = false;
    for (qsizetype i = first; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c >= u'0' && c <= u'9') {
            digit = true;
        } else if (c == u'.' && fraction && !dot && digit) {
            dot = true;
            digit = false;
        } else {
            return false;
        }
    }
    return digit;
}

/// Beyond this a bare whole number may be read as numeric, which keeps an index from being used.
constexpr qsizetype longestBareInteger = 18;

bool isIntegerType(const QString& type)
{
    return type == QLatin1String("integer") || type == QLatin1String("bigint") || type == QLatin1String("smallint")
        || type == QLatin1String("int2") || type == QLatin1String("int4") || type == QLatin1String("int8");
}

bool isBare(const QString& value, const QString& type)
{
    if (isIntegerType(type))
        return value.size() <= longestBareInteger && isWholeNumber(value);
    if (type == QLatin1String("numeric"))
        return isPlainNumber(value);
    if (type == QLatin1String("boolean") || type == QLatin1String("bool"))
        return value == QLatin1String("true") || value == QLatin1String("false");
    return false;
}

} // namespace

QString sqlUnicodeText(const QString& text, const QList<qsizetype>& letters, QChar quote)
{
    QString out = QStringLiteral("U&") + quote;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (std::binary_search(letters.cbegin(), letters.cend(), i))
            out += QStringLiteral("\\%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else if (c == quote || c == u'\\')
            out += QString(2, c);
        else
            out += c;
    }
    return out + quote;
}

QString sqlText(const QString& text)
{
    const QList<qsizetype> letters = refusedWords(text);
    return letters.isEmpty() ? sqlLiteral(text) : sqlUnicodeText(text, letters, u'\'');
}

QString sqlName(const QString& name)
{
    if (const QList<qsizetype> letters = refusedWords(name); !letters.isEmpty())
        return sqlUnicodeText(name, letters, u'"');
    // Second words of a rule: quotes keep a blank from being all that stands before them.
    for (const char* word : {"role", "search_path", "extension", "system", "schema"}) {
        if (name == QLatin1String(word))
            return sqlIdentifier(name);
    }
    return sqlIdentifierIfNeeded(name);
}

QString sqlValue(const std::optional<QString>& value, const QString& type)
{
    if (!value)
        return QStringLiteral("null");
    return isBare(*value, type) ? *value : sqlText(*value);
}

QString sqlTypedValue(const std::optional<QString>& value, const QString& type)
{
    if (type.isEmpty())
        return sqlValue(value, type);
    return (value ? sqlText(*value) : QStringLiteral("null")) + QStringLiteral("::") + type;
}

bool isWholeNumber(const QString& text)
{
    return isNumber(text, false);
}

bool isPlainNumber(const QString& text)
{
    return isNumber(text, true);
}

} // namespace run402
