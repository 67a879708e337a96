// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"
#include "services/net/call.h"

#include <optional>

/// Whether the wallet has just paid for the same thing from somewhere else: another computer, an agent, the CLI.
namespace run402 {

/// How long ago the same charge may be without being remarkable.
inline constexpr int kTwinSeconds = 600;

/// What the service says was charged lately. nullopt = could not be read.
struct RecentCharges
{
    std::optional<QList<LedgerEntry>> ledger;
    std::optional<TierStatus> tier;
};

/// Reads them anew, for the wallet in use. Never fails. Thread: GUI.
class ChargeSource
{
public:
    virtual ~ChargeSource() = default;
    virtual Call<RecentCharges>* recentCharges() = 0;
};

/// When the newest charge like `payment` (its purpose, payer and amount) was made that none of the payments `known` here
/// explains and that is younger than kTwinSeconds. Pure; thread: any. Server's time, UTC.
///
/// A tier shows in the billing history whichever way it was paid; anything else only when it was paid from prepaid
/// credit, as the history knows nothing of the chains.
/// `clockOffsetMs`: server minus this computer, by whose clock the known payments were noted.
std::optional<QDateTime> twinCharge(const Payment& payment, const RecentCharges& charges, const QList<Payment>& known,
                                    qint64 clockOffsetMs, const QDateTime& serverNow);

} // namespace run402
