// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <array>
#include <optional>

namespace run402 {

/// Who may do what in each table, worked out from the policies and privileges the database really has
/// (sandbox-database.md §3–4; PostgreSQL: permissive policies are OR-ed, restrictive ones AND-ed).
/// Plain values, any thread, no I/O.

enum class AccessRole { Anonymous, SignedIn };
enum class AccessCommand { Read, Add, Change, Delete };

inline constexpr std::array<AccessRole, 2> accessRoles{AccessRole::Anonymous, AccessRole::SignedIn};
inline constexpr std::array<AccessCommand, 4> accessCommands{AccessCommand::Read, AccessCommand::Add,
                                                             AccessCommand::Change, AccessCommand::Delete};

enum class AccessLevel {
    None, ///< nothing, or no row ever matches
    Own,  ///< rows whose owner column is the caller
    Rule, ///< some other expression
    All,  ///< every row
};

/// A policy as pg_policy holds it.
struct TablePolicy
{
    QString name;
    char command = '*'; ///< 'r', 'a', 'w', 'd' or '*'
    bool permissive = true;
    QStringList roles;  ///< "public" = everybody
    QString usingSql;   ///< empty = none
    QString checkSql;   ///< empty = none

    bool appliesTo(AccessRole role) const;
    bool appliesTo(AccessCommand command) const;
};

struct TableAccess
{
    QString table;
    bool rowSecurity = false;
    bool forced = false;
    /// Privileges by role and command, from has_table_privilege.
    std::array<std::array<bool, 4>, 2> privileges{};
    QList<TablePolicy> policies;
    QStringList uuidColumns; ///< may own rows

    bool privilege(AccessRole role, AccessCommand command) const;
    AccessLevel level(AccessRole role, AccessCommand command) const;
    /// Change or delete of every row by anybody, or delete of every row by any signed-in user.
    bool risky(AccessRole role, AccessCommand command) const;
    /// Expressions behind the cell, "a or b" as the database combines them; for the rule editor and tooltips.
    QString expression(AccessRole role, AccessCommand command) const;
    /// "user_owns_rows", "public_read", "public_read_write", "custom", or "none" without row security.
    QString templateName() const;
    /// The column user_owns_rows compares with, from the policies; empty = none found.
    QString ownerColumn() const;
};

/// Query whose rows tableAccessFromJson reads. Needs no privilege beyond the admin SQL endpoint's and none of the
/// words that endpoint refuses.
QString tableAccessQuery();

/// From the rows JSON of that query. Fails: access.unreadable.
Result<QList<TableAccess>> tableAccessFromJson(const QByteArray& rowsJson);

/// What an expression grants to a role. `ownerColumn` receives the column for Own.
AccessLevel levelOfExpression(const QString& sql, AccessRole role, QString* ownerColumn = nullptr);

} // namespace run402
