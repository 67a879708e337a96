// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dataimport/recordreader.h"

#include <QStringList>

namespace run402 {

enum class ImportFormat { Delimited, Json };

/// How a file is read. All of it is guessed first and may be changed by a person.
struct ImportOptions
{
    ImportFormat format = ImportFormat::Delimited;
    EncodingGuess encoding;
    char delimiter = ',';
    bool header = true;  ///< the first row names the columns
    QByteArray nullText; ///< an unquoted cell of exactly this is NULL; empty = the empty cell
};

/// A column of the file, with what its first rows hold.
struct ImportColumn
{
    QString name;
    QString guessedType; ///< "integer", "text", …
    bool mayBeKey = false; ///< in the sample: no value twice, none missing
};

/// The first rows of a file and what was guessed from them.
struct ImportSample
{
    static constexpr int mostRows = 1'000;
    static constexpr qint64 mostBytes = 4 << 20;

    ImportOptions options;
    QList<ImportColumn> columns;
    QList<ImportRecord> rows; ///< without the head; those with a fault as well
    bool whole = false;       ///< it is all there is
    qint64 fileSize = 0;
};

/// Opens the reader that `options` ask for; a head is read over. Borrows `device`, which stands at its beginning.
std::unique_ptr<RecordReader> openReader(QIODevice& device, const ImportOptions& options);

/// Whether a cell stands for NULL.
bool isNullCell(const ImportRecord& record, const ImportRecord::Cell& cell, const ImportOptions& options);

/// Reads the beginning of a file. `wish` = options a person set; without them everything is guessed, `path`'s ending
/// included. Reads at most ImportSample::mostBytes. Fails: file.unreadable, dataimport.empty. Thread: any.
Result<ImportSample> sampleFile(const QString& path, const std::optional<ImportOptions>& wish = std::nullopt);

/// A PostgreSQL type every one of the values fits; "text" when there are none.
QString guessType(const QList<ImportRecord>& rows, size_t column, const ImportOptions& options);

/// A column name PostgreSQL takes without quotes, made of what a person wrote: "First Name" → first_name.
QString columnNameFor(const QString& title);

} // namespace run402
