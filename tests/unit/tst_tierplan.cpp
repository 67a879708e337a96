// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/lease.h"
#include "models/domain/tierplan.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace run402;

namespace {

const QDateTime kNow(QDate(2026, 5, 12), QTime(12, 0), Qt::UTC);
constexpr qint64 kDay = 86'400'000;

/// The constants of contract.md §1.7.
QList<TierOffer> offers()
{
    return {{u"prototype"_s, 100'000, 7, 250, 500'000, 5, {}},
            {u"hobby"_s, 5'000'000, 30, 1024, 5'000'000, 25, {}},
            {u"team"_s, 20'000'000, 30, 10240, 50'000'000, 100, {}}};
}

TierStatus lease(const QString& tier, qint64 usedMs, qint64 spanMs)
{
    TierStatus s;
    s.tier = tier;
    s.startedAt = kNow.addMSecs(-usedMs);
    s.expiresAt = s.startedAt.addMSecs(spanMs);
    s.active = s.expiresAt > kNow;
    return s;
}

} // namespace

class TestTierPlan : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void followsTheTable_data()
    {
        using A = TierPlan::Action;
        QTest::addColumn<TierStatus>("status");
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<int>("action");
        QTest::addColumn<qint64>("refund");
        QTest::addColumn<QDateTime>("end");
        QTest::addColumn<bool>("refused");
        const QDateTime week = kNow.addDays(7), month = kNow.addDays(30);
        QTest::newRow("never had one") << TierStatus() << u"hobby"_s << int(A::Subscribe) << 0ll << month << false;
        QTest::newRow("ended, lower wanted") << lease(u"team"_s, 31 * kDay, 30 * kDay) << u"prototype"_s << int(A::Subscribe) << 0ll << week << false;
        QTest::newRow("ends this moment") << lease(u"hobby"_s, 30 * kDay, 30 * kDay) << u"team"_s << int(A::Subscribe) << 0ll << month << false;
        QTest::newRow("renew") << lease(u"prototype"_s, 2 * kDay, 7 * kDay) << u"prototype"_s << int(A::Renew) << 0ll << kNow.addDays(12) << false;
        QTest::newRow("up, 15 of 30 days left") << lease(u"hobby"_s, 15 * kDay, 30 * kDay) << u"team"_s << int(A::Upgrade) << 2'500'000ll << month << false;
        // 5/7 of 100 000 is 71 428.57…, and the service rounds down.
        QTest::newRow("up, never rounded up") << lease(u"prototype"_s, 2 * kDay, 7 * kDay) << u"hobby"_s << int(A::Upgrade) << 71'428ll << month << false;
        // Renewed once: 45 of 60 days left, and the factor stays one month's price.
        QTest::newRow("up after a renewal") << lease(u"hobby"_s, 15 * kDay, 60 * kDay) << u"team"_s << int(A::Upgrade) << 3'750'000ll << month << false;
        QTest::newRow("down") << lease(u"team"_s, 10 * kDay, 30 * kDay) << u"hobby"_s << int(A::Downgrade) << 13'333'333ll << month << false;
        TierStatus full = lease(u"team"_s, 10 * kDay, 30 * kDay);
        full.poolStorageBytes = qint64(1024) << 20;
        QTest::newRow("down, just fits") << full << u"hobby"_s << int(A::Downgrade) << 13'333'333ll << month << false;
        full.poolStorageBytes += 1;
        QTest::newRow("down, a byte too much") << full << u"hobby"_s << int(A::Downgrade) << 13'333'333ll << month << true;
        QTest::newRow("up is never refused for storage") << full << u"team"_s << int(A::Renew) << 0ll << full.expiresAt.addDays(30) << false;
        TierStatus odd = lease(u"hobby"_s, 0, 30 * kDay);
        odd.startedAt = odd.expiresAt;
        QTest::newRow("a lease without length") << odd << u"team"_s << int(A::Upgrade) << 0ll << month << false;
    }
    void followsTheTable()
    {
        QFETCH(TierStatus, status);
        QFETCH(QString, wanted);
        const auto plan = planTier(offers(), status, wanted, kNow);
        QVERIFY(plan);
        QTEST(int(plan->action), "action");
        QTEST(plan->refundMicros, "refund");
        QTEST(plan->endsAt, "end");
        QTEST(plan->refused, "refused");
        QCOMPARE(plan->previousTier, status.tier);
        QVERIFY(!planTier(offers(), status, u"enterprise"_s, kNow));
    }

    void answersAreCompared()
    {
        const auto plan = planTier(offers(), lease(u"hobby"_s, 15 * kDay, 30 * kDay), u"team"_s, kNow);
        TierChange same;
        same.action = u"upgrade"_s;
        same.tier = u"team"_s;
        same.expiresAt = kNow.addDays(30).addMSecs(1800);
        same.creditMicros = 2'499'994 + 10'000;
        QVERIFY(!compareTier(*plan, same, 2000, 10'000, false).any());
        // From credit the price is gone and the refund is back.
        same.creditMicros = 30'000'000 - 20'000'000 + 2'499'994;
        QVERIFY(!compareTier(*plan, same, 2000, 30'000'000, true).any());
        QCOMPARE(compareTier(*plan, same, 2000, 30'000'000, true).refundedMicros, 2'499'994);
        QVERIFY(!compareTier(*plan, same, 2000, std::nullopt, true).any());
        same.creditMicros = 10'000;
        QVERIFY(compareTier(*plan, same, 2000, 10'000, false).refund);
        same.creditMicros = 2'600'000 + 10'000;
        QVERIFY(compareTier(*plan, same, 2000, 10'000, false).refund);
        same.creditMicros = 2'499'994 + 10'000;
        same.expiresAt = kNow.addDays(29);
        QVERIFY(compareTier(*plan, same, 2000, 10'000, false).end);
        same.expiresAt = kNow.addDays(30);
        same.action = u"subscribe"_s;
        QVERIFY(compareTier(*plan, same, 2000, 10'000, false).action);
    }

    void phasesAndMarks()
    {
        const TierStatus week = lease(u"prototype"_s, 0, 7 * kDay);
        const QDateTime end = week.expiresAt;
        QCOMPARE(leasePhase({}, kNow), LeasePhase::None);
        QVERIFY(!passedMark({}, kNow));
        QVERIFY(!nextMarkAt({}, kNow).isValid());
        struct Step { qint64 fromEnd; LeasePhase phase; std::optional<LeaseMark> mark; qint64 next; };
        const qint64 hour = 3600, day = 86'400;
        const Step steps[] = {{-73 * hour, LeasePhase::Active, {}, -72 * hour},
                              {-72 * hour, LeasePhase::Active, LeaseMark::Days3, -24 * hour},
                              {-24 * hour, LeasePhase::Active, LeaseMark::Day1, -2 * hour},
                              {-1, LeasePhase::Active, LeaseMark::Hours2, 0},
                              {0, LeasePhase::OnHold, LeaseMark::OnHold, 7 * day},
                              {7 * day, LeasePhase::Archived, LeaseMark::Archived, 37 * day},
                              {37 * day, LeasePhase::Deleted, LeaseMark::Deleted, -1}};
        for (const Step& s : steps) {
            const QDateTime at = end.addSecs(s.fromEnd);
            QCOMPARE(leasePhase(week, at), s.phase);
            QCOMPARE(passedMark(week, at), s.mark);
            QCOMPARE(nextMarkAt(week, at), s.next == -1 ? QDateTime() : end.addSecs(s.next));
        }
        // What lies before the lease began is no news.
        const TierStatus brief = lease(u"prototype"_s, 0, 3 * 3'600'000);
        QVERIFY(!passedMark(brief, kNow));
        QCOMPARE(passedMark(brief, kNow.addSecs(3601)), LeaseMark::Hours2);
    }
};

QTEST_APPLESS_MAIN(TestTierPlan)
#include "tst_tierplan.moc"
