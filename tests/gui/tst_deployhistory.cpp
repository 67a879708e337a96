// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "models/item/filetreemodel.h"
#include "services/services.h"
#include "services/store/releasecontents.h"
#include "services/store/releasehistory.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"

#include <QComboBox>
#include <QCryptographicHash>
#include <QDir>
#include <QPlainTextEdit>
#include <QTest>
#include <QTreeView>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// Two deployments, what differs between them, going back and forth, and the project's addresses.
class TestDeployHistory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void nothingYet();
    void listsAndCompares();
    void comparesWithTheFolder();
    void claimsByTheRules();
    void takenIsToldPlainly();
    void makesAnOlderOneLive();
    void sendsKeptFilesAgain();
    void asksAboutAnId();
    void deletesByTyping();
    void survivesARestart();
    void secretsLookAtWhatIsDeployed();

private:
    void put(const QString& path, const QByteArray& bytes);
    QString deploy(int files);
    QList<Release> known();
    void openHistory();
    bool choose(const QString& id);
    AppWorld& w() { return *m_world; }
    QString label(const QString& name) { return w().find<Label>(name) ? w().find<Label>(name)->text() : QString(); }

    std::unique_ptr<AppWorld> m_world;
    std::unique_ptr<QTemporaryDir> m_site, m_data;
    QString m_first, m_second;
};

void TestDeployHistory::put(const QString& path, const QByteArray& bytes)
{
    QFile file(m_site->filePath(u"site/"_s + path));
    QVERIFY(QDir().mkpath(QFileInfo(file).path()));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

void TestDeployHistory::initTestCase()
{
    m_site = std::make_unique<QTemporaryDir>();
    m_data = std::make_unique<QTemporaryDir>();
    QFile::setPermissions(m_data->path(), QFile::Permissions(0x7711)); // the sandbox's database may be another user's
    AppWorld::Setup setup;
    setup.theme = qEnvironmentVariable("RUN402_THEME", u"light"_s);
    setup.dataFolder = m_data->filePath(u"data"_s);
    m_world = std::make_unique<AppWorld>(setup);
    QVERIFY(w().start());
    QCOMPARE(w().connectSandbox(), QString());
    QCOMPARE(w().subscribe(), QString());
    QCOMPARE(w().makeProject(u"tals-recipes"_s), QString());
    w().window().resize(1440, 900);
}

void TestDeployHistory::cleanupTestCase()
{
    tellFailure(m_world.get());
    m_world.reset();
}

QList<Release> TestDeployHistory::known()
{
    return await(w().services().releaseHistory().list(w().workspace().currentProjectId())).valueOr({});
}

QString TestDeployHistory::deploy(int files)
{
    const auto before = known().size();
    w().drop({m_site->filePath(u"site"_s)});
    const QString words = u"%1 files"_s.arg(files);
    if (!eventually([&] { return label(u"deploy.total"_s).startsWith(words); }))
        return u"not read: "_s + label(u"deploy.total"_s);
    if (!w().click(u"deploy.deploy"_s) || !eventually([&] { return w().find(u"deploy.releaseId"_s) != nullptr; }, 60'000))
        return u"not deployed"_s;
    return known().size() == before + 1 ? QString() : u"not in the history"_s;
}

void TestDeployHistory::openHistory()
{
    if (w().find(u"history"_s))
        QVERIFY(w().click(u"history.back"_s));
    QVERIFY(w().click(u"deploy.deployments"_s));
    QVERIFY(eventually([&] { return w().find(u"history"_s) != nullptr; }));
}

bool TestDeployHistory::choose(const QString& id)
{
    return w().click(u"history.row."_s + id) && eventually([&] { return label(u"history.id"_s) == id; });
}

void TestDeployHistory::nothingYet()
{
    put(u"index.html"_s, "<h1>Recipes</h1>\n<p>one</p>\n");
    put(u"style.css"_s, "body { color: black }\n");
    w().drop({m_site->filePath(u"site"_s)});
    QVERIFY(eventually([&] { return w().find(u"deploy.deployments"_s) != nullptr; }));
    openHistory();
    QVERIFY(w().reads(u"Nothing was deployed from this computer yet"_s));
    QVERIFY(!w().find(u"history.id"_s));
    QVERIFY(!w().find(u"addresses.claim"_s)->isEnabled());
    QVERIFY(w().reads(u"deploy something first"_s));
}

void TestDeployHistory::listsAndCompares()
{
    QCOMPARE(deploy(2), QString());
    m_first = known().first().id;
    put(u"index.html"_s, "<h1>Recipes</h1>\n<p>two</p>\n");
    put(u"app.js"_s, "go()\n");
    QVERIFY(QFile::remove(m_site->filePath(u"site/style.css"_s)));
    put(u"z.css"_s, "p {}\n");
    QCOMPARE(deploy(3), QString());
    m_second = known().first().id;
    QVERIFY(m_first != m_second);
    openHistory();
    QVERIFY(eventually([&] { return label(u"history.id"_s) == m_second; }));
    QVERIFY(eventually([&] { return w().find<QComboBox>(u"history.base"_s)->currentData().toString() == m_first; }));
    auto* tree = w().find<QTreeView>(u"history.tree"_s);
    const auto row = [&](const QString& name) {
        return tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole, name, 1, Qt::MatchExactly | Qt::MatchRecursive)
            .value(0);
    };
    QVERIFY(eventually([&] { return row(u"style.css"_s).isValid(); }));
    QCOMPARE(row(u"style.css"_s).data(FileTreeModel::KindRole).toInt(), int(FileChange::Kind::Removed));
    QCOMPARE(row(u"app.js"_s).data(FileTreeModel::KindRole).toInt(), int(FileChange::Kind::Added));
    QCOMPARE(row(u"index.html"_s).data(FileTreeModel::KindRole).toInt(), int(FileChange::Kind::Changed));
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(row(u"index.html"_s)).center());
    QVERIFY(eventually([&] { return w().find<QPlainTextEdit>(u"history.diffText"_s) != nullptr; }));
    QCOMPARE(w().find<QPlainTextEdit>(u"history.diffText"_s)->toPlainText(), u"- <p>one</p>\n+ <p>two</p>"_s);
    w().shoot(u"deploy-history"_s);
}

void TestDeployHistory::comparesWithTheFolder()
{
    QVERIFY(choose(m_first));
    auto* base = w().find<QComboBox>(u"history.base"_s);
    QVERIFY(base);
    const int folder = base->findData(u"folder"_s);
    QVERIFY(folder >= 0);
    base->setCurrentIndex(folder);
    Q_EMIT base->activated(folder);
    QVERIFY(eventually([&] { return w().reads(u"The folder against this deployment"_s); }));
    QVERIFY(eventually([&] { return label(u"history.kept"_s).startsWith("All its files"_L1); }));
}

void TestDeployHistory::claimsByTheRules()
{
    QVERIFY(choose(m_second));
    for (const QString& bad : {u"ab"_s, u"Big"_s, u"a--b"_s, u"admin"_s}) {
        w().find<QLineEdit>(u"addresses.name"_s)->clear();
        QVERIFY(w().type(u"addresses.name"_s, bad));
        QVERIFY(!w().find<LineEdit>(u"addresses.name"_s)->error().isEmpty());
        QVERIFY(!w().find(u"addresses.claim"_s)->isEnabled());
    }
    w().find<QLineEdit>(u"addresses.name"_s)->clear();
    QVERIFY(w().type(u"addresses.name"_s, u"tals-recipes"_s));
    QVERIFY(w().click(u"addresses.claim"_s));
    QVERIFY(eventually([&] { return w().find(u"addresses.row.tals-recipes"_s) != nullptr; }));
    QCOMPARE(w().workspace().addresses().value->first().deploymentId, m_second);
    QVERIFY(eventually([&] { return w().find(u"history.live"_s) != nullptr; }));
}

void TestDeployHistory::takenIsToldPlainly()
{
    const QString mine = w().workspace().currentProjectId();
    const auto other = await(w().services().projects().create(u"other"_s));
    QVERIFY(other.ok());
    QVERIFY(await(w().services().credentials().storeProjectKeys(other->id, other->anonKey, other->serviceKey)).ok());
    QVERIFY(await(w().services().addresses().claim(other->id, u"somebody"_s, m_first)).ok());
    QVERIFY(w().type(u"addresses.name"_s, u"somebody"_s));
    auto* name = w().find<LineEdit>(u"addresses.name"_s);
    QVERIFY(eventually([&] { return name->error().contains("has this name already"_L1); }));
    QVERIFY(!w().find(u"addresses.claim"_s)->isEnabled());
    name->clear();
    QCOMPARE(w().workspace().currentProjectId(), mine);
}

void TestDeployHistory::makesAnOlderOneLive()
{
    QVERIFY(choose(m_first));
    QVERIFY(!w().find(u"history.live"_s));
    QVERIFY(w().click(u"history.makeLive"_s));
    QVERIFY(eventually([&] { return w().find(u"confirmDialog"_s) != nullptr; }));
    QVERIFY(w().reads(u"data, access rules, functions and secrets do not move back"_s));
    QVERIFY(w().click(u"confirmAccept"_s));
    QVERIFY(eventually([&] { return w().find(u"history.live"_s) != nullptr; }));
    QCOMPARE(await(w().services().addresses().list(w().workspace().currentProjectId()))->first().deploymentId, m_first);
    // One address alone, back to the newer one.
    QVERIFY(choose(m_second));
    QVERIFY(w().click(u"addresses.reassign.tals-recipes"_s));
    QVERIFY(w().click(u"confirmAccept"_s));
    QVERIFY(eventually([&] { return w().find(u"history.live"_s) != nullptr; }));
    QCOMPARE(await(w().services().addresses().list(w().workspace().currentProjectId()))->first().deploymentId, m_second);
}

void TestDeployHistory::sendsKeptFilesAgain()
{
    QVERIFY(QDir(m_site->filePath(u"site"_s)).removeRecursively());
    QVERIFY(choose(m_first));
    const auto before = known().size();
    QVERIFY(w().click(u"history.again"_s));
    QVERIFY(eventually([&] { return label(u"deploy.total"_s).startsWith("2 files"_L1); }));
    QCOMPARE(known().size(), before); // nothing is sent by choosing
    QVERIFY(w().click(u"deploy.deploy"_s));
    QVERIFY(eventually([&] { return w().find(u"deploy.releaseId"_s) != nullptr; }, 60'000));
    const auto after = known();
    QCOMPARE(after.size(), before + 1);
    const QString project = w().workspace().currentProjectId();
    const auto again = await(w().services().releaseHistory().get(project, after.first().id));
    QCOMPARE(again->hashes, await(w().services().releaseHistory().get(project, m_first))->hashes);
}

void TestDeployHistory::asksAboutAnId()
{
    openHistory();
    QVERIFY(w().type(u"history.lookUp"_s, m_first + u'\n'));
    QVERIFY(eventually([&] { return label(u"history.lookUpWords"_s).contains("2 files"_L1); }));
    w().find<QLineEdit>(u"history.lookUp"_s)->clear();
    QVERIFY(w().type(u"history.lookUp"_s, u"dpl_1_abcdef\n"_s));
    QVERIFY(eventually([&] { return label(u"history.lookUpWords"_s).contains("not found"_L1, Qt::CaseInsensitive); }));
}

void TestDeployHistory::deletesByTyping()
{
    QVERIFY(w().click(u"addresses.delete.tals-recipes"_s));
    QVERIFY(eventually([&] { return w().find(u"confirmAccept"_s) != nullptr; }));
    QVERIFY(!w().find(u"confirmAccept"_s)->isEnabled());
    QVERIFY(w().type(u"confirmName"_s, u"tals-recipes"_s));
    QVERIFY(w().click(u"confirmAccept"_s));
    QVERIFY(eventually([&] { return w().find(u"addresses.row.tals-recipes"_s) == nullptr; }));
    QVERIFY(await(w().services().addresses().list(w().workspace().currentProjectId()))->isEmpty());
}

void TestDeployHistory::survivesARestart()
{
    w().stop();
    AppWorld::Setup setup;
    setup.dataFolder = m_data->filePath(u"data"_s);
    m_world = std::make_unique<AppWorld>(setup);
    QVERIFY(w().start());
    QVERIFY(eventually([&] { return w().workspace().isConnected() && !w().workspace().currentProjectId().isEmpty(); }, 90'000));
    QCOMPARE(known().size(), 3);
    if (!w().find(u"deploy.deployments"_s)) {
        w().drop({m_data->path()}); // any drop turns to the deploy screen
        QVERIFY(eventually([&] { return w().find(u"deploy.deployments"_s) != nullptr; }));
    }
    openHistory();
    QVERIFY(choose(m_first));
    QVERIFY(eventually([&] { return label(u"history.kept"_s).startsWith("All its files"_L1); }));
}

void TestDeployHistory::secretsLookAtWhatIsDeployed()
{
    w().app().open(u"secrets"_s);
    QVERIFY(eventually([&] { return w().text(u"secrets.site.state"_s) == u"None found"_s; }));
    QVERIFY2(w().text(u"secrets.site.text"_s).contains(u"deployed file"_s), qPrintable(w().text(u"secrets.site.text"_s)));

    // Something that was sent before it was checked: the key stands in a page everybody can read.
    Services& services = w().services();
    const QString project = w().workspace().currentProjectId();
    const auto key = await(services.credentials().revealServiceKey(project));
    QVERIFY(key.ok());
    const QByteArray page = "<h1>Hi</h1>\n<script>\nconst key = '" + *key + "';\n</script>\n";
    const QByteArray hash = QCryptographicHash::hash(page, QCryptographicHash::Sha256);
    Release leaky;
    leaky.id = u"dpl_leaky"_s;
    leaky.projectId = project;
    leaky.createdAt = QDateTime::currentDateTimeUtc().addSecs(60);
    leaky.fileCount = 1;
    leaky.totalBytes = page.size();
    leaky.hashes.insert(u"index.html"_s, hash);
    leaky.sizes.insert(u"index.html"_s, page.size());
    QCOMPARE(codeOf(await(services.releaseContents().keep(leaky, {{u"index.html"_s, {}, page, page.size(), hash}}))), u"ok"_s);
    QCOMPARE(codeOf(await(services.releaseHistory().append(leaky))), u"ok"_s);
    w().window().documents()->clear();
    w().app().open(u"secrets"_s);
    QVERIFY(eventually([&] { return w().text(u"secrets.site.state"_s) == u"1 found"_s; }));
    QVERIFY(w().text(u"secrets.site.text"_s).contains(u"index.html, line 3"_s));
    QVERIFY(!w().words().contains(QString::fromLatin1(*key).section(u'.', -1)));
    w().shoot(u"secrets-leak"_s);
}

QTEST_MAIN(TestDeployHistory)
#include "tst_deployhistory.moc"
