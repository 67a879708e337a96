// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "models/sqlname.h"
#include "services/agentwatch/agentwatch.h"
#include "services/cli/clilink.h"
#include "services/lease/leaseguardian.h"
#include "services/pay/budgetstore.h"
#include "services/pay/paymentjournal.h"
#include "services/services.h"
#include "services/store/settingsstore.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "tests/support/sandboxcontrol.h"
#include "tests/support/sandboxfixture.h"
#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/toggleswitch.h"
#include "ui/shell/bottomdock.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/topbar.h"

#include <QDBusConnection>
#include <QJsonDocument>
#include <QLabel>
#include <QProcess>
#include <QTableView>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// A desktop that shows notifications, on the bus of this session.
class Desktop : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    QStringList shown;
    uint last = 0;
public Q_SLOTS:
    uint Notify(const QString&, uint, const QString&, const QString& title, const QString&, const QStringList&, const QVariantMap&, int)
    {
        shown << title;
        return ++last;
    }
Q_SIGNALS:
    void ActionInvoked(uint id, const QString& action);
    void NotificationClosed(uint id, uint reason);
};

/// Tiers, lease, budget and agents: the window on a real server whose clock the test sets.
class GuardTest : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<SandboxFixture> m_sandbox;
    std::unique_ptr<SandboxControl> m_control;
    std::unique_ptr<AppWorld> m_world;
    Desktop m_desktop;
    bool m_onBus = false;

    AppWorld& world() { return *m_world; }
    QString text(const QString& name)
    {
        auto* label = world().find<QLabel>(name);
        return label ? label->text() : u"(not there)"_s;
    }
    bool refreshTier()
    {
        const QDateTime before = world().workspace().tier().readAt;
        for (int i = 0; i < 3; ++i) {
            world().workspace().refreshTier();
            if (eventually([&] { return world().workspace().tier().readAt > before && !world().workspace().tier().problem; }, 5'000))
                return true;
        }
        return false;
    }
    /// From the sandbox's policy to its neighbour.
    void showTestnet()
    {
        world().find(u"budget.world"_s)->setFocus();
        QTest::keyClick(world().find(u"budget.world"_s), Qt::Key_Left);
    }
    /// By its name in the palette.
    void openPolicy()
    {
        Q_EMIT world().window().topBar()->commandAsked();
        QVERIFY(eventually([&] { return QApplication::focusWidget() && qobject_cast<QLineEdit*>(QApplication::focusWidget()); }));
        QTest::keyClicks(QApplication::focusWidget(), u"edit the budget"_s);
        QVERIFY(eventually([&] { return qobject_cast<QLineEdit*>(QApplication::focusWidget())->text() == u"edit the budget"_s; }));
        world().settle();
        world().key(Qt::Key_Return);
        QVERIFY(eventually([&] { return world().find(u"budgetDialog"_s) != nullptr; }));
    }
    /// From the last line of the policy's content to its buttons, px; large while it can be scrolled is fine too.
    int emptyBelow()
    {
        const QWidget* last = world().find(u"budget.refusals"_s);
        const QWidget* button = world().find(u"budget.save"_s);
        return button->mapTo(&world().window(), QPoint()).y() - last->mapTo(&world().window(), QPoint(0, last->height())).y();
    }
    void write(const QString& name, const QString& amount)
    {
        auto* edit = world().find<LineEdit>(name);
        QVERIFY(edit);
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, amount);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QDBusConnection bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, u"desktop"_s);
        m_onBus = bus.isConnected()
            && bus.registerObject(u"/org/freedesktop/Notifications"_s, &m_desktop, QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals)
            && bus.registerService(u"org.freedesktop.Notifications"_s);
        m_sandbox = std::make_unique<SandboxFixture>();
        QVERIFY2(m_sandbox->isRunning(), qPrintable(m_sandbox->error()));
        m_control = std::make_unique<SandboxControl>(m_sandbox->url());
        AppWorld::Setup setup;
        setup.api = m_sandbox->url();
        m_world = std::make_unique<AppWorld>(setup);
        QVERIFY(world().start());
        if (!world().workspace().isConnected())
            QVERIFY(eventually([&] { return world().workspace().isConnected() || world().click(u"chooseSandbox"_s, 500); }));
        QVERIFY(eventually([&] { return world().workspace().isConnected(); }, 60'000));
        QCOMPARE(world().subscribe(), QString());
        QCOMPARE(world().makeProject(u"guarded"_s), QString());
    }
    void cleanupTestCase()
    {
        const QString stalls = m_world->stallReport();
        m_world.reset();
        m_sandbox.reset();
        QCOMPARE(stalls, QString());
    }
    void cleanup()
    {
        if (QTest::currentTestFailed())
            qInfo().noquote() << "On screen:" << m_world->words();
    }

    void aChangeOfTierIsShownFirst()
    {
        world().app().open(u"wallet"_s);
        QVERIFY(world().click(u"wallet.tier.hobby.action"_s));
        QVERIFY(eventually([&] { return world().find(u"tierDialog"_s) != nullptr; }));
        const QString words = world().words(world().find(u"tierDialog"_s));
        QVERIFY2(words.contains(u"$5.00"_s), qPrintable(words));
        QVERIFY2(words.contains(u"$0.0999"_s), qPrintable(words)); // nearly all of the prototype's 0.10 comes back
        world().shoot(u"guard-tier"_s);
        QVERIFY(world().click(u"tierDialog.cancel"_s));
        QVERIFY(eventually([&] { return world().find(u"tierDialog"_s) == nullptr; }));
        QCOMPARE(world().workspace().tier().value->tier, u"prototype"_s);
    }

    void theWholePolicyIsEdited()
    {
        openPolicy();
        QVERIFY(eventually([&] { return world().find(u"budgetDialog"_s) && world().find<LineEdit>(u"budget.day"_s)->text() == u"no limit"_s; }));
        QVERIFY(text(u"budget.summary"_s).startsWith(u"Every payment shows you the whole request"_s));
        world().settle();
        QVERIFY2(emptyBelow() < 60, qPrintable(QString::number(emptyBelow())));
        world().shoot(u"guard-budget-sandbox"_s);
        QVERIFY2(text(u"budget.month.spent"_s).contains(u"$0.10 spent this month"_s), qPrintable(text(u"budget.month.spent"_s)));
        // What contradicts itself is not kept.
        write(u"budget.day"_s, u"5"_s);
        write(u"budget.month"_s, u"2"_s);
        QVERIFY(text(u"budget.issues"_s).contains(u"more than its month"_s));
        QVERIFY(!world().find(u"budget.save"_s)->isEnabled());
        write(u"budget.month"_s, u"lots"_s);
        QVERIFY(!world().find<LineEdit>(u"budget.month"_s)->error().isEmpty());
        QVERIFY(!world().find(u"budget.save"_s)->isEnabled());
        write(u"budget.month"_s, u"20"_s);
        write(u"budget.payment"_s, u"0.05"_s);
        QVERIFY2(text(u"budget.month.spent"_s).contains(u"$19.90 left"_s), qPrintable(text(u"budget.month.spent"_s)));
        QVERIFY(!world().find(u"budget.host"_s)); // in the sandbox this computer alone is paid
        showTestnet();
        QVERIFY(eventually([&] { return world().find(u"budget.host"_s) && text(u"budget.summary"_s).contains(u"without a question"_s); }));
        write(u"budget.host"_s, u"https://evil.example/x"_s);
        QVERIFY(world().click(u"budget.host.add"_s));
        QVERIFY(text(u"budget.host.problem"_s).contains(u"without https"_s));
        write(u"budget.host"_s, u"api.example.com"_s);
        QVERIFY(world().click(u"budget.host.add"_s));
        QVERIFY(eventually([&] { return world().find(u"budget.host.remove.api.example.com"_s) != nullptr; }));
        world().shoot(u"guard-budget"_s);
        QVERIFY(world().click(u"budget.save"_s));
        QVERIFY(eventually([&] { return !world().find(u"budgetDialog"_s); }));
        const auto kept = await(world().services().budgets().get(Environment::Sandbox));
        QVERIFY(kept.ok());
        QCOMPARE(kept->perPaymentMicros, 50'000);
        QCOMPARE(kept->perDayMicros, 5'000'000);
        QCOMPARE(kept->perMonthMicros, 20'000'000);
        QVERIFY(await(world().services().budgets().get(Environment::Testnet))->hosts.contains(u"api.example.com"_s));
        // It holds: a payment above is refused, and listed with its rule.
        const auto refused = await(world().services().money().setTier(u"prototype"_s));
        QCOMPARE(codeOf(refused), u"x402.over_cap"_s);
        QCOMPARE(codeOf(await(world().services().budgets().pinRecipient(Environment::Testnet, u"api.example.com"_s, u"0x1111111111111111111111111111111111111111"_s))), u"ok"_s);
        openPolicy();
        QVERIFY(eventually([&] { return world().words(world().find(u"budget.refusals"_s)).contains(u"Over the limit for one payment"_s); }));
        world().shoot(u"guard-budget-refused"_s);
        QVERIFY(world().click(u"budget.silent"_s));
        write(u"budget.payment"_s, u"no limit"_s);
        showTestnet();
        QVERIFY(eventually([&] { return world().find(u"budget.pin.forget.api.example.com"_s) != nullptr; }));
        world().shoot(u"guard-budget-testnet"_s);
        QVERIFY(world().click(u"budget.pin.forget.api.example.com"_s));
        QVERIFY(eventually([&] { return world().find(u"confirmAccept"_s) != nullptr; }));
        QVERIFY(world().click(u"confirmAccept"_s));
        QVERIFY(eventually([&] { return world().find(u"budget.pin.forget.api.example.com"_s) == nullptr; }));
        QVERIFY(world().click(u"budget.save"_s));
        QVERIFY(eventually([&] { return !world().find(u"budgetDialog"_s); }));
        QVERIFY(await(world().services().budgets().get(Environment::Sandbox))->silentTestnet);
    }

    void whatAgentsDidIsListed()
    {
        world().app().open(u"dock:agents"_s);
        QVERIFY(eventually([&] { return world().find(u"agents.link"_s) != nullptr; }));
        world().shoot(u"guard-agents-empty"_s);
        QCOMPARE(codeOf(await(world().services().cliLink().link(true))), u"ok"_s);
        QVERIFY(eventually([&] { return world().find(u"agents.link"_s) == nullptr; }));
        world().window().bottomDock()->setOpen(false);
        // Another program, as the CLI does it: the file as a whole, by a rename.
        const QString file = world().services().cliLink().folder(true).folder() + u"/projects.json"_s;
        QVERIFY(eventually([&] { return world().services().agents().isOn() && world().services().hasSession(); }));
        QVERIFY(eventually([&] { return !await(world().services().projects().list()).valueOr({}).isEmpty(); }));
        const auto project = await(world().services().projects().create(u"by an agent"_s)); // not adopted: not ours
        QVERIFY(project.ok());
        QFile now(file);
        QJsonObject root = now.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(now.readAll()).object() : QJsonObject();
        QJsonObject projects = root.value("projects"_L1).toObject();
        projects.insert(project->id, QJsonObject{{u"anon_key"_s, project->anonKey}, {u"service_key"_s, QString::fromLatin1(project->serviceKey)}});
        root.insert(u"projects"_s, projects);
        QProcess other;
        other.start(u"/bin/sh"_s, {u"-c"_s, u"cat > \"$1.tmp\" && mv \"$1.tmp\" \"$1\""_s, u"sh"_s, file});
        other.write(QJsonDocument(root).toJson());
        other.closeWriteChannel();
        QVERIFY(other.waitForFinished());
        QVERIFY(eventually([&] { return world().services().agents().feed().unread == 1; }));
        // The bell leads there while there is news.
        QVERIFY(world().click(u"notifications"_s));
        QVERIFY(eventually([&] { return world().find(u"dock.agents.grid"_s) != nullptr; }));
        QVERIFY(text(u"agents.summary"_s).startsWith(u"1 new thing"_s));
        world().shoot(u"guard-agents"_s);
        QVERIFY(eventually([&] { return world().services().agents().feed().unread == 0; }));
        QVERIFY(text(u"agents.summary"_s).startsWith(u"1 new thing"_s)); // marked until it is left
        auto* grid = world().find<QTableView>(u"dock.agents.grid"_s);
        grid->setCurrentIndex(grid->model()->index(0, 0));
        QVERIFY(world().click(u"agents.go"_s));
        QVERIFY(eventually([&] { return world().workspace().currentProjectId() == project->id; }));
        QVERIFY(world().window().documents()->find(u"projects"_s));
        world().window().bottomDock()->setOpen(false);
    }

    void theLeaseIsWatched()
    {
        world().app().open(u"wallet"_s);
        QVERIFY(!world().find(u"walletChip"_s)->accessibleName().contains(u"left"_s));
        QVERIFY(m_control->advanceClock(u"96h30m"_s) || (m_control->advanceClock(u"96h"_s) && m_control->advanceClock(u"30m"_s)));
        QVERIFY(refreshTier());
        QVERIFY(eventually([&] { return world().reads(u"Prototype: 2 d 23 h left"_s); }));
        QVERIFY2(world().find(u"walletChip"_s)->accessibleName().contains(u"2 d 23 h left"_s), qPrintable(world().find(u"walletChip"_s)->accessibleName()));
        world().shoot(u"guard-lease"_s);
        if (m_onBus) {
            QVERIFY(eventually([&] { return m_desktop.shown == QStringList{u"Prototype: 2 d 23 h left"_s}; }));
            world().app().open(u"overview"_s);
            Q_EMIT m_desktop.ActionInvoked(m_desktop.last, u"default"_s);
            QVERIFY(eventually([&] { return world().find(u"wallet.autorenew"_s) != nullptr; }));
        }
        const QDateTime end = world().workspace().tier().value->expiresAt;
        QVERIFY(world().click(u"wallet.autorenew"_s));
        QVERIFY(eventually([&] { return world().services().guardian().state().on; }));
        QVERIFY(eventually([&] { return text(u"wallet.autorenew.note"_s).contains(u"within your budget"_s); }));
        // The desktop is told what the person wants it to be told; the window tells all of it.
        world().app().open(u"settings"_s);
        QVERIFY(world().click(u"settings.notify.renewals"_s));
        QVERIFY(eventually([&] { return await(world().services().settings().get(u"notify.renewals"_s))->isBool(); }));
        world().shoot(u"guard-settings"_s);
        world().app().open(u"wallet"_s);
        const QStringList toldBefore = m_desktop.shown;
        QVERIFY(m_control->advanceClock(u"50h"_s));
        QVERIFY(refreshTier());
        QVERIFY(eventually([&] { return world().workspace().tier().value->expiresAt == end.addDays(7); }, 30'000));
        QVERIFY(eventually([&] { return world().reads(u"Prototype renewed itself"_s); }));
        world().settle();
        QVERIFY(!m_desktop.shown.mid(toldBefore.size()).contains(u"Prototype renewed itself"_s));
        QVERIFY(eventually([&] { return !world().find(u"walletChip"_s)->accessibleName().contains(u"left"_s); }));
        // Paused, and why.
        Budget budget = Budget::defaults(Environment::Sandbox);
        budget.silentTestnet = false;
        QVERIFY(await(world().services().budgets().set(Environment::Sandbox, budget)).ok());
        QVERIFY(m_control->advanceClock(u"7d"_s));
        QVERIFY(refreshTier());
        QVERIFY(eventually([&] { return text(u"wallet.autorenew.note"_s).startsWith(u"Paused: Your budget asks"_s); }));
        QVERIFY(eventually([&] { return world().reads(u"The lease was not renewed"_s); }));
        world().shoot(u"guard-paused"_s);
    }
};

QTEST_MAIN(GuardTest)
#include "tst_guard.moc"
