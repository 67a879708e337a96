// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace run402 {

/// What a cell holds, as far as the service's JSON tells (contract.md §3.5: there is no column
/// metadata; bigint and numeric come as strings).
/// Mono: text of a fixed form, such as an id.
enum class CellKind { Null, Text, Number, Boolean, Date, Json, Bytes, Mono };

struct Cell
{
    CellKind kind = CellKind::Null;
    QString text; ///< what the grid shows; empty for Null
};

/// Rows of one SQL or REST answer, indexed and not expanded: a row is decoded when it is looked at.
///
/// parse() is meant for a worker thread: one pass over the text. A parsed set never changes and may be read
/// from any number of threads. Memory: the text, kept whole, plus 16 bytes per row.
/// Fails: result.not_rows (not an array of objects), result.malformed (with the offset in details).
class ResultSet
{
public:
    static Result<std::shared_ptr<const ResultSet>> parse(QByteArray json);

    qsizetype rowCount() const { return qsizetype(m_rows.size()); }
    const QStringList& columns() const { return m_columns; }
    /// Kind of the first non-null value seen in a sample of rows; Null when all are.
    CellKind columnKind(int column) const { return m_kinds.value(column); }
    /// The sample holds nothing but text that reads as one plain number (bigint, numeric and count(*) arrive so).
    bool looksNumeric(int column) const { return m_numeric.value(column); }
    /// Longest text in the sample, in characters; for the first column widths.
    int sampleWidth(int column) const { return m_widths.value(column); }
    qsizetype bytes() const { return m_json.size(); }

    /// Cells in column order. Out of range → empty list.
    QList<Cell> row(qsizetype index) const;
    /// As row(), for copying: whole values, strings decoded, everything else as its JSON text.
    QList<Cell> plainRow(qsizetype index) const;
    /// The row's JSON text as received.
    QByteArray rowJson(qsizetype index) const;
    /// One cell's JSON text as received ("null" when absent), untouched: numbers keep every digit.
    QByteArray cellJson(qsizetype row, int column) const;

private:
    struct Span { quint32 length; quint64 offset; };
    void sample();
    void sampleKinds(qsizetype count);
    QList<Cell> decode(qsizetype index, bool plain) const;

    QByteArray m_json;
    std::vector<Span> m_rows;
    QStringList m_columns;
    QList<QByteArray> m_keys; ///< as UTF-8, same order as m_columns
    QList<CellKind> m_kinds;
    QList<int> m_widths;
    QList<bool> m_numeric;
};

} // namespace run402
