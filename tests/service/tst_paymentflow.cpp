// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/sql.h"
#include "services/x402/bytes.h"
#include "tests/support/payprogram.h"
#include "tests/unit/x402/offertext.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QSignalSpy>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using State = Payment::State;

namespace {

const QByteArray kHost = "https://api.run402.com";
QByteArrayList g_log;

void keepLog(QtMsgType, const QMessageLogContext&, const QString& text) { g_log.append(text.toUtf8()); }

HttpReply demandOf(const QByteArrayList& offers, const QByteArray& url)
{
    HttpReply reply;
    reply.status = 402;
    reply.headers = {{"payment-required", x402::toBase64(challengeText(offers, url))},
                     {"Content-Type", "application/json"}};
    reply.body = "{}";
    return reply;
}

QJsonObject paymentIn(const SeenRequest& request)
{
    return QJsonDocument::fromJson(QByteArray::fromBase64(request.header("PAYMENT-SIGNATURE"))).object();
}

Script receipt(const QString& payer, const QString& network, int status = 200, bool success = true)
{
    const QJsonObject json{{u"success"_s, success}, {u"transaction"_s, success ? u"0xfeed"_s : u""_s},
                           {u"network"_s, network}, {u"payer"_s, payer}, {u"errorReason"_s, success ? u""_s : u"reverted"_s}};
    return withHeader(Script::json(R"({"action":"subscribe"})", status), "PAYMENT-RESPONSE",
                      x402::toBase64(QJsonDocument(json).toJson(QJsonDocument::Compact)));
}

Script settled() { return receipt(payerText.toLower(), u"eip155:84532"_s); }

/// One running program with money of both kinds.
struct Program : PayProgram
{
    Program(const QString& folder, Environment environment, MemoryStore& keys) : PayProgram(folder, environment, keys)
    {
        balances.set(Rail::BaseUsdc, 50'000'000);
        balances.set(Rail::BaseSepoliaUsdc, 50'000'000);
    }

    Call<HttpReply>* pay(const QByteArrayList& offers, const QString& purpose = u"tier:prototype"_s, qint64 quoted = -1)
    {
        HttpRequest request;
        request.method = "POST";
        request.url = QUrl(QString::fromLatin1(base + "/tiers/v1/prototype"));
        request.headers = {{"X-Trace", "1"}, {"payment-signature", "stale"}, {"idempotency-key", "stale"}};
        request.body = "{}";
        request.contentType = "application/json";
        return flow->pay(request, demandOf(offers, base + "/tiers/v1/prototype"), {purpose, u"Tier"_s, quoted, u"You"_s});
    }

    QByteArray base = kHost;
};

} // namespace

class TestPaymentFlow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_previous = qInstallMessageHandler(keepLog); }

    void init() { m_folder.emplace(); }

    /// No file of any test holds a key, in any spelling; the sandbox's own key file is the exception.
    void cleanup() { QCOMPARE(m_folder->traces(g_log.join('\n')).join(u'\n'), QString()); }

    void cleanupTestCase() { qInstallMessageHandler(m_previous); }

    void everyStepIsOnTheDiskFirst()
    {
        auto p = program(Environment::Testnet);
        QSignalSpy changed(&p->journal, &PaymentJournal::changed);
        QSignalSpy records(&p->transport, &Transport::requestChanged);
        QString onDisk;
        p->network->answer = [&](const SeenRequest&) {
            // Another connection sees what is committed at the moment the bytes leave.
            auto db = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"watch"_s);
            db.setDatabaseName(p->store.file());
            db.open();
            auto row = exec(db, u"SELECT state || ' ' || nonce FROM payments"_s);
            onDisk = row.ok() && row->next() ? row->value(0).toString() : QString();
            return settled();
        };
        const auto r = await(p->pay({mainOffer(), testOffer()}, u"tier:prototype"_s, 100'000));
        QSqlDatabase::removeDatabase(u"watch"_s);
        QCOMPARE(codeOf(r), u"ok"_s);
        QCOMPARE(r->status, 200);
        QVERIFY(p->person.questions.isEmpty());

        QCOMPARE(p->network->seen.size(), 1);
        const SeenRequest& sent = p->network->seen.first();
        const QJsonObject payload = paymentIn(sent);
        const QJsonObject authorization = payload["payload"_L1]["authorization"_L1].toObject();
        QCOMPARE(authorization["from"_L1].toString(), payerText);
        QCOMPARE(authorization["value"_L1].toString(), u"100000"_s);
        QCOMPARE(payload["accepted"_L1]["network"_L1].toString(), u"eip155:84532"_s); // not simply the first
        const qint64 now = p->clock.at.toSecsSinceEpoch() - 5;
        QCOMPARE(authorization["validBefore"_L1].toString(), QString::number(now + 300));
        QCOMPARE(sent.method, QByteArray("POST"));
        QCOMPARE(sent.body, QByteArray("{}"));
        QCOMPARE(sent.header("X-Trace"), QByteArray("1"));
        QCOMPARE(onDisk, u"sent "_s + authorization["nonce"_L1].toString());

        const auto all = p->payments();
        QCOMPARE(all.size(), 1);
        QCOMPARE(all[0].state, State::Settled);
        QCOMPARE(all[0].transaction, u"0xfeed"_s);
        QCOMPARE(sent.header("Idempotency-Key"), all[0].id.toLatin1());
        QCOMPARE(sent.header("PAYMENT-SIGNATURE").contains("stale"), false);
        QStringList states;
        for (const auto& signal : changed)
            states.append(PaymentJournal::stateName(signal.first().value<Payment>().state));
        QCOMPARE(states, QStringList({u"drafted"_s, u"signed"_s, u"sent"_s, u"settled"_s}));
        QCOMPARE(records.last().first().value<RequestRecord>().costMicros, 100'000);
        QCOMPARE(await(p->budgets.view(Environment::Testnet))->recipients.value(u"api.run402.com"_s),
                 QString::fromLatin1(sellerText));
    }

    void outcomes_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const Script& script, QString code, QString state, QString reason) {
            QTest::newRow(name) << script << code << state << reason;
        };
        const auto rejected = withHeader(Script::json("{}", 402), "PAYMENT-REQUIRED",
            x402::toBase64(challengeText({testOffer()}, kHost + "/x").replace("Payment required", "insufficient_funds")));
        const auto credit = [](Script s) { return withHeader(s, "X-Run402-Settlement-Rail", "allowance"); };
        const QString other = u"0x221560ad9F15F4D0deFdC9dBac7666F24C2cf931"_s;
        row("settled", settled(), u"ok"_s, u"settled"_s, {});
        row("from credit", credit(Script::json("{}", 201)), u"ok"_s, u"settled"_s, {});
        row("credit gone although it failed", credit(Script::json(R"({"error":"no"})", 400)), u"ok"_s, u"settled"_s,
            u"charged_although_failed"_s);
        const auto badSignature = withHeader(Script::json("{}", 402), "PAYMENT-REQUIRED",
            x402::toBase64(challengeText({testOffer()}, kHost + "/x").replace("Payment required", "invalid_signature")));
        row("second 402", badSignature, u"payment.refused"_s, u"refused"_s, u"invalid_signature"_s);
        // Balances were read before: what empties the wallet in between can be this payment, sent twice on the way.
        row("second 402 that a settlement can have caused", rejected, u"payment.refused"_s, u"unknown"_s,
            u"rejected:insufficient_funds"_s);
        row("the same payment is there already", Script::json(R"({"error":"Payment header already used"})", 409),
            u"payment.unknown"_s, u"unknown"_s, u"http_409"_s);
        row("settlement failed", Script::json(R"({"error":"Settlement failed","details":"transaction_failed"})", 402),
            u"payment.settlement_failed"_s, u"unknown"_s, u"settlement_failed:transaction_failed"_s);
        row("receipt without success", receipt(payerText, u"eip155:84532"_s, 402, false), u"payment.settlement_failed"_s,
            u"unknown"_s, u"settlement_failed:reverted"_s);
        row("another payer's receipt", receipt(other, u"eip155:84532"_s), u"ok"_s, u"unknown"_s, u"receipt_payer"_s);
        row("another network's receipt", receipt(payerText, u"eip155:8453"_s), u"ok"_s, u"unknown"_s, u"receipt_network"_s);
        row("unreadable receipt", withHeader(Script::json("{}"), "PAYMENT-RESPONSE", "!!!"), u"ok"_s, u"unknown"_s,
            u"no_receipt"_s);
        row("no receipt", Script::json("{}"), u"ok"_s, u"unknown"_s, u"no_receipt"_s);
        row("bad request", Script::json(R"({"error":"no"})", 400), u"ok"_s, u"refused"_s, u"not_charged:http_400"_s);
        row("server error", Script::json("{}", 500), u"payment.unknown"_s, u"unknown"_s, u"http_500"_s);
        row("bad gateway page", Script::html("<html>", 502), u"payment.unknown"_s, u"unknown"_s, u"http_502"_s);
        row("connection refused", Script::failing(QNetworkReply::ConnectionRefusedError), u"net.refused"_s,
            u"refused"_s, u"never_left:net.refused"_s);
        row("name unknown", Script::failing(QNetworkReply::HostNotFoundError), u"net.dns"_s, u"refused"_s,
            u"never_left:net.dns"_s);
        row("reset after sending", Script::failing(QNetworkReply::RemoteHostClosedError), u"payment.unknown"_s,
            u"unknown"_s, u"no_answer:net.reset"_s);
        row("no answer at all", Script::hanging(), u"payment.unknown"_s, u"unknown"_s, u"no_answer:net.timeout"_s);
        row("body cut short", Script::cutShort(R"({"action":"subscribe"})"), u"payment.unknown"_s, u"unknown"_s, {});
    }
    void outcomes()
    {
        QFETCH(Script, script);
        QFETCH(QString, code);
        QFETCH(QString, state);
        QFETCH(QString, reason);
        auto p = program(Environment::Testnet);
        p->network->push(script);
        const auto r = await(p->pay({testOffer()}));
        QCOMPARE(codeOf(r), code);
        const auto all = p->payments();
        QCOMPARE(all.size(), 1);
        QCOMPARE(PaymentJournal::stateName(all[0].state), state);
        if (!reason.isEmpty())
            QCOMPARE(all[0].reason, reason);
        QCOMPARE(p->network->seen.size(), 1); // never a second one by itself
        if (state == "unknown"_L1 && !r.ok()) {
            QCOMPARE(r.error().mutation, Problem::Mutation::Unknown);
            QVERIFY(!r.error().safeToRetry);
            QCOMPARE(r.error().details.value("paymentId"_L1).toString(), all[0].id);
        }
        if (all[0].reason.isEmpty() && state == "settled"_L1)
            QCOMPARE(all[0].rail, all[0].transaction.isEmpty() ? Rail::Credit : Rail::BaseSepoliaUsdc);
    }

    void unknownIsNotRepeatedWithoutAPerson()
    {
        auto p = program(Environment::Testnet);
        p->network->push(Script::json("{}", 500));
        QCOMPARE(codeOf(await(p->pay({testOffer()}))), u"payment.unknown"_s);
        p->person.answer = PaymentAnswer{false, false};
        QCOMPARE(codeOf(await(p->pay({testOffer()}))), u"x402.declined"_s);
        QCOMPARE(p->person.questions.size(), 1);
        QCOMPARE(p->person.questions[0].checks.last().reason, u"payment.earlier_unknown"_s);
        QCOMPARE(p->network->seen.size(), 1);
        p->person.answer = PaymentAnswer{true, false};
        p->network->push(settled());
        QCOMPARE(codeOf(await(p->pay({testOffer()}))), u"ok"_s);
        QVERIFY(paymentIn(p->network->seen[0]) != paymentIn(p->network->seen[1])); // a fresh authorization
    }

    void dearerThanQuotedIsStopped()
    {
        auto p = program(Environment::Testnet);
        QCOMPARE(codeOf(await(p->pay({testOffer("100001")}, u"tier:prototype"_s, 100'000))), u"x402.dearer_than_quoted"_s);
        QVERIFY(p->network->seen.isEmpty());
        const auto all = p->payments();
        QCOMPARE(all.size(), 1);
        QCOMPARE(all[0].state, State::Refused);
        QCOMPARE(all[0].reason, u"x402.dearer_than_quoted"_s);
        QCOMPARE(all[0].amountMicros, 100'001);
        QVERIFY(all[0].nonce.isEmpty());
    }

    void stoppedOffers_data()
    {
        QTest::addColumn<QByteArray>("offer");
        QTest::addColumn<QString>("code");
        QTest::newRow("above the cap") << mainOffer("5000001") << u"x402.over_cap"_s;
        QTest::newRow("unknown asset") << QByteArray(mainOffer()).replace("0x8335", "0x9335").toLower()
                                       << u"x402.asset_unknown"_s;
        QTest::newRow("above 64 bits") << mainOffer("99999999999999999999999") << u"x402.over_cap"_s;
    }
    void stoppedOffers()
    {
        QFETCH(QByteArray, offer);
        QFETCH(QString, code);
        auto p = program(Environment::Mainnet);
        p->balances.balances.removeLast(); // no test money, it would be tried first
        QCOMPARE(codeOf(await(p->pay({offer}))), code);
        QVERIFY(p->network->seen.isEmpty());
        QCOMPARE(p->payments().first().reason, code);
    }

    void recipientThatChangedIsRefused()
    {
        auto p = program(Environment::Testnet);
        p->network->push(settled());
        QCOMPARE(codeOf(await(p->pay({testOffer()}))), u"ok"_s);
        QCOMPARE(codeOf(await(p->pay({testOffer("100000", otherSellerText)}))), u"x402.pay_to_changed"_s);
        QCOMPARE(p->network->seen.size(), 1);
    }

    void realMoneyAsks()
    {
        auto p = program(Environment::Mainnet);
        p->person.answer = PaymentAnswer{true, true};
        p->network->answer = [](const SeenRequest&) { return receipt(payerText, u"eip155:8453"_s); };
        QCOMPARE(codeOf(await(p->pay({mainOffer("3000000")}, u"a"_s, 3'000'000))), u"ok"_s);
        QCOMPARE(p->person.questions.size(), 1);
        const PaymentQuestion& q = p->person.questions[0];
        // The facts are those of the bytes that were then signed.
        const QJsonObject authorization = paymentIn(p->network->seen[0])["payload"_L1]["authorization"_L1].toObject();
        QCOMPARE(q.from, authorization["from"_L1].toString());
        QCOMPARE(q.to, authorization["to"_L1].toString());
        QCOMPARE(QString::number(q.amountMicros), authorization["value"_L1].toString());
        QCOMPARE(QString::number(q.validBefore.toSecsSinceEpoch()), authorization["validBefore"_L1].toString());
        QVERIFY(q.typedDataJson.contains(authorization["nonce"_L1].toString()));
        QVERIFY(q.realMoney);
        QCOMPARE(q.network, u"eip155:8453"_s);
        QCOMPARE(q.host, u"api.run402.com"_s);
        QCOMPARE(q.monthCapMicros, 20'000'000);
        QCOMPARE(q.balanceMicros, std::optional<qint64>(50'000'000));
        // "Without asking today", up to that amount.
        QCOMPARE(codeOf(await(p->pay({mainOffer("3000000")}, u"b"_s))), u"ok"_s);
        QCOMPARE(p->person.questions.size(), 1);
        QCOMPARE(codeOf(await(p->pay({mainOffer("3000001")}, u"c"_s))), u"ok"_s);
        QCOMPARE(p->person.questions.size(), 2);
    }

    void creditInTestnetIsRealMoney()
    {
        auto p = program(Environment::Testnet);
        p->balances.balances[0].micros = 10'000'000;
        p->person.answer = PaymentAnswer{false, false};
        QCOMPARE(codeOf(await(p->pay({testOffer("4000000")}))), u"x402.declined"_s);
        QVERIFY(p->person.questions[0].coveredByCredit);
        QVERIFY(p->person.questions[0].realMoney);
        QCOMPARE(codeOf(await(p->pay({testOffer("6000000")}))), u"x402.over_cap"_s);
        // Not knowing the credit is no reason to be silent about it.
        p->balances.balances[0].micros.reset();
        QCOMPARE(codeOf(await(p->pay({testOffer("4000000")}))), u"x402.declined"_s);
        QCOMPARE(p->person.questions.size(), 2);
    }

    void twoWindowsRaceForOneBudget()
    {
        auto one = program(Environment::Mainnet);
        auto two = program(Environment::Mainnet);
        Budget budget = Budget::defaults(Environment::Mainnet);
        budget.perPaymentMicros = 12'000'000;
        budget.askAboveMicros = 12'000'000;
        QCOMPARE(codeOf(await(one->budgets.set(Environment::Mainnet, budget))), u"ok"_s);
        int paid = 0, stopped = 0;
        QObject context;
        int number = 0;
        for (auto* p : {one.get(), two.get()}) {
            p->person.answer = PaymentAnswer{true, false};
            p->network->answer = [](const SeenRequest&) { return receipt(payerText, u"eip155:8453"_s); };
            for (int i = 0; i < 2; ++i) {
                // The nonces of two real programs differ by chance.
                p->random.next = char(10 * ++number);
                p->pay({mainOffer("12000000")}, u"thing %1"_s.arg(number))->onDone(&context, [&](const Result<HttpReply>& r) {
                    r.ok() ? ++paid : ++stopped;
                    if (!r.ok())
                        QCOMPARE(r.error().code, u"x402.over_month_cap"_s);
                });
            }
        }
        QTRY_COMPARE_WITH_TIMEOUT(paid + stopped, 4, 20'000);
        QCOMPARE(paid, 1);
        QCOMPARE(one->network->seen.size() + two->network->seen.size(), 1);
    }

    void doubleClickPaysOnce()
    {
        auto p = program(Environment::Testnet);
        p->network->answer = [](const SeenRequest&) { return settled(); };
        auto* first = p->pay({testOffer()});
        auto* second = p->pay({testOffer()});
        QString outcome;
        QObject context;
        second->onDone(&context, [&](const Result<HttpReply>& r) { outcome = codeOf(r); });
        QCOMPARE(codeOf(await(first)), u"ok"_s);
        QTRY_COMPARE(outcome, u"payment.earlier_unknown"_s);
        QCOMPARE(p->network->seen.size(), 1);
    }

    void cancelInTheDialogSignsNothing()
    {
        auto p = program(Environment::Mainnet);
        auto* call = p->pay({mainOffer()});
        QString outcome;
        QObject context;
        call->onDone(&context, [&](const Result<HttpReply>& r) { outcome = codeOf(r); });
        QTRY_VERIFY(p->person.open);
        QPointer<CallBase> question(p->person.open.data());
        call->cancel();
        QTRY_COMPARE(outcome, u"cancelled"_s);
        QVERIFY(!question || question->isSettled());
        QVERIFY(p->payments().isEmpty());
        QVERIFY(p->network->seen.isEmpty());
    }

    void questionOpenTooLongIsNotSigned()
    {
        auto p = program(Environment::Mainnet);
        auto* call = p->pay({mainOffer()});
        QString outcome;
        QObject context;
        call->onDone(&context, [&](const Result<HttpReply>& r) { outcome = codeOf(r); });
        QTRY_VERIFY(p->person.open);
        p->clock.at = p->clock.at.addSecs(290);
        p->person.open->resolve(PaymentAnswer{true, false});
        QTRY_COMPARE(outcome, u"payment.offer_expired"_s);
        QVERIFY(p->network->seen.isEmpty());
    }

    void cancelAfterSendingOnlyDetaches()
    {
        auto p = program(Environment::Testnet);
        Script slow = settled();
        slow.delayMs = 300;
        p->network->push(slow);
        auto* call = p->pay({testOffer()});
        QString outcome;
        QObject context;
        call->onDone(&context, [&](const Result<HttpReply>& r) { outcome = codeOf(r); });
        QTRY_COMPARE(p->network->seen.size(), 1);
        call->cancel();
        QTRY_COMPARE(outcome, u"payment.unknown"_s);
        QTRY_COMPARE(p->payments().first().state, State::Settled);
        QCOMPARE(p->network->aborted, 0);
    }

    void closingTheSessionDoesNotLoseTheOutcome()
    {
        auto p = program(Environment::Testnet);
        Script slow = settled();
        slow.delayMs = 300;
        p->network->push(slow);
        auto* call = p->pay({testOffer()});
        QString outcome;
        QObject context;
        call->onDone(&context, [&](const Result<HttpReply>& r) { outcome = codeOf(r); });
        QTRY_COMPARE(p->network->seen.size(), 1);
        p->flow.reset();
        QTRY_COMPARE(outcome, u"payment.unknown"_s);
        QTRY_COMPARE(p->payments().first().state, State::Settled);
    }

    void cancelBeforeSendingIsRefused()
    {
        auto p = program(Environment::Testnet);
        auto* call = p->pay({testOffer()});
        QPointer<CallBase> guard(call);
        connect(&p->journal, &PaymentJournal::changed, this, [guard](const Payment& payment) {
            if (payment.state == State::Signed && guard)
                guard->cancel();
        });
        QCOMPARE(codeOf(await(call)), u"cancelled"_s);
        QTRY_COMPARE(p->payments().first().state, State::Refused);
        QVERIFY(p->payments().first().reason.startsWith("cancelled"_L1));
        QVERIFY(p->network->seen.isEmpty());
        disconnect(&p->journal, nullptr, this, nullptr);
    }

    void lockedKeychainIsNoPayment()
    {
        auto p = program(Environment::Testnet);
        m_folder->keys.failWith = Problem::make(Problem::Kind::Local, u"secret.locked"_s, {});
        QCOMPARE(codeOf(await(p->pay({testOffer()}))), u"secret.locked"_s);
        QCOMPARE(p->payments().first().state, State::Refused);
        QCOMPARE(p->payments().first().reason, u"secret.locked"_s);
        QVERIFY(p->network->seen.isEmpty());
        m_folder->keys.failWith.reset();
    }

    void withoutAJournalNothingIsSigned()
    {
        auto p = program(Environment::Testnet);
        QCOMPARE(codeOf(await(p->store.run<Done>([](QSqlDatabase& db) -> Result<Done> {
                     (void)exec(db, u"DROP TABLE payments"_s);
                     return Done{};
                 }))), u"ok"_s);
        QCOMPARE(codeOf(await(p->pay({testOffer()}))), u"store.failed"_s);
        QVERIFY(p->network->seen.isEmpty());
    }

    void worldsStayApart()
    {
        auto p = program(Environment::Sandbox);
        QCOMPARE(codeOf(await(p->wallets.create(u"Sandbox"_s, true))), u"ok"_s);
        const QString throwaway = p->wallets.active(true)->address;
        QCOMPARE(codeOf(await(p->pay({testOffer()}))), u"x402.host_not_loopback"_s);
        p->base = "http://127.0.0.1:4022";
        p->network->answer = [&](const SeenRequest&) { return receipt(throwaway, u"eip155:84532"_s); };
        p->person.answer = PaymentAnswer{true, false}; // the sandbox shows every payment
        QCOMPARE(codeOf(await(p->pay({mainOffer(), testOffer()}))), u"ok"_s);
        QCOMPARE(p->person.questions.size(), 1);
        QCOMPARE(paymentIn(p->network->seen[0])["payload"_L1]["authorization"_L1]["from"_L1].toString(), throwaway);

        auto real = program(Environment::Testnet);
        real->base = "http://127.0.0.1:4022";
        const auto r = await(real->pay({testOffer()}));
        QVERIFY(!r.ok());
        QVERIFY(real->network->seen.isEmpty());
    }

    void signsWithTheServersClock()
    {
        auto p = program(Environment::Testnet);
        const QDateTime server = QDateTime::currentDateTimeUtc().addSecs(3600);
        const QByteArray date = QLocale::c().toString(server, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s).toLatin1();
        p->network->push(withHeader(Script::json("{}"), "Date", date));
        HttpRequest look;
        look.url = QUrl(QString::fromLatin1(kHost + "/health"));
        QVERIFY(await(p->transport.send(look)).ok());
        p->network->push(settled());
        QCOMPARE(codeOf(await(p->pay({testOffer()}))), u"ok"_s);
        const qint64 validBefore = paymentIn(p->network->seen[1])["payload"_L1]["authorization"_L1]["validBefore"_L1]
                                       .toString().toLongLong();
        const qint64 expected = p->clock.at.toSecsSinceEpoch() + 3600 - 5 + 300;
        QVERIFY2(qAbs(validBefore - expected) <= 2, qPrintable(QString::number(validBefore - expected)));
    }

    void slowNodesDoNotStopTheJournal()
    {
        auto p = program(Environment::Testnet);
        p->balances.hang = true;
        auto* call = p->pay({testOffer()});
        QString outcome;
        QObject context;
        call->onDone(&context, [&](const Result<HttpReply>& r) { outcome = codeOf(r); });
        call->cancel();
        QTRY_COMPARE(outcome, u"cancelled"_s);
        QVERIFY(p->payments().isEmpty());
    }

    void noWalletNoPayment()
    {
        Program p(m_folder->dir.path(), Environment::Testnet, m_folder->keys);
        QCOMPARE(codeOf(await(p.pay({testOffer()}))), u"wallet.none"_s);
    }

private:
    std::unique_ptr<Program> program(Environment environment) { return m_folder->program<Program>(environment); }

    std::optional<PayFolder> m_folder;
    QtMessageHandler m_previous = nullptr;
};

QTEST_GUILESS_MAIN(TestPaymentFlow)
#include "tst_paymentflow.moc"
