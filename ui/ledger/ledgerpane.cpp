// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ledger/ledgerpane.h"

#include "models/item/paymentlistmodel.h"
#include "services/ledger/ledgerbook.h"
#include "services/pay/clock.h"
#include "services/pay/reconciler.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/moneymask.h"
#include "ui/common/problemtext.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/toast.h"
#include "ui/ledger/inboxview.h"
#include "ui/ledger/inboxwords.h"
#include "ui/ledger/ledgerexport.h"
#include "ui/ledger/ledgerview.h"
#include "ui/ledger/monthsview.h"
#include "ui/ledger/totalsstrip.h"
#include "ui/shell/doctoolbar.h"
#include "ui/wallet/walletfacts.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QShowEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kInboxRows = 40;

QString clock(const QDateTime& at) { return QLocale(QLocale::English).toString(at.toLocalTime(), u"d MMM HH:mm"_s); }

} // namespace

LedgerPane::LedgerPane(Services& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_book(services.ledger()), m_totals(new TotalsStrip), m_stack(new QStackedWidget), m_view(new LedgerView),
      m_inbox(new InboxView), m_months(new MonthsView), m_toasts(new ToastStack(this))
{
    setObjectName(u"ledger"_s);
    setProperty("surface", true);
    buildToolBar();
    build();
    connectFacts();
    refresh();
    refreshState();
    loadInbox();
}

void LedgerPane::buildToolBar()
{
    m_bar = new DocToolBar(this);
    m_pages = new SegmentedControl;
    m_pages->setObjectName(u"ledger.pages"_s);
    m_pages->setAccessibleName(tr("Part of the ledger"));
    m_pages->addSegment(tr("Ledger"), u"receipt-text"_s);
    m_pages->addSegment(tr("Inbox"), u"inbox"_s);
    m_pages->addSegment(tr("Months"), u"chart-column"_s);
    m_pages->setCurrent(Rows);
    m_pages->setSmall(true);
    m_search = new SearchField(tr("Amount, project, transaction, note"));
    m_search->setObjectName(u"ledger.search"_s);
    m_search->setAccessibleName(tr("Search the ledger"));
    m_search->setFixedWidth(Theme::of(this).scaled(300));
    m_reload = new Button(tr("Read again"), u"refresh-cw"_s, Button::Variant::Ghost);
    m_reload->setObjectName(u"ledger.reload"_s);
    m_csv = new Button(tr("CSV"), u"download"_s, Button::Variant::Secondary);
    m_csv->setObjectName(u"ledger.csv"_s);
    m_csv->setAccessibleName(tr("Save the shown rows as a CSV file"));
    m_bar->add(m_pages);
    m_bar->addStretch();
    m_bar->add(m_search);
    m_bar->add(m_reload);
    m_bar->add(m_csv);
    connect(m_pages, &SegmentedControl::currentChanged, this, &LedgerPane::setPage);
    connect(m_search, &SearchField::searchChanged, this, [this](const QString& text) {
        m_view->setSearch(text);
        if (!text.isEmpty())
            setPage(Rows);
    });
    connect(m_reload, &Button::clicked, &m_book, &LedgerBook::refresh);
    connect(m_csv, &Button::clicked, this, &LedgerPane::exportRows);
}

void LedgerPane::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 14, 20, 10);
    column->setSpacing(10);
    m_trouble = new Banner(Tone::Warning, u"triangle-alert"_s, {}, this);
    m_trouble->setObjectName(u"ledger.trouble"_s);
    m_trouble->setAction(tr("Try again"));
    m_trouble->setBoxed(true);
    m_open = new Banner(Tone::Warning, u"circle-help"_s, {}, this);
    m_open->setObjectName(u"ledger.open"_s);
    m_open->setAction(tr("Show"));
    m_open->setBoxed(true);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_inbox);
    m_stack->addWidget(m_months);
    for (Banner* banner : {m_trouble, m_open}) {
        banner->hide();
        column->addWidget(banner);
    }
    column->addWidget(m_totals);
    column->addWidget(m_stack, 1);
    column->addWidget(buildFoot());
    connect(m_trouble, &Banner::actionTriggered, &m_book, &LedgerBook::refresh);
    connect(m_open, &Banner::actionTriggered, this, [this] { setPage(Inbox); });
}

QWidget* LedgerPane::buildFoot()
{
    auto* foot = new QWidget;
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(2, 0, 2, 0);
    row->setSpacing(10);
    m_count = new Label({}, Theme::Font::CaptionPlain, "text.muted");
    m_count->setObjectName(u"ledger.count"_s);
    m_reach = new ElidedLabel({}, Theme::Font::CaptionPlain, "text.muted");
    m_reach->setObjectName(u"ledger.reach"_s);
    m_further = new LinkLabel(tr("Look further back"));
    m_further->setObjectName(u"ledger.further"_s);
    row->addWidget(m_count);
    row->addWidget(m_reach, 1);
    row->addWidget(m_further);
    connect(m_further, &LinkLabel::clicked, &m_book, &LedgerBook::lookFurtherBack);
    return foot;
}

void LedgerPane::connectFacts()
{
    connect(&m_book, &LedgerBook::changed, this, &LedgerPane::refresh);
    connect(&m_book, &LedgerBook::readingChanged, this, &LedgerPane::refreshState);
    connect(&m_book, &LedgerBook::unresolvedChanged, this, [this] {
        refreshState();
        loadInbox();
    });
    connect(&m_services.workspace(), &Workspace::connectionChanged, this, [this] {
        if (isVisible())
            m_book.refresh();
    });
    connect(&MoneyMask::of(this), &MoneyMask::changed, this, [this] {
        m_totals->setTotals(m_book.ledger()->totals, m_book.rails());
        m_inbox->forget();
        loadInbox();
    });
    connect(m_view, &LedgerView::noteChanged, this, [this](const QString& id, const LedgerNote& note) {
        m_book.setNote(id, note)->onDone(this, [this](const Result<Done>& r) {
            if (!r.ok())
                m_toasts->push({Tone::Danger, {}, problemWords(r.error()).title, {}, {}, {}});
        });
    });
    connect(m_view, &LedgerView::shownChanged, this, [this](int rows) {
        m_count->setText(tr("%n row(s)", nullptr, rows));
        m_csv->setEnabled(rows > 0);
    });
    connect(m_inbox, &InboxView::checkRequested, this, &LedgerPane::check);
    m_inbox->setPrices([this](qint64 micros) {
        const Workspace& facts = m_services.workspace();
        return priceWords(micros, facts.balances().value.value_or(QList<RailBalance>()), facts.environment());
    });
    connect(m_inbox, &InboxView::retryRequested, this, &LedgerPane::retry);
    connect(m_inbox, &InboxView::rowRequested, this, [this](const QString& id) {
        m_search->clear();
        setPage(Rows);
        m_view->choose(id);
    });
    connect(m_months, &MonthsView::monthActivated, this, [this](const QDate& month) {
        LedgerFilter filter;
        filter.month = month;
        m_view->setFilter(filter);
        setPage(Rows);
    });
}

QWidget* LedgerPane::toolbar() { return m_bar; }

void LedgerPane::activated() { m_book.refresh(); }

void LedgerPane::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!event->spontaneous())
        m_book.refresh();
}

QJsonObject LedgerPane::saveState() const
{
    return {{u"page"_s, m_pages->current()}, {u"search"_s, m_search->text()}};
}

void LedgerPane::restoreState(const QJsonObject& state)
{
    setPage(qBound(int(Rows), state.value(u"page"_s).toInt(), int(Months)));
    m_search->setText(state.value(u"search"_s).toString());
}

void LedgerPane::showPage(const QString& page) { setPage(page == "inbox"_L1 ? Inbox : page == "months"_L1 ? Months : Rows); }

void LedgerPane::setPage(int page)
{
    m_pages->setCurrent(page);
    m_stack->setCurrentIndex(page);
    refreshState();
}

void LedgerPane::refresh()
{
    const auto ledger = m_book.ledger();
    m_view->setLedger(ledger);
    m_totals->setTotals(ledger->totals, m_book.rails());
    m_months->setMonths(ledger->months, m_services.workspace().isSandbox());
    refreshState();
    loadInbox();
}

void LedgerPane::refreshState()
{
    m_reload->setBusy(m_book.isReading());
    const auto& problem = m_book.problem();
    m_trouble->setVisible(problem.has_value());
    if (problem)
        m_trouble->setText(tr("What is shown is what was read last."), problemWords(*problem).title);
    const int open = int(m_book.unresolved().size());
    m_pages->setSegmentText(Inbox, open > 0 ? tr("Inbox %1").arg(open) : tr("Inbox"));
    m_pages->setSegmentDot(Inbox, open > 0 ? "warning.text" : QByteArray());
    m_open->setVisible(open > 0 && m_stack->currentIndex() != Inbox);
    m_open->setText(tr("The inbox says what is known and what to do."), tr("%n payment(s) without an outcome.", nullptr, open));
    QStringList reach;
    bool whole = true;
    for (const RailReach& r : m_book.rails()) {
        if (r.rail == Rail::Credit)
            continue;
        MoneyMove like;
        like.rail = r.rail;
        if (r.since.isValid()) {
            reach << tr("%1 back to %2").arg(PaymentListModel::railWords(like), QLocale(QLocale::English).toString(r.since.toLocalTime(), u"d MMM yyyy HH:mm"_s));
            whole = whole && r.opening.value_or(1) == 0;
        }
        if (!r.problemCode.isEmpty() && r.problemCode != "chain.no_node"_L1) {
            reach << tr("%1 not read: %2").arg(PaymentListModel::railWords(like), problemWords(Problem::make(Problem::Kind::Network, r.problemCode, {})).title);
            whole = false;
        }
    }
    m_reach->setText(reach.isEmpty() ? QString() : tr("Chains were looked through: %1").arg(reach.join(u", "_s)));
    m_further->setVisible(m_book.hasRead() && !whole);
    m_further->setEnabled(!m_book.isReading());
}

void LedgerPane::loadInbox()
{
    PaymentJournal::Filter filter;
    if (m_services.workspace().isSandbox())
        filter.environment = environmentId(Environment::Sandbox);
    filter.limit = kInboxRows;
    const int load = ++m_inboxLoads;
    m_services.journal().list(filter)->onDone(this, [this, load](const Result<QList<Payment>>& r) {
        if (load != m_inboxLoads || !r.ok())
            return;
        m_payments = *r;
        if (!m_services.workspace().isSandbox())
            m_payments.removeIf([](const Payment& p) { return p.environment == "sandbox"_L1; });
        for (const Payment& open : m_book.unresolved()) { // however old
            const bool listed = std::any_of(m_payments.cbegin(), m_payments.cend(), [&](const Payment& p) { return p.id == open.id; });
            if (!listed)
                m_payments << open;
        }
        m_inbox->setPayments(m_payments, m_services.clock().now());
    });
}

void LedgerPane::check()
{
    if (!m_services.hasSession())
        return;
    m_inbox->setChecking(true);
    m_services.reconciler().run()->onDone(this, [this](const Result<QList<Payment>>& r) {
        m_inbox->setChecking(false);
        if (!r.ok() && r.error().code != "payment.reconciling"_L1)
            m_toasts->push({Tone::Danger, {}, problemWords(r.error()).title, {}, {}, {}});
        else if (r.ok())
            m_toasts->push({r->isEmpty() ? Tone::Info : Tone::Success, {},
                            r->isEmpty() ? tr("Nothing proves an outcome yet") : tr("%n payment(s) resolved", nullptr, int(r->size())), {}, {}, {}});
        m_book.refresh();
    });
}

void LedgerPane::retry(const QString& paymentId)
{
    const auto payment = std::find_if(m_payments.cbegin(), m_payments.cend(), [&](const Payment& p) { return p.id == paymentId; });
    if (payment == m_payments.cend() || !m_services.hasSession())
        return;
    m_inbox->setBusy(paymentId, true);
    m_inbox->setAnswer(paymentId, {});
    m_services.reconciler().mayRetry(*payment)->onDone(this, [this, payment = *payment](const Result<RetryDecision>& r) {
        m_inbox->setBusy(payment.id, false);
        if (r.ok())
            decided(payment, *r);
        else
            m_inbox->setAnswer(payment.id, problemWords(r.error()).title);
    });
}

void LedgerPane::decided(const Payment& payment, const RetryDecision& decision)
{
    using Verdict = RetryDecision::Verdict;
    switch (decision.verdict) {
    case Verdict::Allowed: payAgain(payment); break;
    case Verdict::NotYet:
        m_inbox->setAnswer(payment.id, tr("Not yet: until %1 the first signature could still be used. After that it is safe.").arg(clock(decision.from)));
        break;
    case Verdict::Settled:
        m_inbox->setAnswer(payment.id, tr("It did settle after all: do not pay again."));
        m_book.refresh();
        break;
    case Verdict::NotProven:
        m_inbox->setAnswer(payment.id, tr("Not proven: chain, billing history or tier could not be read, so paying again might pay twice."));
        break;
    }
}

/// An ordinary payment, with its own question, budget and signature.
void LedgerPane::payAgain(const Payment& payment)
{
    if (!payment.purpose.startsWith("tier:"_L1)) { // what was asked for is known there
        Q_EMIT paneRequested(payment.purpose == "image"_L1 ? u"images"_s : u"wallet"_s);
        return;
    }
    m_inbox->setBusy(payment.id, true);
    m_services.money().setTier(payment.purpose.mid(5))->onDone(this, [this, payment](const Result<TierChange>& r) {
        m_inbox->setBusy(payment.id, false);
        if (r.ok()) {
            m_services.workspace().refreshTier();
            m_services.workspace().refreshBalances();
            m_toasts->push({Tone::Success, {}, tr("Paid: %1").arg(inboxTitle(payment)), {}, {}, {}});
        } else if (r.error().kind != Problem::Kind::Cancelled && r.error().code != "x402.declined"_L1) {
            m_inbox->setAnswer(payment.id, problemWords(r.error()).title);
        }
        m_book.refresh();
    });
}

void LedgerPane::exportRows()
{
    const LedgerModel& model = m_view->model();
    const QString name = u"run402-ledger-%1.csv"_s.arg(QDate::currentDate().toString(Qt::ISODate));
    exportLedger(this, name, model.shared(), model.shown(), [this](int rows, const QString& trouble) {
        m_toasts->push({trouble.isEmpty() ? Tone::Success : Tone::Danger, {}, trouble.isEmpty() ? tr("%n row(s) saved", nullptr, rows) : trouble, {}, {}, {}});
    });
}

} // namespace run402
