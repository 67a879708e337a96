// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace run402 {

/// A column as PostgreSQL's query_to_xmlschema tells it.
struct ExactColumn
{
    QString name;
    QString type; ///< as people write it: "int8", "timestamptz", "text[]", the name of an enum or domain
    QString base; ///< what to treat it as: of a domain the type below it, otherwise the same
};

/// Columns in order, equal names kept. nullopt: no such schema.
/// Format: PostgreSQL's src/backend/utils/adt/xml.c, map_sql_table_to_xmlschema (SQL/XML, ISO 9075-14): built-in types
/// have names of their own, others are UDT.database.schema.name, domains Domain.… with a restriction; an array's name
/// starts with "_". What XML does not allow in a name is written _xHHHH_. Thread: any.
std::optional<QList<ExactColumn>> exactColumns(const QByteArray& xmlSchema);

} // namespace run402
