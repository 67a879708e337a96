// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/resulttext.h"

#include "models/item/parallel.h"
#include "models/item/rowscan.h"
#include "models/sqlname.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QThread>

#include <algorithm>

namespace run402 {

namespace {

constexpr qsizetype pieceBytes = 256 * 1024; // of the answer
constexpr qsizetype rowsPerInsert = 500;

QByteArray jsonString(const QString& text)
{
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

/// {"hours":1,"minutes":30} → "1 hours 30 minutes".
QString intervalText(const QString& json)
{
    const QJsonObject parts = QJsonDocument::fromJson(json.toUtf8()).object();
    QStringList words;
    for (const char* unit : {"years", "months", "days", "hours", "minutes", "seconds", "milliseconds"}) {
        const QJsonValue value = parts.value(QLatin1StringView(unit));
        if (value.isDouble())
            words << QString::number(value.toDouble(), 'g', 15) + u' ' + QLatin1StringView(unit);
    }
    return words.isEmpty() ? QStringLiteral("0") : words.join(u' ');
}

QByteArray arrayLiteral(const QJsonArray& list)
{
    QByteArray out = "{";
    for (const QJsonValue& value : list) {
        if (out.size() > 1)
            out += ',';
        if (value.isArray()) {
            out += arrayLiteral(value.toArray());
        } else if (value.isNull()) {
            out += "NULL";
        } else if (value.isString() || value.isObject()) {
            QByteArray text = value.isString() ? value.toString().toUtf8()
                                               : QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
            text.replace('\\', "\\\\").replace('"', "\\\"");
            out += '"' + text + '"';
        } else {
            const QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
            out += wrapped.mid(1, wrapped.size() - 2);
        }
    }
    return out + '}';
}

void appendMarkdown(std::string_view text, std::string& out)
{
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\' || c == '|')
            out += {'\\', c};
        else if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n')
            continue;
        else if (c == '\n')
            out += "<br>";
        else
            out += c;
    }
}

/// A field of CSV or TSV, in quotes where it needs them. Empty text is told from NULL in CSV.
void appendSeparated(std::string_view text, char separator, std::string& out)
{
    const bool csv = separator == ',';
    const bool quote = (csv && (text.empty() || text.front() == ' ' || text.back() == ' '))
        || std::any_of(text.begin(), text.end(), [separator](char c) { return c == separator || c == '"' || c == '\n' || c == '\r'; });
    if (!quote) {
        out.append(text);
        return;
    }
    out += '"';
    for (size_t from = 0; from <= text.size();) {
        const size_t at = std::min(text.find('"', from), text.size());
        out.append(text.substr(from, at - from));
        if (at < text.size())
            out += "\"\"";
        from = at + 1;
    }
    out += '"';
}

/// Bytes written as PostgreSQL does, from whatever the set has.
std::string_view hexBytes(std::string_view text, std::string& scratch)
{
    if (text.starts_with("\\x"))
        return text;
    scratch = "\\x" + bufferBytes(QString::fromUtf8(text.data(), qsizetype(text.size()))).toHex().toStdString();
    return scratch;
}

/// Writes rows as text. Constant once made: several threads write pieces of their own.
class RowWriter
{
public:
    RowWriter(const ResultSet& set, ResultFormat format, const ResultTextOptions& options) : m_set(set), m_format(format)
    {
        m_columns = options.columns;
        for (int c = 0; options.columns.isEmpty() && c < set.columns().size(); ++c)
            m_columns << c;
        for (const int c : std::as_const(m_columns)) {
            const QString name = set.columns().value(c);
            m_types << (set.isExact() ? set.columnType(c) : options.types.value(name));
            m_names << name.toStdString();
            m_keys << std::string();
            escapeJson(m_names.last(), m_keys.last());
            m_identifiers << sqlIdentifierIfNeeded(name).toUtf8();
        }
        m_table = sqlIdentifierIfNeeded(options.table.isEmpty() ? QStringLiteral("table_name") : options.table).toUtf8();
    }

    /// Buffers of one thread.
    struct Scratch
    {
        std::string row, cell, other;
        std::vector<ResultSet::RawCell> cells;
    };

    /// Which of the columns a piece of the selection has; empty = all.
    using Mask = std::vector<bool>;
    Mask maskOf(const QList<int>& chosen) const
    {
        const QSet<int> wanted(chosen.begin(), chosen.end());
        Mask mask;
        for (int i = 0; !chosen.isEmpty() && i < m_columns.size(); ++i)
            mask.push_back(wanted.contains(m_columns[i]));
        return std::find(mask.begin(), mask.end(), false) == mask.end() ? Mask() : mask;
    }

    void begin(bool header, std::string& out) const
    {
        if (m_format == ResultFormat::Json)
            out += '[';
        else if (m_format == ResultFormat::SqlIn)
            out += "in (";
        if (m_format == ResultFormat::Markdown)
            out += "| ";
        for (int i = 0; i < m_columns.size(); ++i) {
            if (m_format == ResultFormat::Markdown) {
                out += i ? " | " : "";
                appendMarkdown(m_names[i], out);
            } else if (header && isSeparated()) {
                if (i)
                    out += separator();
                appendSeparated(m_names[i], separator(), out);
            }
        }
        if (m_format == ResultFormat::Markdown) {
            out += " |\n|";
            for (int i = 0; i < m_columns.size(); ++i)
                out += " --- |";
            out += '\n';
        } else if (header && isSeparated()) {
            out += lineEnd();
        }
    }

    /// `at`: how many rows stand before it in the text; `inGroup`: since the columns chosen changed last.
    void row(qsizetype index, const Mask& mask, qsizetype at, qsizetype inGroup, Scratch& scratch, std::string& out) const
    {
        m_set.rawRow(index, scratch.row, scratch.cells);
        if (m_format == ResultFormat::SqlInsert)
            beginInsert(mask, at, inGroup, out);
        else if (m_format == ResultFormat::Json)
            out += at > 0 ? ",\n  {" : "\n  {";
        else if (m_format == ResultFormat::Markdown)
            out += "| ";
        bool first = true;
        const int columns = m_format == ResultFormat::SqlIn ? int(std::min<qsizetype>(1, m_columns.size())) : int(m_columns.size());
        for (int i = 0; i < columns; ++i) {
            const bool chosen = mask.empty() || mask[size_t(i)];
            if (isSeparated() && i)
                out += separator();
            else if (m_format == ResultFormat::Markdown && i)
                out += " | ";
            else if (chosen && !first && (m_format == ResultFormat::Json || m_format == ResultFormat::SqlInsert))
                out += ", ";
            if (chosen)
                cell(i, scratch, out);
            first = first && !chosen;
        }
        if (isSeparated())
            out += lineEnd();
        else if (m_format == ResultFormat::Markdown)
            out += " |\n";
        else if (m_format == ResultFormat::Json)
            out += '}';
        else if (m_format == ResultFormat::SqlInsert)
            out += ')';
    }

    void end(qsizetype rows, std::string& out) const
    {
        if (m_format == ResultFormat::Json)
            out += rows ? "\n]\n" : "]\n";
        else if (m_format == ResultFormat::SqlInsert && rows)
            out += ";\n";
    }

private:
    bool isSeparated() const { return m_format == ResultFormat::Csv || m_format == ResultFormat::Tsv; }
    char separator() const { return m_format == ResultFormat::Tsv ? '\t' : ','; }
    const char* lineEnd() const { return m_format == ResultFormat::Tsv ? "\n" : "\r\n"; }

    void beginInsert(const Mask& mask, qsizetype at, qsizetype inGroup, std::string& out) const
    {
        if (inGroup % rowsPerInsert != 0) {
            out += ",\n  (";
            return;
        }
        QList<QByteArray> names;
        for (int i = 0; i < m_columns.size(); ++i) {
            if (mask.empty() || mask[size_t(i)])
                names << m_identifiers[i];
        }
        out += at > 0 ? ";\n" : "";
        out += QByteArray("insert into " + m_table + " (" + names.join(", ") + ") values\n  (").toStdString();
    }

    void cell(int i, Scratch& scratch, std::string& out) const
    {
        const int column = m_columns[i];
        const bool known = column >= 0 && size_t(column) < scratch.cells.size();
        const ResultSet::RawCell raw = known ? scratch.cells[size_t(column)] : ResultSet::RawCell();
        std::string_view text;
        if (m_format == ResultFormat::Json) {
            out += m_keys[i];
            out += ": ";
            if (raw.form == ResultSet::RawCell::Form::String) { // as it came, escapes and all
                out += '"';
                out.append(raw.text);
                out += '"';
                return;
            }
        }
        const CellKind kind = known ? m_set.plainText(raw, column, scratch.cell, text) : CellKind::Null;
        switch (m_format) {
        case ResultFormat::Tsv:
        case ResultFormat::Csv:
            if (kind != CellKind::Null)
                appendSeparated(kind == CellKind::Bytes ? hexBytes(text, scratch.other) : text, separator(), out);
            break;
        case ResultFormat::Markdown:
            if (kind == CellKind::Null)
                out += "*NULL*";
            else
                appendMarkdown(kind == CellKind::Bytes ? hexBytes(text, scratch.other) : text, out);
            break;
        case ResultFormat::Json: jsonValue(kind, text, out); break;
        case ResultFormat::SqlInsert:
            out += sqlLiteral({kind, QString::fromUtf8(text.data(), qsizetype(text.size()))}, m_types[i]).toStdString();
            break;
        case ResultFormat::SqlIn: // NULL never equals anything: it has no place in the list
            if (kind != CellKind::Null)
                out += ", " + sqlLiteral({kind, QString::fromUtf8(text.data(), qsizetype(text.size()))}, m_types[i]).toStdString();
            break;
        }
    }

    static void jsonValue(CellKind kind, std::string_view text, std::string& out)
    {
        const bool bare = kind == CellKind::Boolean || kind == CellKind::Json || (kind == CellKind::Bytes && text.starts_with('{'))
            || (kind == CellKind::Number && isJsonNumber(text));
        if (kind == CellKind::Null)
            out += "null";
        else if (bare)
            out.append(text);
        else
            escapeJson(text, out);
    }

    const ResultSet& m_set;
    const ResultFormat m_format;
    QList<int> m_columns;
    QStringList m_types;
    QList<std::string> m_names, m_keys; ///< UTF-8; as JSON
    QList<QByteArray> m_identifiers;
    QByteArray m_table;
};

/// Cuts the rows into pieces, has them written on all free threads and hands them on in order. A few pieces are in memory.
class Writer
{
public:
    Writer(const ResultSet& set, ResultFormat format, const ResultTextOptions& options, const std::function<bool(const QByteArray&)>& sink)
        : m_set(set), m_format(format), m_options(options), m_sink(sink), m_writer(set, format, options)
    {
    }

    bool run()
    {
        std::string text;
        m_writer.begin(m_options.header, text);
        if (!give(text))
            return false;
        const qsizetype rowCount = m_options.order ? qsizetype(m_options.order->size()) : m_set.rowCount();
        QList<ResultTextOptions::Rows> ranges = m_options.rows;
        if (ranges.isEmpty())
            ranges.push_back({0, rowCount - 1});
        RowWriter::Mask before;
        for (const auto& range : std::as_const(ranges)) {
            RowWriter::Mask mask = m_writer.maskOf(range.columns);
            if (mask != before)
                m_groupStart = m_count;
            before = mask;
            const qsizetype end = std::min(range.last + 1, rowCount);
            for (qsizetype from = std::max<qsizetype>(0, range.first); from < end;) {
                const qsizetype to = add(from, end, mask);
                from = to;
                if (m_pieces.size() == piecesAtOnce() && !flush())
                    return false;
            }
        }
        if (!flush())
            return false;
        text.clear();
        m_writer.end(m_count, text);
        if (m_format == ResultFormat::SqlIn)
            text = m_anything ? ")" : "null)";
        return give(text);
    }

private:
    struct Piece
    {
        qsizetype from, to;    ///< rows as shown
        qsizetype at, inGroup; ///< of the first
        RowWriter::Mask mask;
        std::string text;
    };

    static size_t piecesAtOnce() { return size_t(std::max(2, QThread::idealThreadCount())) * 2; }
    qsizetype source(qsizetype row) const { return m_options.order ? qsizetype((*m_options.order)[size_t(row)]) : row; }

    qsizetype add(qsizetype from, qsizetype end, const RowWriter::Mask& mask)
    {
        qsizetype to = from;
        for (qsizetype bytes = 0; to < end && bytes < pieceBytes; ++to)
            bytes += m_set.rowSize(source(to));
        m_pieces.push_back({from, to, m_count, m_count - m_groupStart, mask, {}});
        m_count += to - from;
        return to;
    }

    bool flush()
    {
        inChunks(qsizetype(m_pieces.size()), 1, [this](qsizetype i, qsizetype, qsizetype) {
            Piece& piece = m_pieces[size_t(i)];
            RowWriter::Scratch scratch;
            for (qsizetype r = piece.from; r < piece.to; ++r)
                m_writer.row(source(r), piece.mask, piece.at + (r - piece.from), piece.inGroup + (r - piece.from), scratch, piece.text);
        });
        for (Piece& piece : m_pieces) {
            std::string_view text = piece.text;
            if (m_format == ResultFormat::SqlIn && !m_anything && !text.empty()) {
                text.remove_prefix(2); // the comma
                m_anything = true;
            }
            if (!give(text) || (m_options.progress && !m_options.progress(piece.at + piece.to - piece.from)))
                return false;
        }
        m_pieces.clear();
        return true;
    }

    bool give(std::string_view text) const
    {
        return text.empty() || m_sink(QByteArray::fromRawData(text.data(), qsizetype(text.size())));
    }

    const ResultSet& m_set;
    const ResultFormat m_format;
    const ResultTextOptions& m_options;
    const std::function<bool(const QByteArray&)>& m_sink;
    const RowWriter m_writer;
    std::vector<Piece> m_pieces;
    qsizetype m_count = 0, m_groupStart = 0;
    bool m_anything = false;
};

} // namespace

bool writeResult(const ResultSet& set, ResultFormat format, const ResultTextOptions& options,
                 const std::function<bool(const QByteArray&)>& sink)
{
    return Writer(set, format, options, sink).run();
}

QByteArray resultText(const ResultSet& set, ResultFormat format, const ResultTextOptions& options)
{
    QByteArray out;
    writeResult(set, format, options, [&out](const QByteArray& piece) {
        out += piece;
        return true;
    });
    return out;
}

QByteArray sqlLiteral(const Cell& cell, const QString& type)
{
    switch (cell.kind) {
    case CellKind::Null: return "NULL";
    case CellKind::Number:
        if (!isJsonNumber(cell.text.toStdString()))
            return sqlLiteral(cell.text).toUtf8(); // NaN, Infinity, money
        [[fallthrough]];
    case CellKind::Boolean:
        // A bare scalar of a json column is no json literal in SQL.
        return type.startsWith(u"json") ? sqlLiteral(cell.text).toUtf8() : cell.text.toUtf8();
    case CellKind::Mono:
    case CellKind::Text:
    case CellKind::Array:
    case CellKind::Url:
    case CellKind::Date: return sqlLiteral(type.startsWith(u"json") ? QString::fromUtf8(jsonString(cell.text)) : cell.text).toUtf8();
    case CellKind::Bytes: return "'\\x" + bufferBytes(cell.text).toHex() + "'";
    case CellKind::Json: break;
    }
    if (type == u"interval")
        return sqlLiteral(intervalText(cell.text)).toUtf8();
    if (type == u"ARRAY") { // nested deeper than Qt reads it stays as it is: PostgreSQL refuses it, nothing is lost
        if (const QJsonDocument list = QJsonDocument::fromJson(cell.text.toUtf8()); list.isArray())
            return sqlLiteral(QString::fromUtf8(arrayLiteral(list.array()))).toUtf8();
    }
    return sqlLiteral(cell.text).toUtf8();
}

QByteArray bufferBytes(const QString& json)
{
    if (json.startsWith(u"\\x"))
        return QByteArray::fromHex(QStringView(json).mid(2).toLatin1());
    const QJsonArray data = QJsonDocument::fromJson(json.toUtf8()).object().value(QStringLiteral("data")).toArray();
    QByteArray bytes;
    bytes.reserve(data.size());
    for (const QJsonValue& value : data)
        bytes += char(value.toInt());
    return bytes;
}

QString shortTypeName(const QString& type)
{
    static const QHash<QString, QString> names{
        {QStringLiteral("integer"), QStringLiteral("int4")},
        {QStringLiteral("bigint"), QStringLiteral("int8")},
        {QStringLiteral("smallint"), QStringLiteral("int2")},
        {QStringLiteral("boolean"), QStringLiteral("bool")},
        {QStringLiteral("real"), QStringLiteral("float4")},
        {QStringLiteral("double precision"), QStringLiteral("float8")},
        {QStringLiteral("character varying"), QStringLiteral("varchar")},
        {QStringLiteral("character"), QStringLiteral("char")},
        {QStringLiteral("timestamp with time zone"), QStringLiteral("timestamptz")},
        {QStringLiteral("timestamp without time zone"), QStringLiteral("timestamp")},
        {QStringLiteral("time with time zone"), QStringLiteral("timetz")},
        {QStringLiteral("time without time zone"), QStringLiteral("time")},
        {QStringLiteral("ARRAY"), QStringLiteral("array")},
        {QStringLiteral("USER-DEFINED"), QStringLiteral("user type")},
    };
    return names.value(type, type);
}

} // namespace run402
