// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/lease/leaseclock.h"
#include "services/lease/leaseguardian.h"
#include "services/pay/budgetstore.h"
#include "services/pay/paymentjournal.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "tests/support/await.h"
#include "tests/support/sandboxcontrol.h"
#include "tests/support/sandboxfixture.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {

/// Everything below a window; two of them on one folder are two windows.
class Window
{
public:
    Window(const QString& folder, const QUrl& api)
    {
        ServicesOptions options;
        options.dataFolder = folder;
        options.apiBase = api;
        options.cliFolder = folder + u"/cli"_s;
        services = std::make_unique<Services>(options);
        QObject::connect(&services->guardian(), &LeaseGuardian::noticed, services.get(),
                         [this](const LeaseGuardian::Notice& n) { notices << leaseMarkId(n.mark); });
        QObject::connect(&services->transport(), &Transport::requestChanged, services.get(), [this](const RequestRecord& r) {
            if (r.status || !r.problemCode.isEmpty()) log << QTime::currentTime().toString(u"ss.zzz"_s) + u' ' + QString::fromLatin1(r.method) + u' ' + r.url.path() + u' ' + QString::number(r.status) + u' ' + r.problemCode;
        });
        (void)await(services->wallets().load());
        services->workspace().setEnvironment(Environment::Sandbox);
    }
    bool isUp() { return QTest::qWaitFor([this] { return services->workspace().isConnected(); }, 20'000); }
    LeaseGuardian& guardian() const { return services->guardian(); }
    Workspace& workspace() const { return services->workspace(); }
    /// Reads the tier again, by the server's clock of now.
    bool refresh()
    {
        const QDateTime before = workspace().tier().readAt;
        for (int i = 0; i < 3; ++i) { // the first answer may only teach the time
            workspace().refreshTier();
            if (QTest::qWaitFor([&] { return workspace().tier().readAt > before && !workspace().tier().problem; }, 4'000))
                return true;
        }
        return false;
    }
    QDateTime leaseEnd() const { return workspace().tier().value ? workspace().tier().value->expiresAt : QDateTime(); }
    /// Settled payments for a tier, and refused ones by reason.
    QStringList payments()
    {
        QStringList list;
        const auto all = await(services->journal().list({}));
        for (const Payment& p : all.valueOr({}))
            list << (p.state == Payment::State::Settled ? u"settled"_s : p.reason);
        list.sort();
        return list;
    }
    QString told()
    {
        const auto& s = guardian().state();
        const auto& t = workspace().tier();
        return u"on %1 renewing %2 paused %3 payments %4 tier problem %5; "_s.arg(s.on).arg(s.renewing).arg(s.pausedBy, payments().join(u','), t.problem ? t.problem->code : QString());
    }
    bool setSilent(bool silent)
    {
        Budget budget = Budget::defaults(Environment::Sandbox);
        budget.silentTestnet = silent;
        return await(services->budgets().set(Environment::Sandbox, budget)).ok();
    }

    std::unique_ptr<Services> services;
    QStringList notices, log;
};

} // namespace

/// Against the real local server, whose clock is the one that passes.
class TestLeaseGuardian : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<SandboxFixture> m_sandbox;
    std::unique_ptr<SandboxControl> m_control;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Window> m_window;

    std::unique_ptr<Window> open() { return std::make_unique<Window>(m_folder->path(), m_sandbox->url()); }

private Q_SLOTS:
    void init()
    {
        m_sandbox = std::make_unique<SandboxFixture>();
        QVERIFY2(m_sandbox->isRunning(), qPrintable(m_sandbox->error()));
        m_control = std::make_unique<SandboxControl>(m_sandbox->url());
        m_folder = std::make_unique<QTemporaryDir>();
        m_window = open();
        QVERIFY(m_window->isUp());
        QVERIFY(await(m_window->services->wallets().create(u"Test"_s, true)).ok());
        QCOMPARE(codeOf(await(m_window->services->money().faucet())), u"ok"_s);
        QVERIFY(m_window->setSilent(true));
        QCOMPARE(codeOf(await(m_window->services->money().setTier(u"prototype"_s))), u"ok"_s);
        QVERIFY(m_window->refresh());
    }
    void cleanup()
    {
        m_window.reset();
        m_control.reset();
        m_sandbox.reset();
    }

    void tellsEachMarkOnce()
    {
        Window& w = *m_window;
        QCOMPARE(w.notices, QStringList());
        const auto after = [&](const char* span, const QStringList& expected) {
            QVERIFY(m_control->advanceClock(QString::fromLatin1(span)));
            QVERIFY(w.refresh());
            QTRY_COMPARE(w.notices, expected);
        };
        after("95h", {});
        after("2h", {u"72h"_s});
        after("1h", {u"72h"_s});
        // Another window, and the next start, say nothing again.
        auto other = open();
        QVERIFY(other->isUp());
        QVERIFY(other->refresh());
        after("48h", {u"72h"_s, u"24h"_s});
        QVERIFY(other->refresh());
        after("21h", {u"72h"_s, u"24h"_s, u"2h"_s});
        after("3h", {u"72h"_s, u"24h"_s, u"2h"_s, u"on-hold"_s});
        QCOMPARE(w.services->leaseClock().phase(), LeasePhase::OnHold);
        QVERIFY(other->refresh());
        QCOMPARE(other->notices, QStringList());
        other.reset();
        m_window = open();
        QVERIFY(m_window->isUp());
        QVERIFY(m_window->refresh());
        QVERIFY(m_control->advanceClock(u"7d"_s));
        QVERIFY(m_window->refresh());
        QTRY_COMPARE(m_window->notices, QStringList{u"archived"_s});
        QVERIFY(m_control->advanceClock(u"30d"_s));
        QVERIFY(m_window->refresh());
        QTRY_COMPARE(m_window->notices, (QStringList{u"archived"_s, u"deleted"_s}));
    }

    void tellsWhenItRunsAgain()
    {
        Window& w = *m_window;
        QVERIFY(m_control->advanceClock(u"8d"_s));
        QVERIFY(w.refresh());
        QTRY_COMPARE(w.notices, QStringList{u"on-hold"_s});
        QCOMPARE(codeOf(await(w.services->money().setTier(u"prototype"_s))), u"ok"_s);
        QVERIFY(w.refresh());
        QTRY_COMPARE(w.notices, (QStringList{u"on-hold"_s, u"renewed"_s}));
    }

    void renewsOnceWhateverLooks()
    {
        Window& w = *m_window;
        auto other = open();
        QVERIFY(other->isUp());
        QVERIFY(other->refresh());
        const QDateTime end = w.leaseEnd();
        QVERIFY(await(w.guardian().setAutoRenew(true)).ok());
        QVERIFY(await(other->guardian().setAutoRenew(true)).ok());
        QTRY_VERIFY(w.guardian().state().on && other->guardian().state().on);
        QCOMPARE(w.payments().size(), 1);
        QVERIFY(m_control->advanceClock(u"145h"_s)); // 23 h left
        w.log << u"ADVANCED"_s; other->log << u"ADVANCED"_s;
        // Both windows see it in the same moment, several times over.
        for (int i = 0; i < 3; ++i) {
            w.workspace().refreshTier();
            other->workspace().refreshTier();
        }
        (void)QTest::qWaitFor([&] { return w.leaseEnd() == end.addDays(7); }, 30'000);
        qInfo().noquote() << w.told() + other->told() << w.log.join(u'\n') << "OTHER" << other->log.join(u'\n');
        QVERIFY2(w.leaseEnd() == end.addDays(7), qPrintable(w.told() + other->told()));
        QVERIFY(other->refresh());
        QTRY_COMPARE(other->leaseEnd(), end.addDays(7));
        QTRY_VERIFY(!w.guardian().state().renewing && !other->guardian().state().renewing);
        QCOMPARE(w.payments(), (QStringList{u"settled"_s, u"settled"_s}));
        QCOMPARE(w.guardian().state().pausedBy, QString());
        // The next end is another one, and paid for too.
        QCOMPARE(codeOf(await(w.services->money().faucet())), u"ok"_s); // a week has passed
        QVERIFY(m_control->advanceClock(u"7d"_s));
        QVERIFY(w.refresh());
        QTRY_COMPARE_WITH_TIMEOUT(w.leaseEnd(), end.addDays(14), 30'000);
        QCOMPARE(w.payments().size(), 3);
    }

    void asksNobodyAndPauses()
    {
        Window& w = *m_window;
        QVERIFY(w.setSilent(false)); // every payment would ask
        QVERIFY(await(w.guardian().setAutoRenew(true)).ok());
        QTRY_VERIFY(w.guardian().state().on);
        const QDateTime end = w.leaseEnd();
        QSignalSpy stopped(&w.guardian(), &LeaseGuardian::renewalStopped);
        QVERIFY(m_control->advanceClock(u"145h"_s));
        QVERIFY(w.refresh());
        QTRY_COMPARE_WITH_TIMEOUT(w.guardian().state().pausedBy, u"payment.needs_person"_s, 20'000);
        QTRY_COMPARE(stopped.count(), 1);
        QVERIFY(w.refresh());
        QCOMPARE(w.leaseEnd(), end);
        QCOMPARE(w.payments(), (QStringList{u"payment.needs_person"_s, u"settled"_s}));
        // It stays paused over a restart, and goes on when a person says so.
        QVERIFY(w.setSilent(true));
        m_window.reset();
        m_window = open();
        QVERIFY(m_window->isUp());
        QVERIFY(m_window->refresh());
        QTRY_COMPARE(m_window->guardian().state().pausedBy, u"payment.needs_person"_s);
        QCOMPARE(m_window->leaseEnd(), end);
        QVERIFY(await(m_window->guardian().setAutoRenew(true)).ok());
        QTRY_COMPARE_WITH_TIMEOUT(m_window->leaseEnd(), end.addDays(7), 30'000);
        QTRY_COMPARE(m_window->guardian().state().pausedBy, QString());
    }

    /// Killed between "begun" and the payment: never paid a second time by itself.
    void aRenewalCutOffIsLeftToThePerson()
    {
        Window& w = *m_window;
        const QDateTime end = w.leaseEnd();
        LeaseBook book(w.services->store());
        const LeaseBook::Lease lease{w.workspace().world(), w.workspace().tier().value->wallet.toLower(), end};
        QVERIFY(await(book.begin(lease, u"prototype"_s)).valueOr(false));
        QVERIFY(!await(book.begin(lease, u"prototype"_s)).valueOr(true));
        QVERIFY(await(w.guardian().setAutoRenew(true)).ok());
        QTRY_COMPARE(w.guardian().state().pausedBy, u"lease.renewal_elsewhere"_s);
        QVERIFY(m_control->advanceClock(u"145h"_s));
        QVERIFY(w.refresh());
        QTRY_COMPARE(w.notices.last(), u"24h"_s);
        QCOMPARE(w.payments(), QStringList{u"settled"_s});
        QCOMPARE(w.leaseEnd(), end);
    }

    void anUnreachedServerStopsNothing()
    {
        Window& w = *m_window;
        QVERIFY(await(w.guardian().setAutoRenew(true)).ok());
        QTRY_VERIFY(w.guardian().state().on);
        QVERIFY(m_control->advanceClock(u"145h"_s));
        QVERIFY(m_control->fault({{u"method"_s, u"POST"_s}, {u"path"_s, u"/tiers/v1/*"_s}, {u"status"_s, 503}}));
        const QDateTime end = w.leaseEnd();
        QVERIFY(w.refresh());
        QTRY_VERIFY(m_control->struck() > 0);
        QTRY_VERIFY(!w.guardian().state().renewing);
        QCOMPARE(w.guardian().state().pausedBy, QString());
        QCOMPARE(w.leaseEnd(), end);
        QVERIFY(m_control->clearFaults());
        QVERIFY(await(w.guardian().setAutoRenew(true)).ok()); // now, rather than in ten minutes
        QTRY_COMPARE_WITH_TIMEOUT(w.leaseEnd(), end.addDays(7), 30'000);
        QCOMPARE(w.payments(), (QStringList{u"settled"_s, u"settled"_s}));
    }
};

QTEST_GUILESS_MAIN(TestLeaseGuardian)
#include "tst_leaseguardian.moc"
