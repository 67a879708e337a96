// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/parallel.h"
#include "models/item/resultset.h"

#include <optional>

namespace run402 {

/// One condition on the loaded rows. NULL passes IsNull only, as in SQL.
struct ResultFilter
{
    enum class Test { Contains, NotContains, Equals, NotEquals, Less, AtMost, Greater, AtLeast, IsNull, NotNull };
    int column = 0;
    Test test = Test::Contains;
    QString value;
    bool operator==(const ResultFilter&) const = default;
};

/// What the grid shows of a result, and in which order.
struct ResultArrangement
{
    QList<ResultFilter> filters; ///< all have to pass
    int sortColumn = -1;
    Qt::SortOrder order = Qt::AscendingOrder;
    bool isPlain() const { return filters.isEmpty() && sortColumn < 0; }
    bool operator==(const ResultArrangement&) const = default;
};

/// How the values of a column compare. Numbers to the last digit, times by the instant, intervals as PostgreSQL does
/// (30 days a month), everything else by the code points of its text, which is the same on every machine ("C").
enum class ResultCompare { Number, Time, Text };
ResultCompare compareOf(const ResultSet& set, int column);

/// Microseconds since 2000-01-01 of a date, time, timestamp or interval as PostgreSQL or the service prints it; without
/// a zone as if it were UTC. Infinity is the largest and smallest number. nullopt: none of these.
std::optional<qint64> timeValue(std::string_view text);

/// The rows that pass, sorted; NULLs last either way, equal values as they came. Contains ignores case.
/// Thread: any; uses what other threads are free. nullopt = stopped by `going`.
std::optional<ResultOrder> arrange(const ResultSet& set, const ResultArrangement& how, const Going& going = {});

struct FoundCell
{
    quint32 row = 0; ///< as shown
    quint32 column = 0;
};

struct FoundCells
{
    std::vector<FoundCell> cells; ///< in reading order, the first `mostFound`
    qint64 count = 0;
};
constexpr size_t mostFound = 1'000'000;

/// Every cell whose text holds `text`, without regard to case; what copying would give is searched, not what fits on screen.
std::optional<FoundCells> findInResult(const ResultSet& set, const ResultOrder& order, const QString& text, const Going& going = {});

} // namespace run402
