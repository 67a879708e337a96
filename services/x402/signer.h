// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/secretkey.h"

namespace run402::x402 {

/// 65 bytes r || s || v, v 27 or 28, s in the lower half.
using Signature = std::array<quint8, 65>;

/// Blinds the curve arithmetic against timing and power measurement. Call it
/// at most once, at start, before any other thread signs. `seed`: random.
/// Signatures are the same without it, so false is worth a log line only.
bool blindSigning(const Bytes32& seed);

/// secp256k1 ECDSA with RFC 6979 nonces: the same key and digest always give
/// the same signature. Thread: any.
class Signer
{
public:
    /// Fails: key.invalid (a moved-from key).
    static Result<Signature> sign(const SecretKey& key, const Bytes32& digest);
    /// Who signed. nullopt: not a canonical signature (v other than 27/28,
    /// high s) or one nobody can have made.
    static std::optional<Address> recover(const Signature& signature, const Bytes32& digest);
};

/// EIP-191 "personal_sign": keccak256("\x19Ethereum Signed Message:\n" +
/// decimal byte length + message).
Bytes32 personalMessageDigest(QByteArrayView message);

} // namespace run402::x402
