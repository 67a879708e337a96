// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/bytes.h"
#include "services/x402/receipt.h"

#include <QTest>

using namespace run402;
using namespace run402::x402;
using Kind = PaymentOutcome::Kind;

class ReceiptTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unreadable_data();
    void unreadable();
    void plainFailureIsNotCharged();
    void unreadableReceiptIsUnknown();
    void allowanceStaysDebitedOnFailure();
    void ordinary402IsUnknown();
    void successWithoutReceiptIsUnknown();
};

void ReceiptTest::unreadable_data()
{
    QTest::addColumn<QByteArray>("header");
    for (const char* json : {"", "null", "[]", "{}", R"({"success":"true","transaction":"0x1"})",
                             R"({"success":1,"transaction":"0x1"})", R"({"success":true,"transaction":""})",
                             R"({"success":true})", R"({"success":true,"transaction":7})",
                             R"({"success":false,"success":true,"transaction":"0x1"})"})
        QTest::newRow(json[0] ? json : "empty") << toBase64(json);
    QTest::newRow("huge") << QByteArray(20'000, 'A');
}

void ReceiptTest::unreadable()
{
    QFETCH(QByteArray, header);
    const auto receipt = decodeReceipt(header);
    QVERIFY(!receipt);
    QCOMPARE(receipt.error().code, QStringLiteral("receipt.unreadable"));
}

void ReceiptTest::plainFailureIsNotCharged()
{
    PaidAnswer answer;
    answer.httpStatus = 422;
    answer.body = R"({"error":"bad name"})";
    const PaymentOutcome outcome = readOutcome(answer);
    QVERIFY(outcome.kind == Kind::NotCharged);
    QVERIFY(outcome.authorizationMayLive); // a server that lies could still settle it
}

void ReceiptTest::unreadableReceiptIsUnknown()
{
    PaidAnswer answer;
    answer.httpStatus = 201;
    answer.paymentResponse = QByteArray("!!!");
    QVERIFY(readOutcome(answer).kind == Kind::Unknown);
    answer.httpStatus = 500;
    QVERIFY(readOutcome(answer).kind == Kind::Unknown);
}

void ReceiptTest::allowanceStaysDebitedOnFailure()
{
    PaidAnswer answer;
    answer.httpStatus = 500;
    answer.settlementRail = QByteArray("allowance");
    answer.allowanceRemaining = QByteArray("not a number");
    const PaymentOutcome outcome = readOutcome(answer);
    QVERIFY(outcome.kind == Kind::PaidFromCredit);
    QVERIFY(!outcome.creditRemaining);
}

void ReceiptTest::ordinary402IsUnknown()
{
    PaidAnswer answer;
    answer.httpStatus = 402;
    answer.body = R"({"error":"No active tier subscription"})";
    QVERIFY(readOutcome(answer).kind == Kind::Unknown);
    answer.body = QByteArray(200'000, '[');
    QVERIFY(readOutcome(answer).kind == Kind::Unknown);
}

void ReceiptTest::successWithoutReceiptIsUnknown()
{
    PaidAnswer answer;
    answer.httpStatus = 200;
    QVERIFY(readOutcome(answer).kind == Kind::Unknown);
}

QTEST_GUILESS_MAIN(ReceiptTest)
#include "tst_x402_receipt.moc"
