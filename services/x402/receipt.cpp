// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/receipt.h"

#include "services/x402/bytes.h"
#include "services/x402/challenge.h"
#include "services/x402/uint256.h"

namespace run402::x402 {

namespace {

constexpr int paymentRequiredStatus = 402;

Unexpected unreadable()
{
    return fail(
        Problem::Kind::Protocol, QStringLiteral("receipt.unreadable"),
        QStringLiteral("The receipt of the payment cannot be read; whether it was settled is unknown"));
}

bool absentOrString(const JsonValue& value)
{
    return !value.valid() || value.isNull() || value.isString();
}

/// {"error":"Settlement failed","details":"transaction_failed"} without any
/// payment header is how version 2 servers up to 2.14 report a failed transfer.
std::optional<QString> settlementFailure(const QByteArray& body)
{
    if (body.size() > bodyLimit)
        return std::nullopt;
    const auto parsed = JsonText::parse(body);
    if (!parsed.text || parsed.text->root().member("error").string() != "Settlement failed")
        return std::nullopt;
    const QString details = parsed.text->root().member("details").text();
    return details.isEmpty() ? QStringLiteral("Settlement failed") : details;
}

std::optional<Amount> creditOf(const std::optional<QByteArray>& text)
{
    Uint256 value;
    if (!text || Uint256::parse(*text, value) != NumberError::None)
        return std::nullopt;
    return value.toAmount();
}

PaymentOutcome readRefused(const PaidAnswer& answer, PaymentOutcome out)
{
    if (out.receipt && !out.receipt->success) {
        out.kind = PaymentOutcome::Kind::SettlementFailed;
        out.reason = out.receipt->errorReason;
        return out;
    }
    if (answer.paymentRequired) {
        out.kind = PaymentOutcome::Kind::Rejected;
        const auto challenge = decodeChallenge(QByteArrayView(*answer.paymentRequired));
        out.reason = challenge ? challenge->error : challenge.error().code;
        return out;
    }
    if (const auto reason = settlementFailure(answer.body)) {
        out.kind = PaymentOutcome::Kind::SettlementFailed;
        out.reason = *reason;
    }
    return out;
}

} // namespace

Result<Receipt> decodeReceipt(QByteArrayView headerValue)
{
    if (headerValue.size() > headerLimit)
        return unreadable();
    auto bytes = fromBase64(headerValue.trimmed());
    if (!bytes)
        return unreadable();
    const auto parsed = JsonText::parse(*std::move(bytes));
    if (!parsed.text)
        return unreadable();
    const JsonValue root = parsed.text->root();
    const JsonValue success = root.member("success");
    const auto texts = {root.member("transaction"), root.member("network"), root.member("payer"),
                        root.member("errorReason"), root.member("errorMessage")};
    for (const JsonValue& text : texts)
        if (!absentOrString(text))
            return unreadable();
    const bool complete = !success.boolean() || !root.member("transaction").text().isEmpty();
    if (!success.isBool() || !complete)
        return unreadable();
    Receipt out;
    out.success = success.boolean();
    out.transaction = root.member("transaction").text();
    out.network = root.member("network").text();
    out.payer = root.member("payer").text();
    out.errorReason = root.member("errorReason").text();
    out.errorMessage = root.member("errorMessage").text();
    return out;
}

PaymentOutcome readOutcome(const PaidAnswer& answer)
{
    PaymentOutcome out;
    if (answer.paymentResponse) {
        const auto receipt = decodeReceipt(*answer.paymentResponse);
        if (receipt)
            out.receipt = *receipt;
    }
    if (answer.settlementRail == "allowance") {
        // Debited before the request ran, so it counts whatever the status.
        out.kind = PaymentOutcome::Kind::PaidFromCredit;
        out.creditRemaining = creditOf(answer.allowanceRemaining);
        return out;
    }
    if (answer.httpStatus == paymentRequiredStatus)
        return readRefused(answer, std::move(out));
    if (out.receipt && out.receipt->success) {
        out.kind = PaymentOutcome::Kind::Settled;
        out.authorizationMayLive = false; // its nonce is used up on chain
        return out;
    }
    if (out.receipt) {
        out.kind = PaymentOutcome::Kind::SettlementFailed;
        out.reason = out.receipt->errorReason;
        return out;
    }
    if (answer.httpStatus >= 400 && !answer.paymentResponse)
        out.kind = PaymentOutcome::Kind::NotCharged;
    return out;
}

} // namespace run402::x402
