// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/api/gen1/gen1accessrules.h"
#include "services/api/gen1/gen1addresses.h"
#include "services/api/gen1/gen1appauth.h"
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

namespace run402 {

/// The thirteen interfaces of one connection to a generation 1 service, wired together. Make a new one to
/// connect elsewhere; calls still running die with it, without an outcome.
/// Owner: whoever connects. Thread: GUI. References are borrowed and outlive it.
class Gen1Session final : public QObject
{
public:
    struct Options
    {
        QUrl base;                ///< without trailing slash
        bool sandbox = false;     ///< our own local server
        bool throwaway = false;   ///< the sandbox's throwaway wallet signs; always so with `sandbox`
        QString keyRegistryFile;  ///< which projects' keys are here; never holds a service key
        CliFolder* cli = nullptr; ///< borrowed; the profile works on the CLI's files too
        ChainNodes nodes = defaultChainNodes();
    };

    Gen1Session(Transport& transport, Wallets& wallets, SecretStore& projectKeys, const Options& options,
                QObject* parent = nullptr)
        : QObject(parent), api(transport, options.base),
          credentials(api, wallets, projectKeys, options.keyRegistryFile, options.sandbox || options.throwaway,
                      options.cli),
          gateway(api, options.sandbox), money(api, credentials, options.nodes), projects(api, credentials),
          database(api), accessRules(api), functions(api), objects(api), appAuth(api), addresses(api),
          releases({api, database, accessRules, functions, addresses}), market(api), operatorDesk(api)
    {
        api.setAuthorizer(&credentials);
    }

    /// Payment demands go here; without a handler they are payment.required.
    void setPaymentHandler(PaymentHandler* handler) { api.setPaymentHandler(handler); }

    ApiClient api; ///< first: the others refer to it
    Gen1Credentials credentials;
    Gen1Gateway gateway;
    Gen1Money money;
    Gen1Projects projects;
    Gen1Database database;
    Gen1AccessRules accessRules;
    Gen1Functions functions;
    Gen1Objects objects;
    Gen1AppAuth appAuth;
    Gen1Addresses addresses;
    Gen1Releases releases;
    Gen1Market market;
    Gen1Operator operatorDesk;
};

} // namespace run402
