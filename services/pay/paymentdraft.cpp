// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/paymentdraft.h"

#include "services/pay/approver.h"

namespace run402 {

qint64 PaymentDraft::validBefore() const
{
    return authorization() ? authorization()->preview().validBefore : transaction()->preview().validBefore;
}

qint64 PaymentDraft::neededMs() const
{
    return 1000 * (authorization() ? kAuthorizationNeedsSeconds : kTransactionNeedsSeconds);
}

Result<SignedDraft> PaymentDraft::sign(const x402::SecretKey& key) const
{
    if (const auto* plan = authorization()) {
        const auto made = x402::signPayment(*plan, key);
        if (!made.ok())
            return made.error();
        return SignedDraft{made->headerName, made->headerValue, QString::fromLatin1(x402::toHex(plan->preview().nonce))};
    }
    const auto made = mpp::signCharge(*transaction(), key);
    if (!made.ok())
        return made.error();
    return SignedDraft{"Authorization", made->authorization, QString::fromLatin1(x402::toHex(made->hash))};
}

} // namespace run402
