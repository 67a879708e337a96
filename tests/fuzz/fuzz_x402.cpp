// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/bytes.h"
#include "services/x402/payment.h"
#include "services/x402/receipt.h"
#include "tests/fuzz/fuzz.h"

#include <QUrl>

using namespace run402;
using namespace run402::x402;
using fuzz::must;

namespace {

constexpr qint64 kCap = 500'000;

const SecretKey& key()
{
    static const char text[] = "4646464646464646464646464646464646464646464646464646464646464646";
    static const SecretKey one = std::move(SecretKey::parse(spanOf(text), SecretKey::Use::Wallet)).value();
    return one;
}

SpendPolicy policyFor(x402::Environment environment)
{
    SpendPolicy policy;
    policy.environment = environment;
    policy.perPayment = Amount::fromMicros(kCap);
    policy.perDay = Amount::fromMicros(3 * kCap);
    policy.askAbove = Amount::fromMicros(kCap / 5);
    policy.hosts = {QStringLiteral("api.run402.com")};
    return policy;
}

/// Whatever the server wrote: what is signed keeps to the rules, and is what is shown.
void payIfAllowed(const Challenge& challenge, x402::Environment environment)
{
    const QUrl request(QStringLiteral("https://api.run402.com/tiers/v1/prototype"));
    SpendState state;
    state.funds = {{84532, Amount::fromMicros(10 * kCap)}, {8453, Amount::fromMicros(10 * kCap)}};
    const auto decision = decide(challenge, request, {key().address(), SecretKey::Use::Wallet}, policyFor(environment), state);
    const auto plan = draftPayment(challenge, decision, {1'774'094'400'000, {7}, ValidFrom::TenMinutesEarly});
    if (decision.verdict == Decision::Verdict::Refuse) {
        must(!plan.ok(), "a refused offer is never drafted");
        return;
    }
    if (!plan.ok())
        return;
    const SigningPreview& shown = plan->preview();
    must(shown.amount.micros() > 0 && shown.amount.micros() <= kCap, "no more than the cap is signed");
    must(shown.chainId == 84532 || (environment == x402::Environment::Mainnet && shown.chainId == 8453),
         "only the environment's networks sign");
    must(shown.to == decision.offer.payTo && shown.value == decision.offer.value, "shown is what was chosen");
    must(shown.from == key().address(), "only the own wallet pays");
    must(shown.validBefore - 1'774'094'400 <= 3600, "a signature lives for an hour at most");
    const auto payment = signPayment(*plan, key());
    if (!payment.ok())
        return;
    must(payment->headerValue.size() <= headerLimit, "a header keeps to its limit");
    const auto signer = Signer::recover(payment->signature, typedDigest(plan->bytes()));
    must(signer && *signer == key().address(), "the signature is over the bytes that were shown");
}

void challengeHeader(QByteArrayView header)
{
    const auto challenge = decodeChallenge(header);
    if (!challenge.ok()) {
        must(!challenge.error().code.isEmpty(), "a failure has a code");
        return;
    }
    must(challenge->offers.size() <= offerLimit, "offers keep to their limit");
    payIfAllowed(*challenge, x402::Environment::Testnet);
    payIfAllowed(*challenge, x402::Environment::Mainnet);
}

void answer(const QByteArray& text)
{
    PaidAnswer paid;
    paid.httpStatus = text.isEmpty() ? 200 : 200 + quint8(text[0]) * 2;
    paid.paymentResponse = text;
    (void)readOutcome(paid);
    paid.paymentResponse = toBase64(text);
    const auto outcome = readOutcome(paid);
    must(outcome.kind != PaymentOutcome::Kind::Settled || outcome.receipt, "settled means there is a receipt");
    must(outcome.kind != PaymentOutcome::Kind::Settled || outcome.receipt->success, "settled means success");
    paid.paymentResponse.reset();
    paid.paymentRequired = toBase64(text);
    paid.allowanceRemaining = text.left(40);
    paid.settlementRail = "allowance";
    paid.body = text;
    (void)readOutcome(paid);
    paid.settlementRail.reset();
    (void)readOutcome(paid);
}

} // namespace

/// PAYMENT-REQUIRED, its version 1 body, PAYMENT-RESPONSE: as text, and as the JSON inside the base64.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text = fuzz::bytesOf(data, size);
    challengeHeader(text);
    challengeHeader(toBase64(text));
    if (const auto body = decodeChallengeBody(text); body.ok()) {
        payIfAllowed(*body, x402::Environment::Testnet);
        payIfAllowed(*body, x402::Environment::Mainnet);
    }
    answer(text);
    return 0;
}
