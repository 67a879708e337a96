// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace run402 {

enum class JsonStyle { Plain, Key, String, Number, Word };

struct JsonSpan
{
    qsizetype start = 0, length = 0; ///< UTF-16 units
    JsonStyle style = JsonStyle::Plain;
};

/// JSON text laid out with two blanks per level. Values stay as they are written: every digit, every escape.
/// At most `longest` characters come out, then "…"; text that is no JSON comes out as it is. Thread: any.
QString prettyJson(const QByteArray& json, qsizetype longest);
/// Coloured parts of JSON text, in order.
QList<JsonSpan> jsonSpans(const QString& text);

} // namespace run402
