// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/sql/encode.h"

#include "sandbox/json.h"
#include "sandbox/sql/times.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace run402::sandbox {
namespace {

/// How a type is written; the numbers are the OIDs of pg_type.
enum class Kind { Text, Bool, Integer, Float, Time, Interval, Json, Bytes, Point, Circle, Array };

Kind kindOf(Oid oid)
{
    switch (oid) {
    case 16:
        return Kind::Bool;
    case 21:
    case 23:
    case 26:
        return Kind::Integer;
    case 700:
    case 701:
        return Kind::Float;
    case 1082:
    case 1114:
    case 1184:
        return Kind::Time;
    case 1186:
        return Kind::Interval;
    case 114:
    case 3802:
        return Kind::Json;
    case 17:
        return Kind::Bytes;
    case 600:
        return Kind::Point;
    case 718:
        return Kind::Circle;
    default:
        return Kind::Text;
    }
}

/// Element type of the array types the driver takes apart; 0 for all others,
/// which stay text. Elements of numeric[] become floats, as in the driver.
Oid elementOf(Oid oid)
{
    switch (oid) {
    case 1000:
        return 16;
    case 1001:
        return 17;
    case 1005:
        return 21;
    case 1007:
        return 23;
    case 1028:
        return 26;
    case 1016:
        return 20;
    case 1021:
        return 700;
    case 1022:
    case 1231:
        return 701;
    case 1017:
        return 600;
    case 1115:
        return 1114;
    case 1182:
        return 1082;
    case 1185:
        return 1184;
    case 1187:
        return 1186;
    case 199:
    case 3807:
        return 114;
    case 651:
    case 1008:
    case 1009:
    case 1014:
    case 1015:
    case 1040:
    case 1041:
    case 3907:
    case 2951:
    case 791:
    case 1183:
    case 1270:
        return 25;
    default:
        return 0;
    }
}

void appendFloat(std::string& out, std::string_view text)
{
    if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) {
        out += "null"; // NaN and the infinities have no JSON form
    } else if (text == "-0") {
        out += '0';
    } else {
        out += text;
    }
}

void appendBytes(std::string& out, std::string_view text)
{
    out += R"({"type":"Buffer","data":[)";
    for (std::size_t i = 2; i + 1 < text.size(); i += 2) { // "\x…"
        const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
        if (i > 2) {
            out += ',';
        }
        out += std::to_string(digit(text[i]) * 16 + digit(text[i + 1]));
    }
    out += "]}";
}

/// The n-th number inside "(1,2.5)" or "<(1,2),3>".
void appendNumbers(std::string& out, std::string_view text, std::initializer_list<const char*> names)
{
    out += '{';
    std::size_t at = 0;
    bool first = true;
    for (const char* name : names) {
        at = text.find_first_of("0123456789+-.INin", at);
        if (at == std::string_view::npos) {
            break;
        }
        std::size_t end = text.find_first_of(",()<>", at);
        end = end == std::string_view::npos ? text.size() : end;
        if (!first) {
            out += ',';
        }
        first = false;
        out += '"';
        out += name;
        out += "\":";
        appendFloat(out, text.substr(at, end - at));
        at = end;
    }
    out += '}';
}

/// Parses "{…}" (array_out format) from `at`, which stands on the brace.
void appendArray(std::string& out, Oid element, std::string_view text, std::size_t& at)
{
    out += '[';
    ++at;
    bool first = true;
    while (at < text.size() && text[at] != '}') {
        if (text[at] == ',') {
            ++at;
        }
        if (!first) {
            out += ',';
        }
        first = false;
        if (text[at] == '{') {
            appendArray(out, element, text, at);
            continue;
        }
        std::string item;
        const bool quoted = text[at] == '"';
        if (quoted) {
            for (++at; at < text.size() && text[at] != '"'; ++at) {
                if (text[at] == '\\') {
                    ++at;
                }
                item += text[at];
            }
            ++at;
        } else {
            const std::size_t end = std::min(text.find_first_of(",}", at), text.size());
            item = text.substr(at, end - at);
            at = end;
        }
        if (!quoted && item == "NULL") {
            out += "null";
        } else {
            appendValue(out, element, item);
        }
    }
    ++at;
    out += ']';
}

bool isIndex(const std::string& key)
{
    return !key.empty() && key.size() <= 9 && key.find_first_not_of("0123456789") == std::string::npos &&
           (key == "0" || key.front() != '0');
}

/// One member of the row object: encoded key with colon, and its column.
struct Column
{
    std::string key;
    std::string name;
    int index;
    Kind kind;
    Oid oid;
};

/// Members in the order a JavaScript object lists them: whole-number names
/// first, then by first appearance.
std::vector<Column> layout(const PGresult* result)
{
    std::vector<Column> columns;
    for (int i = 0; i < PQnfields(result); ++i) {
        const std::string name = PQfname(result, i);
        const Oid oid = PQftype(result, i);
        auto it =
            std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == name; });
        if (it == columns.end()) {
            it = columns.insert(columns.end(), Column{{}, name, i, Kind::Text, oid});
            appendJsonString(it->key, name);
            it->key += ':';
        }
        it->index = i;
        it->oid = oid;
        it->kind = elementOf(oid) != 0 ? Kind::Array : kindOf(oid);
    }
    std::stable_sort(columns.begin(), columns.end(), [](const Column& a, const Column& b) {
        const bool ia = isIndex(a.name);
        const bool ib = isIndex(b.name);
        return ia && ib ? std::atoi(a.name.c_str()) < std::atoi(b.name.c_str()) : ia > ib;
    });
    return columns;
}

void append(std::string& out, Kind kind, Oid oid, std::string_view text)
{
    switch (kind) {
    case Kind::Text:
        appendJsonString(out, text);
        return;
    case Kind::Bool:
        out += text == "t" ? "true" : "false";
        return;
    case Kind::Integer:
        out += text;
        return;
    case Kind::Float:
        appendFloat(out, text);
        return;
    case Kind::Time:
        appendTime(out, text);
        return;
    case Kind::Interval:
        appendInterval(out, text);
        return;
    case Kind::Json:
        out += text;
        return;
    case Kind::Bytes:
        appendBytes(out, text);
        return;
    case Kind::Point:
        appendNumbers(out, text, {"x", "y"});
        return;
    case Kind::Circle:
        appendNumbers(out, text, {"x", "y", "radius"});
        return;
    case Kind::Array: {
        // "[2:3]={…}" tells unusual bounds; they are dropped, as in the driver
        std::size_t at = text.find('{');
        if (at == std::string_view::npos) {
            out += "[]";
        } else {
            appendArray(out, elementOf(oid), text, at);
        }
        return;
    }
    }
}

} // namespace

void appendValue(std::string& out, Oid oid, std::string_view text)
{
    append(out, elementOf(oid) != 0 ? Kind::Array : kindOf(oid), oid, text);
}

void appendRows(std::string& out, const PGresult* result)
{
    const std::vector<Column> columns = layout(result);
    const int rows = PQntuples(result);
    out += '[';
    for (int row = 0; row < rows; ++row) {
        out += row == 0 ? "{" : ",{";
        bool first = true;
        for (const Column& column : columns) {
            if (!first) {
                out += ',';
            }
            first = false;
            out += column.key;
            if (PQgetisnull(result, row, column.index) != 0) {
                out += "null";
            } else {
                append(out, column.kind, column.oid,
                       {PQgetvalue(result, row, column.index),
                        static_cast<std::size_t>(PQgetlength(result, row, column.index))});
            }
        }
        out += '}';
    }
    out += ']';
}

} // namespace run402::sandbox
