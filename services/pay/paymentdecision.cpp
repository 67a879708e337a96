// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/paymentdecision.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr qint64 kMaxTimeoutSeconds = 3600;
/// A clock a little ahead of the server's makes "validAfter" lie in the future (contract.md §8.1).
constexpr qint64 kSigningEarlyMs = 5'000;

Amount capOf(qint64 micros) { return micros > 0 ? Amount::fromMicros(micros) : Amount::max(); }

std::optional<Amount> optionalCap(qint64 micros)
{
    return micros > 0 ? std::optional(Amount::fromMicros(micros)) : std::nullopt;
}

bool isSilent(const PaymentFacts& facts, bool real)
{
    return !real && facts.budget.budget.silentTestnet;
}

x402::SpendPolicy policyFor(const PaymentFacts& facts, bool real)
{
    const Budget& caps = real ? facts.budget.realBudget : facts.budget.budget;
    x402::SpendPolicy policy;
    policy.environment = x402Environment(facts.environment);
    policy.perPayment = capOf(caps.perPaymentMicros);
    policy.perDay = optionalCap(caps.perDayMicros);
    policy.perMonth = optionalCap(caps.perMonthMicros);
    policy.askAbove = isSilent(facts, real)
        ? Amount::max()
        : Amount::fromMicros(qMax(caps.askAboveMicros, facts.budget.silentUpToMicros));
    policy.maxTimeoutSeconds = kMaxTimeoutSeconds;
    policy.hosts = facts.budget.budget.hosts;
    if (facts.budget.budget.anyHost)
        policy.hosts.append(facts.request.host());
    for (auto it = facts.budget.recipients.cbegin(); it != facts.budget.recipients.cend(); ++it) {
        if (const auto address = x402::Address::parse(it.value()))
            policy.pins.push_back({it.key(), *address});
    }
    return policy;
}

std::optional<qint64> balanceOn(const PaymentFacts& facts, Rail rail)
{
    for (const RailBalance& b : facts.balances) {
        if (b.rail == rail)
            return b.micros;
    }
    return std::nullopt;
}

x402::SpendState stateFor(const PaymentFacts& facts, bool real)
{
    const auto& spent = real ? facts.budget.real : facts.budget.play;
    x402::SpendState state;
    state.spentToday = Amount::fromMicros(spent.todayMicros);
    state.spentThisMonth = Amount::fromMicros(spent.thisMonthMicros);
    if (const auto credit = balanceOn(facts, Rail::Credit))
        state.credit = Amount::fromMicros(*credit);
    const std::pair<Rail, quint64> chains[] = {{Rail::BaseUsdc, x402::chain::base},
                                               {Rail::BaseSepoliaUsdc, x402::chain::baseSepolia},
                                               {Rail::TempoPathUsd, x402::chain::tempoModerato}};
    for (const auto& [rail, chainId] : chains) {
        const auto balance = balanceOn(facts, rail);
        state.funds.push_back({chainId, balance ? std::optional(Amount::fromMicros(*balance)) : std::nullopt});
    }
    return state;
}

Rail railOf(const x402::Decision& decision)
{
    if (decision.fromCredit)
        return Rail::Credit;
    switch (decision.offer.asset->chainId) {
    case x402::chain::base: return Rail::BaseUsdc;
    case x402::chain::tempoModerato: return Rail::TempoPathUsd;
    default: return Rail::BaseSepoliaUsdc;
    }
}

quint64 chainOf(Rail rail)
{
    return rail == Rail::BaseUsdc ? x402::chain::base : x402::chain::baseSepolia;
}

x402::Decision decideWith(const PaymentFacts& facts, bool real)
{
    x402::SpendPolicy policy = policyFor(facts, real);
    if (facts.wanted == Rail::BaseUsdc || facts.wanted == Rail::BaseSepoliaUsdc)
        policy.networks = {chainOf(*facts.wanted)};
    return x402::decide(*facts.challenge, facts.request, facts.payer, policy, stateFor(facts, real));
}

std::optional<Problem> dearerThanQuoted(const PaymentFacts& facts, qint64 micros)
{
    if (facts.intent.quotedMicros < 0 || micros <= facts.intent.quotedMicros)
        return std::nullopt;
    Problem problem = Problem::make(Problem::Kind::Policy, u"x402.dearer_than_quoted"_s,
                                    u"The offer costs %1 micro-USD, the price shown was %2"_s.arg(micros)
                                        .arg(facts.intent.quotedMicros));
    problem.details = {{u"offeredMicros"_s, micros}, {u"quotedMicros"_s, facts.intent.quotedMicros}};
    return problem;
}

PaymentDecision refused(PaymentDecision decision, Problem problem)
{
    decision.refusal = std::move(problem);
    return decision;
}

std::optional<QDateTime> twinOf(const PaymentFacts& facts, qint64 micros)
{
    Payment like;
    like.purpose = facts.intent.purpose;
    like.payer = facts.payer.address.toString();
    like.amountMicros = micros;
    return twinCharge(like, facts.charges, facts.known, facts.clockOffsetMs, facts.serverNow);
}

PaymentDecision decideX402(const PaymentFacts& facts)
{
    PaymentDecision out;
    bool real = facts.environment == Environment::Mainnet;
    out.decision = decideWith(facts, real);
    // Credit is real money wherever it is debited, so its own caps and questions apply.
    if (facts.environment == Environment::Testnet && out.decision.verdict != x402::Decision::Verdict::Refuse
        && out.decision.fromCredit) {
        real = true;
        out.decision = decideWith(facts, real);
    }
    if (out.decision.verdict == x402::Decision::Verdict::Refuse)
        return refused(out, out.decision.problem());
    out.asks = out.decision.asks;
    out.rail = railOf(out.decision);
    out.realMoney = PaymentJournal::isRealMoney(environmentId(facts.environment), out.rail);
    out.amountMicros = out.decision.offer.price->micros();
    if (const auto dearer = dearerThanQuoted(facts, out.amountMicros))
        return refused(out, *dearer);
    const bool creditUnknown = facts.environment == Environment::Testnet && !balanceOn(facts, Rail::Credit);
    const bool silent = isSilent(facts, out.realMoney) && !creditUnknown;
    out.twinAt = twinOf(facts, out.amountMicros);
    out.mustAsk = out.twinAt || !facts.unresolved.isEmpty() || (!silent && (!out.asks.empty() || creditUnknown));
    return out;
}

PaymentDecision decideTempo(const PaymentFacts& facts)
{
    PaymentDecision out;
    out.rail = Rail::TempoPathUsd;
    if (!facts.tempo)
        return refused(out, facts.tempoProblem.value_or(x402::problemOf(x402::Reason::NoOffer)));
    const TempoOffer& offer = *facts.tempo;
    out.realMoney = offer.charge.asset->realMoney;
    const auto price = offer.charge.amount.toAmount();
    if (!price)
        return refused(out, x402::problemOf(x402::Reason::OverCap));
    out.amountMicros = price->micros();
    const x402::SpendPolicy policy = policyFor(facts, out.realMoney);
    const auto reason = x402::checkTransfer(facts.request, facts.payer, offer.charge.recipient, *price, policy,
                                            stateFor(facts, out.realMoney));
    if (reason != x402::Reason::None)
        return refused(out, x402::problemOf(reason));
    if (const auto dearer = dearerThanQuoted(facts, out.amountMicros))
        return refused(out, *dearer);
    const auto balance = balanceOn(facts, Rail::TempoPathUsd);
    if (balance && *balance < offer.mostTaken().value_or(*price).micros())
        return refused(out, x402::problemOf(x402::Reason::NotFunded));
    if (!offer.fees)
        return refused(out, offer.feesProblem);
    if (!balance)
        out.asks.push_back(x402::Decision::Ask::BalanceUnknown);
    for (const auto ask : x402::questionsAbout(*price, facts.request, policy))
        out.asks.push_back(ask);
    out.twinAt = twinOf(facts, out.amountMicros);
    out.mustAsk = out.twinAt || !facts.unresolved.isEmpty() || (!isSilent(facts, out.realMoney) && !out.asks.empty());
    return out;
}

/// The x402 offer is sound; there is no money for it, or it is for another world.
bool leavesRoomForTempo(const PaymentDecision& x402)
{
    if (!x402.refusal)
        return std::find(x402.asks.begin(), x402.asks.end(), x402::Decision::Ask::BalanceUnknown) != x402.asks.end();
    const QString& code = x402.refusal->code;
    return code == x402::codeOf(x402::Reason::NotFunded) || code == x402::codeOf(x402::Reason::NetworkNotAllowed);
}

PaymentCheck passed(QString code) { return {std::move(code), true, {}}; }

} // namespace

x402::Environment x402Environment(Environment environment)
{
    switch (environment) {
    case Environment::Sandbox: return x402::Environment::Sandbox;
    case Environment::Testnet: return x402::Environment::Testnet;
    case Environment::Mainnet: return x402::Environment::Mainnet;
    }
    return x402::Environment::Sandbox;
}

PaymentDecision decidePayment(const PaymentFacts& facts)
{
    if (facts.wanted == Rail::TempoPathUsd || !facts.challenge)
        return decideTempo(facts);
    const PaymentDecision first = decideX402(facts);
    if (facts.wanted || !facts.tempo || !leavesRoomForTempo(first))
        return first;
    const PaymentDecision second = decideTempo(facts);
    // Money that is there goes before money that may be there.
    const bool known = balanceOn(facts, Rail::TempoPathUsd).has_value();
    return !second.refusal && (first.refusal || known) ? second : first;
}

QList<PaymentWay> waysOf(const PaymentFacts& facts)
{
    QList<PaymentWay> ways;
    for (const Rail rail : {Rail::Credit, Rail::BaseUsdc, Rail::BaseSepoliaUsdc, Rail::TempoPathUsd}) {
        PaymentFacts asked = facts;
        asked.wanted = rail;
        if (rail == Rail::TempoPathUsd ? !facts.tempo : !facts.challenge)
            continue;
        const PaymentDecision decision = decidePayment(asked);
        const QString code = decision.refusal ? decision.refusal->code : QString();
        const bool noMoney = code == x402::codeOf(x402::Reason::NotFunded);
        if (!decision.refusal && decision.rail == rail)
            ways.append({rail, balanceOn(facts, rail), {}});
        else if (decision.refusal && rail != Rail::Credit && (noMoney || rail == Rail::TempoPathUsd))
            ways.append({rail, balanceOn(facts, rail), code});
    }
    return ways;
}

Result<PaymentDraft> draftOf(const PaymentFacts& facts, const PaymentDecision& decision, const x402::Bytes32& nonce,
                             const QDateTime& serverNow)
{
    if (decision.rail == Rail::TempoPathUsd) {
        auto plan = mpp::draftCharge(facts.tempo->challenge, facts.tempo->charge, facts.payer, *facts.tempo->fees, serverNow);
        if (!plan.ok())
            return plan.error();
        return PaymentDraft(*std::move(plan));
    }
    x402::DraftInput input;
    input.nowMs = serverNow.toMSecsSinceEpoch() - kSigningEarlyMs;
    input.nonce = nonce;
    auto plan = x402::draftPayment(*facts.challenge, decision.decision, input);
    if (!plan.ok())
        return plan.error();
    return PaymentDraft(*std::move(plan));
}

namespace {

void tellAuthorization(PaymentQuestion& q, const x402::SigningPreview& preview)
{
    q.network = preview.caip2;
    q.realMoney = preview.realMoney;
    q.assetName = preview.symbol;
    q.assetAddress = preview.contract.toString();
    q.from = preview.from.toString();
    q.to = preview.to.toString();
    q.amountMicros = preview.amount.micros();
    q.typedDataJson = QString::fromUtf8(preview.typedDataJson);
}

void tellTransaction(PaymentQuestion& q, const mpp::ChargePlan& plan, const PaymentFacts& facts)
{
    const mpp::ChargePreview& preview = plan.preview();
    q.network = QString::fromLatin1(preview.asset->network);
    q.realMoney = preview.asset->realMoney;
    q.assetName = QString::fromLatin1(preview.asset->symbol);
    q.assetAddress = preview.asset->contract.toString();
    q.from = plan.payer().address.toString();
    q.to = preview.to.toString();
    q.amountMicros = preview.amount.micros();
    q.typedDataJson = QString::fromUtf8(preview.json);
    q.memo = QString::fromLatin1(x402::toHex(preview.memo));
    q.feeName = q.assetName; // previewOf() lets no other token through
    q.feeAddress = preview.feeToken.toString();
    q.mostFeeMicros = preview.mostFee.micros();
    q.offerUntil = facts.offerUntil;
}

/// What the bytes say.
PaymentQuestion moneyIn(const PaymentDraft& draft, const PaymentFacts& facts)
{
    PaymentQuestion q;
    q.validBefore = QDateTime::fromSecsSinceEpoch(draft.validBefore(), Qt::UTC);
    if (draft.authorization())
        tellAuthorization(q, draft.authorization()->preview());
    else
        tellTransaction(q, *draft.transaction(), facts);
    return q;
}

} // namespace

PaymentQuestion questionFor(const PaymentFacts& facts, const PaymentDecision& decision, const PaymentDraft& draft)
{
    PaymentQuestion q = moneyIn(draft, facts);
    q.intent = facts.intent;
    q.host = facts.request.host();
    q.realMoney = q.realMoney || decision.realMoney;
    q.rail = decision.rail;
    q.coveredByCredit = decision.rail == Rail::Credit;
    q.balanceMicros = balanceOn(facts, decision.rail);
    q.spentThisMonthMicros = decision.realMoney ? facts.budget.real.thisMonthMicros : facts.budget.play.thisMonthMicros;
    q.monthCapMicros = decision.realMoney ? facts.budget.realBudget.perMonthMicros : facts.budget.budget.perMonthMicros;
    q.month = facts.budget.monthStart.toLocalTime().date();
    // A failed check never gets here; the reasons tell the person what is remarkable.
    q.checks = {passed(u"recipient"_s), passed(u"asset"_s), passed(u"budget"_s), passed(u"expiry"_s),
                passed(u"environment"_s)};
    if (draft.transaction())
        q.checks << passed(u"memo"_s) << passed(u"fee"_s);
    for (const auto ask : decision.asks) {
        if (ask == x402::Decision::Ask::NewRecipient)
            q.checks[0].reason = x402::askCode(ask);
        if (ask == x402::Decision::Ask::Amount)
            q.checks[2].reason = x402::askCode(ask);
    }
    if (!facts.unresolved.isEmpty())
        q.checks.append({u"earlier"_s, true, u"payment.earlier_unknown"_s});
    if (decision.twinAt) {
        q.checks.append({u"elsewhere"_s, true, u"payment.paid_elsewhere"_s});
        q.paidElsewhereSeconds = qMax(qint64(0), decision.twinAt->secsTo(facts.serverNow));
    }
    q.ways = waysOf(facts);
    return q;
}

Payment paymentFrom(const PaymentFacts& facts, const QByteArray& method, const PaymentDecision& decision,
                    const PaymentDraft& draft)
{
    const PaymentQuestion told = moneyIn(draft, facts);
    Payment p;
    p.environment = environmentId(facts.environment);
    p.purpose = facts.intent.purpose;
    p.method = QString::fromLatin1(method);
    p.path = facts.request.path();
    p.host = facts.request.host();
    p.rail = decision.rail;
    p.network = told.network;
    p.asset = told.assetAddress;
    p.payTo = told.to;
    p.payer = told.from;
    p.amountMicros = told.amountMicros;
    return p;
}

Payment stoppedPayment(const PaymentFacts& facts, const QByteArray& method)
{
    Payment p;
    p.environment = environmentId(facts.environment);
    p.purpose = facts.intent.purpose;
    p.method = QString::fromLatin1(method);
    p.path = facts.request.path();
    p.host = facts.request.host();
    p.payer = facts.payer.address.toString();
    for (size_t i = 0; facts.challenge && i < facts.challenge->offers.size(); ++i) {
        const auto offer = x402::judgeOffer(*facts.challenge, int(i), facts.request, kMaxTimeoutSeconds);
        if (offer.reason != x402::Reason::None || !offer.price)
            continue;
        p.network = QString::fromLatin1(offer.asset->network);
        p.rail = offer.asset->realMoney ? Rail::BaseUsdc : Rail::BaseSepoliaUsdc;
        p.asset = offer.asset->contract.toString();
        p.payTo = offer.payTo.toString();
        p.amountMicros = offer.price->micros();
        break;
    }
    const auto charged = facts.tempo ? facts.tempo->charge.amount.toAmount() : std::nullopt;
    if (!facts.challenge && charged) {
        p.network = QString::fromLatin1(facts.tempo->charge.asset->network);
        p.rail = Rail::TempoPathUsd;
        p.asset = facts.tempo->charge.asset->contract.toString();
        p.payTo = facts.tempo->charge.recipient.toString();
        p.amountMicros = charged->micros();
    }
    return p;
}

} // namespace run402
