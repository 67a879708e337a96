// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mpp/plan.h"
#include "services/x402/payment.h"

#include <variant>

namespace run402 {

/// What is added to the request so that it pays.
struct SignedDraft
{
    QByteArray headerName, headerValue;
    QString reference; ///< 0x hex: nonce of the authorization, or hash of the transaction
};

/// A payment that can be shown and signed: an x402 authorization or a transaction on Tempo. Pure.
class PaymentDraft
{
public:
    PaymentDraft(x402::PaymentPlan plan) : m_plan(std::move(plan)) {}
    PaymentDraft(mpp::ChargePlan plan) : m_plan(std::move(plan)) {}

    const x402::PaymentPlan* authorization() const { return std::get_if<x402::PaymentPlan>(&m_plan); }
    const mpp::ChargePlan* transaction() const { return std::get_if<mpp::ChargePlan>(&m_plan); }

    qint64 validBefore() const; ///< Unix seconds
    /// How much of its time must be left when it goes.
    qint64 neededMs() const;
    Result<SignedDraft> sign(const x402::SecretKey& key) const;

private:
    std::variant<x402::PaymentPlan, mpp::ChargePlan> m_plan;
};

} // namespace run402
