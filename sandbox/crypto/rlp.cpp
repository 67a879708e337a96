// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/crypto/rlp.h"

namespace run402::sandbox {
namespace {

constexpr int kMaxDepth = 6;

/// Takes one item off the front of `in`; false when there is none.
bool take(std::string_view& in, Rlp& out, int depth)
{
    if (in.empty() || depth > kMaxDepth) {
        return false;
    }
    const std::string_view start = in;
    const unsigned lead = static_cast<unsigned char>(in.front());
    std::size_t head = 1;
    std::size_t length = 0;
    if (lead < 0x80) {
        head = 0; // the byte is its own content
        length = 1;
    } else {
        out.list = lead >= 0xc0;
        length = lead - (out.list ? 0xc0u : 0x80u);
        if (length > 55) {
            const std::size_t width = length - 55;
            if (width > 4 || in.size() < 1 + width) {
                return false;
            }
            length = 0;
            for (std::size_t i = 1; i <= width; ++i) {
                length = length << 8 | static_cast<unsigned char>(in[i]);
            }
            if (in[1] == '\0' || length <= 55) {
                return false;
            }
            head += width;
        }
    }
    if (in.size() - head < length) {
        return false;
    }
    std::string_view body = in.substr(head, length);
    out.source = start.substr(0, head + length);
    in.remove_prefix(head + length);
    if (!out.list) {
        out.text = body;
        return head != 1 || length != 1 || static_cast<unsigned char>(body[0]) >= 0x80;
    }
    while (!body.empty()) {
        if (!take(body, out.items.emplace_back(), depth + 1)) {
            return false;
        }
    }
    return true;
}

} // namespace

std::optional<Rlp> parseRlp(std::string_view bytes)
{
    Rlp item;
    if (!take(bytes, item, 0) || !bytes.empty()) {
        return std::nullopt;
    }
    return item;
}

std::string rlpList(const std::vector<std::string_view>& items)
{
    std::string body;
    for (const std::string_view item : items) {
        body += item;
    }
    if (body.size() < 56) {
        return std::string(1, static_cast<char>(0xc0 + body.size())) + body;
    }
    std::string length;
    for (std::size_t rest = body.size(); rest != 0; rest >>= 8) {
        length.insert(length.begin(), static_cast<char>(rest & 0xff));
    }
    return std::string(1, static_cast<char>(0xf7 + length.size())) + length + body;
}

std::optional<std::uint64_t> rlpNumber(const Rlp& item)
{
    if (item.list || item.text.size() > 8 || (!item.text.empty() && item.text[0] == '\0')) {
        return std::nullopt;
    }
    std::uint64_t value = 0;
    for (const char c : item.text) {
        value = value << 8 | static_cast<unsigned char>(c);
    }
    return value;
}

} // namespace run402::sandbox
