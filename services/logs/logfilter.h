// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/logline.h"

#include <QList>
#include <QRegularExpression>

#include <atomic>
#include <memory>

namespace run402 {

/// What is done to lines that were read, on a worker.
struct LogFilter
{
    QString pattern;         ///< a regular expression, without regard to case; empty = all lines
    bool groupErrors = false;
    int budgetMs = 2000;     ///< for the expression, over all lines
};

struct LogFiltered
{
    QList<LogRow> rows;      ///< oldest first
    QString patternError;    ///< why the expression cannot be used; then `rows` is empty
    bool outOfTime = false;  ///< the older lines were not looked at
    int tooHard = 0;         ///< lines the expression gave up on
};

/// An expression whose cost per line is bounded: PCRE stops after a number of steps instead of backtracking for ever.
QRegularExpression boundedExpression(const QString& pattern);

/// Looks at the newest lines first; lines are cut at 16,384 characters for the expression. Stops early when `stop` is set.
/// Thread: any.
LogFiltered filterLog(const QList<LogRow>& rows, const LogFilter& filter, const std::shared_ptr<std::atomic_bool>& stop = {});

} // namespace run402
