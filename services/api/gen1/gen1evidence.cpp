// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/gen1evidence.h"

#include "services/net/transport.h"
#include "services/x402/abi.h"
#include "services/x402/assets.h"
#include "services/x402/jsonrpc.h"

#include <QRandomGenerator>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

constexpr int historyEntries = 200;
constexpr int recentEntries = 50; ///< more than ten minutes can have

/// "eip155:84532" → 84532; 0 for anything else.
qint64 chainIdOf(const QString& network)
{
    return network.startsWith("eip155:"_L1) ? network.mid(7).toLongLong() : 0;
}

std::optional<x402::Bytes32> nonceOf(const QString& hex)
{
    const QByteArray bytes = QByteArray::fromHex(hex.mid(2).toLatin1());
    x402::Bytes32 nonce{};
    if (!hex.startsWith("0x"_L1) || bytes.size() != qsizetype(nonce.size()))
        return std::nullopt;
    std::copy(bytes.cbegin(), bytes.cend(), nonce.begin());
    return nonce;
}

Result<bool> usedFrom(const HttpReply& reply, qint64 id)
{
    const auto text = x402::decodeRpcString(reply.status, reply.body, id);
    if (!text.ok())
        return text.error();
    return x402::decodeBool(*text);
}

} // namespace

Gen1Evidence::Gen1Evidence(Transport& transport, Money& money, ChainNodes nodes, QObject* parent)
    : QObject(parent), m_transport(transport), m_money(money), m_nodes(std::move(nodes)),
      m_tempo(transport, m_nodes.value(qint64(x402::chain::tempoModerato)))
{
}

Call<PaymentEvidence::OnChain>* Gen1Evidence::authorizationState(const Payment& payment)
{
    using OnChain = PaymentEvidence::OnChain;
    if (payment.rail == Rail::TempoPathUsd)
        return m_tempo.fateOf(payment.nonce);
    const qint64 chain = chainIdOf(payment.network);
    const QUrl node = m_nodes.value(chain);
    const auto asset = x402::Address::parse(payment.asset);
    const auto payer = x402::Address::parse(payment.payer);
    const auto nonce = nonceOf(payment.nonce);
    if (node.isEmpty() || !asset || !payer || !nonce)
        return Call<OnChain>::ready(this, OnChain::NotKnown);

    const qint64 id = qint64(QRandomGenerator::global()->bounded(1u, 1u << 30));
    HttpRequest request;
    request.method = "POST";
    request.url = node;
    request.contentType = "application/json";
    request.body = x402::rpcEthCall(id, *asset, x402::encodeAuthorizationState(*payer, *nonce));
    request.timeoutMs = 8'000;
    request.maxReplyBytes = 1 << 20;
    request.idempotent = true;
    request.label = u"state of a payment authorization"_s;
    auto* call = new Call<OnChain>(this);
    m_transport.send(request)->onDone(call, [call, id](const Result<HttpReply>& reply) {
        const Result<bool> used = reply.ok() ? usedFrom(*reply, id) : Result<bool>(reply.error());
        // A node that cannot tell proves nothing.
        call->resolve(!used.ok() ? OnChain::NotKnown : *used ? OnChain::Used : OnChain::Unused);
    });
    return call;
}

Call<QDateTime>* Gen1Evidence::chainTime(const Payment& payment)
{
    const QUrl node = m_nodes.value(chainIdOf(payment.network));
    if (node.isEmpty())
        return Call<QDateTime>::ready(this, QDateTime());
    const qint64 id = qint64(QRandomGenerator::global()->bounded(1u, 1u << 30));
    HttpRequest request;
    request.method = "POST";
    request.url = node;
    request.contentType = "application/json";
    request.body = x402::rpcRequest(id, "eth_getBlockByNumber", R"(["latest",false])");
    request.timeoutMs = 8'000;
    request.maxReplyBytes = 1 << 20;
    request.idempotent = true;
    request.label = u"time of the chain"_s;
    auto* call = new Call<QDateTime>(this);
    m_transport.send(request)->onDone(call, [call, id](const Result<HttpReply>& reply) {
        const auto block = reply.ok() ? x402::decodeRpc(reply->status, reply->body, id) : Result<x402::RpcResult>(reply.error());
        const auto seconds = block.ok() ? x402::rpcQuantity(block->result.member("timestamp")) : Result<x402::Uint256>(block.error());
        const qint64 value = seconds.ok() ? seconds->toInt64().value_or(-1) : -1;
        // A node that cannot tell leaves the service's clock.
        call->resolve(value >= 0 && value < 100'000'000'000 ? QDateTime::fromSecsSinceEpoch(value, Qt::UTC) : QDateTime());
    });
    return call;
}

Call<RecentCharges>* Gen1Evidence::recentCharges()
{
    auto* call = new Call<RecentCharges>(this);
    auto charges = std::make_shared<RecentCharges>();
    auto open = std::make_shared<int>(2);
    const auto arrived = [call, charges, open] {
        if (--*open == 0)
            call->resolve(*charges);
    };
    m_money.history(recentEntries)->onDone(call, [charges, arrived](const Result<QList<LedgerEntry>>& r) {
        if (r.ok())
            charges->ledger = *r;
        arrived();
    });
    m_money.status()->onDone(call, [charges, arrived](const Result<TierStatus>& r) {
        if (r.ok())
            charges->tier = *r;
        arrived();
    });
    return call;
}

Call<PaymentEvidence>* Gen1Evidence::collect(const Payment& payment)
{
    auto* call = new Call<PaymentEvidence>(this);
    auto evidence = std::make_shared<PaymentEvidence>();
    auto open = std::make_shared<int>(4);
    const auto arrived = [this, call, evidence, open, host = payment.host] {
        if (--*open > 0)
            return;
        // Only now: the first answers after a start are what tells the server's time.
        evidence->clockOffsetMs = m_transport.clockOffsetMs(host);
        call->resolve(*evidence);
    };
    // On Tempo the hash is known since the signature; elsewhere the chain does not tell which transaction it was.
    const QString hash = payment.rail == Rail::TempoPathUsd ? payment.nonce : QString();
    authorizationState(payment)->onDone(call, [evidence, arrived, hash](const Result<PaymentEvidence::OnChain>& r) {
        evidence->onChain = r.valueOr(PaymentEvidence::OnChain::NotKnown);
        if (evidence->onChain == PaymentEvidence::OnChain::Used)
            evidence->transaction = hash;
        arrived();
    });
    chainTime(payment)->onDone(call, [evidence, arrived](const Result<QDateTime>& r) {
        evidence->chainTime = r.valueOr(QDateTime());
        arrived();
    });
    m_money.history(historyEntries)->onDone(call, [evidence, arrived](const Result<QList<LedgerEntry>>& r) {
        if (r.ok())
            evidence->ledger = *r;
        arrived();
    });
    m_money.status()->onDone(call, [evidence, arrived](const Result<TierStatus>& r) {
        if (r.ok())
            evidence->tier = *r;
        arrived();
    });
    return call;
}

} // namespace run402
