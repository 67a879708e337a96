// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"
#include "models/sql/tokenview.h"

#include <QHash>

namespace run402 {

/// Tables of the schema that a statement names in FROM, JOIN, UPDATE, INTO …, by the names they have in it: their own and
/// their aliases. Borrows the schema. Thread: any. Linear.
QHash<QString, const Table*> tablesNamed(const TokenView& statement, const Schema& schema);

/// What an alias stands for, whether the schema knows it or not; empty = it is no alias here.
QString aliasSource(const TokenView& statement, const QString& alias);

/// A query inside the statement that has a name: WITH name AS (…), or FROM (…) AS name.
struct NamedRows
{
    QString name;
    QStringList columns; ///< in order; what could not be told is left out
};
/// In the order of the text, so that later ones may use earlier ones. Nested ones are included.
QList<NamedRows> namedRows(const TokenView& statement, const Schema& schema);

/// One way from one table to another along a foreign key.
struct JoinPath
{
    QString table;      ///< the one to join
    QString fromColumn; ///< of the table that is there already
    QString toColumn;   ///< of `table`
};
/// Foreign keys of one column of `from`, and those of other tables that point at it.
QList<JoinPath> joinPaths(const QString& from, const Schema& schema);

} // namespace run402
