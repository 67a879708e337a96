// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <array>
#include <optional>
#include <span>

/// Text encodings of bytes. Pure; thread: any. Every decoder is strict: what
/// it accepts has exactly one spelling, anything else is nullopt.
namespace run402::x402 {

using Bytes32 = std::array<quint8, 32>;
using ByteSpan = std::span<const quint8>;

inline ByteSpan spanOf(QByteArrayView bytes)
{
    return {reinterpret_cast<const quint8*>(bytes.data()), size_t(bytes.size())};
}

/// Lower-case hex digits, "0x" first.
QByteArray toHex(ByteSpan bytes);
/// As toHex, without the prefix, appended to `out`.
void appendHex(QByteArray& out, ByteSpan bytes);
/// "0x" and an even number of hex digits of either case ("0x" alone: empty).
std::optional<QByteArray> fromHex(QByteArrayView text);
/// Exactly out.size() * 2 hex digits, no prefix. On failure `out` is undefined.
bool decodeHexDigits(QByteArrayView digits, std::span<quint8> out);
/// "0x" and exactly 64 hex digits.
std::optional<Bytes32> bytes32FromHex(QByteArrayView text);

/// RFC 4648 §4: padded, no white space, unused bits zero.
QByteArray toBase64(QByteArrayView bytes);
std::optional<QByteArray> fromBase64(QByteArrayView text);
/// RFC 4648 §5 without padding.
QByteArray toBase64Url(QByteArrayView bytes);
std::optional<QByteArray> fromBase64Url(QByteArrayView text);

/// Keccak-256 as Ethereum uses it (not SHA3-256).
Bytes32 keccak256(ByteSpan bytes);
inline Bytes32 keccak256(QByteArrayView bytes)
{
    return keccak256(spanOf(bytes));
}
template <size_t Size>
Bytes32 keccak256(const std::array<quint8, Size>& bytes)
{
    return keccak256(ByteSpan(bytes));
}

/// Whether `bytes` is well-formed UTF-8 (no overlong forms, no surrogates).
bool isUtf8(QByteArrayView bytes);

} // namespace run402::x402
