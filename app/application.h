// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/options.h"
#include "models/item/requestlogmodel.h"
#include "ui/shell/environment.h"
#include "ui/shell/panes.h"

#include <QObject>

#include <memory>

class QApplication;

namespace run402 {

class AppPaletteSource;
class ConditionFeed;
class ControlPointer;
class DesktopNotifier;
class DialogApprover;
class GuideHelp;
class IdleClock;
class LeaseFeed;
class MainWindow;
class OverviewPane;
class PreviewFactory;
class ProjectsPane;
class SchemaDesk;
class SecretsGate;
class Services;
class SessionKeeper;
class SqlPane;
class StatusFeed;
class Theme;
class TablePane;
class TopUpFlow;
class WalletDesk;
class WelcomeFlow;
struct CliPlace;
struct Payment;

/// The composition root: builds everything once, in order, and connects it. Owner: main(). Thread: GUI.
class Application : public QObject
{
    Q_OBJECT
public:
    Application(AppOptions options, QApplication& app);
    ~Application() override;

    void start();
    MainWindow& window() const { return *m_window; }
    Services& services() const { return *m_services; }
    Theme& theme() const { return *m_theme; }
    bool hasBrowser() const; ///< pages are shown in this window

    /// Opens a pane by its target: "sql", "table:recipes", "dock:requests".
    void open(const QString& target, bool preview = false);
    /// A new SQL tab with this text, run at once if asked.
    SqlPane* openSql(const QString& sql, bool run);
    void openMarket(const QString& what, const QString& object); ///< "app" and its version, "starter" and its slug, "market" and a page
    void followTable(TablePane* table);
    void openCode(const QString& target, bool preview);
    void openPlace(const CliPlace& place); ///< and puts the keyboard on its control

private:
    void applySettings();
    void buildWindow();
    void buildDocks();
    void connectWindow();
    void connectWorkspace();
    void connectWallets();
    void changeEnvironment(Environment environment);
    void askForMainnet();
    void runCommand(const QString& command);
    bool openForCommand(const QString& command);
    void newProject();
    ProjectsPane* showProject(); ///< the current one, with its facts; null = no such pane
    void deleteProject();
    void showSchema();
    void showProblem(const Problem& problem);
    void showConnectionProblem(const Problem& problem);
    void restored(bool empty);
    void dropped(const QList<QUrl>& urls, const QPoint& at);
    bool mayDraw(bool mayStart); ///< a page out of sight, for its picture
    void thumbnail(OverviewPane* pane, const QUrl& address);
    QString thumbnailFile() const;
    void noteSettled(const Payment& payment);
    bool eventFilter(QObject* watched, QEvent* event) override;

    AppOptions m_options;
    QString m_connectionTrouble; ///< code of what was last told about the connection; empty = it is up
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Services> m_services;
    std::unique_ptr<PreviewFactory> m_previews;
    std::unique_ptr<IdleClock> m_idle;
    bool m_browserRuns = false;
    PaneRegistry m_panes;
    RequestLogModel m_requests;
    QString m_pictured; ///< address and time slot of the last thumbnail: drawing a page runs its scripts
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<DialogApprover> m_approver;
    std::unique_ptr<SecretsGate> m_gate;
    std::unique_ptr<WalletDesk> m_wallets;
    std::unique_ptr<SchemaDesk> m_schema;
    std::unique_ptr<AppPaletteSource> m_palette;
    std::unique_ptr<ControlPointer> m_pointer;
    std::unique_ptr<ConditionFeed> m_conditions;
    std::unique_ptr<StatusFeed> m_feed;
    std::unique_ptr<SessionKeeper> m_keeper;
    std::unique_ptr<WelcomeFlow> m_welcome;
    std::unique_ptr<TopUpFlow> m_topUp;
    std::unique_ptr<DesktopNotifier> m_desktop;
    std::unique_ptr<LeaseFeed> m_leaseFeed;
    std::unique_ptr<GuideHelp> m_help;
};

} // namespace run402
