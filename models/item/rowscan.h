// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace run402 {

/// Walks the members of one JSON object that a full parser has already accepted, without building anything: this is how a
/// single cell of a large row is reached. Text that is broken all the same ends the walk; nothing outside it is read.
class RowScan
{
public:
    struct Member
    {
        std::string_view key;   ///< between the quotes, escapes kept
        std::string_view value; ///< JSON text, without white space around it
    };

    explicit RowScan(std::string_view object);
    bool next(Member& member);

private:
    const char* m_at;
    const char* m_end;
};

/// The text of a JSON string given between its quotes, at most about `most` bytes of UTF-8 and never half a character.
/// Escapes that mean nothing become U+FFFD. Appends to `out`; true = that was all of it.
bool unescapeJson(std::string_view inner, std::string& out, std::size_t most = std::string::npos);
/// Appends `text` as a JSON string with its quotes.
void escapeJson(std::string_view text, std::string& out);
/// As JSON takes a number: PostgreSQL also prints NaN, Infinity and money.
bool isJsonNumber(std::string_view text);
/// Length of the longest start of `text` that is not longer than `most` and ends between two UTF-8 characters.
std::size_t wholeUtf8(std::string_view text, std::size_t most);

/// One printed row of PostgreSQL, "(1,,"a ""b""")", field by field (record_out: rowtypes.c of PostgreSQL; quoting as in
/// its manual, section 8.16.6). It is read as it stands between the quotes of a JSON string, so that a large row is not
/// copied to reach one value. Quotes and backslashes have to be written as JSON.stringify does; see isStringified().
class RecordScan
{
public:
    struct Field
    {
        bool null = false;
        bool quoted = false;
        std::string_view raw; ///< inner text with JSON's escapes; below them quotes and backslashes are doubled when `quoted`
    };

    explicit RecordScan(std::string_view inner);
    bool next(Field& field);

private:
    const char* m_at;
    const char* m_end;
};

/// No character below U+0100 is written as \u00…, which may stand for a quote.
bool isStringified(std::string_view inner);

/// The field's own text, at most about `most` bytes. Appends to `out`; true = that was all of it.
bool unquoteField(const RecordScan::Field& field, std::string& out, std::size_t most = std::string::npos);

} // namespace run402
