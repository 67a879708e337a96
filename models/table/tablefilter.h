// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace run402 {

/// One condition on one column. All conditions of a query hold together.
struct TableFilter
{
    enum class Op { Eq, Neq, Gt, Gte, Lt, Lte, Like, ILike, In, IsTrue, IsFalse, IsNull, NotNull, Contains };
    QString column;
    Op op = Op::Eq;
    QStringList values; ///< one; several for In; none for the Is… and NotNull. Text form of PostgreSQL

    bool operator==(const TableFilter&) const = default;
};

/// How many values an operator takes: 0, 1, or 2 for "one and more".
int filterArity(TableFilter::Op op);
/// Every operator, in the order of the menu.
QList<TableFilter::Op> filterOps();

/// What of a table is shown.
struct TableQuery
{
    QList<TableFilter> filters;
    QString sortColumn; ///< empty = by the primary key
    bool descending = false;
    int limit = 100;

    bool operator==(const TableQuery&) const = default;
};

/// A text that was read back: the query, or the character (from 0) where it stops making sense and why, translated.
struct TableQueryText
{
    std::optional<TableQuery> query;
    qsizetype at = -1;
    QString fault;
};

/// `recipes?is_public=is.true&order=rating.desc.nullslast&limit=100`, percent-encoded where it must be. Source:
/// postgrest.org 12, "Tables and Views". The service merges a repeated parameter (contract.md §3.8), so two conditions
/// on one column are written as `and=(…)`. nullopt: PostgREST cannot say it
/// (a pattern with a `*`; one of nothing but the empty text).
std::optional<QString> restText(const QString& table, const TableQuery& query);
TableQueryText parseRestText(const QString& table, const QString& text);

/// `select * from recipes where … order by rating desc nulls last limit 100`. `types`: short types by column, for
/// numbers without quotes; may be empty.
QString sqlQueryText(const QString& table, const TableQuery& query, const QHash<QString, QString>& types = {});
/// Reads what sqlQueryText() writes, in any case and with any blanks.
TableQueryText parseSqlQueryText(const QString& table, const QString& text);
/// One condition, as in a WHERE. `type`: short type of the column; may be empty.
QString sqlCondition(const TableFilter& filter, const QString& type = {});

} // namespace run402
