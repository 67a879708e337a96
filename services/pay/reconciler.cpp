// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/reconciler.h"

#include "services/pay/clock.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

using State = Payment::State;

/// Clocks, and the way a request takes, differ by less than this.
constexpr int kSlackSeconds = 60;
/// Blocks after validBefore in which a late transaction could still show up.
constexpr int kSettleSeconds = 120;

QDateTime windowStart(const Payment& payment, qint64 clockOffsetMs)
{
    return payment.createdAt.addMSecs(clockOffsetMs).addSecs(-kSlackSeconds);
}

/// The ledger's name of what was bought: "tier:hobby" is sku "tier_hobby".
QString skuOf(const Payment& payment)
{
    QString sku = payment.purpose;
    return sku.replace(u':', u'_');
}

int debitsFor(const Payment& payment, const QList<LedgerEntry>& ledger, const QDateTime& since)
{
    return int(std::count_if(ledger.begin(), ledger.end(), [&](const LedgerEntry& e) {
        return !e.credit && e.kind == "purchase_debit"_L1 && e.amountMicros == payment.amountMicros
            && e.referenceId == skuOf(payment) && e.createdAt >= since;
    }));
}

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

} // namespace

std::optional<PaymentJournal::Outcome> weigh(const Payment& payment, const PaymentEvidence& evidence,
                                             int creditSiblings, const QDateTime& now)
{
    using OnChain = PaymentEvidence::OnChain;
    if (evidence.onChain == OnChain::Used)
        return PaymentJournal::Outcome{State::Settled, u"reconciled:chain"_s, evidence.transaction, {}};
    const QDateTime since = windowStart(payment, evidence.clockOffsetMs);
    const bool own = isPayersOwn(payment, evidence);
    if (own && evidence.ledger && debitsFor(payment, *evidence.ledger, since) > creditSiblings)
        return PaymentJournal::Outcome{State::Settled, u"reconciled:credit"_s, {}, Rail::Credit};
    const QDateTime serverNow = evidence.chainTime.isValid() ? evidence.chainTime : now.addMSecs(evidence.clockOffsetMs);
    // Until then somebody who has the signature can still use it.
    if (!payment.validBefore.isValid() || serverNow < payment.validBefore.addSecs(kSettleSeconds))
        return std::nullopt;
    if (own && evidence.onChain == OnChain::Unused && evidence.ledger && reachesBack(*evidence.ledger, since))
        return PaymentJournal::Outcome{State::Refused, u"reconciled:expired_unused"_s, {}, {}};
    if (own && evidence.onChain == OnChain::NotKnown && tierGranted(payment, evidence, since))
        return PaymentJournal::Outcome{State::Settled, u"reconciled:tier"_s, {}, {}};
    return std::nullopt;
}

RetryDecision mayRetry(const Payment& payment, const PaymentEvidence* evidence, int creditSiblings, const QDateTime& now)
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
    if (const auto outcome = weigh(payment, *evidence, creditSiblings, now))
        return {outcome->state == State::Settled ? Verdict::Settled : Verdict::Allowed, {}};
    const QDateTime from = payment.validBefore.addSecs(kSettleSeconds);
    const QDateTime chainNow = evidence->chainTime.isValid() ? evidence->chainTime : now.addMSecs(evidence->clockOffsetMs);
    if (payment.validBefore.isValid() && chainNow < from)
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

Call<int>* Reconciler::siblingsOf(const Payment& payment)
{
    PaymentJournal::Filter filter;
    filter.environment = payment.environment;
    filter.states = {State::Settled};
    filter.from = payment.createdAt.addSecs(-kSlackSeconds);
    return mapCall(this, m_journal.list(filter), [payment](const QList<Payment>& settled) -> Result<int> {
        return int(std::count_if(settled.begin(), settled.end(), [&](const Payment& p) {
            return p.rail == Rail::Credit && p.purpose == payment.purpose && p.amountMicros == payment.amountMicros
                && p.payer == payment.payer;
        }));
    });
}

void Reconciler::weighed(const Payment& payment, const PaymentEvidence& evidence)
{
    siblingsOf(payment)->onDone(this, [this, payment, evidence](const Result<int>& siblings) {
        const auto outcome = siblings.ok() ? weigh(payment, evidence, *siblings, m_clock.now()) : std::nullopt;
        if (outcome)
            record(payment, *outcome);
        else
            next();
    });
}

Call<RetryDecision>* Reconciler::mayRetry(const Payment& payment)
{
    const RetryDecision known = run402::mayRetry(payment, nullptr, 0, m_clock.now());
    if (known.verdict != RetryDecision::Verdict::NotProven)
        return Call<RetryDecision>::ready(this, known);
    auto* call = new Call<RetryDecision>(this);
    m_evidence.collect(payment)->onDone(call, [this, call, payment](const Result<PaymentEvidence>& evidence) {
        if (!evidence.ok())
            return call->resolve(RetryDecision());
        siblingsOf(payment)->onDone(call, [this, call, payment, evidence = *evidence](const Result<int>& siblings) {
            call->resolve(siblings.ok() ? Result<RetryDecision>(run402::mayRetry(payment, &evidence, *siblings, m_clock.now()))
                                        : Result<RetryDecision>(siblings.error()));
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
