// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/ledger.h"

#include <functional>

namespace run402 {

/// Writes rows of a ledger as CSV: RFC 4180, one header line, CRLF, every field quoted, amounts with 6 decimals and
/// signs, times in UTC. A text that a spreadsheet would take for a formula gets an apostrophe. `sink` gets UTF-8
/// pieces of about 64 KiB and returns false to stop; false = it was stopped. Thread: any.
bool writeLedgerCsv(const QList<MoneyMove>& rows, const QList<int>& shown, const std::function<bool(const QByteArray&)>& sink);

} // namespace run402
