// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/eip3009.h"

#include <algorithm>

namespace run402::x402 {

namespace {

constexpr size_t wordSize = 32;

template <size_t Size>
void putWord(std::array<quint8, Size>& out, size_t index, ByteSpan value)
{
    const size_t end = (index + 1) * wordSize;
    std::copy(value.begin(), value.end(), out.begin() + qptrdiff(end - value.size()));
}

template <size_t Size>
Bytes32 word(const std::array<quint8, Size>& in, size_t index)
{
    Bytes32 out;
    std::copy_n(in.begin() + qptrdiff(index * wordSize), wordSize, out.begin());
    return out;
}

std::optional<Address> addressWord(const Bytes32& word)
{
    if (std::any_of(word.begin(), word.begin() + 12, [](quint8 b) { return b != 0; }))
        return std::nullopt;
    Address::Bytes bytes;
    std::copy(word.begin() + 12, word.end(), bytes.begin());
    return Address(bytes);
}

} // namespace

const Bytes32& domainTypeHash()
{
    static const Bytes32 hash = keccak256(
        QByteArrayView("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"));
    return hash;
}

const Bytes32& transferTypeHash()
{
    static const Bytes32 hash =
        keccak256(QByteArrayView("TransferWithAuthorization(address from,address to,uint256 value,"
                                 "uint256 validAfter,uint256 validBefore,bytes32 nonce)"));
    return hash;
}

TypedBytes encodeTransfer(const TokenDomain& domain, const TransferAuthorization& authorization)
{
    TypedBytes out;
    putWord(out.domain, 0, domainTypeHash());
    putWord(out.domain, 1, keccak256(domain.name));
    putWord(out.domain, 2, keccak256(domain.version));
    putWord(out.domain, 3, Uint256::fromUint64(domain.chainId).bytes());
    putWord(out.domain, 4, domain.contract.bytes());
    putWord(out.message, 0, transferTypeHash());
    putWord(out.message, 1, authorization.from.bytes());
    putWord(out.message, 2, authorization.to.bytes());
    putWord(out.message, 3, authorization.value.bytes());
    putWord(out.message, 4, authorization.validAfter.bytes());
    putWord(out.message, 5, authorization.validBefore.bytes());
    putWord(out.message, 6, authorization.nonce);
    return out;
}

Bytes32 domainSeparator(const TypedBytes& bytes)
{
    return keccak256(bytes.domain);
}

Bytes32 structHash(const TypedBytes& bytes)
{
    return keccak256(bytes.message);
}

Bytes32 typedDigest(const TypedBytes& bytes)
{
    std::array<quint8, 2 + 2 * wordSize> text{0x19, 0x01};
    const Bytes32 domain = domainSeparator(bytes);
    const Bytes32 message = structHash(bytes);
    std::copy(domain.begin(), domain.end(), text.begin() + 2);
    std::copy(message.begin(), message.end(), text.begin() + 2 + wordSize);
    return keccak256(text);
}

std::optional<TransferAuthorization> decodeTransfer(const TypedBytes& bytes)
{
    const auto from = addressWord(word(bytes.message, 1));
    const auto to = addressWord(word(bytes.message, 2));
    if (word(bytes.message, 0) != transferTypeHash() || !from || !to)
        return std::nullopt;
    return TransferAuthorization{*from,
                                 *to,
                                 Uint256::fromBytes(word(bytes.message, 3)),
                                 Uint256::fromBytes(word(bytes.message, 4)),
                                 Uint256::fromBytes(word(bytes.message, 5)),
                                 word(bytes.message, 6)};
}

std::optional<DomainFacts> decodeDomain(const TypedBytes& bytes)
{
    const auto chainId = Uint256::fromBytes(word(bytes.domain, 3)).toUint64();
    const auto contract = addressWord(word(bytes.domain, 4));
    if (word(bytes.domain, 0) != domainTypeHash() || !chainId || !contract)
        return std::nullopt;
    return DomainFacts{*chainId, *contract};
}

bool matchesDomain(const TypedBytes& bytes, QByteArrayView name, QByteArrayView version)
{
    return word(bytes.domain, 1) == keccak256(name) && word(bytes.domain, 2) == keccak256(version);
}

} // namespace run402::x402
