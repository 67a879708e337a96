// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/schema/diagramroute.h"

#include <array>
#include <vector>

namespace run402 {

/// Where lines may turn: crossings of the level and upright lines beside the cards, each line only as far as one sees along it
/// from the card it belongs to (the orthogonal visibility graph of Wybrow, Marriott, Stuckey). So a diagram has about as
/// many crossings as cards, not their square. Value type; immutable once made. Thread: any.
class DiagramGrid
{
public:
    enum Way { Right, Left, Down, Up };
    struct Crossing
    {
        double x = 0, y = 0;
        std::array<int, 4> next{-1, -1, -1, -1}; ///< by Way; -1 = a card or nothing is there
    };

    DiagramGrid() = default;
    DiagramGrid(const QList<QRectF>& cards, const DiagramRouting& routing);

    int size() const { return int(m_crossings.size()); }
    const Crossing& at(int number) const { return m_crossings[size_t(number)]; }
    /// The crossings next above and below a place on an upright line; whether the way to them is free is not looked at.
    std::vector<int> around(double x, double y) const;

private:
    struct Run { double from, to; };
    /// A level or upright line with the parts of it that are in use.
    struct Line
    {
        double at = 0;
        std::vector<Run> runs;      ///< in order, apart from each other
        std::vector<int> crossings; ///< in order
    };
    static std::vector<Line> lines(const QList<QRectF>& cards, const DiagramRouting& routing, bool upright);
    static int runOf(const Line& line, double at);
    void cross();

    std::vector<Line> m_level, m_upright;
    std::vector<Crossing> m_crossings;
};

} // namespace run402
