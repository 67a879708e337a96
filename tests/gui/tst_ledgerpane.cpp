// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "models/item/ledgermodel.h"
#include "services/ledger/ledgerbook.h"
#include "services/pay/paymentjournal.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/ledger/ledgerview.h"
#include "ui/shell/mainwindow.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using State = Payment::State;

/// The ledger as a person uses it, over a real server.
class LedgerPaneTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void cleanup();
    void loadsNoChartBeforeItIsWanted();
    void listsEveryRailAndAddsUp();
    void searchesFiltersAndLabels();
    void savesCsv();
    void monthsAsChartAndTable();
    void inboxSaysWhatIsKnown();
    void retryWaitsForProof();

private:
    bool opened(const QString& page = {});
    LedgerView* view() const { return m_world->find<LedgerView>(u"ledger.view"_s); }
    QTableView* table() const { return m_world->find<QTableView>(u"ledger.list"_s); }
    /// A payment made and left in a state, as a program that was killed leaves it.
    Payment leave(const QString& purpose, State state, const QString& reason);
    std::unique_ptr<AppWorld> m_world;
};

static bool chartsLoaded()
{
    QFile maps(u"/proc/self/maps"_s);
    return maps.open(QIODevice::ReadOnly) && maps.readAll().contains("libQt6Charts");
}

void LedgerPaneTest::initTestCase()
{
    m_world = std::make_unique<AppWorld>();
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
    QCOMPARE(m_world->subscribe(), QString());
    QCOMPARE(m_world->makeProject(u"Board"_s), QString());
}

void LedgerPaneTest::cleanupTestCase()
{
    const QString stalls = m_world->stallReport();
    m_world.reset();
    QCOMPARE(stalls, QString());
}

void LedgerPaneTest::cleanup()
{
    if (QTest::currentTestFailed())
        qInfo().noquote() << "On screen:" << m_world->words();
}

bool LedgerPaneTest::opened(const QString& page)
{
    m_world->app().open(page.isEmpty() ? u"ledger:rows"_s : u"ledger:"_s + page);
    return eventually([&] { return m_world->find(u"ledger"_s) != nullptr; }) && eventually([&] { return !m_world->services().ledger().isReading(); });
}

Payment LedgerPaneTest::leave(const QString& purpose, State state, const QString& reason)
{
    PaymentJournal& journal = m_world->services().journal();
    Payment p;
    p.environment = u"sandbox"_s;
    p.purpose = purpose;
    p.method = u"POST"_s;
    p.path = u"/tiers/v1/prototype"_s;
    p.host = u"127.0.0.1"_s;
    p.network = u"eip155:84532"_s;
    p.asset = u"0x036CbD53842c5426634e7929541eC2318f3dCF7e"_s;
    p.payTo = u"0x4a9f1d20c7e35b8862d07af19b3ce5540f8d21b7"_s;
    p.payer = m_world->services().wallets().active(true)->address;
    p.amountMicros = 90'000;
    PaymentJournal::Limits limits;
    limits.besideUnresolved = true;
    const auto drafted = await(journal.draft(p, limits));
    if (!drafted.ok())
        return {};
    const QString nonce = u"0x"_s + QString::fromLatin1(QCryptographicHash::hash(drafted->id.toLatin1(), QCryptographicHash::Sha256).toHex());
    if (!await(journal.markSigned(drafted->id, {nonce, QDateTime::currentDateTimeUtc().addSecs(300)})).ok()
        || !await(journal.markSent(drafted->id)).ok())
        return {};
    return *await(journal.finish(drafted->id, {state, reason, {}, {}}));
}

void LedgerPaneTest::loadsNoChartBeforeItIsWanted()
{
    QVERIFY(!chartsLoaded());
    QVERIFY(opened());
    QVERIFY(!chartsLoaded());
}

void LedgerPaneTest::listsEveryRailAndAddsUp()
{
    QVERIFY(opened());
    QVERIFY(eventually([&] { return view()->model().rowCount() >= 2; }));
    QTRY_VERIFY(m_world->reads(u"Adds up"_s));
    QVERIFY(!m_world->reads(u"not explained"_s));
    QVERIFY(m_world->reads(u"Base Sepolia back to"_s));
    QVERIFY(m_world->find(u"ledger.total.base-sepolia"_s));
    m_world->settle();
    m_world->unwatched([&] { m_world->shoot(u"ledger"_s); });
}

void LedgerPaneTest::searchesFiltersAndLabels()
{
    QVERIFY(opened());
    QVERIFY(eventually([&] { return view()->model().rowCount() >= 2; }));
    QVERIFY(m_world->type(u"ledger.search"_s, u"prototype"_s));
    QVERIFY(eventually([&] { return view()->model().rowCount() == 1; }));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(table()->model()->index(0, LedgerModel::What)).center());
    QVERIFY(m_world->type(u"ledger.label"_s, u"Client A\n"_s));
    QVERIFY(eventually([&] { return view()->model().rowCount() == 1 && view()->model().at(0).label == "Client A"_L1; }));
    QVERIFY(m_world->type(u"ledger.note"_s, u"for the demo\n"_s));
    QVERIFY(eventually([&] { return view()->model().at(0).note == "for the demo"_L1; }));
    for (int i = 0; i < 9; ++i) // the search is emptied like a person does
        QTest::keyClick(m_world->find(u"ledger.search"_s), Qt::Key_Backspace);
    QVERIFY(m_world->click(u"ledger.search"_s));
    QTest::keyClick(m_world->find(u"ledger.search"_s), Qt::Key_Escape);
    QVERIFY(eventually([&] { return view()->model().rowCount() >= 2; }));
    LedgerFilter filter;
    filter.label = u"Client A"_s;
    view()->setFilter(filter);
    QVERIFY(eventually([&] { return view()->model().rowCount() == 1; }));
    QVERIFY(m_world->click(u"ledger.clear"_s));
    QVERIFY(eventually([&] { return view()->model().rowCount() >= 2; }));
}

void LedgerPaneTest::savesCsv()
{
    QVERIFY(opened());
    QVERIFY(eventually([&] { return view()->model().rowCount() >= 2; }));
    QTemporaryDir folder;
    const QString path = folder.filePath(u"ledger.csv"_s);
    QVERIFY(m_world->click(u"ledger.csv"_s));
    QVERIFY(m_world->giveFile(path));
    QTRY_VERIFY(QFile::exists(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray csv = file.readAll();
    QCOMPARE(csv.count("\r\n"), view()->model().rowCount() + 1);
    QVERIFY(csv.contains("\"Prototype tier\""));
    QVERIFY(csv.contains("\"0.100000\""));
}

void LedgerPaneTest::monthsAsChartAndTable()
{
    QVERIFY(opened(u"months"_s));
    QVERIFY(eventually([&] { return m_world->find(u"ledger.chart"_s) || m_world->find(u"ledger.months.table"_s); }));
    if (m_world->find(u"ledger.chart"_s)) {
        QVERIFY(chartsLoaded());
        m_world->unwatched([&] { m_world->shoot(u"ledger-months"_s); });
        auto* form = m_world->find<SegmentedControl>(u"ledger.months.form"_s);
        form->setFocus();
        QTest::keyClick(form, Qt::Key_Right);
    }
    QVERIFY(eventually([&] { return m_world->find(u"ledger.months.table"_s) != nullptr; }));
    auto* months = m_world->find<QTableView>(u"ledger.months.table"_s);
    QVERIFY(months->model()->rowCount() >= 1);
    QCOMPARE(months->model()->index(0, 1).data().toString(), u"0.100000"_s);
}

void LedgerPaneTest::inboxSaysWhatIsKnown()
{
    QVERIFY(opened());
    QVERIFY(!m_world->find(u"inboxBadge"_s));
    const Payment lost = leave(u"tier:prototype"_s, State::Unknown, u"no_answer:net.reset"_s);
    QVERIFY(!lost.id.isEmpty());
    // The top bar says so wherever one is, and leads to it.
    QTRY_VERIFY(m_world->find(u"inboxBadge"_s));
    QVERIFY(m_world->find(u"inboxBadge"_s)->accessibleName().startsWith(u"1 payment"_s));
    QVERIFY(m_world->click(u"inboxBadge"_s));
    QTRY_VERIFY(m_world->find(u"ledger.inbox.check"_s));
    QTRY_VERIFY(m_world->reads(u"Outcome unknown"_s));
    QVERIFY(m_world->reads(u"Not known: Whether the 0.09 moved."_s));
    QCOMPARE(m_world->services().ledger().unresolved().size(), 1);
    QVERIFY(m_world->find(u"ledger.inbox.check"_s));
    m_world->settle();
    m_world->unwatched([&] { m_world->shoot(u"ledger-inbox"_s); });
    m_world->app().open(u"ledger:rows"_s);
    QTRY_VERIFY(m_world->find(u"ledger.open"_s));
}

void LedgerPaneTest::retryWaitsForProof()
{
    const Payment refused = leave(u"image"_s, State::Refused, u"rejected"_s);
    QVERIFY(!refused.id.isEmpty());
    QVERIFY(opened(u"inbox"_s));
    QTRY_VERIFY(m_world->find(u"ledger.inbox.retry"_s));
    QVERIFY(m_world->click(u"ledger.inbox.retry"_s));
    QTRY_VERIFY(m_world->reads(u"the first signature could still be used"_s));
    QVERIFY(m_world->find(u"ledger"_s)); // and nothing was paid or opened
    const auto all = await(m_world->services().journal().list({})).valueOr({});
    QVERIFY(std::none_of(all.cbegin(), all.cend(), [](const Payment& p) { return p.purpose == "image"_L1 && p.state == State::Settled; }));
}

QTEST_MAIN(LedgerPaneTest)
#include "tst_ledgerpane.moc"
