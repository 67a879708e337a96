// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1addresses.h"
#include "services/api/gen1/gen1database.h"
#include "services/api/gen1/gen1functions.h"
#include "services/api/gen1/gen1gateway.h"
#include "services/api/gen1/gen1market.h"
#include "services/api/gen1/gen1objects.h"
#include "services/api/gen1/gen1operator.h"
#include "services/net/transport.h"
#include "tests/support/await.h"
#include "tests/support/fakeauthorizer.h"
#include "tests/support/scriptedmanager.h"

#include <QJsonArray>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// What the adapters put on the wire and what they make of odd answers, without a server.
class TestGen1Requests : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void generations_data();
    void generations();
    void detectionAsksFourThings();
    void detectionWithoutANetwork();
    void degradedHealthIsAnAnswer();
    void functionsAndLogs();
    void invokeShowsEveryAnswer();
    void secretValuesStayOutOfRecords();
    void objects();
    void objectListWhereThereIsNone();
    void objectNamesStayInTheirPlace();
    void market();
    void operatorDesk();
    void missingFieldsAreNamed_data();
    void missingFieldsAreNamed();
    void lostAnswerToAWriteIsUnknown();
    void sqlEnvelopes_data();
    void sqlEnvelopes();

private:
    QJsonObject sentBody(int i) const { return QJsonDocument::fromJson(m_net->seen[i].body).object(); }
    Transport* m_transport = nullptr;
    ScriptedManager* m_net = nullptr;
    FakeAuthorizer m_identity;
    ApiClient* m_api = nullptr;
};

void TestGen1Requests::init()
{
    m_transport = new Transport;
    m_net = new ScriptedManager;
    m_transport->setManager(m_net);
    m_api = new ApiClient(*m_transport, QUrl(u"https://api.example"_s));
    m_api->setAuthorizer(&m_identity);
}

void TestGen1Requests::cleanup()
{
    delete m_api;
    delete m_transport;
}

using Probes = QList<Gen1Gateway::Probe>;
using Generation = GatewayInfo::Generation;

void TestGen1Requests::generations_data()
{
    QTest::addColumn<Probes>("probes");
    QTest::addColumn<Generation>("generation");
    const Gen1Gateway::Probe healthy{u"h"_s, 200, true, {{u"status"_s, u"healthy"_s}}, {}};
    const Gen1Gateway::Probe core{u"h"_s, 200, true, {{u"status"_s, u"healthy"_s}, {u"mode"_s, u"core"_s}}, {}};
    const Gen1Gateway::Probe page{u"h"_s, 200, false, {}, {}};
    const Gen1Gateway::Probe prices{u"p"_s, 200, true, {{u"tiers"_s, QJsonObject()}}, {}};
    const Gen1Gateway::Probe refused{u"p"_s, 401, true, {}, {}};
    const Gen1Gateway::Probe info{u"d"_s, 200, true, {}, {}};
    const Gen1Gateway::Probe gone{u"d"_s, 404, true, {}, {}};
    const Gen1Gateway::Probe html404{u"r"_s, 404, false, {}, {}};
    const Gen1Gateway::Probe coded{u"r"_s, 401, true, {{u"code"_s, u"X"_s}}, {}};
    const Gen1Gateway::Probe none{u"x"_s, 0, false, {}, u"net.timeout"_s};
    QTest::newRow("first") << Probes{healthy, prices, info, html404} << Generation::One;
    QTest::newRow("second") << Probes{healthy, refused, gone, coded} << Generation::Two;
    QTest::newRow("core") << Probes{core, prices, info, html404} << Generation::Core;
    QTest::newRow("two of three agree") << Probes{healthy, prices, info, none} << Generation::One;
    QTest::newRow("one is not enough") << Probes{healthy, prices, none, none} << Generation::Unknown;
    QTest::newRow("they contradict") << Probes{healthy, prices, gone, html404} << Generation::Unknown;
    QTest::newRow("health is a page") << Probes{page, prices, info, html404} << Generation::Unknown;
    QTest::newRow("a captive portal") << Probes{page, page, page, page} << Generation::Unknown;
    QTest::newRow("a server of 404s") << Probes{healthy, html404, html404, html404} << Generation::Unknown;
    QTest::newRow("nothing") << Probes{} << Generation::Unknown;
}

void TestGen1Requests::generations()
{
    QFETCH(Probes, probes);
    QFETCH(Generation, generation);
    const GatewayInfo info = Gen1Gateway::judge(QUrl(u"https://h"_s), probes);
    QCOMPARE(info.generation, generation);
    QCOMPARE(info.readOnly, generation != Generation::One);
    QCOMPARE(info.capabilities.has(Capability::BuyTier), generation == Generation::One);
    if (info.readOnly)
        QVERIFY(!info.capabilities.whyNot(Capability::BuyTier).isEmpty());
    QCOMPARE(info.evidence.size(), probes.size());
}

void TestGen1Requests::detectionAsksFourThings()
{
    m_net->answer = [](const SeenRequest& r) {
        if (r.url.path() == "/health"_L1)
            return Script::json(R"({"status":"healthy","checks":{}})");
        if (r.url.path() == "/projects/v1"_L1)
            return Script::json(R"({"error":"x"})", 402);
        if (r.url.path() == "/deploy/v1"_L1)
            return Script::json(R"({"code":"ROUTE_NOT_FOUND"})", 404);
        return Script::json(R"({"code":"UNAUTHENTICATED"})", 401);
    };
    Gen1Gateway gateway(*m_api, false);
    const auto info = await(gateway.detect());
    QCOMPARE(info.value().generation, Generation::Two);
    QCOMPARE(m_net->seen.size(), 4);
    for (const SeenRequest& r : m_net->seen) {
        QCOMPARE(r.method, QByteArray("GET"));
        for (const char* header : {"Authorization", "apikey", "SIGN-IN-WITH-X", "PAYMENT-SIGNATURE"})
            QVERIFY(r.header(header).isEmpty());
    }
}

void TestGen1Requests::detectionWithoutANetwork()
{
    m_net->answer = [](const SeenRequest&) { return Script::failing(QNetworkReply::ConnectionRefusedError); };
    Gen1Gateway gateway(*m_api, false);
    QCOMPARE(codeOf(await(gateway.detect())), u"net.refused"_s);
    m_net->answer = [](const SeenRequest&) { return Script::hanging(); };
    auto* call = gateway.detect();
    call->cancel();
    QCOMPARE(codeOf(await(call)), u"cancelled"_s);
    m_net->answer = [](const SeenRequest&) { return Script::html("<!DOCTYPE html>", 200); };
    QCOMPARE(await(gateway.detect()).value().generation, Generation::Unknown);
}

void TestGen1Requests::degradedHealthIsAnAnswer()
{
    Gen1Gateway gateway(*m_api, true);
    m_net->push(Script::json(R"({"status":"degraded","checks":{"postgres":"ok","postgrest":"error"},"version":"1.0.4"})", 503));
    const auto health = await(gateway.health());
    QCOMPARE(codeOf(health), u"ok"_s);
    QCOMPARE(health->status, u"degraded"_s);
    QCOMPARE(health->checks.value(u"postgrest"_s), u"error"_s);
    m_net->push(Script::html("<!DOCTYPE html>", 502));
    QVERIFY(!await(gateway.health()).ok());
}

void TestGen1Requests::functionsAndLogs()
{
    Gen1Functions functions(*m_api);
    m_net->push(Script::json(R"({"functions":[{"name":"f","url":"u","runtime":"node22","timeout":10,"memory":128,"created_at":"2026-03-21T12:00:00.000Z","updated_at":"2026-03-21T12:00:00.000Z"}]})"));
    const auto list = await(functions.list(u"prj_1"_s));
    QCOMPARE(list.value().at(0).memoryMb, 128);
    QCOMPARE(m_net->seen[0].url.path(), u"/projects/v1/admin/prj_1/functions"_s);
    QCOMPARE(m_net->seen[0].header("Authorization"), QByteArray("Bearer service"));

    m_net->push(Script::json(R"({"name":"f","url":"u","status":"deployed","runtime":"node22","timeout":5,"memory":128,"created_at":"2026-03-21T12:00:00.000Z"})", 201));
    QCOMPARE(await(functions.put(u"prj_1"_s, {u"f"_s, u"export default 1"_s, 5, 0, {u"zod"_s}})).value().timeoutSeconds, 5);
    QCOMPARE(sentBody(1).value("config"_L1).toObject(), (QJsonObject{{u"timeout"_s, 5}}));
    QCOMPARE(sentBody(1).value("deps"_L1).toArray().size(), 1);

    m_net->push(Script::json(R"({"logs":[{"timestamp":"2026-03-21T12:00:00.000Z","message":"hi"}]})"));
    QCOMPARE(await(functions.logs(u"prj_1"_s, u"f"_s, 9999)).value().at(0).text, u"hi"_s);
    QCOMPARE(m_net->seen[2].url.query(), u"tail=200"_s);
    m_net->push(Script::json(R"({"error":"Function not found"})", 404));
    QCOMPARE(codeOf(await(functions.remove(u"prj_1"_s, u"../x"_s))), u"function.not_found"_s);
    QCOMPARE(m_net->seen[3].url.path(QUrl::FullyEncoded), u"/projects/v1/admin/prj_1/functions/..%2Fx"_s);
}

void TestGen1Requests::invokeShowsEveryAnswer()
{
    Gen1Functions functions(*m_api);
    const Script answers[] = {Script::html("<b>hi</b>", 418), Script::json(R"({"error":"Internal function error"})", 500),
                              {Script::Way::Answer, 302, {{"Location", "https://elsewhere/"}}, {}}};
    for (const Script& answer : answers) {
        m_net->push(answer);
        const auto r = await(functions.invoke(u"p"_s, u"f"_s, "POST", u"sub/a?q=1"_s, "{\"a\":1}", Role::Anonymous));
        QCOMPARE(codeOf(r), u"ok"_s);
        QCOMPARE(r->status, answer.status);
        QCOMPARE(r->body, answer.body);
    }
    QCOMPARE(m_net->seen[0].url.toString(QUrl::FullyEncoded), u"https://api.example/functions/v1/f/sub/a?q=1"_s);
    QCOMPARE(m_net->seen[0].header("apikey"), QByteArray("anon"));
    m_net->push(Script::failing(QNetworkReply::RemoteHostClosedError));
    QCOMPARE(codeOf(await(functions.invoke(u"p"_s, u"f"_s, "GET", {}, {}, Role::Service))), u"net.reset"_s);
    QCOMPARE(m_net->seen.last().header("apikey"), QByteArray("service"));
}

void TestGen1Requests::secretValuesStayOutOfRecords()
{
    Gen1Functions functions(*m_api);
    QStringList told;
    connect(m_transport, &Transport::requestChanged, this, [&](const RequestRecord& r) {
        told << r.curl << r.cliEquivalent << r.label << r.url.toString();
    });
    m_net->push(Script::json(R"({"status":"set","key":"API"})", 201));
    QCOMPARE(codeOf(await(functions.setSecret(u"p"_s, u"API"_s, "correct horse"))), u"ok"_s);
    QCOMPARE(sentBody(0).value("value"_L1).toString(), u"correct horse"_s);
    QVERIFY(!told.isEmpty());
    for (const QString& text : told)
        QVERIFY2(!text.contains("horse"_L1) && !text.contains("Bearer service"_L1), qPrintable(text));
    m_net->push(Script::json(R"({"error":"Secrets limit reached (10 for your tier). Delete a secret first."})", 403));
    QCOMPARE(codeOf(await(functions.setSecret(u"p"_s, u"API"_s, ""))), u"quota.secrets"_s);
}

void TestGen1Requests::objects()
{
    Gen1Objects objects(*m_api);
    m_net->push(Script::json(R"({"key":"b/a b/ü.png","size":3})"));
    const auto put = await(objects.put(u"p"_s, u"b"_s, u"a b/ü.png"_s, QByteArray("\0\xff\1", 3), u"image/png"_s));
    QCOMPARE(put.value().size, 3);
    QCOMPARE(m_net->seen[0].body, QByteArray("\0\xff\1", 3));
    QCOMPARE(m_net->seen[0].header("Content-Type"), QByteArray("image/png"));
    QCOMPARE(m_net->seen[0].url.path(QUrl::FullyEncoded), u"/storage/v1/object/b/a%20b/%C3%BC.png"_s);
    m_net->push({Script::Way::Answer, 200, {{"Content-Type", "image/png"}}, QByteArray("\0\xff", 2)});
    QCOMPARE(await(objects.get(u"p"_s, u"b"_s, u"x"_s)).value(), QByteArray("\0\xff", 2));
    m_net->push(Script::json(R"({"signed_url":"/storage/v1/object/b/x?t=1","expires_in":3600})"));
    QCOMPARE(await(objects.sign(u"p"_s, u"b"_s, u"x"_s)).value().url, QUrl(u"https://api.example/storage/v1/object/b/x?t=1"_s));
    m_net->push(Script::json(R"({"error":"Storage limit exceeded","usage":{"storage_bytes":1,"limit":1}})", 402));
    QCOMPARE(codeOf(await(objects.remove(u"p"_s, u"b"_s, u"x"_s))), u"quota.storage"_s);
    const auto before = m_net->seen.size();
    QCOMPARE(codeOf(await(objects.put(u"p"_s, u"b"_s, u"x"_s, QByteArray(11 << 20, 'x'), {}))), u"request.too_large"_s);
    QCOMPARE(m_net->seen.size(), before);
}

void TestGen1Requests::objectListWhereThereIsNone()
{
    Gen1Objects objects(*m_api);
    m_net->push(Script::json(R"({"error":"File not found"})", 404));
    QCOMPARE(codeOf(await(objects.list(u"p"_s, u"b"_s))), u"objects.list_unavailable"_s);
    m_net->push(Script::json(R"({"error":"Project not found or inactive"})", 404));
    QCOMPARE(codeOf(await(objects.list(u"p"_s, u"b"_s))), u"project.not_found"_s);
    m_net->push(Script::json(R"({"objects":[{"key":"a","size":1,"last_modified":"2026-03-21T12:00:00.000Z"}]})"));
    QCOMPARE(await(objects.list(u"p"_s, u"b"_s)).value().size(), 1);
}

void TestGen1Requests::objectNamesStayInTheirPlace()
{
    Gen1Objects objects(*m_api);
    for (const QString& path : {u"../x"_s, u"a/../../x"_s, u""_s, u"a//b"_s, u"/a"_s, u"."_s})
        QCOMPARE(codeOf(await(objects.get(u"p"_s, u"b"_s, path))), u"request.invalid"_s);
    QCOMPARE(codeOf(await(objects.get(u"p"_s, u".."_s, u"x"_s))), u"request.invalid"_s);
    QVERIFY(m_net->seen.isEmpty());
}

void TestGen1Requests::market()
{
    Gen1Market market(*m_api);
    m_net->push(Script::json(R"({"apps":[{"id":"ver_1"}],"total":1})"));
    QCOMPARE(await(market.browse({u"a&b"_s, u"c"_s})).value().size(), 1);
    QCOMPARE(m_net->seen[0].url.query(QUrl::FullyEncoded), u"tag=a%26b&tag=c"_s);
    m_net->push(Script::json(R"({"apps":[{"name":"no id"}],"total":1})"));
    QCOMPARE(codeOf(await(market.browse({}))), u"protocol.field_missing"_s);
    m_net->push(Script::json(R"({"error":"Project uses unsupported views: v. Remove them before publishing."})", 400));
    QCOMPARE(codeOf(await(market.publish(u"p"_s, {}))), u"market.unsupported"_s);
    m_net->push(Script::json(R"({"project_id":"prj_2","anon_key":"a","service_key":"s","schema_slot":"p0001","readiness":"ready"})", 201));
    const auto fork = await(market.fork({u"ver_1"_s, u"mine"_s, u"sub"_s, {{u"OWNER"_s, u"me"_s}}}));
    QCOMPARE(fork.value().project.id, u"prj_2"_s);
    QCOMPARE(sentBody(3).value("bootstrap"_L1).toObject().value("OWNER"_L1).toString(), u"me"_s);
    QVERIFY(!m_net->seen[3].header("SIGN-IN-WITH-X").isEmpty());
    m_net->push(Script::json(R"({"id":"ver_1"})"));
    QVERIFY(await(market.update(u"p"_s, u"ver_1"_s, AppChanges{{}, {}, {}, true})).ok());
    QCOMPARE(m_net->seen[4].method, QByteArray("PATCH"));
}

void TestGen1Requests::operatorDesk()
{
    Gen1Operator desk(*m_api);
    m_net->push(Script::json(R"({"status":"sent"})"));
    QCOMPARE(codeOf(await(desk.message(u"hello"_s))), u"ok"_s);
    m_net->push(Script::json(R"({"error":"Invalid 'email' — must be a valid email address"})", 400));
    QCOMPARE(codeOf(await(desk.contact(u"n"_s, u"nope"_s, {}))), u"request.invalid"_s);
    QVERIFY(!sentBody(1).contains("webhook"_L1));
}

void TestGen1Requests::missingFieldsAreNamed_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("pointer");
    QTest::newRow("missing") << QByteArray(R"({"schema":"p1","tables":[{"name":"t","columns":[],"constraints":[],"policies":[]}]})") << u"protocol.field_missing"_s << u"/tables/0/rls_enabled"_s;
    QTest::newRow("null") << QByteArray(R"({"schema":null,"tables":[]})") << u"protocol.field_type"_s << u"/schema"_s;
    QTest::newRow("text for a boolean") << QByteArray(R"({"schema":"p1","tables":[{"name":"t","rls_enabled":"true","columns":[],"constraints":[],"policies":[]}]})") << u"protocol.field_type"_s << u"/tables/0/rls_enabled"_s;
    QTest::newRow("list of numbers") << QByteArray(R"({"schema":"p1","tables":[1]})") << u"protocol.field_type"_s << u"/tables/0"_s;
    QTest::newRow("a list") << QByteArray("[]") << u"protocol.field_type"_s << QString();
}

void TestGen1Requests::missingFieldsAreNamed()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, code);
    QFETCH(QString, pointer);
    Gen1Database database(*m_api);
    m_net->push(Script::json(body));
    const auto r = await(database.schema(u"p"_s));
    QCOMPARE(codeOf(r), code);
    QCOMPARE(r.error().details.value("pointer"_L1).toString(), pointer);
}

void TestGen1Requests::lostAnswerToAWriteIsUnknown()
{
    Gen1Database database(*m_api);
    m_net->push(Script::cutShort(R"({"status":"ok","schema":"p0001","rows":[],"rowCount":1})"));
    const auto r = await(database.run(u"p"_s, u"insert into t values (1)"_s));
    QCOMPARE(codeOf(r), u"net.cut_short"_s);
    QCOMPARE(r.error().mutation, Problem::Mutation::Unknown);
    QVERIFY(!r.error().safeToRetry);
    QCOMPARE(m_net->seen.size(), 1);
    QCOMPARE(m_net->seen[0].header("Content-Type"), QByteArray("text/plain; charset=utf-8"));

    Gen1Addresses addresses(*m_api);
    m_net->push(Script::json("{}", 201)); // done, but what?
    const auto claimed = await(addresses.claim(u"p"_s, u"name"_s, u"dpl_1"_s));
    QCOMPARE(codeOf(claimed), u"protocol.field_missing"_s);
    QCOMPARE(claimed.error().mutation, Problem::Mutation::Applied);
}

void TestGen1Requests::sqlEnvelopes_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("rows"); ///< null = refused
    QTest::newRow("usual") << QByteArray(R"({"status":"ok","schema":"p1","rows":[{"a":"]}","b":[1]}],"rowCount":1})") << QByteArray(R"([{"a":"]}","b":[1]}])");
    QTest::newRow("ddl") << QByteArray(R"({"rows":[],"rowCount":null})") << QByteArray("[]");
    QTest::newRow("other order, spaces") << QByteArray(" { \"rowCount\" : 2 , \"rows\" : [ 1 , 2 ] } \n") << QByteArray("[ 1 , 2 ]");
    QTest::newRow("escapes") << QByteArray(R"({"rows":["\\\"]"],"rowCount":1})") << QByteArray(R"(["\\\"]"])");
    QTest::newRow("no rows") << QByteArray(R"({"rowCount":1})") << QByteArray();
    QTest::newRow("no count") << QByteArray(R"({"rows":[]})") << QByteArray();
    QTest::newRow("count is text") << QByteArray(R"({"rows":[],"rowCount":"1"})") << QByteArray();
    QTest::newRow("rows is an object") << QByteArray(R"({"rows":{},"rowCount":1})") << QByteArray();
    QTest::newRow("cut") << QByteArray(R"({"rows":[{"a":1)") << QByteArray();
    QTest::newRow("two values") << QByteArray(R"({"rows":[],"rowCount":1}{})") << QByteArray();
    QTest::newRow("page") << QByteArray("<html>") << QByteArray();
    QTest::newRow("empty") << QByteArray("") << QByteArray();
    QTest::newRow("deep") << QByteArray("{\"rows\":" + QByteArray(1'000'000, '[')) << QByteArray();
}

void TestGen1Requests::sqlEnvelopes()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, rows);
    HttpReply reply;
    reply.status = 200;
    reply.body = body;
    const auto r = Gen1Database::outcomeOf(reply);
    QCOMPARE(r.ok(), !rows.isNull());
    if (r.ok())
        QCOMPARE(r->rowsJson, rows);
}

QTEST_GUILESS_MAIN(TestGen1Requests)
#include "tst_gen1requests.moc"
