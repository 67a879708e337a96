// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/paymentlistmodel.h"
#include "models/ledger/ledger.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace run402;

namespace {

const QDateTime kNoon(QDate(2026, 5, 12), QTime(12, 0), Qt::UTC);

Payment payment(const QString& id, Payment::State state, Rail rail, qint64 micros, int minute,
                const QString& environment = u"mainnet"_s)
{
    Payment p;
    p.id = id;
    p.state = state;
    p.environment = environment;
    p.purpose = u"tier:hobby"_s;
    p.rail = rail;
    p.amountMicros = micros;
    p.createdAt = kNoon.addSecs(minute * 60);
    return p;
}

LedgerEntry entry(const QString& id, bool credit, const QString& kind, qint64 micros, int minute)
{
    LedgerEntry e;
    e.id = id;
    e.credit = credit;
    e.kind = kind;
    e.amountMicros = micros;
    e.balanceAfterMicros = 7'000'000;
    e.referenceId = u"tier_hobby"_s;
    e.createdAt = kNoon.addSecs(minute * 60 + 2);
    return e;
}

/// Without what the rails' balances add, which is tst_ledger's.
QList<MoneyMove> movements(const QList<Payment>& payments, const QList<LedgerEntry>& entries)
{
    LedgerFacts facts;
    facts.environment = u"mainnet"_s;
    facts.payments = payments;
    facts.entries = entries;
    QList<MoneyMove> rows = buildLedger(facts).rows;
    rows.removeIf([](const MoneyMove& m) { return m.sort != MoneyMove::Sort::Movement; });
    return rows;
}

} // namespace

class TestPaymentListModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void mergesTheSameMoveOnce()
    {
        using S = Payment::State;
        const auto moves = movements({payment(u"a"_s, S::Settled, Rail::Credit, 5'000'000, 0),
                                            payment(u"b"_s, S::Settled, Rail::Credit, 5'000'000, 2),
                                            payment(u"c"_s, S::Settled, Rail::BaseUsdc, 5'000'000, 0)},
                                           {entry(u"1"_s, false, u"purchase_debit"_s, 5'000'000, 2),
                                            entry(u"2"_s, false, u"purchase_debit"_s, 5'000'000, 0),
                                            entry(u"3"_s, false, u"purchase_debit"_s, 5'000'000, 0),
                                            entry(u"4"_s, false, u"tier_renew"_s, 0, 0),
                                            entry(u"5"_s, true, u"stripe_topup"_s, 10'000'000, -60)});
        QStringList ids;
        for (const auto& m : moves)
            ids << m.id;
        QCOMPARE(ids, (QStringList{u"b"_s, u"ledger/3"_s, u"a"_s, u"c"_s, u"ledger/5"_s}));
        QCOMPARE(moves[0].balanceAfter, std::optional<qint64>(7'000'000));
        QVERIFY(!moves[3].balanceAfter);
        QCOMPARE(moves[4].amountMicros, 10'000'000);
    }

    void refusedIsListedAndNeverMerged()
    {
        const auto moves = movements({payment(u"a"_s, Payment::State::Refused, Rail::Credit, 25'000'000, 0)},
                                           {entry(u"1"_s, false, u"purchase_debit"_s, 25'000'000, 0)});
        QCOMPARE(moves.size(), 2);
    }

    void spendsPerDay()
    {
        using S = Payment::State;
        const auto moves = movements(
            {payment(u"a"_s, S::Settled, Rail::BaseUsdc, 5'000'000, 0), payment(u"b"_s, S::Unknown, Rail::BaseUsdc, 1'000'000, 1),
             payment(u"c"_s, S::Refused, Rail::BaseUsdc, 9'000'000, 2),
             payment(u"d"_s, S::Settled, Rail::BaseSepoliaUsdc, 100'000, 3, u"testnet"_s),
             payment(u"e"_s, S::Settled, Rail::Credit, 100'000, 4, u"sandbox"_s)},
            {entry(u"1"_s, true, u"stripe_topup"_s, 10'000'000, 0)});
        const auto days = spendPerDay(moves, QDate(2026, 5, 1));
        QCOMPARE(days.size(), 31);
        const int day = kNoon.toLocalTime().date().day() - 1;
        QCOMPARE(days[day].realMicros, 6'000'000);
        QCOMPARE(days[day].playMicros, 200'000);
        QCOMPARE(days[0].realMicros, 0);
        QVERIFY(spendPerDay(moves, {}).isEmpty());
    }

    void showsStates()
    {
        using S = Payment::State;
        PaymentListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        auto refused = payment(u"r"_s, S::Refused, Rail::BaseUsdc, 25'000'000, 3);
        refused.reason = u"x402.pay_to_changed"_s;
        model.setMoves(movements({payment(u"s"_s, S::Settled, Rail::BaseUsdc, 5'000'000, 1),
                                        payment(u"u"_s, S::Unknown, Rail::BaseSepoliaUsdc, 100'000, 2, u"testnet"_s), refused},
                                       {entry(u"1"_s, true, u"stripe_topup"_s, 10'000'000, 0)}));
        QStringList dump;
        for (int row = 0; row < model.rowCount(); ++row) {
            QStringList cells;
            for (const int column : {PaymentListModel::What, PaymentListModel::RailName, PaymentListModel::AmountText,
                                     PaymentListModel::Reference})
                cells << model.index(row, column).data().toString();
            cells << model.index(row, 0).data(PaymentListModel::ToneRole).toString()
                  << model.index(row, 0).data(PaymentListModel::MoneyRole).toString();
            dump << cells.join(u" | "_s);
        }
        QCOMPARE(dump.join(u'\n'),
                 u"Stopped: Hobby tier | Base | stopped | x402.pay_to_changed | stopped | mainnet\n"
                 "Outcome unknown: Hobby tier | Base Sepolia | \u22120.100000 | Check again | unknown | testnet\n"
                 "Hobby tier | Base | \u22125.000000 |  | out | mainnet\n"
                 "Card top-up | Prepaid credit | +10.000000 | tier_hobby | in | mainnet"_s);
        model.setMoves({});
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestPaymentListModel)
#include "tst_paymentlistmodel.moc"
