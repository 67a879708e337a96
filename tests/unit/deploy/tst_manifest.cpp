// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/deploy/checks.h"
#include "services/deploy/manifest.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;
using State = SiteCheck::State;
using Id = SiteCheck::Id;

class ManifestTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsEveryPart();
    void siteManifestTakesFilesAlone();
    void refuses_data();
    void refuses();
    void tellsLineAndColumn();
    void keepsPathsInside();
    void refusesHuge();
    void checksPages();
    void checkStates_data();
    void checkStates();
    void findingsNeverHoldTheValue();

private:
    void put(const QString& path, const QByteArray& data)
    {
        const QString full = m_dir.filePath(path);
        QDir().mkpath(QFileInfo(full).path());
        QFile f(full);
        QVERIFY(f.open(QIODevice::WriteOnly));
        f.write(data);
    }
    Result<ScanResult> read(const QByteArray& json, const QString& name = u"app.json"_s, ScanLimits limits = {})
    {
        put(name, json);
        ScanControl control;
        return scanSource(m_dir.filePath(name), ScanMode::Auto, limits, control);
    }
    static QByteArray jwt(const QByteArray& claims)
    {
        const auto b64 = [](const QByteArray& b) {
            return b.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
        };
        return b64(R"({"alg":"HS256","typ":"JWT"})") + '.' + b64(claims) + '.' + b64("signature-bytes");
    }
    static const SiteCheck* find(const QList<SiteCheck>& checks, Id id)
    {
        for (const SiteCheck& c : checks) {
            if (c.id == id)
                return &c;
        }
        return nullptr;
    }
    QTemporaryDir m_dir;
};

void ManifestTest::readsEveryPart()
{
    put(u"site/logo.png"_s, QByteArray("\x89PNG\0", 5));
    put(u"setup.sql"_s, "create table t();");
    const auto r = read(R"({"project_id":"prj_1_2","name":"old","migrations":"ignored","migrations_file":"setup.sql",
        "rls":{"template":"user_owns_rows","tables":[{"table":"t","owner_column":"u"},{"table":"s"}]},
        "secrets":[{"key":"API_KEY","value":"v"}],
        "functions":[{"name":"f-1","code":"export default 1","config":{"timeout":10,"memory":128}}],
        "files":[{"file":"index.html","data":"<p>","path":"nope"},{"file":"b.bin","data":"AAE=","encoding":"base64"},
                 {"file":"img/logo.png","path":"./site/logo.png"},{"path":"site/logo.png"}],
        "subdomain":"abc","extra":1})");
    QVERIFY2(r.ok(), r.ok() ? "" : qPrintable(r.error().message));
    const ReleaseSpec& s = r->spec;
    QCOMPARE(s.projectId, u"prj_1_2"_s);
    QCOMPARE(s.migrations, u"create table t();"_s);
    QVERIFY(s.migrationsFile.endsWith("setup.sql"_L1));
    QCOMPARE(s.rulesTemplate, u"user_owns_rows"_s);
    QCOMPARE(s.rules.size(), 2);
    QCOMPARE(s.rules.first().ownerColumn, u"u"_s);
    QCOMPARE(s.secrets.first().value, QByteArray("v"));
    QCOMPARE(s.functions.first().timeoutSeconds, 10);
    QCOMPARE(s.subdomain, u"abc"_s);
    QCOMPARE(s.files.size(), 4);
    QCOMPARE(s.files.at(0).path, u"b.bin"_s);
    QCOMPARE(s.files.at(0).data, QByteArray("\0\1", 2));
    QCOMPARE(s.files.at(1).path, u"img/logo.png"_s);
    QCOMPARE(s.files.at(1).size, 5);
    QCOMPARE(s.files.at(2).data, QByteArray("<p>"));
    QCOMPARE(s.files.at(3).path, u"site/logo.png"_s);
    QCOMPARE(r->ignoredKeys, QStringList{u"extra"_s});
}

void ManifestTest::siteManifestTakesFilesAlone()
{
    const auto r = read(R"({"files":[{"file":"index.html","data":"x"}],"migrations":"drop table t"})", u"site.json"_s);
    QVERIFY(r.ok());
    QVERIFY(r->spec.migrations.isEmpty());
    QCOMPARE(r->ignoredKeys, QStringList{u"migrations"_s});
    QCOMPARE(r->source, ScanResult::Source::SiteManifest);
}

void ManifestTest::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("pointer");
    const auto row = [](const char* name, const char* json, const char* code, const char* pointer = "") {
        QTest::newRow(name) << QByteArray(json) << QString::fromLatin1(code) << QString::fromLatin1(pointer);
    };
    row("array", "[]", "manifest.field", "/");
    row("empty object", "{}", "manifest.empty");
    row("nothing", "", "manifest.not_json");
    row("html", "<html>", "manifest.not_json");
    row("files text", R"({"files":"x"})", "manifest.field", "/files");
    row("files none", R"({"files":[]})", "manifest.field", "/files");
    row("file number", R"({"files":[7]})", "manifest.field", "/files/0");
    row("no data", R"({"files":[{"file":"a"}]})", "manifest.field", "/files/0");
    row("data number", R"({"files":[{"file":"a","data":1}]})", "manifest.field", "/files/0/data");
    row("encoding", R"({"files":[{"file":"a","data":"","encoding":"hex"}]})", "manifest.field", "/files/0/encoding");
    row("not base64", R"({"files":[{"file":"a","data":"*","encoding":"base64"}]})", "manifest.field", "/files/0/data");
    row("up", R"({"files":[{"file":"../a","data":""}]})", "deploy.path_invalid");
    row("twice", R"({"files":[{"file":"a","data":""},{"file":"./a","data":""}]})", "deploy.path_duplicate");
    row("missing", R"({"files":[{"file":"a","path":"none.png"}]})", "deploy.file_unreadable");
    row("folder", R"({"files":[{"file":"a","path":"sub"}]})", "deploy.file_unreadable");
    row("path up", R"({"files":[{"file":"a","path":"../../etc/passwd"}]})", "manifest.path_escapes");
    row("path absolute", R"({"files":[{"file":"a","path":"/etc/passwd"}]})", "manifest.path_escapes");
    row("sql up", R"({"migrations_file":"/etc/passwd"})", "manifest.path_escapes");
    row("nul", R"({"files":[{"file":"a","path":"a\u0000b"}]})", "deploy.path_invalid");
    row("secret key", R"({"secrets":[{"key":"lower","value":""}]})", "manifest.field", "/secrets/0/key");
    row("secret value", R"({"secrets":[{"key":"A","value":1}]})", "manifest.field", "/secrets/0/value");
    row("function name", R"({"functions":[{"name":"A b","code":"x"}]})", "manifest.field", "/functions/0/name");
    row("function code", R"({"functions":[{"name":"a"}]})", "manifest.field", "/functions/0/code");
    row("timeout", R"({"functions":[{"name":"a","code":"x","config":{"timeout":"9"}}]})", "manifest.field",
        "/functions/0/config/timeout");
    row("rls", R"({"rls":[]})", "manifest.field", "/rls");
    row("rls tables", R"({"rls":{"template":"x"}})", "manifest.field", "/rls/tables");
    row("rls table", R"({"rls":{"template":"x","tables":[{}]}})", "manifest.field", "/rls/tables/0/table");
    row("subdomain", R"({"subdomain":1,"migrations":"x"})", "manifest.field", "/subdomain");
}

void ManifestTest::refuses()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, code);
    QFETCH(QString, pointer);
    QVERIFY(QDir(m_dir.path()).mkpath(u"sub"_s));
    const auto r = read(json);
    QVERIFY(!r.ok());
    QCOMPARE(r.error().code, code);
    QCOMPARE(r.error().details.value("pointer"_L1).toString(), pointer);
}

void ManifestTest::tellsLineAndColumn()
{
    const auto r = read("{\n  \"files\": [\n    {\"file\" \"x\"}\n  ]\n}");
    QCOMPARE(r.error().code, u"manifest.not_json"_s);
    QCOMPARE(r.error().details.value("line"_L1).toInt(), 3);
    QVERIFY(r.error().details.value("column"_L1).toInt() > 5);
}

void ManifestTest::keepsPathsInside()
{
    QTemporaryDir other;
    QFile secret(other.filePath(u"id_rsa"_s));
    QVERIFY(secret.open(QIODevice::WriteOnly));
    secret.write("secret");
    secret.close();
    QFile::remove(m_dir.filePath(u"link.txt"_s));
    QVERIFY(QFile::link(secret.fileName(), m_dir.filePath(u"link.txt"_s)));
    const auto r = read(R"({"files":[{"file":"a","path":"link.txt"}]})");
    QCOMPARE(r.error().code, u"manifest.path_escapes"_s);
    // A folder whose name begins like ours is not ours.
    const QString sibling = m_dir.path() + u"-evil"_s;
    QVERIFY(QDir().mkpath(sibling));
    QFile f(sibling + u"/x"_s);
    QVERIFY(f.open(QIODevice::WriteOnly));
    f.close();
    const QByteArray up = "../" + QFileInfo(sibling).fileName().toUtf8() + "/x";
    QCOMPARE(read("{\"files\":[{\"file\":\"a\",\"path\":\"" + up + "\"}]}").error().code, u"manifest.path_escapes"_s);
    QVERIFY(QDir(sibling).removeRecursively());
}

void ManifestTest::refusesHuge()
{
    ScanLimits limits;
    limits.manifestBytes = 1000;
    QCOMPARE(read("{\"migrations\":\"" + QByteArray(2000, 'x') + "\"}", u"app.json"_s, limits).error().code,
             u"manifest.too_large"_s);
    limits = {};
    limits.contentBytes = 1000;
    QCOMPARE(read("{\"files\":[{\"file\":\"a\",\"data\":\"" + QByteArray(2000, 'x') + "\"}]}", u"app.json"_s, limits)
                 .error().code, u"deploy.too_large"_s);
    put(u"big.bin"_s, QByteArray(2000, 'x'));
    QCOMPARE(read(R"({"files":[{"path":"big.bin"}]})", u"app.json"_s, limits).error().code, u"deploy.too_large"_s);
    QCOMPARE(read(QByteArray(100'000, '[')).error().code, u"manifest.not_json"_s);
    QCOMPARE(read("{\"migrations\":\"" + QByteArray(1'000'001, 'x') + "\"}").error().code, u"manifest.field"_s);
}

void ManifestTest::checksPages()
{
    const QByteArray anon = jwt(R"({"role":"anon","project_id":"prj_1_2"})");
    const QByteArray service = jwt(R"({"role":"service_role","project_id":"prj_1_2"})");
    put(u"app.js"_s, "// hello\nconst KEY = '" + anon + "';\n");
    put(u"admin.js"_s, "\n\nfetch(u, {headers: {apikey: \"" + service + "\"}})");
    put(u"logo.png"_s, QByteArray("\x89PNG\0\0", 6) + service); // no text: not looked into
    const auto r = read(R"({"files":[{"path":"app.js"},{"path":"admin.js"},{"path":"logo.png"},
                            {"file":"docs/index.html","data":"x"}]})");
    QVERIFY(r.ok());
    ScanControl control;
    const auto checks = checkSite(*r, {QString::fromLatin1(anon), u"prj_1_2"_s}, {}, control);
    QCOMPARE(find(checks, Id::IndexPage)->state, State::Failed);
    QCOMPARE(find(checks, Id::IndexPage)->hint, u"docs"_s);
    QCOMPARE(find(checks, Id::Size)->state, State::Passed);
    QCOMPARE(find(checks, Id::AnonKey)->state, State::Passed);
    QCOMPARE(find(checks, Id::AnonKey)->findings.first().line, 2);
    const SiteCheck* secrets = find(checks, Id::Secrets);
    QCOMPARE(secrets->state, State::Failed);
    QCOMPARE(secrets->findings.size(), 1);
    QCOMPARE(secrets->findings.first().path, u"admin.js"_s);
    QCOMPARE(secrets->findings.first().line, 3);
    QCOMPARE(worst(checks), State::Failed);
    // The key of another project.
    const auto other = checkSite(*r, {u"another"_s, u"prj_9_9"_s}, {}, control);
    QCOMPARE(find(other, Id::AnonKey)->state, State::Warned);
    ScanLimits small;
    small.contentBytes = 10;
    QCOMPARE(find(checkSite(*r, {}, small, control), Id::Size)->state, State::Failed);
}

void ManifestTest::checkStates_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("what"); // empty: nothing found
    const QByteArray hex = QByteArray("0x") + QByteArray("a1").repeated(32);
    QTest::newRow("named key") << "const privateKey = '" + hex + "'" << u"private_key"_s;
    QTest::newRow("hash") << "const tx = '" + hex + "'" << u"maybe_private_key"_s;
    QTest::newRow("longer hex") << hex + "ab" << QString();
    QTest::newRow("address") << QByteArray("0x") + QByteArray("a1").repeated(20) << QString();
    QTest::newRow("openai") << QByteArray("k='sk-proj-abcDEF0123456789abcdef'") << u"api_key"_s;
    QTest::newRow("class") << QByteArray("<div class=\"sk-folding-cube-container-wide\">") << QString();
    QTest::newRow("task-") << QByteArray("task-abcdefghijklmnop1234567890") << QString();
    QTest::newRow("stripe") << QByteArray("sk_live_51Habcdefghijklmnop123") << u"api_key"_s;
    QTest::newRow("pem") << QByteArray("-----BEGIN RSA PRIVATE KEY-----\nMII") << u"pem_key"_s;
    QTest::newRow("certificate") << QByteArray("-----BEGIN CERTIFICATE-----\nMII") << QString();
    QTest::newRow("service") << jwt(R"({"role":"service_role"})") << u"service_key"_s;
    QTest::newRow("user") << jwt(R"({"role":"authenticated"})") << QString();
    QTest::newRow("cut short") << jwt(R"({"role":"service_role"})").left(30) << QString();
    QTest::newRow("odd") << QByteArray("eyJ.eyJ.eyJ eyJ..") << QString();
}

void ManifestTest::checkStates()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, what);
    const auto found = findSecrets(text, u"a.js"_s, {});
    QCOMPARE(found.size(), what.isEmpty() ? 0 : 1);
    if (!found.isEmpty())
        QCOMPARE(found.first().what, what);
}

void ManifestTest::findingsNeverHoldTheValue()
{
    const QByteArray key = "sk-proj-abcDEF0123456789abcdef";
    const auto found = findSecrets(key.repeated(1), u"a.js"_s, {});
    QCOMPARE(found.size(), 1);
    QVERIFY(found.first().shown.size() <= 7);
    // Very many of them stay bounded.
    QVERIFY(findSecrets((key + "\n").repeated(5000), u"a.js"_s, {}).size() <= 200);
}

QTEST_GUILESS_MAIN(ManifestTest)
#include "tst_manifest.moc"
