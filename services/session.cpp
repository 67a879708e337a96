// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/session.h"

#include "services/api/gen1/gen1evidence.h"
#include "services/api/gen1/gen1session.h"
#include "services/cli/clilink.h"
#include "services/deploy/notedreleases.h"
#include "services/ledger/chainhistory.h"
#include "services/pay/paymentflow.h"
#include "services/pay/temponode.h"
#include "services/services.h"
#include "services/store/functionsources.h"
#include "services/store/secretorigins.h"
#include "services/x402/assets.h"

namespace run402 {

namespace {

Gen1Session::Options optionsFor(const Services& services, const QUrl& base, Environment environment, bool ownServer)
{
    Gen1Session::Options options;
    options.base = base;
    options.sandbox = ownServer;
    options.throwaway = services.options().apiIsLocal();
    const bool sandboxWorld = environment == Environment::Sandbox;
    if (services.cliLink().isLinked(sandboxWorld))
        options.cli = &services.cliLink().folder(sandboxWorld);
    options.keyRegistryFile = services.options().dataFolder + QStringLiteral("/project-keys.json");
    // A throwaway wallet has no business at public nodes; a server on this computer names its own.
    if (ownServer || services.options().apiIsLocal())
        options.nodes.clear();
    if (ownServer) { // the local server plays these chains too
        for (qint64 chain : {8453, 84532, 42431})
            options.nodes.insert(chain, QUrl(base.toString(QUrl::StripTrailingSlash) + QStringLiteral("/rpc/%1").arg(chain)));
    }
    for (auto it = services.options().rpc.cbegin(); it != services.options().rpc.cend(); ++it)
        options.nodes.insert(it.key(), it.value());
    return options;
}

} // namespace

struct Session::Private
{
    Private(Services& services, const QUrl& base, Environment environment, bool ownServer)
        : Private(services, environment, optionsFor(services, base, environment, ownServer))
    {
    }
    Private(Services& services, Environment environment, const Gen1Session::Options& options)
        : gen1(services.transport(), services.wallets(), services.keysOf(environment == Environment::Sandbox), options),
          evidence(services.transport(), gen1.money, options.nodes),
          tempo(services.transport(), options.nodes.value(qint64(x402::chain::tempoModerato))),
          payments(PaymentTools{services.transport(), services.wallets(), services.journal(), services.budgets(), gen1.money,
                                services.clock(), services.random(), environment, kPaidTimeoutMs, &tempo, &evidence}),
          reconciler(services.journal(), evidence, services.clock(), environment),
          chains(services.transport(), options.nodes),
          releases(gen1.releases, services.functionSources(), services.secretOrigins())
    {
        payments.setApprover(services.approver());
        gen1.setPaymentHandler(&payments);
    }

    Gen1Session gen1;
    Gen1Evidence evidence;
    TempoNode tempo;
    PaymentFlow payments;
    Reconciler reconciler;
    ChainHistory chains;
    NotedReleases releases;
};

Session::Session(Services& services, const QUrl& base, Environment environment, bool ownServer)
    : m_base(base), d(std::make_unique<Private>(services, base, environment, ownServer))
{
    Gen1Session& g = d->gen1;
    setMembers({&g.gateway, &g.credentials, &g.money, &g.projects, &g.database, &g.accessRules, &d->releases, &g.functions,
                &g.objects, &g.appAuth, &g.addresses, &g.market, &g.operatorDesk, &d->reconciler,
                &d->chains});
}

Session::~Session() = default;

void Session::setReadOnly(bool on) { d->gen1.api.setReadOnly(on); }

} // namespace run402
