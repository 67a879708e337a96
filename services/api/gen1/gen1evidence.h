// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/gen1/chainbalance.h"
#include "services/api/interfaces.h"
#include "services/pay/reconciler.h"
#include "services/pay/temponode.h"
#include "services/pay/twincharge.h"

namespace run402 {

/// What generation 1 knows about a payment of unknown outcome: the billing history, the tier and the chain's word on the
/// authorization (EIP-3009 authorizationState) or, on Tempo, on the transaction. Reads only. Owner: Session. Thread: GUI.
class Gen1Evidence final : public QObject, public EvidenceSource, public ChargeSource
{
public:
    /// All borrowed.
    Gen1Evidence(Transport& transport, Money& money, ChainNodes nodes, QObject* parent = nullptr);

    Call<PaymentEvidence>* collect(const Payment& payment) override;
    Call<RecentCharges>* recentCharges() override;

private:
    Call<PaymentEvidence::OnChain>* authorizationState(const Payment& payment);
    /// Time of the newest block; invalid when the node does not tell.
    Call<QDateTime>* chainTime(const Payment& payment);

    Transport& m_transport;
    Money& m_money;
    ChainNodes m_nodes;
    TempoNode m_tempo;
};

} // namespace run402
