// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/payment.h"
#include "tests/unit/x402/offertext.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace run402::x402;

class PaymentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostileHeaders_data();
    void hostileHeaders();
    void versionOneBodies_data();
    void versionOneBodies();
    void previewShowsWhatIsSigned();
    void previewFollowsTheBytes();
    void previewRefusesUnknownBytes();
    void onlyTheDraftsOwnKeySigns();
    void acceptedIsEchoedByteForByte();
    void extensionsAreDroppedBeforeTheHeaderIsTooLarge();
    void tooLargeEvenThen();
    void refusalCannotBeDrafted();
    void everyPrefixOfAHeaderIsHandled();
};

namespace {

SecretKey makeKey(SecretKey::Use use = SecretKey::Use::Wallet)
{
    return std::move(SecretKey::parse(
                         spanOf("4646464646464646464646464646464646464646464646464646464646464646"), use))
        .value();
}

Decision decisionFor(const Challenge& challenge, const SecretKey& key)
{
    SpendPolicy policy;
    policy.environment = Environment::Mainnet;
    policy.perPayment = Amount::fromMicros(20'000'000);
    policy.askAbove = Amount::max();
    policy.hosts = QStringList{QStringLiteral("api.run402.com")};
    SpendState state;
    state.funds = {{chain::baseSepolia, Amount::max()}, {chain::base, Amount::max()}};
    return decide(challenge, QUrl(QStringLiteral("https://api.run402.com/x")), {key.address(), key.use()},
                  policy, state);
}

DraftInput input()
{
    DraftInput out;
    out.nowMs = 1'774'094'400'999;
    out.nonce.fill(0xab);
    return out;
}

Result<Challenge> decodeText(const QByteArray& json)
{
    return decodeChallenge(QByteArrayView(toBase64(json)));
}

QByteArray decodedHeader(const SignedPayment& payment)
{
    return fromBase64(payment.headerValue).value_or(QByteArray());
}

} // namespace

void PaymentTest::hostileHeaders_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("code");
    const auto row = [](const char* name, const QByteArray& header, const char* code) {
        QTest::newRow(name) << header << QString::fromLatin1(code);
    };
    const QByteArray good = challengeText({testOffer()});
    row("empty", "", "x402.header_base64");
    row("url alphabet", toBase64(good).replace('+', '-').replace('/', '_').replace('e', '-'),
        "x402.header_base64");
    row("not canonical", "QR==", "x402.header_base64");
    row("17 KiB", QByteArray(17 * 1024, 'A'), "x402.header_too_large");
    row("bad utf-8", toBase64(challengeText({testOffer("\xff")})), "x402.header_utf8");
    row("duplicate key", toBase64(challengeText({}, "u", ",\"accepts\":[]")), "x402.header_duplicate_key");
    row("deep", toBase64(challengeText({}, "u", ",\"extensions\":" + QByteArray(5000, '['))),
        "x402.header_too_deep");
    row("many values",
        toBase64(challengeText({}, "u", ",\"extensions\":[" + QByteArray("1,").repeated(5000) + "1]")),
        "x402.header_too_deep");
    row("17 offers", toBase64(challengeText(QByteArrayList(17, "1"))), "x402.too_many_offers");
    row("text behind the JSON", toBase64(good + "x"), "x402.header_json");
    row("version as text", toBase64(QByteArray(good).replace(":2,", ":\"2\",")), "x402.version_unknown");
    row("version 2.0", toBase64(QByteArray(good).replace(":2,", ":2.0,")), "x402.version_unknown");
    row("version 1 in the header", toBase64(QByteArray(good).replace(":2,", ":1,")), "x402.version_unknown");
}

void PaymentTest::hostileHeaders()
{
    QFETCH(QByteArray, header);
    QFETCH(QString, code);
    const auto challenge = decodeChallenge(QByteArrayView(header));
    QVERIFY(!challenge);
    QCOMPARE(challenge.error().code, code);
}

void PaymentTest::versionOneBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("x402.no_offer");
    QTest::newRow("html") << QByteArray("<html>") << QStringLiteral("x402.no_offer");
    QTest::newRow("ordinary") << QByteArray(R"({"error":"No active tier subscription"})")
                              << QStringLiteral("x402.no_offer");
    QTest::newRow("huge") << QByteArray(70'000, ' ') << QStringLiteral("x402.no_offer");
    QTest::newRow("version 2") << QByteArray(R"({"x402Version":2,"accepts":[]})")
                               << QStringLiteral("x402.version_unknown");
    QTest::newRow("no accepts") << QByteArray(R"({"x402Version":1})")
                                << QStringLiteral("x402.accepts_missing");
}

void PaymentTest::versionOneBodies()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, code);
    const auto challenge = decodeChallenge(std::nullopt, body);
    QVERIFY(!challenge);
    QCOMPARE(challenge.error().code, code);
}

void PaymentTest::previewShowsWhatIsSigned()
{
    const SecretKey key = makeKey();
    const Challenge challenge = challengeOf({testOffer()});
    const auto plan = draftPayment(challenge, decisionFor(challenge, key), input());
    QVERIFY(plan.ok());
    const SigningPreview& preview = plan->preview();
    QCOMPARE(preview.amount.toDollarText(), QStringLiteral("$0.10"));
    QCOMPARE(preview.network, QStringLiteral("Base Sepolia"));
    QCOMPARE(preview.caip2, QStringLiteral("eip155:84532"));
    QCOMPARE(preview.symbol, QStringLiteral("USDC"));
    QVERIFY(!preview.realMoney);
    QCOMPARE(preview.to.toEip55(), QByteArray(sellerText));
    QCOMPARE(preview.from, key.address());
    QCOMPARE(preview.validAfter, 1'774'093'800);
    QCOMPARE(preview.validBefore, 1'774'094'700);

    // The typed data shown hashes, field by field, to what is signed.
    const QJsonObject typed = QJsonDocument::fromJson(preview.typedDataJson).object();
    const QJsonObject domain = typed.value(QStringLiteral("domain")).toObject();
    const QJsonObject message = typed.value(QStringLiteral("message")).toObject();
    TransferAuthorization shown;
    const auto text = [](const QJsonObject& o, const char* name) {
        return o.value(QLatin1String(name)).toString().toLatin1();
    };
    QCOMPARE(Address::parse(QByteArrayView(text(message, "from")), shown.from), AddressError::None);
    QCOMPARE(Address::parse(QByteArrayView(text(message, "to")), shown.to), AddressError::None);
    QCOMPARE(Uint256::parse(text(message, "value"), shown.value), NumberError::None);
    QCOMPARE(Uint256::parse(text(message, "validAfter"), shown.validAfter), NumberError::None);
    QCOMPARE(Uint256::parse(text(message, "validBefore"), shown.validBefore), NumberError::None);
    shown.nonce = bytes32FromHex(text(message, "nonce")).value_or(Bytes32{});
    const TokenDomain token{text(domain, "name"), text(domain, "version"),
                            quint64(domain.value(QStringLiteral("chainId")).toInteger()),
                            address(text(domain, "verifyingContract"))};
    const auto payment = signPayment(*plan, key);
    QVERIFY(payment.ok());
    QVERIFY(Signer::recover(payment->signature, typedDigest(encodeTransfer(token, shown))) == key.address());
}

void PaymentTest::previewFollowsTheBytes()
{
    const SecretKey key = makeKey();
    const Challenge challenge = challengeOf({testOffer()});
    const auto plan = draftPayment(challenge, decisionFor(challenge, key), input());
    QVERIFY(plan.ok());
    TypedBytes bytes = plan->bytes();
    bytes.message[4 * 32 - 1] ^= 1; // last byte of the value
    QCOMPARE(previewOf(bytes)->amount.micros(), 100'001);
    bytes.message[3 * 32 - 1] ^= 1; // last byte of the recipient
    QVERIFY(previewOf(bytes)->to != plan->preview().to);
}

void PaymentTest::previewRefusesUnknownBytes()
{
    const SecretKey key = makeKey();
    const Challenge challenge = challengeOf({testOffer()});
    const TypedBytes good = draftPayment(challenge, decisionFor(challenge, key), input())->bytes();
    TypedBytes bytes = good;
    bytes.message[0] ^= 1; // another struct type
    QCOMPARE(previewOf(bytes).error().code, QStringLiteral("x402.plan_mismatch"));
    bytes = good;
    bytes.message[2 * 32] = 1; // dirt above the recipient
    QCOMPARE(previewOf(bytes).error().code, QStringLiteral("x402.plan_mismatch"));
    for (const size_t at :
         {size_t(32), size_t(64), size_t(127), size_t(159)}) { // name, version, chain, contract
        bytes = good;
        bytes.domain[at] ^= 1;
        QCOMPARE(previewOf(bytes).error().code, QStringLiteral("x402.asset_unknown"));
    }
}

void PaymentTest::onlyTheDraftsOwnKeySigns()
{
    const SecretKey key = makeKey();
    const Challenge challenge = challengeOf({testOffer()});
    const auto plan = draftPayment(challenge, decisionFor(challenge, key), input());
    QVERIFY(plan.ok());
    const SecretKey sandbox = makeKey(SecretKey::Use::Sandbox); // same bytes, other use
    QCOMPARE(signPayment(*plan, sandbox).error().code, QStringLiteral("x402.plan_mismatch"));
    const QByteArray other("01" + QByteArray(62, '7'));
    const auto otherKey = SecretKey::parse(spanOf(other), SecretKey::Use::Wallet);
    QVERIFY(otherKey.ok());
    QCOMPARE(signPayment(*plan, *otherKey).error().code, QStringLiteral("x402.plan_mismatch"));
    QVERIFY(signPayment(*plan, key).ok());
}

void PaymentTest::acceptedIsEchoedByteForByte()
{
    const SecretKey key = makeKey();
    QByteArray offer = testOffer();
    offer.replace("\"extra\"", "\"x\" : [1.50, 1e2 ,\"\\u0041\", 12345678901234567890],\"extra\"");
    const Challenge challenge = challengeOf({mainOffer("1", "0x00"), offer});
    const auto plan = draftPayment(challenge, decisionFor(challenge, key), input());
    QVERIFY(plan.ok());
    const auto payment = signPayment(*plan, key);
    QVERIFY(payment.ok());
    QVERIFY(decodedHeader(*payment).contains("\"accepted\":" + offer + "}"));
}

void PaymentTest::extensionsAreDroppedBeforeTheHeaderIsTooLarge()
{
    const SecretKey key = makeKey();
    const auto make = [&](qsizetype size) {
        const auto challenge =
            decodeText(challengeText({testOffer()}, "https://api.run402.com/x",
                                     ",\"extensions\":{\"a\":\"" + QByteArray(size, 'x') + "\"}"));
        return signPayment(*draftPayment(*challenge, decisionFor(*challenge, key), input()), key);
    };
    const auto small = make(1000);
    QVERIFY(small.ok());
    QVERIFY(decodedHeader(*small).contains("\"extensions\":{\"a\":\"xxx"));
    const auto large = make(11'700);
    QVERIFY(large.ok());
    QVERIFY(large->headerValue.size() <= headerLimit);
    QVERIFY(!decodedHeader(*large).contains("extensions"));
}

void PaymentTest::tooLargeEvenThen()
{
    const SecretKey key = makeKey();
    QByteArray offer = testOffer();
    offer.replace("\"extra\"", "\"x\":\"" + QByteArray(11'600, 'x') + "\",\"extra\"");
    const Challenge challenge = challengeOf({offer});
    const auto plan = draftPayment(challenge, decisionFor(challenge, key), input());
    QVERIFY(plan.ok());
    QCOMPARE(signPayment(*plan, key).error().code, QStringLiteral("x402.payment_too_large"));
}

void PaymentTest::refusalCannotBeDrafted()
{
    const SecretKey key = makeKey();
    const Challenge challenge = challengeOf({testOffer("0")});
    const auto plan = draftPayment(challenge, decisionFor(challenge, key), input());
    QVERIFY(!plan);
    QCOMPARE(plan.error().code, QStringLiteral("x402.amount_zero"));
    QVERIFY(!draftPayment(challenge, Decision(), input()));
    // A decision about one answer is none about another that looks the same.
    const Challenge first = challengeOf({testOffer()});
    const Challenge second = challengeOf({testOffer()});
    const auto mixed = draftPayment(second, decisionFor(first, key), input());
    QVERIFY(!mixed);
    QCOMPARE(mixed.error().code, QStringLiteral("x402.plan_mismatch"));
}

void PaymentTest::everyPrefixOfAHeaderIsHandled()
{
    const QByteArray text = challengeText({mainOffer(), testOffer()});
    for (qsizetype size = 0; size < text.size(); ++size)
        QVERIFY(!decodeText(text.first(size)));
    // One changed byte anywhere either fails or still is a challenge that
    // can be judged; it never crashes and never signs for another token.
    const SecretKey key = makeKey();
    for (qsizetype at = 0; at < text.size(); ++at) {
        for (const char byte : {'\0', '"', '\\', '{', '9', '\xff'}) {
            QByteArray changed = text;
            changed[at] = byte;
            const auto challenge = decodeText(changed);
            if (!challenge)
                continue;
            const Decision decision = decisionFor(*challenge, key);
            QVERIFY(decision.verdict == Decision::Verdict::Refuse || decision.offer.asset->eip3009);
        }
    }
}

QTEST_GUILESS_MAIN(PaymentTest)
#include "tst_x402_payment.moc"
