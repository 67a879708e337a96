// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ledger/ledgerstore.h"

#include "services/pay/paymentrow.h"
#include "services/pay/paymentjournal.h"
#include "services/store/json.h"
#include "services/store/localstore.h"
#include "services/store/sql.h"

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

using Owner = LedgerStore::Owner;

QString lower(const QString& address) { return address.toLower(); }

Result<QList<LedgerEntry>> entriesOf(QSqlDatabase& db, const Owner& owner)
{
    auto rows = exec(db, u"SELECT id, credit, kind, amount_micros, balance_after, reference_type, reference_id, created_at "
                         "FROM ledger_entries WHERE world = ? AND wallet = ? ORDER BY position"_s, {owner.world, lower(owner.wallet)});
    if (!rows.ok())
        return rows.error();
    QList<LedgerEntry> list;
    while (rows->next()) {
        LedgerEntry e;
        e.id = rows->value(0).toString();
        e.credit = rows->value(1).toBool();
        e.kind = rows->value(2).toString();
        e.amountMicros = rows->value(3).toLongLong();
        e.balanceAfterMicros = rows->value(4).toLongLong();
        e.referenceType = rows->value(5).toString();
        e.referenceId = rows->value(6).toString();
        e.createdAt = fromMs(rows->value(7).toLongLong());
        list << e;
    }
    return list;
}

Result<Done> writeEntries(QSqlDatabase& db, const Owner& owner, const QList<LedgerEntry>& list, qsizetype from)
{
    for (qsizetype i = from; i < list.size(); ++i) {
        const LedgerEntry& e = list[i];
        auto done = exec(db, u"INSERT OR REPLACE INTO ledger_entries(world, wallet, id, position, credit, kind, amount_micros, balance_after, "
                             "reference_type, reference_id, created_at) VALUES(?,?,?,?,?,?,?,?,?,?,?)"_s,
                         {owner.world, lower(owner.wallet), e.id, qint64(i), e.credit, e.kind, e.amountMicros, e.balanceAfterMicros,
                          e.referenceType, e.referenceId, toMs(e.createdAt)});
        if (!done.ok())
            return done.error();
    }
    return Done{};
}

Result<Done> readPayments(QSqlDatabase& db, const Owner& owner, LedgerFacts& facts)
{
    auto rows = exec(db, u"SELECT %1 FROM payments WHERE (environment = 'sandbox') = ? AND (payer = '' OR lower(payer) = ?)"_s.arg(paymentrow::columns()),
                     {owner.world == "sandbox"_L1 ? 1 : 0, lower(owner.wallet)});
    if (!rows.ok())
        return rows.error();
    while (rows->next())
        facts.payments << paymentrow::fromRow(*rows);
    return Done{};
}

Result<Done> readTransfers(QSqlDatabase& db, const Owner& owner, LedgerFacts& facts)
{
    auto rows = exec(db, u"SELECT rail, network, hash, log_index, block, sender, recipient, nonce, amount_micros, at FROM chain_transfers "
                         "WHERE world = ? AND wallet = ?"_s, {owner.world, lower(owner.wallet)});
    if (!rows.ok())
        return rows.error();
    while (rows->next()) {
        ChainTransfer t;
        t.rail = paymentrow::railOf(rows->value(0).toString());
        t.network = rows->value(1).toString();
        t.hash = rows->value(2).toString();
        t.logIndex = rows->value(3).toInt();
        t.block = rows->value(4).toLongLong();
        t.from = rows->value(5).toString();
        t.to = rows->value(6).toString();
        t.nonce = rows->value(7).toString();
        t.micros = rows->value(8).toLongLong();
        t.at = fromMs(rows->value(9).toLongLong());
        facts.transfers << t;
    }
    return Done{};
}

Result<Done> readMarks(QSqlDatabase& db, const Owner& owner, LedgerFacts& facts)
{
    auto rows = exec(db, u"SELECT key, label, note, project, kind FROM ledger_marks WHERE world = ?"_s, {owner.world});
    if (!rows.ok())
        return rows.error();
    while (rows->next()) {
        const QString key = rows->value(0).toString();
        const LedgerNote note{rows->value(1).toString(), rows->value(2).toString()};
        if (!note.label.isEmpty() || !note.note.isEmpty())
            facts.notes.insert(key, note);
        if (const QString project = rows->value(3).toString(); !project.isEmpty())
            facts.projects.insert(key, project);
        if (const QString kind = rows->value(4).toString(); !kind.isEmpty())
            facts.kinds.insert(key, kind);
    }
    return Done{};
}

struct KeptChain { LedgerStore::Chain chain; Rail rail; };

Result<QList<KeptChain>> readChains(QSqlDatabase& db, const Owner& owner)
{
    auto rows = exec(db, u"SELECT r.network, rail, from_block, to_block, since, opening, span, (SELECT hash FROM chain_transfers t WHERE "
                         "t.world = r.world AND t.wallet = r.wallet AND t.network = r.network ORDER BY block DESC LIMIT 1) "
                         "FROM chain_reach r WHERE world = ? AND wallet = ?"_s, {owner.world, lower(owner.wallet)});
    if (!rows.ok())
        return rows.error();
    QList<KeptChain> list;
    while (rows->next()) {
        KeptChain kept{{}, paymentrow::railOf(rows->value(1).toString())};
        ChainReach& reach = kept.chain.reach;
        reach.network = rows->value(0).toString();
        reach.fromBlock = rows->value(2).toLongLong();
        reach.toBlock = rows->value(3).toLongLong();
        reach.since = fromMs(rows->value(4).toLongLong());
        if (!rows->isNull(5))
            reach.opening = rows->value(5).toLongLong();
        reach.span = rows->value(6).toLongLong();
        kept.chain.newestHash = rows->value(7).toString();
        list << kept;
    }
    return list;
}

/// The balance before what is known: reckoned once, when everything up to now is; then only moved back by what is
/// found further back, so that a later balance checks it.
Result<std::optional<qint64>> openingAfter(QSqlDatabase& db, const Owner& owner, const ChainReading& reading, std::optional<qint64> before, qint64 knownFrom)
{
    if (!before && !reading.closing)
        return std::optional<qint64>();
    // What was known from a block on keeps its opening; only what lies before it changes it.
    auto rows = exec(db, u"SELECT coalesce(sum(CASE WHEN recipient = ? THEN amount_micros ELSE 0 END - CASE WHEN sender = ? THEN amount_micros ELSE 0 END), 0) "
                         "FROM chain_transfers WHERE world = ? AND wallet = ? AND network = ? AND block < ?"_s,
                     {lower(owner.wallet), lower(owner.wallet), owner.world, lower(owner.wallet), reading.reach.network,
                      before ? knownFrom : std::numeric_limits<qint64>::max()});
    if (!rows.ok())
        return rows.error();
    const qint64 sum = rows->next() ? rows->value(0).toLongLong() : 0;
    return std::optional<qint64>((before ? *before : *reading.closing) - sum);
}

Result<Done> writeReading(QSqlDatabase& db, const Owner& owner, const ChainReading& reading)
{
    const QVariantList which{owner.world, lower(owner.wallet), reading.reach.network};
    if (reading.begunAnew) {
        for (const QString& table : {u"chain_transfers"_s, u"chain_reach"_s}) {
            if (auto done = exec(db, u"DELETE FROM %1 WHERE world = ? AND wallet = ? AND network = ?"_s.arg(table), which); !done.ok())
                return done.error();
        }
    }
    auto kept = exec(db, u"SELECT from_block, opening FROM chain_reach WHERE world = ? AND wallet = ? AND network = ?"_s, which);
    if (!kept.ok())
        return kept.error();
    std::optional<qint64> before;
    qint64 knownFrom = -1;
    if (kept->next()) {
        knownFrom = kept->value(0).toLongLong();
        if (!kept->isNull(1))
            before = kept->value(1).toLongLong();
    }
    kept->finish();
    // The newest blocks are read again: what is no longer there never was.
    const QString rail = PaymentJournal::railName(reading.rail);
    for (const ChainTransfer& t : reading.found) {
        auto done = exec(db, u"INSERT OR REPLACE INTO chain_transfers(world, wallet, rail, network, hash, log_index, block, sender, recipient, nonce, amount_micros, at) "
                             "VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"_s,
                         {owner.world, lower(owner.wallet), rail, t.network, t.hash, t.logIndex, t.block, lower(t.from), lower(t.to), lower(t.nonce), t.micros, toMs(t.at)});
        if (!done.ok())
            return done.error();
    }
    const auto opening = openingAfter(db, owner, reading, before, knownFrom);
    if (!opening.ok())
        return opening.error();
    auto done = exec(db, u"INSERT OR REPLACE INTO chain_reach(world, wallet, network, rail, from_block, to_block, since, opening, span) VALUES(?,?,?,?,?,?,?,?,?)"_s,
                     {owner.world, lower(owner.wallet), reading.reach.network, rail, reading.reach.fromBlock, reading.reach.toBlock, toMs(reading.reach.since),
                      *opening ? QVariant(**opening) : QVariant(), reading.reach.span});
    if (!done.ok())
        return done.error();
    return Done{};
}

} // namespace

Call<LedgerFacts>* LedgerStore::facts(const Owner& owner) const
{
    return m_store.run<LedgerFacts>([owner](QSqlDatabase& db) -> Result<LedgerFacts> {
        LedgerFacts facts;
        facts.wallet = owner.wallet;
        facts.environment = owner.world == "sandbox"_L1 ? u"sandbox"_s : u"mainnet"_s;
        auto entries = entriesOf(db, owner);
        if (!entries.ok())
            return entries.error();
        facts.entries = *entries;
        for (const auto& read : {readPayments, readTransfers, readMarks}) {
            if (auto done = read(db, owner, facts); !done.ok())
                return done.error();
        }
        const auto chains = readChains(db, owner);
        if (!chains.ok())
            return chains.error();
        for (const KeptChain& kept : *chains) {
            RailReach reach;
            reach.rail = kept.rail;
            reach.network = kept.chain.reach.network;
            reach.since = kept.chain.reach.since;
            reach.opening = kept.chain.reach.opening;
            facts.rails << reach;
        }
        return facts;
    });
}

Call<QHash<QString, LedgerStore::Chain>>* LedgerStore::chains(const Owner& owner) const
{
    return m_store.run<QHash<QString, Chain>>([owner](QSqlDatabase& db) -> Result<QHash<QString, Chain>> {
        const auto chains = readChains(db, owner);
        if (!chains.ok())
            return chains.error();
        QHash<QString, Chain> byNetwork;
        for (const KeptChain& kept : *chains)
            byNetwork.insert(kept.chain.reach.network, kept.chain);
        return byNetwork;
    });
}

Call<Done>* LedgerStore::addHistory(const Owner& owner, const QList<LedgerEntry>& page, bool whole) const
{
    return m_store.run<Done>([=](QSqlDatabase& db) -> Result<Done> {
        return inTransaction<Done>(db, [&]() -> Result<Done> {
            auto known = whole ? Result<QList<LedgerEntry>>(QList<LedgerEntry>()) : entriesOf(db, owner);
            if (!known.ok())
                return known.error();
            QList<LedgerEntry> merged = *known;
            mergeHistoryPage(merged, page);
            // Mostly something was added at the end, or nothing at all.
            qsizetype same = 0;
            while (same < qMin(known->size(), merged.size()) && known->at(same).id == merged.at(same).id)
                ++same;
            auto done = exec(db, u"DELETE FROM ledger_entries WHERE world = ? AND wallet = ? AND position >= ?"_s,
                             {owner.world, lower(owner.wallet), qint64(same)});
            if (!done.ok())
                return done.error();
            return writeEntries(db, owner, merged, same);
        });
    });
}

Call<Done>* LedgerStore::addReading(const Owner& owner, const ChainReading& reading) const
{
    return m_store.run<Done>([=](QSqlDatabase& db) -> Result<Done> {
        if (reading.reach.fromBlock < 0)
            return Done{};
        return inTransaction<Done>(db, [&] { return writeReading(db, owner, reading); });
    });
}

Call<Done>* LedgerStore::setNote(const QString& world, const QString& rowId, const LedgerNote& note) const
{
    return m_store.run<Done>([=](QSqlDatabase& db) -> Result<Done> {
        auto done = exec(db, u"INSERT INTO ledger_marks(world, key, label, note) VALUES(?,?,?,?) ON CONFLICT(world, key) DO UPDATE SET "
                             "label = excluded.label, note = excluded.note"_s, {world, rowId, note.label, note.note});
        if (!done.ok())
            return done.error();
        return Done{};
    });
}

Call<Done>* LedgerStore::setProject(const QString& world, const QString& paymentId, const QString& project) const
{
    return setMark(world, paymentId, u"project"_s, project);
}

Call<Done>* LedgerStore::setKind(const QString& world, const QString& hash, const QString& kind) const
{
    return setMark(world, hash.toLower(), u"kind"_s, kind);
}

Call<Done>* LedgerStore::setMark(const QString& world, const QString& key, const QString& column, const QString& value) const
{
    return m_store.run<Done>([=](QSqlDatabase& db) -> Result<Done> {
        auto done = exec(db, u"INSERT INTO ledger_marks(world, key, %1) VALUES(?,?,?) ON CONFLICT(world, key) DO UPDATE SET %1 = excluded.%1"_s.arg(column),
                         {world, key, value});
        if (!done.ok())
            return done.error();
        return Done{};
    });
}

} // namespace run402
