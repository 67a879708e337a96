// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1evidence.h"
#include "services/pay/reconciler.h"
#include "services/secrets/sandboxkeystore.h"
#include "tests/support/lossyline.h"
#include "tests/support/sandboxworld.h"

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using State = Payment::State;

namespace {

/// A wallet's programs, over a line that can lose answers.
struct World
{
    explicit World(quint16 line, const QString& nodes)
        : store(dir.filePath(u"local.sqlite"_s)), sandboxKeys(dir.filePath(u"sandbox"_s)),
          wallets(realKeys, sandboxKeys, dir.filePath(u"wallets.json"_s)), journal(store, clock), budgets(store, clock),
          options(optionsFor(line, nodes)), session(transport, wallets, sandboxKeys, options),
          tempo(transport, options.nodes.value(42431)), evidence(transport, session.money, options.nodes),
          flow(PaymentTools{transport, wallets, journal, budgets, session.money, clock, random, Environment::Sandbox,
                            kPaidTimeoutMs, &tempo})
    {
        flow.setApprover(&person);
        session.setPaymentHandler(&flow);
    }

    Gen1Session::Options optionsFor(quint16 line, const QString& nodes) const
    {
        Gen1Session::Options o;
        o.base = QUrl(u"http://127.0.0.1:%1"_s.arg(line));
        o.sandbox = true;
        o.keyRegistryFile = dir.filePath(u"project-keys.json"_s);
        for (auto it = o.nodes.begin(); it != o.nodes.end(); ++it)
            *it = QUrl(nodes + u"/rpc/%1"_s.arg(it.key()));
        return o;
    }

    std::optional<qint64> balance(Rail rail)
    {
        const auto balances = await(session.money.balances());
        for (const RailBalance& b : balances.valueOr({})) {
            if (b.rail == rail)
                return b.micros;
        }
        return std::nullopt;
    }
    QList<Payment> payments() { return await(journal.list({})).valueOr({}); }

    QTemporaryDir dir;
    SystemClock clock;
    SystemRandom random;
    Transport transport;
    LocalStore store;
    MemoryStore realKeys;
    SandboxKeyStore sandboxKeys;
    Wallets wallets;
    PaymentJournal journal;
    BudgetStore budgets;
    Gen1Session::Options options;
    Gen1Session session;
    TempoNode tempo;
    Gen1Evidence evidence;
    AgreeingApprover person;
    PaymentFlow flow;
};

} // namespace

/// Machine payments against the real local server and its Tempo chain.
class TestMachinePayments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_sandbox = std::make_unique<SandboxFixture>(QStringList{u"--control"_s, u"--mpp"_s});
        QVERIFY2(m_sandbox->isRunning(), qPrintable(m_sandbox->error()));
    }
    void cleanupTestCase() { m_sandbox.reset(); }

    void tierAndPictureForPathUsd()
    {
        auto w = world();
        QVERIFY(!await(w->session.money.tempoFaucet())->isEmpty());
        const qint64 before = w->balance(Rail::TempoPathUsd).value_or(0);
        QCOMPARE(before, 1'000'000'000'000);

        const auto change = await(w->session.money.setTier(u"prototype"_s));
        QCOMPARE(codeOf(change), u"ok"_s);
        QCOMPARE(change->action, u"subscribe"_s);
        QCOMPARE(await(w->session.money.imagePrice()).valueOr(0), 30'000);
        const auto image = await(w->session.money.image(u"a lighthouse"_s, u"square"_s));
        QCOMPARE(codeOf(image), u"ok"_s);
        QVERIFY(!image->bytes.isEmpty());
        QCOMPARE(w->balance(Rail::TempoPathUsd), std::optional<qint64>(before - 100'000 - 30'000));

        const auto all = w->payments();
        QCOMPARE(all.size(), 2);
        for (const Payment& payment : all) {
            QCOMPARE(payment.state, State::Settled);
            QCOMPARE(payment.rail, Rail::TempoPathUsd);
            QCOMPARE(payment.transaction, payment.nonce); // known before it was sent
            QCOMPARE(await(w->evidence.collect(payment))->onChain, PaymentEvidence::OnChain::Used);
        }
        QCOMPARE(w->person.asked.size(), 2); // the sandbox shows every payment
        const PaymentQuestion& q = w->person.asked.first();
        QCOMPARE(q.assetName, u"pathUSD"_s);
        QCOMPARE(q.amountMicros, 100'000);
        QVERIFY(q.memo.startsWith("0xef1ed71201"_L1));
        QVERIFY(q.mostFeeMicros > 0);
        QVERIFY(q.offerUntil > QDateTime::currentDateTimeUtc().addSecs(200));
        QCOMPARE(line->paid, 2);
    }

    void aLostAnswerIsFoundOnTheChain()
    {
        auto w = world();
        QVERIFY(await(w->session.money.tempoFaucet()).ok());
        line->losing = true;
        QCOMPARE(codeOf(await(w->session.money.setTier(u"prototype"_s))), u"payment.unknown"_s);
        line->losing = false;
        QCOMPARE(line->lost, 1);
        QCOMPARE(line->paid, 1);
        QCOMPARE(w->payments().first().state, State::Unknown);

        Reconciler reconciler(w->journal, w->evidence, w->clock, Environment::Sandbox);
        const auto found = await(reconciler.run());
        QCOMPARE(codeOf(found), u"ok"_s);
        QCOMPARE(found->size(), 1);
        QCOMPARE(found->first().state, State::Settled);
        QCOMPARE(found->first().reason, u"reconciled:chain"_s);
        QCOMPARE(found->first().transaction, found->first().nonce);
        QCOMPARE(await(w->session.money.status())->tier, u"prototype"_s);
    }

    void theChainIsDown()
    {
        auto w = world(u"http://127.0.0.1:1"_s);
        const auto r = await(w->session.money.setTier(u"prototype"_s));
        QVERIFY(!r.ok());
        QCOMPARE(line->paid, 0);
        QCOMPARE(codeOf(await(w->session.money.tempoFaucet())), u"net.refused"_s);
    }

    void usdcGoesFirstAndCanBeChanged()
    {
        auto w = world();
        QVERIFY(await(w->session.money.tempoFaucet()).ok());
        QCOMPARE(codeOf(await(w->session.money.faucet())), u"ok"_s);
        QCOMPARE(codeOf(await(w->session.money.setTier(u"prototype"_s))), u"ok"_s);
        QCOMPARE(w->payments().first().rail, Rail::BaseSepoliaUsdc);
        const PaymentQuestion& q = w->person.asked.first();
        QCOMPARE(q.ways.last().rail, Rail::TempoPathUsd);
        QVERIFY(q.ways.last().problemCode.isEmpty());
    }

private:
    std::unique_ptr<World> world(const QString& nodes = {})
    {
        line = std::make_unique<LossyLine>(quint16(m_sandbox->url().port()), "authorization: payment ");
        auto w = std::make_unique<World>(line->serverPort(),
                                         nodes.isEmpty() ? m_sandbox->url().toString(QUrl::StripTrailingSlash) : nodes);
        if (!await(w->wallets.create(u"Sandbox"_s, true)).ok())
            QTest::qFail("no wallet", __FILE__, __LINE__);
        return w;
    }

    std::unique_ptr<SandboxFixture> m_sandbox;
    std::unique_ptr<LossyLine> line; ///< of the test that runs
};

QTEST_GUILESS_MAIN(TestMachinePayments)
#include "tst_machinepayments.moc"
