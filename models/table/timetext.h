// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QString>
#include <QTime>

#include <optional>

namespace run402 {

/// A date, a time or both in PostgreSQL's ISO form, taken apart without losing a character of what matters: every digit
/// of the fraction, the zone as it was written, years beyond 9999 and before Christ. Source: PostgreSQL 16, "Date/Time
/// Output". Value type; thread: any.
struct TimeText
{
    int year = 0, month = 0, day = 0;    ///< year 0 = there is no date; counted from 1 on both sides of Christ
    bool beforeChrist = false;
    int hour = -1, minute = 0, second = 0; ///< hour -1 = there is no time
    bool hasSecond = false;
    QString fraction; ///< digits, without the dot
    QString zone;     ///< "+05:30", "Z"; empty = none

    bool hasDate() const { return year > 0; }
    bool hasTime() const { return hour >= 0; }
    /// The day exists; also true without one.
    bool isDayValid() const;
    bool isTimeValid() const; ///< 24:00:00 and 23:59:60 count, as for PostgreSQL
    /// Invalid where Qt's calendar does not reach.
    QDate date() const;
    QTime time() const; ///< to the second
    void setDate(const QDate& date);
    void setTime(const QTime& time); ///< the fraction stays
    /// What the zone is east of Greenwich, in seconds; 0 without one.
    int offset() const;
    QString text() const;
};

/// nullopt: the text is in another form ("infinity", "tomorrow", a mistake).
std::optional<TimeText> readTimeText(const QString& text);

} // namespace run402
