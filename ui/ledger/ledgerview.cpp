// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ledger/ledgerview.h"

#include "models/item/paymentlistmodel.h"
#include "services/worker.h"
#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/emptystate.h"
#include "ui/common/grid.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/maskedtable.h"
#include "ui/ledger/ledgerdelegate.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

using Kind = LedgerFilter::Kind;
constexpr Rail kRails[] = {Rail::Credit, Rail::BaseUsdc, Rail::BaseSepoliaUsdc, Rail::TempoPathUsd};
constexpr Kind kKinds[] = {Kind::All, Kind::Paid, Kind::Received, Kind::Stopped, Kind::Unresolved, Kind::Unexplained};

QString railName(Rail rail)
{
    MoneyMove like;
    like.rail = rail;
    return PaymentListModel::railWords(like);
}

QString kindName(Kind kind)
{
    switch (kind) {
    case Kind::All: return LedgerView::tr("Everything");
    case Kind::Paid: return LedgerView::tr("Paid");
    case Kind::Received: return LedgerView::tr("Received");
    case Kind::Stopped: return LedgerView::tr("Stopped");
    case Kind::Unresolved: return LedgerView::tr("No outcome yet");
    case Kind::Unexplained: return LedgerView::tr("Not explained");
    }
    return {};
}

QString monthName(const QDate& month) { return QLocale(QLocale::English).toString(month, u"MMMM yyyy"_s); }

} // namespace

LedgerView::LedgerView(QWidget* parent) : QWidget(parent), m_model(new LedgerModel(this))
{
    setObjectName(u"ledger.view"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* card = new Card;
    card->body()->setContentsMargins(1, 1, 1, 6); // the table keeps off the round corners
    card->body()->setSpacing(0);
    card->body()->addWidget(buildFilters());
    card->body()->addWidget(buildTable(), 1);
    card->body()->addWidget(buildNote());
    column->addWidget(card, 1);
    fillMenus();
    showFilter();
    showChosen();
}

QWidget* LedgerView::buildFilters()
{
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(8, 6, 8, 6);
    row->setSpacing(4);
    const auto add = [&](const QString& icon, const QString& id, const QString& name) {
        auto* button = new Button({}, icon, Button::Variant::Ghost);
        button->setObjectName(id);
        button->setAccessibleName(name);
        button->setSize(Button::Size::Small);
        button->setMenu(new QMenu(button));
        row->addWidget(button);
        return button;
    };
    m_month = add(u"calendar"_s, u"ledger.month"_s, tr("Month"));
    m_rail = add(u"coins"_s, u"ledger.rail"_s, tr("Rail"));
    m_kind = add(u"list-filter"_s, u"ledger.kind"_s, tr("Kind"));
    m_label = add(u"tag"_s, u"ledger.labels"_s, tr("Label"));
    m_clear = new Button(tr("Clear filters"), u"x"_s, Button::Variant::Ghost);
    m_clear->setObjectName(u"ledger.clear"_s);
    m_clear->setSize(Button::Size::Small);
    row->addWidget(m_clear);
    row->addStretch();
    connect(m_clear, &Button::clicked, this, [this] {
        LedgerFilter none;
        none.text = m_filter.text;
        setFilter(none);
    });
    return bar;
}

QWidget* LedgerView::buildTable()
{
    m_table = new GridView;
    m_table->setObjectName(u"ledger.list"_s);
    m_table->setAccessibleName(tr("Ledger"));
    m_table->setModel(new MaskedTable(m_model, {LedgerModel::Out, LedgerModel::In, LedgerModel::Balance}, m_table));
    m_table->setItemDelegate(new LedgerDelegate(m_table));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Theme::of(this).scaled(31));
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    const std::pair<int, int> widths[] = {{LedgerModel::When, 132},    {LedgerModel::Project, 90}, {LedgerModel::RailName, 112},
                                          {LedgerModel::Out, 112},     {LedgerModel::In, 138},      {LedgerModel::Balance, 138},
                                          {LedgerModel::Status, 112},  {LedgerModel::Transaction, 94}, {LedgerModel::Label, 80}};
    for (const auto& [column, width] : widths)
        m_table->setColumnWidth(column, Theme::of(this).scaled(width));
    m_table->horizontalHeader()->setSectionResizeMode(LedgerModel::What, QHeaderView::Stretch);
    m_table->horizontalHeader()->setMinimumSectionSize(Theme::of(this).scaled(70));
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &LedgerView::showChosen);
    connect(m_table, &QTableView::customContextMenuRequested, this, &LedgerView::showMenu);
    connect(m_table, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
        if (index.column() == LedgerModel::Transaction)
            copyTransaction();
        else
            m_labelEdit->setFocus();
    });
    m_empty = new EmptyState(u"receipt-text"_s, tr("Nothing here yet"), tr("Payments, top-ups and transfers of this wallet are listed here, each of them once."));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    return m_stack;
}

QWidget* LedgerView::buildNote()
{
    m_noteBar = new QWidget;
    auto* row = new QHBoxLayout(m_noteBar);
    row->setContentsMargins(12, 6, 8, 6);
    row->setSpacing(8);
    m_noteOf = new ElidedLabel({}, Theme::Font::SmallStrong);
    m_labelEdit = new LineEdit(tr("Label"));
    m_labelEdit->setObjectName(u"ledger.label"_s);
    m_labelEdit->setAccessibleName(tr("Label of the chosen row"));
    m_labelEdit->setMaxLength(40);
    m_labelEdit->setSmall(true);
    m_labelEdit->setFixedWidth(Theme::of(this).scaled(150));
    m_noteEdit = new LineEdit(tr("Note, kept on this computer"));
    m_noteEdit->setObjectName(u"ledger.note"_s);
    m_noteEdit->setAccessibleName(tr("Note about the chosen row"));
    m_noteEdit->setMaxLength(500);
    m_noteEdit->setSmall(true);
    m_copy = new Button(tr("Copy transaction"), u"copy"_s, Button::Variant::Ghost);
    m_copy->setObjectName(u"ledger.copyTransaction"_s);
    m_copy->setSize(Button::Size::Small);
    row->addWidget(m_noteOf, 1);
    row->addWidget(m_labelEdit);
    row->addWidget(m_noteEdit, 1);
    row->addWidget(m_copy);
    connect(m_labelEdit, &QLineEdit::editingFinished, this, &LedgerView::saveNote);
    connect(m_noteEdit, &QLineEdit::editingFinished, this, &LedgerView::saveNote);
    connect(m_copy, &Button::clicked, this, &LedgerView::copyTransaction);
    return m_noteBar;
}

void LedgerView::setLedger(std::shared_ptr<const Ledger> ledger)
{
    m_ledger = std::move(ledger);
    fillMenus();
    refilter();
}

void LedgerView::setFilter(const LedgerFilter& filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    showFilter();
    refilter();
}

void LedgerView::setSearch(const QString& text)
{
    LedgerFilter filter = m_filter;
    filter.text = text;
    setFilter(filter);
}

void LedgerView::choose(const QString& rowId)
{
    m_wanted = rowId;
    m_filter = {};
    showFilter();
    refilter();
}

void LedgerView::fillMenus()
{
    const auto option = [this](Button* button, const QString& text, std::function<void(LedgerFilter&)> change) {
        button->menu()->addAction(text, this, [this, change] {
            LedgerFilter filter = m_filter;
            change(filter);
            setFilter(filter);
        });
    };
    for (Button* button : {m_month, m_rail, m_kind, m_label})
        button->menu()->clear();
    option(m_month, tr("All months"), [](LedgerFilter& f) { f.month = {}; });
    for (auto it = m_ledger->months.crbegin(); it != m_ledger->months.crend(); ++it)
        option(m_month, monthName(it->month), [month = it->month](LedgerFilter& f) { f.month = month; });
    option(m_rail, tr("All rails"), [](LedgerFilter& f) { f.rail.reset(); });
    for (const Rail rail : kRails)
        option(m_rail, railName(rail), [rail](LedgerFilter& f) { f.rail = rail; });
    for (const Kind kind : kKinds)
        option(m_kind, kindName(kind), [kind](LedgerFilter& f) { f.kind = kind; });
    option(m_label, tr("All labels"), [](LedgerFilter& f) { f.label.clear(); });
    for (const QString& label : m_ledger->labels)
        option(m_label, label, [label](LedgerFilter& f) { f.label = label; });
    m_label->setEnabled(!m_ledger->labels.isEmpty());
}

void LedgerView::showFilter()
{
    m_month->setText(m_filter.month.isValid() ? monthName(m_filter.month) : tr("All months"));
    m_rail->setText(m_filter.rail ? railName(*m_filter.rail) : tr("All rails"));
    m_kind->setText(kindName(m_filter.kind));
    m_label->setText(m_filter.label.isEmpty() ? tr("All labels") : m_filter.label);
    LedgerFilter none;
    none.text = m_filter.text;
    m_clear->setVisible(!(m_filter == none));
    for (Button* button : {m_month, m_rail, m_kind, m_label})
        button->updateGeometry();
}

void LedgerView::refilter()
{
    const int generation = ++m_generation;
    const QString keep = m_wanted.isEmpty() ? m_chosenId : m_wanted;
    onWorker(this, [ledger = m_ledger, filter = m_filter, keep] {
        Shown shown{filterLedger(*ledger, filter), -1};
        for (int i = 0; i < shown.rows.size() && shown.chosen < 0 && !keep.isEmpty(); ++i) {
            if (ledger->rows.at(shown.rows.at(i)).id == keep)
                shown.chosen = i;
        }
        return shown;
    }, [this, generation, ledger = m_ledger](const Shown& found) {
        if (generation == m_generation)
            filtered(ledger, found);
    });
}

void LedgerView::filtered(std::shared_ptr<const Ledger> ledger, const Shown& found)
{
    const QList<int>& shown = found.rows;
    const QString before = m_chosenId;
    m_wanted.clear();
    const bool typing = m_labelEdit->hasFocus() || m_noteEdit->hasFocus();
    const QString label = m_labelEdit->text(), note = m_noteEdit->text();
    m_model->setLedger(std::move(ledger), shown);
    const bool any = !m_model->ledger().rows.isEmpty();
    m_empty->setTexts(u"receipt-text"_s, any ? tr("No row fits") : tr("Nothing here yet"),
                      any ? tr("Choose another month or rail, or clear the filters.")
                          : tr("Payments, top-ups and transfers of this wallet are listed here, each of them once."));
    m_stack->setCurrentIndex(shown.isEmpty() ? 0 : 1);
    if (found.chosen >= 0) {
        m_table->selectRow(found.chosen);
        m_table->scrollTo(m_table->model()->index(found.chosen, 0));
        if (typing && m_chosenId == before) { // what is being typed stays
            m_labelEdit->setText(label);
            m_noteEdit->setText(note);
        }
    } else {
        showChosen();
    }
    Q_EMIT shownChanged(int(shown.size()));
}

const MoneyMove* LedgerView::chosen() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? nullptr : &m_model->at(rows.first().row());
}

void LedgerView::showChosen()
{
    const MoneyMove* m = chosen();
    m_noteBar->setVisible(m);
    if (!m)
        return;
    m_chosenId = m->id;
    m_noteOf->setText(tr("%1, read from: %2").arg(PaymentListModel::words(*m), LedgerModel::whereRead(*m)));
    m_labelEdit->setText(m->label);
    m_noteEdit->setText(m->note);
    m_copy->setVisible(!m->transaction.isEmpty());
}

void LedgerView::saveNote()
{
    const MoneyMove* m = chosen();
    const LedgerNote note{m_labelEdit->text().trimmed(), m_noteEdit->text().trimmed()};
    if (m && (note.label != m->label || note.note != m->note))
        Q_EMIT noteChanged(m->id, note);
}

void LedgerView::copyTransaction()
{
    if (const MoneyMove* m = chosen(); m && !m->transaction.isEmpty())
        QGuiApplication::clipboard()->setText(m->transaction);
}

void LedgerView::showMenu(const QPoint& at)
{
    const QModelIndex index = m_table->indexAt(at);
    if (!index.isValid())
        return;
    m_table->selectRow(index.row());
    const MoneyMove* m = chosen();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Label and note"), this, [this] { m_labelEdit->setFocus(); });
    menu->addAction(tr("Copy transaction"), this, &LedgerView::copyTransaction)->setEnabled(!m->transaction.isEmpty());
    menu->addAction(tr("Copy recipient or sender"), this, [who = m->counterparty] { QGuiApplication::clipboard()->setText(who); })
        ->setEnabled(!m->counterparty.isEmpty());
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

} // namespace run402
