// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/agentwatch/agentwatch.h"

#include "models/domain/lease.h"
#include "services/cli/clilink.h"
#include "services/ledger/ledgerbook.h"
#include "services/pay/budgetstore.h"
#include "services/pay/clock.h"
#include "services/pay/paymentjournal.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kEveryMs = 5 * 60'000, kSoonMs = 4'000;
constexpr qint64 kDueSeconds = 60, kOwnSeconds = 20;
constexpr int kMostProjects = 12, kEntries = 100;

/// Enough to see a change, useless for anything else.
QString fingerprint(const QString& key)
{
    return QString::fromLatin1(QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha256).toHex().left(16));
}

/// Empty for any other request.
QString removedProject(const RequestRecord& record)
{
    const QString path = record.url.path();
    const bool removes = record.method == "DELETE" && path.startsWith("/projects/v1/"_L1) && path.count(u'/') == 3;
    return removes ? path.section(u'/', 3) : QString();
}

} // namespace

AgentWatch::AgentWatch(Services& services, QObject* parent)
    : QObject(parent), m_services(services), m_workspace(services.workspace()), m_book(services.store())
{
    connect(&m_workspace, &Workspace::connectionChanged, this, &AgentWatch::restart);
    connect(&m_workspace, &Workspace::environmentChanged, this, &AgentWatch::restart);
    connect(&services.cliLink(), &CliLink::changed, this, &AgentWatch::restart);
    connect(&services.wallets(), &Wallets::changed, this, &AgentWatch::followWallet);
    connect(&m_workspace, &Workspace::projectsChanged, this, &AgentWatch::compareProjects);
    connect(&services.ledger(), &LedgerBook::changed, this, &AgentWatch::compareChain);
    connect(&m_workspace, &Workspace::projectAdopted, this, [this](const QString& id) { m_book.noteOwn(m_workspace.world(), "project:"_L1 + id); });
    connect(&m_workspace, &Workspace::deploymentNoted, this, [this](const QString&, const QString& id) {
        m_book.noteOwn(m_workspace.world(), "deploy:"_L1 + id)->onDone(this, [this](const Result<Done>&) { readFeed(); });
    });
    connect(&services.transport(), &Transport::requestStarted, this, &AgentWatch::followOwnStart);
    connect(&services.transport(), &Transport::requestChanged, this, &AgentWatch::followOwn);
    for (const bool sandboxWorld : {true, false}) {
        connect(&services.cliLink().folder(sandboxWorld), &CliFolder::projectsChanged, this,
                [this, sandboxWorld](const QList<CliProject>&, bool byOthers) {
                    if (m_world.isEmpty() || sandboxWorld != m_workspace.isSandbox())
                        return;
                    compareFile(m_services.cliLink().folder(sandboxWorld).projects(), byOthers);
                    if (byOthers)
                        compareLedger();
                });
    }
    m_timer.setInterval(kEveryMs);
    connect(&m_timer, &QTimer::timeout, this, &AgentWatch::look);
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoonMs);
    connect(&m_soon, &QTimer::timeout, this, &AgentWatch::look);
    m_timer.start();
}

bool AgentWatch::isOn() const { return m_workspace.isCliLinked(); }

QDateTime AgentWatch::now() const { return QDateTime::currentDateTimeUtc(); }

void AgentWatch::restart()
{
    const bool on = isOn() && m_workspace.isConnected() && m_services.hasSession();
    const QString world = on ? m_workspace.world() : QString();
    if (world == m_world && (on || m_feed.acts.isEmpty()))
        return;
    ++m_generation;
    m_world.clear();
    m_feed = {};
    m_spent = 0;
    Q_EMIT changed();
    if (!on)
        return;
    const int generation = m_generation;
    m_book.seen(world)->onDone(this, [this, generation, world](const Result<QJsonObject>& seen) {
        if (generation != m_generation || !seen.ok())
            return;
        m_world = world;
        m_seen = AgentSnapshot::fromJson(*seen);
        m_walletSince = {};
        followWallet();
        readFeed();
        look();
    });
}

/// Another wallet has other projects and another history: nothing of it can be compared.
void AgentWatch::followWallet()
{
    if (m_world.isEmpty())
        return;
    const auto wallet = m_services.wallets().active(m_workspace.isSandbox());
    const QString before = m_seen.wallet;
    const auto acts = agentdiff::seeWallet(m_seen, wallet ? wallet->address : QString(), now());
    if (m_seen.wallet == before)
        return;
    if (!before.isEmpty()) {
        m_seen.projects.reset();
        m_seen.ledgerFrom.reset();
        m_seen.chainFrom.reset();
        m_seen.chainSeen.clear();
        m_entries.clear();
        m_entriesAt = {};
        m_seen.addresses.clear();
        m_walletSince = now();
    }
    take(acts);
}

void AgentWatch::lookIfDue()
{
    if (!m_lookedAt.isValid() || m_lookedAt.secsTo(now()) >= kDueSeconds)
        look();
}

void AgentWatch::look()
{
    if (m_world.isEmpty() || !m_services.hasSession() || m_workspace.isHeldBack())
        return;
    m_lookedAt = now();
    const QList<CliProject> entries = m_services.cliLink().folder(m_workspace.isSandbox()).projects();
    compareFile(entries, true);
    m_workspace.refreshProjects();
    compareLedger();
    for (qsizetype i = 0; i < qMin<qsizetype>(entries.size(), kMostProjects); ++i)
        compareAddresses(entries.at(entries.size() - 1 - i).id); // the newest stand last
}

void AgentWatch::compareProjects()
{
    const auto& list = m_workspace.projects();
    if (m_world.isEmpty() || !list.value || list.problem || m_seen.wallet.isEmpty()
        || (m_walletSince.isValid() && list.readAt <= m_walletSince))
        return;
    auto acts = agentdiff::seeProjects(m_seen, *list.value, now());
    const LeasePhase phase = leasePhase(m_workspace.tier().value.value_or(TierStatus()), m_workspace.serverNow());
    if (phase == LeasePhase::Archived || phase == LeasePhase::Deleted) // the service put them away, no agent
        acts.removeIf([](const AgentAct& a) { return a.kind == AgentAct::Kind::ProjectGone; });
    acts.removeIf([this](const AgentAct& a) { return a.kind == AgentAct::Kind::ProjectGone && m_ownRemovals.contains(a.projectId); });
    if (!acts.isEmpty())
        take(acts);
}

/// `tell`: false when this program wrote it.
void AgentWatch::compareFile(const QList<CliProject>& entries, bool tell)
{
    QHash<QString, AgentSnapshot::FileEntry> file;
    for (const CliProject& p : entries)
        file.insert(p.id, {p.lastDeploymentId, fingerprint(p.anonKey)});
    const auto before = m_seen.file.value_or(QHash<QString, AgentSnapshot::FileEntry>());
    const auto acts = agentdiff::seeFile(m_seen, file, now());
    if (tell) {
        take(acts);
        for (auto it = file.cbegin(); it != file.cend(); ++it) {
            if (m_services.hasSession() && before.contains(it.key()) && before.value(it.key()).deployment != it->deployment)
                compareAddresses(it.key());
        }
    } else {
        m_book.add(m_world, {}, m_seen.toJson());
    }
}

void AgentWatch::compareAddresses(const QString& projectId)
{
    const int generation = m_generation;
    m_services.addresses().list(projectId)->onDone(this, [this, generation, projectId](const Result<QList<Address>>& list) {
        if (generation != m_generation || m_world.isEmpty() || !list.ok())
            return;
        const auto acts = agentdiff::seeAddresses(m_seen, projectId, *list, now());
        const QDateTime own = m_ownAddress.value(projectId);
        if (own.isValid() && own.secsTo(now()) < kOwnSeconds)
            m_book.add(m_world, {}, m_seen.toJson());
        else if (!acts.isEmpty())
            take(acts);
    });
}

void AgentWatch::compareLedger()
{
    if (m_world.isEmpty() || !m_services.hasSession() || m_seen.wallet.isEmpty())
        return;
    const int generation = m_generation;
    const QDateTime asked = m_workspace.serverNow();
    m_services.money().history(kEntries)->onDone(this, [this, generation, asked](const Result<QList<LedgerEntry>>& entries) {
        if (generation != m_generation || m_world.isEmpty())
            return;
        if (entries.ok())
            judgeLedger(*entries, asked);
        else if (entries.error().kind == Problem::Kind::Refused) // a wallet that never had an account has no history
            judgeLedger({}, asked);
    });
}

void AgentWatch::judgeLedger(const QList<LedgerEntry>& entries, const QDateTime& askedAt)
{
    m_entries = entries;
    m_entriesAt = askedAt;
    // The history says which transfers were for tiers, so the chains come after it.
    m_services.ledger().refresh();
    const int generation = m_generation;
    m_services.journal().list({})->onDone(this, [this, generation, entries](const Result<QList<Payment>>& own) {
        if (generation != m_generation || m_world.isEmpty() || !own.ok())
            return;
        const auto acts = agentdiff::seeLedger(m_seen, entries, *own, m_workspace.prices().value.value_or(QList<TierOffer>()),
                                               now().msecsTo(m_workspace.serverNow()), m_workspace.serverNow());
        take(acts);
        if (!acts.isEmpty()) {
            m_workspace.refreshTier();
            m_workspace.refreshBalances();
        }
    });
}

void AgentWatch::compareChain()
{
    const LedgerBook& book = m_services.ledger();
    if (m_world.isEmpty() || !book.hasRead() || m_seen.wallet.isEmpty() || (m_walletSince.isValid() && book.readAt() <= m_walletSince))
        return;
    const int generation = m_generation;
    m_services.budgets().view(m_workspace.environment())->onDone(this, [this, generation, ledger = book.ledger()](const Result<BudgetView>& view) {
        if (generation != m_generation || m_world.isEmpty() || !view.ok())
            return;
        QSet<QString> sellers;
        for (const QString& seller : view->recipients)
            sellers.insert(seller.toLower());
        for (const MoneyMove& m : ledger->rows) {
            if (m.isPayment)
                sellers.insert(m.counterparty.toLower());
        }
        const auto before = m_seen.chainSeen;
        bool later = false;
        const auto acts = agentdiff::seeChain(m_seen, ledger->rows, m_entries, m_entriesAt, later, sellers, m_workspace.prices().value.value_or(QList<TierOffer>()),
                                              m_workspace.serverNow());
        if (later && !m_soon.isActive())
            m_soon.start();
        if (!acts.isEmpty() || before != m_seen.chainSeen)
            take(acts);
        if (!acts.isEmpty())
            m_workspace.refreshBalances();
    });
}

void AgentWatch::followOwnStart(const RequestRecord& record)
{
    if (const QString removed = removedProject(record); !removed.isEmpty())
        m_ownRemovals.insert(removed);
}

void AgentWatch::followOwn(const RequestRecord& record)
{
    const QString removed = removedProject(record);
    if (record.status >= 300)
        m_ownRemovals.remove(removed);
    if (record.status < 200 || record.status >= 300)
        return;
    const QString path = record.url.path();
    if (!removed.isEmpty())
        m_book.noteOwn(m_workspace.world(), "gone:"_L1 + removed)->onDone(this, [this, removed](const Result<Done>&) {
            m_ownRemovals.remove(removed);
            readFeed();
        });
    else if (record.method != "GET" && !record.projectId.isEmpty()
             && (path.startsWith("/subdomains/v1"_L1) || path.startsWith("/deploy"_L1)))
        m_ownAddress.insert(record.projectId, now());
}

void AgentWatch::take(const QList<AgentAct>& acts)
{
    m_book.add(m_world, acts, m_seen.toJson())->onDone(this, [this](const Result<int>& added) {
        if (added.valueOr(0) > 0)
            readFeed();
    });
}

void AgentWatch::readFeed()
{
    if (m_world.isEmpty())
        return;
    const int generation = m_generation;
    const QDate today = m_services.clock().localNow().date();
    m_book.spentSince(m_world, QDate(today.year(), today.month(), 1).startOfDay().toUTC())->onDone(this, [this, generation](const Result<qint64>& spent) {
        if (generation == m_generation)
            m_spent = spent.valueOr(m_spent);
    });
    m_book.feed(m_world)->onDone(this, [this, generation](const Result<AgentBook::Feed>& feed) {
        if (generation != m_generation || !feed.ok())
            return;
        m_feed = *feed;
        Q_EMIT changed();
    });
}

void AgentWatch::markLooked()
{
    qint64 newest = 0;
    for (const AgentAct& a : std::as_const(m_feed.acts))
        newest = qMax(newest, a.id);
    if (m_world.isEmpty() || m_feed.unread == 0)
        return;
    m_book.look(m_world, newest)->onDone(this, [this](const Result<Done>&) { readFeed(); });
}

} // namespace run402
