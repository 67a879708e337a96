// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/resultset.h"

#include <QHash>

#include <functional>

namespace run402 {

enum class ResultFormat { Tsv, Csv, Json, Markdown, SqlInsert, SqlIn };

/// What of a result is written, and how.
struct ResultTextOptions
{
    /// Both included. `columns`: what of these rows is chosen, out of the columns written; empty = all of them.
    struct Rows { qsizetype first = 0; qsizetype last = -1; QList<int> columns = {}; };
    QList<Rows> rows;              ///< in this order; empty = all
    QList<int> columns;            ///< in this order; empty = all
    ResultOrder order;             ///< what `rows` count in; null = the order of the set
    std::function<bool(qsizetype rows)> progress; ///< hears how many rows are written, now and then; false = stop
    bool header = true;            ///< TSV and CSV: names first
    QString table;                 ///< INSERT: into what; empty = "table_name"
    QHash<QString, QString> types; ///< information_schema type by column, for sets that do not tell; makes SQL literals exact
};

/// Writes the selection piece by piece. CSV: RFC 4180 with CRLF; an empty field is NULL, "" an empty text.
/// TSV quotes only what holds a tab, a quote or a line break. Values keep every digit; bytea is \x hex. What is not chosen
/// of a row is left empty in TSV, CSV and Markdown, and left out in JSON, INSERT and IN.
/// `sink` gets UTF-8 pieces in order, on the caller's thread, and returns false to stop.
/// Returns false when it was stopped. Thread: any; uses what other threads are free.
bool writeResult(const ResultSet& set, ResultFormat format, const ResultTextOptions& options,
                 const std::function<bool(const QByteArray&)>& sink);

/// The same as one text, for the clipboard.
QByteArray resultText(const ResultSet& set, ResultFormat format, const ResultTextOptions& options);

/// A cell as an SQL literal. `type` is the information_schema name, may be empty.
QByteArray sqlLiteral(const Cell& cell, const QString& type);
/// Bytes of {"type":"Buffer","data":[…]} or of PostgreSQL's \x….
QByteArray bufferBytes(const QString& json);
/// "integer" → "int4", "timestamp with time zone" → "timestamptz"; others as they are.
QString shortTypeName(const QString& type);

} // namespace run402
