// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/abi.h"
#include "services/x402/address.h"
#include "services/x402/json.h"
#include "services/x402/jsonrpc.h"
#include "services/x402/uint256.h"

#include <QTest>

using namespace run402;
using namespace run402::x402;

/// Base64, hex, JSON, uint256, addresses: what is accepted, what is not.
class EncodingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void base64RoundTripsEveryLength();
    void base64HasOneSpelling_data();
    void base64HasOneSpelling();
    void utf8_data();
    void utf8();
    void jsonRefuses_data();
    void jsonRefuses();
    void jsonKeepsTheBytes();
    void jsonResolvesEscapes();
    void jsonLooksUpEscapedKeys();
    void uint256Limits();
    void addressSpellings();
    void authorizationStateCallData();
    void rpcAnswerToAnotherRequest();
};

void EncodingTest::base64RoundTripsEveryLength()
{
    QByteArray bytes;
    for (int i = 0; i < 260; ++i) {
        QCOMPARE(toBase64(bytes), bytes.toBase64());
        QCOMPARE(toBase64Url(bytes),
                 bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
        QVERIFY(fromBase64(toBase64(bytes)) == bytes);
        QVERIFY(fromBase64Url(toBase64Url(bytes)) == bytes);
        bytes.append(char(i * 151 + 7));
    }
}

void EncodingTest::base64HasOneSpelling_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"QQ", "QQ=", "QQ===", "QR==", "QUJ=", "Q", "QUI=QUI=", "QUJD\n", " QUJD", "QU-D",
                             "QU_D", "%%%%", "=", "====", "QUJD=", "Q\xc3\xa9=="})
        QTest::newRow(text) << QByteArray(text);
}

void EncodingTest::base64HasOneSpelling()
{
    QFETCH(QByteArray, text);
    QVERIFY(!fromBase64(text));
}

void EncodingTest::utf8_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("good");
    QTest::newRow("ascii") << QByteArray("abc") << true;
    QTest::newRow("two") << QByteArray("\xc3\xa9") << true;
    QTest::newRow("three") << QByteArray("\xe2\x82\xac") << true;
    QTest::newRow("four") << QByteArray("\xf0\x9f\x92\xb8") << true;
    QTest::newRow("last") << QByteArray("\xf4\x8f\xbf\xbf") << true;
    QTest::newRow("cut off") << QByteArray("\xe2\x82") << false;
    QTest::newRow("overlong slash") << QByteArray("\xc0\xaf") << false;
    QTest::newRow("overlong three") << QByteArray("\xe0\x80\xaf") << false;
    QTest::newRow("overlong four") << QByteArray("\xf0\x80\x80\xaf") << false;
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << false;
    QTest::newRow("beyond unicode") << QByteArray("\xf4\x90\x80\x80") << false;
    QTest::newRow("lone continuation") << QByteArray("\x80") << false;
    QTest::newRow("bad tail") << QByteArray("\xf0\x9f\x92x") << false;
}

void EncodingTest::utf8()
{
    QFETCH(QByteArray, text);
    QTEST(isUtf8(text), "good");
}

void EncodingTest::jsonRefuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<JsonError>("error");
    const auto syntax = [](const char* text) {
        QTest::newRow(text) << QByteArray(text) << JsonError::Syntax;
    };
    for (const char* text : {"",
                             " ",
                             "{",
                             "[",
                             "[1,]",
                             "{\"a\":1,}",
                             "{\"a\"}",
                             "{a:1}",
                             "01",
                             "-",
                             "1.",
                             ".5",
                             "1e",
                             "+1",
                             "tru",
                             "nulll",
                             "\"",
                             "\"\\x\"",
                             "\"\\u12\"",
                             "\"\\ud800\"",
                             "\"\\udc00\"",
                             "\"\\ud800\\u0041\"",
                             "\"\n\"",
                             "1 2",
                             "[1 2]",
                             "NaN",
                             "\xef\xbb\xbf{}"})
        syntax(text);
    QTest::newRow("nul") << QByteArray("\"\0\"", 3) << JsonError::Syntax;
    QTest::newRow("bad utf-8") << QByteArray("\"\xff\"") << JsonError::Utf8;
    QTest::newRow("duplicate") << QByteArray(R"({"a":1,"b":2,"a":3})") << JsonError::DuplicateKey;
    QTest::newRow("duplicate, escaped") << QByteArray(R"({"a":1,"\u0061":3})") << JsonError::DuplicateKey;
    QTest::newRow("duplicate, nested") << QByteArray(R"([{"x":{"a":[],"a":1}}])") << JsonError::DuplicateKey;
    QTest::newRow("deep") << QByteArray(100'000, '[') << JsonError::Depth;
    QTest::newRow("many") << '[' + QByteArray("0,").repeated(20'000) + "0]" << JsonError::TooMany;
}

void EncodingTest::jsonRefuses()
{
    QFETCH(QByteArray, text);
    const auto parsed = JsonText::parse(text);
    QVERIFY(!parsed.text);
    QTEST(parsed.error, "error");
}

void EncodingTest::jsonKeepsTheBytes()
{
    const QByteArray inner = R"({ "n" : 1.50e+1, "big":123456789012345678901234567890,"s":"\u20ac\/" })";
    const auto parsed = JsonText::parse("{\"first\":[1,[2,{}],3],\"x\": " + inner + " ,\"last\":null}");
    QVERIFY(parsed.text);
    const JsonValue root = parsed.text->root();
    QCOMPARE(root.size(), 3);
    QCOMPARE(root.member("x").raw(), QByteArrayView(inner));
    QVERIFY(root.member("last").isNull());
    QVERIFY(!root.member("missing").valid());
    QVERIFY(!root.member("missing").member("deeper").valid());
    const auto entries = root.member("first").entries();
    QCOMPARE(entries.size(), size_t(3));
    QCOMPARE(entries[2].integer(), std::optional<qint64>(3));
    QVERIFY(!root.member("x").member("n").integer());
    QVERIFY(!root.member("x").member("big").integer());
}

void EncodingTest::jsonResolvesEscapes()
{
    const auto parsed = JsonText::parse(R"("\"\\\/\b\f\n\r\té\u20AC\ud83d\udcb8x")");
    QVERIFY(parsed.text);
    const QByteArray text = *parsed.text->root().string();
    QCOMPARE(text, QByteArray("\"\\/\b\f\n\r\t\xc3\xa9\xe2\x82\xac\xf0\x9f\x92\xb8x"));
    QByteArray again;
    appendJsonString(again, text);
    const auto back = JsonText::parse(again);
    QVERIFY(back.text);
    QVERIFY(back.text->root().string() == text);
}

void EncodingTest::jsonLooksUpEscapedKeys()
{
    const auto parsed = JsonText::parse(R"({"\u0061mount":"7"})");
    QVERIFY(parsed.text);
    QCOMPARE(parsed.text->root().member("amount").text(), QStringLiteral("7"));
}

void EncodingTest::uint256Limits()
{
    const QByteArray most("115792089237316195423570985008687907853269984665640564039457584007913129639935");
    Uint256 value;
    QCOMPARE(Uint256::parse(most, value), NumberError::None);
    QCOMPARE(value.toDecimal(), most);
    QVERIFY(!value.toUint64() && !value.toAmount());
    QByteArray tooMuch = most;
    tooMuch.back() = '6';
    QCOMPARE(Uint256::parse(tooMuch, value), NumberError::Overflow);
    QCOMPARE(Uint256::parse(QByteArray(100'000, '9'), value), NumberError::Overflow);
    QCOMPARE(Uint256::parse("", value), NumberError::Empty);
    QCOMPARE(Uint256::parse("-1", value), NumberError::Signed);
    QCOMPARE(Uint256::parse("+1", value), NumberError::Signed);
    QCOMPARE(Uint256::parse("1.0", value), NumberError::Fractional);
    QCOMPARE(Uint256::parse("1e5", value), NumberError::NotDecimal);
    QCOMPARE(Uint256::parse("0x1", value), NumberError::NotDecimal);
    QCOMPARE(Uint256::parse(" 1", value), NumberError::NotDecimal);
    QCOMPARE(Uint256::parse("00", value), NumberError::LeadingZero);
    QCOMPARE(Uint256::parse("9223372036854775808", value), NumberError::None);
    QVERIFY(value.toUint64() && !value.toAmount());
    QCOMPARE(Uint256::fromUint64(1).toUnits(6), QByteArray("0.000001"));
}

void EncodingTest::addressSpellings()
{
    const QByteArray good("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"); // EIP-55's own example
    Address address;
    QCOMPARE(Address::parse(QByteArrayView(good), address), AddressError::None);
    QCOMPARE(address.toEip55(), good);
    QCOMPARE(Address::parse(QByteArrayView(good.toLower()), address), AddressError::None);
    QCOMPARE(Address::parse(QByteArrayView("0x" + good.mid(2).toUpper()), address), AddressError::None);
    QByteArray wrong = good;
    wrong[3] = 'A';
    wrong[2] = '5';
    wrong[4] = 'a'; // was 'A'
    QCOMPARE(Address::parse(QByteArrayView(wrong), address), AddressError::Checksum);
    QCOMPARE(Address::parse(QByteArrayView(good.chopped(1)), address), AddressError::Length);
    QCOMPARE(Address::parse(QByteArrayView(good + "0"), address), AddressError::Length);
    QCOMPARE(Address::parse(QByteArrayView(good.mid(2)), address), AddressError::NotHex);
    QVERIFY(!Address::parse(QStringView(u"0x５aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")));
}

void EncodingTest::authorizationStateCallData()
{
    Bytes32 nonce{};
    nonce[31] = 5;
    const QByteArray data = encodeAuthorizationState(Address(Address::Bytes{0xab}), nonce);
    QVERIFY(data.startsWith("0xe94a0102" + QByteArray(24, '0') + "ab"));
    QVERIFY(data.endsWith("05"));
    QCOMPARE(data.size(), 2 + 8 + 128);
    QVERIFY(*decodeBool(QByteArrayView("0x" + QByteArray(63, '0') + "1")));
    QCOMPARE(decodeBool(QByteArrayView("0x" + QByteArray(63, '0') + "2")).error().code,
             QStringLiteral("abi.range"));
}

void EncodingTest::rpcAnswerToAnotherRequest()
{
    const QByteArray body(R"({"jsonrpc":"2.0","id":4,"result":"0x1"})");
    QVERIFY(decodeRpc(200, body, 4).ok());
    QCOMPARE(decodeRpc(200, body, 5).error().code, QStringLiteral("rpc.id"));
    QCOMPARE(decodeRpc(500, body, 4).error().code, QStringLiteral("rpc.http"));
    QCOMPARE(decodeRpc(200, R"({"jsonrpc":"2.0","id":4})", 4).error().code, QStringLiteral("rpc.malformed"));
    QVERIFY(decodeRpc(429, "slow down", 4).error().retryable);
    QCOMPARE(decodeRpc(200, QByteArray(2'000'000, ' '), 4).error().code, QStringLiteral("rpc.too_large"));
}

QTEST_GUILESS_MAIN(EncodingTest)
#include "tst_x402_encoding.moc"
