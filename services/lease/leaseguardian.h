// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"
#include "services/lease/leasebook.h"

#include <QObject>

namespace run402 {

class LeaseClock;
class Services;
class Workspace;

/// Watches over the lease of the wallet in use: tells each of its marks once, and renews by itself where a person asked
/// for that.
///
/// A renewal is a payment like any other (budget, journal, pinned recipients), but asks nobody: what would need a question
/// is not paid. It is begun at most once per lease end, which is on the disk before the payment is, so neither two
/// windows nor a crash pay twice; whatever stops it also pauses renewing, until a person switches it on again. A server
/// that cannot be reached stops nothing: it is tried again while there is time.
///
/// Owner: Services; borrows the rest. Thread: GUI. Never fails: what stopped it is in state().
class LeaseGuardian : public QObject
{
    Q_OBJECT
public:
    struct Notice
    {
        LeaseMark mark = LeaseMark::Days3;
        QString tier;
        QDateTime expiresAt;   ///< UTC
        bool renewsItself = false;
    };
    struct State
    {
        bool on = false;       ///< renews by itself
        bool renewing = false; ///< a payment is under way
        QString pausedBy;      ///< problem code of what stopped it; empty = not paused
    };

    LeaseGuardian(Services& services, LeaseClock& clock, QObject* parent = nullptr);

    const State& state() const { return m_state; }
    Call<Done>* setAutoRenew(bool on);
    /// How long before its end a lease is renewed, seconds.
    static constexpr qint64 renewBefore = 86'400;

Q_SIGNALS:
    void noticed(const run402::LeaseGuardian::Notice& notice);
    void stateChanged();
    void renewed(const run402::TierChange& change);
    void renewalStopped(const run402::Problem& problem);

private:
    LeaseBook::Lease lease() const;
    void look();
    void tellMark();
    void tellPhase();
    void readStanding();
    void keep(const LeaseBook::Standing& standing);
    bool isDue(const TierStatus& tier) const;
    void renew();
    void confirmed(const LeaseBook::Lease& lease, const QString& tier);
    void pay(const LeaseBook::Lease& lease, const QString& tier);
    void paid(const LeaseBook::Lease& lease, const Result<TierChange>& outcome);
    void setState(const State& state);

    Services& m_services;
    Workspace& m_workspace;
    LeaseClock& m_clock;
    LeaseBook m_book;
    State m_state;
    QString m_standingOf;   ///< whose standing m_state tells
    QString m_told, m_phase, m_reread; ///< what was asked of the book already in this run
    QDateTime m_retryFrom;  ///< after a server that was not reached
    QDateTime m_mine;       ///< end of the lease whose renewal this window has begun
};

} // namespace run402
