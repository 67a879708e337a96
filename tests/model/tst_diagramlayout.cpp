// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/schema/diagramlayout.h"
#include "models/schema/diagramroute.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QRectF>
#include <QTest>

#include <ctime>

using namespace run402;

/// The layout by what a person would see: nothing covers anything, the same schema always looks the same.
class DiagramLayout : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void overlapsNothing_data();
    void overlapsNothing();
    void referredToStandsRight();
    void foldsLongColumns();
    void keepsLinkedTablesNear();
    void survivesOddInput();
    void isFast();
    void linesPassNoCard_data();
    void linesPassNoCard();
    void linesLeaveBySidesAndEndAtTheirRows();
    void linesKeepApart();
    void linesJoinAtTheSameRow();
    void linesFindTheWayOutOfATrap();
    void linesOfOddInput();
    void routesFast();
};

struct Drawing
{
    QList<DiagramNode> nodes;
    QList<DiagramEdge> edges;
};

static Drawing random(int tables, int links, quint32 seed)
{
    QRandomGenerator dice(seed);
    Drawing d;
    for (int i = 0; i < tables; ++i)
        d.nodes << DiagramNode{QSizeF(160 + dice.bounded(120), 40 + 20 * dice.bounded(1, 30))};
    for (int i = 0; i < links; ++i)
        d.edges << DiagramEdge{dice.bounded(tables), dice.bounded(tables)};
    return d;
}

static QString overlap(const Drawing& d, const QList<QPointF>& at)
{
    for (int a = 0; a < d.nodes.size(); ++a) {
        for (int b = a + 1; b < d.nodes.size(); ++b) {
            if (QRectF(at[a], d.nodes[a].size).intersects(QRectF(at[b], d.nodes[b].size)))
                return QStringLiteral("%1 covers %2").arg(a).arg(b);
        }
    }
    return {};
}

void DiagramLayout::overlapsNothing_data()
{
    QTest::addColumn<int>("tables");
    QTest::addColumn<int>("links");
    QTest::newRow("one") << 1 << 0;
    QTest::newRow("lonely") << 40 << 0;
    QTest::newRow("few links") << 30 << 12;
    QTest::newRow("a network") << 60 << 90;
    QTest::newRow("300 tables") << 300 << 380;
    QTest::newRow("everything linked") << 25 << 600;
}

void DiagramLayout::overlapsNothing()
{
    QFETCH(int, tables);
    QFETCH(int, links);
    for (quint32 seed = 1; seed <= 5; ++seed) {
        const Drawing d = random(tables, links, seed);
        const QList<QPointF> at = layoutDiagram(d.nodes, d.edges);
        QCOMPARE(at.size(), d.nodes.size());
        QCOMPARE(overlap(d, at), QString());
        QCOMPARE(layoutDiagram(d.nodes, d.edges), at);
        for (const QPointF& p : at)
            QVERIFY(p.x() >= 0 && p.y() >= 0);
    }
}

void DiagramLayout::referredToStandsRight()
{
    const QList<DiagramNode> nodes(4, {QSizeF(180, 100)});
    const QList<QPointF> at = layoutDiagram(nodes, {{0, 1}, {1, 2}, {0, 2}, {3, 2}});
    QVERIFY(at[0].x() < at[1].x());
    QVERIFY(at[1].x() < at[2].x());
    QVERIFY(at[3].x() < at[2].x());
    QVERIFY(at[1].x() - at[0].x() >= 180 + DiagramSpacing().columns);
}

void DiagramLayout::foldsLongColumns()
{
    Drawing d;
    for (int i = 0; i < 120; ++i)
        d.nodes << DiagramNode{QSizeF(200, 120)};
    for (int i = 1; i < 120; ++i)
        d.edges << DiagramEdge{i, 0};
    const QList<QPointF> at = layoutDiagram(d.nodes, d.edges);
    QRectF all;
    for (int i = 0; i < at.size(); ++i)
        all |= QRectF(at[i], d.nodes[i].size);
    QVERIFY2(all.height() < 2 * all.width(), "one endless column");
    QCOMPARE(overlap(d, at), QString());
}

void DiagramLayout::keepsLinkedTablesNear()
{
    // Ten pairs: partners must be nearer to each other than the pairs' mean distance.
    Drawing d;
    for (int i = 0; i < 20; ++i)
        d.nodes << DiagramNode{QSizeF(180, 90)};
    for (int i = 0; i < 10; ++i)
        d.edges << DiagramEdge{i, 19 - i};
    const QList<QPointF> at = layoutDiagram(d.nodes, d.edges);
    for (int i = 0; i < 10; ++i) {
        QCOMPARE(at[i].y(), at[19 - i].y());
        QCOMPARE(at[19 - i].x() - at[i].x(), 180 + DiagramSpacing().columns);
    }
}

void DiagramLayout::survivesOddInput()
{
    QVERIFY(layoutDiagram({}, {}).isEmpty());
    QVERIFY(layoutDiagram({}, {{0, 1}}).isEmpty());
    const QList<DiagramNode> two(2, {QSizeF(10, 10)});
    QCOMPARE(layoutDiagram(two, {{0, 0}, {0, 9}, {-1, 1}, {0, 1}, {1, 0}, {0, 1}}).size(), 2); // loops, holes, circles, doubles
    QList<DiagramNode> chain(5'000, {QSizeF(10, 10)});
    QList<DiagramEdge> edges;
    for (int i = 1; i < chain.size(); ++i)
        edges << DiagramEdge{i - 1, i};
    QCOMPARE(layoutDiagram(chain, edges).size(), chain.size()); // no recursion to run out of
}

void DiagramLayout::isFast()
{
    const Drawing d = random(300, 450, 7);
    QElapsedTimer clock;
    clock.start();
    (void)layoutDiagram(d.nodes, d.edges);
    QVERIFY2(clock.elapsed() < 1'000, qPrintable(QString::number(clock.elapsed())));
    qInfo("300 tables, 450 links: %lld ms", clock.elapsed());
}

struct Routed
{
    QList<QRectF> cards;
    QList<DiagramLink> links;
    QList<QList<QPointF>> routes;
};

static Routed routed(const Drawing& d, quint32 seed)
{
    Routed r;
    QRandomGenerator dice(seed);
    const QList<QPointF> at = layoutDiagram(d.nodes, d.edges);
    for (int i = 0; i < at.size(); ++i)
        r.cards << QRectF(at[i], d.nodes[i].size);
    for (const DiagramEdge& e : d.edges) {
        const auto row = [&](int card) { return r.cards[card].top() + 40 + 20 * dice.bounded(std::max(1, int(r.cards[card].height() - 40) / 20)); };
        r.links << DiagramLink{e.from, e.to, std::min(row(e.from), r.cards[e.from].bottom() - 5), r.cards[e.to].top() + 40};
    }
    r.routes = routeDiagram(r.cards, r.links);
    return r;
}

/// What is wrong with one of the routes; empty = nothing.
static QString fault(const Routed& r)
{
    for (int l = 0; l < r.routes.size(); ++l) {
        const QList<QPointF>& way = r.routes[l];
        for (int i = 0; i + 1 < way.size(); ++i) {
            const QPointF a = way[i], b = way[i + 1];
            if (a.x() != b.x() && a.y() != b.y())
                return QStringLiteral("line %1 runs aslant").arg(l);
            const QRectF piece(QPointF(std::min(a.x(), b.x()), std::min(a.y(), b.y())), QPointF(std::max(a.x(), b.x()), std::max(a.y(), b.y())));
            for (int c = 0; c < r.cards.size(); ++c) {
                const QRectF& card = r.cards[c];
                if (piece.right() > card.left() && piece.left() < card.right() && piece.bottom() > card.top() && piece.top() < card.bottom())
                    return QStringLiteral("line %1 (%2 to %3) passes behind card %4").arg(l).arg(r.links[l].from).arg(r.links[l].to).arg(c);
            }
        }
    }
    return {};
}

void DiagramLayout::linesPassNoCard_data()
{
    overlapsNothing_data();
}

void DiagramLayout::linesPassNoCard()
{
    QFETCH(int, tables);
    QFETCH(int, links);
    for (quint32 seed = 1; seed <= 5; ++seed) {
        const Drawing d = random(tables, links, seed);
        const Routed r = routed(d, seed);
        QCOMPARE(r.routes.size(), d.edges.size());
        QCOMPARE(fault(r), QString());
        QCOMPARE(routeDiagram(r.cards, r.links), r.routes);
    }
}

void DiagramLayout::linesLeaveBySidesAndEndAtTheirRows()
{
    const Routed r = routed(random(60, 90, 3), 3);
    for (int l = 0; l < r.routes.size(); ++l) {
        const QPointF a = r.routes[l].first(), b = r.routes[l].last();
        const QRectF &from = r.cards[r.links[l].from], &to = r.cards[r.links[l].to];
        QVERIFY(a.x() == from.left() || a.x() == from.right());
        QVERIFY(b.x() == to.left() || b.x() == to.right());
        QCOMPARE(a.y(), r.links[l].fromY);
        QCOMPARE(b.y(), r.links[l].toY);
    }
}

void DiagramLayout::linesKeepApart()
{
    // Four cards refer to four others, crosswise: four upright pieces share one gap.
    QList<QRectF> cards;
    QList<DiagramLink> links;
    for (int i = 0; i < 4; ++i)
        cards << QRectF(0, i * 130, 180, 100);
    for (int i = 0; i < 4; ++i) {
        cards << QRectF(276, i * 130, 180, 100);
        links << DiagramLink{i, 4 + 3 - i, i * 130.0 + 60, (3 - i) * 130.0 + 40};
    }
    const QList<QList<QPointF>> routes = routeDiagram(cards, links);
    QList<double> places;
    for (const QList<QPointF>& way : routes) {
        QCOMPARE(way.size(), 4);
        for (double x : std::as_const(places))
            QVERIFY2(std::abs(x - way[1].x()) >= 5, "two lines lie on each other");
        places << way[1].x();
        QVERIFY(way[1].x() > 190 && way[1].x() < 266); // and stay in the gap
    }
}

void DiagramLayout::linesJoinAtTheSameRow()
{
    const QList<QRectF> cards{QRectF(0, 0, 180, 100), QRectF(0, 130, 180, 100), QRectF(276, 65, 180, 100)};
    const QList<QList<QPointF>> routes = routeDiagram(cards, {{0, 2, 60, 105}, {1, 2, 190, 105}});
    QCOMPARE(routes[0][1].x(), routes[1][1].x());
}

void DiagramLayout::linesFindTheWayOutOfATrap()
{
    // A wall of cards between the two, with one gap far up.
    QList<QRectF> cards{QRectF(0, 1000, 180, 100), QRectF(900, 1000, 180, 100)};
    for (int i = 0; i < 20; ++i)
        cards << QRectF(400, i * 110, 180, i == 3 ? 60 : 100);
    Routed r{cards, {{0, 1, 1040, 1040}, {1, 0, 1060, 1060}, {0, 0, 1040, 1080}}, {}};
    r.routes = routeDiagram(r.cards, r.links);
    QCOMPARE(fault(r), QString());
    QVERIFY(r.routes[0].size() > 4);
    // Walled in on all sides there is no way: a line is still drawn, from side to side.
    cards = {QRectF(0, 0, 100, 100), QRectF(1000, 0, 100, 100), QRectF(-20, -20, 140, 15), QRectF(-20, 105, 140, 15), QRectF(105, -20, 15, 140), QRectF(-20, -20, 15, 140)};
    const QList<QPointF> out = routeDiagram(cards, {{0, 1, 50, 50}}).first();
    QCOMPARE(out.first(), QPointF(100, 50));
    QCOMPARE(out.last(), QPointF(1000, 50));
}

void DiagramLayout::linesOfOddInput()
{
    QVERIFY(routeDiagram({}, {}).isEmpty());
    const QList<QList<QPointF>> none = routeDiagram({QRectF(0, 0, 10, 10)}, {{0, 1, 5, 5}, {-1, 0, 5, 5}});
    QCOMPARE(none.size(), 2);
    QVERIFY(none[0].isEmpty() && none[1].isEmpty());
    QList<QRectF> pile(30, QRectF(0, 0, 200, 100)); // all in one place, as a person may put them
    QList<DiagramLink> links;
    for (int i = 1; i < pile.size(); ++i)
        links << DiagramLink{i, i - 1, 50, 70};
    for (const QList<QPointF>& way : routeDiagram(pile, links))
        QVERIFY(way.size() >= 2);
}

void DiagramLayout::routesFast()
{
    const Drawing d = random(300, 450, 7);
    const std::clock_t begun = std::clock(); // of this process: other work on the machine is not its fault
    const Routed r = routed(d, 7);
    const double seconds = double(std::clock() - begun) / CLOCKS_PER_SEC;
    qInfo("300 tables, 450 links: laid out and routed in %.2f s", seconds);
    QVERIFY2(seconds < 3, qPrintable(QString::number(seconds)));
    QCOMPARE(r.routes.size(), 450);
}

QTEST_APPLESS_MAIN(DiagramLayout)
#include "tst_diagramlayout.moc"
