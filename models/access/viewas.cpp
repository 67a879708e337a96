// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/viewas.h"

#include "models/sqlname.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestText = 120;

QString bracketed(const QString& sql)
{
    return sql.trimmed().isEmpty() ? u"true"_s : u'(' + sql + u')';
}

QString asText(const QString& column)
{
    return u"left(%1::text, %2)"_s.arg(sqlIdentifier(column)).arg(longestText);
}

/// What tells a person which row it is: texts before numbers, never the key.
QStringList tellingColumns(const Table& table)
{
    const QStringList key = table.primaryKey();
    QStringList texts, others;
    for (const Column& column : table.columns) {
        if (key.contains(column.name))
            continue;
        const bool text = column.type.startsWith(u"text"_s) || column.type.startsWith(u"character"_s);
        (text ? texts : others) << column.name;
    }
    return texts + others;
}

QString claims(const ViewAsWho& who)
{
    QJsonObject object{{u"role"_s, who.skipsRules ? u"service_role"_s : who.role == AccessRole::Anonymous ? u"anon"_s : u"authenticated"_s}};
    if (!who.skipsRules && who.role == AccessRole::SignedIn)
        object.insert(u"sub"_s, who.userId);
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace

QString rowCondition(const TableAccess& access, const ViewAsWho& who, AccessCommand command)
{
    if (who.skipsRules)
        return u"true"_s;
    if (!access.privilege(who.role, command))
        return u"false"_s;
    if (!access.rowSecurity)
        return u"true"_s;
    QStringList any, every;
    for (const TablePolicy& policy : access.policies) {
        if (policy.appliesTo(who.role) && policy.appliesTo(command))
            (policy.permissive ? any : every) << bracketed(policy.usingSql);
    }
    if (any.isEmpty())
        return u"false"_s;
    every.prepend(u'(' + any.join(u" or "_s) + u')');
    return u"coalesce(%1, false)"_s.arg(every.join(u" and "_s));
}

QString viewAsQuery(const TableAccess& access, const Table& table, const ViewAsWho& who)
{
    const QString name = sqlIdentifier(access.table);
    const QStringList telling = tellingColumns(table);
    QStringList keys, order;
    for (const QString& column : table.primaryKey()) {
        keys << asText(column);
        order << sqlIdentifier(column) + u" desc"_s;
    }
    const QString read = rowCondition(access, who, AccessCommand::Read);
    const QString change = u"(%1 and %2)"_s.arg(read, rowCondition(access, who, AccessCommand::Change));
    const QString remove = u"(%1 and %2)"_s.arg(read, rowCondition(access, who, AccessCommand::Delete));
    const auto column = [&](int at) { return at < telling.size() ? asText(telling[at]) : u"null"_s; };
    const QString detailName = telling.size() > 1 ? sqlLiteral(telling[1]) : u"null"_s;
    // Put together by adding: the expressions may hold a "%" of their own. The inner select has the table's own name,
    // which expressions of policies may use.
    QString sql = u"select set_config('request.jwt.claims', "_s + sqlLiteral(claims(who)) + u", true);\n"_s;
    sql += u"select (select coalesce(json_agg(r), '[]') from (select concat_ws(', ', "_s + (keys.isEmpty() ? u"''"_s : keys.join(u", "_s));
    sql += u") as key, "_s + column(0) + u" as title, "_s + column(1) + u" as detail, "_s + detailName + u" as detail_name,\n    "_s;
    sql += read + u" as reads, "_s + change + u" as changes, "_s + remove + u" as deletes from "_s + name;
    sql += (order.isEmpty() ? QString() : u" order by "_s + order.join(u", "_s)) + u" limit "_s + QString::number(viewAsRows) + u") r) as rows,\n"_s;
    sql += u"  (select json_build_object('all', count(*), 'reads', count(*) filter (where "_s + read + u"),\n"_s;
    sql += u"    'changes', count(*) filter (where "_s + change + u"), 'deletes', count(*) filter (where "_s + remove + u"),\n"_s;
    sql += u"    'touches', count(*) filter (where "_s + change + u" or "_s + remove + u"))\n"_s;
    sql += u"   from (select * from "_s + name + u" limit "_s + QString::number(viewAsCounted + 1) + u") as "_s + name + u") as totals"_s;
    return sql;
}

Result<ViewAsResult> viewAsFromJson(const QByteArray& rowsJson)
{
    const QJsonObject answer = QJsonDocument::fromJson(rowsJson).array().first().toObject();
    const QJsonObject totals = answer.value(u"totals"_s).toObject();
    if (!answer.value(u"rows"_s).isArray() || !totals.value(u"all"_s).isDouble())
        return fail(Problem::Kind::Protocol, u"access.unreadable"_s, u"The answer about a person's rows has an unexpected form"_s);
    ViewAsResult result;
    for (const QJsonValue& value : answer.value(u"rows"_s).toArray()) {
        ViewAsRow row;
        row.key = value[u"key"_s].toString();
        row.title = value[u"title"_s].toString();
        if (const QString detail = value[u"detail"_s].toString(); !detail.isEmpty())
            row.detail = value[u"detail_name"_s].toString() + u": "_s + detail;
        row.reads = value[u"reads"_s].toBool();
        row.changes = value[u"changes"_s].toBool();
        row.deletes = value[u"deletes"_s].toBool();
        result.rows << row;
    }
    const auto total = [&](const QString& name) { return std::min<qint64>(viewAsCounted, totals.value(name).toInteger()); };
    result.all = total(u"all"_s);
    result.reads = total(u"reads"_s);
    result.changes = total(u"changes"_s);
    result.deletes = total(u"deletes"_s);
    result.touches = total(u"touches"_s);
    result.cut = totals.value(u"all"_s).toInteger() > viewAsCounted;
    return result;
}

} // namespace run402
