// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/paidbench.h"
#include "tests/support/await.h"
#include "ui/common/problemtext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

#include <csignal>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using State = Payment::State;
using Way = FaultProxy::Way;

namespace {

QByteArray tenfold(const QByteArray& demand) { return QByteArray(demand).replace("\"amount\":\"100000\"", "\"amount\":\"1000000\""); }
QByteArray otherToken(const QByteArray& demand)
{
    return QByteArray(demand)
        .replace("0x036CbD53842c5426634e7929541eC2318f3dCF7e", "0x000000000000000000000000000000000000dEaD")
        .replace("0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", "0x000000000000000000000000000000000000dEaD");
}

/// The program as a process of its own: pays for a tier, prints how that ended, and ends itself like by kill -9 when the
/// journal has the state asked for.
int child(const QStringList& arguments)
{
    SandboxKeyStore keys(arguments[2] + "/sandbox"_L1);
    PaidWorld world(arguments[2], arguments[3], keys);
    (void)await(world.wallets.load());
    (void)await(world.journal.recover());
    QObject::connect(&world.journal, &PaymentJournal::changed, &world.journal, [&](const Payment& p) {
        if (PaymentJournal::stateName(p.state) == arguments[4])
            ::raise(SIGKILL);
    });
    std::puts("ready");
    std::fflush(stdout);
    char line[8];
    if (!std::fgets(line, sizeof line, stdin))
        return 2;
    const QString outcome = arguments[5] == "image"_L1 ? codeOf(await(world.session.money.image(u"a"_s, u"square"_s)))
                                                       : codeOf(await(world.session.money.setTier(arguments[5])));
    std::puts(qPrintable(outcome));
    return 0;
}

} // namespace

/// Everything that can go wrong on the paid path, through a TCP proxy, against the real local server. Each row counts
/// the settlements on the server's own ledger, and nothing is left unknown once the connection is back.
class TestPaidMatrix : public PaidBench
{
    Q_OBJECT

public:
    TestPaidMatrix() : PaidBench(Rail::BaseSepoliaUsdc) {}

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFile::exists(SandboxFixture::executable()))
            QSKIP("no run402-sandbox");
        QVERIFY(startServer({u"--control"_s}));
    }
    void init() { makeFolder(); }
    void cleanup() { QVERIFY(endFolder()); }

    void faults_data() { addFaultRows("refused Payment required"); }
    void faults() { compareRow(); }

    void droppedBeforeSending()
    {
        QVERIFY(begin());
        m_world->person.asked = [this] { m_proxy->refuse(); };
        const auto outcome = await(m_world->session.money.setTier(u"prototype"_s));
        QCOMPARE(codeOf(outcome), u"net.refused"_s);
        QVERIFY(knowsProblem(outcome.error().code));
        m_proxy->listenAgain();
        QCOMPARE(payments(), QStringList{u"refused never_left:net.refused"_s});
        QCOMPARE(m_proxy->paid, 0);
        QCOMPARE(settlements(), 0);
        // Proven: the next attempt needs nobody to look into the first.
        m_world->person.asked = nullptr;
        QCOMPARE(codeOf(await(m_world->session.money.setTier(u"prototype"_s))), u"ok"_s);
        QCOMPARE(settlements(), 1);
    }

    void changedOffer_data()
    {
        QTest::addColumn<bool>("dearer");
        QTest::addColumn<QString>("code");
        QTest::newRow("ten times the price on the button") << true << u"x402.dearer_than_quoted"_s;
        QTest::newRow("another token") << false << u"x402.asset_unknown"_s;
    }
    void changedOffer()
    {
        QFETCH(bool, dearer);
        QFETCH(QString, code);
        QVERIFY(begin());
        QVERIFY(await(m_world->session.money.balances()).ok());
        QVERIFY(fund(u"2"_s));
        m_proxy->rewriteDemand = dearer ? tenfold : otherToken;
        const auto outcome = await(m_world->session.money.setTier(u"prototype"_s));
        QCOMPARE(codeOf(outcome), code);
        QVERIFY(knowsProblem(code));
        QCOMPARE(m_proxy->paid, 0);
        QCOMPARE(payments(), QStringList{"refused "_L1 + code});
    }

    void lostAnswerOfACreditPayment()
    {
        QVERIFY(begin());
        QVERIFY(admin(u"/billing/v1/admin/accounts/"_s + address() + "/credit"_L1,
                      {{u"amount_usd_micros"_s, 300'000}, {u"reason"_s, u"test"_s}}));
        m_proxy->way = Way::LoseAnswer;
        const auto outcome = await(m_world->session.money.setTier(u"prototype"_s));
        QCOMPARE(codeOf(outcome), u"payment.unknown"_s);
        restart();
        QCOMPARE(reconciled(), QStringList{u"settled reconciled:credit"_s});
        QCOMPARE(settlements(), 0);
        QCOMPARE(balance(Rail::Credit), 200'000);
        QCOMPARE(await(m_world->journal.list({}))->first().rail, Rail::Credit);
    }

    /// kill -9 at each state, and while the answer is on its way.
    void killed_data()
    {
        QTest::addColumn<QString>("at");
        QTest::addColumn<Way>("way");
        QTest::addColumn<QString>("atStart"); // what the next start makes of it
        QTest::addColumn<int>("settlements");
        QTest::addColumn<QString>("afterwards");
        const auto dead = u"refused reconciled:expired_unused"_s;
        const auto paid = u"settled reconciled:chain"_s;
        QTest::newRow("drafted") << u"drafted"_s << Way::Pass << u"refused never_signed"_s << 0 << u"refused never_signed"_s;
        QTest::newRow("signed") << u"signed"_s << Way::Pass << u"refused never_sent"_s << 0 << u"refused never_sent"_s;
        QTest::newRow("sent") << u"sent"_s << Way::Pass << u"unknown ended_before_answer"_s << 0 << dead;
        QTest::newRow("answer on its way") << u"answered"_s << Way::Pass << u"unknown ended_before_answer"_s << 1 << paid;
        QTest::newRow("unknown, nothing happened") << u"unknown"_s << Way::ErrorBefore << u"unknown http_502"_s << 0 << dead;
        QTest::newRow("unknown, it was paid") << u"unknown"_s << Way::ErrorAfter << u"unknown http_502"_s << 1 << paid;
        QTest::newRow("settled") << u"settled"_s << Way::Pass << u"settled"_s << 1 << u"settled"_s;
        QTest::newRow("refused") << u"refused"_s << Way::SecondDemand << u"refused Payment required"_s << 0
                                 << u"refused Payment required"_s;
    }
    void killed()
    {
        QFETCH(QString, at);
        QFETCH(Way, way);
        QFETCH(QString, atStart);
        QFETCH(int, settlements);
        QFETCH(QString, afterwards);
        QVERIFY(begin());
        m_world.reset();
        m_proxy->way = way;
        auto program = startChild(at, u"prototype"_s);
        m_proxy->paidAnswered = [&] {
            if (at == "answered"_L1)
                program->kill();
        };
        program->write("go\n");
        QTRY_COMPARE(program->state(), QProcess::NotRunning);
        QCOMPARE(program->exitStatus(), QProcess::CrashExit);
        m_proxy->way = Way::Pass;
        m_proxy->paidAnswered = nullptr;
        restart();
        QCOMPARE(payments(), QStringList{atStart});
        QVERIFY(m_control->advanceClock(u"10m"_s));
        QCOMPARE(reconciled(), QStringList{afterwards});
        QCOMPARE(this->settlements(), settlements);
    }

    /// Two programs on one data folder, at the same moment, with a budget for one of them.
    void twoWindowsOneBudget_data()
    {
        QTest::addColumn<QString>("second");
        QTest::addColumn<qint64>("dayCap");
        QTest::addColumn<QStringList>("lost");
        QTest::newRow("the same thing") << u"prototype"_s << kPrice << QStringList{u"x402.over_day_cap"_s};
        QTest::newRow("different things") << u"image"_s << kPrice << QStringList{u"x402.over_day_cap"_s};
        // Without a cap the one that comes later is told of the other, or comes after it and renews.
        QTest::newRow("no cap, the same thing") << u"prototype"_s << qint64(0) << QStringList{u"payment.earlier_unknown"_s, u"ok"_s};
    }
    void twoWindowsOneBudget()
    {
        QFETCH(QString, second);
        QFETCH(qint64, dayCap);
        QFETCH(QStringList, lost);
        QVERIFY(begin());
        Budget budget = Budget::defaults(Environment::Sandbox);
        budget.perDayMicros = dayCap;
        QVERIFY(await(m_world->budgets.set(Environment::Sandbox, budget)).ok());
        m_world.reset();
        auto one = startChild(u"never"_s, u"prototype"_s), two = startChild(u"never"_s, second);
        one->write("go\n");
        two->write("go\n");
        QTRY_VERIFY(one->state() == QProcess::NotRunning && two->state() == QProcess::NotRunning);
        const QStringList outcomes{QString::fromLatin1(one->readAllStandardOutput()).trimmed(),
                                   QString::fromLatin1(two->readAllStandardOutput()).trimmed()};
        QVERIFY2(outcomes.contains(u"ok"_s), qPrintable(outcomes.join(u' ')));
        const QString other = outcomes[outcomes[0] == "ok"_L1 ? 1 : 0];
        QVERIFY2(lost.contains(other), qPrintable(outcomes.join(u' ')));
        QVERIFY(other == "ok"_L1 || knowsProblem(other));
        restart();
        qint64 spent = 0;
        for (const Payment& p : await(m_world->journal.list({})).valueOr({})) {
            QVERIFY(p.state == State::Settled || p.state == State::Refused);
            spent += p.state == State::Settled ? p.amountMicros : 0;
        }
        QVERIFY(dayCap == 0 || spent <= dayCap);
        QCOMPARE(kDrip - balance(Rail::BaseSepoliaUsdc), spent);
    }

    void keychain_data()
    {
        QTest::addColumn<QString>("failing"); // a code, or what is done to the entry
        QTest::addColumn<QString>("code");
        for (const char* code : {"secret.locked", "secret.denied", "secret.unavailable"})
            QTest::newRow(code) << QString::fromLatin1(code) << QString::fromLatin1(code);
        QTest::newRow("absent") << u"absent"_s << u"wallet.key_missing"_s;
        QTest::newRow("changed") << u"changed"_s << u"wallet.key_mismatch"_s;
    }
    void keychain()
    {
        QFETCH(QString, failing);
        QFETCH(QString, code);
        MemoryStore keys;
        QVERIFY(begin(&keys));
        const auto good = keys.entries;
        // It fails at the moment of signing: reading the account before needs the key too.
        m_world->person.asked = [&] {
            if (failing == "absent"_L1)
                keys.entries.clear();
            else if (failing == "changed"_L1)
                keys.entries[SandboxKeyStore::walletKey()] = QByteArray(32, 9);
            else
                keys.failWith = Problem::make(Problem::Kind::Local, failing, {});
        };
        const auto outcome = await(m_world->session.money.setTier(u"prototype"_s));
        QCOMPARE(codeOf(outcome), code);
        QVERIFY(knowsProblem(code));
        QCOMPARE(m_proxy->paid, 0);
        QCOMPARE(payments(), QStringList{"refused "_L1 + code});
        m_world->person.asked = nullptr;
        keys.failWith.reset();
        keys.entries = good;
        QCOMPARE(codeOf(await(m_world->session.money.setTier(u"prototype"_s))), u"ok"_s);
        QCOMPARE(settlements(), 1);
    }

    void wrongClock_data()
    {
        QTest::addColumn<int>("hours");
        QTest::newRow("five hours ahead") << 5;
        QTest::newRow("five hours behind") << -5;
    }
    void wrongClock()
    {
        QFETCH(int, hours);
        QVERIFY(begin(nullptr, hours * kHourMs));
        QCOMPARE(codeOf(await(m_world->session.money.setTier(u"prototype"_s))), u"ok"_s);
        QCOMPARE(settlements(), 1);

        // A payment that may still be settled is not given up by a program that does not know the server's time yet.
        m_proxy->way = Way::ResetOnArrival;
        QCOMPARE(codeOf(await(m_world->session.money.setTier(u"prototype"_s))), u"payment.unknown"_s);
        m_proxy->way = Way::Pass;
        restart(hours * kHourMs);
        QCOMPARE(reconciled(), QStringList({u"unknown no_answer:net.reset"_s, u"settled"_s}));
        // The clock is put right meanwhile.
        restart();
        QVERIFY(m_control->advanceClock(u"10m"_s));
        QCOMPARE(reconciled(), QStringList({u"refused reconciled:expired_unused"_s, u"settled"_s}));
        QCOMPARE(settlements(), 1);
    }
};

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 6 && arguments[1] == "--child"_L1)
        return child(arguments);
    TestPaidMatrix test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_paidmatrix.moc"
