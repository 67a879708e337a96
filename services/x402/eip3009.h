// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/x402/address.h"
#include "services/x402/uint256.h"

/// EIP-712 typed data of EIP-3009 TransferWithAuthorization. Pure.
namespace run402::x402 {

/// The token's EIP-712 domain.
struct TokenDomain
{
    QByteArray name;
    QByteArray version;
    quint64 chainId = 0;
    Address contract;
};

struct TransferAuthorization
{
    Address from;
    Address to;
    Uint256 value;       ///< atomic units of the token
    Uint256 validAfter;  ///< Unix seconds
    Uint256 validBefore; ///< Unix seconds
    Bytes32 nonce{};
};

/// The exact bytes whose hashes are signed: both structs in ABI encoding,
/// type hash first. Whatever a dialog shows is decoded from these.
struct TypedBytes
{
    std::array<quint8, 160> domain{};
    std::array<quint8, 224> message{};
};

TypedBytes encodeTransfer(const TokenDomain& domain, const TransferAuthorization& authorization);

Bytes32 domainSeparator(const TypedBytes& bytes);
Bytes32 structHash(const TypedBytes& bytes);
/// keccak256(0x1901 || domainSeparator || structHash)
Bytes32 typedDigest(const TypedBytes& bytes);

/// The message half back from its bytes; nullopt when it is no
/// TransferWithAuthorization or an address word has dirty upper bytes.
std::optional<TransferAuthorization> decodeTransfer(const TypedBytes& bytes);
/// Chain and contract back from the domain half; the name and version are
/// hashes there and are compared by matchesDomain.
struct DomainFacts
{
    quint64 chainId = 0;
    Address contract;
};
std::optional<DomainFacts> decodeDomain(const TypedBytes& bytes);
bool matchesDomain(const TypedBytes& bytes, QByteArrayView name, QByteArrayView version);

/// keccak256 of the EIP712Domain and TransferWithAuthorization type texts.
const Bytes32& domainTypeHash();
const Bytes32& transferTypeHash();

} // namespace run402::x402
