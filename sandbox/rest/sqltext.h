// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/ast.h"
#include "sandbox/rest/model.h"

#include <string>
#include <string_view>
#include <vector>

/// Building blocks of statements. A name only ever enters the text through
/// quoteIdentifier, a value only as a bound parameter.
namespace run402::sandbox::rest {

struct Statement {
    std::string sql;
    std::vector<std::string> parameters; ///< text format, in the order of $1…
};

std::string quoteIdentifier(std::string_view name);

/// SQL spelling of a type named in a cast: built-in names of several words are
/// mapped, everything else becomes a quoted identifier.
std::string castType(std::string_view name);

/// {"a","b"}, for a parameter that stands for an array.
std::string arrayLiteral(const std::vector<std::string> &values);

/// Appends to one statement.
class SqlWriter
{
public:
    /// Adds the value and answers its placeholder. Throws Failure PGRST100 when
    /// there are too many.
    std::string bind(std::string value);
    SqlWriter &operator<<(std::string_view text);
    Statement take();

private:
    Statement m_statement;
};

/// Rows of which columns are named: SQL reference and, if known, the table.
struct RowSource {
    std::string reference; ///< quoted alias or qualified table
    const Table *table = nullptr;
};

std::string columnSql(const RowSource &source, const std::string &column);
std::string fieldSql(SqlWriter &writer, const RowSource &source, const Field &field);
std::string filterSql(SqlWriter &writer, const RowSource &source, const Filter &filter);
std::string orderSuffix(const OrderTerm &term);

} // namespace run402::sandbox::rest
