// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sql/exact.h"

#include "models/sql/parsetree.h"
#include "models/sql/returning.h"
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

/// The statement with its text put around it; nullopt where that cannot be.
std::optional<QString> wrapped(const SqlStatement& statement, const QString& text)
{
    using Kind = SqlStatement::Kind;
    const bool reads = statement.kind == Kind::Select;
    if (!statement.complete || text.size() > longest || !(reads || statement.kind == Kind::Insert || statement.kind == Kind::Update || statement.kind == Kind::Delete))
        return std::nullopt;
    const SqlTokens tokens = scanSql(text);
    const TokenView view(text, tokens.list.constData(), tokens.list.constData() + tokens.list.size());
    if (!view.balanced() || view.deepest() > deepest || (reads && mustStandAlone(view)))
        return std::nullopt;
    const std::optional<QString> columns = reads ? text : returnedColumnsQuery(text);
    if (!columns)
        return std::nullopt;
    // A line break before the parenthesis: a comment may end the query.
    const QString described = QStringLiteral("select query_to_xmlschema(") + quoted(*columns) + QStringLiteral(", true, false, '')::text as _r\n");
    const QString exact = reads
        ? described + QStringLiteral("union all select row(_r402.*)::text from (\n") + text + QStringLiteral("\n) as _r402")
        : QStringLiteral("with _r402 as (\n") + text + QStringLiteral("\n)\n") + described + QStringLiteral("union all select row(_r402.*)::text from _r402");
    return isOneStatement(text) && isOneStatement(exact) ? std::optional(exact) : std::nullopt;
}

} // namespace

std::optional<QString> exactQuery(const QString& sql)
{
    if (sql.size() > longest || !isParseable(sql))
        return std::nullopt;
    const SqlScript script = readSql(sql);
    return script.statements.size() == 1 ? wrapped(script.statements.first(), script.statements.first().text(sql)) : std::nullopt;
}

std::optional<QString> exactScript(const QString& sql)
{
    if (sql.size() > longest || !isParseable(sql))
        return std::nullopt;
    const SqlScript script = readSql(sql);
    const auto ends = [](const SqlStatement& s) { return s.kind == SqlStatement::Kind::Transaction || s.verb == u"PREPARE"; };
    if (script.statements.isEmpty() || std::any_of(script.statements.begin(), script.statements.end(), ends))
        return std::nullopt;
    const SqlStatement& last = script.statements.last();
    const auto exact = wrapped(last, last.text(sql));
    return exact ? std::optional(sql.left(last.codeStart) + *exact + sql.mid(last.codeEnd)) : std::nullopt;
}

bool refusedForExactness(const QString& message)
{
    static const L1 signs[] = {L1("query_to_xmlschema"), L1("XML feature"), L1("_r402"), L1("non-volatile function"),
                               L1("must be at the top level"), L1("data-modifying statements in WITH"), L1("invalid memory alloc"), L1("cannot enlarge string buffer"),
                               L1("string buffer exceeds"), L1("out of memory"), L1("ROW expressions can have at most")};
    return std::any_of(std::begin(signs), std::end(signs), [&](L1 sign) { return message.contains(sign); });
}

} // namespace run402
