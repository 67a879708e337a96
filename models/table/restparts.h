// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace run402 {

/// Parts of a PostgREST query. Source: postgrest.org 12, "Reserved characters". Thread: any. Never fail.

/// A column's name, in quotes where a dot, a comma or a bracket would be read as something else.
QString queryField(const QString& column);
/// A value inside a list or a group, where commas, brackets, quotes and blanks at the ends mean something.
QString queryItem(const QString& value);
/// Percent-encoded where an address needs it.
QString queryEncoded(const QString& text);

} // namespace run402
