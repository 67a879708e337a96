// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"

#include <optional>

namespace run402 {

/// What taking a tier would do now, by the decision table of contract.md §3.2. Pure; thread: any. Micro-USD, UTC.
struct TierPlan
{
    enum class Action { Subscribe, Renew, Upgrade, Downgrade };
    Action action = Action::Subscribe;
    QString tier;
    QString previousTier;       ///< named also when its lease has ended; empty = none
    qint64 priceMicros = 0;     ///< always the whole price of the wanted tier
    qint64 refundMicros = 0;    ///< comes back as prepaid credit
    qint64 unusedMs = 0;        ///< of the present lease, what the refund is for
    qint64 spanMs = 0;          ///< the present lease's whole length
    QDateTime startsAt, endsAt; ///< of the lease afterwards
    qint64 storedBytes = 0;
    qint64 storageLimitBytes = 0; ///< of the wanted tier
    /// The service would take no payment: more is stored than the lower tier holds.
    bool refused = false;
};

/// nullopt: no such tier is offered. `now`: the service's time.
std::optional<TierPlan> planTier(const QList<TierOffer>& offers, const TierStatus& status, const QString& tier,
                                 const QDateTime& now);

/// The service's word for an action: "subscribe", "renew", "upgrade", "downgrade".
QString tierActionName(TierPlan::Action action);

/// Where the service's answer differs from what was shown before.
struct TierDifference
{
    bool action = false;
    bool end = false;
    bool refund = false;
    qint64 refundedMicros = -1; ///< by the service's answer; -1 = cannot be told
    bool any() const { return action || end || refund; }
};

/// `elapsedMs`: from the plan until the answer; the lease begins and the refund shrinks in between.
/// `creditBefore`: prepaid credit before, nullopt = not known; `paidFromCredit`: the price was taken from it.
TierDifference compareTier(const TierPlan& plan, const TierChange& change, qint64 elapsedMs,
                           std::optional<qint64> creditBefore, bool paidFromCredit);

} // namespace run402
