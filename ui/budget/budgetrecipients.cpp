// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/budget/budgetrecipients.h"

#include "ui/budget/budgetwords.h"
#include "ui/common/button.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/toggleswitch.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

BudgetRecipients::BudgetRecipients(QWidget* parent)
    : QWidget(parent), m_any(new Switch(tr("Pay any server"), this)), m_rows(new QVBoxLayout), m_host(new LineEdit(tr("api.example.com"), this)),
      m_problem(new Label({}, Theme::Font::Small, "danger.text", this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    m_any->setObjectName(u"budget.any"_s);
    m_any->setAccessibleName(m_any->text());
    m_any->setCheckable(true);
    m_rows->setSpacing(4);
    column->addLayout(m_rows);
    auto* line = new QHBoxLayout;
    m_host->setObjectName(u"budget.host"_s);
    m_host->setAccessibleName(tr("Server to allow"));
    m_host->setMono(true);
    m_host->setSmall(true);
    m_host->setMaxLength(253);
    auto* add = new Button(tr("Allow"), u"plus"_s, Button::Variant::Secondary, this);
    add->setObjectName(u"budget.host.add"_s);
    add->setSize(Button::Size::Small);
    add->setAutoDefault(false);
    line->addWidget(m_host, 1);
    line->addWidget(add);
    line->addWidget(m_any);
    column->addLayout(line);
    m_problem->setObjectName(u"budget.host.problem"_s);
    m_problem->hide();
    column->addWidget(m_problem);
    connect(add, &Button::clicked, this, &BudgetRecipients::add);
    connect(m_host, &QLineEdit::textEdited, this, [this] {
        m_host->setError({});
        m_problem->hide();
    });
    connect(m_any, &Switch::clicked, this, &BudgetRecipients::edited);
}

void BudgetRecipients::add()
{
    const QString host = m_host->text().trimmed().toLower();
    const QString problem = m_hosts.contains(host) ? tr("It is on the list") : BudgetWords::hostProblem(host);
    m_host->setError(problem);
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    if (!problem.isEmpty())
        return;
    m_hosts << host;
    m_host->clear();
    rebuild();
    Q_EMIT edited();
}

void BudgetRecipients::setBudget(const Budget& budget)
{
    m_hosts = budget.hosts;
    m_any->setChecked(budget.anyHost);
    rebuild();
}

void BudgetRecipients::setPins(const QList<PinnedRecipient>& pins)
{
    m_pins = pins;
    rebuild();
}

void BudgetRecipients::apply(Budget& budget) const
{
    budget.hosts = m_hosts;
    budget.anyHost = m_any->isChecked();
}

void BudgetRecipients::rebuild()
{
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    for (const QString& host : std::as_const(m_hosts))
        addHostRow(host);
    for (const PinnedRecipient& pin : std::as_const(m_pins))
        addPinRow(pin, m_hosts.contains(pin.host));
    if (m_hosts.isEmpty() && m_pins.isEmpty())
        m_rows->addWidget(new Label(tr("No server is on the list."), Theme::Font::Small, "text.muted", this));
}

void BudgetRecipients::addHostRow(const QString& host)
{
    auto* row = new QWidget(this);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(new Label(host, Theme::Font::Mono, "text.primary", row));
    line->addWidget(new Label(tr("may be paid"), Theme::Font::Small, "text.muted", row));
    line->addStretch(1);
    auto* remove = new IconButton(u"x"_s, tr("Pay %1 no more").arg(host), row);
    remove->setObjectName(u"budget.host.remove."_s + host);
    remove->setSmall(true);
    line->addWidget(remove);
    connect(remove, &QAbstractButton::clicked, this, [this, host] {
        m_hosts.removeAll(host);
        rebuild();
        Q_EMIT edited();
    });
    m_rows->addWidget(row);
}

void BudgetRecipients::addPinRow(const PinnedRecipient& pin, bool listed)
{
    auto* row = new QWidget(this);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(listed ? 14 : 0, 0, 0, 0);
    auto* words = new ElidedLabel(tr("%1 is paid at %2 since %3").arg(pin.host, pin.payTo, QLocale(QLocale::English).toString(pin.since.toLocalTime().date(), u"d MMM yyyy"_s)),
                                  Theme::Font::Small, "text.secondary", row);
    words->setObjectName(u"budget.pin."_s + pin.host);
    words->setElideMode(Qt::ElideMiddle);
    line->addWidget(words, 1);
    auto* forget = new Button(tr("Forget"), Button::Variant::Ghost, row);
    forget->setObjectName(u"budget.pin.forget."_s + pin.host);
    forget->setAccessibleName(tr("Forget the address of %1").arg(pin.host));
    forget->setSize(Button::Size::Small);
    forget->setAutoDefault(false);
    line->addWidget(forget);
    connect(forget, &Button::clicked, this, [this, pin] { askForget(pin); });
    m_rows->addWidget(row);
}

/// The pin is what stops a server that was taken over from being paid somewhere else.
void BudgetRecipients::askForget(const PinnedRecipient& pin)
{
    ConfirmDialog::Options options;
    options.title = tr("Forget where %1 is paid?").arg(pin.host);
    options.text = tr("A payment to another address than %1 is refused now. Forgotten, the next address it names is believed. "
                      "Do this only when the people who run it say that the address has changed.").arg(pin.payTo);
    options.accept = tr("Forget the address");
    options.dangerous = true;
    ConfirmDialog::ask(this, options, this, [this, host = pin.host] { Q_EMIT forgetRequested(host); });
}

} // namespace run402
