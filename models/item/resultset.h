// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/item/rowscan.h"
#include "models/result.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace run402 {

/// What a cell holds: from PostgreSQL's types where the result tells them, otherwise as far as the service's JSON shows
/// (contract.md §3.5: no column metadata; bigint and numeric come as strings).
/// Mono: text of a fixed form, such as an id.
enum class CellKind { Null, Text, Number, Boolean, Date, Json, Bytes, Mono, Array, Url };

struct Cell
{
    CellKind kind = CellKind::Null;
    QString text; ///< what the grid shows; empty for Null
};

/// Rows of one SQL or REST answer, indexed and not expanded: a row is decoded when it is looked at.
///
/// Two forms are read. Exact: the answer to exactQuery() (models/sql/exact.h); names, types and values are PostgreSQL's
/// own, to the last digit, and equal names are columns of their own. Plain: an array of objects as the service encodes it.
///
/// parse() is meant for a worker thread: one pass over the text. A parsed set never changes and may be read
/// from any number of threads. Memory: the text, kept whole, plus 8 bytes per row.
/// Fails: result.not_rows (not an array of objects), result.malformed (with the row in details).
class ResultSet
{
public:
    static Result<std::shared_ptr<const ResultSet>> parse(QByteArray json);

    qsizetype rowCount() const { return m_offsets.empty() ? 0 : qsizetype(m_offsets.size()) - 1; }
    const QStringList& columns() const { return m_columns; }
    bool isExact() const { return m_exact; }
    /// PostgreSQL's name of the type; empty when the result does not tell.
    QString columnType(int column) const { return m_types.value(column); }
    /// Kind of the column's values: by its type, or of the first non-null value seen in a sample of rows.
    CellKind columnKind(int column) const { return m_kinds.value(column); }
    /// A plain set's column whose sample holds nothing but text that reads as one plain number (bigint, numeric and
    /// count(*) arrive so).
    bool looksNumeric(int column) const { return m_numeric.value(column); }
    /// A plain set's column with a number in the sample that is not whole: a float4 or float8.
    bool hasFractions(int column) const { return m_fractions.value(column); }
    /// Longest text in the sample, in characters; for the first column widths.
    int sampleWidth(int column) const { return m_widths.value(column); }
    qsizetype bytes() const { return m_json.size(); }

    /// Cells in column order; long ones are cut, for the grid. Out of range → empty list.
    QList<Cell> row(qsizetype index) const;
    /// As row(), for copying: whole values, strings decoded, everything else as its JSON or PostgreSQL text.
    QList<Cell> plainRow(qsizetype index) const;
    /// One whole cell, as plainRow() has it.
    Cell plainCell(qsizetype index, int column) const;
    /// As plainCell(), but at most about `most` bytes and then "…": for the GUI, whatever is in there. `size`: about how
    /// many bytes the value has in the answer.
    Cell startOfCell(qsizetype row, int column, qsizetype most, qsizetype& size) const;
    /// One cell's text for comparing and searching, without making a QString: strings decoded, other values as they are
    /// written. False = NULL. `text` points into the set or into `scratch`. Fast; for loops over all rows.
    bool cellText(qsizetype row, int column, std::string& scratch, std::string_view& text) const;
    /// One value as it lies in the answer, before anything is decoded.
    struct RawCell
    {
        enum class Form { Null, Bare, Record, String, Json };
        Form form = Form::Null; ///< Bare, Record: RecordScan::Field, the latter quoted; String: with JSON's escapes
        std::string_view text;  ///< points into the set or into the row's scratch
    };
    /// Fills `cells`, one for each column; for loops over all rows that write them somewhere.
    void rawRow(qsizetype index, std::string& scratch, std::vector<RawCell>& cells) const;
    /// Kind and whole text of a raw cell, as plainRow() has them. `text` points where the cell does or into `scratch`.
    CellKind plainText(const RawCell& cell, int column, std::string& scratch, std::string_view& text) const;

    /// The text of the row as it arrived, escapes and all: what a search may look through first.
    std::string_view rowBytes(qsizetype index) const;
    /// About how long that is, without looking at it.
    qsizetype rowSize(qsizetype index) const;

    /// The row as a JSON object: as received, or made from the exact values.
    QByteArray rowJson(qsizetype index) const;
    /// One cell as JSON ("null" when absent): numbers keep every digit.
    QByteArray cellJson(qsizetype row, int column) const;

private:
    class Indexer;
    void describe();
    void readColumns();
    void sample(qsizetype rows);
    void lookUpHugeRows();
    void scanRow(qsizetype index, std::string& scratch, std::vector<RawCell>& cells) const;
    QList<Cell> decode(qsizetype index, bool plain) const;
    Cell exactCell(int column, const RecordScan::Field& field, bool whole) const;
    bool exactField(qsizetype row, int column, std::string& scratch, RecordScan::Field& field) const;
    std::string_view record(qsizetype index, std::string& scratch) const;
    template <typename F>
    void forEachMember(qsizetype index, F&& each) const;
    std::string_view memberValue(qsizetype row, int column) const;

    QByteArray m_json;
    std::vector<quint64> m_offsets; ///< where each row starts, and where the last one ends
    QStringList m_columns;
    QList<QByteArray> m_keys; ///< plain: as UTF-8, same order as m_columns
    QHash<QByteArray, qsizetype> m_keyColumns; ///< plain: the first column of a key
    QStringList m_types;
    QList<CellKind> m_kinds;
    QList<int> m_widths;
    QList<bool> m_numeric, m_fractions;
    /// Where the values of rows of megabytes are: walking through one takes longer than a frame.
    struct HugeRow { std::vector<RawCell> cells; std::string scratch; };
    std::unordered_map<qsizetype, HugeRow> m_huge;
    bool m_exact = false;
};

/// Rows of a set as they are shown: sorted, filtered. Null = all of them as they came.
using ResultOrder = std::shared_ptr<const std::vector<quint32>>;

/// Kind of the values of a PostgreSQL type, by its name or by its information_schema name.
CellKind kindOfType(const QString& type);

} // namespace run402
