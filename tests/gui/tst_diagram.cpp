// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/services.h"
#include "services/store/sessionstore.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "ui/schema/diagramitems.h"
#include "ui/schema/diagrampane.h"
#include "ui/schema/diagramview.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QLineEdit>
#include <QPainter>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTreeView>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// The diagram of the tables as a person uses it, over a real server.
class DiagramTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { QCOMPARE(ended(m_world), QString()); }
    void cleanup() { tellFailure(m_world.get()); }
    void showsTheTables();
    void remembersMovedCards();
    void paintsPictures();
    void threeHundredTables();

private:
    void make(const QString& sql)
    {
        const auto done = await(m_world->services().database().run(m_world->workspace().currentProjectId(), sql));
        QVERIFY2(done.ok(), done.ok() ? "" : qPrintable(done.error().message));
    }
    QString behindCards() const;
    void writesThreeHundredTables();
    DiagramView* diagram() const { return m_world->find<DiagramView>(u"diagram.view"_s); }

    std::unique_ptr<AppWorld> m_world;
};

void DiagramTest::initTestCase()
{
    m_world = std::make_unique<AppWorld>();
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
    QCOMPARE(m_world->subscribe(), QString());
    QCOMPARE(m_world->makeProject(u"Library"_s), QString());
}

void DiagramTest::showsTheTables()
{
    make(u"create table books(id bigint generated always as identity primary key, title text not null, user_id uuid);"
          " create table authors(id bigint generated always as identity primary key, name text not null, mail text unique);"
          " alter table books add author_id bigint references authors on delete set null; create table tags(id serial primary key, word text);"
          " create table book_tags(book_id bigint references books, tag_id int references tags, primary key (book_id, tag_id));"
          " create table profiles(author_id bigint primary key references authors, bio text, settings jsonb)"_s);
    m_world->workspace().refreshSchema();
    m_world->app().open(u"diagram"_s);
    QVERIFY(eventually([&] { return diagram() && diagram()->lines() == 4 && !diagram()->isArranging(); }));
    QVERIFY(diagram()->placeOf(u"book_tags"_s).x() < diagram()->placeOf(u"books"_s).x());
    QVERIFY(diagram()->placeOf(u"books"_s).x() < diagram()->placeOf(u"authors"_s).x());
    diagram()->fit();
    m_world->window().setInspectorOpen(true);
    QVERIFY(eventually([&] { return m_world->find<QTreeView>(u"diagram.list"_s) != nullptr; }));
    QVERIFY(eventually([&] { return diagram()->viewport()->rect().contains(diagram()->mapFromScene(diagram()->drawing().area.adjusted(5, 5, -5, -5)).boundingRect()); })); // all is still in sight
    auto* list = m_world->find<QTreeView>(u"diagram.list"_s);
    QVERIFY(list);
    QCOMPARE(list->model()->rowCount(), diagram()->tables());
    QAbstractItemModelTester tester(list->model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    // Selecting in the list marks the card; arrows go from card to card.
    QVERIFY(m_world->type(u"diagram.search"_s, u"books\n"_s));
    QVERIFY(eventually([&] { return diagram()->selected() == "books"_L1; }));
    m_world->shoot(u"diagram"_s);
    // Enter goes from match to match: the table of that name first, then those that have it in a column.
    m_world->find<QLineEdit>(u"diagram.search"_s)->clear();
    QVERIFY(m_world->type(u"diagram.search"_s, u"author\n"_s));
    QCOMPARE(diagram()->selected(), u"authors"_s);
    QVERIFY(m_world->text(u"diagram.facts"_s).contains(u"match"_s));
    QVERIFY(m_world->type(u"diagram.search"_s, u"\n"_s));
    const QString second = diagram()->selected();
    QVERIFY(second == "books"_L1 || second == "profiles"_L1);
    QVERIFY(m_world->type(u"diagram.search"_s, u"\n\n"_s)); // and around
    QCOMPARE(diagram()->selected(), u"authors"_s);
    m_world->find<QLineEdit>(u"diagram.search"_s)->clear();
    diagram()->select(u"books"_s);
    QVERIFY(eventually([&] { return m_world->text(u"diagram.facts"_s).contains(u"reference"_s); }));
    QVERIFY(m_world->click(u"diagram.scale"_s));
    QCOMPARE(diagram()->scaleNow(), 1.0);
    m_world->shoot(u"diagram-100"_s);
    diagram()->setFocus();
    QTest::keyClick(diagram(), Qt::Key_Right);
    QVERIFY(diagram()->placeOf(diagram()->selected()).x() > diagram()->placeOf(u"books"_s).x()); // the nearest of those at the right
    QTest::keyClick(diagram(), Qt::Key_F);
    QTest::keyClick(diagram(), Qt::Key_Return);
    QVERIFY(eventually([&] { return m_world->window().documents()->currentId() != "diagram"_L1; }));
}

void DiagramTest::remembersMovedCards()
{
    m_world->app().open(u"diagram"_s);
    QVERIFY(eventually([&] { return diagram() && !diagram()->isArranging(); }));
    diagram()->fit();
    const QPointF before = diagram()->placeOf(u"tags"_s);
    const QPoint from = diagram()->mapFromScene(before + QPointF(60, 12));
    QTest::mousePress(diagram()->viewport(), Qt::LeftButton, {}, from);
    for (int i = 1; i <= 10; ++i)
        QTest::mouseMove(diagram()->viewport(), from + QPoint(-6 * i, 4 * i));
    QTest::mouseRelease(diagram()->viewport(), Qt::LeftButton, {}, from + QPoint(-60, 40));
    const QPointF moved = diagram()->placeOf(u"tags"_s);
    QVERIFY(moved != before);
    m_world->workspace().refreshSchema(); // laid out again
    QVERIFY(eventually([&] { return !diagram()->isArranging(); }));
    QCOMPARE(diagram()->placeOf(u"tags"_s), moved);
    // A window opened later finds it there.
    const QString scope = u"diagram/%1/%2"_s.arg(m_world->workspace().world(), m_world->workspace().currentProjectId());
    const auto kept = await(m_world->services().sessions().load(scope));
    QVERIFY(kept.ok());
    QCOMPARE(kept->value(u"tags"_s).json.toArray().at(0).toDouble(), moved.x());
    QVERIFY(m_world->click(u"diagram.arrange"_s));
    QVERIFY(eventually([&] { return !diagram()->isArranging() && diagram()->placeOf(u"tags"_s) == before; }));
}

void DiagramTest::paintsPictures()
{
    diagram()->scene()->clearSelection();
    const DiagramDrawing drawing = diagram()->drawing();
    const QByteArray svg = drawing.svg(u"Tables"_s);
    QVERIFY(svg.contains("<svg") && svg.contains("authors") && svg.contains("author_id"));
    QVERIFY2(!svg.contains("<image"), "icons are shapes");
    // The picture is what the scene paints, but for the edges of letters and icons, which are sharper.
    const QImage image = drawing.image();
    QImage whole(image.size(), QImage::Format_RGB32);
    whole.fill(image.pixel(2, 2));
    QPainter painter(&whole);
    diagram()->scene()->render(&painter, whole.rect(), drawing.area, Qt::IgnoreAspectRatio);
    painter.end();
    const QImage ours = image.scaled(image.size() / 4, Qt::IgnoreAspectRatio, Qt::SmoothTransformation), theirs = whole.scaled(image.size() / 4, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    int other = 0;
    for (int y = 0; y < ours.height(); ++y)
        for (int x = 0; x < ours.width(); ++x)
            other += std::abs(qGray(ours.pixel(x, y)) - qGray(theirs.pixel(x, y))) > 40;
    QVERIFY2(other < ours.width() * ours.height() / 200, qPrintable(QString::number(other)));
    QVERIFY(image.width() > 600);
    QSet<QRgb> colours;
    for (int x = 0; x < image.width(); x += 7)
        for (int y = 0; y < image.height(); y += 7)
            colours.insert(image.pixel(x, y));
    QVERIFY(colours.size() > 5);
    // Whoever says no gets nothing.
    QVERIFY(drawing.svg({}, [](double share) { return share < 0.5; }).isEmpty() && drawing.image([](double share) { return share < 0.5; }).isNull());
}

/// A line that passes behind a card; empty = none does.
QString DiagramTest::behindCards() const
{
    QList<const DiagramCard*> cards;
    const QList<QGraphicsItem*> items = diagram()->scene()->items();
    for (const QGraphicsItem* item : items) {
        if (const auto* card = qgraphicsitem_cast<const DiagramCard*>(item))
            cards << card;
    }
    for (const QGraphicsItem* item : items) {
        if (item->type() == DiagramCard::Type)
            continue;
        const QPainterPath line = item->shape(); // four to each side of it
        const QRectF around = line.boundingRect();
        for (const DiagramCard* card : std::as_const(cards)) {
            const QRectF inside = QRectF(card->pos(), card->size()).adjusted(5, 5, -5, -5);
            if (around.intersects(inside) && line.intersects(inside))
                return item->toolTip() + u" behind "_s + card->table();
        }
    }
    return {};
}

/// Both pictures are painted beside the window, which goes on; one that is stopped leaves no file.
void DiagramTest::writesThreeHundredTables()
{
    auto* pane = qobject_cast<DiagramPane*>(m_world->window().documents()->current());
    QVERIFY(pane);
    QTemporaryDir folder;
    for (const QString& name : {u"whole.svg"_s, u"whole.png"_s}) {
        const QString path = folder.filePath(name);
        QElapsedTimer clock;
        clock.start();
        pane->write(path, name.endsWith(u"svg"_s));
        const qint64 here = clock.elapsed();
        QVERIFY(m_world->find(u"diagram.stop"_s));
        QVERIFY(eventually([&] { return m_world->reads(u"The diagram is in "_s + path); }, 60'000));
        qInfo("300 tables, %s: %lld ms in the window, written after %lld ms", qPrintable(name), here, clock.elapsed());
        QVERIFY(here < 100 && QFileInfo(path).size() > 100'000);
        QVERIFY(!m_world->find(u"diagram.stop"_s));
    }
    m_world->unwatched([&] {
        QSvgRenderer read(folder.filePath(u"whole.svg"_s));
        QVERIFY(read.isValid() && read.defaultSize().width() > 1000);
        QVERIFY(!QImage(folder.filePath(u"whole.png"_s)).isNull());
    });
    pane->write(folder.filePath(u"stopped.png"_s), false);
    QVERIFY(m_world->click(u"diagram.stop"_s));
    QVERIFY(eventually([&] { return m_world->reads(u"stopped.png was not written"_s); }, 60'000));
    QVERIFY(!QFileInfo::exists(folder.filePath(u"stopped.png"_s)));
}

void DiagramTest::threeHundredTables()
{
    QString sql;
    for (int i = 0; i < 300; ++i) {
        sql += u"create table t%1(id bigint generated always as identity primary key, name text not null, made timestamptz default now(), amount numeric(12,2), body jsonb%2%3);"_s.arg(i)
                   .arg(i > 0 ? u", parent bigint references t%1"_s.arg((i * 7) % i) : QString(), i > 20 ? u", other bigint references t%1"_s.arg((i * 13) % 20) : QString());
    }
    make(sql);
    m_world->workspace().refreshSchema();
    QVERIFY(eventually([&] { return diagram()->tables() > 300 && !diagram()->isArranging(); }, 60'000));
    m_world->settle();
    diagram()->fit();
    m_world->settle();
    m_world->shoot(u"diagram-300"_s);
    QVERIFY(eventually([&] { return !diagram()->isArranging(); }));
    m_world->unwatched([&] { QCOMPARE(behindCards(), QString()); });
    writesThreeHundredTables();
    // Frames while zooming in and panning, painted for real.
    QList<qint64> frames;
    QElapsedTimer clock;
    m_world->unwatched([&] {
        QImage canvas(diagram()->viewport()->size(), QImage::Format_RGB32);
        for (int i = 0; i < 60; ++i) {
            diagram()->zoomTo(0.08 * std::pow(1.05, i));
            diagram()->centerOn(diagram()->sceneRect().topLeft() + QPointF(diagram()->sceneRect().width() * i / 60, diagram()->sceneRect().height() / 2));
            clock.start();
            diagram()->viewport()->render(&canvas);
            frames << clock.nsecsElapsed() / 1'000;
        }
    });
    std::sort(frames.begin(), frames.end());
    qInfo("300 tables, %d lines: frame median %.1f ms, worst %.1f ms", diagram()->lines(), double(frames[30]) / 1000, double(frames.last()) / 1000);
    QVERIFY2(frames[30] < 60'000, qPrintable(QString::number(frames[30])));
}

QTEST_MAIN(DiagramTest)
#include "tst_diagram.moc"
