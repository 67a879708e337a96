// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/problem.h"

#include <QString>

namespace run402 {

/// A problem in the person's words, translated.
struct ProblemWords
{
    QString title;   ///< what failed
    QString why;     ///< the likely reason; may be empty
    QString next;    ///< what to do; may be empty
    QString action;  ///< code for a button: one of nextActions, "retry", or empty
    QString button;  ///< the button's text when `action` is set
    QString written; ///< what was or was not written
};

/// Looks the code up in the table, then its part before the first dot, then the
/// kind. Numbers and names of `details` fill the texts where they are known.
/// Thread: GUI (translations).
ProblemWords problemWords(const Problem& problem);

/// True when the table has the exact code.
bool knowsProblem(const QString& code);

/// The button text of an action code such as "tier.renew"; empty if unknown.
QString actionText(const QString& action);

} // namespace run402
