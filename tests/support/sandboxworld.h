// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/gen1/gen1session.h"
#include "services/net/transport.h"
#include "services/pay/approver.h"
#include "services/pay/budgetstore.h"
#include "services/pay/clock.h"
#include "services/pay/paymentflow.h"
#include "services/pay/paymentjournal.h"
#include "services/pay/temponode.h"
#include "services/store/localstore.h"
#include "services/wallets.h"
#include "tests/support/await.h"
#include "tests/support/memorystore.h"
#include "tests/support/sandboxfixture.h"

namespace run402::test {

/// A person who agrees to everything and remembers what was asked.
class AgreeingApprover : public QObject, public PaymentApprover
{
public:
    QList<PaymentQuestion> asked;
    Call<PaymentAnswer>* ask(const PaymentQuestion& question) override
    {
        asked << question;
        return Call<PaymentAnswer>::ready(this, PaymentAnswer{true, false});
    }
};

/// The real services over a fresh sandbox, with a wallet, and with test money and a tier on request.
class SandboxWorld
{
public:
    explicit SandboxWorld(const QStringList& serverOptions = {QStringLiteral("--control")})
        : sandbox(serverOptions), tempo(transport, QUrl(sandbox.url().toString() + QStringLiteral("/rpc/42431"))),
          wallets(realKeys, sandboxKeys, folder.filePath(QStringLiteral("wallets.json"))),
          store(folder.filePath(QStringLiteral("local.db"))), journal(store, clock), budgets(store, clock),
          session(transport, wallets, projectKeys, options())
    {
        payments = std::make_unique<PaymentFlow>(PaymentTools{transport, wallets, journal, budgets, session.money,
                                                              clock, random, Environment::Sandbox,
                                                              kPaidTimeoutMs, &tempo});
        payments->setApprover(&approver);
        session.setPaymentHandler(payments.get());
    }

    bool isRunning() const { return sandbox.isRunning(); }

    bool createWallet() { return await(wallets.create(QStringLiteral("Test"), true)).ok(); }
    /// Wallet, faucet, tier: what a project needs.
    QString subscribe(const QString& tier = QStringLiteral("prototype"))
    {
        if (!createWallet())
            return QStringLiteral("no wallet");
        if (const auto drip = await(session.money.faucet()); !drip.ok())
            return codeOf(drip) + drip.error().message;
        return codeOf(await(session.money.setTier(tier)));
    }
    /// A project with its keys kept; empty on failure.
    QString createProject()
    {
        const auto project = await(session.projects.create(QStringLiteral("test")));
        if (!project.ok())
            return {};
        const auto kept =
            await(session.credentials.storeProjectKeys(project->id, project->anonKey, project->serviceKey));
        return kept.ok() ? project->id : QString();
    }
    /// What most tests begin with: everything a project needs, and one, whose id is put into `project`. Empty = ready.
    QString begin(QString& project)
    {
        if (!isRunning())
            return QStringLiteral("no server: ") + sandbox.error();
        if (const QString paid = subscribe(); paid != QStringLiteral("ok"))
            return paid;
        project = createProject();
        return project.isEmpty() ? QStringLiteral("no project") : QString();
    }
    /// Test steering of the server.
    bool control(const QString& action, const QJsonObject& args)
    {
        ApiRequest r = ApiRequest::postJson(QStringLiteral("/sandbox/v1/control"),
                                            {{QStringLiteral("action"), action}, {QStringLiteral("args"), args}},
                                            Auth::None);
        return await(session.api.call(r)).ok();
    }

    SandboxFixture sandbox;
    QTemporaryDir folder;
    Transport transport;
    TempoNode tempo;
    MemoryStore realKeys, sandboxKeys, projectKeys;
    SystemClock clock;
    SystemRandom random;
    Wallets wallets;
    LocalStore store;
    PaymentJournal journal;
    BudgetStore budgets;
    AgreeingApprover approver;
    Gen1Session session;
    std::unique_ptr<PaymentFlow> payments;

private:
    Gen1Session::Options options() const
    {
        Gen1Session::Options o;
        o.base = sandbox.url();
        o.sandbox = true;
        o.keyRegistryFile = folder.filePath(QStringLiteral("keys.json"));
        o.nodes.clear();
        for (const qint64 chain : {8453, 84532, 42431})
            o.nodes.insert(chain, QUrl(sandbox.url().toString() + QStringLiteral("/rpc/%1").arg(chain)));
        return o;
    }
};

} // namespace run402::test
