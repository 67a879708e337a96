// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/session.h"

#include "services/api/gen1/gen1accessrules.h"
#include "services/api/gen1/gen1addresses.h"
#include "services/api/gen1/gen1credentials.h"
#include "services/api/gen1/gen1database.h"
#include "services/api/gen1/gen1functions.h"
#include "services/api/gen1/gen1gateway.h"
#include "services/api/gen1/gen1market.h"
#include "services/api/gen1/gen1money.h"
#include "services/api/gen1/gen1objects.h"
#include "services/api/gen1/gen1operator.h"
#include "services/api/gen1/gen1projects.h"
#include "services/api/gen1/gen1releases.h"
#include "services/net/apiclient.h"
#include "services/services.h"

namespace run402 {

namespace {

ChainNodes nodesFor(const Services& services, const QUrl& base, bool ownServer)
{
    ChainNodes nodes = defaultChainNodes();
    if (ownServer) {
        // The local server plays the chains too.
        for (auto it = nodes.begin(); it != nodes.end(); ++it)
            *it = QUrl(base.toString(QUrl::StripTrailingSlash) + QStringLiteral("/rpc/%1").arg(it.key()));
    }
    for (auto it = services.options().rpc.cbegin(); it != services.options().rpc.cend(); ++it)
        nodes.insert(it.key(), it.value());
    return nodes;
}

} // namespace

struct Session::Private
{
    Private(Services& services, const QUrl& base, bool sandboxWorld, bool ownServer)
        : api(services.transport(), base),
          credentials(api, services.wallets(), services.keysOf(sandboxWorld),
                      services.options().dataFolder + QStringLiteral("/project-keys.json"), ownServer),
          gateway(api, ownServer), money(api, credentials, nodesFor(services, base, ownServer)), projects(api, credentials),
          database(api), rules(api), functions(api), objects(api), addresses(api), market(api), operatorDesk(api),
          releases({api, database, rules, functions, addresses})
    {
        api.setAuthorizer(&credentials);
    }

    ApiClient api;
    Gen1Credentials credentials;
    Gen1Gateway gateway;
    Gen1Money money;
    Gen1Projects projects;
    Gen1Database database;
    Gen1AccessRules rules;
    Gen1Functions functions;
    Gen1Objects objects;
    Gen1Addresses addresses;
    Gen1Market market;
    Gen1Operator operatorDesk;
    Gen1Releases releases;
};

Session::Session(Services& services, const QUrl& base, Environment, bool sandboxWorld, bool ownServer)
    : m_base(base), d(std::make_unique<Private>(services, base, sandboxWorld, ownServer))
{
}

Session::~Session() = default;

Gateway& Session::gateway() const { return d->gateway; }
Credentials& Session::credentials() const { return d->credentials; }
Money& Session::money() const { return d->money; }
Projects& Session::projects() const { return d->projects; }
Database& Session::database() const { return d->database; }
AccessRules& Session::accessRules() const { return d->rules; }
Releases& Session::releases() const { return d->releases; }
Functions& Session::functions() const { return d->functions; }
Objects& Session::objects() const { return d->objects; }
Addresses& Session::addresses() const { return d->addresses; }
Market& Session::market() const { return d->market; }
Operator& Session::operatorDesk() const { return d->operatorDesk; }

} // namespace run402
