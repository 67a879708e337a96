// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ledger/ledgerbook.h"

#include "services/services.h"
#include "services/store/localstore.h"
#include "services/wallets.h"
#include "services/worker.h"
#include "services/workspace.h"

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr int kFirstLook = 6;     // pieces: about a day and a half on a public node of Base, everything where a node gives more
constexpr int kFurtherLook = 40;

} // namespace

LedgerBook::LedgerBook(Services& services, QObject* parent)
    : QObject(parent), m_services(services), m_store(services.store())
{
    m_kept.setSingleShot(true);
    m_kept.setInterval(100);
    connect(&m_kept, &QTimer::timeout, this, &LedgerBook::showKept);
    connect(&services.workspace(), &Workspace::environmentChanged, this, &LedgerBook::environmentSwitched);
    connect(&services.wallets(), &Wallets::changed, this, &LedgerBook::environmentSwitched);
    connect(&services.journal(), &PaymentJournal::changed, this, &LedgerBook::paymentChanged);
    countUnresolved();
}

LedgerBook::~LedgerBook() = default;

LedgerStore::Owner LedgerBook::owner() const
{
    const auto wallet = m_services.wallets().active(m_services.workspace().isSandbox());
    return {m_services.workspace().world(), wallet ? wallet->address : QString()};
}

void LedgerBook::environmentSwitched()
{
    ++m_generation;
    m_rails.clear();
    m_problem.reset();
    m_readAt = {};
    m_again = false;
    if (std::exchange(m_reading, false))
        Q_EMIT readingChanged();
    m_kept.start();
    countUnresolved();
    if (m_inUse) // another wallet's
        QMetaObject::invokeMethod(this, &LedgerBook::refresh, Qt::QueuedConnection);
}

void LedgerBook::paymentChanged(const Payment& payment)
{
    Workspace& workspace = m_services.workspace();
    if (payment.state == Payment::State::Drafted) {
        const auto project = workspace.currentProject();
        if (project)
            m_store.setProject(workspace.world(), payment.id, project->name.isEmpty() ? project->id : project->name);
    }
    m_kept.start();
    countUnresolved();
}

void LedgerBook::countUnresolved()
{
    PaymentJournal::Filter filter;
    filter.states = {Payment::State::Drafted, Payment::State::Signed, Payment::State::Sent, Payment::State::Unknown};
    const int count = ++m_counts;
    m_services.journal().list(filter)->onDone(this, [this, count](const Result<QList<Payment>>& r) {
        if (count != m_counts || !r.ok())
            return;
        QList<Payment> list(r->crbegin(), r->crend());
        const bool sandbox = m_services.workspace().isSandbox();
        list.removeIf([sandbox](const Payment& p) { return (p.environment == "sandbox"_L1) != sandbox; });
        m_unresolved = list;
        Q_EMIT unresolvedChanged();
    });
}

void LedgerBook::refresh() { read(kFirstLook); }
void LedgerBook::lookFurtherBack() { read(kFurtherLook); }

void LedgerBook::read(int backSpans)
{
    m_inUse = true;
    const LedgerStore::Owner whose = owner();
    if (!m_services.workspace().isConnected() || !m_services.hasSession() || whose.wallet.isEmpty()) {
        showKept();
        return;
    }
    if (m_reading) {
        m_again = true;
        return;
    }
    // A first look goes back some way; later ones only take what is new.
    const bool looked = hasRead() && backSpans == kFirstLook;
    m_reading = true;
    Q_EMIT readingChanged();
    const int generation = m_generation;
    readLedger(this, m_store, whose, m_services.money(), m_services.chainHistory(), looked ? 0 : backSpans)
        ->onDone(this, [this, generation](const Result<LedgerReading>& r) {
            if (generation != m_generation)
                return;
            m_reading = false;
            if (r.ok()) {
                m_problem = r->billing;
                m_rails = r->facts.rails;
                m_readAt = QDateTime::currentDateTimeUtc();
                take(r->facts);
                m_again = m_again || !r->caughtUp;
            } else {
                m_problem = r.error();
            }
            Q_EMIT readingChanged();
            if (std::exchange(m_again, false))
                refresh();
        });
}

void LedgerBook::showKept()
{
    if (!m_inUse)
        return;
    const int generation = m_generation;
    m_store.facts(owner())->onDone(this, [this, generation](const Result<LedgerFacts>& facts) {
        if (generation != m_generation)
            return;
        if (!facts.ok()) {
            m_problem = facts.error();
            Q_EMIT readingChanged();
            return;
        }
        LedgerFacts all = *facts;
        if (hasRead())
            all.rails = m_rails;
        else
            m_rails = all.rails;
        take(all);
    });
}

void LedgerBook::take(LedgerFacts facts)
{
    const int merge = ++m_merges;
    onWorker(this, [facts = std::move(facts)]() -> std::shared_ptr<const Ledger> {
        return std::make_shared<const Ledger>(buildLedger(facts));
    }, [this, merge](const std::shared_ptr<const Ledger>& found) {
        if (merge != m_merges)
            return;
        m_ledger = found;
        Q_EMIT changed();
    });
}

Call<Done>* LedgerBook::setNote(const QString& rowId, const LedgerNote& note)
{
    auto* call = m_store.setNote(owner().world, rowId, note);
    call->onDone(this, [this](const Result<Done>&) { showKept(); });
    return call;
}

void LedgerBook::noteKind(const QString& hash, const QString& kind)
{
    m_store.setKind(owner().world, hash, kind)->onDone(this, [this](const Result<Done>&) { m_kept.start(); });
}

} // namespace run402
