// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/table/tableshape.h"

namespace run402 {

/// What a cell is to become, or what it was.
struct CellValue
{
    enum class State {
        Default, ///< left to the database; in a new row only
        Null,
        Text,    ///< PostgreSQL's text form
    };
    State state = State::Default;
    QString text;

    static CellValue null() { return {State::Null, {}}; }
    static CellValue of(QString text) { return {State::Text, std::move(text)}; }
    bool isNull() const { return state == State::Null; }
    bool isText() const { return state == State::Text; }
    std::optional<QString> optional() const { return isText() ? std::optional(text) : std::nullopt; }
    bool operator==(const CellValue&) const = default;
};

/// Why PostgreSQL would refuse `value` in `column`, or would silently write something else (a rounded fraction);
/// empty = neither is known. Translated. Types this does not know are left to the database. Thread: any.
QString cellFault(const TableColumn& column, const CellValue& value);

/// What a person typed, in PostgreSQL's form: "Yes" → "true", blanks around a number go. Everything else as it is.
QString cellInput(const TableColumn& column, const QString& typed);

} // namespace run402
