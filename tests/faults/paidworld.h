// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/gen1/gen1evidence.h"
#include "services/api/gen1/gen1session.h"
#include "services/net/transport.h"
#include "services/pay/approver.h"
#include "services/pay/budgetstore.h"
#include "services/pay/clock.h"
#include "services/pay/paymentflow.h"
#include "services/pay/paymentjournal.h"
#include "services/pay/reconciler.h"
#include "services/pay/temponode.h"
#include "services/store/localstore.h"
#include "services/wallets.h"
#include "tests/support/memorystore.h"

namespace run402::test {

/// This computer's clock, wrong by `skewMs`.
class WrongClock : public Clock
{
public:
    qint64 skewMs = 0;
    QDateTime now() const override { return QDateTime::currentDateTimeUtc().addMSecs(skewMs); }
    QDateTime localNow() const override { return now(); }
};

/// Agrees to everything; `asked` runs before, at the moment between the price and the payment.
class Agreeing : public QObject, public PaymentApprover
{
public:
    std::function<void()> asked;
    Call<PaymentAnswer>* ask(const PaymentQuestion&) override
    {
        if (asked)
            asked();
        return Call<PaymentAnswer>::ready(this, PaymentAnswer{true, false});
    }
};

/// The application's money side, wired as the program does it, on a data folder and against a server address.
struct PaidWorld
{
    PaidWorld(const QString& folder, const QString& base, SecretStore& keys, qint64 skewMs = 0)
        : store(folder + QStringLiteral("/local.db")), journal(store, clock), budgets(store, clock),
          wallets(realKeys, keys, folder + QStringLiteral("/wallets.json")),
          tempo(transport, nodes(base).value(42431)), session(transport, wallets, projectKeys, options(folder, base)),
          evidence(transport, session.money, nodes(base)), reconciler(journal, evidence, clock, Environment::Sandbox)
    {
        clock.skewMs = skewMs;
        transport.setClock([this] { return clock.now().toMSecsSinceEpoch(); });
        flow = std::make_unique<PaymentFlow>(PaymentTools{transport, wallets, journal, budgets, session.money, clock, random,
                                                          Environment::Sandbox, 1'500, &tempo, &evidence});
        flow->setApprover(&person);
        session.setPaymentHandler(flow.get());
    }

    static ChainNodes nodes(const QString& base)
    {
        ChainNodes all;
        for (const qint64 chain : {8453, 84532, 42431})
            all.insert(chain, QUrl(base + QStringLiteral("/rpc/%1").arg(chain)));
        return all;
    }
    static Gen1Session::Options options(const QString& folder, const QString& base)
    {
        Gen1Session::Options o;
        o.base = QUrl(base);
        o.sandbox = true;
        o.keyRegistryFile = folder + QStringLiteral("/project-keys.json");
        o.nodes = nodes(base);
        return o;
    }

    WrongClock clock;
    SystemRandom random;
    Transport transport;
    MemoryStore realKeys, projectKeys;
    LocalStore store;
    PaymentJournal journal;
    BudgetStore budgets;
    Wallets wallets;
    TempoNode tempo;
    Gen1Session session;
    Gen1Evidence evidence;
    Reconciler reconciler;
    Agreeing person;
    std::unique_ptr<PaymentFlow> flow;
};

} // namespace run402::test
