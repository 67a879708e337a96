// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/tempooffer.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

/// Chains of tokens that are no x402 tokens. Play money is not for Mainnet, real money for nothing else.
std::vector<quint64> networksFor(Environment environment)
{
    std::vector<quint64> out;
    for (const x402::KnownAsset& asset : x402::knownAssets()) {
        if (!asset.eip3009 && asset.realMoney == (environment == Environment::Mainnet))
            out.push_back(asset.chainId);
    }
    return out;
}

} // namespace

std::optional<Amount> TempoOffer::mostTaken() const
{
    const auto amount = charge.amount.toAmount();
    const auto fee = fees ? mpp::mostFeeOf(*fees) : std::nullopt;
    if (!amount || !fee)
        return std::nullopt;
    const auto sum = amount->plus(*fee);
    return sum.ok() ? std::optional(*sum) : std::nullopt;
}

Result<TempoOffer> tempoOfferOf(const HttpRequest& request, const HttpReply& demand, Environment environment,
                                const QDateTime& now)
{
    const auto challenges = mpp::parseChallenges(demand.header("WWW-Authenticate"));
    if (!challenges.ok())
        return challenges.error();
    const bool taken = std::any_of(request.headers.begin(), request.headers.end(), [](const auto& header) {
        return header.first.compare("Authorization", Qt::CaseInsensitive) == 0;
    });
    if (taken)
        return fail(Problem::Kind::Policy, u"mpp.authorization_taken"_s,
                    u"The request says who it is where the payment would go"_s);
    const std::vector<quint64> networks = networksFor(environment);
    // Caps are the policy's business: it knows what was spent.
    x402::Bytes32 most;
    most.fill(0xff);
    std::optional<Problem> first;
    for (const mpp::Challenge& challenge : *challenges) {
        const auto charge = mpp::judgeCharge(challenge, {networks, x402::Uint256::fromBytes(most)}, now);
        if (charge.ok())
            return TempoOffer{challenge, *charge, std::nullopt, {}};
        if (!first)
            first = charge.error();
    }
    return *first;
}

} // namespace run402
