// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libpq-fe.h>

#include <string>
#include <string_view>

namespace run402::sandbox {

/// Appends the rows of `result` (text format) as a JSON array of objects, the
/// values encoded as the gateway's driver does (contract.md §3.5): bigint and
/// numeric as strings, times as ISO strings, bytea as Buffer, interval as an
/// object of parts. Equal column names collapse, the last value wins.
void appendRows(std::string& out, const PGresult* result);

/// One non-null value of type `oid`.
void appendValue(std::string& out, Oid oid, std::string_view text);

} // namespace run402::sandbox
