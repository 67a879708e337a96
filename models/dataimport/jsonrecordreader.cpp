// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dataimport/recordreader.h"

#include <simdjson.h>

#include <cstring>

namespace run402 {

using simdjson::ondemand::json_type;

namespace {

/// The parser gives raw text unread, so that no digit is lost; whether it is a number is looked at here (RFC 8259 §6).
bool isNumber(std::string_view text)
{
    size_t at = 0;
    const auto digits = [&] {
        const size_t from = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9')
            ++at;
        return at > from;
    };
    const auto oneOf = [&](std::string_view some) { return at < text.size() && some.find(text[at]) != std::string_view::npos && ++at; };
    oneOf("-");
    if (!digits() || (oneOf(".") && !digits()))
        return false;
    if (oneOf("eE")) {
        oneOf("+-");
        if (!digits())
            return false;
    }
    return at == text.size();
}

} // namespace

struct JsonRecordReader::Parser
{
    simdjson::ondemand::parser parser;
};

JsonRecordReader::JsonRecordReader(QIODevice& device, EncodingGuess encoding) : RecordReader(device, encoding), m_parser(std::make_unique<Parser>()) {}
JsonRecordReader::~JsonRecordReader() = default;

/// Blanks, commas and the brackets of the list around the objects.
bool JsonRecordReader::skipToValue()
{
    for (int c = peek(); c >= 0; c = peek()) {
        if (c == '\n')
            ++m_line;
        else if (c != ' ' && c != '\t' && c != '\r' && c != ',' && c != ']' && (c != '[' || m_begun))
            return true;
        m_begun |= c == '[';
        take(1);
    }
    return false;
}

/// One value from its first byte to its last; only brackets and strings are looked at.
void JsonRecordReader::readValue(ImportRecord& record, QByteArray& json)
{
    int depth = 0;
    bool inString = false, escaped = false, done = false;
    while (!done && peek() >= 0) {
        const QByteArrayView here = rest();
        qsizetype used = 0;
        while (used < here.size() && !done) {
            const char c = here[used];
            if (inString) {
                ++used;
                m_line += c == '\n';
                if (escaped)
                    escaped = false;
                else if (c == '\\')
                    escaped = true;
                else if (c == '"')
                    inString = false;
                continue;
            }
            if (depth == 0 && (c == ',' || c == ']' || c == '\n' || c == '}')) { // the end of a number, a word or a string
                done = true;
                used += c == '}';
                break;
            }
            ++used;
            m_line += c == '\n';
            inString = c == '"';
            depth += c == '{' || c == '[';
            if (c == '}' || c == ']')
                done = --depth <= 0;
        }
        if (json.size() + used > largestRow)
            record.fault = RowFault::TooLarge;
        if (record.fault == RowFault::None)
            json.append(here.first(used));
        take(used);
    }
    if (inString && record.fault == RowFault::None)
        record.fault = RowFault::OpenQuote;
    else if (depth > 0 && record.fault == RowFault::None)
        record.fault = RowFault::NotJson;
}

size_t JsonRecordReader::placeOf(QByteArrayView name, size_t guess)
{
    if (guess < size_t(m_names.size()) && m_names[qsizetype(guess)] == name)
        return guess;
    const QByteArray key = name.toByteArray();
    const auto known = m_places.constFind(key);
    if (known != m_places.cend())
        return *known;
    if (size_t(m_names.size()) >= mostCells)
        return mostCells;
    m_places.insert(key, size_t(m_names.size()));
    m_names << key;
    return size_t(m_names.size()) - 1;
}

void JsonRecordReader::readObject(ImportRecord& record, QByteArray& json)
{
    const qsizetype length = json.size();
    json.reserve(length + qsizetype(simdjson::SIMDJSON_PADDING) + 1);
    simdjson::ondemand::document document;
    simdjson::ondemand::object object;
    if (m_parser->parser.iterate(simdjson::padded_string_view(json.constData(), size_t(length), size_t(json.capacity()))).get(document)
        || document.get_object().get(object)) {
        record.fault = json.startsWith('{') ? RowFault::NotJson : RowFault::NotAnObject;
        return;
    }
    size_t guess = 0;
    const auto bad = [&] { record.fault = RowFault::NotJson; };
    for (auto field : object) {
        std::string_view name, text;
        simdjson::ondemand::value value;
        json_type type;
        if (field.unescaped_key().get(name) || field.value().get(value) || value.type().get(type))
            return bad();
        const size_t place = placeOf(QByteArrayView(name.data(), qsizetype(name.size())), guess);
        guess = place + 1;
        if (place >= mostCells) {
            record.fault = RowFault::TooManyCells;
            return;
        }
        ImportRecord::Cell cell;
        if (type == json_type::string) {
            cell.quoted = true;
            if (value.get_string().get(text))
                return bad();
        } else if (type == json_type::null) {
            if (!value.is_null())
                return bad();
            cell.null = true;
        } else if (simdjson::to_json_string(value).get(text)) {
            return bad();
        }
        while (!text.empty() && !cell.quoted && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' || text.back() == '\t'))
            text.remove_suffix(1);
        if ((type == json_type::number && !isNumber(text)) || (type == json_type::boolean && text != "true" && text != "false"))
            return bad();
        cell.at = int(record.text.size());
        cell.length = int(text.size());
        record.text.append(text.data(), qsizetype(text.size()));
        if (record.cells.size() <= place)
            record.cells.resize(place + 1, {0, 0, false, true});
        record.cells[place] = cell;
    }
    record.cells.resize(std::max(record.cells.size(), size_t(m_names.size())), {0, 0, false, true});
}

bool JsonRecordReader::next(ImportRecord& record)
{
    record.clear();
    if (!skipToValue())
        return false;
    m_begun = true;
    record.line = m_line;
    QByteArray json;
    readValue(record, json);
    if (record.fault == RowFault::None)
        readObject(record, json);
    if (record.fault != RowFault::None) {
        record.cells.clear();
        record.text = json.left(200); // for the person to find it again
        record.cells.push_back({0, int(record.text.size()), true, false});
    }
    return true;
}

} // namespace run402
