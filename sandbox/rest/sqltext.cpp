// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/rest/sqltext.h"

#include "sandbox/rest/errors.h"

#include <algorithm>
#include <iterator>

namespace run402::sandbox::rest {

namespace {

// The protocol counts a statement's parameters in 16 bits.
constexpr std::size_t maxParameters = 60'000;

struct TypeName { std::string_view written; std::string_view sql; };

// Names that the SQL grammar knows but pg_type does not
// (https://www.postgresql.org/docs/15/datatype.html, column Aliases).
constexpr TypeName grammarTypes[] = {
    {"int", "int4"}, {"integer", "int4"}, {"bigint", "int8"}, {"smallint", "int2"},
    {"real", "float4"}, {"double precision", "float8"}, {"float", "float8"},
    {"boolean", "bool"}, {"decimal", "numeric"}, {"dec", "numeric"}, {"char", "bpchar"},
    {"character", "bpchar"}, {"character varying", "varchar"}, {"char varying", "varchar"},
    {"bit varying", "varbit"}, {"timestamp with time zone", "timestamptz"},
    {"timestamp without time zone", "timestamp"}, {"time with time zone", "timetz"},
    {"time without time zone", "time"},
};

std::string likePattern(std::string pattern)
{
    std::replace(pattern.begin(), pattern.end(), '*', '%');
    return pattern;
}

std::string quantified(const Condition &condition, const std::string &placeholder)
{
    switch (condition.quantifier) {
    case Quantifier::Any: return "ANY(" + placeholder + ")";
    case Quantifier::All: return "ALL(" + placeholder + ")";
    case Quantifier::None: break;
    }
    return placeholder;
}

std::string conditionSql(SqlWriter &writer, const Condition &c)
{
    using Kind = Condition::Kind;
    switch (c.kind) {
    case Kind::Compare: return " " + c.sqlOperator + " " + quantified(c, writer.bind(c.value));
    case Kind::Like:
        return " " + c.sqlOperator + " " + quantified(c, writer.bind(likePattern(c.value)));
    case Kind::In:
        if (c.list.size() == 1 && c.list.front().empty())
            return " = ANY('{}')";
        return " = ANY(" + writer.bind(arrayLiteral(c.list)) + ")";
    case Kind::Is: return " IS " + c.isKeyword;
    case Kind::Distinct: return " IS DISTINCT FROM " + writer.bind(c.value);
    case Kind::FullText: break;
    }
    std::string language;
    if (!c.language.empty())
        language = writer.bind(c.language) + "::regconfig, ";
    return " @@ " + c.sqlOperator + "(" + language + writer.bind(c.value) + ")";
}

} // namespace

std::string quoteIdentifier(std::string_view name)
{
    std::string result = "\"";
    for (char c : name) {
        if (c == '"')
            result += '"';
        result += c;
    }
    return result + "\"";
}

std::string castType(std::string_view name)
{
    std::string lower;
    for (char c : name) {
        const char folded = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        if (folded != ' ' || (!lower.empty() && lower.back() != ' '))
            lower += folded;
    }
    const auto found = std::find_if(std::begin(grammarTypes), std::end(grammarTypes),
                                    [&](const TypeName &t) { return t.written == lower; });
    return quoteIdentifier(found == std::end(grammarTypes) ? std::string_view(lower) : found->sql);
}

std::string arrayLiteral(const std::vector<std::string> &values)
{
    std::string result = "{";
    for (const std::string &value : values) {
        if (result.size() > 1)
            result += ',';
        result += '"';
        for (char c : value) {
            if (c == '"' || c == '\\')
                result += '\\';
            result += c;
        }
        result += '"';
    }
    return result + "}";
}

std::string SqlWriter::bind(std::string value)
{
    if (m_statement.parameters.size() >= maxParameters)
        throw Failure{400, "PGRST100", "too many values in the request", nullptr, nullptr, false, {}};
    m_statement.parameters.push_back(std::move(value));
    return "$" + std::to_string(m_statement.parameters.size());
}

SqlWriter &SqlWriter::operator<<(std::string_view text)
{
    m_statement.sql += text;
    return *this;
}

Statement SqlWriter::take()
{
    return std::move(m_statement);
}

std::string columnSql(const RowSource &source, const std::string &column)
{
    return source.reference + "." + (column == "*" ? "*" : quoteIdentifier(column));
}

std::string fieldSql(SqlWriter &writer, const RowSource &source, const Field &field)
{
    std::string sql = columnSql(source, field.name);
    if (field.path.empty())
        return sql;
    const Column *column = source.table ? source.table->column(field.name) : nullptr;
    const bool isJson = column && (column->type == "json" || column->type == "jsonb");
    if (!isJson)
        sql = "to_jsonb(" + sql + ")";
    for (const JsonStep &step : field.path) {
        sql += step.asText ? "->>" : "->";
        sql += writer.bind(step.key) + (step.isIndex ? "::int" : "::text");
    }
    return sql;
}

std::string filterSql(SqlWriter &writer, const RowSource &source, const Filter &filter)
{
    // Evaluated in this order: the placeholders are numbered as they appear.
    std::string field = fieldSql(writer, source, filter.field);
    if (!filter.field.path.empty())
        field = "(" + field + ")";
    return (filter.condition.negated ? "NOT " : "") + field + conditionSql(writer, filter.condition);
}

std::string orderSuffix(const OrderTerm &term)
{
    std::string sql;
    if (term.direction != Direction::Unset)
        sql += term.direction == Direction::Ascending ? " ASC" : " DESC";
    if (term.nulls != Nulls::Unset)
        sql += term.nulls == Nulls::First ? " NULLS FIRST" : " NULLS LAST";
    return sql;
}

} // namespace run402::sandbox::rest
