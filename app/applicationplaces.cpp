// SPDX-License-Identifier: GPL-3.0-or-later
// Targets that name a place inside a pane, and what tables ask of the window.
#include "app/application.h"
#include "app/schemadesk.h"
#include "app/sessionkeeper.h"
#include "ui/common/toast.h"
#include "ui/functions/functionspane.h"
#include "ui/logs/logspane.h"
#include "ui/market/marketpane.h"
#include "ui/shell/document.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/table/tablepane.h"

namespace run402 {

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
    connect(table, &TablePane::aboutToSend, m_keeper.get(), [keeper = m_keeper.get()] {
        keeper->touch();
        keeper->flush();
    });
    connect(table, &TablePane::noticed, this, [this](const QString& text, bool failed) {
        m_window->toasts()->tell(text, failed);
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

} // namespace run402
