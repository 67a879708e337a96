// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/agents/agentsdock.h"

#include "models/domain/amount.h"
#include "services/agentwatch/agentwatch.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/button.h"
#include "ui/common/emptystate.h"
#include "ui/common/grid.h"
#include "ui/common/label.h"
#include "ui/common/maskedtable.h"
#include "ui/common/moneymask.h"

#include <QHBoxLayout>
#include <QShowEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kSeenMs = 1'500;

} // namespace

AgentsDock::AgentsDock(Services& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_model(this), m_stack(new QStackedWidget), m_empty(new EmptyState(u"bot"_s, {}, {})),
      m_link(m_empty->addButton(tr("Share with the CLI"), u"bot"_s, true)), m_view(new GridView),
      m_summary(new Label({}, Theme::Font::Small, "text.secondary")), m_go(new Button(tr("Go there"), u"arrow-right"_s, Button::Variant::Ghost))
{
    setObjectName(u"dock.agents"_s);
    m_link->setObjectName(u"agents.link"_s);
    m_view->setObjectName(u"dock.agents.grid"_s);
    m_view->setAccessibleName(tr("What your agents did"));
    m_view->setModel(new MaskedTable(&m_model, {AgentModel::Cost}, m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->verticalHeader()->hide();
    m_view->setColumnWidth(AgentModel::When, 150);
    m_view->setColumnWidth(AgentModel::Where, 200);
    m_view->setColumnWidth(AgentModel::Cost, 110);
    m_view->setColumnWidth(AgentModel::News, 130);
    m_view->horizontalHeader()->setSectionResizeMode(AgentModel::What, QHeaderView::Stretch);
    m_summary->setObjectName(u"agents.summary"_s);
    m_go->setObjectName(u"agents.go"_s);
    m_go->setSize(Button::Size::Small);
    auto* now = new Button(tr("Look now"), u"refresh-cw"_s, Button::Variant::Ghost);
    now->setObjectName(u"agents.look"_s);
    now->setSize(Button::Size::Small);
    auto* feed = new QWidget;
    auto* column = new QVBoxLayout(feed);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* tools = new QHBoxLayout;
    tools->setContentsMargins(12, 4, 12, 4);
    tools->addWidget(m_summary, 1);
    tools->addWidget(m_go);
    tools->addWidget(now);
    column->addLayout(tools);
    column->addWidget(m_view, 1);
    m_stack->addWidget(feed);
    m_stack->addWidget(m_empty);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    m_seen.setSingleShot(true);
    m_seen.setInterval(kSeenMs);
    connect(&m_seen, &QTimer::timeout, this, [this] { m_services.agents().markLooked(); });
    connect(now, &Button::clicked, &services.agents(), &AgentWatch::look);
    connect(m_go, &Button::clicked, this, [this] { follow(m_view->currentIndex()); });
    connect(m_link, &Button::clicked, this, &AgentsDock::linkRequested);
    connect(m_view, &QAbstractItemView::activated, this, &AgentsDock::follow);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& index) { m_go->setEnabled(index.isValid()); });
    connect(&services.agents(), &AgentWatch::changed, this, &AgentsDock::refresh);
    connect(&services.workspace(), &Workspace::projectsChanged, this, &AgentsDock::refresh);
    connect(&services.workspace(), &Workspace::environmentChanged, this, &AgentsDock::refresh);
    connect(&services.budgets(), &BudgetStore::changed, this, &AgentsDock::refresh);
    connect(&MoneyMask::of(this), &MoneyMask::changed, this, &AgentsDock::showSummary);
    refresh();
}

QString AgentsDock::projectName(const QString& id) const
{
    for (const Project& p : m_services.workspace().projects().value.value_or(QList<Project>())) {
        if (p.id == id && !p.name.isEmpty())
            return p.name;
    }
    return id;
}

void AgentsDock::refresh()
{
    const AgentWatch& watch = m_services.agents();
    const AgentBook::Feed& feed = watch.feed();
    m_model.setFeed(feed.acts, m_newsFrom >= 0 ? m_newsFrom : feed.lookedAt, [this](const QString& id) { return projectName(id); });
    m_go->setEnabled(false);
    if (!watch.isOn())
        m_empty->setTexts(u"bot"_s, tr("See what your agents do"),
                          tr("Shared with the run402 CLI, this window lists their projects, deployments, tiers and spending."));
    else
        m_empty->setTexts(u"bot"_s, tr("Nothing by agents yet"), tr("What they make, deploy, pay or delete from now on is listed here."));
    m_link->setVisible(!watch.isOn());
    m_stack->setCurrentIndex(watch.isOn() && !feed.acts.isEmpty() ? 0 : 1);
    showSummary();
    Q_EMIT unreadChanged(feed.unread);
    if (isVisible() && feed.unread > 0)
        m_seen.start();
    const Environment environment = m_services.workspace().environment();
    m_services.budgets().view(environment)->onDone(this, [this](const Result<BudgetView>& view) {
        if (view.ok())
            m_budget = *view;
        showSummary();
    });
}

void AgentsDock::showSummary()
{
    const AgentWatch& watch = m_services.agents();
    const AgentBook::Feed& feed = watch.feed();
    const qint64 from = m_newsFrom >= 0 ? m_newsFrom : feed.lookedAt;
    const int news = int(std::count_if(feed.acts.cbegin(), feed.acts.cend(), [from](const AgentAct& a) { return a.id > from; }));
    const bool real = m_services.workspace().environment() == Environment::Mainnet;
    const qint64 cap = real ? m_budget.realBudget.perMonthMicros : m_budget.budget.perMonthMicros;
    const auto dollars = [](qint64 micros) { return Amount::fromMicros(micros).toDollarText(); };
    const QString theirs = MoneyMask::of(this).shown(dollars(watch.spentThisMonth()));
    const QString spent = cap > 0 ? tr("Agents spent %1 this month; your budget here is %2.").arg(theirs, dollars(cap))
                                  : tr("Agents spent %1 this month.").arg(theirs);
    m_summary->setText((news > 0 ? tr("%n new thing(s) since you last looked.", nullptr, news) : tr("Nothing new since you last looked.")) + u' ' + spent);
    m_summary->setToken(cap > 0 && watch.spentThisMonth() > cap ? "warning.text" : "text.secondary");
}

void AgentsDock::follow(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    const AgentAct act = m_model.act(index.row());
    const auto projects = m_services.workspace().projects().value.value_or(QList<Project>());
    const bool there = std::any_of(projects.cbegin(), projects.cend(), [&](const Project& p) { return p.id == act.projectId; });
    if (there)
        m_services.workspace().setCurrentProject(act.projectId);
    Q_EMIT openRequested(AgentModel::target(act));
}

void AgentsDock::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_newsFrom = m_services.agents().feed().lookedAt;
    m_services.agents().lookIfDue();
    refresh();
}

void AgentsDock::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_seen.stop();
    m_newsFrom = -1;
}

} // namespace run402
