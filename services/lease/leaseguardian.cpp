// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/lease/leaseguardian.h"

#include "services/lease/leaseclock.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr qint64 kFreshSeconds = 60;
constexpr qint64 kRetrySeconds = 600;

/// Nothing left this computer, and it is nobody's decision.
bool worthAnotherTry(const Problem& problem)
{
    return problem.kind == Problem::Kind::Network || problem.kind == Problem::Kind::Busy || problem.kind == Problem::Kind::Server
        || problem.kind == Problem::Kind::Cancelled;
}

bool isOpenOutcome(const Problem& problem)
{
    return problem.code == "payment.unknown"_L1 || problem.code == "payment.settlement_failed"_L1
        || problem.code == "payment.unclear"_L1;
}

} // namespace

LeaseGuardian::LeaseGuardian(Services& services, LeaseClock& clock, QObject* parent)
    : QObject(parent), m_services(services), m_workspace(services.workspace()), m_clock(clock), m_book(services.store())
{
    connect(&m_clock, &LeaseClock::ticked, this, &LeaseGuardian::look);
    connect(&m_workspace, &Workspace::environmentChanged, this, [this] {
        m_retryFrom = {};
        look();
    });
    // With its session a payment under way loses the one who waits for it; the journal goes on by itself.
    connect(&m_workspace, &Workspace::connectionChanged, this, [this] {
        if (!m_state.renewing || m_services.hasSession())
            return;
        m_mine = {};
        m_standingOf.clear();
        State state = m_state;
        state.renewing = false;
        setState(state);
    });
}

LeaseBook::Lease LeaseGuardian::lease() const
{
    const TierStatus tier = m_workspace.tier().value.value_or(TierStatus());
    return {m_workspace.world(), tier.wallet.toLower(), tier.expiresAt};
}

void LeaseGuardian::look()
{
    const auto& tier = m_workspace.tier();
    if (!m_workspace.isConnected() || !tier.value || tier.value->wallet.isEmpty())
        return;
    if (m_state.pausedBy == "lease.renewal_elsewhere"_L1)
        m_standingOf.clear(); // the other window may be done with it, or have given it back
    readStanding();
    if (tier.value->tier.isEmpty() || !tier.value->expiresAt.isValid())
        return;
    // An agent may have renewed it since it was read: news is only told of what was just looked at.
    const auto mark = passedMark(*tier.value, m_clock.now());
    const QString due = mark ? leaseMarkId(*mark) + tier.value->expiresAt.toString(Qt::ISODateWithMs) : QString();
    const bool old = tier.readAt.secsTo(QDateTime::currentDateTimeUtc()) > kFreshSeconds && !tier.problem;
    if (mark && due != m_told && old && due != m_reread) {
        m_reread = due;
        m_workspace.refreshTier();
        return;
    }
    tellPhase();
    tellMark();
    renew();
}

void LeaseGuardian::tellMark()
{
    const TierStatus tier = *m_workspace.tier().value;
    const auto mark = passedMark(tier, m_clock.now());
    if (!mark)
        return;
    const QString due = leaseMarkId(*mark) + tier.expiresAt.toString(Qt::ISODateWithMs);
    if (due == m_told)
        return;
    m_told = due;
    m_book.note(lease(), *mark)->onDone(this, [this, mark = *mark, tier](const Result<bool>& first) {
        const bool itself = m_state.on && m_state.pausedBy.isEmpty();
        if (first.valueOr(false) && !(itself && mark == LeaseMark::Day1)) // it is being renewed, and that is told
            Q_EMIT noticed({mark, tier.tier, tier.expiresAt, itself});
    });
}

/// A lease that ended and runs again is news, whoever renewed it.
void LeaseGuardian::tellPhase()
{
    const TierStatus tier = *m_workspace.tier().value;
    const LeasePhase phase = leasePhase(tier, m_clock.now());
    const QString seen = leasePhaseId(phase) + tier.wallet + m_workspace.world();
    if (seen == m_phase)
        return;
    m_phase = seen;
    m_book.phase(lease(), phase)->onDone(this, [this, phase, tier, lease = lease()](const Result<QString>& before) {
        const bool wasOver = before.ok() && !before->isEmpty() && *before != leasePhaseId(LeasePhase::Active)
            && *before != leasePhaseId(LeasePhase::None);
        if (phase != LeasePhase::Active || !wasOver)
            return;
        m_book.note(lease, LeaseMark::Renewed)->onDone(this, [this, tier](const Result<bool>& first) {
            if (first.valueOr(false))
                Q_EMIT noticed({LeaseMark::Renewed, tier.tier, tier.expiresAt, m_state.on});
        });
    });
}

void LeaseGuardian::readStanding()
{
    const LeaseBook::Lease of = lease();
    const QString whose = of.world + of.wallet + of.end.toString(Qt::ISODateWithMs);
    if (whose == m_standingOf)
        return;
    m_standingOf = whose;
    m_book.standing(of.world, of.wallet)->onDone(this, [this, whose](const Result<LeaseBook::Standing>& standing) {
        if (whose != m_standingOf)
            return;
        if (!standing.ok()) {
            m_standingOf.clear();
            return;
        }
        keep(*standing);
        renew();
    });
}

void LeaseGuardian::keep(const LeaseBook::Standing& standing)
{
    State state = m_state;
    state.on = standing.autoRenew;
    state.pausedBy.clear();
    const bool ofThis = standing.last && standing.last->lease.end == lease().end;
    if (ofThis && standing.last->state == LeaseBook::State::Refused)
        state.pausedBy = standing.last->reason;
    else if (ofThis && standing.last->state == LeaseBook::State::Unknown)
        state.pausedBy = u"lease.renewal_open"_s;
    else if (ofThis && standing.last->state == LeaseBook::State::Begun && m_mine != standing.last->lease.end)
        state.pausedBy = u"lease.renewal_elsewhere"_s; // another window is at it, or one that was killed
    setState(state);
}

void LeaseGuardian::setState(const State& state)
{
    const bool same = state.on == m_state.on && state.renewing == m_state.renewing && state.pausedBy == m_state.pausedBy;
    m_state = state;
    if (!same)
        Q_EMIT stateChanged();
}

Call<Done>* LeaseGuardian::setAutoRenew(bool on)
{
    const LeaseBook::Lease of = lease();
    if (of.wallet.isEmpty())
        return Call<Done>::ready(this, fail(Problem::Kind::Local, u"wallet.none"_s, u"There is no wallet whose lease could be renewed"_s));
    m_retryFrom = {};
    auto* set = m_book.setAutoRenew(of.world, of.wallet, on);
    set->onDone(this, [this](const Result<Done>&) {
        m_standingOf.clear();
        readStanding();
    });
    return set;
}

bool LeaseGuardian::isDue(const TierStatus& tier) const
{
    const LeasePhase phase = leasePhase(tier, m_clock.now());
    // What is archived is gone already; paying then is a person's decision.
    return phase == LeasePhase::OnHold
        || (phase == LeasePhase::Active && m_clock.now().secsTo(tier.expiresAt) <= renewBefore);
}

void LeaseGuardian::renew()
{
    const auto& tier = m_workspace.tier().value;
    const bool may = m_state.on && !m_state.renewing && m_state.pausedBy.isEmpty() && m_workspace.isConnected()
        && m_services.hasSession() && !m_workspace.gateway().readOnly && tier && isDue(*tier)
        && !(m_retryFrom.isValid() && QDateTime::currentDateTimeUtc() < m_retryFrom);
    if (!may)
        return;
    State state = m_state;
    state.renewing = true;
    setState(state);
    // By the server's word of this moment: another window, an agent or the person may just have renewed it.
    m_services.money().status()->onDone(this, [this](const Result<TierStatus>& now) {
        const LeaseBook::Lease seen = lease();
        const bool same = now.ok() && now->expiresAt == seen.end && now->wallet.toLower() == seen.wallet;
        if (same && isDue(*now))
            return confirmed(seen, now->tier);
        if (!now.ok())
            m_retryFrom = QDateTime::currentDateTimeUtc().addSecs(kRetrySeconds);
        State state = m_state;
        state.renewing = false;
        setState(state);
        if (now.ok())
            m_workspace.refreshTier();
    });
}

void LeaseGuardian::confirmed(const LeaseBook::Lease& lease, const QString& tier)
{
    m_book.begin(lease, tier)->onDone(this, [this, lease, tier](const Result<bool>& mine) {
        if (mine.valueOr(false) && m_services.hasSession()) {
            m_mine = lease.end;
            return pay(lease, tier);
        }
        State state = m_state;
        state.renewing = false;
        setState(state);
        m_standingOf.clear();
        readStanding();
    });
}

void LeaseGuardian::pay(const LeaseBook::Lease& lease, const QString& tier)
{
    m_services.money().setTier(tier, Money::Asker::Guardian)->onDone(this, [this, lease](const Result<TierChange>& outcome) {
        paid(lease, outcome);
    });
}

void LeaseGuardian::paid(const LeaseBook::Lease& lease, const Result<TierChange>& outcome)
{
    const auto after = [this, outcome](const Result<Done>&) {
        State state = m_state;
        state.renewing = false;
        m_mine = {};
        setState(state);
        m_standingOf.clear();
        m_workspace.refreshTier();
        m_workspace.refreshBalances();
        readStanding();
        if (outcome.ok())
            Q_EMIT renewed(*outcome);
        else if (!worthAnotherTry(outcome.error()) || isOpenOutcome(outcome.error()))
            Q_EMIT renewalStopped(outcome.error());
    };
    if (outcome.ok())
        m_book.finish(lease, LeaseBook::State::Paid, {})->onDone(this, after);
    else if (isOpenOutcome(outcome.error()))
        m_book.finish(lease, LeaseBook::State::Unknown, outcome.error().code)->onDone(this, after);
    else if (worthAnotherTry(outcome.error())) {
        m_retryFrom = QDateTime::currentDateTimeUtc().addSecs(kRetrySeconds);
        m_book.giveBack(lease)->onDone(this, after);
    } else
        m_book.finish(lease, LeaseBook::State::Refused, outcome.error().code)->onDone(this, after);
}

} // namespace run402
