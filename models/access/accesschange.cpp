// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/accesschange.h"

#include "models/sqlname.h"

#include <QSet>

#include <algorithm>

namespace run402 {

namespace {

QString sqlCommand(AccessCommand command)
{
    switch (command) {
    case AccessCommand::Read: return QStringLiteral("select");
    case AccessCommand::Add: return QStringLiteral("insert");
    case AccessCommand::Change: return QStringLiteral("update");
    case AccessCommand::Delete: return QStringLiteral("delete");
    }
    return {};
}

char letter(AccessCommand command)
{
    return "rawd"[size_t(command)];
}

QString verb(AccessCommand command)
{
    switch (command) {
    case AccessCommand::Read: return QStringLiteral("read");
    case AccessCommand::Add: return QStringLiteral("insert");
    case AccessCommand::Change: return QStringLiteral("update");
    case AccessCommand::Delete: return QStringLiteral("delete");
    }
    return {};
}

QString policyName(const QString& who, AccessLevel level, AccessCommand command)
{
    switch (level) {
    case AccessLevel::Own: return QStringLiteral("Owners can %1").arg(verb(command));
    case AccessLevel::Rule: return QStringLiteral("%1 can %2 by rule").arg(who, verb(command));
    default: return QStringLiteral("%1 can %2").arg(who, verb(command));
    }
}

const WantedAccess* find(const QList<WantedAccess>& wanted, AccessRole role, AccessCommand command)
{
    const auto it = std::find_if(wanted.cbegin(), wanted.cend(), [&](const WantedAccess& w) {
        return w.role == role && w.command == command;
    });
    return it == wanted.cend() ? nullptr : &*it;
}

TablePolicy makePolicy(const QString& who, const QStringList& roles, AccessLevel level, AccessCommand command,
                       const QString& condition)
{
    TablePolicy p;
    p.name = policyName(who, level, command);
    p.command = letter(command);
    p.roles = roles;
    (command == AccessCommand::Add ? p.checkSql : p.usingSql) = condition;
    return p;
}

/// The policies of one command after the change.
QList<TablePolicy> policiesFor(const TableAccess& now, AccessCommand command, const QList<WantedAccess>& wanted,
                               const QString& ownerColumn)
{
    const auto condition = [&](const WantedAccess& w) {
        return w.level == AccessLevel::All   ? QStringLiteral("true")
               : w.level == AccessLevel::Own ? sqlIdentifier(ownerColumn) + QLatin1String(" = auth.uid()")
                                             : w.sql;
    };
    const WantedAccess* anon = find(wanted, AccessRole::Anonymous, command);
    const WantedAccess* user = find(wanted, AccessRole::SignedIn, command);
    QList<TablePolicy> made;
    if (anon && user && anon->level == AccessLevel::All && user->level == AccessLevel::All)
        return {makePolicy(QStringLiteral("Anyone"), {QStringLiteral("public")}, AccessLevel::All, command, QStringLiteral("true"))};
    const auto one = [&](const WantedAccess* w, AccessRole role, const QString& who, const QString& roleName) {
        if (!w) { // this role stays as it is: its policies, narrowed to it
            for (TablePolicy p : now.policies) {
                if (!p.appliesTo(role) || !p.appliesTo(command))
                    continue;
                // Names are unique per table, and this one may be split by role and by command.
                if (p.command == '*')
                    p.name = QStringLiteral("%1 %2: %3").arg(who, verb(command), p.name).left(60);
                else if (p.roles != QStringList{roleName})
                    p.name = QStringLiteral("%1: %2").arg(who, p.name).left(60);
                p.roles = {roleName};
                p.command = letter(command);
                made << p;
            }
        } else if (w->level != AccessLevel::None) {
            made << makePolicy(who, {roleName}, w->level, command, condition(*w));
        }
    };
    one(anon, AccessRole::Anonymous, QStringLiteral("Visitors"), QStringLiteral("anon"));
    one(user, AccessRole::SignedIn, QStringLiteral("Signed-in users"), QStringLiteral("authenticated"));
    return made;
}

QString createSql(const QString& table, const TablePolicy& p, AccessCommand command)
{
    QString sql = QStringLiteral("create policy %1 on %2").arg(sqlIdentifier(p.name), sqlIdentifier(table));
    if (!p.permissive)
        sql += QLatin1String(" as restrictive");
    sql += QLatin1String(" for ") + sqlCommand(command);
    if (p.roles != QStringList{QStringLiteral("public")})
        sql += QLatin1String(" to ") + p.roles.join(QLatin1String(", "));
    if (command != AccessCommand::Add && !p.usingSql.isEmpty())
        sql += QStringLiteral(" using (%1)").arg(p.usingSql);
    const QString check = command == AccessCommand::Add && p.checkSql.isEmpty() ? p.usingSql : p.checkSql;
    if ((command == AccessCommand::Add || command == AccessCommand::Change) && !check.isEmpty())
        sql += QStringLiteral(" with check (%1)").arg(check);
    return sql + QLatin1Char(';');
}

/// Commands whose policies are rewritten: the changed ones, and all four when a policy "for all" is among them or
/// row security is only now switched on (then what was open by default must be written down).
QSet<AccessCommand> touched(const TableAccess& now, const QList<WantedAccess>& wanted)
{
    QSet<AccessCommand> commands;
    for (const WantedAccess& w : wanted)
        commands.insert(w.command);
    const bool forAll = std::any_of(now.policies.cbegin(), now.policies.cend(),
                                    [](const TablePolicy& p) { return p.command == '*'; });
    if ((forAll || !now.rowSecurity) && !commands.isEmpty())
        commands = {accessCommands.begin(), accessCommands.end()};
    return commands;
}

/// Without row security everything allowed by privilege was open; make that explicit before narrowing a cell.
QList<WantedAccess> completed(const TableAccess& now, QList<WantedAccess> wanted)
{
    if (now.rowSecurity)
        return wanted;
    for (AccessRole role : accessRoles) {
        for (AccessCommand command : accessCommands) {
            if (!find(wanted, role, command) && now.privilege(role, command))
                wanted << WantedAccess{role, command, AccessLevel::All, {}};
        }
    }
    return wanted;
}

bool needsAnonymousWrites(const TableAccess& now, const QList<WantedAccess>& wanted)
{
    return std::any_of(wanted.cbegin(), wanted.cend(), [&](const WantedAccess& w) {
        return w.role == AccessRole::Anonymous && w.command != AccessCommand::Read && w.level != AccessLevel::None
               && !now.privilege(w.role, w.command);
    });
}

} // namespace

Result<QList<AccessStep>> accessSteps(const TableAccess& now, const QList<WantedAccess>& changes,
                                      const QString& ownerColumn)
{
    if (changes.isEmpty())
        return QList<AccessStep>{};
    const QList<WantedAccess> wanted = completed(now, changes);
    for (const WantedAccess& w : wanted) {
        if (w.level == AccessLevel::Own && ownerColumn.isEmpty())
            return fail(Problem::Kind::Local, QStringLiteral("access.no_owner_column"),
                        QStringLiteral("The table %1 has no uuid column that names the owner of a row").arg(now.table));
        if (w.level == AccessLevel::Rule && w.sql.trimmed().isEmpty())
            return fail(Problem::Kind::Local, QStringLiteral("access.empty_rule"), QStringLiteral("The rule is empty"));
    }

    const bool viaTemplate = needsAnonymousWrites(now, wanted);
    QSet<AccessCommand> commands = touched(now, wanted);
    if (viaTemplate)
        commands = {accessCommands.begin(), accessCommands.end()}; // the template writes all four
    QStringList drops, creates;
    for (const TablePolicy& p : now.policies) {
        const bool dropped = std::any_of(commands.cbegin(), commands.cend(),
                                         [&](AccessCommand c) { return p.appliesTo(c); });
        if (dropped)
            drops << QStringLiteral("drop policy %1 on %2;").arg(sqlIdentifier(p.name), sqlIdentifier(now.table));
    }
    for (AccessCommand command : accessCommands) {
        if (!commands.contains(command))
            continue;
        const QList<TablePolicy> made = policiesFor(now, command, wanted, ownerColumn);
        for (const TablePolicy& p : made)
            creates << createSql(now.table, p, command);
    }

    QList<AccessStep> steps;
    QStringList last;
    if (viaTemplate) {
        if (!drops.isEmpty())
            steps << AccessStep{drops.join(QLatin1Char('\n')), {}, {}, {}};
        steps << AccessStep{{}, QStringLiteral("public_read_write"), now.table, {}};
        for (const char* name : {"Anyone can read", "Anyone can insert", "Anyone can update", "Anyone can delete"})
            last << QStringLiteral("drop policy %1 on %2;").arg(sqlIdentifier(QString::fromLatin1(name)), sqlIdentifier(now.table));
    } else {
        last << drops;
        if (!now.rowSecurity)
            last << QStringLiteral("alter table %1 enable row level security;").arg(sqlIdentifier(now.table));
        if (!now.forced)
            last << QStringLiteral("alter table %1 force row level security;").arg(sqlIdentifier(now.table));
    }
    last << creates;
    steps << AccessStep{last.join(QLatin1Char('\n')), {}, {}, {}};
    return steps;
}

TableAccess accessAfter(const TableAccess& now, const QList<WantedAccess>& changes, const QString& ownerColumn)
{
    if (changes.isEmpty())
        return now;
    const QList<WantedAccess> wanted = completed(now, changes);
    TableAccess after = now;
    after.rowSecurity = after.forced = true;
    const bool viaTemplate = needsAnonymousWrites(now, wanted);
    QSet<AccessCommand> commands = touched(now, wanted);
    if (viaTemplate) {
        commands = {accessCommands.begin(), accessCommands.end()};
        after.privileges[size_t(AccessRole::Anonymous)] = {true, true, true, true};
    }
    after.policies.removeIf([&](const TablePolicy& p) {
        return std::any_of(commands.cbegin(), commands.cend(), [&](AccessCommand c) { return p.appliesTo(c); });
    });
    for (AccessCommand command : commands)
        after.policies << policiesFor(now, command, wanted, ownerColumn);
    return after;
}

} // namespace run402
