// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/services.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "tests/support/sandboxcontrol.h"
#include "tests/support/sandboxfixture.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/problemview.h"
#include "ui/common/skeletonrows.h"
#include "ui/common/theme.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"

#include <QRegularExpression>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {

/// One pane and what is known about it in trouble.
struct Pane
{
    const char* target;
    /// Read in its normal state with something to show; empty = it has no data of the service.
    const char* full;
    /// Read in an empty project.
    const char* empty = "";
    /// A control that writes: disabled with a reason while nothing may be written. Empty = none without a dialog.
    const char* writes = "";
    /// It asks the service by itself when it is opened with nothing known: a problem with a way out, then the data.
    bool ownProblem = false;
    /// While it waits it shows grey rows under what it reads.
    const char* loading = "";
};

// "history" and "addresses" are the other side of deploy, "topup" the dialog over the wallet.
const Pane panes[] = {
    {"overview", "recipes has no access rules", "Nothing deployed yet"},
    {"wallet", "Prototype", "Prototype"},
    {"projects", "2 project(s)", "2 project(s)"},
    {"sql", "Results appear here", "Results appear here"},
    {"table:recipes", "Rows 1 to 2", "", "", true, "Reading recipes"},
    {"rules", "Access rules", "No tables yet", "", true, "Reading policies"},
    {"deploy", "Put a site on its address", "Put a site on its address", "deploy.deploy"},
    {"history", "Deployments", "Nothing was deployed from this computer yet", "addresses.claim"},
    {"preview", "Phone", "Phone"},
    {"functions", "hello.js", "No functions yet", "functions.deploy", true, "Reading functions"},
    {"logs", "Live, every 2 s", "Nothing has been logged", "", true},
    {"secrets", "API_TOKEN", "No secrets yet", "secrets.add", true, "Reading secrets"},
    {"storage", "Buckets", "Open a bucket to upload into it", "storage.upload"},
    {"auth", "On", "On", "auth.add"},
    {"rest", "No answer yet", "No answer yet"},
    {"market", "Nothing published here yet", "Nothing published here yet", "market.publish", true, "Reading the marketplace"},
    {"market:starters", "Finished apps", "Finished apps", "market.publish"},
    {"market:mine", "", "", "market.publish", true, "Reading what you published"},
    {"images", "No pictures yet", "No pictures yet", ""},
    {"contact", "Send message, free", "Send message, free", ""},
    {"status", "Last answer took", "Last answer took"},
};

const QJsonObject failing{{u"status"_s, 500}, {u"body"_s, QJsonObject{{u"error"_s, u"Internal server error"_s}}}};
const QJsonObject unpaid{{u"status"_s, 402}, {u"body"_s, QJsonObject{{u"error"_s, u"Lease expired"_s}, {u"message"_s, u"Your project lease has expired. Renew to continue."_s}}}};
const QJsonObject hurried{{u"status"_s, 429}, {u"retry_after"_s, 1}, {u"body"_s, QJsonObject{{u"error"_s, u"Rate limit exceeded"_s}}}};
const QJsonObject slow{{u"latency_ms"_s, 700}};
const QJsonObject broken{{u"reset"_s, true}};

} // namespace

/// Mockup 18 in every pane: empty, loading, error, offline, an ended lease, read only, 402 and 429, made by a real
/// server that is made to fail; each ends when its reason does.
class States : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup();
    void full_data() { rows(); }
    void full();
    void empty_data() { rows(); }
    void empty();
    void loading_data() { rows(); }
    void loading();
    void error_data() { rows(); }
    void error();
    void unpaid_data() { rows(); }
    void unpaid();
    void hurried_data() { rows(); }
    void hurried();
    void offline_data() { rows(); }
    void offline();
    void leaseEnded_data() { rows(); }
    void leaseEnded();
    void readOnly_data() { rows(); }
    void readOnly();
    void topUpTellsWhatIsWrong();
    void renewOpensTheWallet();
    void cleanupTestCase();

private:
    void rows();
    const Pane& pane() const { return panes[m_row]; }
    /// Once per state, before its first pane. `make` makes it.
    void enter(const QString& state, const std::function<void()>& make);
    void leave();
    /// Opens the pane anew, so that it reads what it needs.
    void open();
    void bring(const QJsonObject& fault);
    void passes();
    /// Nothing known about the project, as after a start; from then on the service has this fault.
    void forgetProject(const QJsonObject& fault);
    void choose(const QString& project);
    AppWorld& world() { return *m_world; }
    QString shown() const { return m_world->words(m_world->window().documents()->parentWidget()); }
    bool reads(const QString& text) const { return shown().contains(text, Qt::CaseInsensitive); }
    QString strip() const;
    void writesAreOff();
    void recovers();
    template <typename T>
    T* inPane() const
    {
        const auto all = m_world->window().documents()->findChildren<T*>();
        for (T* w : all) {
            if (w->isVisible())
                return w;
        }
        return nullptr;
    }
    void shoot();

    std::unique_ptr<SandboxFixture> m_sandbox;
    std::unique_ptr<SandboxControl> m_control;
    std::unique_ptr<AppWorld> m_world;
    QString m_fullProject, m_emptyProject, m_state;
    std::function<void()> m_end;
    int m_row = 0;
    bool m_standing = false; ///< the fault of bring() is on
};

void States::initTestCase()
{
    m_sandbox = std::make_unique<SandboxFixture>();
    QVERIFY2(m_sandbox->isRunning(), qPrintable(m_sandbox->error()));
    m_control = std::make_unique<SandboxControl>(m_sandbox->url());
    m_world = std::make_unique<AppWorld>(AppWorld::Setup{{}, m_sandbox->url(), u"light"_s});
    QVERIFY(world().start());
    QCOMPARE(world().connectSandbox(), QString());
    QCOMPARE(world().subscribe(), QString());
    QCOMPARE(world().makeProject(u"empty"_s), QString());
    m_emptyProject = world().workspace().currentProjectId();
    QCOMPARE(world().makeProject(u"tals-recipes"_s), QString());
    m_fullProject = world().workspace().currentProjectId();
    Services& s = world().services();
    QVERIFY(await(s.database().run(m_fullProject, u"create table recipes(id int primary key, title text); "
                                                  "insert into recipes values (1, 'Lemon ricotta pasta'), (2, 'Shakshuka for four')"_s)).ok());
    QVERIFY(await(s.functions().put(m_fullProject, {u"hello"_s, u"export default async () => new Response('hi')"_s, 10, 128, {}})).ok());
    QVERIFY(await(s.functions().setSecret(m_fullProject, u"API_TOKEN"_s, "hush")).ok());
    world().workspace().refreshAll();
    QVERIFY(eventually([&] { return world().workspace().access().value && !world().workspace().access().value->isEmpty(); }));
}

void States::cleanupTestCase()
{
    leave();
    QCOMPARE(ended(m_world), QString());
}

void States::cleanup()
{
    tellFailure(m_world.get());
}

void States::rows()
{
    QTest::addColumn<int>("row");
    for (int i = 0; i < int(std::size(panes)); ++i)
        QTest::newRow(panes[i].target) << i;
}

void States::enter(const QString& state, const std::function<void()>& make)
{
    QFETCH(int, row);
    m_row = row;
    if (state == m_state)
        return;
    leave();
    m_state = state;
    m_end = [] {};
    make();
}

void States::leave()
{
    passes();
    m_state.clear();
    if (auto end = std::exchange(m_end, {}))
        end();
    m_world->window().documents()->clear();
    QVERIFY(m_control->clearFaults());
    Workspace& w = world().workspace();
    if (!w.isConnected())
        w.reconnect();
    QVERIFY(eventually([&] { return w.isConnected(); }));
    if (w.currentProjectId() != m_fullProject)
        choose(m_fullProject);
    w.refreshAll();
    QVERIFY(eventually([&] { return !w.staleProblem() && !w.isHeldBack() && w.functions().value && w.access().value; }));
}

void States::forgetProject(const QJsonObject& fault)
{
    // Answers of before are still about this project, and welcome to it.
    const Workspace& w = world().workspace();
    // Of these the list of projects would choose one by itself once none is chosen.
    QVERIFY(eventually([&] { return !w.projects().loading && !w.usage().loading && !w.schema().loading && !w.access().loading && !w.functions().loading && !w.secrets().loading; }));
    choose({});
    if (!fault.isEmpty())
        QVERIFY(m_control->fault(fault));
    choose(m_fullProject);
}

/// A fault that has struck everything panes share. Panes that ask nothing of their own meet it one after the other; what
/// they show when it is over is looked at once it is over for all of them.
void States::bring(const QJsonObject& fault)
{
    if (m_standing && !pane().ownProblem)
        return;
    passes();
    forgetProject(fault);
    m_standing = !pane().ownProblem;
}

void States::passes()
{
    if (!std::exchange(m_standing, false))
        return;
    QVERIFY(m_control->clearFaults());
    if (QWidget* action = world().find(u"condition.action"_s); action && m_state == u"error"_s)
        QTest::mouseClick(action, Qt::LeftButton); // reads everything again
    else
        world().workspace().refreshAll();
    QVERIFY(eventually([&] { return strip().isEmpty(); }));
    const int row = m_row;
    for (m_row = 0; m_row < int(std::size(panes)); ++m_row) {
        if (!pane().ownProblem) {
            open();
            recovers();
        }
    }
    m_row = row;
}

/// The window of a project comes back as it was left, a moment later.
void States::choose(const QString& project)
{
    DocumentArea* documents = world().window().documents();
    documents->clear();
    world().workspace().setCurrentProject(project);
    QVERIFY(eventually([&] { return !documents->ids().isEmpty(); }));
}

void States::open()
{
    DocumentArea* documents = world().window().documents();
    documents->clear();
    const QString target = QLatin1StringView(pane().target);
    world().app().open(target == u"history"_s ? u"deploy"_s : target);
    if (target == u"history"_s)
        QVERIFY(world().click(u"deploy.deployments"_s));
    QVERIFY(documents->current());
}

QString States::strip() const
{
    const QWidget* banner = m_world->find(u"condition"_s);
    return banner ? banner->accessibleName() : QString();
}

void States::shoot()
{
    world().shoot(m_state + u'-' + QString::fromLatin1(pane().target).replace(u':', u'_'));
}

void States::writesAreOff()
{
    if (!*pane().writes)
        return;
    QAbstractButton* button = nullptr;
    eventually([&] { return (button = world().find<QAbstractButton>(QLatin1StringView(pane().writes))) != nullptr; });
    QVERIFY2(button, pane().writes);
    QVERIFY2(eventually([&] { return !button->isEnabled(); }), pane().writes);
    QVERIFY2(!button->toolTip().isEmpty() || reads(u"There is no connection"_s) || reads(u"lease has ended"_s) || reads(u"read only"_s),
             "no reason is told");
}

/// The reason is gone and the person tries again, or it goes on by itself.
void States::recovers()
{
    if (auto* problem = inPane<ProblemView>(); problem && problem->fixButton()->isVisible() && problem->fixButton()->isEnabled())
        QTest::mouseClick(problem->fixButton(), Qt::LeftButton);
    if (*pane().full)
        QVERIFY2(eventually([&] { return reads(QLatin1StringView(pane().full)) && !inPane<ProblemView>(); }), pane().full);
}

void States::full()
{
    enter(u"full"_s, [] {});
    open();
    if (*pane().full)
        QVERIFY2(eventually([&] { return reads(QLatin1StringView(pane().full)); }), pane().full);
    QVERIFY(!inPane<ProblemView>());
    QCOMPARE(strip(), QString());
    if (*pane().writes)
        QVERIFY(eventually([&] { return world().find(QLatin1StringView(pane().writes)) != nullptr; }));
    shoot();
}

void States::empty()
{
    enter(u"empty"_s, [this] {
        choose(m_emptyProject);
        QVERIFY(eventually([&] { return world().workspace().functions().value && world().workspace().secrets().value && world().workspace().access().value; }));
    });
    if (!*pane().empty)
        return;
    open();
    QVERIFY2(eventually([&] { return reads(QLatin1StringView(pane().empty)); }), pane().empty);
    QVERIFY(!inPane<ProblemView>());
    QCOMPARE(strip(), QString());
    shoot();
    if (pane().target == QByteArray("rules")) { // what is missing is one step away
        QVERIFY(world().click(u"rules.newTable"_s));
        QVERIFY(eventually([&] { return world().find(u"schema.dialog"_s) != nullptr; }));
        world().key(Qt::Key_Escape);
        QVERIFY(eventually([&] { return world().find(u"schema.dialog"_s) == nullptr; }));
    }
}

void States::loading()
{
    enter(u"loading"_s, [] {});
    if (!*pane().loading)
        return;
    forgetProject(slow);
    open();
    auto waits = [&] {
        auto* rows = inPane<SkeletonRows>();
        return rows && rows->rowsShown();
    };
    QVERIFY(eventually(waits));
    shoot();
    QVERIFY(m_control->clearFaults()); // what waits has waited long enough
    if (*pane().full)
        QVERIFY2(eventually([&] { return reads(QLatin1StringView(pane().full)) && !waits(); }), pane().full);
}

void States::error()
{
    enter(u"error"_s, [] {});
    bring(failing);
    open();
    // Of what all panes share the strip tells; it is the same sentence everywhere.
    QVERIFY(eventually([&] { return strip().contains(u"The server had a fault"_s); }));
    QVERIFY(strip().contains(u"Data from"_s));
    if (pane().ownProblem) {
        QVERIFY(eventually([&] { return inPane<ProblemView>() || world().find(u"sql.error"_s); }));
        QVERIFY(reads(u"The server had a fault"_s));
        QVERIFY(reads(u"othing was written"_s));
        if (auto* problem = inPane<ProblemView>())
            QVERIFY(problem->fixButton()->isVisible() && problem->fixButton()->text() == u"Try again"_s);
    }
    shoot();
    if (!pane().ownProblem)
        return; // see bring()
    QVERIFY(m_control->clearFaults());
    QVERIFY(world().click(u"condition.action"_s)); // reads everything again
    if (world().find(u"sql.error"_s))
        QVERIFY(world().click(u"sql.run"_s));
    recovers();
    QVERIFY(eventually([&] { return strip().isEmpty(); }));
}

void States::unpaid()
{
    enter(u"unpaid"_s, [] {});
    bring(::unpaid);
    open();
    QVERIFY(eventually([&] { return strip().contains(u"The lease ran out"_s); }));
    QCOMPARE(world().find<QAbstractButton>(u"condition.action"_s)->text(), u"Renew"_s);
    if (pane().ownProblem) {
        QVERIFY(eventually([&] { return inPane<ProblemView>() || world().find(u"sql.error"_s); }));
        QVERIFY(reads(u"The lease ran out"_s));
        if (auto* problem = inPane<ProblemView>())
            QCOMPARE(problem->fixButton()->text(), u"Renew"_s);
    }
    shoot();
    QVERIFY(!world().find(u"pay.dialog"_s));
    if (!pane().ownProblem)
        return; // see bring()
    QVERIFY(m_control->clearFaults());
    world().workspace().refreshAll();
    QVERIFY(eventually([&] { return strip().isEmpty(); }));
    open();
    recovers();
    QVERIFY(!world().find(u"pay.dialog"_s));
}

void States::hurried()
{
    enter(u"hurried"_s, [] {});
    if (!pane().ownProblem)
        return; // the strip is the same for all the others
    forgetProject(::hurried);
    open();
    QVERIFY(eventually([&] { return strip().contains(u"asks for a pause"_s) && strip().contains(u"Reading again in"_s); }));
    QVERIFY(eventually([&] { return reads(u"Too many requests"_s) && (inPane<ProblemView>() || world().find(u"sql.error"_s)); }));
    // Between two tries the button is free for a moment.
    QVERIFY(eventually([&] {
        auto* problem = inPane<ProblemView>();
        return !problem || (!problem->fixButton()->isEnabled() && problem->fixButton()->text().startsWith(u"Try again in"_s));
    }));
    shoot();
    QVERIFY(m_control->clearFaults());
    if (world().find(u"sql.error"_s))
        QVERIFY(world().click(u"sql.run"_s));
    // Nobody touches anything: when the pause is over it is read again.
    if (*pane().full)
        QVERIFY2(eventually([&] { return reads(QLatin1StringView(pane().full)) && !inPane<ProblemView>(); }), pane().full);
    QVERIFY(eventually([&] { return strip().isEmpty(); }));
}

void States::offline()
{
    enter(u"offline"_s, [this] {
        QVERIFY(m_control->fault(broken));
        world().workspace().refreshAll();
        QVERIFY(eventually([&] { return !world().workspace().isConnected(); }));
        m_end = [this] {
            QVERIFY(m_control->clearFaults());
            QVERIFY(world().click(u"condition.action"_s)); // "Try now"
            QVERIFY(eventually([&] { return world().workspace().isConnected() && strip().isEmpty(); }));
        };
    });
    open();
    QVERIFY2(strip().contains(u"No connection."_s), qPrintable(strip()));
    static const QRegularExpression age(u"Data from \\d\\d:\\d\\d\\."_s); // last in the line while it tries again
    QVERIFY(strip().contains(age));
    QVERIFY(eventually([&] { return strip().contains(u"Trying again in"_s); }));
    // What was read stays readable.
    const QString target = QLatin1StringView(pane().target);
    const bool kept = !pane().ownProblem || target == u"functions"_s || target == u"secrets"_s || target == u"rules"_s;
    if (kept && *pane().full && target != u"auth"_s && target != u"status"_s)
        QVERIFY2(eventually([&] { return reads(QLatin1StringView(pane().full)); }), pane().full);
    writesAreOff();
    shoot();
}

void States::leaseEnded()
{
    enter(u"lease"_s, [this] {
        QVERIFY(m_control->advanceClock(u"9d"_s));
        world().workspace().refreshAll();
        m_end = [this] { QVERIFY(m_control->resetClock()); };
        QVERIFY(eventually([&] { return world().workspace().leaseEndedAt().has_value(); }));
    });
    open();
    QVERIFY2(eventually([&] { return strip().contains(u"The lease ran out 2 day"_s); }), qPrintable(strip()));
    QVERIFY(strip().contains(u"on hold until you renew. In 5 day"_s));
    QCOMPARE(world().find<QAbstractButton>(u"condition.action"_s)->text(), u"Renew for free"_s);
    if (pane().target == QByteArray("overview"))
        QVERIFY(eventually([&] { return reads(u"ago. Ran out on"_s); })); // by the service's time, whatever this computer's is
    writesAreOff();
    shoot();
}

void States::readOnly()
{
    enter(u"readonly"_s, [this] {
        // What the newer generation answers to the probe.
        const QJsonObject said{{u"code"_s, u"AUTH_REQUIRED"_s}, {u"message"_s, u"Sign in"_s}, {u"retryable"_s, false}};
        for (const QString& path : {u"/projects/v1"_s, u"/apply/v1/releases/active"_s})
            QVERIFY(m_control->fault({{u"path"_s, path}, {u"status"_s, 401}, {u"body"_s, said}}));
        QVERIFY(m_control->fault({{u"reset"_s, true}})); // until cleared: requests in the background use some up
        world().workspace().refreshAll();
        QVERIFY(eventually([&] { return !world().workspace().isConnected(); }));
        QVERIFY(m_control->clearFaults());
        for (const QString& path : {u"/projects/v1"_s, u"/apply/v1/releases/active"_s})
            QVERIFY(m_control->fault({{u"path"_s, path}, {u"status"_s, 401}, {u"body"_s, said}}));
        world().workspace().reconnect();
        QVERIFY(eventually([&] { return world().workspace().isConnected(); }));
        QVERIFY(world().workspace().gateway().readOnly);
        m_end = [this] {
            QVERIFY(m_control->clearFaults());
            QVERIFY(m_control->fault(broken));
            world().workspace().refreshAll();
            QVERIFY(eventually([&] { return !world().workspace().isConnected(); }));
        };
    });
    open();
    QVERIFY2(strip().contains(u"Read only."_s), qPrintable(strip()));
    QVERIFY(strip().contains(u"Reading and copying work"_s));
    QCOMPARE(world().find<QAbstractButton>(u"condition.action"_s)->text(), u"Open status"_s);
    writesAreOff();
    shoot();
}

void States::topUpTellsWhatIsWrong()
{
    leave();
    m_end = [] {};
    const QList<std::pair<QJsonObject, QString>> troubles{{failing, u"The server had a fault"_s}, {::hurried, u"Too many requests"_s}, {broken, u"connection"_s}};
    for (const auto& [rule, words] : troubles) {
        QJsonObject only = rule;
        only.insert(u"path"_s, u"/billing/v1/checkouts"_s);
        QVERIFY(m_control->fault(only));
        world().app().open(u"wallet"_s);
        QVERIFY(world().click(u"wallet.fund"_s));
        QVERIFY(world().click(u"topup.continue"_s));
        QVERIFY2(eventually([&, expected = words] {
                     auto* problem = world().find(u"topup.problem"_s);
                     return problem && problem->accessibleName().contains(expected, Qt::CaseInsensitive);
                 }), qPrintable(words));
        QVERIFY(world().find(u"topup.continue"_s)->isEnabled()); // to try again
        QVERIFY(m_control->clearFaults());
        QVERIFY(world().click(u"topup.cancel"_s));
        QVERIFY(eventually([&] { return !world().find(u"topup"_s); }));
    }
}

void States::renewOpensTheWallet()
{
    leave();
    m_end = [] {};
    QVERIFY(m_control->advanceClock(u"8d"_s));
    world().workspace().refreshAll();
    world().app().open(u"secrets"_s);
    QVERIFY(eventually([&] { return strip().contains(u"The lease ran out"_s); }));
    QVERIFY(world().click(u"condition.action"_s));
    QVERIFY(eventually([&] { return world().window().documents()->currentId() == u"wallet"_s; }));
    QVERIFY(!world().find(u"pay.dialog"_s)); // nothing is paid by itself
    QVERIFY(world().click(u"wallet.tier.prototype.action"_s));
    QVERIFY(eventually([&] { return world().find(u"pay.dialog"_s) != nullptr; }));
    QVERIFY(eventually([&] { return world().find(u"pay.confirm"_s) && world().find(u"pay.confirm"_s)->isEnabled(); }));
    QVERIFY(world().click(u"pay.confirm"_s));
    QVERIFY(eventually([&] { return strip().isEmpty(); }));
    world().app().open(u"secrets"_s);
    QVERIFY(eventually([&] { return world().find(u"secrets.add"_s) && world().find(u"secrets.add"_s)->isEnabled(); }));
    QVERIFY(m_control->resetClock());
}

QTEST_MAIN(States)
#include "tst_states.moc"
