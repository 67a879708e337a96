// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ledger/monthsview.h"

#include "models/domain/amount.h"
#include "ui/common/card.h"
#include "ui/common/grid.h"
#include "ui/common/moneymask.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"
#include "ui/ledger/chartloader.h"
#include "ui/ledger/monthchart.h"

#include <QLocale>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kInChart = 12;
enum Form { AsChart, AsTable };
enum Purse { Real, Play };

QString exact(qint64 micros) { return MoneyMask::of().shown(Amount::fromMicros(micros).toShownText(6)); }

} // namespace

MonthsView::MonthsView(QWidget* parent)
    : QWidget(parent), m_money(new SegmentedControl), m_form(new SegmentedControl), m_stack(new QStackedWidget), m_chartBox(new QWidget),
      m_model(new QStandardItemModel(this))
{
    setObjectName(u"ledger.months"_s);
    m_money->setObjectName(u"ledger.months.money"_s);
    m_money->setAccessibleName(tr("Which money"));
    m_money->addSegment(tr("Real money"));
    m_money->addSegment(tr("Play money"));
    m_money->setCurrent(Real);
    m_form->setObjectName(u"ledger.months.form"_s);
    m_form->setAccessibleName(tr("Chart or table"));
    m_form->addSegment(tr("Chart"), u"chart-column"_s);
    m_form->addSegment(tr("Table"), u"table"_s);
    m_form->setCurrent(AsChart);
    for (SegmentedControl* control : {m_money, m_form})
        control->setSmall(true);
    auto* card = new Card(tr("Per month"));
    card->head()->addWidget(m_money);
    card->head()->addWidget(m_form);
    card->body()->setContentsMargins(0, 0, 0, 0);
    (new QVBoxLayout(m_chartBox))->setContentsMargins(12, 8, 12, 8);
    auto* table = new GridView;
    table->setObjectName(u"ledger.months.table"_s);
    table->setAccessibleName(tr("Money out and in per month"));
    table->setModel(m_model);
    table->verticalHeader()->hide();
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_stack->addWidget(m_chartBox);
    m_stack->addWidget(table);
    card->body()->addWidget(m_stack, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(card);
    connect(m_money, &SegmentedControl::currentChanged, this, &MonthsView::refresh);
    connect(m_form, &SegmentedControl::currentChanged, this, [this](int form) { m_stack->setCurrentIndex(form); });
    connect(table, &QTableView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT monthActivated(m_months.value(m_months.size() - 1 - index.row()).month);
    });
    connect(&Theme::of(this), &Theme::changed, this, &MonthsView::refresh);
    connect(&MoneyMask::of(this), &MoneyMask::changed, this, &MonthsView::refresh);
}

void MonthsView::setMonths(const QList<MonthTotal>& months, bool sandbox)
{
    m_months = months;
    m_sandbox = sandbox;
    m_money->setVisible(!sandbox);
    refresh();
}

void MonthsView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (std::exchange(m_tried, true))
        return;
    m_chart = loadMonthChart(m_chartBox);
    if (!m_chart) { // the table says the same
        m_form->setSegmentEnabled(AsChart, false);
        m_form->setSegmentToolTip(AsChart, tr("The chart is not installed"));
        m_form->setCurrent(AsTable);
        m_stack->setCurrentIndex(AsTable);
        return;
    }
    m_chart->widget()->setAccessibleName(tr("Chart of the money out and in per month; choose Table for the numbers"));
    m_chartBox->layout()->addWidget(m_chart->widget());
    refresh();
}

void MonthsView::refresh()
{
    const bool real = !m_sandbox && m_money->current() == Real;
    QList<MonthChart::Month> bars;
    m_model->clear();
    m_model->setHorizontalHeaderLabels({tr("Month"), tr("Out"), tr("In"), tr("Difference")});
    for (auto it = m_months.crbegin(); it != m_months.crend(); ++it) {
        const qint64 out = real ? it->realOut : it->playOut, in = real ? it->realIn : it->playIn;
        QList<QStandardItem*> cells{new QStandardItem(QLocale(QLocale::English).toString(it->month, u"MMMM yyyy"_s)), new QStandardItem(exact(out)),
                                    new QStandardItem(exact(in)), new QStandardItem(exact(in - out))};
        for (int i = 1; i < cells.size(); ++i)
            cells[i]->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_model->appendRow(cells);
        if (bars.size() < kInChart)
            bars.prepend({QLocale(QLocale::English).toString(it->month, u"MMM yy"_s), double(out) / 1e6, double(in) / 1e6});
    }
    if (!m_chart)
        return;
    // A year at least, or one month would be as wide as the window.
    for (QDate month = m_months.isEmpty() ? QDate() : m_months.first().month; month.isValid() && bars.size() < kInChart;) {
        month = month.addMonths(-1);
        bars.prepend({QLocale(QLocale::English).toString(month, u"MMM yy"_s), 0, 0});
    }
    const Theme& t = Theme::of(this);
    MonthChart::Look look;
    look.out = t.color(real ? "env.mainnet.solid" : m_sandbox ? "env.sandbox.solid" : "env.testnet.solid");
    look.in = t.color("chart.1");
    look.text = t.color("text.secondary");
    look.line = t.color("grid.line");
    look.ground = t.color("bg.surface");
    look.font = t.font(Theme::Font::CaptionPlain);
    look.outName = tr("Out");
    look.inName = tr("In");
    if (MoneyMask::of(this).isHidden())
        bars.clear(); // its axis would tell
    m_chart->show(bars, look);
}

} // namespace run402
