// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/ledger/ledgerstore.h"

namespace run402 {

class Money;

/// What one reading of all sources brought.
struct LedgerReading
{
    LedgerFacts facts;
    std::optional<Problem> billing; ///< why the history or the credit could not be read; what is kept stands
    bool caughtUp = true;           ///< every chain that answered was read up to now
};

/// Reads billing history, credit and chains, keeps what is new in the store and gives all of it. Reads only.
/// Borrows everything; deletes itself with its call. Thread: GUI. Fails: store.*; a source that cannot be read is no
/// failure but part of the reading.
Call<LedgerReading>* readLedger(QObject* owner, LedgerStore store, const LedgerStore::Owner& whose, Money& money, ChainHistory& chains,
                                int backSpans);

} // namespace run402
