// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/services.h"
#include "services/store/savedqueries.h"
#include "services/store/sessionstore.h"
#include "services/store/sqlhistory.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "ui/common/label.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/sql/sqleditor.h"
#include "ui/sql/sqllibrary.h"
#include "ui/sql/sqlpane.h"
#include "ui/sql/sqlview.h"

#include <QJsonDocument>
#include <QListView>
#include <QRegularExpression>
#include <QTableView>
#include <QTest>
#include <QTreeView>


using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {

const QString quick = u"select 'quick' as kind, n from generate_series(1, 3) n"_s;

/// A statement that ran and a query that was saved.
QString live(AppWorld& world)
{
    world.key(Qt::Key_T, Qt::ControlModifier);
    if (!world.type(u"sql.editor"_s, quick))
        return u"no editor"_s;
    world.key(Qt::Key_Return, Qt::ControlModifier);
    const QString project = world.workspace().currentProjectId();
    const bool ran = eventually([&] {
        const auto found = await(world.services().sqlHistory().search(project, u"quick"_s));
        return found.ok() && found->size() == 1;
    });
    world.key(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    const bool named = world.type(u"sql.name"_s, u"Three rows\n"_s) && eventually([&] {
        const auto saved = await(world.services().savedQueries().list(project));
        const auto window = await(world.services().sessions().load(SessionStore::scope(u"sandbox"_s, project)));
        return saved.ok() && saved->size() == 1 && window.ok()
            && QJsonDocument(window->value(u"window"_s).json.toObject()).toJson().contains("Three rows");
    });
    return ran && named ? QString() : u"not written: %1 %2"_s.arg(ran).arg(named) + world.words();
}

} // namespace

/// Saved queries, the history, parameters, plans and refused words, through the real local server with real keys.
class SqlSaved : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup() { tellFailure(m_world.get()); }
    void survivesKill();
    void opensSavedQueries();
    void searchesTheHistory();
    void renamesAndDeletes();
    void savesWhatChanged();
    void foundByThePalette();
    void runsWithParameters();
    void storesRefusedWords();
    void showsPlans();
    void measuresAndTakesBack();
    void jumpsToTheError();
    void cleanupTestCase()
    {
        QCOMPARE(test::ended(m_world), QString());
    }

private:
    SqlPane* pane() { return qobject_cast<SqlPane*>(m_world->window().documents()->current()); }
    SqlView* view() { return pane()->view(); }
    /// A console of its own with this text in it, run by key.
    void console(const QString& sql, bool run = true)
    {
        m_world->app().openSql(sql, false);
        QVERIFY(pane());
        // A pane is put on screen in its own time; keys go where the focus is.
        QVERIFY(eventually([&] {
            QWidget* input = view()->editor()->input();
            input->setFocus();
            return input->isVisible() && input->hasFocus();
        }));
        if (run)
            m_world->key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    }
    bool ended() { return eventually([&] { return !view()->runner()->isRunning() && !view()->runner()->steps().isEmpty(); }); }
    /// The rows of the whole answer, as the service sends them.
    QByteArray ask(const QString& sql)
    {
        const auto rows = await(m_world->services().database().run(m_world->workspace().currentProjectId(), sql));
        return rows.ok() ? rows->rowsJson : rows.error().message.toUtf8();
    }
    QStringList listed()
    {
        QStringList out;
        const auto* list = m_world->find<QListView>(u"sql.library.list"_s);
        for (int i = 0; list && i < list->model()->rowCount(); ++i)
            out << list->model()->index(i, 0).data().toString();
        return out;
    }
    std::unique_ptr<ServerFolder> m_folder;
    std::unique_ptr<AppWorld> m_world;
};

void SqlSaved::survivesKill()
{
    m_folder = std::make_unique<ServerFolder>();
    const QString data = m_folder->filePath(u"data"_s);
    QCOMPARE(killWhenWritten(data), QString());

    m_world = std::make_unique<AppWorld>(AppWorld::Setup{data, {}, u"light"_s});
    QVERIFY(m_world->start());
    QVERIFY(eventually([&] { return m_world->workspace().isConnected(); }, 90'000));
    QVERIFY(eventually([&] { return m_world->workspace().currentProject().has_value() && !m_world->workspace().anonKey().isEmpty(); }));
    // The tab is the query it was.
    QVERIFY(eventually([&] { return pane() && pane()->title() == u"Three rows"_s; }));
    QCOMPARE(view()->text(), quick);
    QVERIFY(!pane()->isModified());
}

void SqlSaved::opensSavedQueries()
{
    console(u"select 1"_s, false);
    const QString before = m_world->window().documents()->currentId();
    m_world->key(Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_world->find(u"sql.library"_s));
    QVERIFY(eventually([&] { return listed() == QStringList{u"Three rows"_s}; }));
    m_world->key(Qt::Key_Down);
    m_world->key(Qt::Key_Return);
    QVERIFY(m_world->window().documents()->currentId() != before);
    QCOMPARE(view()->text(), quick);
    QCOMPARE(pane()->title(), u"Three rows"_s);
}

void SqlSaved::searchesTheHistory()
{
    console(u"select * from nowhere_at_all"_s);
    QVERIFY(ended());
    console({}, false);
    m_world->key(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(eventually([&] { return listed() == QStringList{u"select * from nowhere_at_all"_s, quick}; }));
    const auto* list = m_world->find<QListView>(u"sql.library.list"_s);
    QVERIFY(list->model()->index(0, 0).data(Qt::AccessibleTextRole).toString().contains(u"failed"));
    QVERIFY2(list->model()->index(1, 0).data(Qt::AccessibleTextRole).toString().contains(u"3 row"), "rows");
    m_world->shoot(u"sql-history"_s);
    QVERIFY(m_world->type(u"sql.library.search"_s, u"QUICK"_s));
    QVERIFY(eventually([&] { return listed() == QStringList{quick}; }));
    QVERIFY(m_world->click(u"sql.library.everywhere"_s));
    QVERIFY(eventually([&] {
        return list->model()->rowCount() == 1 && list->model()->index(0, 0).data(Qt::AccessibleTextRole).toString().contains(u"tals-recipes, sandbox");
    }));
    QVERIFY(m_world->click(u"sql.library.search"_s));
    m_world->key(Qt::Key_Return);
    QCOMPARE(view()->text(), quick); // the empty tab takes it
}

void SqlSaved::renamesAndDeletes()
{
    console({}, false);
    m_world->key(Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(eventually([&] { return !listed().isEmpty(); }));
    m_world->key(Qt::Key_Down);
    m_world->key(Qt::Key_F2);
    QVERIFY(eventually([&] { return m_world->find(u"sql.name"_s) != nullptr; }));
    m_world->shoot(u"sql-name"_s);
    QTest::keyClick(m_world->find(u"sql.name"_s), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(m_world->find(u"sql.name"_s), u"Four rows"_s);
    m_world->key(Qt::Key_Return);
    QVERIFY(eventually([&] { return listed() == QStringList{u"Four rows"_s}; }));
    // Its open tab is called so too.
    int called = 0;
    for (const QString& id : m_world->window().documents()->ids()) {
        if (auto* open = qobject_cast<SqlPane*>(m_world->window().documents()->find(id)))
            called += open->title() == u"Four rows"_s ? 1 : 0;
    }
    QVERIFY(called >= 1);
    // A second one may not take the name, in whatever case.
    view()->editor()->replace(0, 0, u"select 'second'"_s);
    m_world->key(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(m_world->type(u"sql.name"_s, u"four ROWS"_s));
    QVERIFY(!m_world->find(u"confirmAccept"_s)->isEnabled());
    QTest::keyClicks(m_world->find(u"sql.name"_s), u" too"_s);
    m_world->key(Qt::Key_Return);
    QVERIFY(eventually([&] { return listed() == (QStringList{u"Four rows"_s, u"four ROWS too"_s}); }));
    m_world->shoot(u"sql-saved"_s);
    QVERIFY(m_world->type(u"sql.library.search"_s, u"second"_s));
    QVERIFY(eventually([&] { return listed() == QStringList{u"four ROWS too"_s}; }));
    m_world->key(Qt::Key_Down);
    m_world->key(Qt::Key_Delete);
    QVERIFY(m_world->click(u"confirmAccept"_s));
    QVERIFY(eventually([&] { return listed().isEmpty(); }));
    QCOMPARE(view()->text(), u"select 'second'"_s); // the text in the tab stays
    QVERIFY(pane()->isModified());
}

void SqlSaved::savesWhatChanged()
{
    const auto saved = await(m_world->services().savedQueries().list(m_world->workspace().currentProjectId()));
    QVERIFY(saved.ok());
    console(quick, false);
    view()->setQuery({saved->first().id, saved->first().name}, quick);
    view()->editor()->replace(0, 0, u"-- three\n"_s);
    QVERIFY(pane()->isModified());
    m_world->key(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(eventually([&] { return !pane()->isModified(); }));
    const auto after = await(m_world->services().savedQueries().list(m_world->workspace().currentProjectId()));
    QCOMPARE(after->first().sql, u"-- three\n"_s + quick);
}

void SqlSaved::foundByThePalette()
{
    const QString before = m_world->window().documents()->currentId();
    m_world->key(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(eventually([] { return QApplication::focusWidget() != nullptr; }));
    QTest::keyClicks(QApplication::focusWidget(), u"four rows"_s);
    m_world->key(Qt::Key_Return);
    QVERIFY(eventually([&] { return m_world->window().documents()->currentId() != before && pane() && pane()->title() == u"Four rows"_s; }));
}

void SqlSaved::runsWithParameters()
{
    QVERIFY(!ask(u"create table dishes (id bigint generated always as identity, title text, minutes int, spicy bool)"_s).isEmpty());
    m_world->workspace().refreshSchema();
    QVERIFY(eventually([&] { return m_world->workspace().schema().value && m_world->workspace().schema().value->table(u"dishes"_s); }));
    const QString insert = u"insert into dishes (title, minutes, spicy) values ($1, $2, $3) -- $4 stays"_s;
    const QString hostile = u"a grant of 'five' \\ $2 \"é\" ; -- revoke"_s;
    console(insert);
    QVERIFY(m_world->type(u"sql.params.1"_s, hostile));
    QVERIFY(m_world->type(u"sql.params.2"_s, u"25"_s));
    QVERIFY(m_world->click(u"sql.params.3.null"_s));
    QVERIFY(m_world->find(u"sql.params.3"_s) && !m_world->find(u"sql.params.3"_s)->isEnabled());
    m_world->shoot(u"sql-params"_s);
    QVERIFY(m_world->click(u"sql.params.run"_s));
    QVERIFY(ended());
    QVERIFY2(view()->runner()->steps().first().state == SqlStep::State::Done, qPrintable(m_world->words()));
    const QByteArray rows = ask(u"select title, minutes, spicy from dishes"_s);
    const QJsonObject row = QJsonDocument::fromJson(rows).array().at(0).toObject();
    QCOMPARE(row.value(u"title"_s).toString(), hostile);
    QCOMPARE(row.value(u"minutes"_s).toInt(), 25);
    QVERIFY(row.value(u"spicy"_s).isNull());
    QCOMPARE(view()->text(), insert); // nothing was put into what was written
    // The same statement later: the last values stand there.
    m_world->key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(eventually([&] { return m_world->text(u"sql.params.1"_s) == hostile; }));
    QCOMPARE(m_world->text(u"sql.params.2"_s), u"25"_s);
    m_world->key(Qt::Key_Escape);
    QVERIFY(eventually([&] { return !m_world->find(u"sql.params"_s); }));
    QCOMPARE(ask(u"select count(*) as n from dishes"_s), QByteArray(R"([{"n":"1"}])"));
}

void SqlSaved::storesRefusedWords()
{
    console(u"insert into dishes (title) values ('grant it, revoke it: it''s \\')"_s);
    QVERIFY(eventually([&] { return m_world->find(u"sql.blockedDialog"_s) != nullptr; }));
    m_world->shoot(u"sql-refused"_s);
    QVERIFY(m_world->click(u"confirmAccept"_s));
    QVERIFY(eventually([&] { return view()->text().contains(u"U&'"); }));
    m_world->key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(ended());
    const QJsonArray rows = QJsonDocument::fromJson(ask(u"select title from dishes where minutes is null"_s)).array();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.at(0).toObject().value(u"title"_s).toString(), u"grant it, revoke it: it's \\"_s);
    // Ctrl+. does the same without running.
    console(u"select 'revoke' as word -- and grant"_s, false);
    view()->editor()->setCursorAt(10);
    m_world->key(Qt::Key_Period, Qt::ControlModifier);
    QVERIFY(eventually([&] { return view()->text().startsWith(u"select U&'re"); }));
    m_world->key(Qt::Key_Period, Qt::ControlModifier);
    QVERIFY(eventually([&] { return view()->text().endsWith(u"and g-rant"); }));
    m_world->key(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(ended());
    QCOMPARE(m_world->find<QTableView>(u"sql.grid"_s)->model()->index(0, 0).data().toString(), u"revoke"_s);
}

void SqlSaved::showsPlans()
{
    console(u"select d.title from dishes d where d.minutes < 30 order by d.title"_s, false);
    m_world->key(Qt::Key_E, Qt::ControlModifier);
    QVERIFY(ended());
    auto* tree = m_world->find<QTreeView>(u"sql.plan.tree"_s);
    QVERIFY2(tree, qPrintable(m_world->words()));
    QCOMPARE(tree->model()->index(0, 0).data().toString(), u"Sort"_s);
    QCOMPARE(tree->model()->index(0, 0, tree->model()->index(0, 0)).data().toString(), u"Seq Scan on dishes d"_s);
    QVERIFY(m_world->text(u"sql.plan.summary"_s).contains(u"nothing was run"));
    m_world->key(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(eventually([&] { return m_world->text(u"sql.plan.summary"_s).contains(u"ran in"); }));
    QVERIFY(!m_world->find(u"sql.plan.note"_s));
    m_world->shoot(u"sql-plan"_s);
    // With parameters: the values of the form are in what is planned and measured.
    console(u"select title from dishes where minutes < $1 and title <> $2"_s, false);
    for (const Qt::KeyboardModifiers keys : {Qt::KeyboardModifiers(Qt::ControlModifier), Qt::ControlModifier | Qt::ShiftModifier}) {
        view()->editor()->input()->setFocus();
        m_world->key(Qt::Key_E, keys);
        QVERIFY(eventually([&] { return m_world->find(u"sql.params.1"_s) != nullptr; }));
        if (m_world->text(u"sql.params.1"_s).isEmpty()) { // remembered the second time
            QVERIFY(m_world->type(u"sql.params.1"_s, u"30"_s));
            QVERIFY(m_world->type(u"sql.params.2"_s, u"it's"_s));
        }
        QVERIFY(m_world->click(u"sql.params.run"_s));
        QVERIFY(eventually([&] { return !view()->runner()->isRunning() && !view()->runner()->steps().isEmpty(); }));
        const SqlStep step = view()->runner()->steps().first();
        QVERIFY2(step.state == SqlStep::State::Done && step.plan, qPrintable(m_world->words()));
        QVERIFY2(step.sql.contains(u"('30'::int4)") && step.sql.contains(u"('it''s'::text)"), qPrintable(step.sql));
    }
}

void SqlSaved::measuresAndTakesBack()
{
    const QByteArray before = ask(u"select count(*) as n from dishes"_s);
    console(u"with gone as (delete from dishes returning *) select $$it's gone$$, count(*) from gone"_s, false);
    m_world->key(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(ended());
    QVERIFY2(m_world->find(u"sql.plan.note"_s), qPrintable(m_world->words()));
    QVERIFY(m_world->text(u"sql.plan.note"_s).contains(u"rolled back"));
    QVERIFY(m_world->text(u"sql.plan.summary"_s).contains(u"ran in"));
    QCOMPARE(ask(u"select count(*) as n from dishes"_s), before);
    // A statement that cannot be measured says why, in PostgreSQL's words.
    console(u"delete from dishes where no_such_column = 1"_s, false);
    m_world->key(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(ended());
    QVERIFY(m_world->reads(u"no_such_column"_s));
}

void SqlSaved::jumpsToTheError()
{
    const auto marked = [&](const QString& word) {
        return m_world->click(u"sql.error.show"_s) && view()->text().mid(view()->editor()->selectionStart(),
                                                                        view()->editor()->selectionEnd() - view()->editor()->selectionStart()) == word;
    };
    // Behind multi-byte text, with a limit added.
    console(u"select '🚀é', titel from dishes"_s);
    QVERIFY(ended());
    QVERIFY(marked(u"titel"_s));
    // In the second of three steps, of which the first has the same word.
    console(u"select 'fromm é';\nselect '🚀' fromm dishes wher;\nselect 3"_s);
    QVERIFY(ended());
    QCOMPARE(view()->runner()->current(), -1);
    QVERIFY(marked(u"dishes"_s) || marked(u"wher"_s));
    QVERIFY(view()->editor()->selectionStart() > view()->text().indexOf(u'\n'));
    m_world->shoot(u"sql-syntax"_s);
}

int main(int argc, char** argv)
{
    return testOrLive<SqlSaved>(argc, argv, u"tst_sqlsaved"_s, u"tals-recipes"_s, live);
}

#include "tst_sqlsaved.moc"
