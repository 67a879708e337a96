// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/services.h"

#include "services/agentwatch/agentwatch.h"
#include "services/auth/testusers.h"
#include "services/cli/clilink.h"
#include "services/lease/leaseclock.h"
#include "services/lease/leaseguardian.h"
#include "services/ledger/ledgerbook.h"
#include "services/local/sandboxprocess.h"
#include "services/pay/budgetstore.h"
#include "services/pay/clock.h"
#include "services/pay/paymentjournal.h"
#include "services/secrets/keychainstore.h"
#include "services/secrets/sandboxkeystore.h"
#include "services/secrets/secretstores.h"
#include "services/secrets/vaultstore.h"
#include "services/session.h"
#include "services/store/activitylog.h"
#include "services/store/functionsources.h"
#include "services/store/localstore.h"
#include "services/store/logstore.h"
#include "services/store/releasecontents.h"
#include "services/store/releasehistory.h"
#include "services/store/secretorigins.h"
#include "services/store/sessionstore.h"
#include "services/store/settingsstore.h"
#include "services/store/savedqueries.h"
#include "services/store/sqlhistory.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "services/x402/policy.h"

namespace run402 {

bool ServicesOptions::apiIsLocal() const
{
    return apiBase.isValid() && x402::isLoopback(apiBase.host());
}

struct Services::Private
{
    explicit Private(const ServicesOptions& o)
        : store(o.dataFolder + QStringLiteral("/run402.sqlite")), vault(o.dataFolder + QStringLiteral("/vault.json")),
          secrets(keychain, vault), sandboxKeys(o.dataFolder + QStringLiteral("/sandbox/client")),
          cliFolder(o.cliFolder), cliSandboxFolder(o.dataFolder + QStringLiteral("/sandbox/cli")), realKeys(secrets, cliFolder),
          wallets(realKeys, sandboxKeys, o.dataFolder + QStringLiteral("/wallets.json")), journal(store, clock),
          budgets(store, clock), activity(store), sessions(store), settings(store), sqlHistory(store), savedQueries(store),
          releaseHistory(store), releaseContents(o.dataFolder + QStringLiteral("/releases")), functionSources(store), secretOrigins(store, sessions), logs(store),
          cliLink(settings, wallets, cliFolder, cliSandboxFolder),
          sandbox(o.sandboxExecutable.isEmpty() ? SandboxProcess::findExecutable() : o.sandboxExecutable,
                  o.dataFolder + QStringLiteral("/sandbox/server"))
    {
    }

    SystemClock clock;
    SystemRandom random;
    Transport transport;
    LocalStore store;
    KeychainStore keychain;
    VaultStore vault;
    SecretStores secrets;
    SandboxKeyStore sandboxKeys;
    CliFolder cliFolder, cliSandboxFolder;
    CliWalletKeys realKeys;
    Wallets wallets;
    PaymentJournal journal;
    BudgetStore budgets;
    ActivityLog activity;
    SessionStore sessions;
    SettingsStore settings;
    SqlHistory sqlHistory;
    SavedQueries savedQueries;
    ReleaseHistory releaseHistory;
    ReleaseContents releaseContents;
    FunctionSources functionSources;
    SecretOrigins secretOrigins;
    LogStore logs;
    CliLink cliLink;
    SandboxProcess sandbox;
    PaymentApprover* approver = nullptr;
    std::unique_ptr<Session> session;
    std::unique_ptr<Workspace> workspace; ///< it looks at everything above
    std::unique_ptr<LedgerBook> ledger;
    std::unique_ptr<TestUsers> testUsers; ///< last, as what follows: they look at the workspace
    std::unique_ptr<LeaseClock> leaseClock;
    std::unique_ptr<LeaseGuardian> guardian;
    std::unique_ptr<AgentWatch> agents;
};

Services::Services(ServicesOptions options, QObject* parent)
    : QObject(parent), m_options(std::move(options)), d(std::make_unique<Private>(m_options))
{
    d->workspace = std::make_unique<Workspace>(*this);
    d->ledger = std::make_unique<LedgerBook>(*this);
    d->testUsers = std::make_unique<TestUsers>(*this);
    d->leaseClock = std::make_unique<LeaseClock>(*d->workspace);
    d->guardian = std::make_unique<LeaseGuardian>(*this, *d->leaseClock);
    d->agents = std::make_unique<AgentWatch>(*this);
}

Services::~Services() = default;

Transport& Services::transport() const { return d->transport; }
LocalStore& Services::store() const { return d->store; }
SecretStores& Services::secrets() const { return d->secrets; }
Wallets& Services::wallets() const { return d->wallets; }
CliLink& Services::cliLink() const { return d->cliLink; }
BudgetStore& Services::budgets() const { return d->budgets; }
PaymentJournal& Services::journal() const { return d->journal; }
ActivityLog& Services::activity() const { return d->activity; }
SessionStore& Services::sessions() const { return d->sessions; }
SettingsStore& Services::settings() const { return d->settings; }
SqlHistory& Services::sqlHistory() const { return d->sqlHistory; }
SavedQueries& Services::savedQueries() const { return d->savedQueries; }
ReleaseHistory& Services::releaseHistory() const { return d->releaseHistory; }
ReleaseContents& Services::releaseContents() const { return d->releaseContents; }
FunctionSources& Services::functionSources() const { return d->functionSources; }
SecretOrigins& Services::secretOrigins() const { return d->secretOrigins; }
LogStore& Services::logs() const { return d->logs; }
SandboxProcess& Services::sandbox() const { return d->sandbox; }
Workspace& Services::workspace() const { return *d->workspace; }
LedgerBook& Services::ledger() const { return *d->ledger; }
TestUsers& Services::testUsers() const { return *d->testUsers; }
LeaseClock& Services::leaseClock() const { return *d->leaseClock; }
LeaseGuardian& Services::guardian() const { return *d->guardian; }
AgentWatch& Services::agents() const { return *d->agents; }

SecretStore& Services::keysOf(bool sandboxWorld) const
{
    if (sandboxWorld)
        return d->sandboxKeys;
    return d->secrets;
}

const Clock& Services::clock() const { return d->clock; }
Random& Services::random() const { return d->random; }
PaymentApprover* Services::approver() const { return d->approver; }
void Services::setApprover(PaymentApprover* approver) { d->approver = approver; }

void Services::openSession(const QUrl& base, Environment environment, bool ownServer)
{
    closeSession();
    d->session = std::make_unique<Session>(*this, base, environment, ownServer);
    takeMembers(*d->session);
}

void Services::closeSession()
{
    setMembers({});
    d->session.reset();
}

bool Services::hasSession() const { return d->session != nullptr; }
void Services::setReadOnly(bool on) { d->session->setReadOnly(on); }

} // namespace run402
