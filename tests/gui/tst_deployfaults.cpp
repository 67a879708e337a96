// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/sandboxworld.h"
#include "ui/common/button.h"
#include "ui/common/problemview.h"
#include "ui/common/theme.h"
#include "ui/common/toggleswitch.h"
#include "ui/deploy/deploycontroller.h"
#include "ui/deploy/deployview.h"
#include "ui/deploy/stepscard.h"

#include <QApplication>
#include <QJsonDocument>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using Phase = DeployView::Phase;
using State = ReleaseStep::State;
using Kind = ReleaseStep::Kind;

/// Whatever breaks at whichever step of a deployment: what the window says was written was, and what it says was not
/// was not, asked of the real server afterwards.
class DeployFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m.reset(); }
    void init();
    void cleanup();
    void tellsTheTruth_data();
    void tellsTheTruth();
    void sessionEndsWhileSending();
    void leavesOutWhatIsSwitchedOff();

private:
    bool control(const QByteArray& method, const QJsonObject& rule = {});
    void manifest(const QString& name);
    void compareWithServer(const QString& name);
    QSet<Kind> onServer(const QString& name);
    State stateOf(Kind kind) const;

    std::unique_ptr<SandboxWorld> m;
    QString m_project;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<DeployView> m_view;
    std::unique_ptr<DeployController> m_controller;
    QList<Release> m_recorded;
    QObject m_owner;
};

void DeployFaults::initTestCase()
{
    if (!QFileInfo(SandboxFixture::executable()).isExecutable())
        QSKIP("no sandbox executable: build run402-sandbox or set RUN402_SANDBOX");
    m = std::make_unique<SandboxWorld>();
    QCOMPARE(m->begin(m_project), QString());
}

void DeployFaults::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_recorded.clear();
    m_view = std::make_unique<DeployView>();
    DeployPorts ports;
    ports.facts = [this] {
        DeployPorts::Facts facts;
        facts.projectId = m_project;
        return facts;
    };
    ports.releases = [this]() -> Releases& { return m->session.releases; };
    ports.addresses = [this]() -> Addresses& { return m->session.addresses; };
    ports.history = [this](const QString&) { return Call<QList<Release>>::ready(&m_owner, QList<Release>()); };
    ports.record = [this](const Release& r) { m_recorded << r; };
    ports.fetch = [this](const QByteArray&, const QUrl&, qint64) { return Call<HttpReply>::ready(&m_owner, HttpReply()); };
    m_controller = std::make_unique<DeployController>(*m_view, std::move(ports));
    m_view->resize(1180, 760);
    m_view->show();
}

void DeployFaults::cleanup()
{
    m_controller.reset();
    m_view.reset();
    if (m)
        QVERIFY(control("DELETE"));
}

bool DeployFaults::control(const QByteArray& method, const QJsonObject& rule)
{
    ApiRequest r = ApiRequest::postJson(u"/sandbox/v1/faults"_s, rule, Auth::None);
    r.method = method;
    if (method != "POST")
        r.body.clear();
    return await(m->session.api.call(r)).ok();
}

void DeployFaults::manifest(const QString& name)
{
    const auto put = [this](const QString& path, const QByteArray& data) {
        QFile f(m_dir->filePath(path));
        QVERIFY(f.open(QIODevice::WriteOnly) && f.write(data) == data.size());
    };
    put(u"index.html"_s, "<h1>hi</h1>");
    QByteArray json = R"json({"migrations":"create table if not exists t_NAME(id int primary key)",
        "rls":{"template":"public_read","tables":[{"table":"t_NAME"}]},
        "secrets":[{"key":"S_UPPER","value":"hush"}],
        "functions":[{"name":"f-NAME","code":"export default async () => new Response('1')"}],
        "files":[{"path":"index.html"}],"subdomain":"site-NAME"})json";
    json.replace("NAME", name.toUtf8()).replace("UPPER", name.toUpper().toUtf8());
    put(u"app.json"_s, json);
    m_controller->choose(m_dir->path());
    QTRY_COMPARE(m_view->phase(), Phase::Ready);
    QCOMPARE(m_view->steps()->steps().size(), 6);
}

/// The kinds whose effect the server has. The site itself shows in its address alone.
QSet<Kind> DeployFaults::onServer(const QString& name)
{
    QSet<Kind> there;
    const auto schema = await(m->session.database.schema(m_project));
    const Table* table = schema.ok() ? schema->table(u"t_"_s + name) : nullptr;
    if (table)
        there << Kind::Migrations;
    if (table && !table->policies.isEmpty())
        there << Kind::Rules;
    for (const auto& s : await(m->session.functions.secrets(m_project)).valueOr({})) {
        if (s.key == "S_"_L1 + name.toUpper())
            there << Kind::Secrets;
    }
    for (const auto& f : await(m->session.functions.list(m_project)).valueOr({})) {
        if (f.name == "f-"_L1 + name)
            there << Kind::Functions;
    }
    for (const auto& a : await(m->session.addresses.list(m_project)).valueOr({})) {
        if (a.name == "site-"_L1 + name)
            there << Kind::Subdomain;
    }
    return there;
}

State DeployFaults::stateOf(Kind kind) const
{
    for (const ReleaseStep& s : m_view->steps()->steps()) {
        if (s.kind == kind)
            return s.state;
    }
    return State::Waiting;
}

void DeployFaults::compareWithServer(const QString& name)
{
    const QSet<Kind> there = onServer(name);
    for (const ReleaseStep& step : m_view->steps()->steps()) {
        if (step.kind == Kind::Site)
            continue;
        const QByteArray which = QByteArray::number(int(step.kind)) + " says " + QByteArray::number(int(step.state));
        if (step.state == State::Done)
            QVERIFY2(there.contains(step.kind), which.constData());
        else if (step.state == State::Failed || step.state == State::Skipped)
            QVERIFY2(!there.contains(step.kind), which.constData());
        else
            QVERIFY2(step.state == State::Unknown, which.constData());
    }
}

void DeployFaults::tellsTheTruth_data()
{
    QTest::addColumn<int>("at");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QJsonObject>("fault");
    struct Step { const char* name; int at; const char* path; };
    const Step steps[] = {{"sql", 0, "/projects/v1/admin/*/sql"},        {"rules", 1, "/projects/v1/admin/*/rls"},
                          {"secret", 2, "/projects/v1/admin/*/secrets"}, {"function", 3, "/projects/v1/admin/*/functions"},
                          {"site", 4, "/deployments/v1"},                {"address", 5, "/subdomains/v1"}};
    struct Fault { const char* name; QJsonObject rule; };
    const Fault faults[] = {{"refused", {{u"status"_s, 503}, {u"body"_s, u"{\"error\":\"busy\"}"_s}}},
                            {"resetbefore", {{u"reset"_s, true}}},
                            {"resetafter", {{u"reset"_s, true}, {u"when"_s, u"after"_s}}},
                            {"cut", {{u"cut_body"_s, 5}, {u"when"_s, u"after"_s}}}};
    for (const Step& step : steps) {
        for (const Fault& fault : faults)
            QTest::newRow(qPrintable(QString::fromLatin1(step.name) + QString::fromLatin1(fault.name)))
                << step.at << QString::fromLatin1(step.path) << fault.rule;
    }
}

void DeployFaults::tellsTheTruth()
{
    QFETCH(int, at);
    QFETCH(QString, path);
    QFETCH(QJsonObject, fault);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    manifest(name);
    fault.insert(u"method"_s, u"POST"_s);
    fault.insert(u"path"_s, path);
    QVERIFY(control("POST", fault));
    m_view->findChild<QPushButton*>(u"deploy.deploy"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_view->phase(), Phase::Failed, 60'000);
    const auto steps = m_view->steps()->steps();
    for (int i = 0; i < at; ++i)
        QCOMPARE(steps.at(i).state, State::Done);
    const State broken = steps.at(at).state;
    QVERIFY(broken == State::Failed || broken == State::Unknown);
    for (int i = at + 1; i < 6; ++i)
        QCOMPARE(steps.at(i).state, State::Skipped);
    // A lost answer is never told as "nothing happened".
    const auto mutation = m_view->findChild<ProblemView*>(u"deploy.problem"_s)->problem().mutation;
    QCOMPARE(mutation, broken == State::Unknown ? Problem::Mutation::Unknown
                       : at > 0                 ? Problem::Mutation::Applied
                                                : Problem::Mutation::None);
    QVERIFY(m_recorded.isEmpty());
    QVERIFY(control("DELETE"));
    compareWithServer(name);

    // From there it goes on, and ends with everything written.
    m_view->findChild<QPushButton*>(u"deploy.retry"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(m_view->phase() != Phase::Running, 60'000);
    QVERIFY2(m_view->phase() == Phase::Live, qPrintable(m_view->findChild<ProblemView*>(u"deploy.problem"_s)->problem().code));
    QCOMPARE(onServer(name).size(), 5);
    QCOMPARE(m_recorded.size(), 1);
    QCOMPARE(codeOf(await(m->session.releases.get(m_recorded.first().id))), u"ok"_s);
    // The tier has room for a few of each.
    QVERIFY(await(m->session.functions.remove(m_project, "f-"_L1 + name)).ok());
    QVERIFY(await(m->session.functions.removeSecret(m_project, "S_"_L1 + name.toUpper())).ok());
    QVERIFY(await(m->session.addresses.release(m_project, "site-"_L1 + name)).ok());
}

/// The program ends in the middle: no word of success is left behind, and nothing runs on after it.
void DeployFaults::sessionEndsWhileSending()
{
    const QString name = u"ended"_s;
    manifest(name);
    QVERIFY(control("POST", {{u"method"_s, u"POST"_s}, {u"path"_s, u"/projects/v1/admin/*/secrets"_s}, {u"hang"_s, true}}));
    m_view->findChild<QPushButton*>(u"deploy.deploy"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(Kind::Secrets), State::Running, 30'000);
    m_controller->cancel();
    QTRY_COMPARE(m_view->phase(), Phase::Failed);
    QCOMPARE(stateOf(Kind::Migrations), State::Done);
    QCOMPARE(stateOf(Kind::Functions), State::Skipped);
    m_controller.reset();
    m_view.reset();
    QVERIFY(control("DELETE"));
    const QSet<Kind> there = onServer(name);
    QVERIFY(there.contains(Kind::Migrations) && there.contains(Kind::Rules));
    QVERIFY(!there.contains(Kind::Functions) && !there.contains(Kind::Subdomain));
    QVERIFY(m_recorded.isEmpty());
}

void DeployFaults::leavesOutWhatIsSwitchedOff()
{
    const QString name = u"left"_s;
    manifest(name);
    const auto onOff = [this](int i) { return m_view->findChild<Switch*>(u"deploy.step.%1.on"_s.arg(i)); };
    for (int i = 0; i < 6; ++i)
        QVERIFY(onOff(i)->isVisible() && onOff(i)->isChecked());
    onOff(4)->click(); // without the site there is nothing an address could show
    QVERIFY(!onOff(5)->isEnabled() && !onOff(5)->isChecked());
    onOff(4)->click();
    QVERIFY(onOff(5)->isEnabled() && onOff(5)->isChecked());
    onOff(2)->click();
    onOff(3)->click();
    QCOMPARE(stateOf(Kind::Secrets), State::Skipped);
    m_view->findChild<QPushButton*>(u"deploy.deploy"_s)->click();
    QVERIFY(!onOff(0)->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(m_view->phase(), Phase::Live, 60'000);
    QCOMPARE(onServer(name), (QSet<Kind>{Kind::Migrations, Kind::Rules, Kind::Subdomain}));
}

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    Theme theme;
    Theme::loadFonts();
    theme.install(app);
    theme.setReducedMotion(true);
    DeployFaults test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_deployfaults.moc"
