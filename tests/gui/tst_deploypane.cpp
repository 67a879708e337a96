// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/deploy/releaseplan.h"
#include "ui/common/button.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/problemview.h"
#include "ui/common/theme.h"
#include "ui/deploy/changescard.h"
#include "ui/deploy/deploycontroller.h"
#include "ui/deploy/deployview.h"
#include "ui/deploy/deploywords.h"
#include "ui/deploy/dropzone.h"
#include "ui/deploy/logcard.h"
#include "ui/deploy/resultcard.h"
#include "ui/deploy/stepscard.h"

#include <QApplication>
#include <QCheckBox>
#include <QCryptographicHash>
#include <QDir>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace run402;
using namespace Qt::StringLiterals;
using Phase = DeployView::Phase;
using Step = ReleaseStep;

/// Releases that do what the test says, step by step.
class FakeReleases : public Releases
{
public:
    Call<Release>* commit(const ReleaseSpec& spec, StepObserver steps) override
    {
        sent << spec;
        observer = std::move(steps);
        running = plannedSteps(spec);
        call = new Call<Release>(&owner);
        call->setCancelHook([this] { cancelled = true; });
        observer(running);
        return call;
    }
    Call<Release>* get(const QString&) override { return Call<Release>::ready(&owner, Release{}); }
    Call<Done>* promote(const QString&, const QString& id) override
    {
        promoted << id;
        return Call<Done>::ready(&owner, Done{});
    }
    void step(int i, Step::State state)
    {
        running[i].state = state;
        running[i].elapsedMs = 120;
        observer(running);
    }
    void failAt(int at, Step::State state, const Problem& problem)
    {
        for (int i = 0; i < at; ++i)
            running[i].state = Step::State::Done;
        running[at].state = state;
        for (qsizetype i = at + 1; i < running.size(); ++i)
            running[i].state = Step::State::Skipped;
        observer(running);
        call->resolve(problem);
    }
    void succeed(const QStringList& addresses = {u"http://abc.localhost:4022"_s})
    {
        for (Step& s : running)
            s.state = Step::State::Done;
        observer(running);
        Release r;
        r.id = u"dpl_2_b"_s;
        r.url = u"http://dpl-2-b.localhost:4022"_s;
        r.addresses = addresses;
        r.fileCount = int(sent.last().files.size());
        call->resolve(r);
    }
    QObject owner;
    QList<ReleaseSpec> sent;
    QStringList promoted;
    StepObserver observer;
    QList<Step> running;
    QPointer<Call<Release>> call;
    bool cancelled = false;
};

class FakeAddresses : public Addresses
{
public:
    QString nameProblem(const QString& name) const override
    {
        return name.size() < 3 ? u"Subdomain must be 3-63 characters"_s : QString();
    }
    Call<QList<Address>>* list(const QString&) override { return Call<QList<Address>>::ready(&owner, QList<Address>()); }
    Call<Address>* claim(const QString&, const QString& name, const QString& release) override
    {
        Address a;
        a.name = name;
        a.url = u"http://%1.localhost:4022"_s.arg(name);
        a.deploymentId = release;
        return Call<Address>::ready(&owner, a);
    }
    Call<Done>* release(const QString&, const QString&) override { return Call<Done>::ready(&owner, Done{}); }
    QObject owner;
};

class DeployPaneTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void emptyFolderSaysSo();
    void noIndexPageCannotBeSent();
    void showsWhatChanged();
    void hidesTheSame();
    void comparesWithTheLiveFiles();
    void tellsWhatEachStepDoes();
    void saysHowLongItTook_data();
    void saysHowLongItTook();
    void suggestsAnAddress_data();
    void suggestsAnAddress();
    void deploysAndShowsTheAddress();
    void failsAtEachStep_data();
    void failsAtEachStep();
    void unknownSaysSo();
    void triesAgainFromThere();
    void cancels();
    void asksBeforeSendingKeys();
    void offersTheFolderWithoutItsManifest();
    void claimsAnAddress();
    void rollsBack();
    void watchesForChanges();
    void takesOneDrop();
    void blockedWhileReadOnly();
    void shots();

private:
    void put(const QString& path, const QByteArray& data)
    {
        const QString full = m_dir->filePath(path);
        QDir().mkpath(QFileInfo(full).path());
        QFile f(full);
        QVERIFY(f.open(QIODevice::WriteOnly));
        f.write(data);
    }
    void choose(Phase expected = Phase::Ready)
    {
        m_controller->choose(m_dir->path());
        QTRY_COMPARE(m_view->phase(), expected);
    }
    void fullManifest()
    {
        put(u"index.html"_s, "<h1>hi</h1>");
        put(u"setup.sql"_s, "create table if not exists t();");
        put(u"app.json"_s, R"({"migrations_file":"setup.sql","rls":{"template":"public_read","tables":[{"table":"t"}]},
            "secrets":[{"key":"A_KEY","value":"v"}],"functions":[{"name":"f","code":"export default 1"}],
            "files":[{"path":"index.html"}],"subdomain":"abc"})");
    }
    template <typename T>
    T* child(const char* name) const { return m_view->findChild<T*>(QString::fromLatin1(name)); }
    QPushButton* button(const char* name) const { return child<QPushButton>(name); }
    QList<Step::State> states() const
    {
        QList<Step::State> list;
        for (const Step& s : m_view->steps()->steps())
            list << s.state;
        return list;
    }
    void accept()
    {
        QTRY_VERIFY(m_view->findChild<ConfirmDialog*>());
        m_view->findChild<ConfirmDialog*>()->acceptButton()->click();
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<FakeReleases> m_releases;
    std::unique_ptr<FakeAddresses> m_addresses;
    std::unique_ptr<DeployView> m_view;
    std::unique_ptr<DeployController> m_controller;
    QList<Release> m_history;
    QList<Release> m_recorded;
    QHash<QString, QByteArray> m_live;
    QByteArrayList m_fetched;
    QStringList m_addressed, m_rolledBack;
    QString m_liveId;
    QString m_blocked;
    QObject m_owner;
};

void DeployPaneTest::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_releases = std::make_unique<FakeReleases>();
    m_addresses = std::make_unique<FakeAddresses>();
    m_history.clear();
    m_recorded.clear();
    m_live.clear();
    m_fetched.clear();
    m_addressed.clear();
    m_rolledBack.clear();
    m_liveId.clear();
    m_blocked.clear();
    m_view = std::make_unique<DeployView>();
    DeployPorts ports;
    ports.facts = [this] {
        return DeployPorts::Facts{u"prj_1_2"_s, u"anon"_s, u"abc.localhost:4022"_s, QUrl(u"http://abc.localhost:4022"_s),
                                  m_liveId, u"Tal's Récipes"_s, m_blocked};
    };
    ports.releases = [this]() -> Releases& { return *m_releases; };
    ports.addresses = [this]() -> Addresses& { return *m_addresses; };
    ports.history = [this](const QString&) { return Call<QList<Release>>::ready(&m_owner, m_history); };
    ports.record = [this](const Release& r) { m_recorded << r; };
    ports.recordAddress = [this](const Release&, const QString& name) { m_addressed << name; };
    ports.recordRollBack = [this](const Release& r) { m_rolledBack << r.id; };
    ports.fetch = [this](const QByteArray& method, const QUrl& url, qint64) {
        m_fetched << method + ' ' + url.path().toUtf8();
        HttpReply reply;
        reply.status = m_live.contains(url.path()) || url.path().isEmpty() ? 200 : 404;
        reply.elapsedMs = 42;
        reply.body = m_live.value(url.path());
        return Call<HttpReply>::ready(&m_owner, reply);
    };
    ports.thumbnail = [](const QUrl&, QObject* context, std::function<void(const QPixmap&)> done) {
        QPixmap page(970, 640);
        page.fill(QColor(0xfb, 0xf7, 0xef));
        QMetaObject::invokeMethod(context, [done, page] { done(page); }, Qt::QueuedConnection);
    };
    m_controller = std::make_unique<DeployController>(*m_view, std::move(ports));
    m_view->resize(1180, 760);
    m_view->show();
}

void DeployPaneTest::cleanup()
{
    m_controller.reset();
    m_view.reset();
}

void DeployPaneTest::emptyFolderSaysSo()
{
    choose(Phase::Unreadable);
    QVERIFY(!button("deploy.deploy")->isEnabled());
}

void DeployPaneTest::noIndexPageCannotBeSent()
{
    put(u"dist/index.html"_s, "x");
    choose();
    QVERIFY(!button("deploy.deploy")->isEnabled());
    bool told = false;
    for (const QLabel* l : m_view->findChildren<QLabel*>())
        told = told || (l->text().contains("dist"_L1) && l->isVisible());
    QVERIFY(told);
}

void DeployPaneTest::showsWhatChanged()
{
    put(u"index.html"_s, "line one\nline two\n");
    put(u"same.css"_s, "body{}");
    put(u"new.js"_s, "1");
    Release before;
    before.id = u"dpl_1_a"_s;
    before.hashes = {{u"index.html"_s, QByteArray(32, 'x')},
                     {u"same.css"_s, QCryptographicHash::hash("body{}", QCryptographicHash::Sha256)},
                     {u"gone.png"_s, QByteArray(32, 'y')}};
    before.sizes = {{u"index.html"_s, 10}, {u"same.css"_s, 6}, {u"gone.png"_s, 2000}};
    m_history = {before};
    m_live[u"/index.html"_s] = "line one\nold line\n";
    choose();
    const auto counts = m_view->changes()->model()->counts();
    QCOMPARE(counts.added, 1);
    QCOMPARE(counts.changed, 1);
    QCOMPARE(counts.removed, 1);
    QCOMPARE(counts.same, 1);
    QTreeView* tree = m_view->changes()->tree();
    const auto row = [&](const QString& name) {
        return tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole, name, 1, Qt::MatchExactly | Qt::MatchRecursive)
            .value(0);
    };
    QCOMPARE(row(u"index.html"_s).data(FileTreeModel::DeltaRole).toLongLong(), 18 - 10);
    QCOMPARE(row(u"gone.png"_s).data(FileTreeModel::SizeRole).toLongLong(), 2000);
    QCOMPARE(row(u"index.html"_s).parent().data().toString(), u"site"_s);
    QVERIFY(m_fetched.isEmpty()); // what was sent from here is known
    tree->setCurrentIndex(row(u"index.html"_s));
    auto* text = child<QPlainTextEdit>("deploy.diffText");
    QTRY_COMPARE(text->toPlainText(), u"- old line\n+ line two"_s);
}

void DeployPaneTest::hidesTheSame()
{
    put(u"index.html"_s, "x");
    put(u"b.css"_s, "x");
    Release before;
    before.hashes = {{u"index.html"_s, QCryptographicHash::hash("x", QCryptographicHash::Sha256)}};
    m_history = {before};
    choose();
    QTreeView* tree = m_view->changes()->tree();
    const auto rows = [tree] { return tree->model()->rowCount(tree->model()->index(0, 0)); };
    QCOMPARE(rows(), 2);
    child<QCheckBox>("deploy.hideSame")->click();
    QCOMPARE(rows(), 1);
}

void DeployPaneTest::comparesWithTheLiveFiles()
{
    put(u"index.html"_s, "new page");
    put(u"same.css"_s, "body{}");
    put(u"new.js"_s, "1");
    m_live = {{u"/index.html"_s, "old"}, {u"/same.css"_s, "body{}"}, {u"/other.png"_s, "never asked for"}};
    choose();
    const auto kind = [this](const char* path) {
        const auto at = m_view->changes()->model()->indexOf(u"site/"_s + QString::fromLatin1(path));
        return at.data(FileTreeModel::KindRole).toInt();
    };
    QTRY_COMPARE(kind("index.html"), int(FileChange::Kind::Changed));
    QCOMPARE(kind("same.css"), int(FileChange::Kind::Same));
    QCOMPARE(kind("new.js"), int(FileChange::Kind::Added));
    QCOMPARE(m_view->changes()->model()->indexOf(u"site/index.html"_s).data(FileTreeModel::DeltaRole).toLongLong(), 8 - 3);
    std::sort(m_fetched.begin(), m_fetched.end());
    QCOMPARE(m_fetched, (QByteArrayList{"GET /index.html", "GET /new.js", "GET /same.css"}));
    // What is kept here is of no use once something else went live.
    Release before;
    before.id = u"dpl_1_a"_s;
    before.hashes = {{u"index.html"_s, QByteArray(32, 'x')}, {u"gone.png"_s, QByteArray(32, 'y')}};
    m_history = {before};
    m_liveId = u"dpl_9_z"_s;
    m_fetched.clear();
    choose();
    QTRY_COMPARE(kind("same.css"), int(FileChange::Kind::Same));
    QCOMPARE(m_view->changes()->model()->counts().removed, 0);
    QCOMPARE(m_fetched.size(), 3);
}

void DeployPaneTest::tellsWhatEachStepDoes()
{
    fullManifest();
    put(u"setup.sql"_s, "create table if not exists t(); alter table recipes add column if not exists base int;");
    choose();
    const auto detail = [this](int i) { return m_view->steps()->steps().at(i).detail; };
    QCOMPARE(detail(0), u"setup.sql, 2 statements, adds t, recipes.base"_s);
    QCOMPARE(detail(1), u"public_read on t"_s);
    QCOMPARE(detail(4), u"1 file, 11 B"_s);
    button("deploy.deploy")->click();
    m_releases->running[3].detail = u"f"_s;
    m_releases->step(3, Step::State::Running);
    QCOMPARE(detail(3), u"f, publishing"_s);
    m_releases->succeed();
    QTRY_COMPARE(m_view->phase(), Phase::Live);
    QCOMPARE(detail(2), u"A_KEY set"_s);
    QCOMPARE(detail(3), u"f published"_s);
    QCOMPARE(detail(4), u"1 file, 11 B sent"_s);
    QCOMPARE(detail(5), u"abc now shows this deployment"_s);
    // The page's picture fills the rest of the result.
    QTRY_VERIFY(child<QWidget>("deploy.picture")->isVisible());
}

void DeployPaneTest::saysHowLongItTook_data()
{
    QTest::addColumn<int>("ms");
    QTest::addColumn<QString>("text");
    QTest::newRow("unknown") << -1 << u"Live"_s;
    QTest::newRow("none") << 0 << u"Live in 0.01 seconds"_s;
    QTest::newRow("sandbox") << 31 << u"Live in 0.03 seconds"_s;
    QTest::newRow("tenth") << 100 << u"Live in 0.1 seconds"_s;
    QTest::newRow("service") << 8400 << u"Live in 8.4 seconds"_s;
    QTest::newRow("slow") << 125000 << u"Live in 2 min 5 s"_s;
}

void DeployPaneTest::saysHowLongItTook()
{
    QFETCH(int, ms);
    QTEST(DeployWords::liveIn(ms), "text");
}

void DeployPaneTest::suggestsAnAddress_data()
{
    QTest::addColumn<QString>("project");
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << u"tals-recipes"_s << u"tals-recipes"_s;
    QTest::newRow("words") << u"  Tal's  Récipes! "_s << u"tal-s-recipes"_s;
    QTest::newRow("short") << u"ab"_s << u"ab-site"_s;
    QTest::newRow("nothing usable") << u"מתכונים"_s << QString();
    QTest::newRow("long") << QString(200, u'a') << QString(63, u'a');
    QTest::newRow("cut at a hyphen") << QString(62, u'a') + u" b"_s << QString(62, u'a');
}

void DeployPaneTest::suggestsAnAddress()
{
    QFETCH(QString, project);
    QTEST(DeployWords::suggestedAddress(project), "name");
}

void DeployPaneTest::deploysAndShowsTheAddress()
{
    fullManifest();
    choose();
    QCOMPARE(m_view->steps()->steps().size(), 6);
    QCOMPARE(m_releases->sent.size(), 0); // choosing sends nothing
    button("deploy.deploy")->click();
    QCOMPARE(m_view->phase(), Phase::Running);
    QVERIFY(!button("deploy.cancel")->isHidden());
    QCOMPARE(m_releases->sent.first().projectId, u"prj_1_2"_s);
    m_releases->step(0, Step::State::Running);
    m_releases->step(0, Step::State::Done);
    QCOMPARE(m_view->steps()->doneCount(), 1);
    m_releases->succeed();
    QTRY_COMPARE(m_view->phase(), Phase::Live);
    QCOMPARE(m_view->result()->address(), QUrl(u"http://abc.localhost:4022"_s));
    QCOMPARE(child<QLabel>("deploy.releaseId")->text(), u"dpl_2_b"_s);
    QCOMPARE(m_recorded.size(), 1);
    QCOMPARE(m_recorded.first().projectId, u"prj_1_2"_s);
    QSignalSpy open(m_controller.get(), &DeployController::openRequested);
    button("deploy.open")->click();
    QCOMPARE(open.count(), 1);
    QSignalSpy preview(m_controller.get(), &DeployController::previewRequested);
    button("deploy.preview")->click();
    QCOMPARE(preview.first().first().toUrl().host(), u"abc.localhost"_s);
}

void DeployPaneTest::failsAtEachStep_data()
{
    QTest::addColumn<int>("at");
    for (int i = 0; i < 6; ++i)
        QTest::addRow("step %d", i) << i;
}

void DeployPaneTest::failsAtEachStep()
{
    QFETCH(int, at);
    fullManifest();
    choose();
    button("deploy.deploy")->click();
    m_releases->failAt(at, Step::State::Failed, Problem::make(Problem::Kind::Server, u"server.error"_s, u"boom"_s));
    QTRY_COMPARE(m_view->phase(), Phase::Failed);
    const auto after = states();
    for (int i = 0; i < 6; ++i)
        QCOMPARE(after.at(i), i < at ? Step::State::Done : i == at ? Step::State::Failed : Step::State::Skipped);
    QVERIFY(child<QWidget>("deploy.problem")->isVisible());
    QVERIFY(!button("deploy.retry")->isHidden());
    QCOMPARE(m_view->findChild<ProblemView*>(u"deploy.problem"_s)->problem().mutation,
             at > 0 ? Problem::Mutation::Applied : Problem::Mutation::None);
    QVERIFY(m_recorded.isEmpty());
}

void DeployPaneTest::unknownSaysSo()
{
    fullManifest();
    choose();
    button("deploy.deploy")->click();
    Problem p = Problem::make(Problem::Kind::Network, u"net.timeout"_s, u"No answer"_s);
    p.mutation = Problem::Mutation::Unknown;
    m_releases->failAt(4, Step::State::Unknown, p);
    QTRY_COMPARE(m_view->phase(), Phase::Failed);
    QCOMPARE(states().at(4), Step::State::Unknown);
    QVERIFY(child<QWidget>("deploy.step.4")->accessibleName().contains("unknown"_L1));
    QVERIFY(!child<QWidget>("deploy.step.3")->accessibleName().contains("unknown"_L1));
}

void DeployPaneTest::triesAgainFromThere()
{
    fullManifest();
    choose();
    button("deploy.deploy")->click();
    m_releases->failAt(3, Step::State::Failed, Problem::make(Problem::Kind::Refused, u"quota.functions"_s, u"full"_s));
    QTRY_COMPARE(m_view->phase(), Phase::Failed);
    button("deploy.retry")->click();
    QCOMPARE(m_releases->sent.size(), 2);
    const ReleaseSpec& again = m_releases->sent.last();
    QVERIFY(again.migrations.isEmpty() && again.rules.isEmpty() && again.secrets.isEmpty());
    QCOMPARE(again.functions.size(), 1);
    QCOMPARE(m_view->steps()->steps().size(), 6); // the done ones stay, green
    QCOMPARE(m_view->steps()->doneCount(), 3);
    m_releases->succeed();
    QTRY_COMPARE(m_view->phase(), Phase::Live);
    QCOMPARE(m_view->steps()->doneCount(), 6);
}

void DeployPaneTest::cancels()
{
    fullManifest();
    choose();
    button("deploy.deploy")->click();
    m_releases->step(0, Step::State::Done);
    button("deploy.cancel")->click();
    QVERIFY(m_releases->cancelled);
    QTRY_COMPARE(m_view->phase(), Phase::Failed);
    QCOMPARE(states().first(), Step::State::Done);
}

void DeployPaneTest::asksBeforeSendingKeys()
{
    put(u"index.html"_s, "<script>const k='sk-proj-abcDEF0123456789abcdef'</script>");
    choose();
    button("deploy.deploy")->click();
    QVERIFY(m_releases->sent.isEmpty());
    accept();
    QTRY_COMPARE(m_releases->sent.size(), 1);
    // The log and the checks never show the key.
    for (const QLabel* l : m_view->findChildren<QLabel*>())
        QVERIFY(!l->text().contains("abcDEF0123456789"_L1));
}

void DeployPaneTest::offersTheFolderWithoutItsManifest()
{
    fullManifest();
    choose();
    QCOMPARE(m_view->steps()->steps().size(), 6);
    Q_EMIT m_view->plainFolderRequested(true);
    QTRY_COMPARE(m_view->phase(), Phase::Ready);
    QTRY_COMPARE(m_view->steps()->steps().size(), 1);
    QCOMPARE(m_view->steps()->steps().first().kind, Step::Kind::Site);
}

void DeployPaneTest::claimsAnAddress()
{
    put(u"index.html"_s, "x");
    choose();
    button("deploy.deploy")->click();
    m_releases->succeed({});
    QTRY_COMPARE(m_view->phase(), Phase::Live);
    auto* name = child<QLineEdit>("deploy.name");
    QVERIFY(name->isVisible());
    QCOMPARE(name->text(), u"tal-s-recipes"_s); // ready to be taken
    QVERIFY(button("deploy.claim")->isEnabled());
    name->clear();
    QTest::keyClicks(name, u"ab"_s);
    QVERIFY(!button("deploy.claim")->isEnabled());
    QVERIFY(child<QLabel>("deploy.nameProblem")->isVisible());
    QTest::keyClicks(name, u"cd"_s);
    QVERIFY(button("deploy.claim")->isEnabled());
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_COMPARE(m_view->result()->address(), QUrl(u"http://abcd.localhost:4022"_s));
    QCOMPARE(m_recorded.size(), 1); // one deployment, however many names
    QCOMPARE(m_addressed, QStringList{u"abcd"_s});
}

void DeployPaneTest::rollsBack()
{
    put(u"index.html"_s, "x");
    Release before;
    before.id = u"dpl_1_a"_s;
    m_history = {before};
    choose();
    button("deploy.deploy")->click();
    m_releases->succeed();
    QTRY_COMPARE(m_view->phase(), Phase::Live);
    button("deploy.rollBack")->click();
    accept();
    QTRY_COMPARE(m_releases->promoted, QStringList{u"dpl_1_a"_s});
    QTRY_COMPARE(m_rolledBack, QStringList{u"dpl_1_a"_s});
}

void DeployPaneTest::watchesForChanges()
{
    put(u"index.html"_s, "x");
    choose();
    child<QAbstractButton>("deploy.watch")->click();
    put(u"more.css"_s, "body{}");
    QTRY_COMPARE_WITH_TIMEOUT(m_view->changes()->model()->fileCount(), 2, 8000);
    QVERIFY(m_releases->sent.isEmpty()); // watching never deploys
}

void DeployPaneTest::takesOneDrop()
{
    put(u"index.html"_s, "x");
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(m_dir->path())});
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_view->drop(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_view->drop(), &drop);
    QTRY_COMPARE(m_view->phase(), Phase::Ready);
    QMimeData web;
    web.setUrls({QUrl(u"https://example.com"_s)});
    QDragEnterEvent foreign(QPoint(5, 5), Qt::CopyAction, &web, Qt::LeftButton, Qt::NoModifier);
    foreign.ignore();
    QApplication::sendEvent(m_view->drop(), &foreign);
    QVERIFY(!foreign.isAccepted());
}

void DeployPaneTest::blockedWhileReadOnly()
{
    put(u"index.html"_s, "x");
    m_blocked = u"This connection is read only"_s;
    choose();
    QVERIFY(!button("deploy.deploy")->isEnabled());
    QCOMPARE(button("deploy.deploy")->toolTip(), m_blocked);
    m_blocked.clear();
    m_controller->refreshFacts();
    QVERIFY(button("deploy.deploy")->isEnabled());
}

void DeployPaneTest::shots()
{
    const QString folder = qEnvironmentVariable("RUN402_SHOTS");
    if (folder.isEmpty())
        QSKIP("RUN402_SHOTS names no folder");
    fullManifest();
    put(u"app.json"_s, R"({"migrations_file":"setup.sql","rls":{"template":"public_read","tables":[{"table":"t"}]},
        "secrets":[{"key":"RESEND_API_KEY","value":"v"}],"functions":[{"name":"scale-recipe","code":"export default 1"}],
        "files":[{"path":"index.html"},{"path":"app.js"},{"file":"img/hero.webp","data":"abc"}],"subdomain":"abc"})");
    put(u"app.js"_s, "const total = round(qty * servings / base, 2);\n");
    Release before;
    before.id = u"dpl_1_a"_s;
    before.hashes = {{u"app.js"_s, QByteArray(32, 'x')}, {u"img/old-banner.png"_s, QByteArray(32, 'y')},
                     {u"index.html"_s, QCryptographicHash::hash("<h1>hi</h1>", QCryptographicHash::Sha256)}};
    m_history = {before};
    m_live[u"/app.js"_s] = "const total = qty * servings;\n";
    const auto shoot = [&](const QString& name) {
        for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            Theme::of().setMode(mode);
            QTest::qWait(50);
            QVERIFY(m_view->grab().save(folder + u"/deploy-%1-%2.png"_s.arg(name, mode == Theme::Mode::Dark ? u"dark"_s : u"light"_s)));
        }
        Theme::of().setMode(Theme::Mode::Light);
    };
    shoot(u"empty"_s);
    choose();
    QTreeView* tree = m_view->changes()->tree();
    const auto found = tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole, u"app.js"_s, 1,
                                            Qt::MatchExactly | Qt::MatchRecursive);
    tree->setCurrentIndex(found.first());
    QTRY_VERIFY(!child<QPlainTextEdit>("deploy.diffText")->toPlainText().isEmpty());
    shoot(u"ready"_s);
    button("deploy.deploy")->click();
    for (int i = 0; i < 4; ++i)
        m_releases->step(i, i < 3 ? Step::State::Done : Step::State::Running);
    RequestRecord r;
    r.traceId = u"1"_s;
    r.startedAt = QDateTime::currentDateTimeUtc();
    r.method = "POST";
    r.url = QUrl(u"http://127.0.0.1:4022/projects/v1/admin/prj_1778230812_118/sql"_s);
    r.status = 200;
    r.elapsedMs = 310;
    m_view->log()->note(r);
    shoot(u"running"_s);
    m_releases->failAt(3, Step::State::Failed, Problem::make(Problem::Kind::Refused, u"quota.functions"_s, u"full"_s));
    QTRY_COMPARE(m_view->phase(), Phase::Failed);
    shoot(u"failed"_s);
    button("deploy.retry")->click();
    m_releases->succeed();
    QTRY_COMPARE(m_view->phase(), Phase::Live);
    QTest::qWait(50);
    shoot(u"live"_s);
}

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    Theme theme;
    Theme::loadFonts();
    theme.install(app);
    theme.setMode(Theme::Mode::Light);
    theme.setReducedMotion(true);
    DeployPaneTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_deploypane.moc"
