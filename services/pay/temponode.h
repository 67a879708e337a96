// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/mpp/charge.h"
#include "services/net/call.h"
#include "services/pay/reconciler.h"
#include "services/x402/jsonrpc.h"

#include <QUrl>

#include <functional>

namespace run402 {

class Transport;

/// Tempo's chain node as payments need it (JSON-RPC 2.0): what a transaction costs, what became of one, and the test
/// network's faucet. Reads, except for the faucet; it never sends a transaction, that is the paid server's part.
/// Owner: whoever made it; borrows the transport. Thread: GUI. Errors: chain.no_node, net.*, rpc.*, mpp.fee_too_high.
class TempoNode : public QObject
{
    Q_OBJECT
public:
    /// An empty `node`: everything fails with chain.no_node.
    TempoNode(Transport& transport, QUrl node, QObject* parent = nullptr);

    bool isSet() const { return !m_node.isEmpty(); }

    /// Base fee and priority fee of the newest block and the gas of this very transfer. Fails also when the node serves
    /// another chain (rpc.wrong_chain).
    Call<mpp::ChargeFees>* feesFor(const mpp::Challenge& challenge, const mpp::Charge& charge,
                                   const x402::Address& payer, const QDateTime& now);

    /// Used: the transaction of that hash moved the money. Unused: the node knows no such one, or it failed.
    Call<PaymentEvidence::OnChain>* fateOf(const QString& hash);

    /// Hashes of the transactions that bring free test money.
    Call<QStringList>* fund(const QString& address);

private:
    using Body = std::function<QByteArray(qint64 id)>;
    Call<x402::RpcResult>* ask(const Body& body, const QString& label, bool repeatable = true);
    Call<x402::RpcResult>* read(QByteArray method, QByteArray params, const QString& label);

    Transport& m_transport;
    QUrl m_node;
};

} // namespace run402
