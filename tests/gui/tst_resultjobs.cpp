// SPDX-License-Identifier: GPL-3.0-or-later
// Sorting, filtering and searching a large loaded result with real clicks and keys: the work is seen, can be stopped, and
// stopping leaves the rows as they were.
#include "models/item/resultmodel.h"
#include "tests/gui/resultdesk.h"
#include "ui/common/button.h"
#include "ui/common/stallwatch.h"
#include "ui/sql/resultjobs.h"
#include "ui/sql/resultview.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSemaphore>
#include <QThreadPool>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int rows = 600'000;

/// Holds every thread of the pool until it is let go, so that a job waits as it would behind much other work.
class BusyPool
{
public:
    BusyPool()
    {
        const int threads = QThreadPool::globalInstance()->maxThreadCount();
        for (int i = 0; i < threads; ++i)
            QThreadPool::globalInstance()->start([this] { m_gate.acquire(); }, 1);
        m_held = threads;
    }
    ~BusyPool() { free(); }
    void free()
    {
        m_gate.release(m_held);
        m_held = 0;
        QThreadPool::globalInstance()->waitForDone();
    }

private:
    QSemaphore m_gate;
    int m_held = 0;
};

} // namespace

class ResultJobsTest : public ResultDesk
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void stopsWhatWaits_data();
    void stopsWhatWaits();
    void stopsWhatRuns_data();
    void stopsWhatRuns();
    void aNewerSortReplacesTheRunning();
    void aSecondClickBuildsOnTheFirst();
    void aNewResultEndsTheOldWork();

private:
    enum Action { Sort, Filter, Find };
    void start(Action action, const QString& text = u"word 599998"_s);
    void stop(bool byKey);
    bool telling() { return find<QLabel>(u"sql.result.progress"_s)->isVisible(); }
    QString order() { return cell(0, 0) + u' ' + cell(1, 0) + u' ' + cell(rows - 1, 0) + u' ' + QString::number(grid()->model()->rowCount()); }
    QString foundText() { return label(u"sql.result.find.count"_s); }

    QByteArray m_many;
};

void ResultJobsTest::initTestCase()
{
    ResultDesk::initTestCase();
    m_many = exactWire({{"id", "BIGINT"}, {"t", "UDT.d.pg_catalog.text"}}, {});
    m_many.chop(1);
    m_many.reserve(rows * 60LL);
    for (int i = 0; i < rows; ++i) // neither column is in order
        m_many += ",{\"_r\":\"(" + QByteArray::number((i * 7919LL) % 1'000'003) + ",\\\"word " + QByteArray::number(i) + " of a text that takes a while\\\")\"}";
    m_many += ']';
}

void ResultJobsTest::init()
{
    ResultDesk::init();
    answer(m_many);
    run(u"select id, t from words"_s);
    QCOMPARE(grid()->model()->rowCount(), rows);
}

void ResultJobsTest::start(Action action, const QString& text)
{
    if (action == Sort) {
        clickHead(0);
    } else if (action == Filter) {
        clickCell(0, 1);
        choose(u"sql.grid.filter"_s);
        auto* value = find<QLineEdit>(u"sql.result.filter.value"_s);
        QVERIFY(value && value->isVisible());
        QTest::keyClicks(value, text);
        QTest::keyClick(value, Qt::Key_Return);
    } else {
        clickCell(0, 1);
        QTest::keyClick(grid(), Qt::Key_F, Qt::ControlModifier);
        auto* field = find<QLineEdit>(u"sql.result.find"_s);
        QVERIFY(field && field->isVisible());
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }
}

void ResultJobsTest::stop(bool byKey)
{
    auto* button = find<Button>(u"sql.result.cancel"_s);
    QVERIFY(button->isVisible());
    if (byKey)
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : grid(), Qt::Key_Escape);
    else
        QTest::mouseClick(button, Qt::LeftButton);
}

void ResultJobsTest::stopsWhatWaits_data()
{
    QTest::addColumn<int>("action");
    QTest::addColumn<bool>("byKey");
    QTest::newRow("sort") << int(Sort) << false;
    QTest::newRow("sort, by key") << int(Sort) << true;
    QTest::newRow("filter") << int(Filter) << false;
    QTest::newRow("filter, by key") << int(Filter) << true;
    QTest::newRow("find") << int(Find) << false;
    QTest::newRow("find, by key") << int(Find) << true;
}

/// The machine has other things to do: it is seen that something is going on, and it can be called off.
void ResultJobsTest::stopsWhatWaits()
{
    QFETCH(int, action);
    QFETCH(bool, byKey);
    const QString before = order();
    BusyPool busy;
    start(Action(action));
    QTRY_VERIFY(telling());
    QCOMPARE(label(u"sql.result.progress"_s), u"Going through the rows, 0 %"_s);
    QCOMPARE(order(), before); // until it is done the rows stay
    QVERIFY(foundText().isEmpty());
    stop(byKey);
    QVERIFY(!telling() && !find<Button>(u"sql.result.cancel"_s)->isVisible());
    QCOMPARE(foundText(), action == Find ? u"Stopped"_s : QString());
    busy.free();
    QCoreApplication::processEvents();
    QCOMPARE(order(), before);
    const auto* chip = find<Button>(u"sql.result.filter.0"_s);
    QVERIFY(!chip || !chip->isVisible());
    QCOMPARE(grid()->horizontalHeader()->sortIndicatorSection() == 0 && grid()->horizontalHeader()->isSortIndicatorShown(), false);

    // Afterwards everything works as before.
    clickHead(0);
    QTRY_COMPARE(cell(0, 0), u"0"_s);
    QTRY_VERIFY(!telling());
    start(Find, u"word 599997"_s);
    QTRY_COMPARE(foundText(), u"1 of 1"_s);
}

void ResultJobsTest::stopsWhatRuns_data()
{
    QTest::addColumn<int>("action");
    QTest::newRow("sort") << int(Sort);
    QTest::newRow("filter") << int(Filter);
    QTest::newRow("find") << int(Find);
}

/// What has begun hears of it: its threads are free long before it would have been done.
void ResultJobsTest::stopsWhatRuns()
{
    QFETCH(int, action);
    const QString before = order();
    StallWatch watch(100);
    QStringList stalls;
    connect(&watch, &StallWatch::stalled, this, [&](int ms) { stalls << u"%1 ms"_s.arg(ms); });
    start(Action(action));
    m_view->results()->findChild<ResultJobs*>()->cancel(); // before the first word about it, as a quick hand would
    QVERIFY(QThreadPool::globalInstance()->waitForDone(5000));
    QCoreApplication::processEvents();
    QCOMPARE(order(), before);
    start(Sort);
    QTRY_COMPARE(cell(0, 0), u"0"_s);
    QVERIFY2(stalls.isEmpty(), qPrintable(stalls.join(u'\n')));
}

void ResultJobsTest::aNewerSortReplacesTheRunning()
{
    {
        BusyPool busy;
        clickHead(0);
        QTRY_VERIFY(telling());
        clickHead(1);
    }
    QTRY_COMPARE(cell(0, 1), u"word 0 of a text that takes a while"_s);
    QTRY_COMPARE(cell(1, 1), u"word 1 of a text that takes a while"_s);
    QTRY_VERIFY(!telling());
    QCOMPARE(grid()->horizontalHeader()->sortIndicatorSection(), 1);
}

/// Two quick clicks on a head sort down, as two slow ones do, although the first is not shown yet.
void ResultJobsTest::aSecondClickBuildsOnTheFirst()
{
    {
        BusyPool busy;
        clickHead(0);
        clickHead(0);
    }
    QTRY_VERIFY(cell(0, 0).toLongLong() > cell(1, 0).toLongLong() && cell(1, 0).toLongLong() > cell(rows - 1, 0).toLongLong());
    QCOMPARE(grid()->horizontalHeader()->sortIndicatorSection(), 0);
    QCOMPARE(grid()->horizontalHeader()->sortIndicatorOrder(), Qt::DescendingOrder);
}

void ResultJobsTest::aNewResultEndsTheOldWork()
{
    {
        BusyPool busy;
        clickHead(0);
        QTRY_VERIFY(telling());
    }
    answer(recipes());
    run(u"select * from recipes"_s);
    QVERIFY(!telling());
    QCOMPARE(columnTexts(4), u"1 2 3 4"_s);
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    QCOMPARE(columnTexts(4), u"1 2 3 4"_s);
}

QTEST_MAIN(ResultJobsTest)
#include "tst_resultjobs.moc"
