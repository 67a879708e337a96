// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of an answer, used like a person does: heads clicked, menus, keys, files.
#include "tests/gui/resultdesk.h"
#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/label.h"
#include "ui/common/stallwatch.h"
#include "ui/sql/frozencolumns.h"
#include "ui/sql/resultbar.h"
#include "ui/sql/resultexport.h"
#include "ui/sql/rowinspector.h"
#include "ui/sql/sqleditor.h"
#include "ui/sql/sqlview.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QBuffer>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QMenu>
#include <QProcess>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#ifdef Q_OS_UNIX
#include <sys/resource.h>

#include <csignal>
#endif

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

class ResultGridTest : public ResultDesk
{
    Q_OBJECT
private Q_SLOTS:
    void queriesAreSentForExactRows();
    void answersThatAreNotExactAreMarked();
    void whatCannotBeWrappedIsSentAsItIs();
    void headsSort();
    void menusFilter();
    void theBarFilters();
    void findGoesFromPlaceToPlace();
    void columnsHideMoveAndStandStill();
    void aNewResultStartsAfresh();
    void theInspectorFollowsTheOrderAndShowsPictures();
    void nullsThatMayBeSomethingElseAreMarked();
    void exportsEveryFormat();
    void exportStopsAndLeavesTheOldFile();
    void exportTellsOfAFullDisk();
    void workbookKeepsEveryDigit();
    void loadingAllIsAskedWithItsSize();
    void emptyResultsSaySo();
    void countsBeforeLoading();
};

void ResultGridTest::queriesAreSentForExactRows()
{
    run(u"select * from recipes"_s);
    QCOMPARE(m_sent.size(), 1);
    QVERIFY(m_sent.first().contains(u"query_to_xmlschema"_s) && m_sent.first().contains(u"select * from recipes limit 500"_s));
    QCOMPARE(m_view->runner()->steps().first().rowCount, 4);
    QCOMPARE(label(u"sql.rows"_s), u"4 rows"_s);
    QVERIFY(find<Chip>(u"sql.limit"_s)->isVisible());
    QVERIFY(!find<Chip>(u"sql.inexact"_s)->isVisible());
    QCOMPARE(cell(0, 0), u"9007199254740993"_s);
    QCOMPARE(cell(0, 3), u"2026-05-09 20:02:31.000001+00"_s);
    QCOMPARE(cell(0, 4), u"1"_s);
    QVERIFY(!grid()->model()->index(3, 1).data().isValid());
    QCOMPARE(cell(2, 1), QString());
    QVERIFY(grid()->model()->index(2, 1).data().isValid());
    QCOMPARE(grid()->model()->headerData(3, Qt::Horizontal, ColumnTypeRole).toString(), u"timestamptz"_s);
}

void ResultGridTest::answersThatAreNotExactAreMarked()
{
    answer("[{\"id\":1,\"at\":\"2026-05-09T20:02:31.000Z\"}]");
    run(u"with w as (update recipes set id = 1 where id = 2 returning id, at) select id, at from w"_s);
    QVERIFY(!m_sent.first().contains(u"query_to_xmlschema"_s));
    QVERIFY(find<Chip>(u"sql.inexact"_s)->isVisible());
    QVERIFY(grid()->model()->index(0, 1).data(InexactRole).toBool());
    QVERIFY(!grid()->model()->index(0, 0).data(InexactRole).toBool());
}

void ResultGridTest::whatCannotBeWrappedIsSentAsItIs()
{
    int calls = 0;
    m_view->setSend([&](const QString& sql) {
        m_sent << sql;
        auto* call = new Call<SqlOutcome>(&m_owner);
        if (++calls == 1) {
            call->resolve(Problem::make(Problem::Kind::Refused, u"sql.error"_s, u"permission denied for function query_to_xmlschema"_s));
        } else {
            SqlOutcome outcome;
            outcome.rowsJson = "[{\"a\":1}]";
            outcome.rowCount = 1;
            call->resolve(outcome);
        }
        return call;
    });
    run(u"select 1 as a limit 1"_s);
    QCOMPARE(m_sent.size(), 2);
    QCOMPARE(m_sent.last(), u"select 1 as a limit 1"_s);
    QCOMPARE(label(u"sql.rows"_s), u"1 rows"_s);
    QCOMPARE(cell(0, 0), u"1"_s);
}

void ResultGridTest::headsSort()
{
    run(u"select * from recipes"_s);
    clickHead(0);
    QTRY_COMPARE(columnTexts(0), u"17 88 9007199254740992 9007199254740993"_s);
    QVERIFY(grid()->horizontalHeader()->isSortIndicatorShown());
    clickHead(0);
    QTRY_COMPARE(columnTexts(0), u"9007199254740993 9007199254740992 88 17"_s);
    clickHead(0);
    QTRY_COMPARE(columnTexts(0), u"9007199254740993 17 9007199254740992 88"_s);
    QVERIFY(!grid()->horizontalHeader()->isSortIndicatorShown());
    clickHead(3);
    QTRY_COMPARE(columnTexts(4), u"4 2 1 3"_s);
}

void ResultGridTest::menusFilter()
{
    run(u"select * from recipes"_s);
    grid()->goTo(1, 0);
    choose(u"sql.grid.only"_s);
    QTRY_COMPARE(columnTexts(0), u"17"_s);
    QCOMPARE(label(u"sql.rows"_s), u"1 of 4 rows"_s);
    auto* chip = find<Button>(u"sql.result.filter.0"_s);
    QVERIFY(chip && chip->isVisible());
    QCOMPARE(chip->text(), u"id = 17"_s);
    QTest::mouseClick(chip, Qt::LeftButton);
    QTRY_COMPARE(grid()->model()->rowCount(), 4);
    QCOMPARE(label(u"sql.rows"_s), u"4 rows"_s);
    grid()->goTo(3, 1);
    choose(u"sql.grid.without"_s);
    QTRY_COMPARE(columnTexts(4), u"1 2 3"_s);
    choose(u"sql.grid.sortDown"_s);
    QTRY_VERIFY(grid()->horizontalHeader()->isSortIndicatorShown());
    QVERIFY(find<Button>(u"sql.result.clear"_s)->isVisible());
    QTest::mouseClick(find<Button>(u"sql.result.clear"_s), Qt::LeftButton);
    QTRY_COMPARE(grid()->model()->rowCount(), 4);
}

void ResultGridTest::theBarFilters()
{
    run(u"select * from recipes"_s);
    grid()->goTo(0, 2);
    choose(u"sql.grid.filter"_s);
    auto* value = find<QLineEdit>(u"sql.result.filter.value"_s);
    QVERIFY(value->isVisible() && value->hasFocus());
    QCOMPARE(find<QComboBox>(u"sql.result.filter.column"_s)->currentText(), u"rating"_s);
    auto* test = find<QComboBox>(u"sql.result.filter.test"_s);
    test->setFocus();
    for (int i = 0; i < int(ResultFilter::Test::AtLeast); ++i)
        QTest::keyClick(test, Qt::Key_Down);
    QCOMPARE(test->currentText(), u"≥"_s);
    value->setFocus();
    QTest::keyClicks(value, u"4.85"_s);
    QTest::keyClick(value, Qt::Key_Return);
    QTRY_COMPARE(columnTexts(4), u"1 4"_s);
    QVERIFY(!value->isVisible());
    QVERIFY2(grid()->hasFocus(), qPrintable(QApplication::focusWidget() ? QApplication::focusWidget()->objectName() : u"nothing"_s));
    QCOMPARE(find<Button>(u"sql.result.filter.0"_s)->text(), u"rating ≥ 4.85"_s);
}

void ResultGridTest::findGoesFromPlaceToPlace()
{
    run(u"select * from recipes"_s);
    grid()->setFocus();
    QTest::keyClick(grid(), Qt::Key_F, Qt::ControlModifier);
    auto* search = find<QLineEdit>(u"sql.result.find"_s);
    QVERIFY(search->isVisible() && search->hasFocus());
    QVERIFY(!find<QWidget>(u"sql.find"_s)->isVisible()); // the text's own search stays closed
    QTest::keyClicks(search, u"PA"_s);
    QTRY_COMPARE(label(u"sql.result.find.count"_s), u"1 of 1"_s);
    QCOMPARE(grid()->currentIndex(), grid()->model()->index(0, 1));
    search->clear();
    QTest::keyClicks(search, u"4"_s);
    QTRY_COMPARE(label(u"sql.result.find.count"_s), u"1 of 6"_s);
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(label(u"sql.result.find.count"_s), u"2 of 6"_s);
    QCOMPARE(grid()->currentIndex(), grid()->model()->index(0, 2));
    QTest::keyClick(search, Qt::Key_F3, Qt::ShiftModifier);
    QTest::keyClick(search, Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(label(u"sql.result.find.count"_s), u"6 of 6"_s);
    QCOMPARE(grid()->currentIndex(), grid()->model()->index(3, 4));
    search->clear();
    QTest::keyClicks(search, u"nowhere"_s);
    QTRY_COMPARE(label(u"sql.result.find.count"_s), u"Not found"_s);
    QTest::keyClick(search, Qt::Key_Escape);
    QTest::keyClick(search, Qt::Key_Escape);
    QVERIFY(!search->isVisible());
    QVERIFY(grid()->hasFocus());
}

void ResultGridTest::columnsHideMoveAndStandStill()
{
    run(u"select * from recipes"_s);
    grid()->setColumnWidth(1, 900);
    grid()->goTo(0, 2);
    choose(u"sql.grid.hide"_s);
    QVERIFY(grid()->isColumnHidden(2));
    grid()->goTo(0, 0);
    choose(u"sql.grid.freeze"_s);
    QCOMPARE(grid()->frozenColumns(), 1);
    auto* frozen = grid()->findChild<FrozenColumns*>();
    QVERIFY(frozen->isVisible());
    QCOMPARE(frozen->width(), grid()->columnWidth(0));
    grid()->setColumnWidth(0, 150);
    QCOMPARE(frozen->width(), 150);
    QScrollBar* across = grid()->horizontalScrollBar();
    QTRY_VERIFY(across->maximum() > 0);
    across->setValue(across->maximum());
    QCOMPARE(frozen->indexAt(QPoint(5, 5)).column(), 0);
    // Going left with the key brings the cell out from under what stands still.
    grid()->setCurrentIndex(grid()->model()->index(0, 4));
    QTest::keyClick(grid(), Qt::Key_Left);
    QTest::keyClick(grid(), Qt::Key_Left);
    QCOMPARE(grid()->currentIndex().column(), 1);
    QVERIFY(grid()->columnViewportPosition(1) >= frozen->width());
    // A click on what stands still chooses the row and leaves the keys to the grid.
    QTest::mouseClick(frozen->viewport(), Qt::LeftButton, {}, frozen->visualRect(frozen->model()->index(2, 0)).center());
    QCOMPARE(grid()->currentIndex(), grid()->model()->index(2, 0));
    QVERIFY(grid()->hasFocus());
    choose(u"sql.grid.unfreeze"_s);
    QVERIFY(!frozen->isVisible());
    choose(u"sql.grid.showAll"_s);
    QVERIFY(!grid()->isColumnHidden(2));
    grid()->horizontalHeader()->moveSection(4, 0);
    QCOMPARE(grid()->shownOptions().columns, (QList<int>{4, 0, 1, 2, 3}));
}

void ResultGridTest::aNewResultStartsAfresh()
{
    run(u"select * from recipes"_s);
    grid()->hideColumn(1);
    grid()->freezeUpTo(0);
    grid()->horizontalHeader()->moveSection(4, 0);
    clickHead(3);
    QTRY_VERIFY(grid()->horizontalHeader()->isSortIndicatorShown());
    run(u"select * from recipes where true"_s);
    QVERIFY(!grid()->isColumnHidden(1) && grid()->frozenColumns() == 0 && !grid()->horizontalHeader()->isSortIndicatorShown());
    QCOMPARE(grid()->horizontalHeader()->visualIndex(4), 4);
    QCOMPARE(columnTexts(4), u"1 2 3 4"_s);
}

void ResultGridTest::theInspectorFollowsTheOrderAndShowsPictures()
{
    QImage image(30, 20, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray png;
    QBuffer buffer(&png);
    QVERIFY(buffer.open(QIODevice::WriteOnly) && image.save(&buffer, "PNG"));
    answer(exactWire({{"id", "BIGINT"}, {"raw", "UDT.d.pg_catalog.bytea"}, {"page", "UDT.d.pg_catalog.text"}, {"at", "TIMESTAMP_WTZ"}},
                     {"(2,\"\\\\x" + png.toHex() + "\",https://run402.com/a,\"2026-05-09 20:02:31.000001+00\")", "(1,\"\\\\x00\",plain,)"}));
    run(u"select * from recipes"_s);
    QWidget* inspector = m_view->inspector();
    inspector->setParent(m_view.get());
    inspector->setGeometry(600, 0, 400, 700);
    inspector->show();
    const auto picture = [&] { return inspector->findChild<QLabel*>(u"sql.inspector.picture"_s); };
    grid()->goTo(0, 0);
    QTRY_VERIFY(picture() && picture()->isVisible());
    QCOMPARE(picture()->pixmap().size(), QSize(30, 20));
    QVERIFY(inspector->findChild<LinkLabel*>(u"sql.inspector.open.page"_s));
    QCOMPARE(grid()->model()->index(0, 2).data(CellKindRole).toInt(), int(CellKind::Url));
    clickHead(0);
    QTRY_COMPARE(columnTexts(0), u"1 2"_s);
    grid()->goTo(0, 0);
    QTest::qWait(0);
    QThreadPool::globalInstance()->waitForDone();
    QTest::qWait(20);
    QVERIFY(!picture() || !picture()->isVisible());
    QTest::mouseClick(inspector->findChild<QAbstractButton*>(u"sql.inspector.copyJson"_s), Qt::LeftButton);
    QTRY_COMPARE(QJsonDocument::fromJson(QGuiApplication::clipboard()->text().toUtf8()).object().value(u"id"_s).toInt(), 1);
    inspector->setParent(nullptr);
    delete inspector;
}

void ResultGridTest::nullsThatMayBeSomethingElseAreMarked()
{
    answer("[{\"at\":\"2026-05-09T20:02:31.000Z\",\"f\":1.5,\"t\":\"x\",\"doc\":{\"n\":12345678901234567000}},{\"at\":null,\"f\":null,\"t\":null,\"doc\":{\"n\":5}}]");
    run(u"update recipes set t = 'x' where id = 1 returning at, f, t, doc"_s);
    const auto marked = [this](int row, int column) { return grid()->model()->index(row, column).data(InexactRole).toBool(); };
    QVERIFY(marked(0, 0) && marked(1, 0)); // infinity comes as null
    QVERIFY(!marked(0, 1) && marked(1, 1)); // so does NaN
    QVERIFY(!marked(0, 2) && !marked(1, 2));
    QVERIFY(marked(0, 3) && !marked(1, 3)); // a number in JSON that lost digits on its way
    QVERIFY(find<Chip>(u"sql.inexact"_s)->isVisible());
}

void ResultGridTest::exportsEveryFormat()
{
    QTemporaryDir dir;
    run(u"select * from recipes"_s);
    QString wanted;
    m_view->setFileDialogs({[&](QWidget*, const QString& name, const QString&, const FileDialogs::Chosen& chosen) {
                                wanted = dir.filePath(name);
                                chosen(wanted);
                            }, {}});
    QSignalSpy news(m_view.get(), &SqlView::noticed);
    for (const QString& format : {u"csv"_s, u"json"_s, u"sql"_s, u"xlsx"_s}) {
        news.clear();
        find<QAction>(u"sql.export."_s + format)->trigger();
        QTRY_COMPARE(news.size(), 1);
        QVERIFY2(!news.first().at(1).toBool(), qPrintable(news.first().at(0).toString()));
        QVERIFY(wanted.endsWith(format) && QFile::exists(wanted));
    }
    QFile csv(dir.filePath(u"recipes.csv"_s));
    QVERIFY(csv.open(QIODevice::ReadOnly));
    QCOMPARE(csv.readAll(), QByteArray("id,title,rating,at,id\r\n9007199254740993,Lemon pasta,4.90,2026-05-09 20:02:31.000001+00,1\r\n"
                                       "17,\"Shakshuka, for four\",4.8,2026-05-09 20:02:31+00,2\r\n9007199254740992,\"\",,infinity,3\r\n"
                                       "88,,4.85,2026-05-08 20:02:31.5+00,4\r\n"));
    QFile json(dir.filePath(u"recipes.json"_s));
    QVERIFY(json.open(QIODevice::ReadOnly));
    const QByteArray text = json.readAll();
    QCOMPARE(QJsonDocument::fromJson(text).array().size(), 4);
    QVERIFY(text.contains("\"id\": 9007199254740993") && text.contains("\"rating\": 4.90"));
}

void ResultGridTest::exportStopsAndLeavesTheOldFile()
{
    QTemporaryDir dir;
    const auto set = setOf(exactWire({{"n", "INTEGER"}}, QList<QByteArray>(100'000, "(12345678)")));
    for (const auto format : {ExportFormat::Csv, ExportFormat::Xlsx}) {
        const QString name = dir.filePath(u"old"_s);
        QFile old(name);
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("keep me");
        old.close();
        const ExportOutcome outcome = writeExport(name, format, *set, {}, [](qsizetype) { return false; });
        QVERIFY(outcome.stopped);
        QVERIFY(old.open(QIODevice::ReadOnly));
        QCOMPARE(old.readAll(), QByteArray("keep me"));
        old.close();
        QCOMPARE(QDir(dir.path()).entryList(QDir::Files), QStringList(u"old"_s));
        QVERIFY(!writeExport(dir.filePath(u"no/such/folder"_s), format, *set, {}, {}).error.isEmpty());
    }
}

void ResultGridTest::exportTellsOfAFullDisk()
{
#ifdef Q_OS_UNIX
    // A limit on the size of files fails a write in the middle, as a full disk does.
    QTemporaryDir dir;
    QList<QByteArray> records;
    for (int i = 0; i < 60'000; ++i)
        records << "(" + QByteArray::number(i) + ",same)";
    const auto set = setOf(exactWire({{"n", "INTEGER"}, {"t", "UDT.d.pg_catalog.text"}}, records));
    for (const auto format : {ExportFormat::Csv, ExportFormat::Xlsx}) {
        const QString name = dir.filePath(u"old"_s);
        QFile old(name);
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("keep me") == 7);
        old.close();
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const rlimit small{100'000, before.rlim_max};
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const ExportOutcome outcome = writeExport(name, format, *set, {}, {});
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QVERIFY(!outcome.error.isEmpty() && !outcome.stopped);
        QVERIFY(old.open(QIODevice::ReadOnly));
        QCOMPARE(old.readAll(), QByteArray("keep me"));
        old.close();
        QCOMPARE(QDir(dir.path()).entryList(QDir::Files), QStringList(u"old"_s));
        QCOMPARE(writeExport(name, format, *set, {}, {}).error, QString());
        QVERIFY(QFileInfo(name).size() > 1000);
    }
#else
    QSKIP("needs a limit on the size of files");
#endif
}

void ResultGridTest::workbookKeepsEveryDigit()
{
    const auto set = setOf(exactWire({{"big", "BIGINT"}, {"n", "NUMERIC"}, {"at", "TIMESTAMP"}, {"day", "DATE"}, {"ok", "BOOLEAN"}, {"t", "UDT.d.pg_catalog.text"}},
                                     {"(9007199254740993,4.50,\"2026-05-09 12:00:00\",2026-05-09,t,\"a <b> & c\")",
                                      "(123,0.1234567890123456789,infinity,\"0044-03-15 BC\",f,)", QByteArray("(1,NaN,,,,\"") + QByteArray(40'000, 'x') + "\")"}));
    QVERIFY(set);
    QTemporaryDir dir;
    const QString name = dir.filePath(u"r.xlsx"_s);
    const ExportOutcome outcome = writeExport(name, ExportFormat::Xlsx, *set, {}, {});
    QCOMPARE(outcome.error, QString());
    QCOMPARE(outcome.rows, 3);
    QCOMPARE(outcome.cutCells, 1);
    QProcess unzip;
    unzip.start(u"python3"_s, {u"-c"_s, u"import sys,zipfile; sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read('xl/worksheets/sheet1.xml').decode())"_s, name});
    if (!unzip.waitForFinished() || unzip.exitCode() != 0)
        QSKIP("no python3 to look into the file");
    const QString sheet = QString::fromUtf8(unzip.readAllStandardOutput());
    QVERIFY(sheet.contains(u">9007199254740993</t>"_s));
    QVERIFY(sheet.contains(u"<v>4.5</v>"_s) && sheet.contains(u"<v>123</v>"_s));
    QVERIFY(sheet.contains(u">0.1234567890123456789</t>"_s));
    QVERIFY(sheet.contains(u"<v>46151.5</v>"_s) && sheet.contains(u"<v>46151</v>"_s));
    QVERIFY(sheet.contains(u"0044-03-15 BC"_s) && sheet.contains(u">infinity<"_s) && sheet.contains(u">NaN<"_s));
    QVERIFY(sheet.contains(u"t=\"b\"><v>1</v>"_s) && sheet.contains(u"a &lt;b&gt; &amp; c"_s));
}

void ResultGridTest::loadingAllIsAskedWithItsSize()
{
    QList<QByteArray> records;
    for (int i = 0; i < 500; ++i)
        records << '(' + QByteArray::number(i) + ",some text)";
    answer(exactWire({{"id", "BIGINT"}, {"t", "UDT.d.pg_catalog.text"}}, records));
    m_view->setSchema({}, {{u"recipes"_s, 5'000'000}});
    run(u"select * from recipes"_s);
    QTest::mouseClick(find<Button>(u"sql.noLimit"_s), Qt::LeftButton);
    auto* dialog = m_view->window()->findChild<ConfirmDialog*>(u"sql.loadAllDialog"_s);
    QVERIFY(dialog);
    QStringList words;
    for (const auto* l : dialog->findChildren<QLabel*>())
        words << l->text();
    QVERIFY2(words.join(u' ').contains(u"5,000,000 rows"_s) && words.join(u' ').contains(u"MB"_s), qPrintable(words.join(u' ')));
    QCOMPARE(m_sent.size(), 1);
    QTest::mouseClick(dialog->acceptButton(), Qt::LeftButton);
    QTRY_COMPARE(m_sent.size(), 2);
    QVERIFY(!m_sent.last().contains(u"limit 500"_s));
    QTRY_VERIFY(!m_view->runner()->isRunning());
    // A small table is loaded without asking.
    QTRY_VERIFY(!m_view->window()->findChild<ConfirmDialog*>());
    m_view->setSchema({}, {{u"recipes"_s, 700}});
    run(u"select * from recipes"_s);
    QTest::mouseClick(find<Button>(u"sql.noLimit"_s), Qt::LeftButton);
    QTRY_COMPARE(m_sent.size(), 4);
}

void ResultGridTest::emptyResultsSaySo()
{
    answer(exactWire({{"id", "BIGINT"}, {"n", "NUMERIC"}}, {"(1,)", "(2,3)"}));
    run(u"select id, n from recipes"_s);
    const auto aligned = [this](int row, int column) { return grid()->model()->index(row, column).data(Qt::TextAlignmentRole).toInt() & Qt::AlignHorizontal_Mask; };
    QCOMPARE(aligned(0, 1), int(Qt::AlignRight)); // NULL stands where the numbers stand
    QCOMPARE(aligned(1, 1), int(Qt::AlignRight));
    const auto middle = [this] { // what the middle of the rows' area shows
        const QRect all = grid()->viewport()->rect();
        return grid()->viewport()->grab(QRect(all.center() - QPoint(60, 10), QSize(120, 20))).toImage();
    };
    const QImage rows = middle();
    answer(exactWire({{"id", "BIGINT"}, {"n", "NUMERIC"}}, {}));
    run(u"select id, n from recipes where false"_s);
    QCOMPARE(grid()->model()->columnCount(), 2);
    QTRY_COMPARE(label(u"sql.rows"_s), u"0 rows"_s);
    const QImage empty = middle();
    bool written = false;
    for (int x = 0; x < empty.width() && !written; ++x)
        for (int y = 0; y < empty.height(); ++y)
            written = written || empty.pixel(x, y) != empty.pixel(0, 0);
    QVERIFY(written && empty != rows);
}

void ResultGridTest::countsBeforeLoading()
{
    answer(exactWire({{"id", "BIGINT"}}, QList<QByteArray>(500, "(1)")));
    run(u"select * from recipes r"_s);
    QTest::mouseClick(find<Button>(u"sql.noLimit"_s), Qt::LeftButton);
    auto* dialog = m_view->window()->findChild<ConfirmDialog*>(u"sql.loadAllDialog"_s);
    QVERIFY(dialog);
    answer("[{\"count\":\"123456\"}]");
    Q_EMIT dialog->extraTriggered();
    QTRY_VERIFY(m_view->window()->findChild<ConfirmDialog*>(u"sql.countedDialog"_s));
    QCOMPARE(m_sent.last(), u"select count(*) from (\nselect * from recipes r\n) as counted"_s);
    QVERIFY(m_view->window()->findChild<ConfirmDialog*>(u"sql.countedDialog"_s)->acceptButton()->text().contains(u"123,456"_s));
}

QTEST_MAIN(ResultGridTest)
#include "tst_resultgrid.moc"
