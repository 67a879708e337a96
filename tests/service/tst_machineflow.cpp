// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mpp/receipt.h"
#include "services/x402/bytes.h"
#include "tests/support/payprogram.h"
#include "tests/unit/x402/offertext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using State = Payment::State;

namespace {

const QByteArray kHost = "https://api.run402.com";
const QByteArray kNode = "https://rpc.moderato.tempo.xyz/";

/// What a challenge says; each test changes what it is about.
struct Asked
{
    QByteArray method = "tempo", intent = "charge", amount = R"("100000")";
    QByteArray currency = "0x20c0000000000000000000000000000000000000", recipient = sellerText, chain = "42431";
    QByteArray expires = "2026-03-21T12:05:00.000Z";

    QByteArray header() const
    {
        const QByteArray request = R"({"amount":)" + amount + R"(,"currency":")" + currency + R"(","methodDetails":{"chainId":)"
            + chain + R"(},"recipient":")" + recipient + R"("})";
        return "Payment id=\"abc\", realm=\"MPP Payment\", method=\"" + method + "\", intent=\"" + intent + "\", request=\""
            + x402::toBase64Url(request) + "\", expires=\"" + expires + '"';
    }
};

QJsonObject credentialIn(const SeenRequest& request)
{
    const QByteArray value = request.header("Authorization");
    const auto text = x402::fromBase64Url(value.sliced(qMin(qsizetype(8), value.size())));
    return value.startsWith("Payment ") && text ? QJsonDocument::fromJson(*text).object() : QJsonObject();
}

QByteArray transactionIn(const SeenRequest& request)
{
    const QByteArray hex = credentialIn(request)["payload"_L1]["signature"_L1].toString().toLatin1();
    return x402::fromHex(hex).value_or(QByteArray());
}

QByteArray hashIn(const SeenRequest& request) { return x402::toHex(x402::keccak256(QByteArrayView(transactionIn(request)))); }

Script receipt(const QByteArray& hash, int status = 200, const QByteArray& said = "success")
{
    const QByteArray json = R"({"method":"tempo","reference":")" + hash + R"(","status":")" + said
        + R"(","timestamp":"2026-03-21T12:00:02.000Z"})";
    return withHeader(Script::json(R"({"action":"subscribe"})", status), "Payment-Receipt", x402::toBase64Url(json));
}

Script problem(const QByteArray& slug)
{
    Script s = Script::json(R"({"type":"https://paymentauth.org/problems/)" + slug + R"(","status":402})", 402);
    return withHeader(s, "WWW-Authenticate", Asked().header());
}

/// One running program and the two servers it talks to: the service and the chain's node.
struct Program : PayProgram
{
    Program(const QString& folder, Environment environment, MemoryStore& keys)
        : PayProgram(folder, environment, keys, QUrl(QString::fromLatin1(kNode)))
    {
        balances.set(Rail::BaseUsdc, 0);
        balances.set(Rail::BaseSepoliaUsdc, 0);
        balances.set(Rail::TempoPathUsd, 50'000'000);
        network->answer = [this](const SeenRequest& request) {
            return request.url == QUrl(QString::fromLatin1(kNode)) ? rpc(request) : service(request);
        };
    }

    Script rpc(const SeenRequest& request)
    {
        const QJsonObject call = QJsonDocument::fromJson(request.body).object();
        asked.append(call);
        const QString method = call["method"_L1].toString();
        if (nodeDown)
            return Script::failing(QNetworkReply::ConnectionRefusedError);
        const QJsonObject results{{u"eth_chainId"_s, chainId},
                                  {u"eth_getBlockByNumber"_s, QJsonObject{{u"baseFeePerGas"_s, baseFee}}},
                                  {u"eth_maxPriorityFeePerGas"_s, u"0x0"_s},
                                  {u"eth_estimateGas"_s, u"0xc350"_s}};
        const QJsonObject answer{{u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, call["id"_L1]}, {u"result"_s, results[method]}};
        return Script::json(QJsonDocument(answer).toJson(QJsonDocument::Compact));
    }

    Script service(const SeenRequest& request)
    {
        paid.append(request);
        return reply ? reply(request) : receipt(hashIn(request));
    }

    Call<HttpReply>* pay(const Asked& what, const QByteArrayList& offers = {}, const QString& purpose = u"tier:prototype"_s)
    {
        HttpReply demand;
        demand.status = 402;
        demand.headers = {{"WWW-Authenticate", what.header()}, {"Content-Type", "application/json"}};
        if (!offers.isEmpty())
            demand.headers.append({"payment-required", x402::toBase64(challengeText(offers, kHost + "/tiers/v1/prototype"))});
        demand.body = "{}";
        return flow->pay(request, demand, {purpose, u"Tier"_s, 100'000, u"You"_s});
    }

    HttpRequest request = [] {
        HttpRequest r;
        r.method = "POST";
        r.url = QUrl(QString::fromLatin1(kHost + "/tiers/v1/prototype"));
        r.headers = {{"X-Trace", "1"}};
        r.body = "{}";
        r.contentType = "application/json";
        return r;
    }();
    bool nodeDown = false;
    QString chainId = u"0xa5bf"_s, baseFee = u"0x4a817c800"_s;
    QList<QJsonObject> asked; ///< of the node
    QList<SeenRequest> paid;  ///< of the service
    std::function<Script(const SeenRequest&)> reply;
};

} // namespace

/// Machine payments through the payment flow, with a service and a node that say what the test wants.
class TestMachineFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder.emplace(); }
    void cleanup() { QCOMPARE(m_folder->traces().join(u'\n'), QString()); }

    void paysWithATransaction()
    {
        auto p = program(Environment::Testnet);
        QSignalSpy changed(&p->journal, &PaymentJournal::changed);
        const auto r = await(p->pay({}));
        QCOMPARE(codeOf(r), u"ok"_s);
        QVERIFY(p->person.questions.isEmpty()); // play money in Testnet is silent
        QStringList methods;
        for (const QJsonObject& call : p->asked)
            methods << call["method"_L1].toString();
        methods.sort();
        QCOMPARE(methods, QStringList({u"eth_chainId"_s, u"eth_estimateGas"_s, u"eth_getBlockByNumber"_s,
                                       u"eth_maxPriorityFeePerGas"_s}));

        QCOMPARE(p->paid.size(), 1);
        const SeenRequest& sent = p->paid.first();
        QCOMPARE(sent.method, QByteArray("POST"));
        QCOMPARE(sent.body, QByteArray("{}"));
        QCOMPARE(sent.header("X-Trace"), QByteArray("1"));
        QVERIFY(sent.header("PAYMENT-SIGNATURE").isEmpty());
        const QJsonObject credential = credentialIn(sent);
        QCOMPARE(credential["source"_L1].toString(), u"did:pkh:eip155:42431:"_s + payerText);
        QCOMPARE(credential["challenge"_L1]["id"_L1].toString(), u"abc"_s);

        // The transaction without its signature says what was asked for, and no more.
        const auto item = mpp::readUnsigned(unsignedOf(transactionIn(sent)));
        QVERIFY(item.ok());
        QCOMPARE(item->validBefore, quint64(p->clock.at.toSecsSinceEpoch() + 25));
        QCOMPARE(item->gas, 55'000u);
        QCOMPARE(item->maxFeePerGas.toDecimal(), QByteArray("24000000000"));
        const auto transfer = mpp::readTransfer(item->calls.front());
        QVERIFY(transfer);
        QCOMPARE(transfer->amount.toDecimal(), QByteArray("100000"));
        QCOMPARE(transfer->recipient.toEip55(), QByteArray(sellerText));

        const auto all = p->payments();
        QCOMPARE(all.size(), 1);
        QCOMPARE(all[0].rail, Rail::TempoPathUsd);
        QCOMPARE(all[0].network, u"eip155:42431"_s);
        QCOMPARE(all[0].transaction.toLatin1(), hashIn(sent));
        QCOMPARE(all[0].nonce, all[0].transaction);
        QCOMPARE(sent.header("Idempotency-Key"), all[0].id.toLatin1());
        QStringList states;
        for (const auto& signal : changed)
            states.append(PaymentJournal::stateName(signal.first().value<Payment>().state));
        QCOMPARE(states, QStringList({u"drafted"_s, u"signed"_s, u"sent"_s, u"settled"_s}));
    }

    void outcomes_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* answer, QString code, QString state, QString reason) {
            QTest::newRow(answer) << QString::fromLatin1(answer) << code << state << reason;
        };
        row("receipt", u"ok"_s, u"settled"_s, {});
        row("receipt although it failed", u"ok"_s, u"settled"_s, u"charged_although_failed"_s);
        row("receipt of another", u"ok"_s, u"unknown"_s, u"receipt_reference"_s);
        row("receipt without success", u"ok"_s, u"unknown"_s, u"receipt_without_success"_s);
        row("unreadable receipt", u"ok"_s, u"unknown"_s, u"receipt_unreadable"_s);
        row("no receipt", u"ok"_s, u"unknown"_s, u"no_receipt"_s);
        row("malformed-credential", u"mpp.server_malformed_credential"_s, u"refused"_s, u"malformed_credential"_s);
        row("invalid-challenge", u"mpp.server_invalid_challenge"_s, u"refused"_s, u"invalid_challenge"_s);
        row("payment-expired", u"mpp.server_payment_expired"_s, u"unknown"_s, u"payment_expired"_s);
        row("invalid-payload", u"mpp.server_invalid_payload"_s, u"refused"_s, u"invalid_payload"_s);
        row("verification-failed", u"mpp.server_verification_failed"_s, u"unknown"_s, u"verification_failed"_s);
        row("payment-insufficient", u"mpp.server_payment_insufficient"_s, u"unknown"_s, u"payment_insufficient"_s);
        row("second demand", u"payment.refused"_s, u"refused"_s, u"rejected"_s);
        row("402 with nothing", u"mpp.server_refused"_s, u"unknown"_s, u"refused"_s);
        row("bad request", u"payment.unknown"_s, u"unknown"_s, u"http_400"_s);
        row("server error", u"payment.unknown"_s, u"unknown"_s, u"http_500"_s);
        row("reset", u"payment.unknown"_s, u"unknown"_s, u"no_answer:net.reset"_s);
        row("connection refused", u"net.refused"_s, u"refused"_s, u"never_left:net.refused"_s);
        row("silence", u"payment.unknown"_s, u"unknown"_s, u"no_answer:net.timeout"_s);
    }
    void outcomes()
    {
        QFETCH(QString, answer);
        QFETCH(QString, code);
        QFETCH(QString, state);
        QFETCH(QString, reason);
        auto p = program(Environment::Testnet);
        p->reply = [answer](const SeenRequest& request) { return answerNamed(answer, request); };
        const auto r = await(p->pay({}));
        QCOMPARE(codeOf(r), code);
        const auto all = p->payments();
        QCOMPARE(all.size(), 1);
        QCOMPARE(PaymentJournal::stateName(all[0].state), state);
        QCOMPARE(all[0].reason, reason);
        QCOMPARE(p->paid.size(), 1); // never a second one by itself
        if (state == "unknown"_L1 && !r.ok()) {
            QCOMPARE(r.error().mutation, Problem::Mutation::Unknown);
            QVERIFY(!r.error().safeToRetry);
            // And none without a person either.
            p->person.answer = PaymentAnswer{false, false};
            QCOMPARE(codeOf(await(p->pay({}))), u"x402.declined"_s);
            QCOMPARE(p->person.questions.last().checks.last().reason, u"payment.earlier_unknown"_s);
            QCOMPARE(p->paid.size(), 1);
        }
    }

    void hostileDemandsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* field, const char* value, const char* code) {
            QTest::newRow(code) << QByteArray(field) << QByteArray(value) << QString::fromLatin1(code);
        };
        row("method", "stripe", "mpp.method_unsupported");
        row("intent", "session", "mpp.intent_unsupported");
        row("amount", R"("1.5")", "mpp.amount_malformed");
        row("amount", R"("0")", "mpp.amount_zero");
        row("amount", R"("100001")", "x402.dearer_than_quoted");
        row("currency", "0x20c0000000000000000000000000000000000001", "mpp.currency_unknown");
        row("currency", "money", "mpp.currency_malformed");
        row("recipient", "0x0000000000000000000000000000000000000000", "mpp.recipient_zero");
        row("recipient", "0x20c0000000000000000000000000000000000000", "mpp.recipient_token");
        row("recipient", "seller", "mpp.recipient_malformed");
        row("chain", "4217", "mpp.chain_not_allowed");
        row("chain", "\"x\"", "mpp.chain_missing");
        row("expires", "2026-03-21T11:59:59.000Z", "mpp.expired");
        row("expires", "soon", "mpp.expires_malformed");
    }
    void hostileDemandsAreRefused()
    {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, value);
        QFETCH(QString, code);
        auto p = program(Environment::Testnet);
        Asked asked;
        const QHash<QByteArray, QByteArray*> places{{"method", &asked.method}, {"intent", &asked.intent},
            {"amount", &asked.amount}, {"currency", &asked.currency}, {"recipient", &asked.recipient},
            {"chain", &asked.chain}, {"expires", &asked.expires}};
        *places.value(field) = value;
        QCOMPARE(codeOf(await(p->pay(asked))), code);
        QVERIFY(p->paid.isEmpty());
        const auto all = p->payments();
        QCOMPARE(all.size(), 1);
        QCOMPARE(all[0].state, State::Refused);
        QCOMPARE(all[0].reason, code);
        QVERIFY(all[0].nonce.isEmpty());
    }

    void mainnetSignsNoTestMoney()
    {
        auto p = program(Environment::Mainnet);
        QCOMPARE(codeOf(await(p->pay({}))), u"mpp.chain_not_allowed"_s);
        QCOMPARE(codeOf(await(p->pay({}, {mainOffer()}))), u"x402.not_funded"_s);
        QVERIFY(p->paid.isEmpty());
        QVERIFY(p->asked.isEmpty());
    }

    void policyChoosesTheRail_data()
    {
        QTest::addColumn<qint64>("credit");
        QTest::addColumn<qint64>("sepolia");
        QTest::addColumn<qint64>("tempo");
        QTest::addColumn<QString>("rail");
        QTest::newRow("credit first") << qint64(500'000) << qint64(500'000) << qint64(500'000) << u"credit"_s;
        QTest::newRow("then USDC") << qint64(0) << qint64(500'000) << qint64(500'000) << u"base-sepolia"_s;
        QTest::newRow("then pathUSD") << qint64(0) << qint64(99'999) << qint64(500'000) << u"tempo"_s;
        QTest::newRow("pathUSD where USDC is not known") << qint64(0) << qint64(-1) << qint64(500'000) << u"tempo"_s;
        QTest::newRow("not without the fee") << qint64(0) << qint64(0) << qint64(100'000) << u"x402.not_funded"_s;
    }
    void policyChoosesTheRail()
    {
        QFETCH(qint64, credit);
        QFETCH(qint64, sepolia);
        QFETCH(qint64, tempo);
        QFETCH(QString, rail);
        auto p = program(Environment::Testnet);
        p->balances.balances.clear();
        p->balances.set(Rail::Credit, credit);
        p->balances.set(Rail::BaseSepoliaUsdc, sepolia < 0 ? std::nullopt : std::optional(sepolia));
        p->balances.set(Rail::TempoPathUsd, tempo);
        Budget asking = Budget::defaults(Environment::Testnet);
        asking.silentTestnet = false;
        asking.askAboveMicros = 0;
        QCOMPARE(codeOf(await(p->budgets.set(Environment::Testnet, asking))), u"ok"_s);
        Budget real = Budget::defaults(Environment::Mainnet);
        real.askAboveMicros = 0;
        QCOMPARE(codeOf(await(p->budgets.set(Environment::Mainnet, real))), u"ok"_s);
        p->person.answer = PaymentAnswer{false, false};
        const auto r = await(p->pay({}, {mainOffer(), testOffer()}));
        QVERIFY(p->paid.isEmpty());
        if (rail == "x402.not_funded"_L1) {
            QCOMPARE(codeOf(r), rail);
            return;
        }
        QCOMPARE(codeOf(r), u"x402.declined"_s);
        QCOMPARE(PaymentJournal::railName(p->person.questions.last().rail), rail);
    }

    void anotherRailOnRequest()
    {
        auto p = program(Environment::Testnet);
        p->balances.balances[2].micros = 50'000'000;
        Budget asking = Budget::defaults(Environment::Testnet);
        asking.silentTestnet = false;
        QCOMPARE(codeOf(await(p->budgets.set(Environment::Testnet, asking))), u"ok"_s);
        auto* call = p->pay({}, {mainOffer(), testOffer()});
        QString outcome;
        QObject context;
        call->onDone(&context, [&](const Result<HttpReply>& r) { outcome = codeOf(r); });
        QTRY_VERIFY(p->person.open);
        const PaymentQuestion first = p->person.questions.first();
        QCOMPARE(first.rail, Rail::BaseSepoliaUsdc);
        QStringList ways;
        for (const PaymentWay& way : first.ways)
            ways << PaymentJournal::railName(way.rail) + u':' + way.problemCode;
        QCOMPARE(ways, QStringList({u"base-sepolia:"_s, u"tempo:"_s}));

        const auto other = first.redraft(Rail::TempoPathUsd);
        QCOMPARE(codeOf(other), u"ok"_s);
        QCOMPARE(other->rail, Rail::TempoPathUsd);
        QCOMPARE(other->assetName, u"pathUSD"_s);
        QCOMPARE(other->mostFeeMicros, 1320);
        QCOMPARE(other->offerUntil, QDateTime::fromString(u"2026-03-21T12:05:00.000Z"_s, Qt::ISODateWithMs));
        // The bytes grow old while the person reads; the facts stay.
        p->clock.at = p->clock.at.addSecs(60);
        const auto fresh = first.redraft(Rail::TempoPathUsd);
        QCOMPARE(fresh->validBefore, other->validBefore.addSecs(60));
        QCOMPARE(fresh->memo, other->memo);
        p->person.open->resolve(PaymentAnswer{true, false});
        QTRY_COMPARE(outcome, u"ok"_s);
        QCOMPARE(p->paid.size(), 1);
        const auto signedNow = mpp::readUnsigned(unsignedOf(transactionIn(p->paid.first())));
        QCOMPARE(qint64(signedNow->validBefore), fresh->validBefore.toSecsSinceEpoch());
        QVERIFY(fresh->typedDataJson.contains(QString::number(signedNow->validBefore)));
        QCOMPARE(codeOf(first.redraft(Rail::TempoPathUsd)), u"cancelled"_s); // it is over
    }

    void oldBytesAreNotSigned()
    {
        auto p = program(Environment::Testnet);
        Budget asking = Budget::defaults(Environment::Testnet);
        asking.silentTestnet = false;
        QCOMPARE(codeOf(await(p->budgets.set(Environment::Testnet, asking))), u"ok"_s);
        auto* call = p->pay({});
        QString outcome;
        QObject context;
        call->onDone(&context, [&](const Result<HttpReply>& r) { outcome = codeOf(r); });
        QTRY_VERIFY(p->person.open);
        p->clock.at = p->clock.at.addSecs(20);
        p->person.open->resolve(PaymentAnswer{true, false});
        QTRY_COMPARE(outcome, u"payment.offer_expired"_s);
        QVERIFY(p->paid.isEmpty());
    }

    void theNodeIsNotTrusted_data()
    {
        QTest::addColumn<QString>("chainId");
        QTest::addColumn<QString>("baseFee");
        QTest::addColumn<bool>("down");
        QTest::addColumn<QString>("code");
        QTest::newRow("another chain") << u"0x1"_s << u"0x4a817c800"_s << false << u"rpc.wrong_chain"_s;
        QTest::newRow("a fee that eats the wallet") << u"0xa5bf"_s << u"0xde0b6b3a7640000"_s << false << u"mpp.fee_too_high"_s;
        QTest::newRow("a fee above all numbers") << u"0xa5bf"_s << u"0xffffffffffffffffffff"_s << false << u"mpp.fee_too_high"_s;
        QTest::newRow("no fee at all") << u"0xa5bf"_s << u"soon"_s << false << u"rpc.malformed"_s;
        QTest::newRow("down") << u"0xa5bf"_s << u"0x4a817c800"_s << true << u"net.refused"_s;
    }
    void theNodeIsNotTrusted()
    {
        QFETCH(QString, chainId);
        QFETCH(QString, baseFee);
        QFETCH(bool, down);
        QFETCH(QString, code);
        auto p = program(Environment::Testnet);
        p->chainId = chainId;
        p->baseFee = baseFee;
        p->nodeDown = down;
        QCOMPARE(codeOf(await(p->pay({}))), code);
        QVERIFY(p->paid.isEmpty());
        QCOMPARE(p->payments().size() <= 1, true);
        // The other way to pay is not held up by it.
        p->balances.balances[2].micros = 50'000'000;
        p->reply = [](const SeenRequest&) { return Script::json("{}", 400); };
        QCOMPARE(codeOf(await(p->pay({}, {testOffer()}))), u"ok"_s);
        QCOMPARE(p->paid.size(), 1);
        QVERIFY(!p->paid.first().header("PAYMENT-SIGNATURE").isEmpty());
    }

    void aRequestWithItsOwnAuthorizationCannot()
    {
        auto p = program(Environment::Testnet);
        p->request.headers << QPair<QByteArray, QByteArray>("authorization", "Bearer x");
        QCOMPARE(codeOf(await(p->pay({}))), u"mpp.authorization_taken"_s);
        QVERIFY(p->paid.isEmpty());
    }

    void worldsStayApart()
    {
        auto p = program(Environment::Testnet);
        p->request.url = QUrl(u"http://127.0.0.1:4022/tiers/v1/prototype"_s);
        QCOMPARE(codeOf(await(p->pay({}))), u"x402.host_loopback"_s);
        p->request.url = QUrl(u"https://evil.example/tiers/v1/prototype"_s);
        QCOMPARE(codeOf(await(p->pay({}))), u"x402.host_not_allowed"_s);
        QVERIFY(p->paid.isEmpty());
    }

    void recipientThatChangedIsRefused()
    {
        auto p = program(Environment::Testnet);
        QCOMPARE(codeOf(await(p->pay({}))), u"ok"_s);
        Asked other;
        other.recipient = otherSellerText;
        QCOMPARE(codeOf(await(p->pay(other))), u"x402.pay_to_changed"_s);
        QCOMPARE(p->paid.size(), 1);
    }

private:
    /// The bytes before the signature was put at the end.
    static QByteArray unsignedOf(const QByteArray& sent)
    {
        // 0xf8/0xf9 length prefix of the list; the signature is the last item: 0xb8 0x41 and 65 bytes.
        const int prefix = quint8(sent[1]) == 0xf9 ? 3 : 2;
        const QByteArray items = sent.mid(1 + prefix, sent.size() - 1 - prefix - 67);
        QByteArray out(1, '\x76');
        if (items.size() > 255)
            out += QByteArray("\xf9", 1) + char(items.size() >> 8) + char(items.size() & 0xff);
        else
            out += QByteArray("\xf8", 1) + char(items.size());
        return out + items;
    }

    static Script answerNamed(const QString& name, const SeenRequest& request)
    {
        if (name == "receipt"_L1)
            return receipt(hashIn(request));
        if (name == "receipt although it failed"_L1)
            return receipt(hashIn(request), 400);
        if (name == "receipt of another"_L1)
            return receipt("0x" + QByteArray(64, 'a'));
        if (name == "receipt without success"_L1)
            return receipt(hashIn(request), 200, "failed");
        if (name == "unreadable receipt"_L1)
            return withHeader(Script::json("{}"), "Payment-Receipt", "!!!");
        if (name == "no receipt"_L1)
            return Script::json("{}");
        if (name == "second demand"_L1)
            return withHeader(Script::json(R"({"error":"Payment required"})", 402), "WWW-Authenticate", Asked().header());
        if (name == "402 with nothing"_L1)
            return Script::json("{}", 402);
        if (name == "bad request"_L1)
            return Script::json("{}", 400);
        if (name == "server error"_L1)
            return Script::json("{}", 500);
        if (name == "reset"_L1)
            return Script::failing(QNetworkReply::RemoteHostClosedError);
        if (name == "connection refused"_L1)
            return Script::failing(QNetworkReply::ConnectionRefusedError);
        if (name == "silence"_L1)
            return Script::hanging();
        return problem(name.toLatin1());
    }

    std::unique_ptr<Program> program(Environment environment) { return m_folder->program<Program>(environment); }

    std::optional<PayFolder> m_folder;
};

QTEST_GUILESS_MAIN(TestMachineFlow)
#include "tst_machineflow.moc"
