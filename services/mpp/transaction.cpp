// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mpp/transaction.h"

#include "services/mpp/rlp.h"
#include "services/x402/abi.h"

#include <algorithm>
#include <limits>

namespace run402::mpp {

using namespace x402;

namespace {

constexpr char envelopeType = 0x76;
constexpr size_t unsignedItems = 13;
constexpr qsizetype wordSize = 32, selectorSize = 4;
constexpr qsizetype transferSize = selectorSize + 3 * wordSize;

RlpList itemsOf(const TempoTransaction& t)
{
    RlpList calls;
    for (const TempoCall& call : t.calls)
        calls.add(RlpList().add(ByteSpan(call.to.bytes())).add(call.value).add(QByteArrayView(call.data)));
    RlpList items;
    items.add(t.chainId).add(t.maxPriorityFeePerGas).add(t.maxFeePerGas).add(t.gas).add(calls);
    items.add(RlpList()).add(t.nonceKey).add(t.nonce).add(t.validBefore).add(t.validAfter);
    items.add(t.feeToken ? ByteSpan(t.feeToken->bytes()) : ByteSpan());
    items.add(ByteSpan()).add(RlpList());
    return items;
}

std::optional<Address> addressOf(const RlpItem& item)
{
    Address::Bytes bytes;
    if (item.isList || item.bytes.size() != qsizetype(bytes.size()))
        return std::nullopt;
    std::copy(item.bytes.begin(), item.bytes.end(), bytes.begin());
    return Address(bytes);
}

std::optional<quint64> smallNumber(const RlpItem& item)
{
    const auto number = item.number();
    return number ? number->toUint64() : std::nullopt;
}

std::optional<TempoCall> callOf(const RlpItem& item)
{
    if (!item.isList || item.items.size() != 3 || item.items[2].isList)
        return std::nullopt;
    const auto to = addressOf(item.items[0]);
    const auto value = item.items[1].number();
    if (!to || !value)
        return std::nullopt;
    return TempoCall{*to, *value, item.items[2].bytes};
}

std::optional<TempoTransaction> transactionOf(const std::vector<RlpItem>& in)
{
    const auto isEmpty = [](const RlpItem& item, bool list) { return item.isList == list && item.bytes.isEmpty() && item.items.empty(); };
    const auto chainId = smallNumber(in[0]), gas = smallNumber(in[3]), nonce = smallNumber(in[7]);
    const auto before = smallNumber(in[8]), after = smallNumber(in[9]);
    const auto priority = in[1].number(), most = in[2].number(), key = in[6].number();
    if (!chainId || !gas || !nonce || !before || !after || !priority || !most || !key || !in[4].isList
        || !isEmpty(in[5], true) || !isEmpty(in[11], false) || !isEmpty(in[12], true))
        return std::nullopt;
    TempoTransaction t{*chainId, *priority, *most, *gas, {}, *key, *nonce, *before, *after, {}};
    for (const RlpItem& item : in[4].items) {
        auto call = callOf(item);
        if (!call)
            return std::nullopt;
        t.calls.push_back(std::move(*call));
    }
    if (!isEmpty(in[10], false) && !(t.feeToken = addressOf(in[10])))
        return std::nullopt;
    return t;
}

Bytes32 wordAt(const QByteArray& data, qsizetype index)
{
    Bytes32 word;
    std::copy_n(data.begin() + selectorSize + index * wordSize, wordSize, word.begin());
    return word;
}

QByteArrayView viewOf(const Bytes32& word)
{
    return {reinterpret_cast<const char*>(word.data()), wordSize};
}

QByteArrayView selector()
{
    static const auto bytes = selectorOf("transferWithMemo(address,uint256,bytes32)");
    return {reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())};
}

} // namespace

Uint256 expiringNonceKey()
{
    Bytes32 ones;
    ones.fill(0xff);
    return Uint256::fromBytes(ones);
}

QByteArray unsignedBytes(const TempoTransaction& transaction)
{
    return itemsOf(transaction).encoded().prepend(envelopeType);
}

Bytes32 signHash(const TempoTransaction& transaction)
{
    return keccak256(QByteArrayView(unsignedBytes(transaction)));
}

Result<SignedTempo> signTransaction(const TempoTransaction& transaction, const SecretKey& key)
{
    const auto signature = Signer::sign(key, signHash(transaction));
    if (!signature)
        return fail(signature.error());
    const QByteArray bytes = itemsOf(transaction).add(ByteSpan(*signature)).encoded().prepend(envelopeType);
    return SignedTempo{bytes, keccak256(QByteArrayView(bytes)), *signature};
}

Result<TempoTransaction> readUnsigned(QByteArrayView bytes)
{
    if (!bytes.isEmpty() && bytes[0] == envelopeType) {
        const auto item = decodeRlp(bytes.sliced(1));
        if (item && item->isList && item->items.size() == unsignedItems) {
            if (auto transaction = transactionOf(item->items))
                return std::move(*transaction);
        }
    }
    return fail(Problem::Kind::Protocol, QStringLiteral("mpp.transaction_malformed"),
                QStringLiteral("The transaction to sign is not what it should be"));
}

TempoCall transferCall(const MemoTransfer& transfer)
{
    QByteArray data = selector().toByteArray();
    data += QByteArray(wordSize - qsizetype(transfer.recipient.bytes().size()), '\0');
    data.append(reinterpret_cast<const char*>(transfer.recipient.bytes().data()), qsizetype(transfer.recipient.bytes().size()));
    data += viewOf(transfer.amount.bytes());
    data += viewOf(transfer.memo);
    return {transfer.token, {}, data};
}

std::optional<MemoTransfer> readTransfer(const TempoCall& call)
{
    if (call.data.size() != transferSize || !call.data.startsWith(selector()) || !call.value.isZero())
        return std::nullopt;
    const Bytes32 recipient = wordAt(call.data, 0);
    Address::Bytes address;
    const auto padding = recipient.size() - address.size();
    if (std::any_of(recipient.begin(), recipient.begin() + padding, [](quint8 b) { return b != 0; }))
        return std::nullopt;
    std::copy(recipient.begin() + padding, recipient.end(), address.begin());
    return MemoTransfer{call.to, Address(address), Uint256::fromBytes(wordAt(call.data, 1)), wordAt(call.data, 2)};
}

std::optional<quint64> maxFeePerGas(quint64 baseFee, quint64 priorityFee)
{
    constexpr quint64 most = std::numeric_limits<quint64>::max();
    if (baseFee > most / 12 || priorityFee > most - baseFee * 12 / 10)
        return std::nullopt;
    return baseFee * 12 / 10 + priorityFee;
}

} // namespace run402::mpp
