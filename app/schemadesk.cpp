// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/schemadesk.h"

#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/icons.h"
#include "ui/common/toast.h"
#include "ui/common/writeblock.h"
#include "ui/dataimport/dataimportdialog.h"
#include "ui/rules/rulespane.h"
#include "ui/schema/diagrampane.h"
#include "ui/schema/diagramview.h"
#include "ui/schema/tabledialog.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/projecttree.h"

#include <QFileInfo>
#include <QMenu>

namespace run402 {

using namespace Qt::StringLiterals;

SchemaDesk::SchemaDesk(Services& services, MainWindow& window, Open openTarget, Open openSql)
    : m_services(services), m_window(window), m_open(std::move(openTarget)), m_openSql(std::move(openSql))
{
    connect(window.documents(), &DocumentArea::opened, this, [this](const QString& id) {
        QWidget* pane = m_window.documents()->find(id);
        if (auto* diagram = qobject_cast<DiagramPane*>(pane))
            adopt(diagram);
        else if (auto* rules = qobject_cast<RulesPane*>(pane))
            connect(rules, &RulesPane::newTableRequested, this, &SchemaDesk::newTable);
    });
    connect(window.tree(), &ProjectTree::menuAsked, this, [this](const QString& target, const QPoint& at) {
        if (target.startsWith("table:"_L1))
            showMenu(target.mid(6), at);
    });
}

bool SchemaDesk::open(const QString& target, bool preview)
{
    if (!target.startsWith("diagram:"_L1))
        return false;
    if (auto* diagram = qobject_cast<DiagramPane*>(m_window.openPane({u"diagram"_s, {}, {}, preview})))
        diagram->view()->select(target.mid(8));
    return true;
}

bool SchemaDesk::run(const QString& command)
{
    const QString what = command.section(u':', 0, 0), table = command.section(u':', 1);
    if (what == "table.new"_L1)
        newTable();
    else if (what == "table.alter"_L1)
        alterTable(table);
    else if (what == "table.drop"_L1)
        dropTable(table);
    else if (what == "table.import"_L1)
        import({}, table);
    else
        return false;
    return true;
}

/// Says why not, where nothing can be written.
bool SchemaDesk::mayWrite()
{
    const QString block = writeBlock(m_services.workspace(), Capability::Sql);
    if (!block.isEmpty())
        m_window.toasts()->push({Tone::Warning, u"lock-keyhole"_s, tr("Nothing can be changed now"), block, {}, {}});
    return block.isEmpty();
}

void SchemaDesk::newTable()
{
    if (mayWrite())
        show(new TableDialog(m_services, {}, &m_window));
}

void SchemaDesk::alterTable(const QString& table)
{
    if (mayWrite())
        show(new TableDialog(m_services, table, &m_window));
}

void SchemaDesk::show(TableDialog* dialog)
{
    connect(dialog, &TableDialog::sqlRequested, this, [this](const QString& sql) { m_openSql(sql); });
    connect(dialog, &TableDialog::applied, this, [this](const QString& table) {
        m_services.workspace().record(u"schema"_s, tr("Changed the table %1").arg(table), {{u"table"_s, table}});
        m_window.toasts()->push({Tone::Success, u"table-2"_s, tr("The table %1 is as you wanted it").arg(table), {}, tr("Open"),
                                 [open = m_open, table] { open(u"table:"_s + table); }});
    });
    connect(dialog, &TableDialog::dropped, this, [this](const QString& table) {
        m_services.workspace().record(u"schema"_s, tr("Dropped the table %1").arg(table), {{u"table"_s, table}});
        m_window.toasts()->push({Tone::Success, u"trash-2"_s, tr("The table %1 is gone").arg(table), {}, {}, {}});
    });
    dialog->open();
}

void SchemaDesk::dropTable(const QString& table)
{
    if (!mayWrite())
        return;
    askDropTable(m_services, table, &m_window, [this, table](const Result<Done>& done) {
        if (done.ok()) {
            m_services.workspace().record(u"schema"_s, tr("Dropped the table %1").arg(table), {{u"table"_s, table}});
            m_window.toasts()->push({Tone::Success, u"trash-2"_s, tr("The table %1 is gone").arg(table), {}, {}, {}});
        } else {
            m_window.toasts()->push({Tone::Danger, {}, tr("The table %1 is still there").arg(table), done.error().message, {}, {}});
        }
    });
}

void SchemaDesk::import(const QString& file, const QString& table)
{
    if (!mayWrite())
        return;
    if (file.isEmpty()) {
        chooseImportFile(&m_window, [this, table](const QString& chosen) { import(chosen, table); });
        return;
    }
    auto* dialog = new DataImportDialog(m_services, file, table, &m_window);
    connect(dialog, &DataImportDialog::tableRequested, this, [this](const QString& target) { m_open(u"table:"_s + target); });
    dialog->open();
}

/// The row of the tree below the mouse, or the table whose document is there.
QString SchemaDesk::tableAt(const QPoint& windowPos) const
{
    TreeList* tree = m_window.tree()->tree();
    const QPoint inTree = tree->viewport()->mapFrom(&m_window, windowPos);
    QString target;
    if (tree->isVisible() && tree->viewport()->rect().contains(inTree))
        target = tree->indexAt(inTree).data(TreeRole::Target).toString();
    else if (m_window.documents()->rect().contains(m_window.documents()->mapFrom(&m_window, windowPos)))
        target = m_window.documents()->currentId();
    return target.startsWith("table:"_L1) ? target.mid(6) : QString();
}

bool SchemaDesk::dropped(const QString& file, const QPoint& windowPos)
{
    const QString table = tableAt(windowPos);
    const bool json = QFileInfo(file).suffix().compare("json"_L1, Qt::CaseInsensitive) == 0; // a manifest for Deploy, elsewhere
    if (!isImportFile(file) || (json && table.isEmpty()))
        return false;
    import(file, table);
    return true;
}

void SchemaDesk::showMenu(const QString& table, const QPoint& globalPos)
{
    auto* menu = new QMenu(&m_window);
    menu->setObjectName(u"table.menu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString& text, const char* icon, const QString& name, std::function<void()> act) {
        QAction* action = menu->addAction(Icons::get(icon), text, this, std::move(act));
        action->setObjectName(name);
    };
    add(tr("Open"), "table-2", u"table.menu.open"_s, [this, table] { m_open(u"table:"_s + table); });
    add(tr("Show in the diagram"), "workflow", u"table.menu.diagram"_s, [this, table] { m_open(u"diagram:"_s + table); });
    menu->addSeparator();
    add(tr("Alter table…"), "pencil", u"table.menu.alter"_s, [this, table] { alterTable(table); });
    add(tr("Import a file…"), "import", u"table.menu.import"_s, [this, table] { import({}, table); });
    add(tr("New table…"), "plus", u"table.menu.new"_s, [this] { newTable(); });
    menu->addSeparator();
    add(tr("Drop table…"), "trash-2", u"table.menu.drop"_s, [this, table] { dropTable(table); });
    menu->popup(globalPos);
}

void SchemaDesk::adopt(DiagramPane* pane)
{
    connect(pane, &DiagramPane::tableRequested, this, [this](const QString& table) { m_open(u"table:"_s + table); });
    connect(pane, &DiagramPane::menuRequested, this, &SchemaDesk::showMenu);
    connect(pane, &DiagramPane::newTableRequested, this, &SchemaDesk::newTable);
    connect(pane, &DiagramPane::actionRequested, this, [this](const QString& action) {
        if (action.startsWith("tier."_L1))
            m_open(u"wallet"_s);
    });
    connect(pane, &DiagramPane::noticed, this, [this](const QString& text, bool failed) {
        m_window.toasts()->tell(text, failed);
    });
}

} // namespace run402
