// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/agentwatch/agentbook.h"
#include "services/agentwatch/agentwatch.h"
#include "services/cli/clilink.h"
#include "services/ledger/ledgerbook.h"
#include "services/net/transport.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "tests/support/sandboxfixture.h"
#include "ui/common/moneymask.h"
#include "ui/ledger/ledgerview.h"
#include "ui/shell/bottomdock.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/topbar.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {

/// What this wallet has, got and paid, in figures no price has: 3.456789 of credit, 7.654321 noted as paid; agents spent
/// 1.234567.
const QRegularExpression kOwned(u"7[.,]65|3[.,]4[56]|1[.,]23"_s);
/// In tables of money every figure is somebody's.
const QRegularExpression kFigure(u"\\d[.,]\\d{2}"_s);

QStringList textsOf(QWidget* w)
{
    QStringList texts{w->accessibleName(), w->accessibleDescription(), w->toolTip()};
    if (auto* label = qobject_cast<QLabel*>(w))
        texts << label->text();
    if (auto* button = qobject_cast<QAbstractButton*>(w))
        texts << button->text();
    if (auto* line = qobject_cast<QLineEdit*>(w))
        texts << line->text() << line->placeholderText();
    if (auto* text = qobject_cast<QPlainTextEdit*>(w))
        texts << text->toPlainText();
    if (QAccessibleInterface* access = QAccessible::queryAccessibleInterface(w))
        texts << access->text(QAccessible::Name) << access->text(QAccessible::Description) << access->text(QAccessible::Value);
    for (const auto* menu : w->findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly)) {
        for (const QAction* entry : menu->actions())
            texts << entry->text();
    }
    return texts;
}

QStringList cellsOf(const QAbstractItemModel& model)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < model.columnCount(); ++column) {
            for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole), int(Qt::AccessibleDescriptionRole)})
                texts << model.index(row, column).data(role).toString();
        }
    }
    return texts;
}

} // namespace

/// Ctrl+Shift+M: no figure of what somebody has, got or paid can be read, heard or hovered anywhere, while prices and limits
/// stay, and what is copied stays exact.
class MoneyMaskTest : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<SandboxFixture> m_sandbox;
    std::unique_ptr<AppWorld> m_world;

    AppWorld& world() { return *m_world; }
    bool admin(const QString& path, const QJsonObject& body)
    {
        Transport transport;
        HttpRequest request;
        request.method = "POST";
        request.url = QUrl(m_sandbox->url().toString(QUrl::StripTrailingSlash) + path);
        request.headers = {{"X-Admin-Key", "contract-admin-key"}}; // of every server with --control
        request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
        request.contentType = "application/json";
        const auto reply = await(transport.send(request));
        return reply.ok() && reply->status / 100 == 2;
    }
    /// Everything that is on the screen now and says one of the wallet's own figures.
    QStringList told()
    {
        QStringList found;
        for (QWidget* top : QApplication::topLevelWidgets()) {
            for (QWidget* w : top->findChildren<QWidget*>()) {
                if (!w->isVisible())
                    continue;
                for (const QString& text : textsOf(w)) {
                    if (kOwned.match(text).hasMatch())
                        found << (w->objectName().isEmpty() ? QString::fromLatin1(w->metaObject()->className()) : w->objectName()) + u": "_s + text;
                }
                if (auto* view = qobject_cast<QAbstractItemView*>(w); view && view->model()) {
                    for (const QString& text : cellsOf(*view->model())) {
                        if (kOwned.match(text).hasMatch())
                            found << w->objectName() + u": "_s + text;
                    }
                }
            }
        }
        found.removeDuplicates();
        return found;
    }
    QStringList figuresIn(const QString& view)
    {
        auto* table = world().find<QAbstractItemView>(view);
        return table ? cellsOf(*table->model()).filter(kFigure) : QStringList{u"(not there)"_s};
    }
    /// A place tells figures, none of them while hidden, and all again afterwards.
    void comparePlace(const QString& table = {})
    {
        QVERIFY(!MoneyMask::of().isHidden());
        QVERIFY(eventually([&] { return !told().isEmpty(); }));
        QVERIFY(table.isEmpty() || !figuresIn(table).isEmpty());
        world().key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(MoneyMask::of().isHidden());
        QVERIFY2(eventually([&] { return told().isEmpty(); }, 2'000), qPrintable(told().join(u'\n')));
        QVERIFY2(table.isEmpty() || figuresIn(table).isEmpty(), qPrintable(figuresIn(table).join(u'\n')));
        world().shoot(u"masked-"_s + QString::fromLatin1(QTest::currentDataTag()));
        world().key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!told().isEmpty());
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sandbox = std::make_unique<SandboxFixture>();
        QVERIFY2(m_sandbox->isRunning(), qPrintable(m_sandbox->error()));
        AppWorld::Setup setup;
        setup.api = m_sandbox->url();
        m_world = std::make_unique<AppWorld>(setup);
        QVERIFY(world().start());
        QVERIFY(eventually([&] { return world().workspace().isConnected() || world().click(u"chooseSandbox"_s, 500); }, 60'000));
        QVERIFY(eventually([&] { return world().workspace().isConnected(); }, 60'000));
        QCOMPARE(world().subscribe(), QString());
        const QString address = world().services().wallets().active(true)->address;
        QVERIFY(admin("/billing/v1/admin/accounts/"_L1 + address + "/credit"_L1, {{u"amount_usd_micros"_s, 3'456'789}, {u"reason"_s, u"test"_s}}));
        AgentAct act;
        act.key = u"ledger:test"_s;
        act.at = QDateTime::currentDateTimeUtc();
        act.object = u"image"_s;
        act.costMicros = 1'234'567;
        AgentBook book(world().services().store());
        QVERIFY(await(book.add(world().workspace().world(), {act}, {})).ok());
        QCOMPARE(codeOf(await(world().services().cliLink().link(true))), u"ok"_s);
        world().workspace().record(u"payment"_s, u"Paid 7.654321 USDC for a test"_s, {}, 7'654'321);
        world().workspace().refreshBalances();
        QVERIFY(eventually([&] { return !told().isEmpty(); })); // the top bar
    }
    void cleanupTestCase()
    {
        m_world.reset();
        m_sandbox.reset();
    }
    void cleanup()
    {
        MoneyMask::of().setHidden(false);
        tellFailure(m_world.get());
    }

    void places_data()
    {
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("shown"); // when it is ready
        QTest::addColumn<QString>("table"); // of money; may be empty
        QTest::newRow("overview") << u"overview"_s << u"overview"_s << QString();
        QTest::newRow("wallet") << u"wallet"_s << u"wallet.list"_s << u"wallet.list"_s;
        QTest::newRow("ledger") << u"ledger:rows"_s << u"ledger.list"_s << u"ledger.list"_s;
        QTest::newRow("months") << u"ledger:months"_s << u"ledger.months.form"_s << QString();
        QTest::newRow("status") << u"status"_s << u"status"_s << QString();
        QTest::newRow("agents") << u"dock:agents"_s << u"dock.agents.grid"_s << u"dock.agents.grid"_s;
        QTest::newRow("activity") << u"dock:activity"_s << u"dock.activity.grid"_s << u"dock.activity.grid"_s;
    }
    void places()
    {
        QFETCH(QString, place);
        QFETCH(QString, shown);
        QFETCH(QString, table);
        world().app().open(place);
        QVERIFY(eventually([&] { return world().find(shown) != nullptr; }));
        QVERIFY(eventually([&] { return !world().services().ledger().isReading(); }));
        QVERIFY(table.isEmpty() || eventually([&] { return !figuresIn(table).isEmpty(); }));
        comparePlace(table);
    }

    void dialogs()
    {
        world().window().bottomDock()->setOpen(false);
        world().app().open(u"wallet"_s);
        world().key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(MoneyMask::of().isHidden());
        // What is paid stays readable, what is left afterwards does not.
        QVERIFY(world().click(u"wallet.tier.prototype.action"_s));
        QVERIFY(eventually([&] { return world().find(u"pay.dialog"_s) != nullptr; }));
        QCOMPARE(world().find<QLabel>(u"pay.amount"_s)->text(), u"0.100000"_s);
        QVERIFY2(told().isEmpty(), qPrintable(told().join(u'\n')));
        world().shoot(u"masked-payment"_s);
        QVERIFY(world().click(u"pay.cancel"_s));
        QVERIFY(eventually([&] { return !world().find(u"pay.dialog"_s); }));
        QVERIFY(world().click(u"wallet.fund"_s));
        QVERIFY(eventually([&] { return world().find(u"topup.continue"_s) != nullptr; }));
        QVERIFY2(told().isEmpty(), qPrintable(told().join(u'\n')));
        world().key(Qt::Key_Escape);
        QVERIFY(eventually([&] { return !world().find(u"topup.continue"_s); }));
        Q_EMIT world().window().topBar()->commandAsked();
        QVERIFY(eventually([&] { return qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr; }));
        QTest::keyClicks(QApplication::focusWidget(), u"edit the budget"_s);
        world().settle();
        world().key(Qt::Key_Return);
        QVERIFY(eventually([&] { return world().find(u"budgetDialog"_s) != nullptr; }));
        QVERIFY2(told().isEmpty(), qPrintable(told().join(u'\n')));
        world().key(Qt::Key_Escape);
    }

    /// A file is made to be kept and a figure is copied to be pasted: what the mask keeps from the screen is exact there.
    void filesStayExact()
    {
        MoneyMask::of().setHidden(true);
        world().app().open(u"ledger:rows"_s);
        QVERIFY(eventually([&] { return world().find(u"ledger.csv"_s) != nullptr; }));
        const QString file = world().dataFolder() + u"/masked.csv"_s;
        QVERIFY(world().click(u"ledger.csv"_s));
        QVERIFY(world().giveFile(file));
        QVERIFY(eventually([&] {
            QFile csv(file);
            return csv.open(QIODevice::ReadOnly) && csv.readAll().contains("3.456789");
        }));
    }
};

QTEST_MAIN(MoneyMaskTest)
#include "tst_moneymask.moc"
