// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/x402/abi.h"

#include <algorithm>

namespace run402::x402 {

namespace {

void appendAddress(QByteArray& out, const Address& address)
{
    out.append(24, '0');
    appendHex(out, address.bytes());
}

Unexpected abiProblem(const char* code, const char* message)
{
    return fail(Problem::Kind::Protocol, QString::fromLatin1(code), QString::fromLatin1(message));
}

} // namespace

std::array<quint8, 4> selectorOf(QByteArrayView function)
{
    const Bytes32 hash = keccak256(function);
    return {hash[0], hash[1], hash[2], hash[3]};
}

QByteArray encodeBalanceOf(const Address& account)
{
    QByteArray out = toHex(selectorOf("balanceOf(address)"));
    appendAddress(out, account);
    return out;
}

QByteArray encodeDecimals()
{
    return toHex(selectorOf("decimals()"));
}

QByteArray encodeAuthorizationState(const Address& authorizer, const Bytes32& nonce)
{
    QByteArray out = toHex(selectorOf("authorizationState(address,bytes32)"));
    appendAddress(out, authorizer);
    appendHex(out, nonce);
    return out;
}

Result<Uint256> decodeUint256(QByteArrayView hex)
{
    if (hex == QByteArrayView("0x"))
        return abiProblem("abi.no_contract", "There is no token at this address");
    const auto word = bytes32FromHex(hex);
    if (!word)
        return abiProblem("abi.malformed", "The node's answer is not one 32-byte word");
    return Uint256::fromBytes(*word);
}

Result<int> decodeUint8(QByteArrayView hex)
{
    const auto word = decodeUint256(hex);
    if (!word)
        return word.error();
    const auto value = word->toUint64();
    if (!value || *value > 255)
        return abiProblem("abi.range", "The node's answer does not fit the type it should have");
    return int(*value);
}

Result<bool> decodeBool(QByteArrayView hex)
{
    const auto value = decodeUint8(hex);
    if (!value)
        return value.error();
    if (*value > 1)
        return abiProblem("abi.range", "The node's answer does not fit the type it should have");
    return *value == 1;
}

} // namespace run402::x402
