// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/market/tierbox.h"

#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/paint.h"
#include "ui/common/problemtext.h"
#include "ui/market/markettext.h"
#include "ui/wallet/walletfacts.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace run402 {

using namespace Qt::StringLiterals;

TierBox::TierBox(Services& services, const QString& minTier, int functions, QWidget* parent)
    : QFrame(parent), m_services(services), m_minTier(minTier), m_functions(functions),
      m_icon(new IconLabel(u"badge-check"_s, 18, "accent.text")), m_title(new Label({}, Theme::Font::Label)),
      m_text(new Label({}, Theme::Font::Small, "text.muted")), m_button(new Button({}, Button::Variant::Primary))
{
    setObjectName(u"market.tier"_s);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 10, 12, 10);
    row->setSpacing(12);
    row->addWidget(m_icon);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    m_text->setWordWrap(true);
    words->addWidget(m_title);
    words->addWidget(m_text);
    row->addLayout(words, 1);
    row->addWidget(m_button);
    m_button->setObjectName(u"market.tier.button"_s);
    m_button->setSize(Button::Size::Small);
    connect(m_button, &Button::clicked, this, &TierBox::act);
    Workspace& w = services.workspace();
    connect(&w, &Workspace::tierChanged, this, &TierBox::refresh);
    connect(&w, &Workspace::pricesChanged, this, &TierBox::refresh);
    connect(&w, &Workspace::connectionChanged, this, &TierBox::refresh);
    connect(&services.wallets(), &Wallets::changed, this, &TierBox::refresh);
    refresh();
}

void TierBox::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    paintBox(&p, rect(), 6, t.color(m_ok ? "bg.alt" : "warning.tint"), t.color(m_ok ? "border.default" : "warning.line"));
}

void TierBox::refresh()
{
    Workspace& w = m_services.workspace();
    TierCheck check;
    const bool hasWallet = m_services.wallets().active(w.isSandbox()).has_value();
    QString button;
    if (!w.isConnected()) {
        check.title = tr("Not connected");
        check.text = w.connectionProblem() ? problemWords(*w.connectionProblem()).title : tr("Waiting for the server.");
    } else if (w.gateway().readOnly) {
        check.title = tr("Read only");
        check.text = w.capabilities().whyNot(Capability::Projects);
    } else if (!w.tier().value && !w.tier().problem && hasWallet) {
        check.title = tr("Reading your tier");
    } else {
        check = MarketText::tier(w, m_minTier, m_functions);
        if (!check.ok && !hasWallet)
            button = tr("Set up a wallet");
        else if (!check.ok && check.priceMicros >= 0)
            button = tr("Get %1 for %2").arg(MarketText::tierName(check.tierNeeded), priceWords(check.priceMicros, w.balances().value.value_or(QList<RailBalance>()), w.environment()));
    }
    m_tierNeeded = check.tierNeeded;
    m_ok = check.ok;
    m_icon->setIconName(m_ok ? u"badge-check"_s : u"triangle-alert"_s);
    m_icon->setToken(m_ok ? "accent.text" : "warning.text");
    m_title->setText(check.title);
    m_text->setText(check.text);
    m_text->setToken(m_ok ? "text.muted" : "text.secondary");
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
    update();
    Q_EMIT changed();
}

void TierBox::act()
{
    if (!m_services.wallets().active(m_services.workspace().isSandbox()) || !m_services.hasSession()) {
        Q_EMIT paneRequested(u"wallet"_s);
        return;
    }
    m_button->setBusy(true);
    m_services.money().setTier(m_tierNeeded)->onDone(this, [this](const Result<TierChange>& r) {
        m_button->setBusy(false);
        m_services.workspace().refreshTier();
        m_services.workspace().refreshBalances();
        if (!r.ok() && r.error().kind != Problem::Kind::Cancelled && r.error().code != "x402.declined"_L1)
            m_text->setText(problemWords(r.error()).title + u' ' + r.error().message);
    });
}

} // namespace run402
