// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1evidence.h"
#include "services/pay/twincharge.h"
#include "tests/support/payfakes.h"
#include "tests/support/sandboxcontrol.h"
#include "tests/support/sandboxworld.h"

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using State = Payment::State;

namespace {

const QString kPayer = u"0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F"_s;
const QDateTime kNow = QDateTime::fromString(u"2026-03-21T12:00:00Z"_s, Qt::ISODate);

LedgerEntry entry(const QString& kind, const QString& reference, int secondsAgo, qint64 micros = 0)
{
    LedgerEntry e;
    e.id = kind + QString::number(secondsAgo);
    e.kind = kind;
    e.referenceId = reference;
    e.amountMicros = micros;
    e.createdAt = kNow.addSecs(-secondsAgo);
    return e;
}

Payment paid(const QString& purpose, int secondsAgo, State state = State::Settled, qint64 micros = 100'000)
{
    Payment p;
    p.state = state;
    p.purpose = purpose;
    p.payer = kPayer;
    p.amountMicros = micros;
    p.createdAt = kNow.addSecs(-secondsAgo);
    p.validBefore = p.createdAt.addSecs(300);
    return p;
}

/// One program with a data folder of its own, that pays with the wallet of `world`.
struct Device
{
    explicit Device(SandboxWorld& world)
        : store(folder.filePath(u"local.sqlite"_s)), journal(store, world.clock), budgets(store, world.clock),
          evidence(world.transport, world.session.money, nodes(world)),
          flow(PaymentTools{world.transport, world.wallets, journal, budgets, world.session.money, world.clock, world.random,
                            Environment::Sandbox, kPaidTimeoutMs, nullptr, &evidence}),
          m_world(world)
    {
        person.answer = PaymentAnswer{true, false};
        flow.setApprover(&person);
    }
    QString subscribe(const QString& tier = u"prototype"_s, Money::Asker asker = Money::Asker::Person)
    {
        m_world.session.setPaymentHandler(&flow);
        return codeOf(await(m_world.session.money.setTier(tier, asker)));
    }
    QString image()
    {
        m_world.session.setPaymentHandler(&flow);
        return codeOf(await(m_world.session.money.image(u"a cat"_s, u"square"_s)));
    }
    int asked() const { return int(person.questions.size()); }
    /// Of the last question; -1: nothing remarkable.
    qint64 toldSecondsAgo() const { return person.questions.isEmpty() ? -2 : person.questions.last().paidElsewhereSeconds; }

    QTemporaryDir folder;
    LocalStore store;
    PaymentJournal journal;
    BudgetStore budgets;
    Gen1Evidence evidence;
    FakePerson person;
    PaymentFlow flow;

private:
    static ChainNodes nodes(const SandboxWorld& world)
    {
        ChainNodes nodes;
        for (const qint64 chain : {8453, 84532, 42431})
            nodes.insert(chain, QUrl(world.sandbox.url().toString() + u"/rpc/%1"_s.arg(chain)));
        return nodes;
    }
    SandboxWorld& m_world;
};

} // namespace

/// Another device with the same wallet bought the same minutes ago: a person is told before anything is signed.
class TestTwinCharge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judges_data()
    {
        QTest::addColumn<QString>("purpose");
        QTest::addColumn<QList<LedgerEntry>>("history");
        QTest::addColumn<QList<Payment>>("known");
        QTest::addColumn<int>("secondsAgo"); // of the twin; -1: none
        const auto tier = u"tier:hobby"_s;
        const auto row = [](const char* name, const QString& purpose, const QList<LedgerEntry>& history, const QList<Payment>& known, int ago) {
            QTest::newRow(name) << purpose << history << known << ago;
        };
        row("nothing was charged", tier, {}, {}, -1);
        row("subscribed elsewhere", tier, {entry(u"tier_subscribe"_s, u"hobby"_s, 180)}, {}, 180);
        row("renewed elsewhere", tier, {entry(u"tier_renew"_s, u"hobby"_s, 599)}, {}, 599);
        row("upgraded elsewhere", tier, {entry(u"tier_upgrade"_s, u"hobby"_s, 5)}, {}, 5);
        row("too long ago", tier, {entry(u"tier_renew"_s, u"hobby"_s, 601)}, {}, -1);
        row("another tier", tier, {entry(u"tier_renew"_s, u"team"_s, 60)}, {}, -1);
        row("by this journal", tier, {entry(u"tier_renew"_s, u"hobby"_s, 60)}, {paid(tier, 62)}, -1);
        row("by this journal, answer lost", tier, {entry(u"tier_renew"_s, u"hobby"_s, 60)}, {paid(tier, 62, State::Unknown)}, -1);
        row("by this journal, which was refused", tier, {entry(u"tier_renew"_s, u"hobby"_s, 60)}, {paid(tier, 62, State::Refused)}, 60);
        row("one here, one elsewhere", tier, {entry(u"tier_renew"_s, u"hobby"_s, 60), entry(u"tier_renew"_s, u"hobby"_s, 120)}, {paid(tier, 122)}, 60);
        row("two here", tier, {entry(u"tier_renew"_s, u"hobby"_s, 60), entry(u"tier_renew"_s, u"hobby"_s, 120)}, {paid(tier, 122), paid(tier, 62)}, -1);
        row("a payment here for something else", tier, {entry(u"tier_renew"_s, u"hobby"_s, 60)}, {paid(u"tier:team"_s, 62)}, 60);
        row("an image from credit elsewhere", u"image"_s, {entry(u"purchase_debit"_s, u"image"_s, 30, 30'000)}, {}, 30);
        row("an image of another price", u"image"_s, {entry(u"purchase_debit"_s, u"image"_s, 30, 40'000)}, {}, -1);
        row("credit for a tier is the tier's", tier, {entry(u"purchase_debit"_s, u"tier_hobby"_s, 30, 5'000'000), entry(u"tier_renew"_s, u"hobby"_s, 30)}, {paid(tier, 32)}, -1);
    }
    void judges()
    {
        QFETCH(QString, purpose);
        QFETCH(QList<LedgerEntry>, history);
        QFETCH(QList<Payment>, known);
        QFETCH(int, secondsAgo);
        TierStatus status;
        status.wallet = kPayer.toLower();
        Payment like;
        like.purpose = purpose;
        like.payer = kPayer;
        like.amountMicros = purpose == "image"_L1 ? 30'000 : 5'000'000;
        const auto twin = twinCharge(like, {history, status}, known, 0, kNow);
        QCOMPARE(twin ? int(twin->secsTo(kNow)) : -1, secondsAgo);
        // A clock that is an hour slow noted its own payments an hour early.
        QList<Payment> slow = known;
        for (Payment& p : slow)
            p.createdAt = p.createdAt.addSecs(-3600);
        const auto same = twinCharge(like, {history, status}, slow, 3'600'000, kNow);
        QCOMPARE(same ? int(same->secsTo(kNow)) : -1, secondsAgo);
        // What another wallet was charged says nothing.
        status.wallet = u"0x0000000000000000000000000000000000000001"_s;
        QVERIFY(!twinCharge(like, {history, status}, known, 0, kNow));
    }

    void tierTellsWhereTheHistoryCannotBeRead()
    {
        TierStatus status;
        status.wallet = kPayer;
        status.tier = u"hobby"_s;
        status.startedAt = kNow.addSecs(-90);
        Payment like = paid(u"tier:hobby"_s, 0);
        QVERIFY(twinCharge(like, {std::nullopt, status}, {}, 0, kNow));
        QVERIFY(!twinCharge(like, {std::nullopt, status}, {paid(u"tier:hobby"_s, 91)}, 0, kNow));
        QVERIFY(!twinCharge(like, {}, {}, 0, kNow)); // nothing could be read
    }

    void twoDevicesOneWallet()
    {
        if (!QFile::exists(SandboxFixture::executable()))
            QSKIP("no run402-sandbox");
        SandboxWorld world;
        QVERIFY2(world.isRunning(), qPrintable(world.sandbox.error()));
        SandboxControl control(world.sandbox.url());
        QVERIFY(world.createWallet());
        QVERIFY(await(world.session.money.faucet()).ok());
        QVERIFY(control.advanceClock(u"25h"_s)); // the faucet gives once a day
        QVERIFY(await(world.session.money.faucet()).ok());
        Device here(world), elsewhere(world);
        Budget silent = Budget::defaults(Environment::Sandbox);
        silent.silentTestnet = true;
        for (Device* device : {&here, &elsewhere})
            QVERIFY(await(device->budgets.set(Environment::Sandbox, silent)).ok());

        QCOMPARE(elsewhere.subscribe(), u"ok"_s);
        QCOMPARE(elsewhere.asked(), 0);
        // Here nobody knows of that. The person is told and says no: nothing is signed.
        here.person.answer = PaymentAnswer{false, false};
        QCOMPARE(here.subscribe(), u"x402.declined"_s);
        QCOMPARE(here.asked(), 1);
        QVERIFY2(here.toldSecondsAgo() >= 0 && here.toldSecondsAgo() < 120, qPrintable(QString::number(here.toldSecondsAgo())));
        QVERIFY(await(here.journal.list({})).valueOr({}).isEmpty());
        // With nobody there it is not paid, and the reason is kept.
        QCOMPARE(here.subscribe(u"prototype"_s, Money::Asker::Guardian), u"payment.paid_elsewhere"_s);
        const auto stopped = await(here.journal.list({})).valueOr({});
        QCOMPARE(stopped.size(), 1);
        QCOMPARE(stopped[0].state, State::Refused);
        QCOMPARE(stopped[0].reason, u"payment.paid_elsewhere"_s);
        QCOMPARE(charges(world), 1);
        // Something else is asked for as ever.
        QCOMPARE(here.image(), u"ok"_s);
        QCOMPARE(here.asked(), 1);
        // The person agrees: it is bought a second time.
        here.person.answer = PaymentAnswer{true, false};
        QCOMPARE(here.subscribe(), u"ok"_s);
        QCOMPARE(here.asked(), 2);
        QCOMPARE(charges(world), 2);
        // Its own purchase surprises nobody here; the other device is told of that one.
        QCOMPARE(elsewhere.subscribe(u"prototype"_s, Money::Asker::Guardian), u"payment.paid_elsewhere"_s);
        // After ten minutes it is nothing special any more.
        QVERIFY(control.advanceClock(u"11m"_s));
        QCOMPARE(elsewhere.subscribe(u"prototype"_s, Money::Asker::Guardian), u"ok"_s);
        QCOMPARE(elsewhere.asked(), 0);
        QCOMPARE(charges(world), 3);
    }

private:
    /// By the server's own history.
    static int charges(SandboxWorld& world)
    {
        const auto history = await(world.session.money.history(200)).valueOr({});
        return int(std::count_if(history.begin(), history.end(), [](const LedgerEntry& e) {
            return e.kind == "tier_subscribe"_L1 || e.kind == "tier_renew"_L1;
        }));
    }
};

QTEST_GUILESS_MAIN(TestTwinCharge)
#include "tst_twincharge.moc"
