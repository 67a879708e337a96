// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/resultstats.h"

#include "models/item/decimal.h"
#include "models/item/resultorder.h"

#include <algorithm>
#include <charconv>

namespace run402 {

namespace {

constexpr qsizetype chunkRows = 32 * 1024;
constexpr size_t longestShown = 60;
constexpr int averagePlaces = 10;

int compare(ResultCompare how, std::string_view a, std::string_view b)
{
    if (how == ResultCompare::Number)
        return compareDecimals(a, b);
    if (how == ResultCompare::Time) {
        const auto x = timeValue(a), y = timeValue(b);
        if (x && y)
            return *x < *y ? -1 : *x > *y ? 1 : 0;
    }
    return a.compare(b);
}

struct Part
{
    qint64 values = 0;
    qint64 whole = 0; ///< sum of what fits, into `sum` before it could overflow
    DecimalSum sum;
    std::optional<std::string> least, greatest;

    void addNumber(std::string_view text)
    {
        constexpr qint64 safe = 1'000'000'000'000'000;
        qint64 value = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
        if (read.ec == std::errc() && read.ptr == text.data() + text.size() && value < safe && value > -safe) {
            whole += value;
            if (whole > safe * 1000 || whole < -safe * 1000)
                flush();
        } else {
            sum.add(text);
        }
    }
    void flush()
    {
        sum.add(std::to_string(whole));
        whole = 0;
    }
    void bound(ResultCompare how, std::string_view text)
    {
        if (!least || compare(how, text, *least) < 0)
            least = text;
        if (!greatest || compare(how, text, *greatest) > 0)
            greatest = text;
    }
};

QString shown(const std::optional<std::string>& text)
{
    if (!text)
        return {};
    const size_t n = wholeUtf8(*text, longestShown);
    return QString::fromUtf8(text->data(), qsizetype(n)) + (n < text->size() ? QString(QChar(0x2026)) : QString());
}

} // namespace

std::optional<ResultStats> statsOf(const ResultSet& set, const QList<int>& columns, const QList<ResultTextOptions::Rows>& ranges,
                                   const ResultOrder& order, const Going& going)
{
    ResultStats stats;
    const ResultCompare how = columns.isEmpty() ? ResultCompare::Text : compareOf(set, columns.first());
    stats.numeric = how == ResultCompare::Number;
    Part all;
    for (const auto& range : ranges) {
        const qsizetype count = range.last - range.first + 1;
        std::vector<Part> parts(size_t((count + chunkRows - 1) / chunkRows));
        const bool done = inChunks(count, chunkRows, [&](qsizetype i, qsizetype from, qsizetype to) {
            Part& part = parts[size_t(i)];
            std::string scratch;
            std::string_view text;
            for (qsizetype k = from; k < to; ++k) {
                const qsizetype row = range.first + k;
                for (const int column : columns) {
                    if (!range.columns.isEmpty() && !range.columns.contains(column))
                        continue;
                    if (!set.cellText(order ? qsizetype((*order)[size_t(row)]) : row, column, scratch, text))
                        continue;
                    ++part.values;
                    part.bound(how, text);
                    if (stats.numeric)
                        part.addNumber(text);
                }
            }
        }, [&](qsizetype n) { return !going || going(stats.rows + n); });
        if (!done)
            return std::nullopt;
        stats.rows += count;
        for (Part& part : parts) {
            part.flush();
            all.values += part.values;
            all.sum.add(part.sum);
            if (part.least)
                all.bound(how, *part.least);
            if (part.greatest)
                all.bound(how, *part.greatest);
        }
    }
    stats.values = all.values;
    if (stats.numeric && all.values > 0) {
        stats.sum = all.sum.text();
        stats.average = all.sum.dividedBy(all.values, averagePlaces);
    }
    stats.least = shown(all.least);
    stats.greatest = shown(all.greatest);
    return stats;
}

} // namespace run402
