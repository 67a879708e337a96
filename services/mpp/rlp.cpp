// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mpp/rlp.h"

#include <algorithm>

namespace run402::mpp {

using namespace x402;

namespace {

constexpr quint8 stringBase = 0x80, listBase = 0xc0;
constexpr qsizetype shortLimit = 55; // longer ones give the length in bytes of its own
constexpr int deepest = 8;

void appendPrefix(QByteArray& out, quint8 base, qsizetype size)
{
    if (size <= shortLimit) {
        out += char(base + size);
        return;
    }
    int digits = 0;
    for (auto n = quint64(size); n > 0; n >>= 8)
        ++digits;
    out += char(base + shortLimit + digits);
    for (int i = digits - 1; i >= 0; --i)
        out += char((quint64(size) >> (8 * i)) & 0xff);
}

struct Reader
{
    QByteArrayView rest;

    /// The content behind a prefix whose base was taken off.
    std::optional<QByteArrayView> content(qsizetype code)
    {
        qsizetype length = code;
        if (code > shortLimit) {
            const qsizetype digits = code - shortLimit;
            if (digits > 4 || rest.size() < digits || rest[0] == '\0')
                return std::nullopt;
            length = 0;
            for (const char c : rest.first(digits))
                length = (length << 8) | quint8(c);
            if (length <= shortLimit)
                return std::nullopt;
            rest = rest.sliced(digits);
        }
        if (length > rest.size())
            return std::nullopt;
        const QByteArrayView found = rest.first(length);
        rest = rest.sliced(length);
        return found;
    }

    std::optional<RlpItem> item(int depth)
    {
        if (rest.isEmpty() || depth > deepest)
            return std::nullopt;
        const auto first = quint8(rest[0]);
        RlpItem found;
        if (first < stringBase) {
            found.bytes = rest.first(1).toByteArray();
            rest = rest.sliced(1);
            return found;
        }
        rest = rest.sliced(1);
        found.isList = first >= listBase;
        const auto inside = content(first - (found.isList ? listBase : stringBase));
        if (!inside)
            return std::nullopt;
        if (!found.isList) {
            if (inside->size() == 1 && quint8((*inside)[0]) < stringBase)
                return std::nullopt; // such a byte stands for itself
            found.bytes = inside->toByteArray();
            return found;
        }
        Reader inner{*inside};
        while (!inner.rest.isEmpty()) {
            auto next = inner.item(depth + 1);
            if (!next)
                return std::nullopt;
            found.items.push_back(std::move(*next));
        }
        return found;
    }
};

} // namespace

RlpList& RlpList::add(ByteSpan bytes)
{
    if (bytes.size() != 1 || bytes[0] >= stringBase) // such a byte stands for itself
        appendPrefix(m_items, stringBase, qsizetype(bytes.size()));
    m_items.append(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
    return *this;
}

RlpList& RlpList::add(const Uint256& number)
{
    const Bytes32& bytes = number.bytes();
    const auto first = std::find_if(bytes.begin(), bytes.end(), [](quint8 b) { return b != 0; });
    return add(ByteSpan(first, bytes.end()));
}

RlpList& RlpList::add(const RlpList& list)
{
    appendPrefix(m_items, listBase, list.m_items.size());
    m_items += list.m_items;
    return *this;
}

QByteArray RlpList::encoded() const
{
    QByteArray out;
    out.reserve(m_items.size() + 9);
    appendPrefix(out, listBase, m_items.size());
    return out += m_items;
}

std::optional<Uint256> RlpItem::number() const
{
    Bytes32 value{};
    if (isList || bytes.size() > qsizetype(value.size()) || bytes.startsWith('\0'))
        return std::nullopt;
    std::copy(bytes.begin(), bytes.end(), value.end() - bytes.size());
    return Uint256::fromBytes(value);
}

std::optional<RlpItem> decodeRlp(QByteArrayView bytes)
{
    Reader reader{bytes};
    auto item = reader.item(0);
    return reader.rest.isEmpty() ? item : std::nullopt;
}

} // namespace run402::mpp
