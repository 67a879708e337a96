// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace run402::sandbox {

using Hash32 = std::array<std::uint8_t, 32>;

Hash32 keccak256(std::string_view bytes);
std::string sha256(std::string_view bytes); ///< 32 raw bytes
std::string sha256Hex(std::string_view bytes);
std::string hmacSha256(std::string_view key, std::string_view bytes); ///< 32 raw bytes
std::string hmacSha256Hex(std::string_view key, std::string_view bytes);
bool constantTimeEqual(std::string_view a, std::string_view b);

/// Checksummed 0x… spelling (EIP-55) of a 0x + 40 hex address in any case.
std::string checksumAddress(std::string_view address);
/// 0x + 40 hex digits, any case.
bool isAddress(std::string_view text);
/// isAddress, and mixed case must be the right checksum.
bool isAddressChecked(std::string_view text);

/// Address (checksummed) that made the 65-byte signature r‖s‖v over `digest`;
/// v 0/1 or 27/28. nullopt when no key fits. EIP-2: high s is refused.
std::optional<std::string> recoverAddress(const Hash32& digest, std::string_view hexSignature);

/// keccak256("\x19Ethereum Signed Message:\n" ‖ length ‖ text), EIP-191.
Hash32 personalMessageHash(std::string_view text);

/// EIP-3009 TransferWithAuthorization as EIP-712 typed data.
struct TransferAuthorization
{
    std::string from, to;                       ///< 0x + 40 hex
    std::string value, validAfter, validBefore; ///< decimal
    std::string nonce;                          ///< 0x + 64 hex
};
/// Digest to be signed; nullopt when a field is malformed.
std::optional<Hash32> transferDigest(const TransferAuthorization& transfer, std::string_view tokenName,
                                     std::string_view tokenVersion, std::uint64_t chainId,
                                     std::string_view token);

/// Ed25519 over `text`; key and signature base58 (Solana spelling).
bool verifySolana(std::string_view text, std::string_view publicKey, std::string_view signature);

/// Password hash (Argon2id, self-describing) and its check.
std::string hashPassword(const std::string& password);
bool checkPassword(const std::string& password, const std::string& hash);

} // namespace run402::sandbox
