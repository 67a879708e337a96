// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/project.h"
#include "models/result.h"
#include "models/schema/columnfacts.h"
#include "models/schema/tabledesign.h"

namespace run402 {

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
