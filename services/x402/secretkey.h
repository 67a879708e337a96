// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"
#include "services/x402/address.h"

namespace run402::x402 {

/// Bytes that must not be seen: kept in guarded, locked memory that is left
/// out of core dumps and overwritten before it is given back (libsodium).
/// Cannot be copied, printed, streamed, compared or turned into a QString;
/// moving hands over the one allocation, so there is never a second copy.
/// Owner: value, move-only. Thread: any one at a time.
class SecretBytes
{
public:
    SecretBytes() = default;
    /// `size` zero bytes; empty when the system gives no memory.
    explicit SecretBytes(size_t size);
    /// Copies; the caller answers for wiping `bytes`.
    explicit SecretBytes(ByteSpan bytes);
    ~SecretBytes() { wipe(); }
    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;

    bool isEmpty() const { return m_size == 0; }
    size_t size() const { return m_size; }
    /// Borrowed; valid until this object is moved from, wiped or destroyed.
    ByteSpan view() const { return {m_data, m_size}; }
    std::span<quint8> data() { return {m_data, m_size}; }
    void wipe();

private:
    quint8* m_data = nullptr;
    size_t m_size = 0;
};

/// A secp256k1 private key. Owner: value, move-only. Thread: any one at a
/// time. A moved-from key is not valid and signs nothing.
class SecretKey
{
public:
    /// Fixed for the life of the key. Spend policy and signing both look at
    /// it, so that a wallet never signs for a local server and the sandbox's
    /// throwaway key never signs anywhere else.
    enum class Use { Wallet, Sandbox };

    /// 64 hex digits of either case, "0x" optional (as the vendor's CLI
    /// writes them). No white space: trim what a person pasted first.
    /// Fails: key.empty, key.length, key.not_hex, key.range. The message
    /// never contains any part of `text`.
    static Result<SecretKey> parse(ByteSpan text, Use use);
    static Result<SecretKey> fromBytes(SecretBytes bytes, Use use);

    SecretKey(SecretKey&&) noexcept = default;
    SecretKey& operator=(SecretKey&&) noexcept = default;

    bool isValid() const { return m_bytes.size() == 32; }
    Use use() const { return m_use; }
    /// Derived once, when the key is made.
    const Address& address() const { return m_address; }
    std::array<quint8, 65> publicKey() const;
    std::array<quint8, 33> compressedPublicKey() const;

    /// For a backup shown to its owner, or for the keychain: 0x and 64 lower
    /// case hex digits in wiping memory. The only way out for the key.
    SecretBytes exportHex() const;

private:
    friend class Signer;
    SecretKey(SecretBytes bytes, Use use, const Address& address)
        : m_bytes(std::move(bytes)), m_address(address), m_use(use)
    {
    }
    SecretBytes m_bytes;
    Address m_address;
    Use m_use;
};

} // namespace run402::x402
