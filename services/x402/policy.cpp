// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/policy.h"

#include <algorithm>

namespace run402::x402 {

namespace {

Reason checkPayer(const QUrl& request, const Payer& payer, const SpendPolicy& policy)
{
    const QString host = request.host();
    const bool local = isLoopback(host);
    if (policy.environment == Environment::Sandbox) {
        if (payer.use != SecretKey::Use::Sandbox)
            return Reason::KeyNotSandbox;
        return local ? Reason::None : Reason::HostNotLoopback;
    }
    if (payer.use != SecretKey::Use::Wallet)
        return Reason::KeyIsSandbox;
    if (local)
        return Reason::HostLoopback;
    if (request.scheme() != u"https")
        return Reason::InsecureTransport;
    return !host.isEmpty() && policy.hosts.contains(host) ? Reason::None : Reason::HostNotAllowed;
}

std::vector<quint64> allowedNetworks(const SpendPolicy& policy)
{
    std::vector<quint64> allowed = networksOf(policy.environment);
    if (policy.networks.empty())
        return allowed;
    std::vector<quint64> wanted = policy.networks;
    std::erase_if(wanted,
                  [&](quint64 id) { return std::find(allowed.begin(), allowed.end(), id) == allowed.end(); });
    return wanted;
}

bool exceeds(Amount spent, Amount price, const std::optional<Amount>& cap)
{
    if (!cap)
        return false;
    const auto total = spent.plus(price);
    return !total || *total > *cap;
}

Reason checkLimits(const Address& payTo, const std::optional<Amount>& price, const QUrl& request,
                   const SpendPolicy& policy, const SpendState& state)
{
    const QString host = request.host();
    const auto pin = std::find_if(policy.pins.begin(), policy.pins.end(),
                                  [&](const PinnedRecipient& p) { return p.host == host; });
    if (pin != policy.pins.end() && pin->payTo != payTo)
        return Reason::PayToChanged;
    if (!price || *price > policy.perPayment)
        return Reason::OverCap;
    if (exceeds(state.spentToday, *price, policy.perDay))
        return Reason::OverDayCap;
    return exceeds(state.spentThisMonth, *price, policy.perMonth) ? Reason::OverMonthCap : Reason::None;
}

struct Candidates
{
    std::vector<JudgedOffer> judged;
    std::vector<Reason> limits; ///< of each one that is sound in itself

    bool sound(size_t i) const { return judged[i].reason == Reason::None; }
    bool payable(size_t i) const { return sound(i) && limits[i] == Reason::None; }
    Reason reason(size_t i) const { return sound(i) ? limits[i] : judged[i].reason; }

    bool contradictory() const
    {
        for (size_t i = 0; i < judged.size(); ++i)
            for (size_t j = i + 1; j < judged.size(); ++j) {
                if (!sound(i) || !sound(j) || judged[i].asset != judged[j].asset)
                    continue;
                if (judged[i].payTo != judged[j].payTo)
                    return true;
                if (payable(i) && payable(j) && judged[i].value != judged[j].value)
                    return true;
            }
        return false;
    }
};

std::optional<Amount> balanceOn(quint64 chainId, const SpendState& state)
{
    for (const ChainFunds& funds : state.funds)
        if (funds.chainId == chainId)
            return funds.balance;
    return std::nullopt;
}

/// Harm if the server settles on chain although credit covers the price.
int exposure(const JudgedOffer& offer, const SpendState& state)
{
    if (!offer.asset->realMoney)
        return 0;
    const auto balance = balanceOn(offer.asset->chainId, state);
    return balance && *balance < *offer.price ? 1 : 2;
}

/// Index into `candidates`, -1 when nothing covers the price.
int choose(const Candidates& candidates, const std::vector<quint64>& order, const SpendState& state,
           Decision& out)
{
    int credit = -1;
    int funded = -1;
    int unknown = -1;
    for (quint64 chainId : order) {
        for (size_t i = 0; i < candidates.judged.size(); ++i) {
            const JudgedOffer& offer = candidates.judged[i];
            if (!candidates.payable(i) || offer.asset->chainId != chainId)
                continue;
            const bool less =
                credit < 0 || exposure(offer, state) < exposure(candidates.judged[size_t(credit)], state);
            if (state.credit && *state.credit >= *offer.price && less)
                credit = int(i);
            const auto balance = balanceOn(chainId, state);
            if (balance && *balance >= *offer.price && funded < 0)
                funded = int(i);
            if (!balance && unknown < 0)
                unknown = int(i);
        }
    }
    out.fromCredit = credit >= 0;
    if (credit >= 0)
        return credit;
    if (funded < 0 && unknown >= 0)
        out.asks.push_back(Decision::Ask::BalanceUnknown);
    return funded >= 0 ? funded : unknown;
}

Decision refusal(Decision decision, Reason reason)
{
    decision.verdict = Decision::Verdict::Refuse;
    decision.reason = reason;
    return decision;
}

Candidates judgeAll(const Challenge& challenge, const QUrl& request, const SpendPolicy& policy,
                    const SpendState& state, const std::vector<quint64>& order)
{
    Candidates out;
    out.judged.reserve(challenge.offers.size());
    for (size_t i = 0; i < challenge.offers.size(); ++i) {
        JudgedOffer offer = judgeOffer(challenge, int(i), request, policy.maxTimeoutSeconds);
        const bool allowed =
            !offer.asset || std::find(order.begin(), order.end(), offer.asset->chainId) != order.end();
        // A network we would not sign for: what else is wrong does not matter.
        if (!allowed)
            offer.reason = Reason::NetworkNotAllowed;
        out.limits.push_back(offer.reason == Reason::None ? checkLimits(offer.payTo, offer.price, request, policy, state)
                                                          : Reason::None);
        out.judged.push_back(offer);
    }
    return out;
}

} // namespace

Decision decide(const Challenge& challenge, const QUrl& request, const Payer& payer,
                const SpendPolicy& policy, const SpendState& state)
{
    Decision out;
    out.environment = policy.environment;
    out.payer = payer;
    out.json = challenge.json;
    if (const Reason reason = checkPayer(request, payer, policy); reason != Reason::None)
        return refusal(std::move(out), reason);
    if (challenge.wantsSignIn())
        return refusal(std::move(out), Reason::SignInOnly);
    if (challenge.version == 2) {
        const JsonValue url = challenge.resource.member("url");
        const Reason reason = checkResource(url, request);
        if (reason != Reason::None)
            return refusal(std::move(out), reason);
    }
    const std::vector<quint64> order = allowedNetworks(policy);
    const Candidates candidates = judgeAll(challenge, request, policy, state, order);
    Reason furthest = Reason::None;
    bool anyPayable = false;
    for (size_t i = 0; i < candidates.judged.size(); ++i) {
        const Reason reason = candidates.reason(i);
        out.offerReasons.push_back(reason);
        furthest = std::max(furthest, reason);
        anyPayable = anyPayable || reason == Reason::None;
    }
    if (candidates.contradictory())
        return refusal(std::move(out), Reason::Ambiguous);
    if (!anyPayable)
        return refusal(std::move(out), furthest);
    const int chosen = choose(candidates, order, state, out);
    if (chosen < 0)
        return refusal(std::move(out), Reason::NotFunded);
    out.offer = candidates.judged[size_t(chosen)];
    for (const Decision::Ask ask : questionsAbout(*out.offer.price, request, policy))
        out.asks.push_back(ask);
    out.verdict = out.asks.empty() ? Decision::Verdict::Sign : Decision::Verdict::Ask;
    return out;
}

Reason checkTransfer(const QUrl& request, const Payer& payer, const Address& payTo, Amount price,
                     const SpendPolicy& policy, const SpendState& state)
{
    const Reason reason = checkPayer(request, payer, policy);
    return reason == Reason::None ? checkLimits(payTo, price, request, policy, state) : reason;
}

std::vector<Decision::Ask> questionsAbout(Amount price, const QUrl& request, const SpendPolicy& policy)
{
    std::vector<Decision::Ask> asks;
    if (price > policy.askAbove)
        asks.push_back(Decision::Ask::Amount);
    const QString host = request.host();
    const bool known = std::any_of(policy.pins.begin(), policy.pins.end(),
                                   [&](const PinnedRecipient& p) { return p.host == host; });
    if (!known && policy.environment != Environment::Sandbox)
        asks.push_back(Decision::Ask::NewRecipient);
    return asks;
}

QString askCode(Decision::Ask ask)
{
    switch (ask) {
    case Decision::Ask::Amount:
        return QStringLiteral("ask.amount");
    case Decision::Ask::NewRecipient:
        return QStringLiteral("ask.recipient");
    case Decision::Ask::BalanceUnknown:
        return QStringLiteral("ask.balance");
    }
    return {};
}

std::vector<quint64> networksOf(Environment environment)
{
    std::vector<quint64> out;
    for (const bool real : {false, true})
        for (const KnownAsset& asset : knownAssets())
            if (asset.realMoney == real && (!real || environment != Environment::Testnet))
                out.push_back(asset.chainId);
    return out;
}

bool isLoopback(const QString& host)
{
    if (host == u"localhost" || host.endsWith(u".localhost") || host == u"::1")
        return true;
    const QStringList parts = host.split(u'.');
    if (parts.size() != 4 || parts.first() != u"127")
        return false;
    return std::all_of(parts.begin(), parts.end(), [](const QString& part) {
        bool ok = false;
        return part.toUShort(&ok) <= 255 && ok;
    });
}

} // namespace run402::x402
