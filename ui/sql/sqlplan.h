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
    SqlStep::Explain explain = SqlStep::Explain::None; ///< the plan of the statement instead of its rows
};

/// Thread: any; reads the text once more for a selection.
SqlPlan planSqlRun(const SqlPlanInput& input);

/// What asks for the plan of a statement. One that may write is run inside a block that takes everything back and keeps
/// the plan: the service knows only whole texts, and EXPLAIN ANALYZE really runs what it measures.
QString explainSql(const QString& statement, SqlStep::Explain explain, bool reads);

/// Words of a confirmation.
struct SqlWarningText { QString title, text, accept; };
SqlWarningText warningText(const QList<SqlPlan::Warning>& warnings, const QHash<QString, qint64>& rowCounts);

} // namespace run402
