// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/ledger.h"

namespace run402 {

/// Which records of the three sources are one payment. Indexes into the lists given; -1 = none. Pure; thread: any.
struct LedgerMatches
{
    QList<int> transferOf; ///< by payment
    QList<int> entryOf;    ///< by payment
    QList<bool> transferUsed, entryUsed;
};

/// `payments` and `transfers` sorted by time, so that the result does not depend on how they came.
LedgerMatches matchLedger(const QList<Payment>& payments, const QList<LedgerEntry>& entries,
                          const QList<ChainTransfer>& transfers);

} // namespace run402
