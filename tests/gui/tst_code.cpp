// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "models/item/functionlistmodel.h"
#include "services/auth/testusers.h"
#include "services/net/transport.h"
#include "services/services.h"
#include "services/store/logstore.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "translations/translations.h"
#include "ui/common/theme.h"
#include "ui/functions/functionspane.h"
#include "ui/functions/tryit.h"
#include "ui/logs/loghistogram.h"
#include "ui/logs/logspane.h"
#include "ui/logs/logtable.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/sql/sqleditor.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// Functions, Logs and Secrets as a person uses them, on a real sandbox whose functions really run.
class Code : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void emptyOffersTheFirst();
    void makesAndDeploysAFunction();
    void triesItAndSeesItsLines();
    void answersAreShownAsTheyAre();
    void triesItAsATestUser();
    void changesElsewhereAreNotOverwrittenUnseen();
    void deployedElsewhereHasNoSource();
    void draftOutlivesThePane();
    void logsFollowWithoutTwins();
    void logsAreSearchedAndUnfolded();
    void lineIsSentAgain();
    void pollingStaysInTheBackground();
    void longLinesWrap();
    void hostileExpressionsEnd();
    void scrollingUpPauses();
    void secretsAreSetReplacedDeleted();
    void envFileIsPreviewed();
    void releasesBringSourcesAndSecrets();
    void deletingAsksForTheName();
    void outageIsTold();

private:
    AppWorld& world() { return *m_world; }
    QString project() { return world().workspace().currentProjectId(); }
    FunctionsPane* functions();
    LogsPane* logs();
    void setCode(const QString& code);
    std::unique_ptr<AppWorld> m_world;
};

namespace {

const QLatin1String greetCode(
    "// Answers with a greeting.\nexport default async (req) => {\n  const url = new URL(req.url);\n"
    "  const body = req.method === 'POST' ? await req.json().catch(() => ({})) : {};\n"
    "  console.log(JSON.stringify({ greeting: 'sent', servings: body.servings ?? null, path: url.pathname, level: 'info' }));\n"
    "  if (url.searchParams.get('fail')) throw new Error('servings must be a number');\n"
    "  return Response.json({ hello: body.name ?? 'world', path: url.pathname, key: typeof process.env.GREETING_KEY }, "
    "{ headers: { 'x-greeting': 'yes' } });\n};\n");

} // namespace

FunctionsPane* Code::functions()
{
    world().app().open(u"functions"_s);
    return qobject_cast<FunctionsPane*>(world().window().documents()->find(u"functions"_s));
}

LogsPane* Code::logs()
{
    world().app().open(u"logs"_s);
    return qobject_cast<LogsPane*>(world().window().documents()->find(u"logs"_s));
}

/// Replaces the text as typing over a selection would.
void Code::setCode(const QString& code)
{
    SqlEditor* editor = functions()->editor();
    editor->replace(0, editor->text().size(), code);
}

void Code::initTestCase()
{
    QVERIFY(installTranslations());
    m_world = std::make_unique<AppWorld>();
    QVERIFY(world().start());
    QCOMPARE(world().connectSandbox(), QString());
    QCOMPARE(world().subscribe(), QString());
    QCOMPARE(world().makeProject(u"tals-recipes"_s), QString());
    QVERIFY(eventually([&] { return world().workspace().functions().value.has_value(); }));
}

void Code::cleanupTestCase()
{
    QCOMPARE(ended(m_world), QString());
}

void Code::emptyOffersTheFirst()
{
    const FailureTeller shown{world()};
    QVERIFY(functions());
    QVERIFY(eventually([&] { return world().reads(u"No functions yet"_s); }));
    QVERIFY(world().click(u"functions.first"_s));
    // The service's rule for names, before anything is sent.
    QVERIFY(world().type(u"functions.new.name"_s, u"X"_s));
    auto* name = world().find<QLineEdit>(u"functions.new.name"_s);
    QVERIFY(name);
    name->selectAll();
    QTest::keyClicks(name, u"Not A Name"_s);
    QVERIFY(!world().find(u"functions.new.accept"_s)->isEnabled());
    name->selectAll();
    QTest::keyClicks(name, u"greet"_s);
    QVERIFY(world().click(u"functions.new.accept"_s));
    QVERIFY(eventually([&] { return functions()->currentFunction() == u"greet"_s; }));
}

void Code::makesAndDeploysAFunction()
{
    const FailureTeller shown{world()};
    QVERIFY(world().workspace().functions().value->isEmpty()); // a draft is nowhere but here
    QVERIFY(world().reads(u"Not deployed"_s));
    QVERIFY(!world().find(u"functions.send"_s)->isEnabled());
    setCode(greetCode);
    QVERIFY(functions()->isModified());
    functions()->editor()->setFocus();
    world().key(Qt::Key_D, Qt::ControlModifier);
    QVERIFY(eventually([&] { return world().workspace().functions().value && world().workspace().functions().value->size() == 1; }));
    QVERIFY(eventually([&] { return !functions()->isModified() && !world().find(u"functions.state"_s); }));
    QVERIFY(world().reads(u"1 of"_s));
    // Prototype allows 10 s and 128 MB; that is what was sent.
    QCOMPARE(world().workspace().functions().value->first().timeoutSeconds, 10);
    QCOMPARE(world().workspace().functions().value->first().memoryMb, 128);
}

void Code::triesItAndSeesItsLines()
{
    const FailureTeller shown{world()};
    auto* body = world().find<QPlainTextEdit>(u"functions.body"_s);
    QVERIFY(body);
    body->setPlainText(u"{ \"name\": \"Maya\", \"servings\": 12 }"_s);
    QVERIFY(world().type(u"functions.path"_s, u"/sub/page?x=1"_s));
    QVERIFY(world().click(u"functions.send"_s));
    auto* answer = world().find<QPlainTextEdit>(u"functions.response"_s);
    QVERIFY(eventually([&] { return answer->toPlainText().contains(u"\"hello\": \"Maya\""_s); }, 30'000));
    QVERIFY(answer->toPlainText().contains(u"/functions/v1/greet/sub/page"_s));
    QVERIFY(answer->toPlainText().count(u'\n') > 2); // laid out
    QVERIFY(eventually([&] { return world().reads(u"line in Logs"_s) || world().reads(u"lines in Logs"_s); }));
    world().shoot(u"functions"_s);
    // curl without a key.
    QVERIFY(world().click(u"functions.curl"_s));
    const QString curl = QGuiApplication::clipboard()->text();
    QVERIFY2(curl.contains(u"/functions/v1/greet/sub/page?x=1"_s) && curl.contains(u"$RUN402_ANON_KEY"_s), qPrintable(curl));
    QVERIFY(!curl.contains(world().workspace().anonKey()));
    QVERIFY(!curl.contains(u"eyJ"_s));
}

void Code::answersAreShownAsTheyAre()
{
    const FailureTeller shown{world()};
    auto* path = world().find<QLineEdit>(u"functions.path"_s);
    path->setText(u"?fail=1"_s);
    QVERIFY(world().click(u"functions.send"_s));
    auto* answer = world().find<QPlainTextEdit>(u"functions.response"_s);
    QVERIFY(eventually([&] { return answer->toPlainText().contains(u"Internal function error"_s); }, 30'000));
    path->setText(QString());
    QVERIFY(world().click(u"functions.send"_s));
    QVERIFY(eventually([&] { return answer->toPlainText().contains(u"\"key\": \"undefined\""_s); }, 30'000));
    auto* list = world().find<QAbstractItemView>(u"functions.list"_s);
    QVERIFY(list->model()->index(0, 0).data(FunctionListModel::DetailRole).toString().contains(u"1 failed"_s));
}

void Code::triesItAsATestUser()
{
    const FailureTeller shown{world()};
    Functions::Spec spec{u"who"_s, u"import { getUser } from '@run402/functions';\nexport default async (req) => Response.json({ me: (await getUser(req))?.id ?? 'nobody' });\n"_s, 5, 128, {}};
    QCOMPARE(codeOf(await(world().services().functions().put(project(), spec))), u"ok"_s);
    TestUsers& users = world().services().testUsers();
    const auto maya = await(users.signUp(u"maya@example.com"_s, u"long enough"_s));
    QVERIFY(maya.ok());
    world().workspace().refreshCode();
    world().app().open(u"functions:who"_s);
    QVERIFY(eventually([&] { return functions()->currentFunction() == u"who"_s; }));
    auto* role = world().find<QComboBox>(u"functions.role"_s);
    QVERIFY(role);
    QVERIFY(eventually([&] { return role->findText(u"maya@example.com"_s) == 1; }));
    auto* answer = world().find<QPlainTextEdit>(u"functions.response"_s);
    const auto sendAs = [&](int downs, const QString& expected) {
        role->setFocus();
        world().key(Qt::Key_Home);
        for (int i = 0; i < downs; ++i)
            world().key(Qt::Key_Down);
        return world().click(u"functions.send"_s) && eventually([&] { return answer->toPlainText().contains(expected); }, 30'000);
    };
    QVERIFY(sendAs(1, maya->id));
    QVERIFY(!world().reads(u"eyJ"_s)); // the token is nowhere on screen
    QVERIFY(world().click(u"functions.curl"_s));
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"Bearer $ACCESS_TOKEN"_s));
    QVERIFY(sendAs(0, u"nobody"_s));
    QCOMPARE(codeOf(await(users.signOut(maya->id))), u"ok"_s);
    QVERIFY(eventually([&] { return role->findText(u"maya@example.com"_s) < 0; })); // signed out: nobody to act as
    role->setFocus();
    world().key(Qt::Key_End);
    QVERIFY(eventually([&] { return world().find(u"auth.people"_s) || world().find(u"auth.none"_s); }));
    QCOMPARE(codeOf(await(world().services().functions().remove(project(), u"who"_s))), u"ok"_s);
    world().workspace().refreshCode();
    QVERIFY(eventually([&] { return world().workspace().functions().value->size() == 1; }));
}

void Code::changesElsewhereAreNotOverwrittenUnseen()
{
    world().app().open(u"functions:greet"_s);
    const FailureTeller shown{world()};
    // An agent deploys another version.
    Functions::Spec spec{u"greet"_s, u"export default async () => Response.json({ by: 'agent' });\n"_s, 5, 128, {}};
    QCOMPARE(codeOf(await(world().services().functions().put(project(), spec))), u"ok"_s);
    world().workspace().refreshCode();
    QVERIFY(eventually([&] { return world().reads(u"Changed elsewhere"_s); }));
    QVERIFY(world().reads(u"does not give source back"_s));
    setCode(QString(greetCode) + u"// mine\n"_s);
    world().key(Qt::Key_D, Qt::ControlModifier);
    QVERIFY(world().click(u"functions.diff.close"_s)); // the question came; nothing was sent
    QVERIFY(functions()->isModified());
    world().key(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(eventually([&] {
        auto* text = world().find<QPlainTextEdit>(u"functions.diff.text"_s);
        return text && text->toPlainText().contains(u"// mine"_s);
    }));
    QVERIFY(world().reads(u"1 lines added, 0 removed"_s));
    QVERIFY(world().click(u"functions.diff.deploy"_s));
    QVERIFY(eventually([&] { return !functions()->isModified(); }));
    QVERIFY(eventually([&] { return !world().reads(u"Changed elsewhere"_s); }));
}

void Code::deployedElsewhereHasNoSource()
{
    const FailureTeller shown{world()};
    Functions::Spec spec{u"theirs"_s, u"export default async () => new Response('theirs');\n"_s, 5, 128, {}};
    QCOMPARE(codeOf(await(world().services().functions().put(project(), spec))), u"ok"_s);
    world().workspace().refreshCode();
    QVERIFY(eventually([&] { return world().workspace().functions().value->size() == 2; }));
    world().app().open(u"functions:theirs"_s);
    QVERIFY(eventually([&] { return functions()->currentFunction() == u"theirs"_s; }));
    QVERIFY(functions()->editor()->text().isEmpty());
    QVERIFY(world().reads(u"The code is not known on this computer."_s));
    QVERIFY(!world().find(u"functions.deploy"_s)->isEnabled());
}

void Code::draftOutlivesThePane()
{
    const FailureTeller shown{world()};
    world().app().open(u"functions:greet"_s);
    QVERIFY(eventually([&] { return functions()->currentFunction() == u"greet"_s; }));
    const QString typed = functions()->editor()->text() + u"// half a thought"_s;
    setCode(typed);
    // What a kill would find: it is in the store a moment later, without any closing.
    QVERIFY(eventually([&] {
        const auto sources = await(world().services().functionSources().load(project()));
        return sources.ok() && sources->value(u"greet"_s).draft == typed;
    }));
    world().window().documents()->closeNow(u"functions"_s);
    world().app().open(u"functions:greet"_s);
    QVERIFY(eventually([&] { return functions()->currentFunction() == u"greet"_s && functions()->editor()->text() == typed; }));
    QVERIFY(functions()->isModified());
    setCode(QString(greetCode) + u"// mine\n"_s);
    QVERIFY(!functions()->isModified());
}

void Code::logsFollowWithoutTwins()
{
    const FailureTeller shown{world()};
    LogsPane* pane = logs();
    QVERIFY(pane);
    QVERIFY(eventually([&] { return pane->model().rowCount() >= 3; }, 30'000));
    const int before = pane->model().rowCount();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(codeOf(await(world().services().functions().invoke(project(), u"greet"_s, "POST", {}, "{\"servings\":6}", Role::Service))), u"ok"_s);
    QVERIFY(eventually([&] { return pane->model().rowCount() == before + 3; }, 30'000));
    // Asking for the same window again adds nothing.
    const auto window = await(world().services().functions().logs(project(), u"greet"_s, 200));
    QCOMPARE(await(world().services().logs().merge(project(), u"greet"_s, window.value(), 200)).valueOr(-1), 0);
    const auto all = await(world().services().logs().read({project(), {}, 0, 0, {}, {}, 0, 1000}));
    QCOMPARE(int(all->rows.size()), before + 3);
    pane->showFunction(u"greet"_s);
    QVERIFY(eventually([&] { return pane->model().rowCount() == before + 3; }));
    QCOMPARE(int(std::count_if(pane->model().rows().cbegin(), pane->model().rows().cend(), [](const LogRow& r) { return r.gap; })), 0);
}

void Code::logsAreSearchedAndUnfolded()
{
    const FailureTeller shown{world()};
    LogsPane* pane = logs();
    const int all = pane->model().rowCount();
    QVERIFY(world().type(u"logs.search"_s, u"servings\":6"_s));
    QVERIFY(eventually([&] { return pane->model().rowCount() == 3; }));
    QVERIFY(world().reads(u"3 lines match"_s));
    pane->table()->setFocus();
    pane->table()->setCurrentIndex(pane->model().index(1, 0));
    const int folded = pane->table()->rowHeight(1);
    world().key(Qt::Key_Space);
    QVERIFY(pane->table()->isUnfolded(1));
    QVERIFY(pane->table()->rowHeight(1) > folded + 60);
    world().shoot(u"logs"_s);
    world().key(Qt::Key_Space);
    QCOMPARE(pane->table()->rowHeight(1), folded);
    auto* search = world().find<QLineEdit>(u"logs.search"_s);
    search->clear();
    QVERIFY(eventually([&] { return pane->model().rowCount() == all; }));
    // The histogram's twin.
    QVERIFY(world().click(u"logs.times"_s));
    QVERIFY(eventually([&] { return world().reads(u"Lines over time"_s); }));
    world().key(Qt::Key_Escape);
}

void Code::lineIsSentAgain()
{
    const FailureTeller shown{world()};
    // A request with a body of its own, sent from here.
    world().app().open(u"functions:greet"_s);
    QVERIFY(eventually([&] { return functions()->currentFunction() == u"greet"_s && world().find(u"functions.send"_s)->isEnabled(); }));
    world().find<QPlainTextEdit>(u"functions.body"_s)->setPlainText(u"{ \"servings\": 91 }"_s);
    QVERIFY(world().click(u"functions.send"_s));
    auto* answer = world().find<QPlainTextEdit>(u"functions.response"_s);
    QVERIFY(eventually([&] { return answer->toPlainText().contains(u"\"hello\""_s); }, 30'000));
    LogsPane* pane = logs();
    QVERIFY(world().type(u"logs.search"_s, u"servings\":91"_s));
    QVERIFY(eventually([&] { return pane->model().rowCount() == 1; }, 30'000));
    pane->table()->setFocus();
    pane->table()->setCurrentIndex(pane->model().index(0, 0));
    world().key(Qt::Key_Space);
    QVERIFY(world().click(u"logs.sendAgain"_s));
    QVERIFY(eventually([&] { return world().find<QPlainTextEdit>(u"functions.body"_s) && world().find<QPlainTextEdit>(u"functions.body"_s)->toPlainText().contains(u"91"_s); }));
    logs();
    QVERIFY(eventually([&] { return pane->model().rowCount() == 2; }, 30'000));
    // The code of a line is one click away, too.
    pane->table()->setFocus();
    pane->table()->setCurrentIndex(pane->model().index(0, 0));
    QVERIFY(world().click(u"logs.code"_s));
    QVERIFY(eventually([&] { return world().window().documents()->current() == functions(); }));
    logs();
    world().find<QLineEdit>(u"logs.search"_s)->clear();
    QVERIFY(eventually([&] { return pane->model().rowCount() > 2; }));
}

void Code::pollingStaysInTheBackground()
{
    const FailureTeller shown{world()};
    QVERIFY(logs());
    world().app().open(u"dock:requests"_s);
    auto* grid = world().find<QAbstractItemView>(u"dock.requests.grid"_s);
    QVERIFY(grid);
    const auto polls = [&] {
        int count = 0;
        for (int row = 0; row < grid->model()->rowCount(); ++row)
            count += grid->model()->index(row, 2).data().toString().contains(u"/logs?tail=200"_s);
        return count;
    };
    QVERIFY(eventually([&] { return world().find(u"dock.requests.background"_s) != nullptr; }));
    const int before = polls(); // what the test itself asked for stays
    QVERIFY(world().click(u"dock.requests.background"_s));
    QVERIFY(eventually([&] { return polls() > before; }));
    QVERIFY(world().click(u"dock.requests.background"_s));
    QCOMPARE(polls(), before);
    world().key(Qt::Key_J, Qt::ControlModifier);
}

void Code::longLinesWrap()
{
    const FailureTeller shown{world()};
    LogsPane* pane = logs();
    const QList<Functions::LogLine> line{{QDateTime::currentDateTimeUtc(), QString(900, u'w') + u"\n    at second line"_s}};
    QCOMPARE(codeOf(await(world().services().logs().merge(project(), u"greet"_s, line, 200))), u"ok"_s);
    pane->showFunction(u"greet"_s);
    QVERIFY(eventually([&] { return pane->model().rowCount() > 0 && pane->model().rows().last().text.startsWith(u"www"_s); }));
    const int last = pane->model().rowCount() - 1, low = pane->table()->rowHeight(last);
    QVERIFY(world().click(u"logs.wrap"_s));
    QVERIFY(eventually([&] { return pane->table()->rowHeight(last) > 4 * low; }));
    world().shoot(u"logs-wrapped"_s);
    QVERIFY(world().click(u"logs.wrap"_s));
    QCOMPARE(pane->table()->rowHeight(last), low);
}

void Code::hostileExpressionsEnd()
{
    const FailureTeller shown{world()};
    LogsPane* pane = logs();
    QVERIFY(world().click(u"logs.regex"_s));
    auto* search = world().find<QLineEdit>(u"logs.search"_s);
    search->setText(u"serv(ings|x)\":(6|7)"_s);
    QVERIFY(eventually([&] { return pane->model().rowCount() == 3; }));
    search->setText(u"("_s);
    QVERIFY(eventually([&] { return pane->model().rowCount() == 0 && search->toolTip().contains(u"No regular expression"_s); }));
    search->setText(u"^(([a-z\\W])+.)+[A-Z]([a-z\\W])+$ZZ"_s);
    QVERIFY(eventually([&] { return world().reads(u"too hard"_s) || world().reads(u"0 lines match"_s); }));
    search->clear();
    QVERIFY(world().click(u"logs.regex"_s));
    QVERIFY(eventually([&] { return pane->model().rowCount() > 3; }));
}

void Code::scrollingUpPauses()
{
    const FailureTeller shown{world()};
    LogsPane* pane = logs();
    QList<Functions::LogLine> lines;
    const QDateTime start = QDateTime::currentDateTimeUtc().addSecs(-600);
    for (int i = 0; i < 150; ++i)
        lines << Functions::LogLine{start.addMSecs(i), u"older line %1"_s.arg(i)};
    QCOMPARE(codeOf(await(world().services().logs().merge(project(), u"theirs"_s, lines, 200))), u"ok"_s);
    auto* function = world().find<QComboBox>(u"logs.function"_s);
    function->setCurrentIndex(0);
    QVERIFY(eventually([&] { return pane->model().rowCount() >= 150; }));
    QVERIFY(pane->table()->isFollowing());
    pane->table()->setFocus();
    world().key(Qt::Key_Home, Qt::ControlModifier);
    QVERIFY(eventually([&] { return !pane->table()->isFollowing(); }));
    QCOMPARE(codeOf(await(world().services().functions().invoke(project(), u"greet"_s, "GET", {}, {}, Role::Service))), u"ok"_s);
    QVERIFY(eventually([&] { return world().reads(u"1 new line"_s); }, 30'000));
    QVERIFY(pane->table()->verticalScrollBar()->value() < 10);
    QVERIFY(world().click(u"logs.news"_s));
    QVERIFY(eventually([&] { return pane->table()->isFollowing(); }));
}

void Code::secretsAreSetReplacedDeleted()
{
    const FailureTeller shown{world()};
    const QString value = u"v3ry-s3cret-value"_s;
    world().app().open(u"secrets"_s);
    // The code deployed from here reads a name that is not set.
    QVERIFY(world().click(u"secrets.setNow.GREETING_KEY"_s));
    QVERIFY(world().type(u"secrets.value"_s, value));
    QCOMPARE(world().find<QLineEdit>(u"secrets.value"_s)->echoMode(), QLineEdit::Password);
    QVERIFY(world().click(u"secrets.save"_s));
    QVERIFY(eventually([&] { return world().find(u"secrets.row.GREETING_KEY"_s) != nullptr; }));
    QVERIFY(!world().find(u"secrets.setNow.GREETING_KEY"_s));
    QVERIFY(!world().reads(value));
    const auto answer = await(world().services().functions().invoke(project(), u"greet"_s, "GET", {}, {}, Role::Service));
    QVERIFY2(answer.ok() && answer->body.contains("\"key\":\"string\""), answer.ok() ? answer->body.constData() : "");
    QCOMPARE(world().find<QLabel>(u"secrets.from.GREETING_KEY"_s)->text(), u"Typed here"_s);
    world().shoot(u"secrets"_s);
    QVERIFY(world().click(u"secrets.replace.GREETING_KEY"_s));
    QVERIFY(world().type(u"secrets.value"_s, u"another"_s));
    QVERIFY(world().click(u"secrets.save"_s));
    QVERIFY(eventually([&] { return !world().find(u"secrets.save"_s); }));
    QVERIFY(world().click(u"secrets.remove.GREETING_KEY"_s));
    QVERIFY(world().click(u"confirmAccept"_s));
    QVERIFY(eventually([&] { return !world().find(u"secrets.row.GREETING_KEY"_s); }));
    QVERIFY(await(world().services().functions().secrets(project())).value().isEmpty());
    // Nowhere on the disk but inside the service's own folder.
    for (const QString& name : {u"run402.sqlite"_s, u"run402.sqlite-wal"_s}) {
        QFile file(world().dataFolder() + u'/' + name);
        if (file.open(QIODevice::ReadOnly))
            QVERIFY2(!file.readAll().contains(value.toUtf8()), qPrintable(name));
    }
}

void Code::envFileIsPreviewed()
{
    const FailureTeller shown{world()};
    QTemporaryDir folder;
    const QString path = folder.filePath(u".env"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("# keys\nexport FIRST_KEY='one # two'\nSECOND_KEY=\"a\\nb\"\nbad-name=1\nTHIRD_KEY=skipped\n");
    file.close();
    world().app().open(u"overview"_s);
    world().drop({path});
    QVERIFY(eventually([&] { return world().reads(u"Secrets from .env"_s); }));
    QVERIFY(world().reads(u"only A to Z"_s));
    QVERIFY(!world().reads(u"one # two"_s));
    world().shoot(u"secrets-import"_s);
    QVERIFY(world().click(u"secrets.import.THIRD_KEY"_s));
    QVERIFY(world().reads(u"Set 2 secrets, free"_s));
    QVERIFY(world().click(u"secrets.import.accept"_s));
    QVERIFY(eventually([&] { return world().find(u"secrets.row.FIRST_KEY"_s) && world().find(u"secrets.row.SECOND_KEY"_s); }));
    QVERIFY(!world().find(u"secrets.row.THIRD_KEY"_s));
    QVERIFY(eventually([&] { return world().find<QLabel>(u"secrets.from.FIRST_KEY"_s)->text() == u".env file"_s; }));
}

void Code::releasesBringSourcesAndSecrets()
{
    const FailureTeller shown{world()};
    ReleaseSpec spec;
    spec.projectId = project();
    spec.functions << ReleaseSpec::Function{u"shipped"_s, u"export default async () => new Response(process.env.SHIPPED_KEY);\n"_s, 7, 128};
    spec.secrets << ReleaseSpec::Secret{u"SHIPPED_KEY"_s, "from the release"};
    const auto release = await(world().services().releases().commit(spec, {}));
    QVERIFY2(release.ok(), release.ok() ? "" : qPrintable(release.error().message));
    world().workspace().refreshCode();
    world().app().open(u"functions:shipped"_s);
    QVERIFY(eventually([&] { return functions()->currentFunction() == u"shipped"_s && functions()->editor()->text() == spec.functions.first().code; }));
    QVERIFY(!functions()->isModified());
    QVERIFY(!world().find(u"functions.banner"_s));
    world().app().open(u"secrets"_s);
    QVERIFY(eventually([&] { return world().find<QLabel>(u"secrets.from.SHIPPED_KEY"_s) && world().find<QLabel>(u"secrets.from.SHIPPED_KEY"_s)->text() == u"Deploy"_s; }));
    // Set by somebody else meanwhile.
    QCOMPARE(codeOf(await(world().services().functions().setSecret(project(), u"ELSEWHERE_KEY"_s, "x"))), u"ok"_s);
    world().workspace().refreshCode();
    QVERIFY(eventually([&] { return world().find<QLabel>(u"secrets.from.ELSEWHERE_KEY"_s) && world().find<QLabel>(u"secrets.from.ELSEWHERE_KEY"_s)->text() == u"Elsewhere"_s; }));
    world().shoot(u"secrets-from"_s);
    QCOMPARE(codeOf(await(world().services().functions().remove(project(), u"shipped"_s))), u"ok"_s);
    QCOMPARE(codeOf(await(world().services().functionSources().remove(project(), u"shipped"_s))), u"ok"_s);
    world().workspace().refreshCode();
}

void Code::deletingAsksForTheName()
{
    const FailureTeller shown{world()};
    world().app().open(u"functions:theirs"_s);
    QVERIFY(eventually([&] { return functions()->currentFunction() == u"theirs"_s; }));
    auto* list = world().find<QAbstractItemView>(u"functions.list"_s);
    list->setFocus();
    QMetaObject::invokeMethod(list, "customContextMenuRequested", Q_ARG(QPoint, list->visualRect(list->currentIndex()).center()));
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QVERIFY(menu);
    QAction* remove = menu->actions().last();
    QVERIFY(remove->text().contains(u"Delete"_s));
    menu->setActiveAction(remove);
    QTest::keyClick(menu, Qt::Key_Return);
    QVERIFY(eventually([&] { return world().find(u"confirmAccept"_s) != nullptr; }));
    QVERIFY(!world().find(u"confirmAccept"_s)->isEnabled());
    QVERIFY(world().type(u"confirmName"_s, u"theirs"_s));
    QVERIFY(world().click(u"confirmAccept"_s));
    QVERIFY(eventually([&] { return world().workspace().functions().value->size() == 1; }));
    QVERIFY(eventually([&] { return functions()->currentFunction() == u"greet"_s; }));
}

void Code::outageIsTold()
{
    const FailureTeller shown{world()};
    LogsPane* pane = logs();
    QVERIFY(pane);
    // A function that is refused by the service: the draft stays and the reason is told.
    QVERIFY(functions());
    world().app().open(u"functions:greet"_s);
    Functions::Spec spec{u"UPPER"_s, u"x"_s, 5, 128, {}};
    const auto refused = await(world().services().functions().put(project(), spec));
    QVERIFY(!refused.ok());
    world().services().setReadOnly(true);
    setCode(QString(greetCode) + u"// never sent"_s);
    world().key(Qt::Key_D, Qt::ControlModifier);
    QVERIFY(eventually([&] { return world().reads(u"It was not deployed."_s); }));
    QVERIFY(functions()->isModified());
    world().services().setReadOnly(false);
}

QTEST_MAIN(Code)
#include "tst_code.moc"
