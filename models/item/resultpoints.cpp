// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/resultpoints.h"

#include "models/item/decimal.h"

#include <cmath>

namespace run402 {

namespace {

constexpr qint64 millisTo2000 = 946'684'800'000;
constexpr qsizetype longestName = 24;

std::optional<double> numberOf(const ResultSet& set, qsizetype row, int column, bool time)
{
    std::string scratch;
    std::string_view text;
    if (!set.cellText(row, column, scratch, text))
        return std::nullopt;
    if (time) {
        const auto micros = timeValue(text);
        constexpr qint64 drawable = 250'000'000'000'000'000; // infinity is nowhere
        return micros && std::abs(*micros) < drawable ? std::optional(double(*micros / 1000 + millisTo2000)) : std::nullopt;
    }
    bool ok = false;
    QByteArray plain(text.data(), qsizetype(text.size()));
    plain.replace("$", "").replace(",", "");
    const double value = plain.toDouble(&ok);
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

} // namespace

bool canStandUp(const ResultSet& set, int column) { return compareOf(set, column) == ResultCompare::Number; }
bool canLieAcross(const ResultSet& set, int column) { return compareOf(set, column) != ResultCompare::Text; }

ResultPoints pointsOf(const ResultSet& set, const ResultOrder& order, int across, int up, bool bars, int most)
{
    ResultPoints out;
    out.rows = order ? qint64(order->size()) : set.rowCount();
    out.step = std::max<qint64>(1, (out.rows + most - 1) / most);
    out.time = !bars && across >= 0 && compareOf(set, across) == ResultCompare::Time;
    for (qint64 i = 0; i < out.rows; i += out.step) {
        const qsizetype row = order ? qsizetype((*order)[size_t(i)]) : qsizetype(i);
        const auto y = numberOf(set, row, up, false);
        auto x = across < 0 ? std::optional(double(i + 1)) : bars ? std::optional(0.0) : numberOf(set, row, across, out.time);
        if (!y || !x) {
            ++out.skipped;
            continue;
        }
        if (bars) {
            x = double(out.points.size());
            const Cell cell = across < 0 ? Cell{CellKind::Text, QString::number(i + 1)} : set.plainCell(row, across);
            QString name = cell.kind == CellKind::Null ? QStringLiteral("NULL") : cell.text.left(longestName);
            while (out.categories.contains(name)) // a category axis takes each name once
                name += QChar(0x200b);
            out.categories << name;
        }
        out.points << QPointF(*x, *y);
    }
    return out;
}

} // namespace run402
