// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/paymentoutcome.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;
using State = Payment::State;

class TestPaymentOutcome : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// The credit was gone when the payment got there. The ledger books it where it was taken from.
    void theChainPaysWhatCreditWasExpectedTo()
    {
        Payment payment;
        payment.rail = Rail::Credit;
        payment.network = u"eip155:84532"_s;
        payment.payer = u"0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F"_s;
        const QJsonObject receipt{{u"success"_s, true}, {u"transaction"_s, u"0xfeed"_s}, {u"network"_s, payment.network},
                                  {u"payer"_s, payment.payer}};
        HttpReply reply;
        reply.status = 200;
        reply.headers = {{QByteArray("payment-response"), QJsonDocument(receipt).toJson(QJsonDocument::Compact).toBase64()}};
        const PaidVerdict verdict = judgeReply(reply, payment);
        QCOMPARE(verdict.record.state, State::Settled);
        QCOMPARE(verdict.record.transaction, u"0xfeed"_s);
        QVERIFY(verdict.record.rail == Rail::BaseSepoliaUsdc);
        QVERIFY(!verdict.problem);
    }

    void railsOfNetworks()
    {
        QVERIFY(railOfNetwork(u"eip155:8453"_s) == Rail::BaseUsdc);
        QVERIFY(railOfNetwork(u"eip155:42431"_s) == Rail::TempoPathUsd);
        QVERIFY(!railOfNetwork(u"eip155:1"_s));
        QVERIFY(!railOfNetwork({}));
    }
};

QTEST_GUILESS_MAIN(TestPaymentOutcome)
#include "tst_paymentoutcome.moc"
