// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/crypto/crypto.h"

#include "sandbox/text.h"

#include <cryptopp/keccak.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <secp256k1.h>
#include <secp256k1_recovery.h>
#include <sodium.h>

#include <algorithm>
#include <cctype>
#include <vector>

namespace run402::sandbox {
namespace {

const secp256k1_context* context()
{
    static const secp256k1_context* const made = secp256k1_context_create(SECP256K1_CONTEXT_VERIFY);
    return made;
}

std::string_view view(const Hash32& hash)
{
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

/// Left-padded 32-byte word of an address or hex value of at most 32 bytes.
std::optional<std::string> hexWord(std::string_view text, std::size_t bytes)
{
    if (text.size() != 2 + bytes * 2 || text[0] != '0' || text[1] != 'x') {
        return std::nullopt;
    }
    const auto raw = fromHex(text.substr(2));
    if (!raw) {
        return std::nullopt;
    }
    std::string word(32 - bytes, '\0');
    word.append(reinterpret_cast<const char*>(raw->data()), raw->size());
    return word;
}

/// Decimal text as a big-endian uint256.
std::optional<std::string> decimalWord(std::string_view text)
{
    if (text.empty() || text.size() > 78) {
        return std::nullopt;
    }
    std::array<std::uint8_t, 32> word{};
    for (const char c : text) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        unsigned carry = static_cast<unsigned>(c - '0');
        for (std::size_t i = word.size(); i-- > 0;) {
            carry += word[i] * 10u;
            word[i] = static_cast<std::uint8_t>(carry & 0xff);
            carry >>= 8;
        }
        if (carry != 0) {
            return std::nullopt;
        }
    }
    return std::string(reinterpret_cast<const char*>(word.data()), word.size());
}

/// True when s is above half the group order (malleable, refused by EIP-2).
bool highS(const std::uint8_t* s)
{
    static constexpr std::array<std::uint8_t, 32> kHalf = {
        0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0x5d, 0x57, 0x6e, 0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0};
    return std::lexicographical_compare(kHalf.begin(), kHalf.end(), s, s + 32);
}

std::optional<std::string> base58Decode(std::string_view text)
{
    static constexpr std::string_view kAlphabet =
        "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    if (text.size() > 128) {
        return std::nullopt;
    }
    std::vector<std::uint8_t> digits;
    for (const char c : text) {
        const std::size_t value = kAlphabet.find(c);
        if (value == std::string_view::npos) {
            return std::nullopt;
        }
        unsigned carry = static_cast<unsigned>(value);
        for (std::uint8_t& digit : digits) {
            carry += digit * 58u;
            digit = static_cast<std::uint8_t>(carry & 0xff);
            carry >>= 8;
        }
        while (carry != 0) {
            digits.push_back(static_cast<std::uint8_t>(carry & 0xff));
            carry >>= 8;
        }
    }
    for (std::size_t i = 0; i < text.size() && text[i] == '1'; ++i) {
        digits.push_back(0);
    }
    return std::string(digits.rbegin(), digits.rend());
}

} // namespace

Hash32 keccak256(std::string_view bytes)
{
    Hash32 out{};
    CryptoPP::Keccak_256 hash;
    hash.CalculateDigest(out.data(), reinterpret_cast<const CryptoPP::byte*>(bytes.data()), bytes.size());
    return out;
}

std::string sha256(std::string_view bytes)
{
    std::string out(SHA256_DIGEST_LENGTH, '\0');
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
           reinterpret_cast<unsigned char*>(out.data()));
    return out;
}

std::string sha256Hex(std::string_view bytes)
{
    const std::string raw = sha256(bytes);
    return toHex(reinterpret_cast<const std::uint8_t*>(raw.data()), raw.size());
}

std::string hmacSha256(std::string_view key, std::string_view bytes)
{
    std::string out(SHA256_DIGEST_LENGTH, '\0');
    unsigned size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(out.data()), &size);
    return out;
}

std::string hmacSha256Hex(std::string_view key, std::string_view bytes)
{
    const std::string raw = hmacSha256(key, bytes);
    return toHex(reinterpret_cast<const std::uint8_t*>(raw.data()), raw.size());
}

bool constantTimeEqual(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string checksumAddress(std::string_view address)
{
    std::string out = lower(address);
    const Hash32 hash = keccak256(std::string_view(out).substr(2));
    for (std::size_t i = 2; i < out.size(); ++i) {
        const unsigned nibble = (i % 2 == 0 ? hash[(i - 2) / 2] >> 4 : hash[(i - 2) / 2]) & 15u;
        if (nibble >= 8) {
            out[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[i])));
        }
    }
    return out;
}

bool isAddress(std::string_view text)
{
    return text.size() == 42 && text[0] == '0' && text[1] == 'x' &&
           std::all_of(text.begin() + 2, text.end(),
                       [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; });
}

bool isAddressChecked(std::string_view text)
{
    return isAddress(text) && (lower(text) == text || checksumAddress(text) == text);
}

std::optional<std::string> recoverAddress(const Hash32& digest, std::string_view hexSignature)
{
    if (!startsWith(hexSignature, "0x") || hexSignature.size() != 132) {
        return std::nullopt;
    }
    const auto raw = fromHex(hexSignature.substr(2));
    if (!raw || highS(raw->data() + 32)) {
        return std::nullopt;
    }
    int recovery = raw->at(64);
    recovery = recovery >= 27 ? recovery - 27 : recovery;
    secp256k1_ecdsa_recoverable_signature signature;
    secp256k1_pubkey key;
    if (recovery < 0 || recovery > 1 ||
        secp256k1_ecdsa_recoverable_signature_parse_compact(context(), &signature, raw->data(), recovery) !=
            1 ||
        secp256k1_ecdsa_recover(context(), &key, &signature, digest.data()) != 1) {
        return std::nullopt;
    }
    std::array<char, 65> point{};
    std::size_t size = point.size();
    secp256k1_ec_pubkey_serialize(context(), reinterpret_cast<unsigned char*>(point.data()), &size, &key,
                                  SECP256K1_EC_UNCOMPRESSED);
    const Hash32 hash = keccak256(std::string_view(point.data() + 1, 64));
    return checksumAddress("0x" + toHex(hash.data() + 12, 20));
}

Hash32 personalMessageHash(std::string_view text)
{
    return keccak256("\x19"
                     "Ethereum Signed Message:\n" +
                     std::to_string(text.size()) + std::string(text));
}

std::optional<Hash32> transferDigest(const TransferAuthorization& transfer, std::string_view tokenName,
                                     std::string_view tokenVersion, std::uint64_t chainId,
                                     std::string_view token)
{
    static const std::string domainType(view(
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")));
    static const std::string structType(
        view(keccak256("TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,"
                       "uint256 validBefore,bytes32 nonce)")));
    const auto contract = hexWord(lower(token), 20);
    const auto from = hexWord(lower(transfer.from), 20);
    const auto to = hexWord(lower(transfer.to), 20);
    const auto value = decimalWord(transfer.value);
    const auto after = decimalWord(transfer.validAfter);
    const auto before = decimalWord(transfer.validBefore);
    const auto nonce = hexWord(transfer.nonce, 32);
    if (!contract || !from || !to || !value || !after || !before || !nonce) {
        return std::nullopt;
    }
    const std::string domain = domainType + std::string(view(keccak256(tokenName))) +
                               std::string(view(keccak256(tokenVersion))) +
                               *decimalWord(std::to_string(chainId)) + *contract;
    const std::string message = structType + *from + *to + *value + *after + *before + *nonce;
    return keccak256("\x19\x01" + std::string(view(keccak256(domain))) +
                     std::string(view(keccak256(message))));
}

bool verifySolana(std::string_view text, std::string_view publicKey, std::string_view signature)
{
    const auto key = base58Decode(publicKey);
    const auto raw = base58Decode(signature);
    return key && raw && key->size() == crypto_sign_PUBLICKEYBYTES && raw->size() == crypto_sign_BYTES &&
           crypto_sign_verify_detached(reinterpret_cast<const unsigned char*>(raw->data()),
                                       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                                       reinterpret_cast<const unsigned char*>(key->data())) == 0;
}

std::string hashPassword(const std::string& password)
{
    std::array<char, crypto_pwhash_STRBYTES> out{};
    // the least memory RFC 9106 still calls sensible: many sign-ins at once must fit a laptop
    if (crypto_pwhash_str(out.data(), password.data(), password.size(), 2, 19u * 1024 * 1024) != 0) {
        throw std::bad_alloc();
    }
    return out.data();
}

bool checkPassword(const std::string& password, const std::string& hash)
{
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

} // namespace run402::sandbox
