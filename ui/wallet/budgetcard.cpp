// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallet/budgetcard.h"

#include "models/domain/amount.h"
#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/common/moneymask.h"
#include "ui/common/toggleswitch.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

class RuleRow final : public QWidget
{
public:
    using QWidget::QWidget;

private:
    void paintEvent(QPaintEvent*) override
    {
        QPainter p(this);
        p.fillRect(QRect(0, height() - 1, width(), 1), Theme::of(this).color("grid.line"));
    }
};

QString dollars(qint64 micros) { return Amount::fromMicros(micros).toDollarText(); }

} // namespace

BudgetCard::BudgetCard(QWidget* parent)
    : Card(tr("Budget policy"), parent)
    , m_spentAmount(new Label({}, Theme::Font::MonoStrong))
    , m_spentText(new Label({}, Theme::Font::Body, "text.muted"))
    , m_left(new Label({}, Theme::Font::Mono, "text.secondary"))
    , m_bar(new Meter)
    , m_on(new Chip(tr("On"), Tone::Success, this))
{
    setObjectName(u"wallet.budget"_s);
    setFixedWidth(Theme::of(this).scaled(330));
    m_on->setIconName(u"shield-check"_s);
    head()->addWidget(m_on);
    auto* edit = new Button(tr("Edit"), Button::Variant::Secondary, this);
    edit->setObjectName(u"wallet.budget.edit"_s);
    edit->setAccessibleName(tr("Edit the budget policy"));
    edit->setSize(Button::Size::Small);
    head()->addWidget(edit);
    connect(edit, &Button::clicked, this, &BudgetCard::editRequested);
    auto* top = new RuleRow(this);
    auto* column = new QVBoxLayout(top);
    column->setContentsMargins(13, 11, 13, 12);
    column->setSpacing(8);
    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(m_spentAmount);
    line->addWidget(m_spentText);
    line->addStretch(1);
    line->addWidget(m_left);
    column->addLayout(line);
    m_bar->setAccessibleName(tr("Budget of the month"));
    column->addWidget(m_bar);
    body()->addWidget(top);

    m_perMonth = addAmount(u"wallet.budget.month"_s, tr("Real money, per month"), {}, &Budget::perMonthMicros, 10'000);
    m_perPayment = addAmount(u"wallet.budget.payment"_s, tr("One payment, at most"), tr("Larger ones are refused"),
                             &Budget::perPaymentMicros, 10'000);
    m_askAbove = addAmount(u"wallet.budget.ask"_s, tr("Ask me above"), tr("The app shows the full request"),
                           &Budget::askAboveMicros, 0);
    m_silent = addSwitch(u"wallet.budget.testnet"_s, tr("Testnet payments"), tr("No question asked"));
    m_warnLow = addSwitch(u"wallet.budget.warn"_s, tr("Warn me when credit is low"),
                          tr("Below the price of one renewal"));
    m_onlyHost = addSwitch(u"wallet.budget.host"_s, tr("Only pay known servers"), tr("Other recipients are refused"));
    body()->addStretch(1);

    connect(&MoneyMask::of(this), &MoneyMask::changed, this, &BudgetCard::showSpent);
    connect(m_silent, &Switch::clicked, this, [this](bool on) {
        m_testnet.silentTestnet = on;
        Q_EMIT testnetChanged(m_testnet);
    });
    connect(m_warnLow, &Switch::clicked, this, [this](bool on) {
        m_real.warnLow = on;
        Q_EMIT realChanged(m_real);
    });
    connect(m_onlyHost, &Switch::clicked, this, [this](bool on) {
        m_real.anyHost = m_testnet.anyHost = !on;
        Q_EMIT realChanged(m_real);
        Q_EMIT testnetChanged(m_testnet);
    });
}

QWidget* BudgetCard::makeRow(const QString& name, Label** note, QWidget* control)
{
    auto* row = new RuleRow(this);
    row->setMinimumHeight(Theme::of(this).scaled(47));
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(13, 4, 13, 5);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch(1);
    words->addWidget(new Label(name));
    *note = new Label({}, Theme::Font::CaptionPlain, "text.muted");
    words->addWidget(*note);
    words->addStretch(1);
    line->addLayout(words, 1);
    line->addWidget(control);
    body()->addWidget(row);
    return row;
}

LineEdit* BudgetCard::addAmount(const QString& objectName, const QString& name, const QString& note,
                                qint64 Budget::*field, qint64 least)
{
    auto* edit = new LineEdit({}, this);
    edit->setObjectName(objectName);
    edit->setAccessibleName(name);
    edit->setMono(true);
    edit->setSmall(true);
    edit->setAlignment(Qt::AlignRight);
    edit->setFixedWidth(Theme::of(this).scaled(80));
    edit->setMaxLength(16);
    Label* noteLabel = nullptr;
    makeRow(name, &noteLabel, edit);
    noteLabel->setText(note);
    if (!m_resets)
        m_resets = noteLabel;
    connect(edit, &QLineEdit::editingFinished, this, [this, edit, field, least] { amountEdited(edit, field, least); });
    return edit;
}

Switch* BudgetCard::addSwitch(const QString& objectName, const QString& name, const QString& note)
{
    auto* toggle = new Switch({}, this);
    toggle->setObjectName(objectName);
    toggle->setAccessibleName(name);
    toggle->setCheckable(true);
    Label* noteLabel = nullptr;
    makeRow(name, &noteLabel, toggle);
    noteLabel->setText(note);
    m_hostNote = noteLabel;
    return toggle;
}

void BudgetCard::amountEdited(LineEdit* edit, qint64 Budget::*field, qint64 least)
{
    if (!edit->isModified())
        return;
    const auto amount = Amount::read(edit->text().trimmed());
    if (!amount.ok()) {
        edit->setError(tr("An amount in US dollars, like 5.00"));
        return;
    }
    if (amount->micros() < least) {
        edit->setError(tr("At least %1").arg(dollars(least)));
        return;
    }
    edit->setError({});
    edit->setText(amount->toDollarText());
    if (m_real.*field == amount->micros())
        return;
    m_real.*field = amount->micros();
    showSpent();
    Q_EMIT realChanged(m_real);
}

void BudgetCard::setBudgets(const Budget& real, const Budget& testnet, qint64 spentMicros, const QDate& today)
{
    m_real = real;
    m_testnet = testnet;
    m_spent = spentMicros;
    const QLocale en(QLocale::English);
    m_month = en.monthName(today.month());
    m_resets->setText(tr("Resets on %1").arg(en.toString(QDate(today.year(), today.month(), 1).addMonths(1), u"d MMMM"_s)));
    const std::pair<LineEdit*, qint64> fields[] = {{m_perMonth, real.perMonthMicros},
                                                   {m_perPayment, real.perPaymentMicros},
                                                   {m_askAbove, real.askAboveMicros}};
    for (const auto& [edit, micros] : fields) {
        // What is being typed is not taken away by a refresh.
        if (!edit->hasFocus() || edit->text().isEmpty())
            edit->setText(edit != m_askAbove && micros == 0 ? tr("no limit") : dollars(micros));
    }
    const std::pair<Switch*, bool> switches[] = {{m_silent, testnet.silentTestnet},
                                                 {m_warnLow, real.warnLow},
                                                 {m_onlyHost, !real.anyHost}};
    for (const auto& [toggle, on] : switches)
        toggle->setChecked(on);
    m_hostNote->setText(real.hosts.isEmpty() ? tr("No server may be paid") : real.hosts.join(u", "_s));
    showSpent();
}

void BudgetCard::showSpent()
{
    const MoneyMask& mask = MoneyMask::of(this);
    m_spentAmount->setText(mask.shown(dollars(m_spent)));
    m_spentText->setText(tr("spent in %1").arg(m_month));
    const bool capped = m_real.perMonthMicros > 0;
    m_left->setText(capped ? tr("%1 left").arg(mask.shown(dollars(qMax(m_real.perMonthMicros - m_spent, qint64(0))))) : tr("no limit"));
    m_bar->setValue(capped ? double(m_spent) / double(m_real.perMonthMicros) : 0);
    m_on->setText(capped ? tr("On") : tr("No monthly limit"));
    m_on->setTone(capped ? Tone::Success : Tone::Warning);
}

} // namespace run402
