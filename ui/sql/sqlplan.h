// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/statements.h"
#include "ui/sql/sqlrunner.h"

namespace run402 {

enum class SqlRunMode { OneTransaction, StepByStep };
enum class SqlRunScope { Statement, Selection, All };

/// What a run would send, and what has to be said before it is sent.
struct SqlPlan
{
    struct Warning { SqlStatement::Risk risk; QString object; };
    QList<SqlStep> steps;
    QList<Warning> warnings;
    QList<BlockedWord> blocked; ///< offsets in the whole script
};

struct SqlPlanInput
{
    QString text;
    SqlScript script; ///< readSql(text)
    SqlRunScope scope = SqlRunScope::Statement;
    SqlRunMode mode = SqlRunMode::StepByStep;
    qsizetype cursor = 0;
    qsizetype selectionStart = 0, selectionEnd = 0;
    int limit = 500; ///< rows for reads without a limit; 0 = none
    bool explain = false; ///< the plan of the statement instead of its rows
};

/// Thread: any; reads the text once more for a selection.
SqlPlan planSqlRun(const SqlPlanInput& input);

/// Words of a confirmation.
struct SqlWarningText { QString title, text, accept; };
SqlWarningText warningText(const QList<SqlPlan::Warning>& warnings, const QHash<QString, qint64>& rowCounts);

} // namespace run402
