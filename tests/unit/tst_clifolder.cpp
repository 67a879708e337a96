// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/cli/clifolder.h"
#include "services/cli/sharedfile.h"
#include "tests/support/await.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <sys/stat.h>
#include <utime.h>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {
const QByteArray key = "0x4646464646464646464646464646464646464646464646464646464646464646";
const QString address = u"0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F"_s;

CliProjectsEdit putting(const QString& id)
{
    CliProjectsEdit edit;
    edit.put = {id, u"anon-"_s + id, "service-" + id.toUtf8(), {}, QDateTime::fromString(u"2026-03-21T12:00:00.000Z"_s, Qt::ISODateWithMs)};
    return edit;
}
} // namespace

class TestCliFolder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_path = m_dir->filePath(u"projects.json"_s);
    }
    void writesAsTheCliDoes();
    void nestingIsRefused();
    void keepsWhatItDoesNotKnow();
    void migratesOldForms();
    void neverOverwritesWhatItCannotRead_data();
    void neverOverwritesWhatItCannotRead();
    void concurrentWritersLoseNothing();
    void aRaceInTheMiddleLosesNothing_data();
    void aRaceInTheMiddleLosesNothing();
    void aBrokenRivalIsPutBack();
    void leftOversAreRemoved();
    void seesWhatAgentsDo();
    void anOlderCopyIsCorrectedOnce();
    void aChangeIsSeenOnceItIsDone();
    void whatWasTakenOutStaysOut();
    void filesArePrivate();
    void walletIsMadeOnceAndRead();
    void oldWalletNameIsTakenOver();

private:
    void write(const QByteArray& bytes, const QString& path = {})
    {
        // As the CLI: a new file takes the place of the old one.
        const QString target = path.isEmpty() ? m_path : path;
        QFile file(target + u".other"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        QCOMPARE(::rename(QFile::encodeName(file.fileName()).constData(), QFile::encodeName(target).constData()), 0);
    }
    QByteArray text() const
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QStringList ids() const { return QJsonDocument::fromJson(text()).object().value("projects"_L1).toObject().keys(); }
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_path;
};

void TestCliFolder::writesAsTheCliDoes()
{
    CliFolder folder(m_dir->path());
    CliProjectsEdit edit = putting(u"prj_1"_s);
    edit.active = u"prj_1"_s;
    QVERIFY(await(folder.change(edit)).ok());
    QCOMPARE(text(), QByteArray(R"({
  "projects": {
    "prj_1": {
      "anon_key": "anon-prj_1",
      "service_key": "service-prj_1",
      "deployed_at": "2026-03-21T12:00:00.000Z"
    }
  },
  "active_project_id": "prj_1"
})"));
    CliProjectsEdit deployed;
    deployed.deployed = {u"prj_1"_s, u"dpl_9"_s};
    QVERIFY(await(folder.change(deployed)).ok());
    QVERIFY(text().contains(R"("last_deployment_id": "dpl_9")"));
    CliProjectsEdit removal;
    removal.remove = u"prj_1"_s;
    QVERIFY(await(folder.change(removal)).ok());
    QCOMPARE(text(), QByteArray("{\n  \"projects\": {}\n}"));
}

void TestCliFolder::keepsWhatItDoesNotKnow()
{
    write(R"({"zeta":[1,2.50,"ä"],"active_project_id":"a","projects":{"b":{"x":null,"anon_key":"1","service_key":"2","note":"kept"},"a":{"anon_key":"3","service_key":"4"}},"alpha":true})");
    CliFolder folder(m_dir->path());
    QVERIFY(await(folder.change(putting(u"c"_s))).ok());
    const QByteArray now = text();
    QVERIFY(now.indexOf("\"zeta\"") < now.indexOf("\"projects\"") && now.indexOf("\"projects\"") < now.indexOf("\"alpha\""));
    QVERIFY(now.indexOf("\"b\"") < now.indexOf("\"a\":"));
    QVERIFY(now.contains("\"note\": \"kept\""));
    QVERIFY(now.contains("ä"));
    QCOMPARE(ids(), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
}

void TestCliFolder::migratesOldForms()
{
    write(R"([{"project_id":"old","anon_key":"1","service_key":"2","tier":"hobby","lease_expires_at":"x","expires_at":"y","site_url":"s"},{"anon_key":"nobody"}])");
    CliFolder folder(m_dir->path());
    QVERIFY(await(folder.change(putting(u"new"_s))).ok());
    QCOMPARE(ids(), (QStringList{u"new"_s, u"old"_s}));
    QVERIFY(!text().contains("tier") && !text().contains("expires_at") && text().contains("site_url"));
}

void TestCliFolder::neverOverwritesWhatItCannotRead_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addRow("cut short") << QByteArray(R"({"projects":{"a":{"anon_key":"1",)");
    QTest::addRow("text") << QByteArray("keys below\nabc");
    QTest::addRow("projects is a list") << QByteArray(R"({"projects":[1]})");
    QTest::addRow("a number") << QByteArray("7");
    QTest::addRow("bad utf-8") << QByteArray("{\"projects\":{\"\xff\":{}}}");
    QTest::addRow("deep") << QByteArray(200'000, '[');
}

void TestCliFolder::neverOverwritesWhatItCannotRead()
{
    QFETCH(QByteArray, bytes);
    write(bytes);
    CliFolder folder(m_dir->path());
    const auto r = await(folder.change(putting(u"p"_s)));
    QVERIFY(!r.ok());
    QCOMPARE(r.error().code, u"import.not_json"_s);
    QCOMPARE(text(), bytes);
}

// Its writer works by recursion: brackets alone, within the size a file may have, would use up the stack.
void TestCliFolder::nestingIsRefused()
{
    for (const int depth : {200, 2'000'000}) {
        const QByteArray text = R"({"projects":{},"x":)" + QByteArray(depth, '[') + QByteArray(depth, ']') + '}';
        const auto r = editedCliProjects(text, putting(u"first"_s));
        QVERIFY(!r.ok());
        QCOMPARE(r.error().code, u"import.not_json"_s);
    }
    const QByteArray brackets = R"({"projects":{},"x":")" + QByteArray(500, '[') + R"(\""})";
    QVERIFY(editedCliProjects(brackets, putting(u"first"_s)).ok());
}

void TestCliFolder::concurrentWritersLoseNothing()
{
    // Two of ours at once, each from its own folder object, like two windows.
    CliFolder one(m_dir->path()), two(m_dir->path());
    QList<Call<Done>*> calls;
    int done = 0, failed = 0;
    for (int i = 0; i < 40; ++i) {
        for (CliFolder* folder : {&one, &two}) {
            folder->change(putting(u"p%1-%2"_s.arg(folder == &one ? 1 : 2).arg(i)))->onDone(this, [&](const Result<Done>& r) {
                ++done;
                failed += !r.ok();
            });
        }
    }
    QTRY_COMPARE_WITH_TIMEOUT(done, 80, 20'000);
    QCOMPARE(failed, 0);
    QCOMPARE(ids().size(), 80);
}

void TestCliFolder::aRaceInTheMiddleLosesNothing_data()
{
    QTest::addColumn<int>("rivals");
    QTest::addRow("one rival write") << 1;
    QTest::addRow("three in a row") << 3;
}

void TestCliFolder::aRaceInTheMiddleLosesNothing()
{
    QFETCH(int, rivals);
    write(editedCliProjects({}, putting(u"first"_s)).value());
    int asked = 0;
    const auto rival = [&] { // another program replaces the file while we think
        if (++asked <= rivals)
            write(editedCliProjects(text(), putting(u"rival%1"_s.arg(asked))).value());
    };
    const auto r = editSharedFile(m_path, 1 << 20,
                                  {[&](const QByteArray& current) {
                                       rival();
                                       return editedCliProjects(current, putting(u"ours"_s));
                                   },
                                   [&](const QByteArray& base, const QByteArray& ours, const QByteArray& theirs) {
                                       rival();
                                       return mergedCliProjects(base, ours, theirs);
                                   }});
    QVERIFY(r.ok());
    QStringList wanted{u"first"_s, u"ours"_s};
    for (int i = 1; i <= rivals; ++i)
        wanted << u"rival%1"_s.arg(i);
    QCOMPARE(ids(), wanted);
    QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"projects.json"_s});
}

void TestCliFolder::aBrokenRivalIsPutBack()
{
    write(editedCliProjects({}, putting(u"first"_s)).value());
    bool raced = false;
    const auto r = editSharedFile(m_path, 1 << 20,
                                  {[&](const QByteArray& current) {
                                       if (!std::exchange(raced, true))
                                           write("not json");
                                       return editedCliProjects(current, putting(u"ours"_s));
                                   },
                                   mergedCliProjects});
    QVERIFY(!r.ok());
    QCOMPARE(text(), QByteArray("not json"));
}

void TestCliFolder::leftOversAreRemoved()
{
    const QString old = m_dir->filePath(u".projects.0a1b2c3d.tmp"_s), fresh = m_dir->filePath(u".projects.ffffffff.tmp"_s);
    write("secret", old);
    write("secret", fresh);
    const utimbuf yesterday{time(nullptr) - 86400, time(nullptr) - 86400};
    QCOMPARE(::utime(QFile::encodeName(old).constData(), &yesterday), 0);
    CliFolder folder(m_dir->path());
    QVERIFY(await(folder.change(putting(u"p"_s))).ok());
    QVERIFY(!QFile::exists(old));
    QVERIFY(QFile::exists(fresh)); // perhaps somebody's at this moment
}

void TestCliFolder::seesWhatAgentsDo()
{
    CliFolder folder(m_dir->path());
    QVERIFY(await(folder.open()).ok());
    QSignalSpy changed(&folder, &CliFolder::projectsChanged);
    write(editedCliProjects({}, putting(u"agent1"_s)).value());
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(changed[0][1].toBool(), true);
    QCOMPARE(folder.projects().size(), 1);
    QVERIFY(folder.projects()[0].serviceKey.isEmpty()); // keys are read when they are needed
    QCOMPARE(await(folder.serviceKey(u"agent1"_s)).value(), QByteArray("service-agent1"));
    QVERIFY(await(folder.change(putting(u"mine"_s))).ok());
    QTRY_COMPARE(changed.size(), 2);
    QCOMPARE(changed[1][1].toBool(), false);
    // And again after a replacement: the watch follows the name, not the file.
    CliProjectsEdit removal;
    removal.remove = u"agent1"_s;
    write(editedCliProjects(text(), removal).value());
    QTRY_COMPARE(changed.size(), 3);
    QCOMPARE(changed[2][1].toBool(), true);
    QCOMPARE(folder.projects().size(), 1);
    CliFolder onlooker(m_dir->path());
    QVERIFY(await(onlooker.open()).ok());
    QTRY_COMPARE(onlooker.projects().size(), 1);
    folder.close();
    QVERIFY(QFile::remove(m_path));
    QTRY_COMPARE(onlooker.projects().size(), 0);
}

void TestCliFolder::anOlderCopyIsCorrectedOnce()
{
    write(editedCliProjects({}, putting(u"first"_s)).value());
    CliFolder folder(m_dir->path());
    QVERIFY(await(folder.open()).ok());
    QTRY_COMPARE(folder.projects().size(), 1);
    const QByteArray older = text(); // a CLI command read the file here …
    QVERIFY(await(folder.change(putting(u"ours"_s))).ok());
    QTRY_COMPARE(folder.projects().size(), 2);
    write(editedCliProjects(older, putting(u"theirs"_s)).value()); // … and writes it there
    QTRY_COMPARE(ids(), (QStringList{u"first"_s, u"ours"_s, u"theirs"_s}));
    CliProjectsEdit removal;
    removal.remove = u"ours"_s;
    QTRY_COMPARE(folder.projects().size(), 3);
    QSignalSpy changed(&folder, &CliFolder::projectsChanged);
    write(editedCliProjects(text(), removal).value()); // meant this time
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(ids(), (QStringList{u"first"_s, u"theirs"_s}));
}

void TestCliFolder::aChangeIsSeenOnceItIsDone()
{
    CliFolder folder(m_dir->path());
    QVERIFY(await(folder.open()).ok());
    QVERIFY(await(folder.change(putting(u"p"_s))).ok());
    QCOMPARE(folder.projects().size(), 1);
    CliProjectsEdit removal;
    removal.remove = u"p"_s;
    QVERIFY(await(folder.change(removal)).ok());
    QCOMPARE(folder.projects().size(), 0);
}

void TestCliFolder::whatWasTakenOutStaysOut()
{
    CliFolder folder(m_dir->path());
    QVERIFY(await(folder.open()).ok());
    QVERIFY(await(folder.change(putting(u"p"_s))).ok());
    CliProjectsEdit removal;
    removal.remove = u"p"_s;
    QVERIFY(await(folder.change(removal)).ok());
    // An agent adds a project at this moment: what we did lately is looked over again.
    QSignalSpy seen(&folder, &CliFolder::projectsChanged);
    write(R"({"active_project_id":"q","projects":{"q":{"anon_key":"a","service_key":"s"}}})");
    QTRY_VERIFY(seen.count() > 0);
    QCOMPARE(folder.projects().size(), 1);
    QVERIFY(await(folder.change(putting(u"r"_s))).ok()); // behind anything that was still to be written
    QStringList ids;
    for (const CliProject& project : folder.projects())
        ids << project.id;
    ids.sort();
    QCOMPARE(ids, (QStringList{u"q"_s, u"r"_s}));
}

void TestCliFolder::filesArePrivate()
{
    const QString inner = m_dir->filePath(u"deep/run402"_s);
    CliFolder folder(inner);
    QVERIFY(await(folder.open()).ok());
    QVERIFY(await(folder.change(putting(u"p"_s))).ok());
    struct stat info{};
    QCOMPARE(::stat(QFile::encodeName(inner + u"/projects.json"_s).constData(), &info), 0);
    QCOMPARE(int(info.st_mode & 0777), 0600);
    QCOMPARE(::stat(QFile::encodeName(inner).constData(), &info), 0);
    QCOMPARE(int(info.st_mode & 0777), 0700);
}

void TestCliFolder::walletIsMadeOnceAndRead()
{
    CliFolder folder(m_dir->path());
    QVERIFY(await(folder.open()).ok());
    QCOMPARE(await(folder.walletKey()).error().code, u"secret.not_found"_s);
    QSignalSpy changed(&folder, &CliFolder::walletChanged);
    QVERIFY(await(folder.createWallet(address, key)).ok());
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(folder.walletAddress(), address);
    QCOMPARE(await(folder.walletKey()).value(), QByteArray(32, 'F'));
    QCOMPARE(await(folder.createWallet(address, key)).error().code, u"wallet.exists"_s);
    const QJsonObject stored = [&] {
        QFile file(m_dir->filePath(u"allowance.json"_s));
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }();
    QCOMPARE(stored.keys(), (QStringList{u"address"_s, u"created"_s, u"funded"_s, u"privateKey"_s, u"rail"_s}));
}

void TestCliFolder::oldWalletNameIsTakenOver()
{
    write("{\"privateKey\":\"" + key + "\",\"address\":\"" + address.toUtf8() + "\"}", m_dir->filePath(u"wallet.json"_s));
    CliFolder folder(m_dir->path());
    QVERIFY(await(folder.open()).ok());
    QTRY_COMPARE(folder.walletAddress(), address);
    QVERIFY(QFile::exists(m_dir->filePath(u"allowance.json"_s)));
    QVERIFY(!QFile::exists(m_dir->filePath(u"wallet.json"_s)));
}

QTEST_GUILESS_MAIN(TestCliFolder)
#include "tst_clifolder.moc"
