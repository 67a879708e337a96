// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/resultset.h"

#include "models/item/exactcolumns.h"
#include "models/item/rowscan.h"

#include <QHash>

#include <algorithm>

namespace run402 {

namespace {

constexpr qsizetype sampleRows = 200;
constexpr qsizetype keyBytes = 4 << 20; // a few milliseconds
constexpr qsizetype mostKeys = 16'384; // rows that have nothing in common are no table
constexpr int longestSampled = 60;
constexpr size_t longestCellText = 4096; // the grid shows one line; the inspector reads cellJson
constexpr std::string_view exactKey = "_r";          // models/sql/exact.h
constexpr std::string_view exactStart = "<xsd:schema";
constexpr std::string_view bufferStart = "{\"type\":\"Buffer\"";

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
        const bool bytes = json.starts_with(bufferStart);
        if (bytes && !plain)
            return {CellKind::Bytes, shownBytes(json)};
        return {bytes ? CellKind::Bytes : CellKind::Json, plain ? fromUtf8(json) : clipped(json)};
    }
    default: return {CellKind::Number, QString::fromLatin1(json.data(), qsizetype(json.size()))};
    }
}

RecordScan::Field fieldOf(const ResultSet::RawCell& cell)
{
    return {cell.form == ResultSet::RawCell::Form::Null, cell.form == ResultSet::RawCell::Form::Record, cell.text};
}

/// With the quotes of a string, which stand around it.
std::string_view jsonOf(const ResultSet::RawCell& cell)
{
    return cell.form == ResultSet::RawCell::Form::String ? std::string_view(cell.text.data() - 1, cell.text.size() + 2) : cell.text;
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
        readColumns();
    lookUpHugeRows();
    sample(count);
}

/// Rows of one statement all have the same keys; those of another source may not, so look at the first megabytes.
void ResultSet::readColumns()
{
    const qsizetype rows = rowCount();
    for (qsizetype i = 0, seen = 0; i < rows && (i < sampleRows || (seen < keyBytes && m_keys.size() < mostKeys)); ++i) {
        seen += rowSize(i);
        RowScan scan(rowBytes(i));
        RowScan::Member member;
        qsizetype expected = 0;
        while (scan.next(member)) {
            if (expected < m_keys.size() && sameKey(member.key, m_keys[expected])) {
                ++expected;
                continue;
            }
            std::string key;
            unescapeJson(member.key, key);
            const QByteArray name = QByteArray::fromStdString(key);
            const auto known = m_keyColumns.constFind(name);
            if (i > 0 && known != m_keyColumns.constEnd()) {
                expected = *known + 1;
                continue;
            }
            if (known == m_keyColumns.constEnd())
                m_keyColumns.insert(name, m_keys.size());
            m_keys << name;
            m_columns << QString::fromUtf8(name);
            expected = m_keys.size();
        }
    }
    m_kinds.fill(CellKind::Null, m_columns.size());
}

void ResultSet::sample(qsizetype count)
{
    m_widths.fill(0, m_columns.size());
    m_numeric.fill(!m_exact, m_columns.size());
    m_fractions.fill(false, m_columns.size());
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
            if (!m_exact && cell.kind == CellKind::Number && cell.text.contains(u'.'))
                m_fractions[c] = true;
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

qsizetype ResultSet::rowSize(qsizetype index) const
{
    return index < 0 || index >= rowCount() ? 0 : qsizetype(m_offsets[size_t(index) + 1] - m_offsets[size_t(index)]);
}

/// The printed row of an exact set, between the quotes of its JSON string.
std::string_view ResultSet::record(qsizetype index, std::string& scratch) const
{
    RowScan scan(rowBytes(index));
    RowScan::Member member;
    if (!scan.next(member) || member.value.front() != '"')
        return {};
    const std::string_view inner = inside(member.value);
    if (isStringified(inner))
        return inner;
    std::string plain;
    unescapeJson(inner, plain);
    scratch.clear();
    escapeJson(plain, scratch);
    return inside(scratch);
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
    if (const auto huge = m_huge.find(index); huge != m_huge.end()) {
        for (int c = 0; c < cells.size(); ++c)
            cells[c] = m_exact ? exactCell(c, fieldOf(huge->second.cells[size_t(c)]), plain) : cellOf(jsonOf(huge->second.cells[size_t(c)]), plain);
        return cells;
    }
    if (m_exact) {
        std::string scratch;
        RecordScan scan(record(index, scratch));
        RecordScan::Field field;
        for (int c = 0; c < cells.size() && scan.next(field); ++c)
            cells[c] = exactCell(c, field, plain);
        return cells;
    }
    forEachMember(index, [&](qsizetype column, std::string_view json) { cells[column] = cellOf(json, plain); });
    return cells;
}

template <typename F>
void ResultSet::forEachMember(qsizetype index, F&& each) const
{
    RowScan scan(rowBytes(index));
    RowScan::Member member;
    qsizetype expected = 0; // keys nearly always come in column order
    while (scan.next(member)) {
        qsizetype at = expected;
        if (expected >= m_keys.size() || !sameKey(member.key, m_keys[expected])) {
            std::string key;
            unescapeJson(member.key, key);
            at = m_keyColumns.value(QByteArray::fromRawData(key.data(), qsizetype(key.size())), -1);
        }
        expected = at + 1;
        if (at >= 0)
            each(at, member.value);
    }
}

void ResultSet::lookUpHugeRows()
{
    constexpr qsizetype hugeRow = 64 * 1024, bytesEach = 1024; // so that this stays small beside the text
    const qsizetype least = std::max(hugeRow, m_columns.size() * bytesEach);
    for (qsizetype i = 0; i < rowCount(); ++i) {
        if (rowSize(i) < least)
            continue;
        HugeRow& row = m_huge[i]; // stays where it is: the views may point into its scratch
        scanRow(i, row.scratch, row.cells);
    }
}

void ResultSet::rawRow(qsizetype index, std::string& scratch, std::vector<RawCell>& cells) const
{
    if (const auto huge = m_huge.empty() ? m_huge.end() : m_huge.find(index); huge != m_huge.end())
        cells = huge->second.cells;
    else
        scanRow(index, scratch, cells);
}

void ResultSet::scanRow(qsizetype index, std::string& scratch, std::vector<RawCell>& cells) const
{
    cells.assign(size_t(m_columns.size()), {});
    if (index < 0 || index >= rowCount())
        return;
    if (m_exact) {
        RecordScan scan(record(index, scratch));
        RecordScan::Field field;
        for (size_t c = 0; c < cells.size() && scan.next(field); ++c) {
            if (!field.null)
                cells[c] = {field.quoted ? RawCell::Form::Record : RawCell::Form::Bare, field.raw};
        }
        return;
    }
    forEachMember(index, [&cells](qsizetype column, std::string_view json) {
        RawCell& cell = cells[size_t(column)];
        if (json.empty() || json.front() == 'n')
            cell = {};
        else if (json.front() == '"')
            cell = {RawCell::Form::String, inside(json)};
        else
            cell = {RawCell::Form::Json, json};
    });
}

CellKind ResultSet::plainText(const RawCell& cell, int column, std::string& scratch, std::string_view& text) const
{
    text = cell.text;
    switch (cell.form) {
    case RawCell::Form::Null: return CellKind::Null;
    case RawCell::Form::Json: {
        const char c = text.front();
        if (c == 't' || c == 'f')
            return CellKind::Boolean;
        if (c != '{' && c != '[')
            return CellKind::Number;
        return text.starts_with(bufferStart) ? CellKind::Bytes : CellKind::Json;
    }
    case RawCell::Form::String:
        if (text.find('\\') != std::string_view::npos) {
            scratch.clear();
            unescapeJson(text, scratch);
            text = scratch;
        }
        return looksLikeInstant(text) ? CellKind::Date : CellKind::Text;
    case RawCell::Form::Record:
    case RawCell::Form::Bare:
        if (text.find('\\') != std::string_view::npos) {
            scratch.clear();
            unquoteField({false, cell.form == RawCell::Form::Record, text}, scratch);
            text = scratch;
        }
        break;
    }
    if (m_kinds[column] == CellKind::Boolean)
        text = text == "t" ? "true" : "false";
    return m_kinds[column];
}

/// The JSON text of a plain set's cell; empty = absent.
std::string_view ResultSet::memberValue(qsizetype index, int column) const
{
    if (const auto huge = m_huge.find(index); huge != m_huge.end())
        return jsonOf(huge->second.cells[size_t(column)]);
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
    if (const auto huge = m_huge.find(row); huge != m_huge.end()) {
        field = fieldOf(huge->second.cells[size_t(column)]);
        return !field.null;
    }
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

Cell ResultSet::startOfCell(qsizetype row, int column, qsizetype most, qsizetype& size) const
{
    size = 0;
    if (row < 0 || row >= rowCount() || column < 0 || column >= m_columns.size())
        return {};
    std::string scratch, text;
    if (m_exact) {
        RecordScan::Field field;
        if (!exactField(row, column, scratch, field))
            return {};
        size = qsizetype(field.raw.size());
        if (m_kinds[column] == CellKind::Boolean)
            return exactCell(column, field, true);
        const bool all = unquoteField(field, text, size_t(most));
        const CellKind kind = m_kinds[column] == CellKind::Text ? kindOfText(text) : m_kinds[column];
        return {kind, fromUtf8(text) + (all ? QString() : QString(QChar(0x2026)))};
    }
    const std::string_view json = memberValue(row, column);
    size = qsizetype(json.size());
    if (size <= most || json.front() != '"') {
        Cell cell = cellOf(json.substr(0, wholeUtf8(json, size_t(most))), true);
        if (size > most)
            cell.text += QChar(0x2026);
        return cell;
    }
    unescapeJson(inside(json), text, size_t(most));
    return {CellKind::Text, fromUtf8(text) + QChar(0x2026)};
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
        if (text.find('\\') != std::string_view::npos) {
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
