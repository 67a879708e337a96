// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mpp/receipt.h"

#include "services/x402/json.h"

namespace run402::mpp {

using namespace x402;

namespace {

constexpr qsizetype sizeLimit = 64 * 1024;

struct Slug
{
    const char* slug;
    const char* code;
    const char* message;
};
constexpr Slug slugs[] = {
    {"payment-required", "mpp.server_payment_required", "The server wants a payment"},
    {"malformed-credential", "mpp.server_malformed_credential", "The server could not read the payment"},
    {"invalid-challenge", "mpp.server_invalid_challenge", "The server does not know the offer that was paid"},
    {"payment-expired", "mpp.server_payment_expired", "The offer ran out before the payment arrived"},
    {"invalid-payload", "mpp.server_invalid_payload", "The server takes no payment of this kind"},
    {"verification-failed", "mpp.server_verification_failed", "The server could not confirm the payment"},
    {"payment-insufficient", "mpp.server_payment_insufficient", "The payment was not enough"},
};

} // namespace

Result<Receipt> decodeReceipt(QByteArrayView headerValue)
{
    const auto text = headerValue.size() <= sizeLimit ? fromBase64Url(headerValue) : std::nullopt;
    const auto parsed = text ? JsonText::parse(*text).text : nullptr;
    const JsonValue root = parsed ? parsed->root() : JsonValue();
    Receipt receipt;
    receipt.method = root.member("method").text();
    receipt.reference = root.member("reference").text();
    if (!root.isObject() || receipt.method.isEmpty() || receipt.reference.isEmpty() || !root.member("status").isString())
        return fail(Problem::Kind::Protocol, QStringLiteral("mpp.receipt_unreadable"),
                    QStringLiteral("The receipt of the payment cannot be read; whether it was settled is unknown"));
    receipt.success = root.member("status").string() == "success";
    receipt.at = QDateTime::fromString(root.member("timestamp").text(), Qt::ISODateWithMs).toUTC();
    return receipt;
}

Problem refusalOf(const QByteArray& problemDocument)
{
    const auto parsed = problemDocument.size() <= sizeLimit ? JsonText::parse(problemDocument).text : nullptr;
    const QByteArray type = parsed ? parsed->root().member("type").string().value_or(QByteArray()) : QByteArray();
    const QByteArray last = type.sliced(type.lastIndexOf('/') + 1);
    for (const Slug& known : slugs) {
        if (last == known.slug)
            return Problem::make(Problem::Kind::Protocol, QString::fromLatin1(known.code), QString::fromLatin1(known.message));
    }
    return Problem::make(Problem::Kind::Protocol, QStringLiteral("mpp.server_refused"),
                         QStringLiteral("The server refused the payment without saying why"));
}

} // namespace run402::mpp
