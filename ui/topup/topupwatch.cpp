// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/topup/topupwatch.h"

#include "models/domain/amount.h"
#include "services/services.h"
#include "services/workspace.h"

using namespace Qt::StringLiterals;

namespace run402 {

namespace {
constexpr int looked = 50; ///< newest entries of the history
}

TopUpWatch::TopUpWatch(Services& services, const QSet<QString>& known, QObject* parent)
    : QObject(parent), m_services(services), m_known(known), m_wallet(services.credentials().walletAddress())
    , m_environment(services.workspace().environment())
{
    m_timer.setInterval(intervalMs);
    connect(&m_timer, &QTimer::timeout, this, &TopUpWatch::look);
    m_timer.start();
}

QSet<QString> TopUpWatch::topUpIds(const QList<LedgerEntry>& entries)
{
    QSet<QString> ids;
    for (const LedgerEntry& entry : entries) {
        if (entry.credit && entry.kind == "stripe_topup"_L1)
            ids.insert(entry.id);
    }
    return ids;
}

void TopUpWatch::lookNow()
{
    m_timer.start();
    look();
}

void TopUpWatch::goOnAlone()
{
    m_alone = true;
    m_aloneSince.start();
    if (m_credited)
        deleteLater();
}

void TopUpWatch::look()
{
    if (m_alone && m_aloneSince.elapsed() > aloneMs) {
        m_timer.stop();
        deleteLater();
        return;
    }
    // Another wallet or another world has another history.
    if (m_asking || !m_services.hasSession() || m_services.workspace().environment() != m_environment
        || m_services.credentials().walletAddress() != m_wallet)
        return;
    m_asking = true;
    m_services.money().history(looked)->onDone(this, [this](const Result<QList<LedgerEntry>>& r) {
        m_asking = false;
        const bool trouble = !r.ok() && r.error().code != "not_found"_L1 && r.error().kind != Problem::Kind::Cancelled;
        if (std::exchange(m_trouble, trouble) != trouble)
            Q_EMIT troubled(trouble);
        if (r.ok() && m_services.workspace().environment() == m_environment)
            read(*r);
    });
}

void TopUpWatch::read(const QList<LedgerEntry>& entries)
{
    for (const LedgerEntry& entry : entries) {
        if (!entry.credit || entry.kind != "stripe_topup"_L1 || m_known.contains(entry.id))
            continue;
        m_known.insert(entry.id);
        m_credited = true;
        m_services.workspace().record(u"topup"_s, tr("Added %1 of credit by card").arg(Amount::fromMicros(entry.amountMicros).toDollarText()),
                                      {{u"entry"_s, entry.id}, {u"topup"_s, entry.referenceId}});
        m_services.workspace().refreshBalances();
        Q_EMIT credited(entry);
    }
    if (m_credited && m_alone) {
        m_timer.stop();
        deleteLater();
    }
}

} // namespace run402
