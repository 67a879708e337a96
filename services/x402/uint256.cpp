// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/uint256.h"

#include <QtEndian>

#include <algorithm>
#include <limits>

namespace run402::x402 {

namespace {

constexpr int limbCount = 8;
using Limbs = std::array<quint32, limbCount>; // most significant first

Limbs limbsOf(const Bytes32& bytes)
{
    Limbs limbs{};
    for (size_t i = 0; i < limbCount; ++i)
        limbs[i] = qFromBigEndian<quint32>(bytes.data() + i * 4);
    return limbs;
}

/// limbs = limbs * factor + addend; false when it does not fit.
bool multiplyAdd(Limbs& limbs, quint32 factor, quint32 addend)
{
    quint64 carry = addend;
    for (size_t i = limbCount; i-- > 0;) {
        carry += quint64(limbs[i]) * factor;
        limbs[i] = quint32(carry);
        carry >>= 32;
    }
    return carry == 0;
}

/// limbs = limbs / divisor; returns the remainder.
quint32 divide(Limbs& limbs, quint32 divisor)
{
    quint64 rest = 0;
    for (quint32& limb : limbs) {
        rest = rest << 32 | limb;
        limb = quint32(rest / divisor);
        rest %= divisor;
    }
    return quint32(rest);
}

NumberError checkDigits(QByteArrayView text)
{
    if (text.isEmpty())
        return NumberError::Empty;
    if (text[0] == '-' || text[0] == '+')
        return NumberError::Signed;
    if (std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; }) &&
        text.contains('.'))
        return NumberError::Fractional;
    if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return NumberError::NotDecimal;
    return text.size() > 1 && text[0] == '0' ? NumberError::LeadingZero : NumberError::None;
}

} // namespace

Uint256 Uint256::fromUint64(quint64 value)
{
    Uint256 out;
    qToBigEndian(value, out.m_bytes.data() + 24);
    return out;
}

Uint256 Uint256::fromBytes(const Bytes32& bigEndian)
{
    Uint256 out;
    out.m_bytes = bigEndian;
    return out;
}

NumberError Uint256::parse(QByteArrayView text, Uint256& out)
{
    if (const NumberError error = checkDigits(text); error != NumberError::None)
        return error;
    constexpr qsizetype mostDigits = 78;
    if (text.size() > mostDigits)
        return NumberError::Overflow;
    Limbs limbs{};
    for (char c : text)
        if (!multiplyAdd(limbs, 10, quint32(c - '0')))
            return NumberError::Overflow;
    for (size_t i = 0; i < limbCount; ++i)
        qToBigEndian(limbs[i], out.m_bytes.data() + i * 4);
    return NumberError::None;
}

bool Uint256::isZero() const
{
    return std::all_of(m_bytes.begin(), m_bytes.end(), [](quint8 b) { return b == 0; });
}

std::optional<quint64> Uint256::toUint64() const
{
    if (std::any_of(m_bytes.begin(), m_bytes.begin() + 24, [](quint8 b) { return b != 0; }))
        return std::nullopt;
    return qFromBigEndian<quint64>(m_bytes.data() + 24);
}

std::optional<qint64> Uint256::toInt64() const
{
    const auto value = toUint64();
    if (!value || *value > quint64(std::numeric_limits<qint64>::max()))
        return std::nullopt;
    return qint64(*value);
}

std::optional<Amount> Uint256::toAmount() const
{
    const auto micros = toInt64();
    return micros ? std::optional(Amount::fromMicros(*micros)) : std::nullopt;
}

QByteArray Uint256::toDecimal() const
{
    if (const auto small = toUint64())
        return QByteArray::number(*small);
    Limbs limbs = limbsOf(m_bytes);
    QByteArray digits;
    while (std::any_of(limbs.begin(), limbs.end(), [](quint32 limb) { return limb != 0; }))
        digits.prepend(char('0' + divide(limbs, 10)));
    return digits;
}

QByteArray Uint256::toUnits(int decimals) const
{
    if (decimals <= 0)
        return toDecimal();
    const QByteArray digits = toDecimal().rightJustified(decimals + 1, '0');
    return digits.chopped(decimals) + '.' + digits.last(decimals);
}

} // namespace run402::x402
