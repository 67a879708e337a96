// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http.h"

#include <QJsonObject>

#include <optional>

namespace run402 {

/// Makes the one error type out of any HTTP answer that is not a success: both error envelopes, engine
/// errors, HTML pages, challenges (contract.md §1.2, §1.4, §8.4; generations.md §1). Pure; thread: any.
/// Never fails: an odd answer gets a coarse code. Texts are cut and freed of secrets.
Problem problemFromReply(const HttpRequest& request, const HttpReply& reply);

/// The decoded PAYMENT-REQUIRED header; nullopt when absent or not base64 JSON.
std::optional<QJsonObject> paymentRequiredOf(const HttpReply& reply);

/// Whether the answer asks for money: a 402 with a non-empty `accepts` or a Payment challenge.
bool isPaymentDemand(const HttpReply& reply);

} // namespace run402
