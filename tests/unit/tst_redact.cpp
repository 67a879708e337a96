// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/net/redact.h"

#include <QElapsedTimer>
#include <QJsonObject>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;

namespace {
const QString jwt = u"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIiwicHJvamVjdF9pZCI6InAifQ.c2lnbmF0dXJlc2lnbmF0dXJl"_s;
const QString key = u"0x4646464646464646464646464646464646464646464646464646464646464646"_s;
}

class TestRedact : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void secretsLeaveText_data();
    void secretsLeaveText();
    void harmlessTextStays_data();
    void harmlessTextStays();
    void urls_data();
    void urls();
    void hostileTextIsQuick();
    void jsonKeepsItsShape();
    void headersPassByAllowList();
    void curlNamesVariables();
    void curlQuotesForTheShell();
};

void TestRedact::secretsLeaveText_data()
{
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("secret");
    QTest::newRow("jwt") << u"token "_s + jwt + u" refused"_s << jwt.mid(0, 30);
    QTest::newRow("jwt signature") << u"x:"_s + jwt << u"c2lnbmF0dXJl"_s;
    QTest::newRow("jwt without signature") << jwt.section(u'.', 0, 1) + u"."_s << jwt.section(u'.', 1, 1);
    QTest::newRow("jwt in json") << u"{\"service_key\":\""_s + jwt + u"\"}"_s << jwt.section(u'.', 1, 1);
    QTest::newRow("private key") << u"key="_s + key << key.mid(2);
    QTest::newRow("private key upper") << key.toUpper() << key.mid(2).toUpper();
    QTest::newRow("private key bare") << u"bad key "_s + key.mid(2) << key.mid(2);
    QTest::newRow("private key in quotes") << u"\"privateKey\": \""_s + key + u'"' << key.mid(2, 20);
    QTest::newRow("signature 65 bytes") << u"sig 0x"_s + QString(130, u'a') << QString(130, u'a');
    QTest::newRow("bearer") << u"Authorization: Bearer abc123def456"_s << u"abc123def456"_s;
    QTest::newRow("bearer lower") << u"got bearer abc-123-def"_s << u"abc-123-def"_s;
    QTest::newRow("bearer two spaces") << u"Bearer   abc123def456"_s << u"abc123def456"_s;
    QTest::newRow("payment") << u"Payment "_s + QString(60, u'Q') << QString(60, u'Q');
    QTest::newRow("password json") << u"{\"password\":\"hunter 2, \\\"really\\\"\"}"_s << u"hunter"_s;
    QTest::newRow("password json end") << u"{\"password\":\"a\\\"tail-of-it\"}"_s << u"tail-of-it"_s;
    QTest::newRow("password unclosed") << u"{\"password\":\"hunter2"_s << u"hunter2"_s;
    QTest::newRow("password form") << u"email=a@b.c&password=hunter2&x=1"_s << u"hunter2"_s;
    QTest::newRow("refresh token") << u"refresh_token: 5f0c1c2e-0000-4000-8000-000000000000"_s << u"5f0c1c2e"_s;
    QTest::newRow("named credential") << u"use r402_live_abcdef123456"_s << u"abcdef123456"_s;
    QTest::newRow("stripe") << u"whsec_abcdef123456"_s << u"abcdef123456"_s;
    QTest::newRow("url user info") << u"postgres://app:s3cret@db/x"_s << u"s3cret"_s;
    QTest::newRow("payment header") << u"PAYMENT-SIGNATURE: "_s + QString(400, u'A') << QString(50, u'A');
    QTest::newRow("long base64") << u"echo "_s + QString(400, u'A') + u"=="_s << QString(50, u'A');
    QTest::newRow("siwx header") << u"sign-in-with-x: eyJkb21haW4iOiJ4In0="_s << u"eyJkb21haW4"_s;
}

void TestRedact::secretsLeaveText()
{
    QFETCH(QString, input);
    QFETCH(QString, secret);
    QVERIFY2(input.contains(secret), "the row tests nothing");
    const QString out = redact::text(input);
    QVERIFY2(!out.contains(secret), qPrintable(out));
}

void TestRedact::harmlessTextStays_data()
{
    QTest::addColumn<QString>("input");
    for (const char* s : {"Missing Bearer token", "Payment required", "relation \"nope\" does not exist",
                          "Blocked SQL pattern: \\bGRANT\\b", "0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F",
                          "dpl_1774094400000_a1b2c3", "prj_1774094400000_0042", "Could not read the password",
                          "https://name.run402.com/a/b?order=id.desc", "Project not found: prj_1_0001"})
        QTest::newRow(s) << QString::fromLatin1(s);
}

void TestRedact::harmlessTextStays()
{
    QFETCH(QString, input);
    QCOMPARE(redact::text(input), input);
}

void TestRedact::urls_data()
{
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("output");
    QTest::newRow("plain") << u"https://h/x?order=id&limit=3"_s << u"https://h/x?order=id&limit=3"_s;
    QTest::newRow("user info") << u"https://me:pw@h/x"_s << u"https://h/x"_s;
    QTest::newRow("token") << u"https://h/x?access_token=abc&a=1"_s << u"https://h/x?access_token=hidden&a=1"_s;
    QTest::newRow("encoded name") << u"https://h/x?%61pikey=abc"_s << u"https://h/x?%61pikey=hidden"_s;
    QTest::newRow("signature") << u"https://h/x?X-Amz-Signature=abc"_s << u"https://h/x?X-Amz-Signature=hidden"_s;
    QTest::newRow("jwt value") << u"https://h/x?v="_s + jwt << u"https://h/x?v=[token]"_s;
    QTest::newRow("fragment") << u"http://localhost/cb#code=xyz&state=1"_s << u"http://localhost/cb#code=hidden&state=1"_s;
    QTest::newRow("jwt in path") << u"https://h/"_s + jwt + u"/x"_s << u"https://h/[token]/x"_s;
}

void TestRedact::urls()
{
    QFETCH(QString, input);
    QFETCH(QString, output);
    QCOMPARE(QUrl::fromPercentEncoding(redact::url(QUrl(input)).toString(QUrl::FullyEncoded).toUtf8()),
             QUrl::fromPercentEncoding(output.toUtf8()));
}

void TestRedact::hostileTextIsQuick()
{
    QElapsedTimer clock;
    clock.start();
    const QString rubbish[] = {QString(2'000'000, u'a'),
                               QString(u"eyJ"_s).repeated(500'000),
                               QString(u"password:\""_s).repeated(200'000),
                               QString(u"\"\\"_s).repeated(500'000),
                               QString(u"bearer "_s).repeated(200'000),
                               QString(u"://a:"_s).repeated(300'000)};
    for (const QString& text : rubbish)
        QVERIFY(redact::text(text).size() <= 200 * 1024);
    QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
}

void TestRedact::jsonKeepsItsShape()
{
    const QJsonObject in{{u"accepts"_s, 3}, {u"service_key"_s, u"short"_s}, {u"inner"_s, QJsonObject{{u"t"_s, jwt}}}};
    const QJsonObject out = redact::json(in).toObject();
    QCOMPARE(out.value("accepts"_L1).toInt(), 3);
    QCOMPARE(out.value("service_key"_L1).toString(), u"[hidden]"_s);
    QCOMPARE(out.value("inner"_L1).toObject().value("t"_L1).toString(), u"[token]"_s);
}

void TestRedact::headersPassByAllowList()
{
    const QString out = redact::headers({{"Content-Type", "application/json"}, {"Set-Cookie", "sid=1"},
                                         {"PAYMENT-SIGNATURE", "abc"}, {"X-Own", "secret"}});
    QCOMPARE(out, u"Content-Type: application/json, Set-Cookie: [hidden], PAYMENT-SIGNATURE: [hidden], X-Own: [hidden]"_s);
}

void TestRedact::curlNamesVariables()
{
    HttpRequest r;
    r.method = "POST";
    r.url = QUrl(u"https://api.run402.com/projects/v1/admin/p/sql"_s);
    r.headers = {{"Authorization", "Bearer " + jwt.toUtf8()}, {"apikey", "whatever"}, {"SIGN-IN-WITH-X", "abc"},
                 {"Prefer", "count=exact"}, {"Authorization", "Payment abcdef"}};
    r.body = "select 'a secret'";
    r.contentType = "text/plain";
    const QString out = redact::curl(r);
    QVERIFY(out.contains("-H \"Authorization: Bearer $SERVICE_KEY\""_L1));
    QVERIFY(out.contains("-H \"apikey: $ANON_KEY\""_L1));
    QVERIFY(out.contains("-H \"SIGN-IN-WITH-X: $SIGN_IN_WITH_X\""_L1));
    QVERIFY(out.contains("-H \"Authorization: Payment $PAYMENT_CREDENTIAL\""_L1));
    QVERIFY(out.contains("-H 'Prefer: count=exact'"_L1));
    QVERIFY(out.startsWith("curl -X POST 'https://api.run402.com/"_L1));
    for (const char* secret : {"c2lnbmF0", "whatever", "abcdef", "a secret"})
        QVERIFY2(!out.contains(QLatin1StringView(secret)), qPrintable(out));
}

void TestRedact::curlQuotesForTheShell()
{
    HttpRequest r;
    r.url = QUrl(u"https://h/x?name=eq.o'brien"_s);
    r.headers = {{"Prefer", "a'; rm -rf /; '"}};
    const QString out = redact::curl(r);
    QVERIFY2(out.contains("'Prefer: a'\\''; rm -rf /; '\\'''"_L1), qPrintable(out));
    QVERIFY2(out.contains("o'\\''brien"_L1) || out.contains("o%27brien"_L1), qPrintable(out));
}

QTEST_APPLESS_MAIN(TestRedact)
#include "tst_redact.moc"
