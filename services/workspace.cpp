// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/workspace.h"

#include "models/sqlname.h"
#include "services/cli/clilink.h"
#include "services/local/sandboxprocess.h"
#include "services/net/transport.h"
#include "services/pay/paymentjournal.h"
#include "services/pay/reconciler.h"
#include "services/services.h"
#include "services/store/activitylog.h"
#include "services/store/settingsstore.h"
#include "services/wallets.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <utility>

namespace run402 {

namespace {
constexpr qsizetype mostCountedTables = 60;
constexpr int fundsPollMs = 1000, fundsTries = 30;
constexpr qint64 clockToleranceMs = 2 * 60'000; // a signature is good for five minutes
constexpr int retryMs = 8000;
constexpr int reconcileMs = 60'000; // an authorization that expired proves itself two minutes later

/// The project that was open last, so that the next start opens it again.
QString lastProjectKey(const QString& world)
{
    return QStringLiteral("project.") + world;
}

} // namespace

Workspace::Workspace(Services& services, QObject* parent) : QObject(parent), m_services(services)
{
    connect(&services.transport(), &Transport::requestChanged, this, [this](const RequestRecord& record) {
        if (record.status > 0 && record.elapsedMs >= 0 && record.elapsedMs != m_latencyMs) {
            m_latencyMs = record.elapsedMs;
            Q_EMIT latencyChanged();
        }
    });
    connect(&services.transport(), &Transport::clockLearned, this, [this](const QString& host) {
        if (host == m_base.host() && clockWrongMs() != std::exchange(m_clockWrongMs, clockWrongMs()))
            Q_EMIT clockChanged();
    });
    connect(&services.transport(), &Transport::reachabilityChanged, this, [this](const QString& authority, bool reachable) {
        if (!reachable && m_connected && authority == m_base.authority())
            probe();
    });
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        Q_EMIT heldBackChanged();
        refreshAll();
    });
    m_retry.setInterval(retryMs);
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Workspace::reconnect);
    m_reconcile.setInterval(reconcileMs);
    connect(&m_reconcile, &QTimer::timeout, this, &Workspace::reconcile);
    m_reconcile.start();
    connect(&services.journal(), &PaymentJournal::changed, this, [this](const Payment& payment) {
        if (payment.state == Payment::State::Unknown)
            reconcile(); // the server may well know already
    });
    CliLink& cli = services.cliLink();
    connect(&cli, &CliLink::changed, this, [this](bool sandboxWorld) {
        if (!m_connected || sandboxWorld != isSandbox())
            return;
        m_services.openSession(m_gateway.base, m_environment, m_gateway.sandbox);
        m_services.setReadOnly(m_gateway.readOnly);
        refreshAll();
    });
    for (bool sandboxWorld : {true, false}) {
        connect(&cli.folder(sandboxWorld), &CliFolder::projectsChanged, this, [this, sandboxWorld](const QList<CliProject>&, bool byOthers) {
            if (byOthers && sandboxWorld == isSandbox())
                refreshProjects();
        });
    }
    connect(&cli.folder(false), &CliFolder::walletChanged, this, [this] {
        if (!isSandbox())
            refreshAll();
    });
    connect(&services.wallets(), &Wallets::activeChanged, this, &Workspace::walletSwitched);
    m_fundsTimer.setInterval(fundsPollMs);
    connect(&m_fundsTimer, &QTimer::timeout, this, [this] {
        if (++m_fundsTries > fundsTries || totalFunds() > m_fundsBefore)
            m_fundsTimer.stop();
        else
            refreshBalances();
    });
    connect(&services.sandbox(), &SandboxProcess::stateChanged, this, [this](SandboxProcess::State state) {
        if (!isSandbox() || m_services.options().apiBase.isValid())
            return;
        if (state == SandboxProcess::State::Running)
            connectTo(m_services.sandbox().url(), true);
        else if (state == SandboxProcess::State::Failed)
            failed(*m_services.sandbox().problem());
        else if (state == SandboxProcess::State::Restarting)
            failed(Problem::make(Problem::Kind::Network, QStringLiteral("sandbox.restarting"),
                                 QStringLiteral("The local server stopped and is being started again")));
    });
}

Workspace::~Workspace() = default;


template <typename T>
void Workspace::load(Moment moment, Fresh<T>& slot, Call<T>* call, void (Workspace::*changed)(),
                     std::function<void(const T&)> then)
{
    slot.loading = true;
    // Answers may arrive in another order than they were asked for, and the older one would show what is gone.
    const int asked = slot.asked = ++m_reads;
    call->onDone(this, [this, &slot, changed, moment, asked, then = std::move(then)](const Result<T>& r) {
        if (isLate(moment) || asked < slot.answered)
            return;
        slot.answered = asked;
        slot.loading = asked != slot.asked;
        if (r.ok()) {
            slot.value = r.value();
            slot.readAt = QDateTime::currentDateTimeUtc();
            slot.problem.reset();
        } else {
            slot.problem = r.error();
            holdBack(r.error());
        }
        if (r.ok() && then)
            then(r.value());
        Q_EMIT(this->*changed)();
        checkFreshness();
    });
}

Workspace::Moment Workspace::ofConnection() const
{
    return {m_generation, std::nullopt};
}

Workspace::Moment Workspace::ofProject() const
{
    return {m_generation, m_projectId};
}

bool Workspace::isLate(const Moment& moment) const
{
    return moment.generation != m_generation || (moment.projectId && *moment.projectId != m_projectId);
}

void Workspace::setEnvironment(Environment environment)
{
    const bool sameHost = m_connected && isSandbox() == (environment == Environment::Sandbox);
    m_environment = environment;
    Q_EMIT environmentChanged();
    const ServicesOptions& options = m_services.options();
    if (sameHost) {
        // Testnet and Mainnet are the same service; only what may be signed differs.
        m_services.openSession(m_gateway.base, environment, m_gateway.sandbox);
        m_services.setReadOnly(m_gateway.readOnly);
        refreshBalances();
        return;
    }
    ++m_generation;
    m_connected = false;
    m_connectionProblem.reset();
    m_services.closeSession();
    m_gateway = {};
    m_projects = {};
    m_tier = {};
    m_prices = {};
    m_balances = {};
    m_projectId.clear();
    clearProjectState();
    Q_EMIT connectionChanged();
    if (options.apiBase.isValid()) {
        connectTo(options.apiBase, false);
    } else if (environment == Environment::Sandbox) {
        if (m_services.sandbox().state() == SandboxProcess::State::Running)
            connectTo(m_services.sandbox().url(), true);
        else
            m_services.sandbox().start();
    } else {
        connectTo(QUrl(QStringLiteral("https://api.run402.com")), false);
    }
}

/// Another wallet is another account: nothing that was read or asked for the former one holds.
void Workspace::walletSwitched(bool sandboxWorld)
{
    if (!m_connected || sandboxWorld != isSandbox())
        return;
    ++m_generation;
    m_fundsTimer.stop();
    m_projects = {};
    m_tier = {};
    m_balances = {};
    m_services.openSession(m_gateway.base, m_environment, m_gateway.sandbox); // withdraws open payment questions
    m_services.setReadOnly(m_gateway.readOnly);
    setCurrentProject({});
    Q_EMIT projectsChanged();
    Q_EMIT tierChanged();
    Q_EMIT balancesChanged();
    refreshAll();
}

void Workspace::connectTo(const QUrl& base, bool ownServer)
{
    ++m_generation;
    const int generation = m_generation;
    const bool sameHost = m_services.hasSession() && !ownServer && base == m_base;
    m_base = base;
    m_retry.stop();
    m_probing = false;
    if (!sameHost) // what waits for this host goes on waiting
        m_services.openSession(base, m_environment, ownServer);
    m_services.gateway().detect()->onDone(this, [this, generation](const Result<GatewayInfo>& r) {
        if (generation != m_generation)
            return;
        if (r.ok())
            connected(*r);
        else
            failed(r.error());
    });
}

void Workspace::connected(const GatewayInfo& info)
{
    m_gateway = info;
    m_connected = true;
    m_connectionProblem.reset();
    m_services.setReadOnly(info.readOnly);
    Q_EMIT connectionChanged();
    refreshAll();
    reconcile();
}

void Workspace::reconnect()
{
    if (m_connected)
        return;
    if (isSandbox() && !m_services.options().apiBase.isValid())
        m_services.sandbox().start();
    else if (m_base.isValid())
        connectTo(m_base, false);
}

void Workspace::reconcile()
{
    if (!m_connected)
        return;
    m_services.reconciler().run()->onDone(this, [this](const Result<QList<Payment>>& resolved) {
        if (!resolved.ok() || resolved->isEmpty())
            return;
        refreshTier();
        refreshBalances();
    });
}

void Workspace::failed(const Problem& problem)
{
    m_connected = false;
    m_connectionProblem = problem;
    m_pause.stop();
    // The local server is watched by its own process object; any other host is asked again.
    if (!isSandbox() || m_services.options().apiBase.isValid())
        m_retry.start();
    Q_EMIT connectionChanged();
}

std::optional<Project> Workspace::currentProject() const
{
    if (!m_projects.value)
        return std::nullopt;
    const auto it = std::find_if(m_projects.value->cbegin(), m_projects.value->cend(),
                                 [this](const Project& p) { return p.id == m_projectId; });
    return it == m_projects.value->cend() ? std::nullopt : std::optional(*it);
}

void Workspace::clearProjectState()
{
    m_anonKey.clear();
    m_schema = {};
    m_access = {};
    m_rowCounts.clear();
    m_usage = {};
    m_functions = {};
    m_secrets = {};
    m_addresses = {};
    checkFreshness();
}

void Workspace::setCurrentProject(const QString& projectId)
{
    if (projectId == m_projectId)
        return;
    m_projectId = projectId; // answers about the former project are late from now on
    clearProjectState();
    Q_EMIT currentProjectChanged();
    if (projectId.isEmpty() || !m_connected)
        return;
    m_services.settings().set(lastProjectKey(world()), projectId);
    const Moment moment = ofProject();
    m_services.credentials().projectKeys(projectId)->onDone(
        this, [this, moment](const Result<Credentials::ProjectKeys>& r) {
            if (isLate(moment) || !r.ok())
                return;
            m_anonKey = r->anonKey;
            Q_EMIT currentProjectChanged();
        });
    refreshProject();
}

void Workspace::refreshProject()
{
    refreshUsage();
    refreshSchema();
    refreshCode();
    refreshAddresses();
}

void Workspace::refreshAll()
{
    if (!m_connected)
        return;
    refreshProjects();
    refreshTier();
    refreshBalances();
    load(ofConnection(), m_prices, m_services.money().prices(), &Workspace::pricesChanged);
    refreshProject();
}

void Workspace::refreshProjects()
{
    if (!m_connected)
        return;
    load<QList<Project>>(ofConnection(), m_projects, m_services.projects().list(), &Workspace::projectsChanged,
                         [this](const QList<Project>& list) { selectProject(list); });
}

void Workspace::selectProject(const QList<Project>& list)
{
    const auto holds = [](const QList<Project>& projects, const QString& id) {
        return std::any_of(projects.cbegin(), projects.cend(), [&id](const Project& p) { return p.id == id; });
    };
    if (holds(list, m_projectId))
        return;
    if (list.isEmpty())
        return setCurrentProject({});
    const Moment moment = ofProject();
    m_services.settings().get(lastProjectKey(world()))->onDone(this, [this, moment, list, holds](const Result<QJsonValue>& last) {
        if (isLate(moment))
            return; // one was chosen meanwhile
        const QString id = last.ok() ? last->toString() : QString();
        setCurrentProject(holds(list, id) ? id : list.first().id);
    });
}

void Workspace::refreshTier()
{
    if (!m_connected || !m_gateway.capabilities.has(Capability::SignIn))
        return;
    load<TierStatus>(ofConnection(), m_tier, m_services.money().status(), &Workspace::tierChanged, [this](const TierStatus& tier) {
        // Renewed: what the service kept back can be read again.
        if (tier.active && staleProblem() && staleProblem()->code == QLatin1String("lease.expired"))
            refreshAll();
    });
}

void Workspace::refreshBalances()
{
    if (m_connected)
        load(ofConnection(), m_balances, m_services.money().balances(), &Workspace::balancesChanged);
}

qint64 Workspace::totalFunds() const
{
    qint64 sum = 0;
    for (const RailBalance& balance : m_balances.value.value_or(QList<RailBalance>()))
        sum += balance.micros.value_or(0);
    return sum;
}

void Workspace::awaitFunds()
{
    m_fundsBefore = totalFunds();
    m_fundsTries = 0;
    refreshBalances();
    m_fundsTimer.start();
}

void Workspace::refreshUsage()
{
    if (m_connected && !m_projectId.isEmpty())
        load(ofProject(), m_usage, m_services.projects().usage(m_projectId), &Workspace::usageChanged);
}

void Workspace::refreshSchema()
{
    if (m_connected && !m_projectId.isEmpty())
        load<Schema>(ofProject(), m_schema, m_services.database().schema(m_projectId), &Workspace::schemaChanged,
                     [this](const Schema&) {
                         countRows();
                         refreshAccess();
                     });
}

void Workspace::refreshAccess()
{
    if (!m_connected || m_projectId.isEmpty())
        return;
    auto* rows = m_services.database().run(m_projectId, tableAccessQuery());
    load(ofProject(), m_access, mapCall(this, rows, [](const SqlOutcome& o) { return tableAccessFromJson(o.rowsJson); }),
         &Workspace::accessChanged);
}

int Workspace::accessWarnings() const
{
    int warnings = 0;
    for (const TableAccess& table : m_access.value.value_or(QList<TableAccess>())) {
        for (AccessRole role : accessRoles) {
            for (AccessCommand command : accessCommands)
                warnings += table.risky(role, command);
        }
    }
    return warnings;
}

void Workspace::record(const QString& kind, const QString& title, const QJsonObject& detail, qint64 costMicros, const QString& undo)
{
    ActivityEntry entry;
    entry.environment = environmentId(m_environment);
    entry.projectId = m_projectId;
    entry.kind = kind;
    entry.title = title;
    entry.detail = detail;
    entry.costMicros = costMicros;
    entry.undo = undo;
    m_services.activity().append(entry)->onDone(this, [this](const Result<qint64>&) { Q_EMIT activityRecorded(); });
}

void Workspace::countRows()
{
    const QList<Table>& tables = m_schema.value->tables;
    if (tables.isEmpty()) {
        m_rowCounts.clear();
        return;
    }
    // Planner statistics are cheap and may be stale; small tables are counted exactly by the same statement.
    QStringList parts;
    for (const Table& t : tables.mid(0, mostCountedTables)) {
        parts << QStringLiteral("select %1 as t, count(*) as n from (select 1 from %2 limit 100001) q")
                     .arg(sqlLiteral(t.name), sqlIdentifier(t.name));
    }
    const Moment moment = ofProject();
    m_services.database()
        .run(m_projectId, parts.join(QStringLiteral(" union all ")))
        ->onDone(this, [this, moment](const Result<SqlOutcome>& r) {
            if (isLate(moment) || !r.ok())
                return;
            m_rowCounts.clear();
            for (const QJsonValue& row : QJsonDocument::fromJson(r->rowsJson).array())
                m_rowCounts.insert(row[QLatin1String("t")].toString(), row[QLatin1String("n")].toString().toLongLong());
            Q_EMIT schemaChanged();
        });
}

void Workspace::refreshCode()
{
    if (!m_connected || m_projectId.isEmpty())
        return;
    load(ofProject(), m_functions, m_services.functions().list(m_projectId), &Workspace::codeChanged);
    load(ofProject(), m_secrets, m_services.functions().secrets(m_projectId), &Workspace::codeChanged);
}

void Workspace::refreshAddresses()
{
    if (m_connected && !m_projectId.isEmpty())
        load(ofProject(), m_addresses, m_services.addresses().list(m_projectId), &Workspace::addressesChanged);
}

QUrl Workspace::siteUrl() const
{
    if (m_addresses.value && !m_addresses.value->isEmpty())
        return QUrl(m_addresses.value->first().url);
    const auto release = m_lastRelease.constFind(m_projectId);
    if (release != m_lastRelease.cend())
        return QUrl(release->url);
    const auto project = currentProject();
    return project ? QUrl(project->siteUrl) : QUrl();
}

QDateTime Workspace::serverNow() const
{
    return QDateTime::currentDateTimeUtc().addMSecs(m_services.transport().clockOffsetMs(m_base.host()));
}

qint64 Workspace::clockWrongMs() const
{
    const qint64 offset = m_services.transport().clockOffsetMs(m_base.host());
    return qAbs(offset) < clockToleranceMs ? 0 : offset;
}

QUrl Workspace::openable(const QUrl& page) const
{
    if (!m_services.options().apiIsLocal() || !page.host().endsWith(QLatin1String(".run402.com")))
        return page;
    QUrl local = page;
    local.setScheme(m_gateway.base.scheme());
    local.setPort(m_gateway.base.port());
    return local;
}

Call<Done>* Workspace::createProject(const QString& name)
{
    auto* call = new Call<Done>(this);
    m_services.projects().create(name)->onDone(this, [this, call, name](const Result<NewProject>& project) {
        if (!project.ok()) {
            call->resolve(fail(project.error()));
            return;
        }
        adoptProject(*project, name)->onDone(this, [this, call, name](const Result<Done>& kept) {
            record(QStringLiteral("project"), tr("Made the project %1").arg(name));
            refreshProjects();
            call->resolve(kept);
        });
    });
    return call;
}

Call<Done>* Workspace::adoptProject(const NewProject& project, const QString& name)
{
    Q_EMIT projectAdopted(project.id);
    auto* stored = m_services.credentials().storeProjectKeys(project.id, project.anonKey, project.serviceKey, Credentials::Origin::Made);
    return mapCall(this, stored, [this, id = project.id, name](const Done&) -> Result<Done> {
        Project entry;
        entry.id = id;
        entry.name = name;
        entry.keysKnown = true;
        QList<Project> list = m_projects.value.value_or(QList<Project>());
        list.prepend(entry);
        m_projects.value = list;
        m_projects.answered = ++m_reads; // a list on its way may have been written before this project was
        Q_EMIT projectsChanged();
        setCurrentProject(id);
        return Done{};
    });
}

bool Workspace::isCliLinked() const
{
    return m_services.cliLink().isLinked(isSandbox());
}

QString Workspace::cliProjectId() const
{
    return isCliLinked() ? m_services.cliLink().folder(isSandbox()).activeProjectId() : QString();
}

void Workspace::useForCli(const QString& projectId)
{
    if (!isCliLinked())
        return;
    CliProjectsEdit edit;
    edit.active = projectId;
    m_services.cliLink().folder(isSandbox()).change(edit);
}

void Workspace::noteDeployment(const QString& projectId, const Release& release)
{
    if (isCliLinked()) {
        CliProjectsEdit edit;
        edit.deployed = {projectId, release.id};
        m_services.cliLink().folder(isSandbox()).change(edit);
    }
    Q_EMIT deploymentNoted(projectId, release.id);
    m_lastRelease.insert(projectId, release);
    if (projectId == m_projectId) {
        refreshAddresses();
        Q_EMIT addressesChanged();
    }
}

} // namespace run402
