// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"
#include "services/pay/approver.h"
#include "services/pay/budgetstore.h"
#include "services/pay/paymentdraft.h"
#include "services/pay/tempooffer.h"
#include "services/pay/twincharge.h"

/// What to do about one 402, from values alone. Pure; thread: any.
namespace run402 {

struct PaymentFacts
{
    std::optional<x402::Challenge> challenge; ///< nullopt: the server takes no x402
    std::optional<TempoOffer> tempo;
    std::optional<Problem> tempoProblem;      ///< why there is no offer; mpp.no_challenge: none was made
    QDateTime offerUntil;                     ///< of the Tempo offer, UTC
    QUrl request;
    x402::Payer payer;
    Environment environment = Environment::Sandbox;
    BudgetView budget;
    QList<RailBalance> balances;
    QList<Payment> unresolved; ///< earlier payments for the same thing without an outcome
    PaymentIntent intent;
    std::optional<Rail> wanted; ///< the person's choice
    RecentCharges charges;      ///< as just read
    QList<Payment> known;       ///< this computer's latest payments
    qint64 clockOffsetMs = 0;   ///< server minus this computer
    QDateTime serverNow;        ///< UTC
};

struct PaymentDecision
{
    x402::Decision decision;        ///< of an x402 payment
    std::vector<x402::Decision::Ask> asks;
    std::optional<Problem> refusal; ///< nothing may be signed
    bool mustAsk = false;
    bool realMoney = false;
    Rail rail = Rail::BaseSepoliaUsdc;
    qint64 amountMicros = 0;
    std::optional<QDateTime> twinAt; ///< the same was paid elsewhere a moment ago
};

/// Prepaid credit first where it covers the price, then a funded x402 network, then Tempo; `wanted` goes before all of
/// that. An x402 offer that is unsound refuses the whole answer, one that is merely not funded or not for this
/// environment does not.
/// Play money (sandbox; Testnet on the test rails) is paid without a question where the budget says so. A
/// question is always asked when an earlier payment for the same thing has no outcome or the same was just paid elsewhere,
/// and in Testnet when
/// the prepaid credit cannot be read, because the server would debit real credit first; never so on Tempo, which
/// leaves credit alone.
/// Fails, in `refusal`: x402.*, x402.dearer_than_quoted, mpp.*, and the node's problem where its fees are not known.
PaymentDecision decidePayment(const PaymentFacts& facts);

/// Every rail that could pay this or only lacks money or a node, in the order of Rail.
QList<PaymentWay> waysOf(const PaymentFacts& facts);

/// `nonce`: of an authorization, never used before. `serverNow`: its clock.
/// Fails: as x402::draftPayment and mpp::draftCharge.
Result<PaymentDraft> draftOf(const PaymentFacts& facts, const PaymentDecision& decision, const x402::Bytes32& nonce,
                             const QDateTime& serverNow);

/// The dialog's content: everything about the money comes from `draft`, the bytes to be signed.
PaymentQuestion questionFor(const PaymentFacts& facts, const PaymentDecision& decision, const PaymentDraft& draft);

/// The journal row of a decision that may go on; id, state and times are the journal's.
Payment paymentFrom(const PaymentFacts& facts, const QByteArray& method, const PaymentDecision& decision,
                    const PaymentDraft& draft);
/// The journal row of an offer that was stopped, as far as the offer makes sense.
Payment stoppedPayment(const PaymentFacts& facts, const QByteArray& method);

x402::Environment x402Environment(Environment environment);

} // namespace run402
