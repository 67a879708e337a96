// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http.h"
#include "services/pay/paymentjournal.h"

namespace run402 {

/// What the end of a paid request means. Pure.
struct PaidVerdict
{
    PaymentJournal::Outcome record;
    /// Handed to the caller instead of the reply; nullopt = the reply itself.
    std::optional<Problem> problem;
};

/// | answer | recorded | caller gets |
/// | 2xx with our receipt | Settled | reply |
/// | any status, rail "allowance" (debited before the request ran) | Settled, rail Credit | reply |
/// | 2xx without a readable receipt, or with another payer's or network's | Unknown | reply |
/// | 402 with PAYMENT-REQUIRED: refused before anything ran | Refused | payment.refused |
/// | the same, with a reason that a first settlement of this payment would cause (nonce used, wallet empty)
///   | Unknown | payment.refused, mutation Unknown |
/// | 402 "Settlement failed", or a receipt with success false: the authorization lives until validBefore
///   | Unknown | payment.settlement_failed, mutation Unknown |
/// | other 4xx: x402 settles only after success | Refused | reply |
/// | 408, 409 (the same payment is there already), 5xx, anything else | Unknown | payment.unknown |
/// Of a transaction on Tempo, which moves the money before the request runs (machineoutcome.cpp):
/// | any status with a receipt of our transaction | Settled | reply |
/// | 402 with a problem the server has before it sends anything to the chain, or a new demand without one
///   | Refused | mpp.server_*, payment.refused |
/// | 402 with any other problem | Unknown | mpp.server_*, mutation Unknown |
/// | 2xx without a receipt of ours | Unknown | reply |
/// | anything else: also a failed request is paid for | Unknown | payment.unknown |
PaidVerdict judgeReply(const HttpReply& reply, const Payment& payment);

/// No answer. Refused only where the transport is sure that no byte left (mutation None and a failure to
/// connect); everything else is Unknown and payment.unknown.
PaidVerdict judgeFailure(const Problem& problem, const Payment& payment);

/// judgeReply of a transaction on Tempo.
PaidVerdict judgeMachineReply(const HttpReply& reply, const Payment& payment);
Problem refusedPayment(const HttpReply& reply, const Payment& payment, QString code, const QString& reason);
/// The rail of a chain (CAIP-2); nullopt = none we pay on.
std::optional<Rail> railOfNetwork(const QString& network);

Problem unknownOutcome(const Payment& payment, const QString& cause);

} // namespace run402
