// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/eip3009.h"
#include "services/x402/signer.h"
#include "tests/conformance/vectorfile.h"

using namespace run402;
using namespace run402::test;
using namespace run402::x402;

class VectorsEip3009Test : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void typeHashes();
    void transfer_data() { m_file.addRows(); }
    void transfer();
    void everyCaseWasExercised();

private:
    VectorFile m_file{QStringLiteral("eip3009.json")};
};

void VectorsEip3009Test::initTestCase()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    QVERIFY2(m_file.isLoaded(), "no vectors in the folder");
}

void VectorsEip3009Test::typeHashes()
{
    QCOMPARE(toHex(domainTypeHash()), bytesOf(m_file.file(), "domainTypeHash"));
    QCOMPARE(toHex(transferTypeHash()), bytesOf(m_file.file(), "transferWithAuthorizationTypeHash"));
}

void VectorsEip3009Test::transfer()
{
    const QJsonObject c = m_file.current();
    const QJsonObject extra = c.value(QStringLiteral("extra")).toObject();
    const QJsonObject wire = c.value(QStringLiteral("authorization")).toObject();
    const auto key = keyOf(c);
    QVERIFY(key.ok());

    TokenDomain domain;
    domain.name = bytesOf(extra, "name");
    domain.version = bytesOf(extra, "version");
    domain.chainId = quint64(c.value(QStringLiteral("chainId")).toInteger());
    QCOMPARE(Address::parse(QByteArrayView(bytesOf(c, "asset")), domain.contract), AddressError::None);

    TransferAuthorization authorization;
    QCOMPARE(Address::parse(QByteArrayView(bytesOf(wire, "from")), authorization.from), AddressError::None);
    const QByteArray to =
        c.contains(QStringLiteral("payToAsOffered")) ? bytesOf(c, "payToAsOffered") : bytesOf(wire, "to");
    QCOMPARE(Address::parse(QByteArrayView(to), authorization.to), AddressError::None);
    QCOMPARE(Uint256::parse(bytesOf(wire, "value"), authorization.value), NumberError::None);
    QCOMPARE(Uint256::parse(bytesOf(wire, "validAfter"), authorization.validAfter), NumberError::None);
    QCOMPARE(Uint256::parse(bytesOf(wire, "validBefore"), authorization.validBefore), NumberError::None);
    const auto nonce = bytes32FromHex(bytesOf(wire, "nonce"));
    QVERIFY(nonce.has_value());
    authorization.nonce = *nonce;
    QCOMPARE(authorization.from, key->address());
    QCOMPARE(authorization.from.toEip55(), bytesOf(wire, "from"));
    QCOMPARE(authorization.to.toEip55(), bytesOf(wire, "to"));
    QCOMPARE(authorization.value.toDecimal(), bytesOf(wire, "value"));

    const TypedBytes bytes = encodeTransfer(domain, authorization);
    QCOMPARE(toHex(domainSeparator(bytes)), bytesOf(c, "domainSeparator"));
    QCOMPARE(toHex(structHash(bytes)), bytesOf(c, "structHash"));
    QCOMPARE(toHex(typedDigest(bytes)), bytesOf(c, "digest"));
    const auto signature = Signer::sign(*key, typedDigest(bytes));
    QVERIFY(signature.ok());
    QCOMPARE(toHex(*signature), bytesOf(c, "signature"));

    const auto back = decodeTransfer(bytes);
    QVERIFY(back.has_value());
    QCOMPARE(back->to, authorization.to);
    QCOMPARE(back->value, authorization.value);
    QCOMPARE(back->validBefore, authorization.validBefore);
    QVERIFY(matchesDomain(bytes, domain.name, domain.version));
}

void VectorsEip3009Test::everyCaseWasExercised()
{
    QVERIFY(m_file.count() > 0);
    QCOMPARE(m_file.missed(), QStringList());
}

QTEST_GUILESS_MAIN(VectorsEip3009Test)
#include "tst_vectors_eip3009.moc"
