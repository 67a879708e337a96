// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/session.h"

#include "services/api/gen1/gen1evidence.h"
#include "services/api/gen1/gen1session.h"
#include "services/pay/paymentflow.h"
#include "services/services.h"

namespace run402 {

namespace {

Gen1Session::Options optionsFor(const Services& services, const QUrl& base, bool ownServer)
{
    Gen1Session::Options options;
    options.base = base;
    options.sandbox = ownServer;
    options.throwaway = services.options().apiIsLocal();
    options.keyRegistryFile = services.options().dataFolder + QStringLiteral("/project-keys.json");
    // A throwaway wallet has no business at public nodes; a server on this computer names its own.
    if (ownServer || services.options().apiIsLocal())
        options.nodes.clear();
    if (ownServer) { // the local server plays these chains too
        for (qint64 chain : {8453, 84532})
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
        : Private(services, environment, optionsFor(services, base, ownServer))
    {
    }
    Private(Services& services, Environment environment, const Gen1Session::Options& options)
        : gen1(services.transport(), services.wallets(), services.keysOf(environment == Environment::Sandbox), options),
          evidence(services.transport(), gen1.money, options.nodes),
          payments(PaymentTools{services.transport(), services.wallets(), services.journal(), services.budgets(), gen1.money,
                                services.clock(), services.random(), environment}),
          reconciler(services.journal(), evidence, services.clock(), environment)
    {
        payments.setApprover(services.approver());
        gen1.setPaymentHandler(&payments);
    }

    Gen1Session gen1;
    Gen1Evidence evidence;
    PaymentFlow payments;
    Reconciler reconciler;
};

Session::Session(Services& services, const QUrl& base, Environment environment, bool ownServer)
    : m_base(base), d(std::make_unique<Private>(services, base, environment, ownServer))
{
}

Session::~Session() = default;

Gateway& Session::gateway() const { return d->gen1.gateway; }
Credentials& Session::credentials() const { return d->gen1.credentials; }
Money& Session::money() const { return d->gen1.money; }
Projects& Session::projects() const { return d->gen1.projects; }
Database& Session::database() const { return d->gen1.database; }
AccessRules& Session::accessRules() const { return d->gen1.accessRules; }
Releases& Session::releases() const { return d->gen1.releases; }
Functions& Session::functions() const { return d->gen1.functions; }
Objects& Session::objects() const { return d->gen1.objects; }
AppAuth& Session::appAuth() const { return d->gen1.appAuth; }
Addresses& Session::addresses() const { return d->gen1.addresses; }
Market& Session::market() const { return d->gen1.market; }
Operator& Session::operatorDesk() const { return d->gen1.operatorDesk; }
Reconciler& Session::reconciler() const { return d->reconciler; }
void Session::setReadOnly(bool on) { d->gen1.api.setReadOnly(on); }

} // namespace run402
