// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/simrun.h"

#include "services/x402/bytes.h"
#include "tests/support/await.h"
#include "tests/unit/x402/offertext.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace run402::test {
namespace {

using State = Payment::State;

constexpr qint64 kPrice = 100'000;
constexpr qint64 kHourMs = 3'600'000;

/// Runs something from the event loop before everything else that waits there: a program killed at a state does not get
/// to its next step.
class Killer : public QObject
{
public:
    explicit Killer(std::function<void()> kill) : m_kill(std::move(kill)) {}
    bool event(QEvent* e) override
    {
        if (e->type() != QEvent::User)
            return QObject::event(e);
        m_kill();
        return true;
    }

private:
    std::function<void()> m_kill;
};

QString memoryFolder()
{
    const QString shm = u"/dev/shm"_s;
    return QDir(shm).exists() ? shm + "/run402-run-XXXXXX"_L1 : QDir::tempPath() + "/run402-run-XXXXXX"_L1;
}

} // namespace

SimRun::SimRun(quint32 seed, const QString& templateFolder, const MemoryStore& keys, const QString& payer, SimStats& stats)
    : m_seed(seed), m_stats(stats), m_dice(seed), m_folder(memoryFolder()), m_goodKeys(keys.entries), m_server(seed),
      m_clock(m_server), m_killer(std::make_unique<Killer>([this] { m_program.reset(); }))
{
    for (const char* name : {"local.db", "wallets.json"})
        QFile::copy(templateFolder + u'/' + QLatin1String(name), m_folder.filePath(QLatin1String(name)));
    m_keys.entries = m_goodKeys;
    m_server.payer = payer.toLatin1();
    m_server.tier.wallet = payer;
    m_startBalance = m_server.balanceMicros = kPrice * m_dice.bounded(1, 9);
    m_startTempo = m_server.tempoMicros = oneIn(4) ? 0 : kPrice * m_dice.bounded(1, 9);
    m_startCredit = m_server.creditMicros = oneIn(2) ? 0 : kPrice * m_dice.bounded(1, 5);
    m_clock.skewMs = oneIn(3) ? qint64(m_dice.bounded(-5, 6)) * kHourMs + m_dice.bounded(600'000) : 0;
    m_dayCap = oneIn(3) ? kPrice * 3 : 0;
}

SimRun::~SimRun() = default;

bool SimRun::wait(std::function<bool()> until)
{
    QElapsedTimer timer;
    timer.start();
    while (!until()) {
        if (timer.elapsed() > 20'000)
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

void SimRun::start()
{
    m_program = std::make_unique<SimProgram>(m_folder.path(), m_server, m_clock, m_keys);
    (void)await(m_program->wallets.load());
    if (const auto recovered = await(m_program->journal.recover()); !recovered.ok())
        m_broken = "recover: "_L1 + recovered.error().code;
    for (const Payment& p : payments()) {
        if (p.state != State::Settled && p.state != State::Refused && p.state != State::Unknown)
            m_broken = "after the start a payment of a dead program is "_L1 + PaymentJournal::stateName(p.state);
    }
}

void SimRun::restart()
{
    m_program.reset();
    start();
}

void SimRun::killSoon()
{
    QCoreApplication::postEvent(m_killer.get(), new QEvent(QEvent::User), Qt::HighEventPriority);
}

QList<Payment> SimRun::payments()
{
    return await(m_program->journal.list({})).valueOr({});
}

void SimRun::setKey(KeyFault fault)
{
    m_keys.failWith.reset();
    m_keys.entries = m_goodKeys;
    switch (fault) {
    case KeyFault::None: break;
    case KeyFault::Locked: m_keys.failWith = Problem::make(Problem::Kind::Local, u"secret.locked"_s, {}); break;
    case KeyFault::Denied: m_keys.failWith = Problem::make(Problem::Kind::Local, u"secret.denied"_s, {}); break;
    case KeyFault::Absent: m_keys.entries.clear(); break;
    case KeyFault::Changed:
        for (QByteArray& key : m_keys.entries)
            key = QByteArray(32, 7);
        break;
    }
}

SimRun::Plan SimRun::plan()
{
    Plan p;
    p.fault = oneIn(3) ? Fault::None : Fault(m_dice.bounded(int(Fault::Count)));
    p.settleDelayMs = m_dice.bounded(400'000);
    p.tier = oneIn(4) ? u"hobby"_s : u"prototype"_s;
    const State states[] = {State::Drafted, State::Signed, State::Sent, State::Settled, State::Refused, State::Unknown};
    if (oneIn(4))
        p.killAt = states[m_dice.bounded(6)];
    p.killOnArrival = oneIn(8);
    if (oneIn(6)) {
        p.jumpAt = states[m_dice.bounded(6)];
        p.jumpToMs = qint64(m_dice.bounded(-5, 6)) * kHourMs + m_dice.bounded(900'000);
    }
    p.key = oneIn(10) ? KeyFault(m_dice.bounded(1, 5)) : KeyFault::None;
    p.dearer = oneIn(12);
    p.otherSeller = oneIn(12);
    p.quoted = !oneIn(5);
    p.besideUnknown = oneIn(3);
    p.balancesReadable = !oneIn(8);
    p.asks = SimServer::Asks(m_dice.bounded(3));
    return p;
}

void SimRun::buy(const Plan& plan)
{
    ++m_stats.purchases;
    ++m_stats.faults[int(plan.fault)];
    note(u"buy %1 asks %8 fault %2 kill %3/%4 jump %5 key %6 late %7"_s.arg(plan.tier).arg(int(plan.fault))
             .arg(plan.killAt ? PaymentJournal::stateName(*plan.killAt) : u"-"_s).arg(plan.killOnArrival)
             .arg(plan.jumpAt ? plan.jumpToMs : 0).arg(int(plan.key)).arg(plan.settleDelayMs).arg(int(plan.asks)));
    m_server.priceMicros = plan.dearer ? 2 * kPrice : kPrice;
    m_server.seller = plan.otherSeller ? otherSellerText : sellerText;
    m_server.asks = plan.asks;
    m_program->person.paysBesideUnknown = plan.besideUnknown;
    m_program->balances.readable = plan.balancesReadable;
    const auto demand = await(m_program->transport.send(SimProgram::request(plan.tier)));
    if (!demand.ok() || demand->status != 402)
        return;
    m_server.fault = plan.fault;
    m_server.settleDelayMs = plan.settleDelayMs;
    m_server.paidArrived = [this, kill = plan.killOnArrival] {
        if (kill)
            killSoon();
    };
    setKey(plan.key);
    QObject context;
    QObject::connect(&m_program->journal, &PaymentJournal::changed, &context, [this, plan](const Payment& p) {
        if (plan.jumpAt == p.state)
            m_clock.skewMs = plan.jumpToMs;
        if (plan.killAt == p.state)
            killSoon();
    });
    std::optional<Result<HttpReply>> outcome;
    m_program->buy(*demand, plan.quoted ? kPrice : -1, plan.tier)
        ->onDone(&context, [&](const Result<HttpReply>& r) { outcome.emplace(r); });
    if (!wait([&] { return outcome || !m_program; }))
        m_broken = u"a purchase never ended"_s;
    QCoreApplication::sendPostedEvents(m_killer.get(), QEvent::User);
    note(outcome ? codeOf(*outcome) : u"killed"_s);
    m_server.fault = Fault::None;
    m_server.paidArrived = nullptr;
    m_server.priceMicros = kPrice;
    m_server.seller = sellerText;
    setKey(KeyFault::None);
    if (!m_program) {
        ++m_stats.killed;
        start();
    }
}

/// Two windows on one data folder want the same, or the last of the budget, at the same moment.
void SimRun::race()
{
    note(u"race"_s);
    m_server.asks = SimServer::Asks(m_dice.bounded(3));
    auto second = std::make_unique<SimProgram>(m_folder.path(), m_server, m_clock, m_keys);
    (void)await(second->wallets.load());
    const auto demand = await(m_program->transport.send(SimProgram::request(u"prototype"_s)));
    (void)await(second->transport.send(SimProgram::request(u"prototype"_s)));
    if (!demand.ok())
        return;
    const QString other = oneIn(2) ? u"prototype"_s : u"hobby"_s;
    m_stats.purchases += 2;
    QObject context;
    int over = 0;
    QStringList codes;
    const auto count = [&](const Result<HttpReply>& r) {
        ++over;
        codes << codeOf(r);
    };
    m_program->buy(*demand, kPrice, u"prototype"_s)->onDone(&context, count);
    second->buy(*demand, kPrice, other)->onDone(&context, count);
    if (!wait([&] { return over == 2; }))
        m_broken = u"a race never ended"_s;
    note(codes.join(u' '));
}

void SimRun::reconcile()
{
    const auto r = await(m_program->reconciler.run());
    if (!r.ok())
        m_broken = "reconciler: "_L1 + r.error().code;
    else
        m_stats.reconciled += int(r->size());
    note(u"reconciled %1"_s.arg(r.ok() ? r->size() : -1));
}

void SimRun::act()
{
    switch (m_dice.bounded(10)) {
    case 0: {
        const qint64 ms = m_dice.bounded(500'000);
        note(u"pass %1"_s.arg(ms));
        m_server.pass(ms);
        break;
    }
    case 1:
        m_clock.skewMs = qint64(m_dice.bounded(-5, 6)) * kHourMs;
        note(u"clock %1"_s.arg(m_clock.skewMs));
        break;
    case 2:
        m_server.unreadable = oneIn(2) ? 0.5 : 0;
        if (oneIn(2))
            restart();
        reconcile();
        m_server.unreadable = 0;
        break;
    case 3:
        race();
        break;
    default:
        buy(plan());
    }
}

/// The connection is back: at first nothing may be decided too early, in the end nothing may be unknown.
void SimRun::settleDown()
{
    if (oneIn(2))
        restart();
    reconcile();
    for (int i = 0; i < 3; ++i) {
        m_server.pass(m_dice.bounded(200'000));
        reconcile();
    }
    if (oneIn(2))
        m_clock.skewMs = qint64(m_dice.bounded(-5, 6)) * kHourMs;
    m_server.pass(kHourMs + 200'000);
    restart();
    reconcile();
}

QString SimRun::audit()
{
    qint64 onChain = 0, onTempo = 0, fromCredit = 0;
    QHash<QString, int> creditRows, debits;
    QHash<qint64, qint64> perDay;
    for (const Payment& p : payments()) {
        const auto effect = m_server.effects.value(p.id);
        const QString what = p.id + u' ' + PaymentJournal::stateName(p.state) + u' ' + p.reason;
        if (effect.onChain + effect.onTempo + effect.debits > 1)
            return "settled more than once: "_L1 + what;
        debits[p.purpose] += effect.debits;
        if (p.state == State::Settled) {
            ++m_stats.settled;
            (p.rail == Rail::Credit ? fromCredit : p.rail == Rail::TempoPathUsd ? onTempo : onChain) += p.amountMicros;
            m_stats.onTempo += p.rail == Rail::TempoPathUsd;
            if (p.rail == Rail::Credit)
                ++creditRows[p.purpose];
            if ((p.rail == Rail::BaseSepoliaUsdc) != (effect.onChain == 1) || (p.rail == Rail::TempoPathUsd) != (effect.onTempo == 1))
                return "the journal says settled, the chain does not agree: "_L1 + what;
        } else if (p.state == State::Refused) {
            ++m_stats.refused;
            if (effect.onChain || effect.onTempo)
                return "the journal says refused, the chain paid: "_L1 + what;
        } else {
            return "still without an outcome: "_L1 + what;
        }
        if (p.rail != Rail::Credit && p.state != State::Refused)
            perDay[p.createdAt.date().toJulianDay()] += p.amountMicros;
    }
    if (onChain != m_startBalance - m_server.balanceMicros)
        return u"on chain %1 went, the ledger says %2"_s.arg(m_startBalance - m_server.balanceMicros).arg(onChain);
    if (onTempo != m_startTempo - m_server.tempoMicros)
        return u"on Tempo %1 went, the ledger says %2"_s.arg(m_startTempo - m_server.tempoMicros).arg(onTempo);
    if (fromCredit != m_startCredit - m_server.creditMicros)
        return u"%1 of credit went, the ledger says %2"_s.arg(m_startCredit - m_server.creditMicros).arg(fromCredit);
    debits.removeIf([](auto it) { return it.value() == 0; });
    if (creditRows != debits)
        return u"credit is booked on another purchase"_s;
    for (const qint64 sum : perDay) {
        if (m_dayCap > 0 && sum > m_dayCap)
            return u"%1 in a day of at most %2"_s.arg(sum).arg(m_dayCap);
    }
    return {};
}

QString SimRun::play()
{
    start();
    Budget budget = Budget::defaults(Environment::Testnet);
    budget.perDayMicros = m_dayCap;
    (void)await(m_program->budgets.set(Environment::Testnet, budget));
    const int acts = m_dice.bounded(2, 7);
    for (int i = 0; i < acts && m_broken.isEmpty(); ++i)
        act();
    for (const Payment& p : payments())
        m_stats.wasUnknown += p.state == State::Unknown;
    settleDown();
    m_stats.paidRequests += m_server.paidRequests;
    if (m_broken.isEmpty())
        m_broken = audit();
    if (m_broken.isEmpty())
        return {};
    return u"seed %1: %2\n  %3"_s.arg(m_seed).arg(m_broken, m_story.join("\n  "_L1));
}

} // namespace run402::test
