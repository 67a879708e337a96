// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/local/sandboxprocess.h"
#include "services/net/transport.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "tests/support/fakehost.h"
#include "tests/unit/deploy/zipmaker.h"
#include "ui/deploy/deploycontroller.h"
#include "ui/deploy/deploypane.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/sql/sqlpane.h"
#include "ui/sql/sqlview.h"

#include <QAbstractButton>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QRegularExpression>
#include <QTableView>
#include <QTest>

#include <csignal>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// Whatever is broken outside, the window says so plainly, says what was not written, and loses nothing.
class Trouble : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void folderWithoutIndexAsks();
    void fileOverTheLimit();
    void parentFolderInManifest();
    void hostileZips_data();
    void hostileZips();
    void fileGoneWhileSending();
    void fileChangedWhileSending();
    void serverKilledDuringUpload();
    void serverKilledMidRequest();
    void nobodyListens();
    void answersThatAreNoApi_data();
    void answersThatAreNoApi();
    void newerGenerationIsReadOnly();
    void wrongClockStillSigns();
    void damagedSandboxIsToldAndEmptied();

private:
    void put(const QString& path, const QByteArray& bytes);
    QString site(const QString& path = {}) const { return m_site->filePath(u"site"_s + (path.isEmpty() ? QString() : u'/' + path)); }
    AppWorld& local() { return *m_local; }
    void connectTo(AppWorld& world, bool wallet);
    void offersNothing(AppWorld& world, const FakeHost& host);

    std::unique_ptr<AppWorld> m_local; ///< over a real sandbox, with a project; shared by the first tests
    std::unique_ptr<QTemporaryDir> m_site;
};

namespace {

const char* const tiersJson = R"({"tiers":[
 {"name":"prototype","price":"$0.10","lease_days":7,"storage_mb":250,"api_calls":500000,"max_functions":15,"description":"x"},
 {"name":"hobby","price":"$5.00","lease_days":30,"storage_mb":1024,"api_calls":5000000,"max_functions":25,"description":"x"}]})";

FakeHost::Reply generationOne(const FakeHost::Request& request)
{
    if (request.path == "/health")
        return FakeHost::json(R"({"status":"healthy","checks":{},"version":"1.0.4"})");
    if (request.path == "/projects/v1")
        return FakeHost::json(R"({"tiers":{}})");
    if (request.path == "/deploy/v1")
        return FakeHost::json("{}");
    return FakeHost::html(404);
}

FakeHost::Reply generationTwo(const FakeHost::Request& request)
{
    if (request.path == "/health")
        return FakeHost::json(R"({"status":"healthy","version":"1.0.4"})");
    if (request.path == "/projects/v1")
        return FakeHost::json(R"({"code":"AUTH_REQUIRED","message":"Sign in","retryable":false})", 401);
    if (request.path == "/apply/v1/releases/active")
        return FakeHost::json(R"({"code":"AUTH_REQUIRED","message":"Sign in","retryable":false})", 401);
    if (request.path == "/tiers/v1")
        return FakeHost::json(tiersJson);
    return FakeHost::json(R"({"code":"ROUTE_NOT_FOUND","message":"No such route"})", 404);
}

} // namespace

void Trouble::initTestCase()
{
    m_local = std::make_unique<AppWorld>();
    QVERIFY(m_local->start());
    QCOMPARE(m_local->connectSandbox(), QString());
    QCOMPARE(m_local->subscribe(), QString());
    QCOMPARE(m_local->makeProject(u"tals-recipes"_s), QString());
}

void Trouble::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_site = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_site->path()).mkdir(u"site"_s));
}

void Trouble::cleanup()
{
    if (m_local)
        const FailureTeller last{*m_local};
}

void Trouble::put(const QString& path, const QByteArray& bytes)
{
    QFile file(site(path));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

void Trouble::folderWithoutIndexAsks()
{
    put(u"about.html"_s, "<h1>About</h1>");
    local().drop({site()});
    QVERIFY(eventually([&] { return local().reads(u"There is no index.html"_s); }));
    QVERIFY(local().reads(u"Without it the address shows nothing."_s));
    auto* deploy = local().find(u"deploy.deploy"_s);
    QVERIFY(deploy);
    if (deploy->isEnabled()) { // it may be meant, so it is asked for once
        QVERIFY(local().click(u"deploy.deploy"_s));
        QVERIFY(eventually([&] { return local().find(u"confirmDialog"_s) != nullptr; }));
        QVERIFY(local().click(u"confirmCancel"_s));
    }
    QVERIFY(!local().find(u"deploy.address"_s));
    QVERIFY(local().workspace().siteUrl().isEmpty());
}

void Trouble::fileOverTheLimit()
{
    put(u"index.html"_s, "<h1>Recipes</h1>");
    QFile film(site(u"film.mp4"_s));
    QVERIFY(film.open(QIODevice::WriteOnly) && film.resize(60ll << 20)); // a hole: nothing is written here either
    local().drop({site()});
    QVERIFY(eventually([&] { return local().reads(u"too large"_s); }));
    QVERIFY(local().reads(u"film.mp4"_s));
    QVERIFY(local().reads(u"Nothing was written."_s));
    QVERIFY(!local().find(u"deploy.deploy"_s)->isEnabled());
}

void Trouble::parentFolderInManifest()
{
    put(u"app.json"_s, R"({"files":[{"file":"../../etc/passwd","data":"x"}]})");
    local().drop({site(u"app.json"_s)});
    QVERIFY(eventually([&] { return local().reads(u"A file name cannot be used"_s); }));
    QVERIFY(local().reads(u"../../etc/passwd"_s));
    QVERIFY(!local().find(u"deploy.deploy"_s)->isEnabled());
}

void Trouble::hostileZips_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("target"); ///< of a link with that name; empty = a file
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("usable");
    const QByteArray x("x");
    QTest::newRow("bomb") << QByteArray("zeros.bin") << QByteArray(48 << 20, '\0') << QString() << u"The zip file is not safe to unpack"_s << false;
    QTest::newRow("leads out") << QByteArray("a/../../../.bashrc") << x << QString() << u"The zip file wants to write elsewhere"_s << false;
    QTest::newRow("full path") << QByteArray("/etc/cron.d/x") << x << QString() << u"The zip file wants to write elsewhere"_s << false;
    QTest::newRow("link") << QByteArray("keys.txt") << QByteArray() << u"/etc/passwd"_s << u"index.html is there"_s << true;
}

/// Zips made to do harm: nothing is unpacked, nothing can be sent, nothing of this computer is in what could be.
void Trouble::hostileZips()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, target);
    QFETCH(QString, words);
    QFETCH(bool, usable);
    const QString zip = m_site->filePath(u"site.zip"_s);
    local().unwatched([&] {
        ZipMaker maker(zip);
        maker.file("index.html", "<h1>Recipes</h1>");
        if (target.isEmpty())
            maker.file(name.constData(), bytes);
        else
            maker.link(name.constData(), target.toUtf8().constData());
    });
    local().drop({zip});
    QVERIFY2(eventually([&] { return local().reads(words); }), qPrintable(words));
    QVERIFY(eventually([&] { return local().find(u"deploy.deploy"_s)->isEnabled() == usable; }));
    if (!usable)
        QVERIFY(local().reads(u"Nothing was unpacked."_s));
    QVERIFY(!local().reads(u"root:x:"_s));
    QCOMPARE(QDir(m_site->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), (QStringList{u"site"_s, u"site.zip"_s}));
    for (const SiteFile& file : qobject_cast<DeployPane*>(local().find(u"deploy"_s))->controller().chosenFiles())
        QCOMPARE(file.path, u"index.html"_s);
}

void Trouble::fileGoneWhileSending()
{
    put(u"index.html"_s, "<h1>Recipes</h1>");
    put(u"style.css"_s, "h1 { color: teal }");
    local().drop({site()});
    QVERIFY(eventually([&] { return local().reads(u"index.html is there"_s) && local().find(u"deploy.deploy"_s)->isEnabled(); }));
    QVERIFY(QFile::remove(site(u"style.css"_s)));
    QVERIFY(local().click(u"deploy.deploy"_s));
    QVERIFY(eventually([&] { return local().find(u"deploy.problem"_s) != nullptr; }));
    QVERIFY(local().reads(u"style.css"_s));
    QVERIFY(local().reads(u"Nothing was written."_s));
    QVERIFY(local().workspace().siteUrl().isEmpty());
    // Put right, the same folder goes live.
    put(u"style.css"_s, "h1 { color: teal }");
    QVERIFY(local().click(u"deploy.retry"_s));
    QVERIFY(eventually([&] { return local().find(u"deploy.address"_s) != nullptr; }, 60'000));
}

void Trouble::fileChangedWhileSending()
{
    const QUrl before = local().workspace().siteUrl();
    put(u"index.html"_s, "<h1>Recipes</h1>");
    local().drop({site()});
    QVERIFY(eventually([&] { return local().reads(u"index.html is there"_s) && local().find(u"deploy.deploy"_s)->isEnabled(); }));
    put(u"index.html"_s, "<h1>Recipes, but an editor saved in between</h1>");
    QVERIFY(local().click(u"deploy.deploy"_s));
    QVERIFY(eventually([&] { return local().find(u"deploy.problem"_s) != nullptr; }));
    QVERIFY(local().reads(u"changed"_s));
    QVERIFY(local().reads(u"Nothing was written."_s));
    QCOMPARE(local().workspace().siteUrl(), before);
}

/// The server dies while the site is on its way: it is told as not known, nothing is lost, and once more is enough.
void Trouble::serverKilledDuringUpload()
{
    const QUrl before = local().workspace().siteUrl();
    put(u"index.html"_s, "<h1>Recipes, from before the crash</h1>");
    local().unwatched([&] { put(u"film.bin"_s, QByteArray(20 << 20, 'f')); });
    local().drop({site()});
    QVERIFY(eventually([&] { return local().reads(u"index.html is there"_s) && local().find(u"deploy.deploy"_s)->isEnabled(); }));
    const qint64 pid = local().services().sandbox().pid();
    QObject scope;
    bool killed = false;
    QObject::connect(&local().services().transport(), &Transport::requestStarted, &scope, [&](const RequestRecord& record) {
        if (!killed && record.method == "POST" && record.url.path().startsWith(u"/deployments/v1"_s))
            killed = ::kill(pid_t(pid), SIGKILL) == 0;
    });
    QVERIFY(local().click(u"deploy.deploy"_s));
    QVERIFY(eventually([&] { return local().find(u"deploy.problem"_s) != nullptr; }));
    QVERIFY(killed);
    QVERIFY2(local().reads(u"Nothing was written"_s) || local().reads(u"It is not known whether anything was written"_s), "what became of it");
    QVERIFY(!local().find(u"deploy.address"_s));
    QVERIFY(eventually([&] { return local().workspace().isConnected() && local().services().sandbox().pid() != pid; }, 90'000));
    QCOMPARE(local().workspace().siteUrl(), before); // the server says so itself by now
    QVERIFY(local().click(u"deploy.retry"_s));
    QVERIFY(eventually([&] { return local().find(u"deploy.address"_s) != nullptr; }, 60'000));
}

void Trouble::serverKilledMidRequest()
{
    local().app().openSql(u"create table keep (id int primary key); insert into keep values (7); select * from keep"_s, true);
    QVERIFY(eventually([&] {
        auto* grid = local().find<QTableView>(u"sql.grid"_s);
        return grid && grid->model() && grid->model()->rowCount() == 1;
    }));
    auto* pane = qobject_cast<SqlPane*>(local().window().documents()->current());
    QVERIFY(pane);
    const QString slow = u"select pg_sleep(20)"_s;
    pane->view()->setText(slow);
    pane->view()->run(SqlRunScope::All);
    const QString asked = u"select 1 as busy from pg_stat_activity where state = 'active' and query like '%pg_sleep(20)%' and pid <> pg_backend_pid()"_s;
    QVERIFY(eventually([&] {
        const auto busy = await(local().services().database().run(local().workspace().currentProjectId(), asked));
        return busy.ok() && busy->rowsJson.contains("busy");
    }));
    const qint64 pid = local().services().sandbox().pid();
    QVERIFY(pid > 0);
    QCOMPARE(::kill(pid_t(pid), SIGKILL), 0);
    QVERIFY(eventually([&] { return !local().workspace().isConnected(); }));
    QVERIFY(eventually([&] { return local().reads(u"The local server is starting again"_s); }));
    QVERIFY(eventually([&] { return local().find(u"sql.error"_s) != nullptr; }));
    QVERIFY(local().find<QLabel>(u"sql.error.title"_s)->text().startsWith(u"The connection"_s));
    QVERIFY(local().reads(u"it may have been applied in full or not at all"_s));
    QCOMPARE(pane->view()->text(), slow);
    QVERIFY(eventually([&] { return local().workspace().isConnected(); }, 90'000));
    QVERIFY(local().services().sandbox().pid() != pid);
    QCOMPARE(pane->view()->text(), slow);
    QVERIFY(eventually([&] { return local().workspace().currentProject().has_value() && !local().workspace().anonKey().isEmpty(); }));
    local().app().openSql(u"select * from keep"_s, true);
    QVERIFY(eventually([&] {
        auto* grid = local().find<QTableView>(u"sql.grid"_s);
        return grid && grid->model() && grid->model()->rowCount() == 1
               && grid->model()->index(0, 0).data().toString() == u"7"_s;
    }));
    const QString stalls = local().stallReport();
    m_local.reset();
    QCOMPARE(stalls, QString());
}

void Trouble::connectTo(AppWorld& world, bool wallet)
{
    QVERIFY(world.start());
    QVERIFY(world.click(u"chooseSandbox"_s));
    if (wallet)
        QVERIFY(await(world.services().wallets().create(u"Test"_s, true)).ok());
}

void Trouble::nobodyListens()
{
    quint16 port = 0;
    {
        QTcpServer free;
        QVERIFY(free.listen(QHostAddress::LocalHost));
        port = free.serverPort();
    }
    AppWorld world(AppWorld::Setup{{}, QUrl(u"http://127.0.0.1:%1"_s.arg(port)), u"light"_s});
    const FailureTeller shown{world};
    connectTo(world, false);
    QVERIFY(eventually([&] { return world.workspace().connectionProblem().has_value(); }));
    QCOMPARE(world.workspace().connectionProblem()->code, u"net.refused"_s);
    QVERIFY(world.reads(u"API not reached"_s));
    QVERIFY(eventually([&] { return world.reads(u"No connection."_s) && world.reads(u"Trying again in"_s); }));
    FakeHost host(generationOne, port);
    QVERIFY(world.click(u"condition.action"_s));
    QVERIFY(eventually([&] { return world.workspace().isConnected(); }, 5'000)); // sooner than it asks by itself
    QVERIFY(!world.reads(u"API not reached"_s));
    QCOMPARE(world.stallReport(), QString());
}

/// No button buys, and the server saw nothing but reading.
void Trouble::offersNothing(AppWorld& world, const FakeHost& host)
{
    QVERIFY(world.reads(u"read only"_s));
    auto* first = world.find(u"start.tier"_s);
    QVERIFY(!first || !first->isEnabled());
    world.app().open(u"wallet"_s);
    QVERIFY(eventually([&] { return world.find(u"wallet"_s) != nullptr; }));
    QVERIFY(eventually([&] { return world.reads(u"Nothing is bought or changed here."_s); }));
    for (const char* tier : {"prototype", "hobby", "team"}) {
        auto* action = world.find(u"wallet.tier.%1.action"_s.arg(QString::fromLatin1(tier)));
        QVERIFY2(!action || !action->isEnabled(), tier);
    }
    const auto bought = await(world.services().money().setTier(u"prototype"_s));
    QVERIFY(!bought.ok());
    world.app().open(u"deploy"_s);
    QVERIFY(eventually([&] { return world.find(u"deploy.deploy"_s) != nullptr; }));
    QVERIFY(!world.find(u"deploy.deploy"_s)->isEnabled());
    for (const FakeHost::Request& request : host.seen)
        QVERIFY2(request.method == "GET", request.method + ' ' + request.path);
    QVERIFY(!world.find(u"pay.dialog"_s));
}

void Trouble::answersThatAreNoApi_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("a web page") << 200 << QByteArray("text/html") << QByteArray("<!doctype html><h1>Welcome to nginx!</h1>");
    QTest::newRow("a gateway's error page") << 502 << QByteArray("text/html") << QByteArray("<h1>502 Bad Gateway</h1>");
    QTest::newRow("broken JSON") << 200 << QByteArray("application/json") << QByteArray("{\"status\":\"heal");
    QTest::newRow("JSON of something else") << 200 << QByteArray("application/json") << QByteArray("[1,2,3]");
}

void Trouble::answersThatAreNoApi()
{
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    FakeHost host([&](const FakeHost::Request&) { return FakeHost::Reply{status, type, body, {}, false}; });
    AppWorld world(AppWorld::Setup{{}, host.url(), u"light"_s});
    const FailureTeller shown{world};
    connectTo(world, true);
    QVERIFY(eventually([&] { return world.workspace().isConnected(); }));
    QCOMPARE(world.workspace().gateway().generation, GatewayInfo::Generation::Unknown);
    offersNothing(world, host);
    QCOMPARE(world.stallReport(), QString());
}

void Trouble::newerGenerationIsReadOnly()
{
    FakeHost host(generationTwo);
    AppWorld world(AppWorld::Setup{{}, host.url(), u"light"_s});
    const FailureTeller shown{world};
    connectTo(world, true);
    QVERIFY(eventually([&] { return world.workspace().isConnected(); }));
    QCOMPARE(world.workspace().gateway().generation, GatewayInfo::Generation::Two);
    QVERIFY(eventually([&] { return world.workspace().prices().value.has_value() || world.workspace().prices().problem; }));
    offersNothing(world, host);
    QCOMPARE(world.stallReport(), QString());
}

/// A sandbox that cannot read its folder says so and keeps it, until the person empties it.
void Trouble::damagedSandboxIsToldAndEmptied()
{
    QTemporaryDir folder;
    const QString server = folder.filePath(u"sandbox/server"_s);
    QVERIFY(QDir().mkpath(server));
    QFile secrets(server + u"/secrets.json"_s);
    QVERIFY(secrets.open(QIODevice::WriteOnly) && secrets.write("{") == 1);
    secrets.close();
    AppWorld world({folder.path(), {}, u"light"_s});
    QVERIFY(world.start());
    QVERIFY(world.click(u"chooseSandbox"_s));
    QVERIFY(eventually([&] { return world.reads(u"The local server's data is damaged"_s); }));
    QVERIFY(secrets.open(QIODevice::ReadOnly));
    QCOMPARE(secrets.readAll(), QByteArray("{"));
    QVERIFY(world.click(u"condition.action"_s)); // "Open settings"
    QVERIFY(eventually([&] { return world.reads(u"secrets.json cannot be read"_s); }));
    QVERIFY(world.click(u"settings.resetSandbox"_s));
    QVERIFY(world.type(u"confirmName"_s, u"sandbox"_s));
    QVERIFY(world.click(u"confirmAccept"_s));
    QVERIFY(eventually([&] { return world.workspace().isConnected() && world.reads(u"Running at http"_s); }, 60'000));
    QVERIFY(!world.reads(u"is damaged"_s));
}

void Trouble::wrongClockStillSigns()
{
    const QDateTime server = QDateTime::currentDateTimeUtc().addSecs(3 * 3600);
    const QByteArray date = QLocale::c().toString(server, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1();
    FakeHost host([&](const FakeHost::Request& request) {
        FakeHost::Reply reply = generationOne(request);
        if (request.path == "/tiers/v1/status")
            reply = FakeHost::json(R"({"wallet":"0x0","tier":null,"lease_started_at":null,"lease_expires_at":null,"active":false,"pool_usage":{"projects":0,"total_api_calls":0,"total_storage_bytes":0,"api_calls_limit":0,"storage_bytes_limit":0}})");
        reply.date = date;
        return reply;
    });
    AppWorld world(AppWorld::Setup{{}, host.url(), u"light"_s});
    const FailureTeller shown{world};
    connectTo(world, true);
    QVERIFY(eventually([&] { return world.workspace().isConnected(); }));
    world.workspace().refreshTier();
    const auto signedRequest = [&]() -> const FakeHost::Request* {
        for (const FakeHost::Request& r : host.seen) {
            if (r.headers.contains("sign-in-with-x"))
                return &r;
        }
        return nullptr;
    };
    QVERIFY(eventually([&] { return signedRequest() != nullptr; }));
    const QJsonObject proof =
        QJsonDocument::fromJson(QByteArray::fromBase64(signedRequest()->headers.value("sign-in-with-x"))).object();
    const QDateTime issued = QDateTime::fromString(proof[u"issuedAt"_s].toString(), Qt::ISODateWithMs);
    QVERIFY2(issued.isValid(), qPrintable(QString::fromUtf8(QJsonDocument(proof).toJson())));
    QVERIFY2(qAbs(issued.secsTo(server)) < 60, qPrintable(proof[u"issuedAt"_s].toString()));
    QVERIFY(eventually([&] { return world.reads(u"This computer's clock is 3 h 0 min slow"_s); }));
    QVERIFY(world.reads(u"The service's time is used for signing"_s));
    QCOMPARE(world.stallReport(), QString());
}

QTEST_MAIN(Trouble)
#include "tst_trouble.moc"
