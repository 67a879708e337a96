// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dataimport/recordreader.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>

namespace run402 {

void ImportRecord::clear()
{
    text.resize(0); // keeps its room
    cells.clear();
    fault = RowFault::None;
}

bool RecordReader::refill()
{
    m_piece = m_stream.next();
    m_at = 0;
    return !m_piece.isEmpty();
}

DelimitedReader::DelimitedReader(QIODevice& device, EncodingGuess encoding, char delimiter)
    : RecordReader(device, encoding), m_delimiter(delimiter)
{
}

bool DelimitedReader::next(ImportRecord& record)
{
    while (readRow(record)) {
        const bool empty = record.cells.size() == 1 && record.cells[0].length == 0 && !record.cells[0].quoted && record.fault == RowFault::None;
        if (empty && (m_wide || peek() < 0))
            continue;
        m_wide |= record.cells.size() > 1;
        if (record.fault == RowFault::None && !simdjson::validate_utf8(record.text.constData(), size_t(record.text.size())))
            record.fault = RowFault::NotUtf8;
        return true;
    }
    return false;
}

/// Bytes of a row that became too large are counted no more, only passed.
void DelimitedReader::append(ImportRecord& record, QByteArrayView bytes)
{
    if (record.text.size() + bytes.size() > largestRow)
        record.fault = RowFault::TooLarge;
    if (record.fault == RowFault::None)
        record.text.append(bytes);
}

bool DelimitedReader::readRow(ImportRecord& record)
{
    record.clear();
    if (peek() < 0)
        return false;
    record.line = m_line;
    while (true) {
        ImportRecord::Cell cell;
        cell.at = int(record.text.size());
        bool open = false;
        if (peek() == '"') {
            cell.quoted = true;
            readQuoted(record, open);
        }
        readPlain(record);
        cell.length = int(record.text.size()) - cell.at;
        if (record.cells.size() < mostCells)
            record.cells.push_back(cell);
        else if (record.fault == RowFault::None)
            record.fault = RowFault::TooManyCells;
        if (open)
            record.fault = RowFault::OpenQuote;
        const int stop = peek();
        if (stop >= 0)
            take(1);
        if (stop == uchar(m_delimiter))
            continue;
        if (stop == '\r' && peek() == '\n')
            take(1);
        ++m_line;
        return true;
    }
}

void DelimitedReader::readQuoted(ImportRecord& record, bool& open)
{
    take(1);
    while (true) {
        if (peek() < 0) {
            open = true;
            return;
        }
        const QByteArrayView here = rest();
        const void* quote = std::memchr(here.data(), '"', size_t(here.size()));
        const QByteArrayView inside = quote ? here.first(static_cast<const char*>(quote) - here.data()) : here;
        append(record, inside);
        m_line += std::count(inside.begin(), inside.end(), '\n');
        take(inside.size());
        if (!quote)
            continue;
        take(1);
        if (peek() != '"')
            return;
        append(record, "\"");
        take(1);
    }
}

void DelimitedReader::readPlain(ImportRecord& record)
{
    while (peek() >= 0) {
        const QByteArrayView here = rest();
        const auto stop = std::find_if(here.begin(), here.end(), [this](char c) { return c == m_delimiter || c == '\n' || c == '\r'; });
        const qsizetype length = stop - here.begin();
        if (length > 0)
            append(record, here.first(length));
        take(length);
        if (stop != here.end())
            return;
    }
}

} // namespace run402
