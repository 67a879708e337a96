// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/app.h"
#include "models/domain/starter.h"
#include "models/json/appcodec.h"
#include "services/market/publishpreflight.h"
#include "services/starters/startercatalog.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;

/// Rules and formats of the marketplace and the starters, without a server.
class MarketTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tagRules_data();
    void tagRules();
    void variablesInOddShapes();
    void valuesAreChecked_data();
    void valuesAreChecked();
    void forkAnswers();
    void changesSendOnlyWhatDiffers();
    void obstacles();
    void scriptStringsStayInside_data();
    void scriptStringsStayInside();
    void starterIsRead();
    void starterOutsideItsFolderIsRefused();
    void starterTakesSharedFiles();
    void rulesComeBeforePolicies();

private:
    void write(const QString& path, const QByteArray& bytes);
    QTemporaryDir m_folder;
};

void MarketTest::tagRules_data()
{
    QTest::addColumn<QStringList>("tags");
    QTest::addColumn<QString>("problem");
    QTest::newRow("fine") << QStringList{u"todo"_s, u"a1"_s, u"x-y-z"_s} << QString();
    QTest::newRow("short") << QStringList{u"a"_s} << u"Tag 'a' is too short (min 2 chars)"_s;
    QTest::newRow("capital") << QStringList{u"Todo"_s} << u"Tag 'Todo' must be lowercase alphanumeric + hyphens, 2-30 chars"_s;
    QTest::newRow("hyphen at the end") << QStringList{u"todo-"_s} << u"Tag 'todo-' must be lowercase alphanumeric + hyphens, 2-30 chars"_s;
    QTest::newRow("line break") << QStringList{u"todo\n"_s} << u"Tag 'todo\n' must be lowercase alphanumeric + hyphens, 2-30 chars"_s;
    QTest::newRow("twice") << QStringList{u"ab"_s, u"ab"_s} << u"Duplicate tag: 'ab'"_s;
    QTest::newRow("many") << QStringList(11, u"ab"_s) << u"Max 10 tags allowed"_s;
}

void MarketTest::tagRules()
{
    QFETCH(QStringList, tags);
    QTEST(tagsProblem(tags), "problem");
}

void MarketTest::variablesInOddShapes()
{
    const auto read = [](const char* json) { return readVariables(QJsonDocument::fromJson(json).object().value("v"_L1)); };
    for (const char* none : {R"({"v":null})", "{}", R"({"v":"TITLE"})", R"({"v":7})"})
        QVERIFY2(read(none).isEmpty(), none);
    const auto bare = read(R"({"v":["TITLE",5,null,"TITLE",{"key":"COUNT","type":"integer","default":3,"min":1}]})");
    QCOMPARE(bare.size(), 2);
    QCOMPARE(bare[0].label, u"TITLE"_s);
    QVERIFY(bare[1].type == AppVariable::Type::Number);
    QCOMPARE(bare[1].defaultValue.toInt(), 3);
    // The vendor's public example.
    const auto mail = read(R"({"v":[{"name":"OWNER_EMAIL","required":true}]})");
    QVERIFY(mail[0].required && mail[0].type == AppVariable::Type::Email);
    const auto map = read(R"({"v":{"COLOR":"color","LANG":{"type":"choice","options":["pt",{"value":"fr","label":"French"},7]},"X":{"type":"select"}}})");
    QCOMPARE(map.size(), 3);
    QVERIFY(map[0].type == AppVariable::Type::Color);
    QCOMPARE(map[1].choices, (QJsonArray{u"pt"_s, u"fr"_s, 7}));
    QVERIFY(map[2].type == AppVariable::Type::Text); // a choice of nothing
    QJsonArray many;
    for (int i = 0; i < 5'000; ++i)
        many << u"V%1"_s.arg(i);
    QCOMPARE(readVariables(many).size(), variableLimit);
    QCOMPARE(defaultsOf(bare), (QJsonObject{{u"COUNT"_s, 3}}));
}

void MarketTest::valuesAreChecked_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<bool>("required");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<int>("fault");
    using T = AppVariable::Type;
    using F = VariableFault;
    const auto row = [](const char* name, T t, bool required, const QJsonValue& v, F f) { QTest::newRow(name) << int(t) << required << v << int(f); };
    row("empty", T::Text, false, u" "_s, F::None);
    row("missing", T::Text, true, u" "_s, F::Missing);
    row("undefined", T::Choice, true, QJsonValue(QJsonValue::Undefined), F::Missing);
    row("number", T::Number, true, 3.5, F::None);
    row("not a number", T::Number, true, u"three"_s, F::NotNumber);
    row("mail", T::Email, true, u"maya@example.com"_s, F::None);
    row("no mail", T::Email, true, u"maya@example"_s, F::NotEmail);
    row("mail of two lines", T::Email, true, u"maya@example.com\n"_s, F::NotEmail);
    row("color", T::Color, true, u"#0A7A55"_s, F::None);
    row("named color", T::Color, true, u"red"_s, F::NotColor);
    row("other choice", T::Choice, false, u"x"_s, F::NotChoice);
    row("huge", T::Text, false, QString(30'000, u'x'), F::TooLong);
    row("false is a value", T::Boolean, true, false, F::None);
}

void MarketTest::valuesAreChecked()
{
    QFETCH(int, type);
    QFETCH(bool, required);
    QFETCH(QJsonValue, value);
    AppVariable v;
    v.type = AppVariable::Type(type);
    v.required = required;
    QTEST(int(checkVariable(v, value)), "fault");
}

void MarketTest::forkAnswers()
{
    const auto read = [](const char* more) {
        return json::forkedProject(QJsonDocument::fromJson(QByteArray(R"({"project_id":"p","anon_key":"a","service_key":"s",)") + more + '}'));
    };
    // The recorded gateway copies no site and only echoes the name: no address then.
    const auto bare = read(R"("functions":[{"name":"f","url":"u"}],"subdomain_url":"https://x.run402.com","readiness":"ready")");
    QCOMPARE(bare->functions, QStringList{u"f"_s});
    QVERIFY(bare->subdomainUrl.isEmpty() && bare->siteUrl.isEmpty() && !bare->bootstrapResult);
    const auto whole = read(R"("site_url":"http://x/","subdomain_url":"http://x/","bootstrap_result":{"ok":true},"missing_secrets":[{"key":"K","description":"why"},"L"])");
    QCOMPARE(whole->subdomainUrl, u"http://x/"_s);
    QVERIFY(whole->bootstrapResult && whole->bootstrapResult->isObject());
    QCOMPARE(whole->missingSecrets.size(), 2);
    const auto refused = read(R"("bootstrap_error":{"message":"no"})");
    QCOMPARE(refused->bootstrapError, u"{\"message\":\"no\"}"_s);
    const QByteArray keyless = R"({"project_id":"p"})";
    QVERIFY(!json::forkedProject(QJsonDocument::fromJson(keyless)).ok());
}

void MarketTest::changesSendOnlyWhatDiffers()
{
    AppChanges changes;
    QVERIFY(changes.isEmpty());
    changes.description = QString();
    QCOMPARE(json::toJson(changes), (QJsonObject{{u"description"_s, QString()}}));
    PublishOptions options;
    options.visibility = u"public"_s;
    options.seedTables = {u"items"_s};
    options.requiredSecrets = {{u"KEY"_s, u"why"_s}};
    const QJsonObject o = json::toJson(options);
    QCOMPARE(o.value("include_seed"_L1).toObject().value("tables"_L1).toArray(), QJsonArray{u"items"_s});
    QCOMPARE(o.value("required_secrets"_L1).toArray().first().toObject().value("key"_L1).toString(), u"KEY"_s);
    QVERIFY(!o.contains("description"_L1) && !o.contains("required_actions"_L1));
}

void MarketTest::obstacles()
{
    const auto list = readObstacles(R"([{"kind":"view","name":"a"},{"kind":"view","name":"b"},{"kind":"trigger","name":"t on items"},{"kind":"other","name":"x"},5])");
    QVERIFY(list.ok());
    QCOMPARE(list->size(), 2);
    QCOMPARE(list->first().names, (QStringList{u"a"_s, u"b"_s}));
    QVERIFY(!readObstacles("{").ok());
    Problem p;
    p.message = u"Project uses unsupported custom types: mood, level. Remove them before publishing."_s;
    QCOMPARE(obstaclesOf(p).first().names, (QStringList{u"mood"_s, u"level"_s}));
    QVERIFY(obstaclesOf(p).first().kind == PublishObstacle::Kind::Types);
    p.message = u"Function 'send' has no stored source. Redeploy it before publishing."_s;
    QVERIFY(obstaclesOf(p).first().kind == PublishObstacle::Kind::LostSource);
    p.message = u"Max 10 tags allowed"_s;
    QVERIFY(obstaclesOf(p).isEmpty());
}

void MarketTest::scriptStringsStayInside_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text : {"plain", "\"; alert(1); \"", "</script><script>", "\\u0022", "a\nb", "`${x}`", "\xe2\x80\xa8", "'"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void MarketTest::scriptStringsStayInside()
{
    QFETCH(QString, text);
    const QString escaped = jsStringEscaped(text);
    for (const QChar c : u"\"'`<>\n\u2028$&"_s)
        QVERIFY(!escaped.contains(c));
    // A JSON string reads the same escapes.
    const QJsonDocument back = QJsonDocument::fromJson("[\"" + escaped.toUtf8() + "\"]");
    QCOMPARE(back.array().first().toString(), text);
}

void MarketTest::write(const QString& path, const QByteArray& bytes)
{
    const QString whole = m_folder.filePath(path);
    QVERIFY(QDir().mkpath(QFileInfo(whole).path()));
    QFile file(whole);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

void MarketTest::starterIsRead()
{
    write(u"notes/starter.json"_s, R"({"title":"Notes","summary":"s","tables":["notes"],"accent":"#112233",
        "functions":[{"name":"bootstrap","file":"functions/b.js","timeout":10,"memory":128}],
        "variables":[{"name":"TITLE","type":"text","default":"My notes","required":true}]})");
    write(u"notes/schema.sql"_s, "create table notes (id int);");
    write(u"notes/seed.sql"_s, "insert into notes values (1);");
    write(u"notes/functions/b.js"_s, "export default () => 1");
    write(u"notes/site/config.js"_s, "x = { api: \"__RUN402_API__\", k: \"__RUN402_ANON_KEY__\" }");
    write(u"notes/site/sub/p.png"_s, "\x89PNG__RUN402_API__");
    write(u"broken/starter.json"_s, "{");
    const StarterCatalog catalog(m_folder.path());
    QList<Problem> problems;
    const QList<Starter> all = catalog.list(&problems);
    QCOMPARE(all.size(), 1);
    QCOMPARE(problems.size(), 1);
    QCOMPARE(problems.first().code, u"starter.invalid"_s);
    QVERIFY(all.first().hasBootstrap());
    const auto parts = catalog.releases(all.first(), u"prj"_s, QUrl(u"http://127.0.0.1:1/"_s), u"k\"</script>"_s);
    QVERIFY(parts.ok());
    QCOMPARE(parts->size(), 1);
    const ReleaseSpec& spec = parts->first();
    QVERIFY(spec.migrations.indexOf("create table"_L1) < spec.migrations.indexOf("insert into"_L1));
    QCOMPARE(spec.files.size(), 2);
    const QByteArray filled = "x = { api: \"http://127.0.0.1:1\", k: \"k\\u0022\\u003c/script\\u003e\" }";
    QCOMPARE(spec.files[0].data, filled);
    QCOMPARE(spec.files[1].path, u"sub/p.png"_s);
    QVERIFY(spec.files[1].data.endsWith("__RUN402_API__")); // pictures are left alone
    QFile::remove(m_folder.filePath(u"notes/functions/b.js"_s));
    QCOMPARE(catalog.releases(all.first(), u"prj"_s, {}, {}).error().code, u"starter.unreadable"_s);
}

void MarketTest::starterOutsideItsFolderIsRefused()
{
    for (const char* file : {"../x.js", "/etc/passwd", "a/../../x", "a\\\\b", ""}) {
        const QByteArray json = QByteArray(R"({"title":"t","summary":"s","functions":[{"name":"f","file":")") + file + R"("}]})";
        QCOMPARE(readStarter(u"x"_s, json).error().code, u"starter.invalid"_s);
    }
    const QByteArray oddColor = R"({"title":"t","summary":"s","accent":"red; x: y"})", nameless = R"({"summary":"s"})";
    QVERIFY(!readStarter(u"x"_s, oddColor).ok());
    QVERIFY(!readStarter(u"x"_s, nameless).ok());
}

void MarketTest::starterTakesSharedFiles()
{
    write(u"shared/site/kit.js"_s, "k = \"__RUN402_API__\"");
    write(u"shared/site/other.js"_s, "not asked for");
    write(u"shared/functions/claim.js"_s, "export default () => 2");
    write(u"sharing/schema.sql"_s, "create table a (id int);");
    write(u"sharing/site/app.js"_s, "own");
    write(u"sharing/starter.json"_s, R"({"title":"S","summary":"s","shared":["functions/claim.js","site/kit.js"],
        "functions":[{"name":"claim","file":"functions/claim.js"}]})");
    const StarterCatalog catalog(m_folder.path());
    const auto starter = catalog.read(u"sharing"_s);
    QVERIFY(starter.ok());
    const auto parts = catalog.releases(*starter, u"p"_s, QUrl(u"http://127.0.0.1:1"_s), {});
    QVERIFY(parts.ok());
    QCOMPARE(parts->first().functions.first().code, u"export default () => 2"_s);
    QCOMPARE(parts->first().files.size(), 2);
    QCOMPARE(parts->first().files[1].path, u"kit.js"_s);
    QCOMPARE(parts->first().files[1].data, QByteArray("k = \"http://127.0.0.1:1\""));
    QFile::remove(m_folder.filePath(u"shared/site/kit.js"_s));
    QCOMPARE(catalog.releases(*starter, u"p"_s, {}, {}).error().code, u"starter.unreadable"_s);
    QCOMPARE(readStarter(u"x"_s, R"({"title":"t","summary":"s","shared":["../x.js"]})").error().code, u"starter.invalid"_s);
}

void MarketTest::rulesComeBeforePolicies()
{
    write(u"ruled/schema.sql"_s, "create table a (id int);");
    write(u"ruled/policies.sql"_s, "create policy p on a using (true);");
    write(u"ruled/site/index.html"_s, "<p>");
    Starter s;
    s.slug = u"ruled"_s;
    s.rulesTemplate = u"public_read"_s;
    s.rules = {{u"a"_s, {}}};
    const auto parts = StarterCatalog(m_folder.path()).releases(s, u"p"_s, {}, {});
    QCOMPARE(parts->size(), 2);
    QVERIFY(parts->first().migrations.contains("create table"_L1) && !parts->first().migrations.contains("policy"_L1));
    QVERIFY(parts->first().files.isEmpty());
    QVERIFY(parts->last().migrations.contains("create policy"_L1));
    QCOMPARE(parts->last().files.size(), 1);
}

QTEST_GUILESS_MAIN(MarketTest)
#include "tst_marketrules.moc"
