// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/auth/testusers.h"
#include "services/services.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "ui/common/chip.h"
#include "ui/common/theme.h"
#include "ui/rules/rulespane.h"
#include "ui/rules/viewasdelegate.h"
#include "ui/shell/mainwindow.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QListView>
#include <QRegularExpression>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// "View as" over a real server: what a visitor, two test users and a server get, row by row, now and after changes.
class ViewAs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup();
    void visitorIsRefusedOrSees();
    void userSeesOwnRows();
    void serverSkipsRules();
    void refusedByTheService();
    void afterShowsWhatWouldBe();
    void nothingWasWritten();
    void cleanupTestCase();

private:
    AppWorld& world() { return *m_world; }
    void sql(const QString& text);
    QString text(const char* name) const
    {
        auto* label = m_world->find<QLabel>(QLatin1StringView(name));
        return label ? label->text() : QString();
    }
    QString chip(const char* name) const
    {
        auto* shown = m_world->find<Chip>(QLatin1StringView(name));
        return shown ? shown->text() : QString();
    }
    void as(int segment);
    void choose(const char* combo, const QString& item);
    /// "1 read, 2 hidden, …" from the list.
    QString rows() const;
    void shoot(const QString& name);

    std::unique_ptr<AppWorld> m_world;
    QString m_maya, m_tal;
};

void ViewAs::sql(const QString& text)
{
    const auto done = await(world().services().database().run(world().workspace().currentProjectId(), text));
    QVERIFY2(done.ok(), done.ok() ? "" : qPrintable(done.error().message));
}

void ViewAs::initTestCase()
{
    m_world = std::make_unique<AppWorld>();
    QVERIFY(world().start());
    QCOMPARE(world().connectSandbox(), QString());
    QCOMPARE(world().subscribe(), QString());
    QCOMPARE(world().makeProject(u"tals-recipes"_s), QString());
    TestUsers& users = world().services().testUsers();
    const auto maya = await(users.signUp(u"maya@test.local"_s, u"correct horse 1"_s));
    const auto tal = await(users.signUp(u"tal@test.local"_s, u"correct horse 2"_s));
    QVERIFY(maya.ok() && tal.ok());
    m_maya = maya->id;
    m_tal = tal->id;
    // A "%" in a row and in a policy: nothing may take it for a place to fill in.
    QString text = u"create table comments(id int primary key, body text, author text, user_id uuid, hidden boolean not null default false);"
                    "insert into comments values (1, 'Made this twice, added more lemon.', 'Maya', 'MAYA', false), (2, 'Use the ricotta at room temperature.', 'Tal', 'TAL', false),"
                    "(3, 'win big at casino now', 'guest', null, true), (4, 'Is whole wheat flour fine here? 100% sure', 'Maya', 'MAYA', false);"
                    "alter table comments enable row level security;"
                    "create policy \"Anyone reads what is not hidden\" on comments for select using (not hidden and body not like '%10casino');"
                    "create policy \"Authors change\" on comments for update using (user_id = auth.uid());"
                    "create policy \"Authors add\" on comments for insert with check (user_id = auth.uid());"
                    "create table diary(id uuid primary key default gen_random_uuid(), user_id uuid, day timestamptz default now(), text text);"
                    "insert into diary(user_id, text) values ('MAYA', 'mine'), ('TAL', 'his');"
                    "alter table diary enable row level security;"
                    "create policy own on diary for all to authenticated using (user_id = auth.uid());"
                    "create table open_notes(id int primary key, text text); insert into open_notes values (1, 'a')"_s;
    sql(text.replace(u"MAYA"_s, m_maya).replace(u"TAL"_s, m_tal));
    world().workspace().refreshSchema();
    QVERIFY(eventually([&] { return world().workspace().access().value && world().workspace().access().value->size() == 3; }));
    world().app().open(u"rules"_s);
    QVERIFY(eventually([&] { return world().find(u"rules.viewas"_s) != nullptr; }));
    world().settle();
}

void ViewAs::cleanup()
{
    if (QTest::currentTestFailed())
        qInfo().noquote() << "View as:" << text("rules.viewas.title") << '|' << text("rules.viewas.text") << '|' << text("rules.viewas.foot") << '|' << rows();
}

void ViewAs::cleanupTestCase()
{
    QCOMPARE(ended(m_world), QString());
}

void ViewAs::shoot(const QString& name)
{
    const QString folder = qEnvironmentVariable("RUN402_SHOTS");
    if (folder.isEmpty())
        return;
    QDir().mkpath(folder);
    world().unwatched([&] {
        for (const Theme::Mode mode : {Theme::Mode::Dark, Theme::Mode::Light}) {
            world().app().theme().setMode(mode);
            QTest::qWait(200);
            world().window().grab().save(folder + u'/' + name + (mode == Theme::Mode::Dark ? u"-dark.png"_s : u".png"_s));
        }
    });
}

void ViewAs::as(int segment)
{
    QWidget* control = world().find(u"rules.viewas.as"_s);
    QVERIFY(control);
    const auto buttons = control->findChildren<QAbstractButton*>();
    QCOMPARE(buttons.size(), 3);
    QTest::mouseClick(buttons.at(segment), Qt::LeftButton);
}

void ViewAs::choose(const char* combo, const QString& item)
{
    auto* box = world().find<QComboBox>(QLatin1StringView(combo));
    QVERIFY(box);
    QVERIFY2(box->findText(item) >= 0, qPrintable(item));
    box->setFocus();
    for (int step = 0; step < box->count() && box->currentText() != item; ++step)
        QTest::keyClick(box, box->currentIndex() < box->findText(item) ? Qt::Key_Down : Qt::Key_Up);
    QCOMPARE(box->currentText(), item);
}

QString ViewAs::rows() const
{
    auto* list = m_world->find<QListView>(u"rules.viewas.rows"_s);
    QStringList lines;
    for (int i = 0; list && i < list->model()->rowCount(); ++i) {
        const QModelIndex row = list->model()->index(i, 0);
        const int may = row.data(ViewAsDelegate::MayRole).toInt();
        lines << row.data(ViewAsDelegate::KeyRole).toString() + (may == ViewAsDelegate::Edit ? u" edit"_s : may == ViewAsDelegate::Read ? u" read"_s : u" hidden"_s);
    }
    return lines.join(u", "_s);
}

void ViewAs::visitorIsRefusedOrSees()
{
    choose("rules.viewas.table", u"comments"_s);
    as(0);
    QVERIFY(eventually([&] { return text("rules.viewas.title") == u"A visitor sees 3 of 4 rows"_s; }));
    QCOMPARE(rows(), u"4 read, 3 hidden, 2 read, 1 read"_s);
    QCOMPARE(text("rules.viewas.text"), u"No row can be changed or deleted."_s);
    QCOMPARE(chip("rules.viewas.add"), u"Add: no"_s);
    QCOMPARE(chip("rules.viewas.delete"), u"Delete: no"_s);
    QVERIFY(text("rules.viewas.foot").contains(u"Also asked over REST: 200, 5 column"_s));
    choose("rules.viewas.table", u"diary"_s);
    QVERIFY(eventually([&] { return text("rules.viewas.title") == u"A visitor sees 0 of 2 rows"_s; }));
    QVERIFY(!rows().contains(u"read"_s));
}

void ViewAs::userSeesOwnRows()
{
    as(1);
    choose("rules.viewas.user", u"maya@test.local"_s);
    choose("rules.viewas.table", u"comments"_s);
    QVERIFY(eventually([&] { return text("rules.viewas.title") == u"maya@test.local sees 3 of 4 rows"_s; }));
    QCOMPARE(rows(), u"4 edit, 3 hidden, 2 read, 1 edit"_s);
    QVERIFY2(text("rules.viewas.text").startsWith(u"2 row"_s), qPrintable(text("rules.viewas.text"))); // English plurals are the program's own
    QCOMPARE(chip("rules.viewas.change"), u"Change: own"_s);
    QCOMPARE(chip("rules.viewas.delete"), u"Delete: no"_s);
    shoot(u"view-as-user"_s);
    choose("rules.viewas.user", u"tal@test.local"_s);
    QVERIFY(eventually([&] { return rows() == u"4 read, 3 hidden, 2 edit, 1 read"_s; }));
    choose("rules.viewas.table", u"diary"_s);
    QVERIFY(eventually([&] { return text("rules.viewas.title") == u"tal@test.local sees 1 of 2 rows"_s; }));
    QCOMPARE(rows().count(u"edit"_s), 1);
    QCOMPARE(rows().count(u"hidden"_s), 1);
    // Without rules a signed-in person changes everything, which is a warning.
    choose("rules.viewas.table", u"open_notes"_s);
    QVERIFY(eventually([&] { return rows() == u"1 edit"_s; }));
    QCOMPARE(chip("rules.viewas.delete"), u"Delete: all"_s);
    // Signed out here: nothing to ask REST with, and it says so.
    QVERIFY(await(world().services().testUsers().signOut(m_tal)).ok());
    QVERIFY(eventually([&] { return text("rules.viewas.foot").contains(u"tal@test.local is not signed in here"_s); }));
    QCOMPARE(rows(), u"1 edit"_s);
}

void ViewAs::serverSkipsRules()
{
    as(2);
    choose("rules.viewas.table", u"comments"_s);
    QVERIFY(eventually([&] { return text("rules.viewas.title") == u"The server sees 4 of 4 rows"_s; }));
    QCOMPARE(rows(), u"4 edit, 3 edit, 2 edit, 1 edit"_s);
    QVERIFY(text("rules.viewas.text").contains(u"skips the rules"_s));
}

void ViewAs::refusedByTheService()
{
    sql(u"create table staff(id int primary key, pay int); insert into staff values (1, 5)"_s);
    world().workspace().refreshSchema();
    QVERIFY(eventually([&] { return world().workspace().access().value && world().workspace().access().value->size() == 4; }));
    sql(u"alter table staff rename to staff2"_s); // gone in the meantime: the service refuses, and the window says what it said
    as(0);
    choose("rules.viewas.table", u"staff"_s);
    QVERIFY(eventually([&] { return text("rules.viewas.title") != u"The server sees 4 of 4 rows"_s && !text("rules.viewas.title").isEmpty() && rows().isEmpty(); }));
    QVERIFY2(!text("rules.viewas.text").isEmpty(), "the reason");
    sql(u"drop table staff2"_s);
    world().workspace().refreshSchema();
    QVERIFY(eventually([&] { return world().workspace().access().value && world().workspace().access().value->size() == 3; }));
}

void ViewAs::afterShowsWhatWouldBe()
{
    auto* pane = qobject_cast<RulesPane*>(world().find(u"rules"_s));
    QVERIFY(pane);
    pane->showTable(u"comments"_s);
    QVERIFY(world().click(u"rules.template.public_read_write"_s));
    as(0);
    choose("rules.viewas.table", u"comments"_s);
    QWidget* when = world().find(u"rules.viewas.when"_s);
    const auto segments = when->findChildren<QAbstractButton*>();
    QVERIFY(eventually([&] { return segments.at(1)->isEnabled(); }));
    QTest::mouseClick(segments.at(1), Qt::LeftButton);
    QVERIFY(eventually([&] { return text("rules.viewas.title") == u"A visitor sees 4 of 4 rows"_s; }));
    QCOMPARE(rows(), u"4 edit, 3 edit, 2 edit, 1 edit"_s);
    QVERIFY2(text("rules.viewas.text").contains(u"Today it is 0."_s), qPrintable(text("rules.viewas.text")));
    QVERIFY(text("rules.viewas.text").contains(u"Today 3 can be seen."_s));
    shoot(u"view-as-after"_s);
    QVERIFY(world().click(u"rules.discard"_s));
    QVERIFY(eventually([&] { return text("rules.viewas.title") == u"A visitor sees 3 of 4 rows"_s; }));
}

void ViewAs::nothingWasWritten()
{
    const auto rows = await(world().services().database().run(world().workspace().currentProjectId(),
        u"select (select count(*) from comments)::int as a, (select count(*) from diary)::int as b, (select count(*) from open_notes)::int as c"_s));
    QVERIFY(rows.ok());
    QCOMPARE(rows->rowsJson.simplified().replace(" ", ""), QByteArray("[{\"a\":4,\"b\":2,\"c\":1}]"));
}

QTEST_MAIN(ViewAs)
#include "tst_statesviewas.moc"
