// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"
#include "models/problem.h"

#include <QObject>
#include <QTimer>

#include <array>

namespace run402 {

class Services;

/// Free test money of both test networks: asked for, then watched until the balance shows it. One drip of a rail at a
/// time. Owner: the wallet pane. Thread: GUI.
class Faucets : public QObject
{
    Q_OBJECT
public:
    explicit Faucets(Services& services, QObject* parent = nullptr);

    static bool hasOne(Rail rail) { return rail == Rail::BaseSepoliaUsdc || rail == Rail::TempoPathUsd; }

    void ask(Rail rail);
    /// The workspace's balances were read again.
    void look();
    /// Another connection or wallet: answers still under way are of no interest.
    void reset();

    QString busy(Rail rail) const; ///< what is going on; empty = nothing
    QString wait(Rail rail) const; ///< why not now; empty = now

Q_SIGNALS:
    void changed();
    void arrived(run402::Rail rail, qint64 micros);
    void late(run402::Rail rail); ///< sent, and no balance shows it yet
    /// `waitSeconds`: until the next drip, 0 = not told.
    void failed(run402::Rail rail, const run402::Problem& problem, qint64 waitSeconds);

private:
    struct Drip
    {
        bool asked = false, watched = false;
        int tries = 0;
        qint64 before = 0;
        QDateTime from; ///< when the next one is allowed, UTC
    };
    Drip& of(Rail rail) { return m_drips[rail == Rail::TempoPathUsd]; }
    const Drip& of(Rail rail) const { return m_drips[rail == Rail::TempoPathUsd]; }
    std::optional<qint64> balance(Rail rail) const;
    void answered(Rail rail, const Problem* problem);
    void watch();

    Services& m_services;
    std::array<Drip, 2> m_drips;
    QTimer m_watch;
    int m_generation = 0;
};

} // namespace run402
