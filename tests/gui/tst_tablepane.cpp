// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/secretstore.h"
#include "services/store/activitylog.h"
#include "tests/gui/tableworld.h"
#include "ui/common/inputs.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/toast.h"
#include "ui/shell/mainwindow.h"
#include "ui/table/tablegrid.h"

#include <QClipboard>
#include <QHeaderView>
#include <QMenu>
#include <QRegularExpression>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// The table editor with real keys on a real sandbox; what is saved is compared with what psql prints.
class TablePaneTest : public TableWorld
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { begin(); }
    void cleanupTestCase() { QCOMPARE(ended(m_world), QString()); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup() { discardStaged(); }
    void opensFromItsTarget();
    void chipsAndLineMirror();
    void editsByKeys();
    void newsStandAboveTheChanges();
    void pastesABlock();
    void pastesWhereItMeans();
    void headsHaveAMenu();
    void conflictIsSettled();
    void lostAnswerIsReadBack();
    void lostRequestIsToldAndKept();
    void undoTakesTheSaveBack();
    void readOnlyWithoutAKey();
    void readsAsVisitorWithoutTheServiceKey();
    void followsAReference();
    void closingAsks();
};

void TablePaneTest::opensFromItsTarget()
{
    QVERIFY(open(u"recipes"_s));
    QCOMPARE(model().rowCount(), 100);
    QCOMPARE(model().headerData(0, Qt::Horizontal).toString(), u"id"_s);
    QVERIFY(eventually([&] { return world().text(u"table.range"_s) == u"Rows 1 to 100"_s; }));
    QVERIFY(world().click(u"table.next"_s));
    QVERIFY(eventually([&] { return world().text(u"table.range"_s) == u"Rows 101 to 128"_s; }));
    QCOMPARE(cell(0, u"id"_s).data().toString(), u"101"_s);
    QVERIFY(world().click(u"table.back"_s));
    QVERIFY(eventually([&] { return world().text(u"table.range"_s) == u"Rows 1 to 100"_s; }));
    QVERIFY(!world().find(u"table.changes"_s));
}

void TablePaneTest::chipsAndLineMirror()
{
    QVERIFY(open(u"recipes"_s));
    auto* line = world().find<QLineEdit>(u"table.query"_s);
    QVERIFY(line);
    QVERIFY(world().click(u"table.query"_s));
    world().key(Qt::Key_A, Qt::ControlModifier);
    type(u"/rest/v1/recipes?is_public=is.true&minutes=lte.45&order=rating.desc.nullslast&limit=100"_s);
    world().key(Qt::Key_Return);
    QVERIFY(eventually([&] { return world().find(u"table.filter.minutes"_s) && world().find(u"table.filter.is_public"_s); }));
    QVERIFY(eventually([&] { return m_pane->session().matching() == psql(u"select count(*) from recipes where is_public and minutes <= 45"_s).toLongLong(); }));
    QCOMPARE(cell(0, u"id"_s).data().toString(), psql(u"select id from recipes where is_public and minutes <= 45 order by rating desc nulls last, id limit 1"_s));
    // A chip is typed in place; the line follows.
    world().find(u"table.filter.minutes"_s)->setFocus();
    world().key(Qt::Key_F2);
    QVERIFY(world().find(u"table.filter.value.minutes"_s));
    world().key(Qt::Key_A, Qt::ControlModifier);
    type(u"20"_s);
    world().key(Qt::Key_Return);
    QVERIFY(eventually([&] { return line->text().contains(u"minutes=lte.20"_s); }));
    QVERIFY(eventually([&] { return m_pane->session().matching() == psql(u"select count(*) from recipes where is_public and minutes <= 20"_s).toLongLong(); }));
    // A mistake is told where it stands and changes nothing.
    QVERIFY(world().click(u"table.query"_s));
    world().key(Qt::Key_A, Qt::ControlModifier);
    type(u"/rest/v1/recipes?minutes=foo.1"_s);
    world().key(Qt::Key_Return);
    QVERIFY(world().text(u"table.query.fault"_s).contains(u"character 26"_s));
    QCOMPARE(line->cursorPosition(), 25);
    world().key(Qt::Key_Escape);
    QVERIFY(world().click(u"table.filter.remove.minutes"_s));
    QVERIFY(world().click(u"table.filter.remove.is_public"_s));
    QVERIFY(eventually([&] { return m_pane->session().query().filters.isEmpty() && m_pane->session().matching() == 128; }));
    m_pane->restoreState({{u"query"_s, u"select * from recipes limit 100"_s}});
    QVERIFY(eventually([&] { return m_pane->session().query() == TableQuery() && m_pane->session().reading() == TableSession::Reading::Nothing; }));
}

void TablePaneTest::editsByKeys()
{
    QVERIFY(open(u"recipes"_s));
    edit(0, u"title"_s, u"Lemon ricotta pasta, quick \"grant\""_s);
    QVERIFY(world().find(u"table.changes"_s));
    QCOMPARE(grid()->currentIndex().row(), 1); // Enter went on
    edit(2, u"minutes"_s, u"abc"_s);
    QVERIFY(qobject_cast<QLineEdit*>(QApplication::focusWidget())); // it does not fit, so it stays open
    world().key(Qt::Key_Escape);
    QCOMPARE(model().edits().changes(), 1);
    edit(2, u"minutes"_s, u"99"_s);
    goTo(3, u"rating"_s);
    world().key(Qt::Key_0, Qt::ControlModifier);
    goTo(4, u"is_public"_s);
    const QString shown = model().value(cell(4, u"is_public"_s)).text;
    world().key(Qt::Key_Space);
    QVERIFY(model().value(cell(4, u"is_public"_s)).text != shown);
    goTo(1, u"title"_s);
    world().key(Qt::Key_Delete);
    world().key(Qt::Key_I, Qt::ControlModifier);
    QCOMPARE(model().rowCount(), 101);
    edit(0, u"title"_s, u"Apricot jam"_s);
    QCOMPARE(world().text(u"table.changes.title"_s), u"6 change(s) not saved"_s);
    QVERIFY(eventually([&] { return world().find<QPlainTextEdit>(u"table.sql"_s)->toPlainText().contains(u"-- also deletes 4 comments"_s); }));
    world().key(Qt::Key_Z, Qt::ControlModifier);
    world().key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(model().rowCount(), 100);
    world().key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    world().key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(model().value(0, 1).text, u"Apricot jam"_s);
    world().shoot(u"table"_s);
    const QString before = psql(u"select string_agg(r::text, '|' order by id) from recipes r where id > 5"_s);
    QVERIFY(saveByKeys());
    QCOMPARE(psql(u"select title from recipes where id = 1"_s), u"Lemon ricotta pasta, quick \"grant\""_s);
    QCOMPARE(psql(u"select minutes from recipes where id = 3"_s), u"99"_s);
    QCOMPARE(psql(u"select rating from recipes where id = 4"_s), u"<null>"_s);
    QCOMPARE(psql(u"select is_public from recipes where id = 5"_s), shown == u"true"_s ? u"f"_s : u"t"_s);
    QCOMPARE(psql(u"select count(*) from recipes where id = 2"_s), u"0"_s);
    QCOMPARE(psql(u"select title || course || is_public from recipes where id = 129"_s), u"Apricot jamdrafttrue"_s);
    QCOMPARE(psql(u"select string_agg(r::text, '|' order by id) from recipes r where id > 5 and id < 129"_s), before);
    QVERIFY(!world().find(u"table.changes"_s));
}

/// Saving again does not have to wait until the news of the last save has gone.
void TablePaneTest::newsStandAboveTheChanges()
{
    QVERIFY(open(u"recipes"_s));
    auto* news = world().window().toasts();
    news->tell(u"Before"_s, false);
    edit(0, u"title"_s, u"Other"_s);
    const auto save = [&] { return world().find(u"table.save"_s); };
    QVERIFY(eventually([&] { return save() != nullptr; }));
    const auto covered = [&] {
        const QRect button(save()->mapTo(&world().window(), QPoint()), save()->size());
        return news->isVisible() && button.intersects(news->geometry());
    };
    QVERIFY(eventually([&] { return !covered(); }));
    news->tell(u"After"_s, false);
    QVERIFY(news->count() >= 2 && news->isVisible());
    QVERIFY(!covered());
}

void TablePaneTest::pastesABlock()
{
    QVERIFY(open(u"comments"_s));
    goTo(2, u"recipe_id"_s);
    QApplication::clipboard()->setText(u"1\tfirst pasted\n3\t\"two\nlines\"\n4\tgrew\nx\tno number\n"_s);
    world().key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(model().rowCount(), 6); // 4 and two new ones
    QCOMPARE(model().faults(), 1);
    QVERIFY(!world().find(u"table.save"_s)->isEnabled());
    QVERIFY(world().click(u"table.faults"_s));
    QCOMPARE(model().value(grid()->currentIndex()).text, u"x"_s); // as pasted
    edit(grid()->currentIndex().row(), u"recipe_id"_s, u"5"_s);
    QVERIFY2(saveByKeys(), qPrintable(trouble()));
    QCOMPARE(psql(u"select string_agg(recipe_id || ':' || body, '|' order by id) from comments where id > 6"_s).section(u'|', 0, 1), u"1:first pasted|3:two\nlines"_s);
    QCOMPARE(psql(u"select string_agg(recipe_id || ':' || body, '|' order by recipe_id) from comments where recipe_id in (4, 5)"_s), u"4:grew|5:no number"_s);
    goTo(0, u"body"_s);
    world().key(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text().trimmed(), model().value(cell(0, u"body"_s)).text);
}

/// One value fills what is chosen; a block stops at the end of a page that is not the last; from a new row on all is new.
void TablePaneTest::pastesWhereItMeans()
{
    QVERIFY(open(u"recipes"_s));
    grid()->setFocus();
    grid()->selectionModel()->select(QItemSelection(cell(3, u"minutes"_s), cell(7, u"minutes"_s)), QItemSelectionModel::ClearAndSelect);
    QApplication::clipboard()->setText(u"77\n"_s);
    world().key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(model().edits().changes(), 5);
    QCOMPARE(model().value(cell(7, u"minutes"_s)).text, u"77"_s);
    // One row's changes are taken back, and that can be undone as everything can.
    grid()->selectionModel()->setCurrentIndex(cell(4, u"minutes"_s), QItemSelectionModel::ClearAndSelect);
    m_pane->findChild<TableGrid*>()->revertRows();
    QCOMPARE(model().edits().changes(), 4);
    world().key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(model().edits().changes(), 5);
    world().key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(model().edits().isEmpty());
    // Two rows fit on the page, the third would fall on one that is not here.
    goTo(98, u"title"_s);
    QApplication::clipboard()->setText(u"one\ntwo\nthree\n"_s);
    world().key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(model().edits().changes(), 2);
    QCOMPARE(model().rowCount(), 100);
    QVERIFY(eventually([&] { return world().reads(u"the page ends here"_s); }));
    world().key(Qt::Key_Z, Qt::ControlModifier);
    // In a new row, nothing that stands below is written over.
    world().key(Qt::Key_I, Qt::ControlModifier);
    goTo(0, u"title"_s);
    world().key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(model().rowCount(), 103);
    QCOMPARE(model().edits().count(StagedRow::Kind::Insert), 3);
    QCOMPARE(model().edits().count(StagedRow::Kind::Update), 0);
    world().key(Qt::Key_Z, Qt::ControlModifier);
    world().key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(model().edits().isEmpty());
    QCOMPARE(model().rowCount(), 100);
    // A hidden column takes nothing.
    grid()->hideColumn(model().shape().indexOf(u"author_id"_s));
    goTo(0, u"title"_s);
    QApplication::clipboard()->setText(u"Soup\t3.5\n"_s);
    world().key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(model().value(cell(0, u"rating"_s)).text, u"3.5"_s);
    QCOMPARE(model().faults(), 0);
    grid()->showColumn(model().shape().indexOf(u"author_id"_s));
    QApplication::clipboard()->setText(u"x\n"_s.repeated(5001));
    world().key(Qt::Key_V, Qt::ControlModifier);
    QVERIFY(eventually([&] { return world().reads(u"Too many rows to paste"_s); }));
    QCOMPARE(model().edits().changes(), 1);
}

void TablePaneTest::headsHaveAMenu()
{
    QVERIFY(open(u"recipes"_s));
    QHeaderView* head = grid()->horizontalHeader();
    const auto choose = [&](const QString& column, const QString& action) {
        const int section = model().shape().indexOf(column);
        grid()->scrollTo(cell(0, column));
        Q_EMIT head->customContextMenuRequested(QPoint(head->sectionViewportPosition(section) + 20, 10));
        auto* menu = m_pane->findChild<QMenu*>(u"table.head"_s);
        QVERIFY(menu && menu->isVisible());
        auto* chosen = menu->findChild<QAction*>(u"table.head."_s + action);
        QVERIFY(chosen && chosen->isEnabled());
        chosen->trigger();
        menu->close();
        QVERIFY(eventually([&] { return !m_pane->findChild<QMenu*>(u"table.head"_s) && m_pane->session().reading() == TableSession::Reading::Nothing; }));
    };
    choose(u"minutes"_s, u"down"_s);
    QCOMPARE(m_pane->session().query().sortColumn, u"minutes"_s);
    QVERIFY(m_pane->session().query().descending);
    QCOMPARE(model().value(cell(0, u"minutes"_s)).text, psql(u"select max(minutes) from recipes"_s));
    choose(u"title"_s, u"copy"_s);
    QCOMPARE(QApplication::clipboard()->text(), u"title"_s);
    choose(u"minutes"_s, u"unsort"_s);
    QCOMPARE(m_pane->session().query().sortColumn, QString());
    choose(u"course"_s, u"hide"_s);
    QVERIFY(grid()->isColumnHidden(model().shape().indexOf(u"course"_s)));
    QVERIFY(world().click(u"table.columns"_s));
    m_pane->findChild<QAction*>(u"table.columns.all"_s)->trigger();
    world().key(Qt::Key_Escape);
    QVERIFY(!grid()->isColumnHidden(model().shape().indexOf(u"course"_s)));
    choose(u"minutes"_s, u"filter"_s);
    QVERIFY(world().find(u"table.filter.minutes"_s));
    // A chip that was begun and left goes again, and nothing is asked.
    world().key(Qt::Key_Escape);
    QVERIFY(eventually([&] { return !world().find(u"table.filter.minutes"_s); }));
    choose(u"rating"_s, u"filter"_s);
    world().key(Qt::Key_Return);
    QVERIFY(eventually([&] { return !world().find(u"table.filter.rating"_s); }));
    QVERIFY(m_pane->session().query().filters.isEmpty());
    QVERIFY(eventually([&] { return m_pane->session().reading() == TableSession::Reading::Nothing; }));
}

void TablePaneTest::conflictIsSettled()
{
    QVERIFY(open(u"recipes"_s));
    edit(4, u"title"_s, u"Mine"_s);
    edit(5, u"title"_s, u"Mine too"_s);
    const QString a = model().rowAsRead(4).cells.first().value(), b = model().rowAsRead(5).cells.first().value();
    QCOMPARE(psql(u"update recipes set title = 'Theirs ' || id where id in (%1, %2) returning 1"_s.arg(a, b)), u"1\n1"_s);
    world().key(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(eventually([&] { return world().find(u"table.conflict."_s + a) != nullptr; }));
    QVERIFY(world().reads(u"Theirs "_s + a) && world().reads(u"Mine too"_s));
    QCOMPARE(psql(u"select title from recipes where id = %1"_s.arg(a)), u"Theirs "_s + a); // nothing was written
    world().shoot(u"table-conflict"_s);
    auto* choice = world().find<SegmentedControl>(u"table.conflict."_s + a);
    choice->setFocus();
    world().key(Qt::Key_Left);
    QCOMPARE(choice->current(), 0);
    QVERIFY(world().click(u"table.conflicts.accept"_s));
    QVERIFY(eventually([&] { return !world().find(u"table.conflicts"_s) && model().edits().changes() == 1; }));
    QVERIFY(eventually([&] { return m_pane->session().reading() == TableSession::Reading::Nothing; }));
    grid()->setFocus();
    QVERIFY2(saveByKeys(), qPrintable(trouble()));
    QCOMPARE(psql(u"select title from recipes where id = %1"_s.arg(a)), u"Mine"_s);
    QCOMPARE(psql(u"select title from recipes where id = %1"_s.arg(b)), u"Theirs "_s + b);
}

void TablePaneTest::lostAnswerIsReadBack()
{
    QVERIFY(open(u"recipes"_s));
    edit(6, u"title"_s, u"Written, nobody heard"_s);
    const QString id = model().rowAsRead(6).cells.first().value();
    const int lost = m_line->lost;
    m_line->losing = true; // the save is carried out, its answer never arrives
    world().key(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(eventually([&] { return m_line->lost > lost; }));
    m_line->losing = false;
    QVERIFY(eventually([&] { return model().edits().isEmpty() && m_pane->session().saving() == TableSession::Saving::No; }, 60'000));
    QCOMPARE(psql(u"select title from recipes where id = %1"_s.arg(id)), u"Written, nobody heard"_s);
    QVERIFY(eventually([&] { return m_pane->session().reading() == TableSession::Reading::Nothing && world().workspace().isConnected(); }, 60'000));
}

void TablePaneTest::lostRequestIsToldAndKept()
{
    QVERIFY(open(u"recipes"_s));
    edit(7, u"title"_s, u"Never sent"_s);
    const QString id = model().rowAsRead(7).cells.first().value();
    const QString before = psql(u"select title from recipes where id = %1"_s.arg(id));
    m_line->dropping = true; // between the preview and the save the line is cut: the request never arrives
    world().key(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(eventually([&] { return m_line->dropped > 0; }));
    m_line->dropping = false;
    QVERIFY(eventually([&] { return world().reads(u"Nothing was written."_s); }, 60'000));
    QCOMPARE(model().edits().changes(), 1); // it is still there to be saved
    QCOMPARE(psql(u"select title from recipes where id = %1"_s.arg(id)), before);
    QVERIFY(eventually([&] { return world().workspace().isConnected() && m_pane->session().saving() == TableSession::Saving::No; }, 60'000));
    QVERIFY2(saveByKeys(), qPrintable(trouble()));
    QCOMPARE(psql(u"select title from recipes where id = %1"_s.arg(id)), u"Never sent"_s);
}

void TablePaneTest::undoTakesTheSaveBack()
{
    QVERIFY(open(u"recipes"_s));
    const QString before = psql(u"select string_agg(r::text, '|' order by id) from recipes r"_s);
    edit(8, u"title"_s, u"Short-lived"_s);
    goTo(9, u"title"_s);
    world().key(Qt::Key_Delete);
    QVERIFY(saveByKeys());
    QVERIFY(psql(u"select string_agg(r::text, '|' order by id) from recipes r"_s) != before);
    const auto entries = await(world().services().activity().list({{}, {}, u"recipes"_s, 5}));
    QVERIFY(entries.ok() && !entries->isEmpty());
    QVERIFY2(entries->first().undo.startsWith(u"do $save$"_s), qPrintable(entries->first().undo));
    m_pane->session().takeBack(entries->first().undo);
    QVERIFY(eventually([&] { return m_pane->session().saving() == TableSession::Saving::No && m_pane->session().reading() == TableSession::Reading::Nothing; }));
    QCOMPARE(psql(u"select string_agg(r::text, '|' order by id) from recipes r"_s), before);
}

void TablePaneTest::readOnlyWithoutAKey()
{
    QVERIFY(open(u"keyless"_s));
    QVERIFY(world().find(u"table.readOnly"_s));
    QVERIFY(world().reads(u"Without a primary key"_s));
    goTo(0, u"b"_s);
    world().key(Qt::Key_F2);
    QCOMPARE(QApplication::focusWidget(), grid());
    world().key(Qt::Key_Delete);
    world().key(Qt::Key_I, Qt::ControlModifier);
    QVERIFY(model().edits().isEmpty());
    QVERIFY(!world().find(u"table.new"_s)->isEnabled());
}

void TablePaneTest::readsAsVisitorWithoutTheServiceKey()
{
    const QString project = world().workspace().currentProjectId();
    const auto kept = await(world().services().credentials().revealServiceKey(project));
    QVERIFY(kept.ok());
    const QString anon = world().workspace().anonKey();
    QVERIFY(await(world().services().database().run(project, u"create table late(a int, b int); insert into late select 1, g from generate_series(150, 1, -1) g"_s)).ok());
    QVERIFY(await(world().services().keysOf(true).remove(u"project/sandbox/%1/service"_s.arg(project))).ok());
    QVERIFY(open(u"profiles"_s));
    m_pane->session().reload();
    QVERIFY(eventually([&] { return world().reads(u"as a visitor"_s) && m_pane->session().reading() == TableSession::Reading::Nothing; }));
    QCOMPARE(m_pane->session().eyes(), TableSession::Eyes::Visitor);
    QCOMPARE(model().rowCount(), 5);
    QVERIFY(world().find(u"table.readOnly"_s));
    goTo(0, u"name"_s);
    world().key(Qt::Key_F2);
    QCOMPARE(QApplication::focusWidget(), grid());
    m_pane->showOnly(u"name"_s, u"Maya"_s); // filters go on over REST
    QVERIFY(eventually([&] { return model().rowCount() == 1 && m_pane->session().reading() == TableSession::Reading::Nothing; }));
    QCOMPARE(model().value(cell(0, u"name"_s)).text, u"Maya"_s);
    world().shoot(u"table-visitor"_s);
    // A table whose key was read while it could be goes by it; one that is seen for the first time says what it lacks.
    QVERIFY(open(u"recipes"_s));
    m_pane->session().reload();
    QVERIFY(eventually([&] { return m_pane->session().eyes() == TableSession::Eyes::Visitor && m_pane->session().reading() == TableSession::Reading::Nothing; }));
    QVERIFY(eventually([&] { return world().text(u"table.count"_s).contains(u"100+"_s); }));
    psql(u"insert into recipes(id, title) values (-1, 'before the page'); delete from recipes where id = 100"_s);
    const QString behind = psql(u"select min(id) from recipes where id > %1"_s.arg(model().value(cell(99, u"id"_s)).text));
    QVERIFY(world().click(u"table.next"_s));
    QVERIFY(eventually([&] { return world().text(u"table.range"_s).startsWith(u"Rows 101 to"_s); }));
    QCOMPARE(model().value(cell(0, u"id"_s)).text, behind);
    QVERIFY(world().click(u"table.back"_s));
    QVERIFY(eventually([&] { return world().text(u"table.range"_s) == u"Rows 1 to 100"_s; }));
    QCOMPARE(model().value(cell(0, u"id"_s)).text, u"-1"_s);
    psql(u"delete from recipes where id = -1; insert into recipes(id, title) values (100, 'Again')"_s);
    QVERIFY(open(u"late"_s));
    QVERIFY(eventually([&] { return world().reads(u"its rows have no order"_s); }));
    m_pane->session().setQuery({{}, u"b"_s, false, 100});
    QVERIFY(eventually([&] { return world().reads(u"pages go by b"_s) && model().value(cell(0, u"b"_s)).text == u"1"_s; }));
    QVERIFY(world().click(u"table.next"_s));
    QVERIFY(eventually([&] { return model().value(cell(0, u"b"_s)).text == u"101"_s; }));
    QVERIFY(open(u"profiles"_s));
    // The key is imported: every table that was looked at as a visitor is read again by itself.
    m_pane->session().setQuery({});
    NewProject again;
    again.id = project;
    again.anonKey = anon;
    again.serviceKey = *kept;
    QVERIFY(await(world().workspace().adoptProject(again, u"tals-recipes"_s)).ok());
    QVERIFY(eventually([&] { return m_pane->session().eyes() == TableSession::Eyes::Service && model().rowCount() == 5 && model().isWritable(); }));
    QVERIFY(!world().find(u"table.readOnly"_s));
}

void TablePaneTest::followsAReference()
{
    QVERIFY(open(u"recipes"_s));
    const QString author = model().value(cell(0, u"author_id"_s)).text;
    const QRect at = grid()->visualRect(cell(0, u"author_id"_s));
    QTest::mouseClick(grid()->viewport(), Qt::LeftButton, {}, QPoint(at.right() - 10, at.center().y()));
    QVERIFY(eventually([&] {
        auto* pane = qobject_cast<TablePane*>(world().window().documents()->current());
        return pane && pane->title() == u"profiles"_s && pane->session().matching() == 1 && pane->session().model().rowCount() == 1;
    }));
    m_pane = qobject_cast<TablePane*>(world().window().documents()->current());
    QCOMPARE(model().value(cell(0, u"id"_s)).text, author);
    // And the other way: the picker of a reference finds rows by a name.
    QVERIFY(open(u"recipes"_s));
    goTo(0, u"author_id"_s);
    world().key(Qt::Key_F2);
    world().key(Qt::Key_A, Qt::ControlModifier);
    type(u"lio"_s);
    auto* list = m_pane->findChild<QAbstractItemView*>(u"table.editor.list"_s);
    QVERIFY(list);
    QVERIFY(eventually([&] { return list->model()->rowCount() == 1 && list->model()->index(0, 0).data().toString().startsWith(u"Lior"_s); }));
    world().key(Qt::Key_Down);
    world().shoot(u"table-reference"_s);
    world().key(Qt::Key_Return);
    QCOMPARE(model().value(cell(0, u"author_id"_s)).text, u"c4b1e2f0-0000-4000-8000-000000000005"_s);
}

void TablePaneTest::closingAsks()
{
    QVERIFY(open(u"recipes"_s));
    edit(0, u"course"_s, u"pasta!"_s);
    QVERIFY(m_pane->isModified());
    world().window().documents()->askClose(u"table:recipes"_s);
    QVERIFY(eventually([&] { return world().reads(u"Discard"_s) && world().window().documents()->find(u"table:recipes"_s); }));
    world().key(Qt::Key_Escape);
    QVERIFY(world().window().documents()->find(u"table:recipes"_s));
    QCOMPARE(model().edits().changes(), 1);
}

QTEST_MAIN(TablePaneTest)
#include "tst_tablepane.moc"
