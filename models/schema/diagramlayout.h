// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <QSizeF>

namespace run402 {

/// A card of the diagram: what it measures, in any unit.
struct DiagramNode
{
    QSizeF size;
};
/// `from` refers to `to`; both are places in the list of nodes. A node may refer to itself.
struct DiagramEdge
{
    int from = 0;
    int to = 0;
};
struct DiagramSpacing
{
    double between = 28; ///< cards of one column
    double columns = 96; ///< room for the lines between two columns
    double groups = 64;  ///< between parts that have nothing to do with each other
    double aspect = 1.6; ///< width to height the whole shall come near
};

/// Upper left corners, in the order of `nodes`. Layered after Sugiyama: what is referred to stands right of what refers
/// to it, lines are short and cross little, long columns are folded, unrelated parts are set in rows. No two cards
/// overlap; the same input gives the same answer. Edges to places that are not there are passed over.
/// Time: below a second for thousands of cards. Thread: any.
QList<QPointF> layoutDiagram(const QList<DiagramNode>& nodes, const QList<DiagramEdge>& edges, const DiagramSpacing& spacing = {});

} // namespace run402
