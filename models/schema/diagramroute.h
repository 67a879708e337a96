// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <QRectF>

#include <atomic>

namespace run402 {

/// A line to be drawn between two cards, from a row of one to a row of the other.
struct DiagramLink
{
    int from = 0; ///< places in the list of cards
    int to = 0;
    double fromY = 0; ///< of the row's middle, in the scene
    double toY = 0;
};

/// What a route keeps clear of, in the scene's unit.
struct DiagramRouting
{
    double stub = 22;       ///< how far a line leaves its card before it turns
    double beside = 14;     ///< how far above and below cards lines run
    double clear = 6;       ///< nearer to a card no line passes
    double lane = 7;        ///< between lines that run beside each other
    double bend = 40;       ///< what a corner counts beside length
    const std::atomic<bool>* stop = nullptr; ///< true = nobody wants the answer any more; it is empty then
};

/// Corners of every line, in the order of `links`: from a side of one card to a side of the other, each piece level or
/// upright. No line passes a card behind it as long as there is a way around: the plain way with one upright piece where
/// that is free, else the shortest with few corners, found with A* on the lines between the cards (after Wybrow, Marriott,
/// Stuckey: Orthogonal Connector Routing). Then lines that would lie on each other move apart, but for those that end at
/// the same row, which join. The same input gives the same answer. A link to a card that is not there has no corners.
/// Time on two cores: 0.1 s for 300 cards, 0.7 s for 1,000, 2 s for 2,000, 20 s for 5,000; `stop` is looked at before each line.
/// Thread: any.
QList<QList<QPointF>> routeDiagram(const QList<QRectF>& cards, const QList<DiagramLink>& links, const DiagramRouting& routing = {});

/// The way a single line takes when nothing is looked at: as long as a card is dragged.
QList<QPointF> plainRoute(const QRectF& from, const QRectF& to, double fromY, double toY, const DiagramRouting& routing = {});

} // namespace run402
