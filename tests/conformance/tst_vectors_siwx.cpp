// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/siwx.h"
#include "tests/conformance/vectorfile.h"

using namespace run402;
using namespace run402::test;
using namespace run402::x402;

class VectorsSiwxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void siwx_data() { m_file.addRows(); }
    void siwx();
    void everyCaseWasExercised();

private:
    void sign(const QJsonObject& c);
    void signMustFail(const QJsonObject& c);
    void challenge(const QJsonObject& c);
    void challengeMustRefuse(const QJsonObject& c);
    void serverCheck(const QJsonObject& c);
    void compareHeader(const SiwxHeader& header, const QJsonObject& c);
    VectorFile m_file{QStringLiteral("siwx.json")};
};

namespace {

std::optional<QByteArray> optionalText(const QJsonObject& c, const char* name)
{
    const QJsonValue value = c.value(QLatin1String(name));
    return value.isString() ? std::optional(value.toString().toUtf8()) : std::nullopt;
}

QUrl requestOf(const QJsonObject& c)
{
    return QUrl(QString::fromUtf8(bytesOf(c, "apiBase") + bytesOf(c, "path")));
}

SiwxMessage messageOf(const QJsonObject& c, const Address& address)
{
    const QJsonObject extra = c.value(QStringLiteral("extra")).toObject();
    SiwxMessage out;
    out.address = address;
    out.domain = c.contains(QStringLiteral("domain")) ? bytesOf(c, "domain") : requestOf(c).host().toUtf8();
    out.uri =
        c.contains(QStringLiteral("uri")) ? bytesOf(c, "uri") : bytesOf(c, "apiBase") + bytesOf(c, "path");
    out.statement = optionalText(c, "statement");
    out.chainId = quint64(c.value(QStringLiteral("chainId")).toInteger());
    out.nonce = bytesOf(c, "nonce");
    out.issuedAt = bytesOf(c, "issuedAt");
    out.expirationTime = optionalText(c, "expirationTime");
    out.notBefore = optionalText(extra, "notBefore");
    out.requestId = optionalText(extra, "requestId");
    for (const QJsonValue& resource : extra.value(QStringLiteral("resources")).toArray())
        out.resources.push_back(resource.toString().toUtf8());
    return out;
}

Result<Challenge> challengeOf(const QJsonObject& c)
{
    return decodeChallenge(QByteArrayView(bytesOf(c, "paymentRequiredHeader")));
}

} // namespace

void VectorsSiwxTest::initTestCase()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    QVERIFY2(m_file.isLoaded(), "no vectors in the folder");
}

void VectorsSiwxTest::compareHeader(const SiwxHeader& header, const QJsonObject& c)
{
    QCOMPARE(header.text, bytesOf(c, "message"));
    QCOMPARE(toHex(header.signature), bytesOf(c, "signature"));
    QCOMPARE(jsonOf(header.payloadJson), jsonOf(bytesOf(c, "payloadJson")));
    const auto ours = fromBase64(header.headerValue);
    const auto theirs = fromBase64(bytesOf(c, "headerValue"));
    QVERIFY(ours && theirs);
    QCOMPARE(jsonOf(*ours), jsonOf(*theirs));
}

void VectorsSiwxTest::sign(const QJsonObject& c)
{
    const auto key = keyOf(c);
    QVERIFY(key.ok());
    const SiwxMessage message = messageOf(c, key->address());
    const auto header = signSiwx(message, *key);
    QVERIFY2(header.ok(), header.ok() ? "" : qPrintable(header.error().code));
    QCOMPARE(toHex(personalMessageDigest(header->text)), bytesOf(c, "digest"));
    compareHeader(*header, c);

    // The message the application makes for a request is the same one.
    const auto issued = parseIsoTime(message.issuedAt);
    QVERIFY(issued.has_value());
    const bool plain = !c.contains(QStringLiteral("domain")) && !c.contains(QStringLiteral("uri")) &&
                       !c.contains(QStringLiteral("extra")) && message.statement == "Sign in to Run402";
    if (plain && message.issuedAt.size() == 24) {
        const qint64 life = message.expirationTime ? *parseIsoTime(*message.expirationTime) - *issued : 0;
        SiwxMessage own = siwxForRequest(requestOf(c), key->address(), message.nonce, *issued, life);
        own.chainId = message.chainId;
        QCOMPARE(siwxText(own), header->text);
    }
    // And a server of today lets it in, or not, as the vector says.
    const QJsonObject check = c.value(QStringLiteral("officialCheck")).toObject();
    if (check.contains(QStringLiteral("serverNow"))) {
        const auto now = parseIsoTime(bytesOf(check, "serverNow"));
        QVERIFY(now.has_value());
        const bool granted =
            check.value(QStringLiteral("authOnlyHook")).toObject().value(QStringLiteral("granted")).toBool();
        const QUrl url(QString::fromUtf8(bytesOf(check, "requestUrl")));
        QCOMPARE(verifySiwx(header->headerValue, url, *now).ok(), granted);
    }
}

void VectorsSiwxTest::signMustFail(const QJsonObject& c)
{
    const auto key = keyOf(c);
    QVERIFY(key.ok());
    const auto header = signSiwx(messageOf(c, key->address()), *key);
    QVERIFY(!header);
    QVERIFY(header.error().code.startsWith(QStringLiteral("siwx.")));
}

void VectorsSiwxTest::challenge(const QJsonObject& c)
{
    const auto key = keyOf(c);
    const auto challenge = challengeOf(c);
    QVERIFY(key.ok() && challenge.ok());
    QVERIFY(challenge->wantsSignIn());
    const QUrl url(QString::fromUtf8(bytesOf(c, "requestUrl")));
    const auto message = siwxFromChallenge(*challenge, url, key->address());
    QVERIFY2(message.ok(), message.ok() ? "" : qPrintable(message.error().code));
    const auto header = signSiwx(*message, *key);
    QVERIFY(header.ok());
    compareHeader(*header, c);
}

void VectorsSiwxTest::challengeMustRefuse(const QJsonObject& c)
{
    const auto key = keyOf(c);
    const auto challenge = challengeOf(c);
    QVERIFY(key.ok() && challenge.ok());
    const QUrl url(QString::fromUtf8(bytesOf(c, "requestUrl")));
    const auto message = siwxFromChallenge(*challenge, url, key->address());
    QVERIFY(!message);
    const QHash<QString, QString> codes{
        {QStringLiteral("challenge for another domain"), QStringLiteral("siwx.domain")},
        {QStringLiteral("challenge whose uri is another origin"), QStringLiteral("siwx.uri")},
    };
    const QString name = QString::fromUtf8(bytesOf(c, "name"));
    QCOMPARE(message.error().code, codes.value(name, message.error().code));
}

void VectorsSiwxTest::serverCheck(const QJsonObject& c)
{
    const auto now = parseIsoTime(bytesOf(c, "serverNow"));
    QVERIFY(now.has_value());
    const QUrl url(QString::fromUtf8(bytesOf(c, "requestUrl")));
    const auto signer = verifySiwx(bytesOf(c, "headerValue"), url, *now);
    QCOMPARE(signer.ok(), c.value(QStringLiteral("accepted")).toBool());
    if (!signer)
        return;
    const QJsonObject hook = c.value(QStringLiteral("authOnlyHook")).toObject();
    QCOMPARE(signer->toLower(), bytesOf(hook, "wallet"));
}

void VectorsSiwxTest::siwx()
{
    const QJsonObject c = m_file.current();
    const QByteArray kind = bytesOf(c, "kind");
    if (kind == "sign")
        sign(c);
    else if (kind == "sign-must-fail" || kind == "sign-must-refuse")
        signMustFail(c);
    else if (kind == "challenge")
        challenge(c);
    else if (kind == "challenge-must-refuse")
        challengeMustRefuse(c);
    else if (kind == "server-check")
        serverCheck(c);
    else
        QFAIL("unknown kind");
}

void VectorsSiwxTest::everyCaseWasExercised()
{
    QVERIFY(m_file.count() > 0);
    QCOMPARE(m_file.missed(), QStringList());
}

QTEST_GUILESS_MAIN(VectorsSiwxTest)
#include "tst_vectors_siwx.moc"
