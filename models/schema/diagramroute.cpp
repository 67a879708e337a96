// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/schema/diagramroute.h"

#include "models/schema/diagramgrid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <queue>
#include <vector>

namespace run402 {

namespace {

using Route = QList<QPointF>;

/// Whether a level or upright piece keeps clear of all cards. `touching` may be touched at its sides, never crossed.
bool isFree(const QList<QRectF>& cards, QPointF a, QPointF b, double clear, int touching = -1)
{
    const double left = std::min(a.x(), b.x()), right = std::max(a.x(), b.x()), top = std::min(a.y(), b.y()), bottom = std::max(a.y(), b.y());
    for (int i = 0; i < cards.size(); ++i) {
        const double room = i == touching ? 0 : clear;
        const QRectF& c = cards.at(i);
        if (right > c.left() - room && left < c.right() + room && bottom > c.top() - room && top < c.bottom() + room)
            return false;
    }
    return true;
}

/// Corners that are none fall out.
Route simplified(const Route& route)
{
    Route out;
    for (const QPointF& p : route) {
        if (!out.isEmpty() && out.last() == p)
            continue;
        if (out.size() > 1) {
            const QPointF& a = out.at(out.size() - 2);
            const QPointF& b = out.last();
            if ((a.x() == b.x() && b.x() == p.x()) || (a.y() == b.y() && b.y() == p.y())) {
                out.last() = p;
                continue;
            }
        }
        out << p;
    }
    return out;
}

class Router
{
public:
    Router(const QList<QRectF>& cards, const DiagramRouting& routing) : m_cards(cards), m_r(routing) {}

    Route route(const DiagramLink& link)
    {
        const QRectF &a = m_cards.at(link.from), &b = m_cards.at(link.to);
        Route found = upright(a, b, link);
        if (found.isEmpty())
            found = search(a, b, link);
        return found.isEmpty() ? plainRoute(a, b, link.fromY, link.toY, m_r) : found;
    }

private:
    struct Open
    {
        double guess, cost;
        int state;
        /// Of equal guesses the one that is further on its way, so that a search does not spread over all that are.
        bool operator<(const Open& o) const { return guess != o.guess ? guess > o.guess : cost != o.cost ? cost < o.cost : state > o.state; }
    };

    bool isFreeWay(const Route& way, const DiagramLink& link) const
    {
        for (int i = 0; i + 1 < way.size(); ++i) {
            const int touching = i == 0 ? link.from : i + 2 == way.size() ? link.to : -1;
            if (!isFree(m_cards, way.at(i), way.at(i + 1), m_r.clear, touching))
                return false;
        }
        return true;
    }

    /// One upright piece: in the middle between the two, or beside one of them.
    Route upright(const QRectF& a, const QRectF& b, const DiagramLink& link) const
    {
        const auto tried = [&](double x1, double x2, double x) {
            const Route way{{x1, link.fromY}, {x, link.fromY}, {x, link.toY}, {x2, link.toY}};
            return isFreeWay(way, link) ? simplified(way) : Route();
        };
        const auto first = [&](double x1, double x2, std::initializer_list<double> places) {
            Route way;
            for (double x : places) {
                if (way.isEmpty())
                    way = tried(x1, x2, x);
            }
            return way;
        };
        if (link.from != link.to && b.left() >= a.right() + 2 * m_r.stub)
            return first(a.right(), b.left(), {std::round((a.right() + b.left()) / 2), b.left() - m_r.stub, a.right() + m_r.stub});
        if (link.from != link.to && a.left() >= b.right() + 2 * m_r.stub)
            return first(a.left(), b.right(), {std::round((b.right() + a.left()) / 2), b.right() + m_r.stub, a.left() - m_r.stub});
        const Route right = first(a.right(), b.right(), {std::max(a.right(), b.right()) + m_r.stub});
        return right.isEmpty() ? first(a.left(), b.left(), {std::min(a.left(), b.left()) - m_r.stub}) : right;
    }

    void buildGrid()
    {
        m_grid = DiagramGrid(m_cards, m_r);
        m_cost.assign(2 * size_t(m_grid.size()), 0);
        m_seen.assign(m_cost.size(), 0);
        m_before.assign(m_cost.size(), -1);
        m_built = true;
    }

    QPointF place(int crossing) const { return {m_grid.at(crossing).x, m_grid.at(crossing).y}; }

    /// The crossings above and below a place beside a card, where the way to them is free.
    std::vector<int> doors(double x, double y) const
    {
        std::vector<int> found = m_grid.around(x, y);
        found.erase(std::remove_if(found.begin(), found.end(), [&](int c) { return !isFree(m_cards, {x, y}, place(c), m_r.clear); }), found.end());
        return found;
    }

    /// A* from both sides of one card to both of the other. A state is a crossing and the way it was come to: 0 level, 1 upright.
    Route search(const QRectF& a, const QRectF& b, const DiagramLink& link)
    {
        if (!m_built)
            buildGrid();
        ++m_round;
        const std::pair<double, double> starts[] = {{a.right(), a.right() + m_r.stub}, {a.left(), a.left() - m_r.stub}};
        const std::pair<double, double> ends[] = {{b.left(), b.left() - m_r.stub}, {b.right(), b.right() + m_r.stub}};
        struct End { double side, x; int door; };
        std::vector<End> goals;
        for (const auto& [side, x] : ends) {
            if (!isFree(m_cards, {side, link.toY}, {x, link.toY}, m_r.clear, link.to))
                continue;
            for (int door : doors(x, link.toY))
                goals.push_back({side, x, door});
        }
        // Never more than what is left: the length, and the corners there have to be.
        const auto left = [&](int state) {
            const DiagramGrid::Crossing& c = m_grid.at(state / 2);
            double least = std::numeric_limits<double>::max();
            for (const End& g : goals)
                least = std::min(least, std::abs(c.x - g.x) + std::abs(c.y - link.toY) + (state % 2 == 0 ? m_r.bend : c.x == g.x ? 0 : 2 * m_r.bend));
            return least;
        };
        std::priority_queue<Open> open;
        const auto reach = [&](int state, double cost, int before) {
            if (m_seen[size_t(state)] == m_round && m_cost[size_t(state)] <= cost)
                return;
            m_seen[size_t(state)] = m_round;
            m_cost[size_t(state)] = cost;
            m_before[size_t(state)] = before;
            open.push({cost + left(state), cost, state});
        };
        if (!goals.empty()) {
            for (const auto& [side, x] : starts) {
                if (!isFree(m_cards, {side, link.fromY}, {x, link.fromY}, m_r.clear, link.from))
                    continue;
                for (int door : doors(x, link.fromY))
                    reach(door * 2 + 1, m_r.bend + std::abs(place(door).y() - link.fromY), -1);
            }
        }
        int best = -1;
        const End* goal = nullptr;
        double least = std::numeric_limits<double>::max();
        while (!open.empty() && open.top().guess < least) {
            const Open now = open.top();
            open.pop();
            if (now.cost > m_cost[size_t(now.state)])
                continue;
            const int crossing = now.state / 2;
            const DiagramGrid::Crossing& here = m_grid.at(crossing);
            const bool level = now.state % 2 == 0;
            for (const End& g : goals) {
                const double cost = now.cost + std::abs(place(crossing).y() - link.toY) + (level ? m_r.bend : 0);
                if (g.door == crossing && cost < least) {
                    least = cost;
                    best = now.state;
                    goal = &g;
                }
            }
            for (const auto way : {DiagramGrid::Right, DiagramGrid::Left, DiagramGrid::Down, DiagramGrid::Up}) {
                const int next = here.next[way];
                if (next < 0)
                    continue;
                const bool goesLevel = way == DiagramGrid::Right || way == DiagramGrid::Left;
                const double length = goesLevel ? std::abs(m_grid.at(next).x - here.x) : std::abs(m_grid.at(next).y - here.y);
                reach(next * 2 + (goesLevel ? 0 : 1), now.cost + length + (goesLevel == level ? 0 : m_r.bend), now.state);
            }
        }
        if (!goal)
            return {};
        Route way{{goal->side, link.toY}, {goal->x, link.toY}};
        for (int state = best; state >= 0; state = m_before[size_t(state)])
            way << place(state / 2);
        const double x = way.last().x();
        way << QPointF(x, link.fromY) << QPointF(x > a.center().x() ? a.right() : a.left(), link.fromY);
        std::reverse(way.begin(), way.end());
        return simplified(way);
    }

    const QList<QRectF>& m_cards;
    const DiagramRouting& m_r;
    bool m_built = false;
    DiagramGrid m_grid;
    std::vector<double> m_cost;
    std::vector<int> m_seen, m_before;
    int m_round = 0;
};

/// Moves inner pieces of one direction apart, each within the room that no card takes from it.
class Spreader
{
public:
    Spreader(const QList<QRectF>& cards, const QList<DiagramLink>& links, const DiagramRouting& routing, bool upright)
        : m_links(links), m_r(routing), m_upright(upright)
    {
        for (const QRectF& c : cards)
            m_cards << (upright ? c : QRectF(c.y(), c.x(), c.height(), c.width()));
    }

    void spread(QList<Route>& routes)
    {
        for (int i = 0; i < routes.size(); ++i) {
            Route& way = routes[i];
            for (int n = 0; n + 1 < way.size(); ++n) {
                QPointF a = turned(way.at(n)), b = turned(way.at(n + 1));
                if (a.x() != b.x())
                    continue;
                const bool inner = n > 0 && n + 2 < way.size();
                if (inner) {
                    const double x = freePlace(i, a.x(), std::min(a.y(), b.y()), std::max(a.y(), b.y()));
                    a.setX(x);
                    b.setX(x);
                    way[n] = turned(a);
                    way[n + 1] = turned(b);
                }
                m_taken.insert({a.x(), {std::min(a.y(), b.y()), std::max(a.y(), b.y()), i}});
            }
        }
    }

private:
    struct Piece { double from, to; int link; };

    QPointF turned(QPointF p) const { return m_upright ? p : QPointF(p.y(), p.x()); }

    bool isTaken(int link, double x, double from, double to) const
    {
        const DiagramLink& mine = m_links.at(link);
        const double near = m_r.lane - 1;
        return std::any_of(m_taken.upper_bound(x - near), m_taken.lower_bound(x + near), [&](const auto& taken) {
            const Piece& p = taken.second;
            const DiagramLink& other = m_links.at(p.link);
            return p.from < to && p.to > from && (other.to != mine.to || other.toY != mine.toY) && p.link != link;
        });
    }

    double freePlace(int link, double x, double from, double to) const
    {
        double least = -std::numeric_limits<double>::max(), most = std::numeric_limits<double>::max();
        const double room = m_r.clear + (m_upright ? 8 : 2); // beside a card stand the signs of a line's end
        for (const QRectF& c : m_cards) {
            if (c.bottom() + m_r.clear <= from || c.top() - m_r.clear >= to)
                continue;
            if (c.right() <= x)
                least = std::max(least, c.right() + room);
            else if (c.left() >= x)
                most = std::min(most, c.left() - room);
            else
                return x;
        }
        for (int step = 0; step < 24; ++step) {
            const double there = x + m_r.lane * ((step + 1) / 2) * (step % 2 ? 1 : -1);
            if ((there >= least && there <= most && !isTaken(link, there, from, to)))
                return there;
        }
        return x;
    }

    QList<QRectF> m_cards; ///< turned as the pieces are
    const QList<DiagramLink>& m_links;
    const DiagramRouting& m_r;
    bool m_upright;
    std::multimap<double, Piece> m_taken; ///< by x
};

} // namespace

QList<QPointF> plainRoute(const QRectF& a, const QRectF& b, double fromY, double toY, const DiagramRouting& routing)
{
    double x1, x2, middle;
    if (b.left() >= a.right() + 2 * routing.stub) {
        x1 = a.right(), x2 = b.left();
        middle = (x1 + x2) / 2;
    } else if (a.left() >= b.right() + 2 * routing.stub) {
        x1 = a.left(), x2 = b.right();
        middle = (x1 + x2) / 2;
    } else { // one above the other, or itself: around the right side
        x1 = a.right(), x2 = b.right();
        middle = std::max(x1, x2) + routing.stub;
    }
    return {{x1, fromY}, {middle, fromY}, {middle, toY}, {x2, toY}};
}

QList<QList<QPointF>> routeDiagram(const QList<QRectF>& cards, const QList<DiagramLink>& links, const DiagramRouting& routing)
{
    Router router(cards, routing);
    QList<Route> routes;
    for (const DiagramLink& link : links) {
        if (routing.stop && *routing.stop)
            return {};
        const bool there = link.from >= 0 && link.to >= 0 && link.from < cards.size() && link.to < cards.size();
        routes << (there ? router.route(link) : Route());
    }
    Spreader(cards, links, routing, true).spread(routes);
    Spreader(cards, links, routing, false).spread(routes);
    return routes;
}

} // namespace run402
