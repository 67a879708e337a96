// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"

namespace run402 {

/// Where a wallet's lease stands in its life (contract.md §1.8): writing, then a week in which everything is on hold and
/// can still be saved, then archived for 30 days, then deleted. Pure; thread: any.
enum class LeasePhase { None, Active, OnHold, Archived, Deleted };

/// Something a person wants to hear about once per lease.
enum class LeaseMark { Days3, Day1, Hours2, OnHold, Archived, Deleted, Renewed };

constexpr qint64 leaseHoldSeconds = 7 * 86'400, leaseArchiveSeconds = 30 * 86'400;

/// `now`: the service's time.
LeasePhase leasePhase(const TierStatus& status, const QDateTime& now);

/// The latest mark this lease has passed; nullopt = none yet, or no lease. Earlier ones are then no news any more.
/// Marks from before the lease began are none.
std::optional<LeaseMark> passedMark(const TierStatus& status, const QDateTime& now);

/// When passedMark() will answer differently, so that nobody has to look all the time; invalid = never.
QDateTime nextMarkAt(const TierStatus& status, const QDateTime& now);

QString leaseMarkId(LeaseMark mark);   ///< stable: "72h", "24h", "2h", "on-hold", "archived", "deleted", "renewed"
QString leasePhaseId(LeasePhase phase); ///< stable: "none", "active", "on-hold", "archived", "deleted"

} // namespace run402
