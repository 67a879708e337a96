// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/agentwatch/agentwatch.h"
#include "services/cli/clilink.h"
#include "services/ledger/ledgerbook.h"
#include "services/pay/approver.h"
#include "services/pay/budgetstore.h"
#include "services/net/transport.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "tests/support/await.h"
#include "tests/support/sandboxfixture.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using Kind = AgentAct::Kind;

namespace {

/// Keys, registries and settings, without what another program would not have.
void copyFolder(const QString& from, const QString& to)
{
    QDirIterator files(from, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        if (file.contains(".sqlite"_L1) || file.endsWith(".lock"_L1) || file.contains("/sandbox/cli/"_L1))
            continue;
        const QString target = to + file.mid(from.size());
        QDir().mkpath(QFileInfo(target).path());
        QFile::copy(file, target);
    }
}

class Agreeing : public QObject, public PaymentApprover
{
public:
    Call<PaymentAnswer>* ask(const PaymentQuestion&) override { return Call<PaymentAnswer>::ready(this, PaymentAnswer{true, false}); }
};

std::unique_ptr<Services> open(const QString& folder, Agreeing& person, const QUrl& api)
{
    ServicesOptions options;
    options.dataFolder = folder;
    options.apiBase = api;
    options.cliFolder = folder + u"/cli"_s;
    for (const qint64 chain : {8453, 84532, 42431})
        options.rpc.insert(chain, QUrl(api.toString(QUrl::StripTrailingSlash) + u"/rpc/%1"_s.arg(chain)));
    auto services = std::make_unique<Services>(options);
    // An agent buys what the window has just bought, and the other way round: here nobody minds.
    services->setApprover(&person);
    (void)await(services->wallets().load());
    (void)await(services->cliLink().load());
    Budget budget = Budget::defaults(Environment::Sandbox);
    budget.silentTestnet = true;
    (void)await(services->budgets().set(Environment::Sandbox, budget));
    services->workspace().setEnvironment(Environment::Sandbox);
    if (!QTest::qWaitFor([&] { return services->workspace().isConnected() && services->workspace().projects().value; }, 20'000))
        return nullptr;
    return services;
}

/// A deployment of one page; its id.
QString deploy(Services& s, const QString& project, const QString& subdomain = {})
{
    ReleaseSpec spec;
    spec.projectId = project;
    SiteFile page;
    page.path = u"index.html"_s;
    page.data = "<h1>" + QByteArray::number(QDateTime::currentMSecsSinceEpoch()) + "</h1>";
    page.size = page.data.size();
    spec.files = {page};
    spec.subdomain = subdomain;
    const auto release = await(s.releases().commit(spec, [](const QList<ReleaseStep>&) {}));
    return release.ok() ? release->id : QString();
}

} // namespace

/// A linked window, a second client with the same wallet, and a process that writes the CLI's files as the CLI does.
class TestAgentWatch : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<SandboxFixture> m_sandbox;
    QTemporaryDir m_folder, m_agentFolder;
    Agreeing m_person;
    std::unique_ptr<Services> m_window, m_agent;

    QString projectsFile() const { return m_folder.filePath(u"sandbox/cli/projects.json"_s); }

    /// Another program replaces the file as a whole.
    bool rewrite(const std::function<void(QJsonObject& projects)>& edit)
    {
        QFile file(projectsFile());
        QJsonObject root = file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
        QJsonObject projects = root.value("projects"_L1).toObject();
        edit(projects);
        root.insert(u"projects"_s, projects);
        QProcess other;
        other.start(u"/bin/sh"_s, {u"-c"_s, u"cat > \"$1.tmp\" && mv \"$1.tmp\" \"$1\""_s, u"sh"_s, projectsFile()});
        other.write(QJsonDocument(root).toJson());
        other.closeWriteChannel();
        return other.waitForFinished() && other.exitCode() == 0;
    }
    QString told() const
    {
        QStringList list;
        for (const AgentAct& a : m_window->agents().feed().acts)
            list << agentKindId(a.kind) + u' ' + a.key + u' ' + a.object;
        return list.join(u"; "_s);
    }
    const AgentAct* find(Kind kind, const QString& what) const
    {
        for (const AgentAct& a : m_window->agents().feed().acts) {
            if (a.kind == kind && (a.projectId == what || a.object == what))
                return &a;
        }
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sandbox = std::make_unique<SandboxFixture>();
        QVERIFY2(m_sandbox->isRunning(), qPrintable(m_sandbox->error()));
        m_window = open(m_folder.path(), m_person, m_sandbox->url());
        QVERIFY(m_window);
        QVERIFY(await(m_window->wallets().create(u"Test"_s, true)).ok());
        QCOMPARE(codeOf(await(m_window->money().faucet())), u"ok"_s);
        QCOMPARE(codeOf(await(m_window->cliLink().link(true))), u"ok"_s);
        QTRY_VERIFY(m_window->agents().isOn() && m_window->hasSession());
        copyFolder(m_folder.path(), m_agentFolder.path());
        m_agent = open(m_agentFolder.path(), m_person, m_sandbox->url());
        QVERIFY(m_agent);
        QVERIFY(!m_agent->agents().isOn());
        QCOMPARE(m_agent->wallets().active(true)->address, m_window->wallets().active(true)->address);
    }
    void cleanupTestCase()
    {
        m_window.reset();
        m_agent.reset();
        m_sandbox.reset();
    }

    void tellsAgentsFromOurselves()
    {
        Services& w = *m_window;
        // Ourselves: a tier, a project, a deployment.
        QCOMPARE(codeOf(await(w.money().setTier(u"prototype"_s))), u"ok"_s);
        QCOMPARE(codeOf(await(w.workspace().createProject(u"mine"_s))), u"ok"_s);
        const QString mine = w.workspace().currentProjectId();
        QVERIFY(!mine.isEmpty());
        const QString ownDeployment = deploy(w, mine);
        QVERIFY(!ownDeployment.isEmpty());
        Release release;
        release.id = ownDeployment;
        release.projectId = mine;
        w.workspace().noteDeployment(mine, release);
        w.agents().look();

        // An agent: the same, by another client and another process.
        QCOMPARE(codeOf(await(m_agent->money().setTier(u"prototype"_s))), u"ok"_s);
        const auto theirs = await(m_agent->projects().create(u"theirs"_s));
        QVERIFY(theirs.ok());
        QVERIFY(await(m_agent->credentials().storeProjectKeys(theirs->id, theirs->anonKey, theirs->serviceKey)).ok());
        const QString theirDeployment = deploy(*m_agent, theirs->id);
        QVERIFY(!theirDeployment.isEmpty());
        QVERIFY(rewrite([&](QJsonObject& projects) {
            projects.insert(theirs->id, QJsonObject{{u"anon_key"_s, theirs->anonKey}, {u"service_key"_s, QString::fromLatin1(theirs->serviceKey)},
                                                    {u"last_deployment_id"_s, theirDeployment}});
        }));
        QTRY_VERIFY2_WITH_TIMEOUT(find(Kind::ProjectMade, theirs->id), qPrintable(told()), 15'000);
        QTRY_VERIFY(find(Kind::Deployed, theirDeployment));
        QTRY_VERIFY_WITH_TIMEOUT(find(Kind::TierChanged, u"prototype"_s), 15'000);
        QCOMPARE(find(Kind::TierChanged, u"prototype"_s)->costMicros, 100'000);
        QTRY_COMPARE(w.agents().spentThisMonth(), 100'000);
        // Nothing of ours is among them, and each of theirs once.
        QCOMPARE(w.agents().feed().acts.size(), 3);
        QCOMPARE(w.agents().feed().unread, 3);

        // Another deployment, seen by its address alone.
        const QString second = deploy(*m_agent, theirs->id, u"agents-site"_s);
        QVERIFY(!second.isEmpty());
        w.agents().look();
        QTRY_VERIFY(w.agents().feed().acts.size() >= 3);
        // Keys of ours, changed by the process.
        QVERIFY(rewrite([&](QJsonObject& projects) {
            QJsonObject p = projects.value(mine).toObject();
            p.insert(u"anon_key"_s, u"eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.x"_s);
            projects.insert(mine, p);
        }));
        QTRY_VERIFY_WITH_TIMEOUT(find(Kind::KeysChanged, mine), 15'000);
        w.agents().markLooked();
        QTRY_COMPARE(w.agents().feed().unread, 0);
    }

    /// Paid on the chain, an image leaves no trace in the billing history.
    void tellsWhatOnlyTheChainKnows()
    {
        HttpRequest more;
        more.method = "POST";
        more.url = QUrl(m_sandbox->url().toString(QUrl::StripTrailingSlash) + u"/faucet/v1/admin"_s);
        more.headers = {{"X-Admin-Key", "contract-admin-key"}}; // of every server with --control
        more.body = QJsonDocument(QJsonObject{{u"address"_s, m_window->wallets().active(true)->address}, {u"amount"_s, u"1"_s}}).toJson();
        more.contentType = "application/json";
        QCOMPARE(await(m_agent->transport().send(more))->status, 200);
        m_window->agents().look();
        QTRY_VERIFY(m_window->ledger().hasRead() && !m_window->ledger().isReading());
        const qsizetype before = m_window->agents().feed().acts.size();
        // Ours is not among them.
        QCOMPARE(codeOf(await(m_window->money().image(u"a lighthouse"_s, u"square"_s))), u"ok"_s);
        QCOMPARE(codeOf(await(m_agent->money().image(u"a harbour"_s, u"square"_s))), u"ok"_s);
        const auto history = await(m_window->money().history(100)).valueOr({});
        QVERIFY(std::none_of(history.cbegin(), history.cend(), [](const LedgerEntry& e) { return e.referenceId == "image"_L1; }));
        m_window->agents().look();
        QTRY_VERIFY2_WITH_TIMEOUT(find(Kind::Spent, u"image"_s), qPrintable(told()), 15'000);
        QCOMPARE(find(Kind::Spent, u"image"_s)->costMicros, 30'000);
        m_window->agents().look();
        QTRY_VERIFY(!m_window->ledger().isReading());
        QCOMPARE(m_window->agents().feed().acts.size(), before + 1);
        m_window->agents().markLooked();
        QTRY_COMPARE(m_window->agents().feed().unread, 0);
    }

    void tellsWhatHappenedWhileClosed()
    {
        const qsizetype before = m_window->agents().feed().acts.size();
        m_window.reset();
        const auto night = await(m_agent->projects().create(u"night shift"_s));
        QVERIFY(night.ok());
        m_window = open(m_folder.path(), m_person, m_sandbox->url());
        QVERIFY(m_window);
        QTRY_VERIFY_WITH_TIMEOUT(find(Kind::ProjectMade, night->id), 15'000);
        QCOMPARE(find(Kind::ProjectMade, night->id)->object, u"night shift"_s);
        QVERIFY2(m_window->agents().feed().unread == 1, qPrintable(told()));
        QCOMPARE(m_window->agents().feed().acts.size(), before + 1);

        // Deleted by the agent, and one of ours by ourselves.
        QVERIFY(await(m_agent->credentials().storeProjectKeys(night->id, night->anonKey, night->serviceKey)).ok());
        QCOMPARE(codeOf(await(m_agent->projects().remove(night->id))), u"ok"_s);
        QCOMPARE(codeOf(await(m_window->workspace().createProject(u"short-lived"_s))), u"ok"_s);
        const QString own = m_window->workspace().currentProjectId();
        QCOMPARE(codeOf(await(m_window->projects().remove(own))), u"ok"_s);
        m_window->agents().look();
        QTRY_VERIFY_WITH_TIMEOUT(find(Kind::ProjectGone, night->id), 15'000);
        QVERIFY(!find(Kind::ProjectGone, own));
        QVERIFY(!find(Kind::ProjectMade, own));
    }

    void sleepsWhereNothingIsShared()
    {
        QCOMPARE(codeOf(await(m_window->cliLink().unlink(true))), u"ok"_s);
        QTRY_VERIFY(m_window->agents().feed().acts.isEmpty());
        QVERIFY(await(m_agent->projects().create(u"unseen"_s)).ok());
        m_window->agents().look();
        QCOMPARE(codeOf(await(m_window->cliLink().link(true))), u"ok"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->agents().feed().acts.isEmpty(), 15'000);
    }
};

QTEST_GUILESS_MAIN(TestAgentWatch)
#include "tst_agentwatch.moc"
