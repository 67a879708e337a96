// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/net/transport.h"
#include "services/services.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "tests/support/sandboxcontrol.h"
#include "tests/support/sandboxfixture.h"
#include "ui/common/theme.h"
#include "ui/deploy/deploypane.h"
#include "ui/shell/mainwindow.h"

#include <QAbstractButton>
#include <QElapsedTimer>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QTextStream>

#include <csignal>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {

const char* const manifest = R"json({"migrations":"create table if not exists t(id int primary key)",
    "secrets":[{"key":"S_ONE","value":"hush"}],
    "functions":[{"name":"f-one","code":"export default async () => new Response('1')"}],
    "files":[{"path":"index.html"}],"subdomain":"cut-site"})json";

constexpr int slowMachineMs = 60'000; ///< a whole application starts, on processors others use as well

/// Until nothing has been asked of the server for a while: a late question would meet the fault in the deployment's place.
bool becomesQuiet(Transport& transport)
{
    constexpr int quietMs = 700;
    QObject context;
    QSet<QString> running;
    QElapsedTimer quiet;
    quiet.start();
    QObject::connect(&transport, &Transport::requestStarted, &context, [&](const RequestRecord& r) { running.insert(r.traceId); });
    QObject::connect(&transport, &Transport::requestChanged, &context, [&](const RequestRecord& r) {
        if (r.elapsedMs >= 0)
            running.remove(r.traceId);
        quiet.start();
    });
    return eventually([&] { return running.isEmpty() && quiet.elapsed() > quietMs; }, slowMachineMs);
}

/// The run that ends by SIGKILL: sends the manifest and says so, then waits for its end.
int beKilled(const QString& dataFolder, const QUrl& api, const QString& source)
{
    QTextStream out(stdout);
    AppWorld world(AppWorld::Setup{dataFolder, api, u"light"_s});
    if (!world.start() || !eventually([&] { return world.workspace().isConnected(); }, slowMachineMs)) {
        out << "no connection" << Qt::endl;
        return 1;
    }
    if (!eventually([&] { return world.workspace().currentProject().has_value() && !world.workspace().anonKey().isEmpty(); }, slowMachineMs)) {
        out << "no project" << Qt::endl;
        return 1;
    }
    world.drop({source});
    const bool ready = eventually([&] {
        auto* deploy = world.find(u"deploy.deploy"_s);
        return deploy && deploy->isEnabled() && world.reads(u"index.html is there"_s);
    }, slowMachineMs) && becomesQuiet(world.services().transport());
    out << (ready ? u"ready"_s : u"not ready: "_s + world.words().simplified()) << Qt::endl;
    // The fault comes now, so that nothing but the deployment meets it.
    const QString go = dataFolder + u"/go"_s;
    if (!ready || !eventually([&] { return QFile::exists(go); }, slowMachineMs) || !world.click(u"deploy.deploy"_s))
        return 1;
    eventually([] { return false; }, 60'000);
    return 1;
}

} // namespace

/// The application is killed in the middle of a deployment. Started again, it says what the server has of it.
class DeployCut : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void tellsWhatHappened_data();
    void tellsWhatHappened();

private:
    void killWhile(const QJsonObject& fault);
    std::unique_ptr<SandboxFixture> m_sandbox;
    std::unique_ptr<SandboxControl> m_control;
    QTemporaryDir m_folder, m_site;
    QString m_data;
};

void DeployCut::initTestCase()
{
    QFile::setPermissions(m_folder.path(), QFile::Permissions(0x7711));
    m_data = m_folder.filePath(u"data"_s);
    m_sandbox = std::make_unique<SandboxFixture>();
    QVERIFY2(m_sandbox->isRunning(), qPrintable(m_sandbox->error()));
    m_control = std::make_unique<SandboxControl>(m_sandbox->url());
    for (const auto& [name, bytes] : {std::pair{u"index.html"_s, QByteArray("<h1>hi</h1>")}, std::pair{u"app.json"_s, QByteArray(manifest)}}) {
        QFile file(m_site.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    AppWorld world(AppWorld::Setup{m_data, m_sandbox->url(), u"light"_s});
    QVERIFY(world.start());
    QCOMPARE(world.connectSandbox(), QString());
    QCOMPARE(world.subscribe(), QString());
    QCOMPARE(world.makeProject(u"tals-recipes"_s), QString());
}

void DeployCut::tellsWhatHappened_data()
{
    QTest::addColumn<QString>("path");  ///< of the step that hangs while the application dies
    QTest::addColumn<QString>("when");  ///< before = the server never did it, after = only its answer is lost
    QTest::addColumn<QString>("there");
    QTest::addColumn<QString>("unknown");
    QTest::addColumn<QString>("missing");
    QTest::newRow("migrations") << u"*/sql"_s << u"before"_s << QString() << u"Migrations"_s << u"Secrets, Functions, Site, Subdomain"_s;
    QTest::newRow("secrets, before") << u"*/secrets"_s << u"before"_s << u"Migrations"_s << QString() << u"Secrets, Functions, Site, Subdomain"_s;
    QTest::newRow("functions, after") << u"*/functions"_s << u"after"_s << u"Migrations, Secrets, Functions"_s << u"Site"_s << u"Subdomain"_s; // no address could show it
    QTest::newRow("address, after") << u"/subdomains/v1"_s << u"after"_s << u"Migrations, Secrets, Functions, Site, Subdomain"_s << QString() << QString();
}

void DeployCut::killWhile(const QJsonObject& fault)
{
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationFilePath(), {u"--child"_s, m_data, m_sandbox->url().toString(), m_site.path()});
    QVERIFY(eventually([&] { return child.canReadLine() || child.state() == QProcess::NotRunning; }, 4 * slowMachineMs));
    QCOMPARE(QString::fromUtf8(child.readLine()).trimmed(), u"ready"_s);
    QVERIFY(m_control->fault(fault));
    QFile go(m_data + u"/go"_s);
    QVERIFY(go.open(QIODevice::WriteOnly));
    QVERIFY(eventually([&] { return m_control->struck() > 0; }, slowMachineMs));
    QCOMPARE(::kill(pid_t(child.processId()), SIGKILL), 0);
    QVERIFY(child.waitForFinished(10'000));
    QCOMPARE(child.exitStatus(), QProcess::CrashExit);
    QVERIFY(go.remove());
    QVERIFY(m_control->clearFaults());
}

void DeployCut::tellsWhatHappened()
{
    QFETCH(QString, path);
    QFETCH(QString, when);
    QFETCH(QString, there);
    QFETCH(QString, unknown);
    QFETCH(QString, missing);
    killWhile({{u"method"_s, u"POST"_s}, {u"path"_s, path}, {u"hang"_s, true}, {u"when"_s, when}});
    AppWorld world(AppWorld::Setup{m_data, m_sandbox->url(), u"light"_s});
    QVERIFY(world.start());
    QVERIFY(eventually([&] { return world.workspace().currentProject().has_value(); }, slowMachineMs));
    // The window of last time comes back in between, once without and once with the project.
    QVERIFY2(eventually([&] {
                 if (!world.find(u"deploy"_s))
                     world.app().open(u"deploy"_s);
                 return world.find(u"deploy.cut"_s) != nullptr;
             }), qPrintable(world.words()));
    // What became of each step is looked up once the window stands.
    const QLatin1StringView begins(missing.isEmpty() && unknown.isEmpty() ? "which went through" : "closed in the middle of a deployment");
    QString told;
    eventually([&] {
        const QWidget* cut = world.find(u"deploy.cut"_s);
        told = cut ? cut->accessibleName() : QString();
        return told.contains(begins) && told.contains(u"Not known"_s) != unknown.isEmpty();
    });
    if (const QString folder = qEnvironmentVariable("RUN402_SHOTS"); !folder.isEmpty())
        world.window().grab().save(folder + u"/deploy-cut-"_s + QString::fromLatin1(QTest::currentDataTag()).simplified().replace(u' ', u'-') + u".png"_s);
    QVERIFY2(told.contains(begins), qPrintable(told));
    QVERIFY2(there.isEmpty() ? !told.contains(u"The server has"_s) : told.contains(u"The server has: "_s + there + u'.'), qPrintable(told));
    QVERIFY2(unknown.isEmpty() ? !told.contains(u"Not known"_s) : told.contains(u"Not known: "_s + unknown + u'.'), qPrintable(told));
    QVERIFY2(missing.isEmpty() ? !told.contains(u"Not there"_s) : told.contains(u"Not there: "_s + missing + u'.'), qPrintable(told));
    // What is there, asked of the server itself.
    const QString id = world.workspace().currentProjectId();
    const auto functions = await(world.services().functions().list(id));
    QVERIFY(functions.ok());
    QCOMPARE(!functions->isEmpty(), there.contains(u"Functions"_s));
    // It is said until it is seen, and leads back to the same files.
    QVERIFY(world.click(u"deploy.cut.action"_s));
    QVERIFY(eventually([&] { return !world.find(u"deploy.cut"_s); }));
    if (!missing.isEmpty())
        QVERIFY(eventually([&] { return world.reads(u"index.html is there"_s); }));
    QCOMPARE(world.stallReport(), QString());
}

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    if (arguments.value(1) == u"--child"_s)
        return beKilled(arguments.value(2), QUrl(arguments.value(3)), arguments.value(4));
    DeployCut test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_statesdeploycut.moc"
