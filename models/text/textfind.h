// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <atomic>

namespace run402 {

/// What is looked for in a text. Regular expressions are Perl's (QRegularExpression), over lines: ^ and $ are those of a line.
struct FindWish
{
    QString pattern;
    bool regex = false, matchCase = false, wholeWords = false;

    bool operator==(const FindWish&) const = default;
};

struct FindHit
{
    qsizetype start = 0, length = 0; ///< UTF-16 units
};

struct FindHits
{
    QList<FindHit> list;   ///< in text order, none of them empty
    bool more = false;     ///< there are more than were asked for
    QString error;         ///< why the pattern is none; the expression's own words
};

/// At most `most` places. `stop` ends a search early from another thread. An expression that would try for ever is given up
/// by PCRE's own limits and finds nothing more. Thread: any.
FindHits findAll(const QString& text, const FindWish& wish, qsizetype most, const std::atomic_bool* stop = nullptr);

/// The text for one place; in regular expressions $1 and \1 are what was caught, $$ is a dollar.
QString replacementFor(const QString& text, const FindHit& hit, const FindWish& wish, const QString& with);

/// Everything replaced; `count` (may be null) gets how many.
QString replaceEvery(const QString& text, const FindWish& wish, const QString& with, qsizetype* count = nullptr);

} // namespace run402
