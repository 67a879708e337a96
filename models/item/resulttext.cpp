// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/resulttext.h"

#include "models/sqlname.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace run402 {

namespace {

constexpr qsizetype pieceSize = 64 * 1024;
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

QByteArray plainText(const Cell& cell)
{
    return cell.kind == CellKind::Bytes ? "\\x" + bufferBytes(cell.text).toHex() : cell.text.toUtf8();
}

QByteArray separated(const Cell& cell, char separator)
{
    if (cell.kind == CellKind::Null)
        return {};
    QByteArray text = plainText(cell);
    const bool quote = text.contains(separator) || text.contains('"') || text.contains('\n') || text.contains('\r')
        || (separator == ',' && (text.isEmpty() || text.front() == ' ' || text.back() == ' '));
    return quote ? QByteArray('"' + text.replace('"', "\"\"") + '"') : text;
}

QByteArray markdownText(QByteArray text)
{
    return text.replace('\\', "\\\\").replace('|', "\\|").replace("\r\n", "<br>").replace('\n', "<br>");
}

/// As JSON takes a number: PostgreSQL also prints NaN, Infinity and money.
bool isJsonNumber(QStringView s)
{
    if (s.startsWith(u'-'))
        s = s.mid(1);
    if (s.isEmpty() || !s[0].isDigit() || (s.size() > 1 && s[0] == u'0' && s[1] != u'.' && s[1] != u'e'))
        return false;
    return std::all_of(s.begin(), s.end(), [](QChar c) { return (c >= u'0' && c <= u'9') || c == u'.' || c == u'e' || c == u'+' || c == u'-'; });
}

QByteArray jsonValue(const Cell& cell)
{
    switch (cell.kind) {
    case CellKind::Null: return "null";
    case CellKind::Boolean:
    case CellKind::Json: return cell.text.toUtf8();
    case CellKind::Number: return isJsonNumber(cell.text) ? cell.text.toUtf8() : jsonString(cell.text);
    case CellKind::Bytes: return cell.text.startsWith(u'{') ? cell.text.toUtf8() : jsonString(cell.text);
    default: return jsonString(cell.text);
    }
}

class Writer
{
public:
    Writer(const ResultSet& set, ResultFormat format, const ResultTextOptions& options,
           const std::function<bool(const QByteArray&)>& sink)
        : m_set(set), m_format(format), m_options(options), m_sink(sink)
    {
        m_columns = options.columns;
        for (int c = 0; options.columns.isEmpty() && c < set.columns().size(); ++c)
            m_columns << c;
        for (const int c : std::as_const(m_columns))
            m_names << set.columns().value(c);
        for (int i = 0; i < m_columns.size(); ++i)
            m_types << (set.isExact() ? set.columnType(m_columns[i]) : options.types.value(m_names[i]));
    }

    bool run()
    {
        begin();
        const qsizetype rowCount = m_options.order ? qsizetype(m_options.order->size()) : m_set.rowCount();
        QList<ResultTextOptions::Rows> ranges = m_options.rows;
        if (ranges.isEmpty())
            ranges.push_back({0, rowCount - 1});
        for (const auto& range : std::as_const(ranges)) {
            for (qsizetype r = std::max<qsizetype>(0, range.first); r <= std::min(range.last, rowCount - 1); ++r) {
                row(m_set.plainRow(m_options.order ? qsizetype((*m_options.order)[size_t(r)]) : r));
                if (m_buffer.size() > pieceSize && !flush())
                    return false;
            }
        }
        end();
        return flush();
    }

private:
    bool flush()
    {
        const bool more = (m_buffer.isEmpty() || m_sink(m_buffer)) && (!m_options.progress || m_options.progress(m_count));
        m_buffer.clear();
        return more;
    }

    void begin()
    {
        QList<QByteArray> names;
        const char separator = m_format == ResultFormat::Tsv ? '\t' : ',';
        for (const QString& name : std::as_const(m_names)) {
            names << (m_format == ResultFormat::Markdown ? markdownText(name.toUtf8())
                      : m_format == ResultFormat::SqlInsert ? sqlIdentifierIfNeeded(name).toUtf8()
                                                            : separated({CellKind::Text, name}, separator));
        }
        if (m_format == ResultFormat::Tsv && m_options.header)
            m_buffer += names.join('\t') + '\n';
        else if (m_format == ResultFormat::Csv && m_options.header)
            m_buffer += names.join(',') + "\r\n";
        else if (m_format == ResultFormat::Json)
            m_buffer += '[';
        else if (m_format == ResultFormat::SqlIn)
            m_buffer += "in (";
        else if (m_format == ResultFormat::Markdown)
            m_buffer += "| " + names.join(" | ") + " |\n|" + QByteArray(" --- |").repeated(names.size()) + '\n';
        else if (m_format == ResultFormat::SqlInsert)
            m_head = "insert into " + sqlIdentifierIfNeeded(m_options.table.isEmpty() ? QStringLiteral("table_name") : m_options.table).toUtf8()
                + " (" + names.join(", ") + ") values\n";
    }

    void row(const QList<Cell>& cells)
    {
        QList<QByteArray> fields;
        for (int i = 0; i < m_columns.size(); ++i) {
            const Cell cell = cells.value(m_columns[i]);
            switch (m_format) {
            case ResultFormat::Tsv: fields << separated(cell, '\t'); break;
            case ResultFormat::Csv: fields << separated(cell, ','); break;
            case ResultFormat::Json: fields << jsonString(m_names[i]) + ": " + jsonValue(cell); break;
            case ResultFormat::Markdown:
                fields << (cell.kind == CellKind::Null ? QByteArray("*NULL*") : markdownText(plainText(cell)));
                break;
            case ResultFormat::SqlInsert:
            case ResultFormat::SqlIn: fields << sqlLiteral(cell, m_types[i]); break;
            }
        }
        put(fields, cells);
        ++m_count;
    }

    void put(const QList<QByteArray>& fields, const QList<Cell>& cells)
    {
        switch (m_format) {
        case ResultFormat::Tsv: m_buffer += fields.join('\t') + '\n'; break;
        case ResultFormat::Csv: m_buffer += fields.join(',') + "\r\n"; break;
        case ResultFormat::Markdown: m_buffer += "| " + fields.join(" | ") + " |\n"; break;
        case ResultFormat::Json: m_buffer += (m_count ? ",\n  {" : "\n  {") + fields.join(", ") + '}'; break;
        case ResultFormat::SqlInsert:
            if (m_count % rowsPerInsert == 0)
                m_buffer += (m_count ? ";\n" : "") + m_head;
            else
                m_buffer += ",\n";
            m_buffer += "  (" + fields.join(", ") + ')';
            break;
        case ResultFormat::SqlIn: // NULL never equals anything: it has no place in the list
            if (!fields.isEmpty() && cells.value(m_columns.first()).kind != CellKind::Null) {
                m_buffer += (m_written ? ", " : "") + fields.first();
                m_written = true;
            }
            break;
        }
    }

    void end()
    {
        if (m_format == ResultFormat::Json)
            m_buffer += m_count ? "\n]\n" : "]\n";
        else if (m_format == ResultFormat::SqlIn)
            m_buffer += m_written ? ")" : "null)";
        else if (m_format == ResultFormat::SqlInsert && m_count)
            m_buffer += ";\n";
    }

    const ResultSet& m_set;
    const ResultFormat m_format;
    const ResultTextOptions& m_options;
    const std::function<bool(const QByteArray&)>& m_sink;
    QList<int> m_columns;
    QStringList m_names, m_types;
    QByteArray m_buffer, m_head;
    qsizetype m_count = 0;
    bool m_written = false;
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
        if (!isJsonNumber(cell.text))
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
    if (type == u"ARRAY")
        return sqlLiteral(QString::fromUtf8(arrayLiteral(QJsonDocument::fromJson(cell.text.toUtf8()).array()))).toUtf8();
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
