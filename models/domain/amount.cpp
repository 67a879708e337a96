// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/amount.h"

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

} // namespace

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

QString Amount::toPriceText() const
{
    return m_micros % microsPerUnit == 0 ? toDollarText(0) : toDollarText();
}

QString Amount::toDollarText(int minimumDecimals, int maximumDecimals) const
{
    const QString text = toText(minimumDecimals, maximumDecimals);
    return text.startsWith(u'-') ? QStringLiteral("-$") + text.mid(1) : u'$' + text;
}

} // namespace run402
