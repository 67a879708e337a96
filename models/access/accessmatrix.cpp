// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/accessmatrix.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

namespace run402 {

namespace {

constexpr char commandLetters[] = {'r', 'a', 'w', 'd'};

QString roleName(AccessRole role)
{
    return role == AccessRole::Anonymous ? QStringLiteral("anon") : QStringLiteral("authenticated");
}

/// Drops outer parentheses and white space: "((a = b))" → "a = b".
QString bare(QString sql)
{
    sql = sql.simplified();
    while (sql.startsWith(QLatin1Char('(')) && sql.endsWith(QLatin1Char(')'))) {
        int depth = 0;
        bool whole = true;
        for (qsizetype i = 0; i < sql.size() - 1 && whole; ++i) {
            depth += sql[i] == QLatin1Char('(') ? 1 : sql[i] == QLatin1Char(')') ? -1 : 0;
            whole = depth > 0;
        }
        if (!whole)
            break;
        sql = sql.mid(1, sql.size() - 2).trimmed();
    }
    return sql;
}

AccessLevel either(AccessLevel a, AccessLevel b)
{
    if (a == AccessLevel::All || b == AccessLevel::All)
        return AccessLevel::All;
    if (a == AccessLevel::None || a == b)
        return b;
    return b == AccessLevel::None ? a : AccessLevel::Rule;
}

/// Both must hold: the narrower one, or "a rule" where two different conditions meet.
AccessLevel both(AccessLevel a, AccessLevel b)
{
    if (a == AccessLevel::None || b == AccessLevel::None)
        return AccessLevel::None;
    if (a == AccessLevel::All || a == b)
        return b;
    return b == AccessLevel::All ? a : AccessLevel::Rule;
}

/// The expressions that must all hold for one policy and command.
QStringList conditions(const TablePolicy& policy, AccessCommand command)
{
    switch (command) {
    case AccessCommand::Read:
    case AccessCommand::Delete:
        return {policy.usingSql};
    case AccessCommand::Add:
        return {policy.checkSql.isEmpty() ? policy.usingSql : policy.checkSql};
    case AccessCommand::Change:
        break;
    }
    if (policy.checkSql.isEmpty() || policy.checkSql == policy.usingSql)
        return {policy.usingSql};
    return {policy.usingSql, policy.checkSql};
}

AccessLevel levelOfPolicy(const TablePolicy& policy, AccessRole role, AccessCommand command)
{
    AccessLevel level = AccessLevel::All;
    const QStringList wanted = conditions(policy, command);
    for (const QString& sql : wanted)
        level = both(level, levelOfExpression(sql, role));
    return level;
}

} // namespace

AccessLevel levelOfExpression(const QString& sql, AccessRole role, QString* ownerColumn)
{
    const QString text = bare(sql);
    if (text.isEmpty() || text.compare(QLatin1String("true"), Qt::CaseInsensitive) == 0)
        return AccessLevel::All;
    if (text.compare(QLatin1String("false"), Qt::CaseInsensitive) == 0)
        return AccessLevel::None;

    static const QRegularExpression isRole(
        QStringLiteral("^auth\\.role\\(\\)\\s*=\\s*'(\\w+)'(?:::text)?$"), QRegularExpression::CaseInsensitiveOption);
    if (const auto m = isRole.match(text); m.hasMatch())
        return m.captured(1) == roleName(role) ? AccessLevel::All : AccessLevel::None;

    static const QRegularExpression isOwner(
        QStringLiteral("^(?:(?<a>\\w+|\"(?:[^\"]|\"\")+\")\\s*=\\s*(?:\\(\\s*select\\s+)?auth\\.uid\\(\\)(?:\\s+as\\s+uid)?(?:\\s*\\))?"
                       "|(?:\\(\\s*select\\s+)?auth\\.uid\\(\\)(?:\\s+as\\s+uid)?(?:\\s*\\))?\\s*=\\s*(?<b>\\w+|\"(?:[^\"]|\"\")+\"))$"),
        QRegularExpression::CaseInsensitiveOption);
    if (const auto m = isOwner.match(text); m.hasMatch()) {
        if (ownerColumn) {
            QString column = m.captured(QStringLiteral("a"));
            if (column.isEmpty())
                column = m.captured(QStringLiteral("b"));
            if (column.startsWith(QLatin1Char('"')))
                column = column.mid(1, column.size() - 2).replace(QLatin1String("\"\""), QLatin1String("\""));
            *ownerColumn = column;
        }
        // Nobody is signed in, so the comparison is with NULL.
        return role == AccessRole::Anonymous ? AccessLevel::None : AccessLevel::Own;
    }
    return AccessLevel::Rule;
}

bool TablePolicy::appliesTo(AccessRole role) const
{
    return roles.contains(QLatin1String("public")) || roles.contains(roleName(role));
}

bool TablePolicy::appliesTo(AccessCommand wanted) const
{
    return command == '*' || command == commandLetters[size_t(wanted)];
}

bool TableAccess::privilege(AccessRole role, AccessCommand command) const
{
    return privileges[size_t(role)][size_t(command)];
}

AccessLevel TableAccess::level(AccessRole role, AccessCommand command) const
{
    if (!privilege(role, command))
        return AccessLevel::None;
    if (!rowSecurity)
        return AccessLevel::All;
    AccessLevel level = AccessLevel::None;
    for (const TablePolicy& p : policies) {
        if (p.permissive && p.appliesTo(role) && p.appliesTo(command))
            level = either(level, levelOfPolicy(p, role, command));
    }
    for (const TablePolicy& p : policies) {
        if (!p.permissive && p.appliesTo(role) && p.appliesTo(command))
            level = both(level, levelOfPolicy(p, role, command));
    }
    return level;
}

bool TableAccess::risky(AccessRole role, AccessCommand command) const
{
    if (level(role, command) != AccessLevel::All)
        return false;
    return command == AccessCommand::Delete || (command == AccessCommand::Change && (role == AccessRole::Anonymous || !rowSecurity));
}

QString TableAccess::expression(AccessRole role, AccessCommand command) const
{
    QStringList any;
    for (const TablePolicy& p : policies) {
        if (p.permissive && p.appliesTo(role) && p.appliesTo(command))
            any << conditions(p, command).join(QStringLiteral(" and "));
    }
    any.removeAll(QString());
    any.removeDuplicates();
    return any.join(QStringLiteral(" or "));
}

QString TableAccess::ownerColumn() const
{
    for (const TablePolicy& p : policies) {
        QString column;
        for (const QString& sql : {p.usingSql, p.checkSql}) {
            if (levelOfExpression(sql, AccessRole::SignedIn, &column) == AccessLevel::Own)
                return column;
        }
    }
    return {};
}

QString TableAccess::templateName() const
{
    if (!rowSecurity)
        return QStringLiteral("none");
    using L = AccessLevel;
    const auto row = [this](AccessRole role) {
        return std::array{level(role, AccessCommand::Read), level(role, AccessCommand::Add),
                          level(role, AccessCommand::Change), level(role, AccessCommand::Delete)};
    };
    const auto anon = row(AccessRole::Anonymous), user = row(AccessRole::SignedIn);
    const std::array none{L::None, L::None, L::None, L::None}, all{L::All, L::All, L::All, L::All};
    if (anon == all && user == all)
        return QStringLiteral("public_read_write");
    if (anon == std::array{L::All, L::None, L::None, L::None} && user == all)
        return QStringLiteral("public_read");
    if (anon == none && user == std::array{L::Own, L::Own, L::Own, L::Own})
        return QStringLiteral("user_owns_rows");
    return QStringLiteral("custom");
}

QString tableAccessQuery()
{
    return QStringLiteral(
        "select c.relname as table_name, c.relrowsecurity as row_security, c.relforcerowsecurity as forced,\n"
        "  (select json_agg(json_build_array(\n"
        "     has_table_privilege(r.name, c.oid, 'select'), has_table_privilege(r.name, c.oid, 'insert'),\n"
        "     has_table_privilege(r.name, c.oid, 'update'), has_table_privilege(r.name, c.oid, 'delete')) order by r.n)\n"
        "   from (values (1, 'anon'), (2, 'authenticated')) r(n, name)) as privileges,\n"
        "  coalesce((select json_agg(json_build_object(\n"
        "     'name', p.polname, 'command', p.polcmd, 'permissive', p.polpermissive,\n"
        "     'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid),\n"
        "     'roles', (select json_agg(case when o.oid = 0 then 'public' else pg_get_userbyid(o.oid) end)\n"
        "               from unnest(p.polroles) o(oid))) order by p.polname)\n"
        "   from pg_policy p where p.polrelid = c.oid), '[]') as policies,\n"
        "  coalesce((select json_agg(a.attname order by a.attnum) from pg_attribute a\n"
        "   where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.atttypid = 'uuid'::regtype), '[]') as uuid_columns\n"
        "from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')\n"
        "order by c.relname");
}

Result<QList<TableAccess>> tableAccessFromJson(const QByteArray& rowsJson)
{
    const auto unreadable = [] {
        return fail(Problem::Kind::Protocol, QStringLiteral("access.unreadable"),
                    QStringLiteral("The answer about access rules has an unexpected form"));
    };
    const QJsonDocument document = QJsonDocument::fromJson(rowsJson);
    if (!document.isArray())
        return unreadable();
    QList<TableAccess> tables;
    for (const QJsonValue& row : document.array()) {
        TableAccess t;
        t.table = row[QLatin1String("table_name")].toString();
        t.rowSecurity = row[QLatin1String("row_security")].toBool();
        t.forced = row[QLatin1String("forced")].toBool();
        const QJsonArray privileges = row[QLatin1String("privileges")].toArray();
        if (t.table.isEmpty() || privileges.size() != 2)
            return unreadable();
        for (size_t r = 0; r < 2; ++r) {
            const QJsonArray line = privileges[int(r)].toArray();
            for (size_t c = 0; c < 4; ++c)
                t.privileges[r][c] = line[int(c)].toBool();
        }
        for (const QJsonValue& p : row[QLatin1String("policies")].toArray()) {
            TablePolicy policy;
            policy.name = p[QLatin1String("name")].toString();
            const QString command = p[QLatin1String("command")].toString();
            policy.command = command.isEmpty() ? '*' : command[0].toLatin1();
            policy.permissive = p[QLatin1String("permissive")].toBool(true);
            policy.usingSql = p[QLatin1String("using")].toString();
            policy.checkSql = p[QLatin1String("check")].toString();
            for (const QJsonValue& role : p[QLatin1String("roles")].toArray())
                policy.roles << role.toString();
            t.policies << policy;
        }
        for (const QJsonValue& column : row[QLatin1String("uuid_columns")].toArray())
            t.uuidColumns << column.toString();
        tables << t;
    }
    return tables;
}

} // namespace run402
