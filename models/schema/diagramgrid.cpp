// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/schema/diagramgrid.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace run402 {

namespace {

constexpr double endless = std::numeric_limits<double>::max();

QRectF turned(const QRectF& r)
{
    return QRectF(r.y(), r.x(), r.height(), r.width());
}

} // namespace

DiagramGrid::DiagramGrid(const QList<QRectF>& cards, const DiagramRouting& routing)
    : m_level(lines(cards, routing, false)), m_upright(lines(cards, routing, true))
{
    cross();
}

std::vector<DiagramGrid::Line> DiagramGrid::lines(const QList<QRectF>& cards, const DiagramRouting& routing, bool upright)
{
    // Upright lines are level ones of the diagram turned over.
    const double beside = upright ? routing.stub : routing.beside, along = upright ? routing.beside : routing.stub;
    struct Source { double at, from, to; };
    std::vector<Source> sources;
    std::vector<QRectF> boxes;
    for (const QRectF& card : cards) {
        const QRectF c = upright ? turned(card) : card;
        sources.push_back({c.top() - beside, c.left() - along, c.right() + along});
        sources.push_back({c.bottom() + beside, c.left() - along, c.right() + along});
        boxes.push_back(c.adjusted(-routing.clear, -routing.clear, routing.clear, routing.clear));
    }
    std::sort(sources.begin(), sources.end(), [](const Source& a, const Source& b) { return std::pair(a.at, a.from) < std::pair(b.at, b.from); });
    std::sort(boxes.begin(), boxes.end(), [](const QRectF& a, const QRectF& b) { return a.left() < b.left(); });
    std::vector<Line> out;
    for (size_t first = 0, last = 0; first < sources.size(); first = last) {
        Line line{sources[first].at, {}, {}};
        while (last < sources.size() && sources[last].at == line.at)
            ++last;
        // What is free between the cards on this line, where one of its sources sees it.
        double from = -endless;
        const auto end = [&](double to) {
            const bool seen = from <= to && std::any_of(sources.begin() + long(first), sources.begin() + long(last), [&](const Source& s) { return s.from <= to && s.to >= from; });
            if (seen)
                line.runs.push_back({from, to});
        };
        for (const QRectF& box : boxes) {
            if (box.top() >= line.at || box.bottom() <= line.at)
                continue;
            end(box.left());
            from = std::max(from, box.right());
        }
        end(endless);
        out.push_back(std::move(line));
    }
    return out;
}

/// The run that holds the place; -1 = none does.
int DiagramGrid::runOf(const Line& line, double at)
{
    const auto after = std::upper_bound(line.runs.begin(), line.runs.end(), at, [](double place, const Run& run) { return place < run.from; });
    return after != line.runs.begin() && std::prev(after)->to >= at ? int(after - line.runs.begin()) - 1 : -1;
}

void DiagramGrid::cross()
{
    struct Last { int crossing = -1, run = -1; };
    std::vector<Last> above(m_upright.size());
    for (Line& level : m_level) {
        for (const Run& run : level.runs) {
            int before = -1;
            auto upright = std::lower_bound(m_upright.begin(), m_upright.end(), run.from, [](const Line& line, double place) { return line.at < place; });
            for (; upright != m_upright.end() && upright->at <= run.to; ++upright) {
                const int column = runOf(*upright, level.at);
                if (column < 0)
                    continue;
                const int number = int(m_crossings.size());
                m_crossings.push_back({upright->at, level.at, {-1, -1, -1, -1}});
                if (before >= 0) {
                    m_crossings[size_t(before)].next[Right] = number;
                    m_crossings.back().next[Left] = before;
                }
                before = number;
                Last& last = above[size_t(upright - m_upright.begin())];
                if (last.run == column) {
                    m_crossings[size_t(last.crossing)].next[Down] = number;
                    m_crossings.back().next[Up] = last.crossing;
                }
                last = {number, column};
                upright->crossings.push_back(number);
            }
        }
    }
}

std::vector<int> DiagramGrid::around(double x, double y) const
{
    std::vector<int> found;
    const auto line = std::lower_bound(m_upright.begin(), m_upright.end(), x, [](const Line& l, double place) { return l.at < place; });
    if (line == m_upright.end() || line->at != x)
        return found;
    const std::vector<int>& all = line->crossings;
    const auto below = std::upper_bound(all.begin(), all.end(), y, [this](double place, int number) { return place < at(number).y; });
    if (below != all.end())
        found.push_back(*below);
    if (below != all.begin())
        found.push_back(*std::prev(below));
    return found;
}

} // namespace run402
