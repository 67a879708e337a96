// SPDX-License-Identifier: GPL-3.0-or-later
// Where targets lead: panes, their parts and links.
#include "app/application.h"

#include "app/schemadesk.h"
#include "app/sessionkeeper.h"
#include "models/sqlname.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/toast.h"
#include "ui/functions/functionspane.h"
#include "ui/guide/guidepane.h"
#include "ui/ledger/ledgerpane.h"
#include "ui/logs/logspane.h"
#include "ui/market/marketpane.h"
#include "ui/rest/restpane.h"
#include "ui/shell/bottomdock.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/sql/sqlpane.h"
#include "ui/sql/sqlview.h"
#include "ui/table/tablepane.h"

#include <QPointer>
#include <QUrl>

namespace run402 {

void Application::open(const QString& target, bool preview)
{
    if (m_schema->open(target, preview))
        return;
    if (target.startsWith(QLatin1String("dock:"))) {
        m_window->bottomDock()->showPage(target.mid(5));
        m_window->bottomDock()->setOpen(true);
    } else if (target.startsWith(QLatin1String("market:")) || target.startsWith(QLatin1String("app:"))
               || target.startsWith(QLatin1String("starter:"))) {
        openMarket(target.section(QLatin1Char(':'), 0, 0), target.section(QLatin1Char(':'), 1));
    } else if (target.startsWith(QLatin1String("run402://"))) {
        const QUrl link(target);
        open(link.path().size() > 1 ? link.host() + QLatin1Char(':') + link.path().mid(1) : link.host());
    } else if (target.startsWith(QLatin1String("functions:")) || target.startsWith(QLatin1String("logs:"))) {
        openCode(target, preview);
    } else if (target.startsWith(QLatin1String("guide:"))) {
        if (auto* guide = qobject_cast<GuidePane*>(m_window->openPane({QStringLiteral("guide"), {}, {}, preview})))
            guide->showPage(target.mid(6));
    } else if (target.startsWith(QLatin1String("ledger:"))) {
        if (auto* ledger = qobject_cast<LedgerPane*>(m_window->openPane({QStringLiteral("ledger"), {}, {}, preview})))
            ledger->showPage(target.mid(7));
    } else if (!target.isEmpty()) {
        m_window->openTarget(target, preview);
    }
}

void Application::openMarket(const QString& what, const QString& object)
{
    open(QStringLiteral("market"));
    auto* pane = qobject_cast<MarketPane*>(m_window->documents()->find(QStringLiteral("market")));
    if (!pane)
        return;
    if (what == QLatin1String("app"))
        pane->showApp(object);
    else if (what == QLatin1String("starter"))
        pane->showStarter(object, true);
    else if (object == QLatin1String("publish"))
        pane->publish();
    else
        pane->showPage(object == QLatin1String("mine") ? MarketPane::Page::Mine
                       : object == QLatin1String("starters") ? MarketPane::Page::Starters
                                                             : MarketPane::Page::Apps);
}

/// "functions:name@line", "functions:name@again.ms" and "logs:name@ms": one pane each, shown at a function.
void Application::openCode(const QString& target, bool preview)
{
    const QString pane = target.section(u':', 0, 0), object = target.section(u':', 1);
    const QString name = object.section(u'@', 0, 0);
    m_window->openTarget(pane, preview);
    QWidget* shown = m_window->documents()->find(pane);
    const QString place = object.section(u'@', 1);
    if (auto* functions = qobject_cast<FunctionsPane*>(shown); functions && place.startsWith(QLatin1String("again.")))
        functions->sendAgain(name, place.mid(6).toLongLong());
    else if (functions)
        functions->select(name, place.toInt());
    else if (auto* logs = qobject_cast<LogsPane*>(shown))
        logs->showFunction(name, place.toLongLong());
}

void Application::followTable(TablePane* table)
{
    connect(table, &TablePane::importRequested, this, [this](const QString& name) { m_schema->import({}, name); });
    connect(table, &TablePane::alterRequested, this, [this](const QString& name) { m_schema->alterTable(name); });
    connect(table, &TablePane::stateChanged, m_keeper.get(), &SessionKeeper::touch);
    connect(table, &TablePane::noticed, this, [this](const QString& text, bool failed) {
        m_window->toasts()->push({failed ? Tone::Danger : Tone::Success, {}, text, {}, {}, {}});
    });
    connect(table, &TablePane::savedChanges, this, [this, table](const QString& text, const QString& undo) {
        const QPointer<TablePane> pane(table);
        m_window->toasts()->push({Tone::Success, {}, text, {}, undo.isEmpty() ? QString() : tr("Undo"), [pane, undo] {
            if (pane)
                pane->session().takeBack(undo);
        }});
    });
    connect(table, &TablePane::referenceRequested, this, [this](const QString& other, const QString& column, const QString& value) {
        if (auto* pane = qobject_cast<TablePane*>(m_window->openTarget(QStringLiteral("table:") + other, false)))
            pane->showOnly(column, value);
    });
    connect(table, &TablePane::explorerRequested, this, [this](const QString& path) {
        if (auto* rest = dynamic_cast<Document*>(m_window->openPane({QStringLiteral("rest"), {}, {}, false})))
            rest->restoreState({{QStringLiteral("method"), QStringLiteral("GET")}, {QStringLiteral("url"), path}});
    });
}

SqlPane* Application::openSql(const QString& sql, bool run)
{
    auto* pane = qobject_cast<SqlPane*>(m_window->openPane({QStringLiteral("sql"), {}, {}, false}));
    if (pane) {
        pane->view()->setText(sql);
        if (run)
            pane->view()->run(SqlRunScope::All);
    }
    return pane;
}

} // namespace run402
