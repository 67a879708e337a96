// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/agentwatch/agentbook.h"
#include "services/store/localstore.h"
#include "tests/support/await.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace run402;
using namespace run402::test;
using Kind = AgentAct::Kind;

namespace {

const QDateTime kNow(QDate(2026, 5, 12), QTime(12, 0), Qt::UTC);

Project project(const QString& id, const QString& status = u"active"_s)
{
    Project p;
    p.id = id;
    p.name = "name of "_L1 + id;
    p.status = status;
    return p;
}

LedgerEntry entry(const QString& id, const QString& kind, const QString& reference, int minutes, qint64 micros = 0)
{
    LedgerEntry e;
    e.id = id;
    e.kind = kind;
    e.referenceId = reference;
    e.amountMicros = micros;
    e.createdAt = kNow.addSecs(60 * minutes);
    return e;
}

Payment payment(const QString& id, const QString& purpose, int minutes, Payment::State state = Payment::State::Settled)
{
    Payment p;
    p.id = id;
    p.purpose = purpose;
    p.state = state;
    p.createdAt = p.updatedAt = kNow.addSecs(60 * minutes);
    return p;
}

QStringList keysOf(const QList<AgentAct>& acts)
{
    QStringList keys;
    for (const AgentAct& a : acts)
        keys << a.key;
    keys.sort();
    return keys;
}

} // namespace

class TestAgentActs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theFirstLookTellsNothing()
    {
        AgentSnapshot seen;
        QVERIFY(agentdiff::seeProjects(seen, {project(u"a"_s)}, kNow).isEmpty());
        QVERIFY(agentdiff::seeFile(seen, {{u"a"_s, {u"d1"_s, u"k"_s}}}, kNow).isEmpty());
        QVERIFY(agentdiff::seeAddresses(seen, u"a"_s, {{u"site"_s, {}, u"d1"_s, u"a"_s, kNow}}, kNow).isEmpty());
        QVERIFY(agentdiff::seeLedger(seen, {entry(u"1"_s, u"tier_renew"_s, u"hobby"_s, 0)}, {}, {}, 0, kNow).isEmpty());
        QVERIFY(agentdiff::seeWallet(seen, u"0xa"_s, kNow).isEmpty());
        // And it survives being written down.
        AgentSnapshot read = AgentSnapshot::fromJson(seen.toJson());
        QCOMPARE(read.toJson(), seen.toJson());
        QVERIFY(agentdiff::seeProjects(read, {project(u"a"_s)}, kNow).isEmpty());
        QCOMPARE(keysOf(agentdiff::seeProjects(read, {project(u"b"_s), project(u"kept here"_s, u"local"_s)}, kNow)),
                 (QStringList{u"gone:a"_s, u"project:b"_s}));
    }

    void filesAndAddressesTell()
    {
        AgentSnapshot seen;
        agentdiff::seeFile(seen, {{u"a"_s, {u"d1"_s, u"k1"_s}}, {u"b"_s, {{}, u"k2"_s}}}, kNow);
        QCOMPARE(keysOf(agentdiff::seeFile(seen, {{u"a"_s, {u"d2"_s, u"k1"_s}}, {u"b"_s, {{}, u"k3"_s}}, {u"c"_s, {u"d3"_s, u"k"_s}}}, kNow)),
                 (QStringList{u"deploy:d2"_s, u"deploy:d3"_s, u"keys:b:k3"_s, u"project:c"_s}));
        agentdiff::seeAddresses(seen, u"a"_s, {{u"site"_s, {}, u"d1"_s, u"a"_s, kNow}}, kNow);
        const auto moved = agentdiff::seeAddresses(seen, u"a"_s, {{u"site"_s, {}, u"d2"_s, u"a"_s, kNow.addSecs(5)}}, kNow);
        QCOMPARE(keysOf(moved), QStringList{u"deploy:d2"_s}); // the same act as the file's
        QCOMPARE(moved.first().at, kNow.addSecs(5));
        QCOMPARE(moved.first().projectId, u"a"_s);
    }

    void ownPaymentsAreToldApart()
    {
        AgentSnapshot seen;
        seen.ledgerFrom = kNow;
        const QList<TierOffer> prices{{u"hobby"_s, 5'000'000, 30, 1024, 0, 25, {}}};
        const QList<LedgerEntry> ledger{entry(u"5"_s, u"stripe_topup"_s, u"t"_s, 9, 7), entry(u"4"_s, u"purchase_debit"_s, u"image"_s, 8, 30'000),
                                        entry(u"3"_s, u"tier_subscribe"_s, u"hobby"_s, 5), entry(u"2"_s, u"purchase_debit"_s, u"tier_hobby"_s, 3, 5'000'000),
                                        entry(u"1"_s, u"tier_renew"_s, u"hobby"_s, 3)};
        // One payment of ours explains one change of tier and its debit, not the second change.
        const auto acts = agentdiff::seeLedger(seen, ledger, {payment(u"p"_s, u"tier:hobby"_s, 3), payment(u"q"_s, u"image"_s, 8, Payment::State::Refused)},
                                               prices, 0, kNow);
        QCOMPARE(keysOf(acts), (QStringList{u"ledger:3"_s, u"ledger:4"_s}));
        QCOMPARE(acts.at(0).kind, Kind::TierChanged);
        QCOMPARE(acts.at(0).costMicros, 5'000'000);
        QCOMPARE(acts.at(1).costMicros, 30'000);
        // The same again is no news, and a clock that is hours off matters not.
        QVERIFY(agentdiff::seeLedger(seen, ledger, {}, prices, 0, kNow).isEmpty());
        AgentSnapshot late;
        late.ledgerFrom = kNow;
        QVERIFY(agentdiff::seeLedger(late, {entry(u"9"_s, u"tier_renew"_s, u"hobby"_s, 303)}, {payment(u"p"_s, u"tier:hobby"_s, 3)}, prices,
                                     300 * 60'000, kNow).isEmpty());
    }

    void theBookKeepsThemOnce()
    {
        QTemporaryDir folder;
        LocalStore store(folder.filePath(u"a.sqlite"_s)), other(folder.filePath(u"a.sqlite"_s));
        AgentBook book(store), beside(other);
        AgentSnapshot seen;
        agentdiff::seeProjects(seen, {}, kNow);
        const auto acts = agentdiff::seeProjects(seen, {project(u"a"_s), project(u"b"_s)}, QDateTime::currentDateTimeUtc());
        QVERIFY(await(book.noteOwn(u"run402"_s, u"project:b"_s)).ok());
        QCOMPARE(await(book.add(u"run402"_s, acts, seen.toJson())).valueOr(-1), 1);
        QCOMPARE(await(beside.add(u"run402"_s, acts, seen.toJson())).valueOr(-1), 0); // another window saw the same
        QCOMPARE(await(book.seen(u"run402"_s)).valueOr({}), seen.toJson());
        // What has no project and no name is kept as well.
        QVERIFY(await(book.add(u"other"_s, agentdiff::seeWallet(seen, u"0xa"_s, kNow) + QList<AgentAct>{AgentAct{0, Kind::Spent, u"k"_s, QDateTime::currentDateTimeUtc(), {}, {}, 1}}, {}))
                    .valueOr(-1) == 1);
        auto feed = await(book.feed(u"run402"_s));
        QVERIFY(feed.ok());
        QCOMPARE(keysOf(feed->acts), QStringList{u"project:a"_s});
        QCOMPARE(feed->unread, 1);
        QCOMPARE(await(book.feed(u"sandbox"_s))->unread, 0);
        QVERIFY(await(book.look(u"run402"_s, feed->acts.first().id)).ok());
        QCOMPARE(await(book.feed(u"run402"_s))->unread, 0);
        // Known as our own only afterwards.
        QVERIFY(await(book.noteOwn(u"run402"_s, u"project:a"_s)).ok());
        QVERIFY(await(book.feed(u"run402"_s))->acts.isEmpty());
        QCOMPARE(await(book.add(u"run402"_s, acts, seen.toJson())).valueOr(-1), 0);
    }
};

QTEST_GUILESS_MAIN(TestAgentActs)
#include "tst_agentacts.moc"
