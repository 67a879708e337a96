// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/item/accessmatrixmodel.h"

#include "models/sqlname.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace run402 {

namespace {

/// What a template grants; see contract.md §3.7.
QList<WantedAccess> levelsOfTemplate(const QString& name)
{
    QList<WantedAccess> wanted;
    for (AccessRole role : accessRoles) {
        for (AccessCommand command : accessCommands) {
            AccessLevel level = AccessLevel::All;
            if (name == QLatin1String("user_owns_rows"))
                level = role == AccessRole::Anonymous ? AccessLevel::None : AccessLevel::Own;
            else if (name == QLatin1String("public_read") && role == AccessRole::Anonymous && command != AccessCommand::Read)
                level = AccessLevel::None;
            wanted << WantedAccess{role, command, level, {}};
        }
    }
    return wanted;
}

} // namespace

AccessMatrixModel::AccessMatrixModel(QObject* parent) : QAbstractTableModel(parent) {}

void AccessMatrixModel::setTables(const QList<TableAccess>& tables)
{
    beginResetModel();
    m_tables = tables;
    QSet<QString> names;
    for (const TableAccess& t : tables)
        names.insert(t.table);
    m_pending.removeIf([&](const std::pair<const QString&, Pending&>& p) { return !names.contains(p.first); });
    endResetModel();
    Q_EMIT changesChanged();
}

TableAccess AccessMatrixModel::after(int row) const
{
    const TableAccess& now = m_tables.at(row);
    const auto pending = m_pending.constFind(now.table);
    return pending == m_pending.cend() ? now : accessAfter(now, pending->wanted, ownerColumn(row));
}

QString AccessMatrixModel::ownerColumn(int row) const
{
    const TableAccess& t = m_tables.at(row);
    const QString chosen = m_pending.value(t.table).ownerColumn;
    if (!chosen.isEmpty())
        return chosen;
    if (const QString used = t.ownerColumn(); !used.isEmpty())
        return used;
    for (const char* usual : {"user_id", "owner_id", "author_id", "owner", "created_by"}) {
        if (t.uuidColumns.contains(QLatin1String(usual)))
            return QString::fromLatin1(usual);
    }
    const QStringList others = t.uuidColumns.filter(QRegularExpression(QStringLiteral("^(?!id$)")));
    return others.value(0);
}

void AccessMatrixModel::setOwnerColumn(int row, const QString& column)
{
    m_pending[m_tables.at(row).table].ownerColumn = column;
    touch(row);
}

void AccessMatrixModel::setLevel(const QModelIndex& cell, AccessLevel level, const QString& sql)
{
    if (!cell.isValid() || !isCell(cell.column()))
        return;
    const TableAccess& now = m_tables.at(cell.row());
    const AccessRole role = roleAt(cell.column());
    const AccessCommand command = commandAt(cell.column());
    Pending& pending = m_pending[now.table];
    pending.templateName.clear();
    pending.wanted.removeIf([&](const WantedAccess& w) { return w.role == role && w.command == command; });
    const bool asBefore = level != AccessLevel::Rule && now.level(role, command) == level && now.rowSecurity;
    if (!asBefore)
        pending.wanted << WantedAccess{role, command, level, sql};
    if (pending.wanted.isEmpty() && pending.ownerColumn.isEmpty())
        m_pending.remove(now.table);
    touch(cell.row());
}

void AccessMatrixModel::cycle(const QModelIndex& cell)
{
    if (!cell.isValid() || !isCell(cell.column()))
        return;
    const bool mayOwn = roleAt(cell.column()) == AccessRole::SignedIn && !ownerColumn(cell.row()).isEmpty();
    switch (AccessLevel(cell.data(LevelRole).toInt())) {
    case AccessLevel::None:
        setLevel(cell, mayOwn ? AccessLevel::Own : AccessLevel::All);
        break;
    case AccessLevel::Own:
        setLevel(cell, AccessLevel::All);
        break;
    case AccessLevel::Rule:
    case AccessLevel::All:
        setLevel(cell, AccessLevel::None);
        break;
    }
}

Result<Done> AccessMatrixModel::setTemplate(int row, const QString& name)
{
    if (name == QLatin1String("user_owns_rows") && ownerColumn(row).isEmpty())
        return fail(Problem::Kind::Local, QStringLiteral("access.no_owner_column"),
                    QStringLiteral("The table %1 has no uuid column that names the owner of a row").arg(m_tables.at(row).table));
    Pending& pending = m_pending[m_tables.at(row).table];
    pending.wanted = levelsOfTemplate(name);
    pending.templateName = name;
    touch(row);
    return Done{};
}

void AccessMatrixModel::discard()
{
    m_pending.clear();
    if (!m_tables.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columns - 1));
    Q_EMIT changesChanged();
}

void AccessMatrixModel::touch(int row)
{
    Q_EMIT dataChanged(index(row, 0), index(row, columns - 1));
    Q_EMIT changesChanged();
}

bool AccessMatrixModel::differs(int row, int column) const
{
    const TableAccess& now = m_tables.at(row);
    const auto pending = m_pending.constFind(now.table);
    if (pending == m_pending.cend() || !isCell(column))
        return false;
    const AccessRole role = roleAt(column);
    const AccessCommand command = commandAt(column);
    const bool edited = std::any_of(pending->wanted.cbegin(), pending->wanted.cend(), [&](const WantedAccess& w) {
        return w.role == role && w.command == command && w.level == AccessLevel::Rule;
    });
    return edited || now.level(role, command) != after(row).level(role, command);
}

int AccessMatrixModel::changedCells() const
{
    int cells = 0;
    for (int row = 0; row < m_tables.size(); ++row) {
        for (int column = 1; column < serverColumn; ++column)
            cells += differs(row, column);
        // A template also switches rules on where the cells happen to look the same.
        const Pending pending = m_pending.value(m_tables.at(row).table);
        cells += !pending.templateName.isEmpty() && !m_tables.at(row).rowSecurity;
    }
    return cells;
}

QStringList AccessMatrixModel::changedTables() const
{
    QStringList names;
    for (const TableAccess& t : m_tables) {
        const Pending pending = m_pending.value(t.table);
        if (!pending.wanted.isEmpty())
            names << t.table;
    }
    return names;
}

Result<QList<AccessStep>> AccessMatrixModel::steps() const
{
    QList<AccessStep> all;
    for (int row = 0; row < m_tables.size(); ++row) {
        const TableAccess& now = m_tables.at(row);
        const Pending pending = m_pending.value(now.table);
        if (pending.wanted.isEmpty())
            continue;
        if (!pending.templateName.isEmpty()) {
            // The endpoint fails on policies of the same name, so whatever is there goes first.
            QStringList drops;
            for (const TablePolicy& p : now.policies)
                drops << QStringLiteral("drop policy %1 on %2;").arg(sqlIdentifier(p.name), sqlIdentifier(now.table));
            if (!drops.isEmpty())
                all << AccessStep{drops.join(QLatin1Char('\n')), {}, now.table, {}};
            all << AccessStep{{}, pending.templateName, now.table, ownerColumn(row)};
            continue;
        }
        auto steps = accessSteps(now, pending.wanted, ownerColumn(row));
        if (!steps.ok())
            return fail(steps.error());
        all << *steps;
    }
    return all;
}

int AccessMatrixModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_tables.size());
}

int AccessMatrixModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant AccessMatrixModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const TableAccess access = after(index.row());
    if (index.column() == nameColumn) {
        if (role == Qt::DisplayRole)
            return access.table;
        if (role == TemplateRole)
            return access.templateName();
        return role == Qt::AccessibleTextRole ? QVariant(tr("table %1, %2").arg(access.table, access.templateName())) : QVariant();
    }
    if (index.column() == serverColumn)
        return role == Qt::DisplayRole ? QVariant(tr("Skips rules")) : QVariant();

    const AccessRole who = roleAt(index.column());
    const AccessCommand command = commandAt(index.column());
    const AccessLevel level = access.level(who, command);
    static const char* const words[] = {QT_TR_NOOP("None"), QT_TR_NOOP("Own"), QT_TR_NOOP("Rule"), QT_TR_NOOP("All")};
    switch (role) {
    case Qt::DisplayRole:
        return tr(words[size_t(level)]);
    case LevelRole:
        return int(level);
    case ChangedRole:
        return differs(index.row(), index.column());
    case RiskyRole:
        return access.risky(who, command);
    case ExpressionRole:
        return access.expression(who, command);
    case Qt::ToolTipRole:
        return access.rowSecurity ? access.expression(who, command) : tr("No access rules: the privileges alone decide");
    case Qt::AccessibleTextRole:
        return tr("%1, %2, %3, %4%5")
            .arg(access.table, who == AccessRole::Anonymous ? tr("anonymous") : tr("signed in"),
                 headerData(index.column(), Qt::Horizontal).toString().toLower(), tr(words[size_t(level)]).toLower(),
                 differs(index.row(), index.column()) ? tr(", not applied") : QString());
    default:
        return {};
    }
}

QVariant AccessMatrixModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    if (section == nameColumn)
        return tr("Table");
    if (section == serverColumn)
        return QStringLiteral("service_role");
    static const char* const words[] = {QT_TR_NOOP("Read"), QT_TR_NOOP("Add"), QT_TR_NOOP("Change"), QT_TR_NOOP("Delete")};
    return tr(words[size_t(commandAt(section))]);
}

} // namespace run402
