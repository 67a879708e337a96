// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPair>
#include <QString>
#include <QStringList>

namespace run402 {

/// One parameter of a PostgREST query (postgrest.org, "Tables and Views"): a filter on a column, or one of the
/// reserved words. Plain text, not percent-encoded.
struct RestRow
{
    bool on = true;
    QString name;  ///< column, or "select", "order", "limit", "offset", "on_conflict", "columns", "and", "or"
    QString op;    ///< "eq", "not.in", …; empty for reserved words and for what is not understood
    QString value; ///< without the operator

    bool operator==(const RestRow&) const = default;
};

/// Operators the filter menu offers, in its order.
QStringList restOperators();
bool isRestReserved(const QString& name);
/// Query text without "?" → rows. Anything parses: what has no known operator keeps its text as the value.
QList<RestRow> restRows(const QString& query);
/// The rows that are on, percent-encoded only where the text would otherwise mean something else.
QString restQuery(const QList<RestRow>& rows);
/// Rows of a new query; rows that are off stay where they were.
QList<RestRow> mergedRestRows(const QList<RestRow>& before, const QString& query);
bool hasRestFilter(const QList<RestRow>& rows);

/// A request as code to copy. Identities are names of variables, never values; a service key is never put into code
/// for a browser.
struct RestSnippetSource
{
    QString base;     ///< "https://api.run402.com"
    QString method = QStringLiteral("GET");
    QString resource; ///< "items", "rpc/total"
    QString query;
    QString body{};
    QString prefer{};
    QList<QPair<QString, QString>> headers{}; ///< besides; values that may be secret were replaced before
    enum class As { Anonymous, User, Service } as = As::Anonymous;
};
QString restCurl(const RestSnippetSource& source);
QString restFetch(const RestSnippetSource& source);
/// supabase-js speaks the same protocol; what it cannot say is marked by a comment.
QString restSupabase(const RestSnippetSource& source);

} // namespace run402
