// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/market/marketpane.h"

#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/emptystate.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/statestack.h"
#include "ui/common/togglechip.h"
#include "ui/common/writeblock.h"
#include "ui/market/appdetails.h"
#include "ui/market/cardgrid.h"
#include "ui/market/forkdialog.h"
#include "ui/market/myappsview.h"
#include "ui/market/publishdialog.h"
#include "ui/market/starterdialog.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QStackedWidget>

#include <algorithm>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {
constexpr int mostTagChips = 7;
}

void MarketPane::showState()
{
    m_stale->hide();
    std::optional<Problem> problem = m_problem;
    if (!m_workspace.isConnected())
        problem = m_workspace.connectionProblem();
    if (m_apps.rowCount() > 0) { // what was read stays readable
        if (problem) {
            m_stale->setText(tr("What is shown was read at %1.").arg(QLocale().toString(m_readAt.toLocalTime().time(), QLocale::ShortFormat)),
                             problemWords(*problem).title);
            m_stale->show();
        }
        if (m_filter.rowCount() > 0) {
            m_states->showContent();
            return;
        }
        m_empty->setTexts(u"search"_s, tr("No app fits"), tr("Fewer words or tags find more."));
        m_emptyButton->setText(tr("Show all apps"));
        m_emptyButton->setIconName(u"x"_s);
        m_states->showEmpty();
    } else if (m_loading) {
        m_states->showLoading(tr("Reading the marketplace"), u"GET /apps/v1"_s);
    } else if (problem) {
        m_states->showProblem(*problem, u"GET /apps/v1"_s);
    } else if (!m_workspace.isConnected()) {
        m_states->showLoading(tr("Connecting"));
    } else {
        const bool has = m_workspace.capabilities().has(Capability::Market);
        m_empty->setTexts(u"store"_s, has ? tr("Nothing published here yet") : tr("No marketplace here"),
                          has ? tr("Start from one of the starters, or publish a project of yours.") : m_workspace.capabilities().whyNot(Capability::Market));
        m_emptyButton->setText(tr("Use a starter"));
        m_emptyButton->setIconName(u"sparkles"_s);
        m_states->showEmpty();
    }
}

void MarketPane::refreshTags()
{
    const QStringList chosen = m_filter.tags();
    QStringList tags = m_apps.popularTags(mostTagChips);
    for (const QString& tag : chosen) {
        if (!tags.contains(tag))
            tags.prepend(tag);
    }
    QStringList shown;
    for (const ToggleChip* chip : std::as_const(m_tagChips))
        shown << chip->property("tag").toString();
    if (shown == tags)
        return;
    qDeleteAll(m_tagChips);
    m_tagChips.clear();
    for (const QString& tag : std::as_const(tags)) {
        auto* chip = new ToggleChip(tag.left(30));
        chip->setProperty("tag", tag);
        chip->setObjectName("market.tag."_L1 + tag);
        chip->setChecked(chosen.contains(tag));
        connect(chip, &QAbstractButton::toggled, this, &MarketPane::tagToggled);
        m_tagRow->insertWidget(m_tagRow->count() - 1, chip);
        m_tagChips << chip;
    }
    placeTags();
}

void MarketPane::placeTags()
{
    int x = 0;
    for (ToggleChip* chip : std::as_const(m_tagChips)) {
        x += chip->sizeHint().width();
        chip->setVisible(chip->isChecked() || x <= m_tagBox->width());
        x += m_tagRow->spacing();
    }
}

void MarketPane::refreshOrders()
{
    using Order = AppFilterModel::Order;
    const int count = m_apps.tellsForks() ? 5 : 4;
    if (m_order->count() == count)
        return;
    const int now = m_order->currentData().toInt();
    m_order->clear();
    m_order->addItem(tr("Newest"), int(Order::Newest));
    m_order->addItem(tr("Name"), int(Order::Name));
    m_order->addItem(tr("Most tables"), int(Order::Tables));
    m_order->addItem(tr("Smallest site"), int(Order::Smallest));
    if (m_apps.tellsForks())
        m_order->addItem(tr("Most forked"), int(Order::Forks));
    m_order->setCurrentIndex(std::max(0, m_order->findData(now)));
}

void MarketPane::tagToggled()
{
    QStringList tags;
    for (const ToggleChip* chip : std::as_const(m_tagChips)) {
        if (chip->isChecked())
            tags << chip->property("tag").toString();
    }
    m_filter.setTags(tags);
    showState();
}

void MarketPane::refreshPublish()
{
    const auto project = m_workspace.currentProject();
    m_publish->setText(project ? tr("Publish %1").arg(project->name.left(30)) : tr("Publish as app"));
    QString why = writeBlock(m_workspace, Capability::Market);
    if (why.isEmpty() && project && !project->keysKnown)
        why = tr("The keys of this project are not on this computer");
    m_publish->setEnabled(project && why.isEmpty());
    m_publish->setToolTip(why);
}

void MarketPane::showPage(Page page)
{
    m_page = page;
    m_pageSwitch->setCurrent(int(page));
    m_pages->setCurrentIndex(int(page));
    m_subtitle->setText(page == Page::Apps       ? tr("Apps to fork and make your own")
                        : page == Page::Starters ? tr("Finished apps, yours with one click")
                                                 : tr("What you have published"));
    if (page == Page::Mine)
        m_mine->reload();
    cardChosen();
}

const AppVersion* MarketPane::chosenApp() const
{
    if (m_page != Page::Apps)
        return nullptr;
    if (m_single)
        return &*m_single;
    const QModelIndex at = m_grid->currentIndex();
    return at.isValid() ? &m_apps.app(m_filter.mapToSource(at).row()) : nullptr;
}

const Starter* MarketPane::chosenStarter() const
{
    const QModelIndex at = m_starterGrid->currentIndex();
    return m_page == Page::Starters && at.isValid() ? &m_starters.starter(at.row()) : nullptr;
}

void MarketPane::cardChosen()
{
    if (m_grid->currentIndex().isValid())
        m_single.reset();
    if (const AppVersion* app = chosenApp())
        m_details->showApp(m_single ? QModelIndex() : m_grid->currentIndex(), *app, m_apps.isOwn(*app));
    else if (const Starter* starter = chosenStarter())
        m_details->showStarter(m_starterGrid->currentIndex(), *starter);
    notifyChanged();
}

QWidget* MarketPane::inspectorWidget()
{
    return chosenApp() || chosenStarter() ? m_details : nullptr;
}

QString MarketPane::inspectorTitle() const
{
    if (const AppVersion* app = chosenApp())
        return app->name.isEmpty() ? app->id : app->name;
    const Starter* starter = chosenStarter();
    return starter ? starter->title : QString();
}

void MarketPane::loadPictures()
{
    if (m_page != Page::Apps || !isVisible())
        return;
    m_thumbnails.forgetWaiting();
    const QModelIndexList cards = m_grid->visibleCards();
    for (const QModelIndex& card : cards) {
        const QUrl live(card.data(AppCardRole::Address).toString());
        if (!live.isEmpty() && !card.data(AppCardRole::Picture).isValid())
            m_thumbnails.want(card.data(AppCardRole::Id).toString(), m_workspace.openable(live));
    }
}

void MarketPane::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_thumbnails.forgetWaiting();
}

void MarketPane::openDetailsAction()
{
    if (const AppVersion* app = chosenApp(); app && app->forkAllowed)
        openForkDialog(*app);
    else if (const Starter* starter = chosenStarter())
        openStarterDialog(*starter);
}

void MarketPane::openDemo()
{
    if (const AppVersion* app = chosenApp())
        m_actions.preview(QUrl(app->liveUrl));
}

void MarketPane::showApp(const QString& versionId)
{
    if (m_page != Page::Apps)
        showPage(Page::Apps);
    m_wanted = versionId;
    for (int row = 0; row < m_filter.rowCount(); ++row) {
        const QModelIndex at = m_filter.index(row, 0);
        if (at.data(AppCardRole::Id).toString() != versionId)
            continue;
        m_wanted.clear();
        m_grid->setCurrentIndex(at);
        m_grid->scrollTo(at);
        return;
    }
    if (m_loading || !m_services.hasSession() || !m_workspace.isConnected())
        return; // looked for again when the list is there
    m_wanted.clear();
    m_services.market().inspect(versionId)->onDone(this, [this](const Result<AppVersion>& r) {
        if (!r.ok()) {
            m_actions.showProblem(r.error());
            return;
        }
        m_grid->setCurrentIndex({});
        m_single = *r;
        cardChosen();
    });
}

void MarketPane::fork(const QString& versionId)
{
    showApp(versionId);
    openDetailsAction();
}

void MarketPane::showStarter(const QString& slug, bool use)
{
    if (m_page != Page::Starters)
        showPage(Page::Starters);
    const int row = m_starters.rowOf(slug);
    m_wanted = row < 0 ? slug : QString();
    m_useWanted = use && row < 0;
    if (row < 0)
        return;
    m_starterGrid->setCurrentIndex(m_starters.index(row));
    m_starterGrid->scrollTo(m_starters.index(row));
    if (use)
        openStarterDialog(m_starters.starter(row));
}

void MarketPane::openForkDialog(const AppVersion& app)
{
    auto* dialog = new ForkDialog(m_services, app, this);
    connect(dialog, &ForkDialog::paneRequested, dialog, m_actions.open);
    connect(dialog, &ForkDialog::previewRequested, dialog, m_actions.preview);
    dialog->open();
}

void MarketPane::openStarterDialog(const Starter& starter)
{
    auto* dialog = new StarterDialog(m_services, m_catalog, starter, this);
    connect(dialog, &StarterDialog::paneRequested, dialog, m_actions.open);
    connect(dialog, &StarterDialog::previewRequested, dialog, m_actions.preview);
    dialog->open();
}

void MarketPane::publish()
{
    const auto project = m_workspace.currentProject();
    if (!project || !project->keysKnown)
        return;
    openPublishDialog(project->id, project->name, std::nullopt, true);
}

void MarketPane::openPublishDialog(const QString& projectId, const QString& name, const std::optional<AppVersion>& existing, bool again)
{
    auto* dialog = new PublishDialog(m_services, projectId, name, existing, again, this);
    connect(dialog, &PublishDialog::paneRequested, dialog, m_actions.open);
    connect(dialog, &PublishDialog::published, this, [this](const AppVersion& v) {
        m_actions.celebrate(tr("%1 is published as version %2").arg(v.name).arg(v.version));
        browse();
        showPage(Page::Mine);
    });
    dialog->open();
}

} // namespace run402
