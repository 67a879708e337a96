// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/reconciler.h"

#include "services/pay/clock.h"
#include "services/pay/creditdebits.h"
#include "services/pay/paymentoutcome.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

using State = Payment::State;

/// Blocks after validBefore in which a late transaction could still show up.
constexpr int kSettleSeconds = 120;
/// More than the journal can have of one purpose in one window.
constexpr int kManyPayments = 5000;

/// The history holds at most this many entries; a full one may not reach back to the payment.
constexpr int kFullHistory = 200;

bool reachesBack(const QList<LedgerEntry>& ledger, const QDateTime& since)
{
    return ledger.size() < kFullHistory
        || std::any_of(ledger.begin(), ledger.end(), [&](const LedgerEntry& e) { return e.createdAt < since; });
}

/// Tier and history are those of whoever asked, who may use another wallet by now.
bool isPayersOwn(const Payment& payment, const PaymentEvidence& evidence)
{
    return evidence.tier && evidence.tier->wallet.compare(payment.payer, Qt::CaseInsensitive) == 0;
}

bool tierGranted(const Payment& payment, const PaymentEvidence& evidence, const QDateTime& since)
{
    if (!payment.purpose.startsWith("tier:"_L1))
        return false;
    const QString tier = payment.purpose.section(u':', 1);
    if (evidence.tier && evidence.tier->tier == tier && evidence.tier->startedAt >= since)
        return true;
    // A renewal keeps the start and shows in the history only.
    return evidence.ledger
        && std::any_of(evidence.ledger->begin(), evidence.ledger->end(), [&](const LedgerEntry& e) {
               return (e.kind == "tier_subscribe"_L1 || e.kind == "tier_renew"_L1 || e.kind == "tier_upgrade"_L1)
                   && e.referenceId == tier && e.createdAt >= since;
           });
}

/// Of the same payer, purpose and price, on a rail that credit can have paid for.
QList<Payment> siblingsOf(const Payment& payment, QList<Payment> others)
{
    others.removeIf([&](const Payment& p) {
        return p.id == payment.id || p.purpose != payment.purpose || p.amountMicros != payment.amountMicros
            || p.payer != payment.payer || p.rail == Rail::TempoPathUsd
            || (p.state == State::Settled && p.rail != Rail::Credit);
    });
    return others;
}

/// Whether with this payment more debits are explained than by its siblings in these states alone.
bool explainsMore(const Payment& payment, const PaymentEvidence& evidence, const QList<Payment>& siblings,
                  std::initializer_list<State> states)
{
    QList<DebitWindow> others;
    for (const Payment& p : siblings) {
        if (std::find(states.begin(), states.end(), p.state) != states.end())
            others.append(debitWindow(p, evidence.clockOffsetMs));
    }
    const auto debits = debitsLike(payment, *evidence.ledger);
    const int without = explained(debits, others);
    return explained(debits, others << debitWindow(payment, evidence.clockOffsetMs)) > without;
}

/// Expiry is by the chain's clock where it tells.
QDateTime timeOf(const PaymentEvidence& evidence, const QDateTime& now)
{
    return evidence.chainTime.isValid() ? evidence.chainTime : now.addMSecs(evidence.clockOffsetMs);
}

} // namespace

std::optional<PaymentJournal::Outcome> weigh(const Payment& payment, const PaymentEvidence& evidence,
                                             const QList<Payment>& siblings, const QDateTime& now)
{
    using OnChain = PaymentEvidence::OnChain;
    if (evidence.onChain == OnChain::Used)
        return PaymentJournal::Outcome{State::Settled, u"reconciled:chain"_s, evidence.transaction,
                                       railOfNetwork(payment.network)};
    const QDateTime since = debitWindow(payment, evidence.clockOffsetMs).from;
    const bool own = isPayersOwn(payment, evidence);
    const bool maybeCredit = payment.rail != Rail::TempoPathUsd;
    const bool history = maybeCredit && own && evidence.ledger;
    const QDateTime serverNow = timeOf(evidence, now);
    // Until then somebody who has the signature can still use it.
    const bool dead = payment.validBefore.isValid() && serverNow >= payment.validBefore.addSecs(kSettleSeconds);
    // While this one can still be used on chain, an unknown sibling may be the one that was debited.
    const bool debited = history
        && (dead ? explainsMore(payment, evidence, siblings, {State::Settled, State::Sent})
                 : explainsMore(payment, evidence, siblings, {State::Settled, State::Sent, State::Unknown}));
    if (debited)
        return PaymentJournal::Outcome{State::Settled, u"reconciled:credit"_s, {}, Rail::Credit};
    if (!dead)
        return std::nullopt;
    // A debit that only a payment in flight could explain instead waits for that one's answer.
    const bool noCredit = !maybeCredit
        || (history && reachesBack(*evidence.ledger, since) && !explainsMore(payment, evidence, siblings, {State::Settled}));
    if (evidence.onChain == OnChain::Unused && noCredit)
        return PaymentJournal::Outcome{State::Refused, u"reconciled:expired_unused"_s, {}, {}};
    if (own && evidence.onChain == OnChain::NotKnown && tierGranted(payment, evidence, since))
        return PaymentJournal::Outcome{State::Settled, u"reconciled:tier"_s, {}, {}};
    return std::nullopt;
}

RetryDecision mayRetry(const Payment& payment, const PaymentEvidence* evidence, const QList<Payment>& siblings, const QDateTime& now)
{
    using Verdict = RetryDecision::Verdict;
    if (payment.state == State::Settled)
        return {Verdict::Settled, {}};
    // Sent is written before the first byte leaves, so these never did.
    const bool stayedHere = payment.nonce.isEmpty() || payment.reason == "never_sent"_L1 || payment.reason.startsWith("never_left:"_L1);
    if (payment.state == State::Refused && (stayedHere || payment.reason == "reconciled:expired_unused"_L1))
        return {Verdict::Allowed, {}};
    if (!evidence)
        return {};
    if (const auto outcome = weigh(payment, *evidence, siblings, now))
        return {outcome->state == State::Settled ? Verdict::Settled : Verdict::Allowed, {}};
    const QDateTime from = payment.validBefore.addSecs(kSettleSeconds);
    if (payment.validBefore.isValid() && timeOf(*evidence, now) < from)
        return {Verdict::NotYet, from};
    return {};
}

Reconciler::Reconciler(PaymentJournal& journal, EvidenceSource& evidence, const Clock& clock,
                       Environment environment, QObject* parent)
    : QObject(parent), m_journal(journal), m_evidence(evidence), m_clock(clock), m_environment(environment)
{}

Call<QList<Payment>>* Reconciler::run()
{
    if (m_running)
        return Call<QList<Payment>>::ready(this, fail(Problem::Kind::Local, u"payment.reconciling"_s,
                                                      u"Unknown payments are being looked at already"_s));
    m_running = true;
    m_resolved.clear();
    auto* call = new Call<QList<Payment>>(this);
    m_call = call;
    PaymentJournal::Filter filter;
    filter.environment = environmentId(m_environment);
    filter.states = {State::Unknown};
    m_journal.list(filter)->onDone(this, [this](const Result<QList<Payment>>& r) {
        if (!r.ok()) {
            finish(fail(r.error()));
            return;
        }
        m_waiting = *r;
        next();
    });
    return call;
}

void Reconciler::next()
{
    if (m_waiting.isEmpty()) {
        finish(m_resolved);
        return;
    }
    const Payment payment = m_waiting.takeLast(); // the list is newest first
    m_evidence.collect(payment)->onDone(this, [this, payment](const Result<PaymentEvidence>& r) {
        if (r.ok())
            weighed(payment, *r);
        else
            next();
    });
}

Call<QList<Payment>>* Reconciler::siblings(const Payment& payment)
{
    PaymentJournal::Filter filter;
    filter.environment = payment.environment;
    filter.states = {State::Settled, State::Sent, State::Unknown};
    filter.limit = kManyPayments;
    return mapCall(this, m_journal.list(filter), [payment](const QList<Payment>& others) -> Result<QList<Payment>> {
        return siblingsOf(payment, others);
    });
}

void Reconciler::weighed(const Payment& payment, const PaymentEvidence& evidence)
{
    siblings(payment)->onDone(this, [this, payment, evidence](const Result<QList<Payment>>& r) {
        if (!r.ok()) {
            next();
            return;
        }
        const auto outcome = weigh(payment, evidence, *r, m_clock.now());
        if (outcome)
            record(payment, *outcome);
        else
            next();
    });
}

Call<RetryDecision>* Reconciler::mayRetry(const Payment& payment)
{
    const RetryDecision known = run402::mayRetry(payment, nullptr, {}, m_clock.now());
    if (known.verdict != RetryDecision::Verdict::NotProven)
        return Call<RetryDecision>::ready(this, known);
    auto* call = new Call<RetryDecision>(this);
    m_evidence.collect(payment)->onDone(call, [this, call, payment](const Result<PaymentEvidence>& evidence) {
        if (!evidence.ok())
            return call->resolve(RetryDecision());
        siblings(payment)->onDone(call, [this, call, payment, evidence = *evidence](const Result<QList<Payment>>& r) {
            call->resolve(r.ok() ? Result<RetryDecision>(run402::mayRetry(payment, &evidence, *r, m_clock.now()))
                                 : Result<RetryDecision>(r.error()));
        });
    });
    return call;
}

void Reconciler::record(const Payment& payment, const PaymentJournal::Outcome& outcome)
{
    m_journal.finish(payment.id, outcome)->onDone(this, [this](const Result<Payment>& r) {
        // Another program may have been quicker; then its word stands.
        if (r.ok())
            m_resolved.append(*r);
        next();
    });
}

void Reconciler::finish(Result<QList<Payment>> outcome)
{
    m_running = false;
    if (m_call)
        m_call->resolve(std::move(outcome));
}

} // namespace run402
