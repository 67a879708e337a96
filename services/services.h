// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"
#include "services/api/interfaces.h"
#include "services/api/interfaceset.h"
#include "services/net/transport.h"

#include <QHash>
#include <QObject>
#include <QUrl>

#include <memory>

namespace run402 {

class ActivityLog;
class AgentWatch;
class BudgetStore;
class CliLink;
class Clock;
class FunctionSources;
class LeaseClock;
class LeaseGuardian;
class LedgerBook;
class LocalStore;
class LogStore;
class PaymentApprover;
class PaymentJournal;
class Random;
class ReleaseContents;
class ReleaseHistory;
class SandboxProcess;
class SecretOrigins;
class SecretStore;
class SecretStores;
class Session;
class SessionStore;
class SettingsStore;
class SavedQueries;
class SqlHistory;
class TestUsers;
class Wallets;
class Workspace;

/// Where this run of the application lives. Filled by app/ from the command line and the environment.
struct ServicesOptions
{
    QString dataFolder;          ///< application data: local store, registries, sandbox
    QString sandboxExecutable;   ///< empty = look for it
    QUrl apiBase;                ///< instead of the local server; empty = none
    QHash<qint64, QUrl> rpc;     ///< chain id → node, overriding the defaults
    QString cliFolder;           ///< the CLI's config folder

    /// `apiBase` is a server on this computer: the throwaway wallet signs for it, never a real one.
    bool apiIsLocal() const;
};

/// Everything below the interface, built once by app/ and passed by reference. Owner: app/.
/// Thread: GUI. The thirteen interfaces belong to the current connection and change with it; a pane
/// fetches them each time and never keeps the reference.
class Services : public QObject, public InterfaceSet
{
    Q_OBJECT
public:
    explicit Services(ServicesOptions options, QObject* parent = nullptr);
    ~Services() override;

    const ServicesOptions& options() const { return m_options; }
    Transport& transport() const;
    LocalStore& store() const;
    SecretStores& secrets() const;
    /// Where keys of one world rest: the sandbox folder, or the keychain or vault.
    SecretStore& keysOf(bool sandboxWorld) const;
    Wallets& wallets() const;
    CliLink& cliLink() const;
    BudgetStore& budgets() const;
    PaymentJournal& journal() const;
    ActivityLog& activity() const;
    SessionStore& sessions() const;
    SettingsStore& settings() const;
    SqlHistory& sqlHistory() const;
    SavedQueries& savedQueries() const;
    ReleaseHistory& releaseHistory() const;
    ReleaseContents& releaseContents() const;
    FunctionSources& functionSources() const;
    SecretOrigins& secretOrigins() const;
    LogStore& logs() const;
    LedgerBook& ledger() const;
    SandboxProcess& sandbox() const;
    Workspace& workspace() const;
    TestUsers& testUsers() const;
    LeaseClock& leaseClock() const;
    LeaseGuardian& guardian() const;
    AgentWatch& agents() const;

    const Clock& clock() const;
    Random& random() const;
    void setApprover(PaymentApprover* approver); ///< borrowed; the interface sets it before connecting
    PaymentApprover* approver() const;

    /// Replaces the connection. Called by Workspace. On this computer the sandbox's throwaway wallet signs, whoever
    /// runs the server there; `ownServer` = our own local server.
    void openSession(const QUrl& base, Environment environment, bool ownServer);
    void closeSession();
    bool hasSession() const;
    void setReadOnly(bool on); ///< see Session

private:
    struct Private;
    ServicesOptions m_options;
    std::unique_ptr<Private> d;
};

} // namespace run402
