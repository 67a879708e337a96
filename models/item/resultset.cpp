// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/resultset.h"

#include <simdjson.h>

#include <algorithm>

namespace run402 {

namespace {

using simdjson::ondemand::json_type;

constexpr qsizetype sampleRows = 200;
constexpr int longestSampled = 60;
constexpr qsizetype longestCellText = 4096; // the grid shows one line; the inspector reads cellJson

/// The buffer always has SIMDJSON_PADDING readable bytes behind its end.
simdjson::padded_string_view view(const QByteArray& json, quint64 offset, size_t length)
{
    return simdjson::padded_string_view(json.constData() + offset, length, size_t(json.capacity()) - size_t(offset));
}

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

QString clipped(std::string_view s)
{
    if (qsizetype(s.size()) <= longestCellText)
        return QString::fromUtf8(s.data(), qsizetype(s.size()));
    return QString::fromUtf8(s.data(), longestCellText) + QChar(0x2026);
}

/// `plain`: whole and untouched, for copying; otherwise as the grid shows it.
Cell cellOf(simdjson::ondemand::value value, bool plain)
{
    json_type type;
    if (value.type().get(type))
        return {CellKind::Text, QStringLiteral("?")};
    switch (type) {
    case json_type::null:
        return {};
    case json_type::boolean: {
        bool b = false;
        return {CellKind::Boolean, !value.get_bool().get(b) && b ? QStringLiteral("true") : QStringLiteral("false")};
    }
    case json_type::number: {
        const std::string_view raw = value.raw_json_token();
        const auto end = raw.find_last_not_of(" \t\r\n");
        return {CellKind::Number, QString::fromLatin1(raw.data(), qsizetype(end + 1))};
    }
    case json_type::string: {
        std::string_view s;
        if (value.get_string().get(s))
            return {CellKind::Text, QString(QChar::ReplacementCharacter)};
        if (plain)
            return {looksLikeInstant(s) ? CellKind::Date : CellKind::Text, QString::fromUtf8(s.data(), qsizetype(s.size()))};
        return looksLikeInstant(s) ? Cell{CellKind::Date, instantText(s)} : Cell{CellKind::Text, clipped(s)};
    }
    case json_type::array:
    case json_type::object: {
        std::string_view raw;
        if (simdjson::to_json_string(value).get(raw))
            return {CellKind::Json, QStringLiteral("?")};
        constexpr std::string_view buffer = "{\"type\":\"Buffer\"";
        const bool bytes = raw.substr(0, buffer.size()) == buffer;
        const CellKind kind = bytes ? CellKind::Bytes : CellKind::Json;
        return {kind, plain ? QString::fromUtf8(raw.data(), qsizetype(raw.size())).trimmed() : clipped(raw)};
    }
    }
    return {};
}

} // namespace

Result<std::shared_ptr<const ResultSet>> ResultSet::parse(QByteArray json)
{
    auto set = std::make_shared<ResultSet>();
    set->m_json = std::move(json);
    set->m_json.reserve(set->m_json.size() + qsizetype(simdjson::SIMDJSON_PADDING) + 1);
    const char* begin = set->m_json.constData();

    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::array rows;
    auto error = parser.iterate(view(set->m_json, 0, size_t(set->m_json.size()))).get(document);
    if (!error)
        error = document.get_array().get(rows);
    if (error == simdjson::INCORRECT_TYPE)
        return fail(Problem::Kind::Protocol, QStringLiteral("result.not_rows"), QStringLiteral("The answer is not a list of rows"));
    const auto malformed = [](simdjson::error_code e, qsizetype row) {
        Problem p = Problem::make(Problem::Kind::Protocol, QStringLiteral("result.malformed"),
                                  QStringLiteral("The answer is not valid JSON: %1").arg(QLatin1String(simdjson::error_message(e))));
        p.details.insert(QStringLiteral("row"), double(row));
        return fail(std::move(p));
    };
    if (error)
        return malformed(error, 0);

    for (auto item : rows) {
        simdjson::ondemand::object object;
        error = item.get_object().get(object);
        if (error == simdjson::INCORRECT_TYPE)
            return fail(Problem::Kind::Protocol, QStringLiteral("result.not_rows"), QStringLiteral("The answer is not a list of rows"));
        std::string_view raw;
        if (!error)
            error = object.raw_json().get(raw);
        if (error)
            return malformed(error, qsizetype(set->m_rows.size()));
        set->m_rows.push_back({quint32(raw.size()), quint64(raw.data() - begin)});
    }
    if (const char* rest; !document.current_location().get(rest)) // an error here means: nothing is left
        return malformed(simdjson::TRAILING_CONTENT, qsizetype(set->m_rows.size()));
    set->sample();
    return std::shared_ptr<const ResultSet>(std::move(set));
}

void ResultSet::sample()
{
    // Rows of one statement all have the same keys; REST rows may not, so look at a sample.
    const qsizetype count = std::min<qsizetype>(rowCount(), sampleRows);
    simdjson::ondemand::parser parser;
    for (qsizetype i = 0; i < count; ++i) {
        simdjson::ondemand::document document;
        if (parser.iterate(view(m_json, m_rows[size_t(i)].offset, m_rows[size_t(i)].length)).get(document))
            continue;
        simdjson::ondemand::object object;
        if (document.get_object().get(object))
            continue;
        for (auto field : object) {
            std::string_view key;
            if (field.unescaped_key().get(key))
                break;
            const QByteArray name(key.data(), qsizetype(key.size()));
            if (i == 0 || !m_keys.contains(name)) {
                m_keys << name;
                m_columns << QString::fromUtf8(name);
            }
        }
    }
    sampleKinds(count);
}

void ResultSet::sampleKinds(qsizetype count)
{
    m_kinds.fill(CellKind::Null, m_columns.size());
    m_widths.fill(0, m_columns.size());
    m_numeric.fill(true, m_columns.size());
    for (qsizetype i = 0; i < count; ++i) {
        const QList<Cell> cells = row(i);
        for (int c = 0; c < cells.size(); ++c) {
            const Cell& cell = cells[c];
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

QList<Cell> ResultSet::decode(qsizetype index, bool plain) const
{
    if (index < 0 || index >= rowCount())
        return {};
    QList<Cell> cells(m_keys.size());
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::object object;
    const Span& span = m_rows[size_t(index)];
    if (parser.iterate(view(m_json, span.offset, span.length)).get(document) || document.get_object().get(object))
        return cells;
    qsizetype expected = 0; // keys nearly always come in column order
    for (auto field : object) {
        std::string_view key;
        if (field.unescaped_key().get(key))
            break;
        const auto name = QByteArray::fromRawData(key.data(), qsizetype(key.size()));
        const qsizetype at = expected < m_keys.size() && m_keys[expected] == name ? expected : m_keys.indexOf(name);
        expected = at + 1;
        if (at >= 0)
            cells[at] = cellOf(field.value(), plain);
    }
    return cells;
}

QByteArray ResultSet::rowJson(qsizetype index) const
{
    if (index < 0 || index >= rowCount())
        return {};
    const Span& span = m_rows[size_t(index)];
    return m_json.mid(qsizetype(span.offset), span.length);
}

QByteArray ResultSet::cellJson(qsizetype index, int column) const
{
    if (index < 0 || index >= rowCount() || column < 0 || column >= m_keys.size())
        return {};
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::object object;
    const Span& span = m_rows[size_t(index)];
    if (parser.iterate(view(m_json, span.offset, span.length)).get(document) || document.get_object().get(object))
        return {};
    QByteArray found("null");
    for (auto field : object) { // the last of two equal keys wins, as everywhere in JSON
        std::string_view key;
        if (field.unescaped_key().get(key))
            break;
        if (m_keys[column] != QByteArray::fromRawData(key.data(), qsizetype(key.size())))
            continue;
        std::string_view raw;
        if (!simdjson::to_json_string(field.value()).get(raw))
            found = QByteArray(raw.data(), qsizetype(raw.size())).trimmed();
    }
    return found;
}

} // namespace run402
