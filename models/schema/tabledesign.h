// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"
#include "models/result.h"

#include <QStringList>

namespace run402 {

/// A column as a form has it. Types, defaults and conditions are SQL text, written by the person.
struct ColumnDesign
{
    enum class Filled { ByHand, Always, ByDefault }; ///< GENERATED … AS IDENTITY; ByHand = not at all

    QString original; ///< name it has now; empty = it is new
    QString name;
    QString type;
    QString defaultValue; ///< empty = none
    bool notNull = false;
    bool unique = false;      ///< new columns only; others through KeyDesign
    bool primaryKey = false;  ///< new tables only; several make one key in the order of the columns
    Filled identity = Filled::ByHand; ///< new columns only
    QString check;            ///< new columns only; empty = none
    QString referencedTable;  ///< new columns only; empty = none
    QString referencedColumn; ///< empty = that table's primary key
    QString onDelete;         ///< see ForeignKey
    QString conversion;       ///< USING of a type that changes; empty = PostgreSQL's own
    bool dropped = false;     ///< of one that is there

    bool isNew() const { return original.isEmpty(); }
};

/// A key or check over one or more columns.
struct KeyDesign
{
    enum class Kind { PrimaryKey, Unique, ForeignKey, Check };

    explicit KeyDesign(Kind keyKind = Kind::Unique) : kind(keyKind) {}

    Kind kind;
    QString name;     ///< empty = PostgreSQL finds one; that of one to drop
    bool isNew = true;
    bool dropped = false;
    QStringList columns;
    QString condition; ///< of a check
    QString table;     ///< of a foreign key
    QStringList referencedColumns;
    QString onDelete;
    QString definition; ///< of one that is there, for reading
};

struct IndexDesign
{
    QString name; ///< empty = PostgreSQL finds one
    bool isNew = true;
    bool dropped = false;
    QStringList columns; ///< names, also with operator class and order behind them; else with a bracket: an expression
    QString method = QStringLiteral("btree");
    bool unique = false;
    QString condition;  ///< partial index; empty = all rows
    QString definition; ///< of one that is there, for reading
};

/// A table as a form has it: a new one, or what one that is there shall become.
struct TableDesign
{
    QString original; ///< empty = it is new
    QString name;
    QList<ColumnDesign> columns;
    QList<KeyDesign> keys;
    QList<IndexDesign> indexes;
    QString rules; ///< SQL sent behind a new table, in the same transaction; empty = none

    static TableDesign of(const Table& table); ///< as it is; indexes are not in the schema and come from elsewhere
};

/// Where in a design something is wrong.
struct DesignSpot
{
    enum class Part { Unknown, TableName, ColumnName, ColumnType, ColumnDefault, ColumnNull, ColumnReference, ColumnCheck, Key, Index };
    Part part = Part::Unknown;
    int row = -1; ///< in columns, keys or indexes
};
struct DesignFault
{
    DesignSpot spot;
    enum class Why { NoName, NoType, TwiceTheName, NoColumns, NoCondition, NoTable, NameTooLong, IdentityType } why = Why::NoName;
};

/// What PostgreSQL would refuse for certain, in the order of the form. Names are cut at 63 bytes by PostgreSQL, so a
/// longer one is a fault. Thread: any.
QList<DesignFault> designFaults(const TableDesign& design);

/// Statements, one a line, in the order they must run: one text, one transaction. Empty text = nothing changes.
/// `design` has no faults. Source: PostgreSQL 16, CREATE TABLE, ALTER TABLE, CREATE INDEX. Thread: any.
QString createTableSql(const TableDesign& design);
QString alterTableSql(const TableDesign& before, const TableDesign& design);
QString dropTableSql(const QString& table, bool cascade);

/// What would be lost for good by the change: names of dropped columns.
QStringList droppedColumns(const TableDesign& design);

/// Which field a server's message is about; the service sends the message alone (contract.md §3.5).
DesignSpot designSpotOf(const QString& message, const TableDesign& design);

/// Types a person is offered, the ones most often right first.
QStringList offeredTypes();

} // namespace run402
