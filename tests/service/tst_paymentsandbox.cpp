// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1evidence.h"
#include "services/api/gen1/gen1session.h"
#include "services/net/transport.h"
#include "services/pay/budgetstore.h"
#include "services/pay/clock.h"
#include "services/pay/paymentflow.h"
#include "services/pay/paymentjournal.h"
#include "services/pay/reconciler.h"
#include "services/secrets/sandboxkeystore.h"
#include "services/store/localstore.h"
#include "services/wallets.h"
#include "tests/support/await.h"
#include "tests/support/lossyline.h"
#include "tests/support/memorystore.h"
#include "tests/support/payfakes.h"
#include "tests/support/sandboxfixture.h"

#include <QTemporaryDir>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using State = Payment::State;

namespace {

QString dayOf(const QDateTime& at)
{
    return QLocale(QLocale::English).toString(at.toLocalTime().date(), u"d MMMM yyyy"_s);
}

} // namespace

/// The whole way against the real local server.
class TestPaymentSandbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void paysAndFindsALostPaymentAgain()
    {
        SandboxFixture sandbox;
        if (SandboxFixture::executable().isEmpty() || !QFile::exists(SandboxFixture::executable()))
            QSKIP("no run402-sandbox");
        QVERIFY2(sandbox.isRunning(), qPrintable(sandbox.error()));
        LossyLine line(quint16(sandbox.url().port()), "payment-signature:");
        const QString base = u"http://127.0.0.1:%1"_s.arg(line.serverPort());

        QTemporaryDir dir;
        SystemClock clock;
        SystemRandom random;
        Transport transport;
        LocalStore store(dir.filePath(u"local.sqlite"_s));
        PaymentJournal journal(store, clock);
        BudgetStore budgets(store, clock);
        MemoryStore realKeys;
        SandboxKeyStore sandboxKeys(dir.filePath(u"sandbox"_s));
        Wallets wallets(realKeys, sandboxKeys, dir.filePath(u"wallets.json"_s));
        QVERIFY(await(wallets.create(u"Sandbox"_s, true)).ok());
        Gen1Session::Options options;
        options.base = QUrl(base);
        options.sandbox = true;
        options.keyRegistryFile = dir.filePath(u"project-keys.json"_s);
        for (auto it = options.nodes.begin(); it != options.nodes.end(); ++it)
            *it = QUrl(base + u"/rpc/%1"_s.arg(it.key()));
        Gen1Session session(transport, wallets, sandboxKeys, options);
        Gen1Evidence evidence(transport, session.money, options.nodes);
        FakePerson person;
        person.answer = PaymentAnswer{true, false}; // the sandbox shows every payment
        PaymentFlow flow({transport, wallets, journal, budgets, session.money, clock, random, Environment::Sandbox});
        flow.setApprover(&person);
        session.setPaymentHandler(&flow);
        QCOMPARE(codeOf(await(session.money.faucet())), u"ok"_s);

        const auto change = await(session.money.setTier(u"prototype"_s));
        QCOMPARE(codeOf(change), u"ok"_s);
        QCOMPARE(change->action, u"subscribe"_s);
        auto all = await(journal.list({})).valueOr({});
        QCOMPARE(all.size(), 1);
        QCOMPARE(all[0].state, State::Settled);
        QCOMPARE(all[0].amountMicros, 100'000);
        QVERIFY(all[0].transaction.startsWith("0x"_L1));
        QCOMPARE(await(evidence.collect(all[0]))->onChain, PaymentEvidence::OnChain::Used);
        QCOMPARE(person.questions.size(), 1);

        // Before paying it is said until when the lease will run; no project is held yet.
        QCOMPARE(person.questions.last().intent.outcome, u"to "_s + dayOf(change->expiresAt));

        QVERIFY(await(session.projects.create(u"one"_s)).ok());
        QVERIFY(await(session.projects.create(u"two"_s)).ok());
        QCOMPARE(line.paid, 1);
        line.losing = true;
        const auto lost = await(session.money.setTier(u"prototype"_s));
        QCOMPARE(codeOf(lost), u"payment.unknown"_s);
        QCOMPARE(line.lost, 1);
        QCOMPARE(line.paid, 2); // the network layer repeats nothing either
        line.losing = false;
        // The lost answer was a renewal: what was said before it is what the service then did.
        const auto renewed = await(session.money.status());
        QCOMPARE(person.questions.last().intent.outcome, u"to %1, for all 2 projects"_s.arg(dayOf(renewed->expiresAt)));

        Reconciler reconciler(journal, evidence, clock, Environment::Sandbox);
        const auto found = await(reconciler.run());
        QCOMPARE(codeOf(found), u"ok"_s);
        QCOMPARE(found->size(), 1);
        QCOMPARE(found->first().state, State::Settled);
        QCOMPARE(found->first().reason, u"reconciled:chain"_s);
        const auto balances = await(session.money.balances());
        for (const RailBalance& b : *balances) {
            if (b.rail == Rail::BaseSepoliaUsdc)
                QCOMPARE(b.micros, std::optional<qint64>(250'000 - 2 * 100'000));
        }
        // What is left does not pay a third one: nothing is signed, nothing sent.
        QCOMPARE(codeOf(await(session.money.setTier(u"prototype"_s))), u"x402.not_funded"_s);
        QCOMPARE(line.paid, 2);
    }
};

QTEST_GUILESS_MAIN(TestPaymentSandbox)
#include "tst_paymentsandbox.moc"
