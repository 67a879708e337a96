// SPDX-License-Identifier: GPL-3.0-or-later
//
// A ledger of 100 000 rows: how long the GUI thread is busy at a stretch while it is shown, searched and filtered,
// against a frame of a 60 Hz screen. Merging, filtering and CSV run beside it; they are told for themselves.
#include "models/ledger/ledgercsv.h"
#include "tests/bench/benchdesk.h"
#include "ui/ledger/ledgerview.h"

#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QScrollBar>
#include <QTableView>
#include <QTimer>

#include <algorithm>
#include <cstdio>

using namespace run402;
using bench::median;
using namespace Qt::StringLiterals;

namespace {

constexpr int kRows = 100'000;
constexpr double kFrameMs = 1000.0 / 60;
constexpr int kRounds = 9;

LedgerFacts facts()
{
    const QDateTime start(QDate(2024, 1, 1), QTime(0, 0), Qt::UTC);
    LedgerFacts f;
    f.wallet = u"0x7ae1b4f09c2d83e6a5517bd0e94f3a82d61bc93f"_s;
    f.environment = u"mainnet"_s;
    qint64 balance = 0;
    for (int i = 0; i < kRows; ++i) {
        const QDateTime at = start.addSecs(qint64(i) * 700);
        const QString id = u"id%1"_s.arg(i, 6, 10, QChar(u'0'));
        if (i % 2 == 0) { // credit comes in, or is spent by a payment of this computer
            LedgerEntry e;
            e.id = id;
            e.credit = i % 4 == 0;
            e.kind = e.credit ? u"stripe_topup"_s : u"purchase_debit"_s;
            e.amountMicros = 30'000;
            balance += e.credit ? 30'000 : -30'000;
            e.balanceAfterMicros = balance;
            e.referenceId = u"image"_s;
            e.createdAt = at;
            f.entries << e;
            continue;
        }
        ChainTransfer t;
        t.rail = Rail::BaseUsdc;
        t.network = u"eip155:8453"_s;
        t.hash = u"0x%1"_s.arg(i, 64, 16, QChar(u'0'));
        t.from = i % 3 ? f.wallet : u"0x1111111111111111111111111111111111111111"_s;
        t.to = i % 3 ? u"0x4a9f1d20c7e35b8862d07af19b3ce5540f8d21b7"_s : f.wallet;
        t.micros = 100'000 + i;
        t.block = i;
        t.at = at;
        f.transfers << t;
        if (i % 3) {
            Payment p;
            p.id = id;
            p.state = Payment::State::Settled;
            p.environment = f.environment;
            p.purpose = u"tier:prototype"_s;
            p.rail = t.rail;
            p.network = t.network;
            p.payer = t.from;
            p.payTo = t.to;
            p.amountMicros = t.micros;
            p.transaction = t.hash;
            p.createdAt = at;
            f.payments << p;
        }
    }
    return f;
}

/// The longest stretch in which the event loop did not come back while `work` and what follows from it ran.
double longestBusyMs(const std::function<void()>& work, const std::function<bool()>& done)
{
    QElapsedTimer busy;
    double longest = 0;
    auto* dispatcher = QAbstractEventDispatcher::instance();
    QObject context;
    const auto stop = [&] { longest = std::max(longest, double(busy.nsecsElapsed()) / 1e6); };
    QObject::connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, &context, stop);
    QObject::connect(dispatcher, &QAbstractEventDispatcher::awake, &context, [&] { busy.restart(); });
    QEventLoop loop;
    QTimer poll;
    QElapsedTimer after;
    QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
        if (!done())
            return;
        if (!after.isValid())
            after.start();
        if (after.elapsed() > 60)
            loop.quit();
    });
    poll.start(5);
    busy.start();
    QTimer::singleShot(0, &loop, work);
    loop.exec();
    return longest;
}

void print(const char* name, double value)
{
    bench::printRow(name, value, "ms", "one frame at 60 Hz", kFrameMs);
}

} // namespace

int main(int argc, char** argv)
{
    bench::Desk desk(argc, argv);
    QElapsedTimer timer;
    const LedgerFacts made = facts();
    timer.start();
    const auto ledger = std::make_shared<const Ledger>(buildLedger(made));
    const double merge = double(timer.nsecsElapsed()) / 1e6;
    timer.restart();
    LedgerFilter word;
    word.text = u"prototype 0.1"_s;
    filterLedger(*ledger, word);
    const double filter = double(timer.nsecsElapsed()) / 1e6;
    qint64 bytes = 0;
    QList<int> all(ledger->rows.size());
    for (int i = 0; i < all.size(); ++i)
        all[i] = i;
    timer.restart();
    writeLedgerCsv(ledger->rows, all, [&bytes](const QByteArray& piece) {
        bytes += piece.size();
        return true;
    });
    const double csv = double(timer.nsecsElapsed()) / 1e6;

    LedgerView view;
    view.resize(1180, 700);
    view.show();
    int shown = -1;
    QObject::connect(&view, &LedgerView::shownChanged, &view, [&shown](int rows) { shown = rows; });
    std::vector<double> opens, filters, scrolls;
    for (int round = 0; round < kRounds; ++round) {
        shown = -1;
        opens.push_back(longestBusyMs([&] { view.setLedger(ledger); }, [&] { return shown >= 0; }));
        shown = -1;
        filters.push_back(longestBusyMs([&] { view.setSearch(round % 2 ? u"proto"_s : u"image"_s); }, [&] { return shown >= 0; }));
        shown = -1;
        longestBusyMs([&] { view.setSearch({}); }, [&] { return shown == ledger->rows.size(); });
        auto* bar = view.findChild<QTableView*>(u"ledger.list"_s)->verticalScrollBar();
        bool scrolled = false;
        scrolls.push_back(longestBusyMs([&] {
            bar->setValue(bar->maximum() * (round + 1) / (kRounds + 1));
            scrolled = true;
        }, [&] { return scrolled; }));
    }
    print("ledger 100k rows: opening, GUI thread busy", median(opens));
    print("ledger 100k rows: search, GUI thread busy", median(filters));
    print("ledger 100k rows: jump, GUI thread busy", median(scrolls));
    print("ledger 100k rows: merge, beside", merge);
    print("ledger 100k rows: search, beside", filter);
    print("ledger 100k rows: CSV, beside", csv);
    bench::endRows();
    return ledger->rows.size() >= kRows && bytes > 0 ? 0 : 1;
}
