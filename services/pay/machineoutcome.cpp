// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mpp/receipt.h"
#include "services/pay/paymentoutcome.h"

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

using State = Payment::State;

bool isSuccess(const HttpReply& reply) { return reply.status >= 200 && reply.status < 300; }

/// Found wrong before the transaction goes to the chain. "verification-failed" also means that the chain was asked
/// and did not say yes in time; that, and "payment-expired", are also what the second of two requests gets when
/// something on the way sent ours twice.
bool isBeforeTheChain(const QString& code)
{
    for (const QLatin1StringView early : {"mpp.server_malformed_credential"_L1, "mpp.server_invalid_challenge"_L1,
                                          "mpp.server_invalid_payload"_L1, "mpp.server_payment_required"_L1}) {
        if (code == early)
            return true;
    }
    return false;
}

/// "mpp.server_payment_expired" → "payment_expired".
QString slugOf(const QString& code) { return code.section(u'_', 1); }

PaidVerdict refused(const HttpReply& reply, const Payment& payment)
{
    const Problem said = mpp::refusalOf(reply.body);
    const bool document = said.code != "mpp.server_refused"_L1;
    const bool demandsAgain = reply.header("WWW-Authenticate").toLower().startsWith("payment ")
        || !reply.header("PAYMENT-REQUIRED").isEmpty();
    if (!document && demandsAgain) {
        const QString reason = u"rejected"_s;
        return {{State::Refused, reason, {}, {}}, refusedPayment(reply, payment, u"payment.refused"_s, reason)};
    }
    const QString reason = slugOf(said.code);
    Problem problem = refusedPayment(reply, payment, said.code, reason);
    problem.message = said.message;
    if (isBeforeTheChain(said.code))
        return {{State::Refused, reason, {}, {}}, problem};
    problem.mutation = Problem::Mutation::Unknown;
    problem.nextActions = {u"payment.reconcile"_s};
    return {{State::Unknown, reason, {}, {}}, problem};
}

PaidVerdict unclear(const HttpReply& reply, const Payment& payment, const QString& reason)
{
    if (isSuccess(reply))
        return {{State::Unknown, reason, {}, {}}, {}};
    Problem problem = unknownOutcome(payment, reason);
    problem.httpStatus = reply.status;
    problem.traceId = reply.traceId;
    return {{State::Unknown, reason, {}, {}}, problem};
}

} // namespace

PaidVerdict judgeMachineReply(const HttpReply& reply, const Payment& payment)
{
    const QByteArray header = reply.header("Payment-Receipt");
    if (header.isEmpty()) {
        if (reply.status == 402)
            return refused(reply, payment);
        return unclear(reply, payment, isSuccess(reply) ? u"no_receipt"_s : u"http_%1"_s.arg(reply.status));
    }
    const auto receipt = mpp::decodeReceipt(header);
    if (!receipt.ok())
        return unclear(reply, payment, u"receipt_unreadable"_s);
    // Its hash is all the money's way that we know: another one is about something else.
    if (receipt->method != "tempo"_L1 || receipt->reference.compare(payment.nonce, Qt::CaseInsensitive) != 0)
        return unclear(reply, payment, u"receipt_reference"_s);
    if (!receipt->success)
        return unclear(reply, payment, u"receipt_without_success"_s);
    return {{State::Settled, isSuccess(reply) ? QString() : u"charged_although_failed"_s, receipt->reference, {}}, {}};
}

} // namespace run402
