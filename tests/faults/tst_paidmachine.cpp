// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/paidbench.h"

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using Way = FaultProxy::Way;

/// The paid path over MPP when things go wrong: a whole transaction on Tempo that lives 25 seconds instead of an
/// authorization, and a challenge that lives five minutes. Against the real local server, as TestPaidMatrix.
class TestPaidMachine : public PaidBench
{
    Q_OBJECT

public:
    TestPaidMachine() : PaidBench(Rail::TempoPathUsd) {}

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFile::exists(SandboxFixture::executable()))
            QSKIP("no run402-sandbox");
        QVERIFY(startServer({u"--control"_s, u"--mpp"_s}));
    }
    void init() { makeFolder(); }
    void cleanup() { QVERIFY(endFolder()); }

    void faults_data() { addFaultRows("refused rejected"); }
    void faults() { compareRow(); }

    void droppedBeforeSending()
    {
        QVERIFY(begin());
        m_world->person.asked = [this] { m_proxy->refuse(); };
        QCOMPARE(codeOf(await(m_world->session.money.setTier(u"prototype"_s))), u"net.refused"_s);
        m_proxy->listenAgain();
        QCOMPARE(payments(), QStringList{u"refused never_left:net.refused"_s});
        QCOMPARE(m_proxy->paid, 0);
        QCOMPARE(settlements(), 0);
    }

    void changedOffer_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("code");
        QTest::newRow("ten times the price on the button") << QByteArray(R"("amount":"100000")") << QByteArray(R"("amount":"1000000")") << u"x402.dearer_than_quoted"_s;
        QTest::newRow("another token") << QByteArray("0x20c0000000000000000000000000000000000000") << QByteArray("0x20c0000000000000000000000000000000000001") << u"mpp.currency_unknown"_s;
        QTest::newRow("a chain with real money") << QByteArray(R"("chainId":42431)") << QByteArray(R"("chainId":4217)") << u"mpp.chain_not_allowed"_s;
    }
    void changedOffer()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, code);
        QVERIFY(begin());
        m_proxy->machineOnly = true;
        m_proxy->rewriteDemand = [&](const QByteArray& json) { return QByteArray(json).replace(from, to); };
        QCOMPARE(codeOf(await(m_world->session.money.setTier(u"prototype"_s))), code);
        QVERIFY(knowsProblem(code));
        QCOMPARE(m_proxy->paid, 0);
        QCOMPARE(settlements(), 0);
    }

    /// The price is right, the challenge is not the server's.
    void forgedChallenge()
    {
        QVERIFY(begin());
        m_proxy->rewriteDemand = [](const QByteArray& json) {
            return json.contains("x402Version") ? json : QByteArray(json).replace(R"("amount":"100000")", R"("amount":"99999")");
        };
        const auto outcome = await(m_world->session.money.setTier(u"prototype"_s));
        QCOMPARE(codeOf(outcome), u"mpp.server_invalid_challenge"_s);
        QVERIFY(knowsProblem(outcome.error().code));
        QCOMPARE(payments(), QStringList{u"refused invalid_challenge"_s});
        QCOMPARE(settlements(), 0);
    }

    /// Time passes between the demand and the payment, on the server's side, where nobody sees it.
    void tooLate_data()
    {
        QTest::addColumn<QString>("by");
        QTest::newRow("the transaction's 25 seconds are over") << u"40s"_s;
        QTest::newRow("the challenge's five minutes are over") << u"6m"_s;
    }
    void tooLate()
    {
        QFETCH(QString, by);
        QVERIFY(begin());
        m_proxy->paidArrived = [this, by] { (void)m_control->advanceClock(by); };
        const auto outcome = await(m_world->session.money.setTier(u"prototype"_s));
        QVERIFY2(!outcome.ok() && knowsProblem(outcome.error().code), qPrintable(codeOf(outcome)));
        QCOMPARE(m_proxy->paid, 1);
        QCOMPARE(settlements(), 0);
        const QStringList atOnce = payments();
        QVERIFY2(atOnce.size() == 1 && (atOnce[0].startsWith(u"unknown"_s) || atOnce[0].startsWith(u"refused"_s)), qPrintable(atOnce.join(u' ')));
        m_proxy->paidArrived = nullptr;
        restart();
        QVERIFY(m_control->advanceClock(u"10m"_s));
        QVERIFY(reconciled().first().startsWith(u"refused"_s));
        // A fresh one gets through.
        QCOMPARE(codeOf(await(m_world->session.money.setTier(u"prototype"_s))), u"ok"_s);
        QCOMPARE(settlements(), 1);
    }

    /// What is bought again while the first one's end is unknown is a payment of its own, agreed by a person; both settle
    /// once each, and the books know both.
    void againBesideAnUnknownOne()
    {
        QVERIFY(begin());
        m_proxy->way = Way::LoseAnswer;
        QCOMPARE(codeOf(await(m_world->session.money.setTier(u"prototype"_s))), u"payment.unknown"_s);
        m_proxy->way = Way::Pass;
        int asked = 0;
        m_world->person.asked = [&] { ++asked; };
        QCOMPARE(codeOf(await(m_world->session.money.setTier(u"prototype"_s))), u"ok"_s);
        QCOMPARE(asked, 1);
        m_world->person.asked = nullptr;
        restart();
        QCOMPARE(reconciled(), QStringList({u"settled"_s, u"settled reconciled:chain"_s}));
        QCOMPARE(settlements(), 2);
    }
};

QTEST_GUILESS_MAIN(TestPaidMachine)
#include "tst_paidmachine.moc"
