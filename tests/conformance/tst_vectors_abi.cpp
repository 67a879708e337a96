// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/abi.h"
#include "services/x402/assets.h"
#include "services/x402/jsonrpc.h"
#include "services/x402/jwt.h"
#include "tests/conformance/vectorfile.h"

#include <QJsonDocument>

using namespace run402;
using namespace run402::test;
using namespace run402::x402;

/// abi.json and jwt.json.
class VectorsAbiTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void abi_data() { m_abi.addRows(); }
    void abi();
    void everyAbiCaseWasExercised();
    void jwt_data() { m_jwt.addRows(); }
    void jwt();
    void everyJwtWasExercised();

private:
    void callData(const QJsonObject& c);
    void result(const QJsonObject& c);
    void jsonRpc(const QJsonObject& c);
    VectorFile m_abi{QStringLiteral("abi.json")};
    VectorFile m_jwt{QStringLiteral("jwt.json")};
};

namespace {

/// viem repeats a contract's address in the spelling it was given, we always
/// write the checksum; to a node both are the same 20 bytes.
QByteArray withChecksum(QByteArray request)
{
    for (const KnownAsset& asset : knownAssets())
        request.replace(asset.contract.toLower(), asset.contract.toEip55());
    return request;
}

/// What a JSON-RPC case comes to, in the words of its "expect".
QString meaning(const QJsonObject& request, const RpcResult& answer, const QString& network)
{
    const QString method = request.value(QStringLiteral("method")).toString();
    const auto problem = [](const Problem& p) { return QStringLiteral("error: ") + p.code; };
    if (method == u"eth_chainId") {
        const auto id = rpcQuantity(answer.result);
        if (!id)
            return problem(id.error());
        const KnownAsset* asset = assetOnNetwork(network.toLatin1());
        const QString text = QString::fromLatin1(id->toDecimal());
        return asset && checkChainId(answer.result, asset->chainId)
                   ? text
                   : text + QStringLiteral("; another chain");
    }
    if (method == u"tempo_fundAddress") {
        const auto hashes = rpcHashes(answer.result);
        return hashes ? QStringLiteral("%1 hashes").arg(hashes->size()) : problem(hashes.error());
    }
    const auto hex = rpcString(answer.result);
    if (!hex)
        return problem(hex.error());
    const auto value = decodeUint256(*hex);
    return value ? QString::fromLatin1(value->toDecimal()) : problem(value.error());
}

} // namespace

void VectorsAbiTest::initTestCase()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    QVERIFY2(m_abi.isLoaded() && m_jwt.isLoaded(), "no vectors in the folder");
}

void VectorsAbiTest::callData(const QJsonObject& c)
{
    const QByteArray function = bytesOf(c, "function");
    QCOMPARE(toHex(selectorOf(function)), bytesOf(c, "selector"));
    if (function == "decimals()") {
        QCOMPARE(encodeDecimals(), bytesOf(c, "data"));
        return;
    }
    QVERIFY2(function == "balanceOf(address)", "unknown function");
    Address account;
    QCOMPARE(Address::parse(QByteArrayView(bytesOf(c, "account")), account), AddressError::None);
    QCOMPARE(encodeBalanceOf(account), bytesOf(c, "data"));
}

void VectorsAbiTest::result(const QJsonObject& c)
{
    const QByteArray function = bytesOf(c, "function");
    const bool reject = bytesOf(c, "expect") == "reject";
    QVERIFY2(reject || bytesOf(c, "expect") == "value", "unknown expect");
    const QByteArray hex = bytesOf(c, "result");
    if (function == "decimals()") {
        const auto value = decodeUint8(hex);
        QCOMPARE(value.ok(), !reject);
        if (value)
            QCOMPARE(QByteArray::number(*value), bytesOf(c, "value"));
        return;
    }
    QVERIFY2(function == "balanceOf(address)", "unknown function");
    const auto value = decodeUint256(hex);
    QCOMPARE(value.ok(), !reject);
    if (!value)
        return;
    QCOMPARE(value->toDecimal(), bytesOf(c, "value"));
    if (c.contains(QStringLiteral("asUsdc")))
        QCOMPARE(value->toUnits(6), bytesOf(c, "asUsdc"));
}

void VectorsAbiTest::jsonRpc(const QJsonObject& c)
{
    const QJsonObject request = c.value(QStringLiteral("request")).toObject();
    const qint64 id = request.value(QStringLiteral("id")).toInteger();
    const QString method = request.value(QStringLiteral("method")).toString();
    const QJsonArray params = request.value(QStringLiteral("params")).toArray();
    QByteArray ours;
    Address target;
    if (method == u"eth_call") {
        const QJsonObject call = params.at(0).toObject();
        QCOMPARE(Address::parse(QByteArrayView(bytesOf(call, "to")), target), AddressError::None);
        ours = rpcEthCall(id, target, bytesOf(call, "data"));
    } else if (method == u"eth_chainId") {
        ours = rpcChainId(id);
    } else {
        QCOMPARE(method, QStringLiteral("tempo_fundAddress"));
        QCOMPARE(Address::parse(QByteArrayView(params.at(0).toString().toUtf8()), target),
                 AddressError::None);
        ours = rpcFundAddress(id, target);
    }
    QCOMPARE(jsonOf(withChecksum(ours)), jsonOf(withChecksum(QJsonDocument(request).toJson())));

    const QJsonObject response = c.value(QStringLiteral("response")).toObject();
    const QJsonValue content = response.value(QStringLiteral("body"));
    const QByteArray body =
        content.isString() ? content.toString().toUtf8() : QJsonDocument(content.toObject()).toJson();
    const auto answer = decodeRpc(response.value(QStringLiteral("status")).toInt(), body, id);
    const QString expect = QString::fromUtf8(bytesOf(c, "expect"));
    const QString got = answer ? meaning(request, *answer, c.value(QStringLiteral("network")).toString())
                               : QStringLiteral("error: ") + answer.error().code;
    if (expect.startsWith(QStringLiteral("error"))) {
        QVERIFY2(got.startsWith(QStringLiteral("error: ")), qPrintable(got));
        const QString nodeWords = content.toObject()
                                      .value(QStringLiteral("error"))
                                      .toObject()
                                      .value(QStringLiteral("message"))
                                      .toString();
        if (got == u"error: rpc.error")
            QCOMPARE(answer.error().message, nodeWords);
        if (expect.contains(QStringLiteral("rate limit")))
            QCOMPARE(got, QStringLiteral("error: rpc.rate_limited"));
        if (expect.contains(QStringLiteral("not JSON")))
            QCOMPARE(got, QStringLiteral("error: rpc.not_json"));
        if (expect.contains(QStringLiteral("no token")))
            QCOMPARE(got, QStringLiteral("error: abi.no_contract"));
    } else if (expect.contains(QStringLiteral("another chain"))) {
        QVERIFY2(got.endsWith(QStringLiteral("another chain")), qPrintable(got));
    } else if (expect.contains(QStringLiteral("hashes"))) {
        QVERIFY2(expect.startsWith(got), qPrintable(got));
    } else {
        QCOMPARE(got, expect);
    }
}

void VectorsAbiTest::abi()
{
    const QJsonObject c = m_abi.current();
    const QByteArray kind = bytesOf(c, "kind");
    if (kind == "call-data")
        callData(c);
    else if (kind == "result")
        result(c);
    else if (kind == "json-rpc")
        jsonRpc(c);
    else
        QFAIL("unknown kind");
}

void VectorsAbiTest::everyAbiCaseWasExercised()
{
    QVERIFY(m_abi.count() > 0);
    QCOMPARE(m_abi.missed(), QStringList());
}

void VectorsAbiTest::jwt()
{
    const QJsonObject c = m_jwt.current();
    const QByteArray expect = bytesOf(c, "expect");
    const auto claims = decodeJwt(bytesOf(c, "token"));
    if (expect == "error") {
        QVERIFY(!claims);
        QVERIFY(claims.error().code.startsWith(QStringLiteral("jwt.")));
        return;
    }
    QVERIFY2(expect == "ok" || expect == "either", "unknown expect");
    if (expect == "either" && !claims)
        return;
    QVERIFY2(claims.ok(), claims.ok() ? "" : qPrintable(claims.error().code));
    if (!c.contains(QStringLiteral("payload")))
        return;
    QCOMPARE(QJsonValue(claims->header), c.value(QStringLiteral("header")));
    QCOMPARE(QJsonValue(claims->payload), c.value(QStringLiteral("payload")));
    QCOMPARE(claims->role, c.value(QStringLiteral("role")).toString());
    QCOMPARE(claims->projectId, c.value(QStringLiteral("projectId")).toString());
    QCOMPARE(claims->issuedAt ? QJsonValue(*claims->issuedAt) : QJsonValue(),
             c.value(QStringLiteral("issuedAt")));
    QCOMPARE(claims->expiresAt ? QJsonValue(*claims->expiresAt) : QJsonValue(),
             c.value(QStringLiteral("expiresAt")));
    QCOMPARE(claims->isExpired(c.value(QStringLiteral("nowSec")).toInteger()),
             c.value(QStringLiteral("expired")).toBool());
}

void VectorsAbiTest::everyJwtWasExercised()
{
    QVERIFY(m_jwt.count() > 0);
    QCOMPARE(m_jwt.missed(), QStringList());
}

QTEST_GUILESS_MAIN(VectorsAbiTest)
#include "tst_vectors_abi.moc"
