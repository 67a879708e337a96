// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/api/gen1/chainbalance.h"

#include "services/net/transport.h"
#include "services/x402/abi.h"
#include "services/x402/assets.h"
#include "services/x402/jsonrpc.h"

#include <QRandomGenerator>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {

quint64 chainOf(Rail rail)
{
    switch (rail) {
    case Rail::BaseUsdc: return x402::chain::base;
    case Rail::BaseSepoliaUsdc: return x402::chain::baseSepolia;
    case Rail::TempoPathUsd: return x402::chain::tempoModerato;
    case Rail::Credit: break;
    }
    return 0;
}

Result<qint64> microsOf(const HttpReply& reply, qint64 id)
{
    const auto text = x402::decodeRpcString(reply.status, reply.body, id);
    if (!text.ok())
        return text.error();
    const auto number = x402::decodeUint256(*text);
    if (!number.ok())
        return number.error();
    const auto micros = number->toInt64(); // every known token has 6 decimals
    if (!micros)
        return Problem::make(Problem::Kind::Protocol, u"chain.unreadable"_s, u"The balance does not fit"_s);
    return *micros;
}

} // namespace

ChainNodes defaultChainNodes()
{
    return {{qint64(x402::chain::base), QUrl(u"https://mainnet.base.org"_s)},
            {qint64(x402::chain::baseSepolia), QUrl(u"https://sepolia.base.org"_s)},
            {qint64(x402::chain::tempoModerato), QUrl(u"https://rpc.moderato.tempo.xyz/"_s)}};
}

Call<RailBalance>* readChainBalance(QObject* owner, Transport& transport, const ChainNodes& nodes, Rail rail,
                                    const QString& address)
{
    RailBalance balance;
    balance.rail = rail;
    balance.readAt = QDateTime::currentDateTimeUtc();
    const quint64 chain = chainOf(rail);
    const x402::KnownAsset* asset = x402::assetOnChain(chain);
    const QUrl node = nodes.value(qint64(chain));
    const auto account = x402::Address::parse(address);
    if (!asset || !account || node.isEmpty()) {
        balance.problemCode = account ? u"chain.no_node"_s : u"wallet.none"_s;
        return Call<RailBalance>::ready(owner, balance);
    }

    // The answer must be to this question, not a cached one to another.
    const qint64 id = qint64(QRandomGenerator::global()->bounded(1u, 1u << 30));
    HttpRequest request;
    request.method = "POST";
    request.url = node;
    request.contentType = "application/json";
    request.body = x402::rpcEthCall(id, asset->contract, x402::encodeBalanceOf(*account));
    request.timeoutMs = 8'000;
    request.maxReplyBytes = 1 << 20;
    request.idempotent = true; // a read, although by POST
    request.label = u"balance on %1"_s.arg(QString::fromLatin1(asset->label));

    return asBalance(owner, rail, mapCall(owner, transport.send(request), [id](const HttpReply& reply) { return microsOf(reply, id); }));
}

Call<RailBalance>* asBalance(QObject* owner, Rail rail, Call<qint64>* reading)
{
    auto* call = new Call<RailBalance>(owner);
    call->setCancelHook([guard = QPointer<CallBase>(reading)] {
        if (guard)
            guard->cancel();
    });
    reading->onDone(call, [call, rail](const Result<qint64>& micros) {
        RailBalance balance;
        balance.rail = rail;
        balance.readAt = QDateTime::currentDateTimeUtc();
        if (micros.ok())
            balance.micros = *micros;
        else
            balance.problemCode = micros.error().code;
        call->resolve(balance);
    });
    return call;
}

} // namespace run402
