// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/projecttreemodel.h"

#include "services/ledger/ledgerbook.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/shell/projecttree.h"

#include <QLocale>

namespace run402 {

namespace {
constexpr qint64 countedRows = 100'000; // see Workspace::countRows

QStandardItem* leaf(const QString& icon, const QString& text, const QString& note, const QString& tip, const QString& target)
{
    auto* item = new QStandardItem(text);
    item->setData(icon, TreeRole::Icon);
    item->setData(note, TreeRole::Count);
    item->setData(target, TreeRole::Target);
    item->setToolTip(tip);
    item->setData(note.isEmpty() ? text : text + QStringLiteral(", ") + note, Qt::AccessibleTextRole);
    return item;
}

/// Names of types as people write them; information_schema's are long.
QString shortType(const QString& type)
{
    static const QHash<QString, QString> names{{QStringLiteral("timestamp with time zone"), QStringLiteral("timestamptz")},
                                               {QStringLiteral("timestamp without time zone"), QStringLiteral("timestamp")},
                                               {QStringLiteral("character varying"), QStringLiteral("varchar")},
                                               {QStringLiteral("double precision"), QStringLiteral("float8")},
                                               {QStringLiteral("USER-DEFINED"), QStringLiteral("enum")}};
    return names.value(type, type);
}

/// Everything of a table that the tree shows, for telling whether it changed.
QString fingerprint(const Table& table)
{
    QString text;
    for (const Column& c : table.columns)
        text += c.name + QLatin1Char('\t') + c.type + QLatin1Char(c.nullable ? '?' : '!') + c.defaultValue + QLatin1Char('\n');
    for (const Constraint& c : table.constraints)
        text += c.name + QLatin1Char('\t') + c.definition + QLatin1Char('\n');
    for (const Policy& p : table.policies)
        text += p.name + p.command + p.usingExpression.value_or(QString()) + QLatin1Char('\t') + p.checkExpression.value_or(QString()) + QLatin1Char('\n');
    return text;
}
} // namespace

ProjectTreeModel::ProjectTreeModel(const Workspace& workspace, QObject* parent)
    : QStandardItemModel(parent), m_workspace(workspace)
{
    add(nullptr, "layout-dashboard", tr("Overview"), QStringLiteral("overview"));
    QStandardItem* data = addSection(tr("Data"));
    add(data, "terminal", tr("SQL console"), QStringLiteral("sql"));
    m_tables = add(data, "table-2", tr("Tables"), QString());
    add(data, "workflow", tr("Diagram"), QStringLiteral("diagram"));
    m_rules = add(data, "shield-check", tr("Access rules"), QStringLiteral("rules"));
    add(data, "braces", tr("REST explorer"), QStringLiteral("rest"));
    add(data, "users", tr("Auth users"), QStringLiteral("auth"));
    add(data, "archive", tr("Storage"), QStringLiteral("storage"));
    QStandardItem* code = addSection(tr("Code"));
    m_functions = add(code, "square-function", tr("Functions"), QStringLiteral("functions"));
    add(code, "scroll-text", tr("Logs"), QStringLiteral("logs"));
    m_secrets = add(code, "key-round", tr("Secrets"), QStringLiteral("secrets"));
    QStandardItem* ship = addSection(tr("Ship"));
    add(ship, "rocket", tr("Deploy"), QStringLiteral("deploy"));
    add(ship, "app-window", tr("Preview"), QStringLiteral("preview"));
    for (const auto& [icon, name, target] : {std::tuple{"store", tr("Marketplace"), QStringLiteral("market")},
                                             std::tuple{"wallet", tr("Wallet and tier"), QStringLiteral("wallet")},
                                             std::tuple{"receipt-text", tr("Ledger"), QStringLiteral("ledger")},
                                             std::tuple{"settings", tr("Settings"), QStringLiteral("settings")}})
        add(nullptr, icon, name, target)->setData(true, TreeRole::Pinned);
    LedgerBook* book = &workspace.services().ledger();
    connect(book, &LedgerBook::unresolvedChanged, this, [this, book] { refreshUnresolved(int(book->unresolved().size())); });
    refreshUnresolved(int(book->unresolved().size()));

    connect(&workspace, &Workspace::schemaChanged, this, &ProjectTreeModel::refreshTables);
    connect(&workspace, &Workspace::currentProjectChanged, this, &ProjectTreeModel::refreshTables);
    connect(&workspace, &Workspace::accessChanged, this, &ProjectTreeModel::refreshCounts);
    connect(&workspace, &Workspace::codeChanged, this, &ProjectTreeModel::refreshFunctions);
    connect(&workspace, &Workspace::currentProjectChanged, this, &ProjectTreeModel::refreshFunctions);
    refreshTables();
    refreshFunctions();
}

/// Payments without an outcome, where the inbox is.
void ProjectTreeModel::refreshUnresolved(int payments)
{
    const QModelIndexList found = match(index(0, 0), TreeRole::Target, QStringLiteral("ledger"), 1, Qt::MatchExactly);
    if (found.isEmpty())
        return;
    setData(found.first(), payments > 0 ? QString::number(payments) : QString(), TreeRole::Warning);
    setData(found.first(), payments > 0 ? tr("%n payment(s) without an outcome", nullptr, payments) : QString(), Qt::ToolTipRole);
}

void ProjectTreeModel::refreshFunctions()
{
    const QList<Functions::Function> functions = m_workspace.functions().value.value_or(QList<Functions::Function>());
    QStringList names, shown;
    for (const Functions::Function& f : functions)
        names << f.name;
    for (int row = 0; row < m_functions->rowCount(); ++row)
        shown << m_functions->child(row)->text();
    if (names != shown) { // keep rows, and with them the selection
        m_functions->removeRows(0, m_functions->rowCount());
        for (const QString& name : std::as_const(names)) {
            auto* item = new QStandardItem(name);
            item->setData(QStringLiteral("functions:") + name, TreeRole::Target);
            m_functions->appendRow(item);
        }
    }
    const auto count = [](qsizetype n) { return n > 0 ? QString::number(n) : QString(); };
    m_functions->setData(count(names.size()), TreeRole::Count);
    m_secrets->setData(count(m_workspace.secrets().value.value_or(QList<Functions::Secret>()).size()), TreeRole::Count);
}

QStandardItem* ProjectTreeModel::addSection(const QString& name)
{
    auto* section = new QStandardItem(name);
    section->setData(true, TreeRole::Section);
    section->setSelectable(false);
    appendRow(section);
    return section;
}

QStandardItem* ProjectTreeModel::add(QStandardItem* section, const char* icon, const QString& name, const QString& target)
{
    auto* item = new QStandardItem(name);
    item->setData(QString::fromLatin1(icon), TreeRole::Icon);
    item->setData(target, TreeRole::Target);
    if (section)
        section->appendRow(item);
    else
        appendRow(item);
    return item;
}

void ProjectTreeModel::refreshTables()
{
    const QList<Table> tables = m_workspace.schema().value ? m_workspace.schema().value->tables : QList<Table>();
    QStringList names;
    for (const Table& t : tables)
        names << t.name;
    QStringList shown;
    for (int row = 0; row < m_tables->rowCount(); ++row)
        shown << m_tables->child(row)->text();
    if (names != shown) { // keep rows, and with them the selection, while only counts change
        m_tables->removeRows(0, m_tables->rowCount());
        QList<QStandardItem*> items; // whole, and at once: the tree looks at each arrival
        for (const Table& t : tables) {
            items << new QStandardItem(t.name);
            items.last()->setData(QStringLiteral("table:") + t.name, TreeRole::Target);
            fillTable(items.last(), t);
        }
        m_tables->appendRows(items);
    } else {
        for (int row = 0; row < tables.size(); ++row)
            fillTable(m_tables->child(row), tables.at(row));
    }
    refreshCounts();
}

/// Columns with their types, keys with what they hold, policies with what they allow.
void ProjectTreeModel::fillTable(QStandardItem* item, const Table& table)
{
    const QString print = fingerprint(table);
    if (item->data(FingerprintRole).toString() == print)
        return;
    item->setData(print, FingerprintRole);
    item->removeRows(0, item->rowCount());
    const QString target = QStringLiteral("table:") + table.name;
    QList<QStandardItem*> parts;
    for (const Column& c : table.columns) {
        const QString tip = tr("%1, %2").arg(c.type, c.nullable ? tr("may be empty") : tr("never empty"))
                            + (c.defaultValue.isEmpty() ? QString() : tr(", by itself %1").arg(c.defaultValue));
        parts << leaf(QStringLiteral("columns-3"), c.name, shortType(c.type), tip, target);
    }
    for (const Constraint& c : table.constraints) {
        const bool key = c.type != QLatin1String("CHECK");
        parts << leaf(key ? QStringLiteral("key-round") : QStringLiteral("check"), c.name, c.type.toLower(), c.definition, target);
    }
    static const QHash<QString, QString> commands{{QStringLiteral("r"), QStringLiteral("select")}, {QStringLiteral("a"), QStringLiteral("insert")},
                                                  {QStringLiteral("w"), QStringLiteral("update")}, {QStringLiteral("d"), QStringLiteral("delete")},
                                                  {QStringLiteral("*"), QStringLiteral("all")}};
    for (const Policy& p : table.policies) {
        const QString tip = p.usingExpression.value_or(p.checkExpression.value_or(QString()));
        parts << leaf(QStringLiteral("shield-check"), p.name, commands.value(p.command, p.command), tip, QStringLiteral("rules"));
    }
    item->appendRows(parts);
}

void ProjectTreeModel::refreshCounts()
{
    const QLocale locale(QLocale::English);
    m_tables->setData(m_tables->rowCount() > 0 ? QString::number(m_tables->rowCount()) : QString(), TreeRole::Count);
    for (int row = 0; row < m_tables->rowCount(); ++row) {
        QStandardItem* item = m_tables->child(row);
        const auto count = m_workspace.rowCounts().constFind(item->text());
        QString text;
        if (count != m_workspace.rowCounts().cend())
            text = *count > countedRows ? tr("%1+").arg(locale.toString(countedRows)) : locale.toString(*count);
        item->setData(text, TreeRole::Count);
    }
    const int warnings = m_workspace.accessWarnings();
    m_rules->setData(warnings > 0 ? QString::number(warnings) : QString(), TreeRole::Warning);
}

} // namespace run402
