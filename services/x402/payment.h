// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/eip3009.h"
#include "services/x402/policy.h"
#include "services/x402/signer.h"

/// From a decision to the header that pays. Pure.
/// Format: x402 version 2 PAYMENT-SIGNATURE, version 1 X-PAYMENT.
namespace run402::x402 {

/// Everything a payment dialog shows, decoded back from the bytes whose hash
/// is signed: a mistake or a trick on the way there cannot be hidden.
struct SigningPreview
{
    QByteArray typedDataJson; ///< as eth_signTypedData_v4 takes it, indented
    QString network;          ///< "Base Sepolia"
    QString caip2;            ///< "eip155:84532"
    quint64 chainId = 0;
    bool realMoney = false;
    QString symbol; ///< "USDC"
    Address contract;
    Address from;
    Address to;
    QByteArray fromText;    ///< EIP-55
    QByteArray toText;      ///< EIP-55
    Uint256 value;          ///< atomic units
    Amount amount;          ///< the same as money
    qint64 validAfter = 0;  ///< Unix seconds
    qint64 validBefore = 0; ///< Unix seconds: until then the signature is worth the amount
    Bytes32 nonce{};
};

/// Fails: x402.asset_unknown (no known token has this domain),
/// x402.amount_overflow, x402.plan_mismatch (no transfer at all).
Result<SigningPreview> previewOf(const TypedBytes& bytes);

/// When the authorization becomes valid. TenMinutesEarly is what version 2
/// clients up to 2.14 send, Always ("0") what later ones send; servers take both.
enum class ValidFrom { TenMinutesEarly, Always };

struct DraftInput
{
    qint64 nowMs = 0; ///< Unix milliseconds, corrected for the server's clock
    Bytes32 nonce{};  ///< random, never used before
    ValidFrom validFrom = ValidFrom::TenMinutesEarly;
};

/// A payment that can be shown and signed. Made only by draftPayment.
class PaymentPlan
{
public:
    const SigningPreview& preview() const { return m_preview; }
    const TypedBytes& bytes() const { return m_bytes; }
    const Decision& decision() const { return m_decision; }
    int version() const { return m_challenge.version; }

private:
    friend Result<PaymentPlan> draftPayment(const Challenge&, const Decision&, const DraftInput&);
    friend Result<struct SignedPayment> signPayment(const PaymentPlan&, const SecretKey&);
    PaymentPlan() = default;
    Challenge m_challenge;
    Decision m_decision;
    TypedBytes m_bytes;
    SigningPreview m_preview;
};

struct SignedPayment
{
    QByteArray headerName;  ///< "PAYMENT-SIGNATURE" or "X-PAYMENT"
    QByteArray headerValue; ///< standard base64, at most headerLimit bytes
    Signature signature{};
};

/// Fails with the decision's own reason when it is a refusal, and with
/// x402.plan_mismatch when it was made for another challenge.
Result<PaymentPlan> draftPayment(const Challenge& challenge, const Decision& decision,
                                 const DraftInput& input);

/// Signs once. Whoever calls this has asked where the decision says Ask.
/// Fails: x402.plan_mismatch (another key, or a key of another use than the
/// environment wants), x402.payment_too_large, key.invalid.
Result<SignedPayment> signPayment(const PaymentPlan& plan, const SecretKey& key);

} // namespace run402::x402
