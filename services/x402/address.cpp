// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/address.h"

#include <algorithm>

namespace run402::x402 {

namespace {

constexpr qsizetype textLength = 42;

bool hasMixedCase(QByteArrayView digits)
{
    const bool lower = std::any_of(digits.begin(), digits.end(), [](char c) { return c >= 'a' && c <= 'f'; });
    const bool upper = std::any_of(digits.begin(), digits.end(), [](char c) { return c >= 'A' && c <= 'F'; });
    return lower && upper;
}

} // namespace

AddressError Address::parse(QByteArrayView text, Address& out)
{
    if (!text.startsWith("0x"))
        return AddressError::NotHex;
    if (text.size() != textLength)
        return AddressError::Length;
    if (!decodeHexDigits(text.sliced(2), out.m_bytes))
        return AddressError::NotHex;
    if (hasMixedCase(text.sliced(2)) && out.toEip55() != text)
        return AddressError::Checksum;
    return AddressError::None;
}

std::optional<Address> Address::parse(QStringView text)
{
    Address out;
    // toLatin1 turns what is not Latin-1 into '?', which is no hex digit.
    if (parse(QByteArrayView(text.toLatin1()), out) != AddressError::None)
        return std::nullopt;
    return out;
}

Address Address::ofPublicKey(const std::array<quint8, 65>& key)
{
    const Bytes32 hash = keccak256(ByteSpan(key).subspan(1));
    Address out;
    std::copy(hash.begin() + 12, hash.end(), out.m_bytes.begin());
    return out;
}

QByteArray Address::toEip55() const
{
    QByteArray text = toLower();
    const Bytes32 hash = keccak256(QByteArrayView(text).sliced(2));
    char* digits = text.data() + 2;
    for (size_t i = 0; i < 40; ++i) {
        const int nibble = i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 15;
        if (nibble >= 8 && digits[i] >= 'a')
            digits[i] = char(digits[i] - 'a' + 'A');
    }
    return text;
}

} // namespace run402::x402
