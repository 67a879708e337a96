// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/gen1/chainbalance.h"
#include "services/api/imagepricing.h"
#include "services/api/interfaces.h"
#include "services/net/apiclient.h"
#include "services/pay/balancesource.h"
#include "services/pay/temponode.h"

namespace run402 {

/// Money for generation 1: everything belongs to the wallet (contract.md §3.2, §3.3, §3.18, §3.20).
/// Owner: Session. Thread: GUI. Fails, beyond the client's codes: wallet.none, tier.unknown.
class Gen1Money final : public QObject, public Money, public BalanceSource, public ImagePricing
{
public:
    /// `credentials` is borrowed.
    Gen1Money(ApiClient& api, const Credentials& credentials, ChainNodes nodes, QObject* parent = nullptr);

    Call<QList<TierOffer>>* prices() override;
    Call<TierStatus>* status() override;
    Call<TierChange>* setTier(const QString& tier, Asker asker = Asker::Person) override;
    Call<QList<RailBalance>>* balances() override;
    /// All four rails at once, in the order of Rail. One that cannot be read has no value but a code.
    Call<QList<RailBalance>>* balancesOf(const QString& address) override;
    Call<QList<LedgerEntry>>* history(int limit) override;
    Call<QUrl>* topUp(qint64 amountMicros) override;
    Call<FaucetDrip>* faucet() override;
    Call<QStringList>* tempoFaucet() override;
    Call<Image>* image(const QString& prompt, const QString& aspect) override;
    Call<qint64>* imagePrice() override;

private:
    Call<RailBalance>* credit(const QString& address);
    void buyImage(Call<Image>* call, const QString& prompt, const QString& aspect);
    void buyTier(Call<TierChange>* call, const TierOffer& offer, Asker asker, const QString& outcome);
    QDateTime serverNow() const; ///< UTC

    ApiClient& m_api;
    const Credentials& m_credentials;
    ChainNodes m_nodes;
    TempoNode m_tempo;
    qint64 m_imageMicros = -1; ///< as last told; below 0: not yet
};

} // namespace run402
