// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallet/walletview.h"

#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/wallet/addresscard.h"
#include "ui/wallet/budgetcard.h"
#include "ui/wallet/paymentscard.h"
#include "ui/wallet/railcard.h"
#include "ui/wallet/tiercard.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

/// Below this width the four rails stand in two rows.
constexpr int kWide = 1040;
constexpr Rail kRails[] = {Rail::Credit, Rail::BaseUsdc, Rail::BaseSepoliaUsdc, Rail::TempoPathUsd};

} // namespace

WalletView::WalletView(QWidget* parent)
    : QWidget(parent)
    , m_notice(new Banner(Tone::Info, u"info"_s, {}, this))
    , m_address(new AddressCard(this))
    , m_railGrid(new QGridLayout)
    , m_tierRow(new QHBoxLayout)
    , m_budget(new BudgetCard(this))
    , m_payments(new PaymentsCard(this))
{
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(20, 14, 20, 14);
    page->setSpacing(12);
    m_notice->setObjectName(u"wallet.notice"_s);
    m_notice->hide();
    page->addWidget(m_notice);
    auto* top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(m_address, 0, Qt::AlignTop);
    m_railGrid->setSpacing(12);
    for (const Rail rail : kRails) {
        auto* card = new RailCard(rail, this);
        m_rails.insert(int(rail), card);
        connect(card, &RailCard::faucetRequested, this, [this, rail] { Q_EMIT faucetRequested(rail); });
        connect(card, &RailCard::fundRequested, this, &WalletView::fundRequested);
    }
    top->addLayout(m_railGrid, 1);
    page->addLayout(top);
    m_tierRow->setSpacing(12);
    page->addLayout(m_tierRow);
    auto* bottom = new QHBoxLayout;
    bottom->setSpacing(12);
    bottom->addWidget(m_budget);
    bottom->addWidget(m_payments, 1);
    page->addLayout(bottom, 1);
    placeRails();
    connect(m_notice, &Banner::actionTriggered, this, &WalletView::noticeActionTriggered);
}

void WalletView::placeRails()
{
    const int columns = width() >= kWide ? 4 : 2;
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (RailCard* card : std::as_const(m_rails))
        m_railGrid->removeWidget(card);
    for (int i = 0; i < 4; ++i) {
        m_railGrid->addWidget(m_rails.value(int(kRails[i])), i / columns, i % columns);
        m_railGrid->setColumnStretch(i, i < columns ? 1 : 0);
    }
}

void WalletView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeRails();
}

void WalletView::setRails(const QList<RailCardData>& rails)
{
    for (const RailCardData& data : rails)
        m_rails.value(int(data.rail))->setData(data);
}

TierCard* WalletView::tier(const QString& name) const
{
    for (TierCard* card : m_tiers) {
        if (card->tier() == name)
            return card;
    }
    return nullptr;
}

void WalletView::setTiers(const QList<TierCardData>& tiers)
{
    bool same = tiers.size() == m_tiers.size();
    for (int i = 0; same && i < tiers.size(); ++i)
        same = tiers[i].id == m_tiers[i]->tier();
    if (!same) {
        qDeleteAll(m_tiers);
        m_tiers.clear();
        for (const TierCardData& data : tiers) {
            auto* card = new TierCard(data.id, this);
            m_tierRow->addWidget(card, 1);
            m_tiers << card;
            connect(card, &TierCard::actionTriggered, this, &WalletView::tierRequested);
            connect(card, &TierCard::autoRenewRequested, this, &WalletView::autoRenewRequested);
        }
    }
    for (int i = 0; i < tiers.size(); ++i)
        m_tiers[i]->setData(tiers[i]);
    setBusyTier(m_busyTier);
}

void WalletView::setBusyTier(const QString& tier)
{
    m_busyTier = tier;
    for (TierCard* card : std::as_const(m_tiers))
        card->setBusy(!tier.isEmpty() && card->tier() == tier, !tier.isEmpty() && card->tier() != tier);
}

void WalletView::setNotice(Tone tone, const QString& strong, const QString& text, const QString& action)
{
    const char* icon = tone == Tone::Danger ? "circle-alert" : tone == Tone::Warning ? "triangle-alert" : "info";
    m_notice->setTone(tone, QString::fromLatin1(icon));
    m_notice->setText(text, strong);
    m_notice->setAction(action);
    m_notice->setVisible(!text.isEmpty() || !strong.isEmpty());
}

} // namespace run402
