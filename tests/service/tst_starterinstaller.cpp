// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/starters/starterinstaller.h"
#include "tests/support/notesstarter.h"
#include "tests/support/sandboxworld.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// From a starter's folder to a live app on a real server, and what is left when a step fails.
class StarterInstallerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void makesALiveApp();
    void goesOnBehindWhatIsDone();
    void takenNameKeepsTheRest();
    void everyStarterGoesLive_data();
    void everyStarterGoesLive();
    void withoutTierNothingIsMade();
    void anInterruptionEndsTheStep();

private:
    StarterTools tools(SandboxWorld& world);
    StarterInstaller::Wish wish(const QString& subdomain) const;
    static bool run(StarterInstaller& installer);
    QString setting(const QString& project, const QString& key);
    int projects();
    static QList<InstallStep::State> states(const StarterInstaller& installer);

    std::unique_ptr<SandboxWorld> m_world;
    QTemporaryDir m_folder;
};

void StarterInstallerTest::initTestCase()
{
    QVERIFY(writeNotesStarter(m_folder.path()));
    m_world = std::make_unique<SandboxWorld>();
    QVERIFY(m_world->isRunning());
    QCOMPARE(m_world->subscribe(), u"ok"_s);
}

StarterTools StarterInstallerTest::tools(SandboxWorld& world)
{
    auto& s = world.session;
    return {[&s]() -> Projects& { return s.projects; },   [&s]() -> Releases& { return s.releases; },
            [&s]() -> Functions& { return s.functions; }, [&s]() -> Addresses& { return s.addresses; },
            [&s]() -> Database& { return s.database; },
            [&s](const NewProject& p, const QString&) { return s.credentials.storeProjectKeys(p.id, p.anonKey, p.serviceKey); },
            [&world] { return world.sandbox.url(); }};
}

StarterInstaller::Wish StarterInstallerTest::wish(const QString& subdomain) const
{
    StarterInstaller::Wish w;
    w.starter = StarterCatalog(m_folder.path()).read(u"notes"_s).value();
    w.projectName = u"my-notes"_s;
    w.subdomain = subdomain;
    w.variables = {{u"TITLE"_s, u"Family <b>notes</b>"_s}, {u"OWNER"_s, u"Noa"_s}};
    return w;
}

bool StarterInstallerTest::run(StarterInstaller& installer)
{
    QSignalSpy finished(&installer, &StarterInstaller::finished), failed(&installer, &StarterInstaller::failed);
    installer.start();
    return QTest::qWaitFor([&] { return !finished.isEmpty() || !failed.isEmpty(); }, 60'000) && !finished.isEmpty();
}

QList<InstallStep::State> StarterInstallerTest::states(const StarterInstaller& installer)
{
    QList<InstallStep::State> list;
    for (const InstallStep& s : installer.steps())
        list << s.state;
    return list;
}

QString StarterInstallerTest::setting(const QString& project, const QString& key)
{
    const auto r = await(m_world->session.database.run(project, u"select value from settings where key = '%1'"_s.arg(key)));
    return r.ok() ? QJsonDocument::fromJson(r->rowsJson).array().first().toObject().value("value"_L1).toString() : codeOf(r);
}

int StarterInstallerTest::projects()
{
    return int(await(m_world->session.projects.list()).value().size());
}

void StarterInstallerTest::makesALiveApp()
{
    StarterInstaller installer(tools(*m_world), StarterCatalog(m_folder.path()));
    installer.setWish(wish(u"noas-notes"_s));
    QVERIFY(run(installer));
    for (const InstallStep& s : installer.steps())
        QVERIFY2(s.state == InstallStep::State::Done, qPrintable(QString::number(int(s.kind))));
    QCOMPARE(installer.steps().size(), 8);
    QCOMPARE(setting(installer.projectId(), u"TITLE"_s), u"Family <b>notes</b>"_s);
    QVERIFY(installer.address().toString().contains(u"noas-notes"_s));
    const auto held = await(m_world->session.addresses.holder(u"noas-notes"_s));
    QVERIFY(held.ok() && held->has_value());
    QCOMPARE((*held)->deploymentId, installer.release().id);
    const auto free = await(m_world->session.addresses.holder(u"nobody-has-this"_s));
    QVERIFY(free.ok() && !free->has_value());
    // The rules hold: a visitor adds a note and cannot change a setting.
    const auto schema = await(m_world->session.database.schema(installer.projectId()));
    QVERIFY(!schema->table(u"settings"_s)->policies.isEmpty());
    QVERIFY(!schema->table(u"notes"_s)->policies.isEmpty());
    // Nothing left to do: starting again does nothing.
    const int before = projects();
    installer.start();
    QVERIFY(!installer.isRunning());
    QCOMPARE(projects(), before);
}

void StarterInstallerTest::goesOnBehindWhatIsDone()
{
    StarterInstaller installer(tools(*m_world), StarterCatalog(m_folder.path()));
    StarterInstaller::Wish w = wish(u"second-notes"_s);
    w.variables.insert(u"TITLE"_s, u"bad"_s); // the app's own setup refuses it
    installer.setWish(w);
    const int before = projects();
    QVERIFY(!run(installer));
    QCOMPARE(installer.steps().at(6).kind, InstallStep::Kind::Setup);
    QCOMPARE(installer.steps().at(6).state, InstallStep::State::Failed);
    QVERIFY(installer.steps().at(6).problem->message.contains(u"TITLE is bad"_s));
    QCOMPARE(installer.steps().at(7).state, InstallStep::State::Waiting);
    QVERIFY(installer.hasBegun());
    QCOMPARE(projects(), before + 1);
    const QString project = installer.projectId(), release = installer.release().id;
    w.variables.insert(u"TITLE"_s, u"good"_s);
    installer.setWish(w);
    QCOMPARE(states(installer).count(InstallStep::State::Done), 6);
    QVERIFY(run(installer));
    QCOMPARE(installer.projectId(), project);
    QCOMPARE(installer.release().id, release); // not deployed twice
    QCOMPARE(projects(), before + 1);
    QCOMPARE(setting(project, u"TITLE"_s), u"good"_s);
    const auto rows = await(m_world->session.database.run(project, u"select count(*)::int as n from notes"_s));
    QCOMPARE(QJsonDocument::fromJson(rows->rowsJson).array().first().toObject().value("n"_L1).toInt(), 2);
}

void StarterInstallerTest::takenNameKeepsTheRest()
{
    StarterInstaller installer(tools(*m_world), StarterCatalog(m_folder.path()));
    installer.setWish(wish(u"noas-notes"_s)); // the first test has it
    QSignalSpy failed(&installer, &StarterInstaller::failed);
    QVERIFY(!run(installer));
    QCOMPARE(failed.first().first().value<Problem>().code.section(u'.', 0, 0), u"address"_s);
    QCOMPARE(installer.steps().last().state, InstallStep::State::Failed);
    QVERIFY(installer.address().isValid()); // the page is there under its long address
    installer.setWish(wish(u"third-notes"_s));
    QVERIFY(run(installer));
    QVERIFY(installer.address().toString().contains(u"third-notes"_s));
}

void StarterInstallerTest::everyStarterGoesLive_data()
{
    QTest::addColumn<QString>("slug");
    for (const Starter& s : StarterCatalog(QStringLiteral(RUN402_SOURCE_DIR "/resources/starters")).list())
        QTest::newRow(qPrintable(s.slug)) << s.slug;
}

void StarterInstallerTest::everyStarterGoesLive()
{
    QFETCH(QString, slug);
    const StarterCatalog catalog(QStringLiteral(RUN402_SOURCE_DIR "/resources/starters"));
    StarterInstaller::Wish w;
    w.starter = catalog.read(slug).value();
    w.projectName = slug;
    w.variables = defaultsOf(w.starter.variables);
    StarterInstaller installer(tools(*m_world), catalog);
    installer.setWish(w);
    const bool live = run(installer);
    for (const InstallStep& s : installer.steps())
        QVERIFY2(!s.problem, qPrintable(s.problem ? s.problem->code + u": "_s + s.problem->message : QString()));
    QVERIFY(live);
    QVERIFY(installer.address().isValid());
}

void StarterInstallerTest::withoutTierNothingIsMade()
{
    SandboxWorld poor;
    QVERIFY(poor.isRunning() && poor.createWallet());
    StarterInstaller installer(tools(poor), StarterCatalog(m_folder.path()));
    installer.setWish(wish({}));
    QSignalSpy failed(&installer, &StarterInstaller::failed);
    QVERIFY(!run(installer));
    QCOMPARE(failed.first().first().value<Problem>().kind, Problem::Kind::PayFirst);
    QVERIFY(!installer.hasBegun());
    QCOMPARE(states(installer).count(InstallStep::State::Failed), 1);
    QVERIFY(poor.approver.asked.isEmpty()); // it never pays by itself
}

void StarterInstallerTest::anInterruptionEndsTheStep()
{
    StarterInstaller installer(tools(*m_world), StarterCatalog(m_folder.path()));
    installer.setWish(wish({}));
    QSignalSpy failed(&installer, &StarterInstaller::failed);
    installer.start();
    QVERIFY(QTest::qWaitFor([&] { return installer.hasBegun(); }, 20'000));
    installer.interrupt();
    QVERIFY(!installer.isRunning());
    QCOMPARE(failed.size(), 1);
    const int before = projects();
    QVERIFY(run(installer));
    QCOMPARE(projects(), before); // the same project, finished
}

QTEST_GUILESS_MAIN(StarterInstallerTest)
#include "tst_starterinstaller.moc"
