// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ledger/chainlogs.h"

#include "services/x402/bytes.h"
#include "services/x402/jsonrpc.h"

using namespace Qt::StringLiterals;

namespace run402::chainlogs {
namespace {

const QByteArray& transferTopic()
{
    static const QByteArray topic = x402::toHex(x402::keccak256("Transfer(address,address,uint256)"));
    return topic;
}

const QByteArray& authorizationTopic()
{
    static const QByteArray topic = x402::toHex(x402::keccak256("AuthorizationUsed(address,bytes32)"));
    return topic;
}

QByteArray padded(const x402::Address& address) { return "0x" + QByteArray(24, '0') + address.toLower().mid(2); }

QByteArray filter(const x402::Address& token, qint64 fromBlock, qint64 toBlock, const QByteArray& topics)
{
    return R"([{"address":")" + token.toLower() + R"(","fromBlock":"0x)" + QByteArray::number(fromBlock, 16) + R"(","toBlock":"0x)"
        + QByteArray::number(toBlock, 16) + R"(","topics":)" + topics + "}]";
}

Problem malformed(const char* what)
{
    return Problem::make(Problem::Kind::Protocol, u"rpc.malformed"_s, QString::fromLatin1(what));
}

/// A 32-byte word as lower-case hex; empty = none.
QByteArray wordOf(const x402::JsonValue& value)
{
    const QByteArray text = value.string().value_or(QByteArray()).toLower();
    return x402::bytes32FromHex(text) ? text : QByteArray();
}

/// The address in a word; empty = the word holds more than one.
QString addressOf(const QByteArray& word)
{
    return word.size() == 66 && word.mid(2, 24) == QByteArray(24, '0') ? u"0x"_s + QString::fromLatin1(word.mid(26)) : QString();
}

std::optional<qint64> numberOf(const x402::JsonValue& value)
{
    const auto quantity = x402::rpcQuantity(value);
    return quantity.ok() ? quantity->toInt64() : std::nullopt;
}

Result<Done> readTransfer(const x402::JsonValue& log, const QList<QByteArray>& topics, const QString& wallet, ChainTransfer t, Found& into)
{
    t.from = topics.size() == 3 ? addressOf(topics[1]) : QString();
    t.to = topics.size() == 3 ? addressOf(topics[2]) : QString();
    const QByteArray data = wordOf(log.member("data"));
    if (t.from.isEmpty() || t.to.isEmpty() || data.isEmpty() || (t.from != wallet && t.to != wallet))
        return malformed("A log of the chain is no transfer of this wallet");
    const auto micros = x402::Uint256::fromBytes(*x402::bytes32FromHex(data)).toInt64(); // every known token has 6 decimals
    if (!micros)
        return Problem::make(Problem::Kind::Protocol, u"chain.unreadable"_s, u"An amount does not fit"_s);
    t.micros = *micros;
    if (const auto seconds = numberOf(log.member("blockTimestamp")))
        t.at = QDateTime::fromSecsSinceEpoch(*seconds, Qt::UTC);
    into.transfers << t;
    return Done{};
}

} // namespace

QByteArray filterOut(const x402::Address& token, const x402::Address& wallet, qint64 fromBlock, qint64 toBlock)
{
    return filter(token, fromBlock, toBlock, "[[\"" + transferTopic() + "\",\"" + authorizationTopic() + "\"],\"" + padded(wallet) + "\"]");
}

QByteArray filterIn(const x402::Address& token, const x402::Address& wallet, qint64 fromBlock, qint64 toBlock)
{
    return filter(token, fromBlock, toBlock, "[\"" + transferTopic() + "\",null,\"" + padded(wallet) + "\"]");
}

Result<Done> read(const x402::JsonValue& logs, const x402::Address& token, const x402::Address& wallet, Found& into)
{
    if (!logs.isArray())
        return malformed("The chain node's answer is no list of logs");
    const QString own = QString::fromLatin1(wallet.toLower());
    for (const x402::JsonValue& log : logs.entries()) {
        if (log.member("removed").boolean())
            continue;
        ChainTransfer place;
        place.hash = QString::fromLatin1(wordOf(log.member("transactionHash")));
        const auto block = numberOf(log.member("blockNumber"));
        const auto index = numberOf(log.member("logIndex"));
        QList<QByteArray> topics;
        for (const x402::JsonValue& topic : log.member("topics").entries())
            topics << wordOf(topic);
        if (place.hash.isEmpty() || !block || !index || *index > 1'000'000 || topics.isEmpty() || log.member("address").text().toLower() != QLatin1String(token.toLower()))
            return malformed("The chain node gave a log that was not asked for");
        place.block = *block;
        place.logIndex = int(*index);
        if (topics[0] == transferTopic()) {
            if (const auto done = readTransfer(log, topics, own, place, into); !done.ok())
                return done;
        } else if (topics[0] == authorizationTopic() && topics.size() == 3 && addressOf(topics[1]) == own && !topics[2].isEmpty()) {
            into.authorizations << UsedAuthorization{place.hash, place.logIndex, QString::fromLatin1(topics[2])};
        } else {
            return malformed("The chain node gave a log that was not asked for");
        }
    }
    return Done{};
}

void joinNonces(Found& found, const QString& wallet)
{
    for (const UsedAuthorization& used : std::as_const(found.authorizations)) {
        ChainTransfer* best = nullptr;
        int inTransaction = 0;
        ChainTransfer* any = nullptr;
        for (ChainTransfer& t : found.transfers) {
            if (t.hash != used.hash || t.from.compare(wallet, Qt::CaseInsensitive) != 0)
                continue;
            ++inTransaction;
            any = &t;
            if (t.logIndex > used.logIndex && (!best || t.logIndex < best->logIndex))
                best = &t;
        }
        if (inTransaction == 1)
            best = any;
        if (best)
            best->nonce = used.nonce;
    }
}

} // namespace run402::chainlogs
