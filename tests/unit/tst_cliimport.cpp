// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/cli/cliimport.h"
#include "tests/support/await.h"

#include <QDir>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {
const QByteArray key = "0x4646464646464646464646464646464646464646464646464646464646464646";
const QByteArray address = "0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F";
}

class TestCliImport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void readsWhatTheCliWrites();
    void readsOlderForms();
    void emptyFolder();
    void badWallets_data();
    void badWallets();
    void badProjects_data();
    void badProjects();
    void pipesDoNotBlock();
    void nothingIsChanged();

private:
    void put(const QString& name, const QByteArray& bytes)
    {
        QFile file(m_dir->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestCliImport::readsWhatTheCliWrites()
{
    put(u"allowance.json"_s, "{\n  \"address\": \"" + address + "\",\n  \"privateKey\": \"" + key
                                 + "\",\n  \"created\": \"2026-03-21T12:00:00.000Z\",\n  \"funded\": true,\n  \"rail\": \"mpp\"\n}");
    put(u"projects.json"_s, R"({"active_project_id":"prj_1_0001","projects":{"prj_1_0001":{"anon_key":"eyJa","service_key":"eyJs","site_url":"https://a.run402.com","deployed_at":"2026-03-21T12:00:00.000Z","last_deployment_id":"dpl_1_abcdef","tier":"hobby"},"prj_2_0002":{"anon_key":"eyJb"}}})");
    QObject owner;
    const auto r = await(importFromCli(&owner, m_dir->path()));
    QVERIFY(r.ok() && r->wallet);
    QCOMPARE(r->wallet->address, QString::fromLatin1(address));
    QCOMPARE(r->wallet->key, key);
    QCOMPARE(r->wallet->rail, u"mpp"_s);
    QCOMPARE(r->wallet->createdAt.toMSecsSinceEpoch(), 1774094400000);
    QCOMPARE(r->projects.size(), 1);
    QCOMPARE(r->projects[0].serviceKey, QByteArray("eyJs"));
    QCOMPARE(r->projects[0].lastDeploymentId, u"dpl_1_abcdef"_s);
    QCOMPARE(r->activeProjectId, u"prj_1_0001"_s);
    QCOMPARE(r->skippedProjects, 1);
    // The file alone, under another name and somewhere else.
    QTemporaryDir elsewhere;
    QVERIFY(QFile::copy(m_dir->filePath(u"allowance.json"_s), elsewhere.filePath(u"copy of my wallet.json"_s)));
    const auto alone = await(importCliWallet(&owner, elsewhere.filePath(u"copy of my wallet.json"_s)));
    QVERIFY(alone.ok() && alone->wallet);
    QCOMPARE(alone->wallet->address, QString::fromLatin1(address));
    QVERIFY(alone->projects.isEmpty());
    for (const auto& [name, text, code] : {std::tuple{u"missing"_s, QByteArray(), u"import.not_found"_s}, std::tuple{u"other.json"_s, QByteArray("{\"a\":1}"), u"import.key_invalid"_s},
                                           std::tuple{u"text"_s, QByteArray("no"), u"import.not_json"_s}}) {
        const QString path = elsewhere.filePath(name);
        QFile file(path);
        if (!text.isEmpty())
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) > 0);
        file.close();
        const auto none = await(importCliWallet(&owner, path));
        QVERIFY(none.ok() && !none->wallet);
        QCOMPARE(none->walletProblem, code);
    }
}

void TestCliImport::readsOlderForms()
{
    put(u"wallet.json"_s, "{\"privateKey\":\"" + key.mid(2) + "\",\"address\":\"" + address.toLower() + "\"}");
    put(u"projects.json"_s, R"([{"project_id":"prj_1_0001","anon_key":"a","service_key":"s","expires_at":"x"},{"anon_key":"a","service_key":"s"},7])");
    const CliImport r = readCliFolder(m_dir->path());
    QVERIFY(r.wallet);
    QCOMPARE(r.wallet->address, QString::fromLatin1(address));
    QCOMPARE(r.wallet->rail, u"x402"_s);
    QCOMPARE(r.projects.size(), 1);
    QCOMPARE(r.skippedProjects, 2);
}

void TestCliImport::emptyFolder()
{
    for (const QString& folder : {m_dir->path(), m_dir->filePath(u"missing"_s)}) {
        const CliImport r = readCliFolder(folder);
        QVERIFY(!r.wallet);
        QCOMPARE(r.walletProblem, u"import.not_found"_s);
        QCOMPARE(r.projectsProblem, u"import.not_found"_s);
    }
}

void TestCliImport::badWallets_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("code");
    const QByteArray good = "{\"address\":\"" + address + "\",\"privateKey\":\"" + key + "\"}";
    QTest::newRow("empty") << QByteArray() << u"import.not_json"_s;
    QTest::newRow("cut short") << good.left(good.size() - 10) << u"import.not_json"_s;
    QTest::newRow("not an object") << QByteArray("[1]") << u"import.not_json"_s;
    QTest::newRow("binary") << QByteArray(1000, '\0') << u"import.not_json"_s;
    QTest::newRow("trailing rubbish") << good + "}" << u"import.not_json"_s;
    QTest::newRow("no key") << QByteArray("{\"address\":\"" + address + "\"}") << u"import.key_invalid"_s;
    QTest::newRow("key is a number") << QByteArray("{\"privateKey\":1}") << u"import.key_invalid"_s;
    QTest::newRow("short key") << QByteArray(good).replace("4646\"}", "\"}") << u"import.key_invalid"_s;
    QTest::newRow("not hex") << QByteArray(good).replace("46\"}", "zz\"}") << u"import.key_invalid"_s;
    QTest::newRow("zero key") << QByteArray(good).replace(key, "0x" + QByteArray(64, '0')) << u"import.key_invalid"_s;
    QTest::newRow("escaped key") << QByteArray(good).replace(key, "\\u0030" + key.mid(1)) << u"import.key_invalid"_s;
    QTest::newRow("another's address") << QByteArray(good).replace(address, "0x" + QByteArray(40, '1')) << u"import.key_invalid"_s;
    QTest::newRow("no address") << QByteArray("{\"privateKey\":\"" + key + "\"}") << u"import.key_invalid"_s;
    QTest::newRow("huge") << QByteArray(1 << 20, ' ') << u"import.too_large"_s;
    QTest::newRow("deep") << QByteArray("{\"a\":" + QByteArray(20'000, '[')) << u"import.not_json"_s;
}

void TestCliImport::badWallets()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, code);
    put(u"allowance.json"_s, text);
    const CliImport r = readCliFolder(m_dir->path());
    QVERIFY(!r.wallet);
    QCOMPARE(r.walletProblem, code);
}

void TestCliImport::badProjects_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("skipped");
    QTest::newRow("empty") << QByteArray() << u"import.not_json"_s << 0;
    QTest::newRow("text") << QByteArray("hello") << u"import.not_json"_s << 0;
    QTest::newRow("other object") << QByteArray("{\"projects\":[1]}") << QString() << 0;
    QTest::newRow("entries of odd types") << QByteArray("{\"projects\":{\"a\":1,\"b\":null,\"c\":[]}}") << QString() << 3;
    QTest::newRow("header injection") << QByteArray("{\"projects\":{\"a\":{\"anon_key\":\"k\",\"service_key\":\"s\\r\\nX: y\"}}}") << QString() << 1;
    QTest::newRow("huge key") << "{\"projects\":{\"a\":{\"anon_key\":\"k\",\"service_key\":\"" + QByteArray(100'000, 'x') + "\"}}}" << QString() << 1;
    QTest::newRow("huge") << QByteArray(9 << 20, ' ') << u"import.too_large"_s << 0;
}

void TestCliImport::badProjects()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, code);
    QFETCH(int, skipped);
    put(u"projects.json"_s, text);
    const CliImport r = readCliFolder(m_dir->path());
    QVERIFY(r.projects.isEmpty());
    QCOMPARE(r.projectsProblem, code);
    QCOMPARE(r.skippedProjects, skipped);
}

void TestCliImport::pipesDoNotBlock()
{
    QCOMPARE(mkfifo(m_dir->filePath(u"allowance.json"_s).toLocal8Bit().constData(), 0600), 0);
    QVERIFY(QDir(m_dir->path()).mkdir(u"projects.json"_s));
    const CliImport r = readCliFolder(m_dir->path());
    QCOMPARE(r.walletProblem, u"import.unreadable"_s);
    QCOMPARE(r.projectsProblem, u"import.unreadable"_s);
}

void TestCliImport::nothingIsChanged()
{
    const QByteArray text = "{\"address\":\"" + address + "\",\"privateKey\":\"" + key + "\"}";
    put(u"wallet.json"_s, text);
    QVERIFY(readCliFolder(m_dir->path()).wallet);
    QCOMPARE(QDir(m_dir->path()).entryList(QDir::Files), QStringList{u"wallet.json"_s});
    QFile file(m_dir->filePath(u"wallet.json"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), text);
}

QTEST_GUILESS_MAIN(TestCliImport)
#include "tst_cliimport.moc"
