// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panes.h"

#include "services/services.h"
#include "services/workspace.h"
#include "ui/auth/authpane.h"
#include "ui/contact/contactpane.h"
#include "ui/deploy/deploypane.h"
#include "ui/functions/functionspane.h"
#include "ui/guide/guidepane.h"
#include "ui/images/imagespane.h"
#include "ui/ledger/ledgerpane.h"
#include "ui/logs/logspane.h"
#include "ui/market/marketpane.h"
#include "ui/overview/overviewpane.h"
#include "ui/preview/previewfactory.h"
#include "ui/preview/previewpane.h"
#include "ui/projects/projectspane.h"
#include "ui/rest/restpane.h"
#include "ui/rules/rulespane.h"
#include "ui/schema/diagrampane.h"
#include "ui/secretvalues/secretvaluespane.h"
#include "ui/settings/settingspane.h"
#include "ui/sql/sqlpane.h"
#include "ui/status/statuspane.h"
#include "ui/storage/storagepane.h"
#include "ui/table/tablepane.h"
#include "ui/wallet/walletpane.h"

#include <QCoreApplication>
#include <QDesktopServices>

namespace run402 {

namespace {

void openForAction(const PaneWiring& wiring, const QString& action)
{
    if (action == QLatin1String("wallet.fund"))
        wiring.addMoney();
    else if (action.startsWith(QLatin1String("tier.")) || action == QLatin1String("wallet.open"))
        wiring.open(QStringLiteral("wallet"));
    else if (action == QLatin1String("ledger.open"))
        wiring.open(QStringLiteral("ledger"));
    else if (action == QLatin1String("auth.open"))
        wiring.open(QStringLiteral("auth"));
}

QWidget* makeOverview(Services& services, const PaneWiring& wiring, QWidget* parent)
{
    auto* pane = new OverviewPane(services, parent);
    QObject::connect(pane, &OverviewPane::paneRequested, pane, wiring.open);
    QObject::connect(pane, &OverviewPane::tierRequested, pane, wiring.changeTier);
    QObject::connect(pane, &OverviewPane::problemRaised, pane, wiring.showProblem);
    QObject::connect(pane, &OverviewPane::thumbnailWanted, pane, [pane, wiring](const QUrl& address) { wiring.thumbnail(pane, address); });
    pane->setKeyGate(wiring.keyGate);
    return pane;
}

QWidget* makeDeploy(Services& services, PreviewFactory* previews, const PaneWiring& wiring, QWidget* parent)
{
    auto* pane = new DeployPane(services, parent);
    if (previews && previews->isEmbedded()) {
        pane->setThumbnailSource([previews](const QUrl& address, QObject* context, std::function<void(const QPixmap&)> done) {
            previews->grab(address, {970, 640}, context, std::move(done));
        });
    }
    QObject::connect(pane, &DeployPane::paneRequested, pane, wiring.open);
    QObject::connect(pane, &DeployPane::previewRequested, pane, wiring.preview);
    QObject::connect(pane, &DeployPane::actionRequested, pane, [wiring](const QString& action) { openForAction(wiring, action); });
    return pane;
}

QWidget* makeMarket(Services& services, const PaneWiring& wiring, QWidget* parent)
{
    return new MarketPane(services, StarterCatalog(), {wiring.open, wiring.preview, wiring.showProblem, wiring.celebrate}, wiring.draw, parent);
}

QWidget* makeProjects(Services& services, const PaneWiring& wiring, QWidget* parent)
{
    auto* pane = new ProjectsPane(services, parent);
    QObject::connect(pane, &ProjectsPane::newProjectRequested, pane, wiring.newProject);
    QObject::connect(pane, &ProjectsPane::siteRequested, pane, wiring.preview);
    QObject::connect(pane, &ProjectsPane::problemRaised, pane, wiring.showProblem);
    QObject::connect(pane, &ProjectsPane::noticed, pane, wiring.celebrate);
    return pane;
}

QWidget* makeFunctions(Services& services, const PaneWiring& wiring, QWidget* parent)
{
    auto* pane = new FunctionsPane(services, parent);
    QObject::connect(pane, &FunctionsPane::logsRequested, pane, [wiring](const QString& name, qint64 sinceMs) {
        wiring.open(QStringLiteral("logs:%1@%2").arg(name).arg(sinceMs));
    });
    QObject::connect(pane, &FunctionsPane::actionRequested, pane, [wiring](const QString& action) { openForAction(wiring, action); });
    return pane;
}

QWidget* makeLogs(Services& services, const PaneWiring& wiring, QWidget* parent)
{
    auto* pane = new LogsPane(services, parent);
    QObject::connect(pane, &LogsPane::functionRequested, pane, [wiring](const QString& name, int line) {
        wiring.open(QStringLiteral("functions:%1@%2").arg(name).arg(line));
    });
    QObject::connect(pane, &LogsPane::sendAgainRequested, pane, [wiring](const QString& name, qint64 atMs) {
        wiring.open(QStringLiteral("functions:%1@again.%2").arg(name).arg(atMs));
    });
    QObject::connect(pane, &LogsPane::actionRequested, pane, [wiring](const QString& action) { openForAction(wiring, action); });
    return pane;
}

QWidget* makeLedger(Services& services, const PaneWiring& wiring, QWidget* parent)
{
    auto* pane = new LedgerPane(services, parent);
    QObject::connect(pane, &LedgerPane::paneRequested, pane, wiring.open);
    return pane;
}

QWidget* makeSecrets(Services& services, const PaneWiring& wiring, QWidget* parent)
{
    auto* pane = new SecretValuesPane(services, parent);
    QObject::connect(pane, &SecretValuesPane::noticed, pane, wiring.celebrate);
    QObject::connect(pane, &SecretValuesPane::actionRequested, pane, [wiring](const QString& action) { openForAction(wiring, action); });
    return pane;
}

QWidget* makeContact(Services& services, const PaneWiring& wiring, QWidget* parent)
{
    auto* pane = new ContactPane(services, wiring.failedRequests, parent);
    QObject::connect(pane, &ContactPane::noticed, pane, wiring.celebrate);
    QObject::connect(pane, &ContactPane::actionRequested, pane, [wiring](const QString& action) { openForAction(wiring, action); });
    return pane;
}

QWidget* makeImages(Services& services, const PaneWiring& wiring, QWidget* parent)
{
    auto* pane = new ImagesPane(services, parent);
    QObject::connect(pane, &ImagesPane::noticed, pane, wiring.celebrate);
    QObject::connect(pane, &ImagesPane::actionRequested, pane, [wiring](const QString& action) { openForAction(wiring, action); });
    return pane;
}

QWidget* makeTable(Services& services, const PaneWiring& wiring, const QString& table, QWidget* parent)
{
    auto* pane = new TablePane(services, table, parent);
    QObject::connect(pane, &TablePane::paneRequested, pane, wiring.open);
    QObject::connect(pane, &TablePane::exportRequested, pane, [wiring](const QString& sql) { wiring.openSql(sql, true); });
    return pane;
}

QWidget* makeStatus(Services& services, const PaneWiring& wiring, QWidget* parent)
{
    auto* pane = new StatusPane(services, parent);
    QObject::connect(pane, &StatusPane::paneRequested, pane, wiring.open);
    return pane;
}

QWidget* makeGuide(const PaneWiring& wiring, QWidget* parent)
{
    auto* pane = new GuidePane(parent);
    QObject::connect(pane, &GuidePane::paneRequested, pane, wiring.open);
    QObject::connect(pane, &GuidePane::outsideRequested, pane, [](const QUrl& address) { QDesktopServices::openUrl(address); });
    return pane;
}

} // namespace

PaneRegistry makePanes(Services& services, Theme& theme, PreviewFactory* previews, const PaneWiring& wiring)
{
    PaneRegistry registry;
    registry.add({QStringLiteral("overview"), QT_TRANSLATE_NOOP("Panes", "Overview"), QStringLiteral("layout-dashboard"), DockArea::Center,
                  [&services, wiring](QWidget* parent, const QString&) { return makeOverview(services, wiring, parent); }, false});
    registry.add({QStringLiteral("sql"), QT_TRANSLATE_NOOP("Panes", "SQL"), QStringLiteral("terminal"), DockArea::Center,
                  [&services](QWidget* parent, const QString&) -> QWidget* { return new SqlPane(services, services.workspace(), parent); }, true});
    registry.add({QStringLiteral("table"), QT_TRANSLATE_NOOP("Panes", "Table"), QStringLiteral("table-2"), DockArea::Center,
                  [&services, wiring](QWidget* parent, const QString& table) { return makeTable(services, wiring, table, parent); }, false});
    registry.add({QStringLiteral("rules"), QT_TRANSLATE_NOOP("Panes", "Access rules"), QStringLiteral("shield-check"), DockArea::Center,
                  [&services, wiring](QWidget* parent, const QString&) -> QWidget* {
                      auto* pane = new RulesPane(services, parent);
                      QObject::connect(pane, &RulesPane::sqlRequested, pane, [wiring](const QString& sql) { wiring.openSql(sql, false); });
                      QObject::connect(pane, &RulesPane::paneRequested, pane, wiring.open);
                      QObject::connect(pane, &RulesPane::applied, pane, [wiring](const QStringList& tables) {
                          wiring.celebrate(QCoreApplication::translate("Panes", "Rules of %1 are in effect").arg(tables.join(QStringLiteral(", "))));
                      });
                      return pane;
                  }, false});
    registry.add({QStringLiteral("diagram"), QT_TRANSLATE_NOOP("Panes", "Diagram"), QStringLiteral("workflow"), DockArea::Center,
                  [&services](QWidget* parent, const QString&) -> QWidget* { return new DiagramPane(services, parent); }, false});
    registry.add({QStringLiteral("functions"), QT_TRANSLATE_NOOP("Panes", "Functions"), QStringLiteral("square-function"), DockArea::Center,
                  [&services, wiring](QWidget* parent, const QString&) { return makeFunctions(services, wiring, parent); }, false});
    registry.add({QStringLiteral("logs"), QT_TRANSLATE_NOOP("Panes", "Logs"), QStringLiteral("scroll-text"), DockArea::Center,
                  [&services, wiring](QWidget* parent, const QString&) { return makeLogs(services, wiring, parent); }, false});
    registry.add({QStringLiteral("secrets"), QT_TRANSLATE_NOOP("Panes", "Secrets"), QStringLiteral("key-round"), DockArea::Center,
                  [&services, wiring](QWidget* parent, const QString&) { return makeSecrets(services, wiring, parent); }, false});
    const auto billing = [wiring](const QString& action) {
        if (action.startsWith(QLatin1String("tier.")))
            wiring.open(QStringLiteral("wallet"));
    };
    registry.add({QStringLiteral("rest"), QT_TRANSLATE_NOOP("Panes", "REST explorer"), QStringLiteral("braces"), DockArea::Center,
                  [&services, billing, wiring](QWidget* parent, const QString& table) -> QWidget* {
                      auto* pane = new RestPane(services, table, parent);
                      QObject::connect(pane, &RestPane::actionRequested, pane, billing);
                      QObject::connect(pane, &RestPane::noticed, pane, wiring.tell);
                      return pane;
                  }, false});
    registry.add({QStringLiteral("auth"), QT_TRANSLATE_NOOP("Panes", "Auth users"), QStringLiteral("users"), DockArea::Center,
                  [&services](QWidget* parent, const QString&) -> QWidget* { return new AuthPane(services, parent); }, false});
    registry.add({QStringLiteral("storage"), QT_TRANSLATE_NOOP("Panes", "Storage"), QStringLiteral("archive"), DockArea::Center,
                  [&services, billing](QWidget* parent, const QString&) -> QWidget* {
                      auto* pane = new StoragePane(services, parent);
                      QObject::connect(pane, &StoragePane::actionRequested, pane, billing);
                      return pane;
                  }, false});
    registry.add({QStringLiteral("deploy"), QT_TRANSLATE_NOOP("Panes", "Deploy"), QStringLiteral("rocket"), DockArea::Center,
                  [&services, previews, wiring](QWidget* parent, const QString&) { return makeDeploy(services, previews, wiring, parent); }, false});
    registry.add({QStringLiteral("preview"), QT_TRANSLATE_NOOP("Panes", "Preview"), QStringLiteral("app-window"), DockArea::Center,
                  [&services, previews](QWidget* parent, const QString&) -> QWidget* { return new PreviewPane(services, *previews, parent); }, false});
    registry.add({QStringLiteral("market"), QT_TRANSLATE_NOOP("Panes", "Marketplace"), QStringLiteral("store"), DockArea::Center,
                  [&services, wiring](QWidget* parent, const QString&) { return makeMarket(services, wiring, parent); }, false});
    registry.add({QStringLiteral("projects"), QT_TRANSLATE_NOOP("Panes", "Projects"), QStringLiteral("box"), DockArea::Center,
                  [&services, wiring](QWidget* parent, const QString&) { return makeProjects(services, wiring, parent); }, false});
    registry.add({QStringLiteral("wallet"), QT_TRANSLATE_NOOP("Panes", "Wallet and tier"), QStringLiteral("wallet"), DockArea::Center,
                  [&services, wiring](QWidget* parent, const QString&) -> QWidget* {
                      auto* pane = new WalletPane(services, parent);
                      pane->setKeyGate(wiring.keyGate);
                      QObject::connect(pane, &WalletPane::actionRequested, pane, [pane, wiring](const QString& action) {
                          if (action.startsWith(QLatin1String("vault.")))
                              wiring.keyGate(pane, [] {});
                          else if (!wiring.wallets(action))
                              openForAction(wiring, action);
                      });
                      return pane;
                  }, false});
    registry.add({QStringLiteral("ledger"), QT_TRANSLATE_NOOP("Panes", "Ledger"), QStringLiteral("receipt-text"), DockArea::Center,
                  [&services, wiring](QWidget* parent, const QString&) { return makeLedger(services, wiring, parent); }, false});
    registry.add({QStringLiteral("images"), QT_TRANSLATE_NOOP("Panes", "Images"), QStringLiteral("image"), DockArea::Center,
                  [&services, wiring](QWidget* parent, const QString&) { return makeImages(services, wiring, parent); }, false});
    registry.add({QStringLiteral("status"), QT_TRANSLATE_NOOP("Panes", "Status"), QStringLiteral("activity"), DockArea::Center,
                  [&services, wiring](QWidget* parent, const QString&) { return makeStatus(services, wiring, parent); }, false});
    registry.add({QStringLiteral("contact"), QT_TRANSLATE_NOOP("Panes", "Message and contact"), QStringLiteral("mail"), DockArea::Center,
                  [&services, wiring](QWidget* parent, const QString&) { return makeContact(services, wiring, parent); }, false});
    registry.add({QStringLiteral("settings"), QT_TRANSLATE_NOOP("Panes", "Settings"), QStringLiteral("settings"), DockArea::Center,
                  [&services, &theme, wiring](QWidget* parent, const QString&) -> QWidget* {
                      auto* pane = new SettingsPane(services, theme, parent);
                      QObject::connect(pane, &SettingsPane::cliImportRequested, pane, wiring.importCli);
                      QObject::connect(pane, &SettingsPane::cliLinkRequested, pane, wiring.linkCli);
                      QObject::connect(pane, &SettingsPane::vaultRequested, pane, wiring.vault);
                      QObject::connect(pane, &SettingsPane::walletsRequested, pane, [wiring] { wiring.wallets(QStringLiteral("wallet.manage")); });
                      return pane;
                  }, false});
    registry.add({QStringLiteral("guide"), QT_TRANSLATE_NOOP("Panes", "Guide"), QStringLiteral("book-open"), DockArea::Center,
                  [wiring](QWidget* parent, const QString&) { return makeGuide(wiring, parent); }, false, QStringLiteral("index")});
    return registry;
}

} // namespace run402
