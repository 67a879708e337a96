// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"

#include <QStringList>

#include <optional>

namespace run402 {

/// A reference from one table to another, read from what pg_get_constraintdef prints.
struct ForeignKey
{
    QString name;
    QStringList columns;
    QString table; ///< without its schema: a project has one
    QStringList referencedColumns;
    QString onDelete; ///< "CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT"; empty = refused (no action)
};

/// Names inside the first brackets of a definition; quotes are taken off.
QStringList keyColumns(const QString& definition);

/// nullopt = it is no foreign key, or not one that can be read.
std::optional<ForeignKey> foreignKeyOf(const Constraint& constraint);
QList<ForeignKey> foreignKeysOf(const Table& table);

} // namespace run402
