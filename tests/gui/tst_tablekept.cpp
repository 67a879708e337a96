// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/services.h"
#include "services/store/sessionstore.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/table/tablepane.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QTableView>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {

void typeText(const QString& text)
{
    for (const QChar c : text)
        QTest::sendKeyEvent(QTest::Click, QApplication::focusWidget(), Qt::Key_unknown, QString(c), Qt::NoModifier);
}

TablePane* openTable(AppWorld& world)
{
    world.app().open(u"table:dishes"_s);
    auto* pane = qobject_cast<TablePane*>(world.window().documents()->current());
    const bool read = pane && eventually([&] { return pane->session().hasPage() && pane->session().reading() == TableSession::Reading::Nothing; }, 60'000);
    return read ? pane : nullptr;
}

bool at(TablePane* pane, int row, const QString& column)
{
    auto* grid = pane->findChild<QTableView*>(u"table.grid"_s);
    grid->setFocus();
    grid->setCurrentIndex(pane->session().model().index(row, pane->session().shape().indexOf(column)));
    return grid->currentIndex().isValid();
}

/// An edit, a deletion and a new row, none of them saved.
QString live(AppWorld& world)
{
    const QString project = world.workspace().currentProjectId();
    const auto made = await(world.services().database().run(project, u"create table dishes(id int primary key, name text, price numeric);"
                                                                      "insert into dishes values (1, 'Soup', 4.50), (2, 'Bread', 2.00), (3, 'Salad', 6.00)"_s));
    TablePane* pane = made.ok() ? openTable(world) : nullptr;
    if (!pane)
        return u"no table"_s;
    at(pane, 0, u"price"_s);
    typeText(u"5.250"_s);
    world.key(Qt::Key_Return);
    at(pane, 1, u"name"_s);
    world.key(Qt::Key_Delete);
    world.key(Qt::Key_I, Qt::ControlModifier);
    at(pane, 0, u"id"_s);
    typeText(u"4"_s);
    world.key(Qt::Key_Return);
    at(pane, 0, u"name"_s);
    typeText(u"Pie, not saved"_s);
    world.key(Qt::Key_Return);
    const bool kept = eventually([&] {
        const auto window = await(world.services().sessions().load(SessionStore::scope(u"sandbox"_s, project)));
        return window.ok() && QJsonDocument(window->value(u"window"_s).json.toObject()).toJson().contains("Pie, not saved");
    });
    return kept ? QString() : u"not kept: "_s + world.words();
}

} // namespace

/// What is staged in a table outlives the program.
class TableKept : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup() { tellFailure(m_world.get()); }
    void survivesKill();
    void looksUpWhatWasOnItsWay();
    void cleanupTestCase() { QCOMPARE(test::ended(m_world), QString()); }

private:
    Result<SqlOutcome> run(const QString& sql) { return await(m_world->services().database().run(m_world->workspace().currentProjectId(), sql)); }
    QByteArray rows(const QString& sql)
    {
        const auto answer = run(sql);
        return answer.ok() ? answer->rowsJson : answer.error().message.toUtf8();
    }

    std::unique_ptr<ServerFolder> m_folder;
    std::unique_ptr<AppWorld> m_world;
};

void TableKept::survivesKill()
{
    m_folder = std::make_unique<ServerFolder>();
    const QString data = m_folder->filePath(u"data"_s);
    QCOMPARE(killWhenWritten(data), QString());

    m_world = std::make_unique<AppWorld>(AppWorld::Setup{data, {}, u"light"_s});
    QVERIFY(m_world->start());
    QVERIFY(eventually([&] { return m_world->workspace().isConnected(); }, 90'000));
    QVERIFY(eventually([&] { return m_world->window().documents()->find(u"table:dishes"_s) != nullptr; }, 60'000));
    TablePane* pane = openTable(*m_world);
    QVERIFY(pane);
    TableModel& model = pane->session().model();
    QVERIFY(eventually([&] { return model.edits().changes() == 3; }));
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.value(0, 1).text, u"Pie, not saved"_s);
    QCOMPARE(model.value(1, 2).text, u"5.250"_s);
    QVERIFY(m_world->find(u"table.changes"_s));
    QCOMPARE(rows(u"select count(*)::text as n from dishes"_s), QByteArray(R"([{"n":"3"}])")); // nothing was sent
    // They can be taken back and done again, and saved like any others.
    pane->session().undoStack().undo();
    QVERIFY(model.edits().isEmpty());
    pane->session().undoStack().redo();
    at(pane, 0, u"name"_s);
    m_world->key(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(eventually([&] { return model.edits().isEmpty() && pane->session().saving() == TableSession::Saving::No; }));
    QCOMPARE(rows(u"select string_agg(id || name || price::text, '|' order by id) as v from dishes where price is not null"_s), QByteArray(R"([{"v":"1Soup5.250|3Salad6.00"}])"));
    QCOMPARE(rows(u"select name as v from dishes where price is null"_s), QByteArray(R"([{"v":"Pie, not saved"}])"));
}

/// The program ended while a save was on its way and it was carried out: the next start looks instead of sending again.
void TableKept::looksUpWhatWasOnItsWay()
{
    TablePane* pane = openTable(*m_world);
    QVERIFY(pane);
    TableSession& session = pane->session();
    TableModel& model = session.model();
    session.stage(model.edits().insert({{0, CellValue::of(u"9"_s)}, {1, CellValue::of(u"Once"_s)}}), u"new"_s);
    QJsonObject state = pane->saveState(), staged = state.value(u"staged"_s).toObject();
    QVERIFY(!staged.isEmpty() && !staged.value(u"sent"_s).toBool());
    staged.insert(u"sent"_s, true);
    state.insert(u"staged"_s, staged);
    const auto written = run(session.script().script());
    QVERIFY(written.ok());
    session.discard();
    pane->restoreState(state);
    session.reload();
    QVERIFY(eventually([&] { return model.rowCount() == 4 && model.edits().isEmpty() && session.saving() == TableSession::Saving::No && session.reading() == TableSession::Reading::Nothing; }));
    QCOMPARE(rows(u"select count(*)::text as n from dishes where name = 'Once'"_s), QByteArray(R"([{"n":"1"}])"));
    // And one that never arrived is still there to be saved.
    QVERIFY(run(u"delete from dishes where id = 9"_s).ok());
    session.reload();
    QVERIFY(eventually([&] { return model.rowCount() == 3 && session.reading() == TableSession::Reading::Nothing; }));
    session.stage(model.edits().insert({{0, CellValue::of(u"10"_s)}, {1, CellValue::of(u"Never"_s)}}), u"new"_s);
    state = pane->saveState();
    staged = state.value(u"staged"_s).toObject();
    staged.insert(u"sent"_s, true);
    state.insert(u"staged"_s, staged);
    session.discard();
    pane->restoreState(state);
    session.reload();
    QVERIFY(eventually([&] { return model.edits().changes() == 1 && session.saving() == TableSession::Saving::No && m_world->reads(u"Nothing was written."_s); }));
    session.discard();
    // Columns that are not those: told, and nothing staged.
    staged.insert(u"columns"_s, QJsonArray());
    state.insert(u"staged"_s, staged);
    pane->restoreState(state);
    session.reload();
    QVERIFY(eventually([&] { return m_world->reads(u"do not fit"_s); }));
    QVERIFY(model.edits().isEmpty());
}

int main(int argc, char** argv)
{
    return testOrLive<TableKept>(argc, argv, u"tst_tablekept"_s, u"tals-recipes"_s, live);
}

#include "tst_tablekept.moc"
