// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"
#include "models/domain/tierplan.h"
#include "services/lease/leaseguardian.h"

namespace run402 {

/// Leases and changes of tier in a person's words. Thread: GUI (translations).
namespace LeaseWords {

struct Words { QString title, text; };

/// News of a lease, for a notification. `now`: the service's time.
Words notice(const LeaseGuardian::Notice& notice, const QDateTime& now);
/// "2 d 3 h", "3 h 12 min", "40 s"; of a moment past as well.
QString span(qint64 seconds);
/// For the window's top: empty while there is more than three days' time.
QString countdown(LeasePhase phase, qint64 secondsLeft);
QString tierTitle(const QString& tier);

struct Fact { QString name, value; };
/// What a change of tier does, line by line, before it is paid.
QList<Fact> plan(const TierPlan& plan, const QString& price);
/// Why the service would not take it; empty = it would.
QString refusal(const TierPlan& plan);
/// After the payment: that it came as it was shown, or where not.
Words outcome(const TierPlan& plan, const TierChange& change, const TierDifference& difference);
/// Micro-dollars with as many digits as they need: "$2.50", "$0.071428".
QString exact(qint64 micros);

} // namespace LeaseWords
} // namespace run402
