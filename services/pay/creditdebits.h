// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"

/// Which entries of the billing history payments can have caused. The history does not name a payment, so entries and
/// payments of one purpose and price are matched by time. Pure; thread: any. All times are the server's, UTC.
namespace run402 {

/// When the payment was signed. The note of this computer's clock is believed where it fits validBefore, which is the
/// server's time: the clock may have been put right since. `clockOffsetMs`: server minus this computer, as of now.
QDateTime signedAt(const Payment& payment, qint64 clockOffsetMs);

/// From shortly before it was signed until it can no longer be settled.
struct DebitWindow { QDateTime from, until; };
DebitWindow debitWindow(const Payment& payment, qint64 clockOffsetMs);

/// The ledger's debits of the payment's purpose and price.
QList<QDateTime> debitsLike(const Payment& payment, const QList<LedgerEntry>& ledger);

/// How many of the debits the payments can have caused at most, one each.
int explained(QList<QDateTime> debits, QList<DebitWindow> payments);

} // namespace run402
