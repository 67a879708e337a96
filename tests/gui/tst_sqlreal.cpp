// SPDX-License-Identifier: GPL-3.0-or-later
// What statements return and where they fail, through the whole application and the real local server behind a line that
// can be cut, with real keys; psql on the server's own cluster is the witness.
#include "app/application.h"
#include "services/services.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "tests/support/lossyline.h"
#include "tests/support/psql.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/sql/resultgrid.h"
#include "ui/sql/resultview.h"
#include "ui/sql/sqleditor.h"
#include "ui/sql/sqlpane.h"
#include "ui/sql/sqlview.h"

#include <QSignalSpy>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

class SqlReal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup()
    {
        m_line->losing = m_line->dropping = false;
        tellFailure(m_world.get());
    }
    void returnsToTheLastDigit();
    void aRuleFallsBackAndRunsOnce();
    void aRefusalFallsBackInAScript();
    void saysWhichColumnsAreMissing();
    void aViolationIsToldAndChangesNothing();
    void aLostAnswerKeepsTheText();
    void theLastOfATransactionIsExact();
    void jumpsToTheError_data();
    void jumpsToTheError();
    void cleanupTestCase() { QCOMPARE(test::ended(m_world), QString()); }

private:
    enum Scope { Statement, Selection, All };
    SqlView* view() { return qobject_cast<SqlPane*>(m_world->window().documents()->current())->view(); }
    QString psql(const QString& sql) { return m_psql->ask(m_schema, sql); }
    QString cell(int row, int column) { return view()->results()->grid()->model()->index(row, column).data().toString(); }
    QString head(int column) { return view()->results()->grid()->model()->headerData(column, Qt::Horizontal).toString(); }
    void setMode(int mode)
    {
        auto* control = m_world->find<SegmentedControl>(u"sql.mode"_s);
        if (control->current() == mode)
            return;
        control->setFocus();
        m_world->key(mode == 0 ? Qt::Key_Left : Qt::Key_Right);
        QCOMPARE(control->current(), mode);
    }
    void write(const QString& text)
    {
        view()->setText(text);
        QVERIFY(eventually([&] {
            view()->editor()->input()->setFocus();
            return view()->editor()->input()->hasFocus();
        }));
    }
    const SqlStep& step(int index = 0) { return view()->runner()->steps().at(index); }
    void run(Scope scope)
    {
        QSignalSpy finished(view()->runner(), &SqlRunner::finished);
        m_world->key(Qt::Key_Return, scope == All ? Qt::ControlModifier | Qt::ShiftModifier : Qt::KeyboardModifiers(Qt::ControlModifier));
        QVERIFY2(eventually([&] { return finished.size() == 1; }, 60'000), qPrintable(m_world->words()));
        m_world->settle();
    }
    void runOne(const QString& sql)
    {
        write(sql);
        run(Statement);
    }

    std::unique_ptr<SandboxFixture> m_sandbox;
    std::unique_ptr<LossyLine> m_line;
    std::unique_ptr<Psql> m_psql;
    std::unique_ptr<AppWorld> m_world;
    QString m_schema;
};

void SqlReal::initTestCase()
{
    m_sandbox = std::make_unique<SandboxFixture>();
    QVERIFY2(m_sandbox->isRunning(), qPrintable(m_sandbox->error()));
    m_line = std::make_unique<LossyLine>(quint16(m_sandbox->url().port()), "cut here");
    m_psql = std::make_unique<Psql>(*m_sandbox);
    QVERIFY(m_psql->isFound());
    m_world = std::make_unique<AppWorld>(AppWorld::Setup{{}, QUrl(u"http://127.0.0.1:%1"_s.arg(m_line->serverPort())), u"light"_s});
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
    QCOMPARE(m_world->subscribe(), QString());
    QCOMPARE(m_world->makeProject(u"tals-recipes"_s), QString());
    const auto made = await(m_world->services().database().run(m_world->workspace().currentProjectId(), uR"(
        create table dishes (id int8 primary key, title text, at timestamptz, doc jsonb, rating float8);
        create table cooks (id int8 primary key, name text);
        create table fired (what text);
        create function fire() returns trigger language plpgsql as $f$ begin insert into fired values (tg_op); return new; end $f$;
        create trigger fires before insert or update on dishes for each row execute function fire();
        create table ruled (id int8, at timestamptz);
        create table ruled_log (id int8);
        create rule also as on insert to ruled do also insert into ruled_log values (new.id))"_s));
    QCOMPARE(codeOf(made), u"ok"_s);
    m_schema = made->schema;
    m_world->workspace().refreshSchema();
    m_world->app().openSql({}, false);
    // The schema is known when names can be told apart.
    QVERIFY(eventually([&] { return m_world->workspace().schema().value && m_world->workspace().schema().value->table(u"ruled"_s); }));
}

void SqlReal::returnsToTheLastDigit()
{
    runOne(u"insert into dishes values (9007199254740993, 'שקשוקה', '2026-05-09 20:02:31.000001+00', '{\"n\": 12345678901234567890}', 'NaN'), "
           "(2, '', 'infinity', null, null), (3, null, null, null, 'Infinity') returning id, id, at, doc, rating, title"_s);
    QCOMPARE(int(step().state), int(SqlStep::State::Done));
    QVERIFY(step().exact && step().rows->isExact());
    QCOMPARE(head(0) + head(1), u"idid"_s);
    QCOMPARE(cell(0, 0), u"9007199254740993"_s);
    QCOMPARE(cell(0, 2), u"2026-05-09 20:02:31.000001+00"_s);
    QCOMPARE(cell(0, 3), u"{\"n\": 12345678901234567890}"_s);
    QCOMPARE(cell(0, 4) + cell(1, 2) + cell(2, 4), u"NaNinfinityInfinity"_s);
    QCOMPARE(step().rowCount.value_or(-1), 3);
    QCOMPARE(m_world->text(u"sql.rows"_s), u"3 rows inserted"_s);
    QVERIFY(!m_world->find(u"sql.inexact"_s) && !m_world->find(u"sql.lostColumns"_s));
    QCOMPARE(psql(u"select count(*) from fired; select count(*) from dishes"_s), u"3\n3"_s);
    m_world->shoot(u"sql-returning"_s);

    runOne(u"update dishes set title = 'x' where id < 3 returning *"_s);
    QCOMPARE(m_world->text(u"sql.rows"_s), u"1 rows updated"_s);
    runOne(u"insert into dishes (id) values (2), (4) on conflict (id) do update set title = 'again' returning id, title, at"_s);
    QCOMPARE(m_world->text(u"sql.rows"_s), u"2 rows written"_s);
    QCOMPARE(cell(0, 2), u"infinity"_s);
    runOne(u"insert into dishes (id) values (2) on conflict do nothing returning id, at"_s);
    QCOMPARE(m_world->text(u"sql.rows"_s), u"0 rows inserted"_s);
    QVERIFY(step().exact);
    runOne(u"delete from dishes where id = 4 returning at, id"_s);
    QCOMPARE(m_world->text(u"sql.rows"_s), u"1 rows deleted"_s);
    QCOMPARE(psql(u"select string_agg(id::text, ' ' order by id) from dishes"_s), u"2 3 9007199254740993"_s);
}

void SqlReal::aRuleFallsBackAndRunsOnce()
{
    runOne(u"insert into ruled values (7, '2026-05-09 20:02:31.000001+00') returning id, at, id"_s);
    QCOMPARE(int(step().state), int(SqlStep::State::Done));
    QVERIFY(!step().exact);
    QCOMPARE(step().rowCount.value_or(-1), 1);
    QCOMPARE(m_world->text(u"sql.rows"_s), u"1 rows inserted"_s);
    QCOMPARE(psql(u"select count(*) from ruled; select count(*) from ruled_log"_s), u"1\n1"_s);
    // Two of three columns came, and milliseconds: it says so.
    QCOMPARE(m_world->text(u"sql.lostColumns"_s), u"≈ 1 column(s) missing"_s);
    QVERIFY(m_world->find(u"sql.inexact"_s));
    m_world->shoot(u"sql-columns-missing"_s);
}

void SqlReal::aRefusalFallsBackInAScript()
{
    setMode(0);
    write(u"delete from ruled where id = 7;\ninsert into ruled values (8, now()), (9, now()) returning id"_s);
    run(All);
    QCOMPARE(int(step().state), int(SqlStep::State::Done));
    QVERIFY(!step().exact);
    QCOMPARE(psql(u"select string_agg(id::text, ' ') from ruled; select string_agg(id::text, ' ') from ruled_log"_s), u"8 9\n7 8 9"_s);
    setMode(1);
}

void SqlReal::saysWhichColumnsAreMissing()
{
    runOne(u"with a as (insert into cooks values (1, 'Tal') returning *) select a.id, b.id, a.name, b.name from a, a b"_s);
    QCOMPARE(m_world->text(u"sql.lostColumns"_s), u"≈ 2 column(s) missing"_s);
    runOne(u"with a as (insert into cooks values (2, 'Noa') returning *) select a.*, b.* from a, a b"_s);
    QCOMPARE(m_world->text(u"sql.lostColumns"_s), u"≈ equal names once"_s);
    runOne(u"with a as (insert into cooks values (3, 'Ori') returning *) select * from a"_s);
    QVERIFY(!m_world->find(u"sql.lostColumns"_s));
}

void SqlReal::aViolationIsToldAndChangesNothing()
{
    const QString before = psql(u"select count(*) from fired"_s);
    runOne(u"insert into dishes (id) values (50), (2) returning id, at"_s);
    QCOMPARE(int(step().state), int(SqlStep::State::Failed));
    QCOMPARE(step().problem->message, u"duplicate key value violates unique constraint \"dishes_pkey\""_s);
    QCOMPARE(psql(u"select count(*) from fired"_s), before);
    QVERIFY(!m_world->words().contains(u"_r402"_s) && !m_world->words().contains(u"xmlschema"_s));
    // The service names no place: the statement is shown.
    write(u"select 1;\n\ninsert into dishes (id) values (2) returning id"_s);
    view()->editor()->setCursorAt(12);
    run(Statement);
    view()->editor()->setCursorAt(0);
    QVERIFY(m_world->click(u"sql.error.show"_s));
    QCOMPARE(view()->editor()->cursor(), view()->text().indexOf(u"insert"_s));
}

void SqlReal::aLostAnswerKeepsTheText()
{
    const QString text = u"-- ä cut here\ninsert into cooks values (70, 'cut here') returning id, name"_s;
    m_line->losing = true;
    runOne(text);
    m_line->losing = false;
    QCOMPARE(int(step().state), int(SqlStep::State::Failed));
    QCOMPARE(int(step().problem->mutation), int(Problem::Mutation::Unknown));
    QVERIFY2(m_world->reads(u"it may have been applied in full or not at all"_s), qPrintable(m_world->words()));
    QCOMPARE(view()->text(), text);
    QCOMPARE(step().original, text.mid(text.indexOf(u'\n') + 1));
    QCOMPARE(psql(u"select count(*) from cooks where id = 70"_s), u"1"_s); // once, though nobody heard
}

void SqlReal::theLastOfATransactionIsExact()
{
    setMode(0);
    write(u"-- é\nupdate cooks set name = name || '!' where id > 0;\nupdate dishes set rating = 'NaN' where id = 3 returning id, at, rating, rating;"_s);
    run(All);
    QVERIFY(step().exact && step().rows->isExact());
    QCOMPARE(cell(0, 2) + cell(0, 3), u"NaNNaN"_s);
    QCOMPARE(step().rowCount.value_or(-1), psql(u"select count(*) from cooks"_s).toInt() + 1);
    setMode(1);
}

void SqlReal::jumpsToTheError_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<int>("scope");
    QTest::addColumn<QString>("text"); // ⟦what is marked⟧, «what is chosen before», | the cursor
    const auto row = [](const char* name, int mode, Scope scope, const QString& text) { QTest::newRow(name) << mode << int(scope) << text; };
    // The words before it are two, three and four bytes long, and a pair in UTF-16.
    const QString before = u"select 'é אב 字 🚀';\n-- ü 🚀\n"_s;
    for (int mode : {0, 1}) {
        const auto name = [mode](const char* what) { return QByteArray(mode ? "step by step, " : "one transaction, ") + what; };
        row(name("column, all"), mode, All, before + u"select title, ⟦titel⟧ from dishes;\nselect 3"_s);
        row(name("column that another has"), mode, All, before + u"select title from dishes;\nselect '🚀', ⟦title⟧ from cooks;\nselect title from dishes"_s);
        row(name("table, all"), mode, All, before + u"select * from dishes;\nselect 'é' from ⟦dishs⟧ d;"_s);
        row(name("grammar, all"), mode, All, before + u"select '🚀' x\n⟦form⟧ cooks;\nselect 1"_s);
        row(name("function, all"), mode, All, before + u"select upper('é');\nselect /* 🚀 */ ⟦uper⟧('x')"_s);
        row(name("returning, all"), mode, All, before + u"update cooks set name = '字' where id = 1 returning id, ⟦nam⟧"_s);
        row(name("value, all"), mode, All, before + u"select 1;\nselect * from dishes where id = ⟦'é🚀'⟧"_s);
        row(name("column of, all"), mode, All, before + u"insert into dishes (id, name) values (900, name) on conflict do nothing;\nselect 1"_s.replace(u"(id, name)"_s, u"(id, ⟦name⟧)"_s));
        row(name("chosen"), mode, Selection, before + u"select titel from dishes;\n«select 'é🚀';\nselect ⟦titel⟧ from dishes;\nselect 2;»\nselect titel from dishes"_s);
        row(name("chosen part of one"), mode, Selection, before + u"select titel, '字' from «(select '🚀' as a, ⟦titel⟧ from dishes) x»"_s.replace(u"«("_s, u"(«"_s).replace(u") x»"_s, u"») x"_s));
        row(name("chosen with returning"), mode, Selection, before + u"«insert into cooks (id) values (901);\ndelete from cooks where id = 901 returning '🚀é', ⟦titel⟧»;"_s);
        row(name("at the cursor"), mode, Statement, before + u"select titel from dishes;\nselect '🚀',| ⟦titel⟧ from dishes;\nselect titel"_s);
        row(name("with a limit"), mode, Statement, u"-- 🚀\nselect| '🚀é', d.⟦titel⟧ from dishes d -- end"_s);
    }
}

void SqlReal::jumpsToTheError()
{
    QFETCH(int, mode);
    QFETCH(int, scope);
    QFETCH(QString, text);
    const auto place = [&text](QChar mark) {
        QString plain = text;
        for (const QChar other : {QChar(u'⟦'), QChar(u'⟧'), QChar(u'«'), QChar(u'»'), QChar(u'|')}) {
            if (other != mark)
                plain.remove(other);
        }
        return plain.indexOf(mark);
    };
    const qsizetype start = place(u'⟦'), end = place(u'⟧'), from = place(u'«'), to = place(u'»'), cursor = place(u'|');
    for (const QChar mark : {QChar(u'⟦'), QChar(u'⟧'), QChar(u'«'), QChar(u'»'), QChar(u'|')})
        text.remove(mark);
    setMode(mode);
    write(text);
    if (scope == Selection)
        view()->editor()->select(from, to - from);
    else
        view()->editor()->setCursorAt(std::max<qsizetype>(0, cursor));
    run(Scope(scope));
    QVERIFY2(m_world->find(u"sql.error.title"_s), qPrintable(m_world->words()));
    view()->editor()->setCursorAt(0);
    QVERIFY2(m_world->click(u"sql.error.show"_s), qPrintable(m_world->words()));
    const qsizetype shown = view()->editor()->selectionStart(), shownTo = view()->editor()->selectionEnd();
    QCOMPARE(view()->text().mid(shown, shownTo - shown), text.mid(start, end - start));
    QCOMPARE(shown, start);
    // The same in words: the line in the title is the line in the editor.
    QVERIFY2(m_world->text(u"sql.error.title"_s).startsWith(u"Line %1:"_s.arg(text.left(start).count(u'\n') + 1)), qPrintable(m_world->text(u"sql.error.title"_s)));
    QVERIFY(view()->editor()->input()->hasFocus());
}

QTEST_MAIN(SqlReal)
#include "tst_sqlreal.moc"
