// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/ledger.h"

#include "models/domain/amount.h"
#include "models/item/paymentlistmodel.h"
#include "models/ledger/ledgermatch.h"

#include <QSet>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

using State = Payment::State;

/// Whom new tokens come from: where they are play money, a faucet made them.
const QString kNobody = u"0x0000000000000000000000000000000000000000"_s;

qint64 signedMicros(const LedgerEntry& e) { return e.credit ? e.amountMicros : -e.amountMicros; }

int monthIndex(const QDateTime& at)
{
    const QDate day = at.toLocalTime().date();
    return day.year() * 12 + day.month() - 1;
}

/// Sorted, each once: what the facts say, however they came.
QList<ChainTransfer> sortedTransfers(QList<ChainTransfer> list)
{
    const auto place = [](const ChainTransfer& t) { return std::tie(t.at, t.network, t.block, t.logIndex, t.hash); };
    std::sort(list.begin(), list.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
    list.erase(std::unique(list.begin(), list.end(), [&](const auto& a, const auto& b) { return place(a) == place(b); }), list.end());
    return list;
}

QList<Payment> sortedPayments(const LedgerFacts& facts)
{
    QList<Payment> list;
    QSet<QString> seen;
    for (const Payment& p : facts.payments) {
        const bool ours = p.payer.isEmpty() || facts.wallet.isEmpty() || p.payer.compare(facts.wallet, Qt::CaseInsensitive) == 0;
        if (ours && !seen.contains(p.id)) {
            seen.insert(p.id);
            list << p;
        }
    }
    std::sort(list.begin(), list.end(), [](const Payment& a, const Payment& b) { return std::tie(a.createdAt, a.id) < std::tie(b.createdAt, b.id); });
    return list;
}

class Builder
{
public:
    explicit Builder(const LedgerFacts& facts)
        : m_facts(facts), m_payments(sortedPayments(facts)), m_transfers(sortedTransfers(facts.transfers)),
          m_matches(matchLedger(m_payments, facts.entries, m_transfers))
    {
    }

    Ledger run()
    {
        for (int i = 0; i < m_payments.size(); ++i)
            addPayment(i);
        for (int i = 0; i < m_facts.entries.size(); ++i) {
            if (!m_matches.entryUsed[i] && m_facts.entries[i].amountMicros != 0)
                m_out.rows << moveOf(i);
        }
        for (int i = 0; i < m_transfers.size(); ++i) {
            if (!m_matches.transferUsed[i] && effect(m_transfers[i]) != 0)
                m_out.rows << moveOf(m_transfers[i]);
        }
        reckonCredit();
        for (const RailReach& rail : m_facts.rails) {
            if (rail.rail != Rail::Credit)
                reckonChain(rail);
        }
        for (MoneyMove& row : m_out.rows) {
            const LedgerNote note = m_facts.notes.value(row.id);
            row.label = note.label;
            row.note = note.note;
        }
        std::stable_sort(m_out.rows.begin(), m_out.rows.end(),
                         [](const MoneyMove& a, const MoneyMove& b) { return std::tie(b.at, b.order, b.id) < std::tie(a.at, a.order, a.id); });
        index();
        return std::move(m_out);
    }

private:
    /// What a transfer does to our balance.
    qint64 effect(const ChainTransfer& t) const
    {
        const bool in = t.to.compare(m_facts.wallet, Qt::CaseInsensitive) == 0;
        const bool out = t.from.compare(m_facts.wallet, Qt::CaseInsensitive) == 0;
        return (in ? t.micros : 0) - (out ? t.micros : 0);
    }

    void addPayment(int i)
    {
        const Payment& p = m_payments[i];
        MoneyMove m;
        m.id = p.id;
        m.isPayment = true;
        m.sources = MoneyMove::Journal;
        m.state = p.state;
        m.at = p.createdAt;
        m.environment = p.environment;
        m.kind = p.purpose;
        m.reference = m.transaction = p.transaction;
        m.reason = p.reason;
        m.rail = p.rail;
        m.network = p.rail == Rail::Credit ? QString() : p.network;
        m.counterparty = p.payTo;
        m.project = m_facts.projects.value(p.id);
        m.amountMicros = -p.amountMicros;
        if (const int t = m_matches.transferOf[i]; t >= 0)
            joinTransfer(m, m_transfers[t]);
        else if (const int e = m_matches.entryOf[i]; e >= 0)
            joinEntry(m, e);
        m.realMoney = isRealMoney(m.environment, m.rail);
        m_out.rows << m;
    }

    void joinTransfer(MoneyMove& m, const ChainTransfer& t) const
    {
        m.sources |= MoneyMove::Chain;
        m.rail = t.rail;
        m.network = t.network;
        m.amountMicros = effect(t);
        m.reference = m.transaction = t.hash;
        // The chain's word is the last one; an outcome is the reconciler's to record.
        if (m.state == State::Refused) {
            m.state = State::Settled;
            m.reason = u"moved_although_refused"_s;
        }
    }

    void joinEntry(MoneyMove& m, int i) const
    {
        const LedgerEntry& e = m_facts.entries[i];
        m.order = i;
        m.sources |= MoneyMove::Billing;
        m.rail = Rail::Credit;
        m.network.clear();
        m.amountMicros = signedMicros(e);
        m.balanceAfter = e.balanceAfterMicros;
        m.reference = e.referenceId;
    }

    MoneyMove moveOf(int i) const
    {
        const LedgerEntry& e = m_facts.entries[i];
        MoneyMove m;
        m.order = i;
        m.id = u"ledger/"_s + e.id;
        m.sources = MoneyMove::Billing;
        m.at = e.createdAt;
        m.environment = m_facts.environment;
        m.kind = e.kind;
        m.reference = e.referenceId;
        m.rail = Rail::Credit;
        m.realMoney = isRealMoney(m.environment, Rail::Credit);
        m.amountMicros = signedMicros(e);
        m.balanceAfter = e.balanceAfterMicros;
        return m;
    }

    MoneyMove moveOf(const ChainTransfer& t) const
    {
        MoneyMove m;
        m.id = u"chain/%1/%2/%3"_s.arg(t.network, t.hash).arg(t.logIndex);
        m.sources = MoneyMove::Chain;
        m.order = t.logIndex;
        m.at = t.at;
        m.environment = environmentOf(t.rail);
        m.amountMicros = effect(t);
        m.kind = m_facts.kinds.value(t.hash, t.from == kNobody && !isRealMoney(m.environment, t.rail) ? u"faucet"_s : m.amountMicros > 0 ? u"chain_in"_s : u"chain_out"_s);
        m.reference = m.transaction = t.hash;
        m.rail = t.rail;
        m.network = t.network;
        m.realMoney = isRealMoney(m.environment, t.rail);
        m.counterparty = m.amountMicros > 0 ? t.from : t.to;
        return m;
    }

    QString environmentOf(Rail rail) const
    {
        if (m_facts.environment == "sandbox"_L1)
            return m_facts.environment;
        return rail == Rail::Credit || rail == Rail::BaseUsdc ? u"mainnet"_s : u"testnet"_s;
    }

    void addOwn(MoneyMove::Sort sort, const QString& id, const RailReach& rail, const QDateTime& at, qint64 micros, const QString& kind)
    {
        MoneyMove m;
        m.id = id;
        m.sort = sort;
        m.sources = rail.rail == Rail::Credit ? MoneyMove::Billing : MoneyMove::Chain;
        m.at = at;
        m.environment = environmentOf(rail.rail);
        m.kind = kind;
        m.rail = rail.rail;
        m.network = rail.network;
        m.realMoney = isRealMoney(m.environment, rail.rail);
        m.amountMicros = micros;
        m_out.rows << m;
    }

    const RailReach* reachOf(Rail rail) const
    {
        const auto it = std::find_if(m_facts.rails.cbegin(), m_facts.rails.cend(), [rail](const RailReach& r) { return r.rail == rail; });
        return it == m_facts.rails.cend() ? nullptr : &*it;
    }

    /// Every entry tells the balance after it, so a hole shows where it is.
    void reckonCredit()
    {
        const RailReach none;
        const RailReach* known = reachOf(Rail::Credit);
        const RailReach& rail = known ? *known : none;
        const QList<LedgerEntry>& entries = m_facts.entries;
        if (entries.isEmpty() && !rail.closing)
            return;
        RailTotal total;
        total.rail = Rail::Credit;
        total.closing = rail.closing;
        qint64 running = entries.isEmpty() ? 0 : entries.first().balanceAfterMicros - signedMicros(entries.first());
        total.opening = running;
        if (!entries.isEmpty()) {
            total.since = entries.first().createdAt;
            if (running != 0)
                addOwn(MoneyMove::Sort::Opening, u"opening/credit"_s, rail, total.since.addMSecs(-1), running, u"opening"_s);
        }
        const auto explain = [&](const QString& id, const QDateTime& at, qint64 missing) {
            total.unexplained += missing;
            addOwn(MoneyMove::Sort::Unexplained, id, rail, at, missing, u"unexplained"_s);
        };
        for (const LedgerEntry& e : entries) {
            const qint64 effect = signedMicros(e);
            if (const qint64 missing = e.balanceAfterMicros - effect - running; missing != 0)
                explain(u"gap/"_s + e.id, e.createdAt.addMSecs(-1), missing);
            (effect > 0 ? total.in : total.out) += qAbs(effect);
            running = e.balanceAfterMicros;
        }
        if (rail.closing && *rail.closing != running)
            explain(u"gap/credit"_s, rail.readAt, *rail.closing - running);
        m_out.totals << total;
    }

    void reckonChain(const RailReach& rail)
    {
        RailTotal total;
        total.rail = rail.rail;
        total.since = rail.since;
        total.closing = rail.closing;
        QList<MoneyMove*> moves;
        for (MoneyMove& m : m_out.rows) {
            if (m.sort != MoneyMove::Sort::Movement || !(m.sources & MoneyMove::Chain) || m.rail != rail.rail)
                continue;
            (m.amountMicros > 0 ? total.in : total.out) += qAbs(m.amountMicros);
            moves << &m;
        }
        if (!rail.since.isValid() || (!rail.closing && !rail.opening)) {
            if (!moves.isEmpty())
                m_out.totals << total; // found by their hashes alone; nothing to check them against
            return;
        }
        total.opening = rail.opening.value_or(rail.closing.value_or(0) - total.in + total.out);
        if (rail.closing)
            total.unexplained = *rail.closing - (total.opening + total.in - total.out);
        std::sort(moves.begin(), moves.end(), [](const MoneyMove* a, const MoneyMove* b) { return std::tie(a->at, a->id) < std::tie(b->at, b->id); });
        qint64 running = total.opening;
        for (MoneyMove* m : moves) {
            running += m->amountMicros;
            if (total.unexplained == 0)
                m->balanceAfter = running; // with a hole somewhere nobody knows
        }
        const QString name = QString::number(int(rail.rail));
        if (total.opening != 0)
            addOwn(MoneyMove::Sort::Opening, u"opening/"_s + name, rail, rail.since, total.opening, u"opening"_s);
        if (total.unexplained != 0)
            addOwn(MoneyMove::Sort::Unexplained, u"gap/"_s + name, rail, rail.readAt, total.unexplained, u"unexplained"_s);
        m_out.totals << total;
    }

    void index()
    {
        std::map<int, MonthTotal> months;
        QSet<QString> labels;
        m_out.monthOf.reserve(m_out.rows.size());
        m_out.search.reserve(m_out.rows.size());
        for (const MoneyMove& m : m_out.rows) {
            const int month = monthIndex(m.at);
            m_out.monthOf << month;
            m_out.search << ledgerSearchText(m);
            if (!m.label.isEmpty())
                labels.insert(m.label);
            if (m.sort == MoneyMove::Sort::Opening || (m.state != State::Settled && !m.moved()))
                continue;
            MonthTotal& total = months[month];
            (m.realMoney ? (m.amountMicros > 0 ? total.realIn : total.realOut)
                         : (m.amountMicros > 0 ? total.playIn : total.playOut)) += qAbs(m.amountMicros);
        }
        if (!months.empty()) {
            for (int i = months.begin()->first; i <= months.rbegin()->first; ++i) {
                MonthTotal total = months[i];
                total.month = QDate(i / 12, i % 12 + 1, 1);
                m_out.months << total;
            }
        }
        m_out.labels = labels.values();
        m_out.labels.sort(Qt::CaseInsensitive);
    }

    const LedgerFacts& m_facts;
    QList<Payment> m_payments;
    QList<ChainTransfer> m_transfers;
    LedgerMatches m_matches;
    Ledger m_out;
};

bool hasKind(const MoneyMove& m, LedgerFilter::Kind kind)
{
    using Kind = LedgerFilter::Kind;
    const bool movement = m.sort == MoneyMove::Sort::Movement;
    switch (kind) {
    case Kind::All: return true;
    case Kind::Paid: return movement && m.amountMicros < 0 && (m.state == State::Settled || m.moved());
    case Kind::Received: return movement && m.amountMicros > 0;
    case Kind::Stopped: return movement && m.state == State::Refused;
    case Kind::Unresolved: return m.unresolved();
    case Kind::Unexplained: return m.sort == MoneyMove::Sort::Unexplained;
    }
    return false;
}

} // namespace

Ledger buildLedger(const LedgerFacts& facts) { return Builder(facts).run(); }

void mergeHistoryPage(QList<LedgerEntry>& known, const QList<LedgerEntry>& page)
{
    if (page.isEmpty())
        return;
    QHash<QString, qsizetype> places;
    for (qsizetype i = 0; i < known.size(); ++i)
        places.insert(known[i].id, i);
    QList<LedgerEntry> fresh;
    QSet<QString> inPage;
    qsizetype first = -1, last = -1;
    for (auto it = page.crbegin(); it != page.crend(); ++it) {
        if (inPage.contains(it->id))
            continue;
        inPage.insert(it->id);
        fresh << *it;
        if (const auto place = places.constFind(it->id); place != places.cend()) {
            first = first < 0 ? *place : qMin(first, *place);
            last = qMax(last, *place);
        }
    }
    if (first < 0) { // no overlap: by time
        const auto later = std::find_if(known.cbegin(), known.cend(), [&](const LedgerEntry& e) { return e.createdAt > fresh.last().createdAt; });
        first = std::distance(known.cbegin(), later);
        last = first - 1;
    }
    // A page has no holes: what is known before its first known entry is older than all of it.
    QList<LedgerEntry> merged = known.mid(0, first);
    merged += fresh;
    merged += known.mid(last + 1);
    known = std::move(merged);
}

QString ledgerSearchText(const MoneyMove& m)
{
    const Amount amount = Amount::fromMicros(qAbs(m.amountMicros));
    // As it is written on the screen, and as in files.
    const QString grouped = m.amountMicros / 1'000'000'000 != 0 ? amount.toShownText(6) : QString();
    return QStringList{PaymentListModel::words(m), PaymentListModel::railWords(m), m.kind, m.reference, m.transaction, m.counterparty, m.project,
                       m.label, m.note, m.reason, amount.toText(6), grouped}
        .join(u' ')
        .toLower();
}

QList<int> filterLedger(const Ledger& ledger, const LedgerFilter& filter)
{
    const QStringList words = filter.text.toLower().split(u' ', Qt::SkipEmptyParts);
    const int month = filter.month.isValid() ? filter.month.year() * 12 + filter.month.month() - 1 : -1;
    QList<int> shown;
    for (int i = 0; i < ledger.rows.size(); ++i) {
        const MoneyMove& m = ledger.rows[i];
        if ((month >= 0 && ledger.monthOf[i] != month) || (filter.rail && m.rail != *filter.rail) || !hasKind(m, filter.kind)
            || (!filter.label.isEmpty() && m.label != filter.label))
            continue;
        if (std::all_of(words.begin(), words.end(), [&](const QString& word) { return ledger.search[i].contains(word); }))
            shown << i;
    }
    return shown;
}

} // namespace run402
