// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dataimport/importsample.h"

#include <QBuffer>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <map>

namespace run402 {

using namespace Qt::StringLiterals;
using Cell = ImportRecord::Cell;

namespace {

constexpr qsizetype headBytes = 64 << 10;

/// The delimiter that gives most rows the same number of cells, the larger number first.
char guessDelimiter(const QByteArray& head, EncodingGuess encoding, const QString& path)
{
    if (path.endsWith(".tsv"_L1, Qt::CaseInsensitive) || path.endsWith(".tab"_L1, Qt::CaseInsensitive))
        return '\t';
    char best = ',';
    double bestScore = 0;
    for (char delimiter : {',', ';', '\t', '|'}) {
        QBuffer buffer;
        buffer.setData(head);
        buffer.open(QIODevice::ReadOnly);
        DelimitedReader reader(buffer, encoding, delimiter);
        std::map<size_t, int> counts;
        ImportRecord record;
        int rows = 0;
        for (; rows < 50 && reader.next(record); ++rows)
            ++counts[record.cells.size()];
        for (const auto& [cells, times] : counts) {
            const double score = cells < 2 ? 0 : double(times) / rows * (1 + 0.01 * double(std::min<size_t>(cells, 50)));
            if (score > bestScore) {
                bestScore = score;
                best = delimiter;
            }
        }
    }
    return best;
}

ImportFormat guessFormat(const QString& path, QByteArrayView text)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == "json"_L1 || ending == "ndjson"_L1 || ending == "jsonl"_L1)
        return ImportFormat::Json;
    if (ending == "csv"_L1 || ending == "tsv"_L1 || ending == "tab"_L1)
        return ImportFormat::Delimited;
    const auto first = std::find_if(text.begin(), text.end(), [](char c) { return c != ' ' && c != '\n' && c != '\r' && c != '\t'; });
    return first != text.end() && (*first == '{' || *first == '[') ? ImportFormat::Json : ImportFormat::Delimited;
}

bool matches(QByteArrayView value, const char* pattern)
{
    thread_local QHash<QByteArray, QRegularExpression> mine;
    QRegularExpression& expression = mine[QByteArray(pattern)];
    if (expression.pattern().isEmpty())
        expression = QRegularExpression(QString::fromLatin1(pattern), QRegularExpression::CaseInsensitiveOption);
    return expression.match(QString::fromUtf8(value)).hasMatch();
}

bool looksLikeData(QByteArrayView value)
{
    return matches(value, "^\\s*([-+]?[0-9][0-9.,:/T Z+-]*|true|false|null)\\s*$");
}

/// A first row of words above rows that are not all words, or at least of words that differ.
bool guessHeader(const QList<ImportRecord>& rows)
{
    if (rows.isEmpty() || rows.first().fault != RowFault::None)
        return false;
    QSet<QByteArray> seen;
    for (const Cell& cell : rows.first().cells) {
        const QByteArray value = rows.first().view(cell).toByteArray().trimmed();
        if (value.isEmpty() || value.size() > 200 || looksLikeData(value) || seen.contains(value.toLower()))
            return false;
        seen.insert(value.toLower());
    }
    return true;
}

bool mayBeKey(const QList<ImportRecord>& rows, size_t column, const ImportOptions& options)
{
    QSet<QByteArray> seen;
    for (const ImportRecord& r : rows) {
        if (column >= r.cells.size() || isNullCell(r, r.cells[column], options) || seen.contains(r.view(r.cells[column]).toByteArray()))
            return false;
        seen.insert(r.view(r.cells[column]).toByteArray());
    }
    return !rows.isEmpty();
}

QString freeName(const QString& wish, const QSet<QString>& taken)
{
    QString name = wish;
    for (int n = 2; taken.contains(name); ++n)
        name = wish + u'_' + QString::number(n);
    return name;
}

} // namespace

std::unique_ptr<RecordReader> openReader(QIODevice& device, const ImportOptions& options)
{
    if (options.format == ImportFormat::Json)
        return std::make_unique<JsonRecordReader>(device, options.encoding);
    auto reader = std::make_unique<DelimitedReader>(device, options.encoding, options.delimiter);
    if (options.header) {
        ImportRecord head;
        (void)reader->next(head); // no head: no rows either
    }
    return reader;
}

bool isNullCell(const ImportRecord& record, const Cell& cell, const ImportOptions& options)
{
    return cell.null || (!cell.quoted && options.format == ImportFormat::Delimited && record.view(cell) == options.nullText);
}

QString guessType(const QList<ImportRecord>& rows, size_t column, const ImportOptions& options)
{
    const bool json = options.format == ImportFormat::Json;
    struct Candidate { const char* type; const char* pattern; bool alsoText; };
    // From the narrowest; a number with a leading zero is a code (postcodes, phones) and stays text.
    static constexpr Candidate candidates[] = {
        {"boolean", "^(true|false|t|f|yes|no)$", false},
        {"integer", "^-?(0|[1-9][0-9]{0,8})$", false},
        {"bigint", "^-?(0|[1-9][0-9]{0,17})$", false},
        {"numeric", "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?(e[-+]?[0-9]+)?$", false},
        {"uuid", "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", true},
        {"date", "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", true},
        {"timestamptz", "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[ T][0-2][0-9]:[0-5][0-9](:[0-6][0-9](\\.[0-9]+)?)?\\s?(Z|UTC|[-+][0-9]{2}(:?[0-9]{2})?)$", true},
        {"timestamp", "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[ T][0-2][0-9]:[0-5][0-9](:[0-6][0-9](\\.[0-9]+)?)?$", true},
        {"jsonb", "^[\\[{]", false},
    };
    for (const Candidate& c : candidates) {
        int values = 0;
        const bool all = std::all_of(rows.begin(), rows.end(), [&](const ImportRecord& r) {
            if (r.fault != RowFault::None || column >= r.cells.size() || isNullCell(r, r.cells[column], options))
                return true;
            const Cell& cell = r.cells[column];
            if (cell.length == 0)
                return !json;
            ++values;
            if (qstrcmp(c.type, "jsonb") == 0 && !json)
                return false; // text that begins with a bracket need not be JSON
            return (!json || !cell.quoted || c.alsoText) && cell.length < 80'000 && matches(r.view(cell), c.pattern);
        });
        if (all && values > 0)
            return QString::fromLatin1(c.type);
    }
    return u"text"_s;
}

QString columnNameFor(const QString& title)
{
    QString name;
    for (QChar c : title.normalized(QString::NormalizationForm_KD).toLower()) {
        if ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9'))
            name += c;
        else if (!name.isEmpty() && !name.endsWith(u'_') && c.category() != QChar::Mark_NonSpacing)
            name += u'_';
    }
    while (name.endsWith(u'_'))
        name.chop(1);
    if (name.isEmpty())
        return u"column"_s;
    return name.at(0).isDigit() ? u"c_"_s + name.left(60) : name.left(60);
}

Result<ImportSample> sampleFile(const QString& path, const std::optional<ImportOptions>& wish)
{
    QFile file(path);
    if (QFileInfo(path).isDir() || !file.open(QIODevice::ReadOnly))
        return fail(Problem::Kind::Local, u"file.unreadable"_s, file.errorString());
    ImportSample sample;
    sample.fileSize = file.size();
    if (wish) {
        sample.options = *wish;
    } else {
        const QByteArray head = file.peek(headBytes);
        sample.options.encoding = guessEncoding(head, head.size() < sample.fileSize);
        QBuffer buffer;
        buffer.setData(head);
        buffer.open(QIODevice::ReadOnly);
        const QByteArray text = ByteStream(buffer, sample.options.encoding).next();
        sample.options.format = guessFormat(path, text);
        sample.options.delimiter = guessDelimiter(head, sample.options.encoding, path);
    }
    ImportOptions all = sample.options;
    all.header = false;
    const auto reader = openReader(file, all);
    ImportRecord record;
    sample.whole = true;
    while (reader->next(record)) {
        sample.rows << record;
        if (sample.rows.size() > ImportSample::mostRows || reader->position() > ImportSample::mostBytes) {
            sample.whole = false;
            break;
        }
    }
    if (reader->failed())
        return fail(Problem::Kind::Local, u"file.unreadable"_s, file.errorString());
    if (sample.rows.isEmpty())
        return fail(Problem::Kind::Local, u"dataimport.empty"_s, u"There is no row in the file"_s);
    const bool json = sample.options.format == ImportFormat::Json;
    if (!wish)
        sample.options.header = !json && guessHeader(sample.rows);
    QStringList titles;
    for (const QByteArray& name : reader->names())
        titles << QString::fromUtf8(name);
    if (!json && sample.options.header) {
        const ImportRecord head = sample.rows.takeFirst();
        for (const Cell& cell : head.cells)
            titles << QString::fromUtf8(head.view(cell)).trimmed();
    }
    size_t most = 0;
    for (const ImportRecord& r : std::as_const(sample.rows))
        most = std::max(most, r.fault == RowFault::None ? r.cells.size() : 0);
    QSet<QString> taken;
    for (size_t i = 0; i < std::max(most, size_t(titles.size())); ++i) {
        const QString title = qsizetype(i) < titles.size() ? titles.at(qsizetype(i)) : QString();
        ImportColumn column;
        column.name = freeName(title.isEmpty() ? u"column_%1"_s.arg(i + 1) : title, taken);
        column.guessedType = guessType(sample.rows, i, sample.options);
        column.mayBeKey = mayBeKey(sample.rows, i, sample.options);
        taken.insert(column.name);
        sample.columns << column;
    }
    return sample;
}

} // namespace run402
