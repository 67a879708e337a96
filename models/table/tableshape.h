// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"
#include "models/schema/columnfacts.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace run402 {

/// One column as the editor needs it. `type` as format_type() prints it: "character varying(20)", "integer[]".
struct TableColumn : ColumnFacts
{
    QString shortType;   ///< as pg_type calls it: "int8", "timestamptz", "_int4"; of a domain: of what it is made of
    QString defaultText; ///< SQL, empty = none
    bool isArray = false;
    bool isComposite = false;    ///< a row type, or a list of them
    bool hidesType = false;      ///< a domain over an enum or a range: `=` does not say of which type a literal is
    bool looseCollation = false; ///< its collation calls different texts equal (one that is not deterministic)
    int keyPart = -1;            ///< place in the primary key, -1 = not in it
    QString refTable, refColumn; ///< of a foreign key over this column alone; empty = none

    bool hasDefault() const { return !defaultText.isEmpty() || identity || generated; }
    bool isWritable() const { return !generated && !alwaysIdentity; }
    /// The name a person knows: "int4[]" for "_int4".
    QString typeName() const;
    bool isBoolean() const { return shortType == QLatin1String("bool"); }
    bool isNumber() const;
    bool isJson() const { return shortType == QLatin1String("json") || shortType == QLatin1String("jsonb"); }
    bool isTime() const; ///< date, time, timestamp with and without zone
    bool isText() const;
    /// `=` and `order by` work on it and mean the same value.
    bool isComparable() const;
    /// `=` holds for the very same value only: 1.0 = 1.00, 0 = -0 and citext's 'a' = 'A' are not such.
    bool isExactlyEqual() const;
    /// The n of varchar(n), numeric(n, m), timestamp(n); -1 = no limit.
    int limit(int which = 0) const;
};

/// Rows elsewhere that vanish with a row here.
struct TableChild
{
    QString table;
    QStringList columns;    ///< there
    QStringList references; ///< here, in the same order
    bool cascades = false;  ///< ON DELETE CASCADE
};

/// What the editor knows about one table. Value type.
struct TableShape
{
    QString name;
    QList<TableColumn> columns;
    QList<int> key; ///< columns of the primary key in its order; empty = none
    QList<TableChild> children;
    bool isTable = true; ///< false: a view

    int indexOf(const QString& column) const;
    bool isEditable() const { return isTable && !key.isEmpty(); }
};

/// A query for parseShape(): one row, one column `r` with JSON text. `table` in the project's own schema.
QString shapeSql(const QString& table);
/// The answer's rows. Fails: table.not_found (no row), result.malformed.
Result<TableShape> parseShape(const QString& table, const QByteArray& rowsJson);

} // namespace run402
