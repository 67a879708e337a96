// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dataimport/importsample.h"
#include "models/schema/tablefacts.h"

namespace run402 {

/// A column that gets values, and which cell of the file they come from.
struct ImportTarget
{
    ColumnFacts column;
    int source = 0;
};

/// What happens to a row whose key is there already.
enum class OnConflict { Stop, Skip, Update };

/// Where rows go.
struct ImportPlan
{
    QString table;
    QList<ImportTarget> targets;
    OnConflict onConflict = OnConflict::Stop;
    QStringList key; ///< columns; with Skip and Update
    ImportOptions options;
};

/// Rows that are sent with one request, and those of the same stretch of the file that cannot be.
struct ImportBatch
{
    struct Reject
    {
        qint64 line = 0;
        RowFault fault = RowFault::None;
        QString detail; ///< column, or the server's words
        QByteArray csv; ///< the row as it was, as CSV
    };
    QByteArray text;
    std::vector<ImportRecord::Cell> cells; ///< all rows', `width` each
    std::vector<qint64> lines;             ///< per row
    size_t width = 0;
    QList<Reject> rejects;
    qint64 position = 0; ///< bytes of the file read so far
    bool last = false;
    bool failed = false; ///< the file could not be read on

    int rows() const { return int(lines.size()); }
    QByteArrayView value(int row, int source) const;
    bool isNull(int row, int source) const { return cells[size_t(row) * width + size_t(source)].null; }
    QByteArray csv(int row) const;
};

/// Cuts a file into batches of about `bytes` (UTF-8 of the cells, before they become SQL).
/// Owner: value, borrows the reader. Thread: one at a time, any.
class ImportBatcher
{
public:
    static constexpr qsizetype batchBytes = 3 << 20;
    static constexpr int batchRows = 25'000;

    ImportBatcher(RecordReader& reader, ImportPlan plan) : m_reader(reader), m_plan(std::move(plan)) {}
    ImportBatch next();

private:
    RecordReader& m_reader;
    ImportPlan m_plan;
};

/// Only what the server would refuse for certain, so that few rows have to be found by trying.
RowFault cellFault(QByteArrayView value, bool null, const ColumnFacts& column);

/// One INSERT of rows [from, to): a column is one array literal, spread with unnest(). The array's own escapes keep every
/// word the service refuses from standing in the text as such (contract.md §3.5), without changing a value.
/// Thread: any.
QByteArray insertSql(const ImportBatch& batch, int from, int to, const ImportPlan& plan);

/// One element of an array literal inside a '…' literal. For tests too.
void appendArrayElement(QByteArray& out, QByteArrayView value, bool plain);

/// One row as RFC 4180 has it.
QByteArray csvRow(const QList<QByteArrayView>& cells);

} // namespace run402
