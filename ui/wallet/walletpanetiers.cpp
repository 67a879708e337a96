// SPDX-License-Identifier: GPL-3.0-or-later
// The wallet pane's tiers: what a change does, its payment and what came of it, and renewing by itself.
#include "ui/wallet/walletpane.h"

#include "services/lease/leaseguardian.h"
#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/problemtext.h"
#include "ui/common/toast.h"
#include "ui/lease/leasewords.h"
#include "ui/lease/tierdialog.h"
#include "ui/wallet/walletview.h"

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr qint64 kFreshSeconds = 120; // older credit may have been spent elsewhere

} // namespace

void WalletPane::refreshTiers()
{
    auto cards = tierCards(m_workspace.prices().value.value_or(QList<TierOffer>()),
                           m_workspace.tier().value.value_or(TierStatus()),
                           m_workspace.balances().value.value_or(QList<RailBalance>()), m_workspace.environment(),
                           m_workspace.serverNow());
    // Probe before offering any purchase: a service that is not understood sells nothing here.
    QString blocked;
    if (!m_workspace.isConnected())
        blocked = tr("Not connected: nothing can be bought now.");
    else
        blocked = m_workspace.capabilities().whyNot(Capability::BuyTier);
    for (TierCardData& card : cards) {
        if (!blocked.isEmpty())
            card.blocked = blocked;
        if (card.current)
            tellRenewal(card);
    }
    m_view->setTiers(cards);
}

/// Another tier ends the present lease, so what that means is shown before anything is paid.
void WalletPane::changeTier(const QString& tier)
{
    if (!m_services.hasSession() || !m_workspace.isConnected())
        return;
    const auto plan = planTier(m_workspace.prices().value.value_or(QList<TierOffer>()),
                               m_workspace.tier().value.value_or(TierStatus()), tier, m_workspace.serverNow());
    if (!plan || plan->refused)
        return;
    if (plan->action == TierPlan::Action::Subscribe || plan->action == TierPlan::Action::Renew)
        return payTier(*plan);
    auto* dialog = new TierDialog(this, *plan, priceWords(plan->priceMicros, m_workspace.balances().value.value_or(QList<RailBalance>()),
                                                          m_workspace.environment()));
    connect(dialog, &QDialog::accepted, this, [this, tier] {
        const auto now = planTier(m_workspace.prices().value.value_or(QList<TierOffer>()),
                                  m_workspace.tier().value.value_or(TierStatus()), tier, m_workspace.serverNow());
        if (now && m_services.hasSession())
            payTier(*now);
    });
    dialog->open();
}

std::optional<qint64> WalletPane::creditKnown() const
{
    for (const RailBalance& b : m_workspace.balances().value.value_or(QList<RailBalance>())) {
        if (b.rail == Rail::Credit && b.readAt.secsTo(QDateTime::currentDateTimeUtc()) < kFreshSeconds)
            return b.micros;
    }
    return std::nullopt;
}

void WalletPane::payTier(const TierPlan& plan)
{
    const int generation = m_generation;
    m_view->setBusyTier(plan.tier);
    m_view->setNotice(Tone::Info, {}, {});
    const qint64 sent = QDateTime::currentMSecsSinceEpoch();
    m_services.money().setTier(plan.tier)->onDone(this, [this, generation, plan, sent, credit = creditKnown()](const Result<TierChange>& r) {
        if (generation != m_generation)
            return;
        m_view->setBusyTier({});
        tierChanged(plan, r, sent, credit);
        m_workspace.refreshTier();
        m_workspace.refreshBalances();
        m_workspace.refreshProjects();
        scheduleLists();
    });
}

void WalletPane::tierChanged(const TierPlan& plan, const Result<TierChange>& outcome, qint64 sentMs, std::optional<qint64> creditBefore)
{
    if (!outcome.ok()) {
        if (!isStopped(outcome.error()))
            showProblem(outcome.error());
        return;
    }
    const qint64 elapsed = QDateTime::currentMSecsSinceEpoch() - sentMs;
    // The answer does not say from where the price came: either way that explains it is right.
    TierDifference difference = compareTier(plan, *outcome, elapsed, creditBefore, false);
    if (const TierDifference other = compareTier(plan, *outcome, elapsed, creditBefore, true);
        difference.refund && creditBefore && *creditBefore >= plan.priceMicros && !other.refund)
        difference = other;
    const LeaseWords::Words words = LeaseWords::outcome(plan, *outcome, difference);
    if (difference.any())
        m_view->setNotice(Tone::Warning, words.title + u'.', words.text);
    else
        m_toasts->push({Tone::Success, {}, words.title, words.text, {}, {}});
}

void WalletPane::setAutoRenew(bool on)
{
    m_services.guardian().setAutoRenew(on)->onDone(this, [this](const Result<Done>& r) {
        if (!r.ok())
            showProblem(r.error());
        refreshTiers(); // the switch shows what is kept, not what was clicked
    });
}

void WalletPane::tellRenewal(TierCardData& card) const
{
    const LeaseGuardian::State& state = m_services.guardian().state();
    card.renewsItself = state.on;
    if (!state.on)
        return;
    card.renewPaused = !state.pausedBy.isEmpty();
    if (state.renewing) {
        card.renewNote = tr("Renewing now");
    } else if (card.renewPaused) {
        const ProblemWords words = problemWords(Problem::make(Problem::Kind::Policy, state.pausedBy, {}));
        const QString why = state.pausedBy == "payment.needs_person"_L1
            ? tr("Your budget asks before a payment of this size, and nobody is there to answer.") : words.title + u'.';
        card.renewNote = tr("Paused: %1 Renew by hand, or switch it off and on to try again.").arg(why);
    } else {
        const TierStatus tier = m_workspace.tier().value.value_or(TierStatus());
        card.renewNote = tr("On %1, within your budget").arg(dayWords(tier.expiresAt.addSecs(-LeaseGuardian::renewBefore)));
    }
}

} // namespace run402
