// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/market/marketpane.h"

#include "services/services.h"
#include "services/worker.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/emptystate.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/statestack.h"
#include "ui/common/togglechip.h"
#include "ui/market/appdetails.h"
#include "ui/market/cardgrid.h"
#include "ui/market/myappsview.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QRegularExpression>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

constexpr int staleSeconds = 60; // a list older than this is read again when the pane comes to the front

QWidget* padded(QWidget* inner)
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(20, 0, 0, 0); // cards bring their own gap at the right, the view room for its scroll bar
    column->addWidget(inner);
    return box;
}

} // namespace

MarketPane::MarketPane(Services& services, const StarterCatalog& catalog, Actions actions, AppThumbnails::Draw draw, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(services.workspace()), m_catalog(catalog), m_actions(std::move(actions)),
      m_thumbnails(services.options().dataFolder + "/thumbnails/apps"_L1, std::move(draw)), m_details(new AppDetails(this))
{
    setObjectName(u"market"_s);
    setProperty("surface", true);
    m_details->hide();
    m_filter.setSourceModel(&m_apps);
    m_filter.setOrder(AppFilterModel::Order::Newest);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    m_pages = new QStackedWidget;
    m_pages->addWidget(buildApps());
    m_pages->addWidget(buildStarters());
    m_mine = new MyAppsView(services);
    m_pages->addWidget(m_mine);
    column->addWidget(m_pages, 1);
    connectFacts();
    loadStarters();
    refreshPublish();
    browse();
}

MarketPane::~MarketPane()
{
    delete m_details; // the inspector may hold it while this is in front
}

QWidget* MarketPane::buildHead()
{
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(20, 14, 20, 12);
    row->setSpacing(12);
    row->addWidget(new Label(tr("Marketplace"), Theme::Font::Display));
    m_subtitle = new ElidedLabel({}, Theme::Font::Body, "text.muted");
    row->addWidget(m_subtitle, 1);
    m_pageSwitch = new SegmentedControl;
    m_pageSwitch->setObjectName(u"market.pages"_s);
    m_pageSwitch->setAccessibleName(tr("Part of the marketplace"));
    m_pageSwitch->addSegment(tr("Apps"));
    m_pageSwitch->addSegment(tr("Starters"));
    m_pageSwitch->addSegment(tr("My apps"));
    m_pageSwitch->setCurrent(0);
    row->addWidget(m_pageSwitch);
    m_publish = new Button({}, u"upload"_s, Button::Variant::Secondary);
    m_publish->setObjectName(u"market.publish"_s);
    row->addWidget(m_publish);
    connect(m_pageSwitch, &SegmentedControl::currentChanged, this, [this](int page) { showPage(Page(page)); });
    connect(m_publish, &Button::clicked, this, &MarketPane::publish);
    m_subtitle->setText(tr("Apps to fork and make your own"));
    return head;
}

QWidget* MarketPane::buildFilters()
{
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(20, 0, 20, 12);
    row->setSpacing(8);
    m_search = new SearchField(tr("Search apps, or paste an id"));
    m_search->setObjectName(u"market.search"_s);
    m_search->setFixedWidth(Theme::of(this).scaled(200));
    row->addWidget(m_search);
    m_tagBox = new QWidget;
    m_tagBox->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_tagRow = new QHBoxLayout(m_tagBox);
    m_tagRow->setContentsMargins(0, 0, 0, 0);
    m_tagRow->setSpacing(8);
    m_tagRow->addStretch();
    m_tagBox->installEventFilter(this);
    row->addWidget(m_tagBox, 1);
    m_order = new QComboBox;
    m_order->setObjectName(u"market.order"_s);
    m_order->setAccessibleName(tr("Order"));
    row->addWidget(m_order);
    auto* again = new IconButton(u"refresh-cw"_s, tr("Reload"));
    again->setObjectName(u"market.reload"_s);
    again->setShortcutHint(u"F5"_s);
    row->addWidget(again);
    connect(again, &QAbstractButton::clicked, this, &MarketPane::reload);
    connect(m_search, &SearchField::searchChanged, this, [this](const QString& text) {
        // A version's id names one app, listed or not ("run402 apps inspect").
        static const QRegularExpression versionId(u"^ver_[0-9]+_[0-9a-f]+$"_s);
        const bool isId = versionId.match(text.trimmed()).hasMatch();
        m_filter.setSearch(isId ? QString() : text);
        showState();
        if (isId)
            showApp(text.trimmed());
    });
    connect(m_order, &QComboBox::activated, this, [this] { m_filter.setOrder(AppFilterModel::Order(m_order->currentData().toInt())); });
    refreshOrders();
    return bar;
}

QWidget* MarketPane::buildApps()
{
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildFilters());
    m_stale = new Banner(Tone::Warning, u"cloud-off"_s, {});
    m_stale->setObjectName(u"market.stale"_s);
    m_stale->setAction(tr("Try again"));
    m_stale->hide();
    connect(m_stale, &Banner::actionTriggered, this, &MarketPane::reload);
    column->addWidget(m_stale);
    m_grid = new CardGrid;
    m_grid->setObjectName(u"market.grid"_s);
    m_grid->setAccessibleName(tr("Apps"));
    m_grid->setModel(&m_filter);
    m_grid->setContextMenuPolicy(Qt::CustomContextMenu);
    m_empty = new EmptyState(u"store"_s, {}, {});
    m_emptyButton = m_empty->addButton(tr("Use a starter"), u"sparkles"_s, true);
    m_emptyButton->setObjectName(u"market.empty"_s);
    m_states = new StateStack(padded(m_grid), m_empty);
    column->addWidget(m_states, 1);
    connect(m_emptyButton, &Button::clicked, this, [this] {
        if (m_apps.rowCount() == 0) {
            showPage(Page::Starters);
            return;
        }
        m_search->clear();
        for (ToggleChip* chip : std::as_const(m_tagChips))
            chip->setChecked(false);
        m_filter.setSearch({});
        tagToggled();
    });
    connect(m_states, &StateStack::actionTriggered, this, [this](const QString& action) {
        if (action.startsWith(u"tier."_s))
            m_actions.open(u"wallet"_s);
        else
            reload();
    });
    connect(m_grid, &CardGrid::currentCardChanged, this, &MarketPane::cardChosen);
    connect(m_grid, &CardGrid::visibleChanged, this, &MarketPane::loadPictures);
    connect(m_grid, &QAbstractItemView::activated, this, &MarketPane::openDetailsAction);
    connect(m_grid, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        if (!m_grid->indexAt(at).isValid() || !chosenApp())
            return;
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(tr("Fork this app"), this, &MarketPane::openDetailsAction)->setEnabled(chosenApp()->forkAllowed);
        menu->addAction(tr("Open the demo"), this, &MarketPane::openDemo)->setEnabled(!chosenApp()->liveUrl.isEmpty());
        menu->addAction(tr("Copy link"), this, [this] { Q_EMIT m_details->copyLinkTriggered(); });
        menu->popup(m_grid->viewport()->mapToGlobal(at));
    });
    return page;
}

QWidget* MarketPane::buildStarters()
{
    m_starterGrid = new CardGrid;
    m_starterGrid->setObjectName(u"market.starters"_s);
    m_starterGrid->setAccessibleName(tr("Starters"));
    m_starterGrid->setModel(&m_starters);
    auto* empty = new EmptyState(u"sparkles"_s, tr("No starters in this build"), tr("The marketplace has apps to fork."));
    m_starterStates = new StateStack(padded(m_starterGrid), empty);
    connect(m_starterGrid, &CardGrid::currentCardChanged, this, &MarketPane::cardChosen);
    connect(m_starterGrid, &QAbstractItemView::activated, this, &MarketPane::openDetailsAction);
    return m_starterStates;
}

void MarketPane::connectFacts()
{
    connect(&m_workspace, &Workspace::connectionChanged, this, &MarketPane::browse);
    connect(&m_workspace, &Workspace::environmentChanged, this, [this] {
        m_apps.setApps({});
        m_readAt = {};
        m_single.reset();
        m_wanted.clear();
        ++m_turn;
        m_loading = false;
        notifyChanged();
        showState();
    });
    for (const auto signal : {&Workspace::currentProjectChanged, &Workspace::connectionChanged, &Workspace::tierChanged})
        connect(&m_workspace, signal, this, &MarketPane::refreshPublish);
    connect(&m_workspace, &Workspace::projectsChanged, this, [this] {
        refreshPublish();
        if (m_page == Page::Mine)
            m_mine->reload();
    });
    connect(&m_thumbnails, &AppThumbnails::ready, this, [this](const QString& id, const QPixmap& picture) {
        m_apps.setPicture(id, picture);
        m_details->refreshPicture();
    });
    connect(m_details, &AppDetails::mainTriggered, this, &MarketPane::openDetailsAction);
    connect(m_details, &AppDetails::demoTriggered, this, &MarketPane::openDemo);
    connect(m_details, &AppDetails::copyLinkTriggered, this, [this] {
        if (const AppVersion* app = chosenApp()) {
            QGuiApplication::clipboard()->setText("run402://app/"_L1 + app->id);
            m_actions.celebrate(tr("Copied the link to %1").arg(app->name));
        }
    });
    connect(m_mine, &MyAppsView::publishRequested, this, &MarketPane::publish);
    connect(m_mine, &MyAppsView::paneRequested, this, m_actions.open);
    connect(m_mine, &MyAppsView::problemRaised, this, m_actions.showProblem);
    connect(m_mine, &MyAppsView::changed, this, &MarketPane::browse);
    connect(m_mine, &MyAppsView::editRequested, this, [this](const AppVersion& v) { openPublishDialog(v.projectId, v.name, v, false); });
    connect(m_mine, &MyAppsView::againRequested, this, [this](const AppVersion& v) { openPublishDialog(v.projectId, v.name, v, true); });
}

bool MarketPane::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_tagBox && event->type() == QEvent::Resize)
        placeTags();
    return QWidget::eventFilter(watched, event);
}

void MarketPane::activated()
{
    if (!m_readAt.isValid() || m_readAt.secsTo(QDateTime::currentDateTimeUtc()) > staleSeconds)
        browse();
    loadPictures();
}

void MarketPane::reload()
{
    if (!m_workspace.isConnected())
        m_workspace.reconnect();
    browse();
    if (m_page == Page::Mine)
        m_mine->reload();
}

void MarketPane::browse()
{
    if (!m_workspace.isConnected() || !m_services.hasSession() || !m_workspace.capabilities().has(Capability::Market)) {
        showState();
        return;
    }
    const int turn = ++m_turn;
    m_loading = true;
    showState();
    m_services.market().browse({})->onDone(this, [this, turn](const Result<QList<AppVersion>>& r) {
        if (turn == m_turn)
            browsed(r);
    });
}

void MarketPane::browsed(const Result<QList<AppVersion>>& apps)
{
    m_loading = false;
    if (!apps.ok()) {
        m_problem = apps.error();
        showState();
        return;
    }
    m_problem.reset();
    m_readAt = QDateTime::currentDateTimeUtc();
    const AppVersion* chosen = m_page == Page::Apps ? chosenApp() : nullptr;
    const QString keep = m_wanted.isEmpty() && chosen ? chosen->id : m_wanted;
    QSet<QString> own;
    for (const Project& p : m_workspace.projects().value.value_or(QList<Project>()))
        own << p.id;
    m_apps.setOwnProjects(own);
    m_apps.setApps(*apps);
    m_search->setPlaceholderText(tr("Search %1 apps").arg(apps->size()));
    refreshTags();
    refreshOrders();
    showState();
    if (!keep.isEmpty() && m_page == Page::Apps)
        showApp(keep);
    notifyChanged();
    loadPictures();
}

void MarketPane::loadStarters()
{
    struct Loaded { QList<Starter> starters; QHash<QString, QImage> pictures; };
    onWorker(this, [catalog = m_catalog] {
        Loaded loaded{catalog.list(), {}};
        for (const Starter& s : std::as_const(loaded.starters)) {
            if (const QImage picture(catalog.thumbnailFile(s.slug)); !picture.isNull())
                loaded.pictures.insert(s.slug, picture.width() > 640 ? picture.scaledToWidth(640, Qt::SmoothTransformation) : picture);
        }
        return loaded;
    }, [this](const Loaded& loaded) {
        m_starters.setStarters(loaded.starters);
        for (auto it = loaded.pictures.cbegin(); it != loaded.pictures.cend(); ++it)
            m_starters.setPicture(it.key(), QPixmap::fromImage(*it));
        if (loaded.starters.isEmpty())
            m_starterStates->showEmpty();
        else
            m_starterStates->showContent();
        if (m_page == Page::Starters && !m_wanted.isEmpty())
            showStarter(m_wanted, m_useWanted);
    });
}

} // namespace run402
