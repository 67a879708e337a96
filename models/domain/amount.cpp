// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/amount.h"

#include <algorithm>

namespace run402 {

namespace {

constexpr qint64 microsPerUnit = 1'000'000;
constexpr int decimals = 6;

Unexpected syntaxError()
{
    return fail(Problem::Kind::Local, QStringLiteral("amount.syntax"),
                QStringLiteral("Not an amount such as 0.10 or $5.00"));
}

Unexpected overflowError()
{
    return fail(Problem::Kind::Local, QStringLiteral("amount.overflow"), QStringLiteral("Amount too large"));
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// Appends one decimal digit; false when the result does not fit.
bool appendDigit(qint64& value, QChar digit)
{
    return !__builtin_mul_overflow(value, qint64(10), &value) &&
           !__builtin_add_overflow(value, qint64(digit.unicode() - u'0'), &value);
}

/// 1234567 in the locale's groups. "C" has none, but people read it as English.
QString grouped(quint64 whole, QLocale locale)
{
    if (locale.language() == QLocale::C)
        locale = QLocale(QLocale::English);
    locale.setNumberOptions(locale.numberOptions() & ~QLocale::OmitGroupSeparator);
    QString text = locale.toString(whole);
    for (QChar& c : text)
        if (c.isDigit())
            c = QChar(u'0' + c.digitValue());
    return text;
}

/// Which space or apostrophe it is cannot be seen.
QString lookalikes(QStringView text)
{
    QString plain = text.toString();
    for (QChar& c : plain) {
        if (c == u'\u00a0' || c == u'\u202f' || c == u'\u2009')
            c = u' ';
        else if (c == u'\u2019')
            c = u'\'';
    }
    return plain;
}

bool isPlain(QStringView text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return isDigit(c) || c == u'.'; });
}

} // namespace

Result<Amount> Amount::read(QStringView typed, const QLocale& locale)
{
    const QString text = lookalikes(typed.trimmed().mid(typed.trimmed().startsWith(u'$') ? 1 : 0));
    const QString mark = locale.decimalPoint();
    const qsizetype point = text.indexOf(u'.');
    if (isPlain(text)) {
        const bool couldGroup = mark != QStringLiteral(".") && point >= 1 && point <= 3 && text.size() - point == 4 && text[0] != u'0';
        if (couldGroup && locale.groupSeparator() == QStringLiteral("."))
            return fail(Problem::Kind::Local, QStringLiteral("amount.ambiguous"),
                        QStringLiteral("Either %1 or %2").arg(QString(text).remove(u'.'), text));
        return parse(text);
    }
    const qsizetype cut = text.indexOf(mark);
    const QString whole = cut < 0 ? text : text.left(cut);
    QString digits;
    for (QChar c : whole)
        if (isDigit(c))
            digits += c;
    bool fits = false;
    const quint64 value = digits.toULongLong(&fits);
    if (digits.isEmpty() || (fits && whole != digits && whole != lookalikes(grouped(value, locale))))
        return syntaxError();
    return parse(cut < 0 ? digits : digits + u'.' + text.mid(cut + mark.size()));
}

Result<Amount> Amount::parse(QStringView text)
{
    if (text.startsWith(u'$'))
        text = text.mid(1);
    const qsizetype point = text.indexOf(u'.');
    const QStringView whole = point < 0 ? text : text.first(point);
    const QStringView fraction = point < 0 ? QStringView() : text.mid(point + 1);
    if (whole.isEmpty() || (point >= 0 && fraction.isEmpty()))
        return syntaxError();
    for (QChar c : whole)
        if (!isDigit(c))
            return syntaxError();
    for (QChar c : fraction)
        if (!isDigit(c))
            return syntaxError();
    if (fraction.size() > decimals)
        return fail(Problem::Kind::Local, QStringLiteral("amount.precision"),
                    QStringLiteral("More than 6 digits after the point"));
    qint64 micros = 0;
    for (QChar c : whole)
        if (!appendDigit(micros, c))
            return overflowError();
    for (int i = 0; i < decimals; ++i)
        if (!appendDigit(micros, i < fraction.size() ? fraction.at(i) : QChar(u'0')))
            return overflowError();
    return Amount(micros);
}

Result<Amount> Amount::plus(Amount other) const
{
    qint64 sum = 0;
    if (__builtin_add_overflow(m_micros, other.m_micros, &sum))
        return overflowError();
    return Amount(sum);
}

Result<Amount> Amount::minus(Amount other) const
{
    qint64 difference = 0;
    if (__builtin_sub_overflow(m_micros, other.m_micros, &difference))
        return overflowError();
    return Amount(difference);
}

QString Amount::toText(int minimumDecimals, int maximumDecimals) const
{
    // Unsigned, because the magnitude of the smallest int64 has no int64.
    const quint64 magnitude = m_micros < 0 ? 0 - quint64(m_micros) : quint64(m_micros);
    QString fraction = QString::number(magnitude % microsPerUnit).rightJustified(decimals, u'0').left(qBound(0, maximumDecimals, decimals));
    while (fraction.size() > qBound(0, minimumDecimals, decimals) && fraction.endsWith(u'0'))
        fraction.chop(1);
    QString text = QString::number(magnitude / microsPerUnit);
    if (!fraction.isEmpty())
        text += u'.' + fraction;
    return m_micros < 0 ? u'-' + text : text;
}

QString Amount::toShownText(int minimumDecimals, int maximumDecimals, const QLocale& locale) const
{
    const QString plain = toText(minimumDecimals, maximumDecimals);
    const qsizetype point = plain.indexOf(u'.');
    const quint64 magnitude = m_micros < 0 ? 0 - quint64(m_micros) : quint64(m_micros);
    QString text = grouped(magnitude / microsPerUnit, locale);
    if (point >= 0)
        text += locale.decimalPoint() + plain.mid(point + 1);
    return m_micros < 0 ? u'-' + text : text;
}

QString Amount::toPriceText() const
{
    return m_micros % microsPerUnit == 0 ? toDollarText(0) : toDollarText();
}

QString Amount::toDollarText(int minimumDecimals, int maximumDecimals, const QLocale& locale) const
{
    const QString text = toShownText(minimumDecimals, maximumDecimals, locale);
    return text.startsWith(u'-') ? QStringLiteral("-$") + text.mid(1) : u'$' + text;
}

} // namespace run402
