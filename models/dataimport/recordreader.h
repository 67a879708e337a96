// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dataimport/bytestream.h"

#include <QHash>
#include <QList>

#include <vector>

namespace run402 {

/// What is wrong with a row, found here or told by the server.
enum class RowFault {
    None,
    OpenQuote,   ///< a quote that never ends; the rest of the file belongs to it
    TooLarge,    ///< more than one request can carry
    TooManyCells,
    NotUtf8,
    NotJson,
    NotAnObject,
    Zero,        ///< a NUL, which PostgreSQL's text cannot hold
    CellCount,   ///< more cells than the head has
    NotNull,
    NotANumber, NotWhole, NotABoolean, NotAUuid, NotADate, NotALabel,
    Server,      ///< the server said why
};

/// One row of a file. Its bytes are UTF-8 and belong to it; it is reused from row to row.
struct ImportRecord
{
    struct Cell
    {
        int at = 0, length = 0; ///< in `text`
        bool quoted = false;    ///< CSV: in quotes; JSON: a string
        bool null = false;      ///< JSON null, or no such key
    };
    qint64 line = 0; ///< where it begins, from 1
    QByteArray text;
    std::vector<Cell> cells;
    RowFault fault = RowFault::None;

    QByteArrayView view(const Cell& cell) const { return QByteArrayView(text).sliced(cell.at, cell.length); }
    void clear();
};

/// Rows of a file one after the other, in bounded memory. Owner: value of the caller; borrows the device.
/// Thread: one at a time, any.
class RecordReader
{
public:
    static constexpr qsizetype largestRow = 8 << 20; ///< bytes; a request carries 10 MiB (contract.md §1.2)
    static constexpr size_t mostCells = 100'000;

    RecordReader(QIODevice& device, EncodingGuess encoding) : m_stream(device, encoding) {}
    virtual ~RecordReader() = default;

    /// False = there is none left, or the device failed.
    virtual bool next(ImportRecord& record) = 0;
    /// Names of the cells where the rows carry them; they may grow while reading.
    virtual QList<QByteArray> names() const { return {}; }
    bool failed() const { return m_stream.failed(); }
    qint64 position() const { return m_stream.position() - (m_piece.size() - m_at); }

protected:
    /// The next byte without taking it; -1 = the end.
    int peek() { return m_at < m_piece.size() || refill() ? uchar(m_piece[m_at]) : -1; }
    QByteArrayView rest() const { return QByteArrayView(m_piece).sliced(m_at); }
    void take(qsizetype count) { m_at += count; }

private:
    bool refill();

    ByteStream m_stream;
    QByteArray m_piece;
    qsizetype m_at = 0;
};

/// Delimited text after RFC 4180, with any one-byte delimiter, lone CR or LF as line ends too, and text after a closing
/// quote taken as it stands. Empty lines are passed over where rows have several cells.
class DelimitedReader : public RecordReader
{
public:
    DelimitedReader(QIODevice& device, EncodingGuess encoding, char delimiter);
    bool next(ImportRecord& record) override;

private:
    bool readRow(ImportRecord& record);
    void readQuoted(ImportRecord& record, bool& open);
    void readPlain(ImportRecord& record);
    void append(ImportRecord& record, QByteArrayView bytes);

    char m_delimiter;
    qint64 m_line = 1;
    bool m_wide = false; ///< rows of several cells were seen
};

/// Objects: of one array, or one after the other (NDJSON). Numbers keep their digits, objects and arrays their text.
class JsonRecordReader : public RecordReader
{
public:
    JsonRecordReader(QIODevice& device, EncodingGuess encoding);
    ~JsonRecordReader() override;
    bool next(ImportRecord& record) override;
    QList<QByteArray> names() const override { return m_names; }

private:
    bool skipToValue();
    void readValue(ImportRecord& record, QByteArray& json);
    void readObject(ImportRecord& record, QByteArray& json);
    size_t placeOf(QByteArrayView name, size_t guess);

    struct Parser;
    std::unique_ptr<Parser> m_parser;
    QList<QByteArray> m_names;
    QHash<QByteArray, size_t> m_places;
    qint64 m_line = 1;
    bool m_begun = false;
};

} // namespace run402
