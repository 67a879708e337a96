// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/amount.h"
#include "services/x402/bytes.h"

#include <compare>

namespace run402::x402 {

/// Why a text is no uint256. Each cause is told apart, because each is a
/// different thing to say about a hostile offer.
enum class NumberError { None, Empty, Signed, Fractional, NotDecimal, LeadingZero, Overflow };

/// An unsigned 256-bit integer, as the chain and EIP-712 use it. No wrapping
/// arithmetic is offered at all. Owner: value. Thread: any.
class Uint256
{
public:
    constexpr Uint256() = default;
    static Uint256 fromUint64(quint64 value);
    static Uint256 fromBytes(const Bytes32& bigEndian);
    /// Decimal digits only, no leading zero except "0" itself.
    static NumberError parse(QByteArrayView text, Uint256& out);

    const Bytes32& bytes() const { return m_bytes; }
    bool isZero() const;
    std::optional<quint64> toUint64() const;
    std::optional<qint64> toInt64() const;
    /// As micro-USDC; nullopt when it does not fit int64.
    std::optional<Amount> toAmount() const;
    QByteArray toDecimal() const;
    /// With `decimals` digits after the point, all of them: "0.100000".
    QByteArray toUnits(int decimals) const;

    friend auto operator<=>(const Uint256&, const Uint256&) = default;

private:
    Bytes32 m_bytes{}; ///< big endian
};

} // namespace run402::x402
