// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/uint256.h"

#include <memory>
#include <optional>
#include <vector>

/// Recursive Length Prefix (Ethereum Yellow Paper, appendix B). Pure; thread: any.
namespace run402::mpp {

/// A list being written. Numbers are big endian without leading zeros, so that 0 is the empty string.
class RlpList
{
public:
    RlpList& add(x402::ByteSpan bytes);
    RlpList& add(QByteArrayView bytes) { return add(x402::spanOf(bytes)); }
    RlpList& add(quint64 number) { return add(x402::Uint256::fromUint64(number)); }
    RlpList& add(const x402::Uint256& number);
    RlpList& add(const RlpList& list);
    /// With the prefix of the list.
    QByteArray encoded() const;

private:
    QByteArray m_items;
};

/// What a text holds: a string of bytes or a list of further items.
struct RlpItem
{
    bool isList = false;
    QByteArray bytes; ///< of a string
    std::vector<RlpItem> items;

    /// nullopt: a list, longer than 32 bytes, or written with leading zeros.
    std::optional<x402::Uint256> number() const;
};

/// Strict: exactly one item, the shortest spelling of each length, at most 8 levels. nullopt for anything else.
std::optional<RlpItem> decodeRlp(QByteArrayView bytes);

} // namespace run402::mpp
