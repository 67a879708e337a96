// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mpp/charge.h"
#include "services/mpp/credential.h"
#include "services/mpp/memo.h"
#include "services/mpp/receipt.h"
#include "services/mpp/rlp.h"
#include "tests/conformance/vectorfile.h"

#include <QJsonDocument>

using namespace run402;
using namespace run402::test;
using namespace run402::mpp;
using namespace run402::x402;

/// mpp.json: what the official library made and read, byte for byte.
class VectorsMppTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void mpp_data() { m_vectors.addRows(); }
    void mpp();
    void everyCaseWasExercised();
    void brokenBytesAreRefused();
    void everyRefusalHasItsOwnCode();

private:
    void charge(const QJsonObject& c, qint64 now);
    void encode(const QJsonObject& c);
    void challenges(const QJsonObject& c);
    void offer(const QJsonObject& c);
    VectorFile m_vectors{QStringLiteral("mpp.json")};
    QHash<QString, QString> m_refusals; ///< name of the case -> code
};

namespace {

const quint64 tempo[] = {chain::tempoModerato};

Uint256 numberOf(const QJsonValue& value)
{
    Uint256 number;
    const QByteArray text = value.isDouble() ? QByteArray::number(qint64(value.toDouble())) : value.toString().toLatin1();
    if (text.startsWith("0x")) {
        const auto hex = fromHex(text.size() % 2 ? QByteArray("0x0" + text.sliced(2)) : text);
        Bytes32 bytes{};
        std::copy(hex->begin(), hex->end(), bytes.end() - hex->size());
        return Uint256::fromBytes(bytes);
    }
    if (!text.isEmpty() && Uint256::parse(text, number) != NumberError::None)
        QTest::qFail("no number", __FILE__, __LINE__);
    return number;
}

quint64 smallOf(const QJsonValue& value)
{
    return numberOf(value).toUint64().value_or(0);
}

TempoTransaction transactionOf(const QJsonObject& fields)
{
    TempoTransaction t;
    t.chainId = smallOf(fields.value(u"chainId"));
    t.maxPriorityFeePerGas = numberOf(fields.value(u"maxPriorityFeePerGas"));
    t.maxFeePerGas = numberOf(fields.value(u"maxFeePerGas"));
    t.gas = smallOf(fields.value(u"gas"));
    for (const QJsonValue& call : fields.value(u"calls").toArray())
        t.calls.push_back({*Address::parse(call[QStringLiteral("to")].toString()), numberOf(call[QStringLiteral("value")]),
                           *fromHex(call[QStringLiteral("data")].toString().toLatin1())});
    t.nonceKey = numberOf(fields.value(u"nonceKey"));
    t.nonce = smallOf(fields.value(u"nonce"));
    t.validBefore = smallOf(fields.value(u"validBefore"));
    t.validAfter = smallOf(fields.value(u"validAfter"));
    if (fields.value(u"feeToken").isString())
        t.feeToken = Address::parse(fields.value(u"feeToken").toString());
    return t;
}

/// What the vector's node says a transaction costs.
ChargeFees feesOf(const QJsonArray& calls)
{
    ChargeFees fees;
    quint64 base = 0;
    for (const QJsonValue& call : calls) {
        const QString method = call[QStringLiteral("request")][QStringLiteral("method")].toString();
        const QJsonValue result = call[QStringLiteral("response")][QStringLiteral("result")];
        if (method == u"eth_fillTransaction" && result.isObject()) {
            const QJsonValue tx = result[QStringLiteral("tx")];
            fees.gas = smallOf(tx[QStringLiteral("gas")]);
            base = smallOf(tx[QStringLiteral("maxFeePerGas")]); // the library takes it for the base fee
            fees.maxPriorityFeePerGas = smallOf(tx[QStringLiteral("maxPriorityFeePerGas")]);
        } else if (method == u"eth_getBlockByNumber") {
            base = smallOf(result[QStringLiteral("baseFeePerGas")]);
        } else if (method == u"eth_maxPriorityFeePerGas") {
            fees.maxPriorityFeePerGas = smallOf(result);
        } else if (method == u"eth_estimateGas") {
            fees.gas = smallOf(result);
        }
    }
    fees.maxFeePerGas = maxFeePerGas(base, fees.maxPriorityFeePerGas).value_or(0);
    return fees;
}

QDateTime at(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
}

void compareSigned(const SignedTempo& made, const QJsonObject& wanted)
{
    const QJsonValue signature = wanted.value(u"signature");
    QCOMPARE(toHex(made.signature), (signature.isObject() ? signature[QStringLiteral("bytes")] : signature).toString().toLatin1());
    QCOMPARE(toHex(spanOf(made.bytes)), bytesOf(wanted, "signedBytes"));
    if (wanted.contains(u"transactionHash"))
        QCOMPARE(toHex(made.hash), bytesOf(wanted, "transactionHash"));
}

} // namespace

void VectorsMppTest::initTestCase()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    QVERIFY2(m_vectors.isLoaded(), "no vectors in the folder");
}

void VectorsMppTest::mpp()
{
    const QJsonObject c = m_vectors.current();
    const QString kind = c.value(u"kind").toString();
    if (kind == u"charge")
        charge(c, qint64(c.value(u"nowMsClient").toDouble()));
    else if (kind == u"charge-newest")
        charge(c, qint64(c.value(u"nowMs").toDouble()));
    else if (kind == u"encode")
        encode(c);
    else if (kind == u"parse-challenge")
        challenges(c);
    else if (kind == u"offer")
        offer(c);
    else if (kind == u"receipt")
        QCOMPARE(decodeReceipt(bytesOf(c, "headerValue")).error().code, QStringLiteral("mpp.receipt_unreadable"));
    else
        QFAIL(qPrintable(QStringLiteral("unknown kind ") + kind));
}

void VectorsMppTest::charge(const QJsonObject& c, qint64 now)
{
    const auto parsed = parseChallenges(c.value(u"response402")[QStringLiteral("headers")][QStringLiteral("WWW-Authenticate")].toString().toLatin1());
    QVERIFY(parsed.ok());
    const Challenge& challenge = parsed->front();
    QCOMPARE(challenge.id, bytesOf(c.value(u"challenge").toObject(), "id"));

    const auto judged = judgeCharge(challenge, {tempo, Uint256::fromUint64(20'000'000)}, at(now));
    QVERIFY2(judged.ok(), judged.ok() ? "" : qPrintable(judged.error().code));

    const bool newest = !c.contains(u"memoNonce");
    MemoNonce nonce = memoNonceOf(challenge.id);
    std::optional<QByteArray> client;
    if (!newest) {
        const auto given = fromHex(bytesOf(c, "memoNonce"));
        QCOMPARE(given->size(), qsizetype(nonce.size()));
        std::copy(given->begin(), given->end(), nonce.begin());
        if (const QJsonValue id = c.value(u"memo")[QStringLiteral("clientId")]; id.isString())
            client = id.toString().toUtf8();
    }
    const Bytes32 memo = makeMemo(challenge.realm, client, nonce);
    const QJsonObject wanted = c.value(u"transaction").toObject();
    const QJsonObject transfer = wanted.value(u"transferCall").toObject();
    QCOMPARE(toHex(memo), bytesOf(transfer, "memo"));
    QCOMPARE(memoBinds(memo, challenge.realm, challenge.id), newest);

    TempoTransaction t = transactionOf(wanted.value(u"fields").toObject());
    if (!newest)
        QCOMPARE(chargeTransaction(*judged, memo, feesOf(c.value(u"rpcCalls").toArray()), at(now)), t);
    QCOMPARE(toHex(spanOf(unsignedBytes(t))), bytesOf(wanted, "unsignedBytes"));
    QCOMPARE(toHex(signHash(t)), bytesOf(wanted, "signHash"));

    const auto back = readUnsigned(unsignedBytes(t)); // what a person is shown comes from these bytes
    QVERIFY(back.ok());
    QCOMPARE(*back, t);
    const auto shown = readTransfer(back->calls.front());
    QVERIFY(shown);
    QCOMPARE(shown->recipient.toEip55(), bytesOf(transfer, "to"));
    QCOMPARE(shown->amount.toDecimal(), bytesOf(transfer, "amount"));
    QCOMPARE(toHex(shown->memo), bytesOf(transfer, "memo"));
    QCOMPARE(shown->token, judged->asset->contract);

    const auto key = keyOf(c);
    const auto made = signTransaction(t, *key);
    QVERIFY(made.ok());
    compareSigned(*made, wanted);
    const QByteArray header = authorizationValue(challenge, *made, t.chainId, key->address());
    QVERIFY(header.startsWith("Payment "));
    QCOMPARE(jsonOf(*fromBase64Url(header.sliced(8))), jsonOf(bytesOf(c, "credentialJson")));
    QCOMPARE(header, bytesOf(c, "authorization"));

    const QJsonObject given = c.value(u"paymentReceipt").toObject();
    const auto receipt = decodeReceipt(bytesOf(given, "headerValue"));
    QVERIFY(receipt.ok() && receipt->success);
    QCOMPARE(receipt->reference.toLatin1(), toHex(made->hash));
    QCOMPARE(receipt->at.toString(Qt::ISODateWithMs), given.value(u"decoded")[QStringLiteral("timestamp")].toString());
}

void VectorsMppTest::encode(const QJsonObject& c)
{
    const TempoTransaction t = transactionOf(c.value(u"fields").toObject());
    QCOMPARE(toHex(spanOf(unsignedBytes(t))), bytesOf(c, "unsignedBytes"));
    QCOMPARE(toHex(signHash(t)), bytesOf(c, "signHash"));
    const auto made = signTransaction(t, *keyOf(c));
    QVERIFY(made.ok());
    compareSigned(*made, c);
    QCOMPARE(*readUnsigned(unsignedBytes(t)), t);
}

void VectorsMppTest::challenges(const QJsonObject& c)
{
    const auto parsed = parseChallenges(bytesOf(c, "wwwAuthenticate"));
    QCOMPARE(parsed.ok(), c.value(u"expect").toString() == u"ok");
    if (!parsed)
        return;
    const QJsonArray wanted = c.value(u"challenges").toArray();
    QCOMPARE(qsizetype(parsed->size()), wanted.size());
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        const Challenge& found = parsed->at(size_t(i));
        const QJsonObject one = wanted[i].toObject();
        QCOMPARE(found.id, bytesOf(one, "id"));
        QCOMPARE(found.realm, bytesOf(one, "realm"));
        QCOMPARE(found.method, bytesOf(one, "method"));
        QCOMPARE(found.intent, bytesOf(one, "intent"));
        QCOMPARE(found.expires.value_or(QByteArray()), bytesOf(one, "expires"));
        QCOMPARE(jsonOf(found.json->root().raw().toByteArray()), one.value(u"request"));
    }
}

void VectorsMppTest::offer(const QJsonObject& c)
{
    const auto parsed = parseChallenges(bytesOf(c, "wwwAuthenticate"));
    QVERIFY(parsed.ok());
    const QJsonObject policy = c.value(u"policy").toObject();
    std::vector<quint64> chains;
    for (const QJsonValue& id : policy.value(u"allowedChainIds").toArray())
        chains.push_back(smallOf(id));
    const auto judged = judgeCharge(parsed->front(), {chains, numberOf(policy.value(u"capAtomic"))},
                                    at(qint64(c.value(u"nowMs").toDouble())));
    QCOMPARE(judged.ok(), c.value(u"expect").toString() == u"pay");
    if (!judged)
        m_refusals.insert(c.value(u"name").toString(), judged.error().code);
}

void VectorsMppTest::everyCaseWasExercised()
{
    QCOMPARE(m_vectors.missed(), QStringList());
}

void VectorsMppTest::everyRefusalHasItsOwnCode()
{
    const QStringList codes = m_refusals.values();
    QVERIFY(!codes.isEmpty());
    // A main net and an unnamed chain are told apart, a stranger's token and a broken address too.
    QCOMPARE(QSet<QString>(codes.begin(), codes.end()).size(), codes.size());
}

void VectorsMppTest::brokenBytesAreRefused()
{
    const QByteArray good = unsignedBytes({chain::tempoModerato, {}, {}, 60'000, {}, expiringNonceKey(), 0, 1'800'000'000, 0, {}});
    QVERIFY(readUnsigned(good).ok());
    for (qsizetype cut = 0; cut < good.size(); ++cut)
        QVERIFY(!readUnsigned(good.first(cut)).ok());
    QVERIFY(!readUnsigned(good + '\0').ok());
    QVERIFY(!readUnsigned("\x02" + good.sliced(1)).ok());
    // Longer spellings of one length, and lists without end.
    for (const char* text : {"b8021234", "8100", "c3820001", "f9000180", "bfffffffffffffffff", "f8ff", "c1"}) {
        if (QByteArrayView(text) != "c3820001")
            QVERIFY2(!decodeRlp(QByteArray::fromHex(text)), text);
    }
    QVERIFY(!decodeRlp(QByteArray::fromHex("c3820001"))->items.front().number()); // leading zero
    QByteArray deep = QByteArray::fromHex("c0");
    for (int i = 0; i < 40; ++i)
        deep = char(0xc0 + deep.size()) + deep;
    QVERIFY(!decodeRlp(deep));
    for (const char* header : {"Payment", "Payment id", "Payment id=\"a", "Payment id=\"a\" realm=\"b\"", "=", "Payment id=\"a\\"})
        QVERIFY2(!parseChallenges(header).ok(), header);
    QCOMPARE(parseChallenges("Payment id=\"a\", id=\"b\", realm=\"r\", method=\"m\", intent=\"i\", request=\"e30\"").error().code,
             QStringLiteral("mpp.parameter_twice"));
    QVERIFY(parseChallenges("Basic YWJj=, Payment id=\"a\", realm=\"r \\\"q\\\", x\", method=m, intent=i, request=e30").ok());
    QCOMPARE(parseChallenges(QByteArray(100'000, 'x')).error().code, QStringLiteral("mpp.header_too_large"));
}

QTEST_GUILESS_MAIN(VectorsMppTest)
#include "tst_vectors_mpp.moc"
