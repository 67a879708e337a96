// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace run402::sandbox {

/// One node of a Recursive Length Prefix text (Ethereum Yellow Paper, appendix B).
struct Rlp
{
    bool list = false;
    std::string text;        ///< bytes of a string
    std::string_view source; ///< the whole item as it stood in the input, prefix included
    std::vector<Rlp> items;  ///< of a list
};

/// Reads exactly one item; nullopt when bytes are missing, left over, or a length is spelled longer than needed.
/// `bytes` must outlive the result.
std::optional<Rlp> parseRlp(std::string_view bytes);
/// The prefix and the joined items of a list.
std::string rlpList(const std::vector<std::string_view>& items);
/// Big-endian number of at most 8 bytes without leading zeros.
std::optional<std::uint64_t> rlpNumber(const Rlp& item);

} // namespace run402::sandbox
