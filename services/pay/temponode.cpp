// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/pay/temponode.h"

#include "services/mpp/plan.h"
#include "services/net/transport.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kTimeoutMs = 8'000;
constexpr quint64 kMostGas = 30'000'000; // a transfer takes 50 thousand, a whole block not much more than this
constexpr int kAnswers = 4;

Problem tooDear()
{
    return Problem::make(Problem::Kind::Policy, u"mpp.fee_too_high"_s,
                         u"The chain's node asks for a fee no transfer costs"_s);
}

QByteArray hexOf(quint64 number) { return "0x" + QByteArray::number(number, 16); }

/// The transaction as wallets describe it to a node that has not seen it signed.
QByteArray estimateParams(const mpp::TempoTransaction& t, const x402::Address& payer)
{
    const mpp::TempoCall& call = t.calls.front();
    QByteArray json = "[{\"from\":\"" + payer.toEip55() + "\",\"nonce\":\"0x0\",\"type\":\"0x76\",\"chainId\":\""
        + hexOf(t.chainId) + "\",\"calls\":[{\"to\":\"" + call.to.toEip55() + "\",\"value\":\"0x\",\"data\":\""
        + x402::toHex(x402::spanOf(call.data)) + "\"}],\"feeToken\":\"" + call.to.toEip55() + "\",\"validBefore\":\""
        + hexOf(t.validBefore) + "\",\"nonceKey\":\"" + x402::toHex(t.nonceKey.bytes()) + "\"}]";
    return json;
}

/// The four answers as they arrive. Owner: the call.
struct Gathering
{
    quint64 base = 0, priority = 0, gas = 0;
    int missing = kAnswers;

    Result<mpp::ChargeFees> fees() const
    {
        const auto most = mpp::maxFeePerGas(base, priority);
        if (!most || gas > kMostGas)
            return tooDear();
        return mpp::ChargeFees{*most, priority, gas};
    }
};

Result<quint64> smallQuantity(const x402::JsonValue& value)
{
    const auto number = x402::rpcQuantity(value);
    if (!number.ok())
        return number.error();
    const auto small = number->toUint64();
    if (!small)
        return tooDear();
    return *small;
}

Result<PaymentEvidence::OnChain> fateFrom(const x402::RpcResult& answer, const QString& hash)
{
    using OnChain = PaymentEvidence::OnChain;
    if (answer.result.isNull())
        return OnChain::Unused;
    const QString told = answer.result.member("transactionHash").text();
    const auto status = x402::rpcQuantity(answer.result.member("status"));
    if (!status.ok() || told.compare(hash, Qt::CaseInsensitive) != 0)
        return Problem::make(Problem::Kind::Protocol, u"rpc.malformed"_s, u"The chain node's receipt is of something else"_s);
    return status->isZero() ? OnChain::Unused : OnChain::Used;
}

} // namespace

TempoNode::TempoNode(Transport& transport, QUrl node, QObject* parent)
    : QObject(parent), m_transport(transport), m_node(std::move(node))
{
}

Call<x402::RpcResult>* TempoNode::ask(const Body& body, const QString& label, bool repeatable)
{
    if (m_node.isEmpty())
        return Call<x402::RpcResult>::ready(this, Problem::make(Problem::Kind::Local, u"chain.no_node"_s,
                                                                u"No server for the chain Tempo is set"_s));
    // The answer must be to this question, not a cached one to another.
    const qint64 id = qint64(QRandomGenerator::global()->bounded(1u, 1u << 30));
    HttpRequest request;
    request.method = "POST";
    request.url = m_node;
    request.contentType = "application/json";
    request.body = body(id);
    request.timeoutMs = kTimeoutMs;
    request.maxReplyBytes = 1 << 20;
    request.idempotent = repeatable;
    request.label = label;
    return mapCall(this, m_transport.send(request),
                   [id](const HttpReply& reply) { return x402::decodeRpc(reply.status, reply.body, id); });
}

Call<x402::RpcResult>* TempoNode::read(QByteArray method, QByteArray params, const QString& label)
{
    return ask([method, params](qint64 id) { return x402::rpcRequest(id, method, params); }, label);
}

Call<mpp::ChargeFees>* TempoNode::feesFor(const mpp::Challenge& challenge, const mpp::Charge& charge,
                                          const x402::Address& payer, const QDateTime& now)
{
    auto* call = new Call<mpp::ChargeFees>(this);
    const auto t = mpp::chargeTransaction(charge, mpp::memoFor(challenge), {}, now);
    const QString label = u"fees on Tempo"_s;
    QList<Call<x402::RpcResult>*> asked{read("eth_chainId", {}, label),
                                        read("eth_getBlockByNumber", "[\"latest\",false]", label),
                                        read("eth_maxPriorityFeePerGas", {}, label),
                                        read("eth_estimateGas", estimateParams(t, payer), label)};
    Q_ASSERT(asked.size() == kAnswers);
    auto gathering = std::make_shared<Gathering>();
    using Take = std::function<Result<Done>(const x402::JsonValue&)>;
    const auto into = [](quint64* target) -> Take {
        return [target](const x402::JsonValue& value) -> Result<Done> {
            const auto number = smallQuantity(value);
            if (!number.ok())
                return number.error();
            *target = *number;
            return Done{};
        };
    };
    const Take base = into(&gathering->base);
    const Take takes[kAnswers] = {
        [chain = charge.asset->chainId](const x402::JsonValue& value) { return x402::checkChainId(value, chain); },
        [base](const x402::JsonValue& value) { return base(value.member("baseFeePerGas")); },
        into(&gathering->priority), into(&gathering->gas)};
    QList<QPointer<CallBase>> running;
    for (int i = 0; i < kAnswers; ++i) {
        running << asked[i];
        asked[i]->onDone(call, [call, gathering, take = takes[i]](const Result<x402::RpcResult>& r) {
            const Result<Done> taken = r.ok() ? take(r->result) : Result<Done>(r.error());
            if (!taken.ok())
                call->resolve(taken.error());
            else if (--gathering->missing == 0)
                call->resolve(gathering->fees());
        });
    }
    call->setCancelHook([running] {
        for (const auto& one : running) {
            if (one)
                one->cancel();
        }
    });
    return call;
}

Call<PaymentEvidence::OnChain>* TempoNode::fateOf(const QString& hash)
{
    if (!x402::bytes32FromHex(hash.toLatin1()))
        return Call<PaymentEvidence::OnChain>::ready(this, PaymentEvidence::OnChain::NotKnown);
    return mapCall(this, read("eth_getTransactionReceipt", "[\"" + hash.toLatin1() + "\"]", u"receipt on Tempo"_s),
                   [hash](const x402::RpcResult& answer) { return fateFrom(answer, hash); });
}

Call<QStringList>* TempoNode::fund(const QString& address)
{
    const auto account = x402::Address::parse(address);
    if (!account)
        return Call<QStringList>::ready(this, Problem::make(Problem::Kind::Local, u"wallet.none"_s, u"No wallet is set up"_s));
    return mapCall(this, ask([account](qint64 id) { return x402::rpcFundAddress(id, *account); }, u"pathUSD faucet"_s, false),
                   [](const x402::RpcResult& answer) { return x402::rpcHashes(answer.result); });
}

} // namespace run402
