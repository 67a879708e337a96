// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/sql/blockedwords.h"
#include "models/sql/tokens.h"

#include <QList>
#include <QString>
#include <QStringView>

#include <optional>

namespace run402 {

/// One statement of a script. All offsets are UTF-16 units of the script.
struct SqlStatement
{
    enum class Kind { Select, Insert, Update, Delete, Definition, Transaction, Other };
    /// What asks before it runs.
    enum class Risk {
        None,
        UpdatesAll,  ///< UPDATE without a WHERE, also inside WITH
        DeletesAll,  ///< DELETE without a WHERE
        Drops,       ///< DROP of a whole object
        DropsColumn, ///< ALTER TABLE … DROP COLUMN
        Truncates,
    };

    qsizetype start = 0;     ///< comments right above belong to it
    qsizetype codeStart = 0; ///< first token that is no comment
    qsizetype codeEnd = 0;   ///< end of the last token before the semicolon
    qsizetype end = 0;       ///< behind the semicolon, or codeEnd
    int line = 0;            ///< of `codeStart`, from 0
    int firstLine = 0;       ///< of `start`
    int lastLine = 0;        ///< of `end`
    Kind kind = Kind::Other;
    QString verb;            ///< "SELECT", "UPDATE", "CREATE INDEX"
    QString object;          ///< table or object it is about, unquoted, without schema; may be empty
    Risk risk = Risk::None;
    QString riskObject;      ///< what `risk` hits
    bool hasLimit = false;   ///< a plain read with LIMIT or FETCH FIRST
    bool limitable = false;  ///< a plain read to which a LIMIT can be added without changing what it does
    bool complete = true;    ///< false: an unterminated literal or comment runs to the end

    QString text(QStringView script) const { return script.mid(codeStart, codeEnd - codeStart).toString(); }
    /// "UPDATE comments", "CREATE INDEX", or the table of a read.
    QString title() const;
};

struct SqlScript
{
    QList<SqlStatement> statements;
    QList<BlockedWord> blocked; ///< what the server would refuse, in text order
    bool complete = true;

    /// Index of the statement a cursor belongs to; -1 without statements. Behind a semicolon on the same
    /// line it is the one before, otherwise the next one, and after the last the last.
    int statementAt(qsizetype offset) const;
};

/// Splits and classifies a script the way PostgreSQL reads it: quotes, dollar quotes, comments, BEGIN ATOMIC
/// bodies and CREATE RULE lists are respected; a missing parenthesis does not swallow what follows.
/// Thread: any. Linear. Never fails; what is malformed sits in a statement with `complete` false.
SqlScript readSql(const QString& script);

/// The statement's text with a LIMIT, or nullopt when adding one could change what it does or PostgreSQL's
/// grammar refuses the outcome. Only for statements of readSql() of the same script.
std::optional<QString> withLimit(const QString& script, const SqlStatement& statement, int rows);

} // namespace run402
