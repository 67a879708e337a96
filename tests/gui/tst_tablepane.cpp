// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/services.h"
#include "services/store/activitylog.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "tests/support/lossyline.h"
#include "tests/support/sandboxfixture.h"
#include "ui/common/inputs.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/table/tablepane.h"

#include <QClipboard>
#include <QDirIterator>
#include <QFile>
#include <QHeaderView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QProcess>
#include <QRegularExpression>
#include <QTableView>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// The table editor with real keys on a real sandbox; what is saved is compared with what psql prints.
class TablePaneTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup();
    void opensFromItsTarget();
    void chipsAndLineMirror();
    void editsByKeys();
    void everyTypeByKeys();
    void pastesABlock();
    void conflictIsSettled();
    void lostAnswerIsReadBack();
    void lostRequestIsToldAndKept();
    void undoTakesTheSaveBack();
    void readOnlyWithoutAKey();
    void followsAReference();
    void closingAsks();

private:
    AppWorld& world() { return *m_world; }
    TablePane* open(const QString& table)
    {
        world().app().open(u"table:"_s + table);
        auto* pane = qobject_cast<TablePane*>(world().window().documents()->current());
        if (!pane || !eventually([&] { return pane->session().hasPage() && pane->session().reading() == TableSession::Reading::Nothing; }))
            return nullptr;
        m_pane = pane;
        return pane;
    }
    QTableView* grid() { return m_pane ? m_pane->findChild<QTableView*>(u"table.grid"_s) : nullptr; }
    TableModel& model() { return m_pane->session().model(); }
    QModelIndex cell(int row, const QString& column) { return model().index(row, model().shape().indexOf(column)); }
    /// As a person: to the cell, F2, the text over what was there, Enter.
    void edit(int row, const QString& column, const QString& text)
    {
        goTo(row, column);
        world().key(Qt::Key_F2);
        QWidget* editor = QApplication::focusWidget();
        QVERIFY2(editor && editor != grid(), qPrintable(column));
        if (qobject_cast<QPlainTextEdit*>(editor)) {
            world().key(Qt::Key_A, Qt::ControlModifier);
            type(text);
            world().key(Qt::Key_Return, Qt::ControlModifier);
        } else {
            world().key(Qt::Key_A, Qt::ControlModifier);
            type(text);
            if (text.isEmpty())
                world().key(Qt::Key_Delete);
            world().key(Qt::Key_Return);
        }
    }
    void type(const QString& text)
    {
        for (const QChar c : text)
            QTest::sendKeyEvent(QTest::Click, QApplication::focusWidget(), c == u'\n' ? Qt::Key_Return : Qt::Key_unknown, c == u'\n' ? u"\r"_s : QString(c), Qt::NoModifier);
    }
    void goTo(int row, const QString& column)
    {
        grid()->setFocus();
        grid()->setCurrentIndex(cell(row, column));
        QVERIFY(grid()->currentIndex().isValid());
    }
    /// Ctrl+S, until it is written and read again.
    bool saveByKeys()
    {
        world().key(Qt::Key_S, Qt::ControlModifier);
        return eventually([&] {
            return model().edits().isEmpty() && m_pane->session().saving() == TableSession::Saving::No && m_pane->session().reading() == TableSession::Reading::Nothing;
        });
    }
    QString psql(const QString& sql);
    QString trouble() { return world().text(u"table.trouble"_s); }

    std::unique_ptr<SandboxFixture> m_sandbox;
    std::unique_ptr<LossyLine> m_line;
    std::unique_ptr<AppWorld> m_world;
    QPointer<TablePane> m_pane;
    QString m_socket, m_port, m_slot;
};

QString TablePaneTest::psql(const QString& sql)
{
    QProcess program;
    world().unwatched([&] {
        program.start(u"psql"_s, {u"-h"_s, m_socket, u"-p"_s, m_port, u"-U"_s, u"postgres"_s, u"-d"_s, m_slot, u"-X"_s, u"-A"_s, u"-t"_s, u"-q"_s, u"-P"_s, u"null=<null>"_s,
                                  u"-c"_s, u"set search_path to "_s + m_slot + u"; set timezone to 'UTC'; "_s + sql});
        program.waitForFinished(20'000);
    });
    const QString error = QString::fromUtf8(program.readAllStandardError());
    QString out = QString::fromUtf8(program.readAllStandardOutput());
    if (out.endsWith(u'\n'))
        out.chop(1);
    return error.isEmpty() ? out : u"psql: "_s + error;
}

void TablePaneTest::initTestCase()
{
    m_sandbox = std::make_unique<SandboxFixture>();
    QVERIFY2(m_sandbox->isRunning(), qPrintable(m_sandbox->error()));
    m_line = std::make_unique<LossyLine>(quint16(m_sandbox->url().port()), "do $save");
    QDirIterator files(m_sandbox->folder(), {u"postmaster.pid"_s}, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    QVERIFY(files.hasNext());
    QFile pid(files.next());
    QVERIFY(pid.open(QIODevice::ReadOnly));
    const QStringList lines = QString::fromUtf8(pid.readAll()).split(u'\n');
    m_port = lines.value(3).trimmed();
    m_socket = lines.value(4).trimmed();

    m_world = std::make_unique<AppWorld>(AppWorld::Setup{{}, QUrl(u"http://127.0.0.1:%1"_s.arg(m_line->serverPort())), u"light"_s});
    QVERIFY(world().start());
    QCOMPARE(world().connectSandbox(), QString());
    QCOMPARE(world().subscribe(), QString());
    QCOMPARE(world().makeProject(u"tals-recipes"_s), QString());
    const auto made = await(world().services().database().run(world().workspace().currentProjectId(),
        u"create type mood as enum ('sad', 'ok', 'very happy');"
        "create table profiles(id uuid primary key, name text not null);"
        "insert into profiles select ('c4b1e2f0-0000-4000-8000-' || lpad(g::text, 12, '0'))::uuid, (array['Maya','Tal','Noa','Ori','Lior'])[g] from generate_series(1, 5) g;"
        "create table recipes(id bigint generated by default as identity primary key, title text not null, author_id uuid references profiles(id), rating numeric, minutes int,"
        " is_public boolean default true, course text default 'draft', published_at timestamptz);"
        "insert into recipes(title, author_id, rating, minutes, is_public, course, published_at)"
        " select (array['Lemon ricotta pasta','Shakshuka for four','Green shakshuka','Sabich at home','Roasted cauliflower','Red lentil soup','Tahini cookies','Tomato rice','Pita in a pan','Beet salad','Date balls','Mujaddara'])[1 + g % 12],"
        " ('c4b1e2f0-0000-4000-8000-' || lpad((1 + g % 5)::text, 12, '0'))::uuid, 4.9 - (g % 13) * 0.1, 15 + (g % 8) * 5, g % 4 > 0,"
        " (array['pasta','brunch','soup','drinks','sides'])[1 + g % 5], case when g % 6 > 0 then '2026-04-01 09:30:44'::timestamptz + g * interval '7 hours 13 minutes' end from generate_series(1, 128) g;"
        "create table comments(id serial primary key, recipe_id bigint references recipes(id) on delete cascade, body text); insert into comments(recipe_id, body) select 2 + 8 * ((g - 1) / 4), 'Nice ' || g from generate_series(1, 8) g;"
        "create table keyless(a int, b text); insert into keyless values (1, 'x');"
        "create table every(id int primary key, b boolean, i2 smallint, i4 int, i8 bigint, num numeric, num2 numeric(12,3), f4 real, f8 double precision, t text, vc varchar(20), ch char(5),"
        " by bytea, d date, ti time, tz timetz, ts timestamp, tstz timestamptz, iv interval, u uuid, j json, jb jsonb, ia int[], ta text[], e mood, ip inet, p point, r int4range, x xml, bits bit varying(8));"
        "insert into every(id) values (1)"_s));
    QVERIFY2(made.ok(), made.ok() ? "" : qPrintable(made.error().message));
    m_slot = made->schema;
    world().workspace().refreshSchema();
    QVERIFY(eventually([&] { return world().workspace().rowCounts().value(u"recipes"_s) == 128; }));
    world().unwatched([&] { world().window().resize(1440, 900); });
}

void TablePaneTest::cleanupTestCase()
{
    QCOMPARE(ended(m_world), QString());
}

void TablePaneTest::cleanup()
{
    tellFailure(m_world.get());
    if (m_pane && !m_pane->session().model().edits().isEmpty())
        m_pane->session().discard();
}

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
    m_pane->session().setQuery({});
    QVERIFY(eventually([&] { return m_pane->session().reading() == TableSession::Reading::Nothing; }));
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

void TablePaneTest::everyTypeByKeys()
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
