// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/ledgermatch.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

using State = Payment::State;

constexpr qint64 kNearSeconds = 300;
constexpr qint64 kNearerSeconds[] = {10, 60}; // those close together find each other first
constexpr qint64 kUnknownExpirySeconds = 3600;
constexpr qint64 kWrongClockSeconds = 26 * 3600;

bool mayHaveMoved(const Payment& p)
{
    return p.state == State::Settled || p.state == State::Unknown || p.state == State::Sent;
}

QString skuOf(const Payment& p)
{
    QString sku = p.purpose;
    return sku.replace(u':', u'_');
}

/// Lists of open candidates by what must be equal, each in order of time.
using Buckets = QHash<QString, QList<int>>;

QString transferKey(const QString& network, const QString& from, const QString& to, qint64 micros)
{
    return u"%1|%2|%3|%4"_s.arg(network, from.toLower(), to.toLower()).arg(micros);
}

QString entryKey(const QString& sku, qint64 micros)
{
    return u"%1|%2"_s.arg(sku).arg(micros);
}

struct Window { QDateTime from, until; };

Window transferWindow(const Payment& p)
{
    const QDateTime last = p.validBefore.isValid() ? qMax(p.validBefore, p.createdAt).addSecs(kNearSeconds)
                                                   : p.createdAt.addSecs(kUnknownExpirySeconds);
    return {p.createdAt.addSecs(-kNearSeconds), last};
}

QDateTime timeOf(const ChainTransfer& t) { return t.at; }
QDateTime timeOf(const LedgerEntry& e) { return e.createdAt; }

/// Takes the first candidate within the window. Those before it are dropped: whoever asks next asks for a later one.
template <typename List>
int takeWithin(QList<int>& candidates, const List& list, const Window& window)
{
    while (!candidates.isEmpty() && timeOf(list.at(candidates.first())) < window.from)
        candidates.removeFirst();
    return candidates.isEmpty() || timeOf(list.at(candidates.first())) > window.until ? -1 : candidates.takeFirst();
}

class Matcher
{
public:
    Matcher(const QList<Payment>& payments, const QList<LedgerEntry>& entries, const QList<ChainTransfer>& transfers)
        : m_payments(payments), m_entries(entries), m_transfers(transfers)
    {
        m_out.transferOf.fill(-1, payments.size());
        m_out.entryOf.fill(-1, payments.size());
        m_out.transferUsed.fill(false, transfers.size());
        m_out.entryUsed.fill(false, entries.size());
    }

    LedgerMatches run()
    {
        byTransaction();
        byNonce();
        byTransferTime();
        const auto settledCredit = [](const Payment& p) { return p.state == State::Settled && p.rail == Rail::Credit; };
        for (const qint64 seconds : kNearerSeconds)
            byEntryTime(seconds, settledCredit);
        byEntryTime(kNearSeconds, settledCredit);
        byEntryTime(kWrongClockSeconds, settledCredit);
        // The service may take credit for what was signed on a chain; until that is known it looks like this.
        byEntryTime(kNearSeconds, [](const Payment& p) { return p.state == State::Unknown || p.state == State::Sent; });
        return m_out;
    }

private:
    void join(int payment, int transfer)
    {
        m_out.transferOf[payment] = transfer;
        m_out.transferUsed[transfer] = true;
    }

    void byTransaction()
    {
        QHash<QString, QList<int>> byHash;
        for (int i = 0; i < m_transfers.size(); ++i)
            byHash[m_transfers[i].network + m_transfers[i].hash] << i;
        for (int i = 0; i < m_payments.size(); ++i) {
            const Payment& p = m_payments[i];
            // On Tempo what is signed is the transaction itself.
            const QString hash = (p.transaction.isEmpty() && p.rail == Rail::TempoPathUsd ? p.nonce : p.transaction).toLower();
            if (hash.isEmpty())
                continue;
            // One transaction may hold several transfers; ours is the one to the recipient.
            for (const int t : byHash.value(p.network + hash)) {
                if (!m_out.transferUsed[t] && m_transfers[t].from.compare(p.payer, Qt::CaseInsensitive) == 0
                    && m_transfers[t].to.compare(p.payTo, Qt::CaseInsensitive) == 0) {
                    join(i, t);
                    break;
                }
            }
        }
    }

    void byNonce()
    {
        QHash<QString, int> byNonce;
        for (int i = 0; i < m_transfers.size(); ++i) {
            if (!m_transfers[i].nonce.isEmpty() && !m_out.transferUsed[i])
                byNonce.insert(m_transfers[i].network + m_transfers[i].nonce, i);
        }
        for (int i = 0; i < m_payments.size(); ++i) {
            const Payment& p = m_payments[i];
            if (m_out.transferOf[i] >= 0 || p.nonce.isEmpty())
                continue;
            const int t = byNonce.value(p.network + p.nonce.toLower(), -1);
            if (t >= 0 && !m_out.transferUsed[t])
                join(i, t);
        }
    }

    void byTransferTime()
    {
        Buckets open;
        for (int i = 0; i < m_transfers.size(); ++i) {
            const ChainTransfer& t = m_transfers[i];
            if (!m_out.transferUsed[i])
                open[transferKey(t.network, t.from, t.to, t.micros)] << i;
        }
        for (int i = 0; i < m_payments.size(); ++i) {
            const Payment& p = m_payments[i];
            // One that names another transaction, or is known to have been paid from credit, is not this transfer.
            if (m_out.transferOf[i] >= 0 || !mayHaveMoved(p) || !p.transaction.isEmpty() || (p.rail == Rail::Credit && p.state == State::Settled))
                continue;
            auto bucket = open.find(transferKey(p.network, p.payer, p.payTo, p.amountMicros));
            if (bucket == open.end())
                continue;
            const int t = takeWithin(*bucket, m_transfers, transferWindow(p));
            if (t >= 0 && (m_transfers[t].nonce.isEmpty() || p.nonce.isEmpty()))
                join(i, t);
        }
    }

    Buckets openEntries() const
    {
        Buckets open;
        for (int i = 0; i < m_entries.size(); ++i) {
            const LedgerEntry& e = m_entries[i];
            if (!m_out.entryUsed[i] && !e.credit && e.kind == "purchase_debit"_L1)
                open[entryKey(e.referenceId, e.amountMicros)] << i;
        }
        for (QList<int>& list : open)
            std::stable_sort(list.begin(), list.end(), [this](int a, int b) { return m_entries[a].createdAt < m_entries[b].createdAt; });
        return open;
    }

    void byEntryTime(qint64 seconds, bool (*wanted)(const Payment&))
    {
        Buckets open = openEntries();
        for (int i = 0; i < m_payments.size(); ++i) {
            const Payment& p = m_payments[i];
            if (m_out.entryOf[i] >= 0 || m_out.transferOf[i] >= 0 || !wanted(p))
                continue;
            auto bucket = open.find(entryKey(skuOf(p), p.amountMicros));
            if (bucket == open.end())
                continue;
            const int e = takeWithin(*bucket, m_entries, {p.createdAt.addSecs(-seconds), p.createdAt.addSecs(seconds)});
            if (e >= 0) {
                m_out.entryOf[i] = e;
                m_out.entryUsed[e] = true;
            }
        }
    }

    const QList<Payment>& m_payments;
    const QList<LedgerEntry>& m_entries;
    const QList<ChainTransfer>& m_transfers;
    LedgerMatches m_out;
};

} // namespace

LedgerMatches matchLedger(const QList<Payment>& payments, const QList<LedgerEntry>& entries,
                          const QList<ChainTransfer>& transfers)
{
    return Matcher(payments, entries, transfers).run();
}

} // namespace run402
