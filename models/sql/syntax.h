// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/folds.h"
#include "models/sql/statements.h"

#include <QHash>

namespace run402 {

/// A statement PostgreSQL's grammar does not take.
struct SqlSyntaxError
{
    int statement = 0;     ///< index in the script
    qsizetype start = 0;   ///< UTF-16 units of the script; the token it stumbles over
    qsizetype length = 0;  ///< at least 1, except in an empty place
    bool atEnd = false;    ///< something is missing behind the last token
    QString message;       ///< PostgreSQL's own words
};

/// What a check of one statement's text gave, kept between two checks so that typing reads one statement anew.
/// Keyed by the text; the outcome counts from the text's begin.
using SyntaxMemory = QHash<QString, QList<SqlSyntaxError>>;

struct SqlSyntax
{
    QList<SqlSyntaxError> errors; ///< in text order; one for each statement at the most
    SyntaxMemory memory;          ///< for the next check
    QList<SqlFold> folds;         ///< of the same text
};

/// Looks at up to 400 statements around `cursor`, each of up to 100,000 units. Thread: any.
SqlSyntax checkSyntax(const QString& text, const SqlScript& script, qsizetype cursor, const SyntaxMemory& before);

/// What to show while somebody types at `cursor`: not what is missing behind the end they are at, and not the word they are in.
QList<SqlSyntaxError> worthShowing(const QList<SqlSyntaxError>& errors, const SqlScript& script, qsizetype cursor);

} // namespace run402
