// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/tableedits.h"

namespace run402 {

/// The SQL that saves what is staged. One statement to the server (a DO block of PL/pgSQL), so it is one transaction:
/// each statement names its row by primary key and by the values that were read, and the block raises an exception,
/// which undoes all of it, when one of them finds no such row. The key is compared by `=`, so its index finds the row;
/// old values where `=` is coarser than sameness (numerics without a scale, floats, citext, jsonb, …) by their text.
/// PL/pgSQL: PostgreSQL 16, "Basic Statements".
struct ChangeScript
{
    struct Line
    {
        QString row;     ///< TableEdits name
        QString sql;     ///< without checks, ends with a semicolon
        QString comment; ///< "also deletes 9 ingredients"; empty = none
    };
    QList<Line> lines;

    /// The statements alone, as a person would write them.
    QString text() const;
    /// What is sent.
    QString script() const;
};

/// `comments`: by row name. Deletes first, then updates, then new rows in the order they were made: a unique value
/// that a deleted row gives up may be used again.
ChangeScript changeScript(const TableShape& shape, const TableEdits& edits, const QHash<QString, QString>& comments = {});

/// Puts back what the script changed, as far as that can be known: updates and deletions exactly, new rows by their
/// keys where these were given. Guarded the same way. Empty = nothing can be put back.
ChangeScript undoScript(const TableShape& shape, const TableEdits& edits);

/// The number of the line (from 0) whose row was not as read, from the server's message; nullopt = another error.
std::optional<int> conflictLine(const QString& message);

/// Whether a save whose answer was lost took effect. One row per staged row, columns `w` (it is as wanted) and `o` (it
/// is as it was). `snapshot`: of the page (TablePage); a new row counts as written when one with its values is younger.
QString outcomeSql(const TableShape& shape, const TableEdits& edits, const QString& snapshot);
enum class SaveOutcome { Written, NotWritten, Unclear };
/// The answer of outcomeSql(). All changes were one transaction, so one sure row decides for all.
SaveOutcome readOutcome(const QByteArray& rowsJson);

/// `select …` that counts, for one row that is to be deleted, the rows of other tables that would go with it. Columns
/// named c0, c1, … like the cascading children of the shape; empty = there are none.
QString cascadeSql(const TableShape& shape, const TableRow& row);

} // namespace run402
