// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/x402/offertext.h"

#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace run402::x402;
using Verdict = Decision::Verdict;
using Use = SecretKey::Use;

class PolicyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void reasonCodesAreDistinct();
    void sandboxRules_data();
    void sandboxRules();
    void walletRules_data();
    void walletRules();
    void testnetNeverSignsMainnet();
    void testnetNeverSignsMainnetEvenWithCredit();
    void mainnetTakesTheFundedNetwork_data();
    void mainnetTakesTheFundedNetwork();
    void nothingFunded();
    void unknownBalanceAsks();
    void creditComesFirst();
    void creditExposesTheLeast();
    void partialCreditCountsNothing();
    void preferenceNarrowsAndOrders();
    void caps_data();
    void caps();
    void capsDoNotOverflow();
    void askThreshold();
    void pinnedRecipient();
    void contradictoryOffers();
    void onePayableOfferIsEnough();
    void furthestReasonIsReported();
    void timeoutLimit();
    void resourceHost_data();
    void resourceHost();
    void offersOutsideTheTable_data();
    void offersOutsideTheTable();
    void loopback_data();
    void loopback();

private:
    Decision run(const Challenge& challenge) { return decide(challenge, m_url, m_payer, m_policy, m_state); }
    QUrl m_url;
    Payer m_payer;
    SpendPolicy m_policy;
    SpendState m_state;
};

namespace {

constexpr Amount cents(qint64 n)
{
    return Amount::fromMicros(n * 10'000);
}

} // namespace

/// A wallet on Mainnet with money on both networks and a known recipient.
void PolicyTest::init()
{
    m_url = QUrl(QStringLiteral("https://api.run402.com/x"));
    m_payer = {address("0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F"), Use::Wallet};
    m_policy = {};
    m_policy.environment = Environment::Mainnet;
    m_policy.perPayment = cents(2000);
    m_policy.askAbove = cents(100);
    m_policy.hosts = QStringList{QStringLiteral("api.run402.com")};
    m_policy.pins = {{QStringLiteral("api.run402.com"), address(sellerText)}};
    m_state = {};
    m_state.funds = {{chain::base, cents(5000)}, {chain::baseSepolia, cents(5000)}};
}

void PolicyTest::reasonCodesAreDistinct()
{
    QSet<QString> codes;
    for (int i = 1; i < int(Reason::Count); ++i) {
        const QString code = codeOf(Reason(i));
        QVERIFY2(code.startsWith(QStringLiteral("x402.")), qPrintable(code));
        QVERIFY2(!codes.contains(code), qPrintable(code));
        QVERIFY(!problemOf(Reason(i)).message.isEmpty());
        codes.insert(code);
    }
    QCOMPARE(codes.size(), int(Reason::Count) - 1);
}

void PolicyTest::sandboxRules_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("sandboxKey");
    QTest::addColumn<int>("reason");
    const auto row = [](const char* name, const char* url, bool key, Reason reason) {
        QTest::newRow(name) << QString::fromLatin1(url) << key << int(reason);
    };
    row("own key, own server", "http://127.0.0.1:4022/x", true, Reason::None);
    row("own key, localhost", "http://localhost:4022/x", true, Reason::None);
    row("own key, remote", "https://api.run402.com/x", true, Reason::HostNotLoopback);
    row("own key, remote that looks local", "http://127.0.0.1.evil.example/x", true, Reason::HostNotLoopback);
    row("wallet, own server", "http://127.0.0.1:4022/x", false, Reason::KeyNotSandbox);
    row("wallet, remote", "https://api.run402.com/x", false, Reason::KeyNotSandbox);
}

void PolicyTest::sandboxRules()
{
    QFETCH(QString, url);
    QFETCH(bool, sandboxKey);
    QFETCH(int, reason);
    m_url = QUrl(url);
    m_policy.environment = Environment::Sandbox;
    m_payer.use = sandboxKey ? Use::Sandbox : Use::Wallet;
    const Decision decision = run(challengeOf({mainOffer(), testOffer()}, url.toLatin1()));
    QCOMPARE(int(decision.reason), reason);
    if (Reason(reason) == Reason::None) {
        QVERIFY(decision.verdict == Verdict::Sign); // no pin needed for the sandbox
        QCOMPARE(decision.offer.asset->chainId, chain::baseSepolia);
    }
}

void PolicyTest::walletRules_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("sandboxKey");
    QTest::addColumn<int>("reason");
    const auto row = [](const char* name, const char* url, bool key, Reason reason) {
        QTest::newRow(name) << QString::fromLatin1(url) << key << int(reason);
    };
    row("listed host", "https://api.run402.com/x", false, Reason::None);
    row("sandbox key", "https://api.run402.com/x", true, Reason::KeyIsSandbox);
    row("local server", "http://127.0.0.1:4022/x", false, Reason::HostLoopback);
    row("local name", "https://shop.localhost/x", false, Reason::HostLoopback);
    row("plain http", "http://api.run402.com/x", false, Reason::InsecureTransport);
    row("other host", "https://api.example.com/x", false, Reason::HostNotAllowed);
    row("subdomain of a listed host", "https://evil.api.run402.com/x", false, Reason::HostNotAllowed);
}

void PolicyTest::walletRules()
{
    QFETCH(QString, url);
    QFETCH(bool, sandboxKey);
    QFETCH(int, reason);
    m_url = QUrl(url);
    m_payer.use = sandboxKey ? Use::Sandbox : Use::Wallet;
    for (Environment environment : {Environment::Testnet, Environment::Mainnet}) {
        m_policy.environment = environment;
        QCOMPARE(int(run(challengeOf({testOffer()}, url.toLatin1())).reason), reason);
    }
}

void PolicyTest::testnetNeverSignsMainnet()
{
    m_policy.environment = Environment::Testnet;
    QVERIFY(run(challengeOf({mainOffer()})).reason == Reason::NetworkNotAllowed);
    const Decision decision = run(challengeOf({mainOffer(), testOffer()}));
    QVERIFY(decision.verdict == Verdict::Sign);
    QCOMPARE(decision.offer.index, 1);
    // A preference list cannot widen what the environment allows.
    m_policy.networks = {chain::base};
    QVERIFY(run(challengeOf({mainOffer(), testOffer()})).reason == Reason::NetworkNotAllowed);
}

void PolicyTest::testnetNeverSignsMainnetEvenWithCredit()
{
    m_policy.environment = Environment::Testnet;
    m_state.credit = cents(100'000);
    QVERIFY(run(challengeOf({mainOffer()})).reason == Reason::NetworkNotAllowed);
}

void PolicyTest::mainnetTakesTheFundedNetwork_data()
{
    QTest::addColumn<qint64>("main");
    QTest::addColumn<qint64>("test");
    QTest::addColumn<int>("index");
    QTest::newRow("both: test money first") << qint64(500) << qint64(500) << 1;
    QTest::newRow("main only") << qint64(500) << qint64(0) << 0;
    QTest::newRow("test only") << qint64(0) << qint64(500) << 1;
    QTest::newRow("exactly enough") << qint64(0) << qint64(10) << 1;
    QTest::newRow("test too little") << qint64(10) << qint64(9) << 0;
}

void PolicyTest::mainnetTakesTheFundedNetwork()
{
    QFETCH(qint64, main);
    QFETCH(qint64, test);
    m_state.funds = {{chain::base, cents(main)}, {chain::baseSepolia, cents(test)}};
    const Decision decision = run(challengeOf({mainOffer(), testOffer()}));
    QVERIFY(decision.verdict == Verdict::Sign);
    QTEST(decision.offer.index, "index");
    QVERIFY(!decision.fromCredit);
}

void PolicyTest::nothingFunded()
{
    m_state.funds = {{chain::base, cents(9)}, {chain::baseSepolia, cents(0)}};
    const Decision decision = run(challengeOf({mainOffer(), testOffer()}));
    QVERIFY(decision.verdict == Verdict::Refuse);
    QVERIFY(decision.reason == Reason::NotFunded);
    QCOMPARE(decision.problem().code, QStringLiteral("x402.not_funded"));
    QVERIFY(decision.problem().kind == Problem::Kind::Policy);
}

void PolicyTest::unknownBalanceAsks()
{
    m_state.funds = {{chain::base, cents(0)}};
    const Decision decision = run(challengeOf({mainOffer(), testOffer()}));
    QVERIFY(decision.verdict == Verdict::Ask);
    QCOMPARE(decision.offer.index, 1);
    QCOMPARE(askCode(decision.asks.at(0)), QStringLiteral("ask.balance"));
    // A known balance that suffices wins over an unknown one.
    m_state.funds = {{chain::base, cents(500)}};
    QCOMPARE(run(challengeOf({mainOffer(), testOffer()})).offer.index, 0);
}

void PolicyTest::creditComesFirst()
{
    m_state.funds = {{chain::base, cents(0)}, {chain::baseSepolia, cents(0)}};
    m_state.credit = cents(10);
    const Decision decision = run(challengeOf({mainOffer(), testOffer()}));
    QVERIFY(decision.verdict == Verdict::Sign);
    QVERIFY(decision.fromCredit);
    // Credit is money: the caps hold for it.
    m_policy.perPayment = cents(9);
    QVERIFY(run(challengeOf({mainOffer(), testOffer()})).reason == Reason::OverCap);
}

void PolicyTest::creditExposesTheLeast()
{
    m_state.credit = cents(1000);
    // Test money even though main is first and funded.
    QCOMPARE(run(challengeOf({mainOffer(), testOffer()})).offer.index, 1);
    m_policy.networks = {chain::base, chain::baseSepolia};
    QCOMPARE(run(challengeOf({mainOffer(), testOffer()})).offer.index, 1);
    QCOMPARE(run(challengeOf({mainOffer()})).offer.index, 0);
}

void PolicyTest::partialCreditCountsNothing()
{
    m_state.funds = {{chain::base, cents(5)}, {chain::baseSepolia, cents(5)}};
    m_state.credit = cents(9);
    QVERIFY(run(challengeOf({mainOffer(), testOffer()})).reason == Reason::NotFunded);
}

void PolicyTest::preferenceNarrowsAndOrders()
{
    m_policy.networks = {chain::base, chain::baseSepolia};
    QCOMPARE(run(challengeOf({testOffer(), mainOffer()})).offer.index, 1);
    m_policy.networks = {chain::base};
    QVERIFY(run(challengeOf({testOffer()})).reason == Reason::NetworkNotAllowed);
}

void PolicyTest::caps_data()
{
    QTest::addColumn<qint64>("perPayment");
    QTest::addColumn<qint64>("perDay");
    QTest::addColumn<qint64>("spentToday");
    QTest::addColumn<qint64>("perMonth");
    QTest::addColumn<qint64>("spentThisMonth");
    QTest::addColumn<int>("reason");
    const auto row = [](const char* name, qint64 each, qint64 day, qint64 today, qint64 month, qint64 sofar,
                        Reason r) {
        QTest::newRow(name) << each << day << today << month << sofar << int(r);
    };
    row("all equal their caps", 10, 30, 20, 100, 90, Reason::None);
    row("payment one above", 9, 30, 20, 100, 90, Reason::OverCap);
    row("day one above", 10, 29, 20, 100, 90, Reason::OverDayCap);
    row("month one above", 10, 30, 20, 99, 90, Reason::OverMonthCap);
    row("day used up", 10, 30, 30, 100, 30, Reason::OverDayCap);
}

void PolicyTest::caps()
{
    QFETCH(qint64, perPayment);
    QFETCH(qint64, perDay);
    QFETCH(qint64, spentToday);
    QFETCH(qint64, perMonth);
    QFETCH(qint64, spentThisMonth);
    m_policy.perPayment = cents(perPayment);
    m_policy.perDay = cents(perDay);
    m_policy.perMonth = cents(perMonth);
    m_state.spentToday = cents(spentToday);
    m_state.spentThisMonth = cents(spentThisMonth);
    QTEST(int(run(challengeOf({testOffer()})).reason), "reason");
}

void PolicyTest::capsDoNotOverflow()
{
    m_policy.perDay = Amount::max();
    m_state.spentToday = Amount::max();
    QVERIFY(run(challengeOf({testOffer()})).reason == Reason::OverDayCap);
    m_policy.perDay.reset();
    m_policy.perPayment = Amount::max();
    QVERIFY(run(challengeOf({testOffer("9223372036854775808")})).reason == Reason::OverCap);
}

void PolicyTest::askThreshold()
{
    m_policy.askAbove = cents(10);
    QVERIFY(run(challengeOf({testOffer("100000")})).verdict == Verdict::Sign);
    const Decision decision = run(challengeOf({testOffer("100001")}));
    QVERIFY(decision.verdict == Verdict::Ask);
    QCOMPARE(decision.asks.size(), size_t(1));
    QCOMPARE(askCode(decision.asks.at(0)), QStringLiteral("ask.amount"));
}

void PolicyTest::pinnedRecipient()
{
    QVERIFY(run(challengeOf({testOffer("100000", otherSellerText)})).reason == Reason::PayToChanged);
    m_policy.pins.clear();
    const Decision decision = run(challengeOf({testOffer("100000", otherSellerText)}));
    QVERIFY(decision.verdict == Verdict::Ask);
    QCOMPARE(askCode(decision.asks.at(0)), QStringLiteral("ask.recipient"));
}

void PolicyTest::contradictoryOffers()
{
    QVERIFY(run(challengeOf({testOffer(), testOffer("100000", otherSellerText)})).reason ==
            Reason::Ambiguous);
    QVERIFY(run(challengeOf({testOffer(), testOffer("200000")})).reason == Reason::Ambiguous);
    // The same thing twice is one offer.
    QCOMPARE(run(challengeOf({testOffer(), testOffer()})).offer.index, 0);
    // Different recipients on different networks are the seller's business
    // only as long as the pin allows both.
    QVERIFY(run(challengeOf({mainOffer("100000", otherSellerText), testOffer()})).verdict == Verdict::Sign);
}

void PolicyTest::onePayableOfferIsEnough()
{
    const Decision decision = run(challengeOf({"7", "{}", testOffer("0"), testOffer()}));
    QVERIFY(decision.verdict == Verdict::Sign);
    QCOMPARE(decision.offer.index, 3);
    QVERIFY(decision.offerReasons == (std::vector<Reason>{Reason::OfferNotObject, Reason::SchemeMissing,
                                                          Reason::AmountZero, Reason::None}));
}

void PolicyTest::furthestReasonIsReported()
{
    m_policy.environment = Environment::Testnet;
    QVERIFY(run(challengeOf({mainOffer(), testOffer("99000000")})).reason == Reason::OverCap);
}

void PolicyTest::timeoutLimit()
{
    m_policy.maxTimeoutSeconds = 299;
    QVERIFY(run(challengeOf({testOffer()})).reason == Reason::TimeoutTooLong);
    m_policy.maxTimeoutSeconds = 300;
    QVERIFY(run(challengeOf({testOffer()})).verdict == Verdict::Sign);
}

void PolicyTest::resourceHost_data()
{
    QTest::addColumn<QByteArray>("resource");
    QTest::addColumn<int>("reason");
    const auto row = [](const char* url, Reason reason) {
        QTest::newRow(url) << QByteArray(url) << int(reason);
    };
    row("https://api.run402.com/other", Reason::None);
    row("http://api.run402.com/x", Reason::None); // a proxy took the TLS off
    row("https://API.run402.com/x", Reason::None);
    row("https://api.run402.com:8443/x", Reason::ResourceHost);
    row("https://api.run402.com.evil.example/x", Reason::ResourceHost);
    row("https://api.run402.com@evil.example/x", Reason::ResourceMalformed);
    row("ftp://api.run402.com/x", Reason::ResourceMalformed);
    row("/x", Reason::ResourceMalformed);
    row("", Reason::ResourceMalformed);
}

void PolicyTest::resourceHost()
{
    QFETCH(QByteArray, resource);
    QTEST(int(run(challengeOf({testOffer()}, resource)).reason), "reason");
}

void PolicyTest::offersOutsideTheTable_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<int>("reason");
    const auto row = [](const char* name, const char* from, const char* to, Reason reason) {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to) << int(reason);
    };
    row("Tempo by x402", "eip155:84532", "eip155:42431", Reason::RailUnsupported);
    row("network number", R"("eip155:84532")", "84532", Reason::NetworkMissing);
    row("version 1 network name", "eip155:84532", "base-sepolia", Reason::NetworkUnknown);
    row("leading zero", R"("100000")", R"("0100000")", Reason::AmountLeadingZero);
    row("exponent", R"("100000")", R"("1e5")", Reason::AmountNotDecimal);
    row("zero", R"("100000")", R"("0")", Reason::AmountZero);
    row("asset checksum", "0x036CbD", "0x036cbD", Reason::AssetChecksum);
    row("asset too short", "dCF7e\"", "dCF7\"", Reason::AssetMalformed);
    row("asset missing", R"("asset")", R"("asse")", Reason::AssetMissing);
    row("payTo missing", R"("payTo")", R"("payto")", Reason::PayToMissing);
    row("payTo is the token", sellerText, "0x036CbD53842c5426634e7929541eC2318f3dCF7e", Reason::PayToToken);
    row("timeout 3e2", ":300", ":3e2", Reason::TimeoutType);
    row("timeout 300.5", ":300", ":300.5", Reason::TimeoutType);
    row("timeout beyond int64", ":300", ":99999999999999999999", Reason::TimeoutType);
    row("timeout null", ":300", ":null", Reason::TimeoutType);
    row("timeout missing", "maxTimeoutSeconds", "timeout", Reason::TimeoutMissing);
    row("extra is a list", R"({"name":"USDC","version":"2"})", "[]", Reason::DomainMissing);
    row("name with a zero-width space", R"("USDC")", "\"USDC\u200b\"", Reason::DomainName);
    row("version as number", R"("version":"2")", R"("version":2)", Reason::DomainMissing);
    row("decimals as text", R"("version":"2")", R"("version":"2","decimals":"6")", Reason::DecimalsMismatch);
    row("right decimals", R"("version":"2")", R"("version":"2","decimals":6)", Reason::None);
    row("EIP-3009 named", R"("version":"2")", R"("version":"2","assetTransferMethod":"eip3009")",
        Reason::None);
    row("Permit2", R"("version":"2")", R"("version":"2","assetTransferMethod":"permit2")",
        Reason::TransferMethod);
    row("scheme in capitals", "exact", "EXACT", Reason::SchemeUnsupported);
}

void PolicyTest::offersOutsideTheTable()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QByteArray offer = testOffer();
    const QByteArray before = offer;
    offer.replace(from, to);
    QVERIFY(offer != before);
    QTEST(int(run(challengeOf({offer})).reason), "reason");
}

void PolicyTest::loopback_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("local");
    for (const char* host : {"localhost", "a.localhost", "127.0.0.1", "127.255.0.3", "::1"})
        QTest::newRow(host) << QString::fromLatin1(host) << true;
    for (const char* host : {"", "localhost.evil.example", "xlocalhost", "127.0.0.1.evil.example",
                             "128.0.0.1", "127.0.0.256", "127.0.0", "0.0.0.0", "10.0.0.1", "::2"})
        QTest::newRow(host[0] ? host : "empty") << QString::fromLatin1(host) << false;
}

void PolicyTest::loopback()
{
    QFETCH(QString, host);
    QTEST(isLoopback(host), "local");
}

QTEST_GUILESS_MAIN(PolicyTest)
#include "tst_x402_policy.moc"
