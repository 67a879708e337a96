// SPDX-License-Identifier: GPL-3.0-or-later
// Cells chosen, added up and copied, columns arranged, and answers that are too much of something.
#include "tests/gui/resultdesk.h"
#include "ui/common/stallwatch.h"
#include "ui/sql/resultview.h"
#include "ui/sql/rowinspector.h"

#include <QAbstractButton>
#include <QGuiApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QThreadPool>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

class ResultCells : public ResultDesk
{
    Q_OBJECT
private Q_SLOTS:
    void chosenRowsAreAddedUp();
    void chosenCellsAreAddedUp();
    void copiesWhatIsShown();
    void cellsAreChosenLikeInASheet();
    void columnsAreChosenByTheirHeads();
    void copyingMuchIsNoWaiting();
    void columnsAreRemembered();
    void aDoubleClickFitsTheColumn();
    void aHugeCellDoesNotFreeze_data();
    void aHugeCellDoesNotFreeze();
    void tenThousandColumns();
    void aMillionRowsStayResponsive();
};

void ResultCells::chosenRowsAreAddedUp()
{
    run(u"select * from recipes"_s);
    QCOMPARE(label(u"sql.stats"_s), QString());
    grid()->goTo(0, 0);
    QTest::keyClick(grid(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(grid(), Qt::Key_Down, Qt::ShiftModifier);
    QTRY_COMPARE(label(u"sql.stats"_s), u"id: 3 value(s), sum 18014398509482002, avg 6004799503160667.3333333333, min 17, max 9007199254740993"_s);
    QTest::keyClick(grid(), Qt::Key_A, Qt::ControlModifier);
    grid()->selectionModel()->setCurrentIndex(grid()->model()->index(0, 2), QItemSelectionModel::NoUpdate);
    QTRY_COMPARE(label(u"sql.stats"_s), u"rating: 3 value(s), sum 14.55, avg 4.85, min 4.8, max 4.90"_s);
    grid()->goTo(0, 0);
    QTRY_COMPARE(label(u"sql.stats"_s), QString());
}

void ResultCells::chosenCellsAreAddedUp()
{
    run(u"select * from recipes"_s);
    clickCell(0, 4);
    clickCell(1, 4, Qt::ControlModifier);
    QTRY_COMPARE(label(u"sql.stats"_s), u"id: 2 value(s), sum 3, avg 1.5, min 1, max 2"_s);
    clickCell(0, 2, Qt::ControlModifier);
    QTRY_COMPARE(label(u"sql.stats"_s), u"2 column(s): 3 value(s), sum 7.90, avg 2.6333333333, min 1, max 4.90"_s);
    clickCell(3, 4); // one value is its own sum
    QTRY_COMPARE(label(u"sql.stats"_s), QString());
}

void ResultCells::copiesWhatIsShown()
{
    run(u"select * from recipes"_s);
    clickHead(2);
    QTRY_COMPARE(columnTexts(4), u"2 4 1 3"_s);
    grid()->hideColumn(1);
    grid()->hideColumn(3);
    grid()->goTo(0, 0);
    QTest::keyClick(grid(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(grid(), Qt::Key_Space, Qt::ShiftModifier);
    QTest::keyClick(grid(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"id\trating\tid\n17\t4.8\t2\n88\t4.85\t4\n"_s);
    m_view->results()->copy(ResultFormat::SqlInsert);
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"(17, 4.8, 2),\n  (88, 4.85, 4)"_s));
    grid()->goTo(0, 4);
    choose(u"sql.grid.copyValue"_s);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"2"_s);
}

void ResultCells::cellsAreChosenLikeInASheet()
{
    run(u"select * from recipes"_s);
    clickCell(1, 2);
    QCOMPARE(grid()->rowOfOnlyCell(), 1);
    QCOMPARE(label(u"sql.selected"_s), QString());
    QCOMPARE(copied(), u"4.8"_s); // one value as it is
    clickCell(3, 4, Qt::ShiftModifier);
    QCOMPARE(grid()->choice().cells, 9);
    QCOMPARE(label(u"sql.selected"_s), u"9 cell(s) selected"_s);
    QCOMPARE(copied(), u"4.8\t2026-05-09 20:02:31+00\t2\n\tinfinity\t3\n4.85\t2026-05-08 20:02:31.5+00\t4\n"_s);
    clickCell(0, 0, Qt::ControlModifier);
    QCOMPARE(grid()->choice().cells, 10);
    QCOMPARE(copied(ResultFormat::Json), u"[\n  {\"id\": 9007199254740993},\n  {\"rating\": 4.8, \"at\": \"2026-05-09 20:02:31+00\", \"id\": 2},\n"
                                         "  {\"rating\": null, \"at\": \"infinity\", \"id\": 3},\n  {\"rating\": 4.85, \"at\": \"2026-05-08 20:02:31.5+00\", \"id\": 4}\n]\n"_s);
    clickCell(0, 0, Qt::ControlModifier); // and no longer
    QCOMPARE(grid()->choice().cells, 9);
    // Dragging.
    const auto at = [this](int row, int column) { return grid()->visualRect(grid()->model()->index(row, column)).center(); };
    QTest::mousePress(grid()->viewport(), Qt::LeftButton, {}, at(0, 0));
    QTest::mouseMove(grid()->viewport(), at(1, 0));
    QTest::mouseMove(grid()->viewport(), at(2, 1));
    QTest::mouseRelease(grid()->viewport(), Qt::LeftButton, {}, at(2, 1));
    QCOMPARE(copied(ResultFormat::Csv), u"9007199254740993,Lemon pasta\r\n17,\"Shakshuka, for four\"\r\n9007199254740992,\"\"\r\n"_s);
    grid()->setCurrentIndex(grid()->model()->index(1, 1));
    for (const int key : {Qt::Key_Right, Qt::Key_Right, Qt::Key_Down})
        QTest::keyClick(grid(), Qt::Key(key), Qt::ShiftModifier);
    QCOMPARE(copied(ResultFormat::SqlInsert), u"insert into recipes (title, rating, at) values\n  ('Shakshuka, for four', 4.8, '2026-05-09 20:02:31+00'),\n  ('', NULL, 'infinity');\n"_s);
    // The list is of the current column, here the ends of the range are.
    QCOMPARE(copied(ResultFormat::SqlIn), u"in ('2026-05-09 20:02:31+00', 'infinity')"_s);
    // A row by its number, two by dragging over them.
    QHeaderView* numbers = grid()->verticalHeader();
    const auto number = [numbers](int row) { return QPoint(10, numbers->sectionViewportPosition(row) + numbers->sectionSize(row) / 2); };
    QTest::mousePress(numbers->viewport(), Qt::LeftButton, {}, number(2));
    QTest::mouseMove(numbers->viewport(), number(3));
    QTest::mouseRelease(numbers->viewport(), Qt::LeftButton, {}, number(3));
    QVERIFY(grid()->choice().wholeRows);
    QCOMPARE(label(u"sql.selected"_s), u"2 row(s) selected"_s);
    QVERIFY(copied().startsWith(u"id\ttitle\trating\tat\tid\n9007199254740992\t"_s));
    QTest::keyClick(grid(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(label(u"sql.selected"_s), u"4 row(s) selected"_s);
    grid()->hideColumn(1);
    grid()->horizontalHeader()->moveSection(4, 0);
    QVERIFY(grid()->choice().wholeRows);
    QCOMPARE(grid()->choice().cells, 16);
    QVERIFY(copied().startsWith(u"id\tid\trating\tat\n1\t9007199254740993\t"_s));
}

void ResultCells::columnsAreChosenByTheirHeads()
{
    run(u"select * from recipes"_s);
    clickHead(2, Qt::ControlModifier);
    QVERIFY(!grid()->horizontalHeader()->isSortIndicatorShown());
    QCOMPARE(grid()->choice().columns, QList<int>{2});
    QCOMPARE(copied(), u"4.90\n4.8\n\n4.85\n"_s);
    QTRY_COMPARE(label(u"sql.stats"_s), u"rating: 3 value(s), sum 14.55, avg 4.85, min 4.8, max 4.90"_s);
    clickHead(4, Qt::ControlModifier);
    QCOMPARE(grid()->choice().columns, (QList<int>{2, 4}));
    clickHead(2, Qt::ControlModifier);
    QCOMPARE(grid()->choice().columns, QList<int>{4});
    clickCell(0, 4);
    clickHead(2, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(grid()->choice().columns, (QList<int>{2, 3, 4}));
    clickCell(1, 1);
    QTest::keyClick(grid(), Qt::Key_Space, Qt::ControlModifier);
    QCOMPARE(grid()->choice().columns, QList<int>{1});
    QCOMPARE(grid()->choice().rows, 4);
    QCOMPARE(copied(ResultFormat::SqlIn), u"in ('Lemon pasta', 'Shakshuka, for four', '')"_s);
}

void ResultCells::copyingMuchIsNoWaiting()
{
    answer(exactWire({{"n", "INTEGER"}, {"t", "UDT.d.pg_catalog.text"}}, QList<QByteArray>(300'000, "(12345678,\"some text, in quotes\")")));
    run(u"select * from recipes"_s);
    QTRY_COMPARE_WITH_TIMEOUT(grid()->model()->rowCount(), 300'000, 20'000);
    QSignalSpy news(m_view.get(), &SqlView::noticed);
    StallWatch watch(100);
    grid()->setFocus();
    QTest::keyClick(grid(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(grid(), Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(news.size(), 1, 20'000);
    QCOMPARE(watch.stalls(), 0);
    QCOMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 300'001);
}

void ResultCells::columnsAreRemembered()
{
    QSignalSpy kept(m_view.get(), &SqlView::stateChanged);
    run(u"select * from recipes"_s);
    QTest::qWait(0);
    grid()->goTo(0, 1);
    choose(u"sql.grid.hide"_s);
    grid()->setColumnWidth(0, 222);
    grid()->horizontalHeader()->moveSection(4, 0);
    grid()->freezeUpTo(4);
    QTRY_VERIFY(!kept.isEmpty());
    const auto asArranged = [this] {
        return grid()->isColumnHidden(1) && grid()->columnWidth(0) == 222 && grid()->horizontalHeader()->visualIndex(4) == 0 && grid()->frozenColumns() == 1;
    };
    run(u"select * from recipes where true"_s);
    QVERIFY(!grid()->isColumnHidden(1) && grid()->frozenColumns() == 0 && grid()->columnWidth(0) != 222);
    run(u"select * from recipes"_s);
    QVERIFY(asArranged());
    // Another window of the same work.
    const QJsonObject state = m_view->saveState();
    init();
    m_view->restoreState(state);
    run(u"select * from recipes"_s);
    QVERIFY(asArranged());
    // The same words with other columns.
    answer(exactWire({{"id", "BIGINT"}, {"title", "UDT.d.pg_catalog.text"}}, {"(1,a)"}));
    run(u"select * from recipes"_s);
    QVERIFY(!grid()->isColumnHidden(1) && grid()->horizontalHeader()->visualIndex(0) == 0);
}

void ResultCells::aDoubleClickFitsTheColumn()
{
    answer(exactWire({{"id", "BIGINT"}, {"t", "UDT.d.pg_catalog.text"}, {"long", "UDT.d.pg_catalog.text"}}, {"(1,\"about as long as a title is\"," + QByteArray(4000, 'x') + ')'}));
    run(u"select * from recipes"_s);
    QHeaderView* head = grid()->horizontalHeader();
    const auto fit = [&](int column) {
        grid()->setColumnWidth(column, 50);
        const QPoint edge(head->sectionViewportPosition(column) + 49, head->height() / 2);
        QTest::mouseMove(head->viewport(), edge);
        QTest::mouseDClick(head->viewport(), Qt::LeftButton, {}, edge);
        return grid()->columnWidth(column);
    };
    const int needed = QFontMetrics(m_theme->font(Theme::Font::Small)).horizontalAdvance(cell(0, 1));
    QVERIFY2(fit(1) >= needed + 16 && grid()->columnWidth(1) < needed + 60, qPrintable(QString::number(grid()->columnWidth(1))));
    QVERIFY(fit(2) > 300 && grid()->columnWidth(2) < grid()->viewport()->width());
}

void ResultCells::aHugeCellDoesNotFreeze_data()
{
    QTest::addColumn<QByteArray>("answerJson");
    const auto exact = [](const char* type, const QByteArray& value) {
        return exactWire({{"id", "BIGINT"}, {"t", type}, {"after", "INTEGER"}}, {"(1," + value + ",7)", "(2," + value + ",8)"});
    };
    const auto plain = [](const QByteArray& value) { return "[{\"id\":1,\"t\":" + value + ",\"after\":7},{\"id\":2,\"t\":" + value + ",\"after\":8}]"; };
    constexpr int size = 50'000'000;
    const QByteArray x(size, 'x');
    QTest::newRow("text") << exact("UDT.d.pg_catalog.text", x);
    QTest::newRow("text that was quoted") << exact("UDT.d.pg_catalog.text", "\"a\"\"" + x + '"');
    QTest::newRow("lines") << exact("UDT.d.pg_catalog.text", '"' + QByteArray("a, line\n").repeated(size / 8) + '"');
    QTest::newRow("bytea") << exact("UDT.d.pg_catalog.bytea", "\"\\\\x" + QByteArray(size, 'f') + '"');
    QTest::newRow("jsonb") << exact("UDT.d.pg_catalog.jsonb", "\"[" + QByteArray("\"\"some text\"\",").repeated(size / 14) + "1]\"");
    QTest::newRow("array") << exact("UDT.d.pg_catalog._int4", "\"{" + QByteArray("12345678,").repeated(size / 9) + "1}\"");
    QTest::newRow("plain text") << plain('"' + x + '"');
    QTest::newRow("plain text with escapes") << plain('"' + QByteArray("a line\\n").repeated(size / 8) + '"');
    QTest::newRow("plain json") << plain('[' + QByteArray("\"some text\",").repeated(size / 12) + "1]");
    QTest::newRow("plain bytes") << plain("{\"type\":\"Buffer\",\"data\":[" + QByteArray("255,").repeated(size / 4) + "0]}");
    QTest::newRow("deep json") << plain(QByteArray(100'000, '[') + QByteArray(100'000, ']'));
    QTest::newRow("deep jsonb") << exact("UDT.d.pg_catalog.jsonb", QByteArray(100'000, '[') + QByteArray(100'000, ']'));
    QTest::newRow("a picture that is none") << exact("UDT.d.pg_catalog.text", "\"data:image/png;base64," + QByteArray(size, 'A') + '"');
}

void ResultCells::aHugeCellDoesNotFreeze()
{
    QFETCH(QByteArray, answerJson);
    answer(answerJson);
    run(u"select * from recipes"_s);
    QWidget* inspector = m_view->inspector();
    inspector->setParent(m_view.get());
    inspector->setGeometry(600, 0, 400, 700);
    inspector->show();
    QTest::qWait(50);
    QSignalSpy news(m_view.get(), &SqlView::noticed);
    {
        StallWatch watch(100);
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(grid(), i % 2 ? Qt::Key_Up : Qt::Key_Down);
            QTest::qWait(20);
        }
        grid()->goTo(1, 1);
        QTest::qWait(20);
        QVERIFY2(watch.stalls() == 0, qPrintable(u"%1 ms to move"_s.arg(watch.worstMs())));
        QTest::keyClick(grid(), Qt::Key_C, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(news.size(), 1, 20'000);
        QVERIFY2(watch.stalls() == 0, qPrintable(u"%1 ms to copy"_s.arg(watch.worstMs())));
        m_view->results()->copy(ResultFormat::Json);
        QTRY_COMPARE_WITH_TIMEOUT(news.size(), 2, 30'000);
        QTest::mouseClick(inspector->findChild<QAbstractButton*>(u"sql.inspector.copyJson"_s), Qt::LeftButton);
        QTest::qWait(100);
        QVERIFY2(watch.stalls() == 0, qPrintable(u"%1 ms to copy as JSON"_s.arg(watch.worstMs())));
        const QPoint at = grid()->mapToGlobal(QPoint(50, 50));
        QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(50, 50), at);
        QApplication::sendEvent(grid()->viewport(), &event);
        QTest::qWait(50);
        delete grid()->findChild<QMenu*>(u"sql.grid.menu"_s);
        QVERIFY2(watch.stalls() == 0, qPrintable(u"%1 ms for the menu"_s.arg(watch.worstMs())));
    }
    QVERIFY(!news.last().at(1).toBool());
    QCOMPARE(cell(0, 2), u"7"_s);
    QCOMPARE(cell(1, 2), u"8"_s);
    QVERIFY(cell(1, 1).size() < 5000);
    QThreadPool::globalInstance()->waitForDone();
    inspector->setParent(nullptr);
    delete inspector;
}

void ResultCells::tenThousandColumns()
{
    QByteArray row = "{";
    for (int i = 0; i < 10'000; ++i)
        row += (i ? ",\"c" : "\"c") + QByteArray::number(i) + "\":" + QByteArray::number(i);
    row += '}';
    answer('[' + QList<QByteArray>(50, row).join(',') + ']');
    run(u"select * from wide"_s);
    QCOMPARE(grid()->model()->columnCount(), 10'000);
    grid()->setFocus();
    QTest::keyClick(grid(), Qt::Key_End);
    QCOMPARE(grid()->currentIndex().column(), 9'999);
    QCOMPARE(cell(49, 9'999), u"9999"_s);
    grid()->freezeUpTo(1);
    QCOMPARE(grid()->frozenColumns(), 2);
    clickHead(9'999);
    QTRY_VERIFY(grid()->horizontalHeader()->isSortIndicatorShown());
}

void ResultCells::aMillionRowsStayResponsive()
{
    QByteArray json = exactWire({{"id", "BIGINT"}, {"t", "UDT.d.pg_catalog.text"}}, {});
    json.chop(1);
    for (int i = 0; i < 1'000'000; ++i)
        json += ",{\"_r\":\"(" + QByteArray::number((i * 7919LL) % 1'000'003) + ",row " + QByteArray::number(i) + ")\"}";
    answer(json + ']');
    m_view->setText(u"select * from big"_s);
    m_view->run(SqlRunScope::Statement);
    QTRY_COMPARE_WITH_TIMEOUT(grid()->model()->rowCount(), 1'000'000, 30'000);
    clickHead(0);
    QTRY_VERIFY_WITH_TIMEOUT(grid()->horizontalHeader()->isSortIndicatorShown(), 30'000);
    QCOMPARE(cell(0, 0), u"0"_s);
    QVERIFY(cell(1, 0).toInt() <= 4 && cell(1, 0) != u"7919"_s);
    QTest::keyClick(grid(), Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(grid()->currentIndex().row(), 999'999);
    grid()->selectAll();
    QTRY_VERIFY_WITH_TIMEOUT(label(u"sql.stats"_s).contains(u"1000000 value(s)"_s), 30'000);
}

QTEST_MAIN(ResultCells)
#include "tst_resultcells.moc"
