// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/schema/diagramlayout.h"

#include <QRectF>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace run402 {

namespace {

constexpr int orderSweeps = 12;
constexpr int placeSweeps = 8;

using Ints = std::vector<int>;

struct Graph
{
    const QList<DiagramNode>& nodes;
    const DiagramSpacing& spacing;
    std::vector<Ints> out, in; ///< without loops and doubles
};

/// Nodes that are connected, each part in the order of its nodes, parts by their first node.
std::vector<Ints> partsOf(const Graph& g)
{
    std::vector<Ints> parts;
    Ints part(size_t(g.nodes.size()), -1);
    for (int start = 0; start < int(g.nodes.size()); ++start) {
        if (part[size_t(start)] >= 0)
            continue;
        Ints members{start};
        part[size_t(start)] = int(parts.size());
        for (size_t at = 0; at < members.size(); ++at) {
            for (const auto* side : {&g.out, &g.in}) {
                for (int next : (*side)[size_t(members[at])]) {
                    if (part[size_t(next)] >= 0)
                        continue;
                    part[size_t(next)] = int(parts.size());
                    members.push_back(next);
                }
            }
        }
        std::sort(members.begin(), members.end());
        parts.push_back(std::move(members));
    }
    return parts;
}

/// Edges that would close a circle count the other way round. Depth first without recursion: a chain may be long.
std::vector<std::pair<int, int>> withoutCircles(const Graph& g, const Ints& members)
{
    enum : char { Unseen, Open, Closed };
    std::vector<char> state(size_t(g.nodes.size()), Unseen);
    std::vector<std::pair<int, int>> edges;
    for (int root : members) {
        if (state[size_t(root)] != Unseen)
            continue;
        std::vector<std::pair<int, size_t>> path{{root, 0}};
        state[size_t(root)] = Open;
        while (!path.empty()) {
            auto& [node, at] = path.back();
            if (at == g.out[size_t(node)].size()) {
                state[size_t(node)] = Closed;
                path.pop_back();
                continue;
            }
            const int from = node, next = g.out[size_t(node)][at++];
            if (state[size_t(next)] == Open)
                edges.emplace_back(next, from);
            else
                edges.emplace_back(from, next);
            if (state[size_t(next)] == Unseen) {
                state[size_t(next)] = Open;
                path.emplace_back(next, 0);
            }
        }
    }
    return edges;
}

/// Longest way from a node nothing refers to; a source then moves next to what it refers to.
std::vector<Ints> layersOf(const Graph& g, const Ints& members)
{
    const auto edges = withoutCircles(g, members);
    std::vector<Ints> after(size_t(g.nodes.size()));
    Ints waits(size_t(g.nodes.size()), 0), layer(size_t(g.nodes.size()), 0);
    for (const auto& [from, to] : edges) {
        after[size_t(from)].push_back(to);
        ++waits[size_t(to)];
    }
    Ints ready, order;
    for (int node : members) {
        if (waits[size_t(node)] == 0)
            ready.push_back(node);
    }
    for (size_t at = 0; at < ready.size(); ++at) {
        order.push_back(ready[at]);
        for (int next : after[size_t(ready[at])]) {
            layer[size_t(next)] = std::max(layer[size_t(next)], layer[size_t(ready[at])] + 1);
            if (--waits[size_t(next)] == 0)
                ready.push_back(next);
        }
    }
    for (auto it = order.rbegin(); it != order.rend(); ++it) {
        int nearest = -1;
        for (int next : after[size_t(*it)])
            nearest = nearest < 0 ? layer[size_t(next)] : std::min(nearest, layer[size_t(next)]);
        if (nearest > 0)
            layer[size_t(*it)] = nearest - 1;
    }
    std::vector<Ints> layers;
    for (int node : members) {
        const size_t at = size_t(layer[size_t(node)]);
        if (layers.size() <= at)
            layers.resize(at + 1);
        layers[at].push_back(node);
    }
    layers.erase(std::remove_if(layers.begin(), layers.end(), [](const Ints& l) { return l.empty(); }), layers.end());
    return layers;
}

/// Each layer by the middle of its neighbours' places, forwards and backwards in turn.
void orderLayers(const Graph& g, std::vector<Ints>& layers)
{
    std::vector<double> place(size_t(g.nodes.size()), 0);
    const auto number = [&](const Ints& layer) {
        for (size_t i = 0; i < layer.size(); ++i)
            place[size_t(layer[i])] = layer.size() < 2 ? 0.5 : double(i) / double(layer.size() - 1);
    };
    for (const Ints& layer : layers)
        number(layer);
    std::vector<double> wish(size_t(g.nodes.size()), 0);
    for (int sweep = 0; sweep < orderSweeps; ++sweep) {
        for (size_t i = 0; i < layers.size(); ++i) {
            Ints& layer = layers[sweep % 2 ? layers.size() - 1 - i : i];
            for (int node : layer) {
                double sum = 0;
                int count = 0;
                for (const auto* side : {&g.out, &g.in}) {
                    for (int next : (*side)[size_t(node)]) {
                        sum += place[size_t(next)];
                        ++count;
                    }
                }
                wish[size_t(node)] = count ? sum / count : place[size_t(node)];
            }
            std::stable_sort(layer.begin(), layer.end(), [&](int a, int b) { return wish[size_t(a)] < wish[size_t(b)]; });
            number(layer);
        }
    }
}

/// A layer higher than `most` becomes several columns.
std::vector<Ints> folded(const Graph& g, const std::vector<Ints>& layers, double most)
{
    std::vector<Ints> columns;
    for (const Ints& layer : layers) {
        double height = -g.spacing.between;
        for (int node : layer)
            height += g.nodes[node].size.height() + g.spacing.between;
        const double share = height / std::ceil(std::max(1.0, height / most));
        double filled = 0;
        columns.emplace_back();
        for (int node : layer) {
            const double own = g.nodes[node].size.height() + g.spacing.between;
            if (!columns.back().empty() && filled + own / 2 > share) {
                columns.emplace_back();
                filled = 0;
            }
            columns.back().push_back(node);
            filled += own;
        }
    }
    return columns;
}

/// Moves every column towards what its cards are linked with; the order and the distances hold.
void settle(const Graph& g, const std::vector<Ints>& columns, QList<QPointF>& at)
{
    const auto middle = [&](int node) { return at[node].y() + g.nodes[node].size.height() / 2; };
    for (int sweep = 0; sweep < placeSweeps; ++sweep) {
        for (size_t i = 0; i < columns.size(); ++i) {
            const Ints& column = columns[sweep % 2 ? columns.size() - 1 - i : i];
            std::vector<double> wish;
            for (int node : column) {
                std::vector<double> near;
                for (const auto* side : {&g.out, &g.in}) {
                    for (int next : (*side)[size_t(node)])
                        near.push_back(middle(next));
                }
                std::sort(near.begin(), near.end());
                wish.push_back((near.empty() ? middle(node) : near[near.size() / 2]) - g.nodes[node].size.height() / 2);
            }
            // Down as wished, each at least below the one before; then as a whole by the mean of what that cost.
            std::vector<double> y(column.size());
            double shift = 0;
            for (size_t n = 0; n < column.size(); ++n) {
                y[n] = n == 0 ? wish[n] : std::max(wish[n], y[n - 1] + g.nodes[column[n - 1]].size.height() + g.spacing.between);
                shift += wish[n] - y[n];
            }
            shift /= double(std::max<size_t>(1, column.size()));
            for (size_t n = 0; n < column.size(); ++n)
                at[column[n]].setY(std::round(y[n] + shift));
        }
    }
}

/// Places one part with its corner at 0, 0; gives its size.
QSizeF placePart(const Graph& g, const Ints& members, QList<QPointF>& at)
{
    std::vector<Ints> layers = layersOf(g, members);
    orderLayers(g, layers);
    double area = 0, widest = 0;
    for (int node : members) {
        area += (g.nodes[node].size.width() + g.spacing.columns) * (g.nodes[node].size.height() + g.spacing.between);
        widest = std::max(widest, g.nodes[node].size.height());
    }
    const std::vector<Ints> columns = folded(g, layers, std::max(widest, std::sqrt(area / g.spacing.aspect)));
    double x = 0;
    for (const Ints& column : columns) {
        double y = 0, width = 0;
        for (int node : column) {
            at[node] = {x, y};
            y += g.nodes[node].size.height() + g.spacing.between;
            width = std::max(width, g.nodes[node].size.width());
        }
        x += width + g.spacing.columns;
    }
    settle(g, columns, at);
    double top = 0, bottom = 0, right = 0;
    bool first = true;
    for (int node : members) {
        const QRectF card(at[node], g.nodes[node].size);
        top = first ? card.top() : std::min(top, card.top());
        bottom = first ? card.bottom() : std::max(bottom, card.bottom());
        right = std::max(right, card.right());
        first = false;
    }
    for (int node : members)
        at[node].ry() -= top;
    return {right, bottom - top};
}

/// Rows of parts, the largest first, in about the wished shape.
void packParts(const Graph& g, const std::vector<Ints>& parts, QList<QPointF>& at)
{
    std::vector<QSizeF> sizes;
    double area = 0, widest = 0;
    for (const Ints& part : parts) {
        sizes.push_back(placePart(g, part, at));
        area += (sizes.back().width() + g.spacing.groups) * (sizes.back().height() + g.spacing.groups);
        widest = std::max(widest, sizes.back().width());
    }
    const double wide = std::max(widest, std::sqrt(area * g.spacing.aspect));
    Ints order(parts.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        if (parts[size_t(a)].size() == 1 || parts[size_t(b)].size() == 1) // loners by height, behind everything that is linked
            return std::pair(parts[size_t(a)].size() == 1, -sizes[size_t(a)].height()) < std::pair(parts[size_t(b)].size() == 1, -sizes[size_t(b)].height());
        return sizes[size_t(a)].height() > sizes[size_t(b)].height();
    });
    double x = 0, y = 0, row = 0;
    for (int part : order) {
        const QSizeF size = sizes[size_t(part)];
        if (x > 0 && x + size.width() > wide) {
            x = 0;
            y += row + g.spacing.groups;
            row = 0;
        }
        for (int node : parts[size_t(part)])
            at[node] += QPointF(x, y);
        x += size.width() + g.spacing.groups;
        row = std::max(row, size.height());
    }
}

} // namespace

QList<QPointF> layoutDiagram(const QList<DiagramNode>& nodes, const QList<DiagramEdge>& edges, const DiagramSpacing& spacing)
{
    Graph graph{nodes, spacing, std::vector<Ints>(size_t(nodes.size())), std::vector<Ints>(size_t(nodes.size()))};
    for (const DiagramEdge& e : edges) {
        if (e.from == e.to || e.from < 0 || e.to < 0 || e.from >= nodes.size() || e.to >= nodes.size())
            continue;
        graph.out[size_t(e.from)].push_back(e.to);
        graph.in[size_t(e.to)].push_back(e.from);
    }
    for (auto* side : {&graph.out, &graph.in}) {
        for (Ints& list : *side) {
            std::sort(list.begin(), list.end());
            list.erase(std::unique(list.begin(), list.end()), list.end());
        }
    }
    QList<QPointF> at(nodes.size());
    packParts(graph, partsOf(graph), at);
    return at;
}

} // namespace run402
