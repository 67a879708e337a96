// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/bytes.h"

#include <QCryptographicHash>

#include <algorithm>
#include <cstring>

namespace run402::x402 {

namespace {

constexpr char hexDigits[] = "0123456789abcdef";
constexpr char standardAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char urlAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

using DecodeTable = std::array<quint8, 256>;
constexpr quint8 noDigit = 0xff;

constexpr DecodeTable makeTable(const char* alphabet)
{
    DecodeTable table{};
    for (auto& entry : table)
        entry = noDigit;
    for (quint8 i = 0; i < 64; ++i)
        table[quint8(alphabet[i])] = i;
    return table;
}

constexpr DecodeTable makeHexTable()
{
    DecodeTable table{};
    for (auto& entry : table)
        entry = noDigit;
    for (quint8 i = 0; i < 10; ++i)
        table[size_t('0' + i)] = i;
    for (quint8 i = 0; i < 6; ++i) {
        table[size_t('a' + i)] = quint8(10 + i);
        table[size_t('A' + i)] = quint8(10 + i);
    }
    return table;
}

constexpr DecodeTable standardTable = makeTable(standardAlphabet);
constexpr DecodeTable urlTable = makeTable(urlAlphabet);
constexpr DecodeTable hexTable = makeHexTable();

QByteArray encode64(QByteArrayView bytes, const char* alphabet, bool pad)
{
    const auto* in = reinterpret_cast<const quint8*>(bytes.data());
    qsizetype left = bytes.size();
    QByteArray out((left + 2) / 3 * 4, Qt::Uninitialized);
    char* to = out.data();
    for (; left >= 3; left -= 3, in += 3, to += 4) {
        const quint32 v = quint32(in[0]) << 16 | quint32(in[1]) << 8 | in[2];
        to[0] = alphabet[v >> 18];
        to[1] = alphabet[v >> 12 & 63];
        to[2] = alphabet[v >> 6 & 63];
        to[3] = alphabet[v & 63];
    }
    if (left == 0)
        return out;
    const quint32 v = quint32(in[0]) << 16 | (left == 2 ? quint32(in[1]) << 8 : 0);
    to[0] = alphabet[v >> 18];
    to[1] = alphabet[v >> 12 & 63];
    to[2] = left == 2 ? alphabet[v >> 6 & 63] : '=';
    to[3] = '=';
    if (!pad)
        out.chop(3 - left);
    return out;
}

/// `digits` has no padding. Refuses lengths that encode nothing whole and
/// unused bits that are not zero, so that every value has one spelling.
std::optional<QByteArray> decode64(QByteArrayView digits, const DecodeTable& table)
{
    const qsizetype rest = digits.size() % 4;
    if (rest == 1)
        return std::nullopt;
    QByteArray out(digits.size() / 4 * 3 + (rest == 0 ? 0 : rest - 1), Qt::Uninitialized);
    const auto* in = reinterpret_cast<const quint8*>(digits.data());
    auto* to = reinterpret_cast<quint8*>(out.data());
    quint8 bad = 0;
    for (qsizetype i = 0; i < digits.size() / 4; ++i, in += 4, to += 3) {
        const quint8 a = table[in[0]], b = table[in[1]], c = table[in[2]], d = table[in[3]];
        bad |= quint8(a | b | c | d);
        to[0] = quint8(a << 2 | b >> 4);
        to[1] = quint8(b << 4 | c >> 2);
        to[2] = quint8(c << 6 | d);
    }
    if (rest >= 2) {
        const quint8 a = table[in[0]], b = table[in[1]], c = rest == 3 ? table[in[2]] : quint8(0);
        bad |= quint8(a | b | c);
        to[0] = quint8(a << 2 | b >> 4);
        if (rest == 3)
            to[1] = quint8(b << 4 | c >> 2);
        const quint8 unused = rest == 3 ? quint8(c & 3) : quint8(b & 15);
        if (unused != 0)
            return std::nullopt;
    }
    if (bad & 0xc0) // digits are below 64, noDigit is not
        return std::nullopt;
    return out;
}

} // namespace

void appendHex(QByteArray& out, ByteSpan bytes)
{
    const qsizetype at = out.size();
    out.resize(at + qsizetype(bytes.size()) * 2);
    char* to = out.data() + at;
    for (quint8 b : bytes) {
        *to++ = hexDigits[b >> 4];
        *to++ = hexDigits[b & 15];
    }
}

QByteArray toHex(ByteSpan bytes)
{
    QByteArray out;
    out.reserve(qsizetype(bytes.size()) * 2 + 2);
    out.append("0x");
    appendHex(out, bytes);
    return out;
}

bool decodeHexDigits(QByteArrayView digits, std::span<quint8> out)
{
    if (digits.size() != qsizetype(out.size()) * 2)
        return false;
    const auto* in = reinterpret_cast<const quint8*>(digits.data());
    quint8 bad = 0;
    for (quint8& b : out) {
        const quint8 high = hexTable[*in++];
        const quint8 low = hexTable[*in++];
        bad |= quint8(high | low);
        b = quint8(high << 4 | (low & 15));
    }
    return (bad & 0xf0) == 0;
}

std::optional<QByteArray> fromHex(QByteArrayView text)
{
    if (!text.startsWith("0x") || text.size() % 2 != 0)
        return std::nullopt;
    QByteArray out((text.size() - 2) / 2, Qt::Uninitialized);
    if (!decodeHexDigits(text.sliced(2), {reinterpret_cast<quint8*>(out.data()), size_t(out.size())}))
        return std::nullopt;
    return out;
}

std::optional<Bytes32> bytes32FromHex(QByteArrayView text)
{
    Bytes32 out{};
    if (!text.startsWith("0x") || !decodeHexDigits(text.sliced(2), out))
        return std::nullopt;
    return out;
}

QByteArray toBase64(QByteArrayView bytes)
{
    return encode64(bytes, standardAlphabet, true);
}

QByteArray toBase64Url(QByteArrayView bytes)
{
    return encode64(bytes, urlAlphabet, false);
}

std::optional<QByteArray> fromBase64(QByteArrayView text)
{
    if (text.size() % 4 != 0)
        return std::nullopt;
    if (text.endsWith("=="))
        text.chop(2);
    else if (text.endsWith('='))
        text.chop(1);
    return decode64(text, standardTable);
}

std::optional<QByteArray> fromBase64Url(QByteArrayView text)
{
    return decode64(text, urlTable);
}

Bytes32 keccak256(ByteSpan bytes)
{
    QCryptographicHash hash(QCryptographicHash::Keccak_256);
    hash.addData(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
    const QByteArrayView digest = hash.resultView();
    Bytes32 out{};
    std::memcpy(out.data(), digest.data(), std::min<size_t>(out.size(), size_t(digest.size())));
    return out;
}

bool isUtf8(QByteArrayView bytes)
{
    const auto* p = reinterpret_cast<const quint8*>(bytes.data());
    const auto* const end = p + bytes.size();
    while (p != end) {
        const quint8 c = *p++;
        if (c < 0x80)
            continue;
        const int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
        if (c < 0xc2 || c > 0xf4 || end - p < more || (*p & 0xc0) != 0x80)
            return false;
        const bool overlong = (c == 0xe0 && *p < 0xa0) || (c == 0xf0 && *p < 0x90);
        const bool outside = (c == 0xed && *p > 0x9f) || (c == 0xf4 && *p > 0x8f);
        if (overlong || outside)
            return false;
        for (int i = 1; i < more; ++i)
            if ((p[i] & 0xc0) != 0x80)
                return false;
        p += more;
    }
    return true;
}

} // namespace run402::x402
