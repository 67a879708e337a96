// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"
#include "services/pay/budgetstore.h"

namespace run402 {

/// A budget policy in words. Pure; thread: GUI (translations).
namespace BudgetWords {

/// A limit as typed: "5", "$5.00", or nothing and "no limit" for 0. Errors: amount.*, budget.too_small (a limit that
/// allows nothing would look like none).
Result<qint64> limitFrom(const QString& text);
/// "$5.00"; "no limit" for 0.
QString limitText(qint64 micros);

struct Issue
{
    QString text;
    bool blocks = false; ///< the policy contradicts itself and is not kept
};
QList<Issue> issues(const Budget& budget, Environment environment);

/// What the policy means, in two or three sentences.
QString summary(const Budget& budget, Environment environment);

/// Why `text` is no host name a payment could be for; empty = it is one.
QString hostProblem(const QString& text);

/// The rule a refused payment broke, as a sentence; empty = it was not refused by a rule of ours.
QString rule(const Payment& payment);

} // namespace BudgetWords
} // namespace run402
