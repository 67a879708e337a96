// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/auth/testusers.h"
#include "services/services.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/sql/resulttabs.h"
#include "ui/sql/sqleditor.h"
#include "ui/sql/sqlpane.h"
#include "ui/sql/sqlrestline.h"
#include "ui/sql/sqlview.h"

#include <QAction>
#include <QMenu>
#include <QRegularExpression>
#include <QTableView>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// "Run as" over a real server: the console as anybody, as a signed-in person and as the service; what REST cannot say is
/// refused before anything is sent.
class SqlRunAs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup() { tellFailure(m_world.get()); }
    void anonymousSeesNothing();
    void aUserSeesOwnRows();
    void refusesAtThePlace();
    void writesAsAUser();
    void asksForValuesFirst();
    void keepsTheChoice();
    void cleanupTestCase() { QCOMPARE(test::ended(m_world), QString()); }

private:
    SqlPane* pane() { return qobject_cast<SqlPane*>(m_world->window().documents()->current()); }
    SqlView* view() { return pane()->view(); }
    void console(const QString& sql);
    void runAs(const QString& action);
    void run();
    QString line() { return m_world->find<SqlRestLine>(u"sql.restLine"_s) ? m_world->find<SqlRestLine>(u"sql.restLine"_s)->said() : QString(); }
    QByteArray ask(const QString& sql)
    {
        const auto rows = await(m_world->services().database().run(m_world->workspace().currentProjectId(), sql));
        return rows.ok() ? rows->rowsJson : rows.error().message.toUtf8();
    }
    std::unique_ptr<AppWorld> m_world;
    QString m_maya;
};

void SqlRunAs::initTestCase()
{
    m_world = std::make_unique<AppWorld>();
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
    QCOMPARE(m_world->subscribe(), QString());
    QCOMPARE(m_world->makeProject(u"tals-recipes"_s), QString());
    const auto maya = await(m_world->services().testUsers().signUp(u"maya@test.local"_s, u"correct horse 1"_s));
    QVERIFY(maya.ok());
    m_maya = maya->id;
    QCOMPARE(ask(u"create table diary (id int primary key, owner uuid, day date default '2026-11-20', text text);"
                  "insert into diary values (1, '%1', '2026-11-20', 'Hers, and only hers'), (2, gen_random_uuid(), '2026-11-21', 'Of somebody else');"
                  "alter table diary enable row level security;"
                  "create policy own on diary for all to authenticated using (owner = auth.uid()) with check (owner = auth.uid())"_s.arg(m_maya)), QByteArray("[]"));
    m_world->workspace().refreshSchema();
    QVERIFY(eventually([&] { return m_world->workspace().schema().value && m_world->workspace().schema().value->table(u"diary"_s); }));
}

void SqlRunAs::console(const QString& sql)
{
    m_world->app().openSql(sql, false);
    QVERIFY(pane());
    QVERIFY(eventually([&] {
        QWidget* input = view()->editor()->input();
        input->setFocus();
        return input->isVisible() && input->hasFocus();
    }));
}

/// Through the button and its menu, as a person does.
void SqlRunAs::runAs(const QString& action)
{
    auto* menu = m_world->find(u"sql.runAs"_s)->findChild<QMenu*>(u"sql.runAsMenu"_s);
    QVERIFY(menu);
    // A menu that is open has an event loop of its own.
    QTimer::singleShot(0, menu, [&] {
        QTRY_VERIFY(menu->isVisible());
        m_world->shoot(u"sql-runas-menu"_s);
        auto* item = menu->findChild<QAction*>(action);
        QVERIFY2(item && item->isEnabled(), qPrintable(action));
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(item).center());
    });
    QVERIFY(m_world->click(u"sql.runAs"_s));
    QVERIFY(eventually([&] { return !menu->isVisible(); }));
}

void SqlRunAs::run()
{
    view()->editor()->input()->setFocus();
    m_world->key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(eventually([&] { return !view()->runner()->isRunning() && !view()->runner()->steps().isEmpty(); }));
}

void SqlRunAs::anonymousSeesNothing()
{
    console(u"select id, text from diary where id > 0 order by id"_s);
    QVERIFY(!m_world->find(u"sql.restLine"_s));
    run();
    QCOMPARE(m_world->find<QTableView>(u"sql.grid"_s)->model()->rowCount(), 2);
    runAs(u"sql.runAs.anonymous"_s);
    QVERIFY(eventually([&] { return line().startsWith(u"GET /rest/v1/diary?select=id,text&id=gt.0&order=id.asc&limit=500"); }));
    run();
    QCOMPARE(view()->runner()->steps().first().rows->rowCount(), 0);
    QVERIFY(m_world->reads(u"No rows"_s));
    const auto* tabs = m_world->find<ResultTabs>(u"sql.results"_s);
    QVERIFY2(tabs && tabs->textAt(0).contains(u"as anonymous, over REST"), qPrintable(tabs ? tabs->textAt(0) : QString()));
    m_world->shoot(u"sql-runas-anonymous"_s);
}

void SqlRunAs::aUserSeesOwnRows()
{
    runAs(u"sql.runAs."_s + m_maya);
    run();
    auto* grid = m_world->find<QTableView>(u"sql.grid"_s);
    QVERIFY(grid);
    QCOMPARE(grid->model()->rowCount(), 1);
    QCOMPARE(grid->model()->index(0, 1).data().toString(), u"Hers, and only hers"_s);
    QVERIFY(m_world->find<ResultTabs>(u"sql.results"_s)->textAt(0).contains(u"as maya@test.local, over REST"));
    m_world->shoot(u"sql-runas-user"_s);
}

void SqlRunAs::refusesAtThePlace()
{
    const QString text = u"-- é😀\nselect d.text, count(*) from diary d group by d.text"_s;
    console(text);
    runAs(u"sql.runAs.anonymous"_s);
    QVERIFY(eventually([&] { return line().contains(u"does not group"); }));
    m_world->shoot(u"sql-runas-refused-line"_s);
    view()->editor()->input()->setFocus();
    m_world->key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(eventually([&] { return m_world->find(u"sql.restDialog"_s) != nullptr; }));
    QVERIFY(m_world->reads(u"Nothing was sent"_s));
    QVERIFY(view()->runner()->steps().isEmpty());
    m_world->shoot(u"sql-runas-refused"_s);
    QVERIFY(m_world->click(u"confirmAccept"_s));
    QVERIFY(eventually([&] { return !m_world->find(u"sql.restDialog"_s); }));
    QCOMPARE(view()->editor()->selectionStart(), text.indexOf(u"group"));
    QVERIFY(view()->runner()->steps().isEmpty());
    // Only the button runs it as the service, and once.
    view()->editor()->setCursorAt(0); // what was shown is selected, and would be run alone
    m_world->key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(m_world->click(u"confirmExtra"_s));
    QVERIFY(eventually([&] { return !view()->runner()->steps().isEmpty() && !view()->runner()->isRunning(); }));
    QVERIFY2(view()->runner()->steps().first().rows, qPrintable(m_world->words()));
    QCOMPARE(view()->runner()->steps().first().rows->rowCount(), 2);
    QVERIFY(!m_world->find<ResultTabs>(u"sql.results"_s)->textAt(0).contains(u"REST"));
    QCOMPARE(view()->identity().kind, SqlIdentity::Kind::Anonymous);
    // Plans are the service's.
    m_world->key(Qt::Key_E, Qt::ControlModifier);
    QVERIFY(eventually([&] { return m_world->reads(u"service only"_s); }));
}

void SqlRunAs::writesAsAUser()
{
    console(u"insert into diary (id, owner, text) values (3, '%1', 'mine'); update diary set text = 'changed'; delete from diary where id = 2;\n"
             "insert into diary (id, owner, text) values (4, gen_random_uuid(), 'x')"_s.arg(m_maya));
    runAs(u"sql.runAs."_s + m_maya);
    view()->editor()->input()->setFocus();
    m_world->key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier); // the last one has a function: none is sent
    QVERIFY(eventually([&] { return m_world->find(u"sql.restDialog"_s) != nullptr; }));
    m_world->key(Qt::Key_Escape);
    QCOMPARE(ask(u"select count(*) as n from diary"_s), QByteArray(R"([{"n":"2"}])"));
    view()->editor()->replace(view()->text().indexOf(u"gen_random"), 17, u"'00000000-0000-0000-0000-000000000001'"_s);
    m_world->key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_world->click(u"confirmAccept"_s)); // the unguarded update
    QVERIFY(eventually([&] { return !view()->runner()->isRunning() && !view()->runner()->steps().isEmpty(); }));
    const QList<SqlStep> steps = view()->runner()->steps();
    QCOMPARE(steps.size(), 4);
    QCOMPARE(steps[0].rowCount, std::optional<qint64>(1));
    QCOMPARE(steps[1].rowCount, std::optional<qint64>(2)); // hers only
    QCOMPARE(steps[2].rowCount, std::optional<qint64>(0)); // another's is not there for her
    QCOMPARE(steps[3].state, SqlStep::State::Failed);
    QCOMPARE(steps[3].problem->code, u"rest.denied"_s);
    m_world->shoot(u"sql-runas-denied"_s);
    QCOMPARE(ask(u"select id, text from diary order by id"_s), QByteArray(R"([{"id":1,"text":"changed"},{"id":2,"text":"Of somebody else"},{"id":3,"text":"changed"}])"));
    // An insert that may change what is there: the same rows, merged.
    console(u"insert into diary (id, owner, text) values (3, '%1', 'merged'), (5, '%1', 'new') on conflict (id) do update set owner = excluded.owner, text = excluded.text returning id"_s.arg(m_maya));
    runAs(u"sql.runAs."_s + m_maya);
    view()->editor()->input()->setFocus();
    m_world->key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(eventually([&] { return !view()->runner()->isRunning() && view()->runner()->steps().value(0).upserts; }));
    QCOMPARE(view()->runner()->steps().first().state, SqlStep::State::Done);
    QCOMPARE(view()->runner()->steps().first().rows->rowCount(), 2);
    QCOMPARE(ask(u"select id, text, day::text from diary where id > 2 order by id"_s),
             QByteArray(R"([{"id":3,"text":"merged","day":"2026-11-20"},{"id":5,"text":"new","day":"2026-11-20"}])"));
    QCOMPARE(ask(u"delete from diary where id = 5; update diary set text = 'changed' where id = 3"_s), QByteArray("[]"));
}

void SqlRunAs::asksForValuesFirst()
{
    console(u"select id from diary where text = $1"_s);
    runAs(u"sql.runAs."_s + m_maya);
    QVERIFY(eventually([&] { return line().contains(u"when the values are known"); }));
    view()->editor()->input()->setFocus();
    m_world->key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(m_world->type(u"sql.params.1"_s, u"changed"_s));
    QVERIFY(m_world->click(u"sql.params.run"_s));
    QVERIFY(eventually([&] { return !view()->runner()->isRunning() && !view()->runner()->steps().isEmpty(); }));
    QVERIFY(view()->runner()->steps().first().rest.has_value());
    QCOMPARE(view()->runner()->steps().first().rows->rowCount(), 2);
}

void SqlRunAs::keepsTheChoice()
{
    const QJsonObject state = pane()->saveState();
    console({});
    QVERIFY(view()->identity().isService());
    pane()->restoreState(state);
    QCOMPARE(view()->identity().kind, SqlIdentity::Kind::User);
    QCOMPARE(view()->identity().userId, m_maya);
    QVERIFY(eventually([&] { return m_world->find(u"sql.restLine"_s) != nullptr; }));
    // Signed out: said, and never run as somebody else instead.
    QVERIFY(await(m_world->services().testUsers().signOut(m_maya)).ok());
    view()->setText(u"select id from diary"_s);
    run();
    QCOMPARE(view()->runner()->steps().first().state, SqlStep::State::Failed);
    QCOMPARE(view()->runner()->steps().first().problem->code, u"auth.signed_out"_s);
    runAs(u"sql.runAs.service"_s);
    QVERIFY(!m_world->find(u"sql.restLine"_s));
}

QTEST_MAIN(SqlRunAs)
#include "tst_sqlrunas.moc"
