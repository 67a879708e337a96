// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/lease/leaseclock.h"

#include "services/workspace.h"

namespace run402 {
namespace {

constexpr qint64 kBeatMs = 20'000, kLastBeatMs = 1'000, kLastMs = 120'000;

} // namespace

LeaseClock::LeaseClock(Workspace& workspace, QObject* parent) : QObject(parent), m_workspace(workspace)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &LeaseClock::beat);
    for (const auto signal : {&Workspace::tierChanged, &Workspace::clockChanged, &Workspace::connectionChanged})
        connect(&m_workspace, signal, this, &LeaseClock::beat);
    m_timer.start(int(kBeatMs));
}

QDateTime LeaseClock::now() const { return m_workspace.serverNow(); }

LeasePhase LeaseClock::phase() const
{
    return leasePhase(m_workspace.tier().value.value_or(TierStatus()), now());
}

qint64 LeaseClock::secondsLeft() const
{
    const auto& tier = m_workspace.tier().value;
    return tier && tier->expiresAt.isValid() ? now().secsTo(tier->expiresAt) : 0;
}

void LeaseClock::beat()
{
    const TierStatus tier = m_workspace.tier().value.value_or(TierStatus());
    const QDateTime time = now(), mark = nextMarkAt(tier, time);
    const qint64 toEnd = tier.expiresAt.isValid() ? time.msecsTo(tier.expiresAt) : -1;
    qint64 next = toEnd > 0 && toEnd < kLastMs ? kLastBeatMs : kBeatMs;
    if (mark.isValid())
        next = qBound(qint64(1), time.msecsTo(mark) + 1, next);
    m_timer.start(int(next));
    Q_EMIT ticked();
}

} // namespace run402
