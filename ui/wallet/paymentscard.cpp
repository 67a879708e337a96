// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallet/paymentscard.h"

#include "models/domain/amount.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/emptystate.h"
#include "ui/common/grid.h"
#include "ui/common/label.h"
#include "ui/common/maskedtable.h"
#include "ui/common/moneymask.h"
#include "ui/common/paint.h"
#include "ui/ledger/ledgerexport.h"
#include "ui/wallet/monthbars.h"
#include "ui/wallet/paymentsdelegate.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kLimits[] = {20, 50, 100, 200}; // 20 is the CLI's, 200 the service's most

QDate firstOf(const QDate& day) { return QDate(day.year(), day.month(), 1); }

class Dot final : public QWidget
{
public:
    Dot(QByteArray token, QWidget* parent)
        : QWidget(parent)
        , m_token(std::move(token))
    {
        setFixedSize(7, 7);
    }
    void setToken(QByteArray token)
    {
        m_token = std::move(token);
        update();
    }

private:
    void paintEvent(QPaintEvent*) override
    {
        QPainter p(this);
        paintBox(&p, rect(), 3.5, Theme::of(this).color(m_token.constData()));
    }
    QByteArray m_token;
};

QWidget* makeLegend(Label** text, const char* token, QWidget* parent)
{
    auto* legend = new QWidget(parent);
    auto* row = new QHBoxLayout(legend);
    row->setContentsMargins(0, 0, 4, 0);
    row->setSpacing(6);
    row->addWidget(new Dot(token, legend));
    *text = new Label({}, Theme::Font::CaptionPlain, "text.secondary");
    row->addWidget(*text);
    return legend;
}

/// Shows its child where there is room for the whole of it, and takes none where there is not.
class IfRoom final : public QWidget
{
public:
    IfRoom(QWidget* child, QWidget* parent) : QWidget(parent), m_child(child)
    {
        child->setParent(this);
        setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
        child->installEventFilter(this);
    }
    QSize sizeHint() const override { return m_child->sizeHint(); }
    QSize minimumSizeHint() const override { return {0, m_child->sizeHint().height()}; }

private:
    void resizeEvent(QResizeEvent*) override { place(); }
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::LayoutRequest) {
            updateGeometry();
            place();
        }
        return QWidget::eventFilter(watched, event);
    }
    void place()
    {
        const QSize whole = m_child->sizeHint();
        // Out of sight, not hidden: whether it is wanted is the child's own state.
        m_child->setGeometry(width() >= whole.width() ? 0 : -whole.width(), (height() - whole.height()) / 2, whole.width(), whole.height());
    }
    QWidget* m_child;
};

} // namespace

PaymentsCard::PaymentsCard(QWidget* parent)
    : Card(tr("Payments"), parent)
    , m_model(new PaymentListModel(this))
    , m_unknown(new Banner(Tone::Warning, u"circle-help"_s, {}, this))
    , m_trouble(new Banner(Tone::Warning, u"triangle-alert"_s, {}, this))
    , m_bars(new MonthBars(this))
    , m_stack(new QStackedWidget(this))
{
    setObjectName(u"wallet.payments"_s);
    buildHead();
    m_unknown->setObjectName(u"wallet.unknown"_s);
    m_unknown->setAction(tr("Check again"));
    m_unknown->actionButton()->setObjectName(u"wallet.check"_s);
    m_unknown->hide();
    m_trouble->setAction(tr("Try again"));
    m_trouble->hide();
    body()->addWidget(m_unknown);
    body()->addWidget(m_trouble);
    auto* chart = new QWidget(this);
    auto* inset = new QVBoxLayout(chart);
    inset->setContentsMargins(13, 8, 13, 4);
    inset->addWidget(m_bars);
    body()->addWidget(chart);
    buildTable();
    connect(m_unknown, &Banner::actionTriggered, this, &PaymentsCard::checkRequested);
    connect(m_trouble, &Banner::actionTriggered, this, &PaymentsCard::retryRequested);
}

void PaymentsCard::buildHead()
{
    m_realLegend = makeLegend(&m_realText, "env.mainnet.solid", this);
    m_playLegend = makeLegend(&m_playText, "env.testnet.solid", this);
    m_monthButton = new Button({}, Button::Variant::Ghost, this);
    m_monthButton->setObjectName(u"wallet.month"_s);
    m_monthButton->setAccessibleName(tr("Month"));
    m_railButton = new Button(tr("All rails"), u"list-filter"_s, Button::Variant::Ghost, this);
    m_railButton->setObjectName(u"wallet.rails"_s);
    m_limitButton = new Button({}, u"history"_s, Button::Variant::Ghost, this);
    m_limitButton->setObjectName(u"wallet.limit"_s);
    auto* limits = new QMenu(this);
    for (const int entries : kLimits) {
        limits->addAction(tr("Newest %1").arg(entries), this, [this, entries] {
            setLimit(entries);
            Q_EMIT limitChanged(entries);
        });
    }
    m_limitButton->setMenu(limits);
    m_csv = new Button(tr("CSV"), u"download"_s, Button::Variant::Secondary, this);
    m_csv->setObjectName(u"wallet.csv"_s);
    m_csv->setAccessibleName(tr("Save the list as a CSV file"));
    m_all = new Button(tr("Ledger"), u"receipt-text"_s, Button::Variant::Ghost, this);
    m_all->setObjectName(u"wallet.ledger"_s);
    m_all->setAccessibleName(tr("Open the ledger: all payments, top-ups and transfers"));
    for (Button* b : {m_monthButton, m_railButton, m_limitButton, m_csv, m_all})
        b->setSize(Button::Size::Small);
    m_monthButton->setMenu(new QMenu(this));
    auto* rails = new QMenu(this);
    const auto choose = [this](std::optional<Rail> rail, const QString& text) {
        m_rail = rail;
        m_railButton->setText(text);
        m_railButton->updateGeometry();
        refresh();
    };
    rails->addAction(tr("All rails"), this, [choose] { choose({}, tr("All rails")); });
    for (const Rail rail : {Rail::Credit, Rail::BaseUsdc, Rail::BaseSepoliaUsdc, Rail::TempoPathUsd}) {
        MoneyMove like;
        like.rail = rail;
        const QString name = PaymentListModel::railWords(like);
        rails->addAction(name, this, [choose, rail, name] { choose(rail, name); });
    }
    m_railButton->setMenu(rails);
    auto* legends = new QWidget;
    auto* row = new QHBoxLayout(legends);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_realLegend);
    row->addWidget(m_playLegend);
    m_realLegend->hide(); // until there is something to tell
    m_playLegend->hide();
    head()->addWidget(new IfRoom(legends, this));
    for (QWidget* w : {m_monthButton, m_railButton, m_limitButton, m_csv, m_all})
        head()->addWidget(w);
    setLimit(m_limit);
    connect(m_csv, &Button::clicked, this, &PaymentsCard::exportCsv);
    connect(m_all, &Button::clicked, this, &PaymentsCard::ledgerRequested);
}

void PaymentsCard::setLimit(int entries)
{
    if (std::find(std::begin(kLimits), std::end(kLimits), entries) == std::end(kLimits))
        return;
    m_limit = entries;
    m_limitButton->setText(tr("Newest %1").arg(entries));
    m_limitButton->setAccessibleName(tr("Entries of the billing history: newest %1").arg(entries));
    m_limitButton->updateGeometry();
}

void PaymentsCard::setLedgerSize(int entries)
{
    m_limitButton->setToolTip(entries < m_limit ? tr("The billing history has %n entries; all are here.", nullptr, entries)
                              : m_limit == kLimits[std::size(kLimits) - 1] ? tr("The service tells at most the newest %1 entries.").arg(m_limit)
                                                                          : tr("There may be more entries than the newest %1.").arg(m_limit));
}

void PaymentsCard::buildTable()
{
    connect(&MoneyMask::of(this), &MoneyMask::changed, this, &PaymentsCard::refresh);
    m_table = new GridView(this);
    m_table->setObjectName(u"wallet.list"_s);
    m_table->setAccessibleName(tr("Payments"));
    m_table->setModel(new MaskedTable(m_model, {PaymentListModel::AmountText, PaymentListModel::Balance}, m_table));
    m_table->setItemDelegate(new PaymentsDelegate(m_table));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Theme::of(this).scaled(31));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setMinimumHeight(Theme::of(this).scaled(200));
    const std::pair<int, int> widths[] = {{PaymentListModel::When, 118}, {PaymentListModel::RailName, 124},
                                          {PaymentListModel::AmountText, 112}, {PaymentListModel::Balance, 104},
                                          {PaymentListModel::Reference, 138}};
    for (const auto& [column, width] : widths)
        m_table->setColumnWidth(column, Theme::of(this).scaled(width));
    m_table->horizontalHeader()->setSectionResizeMode(PaymentListModel::What, QHeaderView::Stretch);
    m_empty = new EmptyState(u"receipt-text"_s, tr("No payments in this month"),
                             tr("What you pay and what comes in is listed here, also what your rules stopped."), this);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    body()->addWidget(m_stack, 1);
    QMargins frame = body()->contentsMargins(); // the table keeps off the round corners
    frame.setBottom(6);
    body()->setContentsMargins(frame);
}

void PaymentsCard::setMoves(const QList<MoneyMove>& moves, bool sandbox, const QDate& today)
{
    m_moves = moves;
    m_sandbox = sandbox;
    m_today = today;
    if (!m_month.isValid())
        m_month = firstOf(today);
    fillMonths();
    refresh();
}

void PaymentsCard::fillMonths()
{
    QList<QDate> months{firstOf(m_today)};
    for (const MoneyMove& m : m_moves) {
        const QDate month = firstOf(m.at.toLocalTime().date());
        if (month.isValid() && !months.contains(month))
            months << month;
    }
    if (!months.contains(m_month))
        m_month = firstOf(m_today);
    std::sort(months.begin(), months.end(), std::greater<>());
    QMenu* menu = m_monthButton->menu();
    menu->clear();
    for (const QDate& month : months) {
        menu->addAction(QLocale(QLocale::English).toString(month, u"MMMM yyyy"_s), this, [this, month] {
            m_month = month;
            refresh();
        });
    }
}

QList<MoneyMove> PaymentsCard::shown() const
{
    QList<MoneyMove> list;
    for (const MoneyMove& m : m_moves) {
        if (firstOf(m.at.toLocalTime().date()) == m_month && (!m_rail || m.rail == *m_rail))
            list << m;
    }
    return list;
}

void PaymentsCard::refresh()
{
    m_monthButton->setText(QLocale(QLocale::English).toString(m_month, u"MMMM yyyy"_s));
    m_monthButton->updateGeometry();
    const QList<MoneyMove> list = shown();
    m_model->setMoves(list);
    m_stack->setCurrentWidget(list.isEmpty() ? static_cast<QWidget*>(m_empty) : m_table);
    m_csv->setEnabled(!list.isEmpty());

    const QList<DaySpend> days = spendPerDay(list, m_month);
    qint64 real = 0, play = 0;
    for (const DaySpend& d : days) {
        real += d.realMicros;
        play += d.playMicros;
    }
    m_bars->setDays(days, m_month == firstOf(m_today) ? m_today.day() : 0,
                    m_sandbox ? "env.sandbox.solid" : "env.testnet.solid");
    m_realLegend->setVisible(!m_sandbox);
    m_playLegend->show();
    m_realText->setText(tr("Real %1").arg(MoneyMask::of(this).shown(Amount::fromMicros(real).toDollarText())));
    static_cast<Dot*>(m_playLegend->layout()->itemAt(0)->widget())
        ->setToken(m_sandbox ? "env.sandbox.solid" : "env.testnet.solid");
    const QString playText = MoneyMask::of(this).shown(Amount::fromMicros(play).toShownText());
    m_playText->setText(m_sandbox ? tr("Sandbox %1").arg(playText) : tr("Testnet %1").arg(playText));

    const auto unknown = std::count_if(m_moves.cbegin(), m_moves.cend(),
                                       [](const MoneyMove& m) { return m.state == Payment::State::Unknown; });
    m_unknown->setVisible(unknown > 0);
    m_unknown->setText(tr("It left this computer and no answer came. Look before paying again.", nullptr),
                       tr("%n payments have no known outcome.", nullptr, int(unknown)));
}

void PaymentsCard::setChecking(bool on) { m_unknown->actionButton()->setBusy(on); }

void PaymentsCard::setTrouble(const QString& words)
{
    m_trouble->setText(words);
    m_trouble->setVisible(!words.isEmpty());
}

void PaymentsCard::exportCsv()
{
    auto ledger = std::make_shared<Ledger>();
    ledger->rows = shown();
    QList<int> all(ledger->rows.size());
    std::iota(all.begin(), all.end(), 0);
    exportLedger(this, u"run402-payments-%1.csv"_s.arg(m_month.toString(u"yyyy-MM"_s)), ledger, all,
                 [this](int, const QString& trouble) { setTrouble(trouble); });
}

} // namespace run402
