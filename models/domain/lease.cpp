// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/lease.h"

namespace run402 {
namespace {

struct Milestone { LeaseMark mark; qint64 offsetSeconds; }; ///< from the lease's end

constexpr Milestone kMilestones[] = {{LeaseMark::Days3, -72 * 3600},
                                     {LeaseMark::Day1, -24 * 3600},
                                     {LeaseMark::Hours2, -2 * 3600},
                                     {LeaseMark::OnHold, 0},
                                     {LeaseMark::Archived, leaseHoldSeconds},
                                     {LeaseMark::Deleted, leaseHoldSeconds + leaseArchiveSeconds}};

bool hasLease(const TierStatus& status) { return !status.tier.isEmpty() && status.expiresAt.isValid(); }

} // namespace

LeasePhase leasePhase(const TierStatus& status, const QDateTime& now)
{
    if (!hasLease(status))
        return LeasePhase::None;
    const qint64 over = status.expiresAt.secsTo(now);
    if (status.active && over < 0)
        return LeasePhase::Active;
    if (over >= leaseHoldSeconds + leaseArchiveSeconds)
        return LeasePhase::Deleted;
    return over >= leaseHoldSeconds ? LeasePhase::Archived : LeasePhase::OnHold;
}

std::optional<LeaseMark> passedMark(const TierStatus& status, const QDateTime& now)
{
    if (!hasLease(status))
        return std::nullopt;
    std::optional<LeaseMark> passed;
    for (const Milestone& m : kMilestones) {
        const QDateTime at = status.expiresAt.addSecs(m.offsetSeconds);
        if (at > now)
            break;
        if (m.offsetSeconds >= 0 || !status.startedAt.isValid() || at > status.startedAt)
            passed = m.mark;
    }
    return passed;
}

QDateTime nextMarkAt(const TierStatus& status, const QDateTime& now)
{
    if (hasLease(status)) {
        for (const Milestone& m : kMilestones) {
            const QDateTime at = status.expiresAt.addSecs(m.offsetSeconds);
            if (at > now)
                return at;
        }
    }
    return {};
}

QString leaseMarkId(LeaseMark mark)
{
    switch (mark) {
    case LeaseMark::Days3: return QStringLiteral("72h");
    case LeaseMark::Day1: return QStringLiteral("24h");
    case LeaseMark::Hours2: return QStringLiteral("2h");
    case LeaseMark::OnHold: return QStringLiteral("on-hold");
    case LeaseMark::Archived: return QStringLiteral("archived");
    case LeaseMark::Deleted: return QStringLiteral("deleted");
    case LeaseMark::Renewed: return QStringLiteral("renewed");
    }
    return {};
}

QString leasePhaseId(LeasePhase phase)
{
    switch (phase) {
    case LeasePhase::None: return QStringLiteral("none");
    case LeasePhase::Active: return QStringLiteral("active");
    case LeasePhase::OnHold: return QStringLiteral("on-hold");
    case LeasePhase::Archived: return QStringLiteral("archived");
    case LeasePhase::Deleted: return QStringLiteral("deleted");
    }
    return {};
}

} // namespace run402
