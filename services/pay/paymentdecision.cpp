// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/paymentdecision.h"

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr qint64 kMaxTimeoutSeconds = 3600;

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

x402::Decision decideWith(const PaymentFacts& facts, bool real)
{
    return x402::decide(facts.challenge, facts.request, facts.payer, policyFor(facts, real), stateFor(facts, real));
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
    PaymentDecision out;
    bool real = facts.environment == Environment::Mainnet;
    out.decision = decideWith(facts, real);
    // Credit is real money wherever it is debited, so its own caps and questions apply.
    if (facts.environment == Environment::Testnet && out.decision.verdict != x402::Decision::Verdict::Refuse
        && out.decision.fromCredit) {
        real = true;
        out.decision = decideWith(facts, real);
    }
    if (out.decision.verdict == x402::Decision::Verdict::Refuse) {
        out.refusal = out.decision.problem();
        return out;
    }
    out.rail = railOf(out.decision);
    out.realMoney = PaymentJournal::isRealMoney(environmentId(facts.environment), out.rail);
    out.amountMicros = out.decision.offer.price->micros();
    if (facts.intent.quotedMicros >= 0 && out.amountMicros > facts.intent.quotedMicros) {
        out.refusal = Problem::make(Problem::Kind::Policy, u"x402.dearer_than_quoted"_s,
                                    u"The offer costs %1 micro-USD, the price shown was %2"_s.arg(out.amountMicros)
                                        .arg(facts.intent.quotedMicros));
        out.refusal->details = {{u"offeredMicros"_s, out.amountMicros}, {u"quotedMicros"_s, facts.intent.quotedMicros}};
        return out;
    }
    const bool creditUnknown = facts.environment == Environment::Testnet && !balanceOn(facts, Rail::Credit);
    const bool silent = isSilent(facts, out.realMoney) && !creditUnknown;
    out.mustAsk = !facts.unresolved.isEmpty()
        || (!silent && (out.decision.verdict == x402::Decision::Verdict::Ask || creditUnknown));
    return out;
}

PaymentQuestion questionFor(const PaymentFacts& facts, const PaymentDecision& decision, const x402::PaymentPlan& plan)
{
    const x402::SigningPreview& preview = plan.preview();
    PaymentQuestion q;
    q.intent = facts.intent;
    q.host = facts.request.host();
    q.network = preview.caip2;
    q.realMoney = preview.realMoney || decision.realMoney;
    q.assetName = preview.symbol;
    q.assetAddress = preview.contract.toString();
    q.from = preview.from.toString();
    q.to = preview.to.toString();
    q.amountMicros = preview.amount.micros();
    q.validBefore = QDateTime::fromSecsSinceEpoch(preview.validBefore, Qt::UTC);
    q.typedDataJson = QString::fromUtf8(preview.typedDataJson);
    q.rail = decision.rail;
    q.coveredByCredit = decision.decision.fromCredit;
    q.balanceMicros = balanceOn(facts, decision.rail);
    q.spentThisMonthMicros = decision.realMoney ? facts.budget.real.thisMonthMicros : facts.budget.play.thisMonthMicros;
    q.monthCapMicros = decision.realMoney ? facts.budget.realBudget.perMonthMicros : facts.budget.budget.perMonthMicros;
    // A failed check never gets here; the reasons tell the person what is remarkable.
    q.checks = {passed(u"recipient"_s), passed(u"asset"_s), passed(u"budget"_s), passed(u"expiry"_s),
                passed(u"environment"_s)};
    for (const auto ask : decision.decision.asks) {
        if (ask == x402::Decision::Ask::NewRecipient)
            q.checks[0].reason = x402::askCode(ask);
        if (ask == x402::Decision::Ask::Amount)
            q.checks[2].reason = x402::askCode(ask);
    }
    if (!facts.unresolved.isEmpty())
        q.checks.append({u"earlier"_s, true, u"payment.earlier_unknown"_s});
    return q;
}

Payment paymentFrom(const PaymentFacts& facts, const QByteArray& method, const PaymentDecision& decision,
                    const x402::PaymentPlan& plan)
{
    const x402::SigningPreview& preview = plan.preview();
    Payment p;
    p.environment = environmentId(facts.environment);
    p.purpose = facts.intent.purpose;
    p.method = QString::fromLatin1(method);
    p.path = facts.request.path();
    p.host = facts.request.host();
    p.rail = decision.rail;
    p.network = preview.caip2;
    p.asset = preview.contract.toString();
    p.payTo = preview.to.toString();
    p.payer = preview.from.toString();
    p.amountMicros = preview.amount.micros();
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
    for (size_t i = 0; i < facts.challenge.offers.size(); ++i) {
        const auto offer = x402::judgeOffer(facts.challenge, int(i), facts.request, kMaxTimeoutSeconds);
        if (offer.reason != x402::Reason::None || !offer.price)
            continue;
        p.network = QString::fromLatin1(offer.asset->network);
        p.rail = offer.asset->realMoney ? Rail::BaseUsdc : Rail::BaseSepoliaUsdc;
        p.asset = offer.asset->contract.toString();
        p.payTo = offer.payTo.toString();
        p.amountMicros = offer.price->micros();
        break;
    }
    return p;
}

} // namespace run402
