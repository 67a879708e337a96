// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallet/railcard.h"

#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/moneymask.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

RailCard::RailCard(Rail rail, QWidget* parent)
    : Card(parent)
    , m_icon(new IconLabel(u"credit-card"_s, 16, "text.muted", this))
    , m_name(new ElidedLabel({}, Theme::Font::BodyMedium))
    , m_note(new ElidedLabel({}, Theme::Font::Small, "text.muted"))
    , m_amount(new Label({}, Theme::Font::Money))
    , m_unit(new Label({}, Theme::Font::Mono, "text.muted"))
    , m_chip(new Chip({}, Tone::Testnet, this))
    , m_faucet(new Button(tr("Get free"), Button::Variant::Secondary, this))
    , m_fund(new Button(tr("Add money"), Button::Variant::Secondary, this))
{
    setMinimumHeight(Theme::of(this).scaled(128));
    body()->setContentsMargins(13, 11, 11, 11);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_icon);
    head->addWidget(m_name, 1);
    body()->addLayout(head);
    m_note->setContentsMargins(24, 0, 0, 0);
    body()->addWidget(m_note);
    body()->addSpacing(8);
    auto* amount = new QHBoxLayout;
    amount->setSpacing(6);
    m_amount->setObjectName(u"wallet.balance."_s + railId(rail));
    amount->addWidget(m_amount);
    m_unit->setContentsMargins(0, 4, 0, 0);
    amount->addWidget(m_unit);
    amount->addStretch(1);
    body()->addLayout(amount);
    body()->addStretch(1);
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_chip);
    foot->addStretch(1);
    m_faucet->setObjectName(u"wallet.faucet."_s + railId(rail));
    m_faucet->setSize(Button::Size::Small);
    m_faucet->hide();
    foot->addWidget(m_faucet);
    m_fund->setObjectName(u"wallet.fund"_s);
    m_fund->setSize(Button::Size::Small);
    m_fund->setVisible(rail == Rail::Credit);
    foot->addWidget(m_fund);
    foot->addStrut(m_fund->sizeHint().height()); // chips stand level in all cards, with a button or without
    body()->addLayout(foot);
    connect(&MoneyMask::of(this), &MoneyMask::changed, this, [this] { setData(m_data); });
    connect(m_faucet, &Button::clicked, this, &RailCard::faucetRequested);
    connect(m_fund, &Button::clicked, this, &RailCard::fundRequested);
}

void RailCard::setData(const RailCardData& data)
{
    m_data = data;
    m_icon->setIconName(data.icon);
    m_name->setText(data.name);
    m_note->setText(m_wait.isEmpty() ? data.note : m_wait);
    m_note->setToken(data.failed ? "warning.text" : "text.muted");
    m_note->setToolTip(data.failed ? data.exact : QString());
    const MoneyMask& mask = MoneyMask::of(this);
    m_amount->setText(mask.shown(data.amount));
    m_amount->setToolTip(mask.shown(data.exact));
    m_amount->setAccessibleName(data.failed ? tr("%1: %2").arg(data.name, data.note)
                                            : tr("%1: %2 %3").arg(data.name, m_amount->text(), data.unit));
    m_unit->setText(data.unit);
    m_chip->setTone(data.tone);
    m_chip->setText(data.chip);
    m_faucet->setVisible(data.hasFaucet);
    m_faucet->setAccessibleName(tr("Get free %1").arg(data.name));
}

void RailCard::setFaucetState(const QString& busy, const QString& wait)
{
    m_faucet->setBusy(!busy.isEmpty());
    m_faucet->setEnabled(busy.isEmpty() ? wait.isEmpty() : true);
    m_faucet->setToolTip(busy.isEmpty() ? wait : busy);
    m_wait = busy.isEmpty() ? wait : busy;
    m_note->setText(m_wait.isEmpty() ? m_data.note : m_wait);
}

} // namespace run402
