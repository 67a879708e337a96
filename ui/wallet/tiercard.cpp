// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallet/tiercard.h"

#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/meter.h"
#include "ui/common/toggleswitch.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

TierCard::TierCard(const QString& tier, QWidget* parent)
    : Card(parent)
    , m_tier(tier)
    , m_title(new Label({}, Theme::Font::Title))
    , m_current(new Chip(tr("Current"), Tone::Success, this))
    , m_price(new Label({}, Theme::Font::MonoStrong))
    , m_span(new Label({}, Theme::Font::Small, "text.muted"))
    , m_grid(new QGridLayout)
    , m_lease(new QWidget(this))
    , m_left(new Label({}, Theme::Font::Label))
    , m_of(new Label({}, Theme::Font::Small, "text.muted"))
    , m_bar(new Meter)
    , m_renewal(new QWidget(this))
    , m_renews(new Switch(tr("Renew by itself"), this))
    , m_renewNote(new Label({}, Theme::Font::Small, "text.muted"))
    , m_preview(new Label({}, Theme::Font::Small, "text.muted"))
    , m_action(new Button({}, Button::Variant::Secondary, this))
    , m_money(new Chip({}, Tone::Testnet, this))
{
    setObjectName(u"wallet.tier."_s + tier);
    body()->setContentsMargins(13, 11, 13, 11);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title);
    head->addWidget(m_current);
    head->addStretch(1);
    m_price->setFont(Theme::of(this).fontOf(true, 16, QFont::DemiBold));
    connect(&Theme::of(this), &Theme::changed, m_price,
            [this] { m_price->setFont(Theme::of(this).fontOf(true, 16, QFont::DemiBold)); });
    head->addWidget(m_price);
    head->addWidget(m_span);
    body()->addLayout(head);
    body()->addSpacing(7);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(2);
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, 1);
    body()->addLayout(m_grid);
    body()->addSpacing(9);
    auto* lease = new QVBoxLayout(m_lease);
    lease->setContentsMargins(0, 0, 0, 5);
    lease->setSpacing(5);
    auto* line = new QHBoxLayout;
    line->addWidget(m_left);
    line->addStretch(1);
    line->addWidget(m_of);
    lease->addLayout(line);
    m_bar->setAccessibleName(tr("Lease left"));
    lease->addWidget(m_bar);
    body()->addWidget(m_lease);
    auto* renewal = new QVBoxLayout(m_renewal);
    renewal->setContentsMargins(0, 0, 0, 4);
    renewal->setSpacing(2);
    m_renews->setCheckable(true);
    m_renews->setAccessibleName(tr("Renew by itself"));
    renewal->addWidget(m_renews, 0, Qt::AlignLeft);
    m_renewNote->setWordWrap(true);
    renewal->addWidget(m_renewNote);
    body()->addWidget(m_renewal);
    m_preview->setWordWrap(true);
    body()->addWidget(m_preview);
    body()->addStretch(1);
    body()->addSpacing(9);
    auto* foot = new QHBoxLayout;
    m_action->setObjectName(u"wallet.tier.%1.action"_s.arg(tier));
    m_action->setSize(Button::Size::Small);
    foot->addWidget(m_action);
    foot->addStretch(1);
    foot->addWidget(m_money);
    body()->addLayout(foot);
    connect(m_renews, &Switch::clicked, this, &TierCard::autoRenewRequested);
    connect(m_action, &Button::clicked, this, [this] { Q_EMIT actionTriggered(m_tier); });
}

void TierCard::showFeatures(const QStringList& features)
{
    if (features == m_features)
        return;
    m_features = features;
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (int i = 0; i < features.size(); ++i) {
        auto* cell = new QWidget(this);
        auto* row = new QHBoxLayout(cell);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(6);
        row->addWidget(new IconLabel(u"check"_s, 12, "accent.text"));
        row->addWidget(new Label(features.at(i), Theme::Font::Small, "text.secondary"));
        row->addStretch(1);
        m_grid->addWidget(cell, i / 2, i % 2);
    }
}

void TierCard::setData(const TierCardData& data)
{
    m_title->setText(data.title);
    m_current->setVisible(data.current);
    // One widget in the pane carries this name: the present tier's mark.
    m_current->setObjectName(data.current ? u"wallet.tier.current"_s : QString());
    m_price->setText(data.price);
    m_span->setText(data.span);
    showFeatures(data.features);
    setChosen(data.current);
    m_lease->setVisible(data.current);
    m_left->setText(data.left);
    m_of->setText(data.of);
    m_bar->setParts({{1 - data.elapsed, data.elapsed < 0.8 ? "accent.solid" : data.elapsed <= 0.95 ? "chart.3" : "chart.4"}});
    m_renewal->setVisible(data.current);
    m_renews->setObjectName(data.current ? u"wallet.autorenew"_s : QString());
    m_renewNote->setObjectName(data.current ? u"wallet.autorenew.note"_s : QString());
    m_renews->setChecked(data.renewsItself);
    m_renewNote->setText(data.renewNote);
    m_renewNote->setToken(data.renewPaused ? "warning.text" : "text.muted");
    m_renewNote->setVisible(!data.renewNote.isEmpty());
    m_blocked = !data.blocked.isEmpty();
    m_preview->setText(m_blocked ? data.blocked : data.preview);
    m_action->setText(data.action);
    m_action->setVariant(data.primary ? Button::Variant::Primary : Button::Variant::Secondary);
    m_action->setAccessibleName(tr("%1: %2").arg(data.title, data.action));
    m_action->updateGeometry();
    m_money->setTone(data.tone);
    m_money->setText(data.chip);
}

void TierCard::setBusy(bool mine, bool other)
{
    m_action->setBusy(mine);
    m_action->setEnabled(!other && !m_blocked);
}

} // namespace run402
