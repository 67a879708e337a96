// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/projecttreemodel.h"

#include "services/workspace.h"
#include "ui/shell/projecttree.h"

#include <QLocale>

namespace run402 {

namespace {
constexpr qint64 countedRows = 100'000; // see Workspace::countRows
}

ProjectTreeModel::ProjectTreeModel(const Workspace& workspace, QObject* parent)
    : QStandardItemModel(parent), m_workspace(workspace)
{
    add(nullptr, "layout-dashboard", tr("Overview"), QStringLiteral("overview"));
    QStandardItem* data = addSection(tr("Data"));
    add(data, "terminal", tr("SQL console"), QStringLiteral("sql"));
    m_tables = add(data, "table-2", tr("Tables"), QString());
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
                                             std::tuple{"settings", tr("Settings"), QStringLiteral("settings")}})
        add(nullptr, icon, name, target)->setData(true, TreeRole::Pinned);

    connect(&workspace, &Workspace::schemaChanged, this, &ProjectTreeModel::refreshTables);
    connect(&workspace, &Workspace::currentProjectChanged, this, &ProjectTreeModel::refreshTables);
    connect(&workspace, &Workspace::accessChanged, this, &ProjectTreeModel::refreshCounts);
    connect(&workspace, &Workspace::codeChanged, this, &ProjectTreeModel::refreshFunctions);
    connect(&workspace, &Workspace::currentProjectChanged, this, &ProjectTreeModel::refreshFunctions);
    refreshTables();
    refreshFunctions();
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
        for (const QString& name : std::as_const(names)) {
            auto* item = new QStandardItem(name);
            item->setData(QStringLiteral("table:") + name, TreeRole::Target);
            m_tables->appendRow(item);
        }
    }
    refreshCounts();
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
