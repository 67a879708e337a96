// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sqlname.h"

#include <algorithm>
#include <array>

namespace run402 {

namespace {

QString between(QChar quote, QString text)
{
    return quote + text.replace(quote, QString(2, quote)) + quote;
}

bool isReserved(const QString& name)
{
    static constexpr std::array words = {
        "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "binary",
        "both", "case", "cast", "check", "collate", "collation", "column", "concurrently", "constraint", "create",
        "cross", "current_catalog", "current_date", "current_role", "current_schema", "current_time",
        "current_timestamp", "current_user", "default", "deferrable", "desc", "distinct", "do", "else", "end",
        "except", "false", "fetch", "for", "foreign", "freeze", "from", "full", "grant", "group", "having", "ilike",
        "in", "initially", "inner", "intersect", "into", "is", "isnull", "join", "lateral", "leading", "left",
        "like", "limit", "localtime", "localtimestamp", "natural", "not", "notnull", "null", "offset", "on", "only",
        "or", "order", "outer", "overlaps", "placing", "primary", "references", "returning", "right", "select",
        "session_user", "similar", "some", "symmetric", "system_user", "table", "tablesample", "then", "to",
        "trailing", "true", "union", "unique", "user", "using", "variadic", "verbose", "when", "where", "window",
        "with"
    };
    return std::any_of(words.begin(), words.end(), [&](const char* word) { return name == QLatin1String(word); });
}

bool isPlain(const QString& name)
{
    const auto plain = [](QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'_'; };
    return !name.isEmpty() && !name.at(0).isDigit() && std::all_of(name.cbegin(), name.cend(), plain);
}

} // namespace

QString sqlIdentifier(const QString& name)
{
    return between(u'"', name);
}

QString sqlIdentifierIfNeeded(const QString& name)
{
    return isPlain(name) && !isReserved(name) ? name : sqlIdentifier(name);
}

QString sqlLiteral(const QString& text)
{
    return between(u'\'', text);
}

} // namespace run402
