// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/tableworld.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/table/tablegrid.h"

#include <QCalendarWidget>
#include <QClipboard>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QMenu>
#include <QRegularExpression>
#include <QTimeEdit>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// The cells of the table editor: how they are typed, chosen, pasted, copied and laid out, with real keys.
class TableCellsTest : public TableWorld
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { begin(); }
    void cleanupTestCase() { QCOMPARE(ended(m_world), QString()); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup() { discardStaged(); }
    void everyTypeByKeys();
    void textStaysToTheCharacter();
    void longTextFromOneLine();
    void momentsByCalendar();
    void defaultsAreReadable();
    void selectsAndCopies();
    void columnsAreRemembered();
};

void TableCellsTest::everyTypeByKeys()
{
    QVERIFY(open(u"every"_s));
    const QList<std::pair<QString, QString>> values{
        {u"b"_s, u"true"_s}, {u"i2"_s, u"-32768"_s}, {u"i4"_s, u"2147483647"_s}, {u"i8"_s, u"9007199254740993"_s}, {u"num"_s, u"12345678901234567890.12345678901234567890"_s},
        {u"num2"_s, u"-0.125"_s}, {u"f4"_s, u"0.1"_s}, {u"f8"_s, u"1.7976931348623157e+308"_s}, {u"t"_s, u"it's \"grant\" \\ $save$ set role é"_s}, {u"vc"_s, u"twenty characters ok"_s},
        {u"ch"_s, u"abcde"_s}, {u"by"_s, u"\\x00ff5c27"_s}, {u"d"_s, u"2024-02-29"_s}, {u"ti"_s, u"23:59:59.999999"_s}, {u"tz"_s, u"12:00:00.5+05:30"_s}, {u"ts"_s, u"2026-05-02 18:14:07.123456"_s},
        {u"tstz"_s, u"2026-05-02 18:14:07.123456+00"_s}, {u"iv"_s, u"1 year 2 mons 3 days 04:05:06.789012"_s}, {u"u"_s, u"c4b1e2f0-1111-2222-3333-4444444477e0"_s},
        {u"j"_s, u"{\"a\": 1,\n \"a\": 12345678901234567890}"_s}, {u"jb"_s, u"{\"k\": [1.10, null]}"_s}, {u"ia"_s, u"{1,NULL,-3}"_s}, {u"ta"_s, u"{\"a,b\",NULL}"_s}, {u"e"_s, u"very happy"_s},
        {u"ip"_s, u"192.168.0.0/24"_s}, {u"p"_s, u"(1.5,-2)"_s}, {u"r"_s, u"[1,5)"_s}, {u"x"_s, u"<a>it's</a>"_s}, {u"bits"_s, u"1010"_s}};
    QCOMPARE(values.size(), model().columnCount() - 1);
    for (const auto& [column, text] : values) {
        edit(0, column, text);
        world().settle(); // nobody types thirty values in one turn of the window
    }
    QCOMPARE(model().edits().editedCells(), int(values.size()));
    QCOMPARE(model().faults(), 0);
    QVERIFY2(saveByKeys(), qPrintable(trouble()));
    for (const auto& [column, text] : values) {
        QCOMPARE(psql(u"select %1::text from every"_s.arg(column)), text); // the database
        QCOMPARE(model().value(cell(0, column)).text, text);               // and what was read again
    }
    for (const auto& [column, text] : values) {
        goTo(0, column);
        world().key(Qt::Key_0, Qt::ControlModifier);
        world().settle();
    }
    QVERIFY2(saveByKeys(), qPrintable(trouble()));
    QCOMPARE(psql(u"select to_jsonb(every) - 'id' = (select jsonb_object_agg(k, null) from jsonb_object_keys(to_jsonb(every) - 'id') k) from every"_s), u"t"_s);
}

void TableCellsTest::textStaysToTheCharacter()
{
    QVERIFY(open(u"letters"_s));
    const QString before = psql(u"select md5(string_agg(body, '|' order by id)) from letters"_s);
    for (int row = 0; row < 3; ++row) {
        goTo(row, u"body"_s);
        world().key(Qt::Key_F2);
        world().key(Qt::Key_Return, Qt::ControlModifier); // looked at, nothing typed
    }
    QVERIFY(model().edits().isEmpty());
    goTo(0, u"body"_s);
    world().key(Qt::Key_F2);
    auto* field = qobject_cast<QPlainTextEdit*>(QApplication::focusWidget());
    QVERIFY(field);
    world().key(Qt::Key_Home, Qt::ControlModifier);
    type(u"ONE "_s);
    world().key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY2(saveByKeys(), qPrintable(trouble()));
    QCOMPARE(psql(u"select replace(replace(replace(body, E'\\r', '<r>'), E'\\n', '<n>'), E'\\u00a0', '<nb>') from letters where id = 1"_s), u"ONE one<r><n>two<nb>three<r><n>"_s);
    m_pane->session().undoStack().clear();
    psql(u"update letters set body = substr(body, 5) where id = 1"_s);
    QCOMPARE(psql(u"select md5(string_agg(body, '|' order by id)) from letters"_s), before);
    m_pane->session().reload();
    QVERIFY(eventually([&] { return m_pane->session().reading() == TableSession::Reading::Nothing; }));
}

void TableCellsTest::longTextFromOneLine()
{
    QVERIFY(open(u"letters"_s));
    goTo(1, u"body"_s);
    world().key(Qt::Key_F2);
    world().key(Qt::Key_End);
    world().key(Qt::Key_Return, Qt::ShiftModifier);
    QVERIFY(qobject_cast<QPlainTextEdit*>(QApplication::focusWidget()));
    type(u"second line"_s);
    world().key(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(model().value(cell(1, u"body"_s)).text, u"short\nsecond line"_s);
    world().key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(model().edits().isEmpty());
}

void TableCellsTest::momentsByCalendar()
{
    QVERIFY(open(u"moments"_s));
    goTo(0, u"at"_s);
    world().key(Qt::Key_F2);
    auto* days = m_pane->findChild<QCalendarWidget*>(u"table.editor.days"_s);
    auto* clock = m_pane->findChild<QTimeEdit*>(u"table.editor.time"_s);
    QVERIFY(days && clock);
    QCOMPARE(days->selectedDate(), QDate(2026, 5, 2));
    QCOMPARE(clock->time(), QTime(18, 14, 7));
    world().key(Qt::Key_Right, Qt::AltModifier);
    world().key(Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(qobject_cast<QLineEdit*>(QApplication::focusWidget())->text(), u"2026-05-10 18:14:07.123456+00"_s); // every digit is there still
    world().key(Qt::Key_PageDown);
    QCOMPARE(days->monthShown(), 6);
    world().shoot(u"table-calendar"_s);
    auto* grid = days->findChild<QTableView*>(u"qt_calendar_calendarview"_s);
    // The 17th of June 2026, wherever the week begins.
    QModelIndex seventeenth;
    for (int r = 1; r < grid->model()->rowCount(); ++r) {
        for (int c = 0; c < grid->model()->columnCount(); ++c) {
            if (grid->model()->index(r, c).data().toInt() == 17)
                seventeenth = grid->model()->index(r, c);
        }
    }
    QVERIFY(seventeenth.isValid());
    QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, grid->visualRect(seventeenth).center());
    QCOMPARE(m_pane->findChild<QLineEdit*>(u"table.editor.line"_s)->text(), u"2026-06-17 18:14:07.123456+00"_s);
    clock->setFocus();
    world().key(Qt::Key_Up); // the hours
    QCOMPARE(m_pane->findChild<QLineEdit*>(u"table.editor.line"_s)->text(), u"2026-06-17 19:14:07.123456+00"_s);
    world().key(Qt::Key_Return);
    QCOMPARE(model().value(cell(0, u"at"_s)).text, u"2026-06-17 19:14:07.123456+00"_s);
    // Days Qt's calendar does not know stay as they are; an empty one begins today.
    goTo(0, u"day"_s);
    world().key(Qt::Key_F2);
    world().key(Qt::Key_Return);
    goTo(0, u"clock"_s);
    world().key(Qt::Key_F2);
    world().key(Qt::Key_Return);
    QCOMPARE(model().edits().editedCells(), 1);
    edit(1, u"day"_s, u"infinity"_s);
    edit(1, u"clock"_s, u"24:00:00"_s);
    QVERIFY2(saveByKeys(), qPrintable(trouble()));
    QCOMPARE(psql(u"select at, day, clock from moments order by id"_s), u"2026-06-17 19:14:07.123456+00|0044-03-15 BC|23:59:59.999999\n<null>|infinity|24:00:00"_s);
}

void TableCellsTest::defaultsAreReadable()
{
    QVERIFY(open(u"moments"_s));
    goTo(0, u"stage"_s);
    world().key(Qt::Key_I, Qt::ControlModifier);
    QCOMPARE(model().edits().changes(), 1);
    QCOMPARE(cell(0, u"stage"_s).data(TableModel::PlaceholderRole).toString(), u"it's a draft"_s);
    QCOMPARE(cell(0, u"rank"_s).data(TableModel::PlaceholderRole).toString(), u"1.50"_s);
    QCOMPARE(cell(0, u"open"_s).data(TableModel::PlaceholderRole).toString(), u"true"_s);
    QCOMPARE(cell(0, u"at"_s).data(TableModel::PlaceholderRole).toString(), u"now()"_s);
    QCOMPARE(cell(0, u"day"_s).data(TableModel::PlaceholderRole).toString(), u"NULL"_s);
    world().key(Qt::Key_Z, Qt::ControlModifier);
    auto* pages = world().find<SegmentedControl>(u"table.pages"_s);
    QVERIFY(pages);
    pages->setFocus();
    world().key(Qt::Key_Right);
    auto* columns = world().find<QTableView>(u"table.structure"_s);
    QVERIFY(columns);
    const auto filled = [&](int row) { return columns->model()->index(row, 3).data().toString(); };
    QCOMPARE(filled(1), u"now()"_s);
    QCOMPARE(filled(4), u"it's a draft"_s);
    QCOMPARE(filled(5), u"1.50"_s);
    world().shoot(u"table-structure"_s);
    pages->setFocus();
    world().key(Qt::Key_Left);
    QVERIFY(world().find(u"table.grid"_s));
}

/// ui.md §4: a click selects, a second one or F2 or typing edits; a range is copied in every form.
void TableCellsTest::selectsAndCopies()
{
    QVERIFY(open(u"profiles"_s));
    const auto middle = [&](int row, const QString& column) { return grid()->visualRect(cell(row, column)).center(); };
    QTest::mouseClick(grid()->viewport(), Qt::LeftButton, {}, middle(1, u"name"_s));
    QCOMPARE(grid()->currentIndex(), cell(1, u"name"_s));
    QVERIFY(!m_pane->findChild<QWidget*>(u"table.editor"_s));
    QTest::mouseDClick(grid()->viewport(), Qt::LeftButton, {}, middle(1, u"name"_s));
    QVERIFY(m_pane->findChild<QWidget*>(u"table.editor"_s));
    world().key(Qt::Key_Escape);
    QVERIFY(eventually([&] { return !m_pane->findChild<QWidget*>(u"table.editor"_s); }));
    QVERIFY(model().edits().isEmpty());
    goTo(1, u"name"_s);
    type(u"M"_s); // typing replaces
    type(u"ira"_s);
    world().key(Qt::Key_Return);
    QCOMPARE(model().value(cell(1, u"name"_s)).text, u"Mira"_s);
    world().key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(model().edits().isEmpty());
    QTest::mouseClick(grid()->viewport(), Qt::LeftButton, {}, middle(0, u"id"_s));
    QTest::mouseClick(grid()->viewport(), Qt::LeftButton, Qt::ShiftModifier, middle(1, u"name"_s));
    QCOMPARE(grid()->selectionModel()->selectedIndexes().size(), 4);
    auto* view = qobject_cast<TableGrid*>(grid());
    QVERIFY(view);
    const QString a = u"c4b1e2f0-0000-4000-8000-000000000001"_s, b = u"c4b1e2f0-0000-4000-8000-000000000002"_s;
    const auto copied = [&](ResultFormat format) {
        view->copy(format);
        return QApplication::clipboard()->text().trimmed();
    };
    world().key(Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QApplication::clipboard()->text().contains(a + u"\tMaya"_s));
    QVERIFY2(copied(ResultFormat::Csv).contains(b + u",Tal"_s), qPrintable(copied(ResultFormat::Csv)));
    QCOMPARE(QJsonDocument::fromJson(copied(ResultFormat::Json).toUtf8()).array().size(), 2);
    QVERIFY(copied(ResultFormat::Markdown).startsWith(u"| id"_s));
    const QString insert = copied(ResultFormat::SqlInsert);
    QVERIFY2(insert.contains(u"insert into profiles"_s, Qt::CaseInsensitive) && insert.contains(u"'Tal'"_s), qPrintable(insert));
    QVERIFY2(copied(ResultFormat::SqlIn).contains(u"'%1'"_s.arg(a)), qPrintable(copied(ResultFormat::SqlIn)));
    // What was copied goes back as a block, from the current cell on.
    goTo(2, u"name"_s);
    QApplication::clipboard()->setText(u"Nora\nOfer"_s);
    world().key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(model().value(cell(2, u"name"_s)).text + model().value(cell(3, u"name"_s)).text, u"NoraOfer"_s);
    world().key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(model().edits().isEmpty()); // one step
    world().key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(model().edits().editedCells(), 2);
}

void TableCellsTest::columnsAreRemembered()
{
    QVERIFY(open(u"recipes"_s));
    QHeaderView* head = grid()->horizontalHeader();
    QVERIFY(world().click(u"table.columns"_s));
    auto* menu = world().find<QMenu>(u"table.columns.menu"_s);
    QVERIFY(menu);
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(menu->actions().at(model().shape().indexOf(u"minutes"_s))).center());
    QVERIFY(grid()->isColumnHidden(model().shape().indexOf(u"minutes"_s)));
    head->resizeSection(1, 333);
    head->moveSection(head->visualIndex(model().shape().indexOf(u"course"_s)), 1);
    world().window().documents()->askClose(u"table:recipes"_s); // at once: it is written on closing
    QVERIFY(eventually([&] { return !world().window().documents()->find(u"table:recipes"_s); }));
    QVERIFY(open(u"recipes"_s));
    head = grid()->horizontalHeader();
    QVERIFY(eventually([&] { return grid()->isColumnHidden(model().shape().indexOf(u"minutes"_s)); }));
    QCOMPARE(head->sectionSize(1), 333);
    QCOMPARE(head->visualIndex(model().shape().indexOf(u"course"_s)), 1);
    QVERIFY(world().click(u"table.columns"_s));
    menu = world().find<QMenu>(u"table.columns.menu"_s);
    QVERIFY(menu);
    auto* reset = menu->findChild<QAction*>(u"table.columns.reset"_s);
    QVERIFY(reset);
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(reset).center());
    QVERIFY(!grid()->isColumnHidden(model().shape().indexOf(u"minutes"_s)));
    QCOMPARE(head->visualIndex(model().shape().indexOf(u"course"_s)), model().shape().indexOf(u"course"_s));
    QVERIFY(head->sectionSize(1) < 333);
}

QTEST_MAIN(TableCellsTest)
#include "tst_tablecells.moc"
