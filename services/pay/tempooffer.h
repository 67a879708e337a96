// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"
#include "services/mpp/plan.h"
#include "services/net/http.h"

#include <optional>

/// The machine payment a 402 asks for beside, or instead of, x402. Pure.
namespace run402 {

/// A charge this environment may sign for.
struct TempoOffer
{
    mpp::Challenge challenge;
    mpp::Charge charge;
    std::optional<mpp::ChargeFees> fees; ///< nullopt: not known (yet)
    Problem feesProblem;                 ///< why not

    /// What one payment takes at most; nullopt without fees.
    std::optional<Amount> mostTaken() const;
};

/// What WWW-Authenticate asks for; the first charge that is sound and allowed. `now`: the server's clock.
/// A request that carries an Authorization of its own cannot pay this way: one header cannot say both.
/// Fails: mpp.no_challenge (nothing of the kind), mpp.authorization_taken, and as mpp::parseChallenges and
/// mpp::judgeCharge.
Result<TempoOffer> tempoOfferOf(const HttpRequest& request, const HttpReply& demand, Environment environment,
                                const QDateTime& now);

} // namespace run402
