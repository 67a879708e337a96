// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"
#include "services/x402/bytes.h"

#include <QDateTime>

namespace run402::mpp {

/// A decoded Payment-Receipt header. Pure.
struct Receipt
{
    QString method;
    QString reference; ///< transaction hash
    bool success = false;
    QDateTime at; ///< UTC; invalid when it was not said
};

/// Fails: mpp.receipt_unreadable. The body that came with it is still good; whether it was settled is unknown.
Result<Receipt> decodeReceipt(QByteArrayView headerValue);

/// What a refusal means, from the last part of its problem document's `type`
/// ("https://paymentauth.org/problems/payment-expired"). The code is mpp.server_<slug>, or mpp.server_refused
/// where the document says nothing we know.
Problem refusalOf(const QByteArray& problemDocument);

} // namespace run402::mpp
