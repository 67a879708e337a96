// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/signer.h"
#include "tests/conformance/vectorfile.h"

using namespace run402;
using namespace run402::test;
using namespace run402::x402;

/// keys.json and personal_sign.json.
class VectorsKeysTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void keys_data() { m_keys.addRows(); }
    void keys();
    void everyKeyWasExercised();
    void personalSign_data() { m_messages.addRows(); }
    void personalSign();
    void everyMessageWasExercised();

private:
    VectorFile m_keys{QStringLiteral("keys.json")};
    VectorFile m_messages{QStringLiteral("personal_sign.json")};
};

void VectorsKeysTest::initTestCase()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    QVERIFY2(m_keys.isLoaded() && m_messages.isLoaded(), "no vectors in the folder");
}

void VectorsKeysTest::keys()
{
    const QJsonObject c = m_keys.current();
    const QByteArray expect = bytesOf(c, "expect");
    const QByteArray input = bytesOf(c, "input");
    const auto key = SecretKey::parse(spanOf(input), SecretKey::Use::Wallet);
    if (expect == "reject") {
        QVERIFY(!key);
        QVERIFY(key.error().code.startsWith(QStringLiteral("key.")));
        return;
    }
    const bool either = expect == "either";
    QVERIFY2(either || expect == "accept", "unknown expect");
    if (either && !key)
        return;
    QVERIFY(key.ok());
    const QJsonObject wanted = either ? c.value(QStringLiteral("ifAccepted")).toObject() : c;
    const SecretBytes exported = key->exportHex();
    QCOMPARE(QByteArrayView(exported.view().data(), qsizetype(exported.size())),
             QByteArrayView(bytesOf(wanted, "privateKey")));
    QCOMPARE(key->address().toEip55(), bytesOf(wanted, "address"));
    if (either)
        return;
    QCOMPARE(toHex(key->publicKey()), bytesOf(c, "publicKeyUncompressed"));
    QCOMPARE(toHex(key->compressedPublicKey()), bytesOf(c, "publicKeyCompressed"));
    QCOMPARE(key->address().toLower(), bytesOf(c, "addressLower"));
}

void VectorsKeysTest::everyKeyWasExercised()
{
    QVERIFY(m_keys.count() > 0);
    QCOMPARE(m_keys.missed(), QStringList());
}

void VectorsKeysTest::personalSign()
{
    const QJsonObject c = m_messages.current();
    const auto key = keyOf(c);
    QVERIFY(key.ok());
    QCOMPARE(key->address().toEip55(), bytesOf(c, "address"));
    const auto message = fromHex(bytesOf(c, "messageHex"));
    QVERIFY(message.has_value());
    if (c.contains(QStringLiteral("message")))
        QCOMPARE(bytesOf(c, "message"), *message);
    const Bytes32 digest = personalMessageDigest(*message);
    QCOMPARE(toHex(digest), bytesOf(c, "digest"));
    const auto signature = Signer::sign(*key, digest);
    QVERIFY(signature.ok());
    QCOMPARE(toHex(*signature), bytesOf(c, "signature"));
    QCOMPARE(int(signature->back()), c.value(QStringLiteral("v")).toInt());
    QCOMPARE(toHex(ByteSpan(*signature).first(32)), bytesOf(c, "r"));
    QCOMPARE(toHex(ByteSpan(*signature).subspan(32, 32)), bytesOf(c, "s"));
    QVERIFY(Signer::recover(*signature, digest) == key->address());
}

void VectorsKeysTest::everyMessageWasExercised()
{
    QVERIFY(m_messages.count() > 0);
    QCOMPARE(m_messages.missed(), QStringList());
}

QTEST_GUILESS_MAIN(VectorsKeysTest)
#include "tst_vectors_keys.moc"
