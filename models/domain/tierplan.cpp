// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/tierplan.h"

#include <algorithm>
#include <cmath>

namespace run402 {
namespace {

constexpr qint64 kDayMs = 86'400'000;
constexpr qint64 kSlackMs = 5'000; // two clocks that agree do so to about a second

const TierOffer* offerOf(const QList<TierOffer>& offers, const QString& name)
{
    const auto it = std::find_if(offers.cbegin(), offers.cend(), [&](const TierOffer& o) { return o.name == name; });
    return it == offers.cend() ? nullptr : &*it;
}

/// The service divides first and multiplies then, in double precision: the same order gives the same micro-dollar.
qint64 refundOf(qint64 unusedMs, qint64 spanMs, qint64 priceMicros)
{
    if (spanMs <= 0 || unusedMs <= 0)
        return 0;
    return qint64(std::floor(double(unusedMs) / double(spanMs) * double(priceMicros)));
}

} // namespace

std::optional<TierPlan> planTier(const QList<TierOffer>& offers, const TierStatus& status, const QString& tier,
                                 const QDateTime& now)
{
    const TierOffer* wanted = offerOf(offers, tier);
    if (!wanted)
        return std::nullopt;
    TierPlan plan;
    plan.tier = tier;
    plan.previousTier = status.tier;
    plan.priceMicros = wanted->priceMicros;
    plan.startsAt = now;
    plan.endsAt = now.addMSecs(wanted->leaseDays * kDayMs);
    plan.storedBytes = status.poolStorageBytes;
    plan.storageLimitBytes = qint64(wanted->storageMb) << 20;
    if (!status.active || status.tier.isEmpty() || status.expiresAt <= now)
        return plan;
    if (status.tier == tier) {
        plan.action = TierPlan::Action::Renew;
        plan.startsAt = status.startedAt;
        plan.endsAt = status.expiresAt.addMSecs(wanted->leaseDays * kDayMs);
        return plan;
    }
    plan.unusedMs = now.msecsTo(status.expiresAt);
    plan.spanMs = status.startedAt.msecsTo(status.expiresAt);
    const TierOffer* present = offerOf(offers, status.tier);
    const bool up = !present || wanted->priceMicros > present->priceMicros;
    plan.action = up ? TierPlan::Action::Upgrade : TierPlan::Action::Downgrade;
    // After a renewal the span covers several periods, the price stays one period's (contract.md §3.2).
    plan.refundMicros = present ? refundOf(plan.unusedMs, plan.spanMs, present->priceMicros) : 0;
    plan.refused = !up && plan.storedBytes > plan.storageLimitBytes;
    return plan;
}

QString tierActionName(TierPlan::Action action)
{
    switch (action) {
    case TierPlan::Action::Subscribe: return QStringLiteral("subscribe");
    case TierPlan::Action::Renew: return QStringLiteral("renew");
    case TierPlan::Action::Upgrade: return QStringLiteral("upgrade");
    case TierPlan::Action::Downgrade: return QStringLiteral("downgrade");
    }
    return {};
}

TierDifference compareTier(const TierPlan& plan, const TierChange& change, qint64 elapsedMs,
                           std::optional<qint64> creditBefore, bool paidFromCredit)
{
    TierDifference difference;
    difference.action = change.action != tierActionName(plan.action);
    // A renewal is added to a lease that both sides know exactly; everything else begins when the service gets to it.
    const bool exact = plan.action == TierPlan::Action::Renew;
    const qint64 slack = exact ? 1'000 : qMax(elapsedMs, qint64(0)) + kSlackMs;
    difference.end = std::abs(plan.endsAt.msecsTo(change.expiresAt)) > slack;
    if (!creditBefore)
        return difference;
    difference.refundedMicros = change.creditMicros - *creditBefore + (paidFromCredit ? plan.priceMicros : 0);
    qint64 least = plan.refundMicros;
    if (plan.spanMs > 0 && plan.unusedMs > 0)
        least -= qint64(std::ceil(double(slack) / double(plan.unusedMs) * double(plan.refundMicros)));
    difference.refund = difference.refundedMicros < qMax(least, qint64(0)) || difference.refundedMicros > plan.refundMicros + (plan.refundMicros - least);
    return difference;
}

} // namespace run402
