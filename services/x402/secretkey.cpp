// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/secretkey.h"

#include "services/x402/secp.h"

#include <sodium.h>

#include <algorithm>

namespace run402::x402 {

SecretBytes::SecretBytes(size_t size)
{
    // sodium_init is idempotent and thread-safe; sodium_malloc needs it.
    if (size == 0 || sodium_init() < 0)
        return;
    m_data = static_cast<quint8*>(sodium_malloc(size));
    if (!m_data)
        return;
    m_size = size;
    sodium_memzero(m_data, m_size);
}

SecretBytes::SecretBytes(ByteSpan bytes) : SecretBytes(bytes.size())
{
    if (m_data)
        std::copy(bytes.begin(), bytes.end(), m_data);
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0))
{
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept
{
    if (this != &other) {
        wipe();
        m_data = std::exchange(other.m_data, nullptr);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

void SecretBytes::wipe()
{
    if (!m_data)
        return;
    sodium_memzero(m_data, m_size);
    sodium_free(m_data);
    m_data = nullptr;
    m_size = 0;
}

Result<SecretKey> SecretKey::parse(ByteSpan text, Use use)
{
    const auto bad = [](const char* code, const char* message) {
        return fail(Problem::Kind::Local, QString::fromLatin1(code), QString::fromLatin1(message));
    };
    if (text.size() >= 2 && text[0] == '0' && text[1] == 'x')
        text = text.subspan(2);
    if (text.empty())
        return bad("key.empty", "No private key was given");
    if (text.size() != 64)
        return bad("key.length", "A private key has 64 hex digits");
    SecretBytes bytes(32);
    if (bytes.isEmpty())
        return bad("key.memory", "No protected memory for the key");
    const QByteArrayView digits(text.data(), qsizetype(text.size()));
    if (!decodeHexDigits(digits, bytes.data()))
        return bad("key.not_hex", "A private key has hex digits only");
    return fromBytes(std::move(bytes), use);
}

Result<SecretKey> SecretKey::fromBytes(SecretBytes bytes, Use use)
{
    if (bytes.size() != 32)
        return fail(Problem::Kind::Local, QStringLiteral("key.length"),
                    QStringLiteral("A private key has 32 bytes"));
    // Zero and everything from the curve order on is refused, never reduced.
    if (!secp256k1_ec_seckey_verify(signingContext(), bytes.view().data()))
        return fail(Problem::Kind::Local, QStringLiteral("key.range"),
                    QStringLiteral("This number is not a valid private key"));
    SecretKey key(std::move(bytes), use, Address());
    key.m_address = Address::ofPublicKey(key.publicKey());
    return key;
}

namespace {

template <size_t Size>
std::array<quint8, Size> serializedPublicKey(ByteSpan secret, unsigned flags)
{
    std::array<quint8, Size> out{};
    secp256k1_pubkey key;
    size_t size = Size;
    if (secret.size() == 32 && secp256k1_ec_pubkey_create(signingContext(), &key, secret.data()))
        secp256k1_ec_pubkey_serialize(signingContext(), out.data(), &size, &key, flags);
    return out;
}

} // namespace

std::array<quint8, 65> SecretKey::publicKey() const
{
    return serializedPublicKey<65>(m_bytes.view(), SECP256K1_EC_UNCOMPRESSED);
}

std::array<quint8, 33> SecretKey::compressedPublicKey() const
{
    return serializedPublicKey<33>(m_bytes.view(), SECP256K1_EC_COMPRESSED);
}

SecretBytes SecretKey::exportHex() const
{
    if (!isValid())
        return {};
    SecretBytes text(66);
    if (text.isEmpty())
        return {};
    std::array<char, 65> digits{};
    sodium_bin2hex(digits.data(), digits.size(), m_bytes.view().data(), m_bytes.size());
    text.data()[0] = '0';
    text.data()[1] = 'x';
    std::copy(digits.begin(), digits.begin() + 64, text.data().begin() + 2);
    sodium_memzero(digits.data(), digits.size());
    return text;
}

} // namespace run402::x402
