// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/budgetstore.h"
#include "services/pay/paymentjournal.h"
#include "services/store/localstore.h"
#include "services/store/sql.h"
#include "tests/support/await.h"
#include "tests/support/payfakes.h"

#include <QProcess>
#include <QUuid>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <cstdio>
#include <unistd.h>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using State = Payment::State;

namespace {

Payment example(qint64 micros = 100'000, Rail rail = Rail::BaseUsdc)
{
    static int number = 0;
    Payment p;
    p.environment = u"mainnet"_s;
    p.purpose = u"tier:%1"_s.arg(++number); // not "for the same thing"
    p.method = u"POST"_s;
    p.path = u"/tiers/v1/hobby"_s;
    p.host = u"api.run402.com"_s;
    p.rail = rail;
    p.network = u"eip155:8453"_s;
    p.asset = u"0xasset"_s;
    p.payTo = u"0xto"_s;
    p.payer = u"0xfrom"_s;
    p.amountMicros = micros;
    return p;
}

QString freshNonce() { return u"0x"_s + QString::fromLatin1(QUuid::createUuid().toByteArray(QUuid::Id128)); }

/// Brings a new payment as far as `state`.
Result<Payment> bring(PaymentJournal& journal, const QString& state, const Payment& start = example())
{
    auto p = await(journal.draft(start, {}));
    if (!p.ok() || state == "drafted"_L1)
        return p;
    const QString id = p->id;
    p = await(journal.markSigned(id, {freshNonce(), QDateTime::currentDateTimeUtc()}));
    if (!p.ok() || state == "signed"_L1)
        return p;
    p = await(journal.markSent(id));
    if (!p.ok() || state == "sent"_L1)
        return p;
    const State end = state == "settled"_L1 ? State::Settled : state == "refused"_L1 ? State::Refused : State::Unknown;
    return await(journal.finish(id, {end, u"because"_s, u"0xhash"_s, {}}));
}

/// The program that gets killed: "--child FILE STATE" stops in that state, "--child FILE loop" makes payments
/// and says what is durable until it dies.
int child(const QString& file, const QString& state)
{
    LocalStore store(file);
    SystemClock clock;
    PaymentJournal journal(store, clock);
    do {
        for (const QString& step : state == "loop"_L1 ? QStringList{u"signed"_s, u"settled"_s} : QStringList{state}) {
            const auto p = bring(journal, step);
            if (!p.ok())
                return 3;
            std::printf("%s %s\n", qPrintable(p->id), qPrintable(PaymentJournal::stateName(p->state)));
            std::fflush(stdout);
        }
    } while (state == "loop"_L1);
    ::pause();
    return 0;
}

} // namespace

class TestPaymentJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir.emplace();
        m_file = m_dir->filePath(u"local.sqlite"_s);
    }

    void legalTransitionsOnly_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<bool>("legal");
        const QStringList states{u"drafted"_s, u"signed"_s, u"sent"_s, u"settled"_s, u"refused"_s, u"unknown"_s};
        const QSet<QString> legal{u"drafted signed"_s, u"drafted refused"_s, u"signed sent"_s, u"signed refused"_s,
                                  u"sent settled"_s, u"sent refused"_s, u"sent unknown"_s,
                                  u"unknown settled"_s, u"unknown refused"_s};
        for (const QString& from : states) {
            for (const QString& to : states)
                QTest::addRow("%s to %s", qPrintable(from), qPrintable(to))
                    << from << to << legal.contains(from + u' ' + to);
        }
    }
    void legalTransitionsOnly()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(bool, legal);
        LocalStore store(m_file);
        FixedClock clock;
        PaymentJournal journal(store, clock);
        const auto p = bring(journal, from);
        QVERIFY(p.ok());
        // Plain SQL: the rule must hold for every program, not for this class only.
        const auto r = await(store.run<Done>([id = p->id, to](QSqlDatabase& db) -> Result<Done> {
            auto q = exec(db, u"UPDATE payments SET state = ? WHERE id = ?"_s, {to, id});
            return q.ok() ? Result<Done>(Done{}) : Result<Done>(q.error());
        }));
        QCOMPARE(codeOf(r), legal ? u"ok"_s : u"payment.illegal_transition"_s);
        QCOMPARE(PaymentJournal::stateName(await(journal.get(p->id))->state), legal ? to : from);
    }

    void signedFactsAreFixedAndRowsKept()
    {
        LocalStore store(m_file);
        FixedClock clock;
        PaymentJournal journal(store, clock);
        const auto p = bring(journal, u"signed"_s);
        for (const QString& sql : {u"UPDATE payments SET amount_micros = 1"_s, u"UPDATE payments SET pay_to = 'x'"_s,
                                   u"UPDATE payments SET nonce = ''"_s}) {
            const auto r = await(store.run<Done>([sql](QSqlDatabase& db) -> Result<Done> {
                auto q = exec(db, sql);
                return q.ok() ? Result<Done>(Done{}) : Result<Done>(q.error());
            }));
            QCOMPARE(codeOf(r), u"payment.facts_are_fixed"_s);
        }
        const auto gone = await(store.run<Done>([](QSqlDatabase& db) -> Result<Done> {
            auto q = exec(db, u"DELETE FROM payments"_s);
            return q.ok() ? Result<Done>(Done{}) : Result<Done>(q.error());
        }));
        QCOMPARE(codeOf(gone), u"payment.rows_are_kept"_s);
        const auto again = await(journal.draft(example(), {}));
        QCOMPARE(codeOf(await(journal.markSigned(again->id, {p->nonce, {}}))), u"store.failed"_s); // nonce used twice
    }

    void rowsComeBackWhole()
    {
        FixedClock clock;
        Payment p = example(5'000'001, Rail::Credit);
        QString id;
        {
            LocalStore store(m_file);
            PaymentJournal journal(store, clock);
            QSignalSpy changed(&journal, &PaymentJournal::changed);
            const auto r = bring(journal, u"settled"_s, p);
            QVERIFY(r.ok());
            id = r->id;
            QCOMPARE(changed.count(), 4);
        }
        LocalStore store(m_file);
        PaymentJournal journal(store, clock);
        const auto list = await(journal.list({u"mainnet"_s, {State::Settled}, {}, {}, 10})).valueOr({});
        QCOMPARE(list.size(), 1);
        const Payment& back = list.first();
        QCOMPARE(back.id, id);
        QCOMPARE(back.purpose, p.purpose);
        QCOMPARE(back.rail, Rail::Credit);
        QCOMPARE(back.amountMicros, 5'000'001);
        QCOMPARE(back.transaction, u"0xhash"_s);
        QCOMPARE(back.reason, u"because"_s);
        QCOMPARE(back.createdAt, clock.at);
        QVERIFY(await(journal.list({u"testnet"_s, {}, {}, {}, 10})).valueOr({}).isEmpty());
        QVERIFY(await(journal.list({{}, {}, clock.at.addSecs(1), {}, 10})).valueOr({}).isEmpty());
        QVERIFY(await(journal.list({{}, {}, {}, clock.at, 10})).valueOr({}).isEmpty());
    }

    void killedProgram_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("reason");
        QTest::newRow("drafted") << u"drafted"_s << u"refused"_s << u"never_signed"_s;
        QTest::newRow("signed") << u"signed"_s << u"refused"_s << u"never_sent"_s;
        QTest::newRow("sent") << u"sent"_s << u"unknown"_s << u"ended_before_answer"_s;
        QTest::newRow("settled") << u"settled"_s << u"settled"_s << u"because"_s;
        QTest::newRow("unknown") << u"unknown"_s << u"unknown"_s << u"because"_s;
    }
    void killedProgram()
    {
        QFETCH(QString, state);
        QFETCH(QString, after);
        QFETCH(QString, reason);
        LocalStore store(m_file);
        FixedClock clock;
        PaymentJournal journal(store, clock);
        QProcess program;
        program.start(QCoreApplication::applicationFilePath(), {u"--child"_s, m_file, state});
        QVERIFY(program.waitForReadyRead(20'000));
        const QString id = QString::fromLatin1(program.readLine()).section(u' ', 0, 0);
        QCOMPARE(PaymentJournal::stateName(await(journal.get(id))->state), state);
        // While it runs its payments are its own.
        QVERIFY(await(journal.recover()).valueOr({Payment()}).isEmpty());
        program.kill(); // SIGKILL
        QVERIFY(program.waitForFinished());
        QSignalSpy changed(&journal, &PaymentJournal::changed);
        const auto recovered = await(journal.recover());
        QCOMPARE(codeOf(recovered), u"ok"_s);
        QCOMPARE(recovered->size(), state == after ? 0 : 1);
        QCOMPARE(changed.count(), recovered->size());
        const auto p = await(journal.get(id));
        QCOMPARE(PaymentJournal::stateName(p->state), after);
        QCOMPARE(p->reason, reason);
        QVERIFY(await(journal.recover()).valueOr({Payment()}).isEmpty());
    }

    void whatWasSaidIsOnTheDisk()
    {
        for (int round = 0; round < 6; ++round) {
            QProcess program;
            program.start(QCoreApplication::applicationFilePath(), {u"--child"_s, m_file, u"loop"_s});
            QByteArray said;
            const int enough = QRandomGenerator::global()->bounded(100, 2000);
            while (said.size() < enough && program.waitForReadyRead(20'000))
                said += program.readAllStandardOutput();
            program.kill();
            QVERIFY(program.waitForFinished());
            said += program.readAllStandardOutput();
            LocalStore store(m_file);
            FixedClock clock;
            PaymentJournal journal(store, clock);
            QSignalSpy moved(&store, &LocalStore::damagedFileMovedAside);
            int checked = 0;
            for (const QByteArray& line : said.split('\n')) {
                const auto parts = line.split(' ');
                if (parts.size() != 2 || !said.contains(line + '\n'))
                    continue;
                const auto p = await(journal.get(QString::fromLatin1(parts[0])));
                QCOMPARE(codeOf(p), u"ok"_s);
                QCOMPARE(PaymentJournal::stateName(p->state), QString::fromLatin1(parts[1]));
                ++checked;
            }
            QVERIFY(checked > 1);
            QCOMPARE(moved.count(), 0);
            const auto left = await(journal.recover());
            QCOMPARE(codeOf(left), u"ok"_s);
            QVERIFY(!left->isEmpty());
            for (const auto state : {State::Drafted, State::Signed, State::Sent})
                QVERIFY(await(journal.list({{}, {state}, {}, {}, 10})).valueOr({Payment()}).isEmpty());
        }
    }

    void spentCountsEverythingThatMayBeGone()
    {
        LocalStore store(m_file);
        FixedClock clock;
        PaymentJournal journal(store, clock);
        for (const QString& state : {u"drafted"_s, u"signed"_s, u"sent"_s, u"unknown"_s, u"settled"_s, u"refused"_s})
            QVERIFY(bring(journal, state, example(1'000'000)).ok());
        Payment testnet = example(500'000, Rail::BaseSepoliaUsdc);
        testnet.environment = u"testnet"_s;
        QVERIFY(bring(journal, u"settled"_s, testnet).ok());
        testnet = example(70'000, Rail::Credit); // real money in Testnet too
        testnet.environment = u"testnet"_s;
        QVERIFY(bring(journal, u"settled"_s, testnet).ok());
        Payment sandbox = example(9'000'000, Rail::Credit);
        sandbox.environment = u"sandbox"_s;
        QVERIFY(bring(journal, u"settled"_s, sandbox).ok());
        clock.at = clock.at.addDays(-2);
        QVERIFY(bring(journal, u"settled"_s, example(300'000)).ok());
        clock.at = clock.at.addDays(2);

        BudgetStore budgets(store, clock);
        const auto view = await(budgets.view(Environment::Testnet));
        QCOMPARE(view->real.todayMicros, 5'070'000);
        QCOMPARE(view->real.thisMonthMicros, 5'370'000);
        QCOMPARE(view->play.todayMicros, 500'000);
        QCOMPARE(await(budgets.view(Environment::Sandbox))->play.todayMicros, 9'000'000);
    }

    void defaultsAreThoseOfTheDesign()
    {
        LocalStore store(m_file);
        FixedClock clock;
        BudgetStore budgets(store, clock);
        Budget b = *await(budgets.get(Environment::Mainnet));
        QCOMPARE(b.perMonthMicros, 20'000'000);
        QCOMPARE(b.perPaymentMicros, 5'000'000);
        QCOMPARE(b.askAboveMicros, 100'000);
        QCOMPARE(b.hosts, QStringList{u"api.run402.com"_s});
        QVERIFY(b.silentTestnet && b.warnLow && !b.anyHost);
        b.perDayMicros = 7;
        b.hosts.append(u"api.example.com"_s);
        QCOMPARE(codeOf(await(budgets.set(Environment::Mainnet, b))), u"ok"_s);
        QCOMPARE(await(budgets.get(Environment::Mainnet))->hosts, b.hosts);
        QCOMPARE(await(budgets.get(Environment::Testnet))->perDayMicros, 0);
        b.hosts = {u"two hosts"_s};
        QCOMPARE(codeOf(await(budgets.set(Environment::Mainnet, b))), u"budget.invalid"_s);
        b.hosts.clear();
        b.perDayMicros = -1;
        QCOMPARE(codeOf(await(budgets.set(Environment::Mainnet, b))), u"budget.invalid"_s);
    }

    void allowanceOfTodayEndsAtMidnight()
    {
        LocalStore store(m_file);
        FixedClock clock;
        BudgetStore budgets(store, clock);
        QCOMPARE(codeOf(await(budgets.allowToday(Environment::Mainnet, 3'000'000))), u"ok"_s);
        QCOMPARE(codeOf(await(budgets.allowToday(Environment::Mainnet, 1'000'000))), u"ok"_s);
        QCOMPARE(await(budgets.view(Environment::Mainnet))->silentUpToMicros, 3'000'000);
        clock.at = clock.at.addDays(1);
        QCOMPARE(await(budgets.view(Environment::Mainnet))->silentUpToMicros, 0);
    }

    void twoProgramsCannotPassOneBudgetTogether()
    {
        LocalStore one(m_file), two(m_file);
        FixedClock clock;
        PaymentJournal first(one, clock), second(two, clock);
        BudgetStore budgets(one, clock);
        const auto view = await(budgets.view(Environment::Mainnet));
        const auto limits = BudgetStore::limitsFor(*view, true); // 20 a month
        int drafted = 0, refused = 0;
        QObject context;
        for (int i = 0; i < 10; ++i) {
            for (PaymentJournal* journal : {&first, &second}) {
                journal->draft(example(3'000'000), limits)->onDone(&context, [&](const Result<Payment>& r) {
                    r.ok() ? ++drafted : ++refused;
                    if (!r.ok())
                        QCOMPARE(r.error().code, u"x402.over_month_cap"_s);
                });
            }
        }
        QTRY_COMPARE_WITH_TIMEOUT(drafted + refused, 20, 30'000);
        QCOMPARE(drafted, 6);
        QCOMPARE(await(budgets.view(Environment::Mainnet))->real.thisMonthMicros, 18'000'000);
    }

    void theSameThingTwiceNeedsAPerson()
    {
        LocalStore store(m_file);
        FixedClock clock;
        PaymentJournal journal(store, clock);
        const Payment p = example();
        const auto first = await(journal.draft(p, {}));
        QCOMPARE(codeOf(await(journal.draft(p, {}))), u"payment.earlier_unknown"_s);
        PaymentJournal::Limits told;
        told.besideUnresolved = true;
        QCOMPARE(codeOf(await(journal.draft(p, told))), u"ok"_s);
        QCOMPARE(await(journal.unresolved(p)).valueOr({}).size(), 2);
    }

private:
    std::optional<QTemporaryDir> m_dir;
    QString m_file;
};

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const QStringList args = app.arguments();
    if (args.value(1) == "--child"_L1)
        return child(args.value(2), args.value(3));
    TestPaymentJournal test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}
#include "tst_paymentjournal.moc"
