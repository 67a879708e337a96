// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/paymentoutcome.h"

#include "services/x402/assets.h"
#include "services/x402/receipt.h"

#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

using State = Payment::State;
using Kind = x402::PaymentOutcome::Kind;

std::optional<QByteArray> headerOf(const HttpReply& reply, const char* name)
{
    for (const auto& [key, value] : reply.headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return std::nullopt;
}

x402::PaidAnswer answerOf(const HttpReply& reply)
{
    x402::PaidAnswer answer;
    answer.httpStatus = reply.status;
    answer.paymentRequired = headerOf(reply, "PAYMENT-REQUIRED");
    answer.paymentResponse = headerOf(reply, "PAYMENT-RESPONSE");
    if (!answer.paymentResponse)
        answer.paymentResponse = headerOf(reply, "X-PAYMENT-RESPONSE");
    answer.settlementRail = headerOf(reply, "X-Run402-Settlement-Rail");
    answer.allowanceRemaining = headerOf(reply, "X-Run402-Allowance-Remaining");
    answer.body = reply.body;
    return answer;
}

/// Empty when the receipt is about our payment.
QString receiptMismatch(const x402::Receipt& receipt, const Payment& payment)
{
    if (receipt.payer.compare(payment.payer, Qt::CaseInsensitive) != 0)
        return u"receipt_payer"_s;
    const auto* asset = x402::assetOnNetwork(receipt.network.toLatin1(), 2);
    if (!asset)
        asset = x402::assetOnNetwork(receipt.network.toLatin1(), 1);
    if (!asset || QLatin1String(asset->network) != payment.network)
        return u"receipt_network"_s;
    return {};
}

/// A refusal that a settlement of this very payment can be the cause of: something on the way sent the request twice,
/// the first one used the nonce or emptied the wallet, and only the second one's answer arrived.
bool mayHaveBeenPaid(const QString& reason)
{
    return reason == "insufficient_funds"_L1 || reason.contains("nonce"_L1) || reason.contains("transaction"_L1);
}

bool isSuccess(const HttpReply& reply) { return reply.status >= 200 && reply.status < 300; }

PaidVerdict settled(const HttpReply& reply, const Payment& payment, const x402::Receipt& receipt)
{
    if (const QString wrong = receiptMismatch(receipt, payment); !wrong.isEmpty())
        return {{State::Unknown, wrong, {}, {}}, {}};
    Q_UNUSED(reply)
    // Decided as credit, and the credit was gone when it got there: the chain paid.
    return {{State::Settled, {}, receipt.transaction, railOfNetwork(payment.network)}, {}};
}

PaidVerdict unclear(const HttpReply& reply, const Payment& payment, const QString& reason)
{
    if (isSuccess(reply))
        return {{State::Unknown, reason, {}, {}}, {}};
    Problem p = unknownOutcome(payment, reason);
    p.httpStatus = reply.status;
    p.traceId = reply.traceId;
    return {{State::Unknown, reason, {}, {}}, p};
}

} // namespace

Problem refusedPayment(const HttpReply& reply, const Payment& payment, QString code, const QString& reason)
{
    Problem p = Problem::make(Problem::Kind::PayFirst, std::move(code), u"The payment was not taken: %1"_s.arg(reason));
    p.httpStatus = reply.status;
    p.traceId = reply.traceId;
    p.details = {{u"reason"_s, reason}, {u"paymentId"_s, payment.id}};
    return p;
}

std::optional<Rail> railOfNetwork(const QString& network)
{
    const auto* asset = x402::assetOnNetwork(network.toLatin1(), 2);
    if (!asset)
        return std::nullopt;
    switch (asset->chainId) {
    case x402::chain::base: return Rail::BaseUsdc;
    case x402::chain::tempoModerato: return Rail::TempoPathUsd;
    default: return Rail::BaseSepoliaUsdc;
    }
}

Problem unknownOutcome(const Payment& payment, const QString& cause)
{
    Problem p = Problem::make(Problem::Kind::PayFirst, u"payment.unknown"_s,
                              u"The payment left this computer and its outcome is not known (%1)"_s.arg(cause));
    p.mutation = Problem::Mutation::Unknown;
    p.details = {{u"paymentId"_s, payment.id}, {u"cause"_s, cause}};
    p.nextActions = {u"payment.reconcile"_s};
    return p;
}

PaidVerdict judgeReply(const HttpReply& reply, const Payment& payment)
{
    if (payment.rail == Rail::TempoPathUsd)
        return judgeMachineReply(reply, payment);
    const auto outcome = x402::readOutcome(answerOf(reply));
    switch (outcome.kind) {
    case Kind::Settled:
        return settled(reply, payment, *outcome.receipt);
    case Kind::PaidFromCredit:
        return {{State::Settled, isSuccess(reply) ? QString() : u"charged_although_failed"_s, {}, Rail::Credit}, {}};
    case Kind::Rejected: {
        const QString reason = outcome.reason.isEmpty() ? u"rejected"_s : outcome.reason;
        Problem p = refusedPayment(reply, payment, u"payment.refused"_s, reason);
        if (!mayHaveBeenPaid(reason))
            return {{State::Refused, reason, {}, {}}, p};
        p.mutation = Problem::Mutation::Unknown;
        p.nextActions = {u"payment.reconcile"_s};
        return {{State::Unknown, "rejected:"_L1 + reason, {}, {}}, p};
    }
    case Kind::SettlementFailed: {
        const QString reason = outcome.reason.isEmpty() ? u"unknown"_s : outcome.reason;
        const QString recorded = "settlement_failed:"_L1 + reason;
        if (isSuccess(reply))
            return {{State::Unknown, recorded, {}, {}}, {}};
        Problem p = refusedPayment(reply, payment, u"payment.settlement_failed"_s, reason);
        p.mutation = Problem::Mutation::Unknown;
        p.nextActions = {u"payment.reconcile"_s};
        return {{State::Unknown, recorded, {}, {}}, p};
    }
    case Kind::NotCharged:
        if (reply.status < 500 && reply.status != 408 && reply.status != 409)
            return {{State::Refused, u"not_charged:http_%1"_s.arg(reply.status), {}, {}}, {}};
        return unclear(reply, payment, u"http_%1"_s.arg(reply.status));
    case Kind::Unknown:
        break;
    }
    return unclear(reply, payment, isSuccess(reply) ? u"no_receipt"_s : u"http_%1"_s.arg(reply.status));
}

PaidVerdict judgeFailure(const Problem& problem, const Payment& payment)
{
    const bool neverConnected = problem.code == "net.refused"_L1 || problem.code == "net.dns"_L1
        || problem.code == "net.tls"_L1 || problem.code == "net.offline"_L1;
    if (neverConnected && problem.mutation == Problem::Mutation::None)
        return {{State::Refused, "never_left:"_L1 + problem.code, {}, {}}, problem};
    Problem p = unknownOutcome(payment, problem.code);
    p.traceId = problem.traceId;
    return {{State::Unknown, "no_answer:"_L1 + problem.code, {}, {}}, p};
}

} // namespace run402
