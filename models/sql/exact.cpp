// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/exact.h"

#include "models/sql/parsetree.h"
#include "models/sql/statements.h"
#include "models/sql/tokenview.h"

#include <pg_query.h>

#include <algorithm>

namespace run402 {

namespace {

using L1 = QLatin1StringView;

constexpr qsizetype longest = 2'000'000; // the text is sent twice, and the service takes 10 MB
constexpr int deepest = 500;

/// What cannot be a part of another query. A name that only looks like such a word costs the exactness, nothing else.
bool mustStandAlone(const TokenView& t)
{
    for (int i = 0; i < t.size(); ++i) {
        const QStringView raw = t.raw(i);
        if (t.is(i, L1("into")) || (raw.size() > 1 && raw[0] == u'$' && raw[1].isDigit()))
            return true;
        if (t.is(i, L1("for")) && t.isAny(i + 1, {L1("update"), L1("share"), L1("no"), L1("key")}))
            return true;
        if (t.isChar(i - 1, '(') && t.isAny(i, {L1("insert"), L1("update"), L1("delete"), L1("merge")}))
            return true;
    }
    return false;
}

QString quoted(const QString& text)
{
    QString mark = QStringLiteral("$r402$");
    for (int i = 1; text.contains(mark); ++i)
        mark = QStringLiteral("$r402_%1$").arg(i);
    return mark + text + mark;
}

bool isOneStatement(const QString& sql)
{
    const PgQuerySplitResult split = pg_query_split_with_parser(sql.toUtf8().constData());
    const bool one = !split.error && split.n_stmts == 1;
    pg_query_free_split_result(split);
    return one;
}

} // namespace

std::optional<QString> exactQuery(const QString& sql)
{
    if (sql.size() > longest || !isParseable(sql))
        return std::nullopt;
    const SqlScript script = readSql(sql);
    if (script.statements.size() != 1)
        return std::nullopt;
    const SqlStatement& statement = script.statements.first();
    if (statement.kind != SqlStatement::Kind::Select || !statement.complete)
        return std::nullopt;
    const QString text = statement.text(sql);
    const SqlTokens tokens = scanSql(text);
    const TokenView view(text, tokens.list.constData(), tokens.list.constData() + tokens.list.size());
    if (!view.balanced() || view.deepest() > deepest || mustStandAlone(view))
        return std::nullopt;
    // A line break before the parenthesis: a comment may end the query.
    const QString exact = QStringLiteral("select query_to_xmlschema(") + quoted(text)
        + QStringLiteral(", true, false, '')::text as _r\nunion all select row(_r402.*)::text from (\n") + text
        + QStringLiteral("\n) as _r402");
    return isOneStatement(text) && isOneStatement(exact) ? std::optional(exact) : std::nullopt;
}

bool refusedForExactness(const QString& message)
{
    static const L1 signs[] = {L1("query_to_xmlschema"), L1("XML feature"), L1("_r402"), L1("non-volatile function"),
                               L1("must be at the top level"), L1("invalid memory alloc"), L1("cannot enlarge string buffer"),
                               L1("string buffer exceeds"), L1("out of memory"), L1("ROW expressions can have at most")};
    return std::any_of(std::begin(signs), std::end(signs), [&](L1 sign) { return message.contains(sign); });
}

} // namespace run402
