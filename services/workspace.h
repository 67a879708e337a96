// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/accessmatrix.h"
#include "models/domain/environment.h"
#include "models/domain/money.h"
#include "models/domain/project.h"
#include "services/api/interfaces.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace run402 {

class Services;

/// A value read from the service with what is known about how good it is.
template <typename T>
struct Fresh
{
    std::optional<T> value;         ///< last good one; stays while a later read fails
    QDateTime readAt;               ///< UTC, when `value` was read
    std::optional<Problem> problem; ///< of the latest read; nullopt = it went well
    bool loading = false;
    int asked = 0, answered = 0; ///< numbers of the latest reads; an answer older than the shown one is dropped
};

/// What the window looks at: the current environment, connection and project, and the facts several panes
/// share, read once for all of them. Panes read here, ask for a refresh and listen; they call the twelve
/// interfaces only for what is theirs alone.
///
/// Owner: Services. Thread: GUI. Never fails: failures sit in Fresh<T>::problem and in problemRaised.
/// A late answer of an earlier connection or project is dropped.
class Workspace : public QObject
{
    Q_OBJECT
public:
    explicit Workspace(Services& services, QObject* parent = nullptr);
    ~Workspace() override;

    Services& services() const { return m_services; }

    Environment environment() const { return m_environment; }
    bool isSandbox() const { return m_environment == Environment::Sandbox; }
    /// Names what the environment's projects are shared with: Testnet and Mainnet show the same ones.
    QString world() const { return isSandbox() ? QStringLiteral("sandbox") : QStringLiteral("run402"); }
    /// Starts the local server when it is the sandbox, probes the host when it is not.
    void setEnvironment(Environment environment);

    /// The connection is up and knows what it talks to. Interfaces may be used from here on.
    bool isConnected() const { return m_connected; }
    const GatewayInfo& gateway() const { return m_gateway; }
    const Capabilities& capabilities() const { return m_gateway.capabilities; }
    const std::optional<Problem>& connectionProblem() const { return m_connectionProblem; }
    void reconnect(); ///< tries the host again now
    /// Until the host is asked again by itself (lost connection, or too many requests); -1 = nothing is planned.
    qint64 retryInMs() const;
    /// The service asked for a pause; what it did not answer is read again after it.
    bool isHeldBack() const { return m_pause.isActive(); }
    /// Why shared facts could not be read, where that is not about one of them alone; nullptr = they were.
    const Problem* staleProblem() const;
    QDateTime dataReadAt() const; ///< of the newest shared fact, UTC; invalid = nothing was read
    /// When the wallet's lease ended by the service's time; nullopt = it runs, or there is none.
    std::optional<QDateTime> leaseEndedAt() const;

    const Fresh<QList<Project>>& projects() const { return m_projects; }
    QString currentProjectId() const { return m_projectId; }
    std::optional<Project> currentProject() const;
    void setCurrentProject(const QString& projectId);

    const Fresh<Schema>& schema() const { return m_schema; }
    const QHash<QString, qint64>& rowCounts() const { return m_rowCounts; } ///< by table
    const Fresh<QList<TableAccess>>& access() const { return m_access; }
    /// Cells of the access matrix that let too many people change too much.
    int accessWarnings() const;
    const Fresh<Usage>& usage() const { return m_usage; }
    const Fresh<TierStatus>& tier() const { return m_tier; }
    const Fresh<QList<TierOffer>>& prices() const { return m_prices; }
    const Fresh<QList<RailBalance>>& balances() const { return m_balances; }
    const Fresh<QList<Functions::Function>>& functions() const { return m_functions; }
    const Fresh<QList<Functions::Secret>>& secrets() const { return m_secrets; }
    const Fresh<QList<Address>>& addresses() const { return m_addresses; }
    /// Address a person opens for the current project: its newest subdomain, else the last deployment.
    QUrl siteUrl() const;
    /// Where a browser on this computer finds a page of the service: a gateway on loopback serves the real service's
    /// names itself, by Host, without TLS.
    QUrl openable(const QUrl& page) const;
    QString anonKey() const { return m_anonKey; } ///< of the current project, empty = unknown
    /// The service's time, as far as it is known; leases are counted by it.
    QDateTime serverNow() const;
    /// How far this computer's clock is behind the service's; negative = ahead. 0 while it is near enough for
    /// everything that depends on it.
    qint64 clockWrongMs() const;
    qint64 latencyMs() const { return m_latencyMs; } ///< of the last answered request, -1 = none

    void refreshAll();
    void refreshProject(); ///< what belongs to the current project
    void refreshProjects();
    void refreshSchema();
    void refreshAccess();
    void refreshUsage();
    void refreshTier();
    void refreshBalances();
    /// Reads balances again until one of them has risen, for at most half a minute (a faucet takes seconds).
    void awaitFunds();
    void refreshCode(); ///< functions and secrets
    void refreshAddresses();

    /// The profile works on the CLI's files in this world (services/cli/clilink.h).
    bool isCliLinked() const;
    QString cliProjectId() const; ///< that the CLI's commands mean when none is named; empty = none, or not linked
    void useForCli(const QString& projectId);

    /// Makes a project here: on the service, its keys kept, selected, noted in Activity. Fails: as the service says, or
    /// as the key store says; then the project exists and is listed without its keys.
    Call<Done>* createProject(const QString& name);
    /// A project made or imported here: remembers its keys, selects it. Resolves when the keys are safe.
    Call<Done>* adoptProject(const NewProject& project, const QString& name);
    /// Writes a line of the Activity dock about the current environment and project. `undo`: SQL that takes it back.
    void record(const QString& kind, const QString& title, const QJsonObject& detail = {}, qint64 costMicros = 0, const QString& undo = {});
    void noteDeployment(const QString& projectId, const Release& release);

Q_SIGNALS:
    void environmentChanged();
    void connectionChanged();
    void projectsChanged();
    void currentProjectChanged();
    void schemaChanged();
    void accessChanged();
    void activityRecorded();
    void projectAdopted(const QString& id); ///< made or imported here
    void deploymentNoted(const QString& projectId, const QString& deploymentId); ///< sent from here
    void usageChanged();
    void tierChanged();
    void pricesChanged();
    void balancesChanged();
    void codeChanged();
    void addressesChanged();
    void latencyChanged();
    void clockChanged();
    void heldBackChanged();
    void freshnessChanged(); ///< staleProblem() answers differently

private:
    /// A connection and a project; an answer asked for in another moment is late.
    struct Moment
    {
        int generation = 0;
        std::optional<QString> projectId; ///< nullopt = does not matter
    };
    Moment ofConnection() const;
    Moment ofProject() const;
    bool isLate(const Moment& moment) const;

    template <typename T>
    void load(Moment moment, Fresh<T>& slot, Call<T>* call, void (Workspace::*changed)(), std::function<void(const T&)> then = {});
    void connectTo(const QUrl& base, bool ownServer);
    void connected(const GatewayInfo& info);
    void walletSwitched(bool sandboxWorld);
    void failed(const Problem& problem);
    void probe();
    void holdBack(const Problem& problem);
    void checkFreshness();
    void reconcile();
    void clearProjectState();
    void selectProject(const QList<Project>& list);
    qint64 totalFunds() const;
    void countRows();

    Services& m_services;
    Environment m_environment = Environment::Sandbox;
    bool m_connected = false;
    int m_generation = 0;
    int m_reads = 0; ///< numbers them, see Fresh
    GatewayInfo m_gateway;
    std::optional<Problem> m_connectionProblem;
    QString m_projectId, m_anonKey;
    Fresh<QList<Project>> m_projects;
    Fresh<Schema> m_schema;
    QHash<QString, qint64> m_rowCounts;
    Fresh<QList<TableAccess>> m_access;
    Fresh<Usage> m_usage;
    Fresh<TierStatus> m_tier;
    Fresh<QList<TierOffer>> m_prices;
    Fresh<QList<RailBalance>> m_balances;
    Fresh<QList<Functions::Function>> m_functions;
    Fresh<QList<Functions::Secret>> m_secrets;
    Fresh<QList<Address>> m_addresses;
    QHash<QString, Release> m_lastRelease;
    QTimer m_retry;     ///< while the host is not reached
    QTimer m_pause;     ///< while the service wants to be left alone
    bool m_probing = false;
    bool m_stale = false;
    QTimer m_reconcile; ///< payments of unknown outcome
    QUrl m_base;
    QTimer m_fundsTimer;
    int m_fundsTries = 0;
    qint64 m_fundsBefore = 0;
    qint64 m_latencyMs = -1;
    qint64 m_clockWrongMs = 0;
};

} // namespace run402
