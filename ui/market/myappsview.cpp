// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/market/myappsview.h"

#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/chip.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/emptystate.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/statestack.h"
#include "ui/market/markettext.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QScrollArea>
#include <QVBoxLayout>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {
constexpr int mostProjects = 60; // one request each
}

MyAppsView::MyAppsView(Services& services, QWidget* parent) : QWidget(parent), m_services(services)
{
    setObjectName(u"market.mine"_s);
    auto* empty = new EmptyState(u"upload"_s, tr("Nothing published yet"),
                                 tr("Publish a project, and others can look at it and make their own copy. Your data stays yours: only the rows you choose go along."));
    Button* publish = empty->addButton(tr("Publish this project"), u"upload"_s, true);
    publish->setObjectName(u"market.mine.publish"_s);
    connect(publish, &Button::clicked, this, &MyAppsView::publishRequested);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    auto* page = new QWidget;
    page->setProperty("surface", true);
    m_column = new QVBoxLayout(page);
    m_column->setContentsMargins(20, 2, 20, 16);
    m_column->setSpacing(12);
    m_column->addStretch();
    scroll->setWidget(page);
    m_states = new StateStack(scroll, empty);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_states);
    connect(m_states, &StateStack::actionTriggered, this, [this](const QString& action) {
        if (action.startsWith(u"tier."_s))
            Q_EMIT paneRequested(u"wallet"_s);
        else
            reload();
    });
}

void MyAppsView::reload()
{
    const int turn = ++m_turn;
    m_left.clear();
    m_versions.clear();
    m_problem.reset();
    m_unread = 0;
    const auto& projects = m_services.workspace().projects();
    for (const Project& p : projects.value.value_or(QList<Project>())) {
        if (p.keysKnown && m_left.size() < mostProjects)
            m_left << p.id;
    }
    if (projects.problem && !projects.value) {
        m_states->showProblem(*projects.problem);
        return;
    }
    if (!m_left.isEmpty())
        m_states->showLoading(tr("Reading what you published"), u"GET /projects/v1/admin/…/versions"_s);
    readNext(turn);
}

void MyAppsView::readNext(int turn)
{
    if (turn != m_turn)
        return;
    if (m_left.isEmpty() || !m_services.hasSession()) {
        show();
        return;
    }
    m_services.market().versions(m_left.takeFirst())->onDone(this, [this, turn](const Result<QList<AppVersion>>& r) {
        if (turn != m_turn)
            return;
        if (r.ok()) {
            m_versions << *r;
        } else {
            ++m_unread;
            m_problem = r.error();
        }
        readNext(turn);
    });
}

void MyAppsView::show()
{
    delete m_rows;
    m_rows = new QWidget;
    m_rows->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto* rows = new QVBoxLayout(m_rows);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(12);
    if (m_versions.isEmpty()) {
        if (m_problem)
            m_states->showProblem(*m_problem);
        else
            m_states->showEmpty();
        return;
    }
    if (m_unread > 0) {
        auto* banner = new Banner(Tone::Warning, u"triangle-alert"_s, {});
        banner->setText(problemWords(*m_problem).title, tr("%n project(s) could not be asked.", nullptr, m_unread));
        rows->addWidget(banner);
    }
    for (const AppVersion& v : std::as_const(m_versions))
        rows->addWidget(makeRow(v));
    m_column->insertWidget(0, m_rows);
    m_states->showContent();
}

QWidget* MyAppsView::makeRow(const AppVersion& v)
{
    auto* card = new Card;
    card->setObjectName("market.mine."_L1 + v.name);
    card->body()->setContentsMargins(16, 12, 12, 12);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    auto* words = new QVBoxLayout;
    words->setSpacing(3);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    auto* name = new ElidedLabel(v.name.isEmpty() ? v.id : v.name, Theme::Font::Subtitle);
    name->setTextFormat(Qt::PlainText);
    head->addWidget(name);
    head->addWidget(new Chip(tr("v%1").arg(v.version), Tone::Outline));
    head->addWidget(new Chip(MarketText::visibility(v.visibility), v.visibility == "public"_L1 ? Tone::Success : Tone::Neutral));
    head->addWidget(new Chip(v.forkAllowed ? tr("May be forked") : tr("No copies"), v.forkAllowed ? Tone::Info : Tone::Neutral));
    head->addStretch(1);
    words->addLayout(head);
    QStringList facts{v.projectId};
    if (v.createdAt.isValid())
        facts << tr("published %1").arg(QLocale().toString(v.createdAt.toLocalTime(), QLocale::ShortFormat));
    if (!v.tags.isEmpty())
        facts << v.tags.join(u", "_s);
    for (const auto& [text, ink] : {std::pair{v.description.left(300).simplified(), "text.secondary"}, std::pair{facts.join(u" · "_s), "text.muted"}}) {
        auto* label = new ElidedLabel(text, Theme::Font::Small, ink);
        label->setTextFormat(Qt::PlainText);
        label->setVisible(!text.isEmpty());
        words->addWidget(label);
    }
    row->addLayout(words, 1);
    auto* edit = new Button(tr("Change"));
    edit->setObjectName("market.edit."_L1 + v.name);
    auto* again = new Button(tr("Publish again, free"));
    again->setObjectName("market.again."_L1 + v.name);
    auto* remove = new Button(tr("Withdraw"), Button::Variant::Danger);
    remove->setObjectName("market.withdraw."_L1 + v.name);
    for (Button* b : {edit, again, remove}) {
        b->setSize(Button::Size::Small);
        row->addWidget(b, 0, Qt::AlignVCenter);
    }
    connect(edit, &Button::clicked, this, [this, v] { Q_EMIT editRequested(v); });
    connect(again, &Button::clicked, this, [this, v] { Q_EMIT againRequested(v); });
    connect(remove, &Button::clicked, this, [this, v] { askWithdraw(v); });
    card->body()->addLayout(row);
    return card;
}

void MyAppsView::askWithdraw(const AppVersion& v)
{
    ConfirmDialog::Options options;
    options.title = tr("Withdraw the app %1?").arg(v.name);
    options.text = tr("Nobody can find or fork it any more. Your project and copies made before stay as they are. Type its name to go on.");
    options.accept = tr("Withdraw app");
    options.dangerous = true;
    options.typeName = v.name.isEmpty() ? v.id : v.name;
    ConfirmDialog::ask(this, options, this, [this, v] {
        if (!m_services.hasSession())
            return;
        m_services.market().withdraw(v.projectId, v.id)->onDone(this, [this, v](const Result<Done>& r) {
            if (!r.ok()) {
                Q_EMIT problemRaised(r.error());
            } else {
                m_services.workspace().record(u"market"_s, tr("Withdrew the app %1").arg(v.name), {{u"version"_s, v.id}});
                Q_EMIT changed();
            }
            reload();
        });
    });
}

} // namespace run402
