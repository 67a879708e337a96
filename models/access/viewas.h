// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/accessmatrix.h"
#include "models/domain/project.h"

namespace run402 {

/// What one person may do with each row of a table, worked out from the policies by a query that only reads: the
/// expressions are evaluated with that person's claims in place (sandbox-database.md §3, PostgreSQL 16 "CREATE POLICY":
/// an update or delete also needs the right to see the row). Plain values, any thread, no I/O.
struct ViewAsWho
{
    bool skipsRules = false; ///< service_role
    AccessRole role = AccessRole::Anonymous;
    QString userId; ///< UUID of a signed-in person; empty = none
};

struct ViewAsRow
{
    QString key;    ///< values of the primary key as text, joined by ", "
    QString title;  ///< first column that says something
    QString detail; ///< "column: value" of the next one; may be empty
    bool reads = false, changes = false, deletes = false;
};

struct ViewAsResult
{
    QList<ViewAsRow> rows; ///< the last by primary key, at most viewAsRows
    qint64 all = 0, reads = 0, changes = 0, deletes = 0, touches = 0; ///< touches = changes or deletes
    bool cut = false; ///< only the first viewAsCounted rows were counted
};

inline constexpr int viewAsRows = 60;
inline constexpr int viewAsCounted = 100'000;

/// SQL that is true for the rows a role may read, change or delete. Add is about rows that do not exist yet: no answer.
QString rowCondition(const TableAccess& access, const ViewAsWho& who, AccessCommand command);

/// The claims are set for the transaction only; nothing is written.
QString viewAsQuery(const TableAccess& access, const Table& table, const ViewAsWho& who);

/// From the rows JSON of that query. Fails: access.unreadable.
Result<ViewAsResult> viewAsFromJson(const QByteArray& rowsJson);

} // namespace run402
