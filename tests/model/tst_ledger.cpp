// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/ledgermodel.h"
#include "models/ledger/ledger.h"
#include "models/ledger/ledgercsv.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <random>

using namespace Qt::StringLiterals;
using namespace run402;
using State = Payment::State;
using Sort = MoneyMove::Sort;

namespace {

const QDateTime kNoon(QDate(2026, 5, 12), QTime(12, 0), Qt::UTC);
const QString kWallet = u"0x7aE1B4f09c2d83e6a5517BD0e94F3A82d61Bc93f"_s;
const QString kService = u"0x4a9f1d20c7e35b8862d07af19b3ce5540f8d21b7"_s;
const QString kSepolia = u"eip155:84532"_s;

QString hex(QRandomGenerator& random)
{
    QString text = u"0x"_s;
    for (int i = 0; i < 8; ++i)
        text += u"%1"_s.arg(random.generate(), 8, 16, QChar(u'0'));
    return text;
}

Payment payment(const QString& id, State state, Rail rail, qint64 micros, const QDateTime& at)
{
    Payment p;
    p.id = id;
    p.state = state;
    p.environment = u"sandbox"_s;
    p.purpose = u"tier:prototype"_s;
    p.rail = rail;
    p.network = kSepolia;
    p.payer = kWallet;
    p.payTo = kService;
    p.amountMicros = micros;
    p.createdAt = at;
    p.validBefore = at.addSecs(300);
    return p;
}

ChainTransfer transfer(const QString& hash, const QString& from, const QString& to, qint64 micros, const QDateTime& at)
{
    ChainTransfer t;
    t.network = kSepolia;
    t.hash = hash;
    t.from = from.toLower();
    t.to = to.toLower();
    t.micros = micros;
    t.at = at;
    t.block = at.toSecsSinceEpoch() / 2;
    return t;
}

LedgerEntry entry(int id, bool credit, const QString& kind, qint64 micros, qint64 balance, const QDateTime& at)
{
    LedgerEntry e;
    e.id = u"e%1"_s.arg(id, 6, 10, QChar(u'0'));
    e.credit = credit;
    e.kind = kind;
    e.amountMicros = micros;
    e.balanceAfterMicros = balance;
    e.referenceId = u"tier_prototype"_s;
    e.createdAt = at;
    return e;
}

LedgerFacts facts()
{
    LedgerFacts f;
    f.wallet = kWallet;
    f.environment = u"sandbox"_s;
    return f;
}

QStringList ids(const Ledger& ledger)
{
    QStringList list;
    for (const MoneyMove& m : ledger.rows)
        list << m.id;
    return list;
}

QString dump(const Ledger& ledger)
{
    QString text;
    for (const MoneyMove& m : ledger.rows)
        text += u"%1|%2|%3|%4|%5|%6\n"_s.arg(m.id, m.at.toString(Qt::ISODateWithMs)).arg(m.amountMicros).arg(int(m.state)).arg(m.sources).arg(m.balanceAfter.value_or(-1));
    for (const RailTotal& t : ledger.totals)
        text += u"%1: %2 +%3 -%4 ?%5 = %6\n"_s.arg(int(t.rail)).arg(t.opening).arg(t.in).arg(t.out).arg(t.unexplained).arg(t.closing.value_or(-1));
    return text;
}

RailTotal totalOf(const Ledger& ledger, Rail rail)
{
    for (const RailTotal& t : ledger.totals) {
        if (t.rail == rail)
            return t;
    }
    return {};
}

/// A made-up life of a wallet: what truly happened, and what the three sources tell of it.
struct World
{
    LedgerFacts facts = ::facts();
    int truths = 0;   ///< rows there must be, without opening and not explained
    qint64 credit = 0, chain = 0;
    qint64 creditOpening = 0, chainOpening = 0;

    explicit World(quint32 seed) : random(seed)
    {
        credit = creditOpening = random.bounded(2) ? random.bounded(9'000'000) : 0;
        chain = chainOpening = random.bounded(2) ? random.bounded(9'000'000) : 0;
        const QDateTime since = now;
        const int steps = 5 + random.bounded(60);
        for (int i = 0; i < steps; ++i)
            step();
        RailReach creditReach;
        creditReach.closing = facts.entries.isEmpty() ? 0 : credit;
        creditReach.readAt = now.addSecs(5);
        RailReach chainReach;
        chainReach.rail = Rail::BaseSepoliaUsdc;
        chainReach.network = kSepolia;
        chainReach.since = since;
        chainReach.closing = chain;
        chainReach.readAt = now.addSecs(5);
        if (random.bounded(2))
            chainReach.opening = chainOpening;
        facts.rails = {creditReach, chainReach};
    }

    /// The same facts in another order, transfers told more than once.
    LedgerFacts shuffled()
    {
        LedgerFacts f = facts;
        f.transfers += f.transfers.mid(0, f.transfers.size() / 2);
        std::shuffle(f.payments.begin(), f.payments.end(), random);
        std::shuffle(f.transfers.begin(), f.transfers.end(), random);
        return f;
    }

    QRandomGenerator random;
    QDateTime now = kNoon;

private:
    void enter(bool in, const QString& kind, qint64 micros, const QDateTime& at)
    {
        credit += in ? micros : -micros;
        facts.entries << entry(int(facts.entries.size()), in, kind, micros, credit, at);
    }

    void settleOnChain(Payment& p, bool told)
    {
        const QString hash = hex(random);
        p.nonce = hex(random);
        ChainTransfer t = transfer(hash, p.payer, p.payTo, p.amountMicros, now.addMSecs(random.bounded(9'000)));
        // A node may not tell the nonce, the answer may have been lost; the other of the two then has to do.
        if (random.bounded(3))
            t.nonce = p.nonce;
        if (told)
            p.transaction = hash;
        chain -= p.amountMicros;
        facts.transfers << t;
    }

    void step()
    {
        now = now.addSecs(random.bounded(4) ? 1 + random.bounded(20) : 4'000 + random.bounded(400'000));
        const qint64 micros = random.bounded(3) ? 100'000 : 1 + random.bounded(5'000'000);
        const QString id = u"p%1"_s.arg(facts.payments.size(), 4, 10, QChar(u'0'));
        ++truths;
        switch (random.bounded(9)) {
        case 0:
        case 1: { // paid from credit
            enter(true, u"stripe_topup"_s, micros, now);
            ++truths;
            enter(false, u"purchase_debit"_s, micros, now.addMSecs(random.bounded(8'000)));
            facts.payments << payment(id, State::Settled, Rail::Credit, micros, now);
            enter(false, u"tier_renew"_s, 0, now); // a mark, no row
            break;
        }
        case 2:
        case 3: { // paid on the chain
            Payment p = payment(id, State::Settled, Rail::BaseSepoliaUsdc, micros, now);
            settleOnChain(p, true);
            facts.payments << p;
            break;
        }
        case 4: { // the answer was lost; it moved or it did not
            Payment p = payment(id, State::Unknown, Rail::BaseSepoliaUsdc, micros, now);
            if (random.bounded(2))
                settleOnChain(p, false);
            else
                p.nonce = hex(random);
            facts.payments << p;
            now = now.addSecs(4'000); // what comes next is not taken for it
            break;
        }
        case 5: // stopped
            facts.payments << payment(id, State::Refused, Rail::BaseSepoliaUsdc, micros, now);
            break;
        case 6:
            chain += micros;
            facts.transfers << transfer(hex(random), u"0x0000000000000000000000000000000000000000"_s, kWallet, micros, now);
            break;
        case 7: // by somebody else with the same key
            chain -= micros;
            facts.transfers << transfer(hex(random), kWallet, u"0x1111111111111111111111111111111111111111"_s, micros, now);
            break;
        default:
            enter(true, u"admin_credit"_s, micros, now);
            break;
        }
    }
};

} // namespace

class TestLedger : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void onePaymentInThreeSourcesIsOneRow()
    {
        LedgerFacts f = facts();
        Payment onChain = payment(u"a"_s, State::Settled, Rail::BaseSepoliaUsdc, 100'000, kNoon);
        onChain.transaction = u"0xAB"_s;
        Payment fromCredit = payment(u"b"_s, State::Settled, Rail::Credit, 5'000'000, kNoon.addSecs(60));
        fromCredit.purpose = u"tier:prototype"_s;
        f.payments = {fromCredit, onChain};
        f.transfers = {transfer(u"0xab"_s, kWallet, kService, 100'000, kNoon.addSecs(4))};
        f.entries = {entry(1, true, u"stripe_topup"_s, 10'000'000, 10'000'000, kNoon),
                     entry(2, false, u"purchase_debit"_s, 5'000'000, 5'000'000, kNoon.addSecs(61)),
                     entry(3, false, u"tier_subscribe"_s, 0, 5'000'000, kNoon.addSecs(61))};
        const Ledger ledger = buildLedger(f);
        QCOMPARE(ids(ledger), (QStringList{u"b"_s, u"ledger/e000001"_s, u"a"_s}));
        QCOMPARE(ledger.rows[0].sources, quint8(MoneyMove::Journal | MoneyMove::Billing));
        QCOMPARE(ledger.rows[0].balanceAfter, std::optional<qint64>(5'000'000));
        QCOMPARE(ledger.rows[2].sources, quint8(MoneyMove::Journal | MoneyMove::Chain));
    }

    void theNonceTellsEqualPaymentsApart()
    {
        LedgerFacts f = facts();
        Payment lost = payment(u"lost"_s, State::Unknown, Rail::BaseSepoliaUsdc, 100'000, kNoon);
        lost.nonce = u"0x01"_s;
        Payment stopped = payment(u"stopped"_s, State::Refused, Rail::BaseSepoliaUsdc, 100'000, kNoon.addSecs(1));
        stopped.nonce = u"0x02"_s;
        f.payments = {lost, stopped};
        ChainTransfer t = transfer(u"0xcc"_s, kWallet, kService, 100'000, kNoon.addSecs(2));
        t.nonce = u"0x02"_s;
        f.transfers = {t};
        const Ledger ledger = buildLedger(f);
        QCOMPARE(ledger.rows.size(), 2);
        QCOMPARE(ledger.rows[0].id, u"stopped"_s);
        QCOMPARE(ledger.rows[0].state, State::Settled); // the chain's word against the server's
        QCOMPARE(ledger.rows[0].reason, u"moved_although_refused"_s);
        QVERIFY(!ledger.rows[1].moved());
        QCOMPARE(ledger.rows[1].state, State::Unknown);
    }

    void aWrongClockMakesNoSecondRow()
    {
        LedgerFacts f = facts();
        f.payments = {payment(u"a"_s, State::Settled, Rail::Credit, 5'000'000, kNoon.addSecs(-7 * 3600))};
        f.entries = {entry(1, true, u"stripe_topup"_s, 5'000'000, 5'000'000, kNoon), entry(2, false, u"purchase_debit"_s, 5'000'000, 0, kNoon)};
        QCOMPARE(buildLedger(f).rows.size(), 2);
    }

    void whatIsNotExplainedIsShown()
    {
        LedgerFacts f = facts();
        f.entries = {entry(1, true, u"stripe_topup"_s, 10'000'000, 12'000'000, kNoon),
                     entry(9, false, u"purchase_debit"_s, 1'000'000, 4'500'000, kNoon.addSecs(900))};
        RailReach credit;
        credit.closing = 4'499'999;
        credit.readAt = kNoon.addSecs(1000);
        f.rails = {credit};
        const Ledger ledger = buildLedger(f);
        const RailTotal t = totalOf(ledger, Rail::Credit);
        QCOMPARE(t.opening, 2'000'000);
        QCOMPARE(t.in, 10'000'000);
        QCOMPARE(t.out, 1'000'000);
        QCOMPARE(t.unexplained, -6'500'001);
        QCOMPARE(t.opening + t.in - t.out + t.unexplained, *t.closing);
        QCOMPARE(ids(ledger), (QStringList{u"gap/credit"_s, u"ledger/e000009"_s, u"gap/e000009"_s, u"ledger/e000001"_s, u"opening/credit"_s}));
        QCOMPARE(ledger.rows[0].amountMicros, -1);
        QCOMPARE(ledger.rows[2].amountMicros, -6'500'000);
    }

    void anyOrderGivesTheSameLedger()
    {
        for (quint32 seed = 1; seed <= 400; ++seed) {
            World world(seed);
            const Ledger ledger = buildLedger(world.facts);
            const QString first = dump(ledger);
            for (int i = 0; i < 3; ++i)
                QVERIFY2(dump(buildLedger(world.shuffled())) == first, qPrintable(u"seed %1\n%2"_s.arg(seed).arg(first)));
        }
    }

    void everythingOnceAndExact()
    {
        for (quint32 seed = 1; seed <= 400; ++seed) {
            World world(seed);
            const Ledger ledger = buildLedger(world.facts);
            const auto rows = std::count_if(ledger.rows.cbegin(), ledger.rows.cend(), [](const MoneyMove& m) { return m.sort == Sort::Movement; });
            QVERIFY2(rows == world.truths, qPrintable(u"seed %1: %2 rows for %3\n%4"_s.arg(seed).arg(rows).arg(world.truths).arg(dump(ledger))));
            for (const RailTotal& t : ledger.totals) {
                QVERIFY(t.closing.has_value());
                QCOMPARE(t.opening + t.in - t.out + t.unexplained, *t.closing);
                QVERIFY2(t.unexplained == 0, qPrintable(u"seed %1\n%2"_s.arg(seed).arg(dump(ledger))));
            }
            if (!world.facts.entries.isEmpty())
                QCOMPARE(totalOf(ledger, Rail::Credit).opening, world.creditOpening);
            QCOMPARE(totalOf(ledger, Rail::BaseSepoliaUsdc).opening, world.chainOpening);
        }
    }

    void pagesOfTheHistoryFitTogether()
    {
        for (quint32 seed = 1; seed <= 300; ++seed) {
            QRandomGenerator random(seed);
            QList<LedgerEntry> truth;
            for (int i = 0; i < 60; ++i) // several share a moment, as entries of one transaction do
                truth << entry(i, true, u"admin_credit"_s, 1, i + 1, kNoon.addSecs(i / 3));
            QList<LedgerEntry> known;
            // Pages as they were at growing moments; some answers come late.
            QList<QList<LedgerEntry>> pages;
            for (int end = 5 + random.bounded(10); end <= 60; end += 1 + random.bounded(9)) {
                const int size = qMin(end, 9 + random.bounded(20));
                QList<LedgerEntry> page = truth.mid(end - size, size);
                std::reverse(page.begin(), page.end());
                pages << page;
            }
            QList<LedgerEntry> whole = truth;
            std::reverse(whole.begin(), whole.end());
            pages << whole.mid(0, 20);
            for (int i = 1; i < pages.size(); ++i) {
                if (random.bounded(4) == 0)
                    std::swap(pages[i - 1], pages[i]);
            }
            for (const auto& page : std::as_const(pages))
                mergeHistoryPage(known, page);
            for (int i = 1; i < known.size(); ++i)
                QVERIFY2(known[i - 1].id < known[i].id, qPrintable(u"seed %1"_s.arg(seed)));
        }
    }

    void filters()
    {
        LedgerFacts f = facts();
        Payment p = payment(u"a"_s, State::Settled, Rail::BaseSepoliaUsdc, 100'000, kNoon);
        p.transaction = u"0xab"_s;
        Payment refused = payment(u"r"_s, State::Refused, Rail::BaseSepoliaUsdc, 9'000'000, kNoon);
        Payment unknown = payment(u"u"_s, State::Unknown, Rail::BaseSepoliaUsdc, 7, kNoon);
        unknown.purpose = u"image"_s;
        f.payments = {p, refused, unknown};
        f.transfers = {transfer(u"0xab"_s, kWallet, kService, 100'000, kNoon)};
        f.entries = {entry(1, true, u"stripe_topup"_s, 10'000'000, 10'000'000, kNoon.addDays(40))};
        f.notes.insert(u"a"_s, {u"Client A"_s, u"for the demo"_s});
        const Ledger ledger = buildLedger(f);
        const auto found = [&](const LedgerFilter& filter) {
            QStringList list;
            for (const int row : filterLedger(ledger, filter))
                list << ledger.rows[row].id;
            list.sort();
            return list.join(u' ');
        };
        using Kind = LedgerFilter::Kind;
        const LedgerFilter none;
        LedgerFilter filter;
        QCOMPARE(found(filter), u"a ledger/e000001 r u"_s);
        filter.kind = Kind::Paid;
        QCOMPARE(found(filter), u"a"_s);
        filter.kind = Kind::Received;
        QCOMPARE(found(filter), u"ledger/e000001"_s);
        filter.kind = Kind::Stopped;
        QCOMPARE(found(filter), u"r"_s);
        filter.kind = Kind::Unresolved;
        QCOMPARE(found(filter), u"u"_s);
        filter = none;
        filter.rail = Rail::Credit;
        QCOMPARE(found(filter), u"ledger/e000001"_s);
        filter = none;
        filter.month = kNoon.toLocalTime().date();
        QCOMPARE(found(filter), u"a r u"_s);
        filter = none;
        filter.label = u"Client A"_s;
        QCOMPARE(found(filter), u"a"_s);
        filter = none;
        filter.text = u"DEMO prototype"_s;
        QCOMPARE(found(filter), u"a"_s);
        filter.text = u"0xAB"_s;
        QCOMPARE(found(filter), u"a"_s);
        QCOMPARE(ledger.labels, QStringList{u"Client A"_s});
        QCOMPARE(ledger.months.size(), 2);
        QCOMPARE(ledger.months[0].playOut, 100'000);
        QCOMPARE(ledger.months[1].playIn, 10'000'000);
    }

    void showsWhatIsKnown()
    {
        LedgerFacts f = facts();
        Payment p = payment(u"a"_s, State::Settled, Rail::BaseSepoliaUsdc, 100'000, kNoon);
        p.transaction = u"0xabcdef0123456789"_s;
        f.payments = {p, payment(u"u"_s, State::Unknown, Rail::BaseSepoliaUsdc, 7, kNoon.addSecs(9000))};
        f.transfers = {transfer(p.transaction, kWallet, kService, 100'000, kNoon)};
        f.projects.insert(u"a"_s, u"Board"_s);
        const auto ledger = std::make_shared<const Ledger>(buildLedger(f));
        LedgerModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setLedger(ledger, filterLedger(*ledger, {}));
        QStringList dump;
        for (int row = 0; row < model.rowCount(); ++row) {
            QStringList cells;
            for (int column = LedgerModel::What; column < LedgerModel::ColumnCount; ++column)
                cells << model.index(row, column).data().toString();
            dump << cells.join(u'|');
        }
        QCOMPARE(dump.join(u'\n'), u"Outcome unknown: Prototype tier||Base Sepolia|0.000007|||Outcome unknown||\n"
                                   "Prototype tier|Board|Base Sepolia|0.100000|||Settled|0xabcd…6789|"_s);
        QCOMPARE(model.rowOf(u"a"_s), 1);
        model.setLedger(ledger, {});
        QCOMPARE(model.rowCount(), 0);
    }

    void csvIsSafe()
    {
        LedgerFacts f = facts();
        Payment p = payment(u"a"_s, State::Refused, Rail::BaseSepoliaUsdc, 1'500'000, kNoon);
        p.reason = u"=cmd(\"a\")1"_s;
        f.payments = {p};
        f.notes.insert(u"a"_s, {u"-1+2"_s, u"  @SUM(A1)\nsecond, line"_s});
        const Ledger ledger = buildLedger(f);
        QByteArray csv;
        QVERIFY(writeLedgerCsv(ledger.rows, filterLedger(ledger, {}), [&](const QByteArray& piece) {
            csv += piece;
            return true;
        }));
        QVERIFY(csv.contains("\"'=cmd(\"\"a\"\")1\""));
        QVERIFY(csv.contains("\"'-1+2\""));
        QVERIFY(csv.contains("\"'  @SUM(A1)\nsecond, line\""));
        QVERIFY(csv.contains("\"1.500000\""));
        QCOMPARE(csv.count("\r\n"), 2);
        QVERIFY(!writeLedgerCsv(ledger.rows, {0}, [](const QByteArray&) { return false; }));
    }
};

QTEST_GUILESS_MAIN(TestLedger)
#include "tst_ledger.moc"
