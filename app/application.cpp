// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"

#include "app/conditionfeed.h"
#include "app/controlpointer.h"
#include "app/desktopnotifier.h"
#include "app/guidehelp.h"
#include "app/idleclock.h"
#include "app/leasefeed.h"
#include "app/palettesources.h"
#include "app/panes.h"
#include "app/projecttreemodel.h"
#include "app/schemadesk.h"
#include "app/sessionkeeper.h"
#include "app/statusfeed.h"
#include "app/topupflow.h"
#include "app/welcomeflow.h"
#include "models/domain/amount.h"
#include "services/agentwatch/agentwatch.h"
#include "services/net/transport.h"
#include "services/pay/paymentjournal.h"
#include "services/secrets/secretstores.h"
#include "services/services.h"
#include "services/store/settingsstore.h"
#include "services/store/sqlhistory.h"
#include "services/wallets.h"
#include "services/worker.h"
#include "services/workspace.h"
#include "ui/agents/agentsdock.h"
#include "ui/budget/budgetdialog.h"
#include "ui/common/banner.h"
#include "ui/common/moneymask.h"
#include "ui/common/problemtext.h"
#include "ui/common/theme.h"
#include "ui/common/toast.h"
#include "ui/deploy/deploypane.h"
#include "ui/docks/activitydock.h"
#include "ui/docks/requestsdock.h"
#include "ui/functions/functionspane.h"
#include "ui/guide/guidepane.h"
#include "ui/ledger/ledgerpane.h"
#include "ui/logs/logspane.h"
#include "ui/market/marketpane.h"
#include "ui/overview/findings.h"
#include "ui/overview/overviewpane.h"
#include "ui/pay/dialogapprover.h"
#include "ui/preview/consolepage.h"
#include "ui/preview/previewfactory.h"
#include "ui/preview/previewpane.h"
#include "ui/secrets/secretsgate.h"
#include "ui/secretvalues/secretvaluespane.h"
#include "ui/shell/bottomdock.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/projecttree.h"
#include "ui/shell/statusstrip.h"
#include "ui/shell/topbar.h"
#include "ui/sql/sqlpane.h"
#include "ui/sql/sqlview.h"
#include "ui/table/tablepane.h"
#include "ui/wallets/walletdesk.h"
#if defined(RUN402_BROWSER_MODULE)
#include "app/browserloader.h"
#elif defined(RUN402_BROWSER_LINKED)
#include "ui/browser/webpreviewfactory.h"
#endif

#include <QApplication>
#include <QDropEvent>
#include <QDir>
#include <QFileInfo>
#include <QMimeData>
#include <QtConcurrent>

namespace run402 {

namespace {
constexpr qint64 thumbnailSeconds = 300;
}

Application::Application(AppOptions options, QApplication& app) : m_options(std::move(options))
{
    Theme::loadFonts();
    m_theme = std::make_unique<Theme>();
    m_theme->install(app);
    m_services = std::make_unique<Services>(m_options.services);
    m_idle = std::make_unique<IdleClock>();
#if defined(RUN402_BROWSER_MODULE)
    m_previews = std::make_unique<BrowserLoader>();
#elif defined(RUN402_BROWSER_LINKED)
    m_previews = std::make_unique<WebPreviewFactory>();
#else
    m_previews = std::make_unique<SystemBrowserFactory>();
#endif
    buildWindow();
    buildDocks();
    connectWindow();
    connectWorkspace();
    connectWallets();
}

Application::~Application()
{
    m_keeper->flush();
    m_services->setApprover(nullptr);
}

void Application::buildWindow()
{
    PaneWiring wiring;
    wiring.open = [this](const QString& target) { open(target); };
    wiring.openSql = [this](const QString& sql, bool run) { openSql(sql, run); };
    wiring.preview = [this](const QUrl& address) {
        open(QStringLiteral("preview"));
        if (auto* pane = qobject_cast<PreviewPane*>(m_window->documents()->find(QStringLiteral("preview"))))
            pane->open(m_services->workspace().openable(address));
    };
    wiring.changeTier = [this](const QString&) { open(QStringLiteral("wallet")); };
    wiring.showProblem = [this](const Problem& problem) { showProblem(problem); };
    wiring.celebrate = [this](const QString& text) { m_window->toasts()->push({Tone::Success, {}, text, {}, {}, {}}); };
    wiring.tell = [this](const QString& text, bool failed) { m_window->toasts()->tell(text, failed); };
    wiring.newProject = [this] { newProject(); };
    wiring.failedRequests = [this] {
        QList<RequestRecord> failed;
        for (int row = m_requests.rowCount() - 1; row >= 0; --row) { // the newest stands first
            if (const RequestRecord& r = m_requests.record(row); !r.paidQuote && (!r.problemCode.isEmpty() || r.status >= 400))
                failed << r;
        }
        return failed;
    };
    wiring.addMoney = [this] { m_topUp->start(); };
    wiring.wallets = [this](const QString& wish) { return m_wallets->run(wish); };
    wiring.linkCli = [this](bool linked) { m_welcome->linkCli(linked); };
    wiring.importCli = [this] { m_welcome->importFromCli(); };
    wiring.vault = [this] {
        if (m_services->secrets().place() == SecretStores::Place::Vault && m_services->secrets().state() == SecretStore::State::Ready)
            m_gate->lock();
        else
            m_gate->ensure(this, [] {});
    };
    wiring.keyGate = [this](QObject* context, std::function<void()> then) {
        if (m_services->workspace().isSandbox())
            then(); // its throwaway keys lie in its own folder
        else
            m_gate->ensure(context, std::move(then));
    };
    if (hasBrowser()) {
        wiring.draw = [this](const QUrl& address, QObject* context, std::function<void(const QPixmap&)> done) {
            if (!mayDraw(true))
                return false;
            m_previews->grab(address, {1200, 750}, context, std::move(done));
            return true;
        };
    }
    wiring.thumbnail = [this](OverviewPane* pane, const QUrl& address) { thumbnail(pane, address); };
    m_panes = makePanes(*m_services, *m_theme, m_previews.get(), wiring);
    m_window = std::make_unique<MainWindow>(m_panes);
    m_window->setObjectName(QStringLiteral("window"));
    m_window->resize(1440, 900);
    m_window->setAcceptDrops(true);
    m_window->installEventFilter(this);
    m_window->tree()->setModel(new ProjectTreeModel(m_services->workspace(), m_window.get()));

    DialogApprover::Context context;
    context.environment = [this] { return m_services->workspace().environment(); };
    context.now = [this](const QString& host) {
        return QDateTime::currentDateTimeUtc().addMSecs(m_services->transport().clockOffsetMs(host));
    };
    context.walletName = [this](const QString& address) {
        const auto wallet = m_services->wallets().active(m_services->workspace().isSandbox());
        return wallet && wallet->address == address ? wallet->label : QString();
    };
    m_approver = std::make_unique<DialogApprover>(m_window.get(), context);
    m_services->setApprover(m_approver.get());

    m_gate = std::make_unique<SecretsGate>(m_services->secrets(), m_window.get());
    m_wallets = std::make_unique<WalletDesk>(*m_services, m_window.get(), [this](QObject* context, std::function<void()> then) {
        m_gate->ensure(context, std::move(then));
    });

    m_schema = std::make_unique<SchemaDesk>(*m_services, *m_window, [this](const QString& target) { open(target); }, [this](const QString& sql) { openSql(sql, false); });
    m_palette = std::make_unique<AppPaletteSource>(
        *m_services, PaletteActions{[this](const QString& target, bool) { open(target); },
                                    [this](const QString& command) { runCommand(command); },
                                    [this](const SavedQuery& query) {
                                        if (auto* pane = openSql(query.sql, false); pane && query.id)
                                            pane->view()->setQuery({query.id, query.name}, query.sql);
                                    },
                                    [this](const CliPlace& place) { openPlace(place); }});
    m_window->addPaletteSource(m_palette.get());
    onWorker(this, [] { return StarterCatalog().list(); },
             [this](const QList<Starter>& found) { m_palette->setStarters(found); });
    m_pointer = std::make_unique<ControlPointer>(*m_window);
    m_feed = std::make_unique<StatusFeed>(*m_services, *m_window);
    m_conditions = std::make_unique<ConditionFeed>(*m_services, *m_window);
    connect(m_conditions.get(), &ConditionFeed::paneRequested, this, [this](const QString& pane) { open(pane); });
    m_keeper = std::make_unique<SessionKeeper>(*m_services, *m_window);
    m_welcome = std::make_unique<WelcomeFlow>(*m_services, *m_window);
    m_topUp = std::make_unique<TopUpFlow>(*m_services, *m_previews, *m_window);
    m_desktop = std::make_unique<DesktopNotifier>();
    const auto goTo = [this](const QString& target) {
        m_window->show();
        m_window->raise();
        m_window->activateWindow();
        open(target);
    };
    connect(m_desktop.get(), &DesktopNotifier::activated, this, goTo);
    m_leaseFeed = std::make_unique<LeaseFeed>(*m_services, *m_desktop, *m_window);
    connect(m_leaseFeed.get(), &LeaseFeed::paneRequested, this, goTo);
    m_help = std::make_unique<GuideHelp>(*m_window, m_panes, [this](const QString& target) { open(target); });
}

void Application::buildDocks()
{
    BottomDock* dock = m_window->bottomDock();
    RequestsDock::follow(m_services->transport(), m_requests);
    auto* activity = new ActivityDock(*m_services);
    auto* requests = new RequestsDock(m_requests, false);
    auto* problems = new RequestsDock(m_requests, true);
    dock->addPage(QStringLiteral("activity"), tr("Activity"), QStringLiteral("activity"), activity);
    dock->addPage(QStringLiteral("requests"), tr("Requests"), QStringLiteral("arrow-left-right"), requests);
    dock->addPage(QStringLiteral("problems"), tr("Problems"), QStringLiteral("triangle-alert"), problems);
    auto* agents = new AgentsDock(*m_services);
    dock->addPage(QStringLiteral("agents"), tr("Agents"), QStringLiteral("bot"), agents);
    connect(agents, &AgentsDock::unreadChanged, this, [this, dock](int unread) {
        dock->setCount(QStringLiteral("agents"), unread);
        m_window->topBar()->setUnread(unread > 0);
    });
    connect(agents, &AgentsDock::openRequested, this, [this](const QString& target) { open(target); });
    connect(agents, &AgentsDock::linkRequested, this, [this] { runCommand(QStringLiteral("cli.link")); });
    connect(qApp, &QGuiApplication::applicationStateChanged, &m_services->agents(), [this](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive)
            m_services->agents().lookIfDue();
    });
    connect(activity, &ActivityDock::sqlRequested, this, [this](const QString& sql) { openSql(sql, false); });
    connect(activity, &ActivityDock::countChanged, dock, [dock](int n) { dock->setCount(QStringLiteral("activity"), n); });
    connect(requests, &RequestsDock::countChanged, dock, [dock](int n) { dock->setCount(QStringLiteral("requests"), n); });
    connect(problems, &RequestsDock::countChanged, dock, [dock](int n) { dock->setCount(QStringLiteral("problems"), n); });
}

void Application::connectWindow()
{
    MainWindow* window = m_window.get();
    connect(window->topBar(), &TopBar::environmentRequested, this, &Application::changeEnvironment);
    connect(window->topBar(), &TopBar::walletAsked, this, [this] { open(QStringLiteral("wallet")); });
    connect(window->topBar(), &TopBar::inboxAsked, this, [this] { open(QStringLiteral("ledger:inbox")); });
    connect(window->topBar(), &TopBar::notificationsAsked, this, [this] {
        open(m_services->agents().feed().unread > 0 ? QStringLiteral("dock:agents") : QStringLiteral("dock:activity"));
    });
    connect(window->statusStrip(), &StatusStrip::warningsAsked, this, [this] { open(QStringLiteral("rules")); });
    connect(window->statusStrip(), &StatusStrip::tierAsked, this, [this] { open(QStringLiteral("wallet")); });
    connect(window, &MainWindow::newTabAsked, this, [this] {
        m_window->openPane({QStringLiteral("sql"), {}, {}, false}); // always another one, unlike the tree's entry
    });
    connect(window, &MainWindow::unknownPaneAsked, this, [this](const QString& pane) {
        if (pane == QLatin1String("dock"))
            m_window->bottomDock()->setOpen(true);
    });
    // Some targets name a place inside a pane; the tree's own opening is ours for that.
    disconnect(window->tree(), &ProjectTree::targetOpened, window, nullptr);
    connect(window->tree(), &ProjectTree::targetOpened, this, [this](const QString& target, bool lasting) { open(target, !lasting); });
    connect(window->documents(), &DocumentArea::opened, this, [this](const QString& id) {
        BottomDock* dock = m_window->bottomDock();
        auto* preview = qobject_cast<PreviewPane*>(m_window->documents()->find(id));
        if (auto* kept = qobject_cast<ConsolePage*>(dock->page(QStringLiteral("console"))); preview && kept) {
            preview->useConsole(kept);
        } else if (preview) {
            dock->addPage(QStringLiteral("console"), tr("Console"), QStringLiteral("square-terminal"), preview->consolePage());
            connect(preview->consolePage(), &ConsolePage::countChanged, dock,
                    [dock](int n) { dock->setCount(QStringLiteral("console"), n); });
        }
        if (auto* functions = qobject_cast<FunctionsPane*>(m_window->documents()->find(id))) {
            connect(functions, &FunctionsPane::stateChanged, m_keeper.get(), &SessionKeeper::touch);
            connect(functions, &FunctionsPane::noticed, this, [this](const QString& title, bool failed) {
                m_window->toasts()->tell(title, failed);
            });
        }
        if (auto* table = qobject_cast<TablePane*>(m_window->documents()->find(id)))
            followTable(table);
        if (auto* sql = qobject_cast<SqlPane*>(m_window->documents()->find(id))) {
            connect(sql, &SqlPane::stateChanged, m_keeper.get(), &SessionKeeper::touch);
            connect(sql, &SqlPane::signInRequested, this, [this] { open(QStringLiteral("auth")); });
            connect(sql, &SqlPane::openTableRequested, this, [this](const QString& table) { open(QStringLiteral("table:") + table); });
            connect(sql, &SqlPane::openSqlRequested, this, [this](const QString& text, qint64 id, const QString& name) {
                if (auto* other = openSql(text, false); other && id)
                    other->view()->setQuery({id, name}, text);
            });
            connect(sql, &SqlPane::noticed, this, [this](const QString& text, bool failed) {
                m_window->toasts()->tell(text, failed);
            });
        }
    });
    connect(m_feed.get(), &StatusFeed::allProjectsRequested, this, [this] { open(QStringLiteral("projects")); });
    connect(m_feed.get(), &StatusFeed::newProjectRequested, this, &Application::newProject);
    connect(m_topUp.get(), &TopUpFlow::walletNeeded, this, [this] { open(QStringLiteral("wallet")); }); // it says what is missing
    connect(m_keeper.get(), &SessionKeeper::restored, this, &Application::restored);
    connect(m_welcome.get(), &WelcomeFlow::problemRaised, this, &Application::showProblem);
    connect(m_welcome.get(), &WelcomeFlow::linkChanged, this, [this](bool linked, const QString& folder) {
        m_window->toasts()->push({Tone::Success, QStringLiteral("bot"), linked ? tr("Shared with the CLI") : tr("No longer shared with the CLI"),
                                  linked ? tr("This window and your agents work on %1").arg(folder) : tr("%1 stays as it is").arg(folder), {}, {}});
    });
    connect(m_welcome.get(), &WelcomeFlow::imported, this, [this](int projects, bool wallet) {
        m_window->toasts()->push({Tone::Success, {}, tr("Imported from the CLI"),
                                  tr("%n project(s)", nullptr, projects) + (wallet ? tr(" and the wallet") : QString()), {}, {}});
    });
}

void Application::connectWorkspace()
{
    Workspace& workspace = m_services->workspace();
    connect(&workspace, &Workspace::connectionChanged, this, [this] {
        const Workspace& w = m_services->workspace();
        const QString trouble = w.connectionProblem() ? w.connectionProblem()->code : QString();
        const bool isNews = trouble != m_connectionTrouble; // the host is asked again every few seconds
        m_connectionTrouble = trouble;
        if (w.connectionProblem() && isNews)
            showConnectionProblem(*w.connectionProblem());
    });
    connect(&workspace, &Workspace::clockChanged, this, [this] {
        if (const qint64 wrong = m_services->workspace().clockWrongMs())
            m_window->toasts()->push({Tone::Warning, QStringLiteral("clock"), clockWords(wrong),
                                      tr("The service's time is used for signing, so everything works. Set the clock when you can."), {}, {}});
    });
    connect(&m_services->journal(), &PaymentJournal::changed, this, [this](const Payment& payment) {
        if (payment.state == Payment::State::Settled)
            noteSettled(payment);
        if (payment.state != Payment::State::Unknown)
            return;
        m_window->toasts()->push({Tone::Warning, QStringLiteral("circle-help"), tr("A payment's outcome is not known"),
                                  tr("It is in the payment inbox and will not be sent again by itself."), tr("Open"),
                                  [this] { open(QStringLiteral("ledger:inbox")); }});
    });
}

void Application::connectWallets()
{
    connect(m_wallets.get(), &WalletDesk::problemRaised, this, &Application::showProblem);
    connect(m_wallets.get(), &WalletDesk::noticed, this, [this](const QString& title, const QString& detail) {
        m_window->toasts()->push({Tone::Success, QStringLiteral("wallet"), title, detail, {}, {}});
    });
    connect(m_wallets.get(), &WalletDesk::backupMissing, this, [this](const WalletInfo& wallet) {
        m_window->toasts()->push({Tone::Warning, QStringLiteral("triangle-alert"), tr("%1 has no backup").arg(wallet.label),
                                  tr("Real money is on it. If this computer is lost, so is the money."), tr("Back up"),
                                  [this, id = wallet.id] { m_wallets->run(QStringLiteral("wallet.backup:") + id); }});
    });
    connect(&MoneyMask::of(), &MoneyMask::changed, this, [this](bool hidden) {
        m_services->settings().set(QStringLiteral("moneyHidden"), hidden);
    });
}

void Application::noteSettled(const Payment& payment)
{
    const QString amount = Amount::fromMicros(payment.amountMicros).toShownText();
    const QString what = payment.purpose.startsWith(QLatin1String("tier:")) ? tr("for the tier %1").arg(payment.purpose.mid(5)) : tr("for %1").arg(payment.purpose);
    m_services->workspace().record(QStringLiteral("payment"), tr("Paid %1 USDC %2").arg(amount, what),
                                   {{QStringLiteral("payment"), payment.id}, {QStringLiteral("network"), payment.network}}, payment.amountMicros);
}

QString Application::thumbnailFile() const
{
    return m_options.services.dataFolder + QStringLiteral("/thumbnails/") + m_services->workspace().currentProjectId() + QStringLiteral(".png");
}

bool Application::hasBrowser() const
{
    return m_previews->isEmbedded();
}

/// Starting the browser holds the window up for a third of a second: for a picture only while nobody touches anything.
bool Application::mayDraw(bool mayStart)
{
    constexpr qint64 longIdleMs = 3'000;
    if (!hasBrowser())
        return false;
    m_browserRuns = m_browserRuns || m_window->documents()->find(QStringLiteral("preview")) || (mayStart && m_idle->idleMs() > longIdleMs);
    return m_browserRuns;
}

void Application::thumbnail(OverviewPane* pane, const QUrl& address)
{
    const QString file = thumbnailFile();
    // The picture of last time, at once; it is read off this thread.
    onWorker(pane, [file] { return QImage(file); },
             [pane](const QImage& found) { pane->setThumbnail(QPixmap::fromImage(found)); });
    if (!mayDraw(false))
        return;
    const QString slot = address.toString() + QString::number(QDateTime::currentSecsSinceEpoch() / thumbnailSeconds);
    if (slot == std::exchange(m_pictured, slot))
        return;
    m_previews->grab(address, {1200, 720}, pane, [pane, file](const QPixmap& picture) {
        if (picture.isNull())
            return;
        pane->setThumbnail(picture);
        (void)QtConcurrent::run([file, image = picture.toImage()] {
            QDir().mkpath(QFileInfo(file).path());
            image.save(file);
        });
    });
}

void Application::applySettings()
{
    const auto setTheme = [this](const QString& name) {
        m_theme->setMode(name == QLatin1String("dark") ? Theme::Mode::Dark : name == QLatin1String("light") ? Theme::Mode::Light : Theme::Mode::System);
    };
    if (!m_options.theme.isEmpty())
        setTheme(m_options.theme);
    m_services->settings().all()->onDone(this, [this, setTheme](const Result<QHash<QString, QJsonValue>>& all) {
        if (!all.ok()) {
            showProblem(all.error());
            return;
        }
        if (m_options.theme.isEmpty())
            setTheme(all->value(QStringLiteral("theme")).toString());
        MoneyMask::of().setHidden(all->value(QStringLiteral("moneyHidden")).toBool());
        m_theme->setTextScale(all->value(QStringLiteral("textScale")).toInt(100));
        m_theme->setReducedMotion(all->value(QStringLiteral("reducedMotion")).toBool(!m_options.tourFolder.isEmpty()));
    });
}

void Application::start()
{
    applySettings();
    m_window->show();
    m_services->journal().recover();
    m_gate->start();
    m_welcome->start();
}

void Application::restored(bool empty)
{
    if (empty)
        open(QStringLiteral("overview"));
    if (!m_options.link.isEmpty())
        open(std::exchange(m_options.link, {}));
}

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

void Application::changeEnvironment(Environment environment)
{
    if (m_services->options().apiBase.isValid()) {
        m_window->toasts()->push({Tone::Info, {}, tr("This run is tied to one server"), m_services->options().apiBase.toString(), {}, {}});
        return;
    }
    if (environment == Environment::Mainnet)
        askForMainnet();
    else
        m_services->workspace().setEnvironment(environment);
}

void Application::askForMainnet()
{
    const QString agreed = QStringLiteral("mainnetAgreed");
    m_services->settings().get(agreed)->onDone(this, [this, agreed](const Result<QJsonValue>& value) {
        if (value.ok() && value->toBool()) {
            m_services->workspace().setEnvironment(Environment::Mainnet);
            return;
        }
        // The first time, real money is a decision with a budget in view (design/ui.md §2).
        auto* dialog = new BudgetDialog(m_window.get(), *m_services, Environment::Mainnet, BudgetDialog::Purpose::FirstRealMoney);
        connect(dialog, &BudgetDialog::saved, this, [this, agreed] {
            m_services->settings().set(agreed, true);
            m_services->workspace().setEnvironment(Environment::Mainnet);
            open(QStringLiteral("wallet"));
        });
        dialog->open();
    });
}

void Application::showProblem(const Problem& problem)
{
    if (problem.kind == Problem::Kind::Cancelled)
        return;
    const ProblemWords words = problemWords(problem);
    m_window->toasts()->push({Tone::Danger, {}, words.title, words.why.isEmpty() ? problem.message : words.why, tr("Details"),
                              [this] { open(QStringLiteral("dock:problems")); }});
}

void Application::showConnectionProblem(const Problem& problem)
{
    if (m_window->conditionStrip()->isVisible())
        return; // it says so already
    const ProblemWords words = problemWords(problem);
    const QString why = words.why.isEmpty() ? problem.message : words.why;
    // The local server is started again by itself; any other host can be asked again at once.
    if (problem.code.startsWith(QLatin1String("sandbox.")))
        showProblem(problem);
    else
        m_window->toasts()->push({Tone::Danger, {}, words.title, why, tr("Try again"),
                                  [this] { m_services->workspace().reconnect(); }});
}

bool Application::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_window.get() && event->type() == QEvent::DragEnter) {
        auto* drag = static_cast<QDragEnterEvent*>(event);
        if (drag->mimeData()->hasUrls())
            drag->acceptProposedAction();
        return true;
    }
    if (watched == m_window.get() && event->type() == QEvent::Drop) {
        auto* drop = static_cast<QDropEvent*>(event);
        dropped(drop->mimeData()->urls(), drop->position().toPoint());
        return true;
    }
    return QObject::eventFilter(watched, event);
}

void Application::dropped(const QList<QUrl>& urls, const QPoint& at)
{
    // Folder, zip or manifest anywhere: Deploy. A .sql file: a SQL tab. A .env file: Secrets. A .csv: import (design/ui.md §4).
    for (const QUrl& url : urls) {
        const QString path = url.toLocalFile();
        if (path.isEmpty())
            continue;
        const QString file = QFileInfo(path).fileName();
        if (file == QLatin1String(".env") || file.startsWith(QLatin1String(".env.")) || file.endsWith(QLatin1String(".env"))) {
            open(QStringLiteral("secrets"));
            if (auto* pane = qobject_cast<SecretValuesPane*>(m_window->documents()->find(QStringLiteral("secrets"))))
                pane->importFile(path);
            return;
        }
        if (path.endsWith(QLatin1String(".sql"), Qt::CaseInsensitive)) {
            if (auto* pane = qobject_cast<SqlPane*>(m_window->openPane({QStringLiteral("sql"), {}, {}, false})))
                pane->view()->openFile(path);
            continue;
        }
        if (m_schema->dropped(path, at))
            return;
        open(QStringLiteral("deploy"));
        if (auto* pane = qobject_cast<DeployPane*>(m_window->documents()->find(QStringLiteral("deploy"))))
            pane->openSource(path);
        return;
    }
}

} // namespace run402
