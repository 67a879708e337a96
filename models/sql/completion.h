// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"

#include <QHash>
#include <QList>
#include <QString>

namespace run402 {

struct SqlCompletion
{
    enum class Kind { Join, Column, Table, Function, Keyword, Snippet };
    Kind kind = Kind::Keyword;
    QString name;   ///< shown
    QString insert; ///< put into the text; quoted when needed. Of a snippet: ‹words› are places to fill in, one after the other
    QString type;   ///< right column: short type name, "table"
    QString table;  ///< of a column
};

struct SqlCompletions
{
    qsizetype start = 0;  ///< what the chosen one replaces, in the text
    qsizetype length = 0;
    QList<SqlCompletion> items; ///< best first
};

/// What may stand at `cursor`: columns behind "alias.", of tables, WITH queries and subqueries alike; tables and WITH queries
/// behind FROM; whole joins along foreign keys behind JOIN and their conditions behind ON; otherwise columns of what the
/// statement names, tables, functions, snippets and keywords, narrowed by what is typed. `always` = also without a typed
/// letter. Nothing inside strings and comments. Thread: any.
SqlCompletions completeSql(const QString& text, qsizetype cursor, const Schema& schema, bool always);

/// Lines for the detail beside a completion: facts of the schema only.
QStringList completionFacts(const SqlCompletion& item, const Schema& schema, const QHash<QString, qint64>& rowCounts);
/// Columns elsewhere whose foreign key points at this table or column.
QStringList referencedBy(const SqlCompletion& item, const Schema& schema);

} // namespace run402
