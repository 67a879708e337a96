// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/palettesources.h"

#include "services/services.h"
#include "services/store/sqlhistory.h"
#include "services/wallets.h"
#include "services/workspace.h"

#include <QCoreApplication>
#include <QLocale>

namespace run402 {

namespace {
QString tr(const char* text)
{
    return QCoreApplication::translate("run402::Palette", text);
}
} // namespace

AppPaletteSource::AppPaletteSource(Services& services, PaletteActions actions)
    : m_services(services), m_actions(std::move(actions))
{
    QObject::connect(&services.workspace(), &Workspace::currentProjectChanged, &m_context, [this] { readSql(); });
    QObject::connect(&services.savedQueries(), &SavedQueries::changed, &m_context, [this] { readSql(); });
    readSql();
}

/// Asked for beforehand, because the palette wants its answer at once.
void AppPaletteSource::readSql()
{
    const QString project = m_services.workspace().currentProjectId();
    const auto current = [this, project] { return project == m_services.workspace().currentProjectId(); };
    m_services.savedQueries().list(project)->onDone(&m_context, [this, current](const Result<QList<SavedQuery>>& queries) {
        if (current())
            m_saved = queries.valueOr({});
    });
    constexpr int recent = 40;
    m_services.sqlHistory().search(project, {}, recent)->onDone(&m_context, [this, current](const Result<QList<SqlHistoryEntry>>& entries) {
        if (!current())
            return;
        m_recent.clear();
        for (const SqlHistoryEntry& entry : entries.valueOr({})) {
            if (!m_recent.contains(entry.sql))
                m_recent << entry.sql;
        }
    });
}

void AppPaletteSource::addSql(QVector<PaletteItem>& list) const
{
    for (const SavedQuery& query : std::as_const(m_saved)) {
        list << PaletteItem{QStringLiteral("query:%1").arg(query.id), tr("Saved queries"), query.name, query.sql.left(200).simplified().left(80),
                            QStringLiteral("bookmark"), QStringLiteral("sql query"), {}, 0, {}, [this, query](bool) { m_actions.sql(query); }};
    }
    for (const QString& sql : std::as_const(m_recent)) {
        list << PaletteItem{QStringLiteral("sql:") + sql, tr("Recent SQL"), sql.left(200).simplified().left(80), {}, QStringLiteral("terminal"), {}, {}, 0, {},
                            [this, sql](bool) { m_actions.sql({0, {}, {}, sql, {}}); }};
    }
}

QVector<PaletteItem> AppPaletteSource::items()
{
    QVector<PaletteItem> list;
    addPanes(list);
    addPlaces(list);
    addCommands(list);
    addObjects(list);
    addProjects(list);
    addWallets(list);
    addStarters(list);
    addSql(list);
    readSql(); // for the next time
    return list;
}

void AppPaletteSource::addPanes(QVector<PaletteItem>& list) const
{
    struct Go { const char* target; const char* icon; QString title; const char* keywords; };
    const Go panes[] = {
        {"overview", "layout-dashboard", tr("Open Overview"), ""},
        {"preview", "app-window", tr("Open Preview"), "site browser"},
        {"market:starters", "sparkles", tr("Start from a starter"), "template"},
        {"wallet", "wallet", tr("Open Wallet and tier"), "money budget"},
        {"ledger", "receipt-text", tr("Open the ledger"), "payments history money csv export"},
        {"ledger:inbox", "inbox", tr("Open the payment inbox"), "unknown unresolved try again"},
        {"ledger:months", "chart-column", tr("Show money per month"), "chart spending"},
        {"diagram", "workflow", tr("Open the diagram of the tables"), "er schema relations foreign keys picture"},
        {"settings", "settings", tr("Open Settings"), "theme preferences"},
        {"guide", "book-open", tr("Open the guide"), "help"},
        {"dock:agents", "bot", tr("Show what your agents did"), "agent watch feed cli"},
        {"guide:keyboard", "keyboard", tr("Show the keyboard shortcuts"), "help keys"},
    };
    for (const Go& go : panes) {
        const QString target = QString::fromLatin1(go.target);
        list << PaletteItem{target, tr("Commands"), go.title, {}, QString::fromLatin1(go.icon), QString::fromLatin1(go.keywords), QLatin1Char('>'), 0, {},
                            [this, target](bool newTab) { m_actions.open(target, newTab); }};
    }
}

void AppPaletteSource::addPlaces(QVector<PaletteItem>& list) const
{
    const QList<CliPlace> places = cliPlaces();
    for (const CliPlace& place : places) {
        list << PaletteItem{place.id, tr("Commands"), place.title, {}, place.icon, {}, QLatin1Char('>'), 0, {},
                            [this, place](bool) { m_actions.place(place); }, place.commands};
    }
}

void AppPaletteSource::addCommands(QVector<PaletteItem>& list) const
{
    struct Do { const char* id; const char* icon; QString title; const char* keywords; QString keys; };
    const Do commands[] = {
        {"project.import", "key-round", tr("Import a project by id and keys"), "", {}},
        {"table.new", "plus", tr("New table"), "create schema", {}},
        {"table.import", "import", tr("Import a CSV or JSON file"), "tsv ndjson upload data", {}},
        {"function.new", "plus", tr("New function"), "", {}},
        {"deploy.history", "history", tr("Show the deployments of this project"), "", {}},
        {"budget.edit", "shield-check", tr("Edit the budget policy"), "limit spend recipients", {}},
        {"refresh", "refresh-cw", tr("Reload everything"), "", QStringLiteral("F5")},
        {"theme.dark", "moon", tr("Use the dark theme"), "", {}},
        {"theme.light", "sun", tr("Use the light theme"), "", {}},
        {"environment.sandbox", "box", tr("Switch to the sandbox"), "", {}},
        {"environment.testnet", "flask-conical", tr("Switch to testnet"), "", {}},
        {"money.hide", "eye-off", tr("Hide or show amounts of money"), "mask privacy balance", QStringLiteral("Ctrl Shift M")},
        {"wallet.new", "plus", tr("New wallet"), "create", {}},
        {"wallet.importKey", "key-round", tr("Import a private key"), "wallet", {}},
        {"wallet.importCliFile", "terminal", tr("Import a wallet file of the run402 CLI"), "allowance", {}},
        {"wallet.restore", "upload", tr("Restore a wallet from a backup"), "keystore", {}},
        {"wallet.manage", "wallet", tr("Show all wallets"), "switch", {}},
        {"wallet.rename", "pencil", tr("Rename this wallet"), "label", {}},
        {"wallet.backup", "file-up", tr("Back up this wallet"), "keystore export", {}},
        {"wallet.reveal", "key-round", tr("Show the private key of this wallet"), "export", {}},
        {"wallet.delete", "trash-2", tr("Delete this wallet"), "remove", {}},
        {"cli.link", "bot", tr("Share wallet and projects with the run402 CLI"), "RUN402_CONFIG_DIR", {}},
        {"cli.import", "terminal", tr("Import from the run402 CLI"), "", {}},
        {"view.splitRight", "columns-2", tr("Split the view to the right"), "", QStringLiteral("Ctrl \\")},
        {"view.splitDown", "rows-3", tr("Split the view downwards"), "", QStringLiteral("Ctrl Shift \\")},
        {"view.closeSplit", "maximize", tr("Close this split"), "", {}},
        {"dock.requests", "arrow-left-right", tr("Show requests"), "", QStringLiteral("Ctrl J")},
    };
    for (const Do& command : commands) {
        const QString id = QString::fromLatin1(command.id);
        list << PaletteItem{id, tr("Commands"), command.title, {}, QString::fromLatin1(command.icon), QString::fromLatin1(command.keywords), QLatin1Char('>'), 0,
                            command.keys, [this, id](bool) { m_actions.command(id); }};
    }
}

void AppPaletteSource::addStarters(QVector<PaletteItem>& list) const
{
    for (const Starter& s : m_starters) {
        const QString target = QStringLiteral("starter:") + s.slug;
        list << PaletteItem{target, tr("Starters"), tr("Use the starter %1").arg(s.title), s.summary, s.icon, s.tags.join(QLatin1Char(' ')),
                            {}, 0, {}, [this, target](bool newTab) { m_actions.open(target, newTab); }};
    }
}

void AppPaletteSource::addObjects(QVector<PaletteItem>& list) const
{
    const Workspace& workspace = m_services.workspace();
    for (const Functions::Function& f : workspace.functions().value.value_or(QList<Functions::Function>())) {
        const QString target = QStringLiteral("functions:") + f.name;
        list << PaletteItem{target, tr("Functions"), tr("Open function %1").arg(f.name), {}, QStringLiteral("square-function"),
                            {}, QLatin1Char('#'), 0, {},
                            [this, target](bool newTab) { m_actions.open(target, newTab); }};
        const QString logs = QStringLiteral("logs:") + f.name;
        list << PaletteItem{logs, tr("Functions"), tr("Show logs of %1").arg(f.name), {}, QStringLiteral("scroll-text"), {},
                            QLatin1Char('#'), 0, {}, [this, logs](bool newTab) { m_actions.open(logs, newTab); }};
    }
    if (!workspace.schema().value)
        return;
    const QLocale locale(QLocale::English);
    for (const Table& t : workspace.schema().value->tables) {
        const QString target = QStringLiteral("table:") + t.name;
        const QString rows = workspace.rowCounts().contains(t.name) ? tr("%1 rows").arg(locale.toString(workspace.rowCounts().value(t.name))) : QString();
        list << PaletteItem{target, tr("Tables"), tr("Open table %1").arg(t.name), rows, QStringLiteral("table-2"), {}, QLatin1Char('#'), 60, {},
                            [this, target](bool newTab) { m_actions.open(target, newTab); }};
        const std::tuple<const char*, const char*, QString> acts[] = {{"table.alter", "pencil", tr("Alter table %1")},
                                                                       {"table.import", "import", tr("Import a file into %1")},
                                                                       {"table.drop", "trash-2", tr("Drop table %1")}};
        for (const auto& [what, icon, title] : acts) {
            const QString command = QString::fromLatin1(what) + QLatin1Char(':') + t.name;
            list << PaletteItem{command, tr("Tables"), title.arg(t.name), {}, QString::fromLatin1(icon), QStringLiteral("schema"), QLatin1Char('>'), 0, {},
                                [this, command](bool) { m_actions.command(command); }};
        }
        for (const Column& c : t.columns) {
            list << PaletteItem{target + QLatin1Char('.') + c.name, tr("Columns"), t.name + QLatin1Char('.') + c.name, c.type,
                                QStringLiteral("columns-3"), {}, {}, 0, {}, [this, target](bool newTab) { m_actions.open(target, newTab); }};
        }
    }
}

void AppPaletteSource::addWallets(QVector<PaletteItem>& list) const
{
    const bool sandbox = m_services.workspace().isSandbox();
    const auto active = m_services.wallets().active(sandbox);
    const QList<WalletInfo> wallets = m_services.wallets().wallets();
    for (const WalletInfo& w : wallets) {
        if (w.sandbox != sandbox || (active && w.id == active->id))
            continue;
        const QString id = QStringLiteral("wallet.use:") + w.id;
        list << PaletteItem{id, tr("Wallets"), tr("Use the wallet %1").arg(w.label), w.address, QStringLiteral("wallet"), QStringLiteral("switch"),
                            QLatin1Char('>'), 0, {}, [this, id](bool) { m_actions.command(id); }};
    }
}

void AppPaletteSource::addProjects(QVector<PaletteItem>& list) const
{
    const Workspace& workspace = m_services.workspace();
    const QList<Project> projects = workspace.projects().value.value_or(QList<Project>());
    for (const Project& p : projects) {
        list << PaletteItem{QStringLiteral("project:") + p.id, tr("Projects"), p.name.isEmpty() ? p.id : p.name, p.id, QStringLiteral("box"),
                            {}, QLatin1Char('@'), 0, {},
                            [this, id = p.id](bool) { m_services.workspace().setCurrentProject(id); }};
    }
}

} // namespace run402
