// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/apiclient.h"
#include "services/net/classify.h"
#include "services/net/transport.h"
#include "tests/support/await.h"
#include "tests/support/fakeauthorizer.h"
#include "tests/support/scriptedmanager.h"

#include <QJsonArray>
#include <QLocale>
#include <QSignalSpy>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {

/// Answers a payment demand as told.
class FakePayments : public QObject, public PaymentHandler
{
public:
    int paid = 0;
    HttpReply demand;
    std::function<Call<HttpReply>*()> answer;
    Call<HttpReply>* pay(const HttpRequest&, const HttpReply& d, const PaymentIntent&) override
    {
        ++paid;
        demand = d;
        return answer();
    }
};

QByteArray offer(const QByteArray& accepts, const QByteArray& error = "Payment required")
{
    return ("{\"x402Version\":2,\"error\":\"" + error + "\",\"accepts\":" + accepts + "}").toBase64();
}

Script demand(const QByteArray& header, const QByteArray& body = "{}")
{
    Script s = Script::json(body, 402);
    s.headers.append({"PAYMENT-REQUIRED", header});
    return s;
}

} // namespace

class TestApiClient : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();

    void identityGoesWhereTheContractSays_data();
    void identityGoesWhereTheContractSays();
    void addressesAreBuiltVerbatim_data();
    void addressesAreBuiltVerbatim();
    void answersAreToldApart_data();
    void answersAreToldApart();
    void secondGenerationEnvelope();
    void secretsInErrorsAreHidden();
    void brokenJson_data();
    void brokenJson();
    void bigJsonIsParsed();
    void demandWithoutIntentIsAnError();
    void demandWithIntentIsPaidOnce();
    void aPaidQuoteIsNoFailure();
    void signInIsRepeatedOnceWithTheServersTime();
    void cancelAfterADemandDoesNotPay();
    void cancelWhilePayingKeepsTheTruth();
    void readOnlySendsNoWrites();
    void withoutAWallet();
    void hostileHeaders_data();
    void hostileHeaders();

private:
    Transport* m_transport = nullptr;
    ScriptedManager* m_net = nullptr;
    FakeAuthorizer* m_identity = nullptr;
    ApiClient* m_api = nullptr;
};

void TestApiClient::init()
{
    m_transport = new Transport;
    m_net = new ScriptedManager;
    m_transport->setManager(m_net);
    m_identity = new FakeAuthorizer;
    m_api = new ApiClient(*m_transport, QUrl(u"https://api.example/"_s));
    m_api->setAuthorizer(m_identity);
}

void TestApiClient::cleanup()
{
    delete m_api;
    delete m_identity;
    delete m_transport;
}

void TestApiClient::identityGoesWhereTheContractSays_data()
{
    QTest::addColumn<int>("auth");
    QTest::addColumn<QByteArray>("authorization");
    QTest::addColumn<QByteArray>("apikey");
    QTest::addColumn<QByteArray>("siwx");
    QTest::newRow("none") << int(Auth::None) << QByteArray() << QByteArray() << QByteArray();
    QTest::newRow("wallet") << int(Auth::Wallet) << QByteArray() << QByteArray() << QByteArray("signature-1");
    QTest::newRow("service") << int(Auth::ServiceKey) << QByteArray("Bearer service") << QByteArray() << QByteArray();
    QTest::newRow("anon") << int(Auth::AnonKey) << QByteArray() << QByteArray("anon") << QByteArray();
    QTest::newRow("service api") << int(Auth::ServiceKeyAsApi) << QByteArray() << QByteArray("service") << QByteArray();
    QTest::newRow("service both") << int(Auth::ServiceKeyAsBoth) << QByteArray("Bearer service") << QByteArray("service") << QByteArray();
    QTest::newRow("user") << int(Auth::AnonKeyAndUser) << QByteArray("Bearer tok") << QByteArray("anon") << QByteArray();
}

void TestApiClient::identityGoesWhereTheContractSays()
{
    QFETCH(int, auth);
    QFETCH(QByteArray, authorization);
    QFETCH(QByteArray, apikey);
    QFETCH(QByteArray, siwx);
    m_net->push(Script::json("{}"));
    ApiRequest r = ApiRequest::get(u"/x"_s, Auth(auth), u"p"_s);
    r.userToken = "tok";
    QVERIFY(await(m_api->call(r)).ok());
    QCOMPARE(m_net->seen[0].header("Authorization"), authorization);
    QCOMPARE(m_net->seen[0].header("apikey"), apikey);
    QCOMPARE(m_net->seen[0].header("SIGN-IN-WITH-X"), siwx);
}

void TestApiClient::addressesAreBuiltVerbatim_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("url");
    QTest::newRow("plain") << u"/tiers/v1"_s << QByteArray("https://api.example/tiers/v1");
    QTest::newRow("encoded slash stays") << u"/storage/v1/object/b/a%2Fb"_s << QByteArray("https://api.example/storage/v1/object/b/a%2Fb");
    QTest::newRow("postgrest") << u"/rest/v1/t?and=(a.gte.1,a.lte.5)&a=gte.1&a=lte.5"_s
                               << QByteArray("https://api.example/rest/v1/t?and=(a.gte.1,a.lte.5)&a=gte.1&a=lte.5");
}

void TestApiClient::addressesAreBuiltVerbatim()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, url);
    m_net->push(Script::json("{}"));
    QVERIFY(await(m_api->call(ApiRequest::get(path, Auth::None))).ok());
    QCOMPARE(m_net->seen[0].url.toEncoded(), url);
}

void TestApiClient::answersAreToldApart_data()
{
    QTest::addColumn<Script>("script");
    QTest::addColumn<QString>("code");
    QTest::addColumn<Problem::Kind>("kind");
    using K = Problem::Kind;
    const auto row = [](const char* name, const Script& s, const char* code, K kind) {
        QTest::newRow(name) << s << QString::fromLatin1(code) << kind;
    };
    const QByteArray accepts = R"([{"scheme":"exact","amount":"1"}])";
    row("pay", demand(offer(accepts)), "payment.required", K::PayFirst);
    row("payment refused", demand(offer(accepts, "insufficient_funds")), "payment.refused", K::PayFirst);
    row("sign in", demand(offer("[]")), "auth.sign_in_refused", K::PayFirst);
    row("unreadable offer", demand("%%%"), "payment.offer_unreadable", K::PayFirst);
    row("offer is a list", demand(QByteArray("[]").toBase64()), "payment.offer_unreadable", K::PayFirst);
    row("calls used up", Script::json(R"({"error":"API call limit exceeded","usage":{"api_calls":5,"limit":5}})", 402), "quota.api_calls", K::PayFirst);
    row("storage full", Script::json(R"({"error":"Storage limit exceeded"})", 402), "quota.storage", K::PayFirst);
    row("no tier", Script::json(R"({"error":"No active tier subscription"})", 402), "tier.none", K::PayFirst);
    row("some 402", Script::json("{}", 402), "payment.unclear", K::PayFirst);
    row("402 page", Script::html("<!DOCTYPE html><title>Payment Required</title>", 402), "protocol.html", K::PayFirst);
    Script mpp = Script::json(R"({"type":"https://paymentauth.org/problems/payment-expired","status":402,"detail":"late"})", 402);
    mpp.headers = {{"Content-Type", "application/problem+json"}, {"WWW-Authenticate", "Payment id=\"a\""}};
    row("machine payment refused", mpp, "payment.refused", K::PayFirst);
    row("no such route", Script::html("<!DOCTYPE html><pre>Cannot GET /x</pre>", 404), "http.no_route", K::Refused);
    row("no such project", Script::json(R"({"error":"Project not found or inactive"})", 404), "project.not_found", K::Refused);
    row("empty 404", Script::json("{}", 404), "not_found", K::Refused);
    row("too large", Script::json(R"({"error":"Request body too large"})", 413), "request.too_large", K::Refused);
    row("encoding", Script::json(R"({"error":"Unsupported content encoding"})", 415), "request.encoding", K::Refused);
    row("slow down", Script::json(R"({"error":"Rate limit exceeded","retry_after":1})", 429), "busy.rate_limit", K::Busy);
    row("demo", Script::json(R"({"error":"demo_limit_reached","code":"DEMO_BLOCKED","message":"m","limit_type":"blocked"})", 429), "demo.blocked", K::Busy);
    row("slots", Script::json(R"({"error":"No schema slots available"})", 503), "busy.no_slots", K::Busy);
    row("not set up", Script::json(R"({"error":"Stripe not configured"})", 503), "service.not_configured", K::Refused);
    row("bad gateway page", Script::html("<html><title>502 Bad Gateway</title></html>", 502), "server.bad_gateway", K::Server);
    row("crash", Script::json(R"({"error":"Internal server error"})", 500), "server.error", K::Server);
    row("json that is none", Script::json("{\"error\":", 400), "request.invalid", K::Refused);
    row("rls", Script::json(R"({"code":"42501","details":null,"hint":null,"message":"denied"})", 401), "rest.denied", K::Refused);
    row("engine", Script::json(R"({"code":"PGRST100","details":null,"hint":null,"message":"bad"})", 400), "rest.error", K::Refused);
    row("teapot", Script::json("{}", 418), "http.418", K::Refused);
}

void TestApiClient::answersAreToldApart()
{
    QFETCH(Script, script);
    QFETCH(QString, code);
    QFETCH(Problem::Kind, kind);
    m_net->push(script);
    const auto r = await(m_api->call(ApiRequest::get(u"/x"_s, Auth::None)));
    QVERIFY(!r.ok());
    QCOMPARE(r.error().code, code);
    QCOMPARE(r.error().kind, kind);
    QCOMPARE(r.error().httpStatus, script.status);
    QVERIFY(!r.error().message.isEmpty());
}

void TestApiClient::secondGenerationEnvelope()
{
    m_net->push(Script::json(R"({"code":"PROJECT_FROZEN","message":"frozen","category":"lifecycle","retryable":false,
        "safe_to_retry":true,"mutation_state":"none","trace_id":"t-1","details":{"org":"o","token":"hush"},
        "next_actions":[{"action":"renew"},"contact"]})", 403));
    const auto r = await(m_api->call(ApiRequest::postJson(u"/x"_s, {}, Auth::None)));
    const Problem& p = r.error();
    QCOMPARE(p.code, u"lease.expired"_s);
    QVERIFY(p.safeToRetry && !p.retryable);
    QCOMPARE(p.mutation, Problem::Mutation::None);
    QCOMPARE(p.details.value("serverTraceId"_L1).toString(), u"t-1"_s);
    QCOMPARE(p.details.value("token"_L1).toString(), u"[hidden]"_s);
    QVERIFY(p.nextActions.contains(u"renew"_s) && p.nextActions.contains(u"contact"_s));

    m_net->push(Script::json(R"({"code":"Some Odd/Code","message":"m","category":"c","mutation_state":"in_doubt"})", 409));
    const auto odd = await(m_api->call(ApiRequest::postJson(u"/x"_s, {}, Auth::None)));
    QCOMPARE(odd.error().code, u"service.some_odd_code"_s);
    QCOMPARE(odd.error().mutation, Problem::Mutation::Unknown);
}

void TestApiClient::secretsInErrorsAreHidden()
{
    const QByteArray key = "0x" + QByteArray(64, '4');
    m_net->push(Script::json(R"({"error":"bad key )" + key + R"( for Bearer abc123def456\u0007"})", 400));
    const auto r = await(m_api->call(ApiRequest::get(u"/x"_s, Auth::None)));
    QCOMPARE(r.error().message, u"bad key [hex] for Bearer [hidden]"_s);
    m_net->push(Script::json("{\"error\":\"" + QByteArray(200'000, 'e') + "\"}", 400));
    QVERIFY(await(m_api->call(ApiRequest::get(u"/x"_s, Auth::None))).error().message.size() < 5000);
}

void TestApiClient::brokenJson_data()
{
    QTest::addColumn<Script>("script");
    QTest::addColumn<QString>("code");
    QTest::newRow("cut") << Script::json("{\"a\":") << u"protocol.not_json"_s;
    QTest::newRow("empty") << Script::json("") << u"protocol.not_json"_s;
    QTest::newRow("binary") << Script::json(QByteArray(100, '\xfe')) << u"protocol.not_json"_s;
    QTest::newRow("deep") << Script::json(QByteArray(100'000, '[')) << u"protocol.not_json"_s;
    QTest::newRow("page") << Script::html("<!DOCTYPE html>", 200) << u"protocol.html"_s;
    QTest::newRow("broken off") << Script::cutShort("{\"a\":1234567890}") << u"net.cut_short"_s;
}

void TestApiClient::brokenJson()
{
    QFETCH(Script, script);
    QFETCH(QString, code);
    m_net->push(script);
    QCOMPARE(codeOf(await(m_api->json(ApiRequest::get(u"/x"_s, Auth::None)))), code);
    m_net->push(script);
    const auto written = await(m_api->json(ApiRequest::postJson(u"/x"_s, {}, Auth::None)));
    QVERIFY(written.error().mutation != Problem::Mutation::None); // it was carried out, or may have been
}

void TestApiClient::bigJsonIsParsed()
{
    m_net->push(Script::json("[" + QByteArray("1,").repeated(500'000) + "1]"));
    const auto r = await(m_api->json(ApiRequest::get(u"/x"_s, Auth::None)));
    QCOMPARE(r.value().array().size(), 500'001);
}

void TestApiClient::demandWithoutIntentIsAnError()
{
    FakePayments payments;
    m_api->setPaymentHandler(&payments);
    m_net->push(demand(offer(R"([{"scheme":"exact"}])")));
    QCOMPARE(codeOf(await(m_api->call(ApiRequest::postJson(u"/tiers/v1/hobby"_s, {}, Auth::None)))), u"payment.required"_s);
    QCOMPARE(payments.paid, 0);
}

void TestApiClient::demandWithIntentIsPaidOnce()
{
    FakePayments payments;
    m_api->setPaymentHandler(&payments);
    ApiRequest r = ApiRequest::postJson(u"/tiers/v1/hobby"_s, {}, Auth::None);
    r.payment = PaymentIntent{u"tier:hobby"_s, u"Hobby"_s, 5'000'000, u"test"_s};
    payments.answer = [&] {
        HttpReply reply;
        reply.status = 201;
        return Call<HttpReply>::ready(this, reply);
    };
    m_net->push(demand(offer(R"([{"scheme":"exact"}])")));
    QCOMPARE(codeOf(await(m_api->call(r))), u"ok"_s);
    QCOMPARE(payments.paid, 1);
    QCOMPARE(payments.demand.status, 402);

    // A second demand after paying is a refusal, not another payment.
    payments.answer = [&] {
        HttpReply reply;
        reply.status = 402;
        reply.headers = {{"Content-Type", "application/json"}, {"PAYMENT-REQUIRED", offer(R"([{"scheme":"exact"}])", "insufficient_funds")}};
        return Call<HttpReply>::ready(this, reply);
    };
    m_net->push(demand(offer(R"([{"scheme":"exact"}])")));
    const auto refused = await(m_api->call(r));
    QCOMPARE(codeOf(refused), u"payment.refused"_s);
    QCOMPARE(refused.error().details.value("reason"_L1).toString(), u"insufficient_funds"_s);
    QCOMPARE(payments.paid, 2);

    m_net->push(demand(offer("[]"))); // a sign-in demand is none
    QCOMPARE(codeOf(await(m_api->call(r))), u"auth.sign_in_refused"_s);
    QCOMPARE(payments.paid, 2);
}

void TestApiClient::aPaidQuoteIsNoFailure()
{
    FakePayments payments;
    m_api->setPaymentHandler(&payments);
    QSignalSpy changed(m_transport, &Transport::requestChanged);
    const auto last = [&] { return changed.last().first().value<RequestRecord>(); };
    ApiRequest r = ApiRequest::postJson(u"/tiers/v1/hobby"_s, {}, Auth::None);
    r.payment = PaymentIntent{u"tier:hobby"_s, u"Hobby"_s, 5'000'000, u"test"_s};
    HttpRequest again;
    again.method = "POST";
    again.url = QUrl(u"http://h/paid"_s);
    bool whileAsking = false;
    payments.answer = [&] {
        whileAsking = last().paidQuote;
        return m_transport->send(again);
    };
    m_net->push(demand(offer(R"([{"scheme":"exact"}])")));
    m_net->push(Script::json("{}", 201));
    QCOMPARE(codeOf(await(m_api->call(r))), u"ok"_s);
    QVERIFY(whileAsking);
    QCOMPARE(last().url.path(), u"/paid"_s); // the quote stays what it was called
    QVERIFY(!last().paidQuote);

    // Whoever says no has a request that was not carried out.
    payments.answer = [&] { return Call<HttpReply>::ready(this, Problem::cancelled()); };
    m_net->push(demand(offer(R"([{"scheme":"exact"}])")));
    QCOMPARE(codeOf(await(m_api->call(r))), u"cancelled"_s);
    QCOMPARE(last().status, 402);
    QVERIFY(!last().paidQuote);
}

void TestApiClient::signInIsRepeatedOnceWithTheServersTime()
{
    Script refusal = demand(offer("[]"));
    const QDateTime there = QDateTime::currentDateTimeUtc().addSecs(-7200);
    refusal.headers.append({"Date", QLocale::c().toString(there, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1()});
    m_net->push(refusal);
    m_net->push(Script::json("{}"));
    QCOMPARE(codeOf(await(m_api->call(ApiRequest::get(u"/tiers/v1/status"_s, Auth::Wallet)))), u"ok"_s);
    QCOMPARE(m_net->seen.size(), 2);
    QCOMPARE(m_net->seen[1].header("SIGN-IN-WITH-X"), QByteArray("signature-2"));

    m_net->push(refusal); // the clock is known by now: no reason to try again
    QCOMPARE(codeOf(await(m_api->call(ApiRequest::get(u"/tiers/v1/status"_s, Auth::Wallet)))), u"auth.sign_in_refused"_s);
    QCOMPARE(m_net->seen.size(), 3);
}

void TestApiClient::cancelAfterADemandDoesNotPay()
{
    FakePayments payments;
    m_api->setPaymentHandler(&payments);
    ApiRequest r = ApiRequest::postJson(u"/tiers/v1/hobby"_s, {}, Auth::None);
    r.payment = PaymentIntent{u"tier:hobby"_s, u"Hobby"_s, 5'000'000, u"test"_s};
    m_net->push(demand(offer(R"([{"scheme":"exact"}])")));
    QSignalSpy answered(m_transport, &Transport::requestChanged);
    auto* call = m_api->call(r);
    connect(m_transport, &Transport::requestChanged, call, [call] { call->cancel(); }); // the answer is there, not delivered
    QCOMPARE(codeOf(await(call)), u"cancelled"_s);
    QTest::qWait(20);
    QCOMPARE(payments.paid, 0);
}

void TestApiClient::cancelWhilePayingKeepsTheTruth()
{
    FakePayments payments;
    m_api->setPaymentHandler(&payments);
    ApiRequest r = ApiRequest::postJson(u"/tiers/v1/hobby"_s, {}, Auth::None);
    r.payment = PaymentIntent{u"tier:hobby"_s, u"Hobby"_s, 5'000'000, u"test"_s};
    payments.answer = [&] {
        auto* paying = new Call<HttpReply>(this);
        paying->setCancelHook([paying] {
            Problem p = Problem::make(Problem::Kind::Network, u"payment.unknown"_s, u"it left"_s);
            p.mutation = Problem::Mutation::Unknown;
            paying->resolve(p);
        });
        return paying;
    };
    m_net->push(demand(offer(R"([{"scheme":"exact"}])")));
    auto* call = m_api->json(r);
    QTRY_COMPARE(payments.paid, 1);
    call->cancel();
    const auto outcome = await(call);
    QCOMPARE(codeOf(outcome), u"payment.unknown"_s);
    QCOMPARE(outcome.error().mutation, Problem::Mutation::Unknown);
}

void TestApiClient::readOnlySendsNoWrites()
{
    m_api->setReadOnly(true);
    QCOMPARE(codeOf(await(m_api->call(ApiRequest::postJson(u"/x"_s, {}, Auth::Wallet)))), u"gateway.read_only"_s);
    QVERIFY(m_net->seen.isEmpty());
    QCOMPARE(m_identity->asked, 0); // nothing was signed either
    m_net->push(Script::json("{}"));
    QCOMPARE(codeOf(await(m_api->call(ApiRequest::get(u"/x"_s, Auth::None)))), u"ok"_s);
}

void TestApiClient::withoutAWallet()
{
    m_identity->failWith = Problem::make(Problem::Kind::Local, u"secret.locked"_s, u"locked"_s);
    QCOMPARE(codeOf(await(m_api->call(ApiRequest::get(u"/x"_s, Auth::Wallet)))), u"secret.locked"_s);
    m_api->setAuthorizer(nullptr);
    QCOMPARE(codeOf(await(m_api->call(ApiRequest::get(u"/x"_s, Auth::Wallet)))), u"wallet.none"_s);
    QVERIFY(m_net->seen.isEmpty());
}

void TestApiClient::hostileHeaders_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("huge") << QByteArray(1 << 20, 'A');
    QTest::newRow("not base64") << QByteArray("\x01\x02;;");
    QTest::newRow("not json") << QByteArray("hello").toBase64();
    QTest::newRow("deep") << QByteArray(20'000, '[').toBase64();
    QTest::newRow("accepts is text") << QByteArray("{\"accepts\":\"x\"}").toBase64();
    QTest::newRow("null") << QByteArray("null").toBase64();
}

void TestApiClient::hostileHeaders()
{
    QFETCH(QByteArray, header);
    FakePayments payments;
    m_api->setPaymentHandler(&payments);
    ApiRequest r = ApiRequest::postJson(u"/tiers/v1/hobby"_s, {}, Auth::None);
    r.payment = PaymentIntent{u"tier:hobby"_s, u"Hobby"_s, 5'000'000, u"test"_s};
    m_net->push(demand(header));
    QCOMPARE(codeOf(await(m_api->call(r))), u"payment.offer_unreadable"_s);
    QCOMPARE(payments.paid, 0);
}

QTEST_GUILESS_MAIN(TestApiClient)
#include "tst_apiclient.moc"
