// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/jwt.h"
#include "services/x402/siwx.h"

#include <QTest>

using namespace run402;
using namespace run402::x402;

class SiwxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void paymentsVector();
    void forgedLinesAreRefused_data();
    void forgedLinesAreRefused();
    void requestForms_data();
    void requestForms();
    void onlyTheAddressOwnerSigns();
    void isoTimes_data();
    void isoTimes();
    void hostileChallenges_data();
    void hostileChallenges();
    void hostileHeaders_data();
    void hostileHeaders();
    void hostileTokens();
};

namespace {

SecretKey makeKey()
{
    const char text[] = "4646464646464646464646464646464646464646464646464646464646464646";
    return std::move(SecretKey::parse(spanOf(text), SecretKey::Use::Wallet)).value();
}

SiwxMessage makeMessage(const SecretKey& key)
{
    return siwxForRequest(QUrl(QStringLiteral("https://api.run402.com/projects/v1")), key.address(),
                          "0123456789abcdef0123456789abcdef", 1'774'094'400'000, 300'000);
}

} // namespace

void SiwxTest::paymentsVector() // payments.md §2.3
{
    const SecretKey key = makeKey();
    const auto header = signSiwx(makeMessage(key), key);
    QVERIFY(header.ok());
    QCOMPARE(header->text.size(), 311);
    QCOMPARE(toHex(personalMessageDigest(header->text)),
             QByteArray("0xac76a487c49122eb961050ff548202752983bf5b3577c8bfd579dc653f12f357"));
    QVERIFY(toHex(header->signature).startsWith("0x8ef755ab606db71e351729134b0e4e2e"));
    const QUrl url(QStringLiteral("https://api.run402.com/projects/v1"));
    QVERIFY(verifySiwx(header->headerValue, url, 1'774'094'400'000).ok());
}

void SiwxTest::forgedLinesAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("line feed") << QByteArray("Sign in\nURI: https://evil.example");
    QTest::newRow("carriage return") << QByteArray("a\rb");
    QTest::newRow("nul") << QByteArray("a\0b", 3);
    QTest::newRow("next line") << QByteArray("a\xc2\x85 b");
    QTest::newRow("bad utf-8") << QByteArray("a\xff");
    QTest::newRow("too long") << QByteArray(2000, 'a');
}

void SiwxTest::forgedLinesAreRefused()
{
    QFETCH(QByteArray, text);
    const SecretKey key = makeKey();
    SiwxMessage message = makeMessage(key);
    message.statement = text;
    QCOMPARE(signSiwx(message, key).error().code, QStringLiteral("siwx.text"));
    message = makeMessage(key);
    message.domain = "api.run402.com" + text;
    QVERIFY(!signSiwx(message, key));
    message = makeMessage(key);
    message.uri += text.size() > 1000 ? text : text + ' ';
    QCOMPARE(signSiwx(message, key).error().code, QStringLiteral("siwx.uri"));
    message = makeMessage(key);
    message.issuedAt += text;
    QCOMPARE(signSiwx(message, key).error().code, QStringLiteral("siwx.time"));
}

void SiwxTest::requestForms_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("domain");
    QTest::addColumn<QByteArray>("uri");
    QTest::newRow("port") << QStringLiteral("http://127.0.0.1:4022/tiers/v1/status")
                          << QByteArray("127.0.0.1") << QByteArray("http://127.0.0.1:4022/tiers/v1/status");
    QTest::newRow("user and fragment")
        << QStringLiteral("https://u:p@api.run402.com/a?b=c#d") << QByteArray("api.run402.com")
        << QByteArray("https://api.run402.com/a?b=c");
    QTest::newRow("umlauts") << QStringLiteral("https://bücher.example/ä")
                             << QByteArray("xn--bcher-kva.example")
                             << QByteArray("https://xn--bcher-kva.example/%C3%A4");
}

void SiwxTest::requestForms()
{
    QFETCH(QString, url);
    const SecretKey key = makeKey();
    const SiwxMessage message = siwxForRequest(QUrl(url), key.address(), "abcdefgh", 1'774'094'400'000, 0);
    QTEST(message.domain, "domain");
    QTEST(message.uri, "uri");
    QVERIFY(!message.expirationTime);
    const auto header = signSiwx(message, key);
    QVERIFY(header.ok());
    QVERIFY(verifySiwx(header->headerValue, QUrl(url), 1'774'094'400'001).ok());
}

void SiwxTest::onlyTheAddressOwnerSigns()
{
    const SecretKey key = makeKey();
    SiwxMessage message = makeMessage(key);
    message.address = Address(Address::Bytes{1});
    QCOMPARE(signSiwx(message, key).error().code, QStringLiteral("siwx.key"));
}

void SiwxTest::isoTimes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("ms");
    QTest::newRow("milliseconds") << QByteArray("2026-03-21T12:00:00.123Z") << qint64(1'774'094'400'123);
    QTest::newRow("seconds") << QByteArray("2026-03-21T12:00:00Z") << qint64(1'774'094'400'000);
    QTest::newRow("zone") << QByteArray("2026-03-21T13:00:00+01:00") << qint64(1'774'094'400'000);
    for (const char* bad :
         {"", "2026-03-21", "2026-03-21T12:00:00", "2026-02-30T12:00:00Z", "2026-03-21 12:00:00Z",
          "2026-03-21T25:00:00Z", "2026-3-21T12:00:00Z", "now", "2026-03-21T12:00:00Z "})
        QTest::newRow(qPrintable(QStringLiteral("bad: ") + QString::fromLatin1(bad)))
            << QByteArray(bad) << qint64(-1);
}

void SiwxTest::isoTimes()
{
    QFETCH(QByteArray, text);
    QTEST(parseIsoTime(text).value_or(-1), "ms");
}

void SiwxTest::hostileChallenges_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("code");
    const auto row = [](const char* name, const char* from, const char* to, const char* code) {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QString::fromLatin1(code);
    };
    row("as it should be", "none", "none", "");
    row("other scheme", R"("uri":"https)", R"("uri":"http)", "siwx.uri");
    row("other port", R"(api.run402.com/p)", R"(api.run402.com:444/p)", "siwx.uri");
    row("user info", R"("uri":"https://)", R"("uri":"https://x@)", "siwx.uri");
    row("look-alike host", R"("domain":"api)", R"("domain":"apl)", "siwx.domain");
    row("resource elsewhere", R"("resources":[])", R"("resources":["https://evil.example/"])",
        "siwx.resource");
    row("resource is a number", R"("resources":[])", R"("resources":[1])", "siwx.no_challenge");
    row("statement with a line", R"(Sign in)", R"(Sign in\nURI: x)", "siwx.text");
    row("nonce too short", "0123456789abcdef", "0123456", "siwx.nonce");
    row("version 2", R"("version":"1")", R"("version":"2")", "siwx.no_challenge");
    row("Solana only", "eip155:8453", "solana:x", "siwx.chain");
    row("chain 0", "eip155:8453", "eip155:0", "siwx.chain");
    row("chain with sign", "eip155:8453", "eip155:+8453", "siwx.chain");
    row("other type", "eip191", "eip1271", "siwx.chain");
    row("no extension", "sign-in-with-x", "other", "siwx.no_challenge");
}

void SiwxTest::hostileChallenges()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QString, code);
    QByteArray json(
        R"({"x402Version":2,"accepts":[],"extensions":{"sign-in-with-x":{"info":{)"
        R"("domain":"api.run402.com","uri":"https://api.run402.com/p","version":"1",)"
        R"("nonce":"0123456789abcdef","issuedAt":"2026-03-21T12:00:00.000Z","resources":[],)"
        R"("statement":"Sign in"},"supportedChains":[{"chainId":"eip155:8453","type":"eip191"}]}}})");
    json.replace(from, to);
    const SecretKey key = makeKey();
    const auto challenge = decodeChallenge(QByteArrayView(toBase64(json)));
    QVERIFY(challenge.ok());
    const auto message =
        siwxFromChallenge(*challenge, QUrl(QStringLiteral("https://api.run402.com/p")), key.address());
    QCOMPARE(message.ok() ? QString() : message.error().code, code);
}

void SiwxTest::hostileHeaders_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("code");
    QTest::newRow("huge") << QByteArray(20'000, 'A') << QStringLiteral("siwx.header_base64");
    QTest::newRow("scalar") << toBase64("7") << QStringLiteral("siwx.field");
    QTest::newRow("list") << toBase64("[]") << QStringLiteral("siwx.field");
    QTest::newRow("duplicate key") << toBase64(R"({"domain":"a","domain":"b"})")
                                   << QStringLiteral("siwx.header_json");
}

void SiwxTest::hostileHeaders()
{
    QFETCH(QByteArray, header);
    const auto signer = verifySiwx(header, QUrl(QStringLiteral("https://a.example/")), 0);
    QVERIFY(!signer);
    QTEST(signer.error().code, "code");
}

void SiwxTest::hostileTokens()
{
    QCOMPARE(decodeJwt(QByteArray(20'000, 'a')).error().code, QStringLiteral("jwt.too_large"));
    const QByteArray header = toBase64Url(R"({"alg":"HS256"})");
    const QByteArray doubled = toBase64Url(R"({"role":"anon","role":"service_role"})");
    QCOMPARE(decodeJwt(header + '.' + doubled + ".c2ln").error().code, QStringLiteral("jwt.json"));
    const QByteArray odd = toBase64Url(R"({"role":7,"exp":"soon"})");
    const auto claims = decodeJwt(header + '.' + odd + ".c2ln");
    QVERIFY(claims.ok());
    QVERIFY(claims->role.isEmpty() && !claims->expiresAt);
}

QTEST_GUILESS_MAIN(SiwxTest)
#include "tst_x402_siwx.moc"
