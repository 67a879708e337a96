// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"
#include "models/result.h"
#include "models/schema/tabledesign.h"

namespace run402 {

/// What the schema report leaves out about a column: its type as PostgreSQL writes it, and who fills it.
struct ColumnFacts
{
    QString name;
    QString type;     ///< "numeric(10,2)", "text[]", "mood"
    QString bareType; ///< without its size, so that a cast to it cuts nothing: "bpchar", "numeric"
    QString arrayOf;  ///< bare type of the elements; empty = no array
    QString kind;     ///< pg_type.typcategory: "N" number, "S" text, "D" date, "B" boolean, "E" enum, "A" array, "U" other
    bool notNull = false;
    bool alwaysIdentity = false; ///< an explicit value needs OVERRIDING SYSTEM VALUE
    bool identity = false;
    bool generated = false;      ///< no value may be given
    bool hasDefault = false;
    QString sequence;            ///< that fills it; empty = none
    QStringList labels;          ///< of an enum, in their order
};

/// A read-only statement whose rows tableFacts() reads. Source: PostgreSQL 16, pg_attribute, pg_index.
QString tableFactsSql(const QString& table);

struct TableFacts
{
    QList<ColumnFacts> columns; ///< in the table's order; empty = there is no such table
    QList<IndexDesign> indexes; ///< that no key made
    QList<QStringList> uniqueKeys; ///< columns of unique indexes on plain columns without a condition, the primary key first

    const ColumnFacts* column(const QString& name) const;
};

/// `rowsJson` as SqlOutcome has it. Fails: result.malformed. Thread: any.
Result<TableFacts> tableFactsFromJson(const QByteArray& rowsJson);

/// The table with its true types, identities and indexes.
TableDesign designOf(const Table& table, const TableFacts& facts);

} // namespace run402
