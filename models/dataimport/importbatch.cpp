// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dataimport/importbatch.h"

#include "models/sqlliteral.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace run402 {

using namespace Qt::StringLiterals;
using Cell = ImportRecord::Cell;

namespace {

/// Bytes of a set, looked up: every byte of a file is asked about several times.
class Bytes
{
public:
    constexpr explicit Bytes(std::string_view bytes)
    {
        for (char c : bytes)
            m_in[uchar(c)] = true;
    }
    constexpr bool has(char c) const { return m_in[uchar(c)]; }

private:
    std::array<bool, 256> m_in{};
};

constexpr Bytes wholeBytes("0123456789+-_ \t\n\rxXoObBaAcCdDeEfF"); // also 0x1F and 1_000, which newer servers take
constexpr Bytes numberBytes("0123456789+-._ \t\n\rxXoObBaAcCdDeEfF");
constexpr Bytes uuidBytes("0123456789abcdefABCDEF-{}");
constexpr Bytes bareBytes("0123456789+-.");
constexpr Bytes bareCsvBytes("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _-.:/+");
constexpr Bytes arrayBytes("\"\\'gGrReEpPsS"); ///< that an array element may not hold as they are, and those a refused word begins with

bool onlyOf(QByteArrayView value, const Bytes& allowed)
{
    return std::all_of(value.begin(), value.end(), [&](char c) { return allowed.has(c); });
}

bool hasDigit(QByteArrayView value)
{
    return std::any_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isOneOf(const QByteArray& value, std::initializer_list<const char*> words)
{
    return std::any_of(words.begin(), words.end(), [&](const char* word) { return value == word; });
}

enum class Family { Other, Whole, Number, Boolean, Uuid, Date, Json, Text, Enum };

Family familyOf(const ColumnFacts& c)
{
    const QString& type = c.bareType;
    if (type == "integer"_L1 || type == "bigint"_L1 || type == "smallint"_L1)
        return Family::Whole;
    if (type == "numeric"_L1 || type == "real"_L1 || type == "double precision"_L1)
        return Family::Number;
    if (type == "boolean"_L1)
        return Family::Boolean;
    if (type == "uuid"_L1)
        return Family::Uuid;
    if (type == "date"_L1 || type.startsWith("timestamp"_L1))
        return Family::Date;
    if (type == "json"_L1 || type == "jsonb"_L1)
        return Family::Json;
    if (!c.labels.isEmpty())
        return Family::Enum;
    return c.kind == "S"_L1 ? Family::Text : Family::Other;
}

/// Types whose array literal can be read at once; others come as text and are cast one by one.
bool isPlainArray(const ColumnFacts& c)
{
    return c.arrayOf.isEmpty() && c.kind != "E"_L1 && familyOf(c) != Family::Other && familyOf(c) != Family::Enum && c.bareType != "character"_L1;
}

/// Words that stand in one of the service's refused patterns, as far as a data value can complete one.
int refusedWordAt(const char* at, const char* end)
{
    struct Word { const char* text; int length; };
    static constexpr std::array<Word, 8> words{{{"grant", 5}, {"revoke", 6}, {"extension", 9}, {"program", 7}, {"system", 6}, {"search_path", 11}, {"role", 4}, {"schema", 6}}};
    for (const Word& w : words) {
        if ((at[0] | 0x20) == w.text[0] && end - at >= w.length && qstrnicmp(at, w.text, size_t(w.length)) == 0)
            return w.length;
    }
    return 0;
}

} // namespace

QByteArrayView ImportBatch::value(int row, int source) const
{
    const Cell& cell = cells[size_t(row) * width + size_t(source)];
    return QByteArrayView(text).sliced(cell.at, cell.length);
}

QByteArray csvRow(const QList<QByteArrayView>& values)
{
    QByteArray line;
    bool first = true;
    for (QByteArrayView value : values) {
        if (!std::exchange(first, false))
            line += ',';
        if (onlyOf(value, bareCsvBytes)) {
            line += value;
            continue;
        }
        line += '"';
        line += value.toByteArray().replace('"', "\"\"");
        line += '"';
    }
    return line;
}

QByteArray ImportBatch::csv(int row) const
{
    QList<QByteArrayView> values;
    for (size_t i = 0; i < width; ++i)
        values << value(row, int(i));
    return csvRow(values);
}

namespace {

RowFault faultOf(QByteArrayView value, bool null, const ColumnFacts& column, Family family)
{
    if (null)
        return column.notNull ? RowFault::NotNull : RowFault::None;
    if (std::memchr(value.data(), 0, size_t(value.size())))
        return RowFault::Zero;
    switch (family) {
    case Family::Whole:
        return hasDigit(value) && onlyOf(value, wholeBytes) ? RowFault::None : RowFault::NotWhole;
    case Family::Number:
        return (hasDigit(value) && onlyOf(value, numberBytes))
                       || isOneOf(value.toByteArray().trimmed().toLower(), {"nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"})
                   ? RowFault::None
                   : RowFault::NotANumber;
    case Family::Boolean: {
        if (value == QByteArrayView("true") || value == QByteArrayView("false"))
            return RowFault::None;
        const QByteArray word = value.toByteArray().trimmed().toLower();
        const auto begins = [&](const char* whole, qsizetype least) { return word.size() >= least && QByteArray(whole).startsWith(word); };
        return begins("true", 1) || begins("false", 1) || begins("yes", 1) || begins("no", 1) || word == "on" || begins("off", 2) || word == "1" || word == "0"
                   ? RowFault::None
                   : RowFault::NotABoolean;
    }
    case Family::Uuid: {
        const qsizetype digits = std::count_if(value.begin(), value.end(), [](char c) { return std::isxdigit(uchar(c)); });
        return digits == 32 && onlyOf(value, uuidBytes) ? RowFault::None : RowFault::NotAUuid;
    }
    case Family::Date:
        return hasDigit(value) || isOneOf(value.toByteArray().trimmed().toLower(), {"now", "today", "tomorrow", "yesterday", "epoch", "infinity", "-infinity", "+infinity"}) ? RowFault::None : RowFault::NotADate;
    case Family::Json: {
        thread_local simdjson::dom::parser parser;
        return parser.parse(value.data(), size_t(value.size())).error() ? RowFault::NotJson : RowFault::None;
    }
    case Family::Enum: return column.labels.contains(QString::fromUtf8(value)) ? RowFault::None : RowFault::NotALabel;
    case Family::Text:
    case Family::Other: break;
    }
    return RowFault::None;
}

} // namespace

RowFault cellFault(QByteArrayView value, bool null, const ColumnFacts& column)
{
    return faultOf(value, null, column, familyOf(column));
}

ImportBatch ImportBatcher::next()
{
    ImportBatch batch;
    size_t width = 0;
    std::vector<Family> families;
    for (const ImportTarget& t : std::as_const(m_plan.targets)) {
        width = std::max(width, size_t(t.source) + 1);
        families.push_back(familyOf(t.column));
    }
    ImportRecord record;
    while (batch.text.size() < batchBytes && batch.rows() < batchRows && batch.rejects.size() < batchRows) {
        if (!m_reader.next(record)) {
            batch.last = true;
            break;
        }
        const size_t cells = record.cells.size();
        if (batch.width == 0)
            batch.width = std::max(width, m_plan.options.format == ImportFormat::Json ? size_t(m_reader.names().size()) : cells);
        RowFault fault = record.fault;
        QString detail;
        if (fault == RowFault::None && m_plan.options.format == ImportFormat::Delimited && cells > batch.width)
            fault = RowFault::CellCount;
        record.cells.resize(std::max(cells, batch.width), {0, 0, false, true});
        for (qsizetype i = 0; i < m_plan.targets.size() && fault == RowFault::None; ++i) {
            const ImportTarget& t = m_plan.targets.at(i);
            Cell& cell = record.cells[size_t(t.source)];
            const Family family = families[size_t(i)];
            const bool mayBeEmpty = family == Family::Text || family == Family::Other;
            cell.null = isNullCell(record, cell, m_plan.options) || (cell.length == 0 && !mayBeEmpty);
            fault = faultOf(record.view(cell), cell.null, t.column, family);
            if (fault != RowFault::None)
                detail = t.column.name;
        }
        if (fault != RowFault::None) {
            QList<QByteArrayView> values;
            for (size_t i = 0; i < cells; ++i)
                values << record.view(record.cells[i]);
            batch.rejects << ImportBatch::Reject{record.line, fault, detail, csvRow(values)};
            continue;
        }
        for (size_t i = 0; i < batch.width; ++i) {
            Cell cell = record.cells[i];
            cell.at += int(batch.text.size());
            batch.cells.push_back(cell);
        }
        batch.text += record.text;
        batch.lines.push_back(record.line);
    }
    batch.position = m_reader.position();
    batch.failed = m_reader.failed();
    return batch;
}

void appendArrayElement(QByteArray& out, QByteArrayView value, bool plain)
{
    if (plain && !value.isEmpty() && onlyOf(value, bareBytes) && hasDigit(value)) {
        out += value;
        return;
    }
    out += '"';
    const char* end = value.data() + value.size();
    const char* copied = value.data();
    for (const char* c = copied; c < end; ++c) {
        if (!arrayBytes.has(*c))
            continue;
        const bool refused = *c != '"' && *c != '\\' && *c != '\'' && refusedWordAt(c, end) > 0;
        if (!refused && *c != '"' && *c != '\\' && *c != '\'')
            continue;
        out.append(copied, (c - copied) + refused);
        out += *c == '\'' ? '\'' : '\\'; // g\rant is grant to the array and nothing to the service
        copied = c + refused;
    }
    out.append(copied, end - copied);
    out += '"';
}

QByteArray insertSql(const ImportBatch& batch, int from, int to, const ImportPlan& plan)
{
    QStringList names, values, aliases, updates;
    bool overriding = false;
    for (int i = 0; i < plan.targets.size(); ++i) {
        const ColumnFacts& c = plan.targets.at(i).column;
        names << sqlName(c.name);
        aliases << u'c' + QString::number(i);
        values << (isPlainArray(c) ? aliases.last() : aliases.last() + "::"_L1 + (c.bareType == "character"_L1 ? u"bpchar"_s : c.bareType));
        if (!plan.key.contains(c.name))
            updates << names.last() + " = excluded."_L1 + names.last();
        overriding |= c.alwaysIdentity;
    }
    QByteArray sql = ("INSERT INTO "_L1 + sqlName(plan.table) + " ("_L1 + names.join(u", "_s) + u')' + (overriding ? " OVERRIDING SYSTEM VALUE"_L1 : ""_L1)
                      + "\nSELECT "_L1 + values.join(u", "_s) + " FROM unnest("_L1)
                         .toUtf8();
    sql.reserve(sql.size() + batch.text.size() + batch.text.size() / 4);
    for (int i = 0; i < plan.targets.size(); ++i) {
        const ImportTarget& t = plan.targets.at(i);
        const Family family = familyOf(t.column);
        const bool plain = family == Family::Whole || family == Family::Number || family == Family::Date;
        sql += i == 0 ? "'{" : ", '{";
        for (int row = from; row < to; ++row) {
            if (row > from)
                sql += ',';
            if (batch.isNull(row, t.source))
                sql += "NULL";
            else
                appendArrayElement(sql, batch.value(row, t.source), plain);
        }
        sql += "}'::" + (isPlainArray(t.column) ? t.column.bareType.toUtf8() : QByteArray("text")) + "[]";
    }
    sql += ") AS r(" + aliases.join(u", "_s).toUtf8() + ')';
    if (plan.onConflict != OnConflict::Stop) {
        QStringList key;
        for (const QString& k : plan.key)
            key << sqlName(k);
        const QString action = plan.onConflict == OnConflict::Skip || updates.isEmpty() ? u"NOTHING"_s : "UPDATE SET "_L1 + updates.join(u", "_s);
        sql += ("\nON CONFLICT"_L1 + (key.isEmpty() ? QString() : " ("_L1 + key.join(u", "_s) + u')') + " DO "_L1 + action).toUtf8();
    }
    return sql + ';';
}

} // namespace run402
