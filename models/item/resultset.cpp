// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/resultset.h"

#include "models/item/exactcolumns.h"
#include "models/item/rowscan.h"

#include <QHash>
#include <QSet>

#include <simdjson.h>

#include <algorithm>

namespace run402 {

namespace {

constexpr qsizetype sampleRows = 200;
constexpr int longestSampled = 60;
constexpr size_t longestCellText = 4096; // the grid shows one line; the inspector reads cellJson
constexpr size_t estimateAfter = 1000;
constexpr std::string_view exactKey = "_r";          // models/sql/exact.h
constexpr std::string_view exactStart = "<xsd:schema";

/// ISO instants as the service prints them: 2026-05-09T20:02:31.000Z
bool looksLikeInstant(std::string_view s)
{
    if (s.size() < 20 || s.size() > 30 || s[4] != '-' || s[7] != '-' || s[10] != 'T' || s.back() != 'Z')
        return false;
    for (int i : {0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18}) {
        if (s[i] < '0' || s[i] > '9')
            return false;
    }
    return s[13] == ':' && s[16] == ':';
}

QString instantText(std::string_view s)
{
    QString text = QString::fromLatin1(s.data(), 10) + QLatin1Char(' ') + QString::fromLatin1(s.data() + 11, 8);
    const auto fraction = s.substr(19, s.size() - 20);
    if (fraction != ".000")
        text += QString::fromLatin1(fraction.data(), qsizetype(fraction.size()));
    return text + QLatin1String("+00");
}

/// As bigint and numeric are printed: no plus sign, no leading zeros, no exponent.
bool isPlainNumber(QStringView s)
{
    if (s.startsWith(u'-'))
        s = s.mid(1);
    if (s.isEmpty() || s.size() > 60 || (s.size() > 1 && s[0] == u'0' && s[1] != u'.'))
        return false;
    int dots = 0;
    for (const QChar c : s) {
        dots += c == u'.' ? 1 : 0;
        if (c != u'.' && (c < u'0' || c > u'9'))
            return false;
    }
    return dots <= 1 && s.front() != u'.' && s.back() != u'.';
}

QString fromUtf8(std::string_view s)
{
    return QString::fromUtf8(s.data(), qsizetype(s.size()));
}

QString clipped(std::string_view s)
{
    return s.size() <= longestCellText ? fromUtf8(s) : fromUtf8(s.substr(0, wholeUtf8(s, longestCellText))) + QChar(0x2026);
}

/// The text between the quotes of a JSON string.
std::string_view inside(std::string_view json)
{
    json.remove_prefix(1);
    if (!json.empty() && json.back() == '"')
        json.remove_suffix(1);
    return json;
}

CellKind kindOfText(std::string_view s)
{
    const bool url = s.starts_with("https://") || s.starts_with("http://");
    return url && s.size() > 8 && s.size() <= 2000 && s.find_first_of(" \n\t\r") == std::string_view::npos ? CellKind::Url : CellKind::Text;
}

/// {"type":"Buffer","data":[0,255]} as the start of PostgreSQL's \x00ff.
QString shownBytes(std::string_view json)
{
    constexpr qsizetype shown = 64;
    constexpr char digits[] = "0123456789abcdef";
    QString text = QStringLiteral("\\x");
    const size_t open = json.find('[');
    int byte = -1;
    for (const char c : open == std::string_view::npos ? std::string_view() : json.substr(open + 1)) {
        if (c >= '0' && c <= '9') {
            byte = std::max(byte, 0) * 10 + (c - '0');
            continue;
        }
        if (byte >= 0) {
            text += QLatin1Char(digits[byte >> 4 & 15]);
            text += QLatin1Char(digits[byte & 15]);
        }
        byte = -1;
        if (c == ']')
            break;
        if (text.size() >= shown * 2 + 2)
            return text + QChar(0x2026);
    }
    return text;
}

/// `plain`: whole and untouched, for copying; otherwise as the grid shows it.
Cell cellOf(std::string_view json, bool plain)
{
    switch (json.empty() ? 'n' : json.front()) {
    case 'n': return {};
    case 't': return {CellKind::Boolean, QStringLiteral("true")};
    case 'f': return {CellKind::Boolean, QStringLiteral("false")};
    case '"': {
        std::string text;
        const bool whole = unescapeJson(inside(json), text, plain ? std::string::npos : longestCellText);
        if (whole && looksLikeInstant(text))
            return {CellKind::Date, plain ? fromUtf8(text) : instantText(text)};
        return {kindOfText(text), whole ? fromUtf8(text) : fromUtf8(text) + QChar(0x2026)};
    }
    case '[':
    case '{': {
        const bool bytes = json.starts_with("{\"type\":\"Buffer\"");
        if (bytes && !plain)
            return {CellKind::Bytes, shownBytes(json)};
        return {bytes ? CellKind::Bytes : CellKind::Json, plain ? fromUtf8(json) : clipped(json)};
    }
    default: return {CellKind::Number, QString::fromLatin1(json.data(), qsizetype(json.size()))};
    }
}

bool sameKey(std::string_view raw, const QByteArray& key)
{
    if (raw == std::string_view(key.constData(), size_t(key.size())))
        return true;
    if (raw.find('\\') == std::string_view::npos)
        return false;
    std::string text;
    unescapeJson(raw, text);
    return text == std::string_view(key.constData(), size_t(key.size()));
}

/// As JSON takes a number: PostgreSQL also prints NaN, Infinity and money.
bool isJsonNumber(std::string_view s)
{
    if (!s.empty() && s.front() == '-')
        s.remove_prefix(1);
    return !s.empty() && s.front() >= '0' && s.front() <= '9' && (s.size() == 1 || s.front() != '0' || s[1] == '.' || s[1] == 'e')
        && s.find_first_not_of("0123456789.e+-") == std::string_view::npos;
}

Problem malformed(simdjson::error_code e, size_t row)
{
    Problem p = Problem::make(Problem::Kind::Protocol, QStringLiteral("result.malformed"),
                              QStringLiteral("The answer is not valid JSON: %1").arg(QLatin1String(simdjson::error_message(e))));
    p.details.insert(QStringLiteral("row"), double(row));
    return p;
}

} // namespace

CellKind kindOfType(const QString& type)
{
    static const QHash<QString, CellKind> kinds = [] {
        QHash<QString, CellKind> map;
        const auto add = [&map](CellKind kind, const char* names) {
            for (const QString& name : QString::fromLatin1(names).split(u','))
                map.insert(name, kind);
        };
        add(CellKind::Number, "int2,int4,int8,numeric,float4,float8,money,oid,smallint,integer,bigint,real,double precision");
        add(CellKind::Boolean, "bool,boolean");
        add(CellKind::Date, "date,time,timetz,timestamp,timestamptz,interval,timestamp with time zone,timestamp without time zone,"
                            "time with time zone,time without time zone");
        add(CellKind::Json, "json,jsonb");
        add(CellKind::Bytes, "bytea");
        add(CellKind::Mono, "uuid,inet,cidr,macaddr,macaddr8,bit,varbit,xid,tid,pg_lsn");
        add(CellKind::Array, "ARRAY,record,int2vector,oidvector,int4range,int8range,numrange,tsrange,tstzrange,daterange,"
                             "int4multirange,int8multirange,nummultirange,tsmultirange,tstzmultirange,datemultirange");
        return map;
    }();
    return type.endsWith(u"[]") ? CellKind::Array : kinds.value(type, CellKind::Text);
}

Result<std::shared_ptr<const ResultSet>> ResultSet::parse(QByteArray json)
{
    auto set = std::make_shared<ResultSet>();
    set->m_json = std::move(json);
    // Only where there is no room behind the text already: it would be copied.
    if (set->m_json.capacity() - set->m_json.size() <= qsizetype(simdjson::SIMDJSON_PADDING))
        set->m_json.reserve(set->m_json.size() + qsizetype(simdjson::SIMDJSON_PADDING) + 1);
    const char* begin = set->m_json.constData();

    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::array rows;
    auto error = parser.iterate(begin, size_t(set->m_json.size()), size_t(set->m_json.capacity())).get(document);
    if (!error)
        error = document.get_array().get(rows);
    const auto notRows = [] {
        return fail(Problem::Kind::Protocol, QStringLiteral("result.not_rows"), QStringLiteral("The answer is not a list of rows"));
    };
    if (error)
        return error == simdjson::INCORRECT_TYPE ? notRows() : fail(malformed(error, 0));

    auto& offsets = set->m_offsets;
    quint64 end = 0;
    for (auto item : rows) {
        simdjson::ondemand::object object;
        error = item.get_object().get(object);
        if (error == simdjson::INCORRECT_TYPE)
            return notRows();
        std::string_view raw;
        if (!error)
            error = object.raw_json().get(raw);
        if (error)
            return fail(malformed(error, offsets.size()));
        offsets.push_back(quint64(raw.data() - begin));
        end = quint64(raw.data() - begin) + raw.size();
        if (offsets.size() == estimateAfter) // growing by doubling would hold half as much again
            offsets.reserve(size_t(double(set->m_json.size()) / double(end) * estimateAfter * 1.02) + 16);
    }
    if (const char* rest; !document.current_location().get(rest)) // an error here means: nothing is left
        return fail(malformed(simdjson::TRAILING_CONTENT, offsets.size()));
    if (!offsets.empty())
        offsets.push_back(end);
    set->describe();
    return std::shared_ptr<const ResultSet>(std::move(set));
}

/// Which of the two forms it is, and what the columns are.
void ResultSet::describe()
{
    RowScan::Member member;
    RowScan first(rowBytes(0));
    if (rowCount() > 0 && first.next(member) && member.key == exactKey && member.value.front() == '"'
        && inside(member.value).starts_with(exactStart)) {
        std::string xml;
        unescapeJson(inside(member.value), xml);
        if (const auto columns = exactColumns(QByteArray::fromStdString(xml))) {
            m_exact = true;
            m_offsets.erase(m_offsets.begin());
            if (m_offsets.size() == 1)
                m_offsets.clear();
            for (const ExactColumn& column : *columns) {
                m_columns << column.name;
                m_types << column.type;
                m_kinds << kindOfType(column.base);
            }
        }
    }
    const qsizetype count = std::min<qsizetype>(rowCount(), sampleRows);
    if (!m_exact)
        readColumns(count);
    sample(count);
}

/// Rows of one statement all have the same keys; REST rows may not, so look at a sample.
void ResultSet::readColumns(qsizetype count)
{
    QSet<QByteArray> known;
    for (qsizetype i = 0; i < count; ++i) {
        RowScan scan(rowBytes(i));
        RowScan::Member member;
        for (qsizetype at = 0; scan.next(member); ++at) {
            if (at < m_keys.size() && sameKey(member.key, m_keys[at]))
                continue;
            std::string key;
            unescapeJson(member.key, key);
            const QByteArray name = QByteArray::fromStdString(key);
            if (i > 0 && known.contains(name))
                continue;
            known.insert(name);
            m_keys << name;
            m_columns << QString::fromUtf8(name);
        }
        if (i == 0)
            known = QSet<QByteArray>(m_keys.begin(), m_keys.end());
    }
    m_kinds.fill(CellKind::Null, m_columns.size());
}

void ResultSet::sample(qsizetype count)
{
    m_widths.fill(0, m_columns.size());
    m_numeric.fill(!m_exact, m_columns.size());
    const qsizetype cells = std::max<qsizetype>(1, m_columns.size());
    count = std::min(count, std::max<qsizetype>(3, sampleRows * 50 / cells)); // ten thousand columns are sampled by few rows
    for (qsizetype i = 0; i < count; ++i) {
        const QList<Cell> line = row(i);
        for (int c = 0; c < line.size(); ++c) {
            const Cell& cell = line[c];
            if (m_kinds[c] == CellKind::Null)
                m_kinds[c] = cell.kind;
            if (cell.kind != CellKind::Null)
                m_numeric[c] = m_numeric[c] && cell.kind == CellKind::Text && isPlainNumber(cell.text);
            m_widths[c] = std::max(m_widths[c], std::min(longestSampled, int(cell.text.size())));
        }
    }
    for (int c = 0; c < m_kinds.size(); ++c)
        m_numeric[c] = m_numeric[c] && m_kinds[c] == CellKind::Text;
}

QList<Cell> ResultSet::row(qsizetype index) const
{
    return decode(index, false);
}

QList<Cell> ResultSet::plainRow(qsizetype index) const
{
    return decode(index, true);
}

std::string_view ResultSet::rowBytes(qsizetype index) const
{
    if (index < 0 || index >= rowCount())
        return {};
    std::string_view row(m_json.constData() + m_offsets[size_t(index)], size_t(m_offsets[size_t(index) + 1] - m_offsets[size_t(index)]));
    row.remove_suffix(row.size() - row.rfind('}') - 1); // up to the next row there is a comma
    return row;
}

/// The printed row of an exact set.
std::string_view ResultSet::record(qsizetype index, std::string& scratch) const
{
    RowScan scan(rowBytes(index));
    RowScan::Member member;
    if (!scan.next(member) || member.value.front() != '"')
        return {};
    const std::string_view inner = inside(member.value);
    if (inner.find('\\') == std::string_view::npos)
        return inner;
    scratch.clear();
    unescapeJson(inner, scratch);
    return scratch;
}

Cell ResultSet::exactCell(int column, const RecordScan::Field& field, bool whole) const
{
    if (field.null)
        return {};
    std::string text;
    const bool all = unquoteField(field, text, whole ? std::string::npos : longestCellText);
    const CellKind kind = m_kinds[column];
    if (kind == CellKind::Boolean)
        return {kind, text == "t" ? QStringLiteral("true") : QStringLiteral("false")};
    QString shown = fromUtf8(text);
    if (!all)
        shown += QChar(0x2026);
    return {kind == CellKind::Text ? kindOfText(text) : kind, shown};
}

QList<Cell> ResultSet::decode(qsizetype index, bool plain) const
{
    if (index < 0 || index >= rowCount())
        return {};
    QList<Cell> cells(m_columns.size());
    if (m_exact) {
        std::string scratch;
        RecordScan scan(record(index, scratch));
        RecordScan::Field field;
        for (int c = 0; c < cells.size() && scan.next(field); ++c)
            cells[c] = exactCell(c, field, plain);
        return cells;
    }
    RowScan scan(rowBytes(index));
    RowScan::Member member;
    qsizetype expected = 0; // keys nearly always come in column order
    while (scan.next(member)) {
        qsizetype at = expected;
        if (expected >= m_keys.size() || !sameKey(member.key, m_keys[expected])) {
            std::string key;
            unescapeJson(member.key, key);
            at = m_keys.indexOf(QByteArray::fromRawData(key.data(), qsizetype(key.size())));
        }
        expected = at + 1;
        if (at >= 0)
            cells[at] = cellOf(member.value, plain);
    }
    return cells;
}

/// The JSON text of a plain set's cell; empty = absent.
std::string_view ResultSet::memberValue(qsizetype index, int column) const
{
    RowScan scan(rowBytes(index));
    RowScan::Member member;
    std::string_view found;
    for (int c = 0; scan.next(member); ++c) {
        if (!sameKey(member.key, m_keys[column]))
            continue;
        found = member.value;
        if (c == column)
            break; // where it belongs; otherwise the last of two equal keys wins, as everywhere in JSON
    }
    return found;
}

bool ResultSet::exactField(qsizetype row, int column, std::string& scratch, RecordScan::Field& field) const
{
    RecordScan scan(record(row, scratch));
    for (int c = 0; c <= column; ++c) {
        if (!scan.next(field))
            return false;
    }
    return !field.null;
}

Cell ResultSet::plainCell(qsizetype row, int column) const
{
    if (row < 0 || row >= rowCount() || column < 0 || column >= m_columns.size())
        return {};
    if (!m_exact)
        return cellOf(memberValue(row, column), true);
    std::string scratch;
    RecordScan::Field field;
    return exactField(row, column, scratch, field) ? exactCell(column, field, true) : Cell();
}

bool ResultSet::cellText(qsizetype row, int column, std::string& scratch, std::string_view& text) const
{
    if (row < 0 || row >= rowCount() || column < 0 || column >= m_columns.size())
        return false;
    if (m_exact) {
        RecordScan::Field field;
        if (!exactField(row, column, scratch, field))
            return false;
        text = field.raw;
        if (field.quoted && text.find_first_of("\"\\") != std::string_view::npos) {
            std::string own;
            unquoteField(field, own);
            scratch = std::move(own);
            text = scratch;
        }
        if (m_kinds[column] == CellKind::Boolean)
            text = text == "t" ? "true" : "false";
        return true;
    }
    text = memberValue(row, column);
    if (text.empty() || text == "null")
        return false;
    if (text.front() == '"') {
        text = inside(text);
        if (text.find('\\') != std::string_view::npos) {
            scratch.clear();
            unescapeJson(text, scratch);
            text = scratch;
        }
    }
    return true;
}

QByteArray ResultSet::cellJson(qsizetype index, int column) const
{
    if (index < 0 || index >= rowCount() || column < 0 || column >= m_columns.size())
        return {};
    if (!m_exact) {
        const std::string_view json = memberValue(index, column);
        return json.empty() ? QByteArray("null") : QByteArray(json.data(), qsizetype(json.size()));
    }
    std::string scratch, out;
    std::string_view text;
    if (!cellText(index, column, scratch, text))
        return "null";
    const CellKind kind = m_kinds[column];
    if (kind == CellKind::Json || kind == CellKind::Boolean || (kind == CellKind::Number && isJsonNumber(text)))
        return QByteArray(text.data(), qsizetype(text.size()));
    escapeJson(text, out);
    return QByteArray::fromStdString(out);
}

QByteArray ResultSet::rowJson(qsizetype index) const
{
    const std::string_view raw = rowBytes(index);
    if (!m_exact || raw.empty())
        return QByteArray(raw.data(), qsizetype(raw.size()));
    QByteArray out = "{";
    for (int c = 0; c < m_columns.size(); ++c) {
        std::string name;
        escapeJson(m_columns[c].toStdString(), name);
        out += (c ? "," : "") + QByteArray::fromStdString(name) + ':' + cellJson(index, c);
    }
    return out + '}';
}

} // namespace run402
