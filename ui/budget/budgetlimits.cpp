// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/budget/budgetlimits.h"

#include "models/domain/amount.h"
#include "ui/budget/budgetwords.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/common/moneymask.h"
#include "ui/common/toggleswitch.h"

#include <QGridLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

QString dollars(qint64 micros) { return Amount::fromMicros(micros).toDollarText(); }
QString owned(qint64 micros) { return MoneyMask::of().shown(dollars(micros)); }

} // namespace

BudgetLimits::BudgetLimits(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout), m_silent(new Switch(tr("Play money needs no question"), this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    m_grid->setHorizontalSpacing(14);
    m_grid->setVerticalSpacing(9);
    m_grid->setColumnMinimumWidth(1, 110);
    m_grid->setColumnStretch(2, 1);
    column->addLayout(m_grid);
    addRow(u"budget.payment"_s, tr("One payment, at most"), tr("Larger ones are refused"), &Budget::perPaymentMicros, true);
    addRow(u"budget.day"_s, tr("A day, at most"), {}, &Budget::perDayMicros, true);
    addRow(u"budget.month"_s, tr("A month, at most"), {}, &Budget::perMonthMicros, true);
    addRow(u"budget.ask"_s, tr("Ask me above"), tr("0 asks every time"), &Budget::askAboveMicros, false);
    m_silent->setObjectName(u"budget.silent"_s);
    m_silent->setAccessibleName(m_silent->text());
    m_silent->setCheckable(true);
    column->addWidget(m_silent, 0, Qt::AlignLeft);
    connect(m_silent, &Switch::clicked, this, &BudgetLimits::edited);
}

void BudgetLimits::addRow(const QString& objectName, const QString& name, const QString& note, qint64 Budget::*field, bool isLimit)
{
    const int row = int(m_rows.size());
    m_grid->addWidget(new Label(name, Theme::Font::Body, "text.primary", this), row, 0);
    auto* edit = new LineEdit({}, this);
    edit->setObjectName(objectName);
    edit->setAccessibleName(name);
    edit->setMono(true);
    edit->setSmall(true);
    edit->setAlignment(Qt::AlignRight);
    edit->setMaxLength(16);
    edit->setFixedWidth(Theme::of(this).scaled(110));
    m_grid->addWidget(edit, row, 1);
    auto* words = new QVBoxLayout;
    words->setSpacing(3);
    auto* spent = new Label(note, Theme::Font::Small, "text.muted", this);
    spent->setObjectName(objectName + u".spent"_s);
    words->addWidget(spent);
    Meter* bar = nullptr;
    if (field == &Budget::perDayMicros || field == &Budget::perMonthMicros) {
        bar = new Meter(this);
        bar->setThickness(4);
        bar->setAccessibleName(tr("%1: spent").arg(name));
        words->addWidget(bar);
    }
    m_grid->addLayout(words, row, 2);
    m_rows << Row{edit, spent, bar, field, isLimit};
    connect(edit, &QLineEdit::textEdited, this, [this, row] {
        check(m_rows.at(row));
        showSpent();
        Q_EMIT edited();
    });
}

Result<qint64> BudgetLimits::valueOf(const Row& row)
{
    if (row.isLimit)
        return BudgetWords::limitFrom(row.edit->text());
    const auto amount = Amount::read(row.edit->text().trimmed());
    return amount.ok() ? Result<qint64>(amount->micros()) : Result<qint64>(amount.error());
}

void BudgetLimits::check(const Row& row)
{
    const auto value = valueOf(row);
    row.edit->setError(value.ok() ? QString()
                       : value.error().code == "budget.too_small"_L1 ? tr("At least $0.01, or “no limit”")
                       : row.isLimit ? tr("An amount in US dollars like 5.00, or “no limit”")
                                     : tr("An amount in US dollars, like 0.10"));
}

void BudgetLimits::setBudget(const Budget& budget, const PaymentJournal::Spent& spent, bool realMoney)
{
    m_spent = spent;
    for (const Row& row : std::as_const(m_rows)) {
        row.edit->setText(row.isLimit ? BudgetWords::limitText(budget.*row.field) : dollars(budget.*row.field));
        row.edit->setError({});
    }
    m_silent->setVisible(!realMoney);
    m_silent->setChecked(budget.silentTestnet);
    showSpent();
}

void BudgetLimits::showSpent()
{
    for (const Row& row : std::as_const(m_rows)) {
        if (!row.bar)
            continue;
        const bool day = row.field == &Budget::perDayMicros;
        const qint64 spent = day ? m_spent.todayMicros : m_spent.thisMonthMicros;
        const qint64 cap = valueOf(row).valueOr(0);
        row.bar->setValue(cap > 0 ? double(spent) / double(cap) : 0);
        const QString words = day ? tr("%1 spent today").arg(owned(spent)) : tr("%1 spent this month").arg(owned(spent));
        row.spent->setText(cap > 0 ? tr("%1, %2 left").arg(words, owned(qMax(cap - spent, qint64(0)))) : words);
    }
}

void BudgetLimits::apply(Budget& budget) const
{
    for (const Row& row : m_rows) {
        if (const auto value = valueOf(row); value.ok())
            budget.*row.field = *value;
    }
    if (!m_silent->isHidden())
        budget.silentTestnet = m_silent->isChecked();
}

bool BudgetLimits::isGood() const
{
    return std::all_of(m_rows.cbegin(), m_rows.cend(), [](const Row& row) { return valueOf(row).ok(); });
}

} // namespace run402
