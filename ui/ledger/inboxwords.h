// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"
#include "ui/common/chip.h"

namespace run402 {

/// What a row of the payment inbox says: what is known, what is not, and what to do next. Plain values from a
/// payment; pure; thread: GUI (translations).
struct InboxWords
{
    Tone tone = Tone::Neutral;
    QString icon, state;
    QString known;   ///< what is certain
    QString unknown; ///< what is not; empty = nothing is open
    QString next;    ///< what happens by itself or is to be done
    bool canCheck = false; ///< the outcome can be looked up
    bool canRetry = false; ///< worth asking whether it may be paid again
};
/// `paidSince`: the same thing was paid for later. `now` in UTC.
InboxWords inboxWords(const Payment& payment, bool paidSince, const QDateTime& now);

/// "Hobby tier", "Generated image".
QString inboxTitle(const Payment& payment);

} // namespace run402
