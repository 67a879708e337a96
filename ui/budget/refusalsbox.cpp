// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/budget/refusalsbox.h"

#include "models/domain/amount.h"
#include "ui/budget/budgetwords.h"
#include "ui/common/label.h"
#include "ui/common/moneymask.h"
#include "ui/lease/leasewords.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kShown = 6;

QString purpose(const QString& code)
{
    if (code.startsWith("tier:"_L1))
        return RefusalsBox::tr("%1 tier").arg(LeaseWords::tierTitle(code.mid(5)));
    return code == "image"_L1 ? RefusalsBox::tr("A picture") : code;
}

} // namespace

RefusalsBox::RefusalsBox(QWidget* parent) : QWidget(parent), m_rows(new QVBoxLayout(this))
{
    setObjectName(u"budget.refusals"_s);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(5);
    setPayments({});
}

void RefusalsBox::setPayments(const QList<Payment>& payments)
{
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    int shown = 0;
    for (const Payment& p : payments) {
        const QString rule = BudgetWords::rule(p);
        if (rule.isEmpty() || shown == kShown)
            continue;
        ++shown;
        auto* row = new QWidget(this);
        auto* line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(10);
        const QString when = QLocale(QLocale::English).toString(p.createdAt.toLocalTime(), u"d MMM HH:mm"_s);
        auto* at = new Label(when, Theme::Font::MonoSmall, "text.muted", row);
        at->setFixedWidth(Theme::of(this).scaled(92));
        line->addWidget(at, 0, Qt::AlignTop);
        auto* amount = new Label(MoneyMask::of(this).shown(Amount::fromMicros(p.amountMicros).toDollarText()), Theme::Font::Mono, "danger.text", row);
        amount->setMinimumWidth(Theme::of(this).scaled(64));
        line->addWidget(amount, 0, Qt::AlignTop);
        auto* words = new Label(tr("%1 to %2: %3").arg(purpose(p.purpose), p.host, rule), Theme::Font::Small, "text.secondary", row);
        words->setWordWrap(true);
        line->addWidget(words, 1);
        m_rows->addWidget(row);
    }
    if (shown == 0)
        m_rows->addWidget(new Label(tr("Nothing was refused."), Theme::Font::Small, "text.muted", this));
}

} // namespace run402
