// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/table/timetext.h"

#include <QRegularExpression>

namespace run402 {

namespace {

QString digits(int number, int width)
{
    return QStringLiteral("%1").arg(number, width, 10, QLatin1Char('0'));
}

} // namespace

std::optional<TimeText> readTimeText(const QString& text)
{
    static const QRegularExpression form(
        QStringLiteral("^(?:(\\d{4,7})-(\\d\\d)-(\\d\\d))?(?:[ T]?(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d+))?)?)?"
                       "(\\s?(?:Z|[+-]\\d\\d(?::?\\d\\d(?::?\\d\\d)?)?))?( BC)?$"));
    const auto m = form.match(text);
    if (!m.hasMatch() || (m.captured(1).isEmpty() && m.captured(4).isEmpty()))
        return std::nullopt;
    TimeText t;
    if (!m.captured(1).isEmpty()) {
        t.year = m.captured(1).toInt();
        t.month = m.captured(2).toInt();
        t.day = m.captured(3).toInt();
        if (t.year == 0)
            return std::nullopt; // there is no year 0
    }
    if (!m.captured(4).isEmpty()) {
        t.hour = m.captured(4).toInt();
        t.minute = m.captured(5).toInt();
        t.hasSecond = !m.captured(6).isEmpty();
        t.second = m.captured(6).toInt();
    }
    t.fraction = m.captured(7);
    t.zone = m.captured(8).trimmed();
    t.beforeChrist = !m.captured(9).isEmpty();
    return t;
}

bool TimeText::isDayValid() const
{
    // Before Christ the year 1 stands where 0 would, which is a leap year. Leap years repeat every 400 years.
    const int counted = beforeChrist ? 1 - year : year;
    return !hasDate() || QDate(2000 + counted % 400, month, day).isValid();
}

bool TimeText::isTimeValid() const
{
    return !hasTime() || (hour <= 24 && minute <= 59 && second <= 60);
}

QDate TimeText::date() const
{
    return hasDate() && !beforeChrist && year <= 9999 ? QDate(year, month, day) : QDate();
}

QTime TimeText::time() const
{
    return hasTime() ? QTime(hour, minute, second) : QTime();
}

void TimeText::setDate(const QDate& date)
{
    year = date.year();
    month = date.month();
    day = date.day();
    beforeChrist = false;
}

void TimeText::setTime(const QTime& time)
{
    hour = time.hour();
    minute = time.minute();
    second = time.second();
    hasSecond = true;
}

int TimeText::offset() const
{
    if (zone.isEmpty() || zone == QLatin1String("Z"))
        return 0;
    const QString plain = QString(zone).remove(u':').mid(1);
    const int seconds = plain.mid(0, 2).toInt() * 3600 + plain.mid(2, 2).toInt() * 60 + plain.mid(4, 2).toInt();
    return zone.startsWith(u'-') ? -seconds : seconds;
}

QString TimeText::text() const
{
    QString out;
    if (hasDate())
        out += digits(year, 4) + u'-' + digits(month, 2) + u'-' + digits(day, 2);
    if (hasTime()) {
        out += (out.isEmpty() ? QString() : QStringLiteral(" ")) + digits(hour, 2) + u':' + digits(minute, 2);
        if (hasSecond)
            out += u':' + digits(second, 2) + (fraction.isEmpty() ? QString() : u'.' + fraction);
    }
    return out + zone + (beforeChrist ? QStringLiteral(" BC") : QString());
}

} // namespace run402
