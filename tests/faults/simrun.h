// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/simprogram.h"

#include <QRandomGenerator>
#include <QTemporaryDir>

namespace run402::test {

/// What all runs of a series did, for the record.
struct SimStats
{
    int purchases = 0, killed = 0, settled = 0, onTempo = 0, refused = 0, wasUnknown = 0, reconciled = 0, paidRequests = 0;
    QHash<int, int> faults; ///< by Fault
};

/// One seeded life of a data folder: purchases under faults, kills, clock jumps, locked keychains and second windows;
/// then everything works again, time passes, and the books are compared with what really happened.
class SimRun
{
public:
    /// `templateFolder` holds a store and a wallet registry to begin with, `keys` its keys.
    SimRun(quint32 seed, const QString& templateFolder, const MemoryStore& keys, const QString& payer, SimStats& stats);
    ~SimRun();

    /// Empty, or which rule was broken and how it came to it.
    QString play();

private:
    enum class KeyFault { None, Locked, Denied, Absent, Changed };
    struct Plan
    {
        Fault fault = Fault::None;
        qint64 settleDelayMs = 0;
        std::optional<Payment::State> killAt; ///< as soon as the journal has it
        bool killOnArrival = false;           ///< as soon as the paid request is out
        std::optional<Payment::State> jumpAt; ///< the clock jumps there
        qint64 jumpToMs = 0;
        KeyFault key = KeyFault::None;
        bool dearer = false, otherSeller = false, quoted = true, besideUnknown = false, balancesReadable = true;
        QString tier;
        SimServer::Asks asks = SimServer::Asks::X402;
    };
    Plan plan();
    void act();
    void buy(const Plan& plan);
    void race();
    void start();
    void restart();
    void reconcile();
    void settleDown();
    QString audit();
    QList<Payment> payments();
    void killSoon();
    void setKey(KeyFault fault);
    bool wait(std::function<bool()> until);
    void note(const QString& what) { m_story.append(what); }
    bool oneIn(int n) { return m_dice.bounded(n) == 0; }

    quint32 m_seed;
    SimStats& m_stats;
    QRandomGenerator m_dice;
    QTemporaryDir m_folder;
    MemoryStore m_keys;
    QHash<QString, QByteArray> m_goodKeys;
    SimServer m_server;
    SkewedClock m_clock;
    std::unique_ptr<SimProgram> m_program;
    std::unique_ptr<QObject> m_killer;
    QStringList m_story;
    QString m_broken;
    qint64 m_dayCap = 0;
    qint64 m_startBalance = 0, m_startTempo = 0, m_startCredit = 0;
};

} // namespace run402::test
