// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/apiclient.h"
#include "services/net/transport.h"
#include "tests/support/await.h"
#include "tests/support/fakeauthorizer.h"
#include "tests/support/scriptedmanager.h"

#include <QDir>
#include <QJsonArray>
#include <QRegularExpression>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// Every answer the real gateway was heard to give, as the client sees it. Needs the transcripts:
/// RUN402_FIXTURES_DIR, else ../shared/fixtures/gateway beside the source tree.
class TestFixtures : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyAnswerIsUnderstood_data();
    void everyAnswerIsUnderstood();
    void kindsOf402();

private:
    static QDir folder();
    struct Seen { int status; QString text; QString code; QString where; };
    QList<Seen> m_seen;
};

namespace {

Script scriptOf(const QJsonObject& response)
{
    Script script;
    script.status = response.value("status"_L1).toInt();
    script.headers.clear();
    const QJsonObject headers = response.value("headers"_L1).toObject();
    for (auto it = headers.begin(); it != headers.end(); ++it) {
        if (it.key().compare("content-length"_L1, Qt::CaseInsensitive) != 0)
            script.headers.append({it.key().toLatin1(), it->toString().toUtf8()});
    }
    if (response.contains("body_base64"_L1))
        script.body = QByteArray::fromBase64(response.value("body_base64"_L1).toString().toLatin1());
    else if (response.contains("body_text"_L1))
        script.body = response.value("body_text"_L1).toString().toUtf8();
    else if (const QJsonValue body = response.value("body"_L1); body.isString())
        script.body = body.toString().toUtf8();
    else if (body.isObject())
        script.body = QJsonDocument(body.toObject()).toJson(QJsonDocument::Compact);
    else if (body.isArray())
        script.body = QJsonDocument(body.toArray()).toJson(QJsonDocument::Compact);
    return script;
}

} // namespace

QDir TestFixtures::folder()
{
    const QString given = qEnvironmentVariable("RUN402_FIXTURES_DIR");
    return given.isEmpty() ? QDir(QStringLiteral(RUN402_SOURCE_DIR "/../shared/fixtures/gateway")) : QDir(given);
}

void TestFixtures::everyAnswerIsUnderstood_data()
{
    QTest::addColumn<QJsonObject>("exchange");
    const QStringList names = folder().entryList({u"*.json"_s}, QDir::Files);
    if (names.isEmpty())
        QSKIP("no transcripts here");
    for (const QString& name : names) {
        QFile file(folder().filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray exchanges = QJsonDocument::fromJson(file.readAll()).object().value("exchanges"_L1).toArray();
        for (const QJsonValue& exchange : exchanges) {
            if (exchange.toObject().value("response"_L1).toObject().contains("status"_L1))
                QTest::newRow(qPrintable(name.chopped(5) + u' ' + exchange.toObject().value("name"_L1).toString()))
                    << exchange.toObject();
        }
    }
}

void TestFixtures::everyAnswerIsUnderstood()
{
    QFETCH(QJsonObject, exchange);
    const QJsonObject response = exchange.value("response"_L1).toObject();
    Transport transport;
    auto* manager = new ScriptedManager;
    transport.setManager(manager);
    manager->push(scriptOf(response));
    ApiClient api(transport, QUrl(u"https://api.run402.com"_s));
    ApiRequest request;
    request.method = exchange.value("request"_L1).toObject().value("method"_L1).toString().toLatin1();
    request.path = u"/x"_s;
    const auto outcome = await(api.call(request));

    const int status = response.value("status"_L1).toInt();
    if (status >= 200 && status < 300) {
        QCOMPARE(codeOf(outcome), u"ok"_s);
        return;
    }
    QVERIFY(!outcome.ok());
    const Problem& p = outcome.error();
    m_seen << Seen{status, p.message, p.code, QString::fromUtf8(QTest::currentDataTag())};
    QVERIFY(!p.message.isEmpty() && !p.traceId.isEmpty());
    QCOMPARE(p.httpStatus, status);
    const bool redirect = status >= 300 && status < 400 && status != 304;
    if (redirect)
        QCOMPARE(p.code, u"net.redirect"_s);
    // A coarse code says the client did not understand: only for what nobody can sort.
    static const QStringList coarse = {u"http.402"_s, u"payment.unclear"_s, u"payment.offer_unreadable"_s, u"auth.refused"_s, u"busy.unavailable"_s};
    if (coarse.contains(p.code))
        QVERIFY2(status == 503, qPrintable(p.code + u": "_s + p.message));
    if (status == 402)
        QVERIFY2(p.kind == Problem::Kind::PayFirst || p.code.startsWith("payment."_L1), qPrintable(p.code));
    if (status == 429 || (status == 503 && p.code != "service.not_configured"_L1))
        QCOMPARE(p.kind, Problem::Kind::Busy);
    if (status == 429)
        QVERIFY2(p.details.contains("retryAfter"_L1), qPrintable(p.code));
    if (status == 404 && response.value("body"_L1).isString())
        QCOMPARE(p.code, u"http.no_route"_s);
}

void TestFixtures::kindsOf402()
{
    if (m_seen.isEmpty())
        QSKIP("no transcripts here");
    QHash<QString, int> count;
    for (const Seen& s : m_seen)
        ++count[s.code];
    for (const QLatin1StringView code : {"payment.required"_L1, "payment.refused"_L1, "auth.sign_in_refused"_L1, "tier.none"_L1,
                             "lease.expired"_L1, "quota.storage"_L1,
                             "payment.settlement_failed"_L1, "demo.blocked"_L1, "demo.limit"_L1, "demo.resetting"_L1,
                             "faucet.wait"_L1, "busy.rate_limit"_L1, "sql.error"_L1, "sql.blocked"_L1,
                             "address.taken"_L1, "address.invalid"_L1, "quota.functions"_L1, "request.too_large"_L1,
                             "request.encoding"_L1, "http.no_route"_L1, "service.not_configured"_L1,
                             "auth.admin_required"_L1, "auth.wrong_project"_L1})
        QVERIFY2(count.value(code) > 0, qPrintable(QString(code)));
    const auto is = [&](const QString& text, const QString& code) {
        for (const Seen& s : m_seen) {
            if (s.text.startsWith(text))
                QVERIFY2(s.code == code, qPrintable(s.where + u": "_s + s.text + u" is "_s + s.code));
        }
    };
    is(u"No active tier"_s, u"tier.none"_s);
    is(u"Lease expired"_s, u"lease.expired"_s);
    is(u"Missing apikey"_s, u"auth.key_missing"_s);
}

QTEST_GUILESS_MAIN(TestFixtures)
#include "tst_fixtures.moc"
