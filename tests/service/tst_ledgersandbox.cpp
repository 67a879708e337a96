// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1evidence.h"
#include "services/ledger/ledgerreader.h"
#include "tests/support/sandboxworld.h"

#include <QElapsedTimer>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using State = Payment::State;
using Sort = MoneyMove::Sort;

namespace {

RailTotal totalOf(const Ledger& ledger, Rail rail)
{
    for (const RailTotal& t : ledger.totals) {
        if (t.rail == rail)
            return t;
    }
    return {};
}

/// A wallet with a server of its own, and the ledger over both.
struct World : SandboxWorld
{
    World() : store_(store), chains(transport, nodes()) {}

    static QHash<qint64, QUrl> nodesAt(const QUrl& base)
    {
        QHash<qint64, QUrl> nodes;
        for (const qint64 chain : {8453, 84532, 42431})
            nodes.insert(chain, QUrl(base.toString() + u"/rpc/%1"_s.arg(chain)));
        return nodes;
    }
    QHash<qint64, QUrl> nodes() const { return nodesAt(sandbox.url()); }
    LedgerStore::Owner owner() const { return {u"sandbox"_s, wallets.active(true)->address}; }

    Result<LedgerReading> readAll(int backSpans = 6)
    {
        return await(readLedger(&chains, store_, owner(), session.money, chains, backSpans), 60'000);
    }
    Ledger ledger(int backSpans = 6)
    {
        const auto reading = readAll(backSpans);
        return reading.ok() ? buildLedger(reading->facts) : Ledger();
    }

    /// Pays a checkout as the card page does.
    bool topUp(qint64 micros)
    {
        const auto page = await(session.money.topUp(micros));
        if (!page.ok())
            return false;
        HttpRequest request;
        request.method = "POST";
        request.url = QUrl(sandbox.url().toString() + page->path() + u"/pay"_s);
        request.contentType = "application/x-www-form-urlencoded";
        request.body = "card=4242424242424242";
        request.redirectIsAnswer = true;
        return await(transport.send(request)).ok();
    }
    qint64 balance(Rail rail)
    {
        for (const RailBalance& b : await(session.money.balances()).valueOr({})) {
            if (b.rail == rail)
                return b.micros.value_or(-1);
        }
        return -1;
    }

    LedgerStore store_;
    ChainHistory chains;
};

int movements(const Ledger& ledger)
{
    return int(std::count_if(ledger.rows.cbegin(), ledger.rows.cend(), [](const MoneyMove& m) { return m.sort == Sort::Movement; }));
}

} // namespace

/// One ledger from a real server's three sources.
class TestLedgerSandbox : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyRailAddsUp()
    {
        World w;
        QVERIFY(w.isRunning());
        QVERIFY(w.createWallet());
        const auto drip = await(w.session.money.faucet());
        QVERIFY(drip.ok());
        QVERIFY(await(w.store_.setKind(u"sandbox"_s, drip->transactionHash, u"faucet"_s)).ok());
        QCOMPARE(codeOf(await(w.session.money.setTier(u"prototype"_s))), u"ok"_s); // x402
        QVERIFY(w.topUp(20'000'000));
        QCOMPARE(codeOf(await(w.session.money.setTier(u"hobby"_s))), u"ok"_s); // prepaid, and the rest of the first one back
        Ledger ledger = w.ledger();

        const RailTotal credit = totalOf(ledger, Rail::Credit);
        QVERIFY(credit.closing.has_value());
        QCOMPARE(*credit.closing, w.balance(Rail::Credit));
        QCOMPARE(credit.opening, 0);
        QCOMPARE(credit.unexplained, 0);
        QCOMPARE(credit.opening + credit.in - credit.out, *credit.closing);
        QCOMPARE(credit.out, 5'000'000);
        QVERIFY(credit.in > 20'000'000);
        const RailTotal chain = totalOf(ledger, Rail::BaseSepoliaUsdc);
        QCOMPARE(chain.closing, std::optional<qint64>(w.balance(Rail::BaseSepoliaUsdc)));
        QCOMPARE(chain.opening, 0);
        QCOMPARE(chain.in, 250'000);
        QCOMPARE(chain.out, 100'000);
        QCOMPARE(chain.unexplained, 0);

        QStringList words;
        for (const MoneyMove& m : ledger.rows)
            words << u"%1 %2 %3"_s.arg(m.kind).arg(m.amountMicros).arg(m.sources);
        words.sort();
        const QString refund = u"tier_upgrade_refund %1 2"_s.arg(credit.in - 20'000'000);
        QStringList expected{u"faucet 250000 4"_s, u"stripe_topup 20000000 2"_s, u"tier:hobby -5000000 3"_s, u"tier:prototype -100000 5"_s, refund};
        expected.sort();
        QCOMPARE(words, expected);
        for (const MoneyMove& m : ledger.rows) {
            if (m.kind == "tier:prototype"_L1) {
                QVERIFY(m.transaction.startsWith("0x"_L1));
                QCOMPARE(m.balanceAfter, std::optional<qint64>(150'000));
            }
        }
        // Read again: nothing twice, and what was reckoned holds.
        QCOMPARE(movements(w.ledger(0)), 5);
        QCOMPARE(codeOf(await(w.session.money.setTier(u"hobby"_s))), u"ok"_s);
        ledger = w.ledger(0);
        QCOMPARE(totalOf(ledger, Rail::Credit).unexplained, 0);
        QCOMPARE(totalOf(ledger, Rail::Credit).closing, std::optional<qint64>(w.balance(Rail::Credit)));
        QCOMPARE(movements(ledger), 6);
    }

    void refusedAndTransfersOfOthersAreRows()
    {
        World w;
        QVERIFY(w.createWallet());
        QVERIFY(await(w.session.money.faucet()).ok());
        QCOMPARE(codeOf(await(w.session.money.setTier(u"team"_s))), u"x402.not_funded"_s);
        QCOMPARE(codeOf(await(w.session.money.setTier(u"prototype"_s))), u"ok"_s);
        const Ledger ledger = w.ledger();
        QCOMPARE(totalOf(ledger, Rail::BaseSepoliaUsdc).unexplained, 0);
        int refused = 0;
        for (const MoneyMove& m : ledger.rows)
            refused += m.state == State::Refused && !m.moved();
        const auto journal = await(w.journal.list({})).valueOr({});
        QCOMPARE(refused, int(std::count_if(journal.cbegin(), journal.cend(), [](const Payment& p) { return p.state == State::Refused; })));
    }

    /// The nonce alone joins a payment whose answer was lost to its transfer, although others are just like it.
    void aLostAnswerIsOneRow()
    {
        World w;
        QVERIFY(w.createWallet());
        QVERIFY(await(w.session.money.faucet()).ok());
        QCOMPARE(codeOf(await(w.session.money.setTier(u"prototype"_s))), u"ok"_s);
        QCOMPARE(codeOf(await(w.session.money.setTier(u"prototype"_s))), u"ok"_s);
        auto reading = w.readAll();
        QVERIFY(reading.ok());
        QCOMPARE(reading->facts.transfers.size(), 3);
        int named = 0;
        for (const ChainTransfer& t : std::as_const(reading->facts.transfers)) {
            const bool ours = std::any_of(reading->facts.payments.cbegin(), reading->facts.payments.cend(),
                                          [&](const Payment& p) { return p.nonce.compare(t.nonce, Qt::CaseInsensitive) == 0; });
            named += ours;
            QCOMPARE(ours, t.from.compare(w.owner().wallet, Qt::CaseInsensitive) == 0);
        }
        QCOMPARE(named, 2);
        for (Payment& p : reading->facts.payments) { // as if both answers had been lost
            p.state = State::Unknown;
            p.transaction.clear();
        }
        const Ledger ledger = buildLedger(reading->facts);
        QCOMPARE(movements(ledger), 3);
        QCOMPARE(totalOf(ledger, Rail::BaseSepoliaUsdc).unexplained, 0);
    }

    void looksBackInPiecesAndSaysHowFar()
    {
        World w;
        QVERIFY(w.createWallet());
        QVERIFY(await(w.session.money.faucet()).ok());
        ChainQuestion question;
        question.rail = Rail::BaseSepoliaUsdc;
        question.wallet = w.owner().wallet;
        question.backSpans = 1;
        const auto first = await(w.chains.read(question));
        QVERIFY(first.ok());
        QCOMPARE(first->problemCode, QString());
        QVERIFY(first->caughtUp);
        QCOMPARE(first->reach.toBlock - first->reach.fromBlock + 1, 10'000);
        QCOMPARE(first->found.size(), 1);
        QCOMPARE(first->closing, std::optional<qint64>(250'000));
        const qint64 seconds = first->reach.since.secsTo(QDateTime::currentDateTimeUtc());
        QVERIFY2(qAbs(seconds - 20'000) < 60, qPrintable(QString::number(seconds)));
        question.reach = first->reach;
        question.backSpans = 20; // to the first block there is
        const auto all = await(w.chains.read(question), 60'000);
        QVERIFY(all.ok());
        QCOMPARE(all->reach.fromBlock, 0);
        QVERIFY(all->reach.since < QDateTime(QDate(2024, 1, 1), QTime(), Qt::UTC));
    }

    void aChainBegunAnewIsForgotten()
    {
        World w;
        QVERIFY(w.createWallet());
        ChainQuestion question;
        question.wallet = w.owner().wallet;
        question.reach.network = ChainHistory::networkOf(question.rail);
        question.reach.fromBlock = 10;
        question.reach.toBlock = 20;
        question.reach.opening = 7;
        question.newestHash = u"0x"_s + QString(64, u'1');
        question.backSpans = 1;
        const auto reading = await(w.chains.read(question));
        QVERIFY(reading.ok());
        QVERIFY(reading->begunAnew);
        QVERIFY(!reading->reach.opening);
        QVERIFY(reading->caughtUp);
    }

    void aSourceThatIsGoneIsSaidSo()
    {
        World w;
        QVERIFY(w.createWallet());
        QVERIFY(await(w.session.money.faucet()).ok());
        QCOMPARE(movements(w.ledger()), 1);
        ChainHistory gone(w.transport, {{84532, QUrl(u"http://127.0.0.1:9/"_s)}});
        const auto reading = await(readLedger(&gone, w.store_, w.owner(), w.session.money, gone, 1));
        QVERIFY(reading.ok());
        QVERIFY(!reading->billing);
        const Ledger ledger = buildLedger(reading->facts);
        QCOMPARE(movements(ledger), 1); // what is known stays
        bool said = false;
        for (const RailReach& r : reading->facts.rails)
            said = said || (r.rail == Rail::BaseSepoliaUsdc && r.problemCode.startsWith("net."_L1) && !r.closing);
        QVERIFY(said);
        QVERIFY(!totalOf(ledger, Rail::BaseSepoliaUsdc).closing);
    }

    void whatIsMissingIsNotHidden()
    {
        World w;
        QVERIFY(w.createWallet());
        QVERIFY(await(w.session.money.faucet()).ok());
        auto reading = w.readAll();
        QVERIFY(reading.ok());
        reading->facts.transfers.clear(); // a node that left one out
        const Ledger ledger = buildLedger(reading->facts);
        const RailTotal chain = totalOf(ledger, Rail::BaseSepoliaUsdc);
        QCOMPARE(chain.unexplained, 250'000);
        QVERIFY(std::any_of(ledger.rows.cbegin(), ledger.rows.cend(), [](const MoneyMove& m) { return m.sort == Sort::Unexplained && m.amountMicros == 250'000; }));
    }

    void notesStay()
    {
        World w;
        QVERIFY(w.createWallet());
        QVERIFY(await(w.session.money.faucet()).ok());
        const QString id = w.ledger().rows.value(0).id;
        QVERIFY(!id.isEmpty());
        QVERIFY(await(w.store_.setNote(u"sandbox"_s, id, {u"Tests"_s, u"free"_s})).ok());
        const Ledger ledger = w.ledger(0);
        QCOMPARE(ledger.rows[0].label, u"Tests"_s);
        QCOMPARE(ledger.labels, QStringList{u"Tests"_s});
    }

    void retryNeedsProof()
    {
        World w;
        QVERIFY(w.createWallet());
        QVERIFY(await(w.session.money.faucet()).ok());
        QCOMPARE(codeOf(await(w.session.money.setTier(u"prototype"_s))), u"ok"_s);
        Gen1Evidence evidence(w.transport, w.session.money, w.nodes());
        Reconciler reconciler(w.journal, evidence, w.clock, Environment::Sandbox);
        const Payment paid = await(w.journal.list({})).valueOr({}).value(0);
        using Verdict = RetryDecision::Verdict;
        QCOMPARE(int(await(reconciler.mayRetry(paid))->verdict), int(Verdict::Settled));
        Payment refused = paid; // the service says no, the chain knows better
        refused.state = State::Refused;
        refused.reason = u"rejected"_s;
        QCOMPARE(int(await(reconciler.mayRetry(refused))->verdict), int(Verdict::Settled));
        refused.nonce = u"0x"_s + QString(64, u'7'); // unused, but still good
        const auto notYet = await(reconciler.mayRetry(refused));
        QCOMPARE(int(notYet->verdict), int(Verdict::NotYet));
        QCOMPARE(notYet->from, refused.validBefore.addSecs(120));
        refused.validBefore = QDateTime::currentDateTimeUtc().addSecs(-3600); // by the chain's time
        refused.createdAt = refused.validBefore.addSecs(-300);
        QCOMPARE(int(await(reconciler.mayRetry(refused))->verdict), int(Verdict::Allowed));
        refused.nonce.clear();
        refused.reason = u"x402.over_payment_cap"_s; // nothing was ever signed
        QCOMPARE(int(await(reconciler.mayRetry(refused))->verdict), int(Verdict::Allowed));
    }
};

QTEST_GUILESS_MAIN(TestLedgerSandbox)
#include "tst_ledgersandbox.moc"
