// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/gen1/gen1evidence.h"
#include "services/net/transport.h"
#include "services/pay/balancesource.h"
#include "services/pay/approver.h"
#include "services/pay/budgetstore.h"
#include "services/pay/paymentflow.h"
#include "services/pay/paymentjournal.h"
#include "services/pay/temponode.h"
#include "services/store/localstore.h"
#include "services/wallets.h"
#include "tests/faults/simserver.h"
#include "tests/support/memorystore.h"
#include "tests/support/payfakes.h"

namespace run402::test {

/// The computer's clock: the server's time and how wrong this computer is.
class SkewedClock : public Clock
{
public:
    explicit SkewedClock(const SimServer& server) : m_server(server) {}
    qint64 skewMs = 0;
    QDateTime now() const override { return QDateTime::fromMSecsSinceEpoch(m_server.nowMs() + skewMs, Qt::UTC); }
    QDateTime localNow() const override { return now(); }

private:
    const SimServer& m_server;
};

/// The model's tier and history, each read by a real exchange that can fail and tells the server's time.
class SimMoney : public QObject, public Money
{
public:
    SimMoney(Transport& transport, SimServer& server) : m_transport(transport), m_server(server) {}
    Call<TierStatus>* status() override
    {
        return read<TierStatus>([this] { return m_server.tier; });
    }
    Call<QList<LedgerEntry>>* history(int limit) override
    {
        return read<QList<LedgerEntry>>([this, limit] { return m_server.ledger.mid(0, limit); });
    }
    // What no payment asks for.
    Call<QList<TierOffer>>* prices() override { return none<QList<TierOffer>>(); }
    Call<TierChange>* setTier(const QString&, Asker) override { return none<TierChange>(); }
    Call<QList<RailBalance>>* balances() override { return none<QList<RailBalance>>(); }
    Call<QUrl>* topUp(qint64) override { return none<QUrl>(); }
    Call<FaucetDrip>* faucet() override { return none<FaucetDrip>(); }
    Call<QStringList>* tempoFaucet() override { return none<QStringList>(); }
    Call<Image>* image(const QString&, const QString&) override { return none<Image>(); }

private:
    template <typename T>
    Call<T>* none()
    {
        return Call<T>::ready(this, fail(Problem::Kind::Local, QStringLiteral("test.unexpected"), QString()));
    }
    template <typename T>
    Call<T>* read(std::function<T()> value)
    {
        HttpRequest request;
        request.url = QUrl(QStringLiteral("https://api.run402.com/status"));
        request.idempotent = true;
        return mapCall(this, m_transport.send(request), [value](const HttpReply& reply) -> Result<T> {
            if (reply.status != 200)
                return fail(Problem::Kind::Server, QStringLiteral("server.error"), QString());
            return value();
        });
    }
    Transport& m_transport;
    SimServer& m_server;
};

/// The balances as they are; a rail can be unreadable.
class SimBalances : public QObject, public BalanceSource
{
public:
    explicit SimBalances(SimServer& server) : m_server(server) {}
    bool readable = true;
    Call<QList<RailBalance>>* balancesOf(const QString&) override
    {
        const auto known = [this](qint64 micros) { return readable ? std::optional(micros) : std::nullopt; };
        return Call<QList<RailBalance>>::ready(this, QList<RailBalance>{{Rail::Credit, known(m_server.creditMicros), {}, {}},
                                                                        {Rail::BaseSepoliaUsdc, known(m_server.balanceMicros), {}, {}},
                                                                        {Rail::TempoPathUsd, known(m_server.tempoMicros), {}, {}}});
    }

private:
    SimServer& m_server;
};

/// A person who pays again beside an unknown payment only when told to.
class SimPerson : public QObject, public PaymentApprover
{
public:
    bool paysBesideUnknown = false;
    Call<PaymentAnswer>* ask(const PaymentQuestion& question) override
    {
        const bool earlier = std::any_of(question.checks.begin(), question.checks.end(),
                                         [](const PaymentCheck& c) { return c.code == QStringLiteral("earlier"); });
        return Call<PaymentAnswer>::ready(this, PaymentAnswer{!earlier || paysBesideUnknown, false});
    }
};

/// One running program on a data folder: the real transport, journal, budgets, flow and reconciler. Destroying it at any
/// moment is the program being killed: nothing runs on afterwards.
struct SimProgram
{
    SimProgram(const QString& folder, SimServer& server, const SkewedClock& clock, MemoryStore& keys);

    Call<HttpReply>* buy(const HttpReply& demand, qint64 quotedMicros, const QString& tier);
    static HttpRequest request(const QString& tier);

    Transport transport;
    LocalStore store;
    PaymentJournal journal;
    BudgetStore budgets;
    MemoryStore sandboxKeys;
    Wallets wallets;
    SimMoney money;
    SimBalances balances;
    SimPerson person;
    SystemRandom random;
    TempoNode tempo;
    Gen1Evidence evidence;
    Reconciler reconciler;
    std::unique_ptr<PaymentFlow> flow; ///< goes first; what it leaves behind belongs to the journal
};

} // namespace run402::test
