// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/schema/diagramlayout.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QRectF>
#include <QTest>

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

QTEST_APPLESS_MAIN(DiagramLayout)
#include "tst_diagramlayout.moc"
