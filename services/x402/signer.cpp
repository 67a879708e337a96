// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/signer.h"

#include "services/x402/secp.h"

#include <algorithm>

namespace run402::x402 {

namespace {

secp256k1_context* sharedContext()
{
    static secp256k1_context* const context =
        secp256k1_context_create(SECP256K1_CONTEXT_SIGN | SECP256K1_CONTEXT_VERIFY);
    return context;
}

constexpr quint8 recoveryBase = 27;

} // namespace

const secp256k1_context* signingContext()
{
    return sharedContext();
}

bool blindSigning(const Bytes32& seed)
{
    return secp256k1_context_randomize(sharedContext(), seed.data()) == 1;
}

Result<Signature> Signer::sign(const SecretKey& key, const Bytes32& digest)
{
    secp256k1_ecdsa_recoverable_signature raw;
    if (!key.isValid() || !secp256k1_ecdsa_sign_recoverable(signingContext(), &raw, digest.data(),
                                                            key.m_bytes.view().data(), nullptr, nullptr))
        return fail(Problem::Kind::Local, QStringLiteral("key.invalid"),
                    QStringLiteral("No key to sign with"));
    Signature out{};
    int recovery = 0;
    secp256k1_ecdsa_recoverable_signature_serialize_compact(signingContext(), out.data(), &recovery, &raw);
    out[64] = quint8(recoveryBase + recovery);
    return out;
}

std::optional<Address> Signer::recover(const Signature& signature, const Bytes32& digest)
{
    const auto* context = signingContext();
    const quint8 v = signature[64];
    if (v != recoveryBase && v != recoveryBase + 1)
        return std::nullopt;
    secp256k1_ecdsa_signature plain;
    if (!secp256k1_ecdsa_signature_parse_compact(context, &plain, signature.data()) ||
        secp256k1_ecdsa_signature_normalize(context, nullptr, &plain))
        return std::nullopt;
    secp256k1_ecdsa_recoverable_signature raw;
    secp256k1_pubkey key;
    if (!secp256k1_ecdsa_recoverable_signature_parse_compact(context, &raw, signature.data(),
                                                             v - recoveryBase) ||
        !secp256k1_ecdsa_recover(context, &key, &raw, digest.data()))
        return std::nullopt;
    std::array<quint8, 65> bytes{};
    size_t size = bytes.size();
    secp256k1_ec_pubkey_serialize(context, bytes.data(), &size, &key, SECP256K1_EC_UNCOMPRESSED);
    return Address::ofPublicKey(bytes);
}

Bytes32 personalMessageDigest(QByteArrayView message)
{
    QByteArray text("\x19"
                    "Ethereum Signed Message:\n");
    text += QByteArray::number(message.size());
    text += message;
    return keccak256(text);
}

} // namespace run402::x402
