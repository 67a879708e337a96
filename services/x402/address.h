// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/bytes.h"

#include <QString>

#include <compare>

namespace run402::x402 {

enum class AddressError { None, Length, NotHex, Checksum };

/// An Ethereum account or contract. Owner: value. Thread: any.
/// Text form: EIP-55 (mixed-case checksum).
class Address
{
public:
    using Bytes = std::array<quint8, 20>;

    constexpr Address() = default;
    explicit constexpr Address(const Bytes& bytes) : m_bytes(bytes) {}

    /// "0x" and 40 hex digits. All lower or all upper case is accepted; mixed
    /// case only with the right checksum: a wrong one may be a mistyped digit.
    static AddressError parse(QByteArrayView text, Address& out);
    static std::optional<Address> parse(QStringView text);
    /// Of a 65-byte uncompressed public key, 04 first.
    static Address ofPublicKey(const std::array<quint8, 65>& key);

    const Bytes& bytes() const { return m_bytes; }
    bool isZero() const { return m_bytes == Bytes{}; }
    QByteArray toEip55() const;
    QByteArray toLower() const { return toHex(m_bytes); }
    QString toString() const { return QString::fromLatin1(toEip55()); }

    friend auto operator<=>(const Address&, const Address&) = default;

private:
    Bytes m_bytes{};
};

} // namespace run402::x402
