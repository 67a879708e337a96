// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "app/panes.h"
#include "services/services.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "ui/common/button.h"
#include "ui/shell/documentarea.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/topbar.h"

#include <QDirIterator>
#include <QLabel>
#include <QRegularExpression>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {

/// The first word of what a service charges for, or could: an action of that kind says its price, "free" included.
const QRegularExpression kCosting(u"^(Deploy|Renew|Get|Move|Buy|Pay|Subscribe|Fork|Publish|Create|Generate|Claim|Make it live|New project|Send message|Save contact|"
                                  "Continue to card|Set %|Run setup|Start over|Try again from here|Go on for)\\b"_s);
const QRegularExpression kPrice(u"(\\bfree\\b|\\$\\d|\\d (test )?USDC)"_s, QRegularExpression::CaseInsensitiveOption);

/// What only looks like one, by object name, with the reason.
const QHash<QString, QString> kOther{
    {u"wallet.create"_s, u"makes a key on this computer"_s},
    {u"start.wallet"_s, u"makes a key on this computer"_s},
    {u"overview.deploy"_s, u"opens the Deploy pane, whose button has the price"_s},
    {u"app.fork"_s, u"opens the dialog, whose button has the price"_s},
    {u"functions.new"_s, u"a draft on this computer"_s},
    {u"market.mine.publish"_s, u"opens the dialog, whose button has the price"_s},
    {u"market.publish"_s, u"opens the dialog, whose button has the price"_s},
    {u"topup.continue"_s, u"no amount is chosen yet"_s},
};

QString nameOf(const QAbstractButton* b)
{
    QString name = b->objectName();
    for (const QWidget* w = b->parentWidget(); name.isEmpty() && w; w = w->parentWidget())
        name = w->objectName().isEmpty() ? QString() : w->objectName() + u" > "_s + b->text();
    return name;
}

} // namespace

/// Nothing that can cost is pressed without its price in sight.
class PricesTest : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<AppWorld> m_world;
    int m_priced = 0;

    QStringList unpriced()
    {
        QStringList wrong;
        const auto tops = QApplication::topLevelWidgets();
        for (const QWidget* top : tops) {
            const auto buttons = top->findChildren<Button*>();
            for (const Button* b : buttons) {
                if (!kCosting.match(b->text()).hasMatch() || kOther.contains(b->objectName()))
                    continue;
                if (kPrice.match(b->text()).hasMatch())
                    ++m_priced;
                else
                    wrong << u"%1 (%2)"_s.arg(b->text(), nameOf(b));
            }
        }
        return wrong;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_world = std::make_unique<AppWorld>();
        QVERIFY(m_world->start());
        QCOMPARE(m_world->connectSandbox(), QString());
        m_world->app().open(u"overview"_s);
        QVERIFY(eventually([&] { return m_world->find(u"start.wallet"_s) != nullptr; }));
        QCOMPARE(unpriced().join(u'\n'), QString());
        QCOMPARE(m_world->subscribe(), QString());
        QCOMPARE(m_world->makeProject(u"priced"_s), QString());
    }
    void cleanupTestCase() { m_world.reset(); }

    void everyPane()
    {
        PaneWiring none;
        const PaneRegistry panes = makePanes(m_world->services(), m_world->app().theme(), nullptr, none);
        QVERIFY(panes.all().size() > 15);
        QStringList wrong;
        for (const PaneInfo& pane : panes.all()) {
            m_world->app().open(pane.id);
            QVERIFY2(eventually([&] { return m_world->window().documents()->find(pane.id) != nullptr || pane.unlimited; }), qPrintable(pane.id));
            m_world->settle();
            (void)eventually([&] { return unpriced().isEmpty(); }, 3'000); // a price that is being read
            wrong << unpriced();
        }
        wrong.removeDuplicates();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
        QVERIFY2(m_priced > 20, qPrintable(QString::number(m_priced))); // the walk has seen what it is about
    }

    void dialogsThatPay()
    {
        m_world->app().open(u"wallet"_s);
        QVERIFY(eventually([&] {
            auto* hobby = m_world->find<Button>(u"wallet.tier.hobby.action"_s);
            return hobby && hobby->text() == u"Move up for $5.00"_s;
        }));
        QCOMPARE(m_world->find<Button>(u"wallet.tier.prototype.action"_s)->text(), u"Renew for free"_s);
        QVERIFY(m_world->click(u"wallet.tier.hobby.action"_s));
        QVERIFY(eventually([&] { return m_world->find(u"tierDialog.accept"_s) != nullptr; }));
        QCOMPARE(m_world->find<Button>(u"tierDialog.accept"_s)->text(), u"Go on for $5.00"_s);
        QVERIFY(m_world->click(u"tierDialog.cancel"_s));
        m_world->app().open(u"images"_s);
        QVERIFY(eventually([&] {
            auto* generate = m_world->find<Button>(u"images.generate"_s);
            return generate && generate->text() == u"Generate, free"_s; // three cents of play money, by the service's own price
        }));
        m_world->app().open(u"wallet"_s);
        QVERIFY(m_world->click(u"wallet.fund"_s));
        QVERIFY(eventually([&] { return m_world->find(u"topup.continue"_s) != nullptr; }));
        const QString card = m_world->find<Button>(u"topup.continue"_s)->text();
        QVERIFY2(kPrice.match(card).hasMatch(), qPrintable(card));
        m_world->key(Qt::Key_Escape);
    }

    void realMoneyIsAgreedWithItsBudgetInView()
    {
        Q_EMIT m_world->window().topBar()->environmentRequested(Environment::Mainnet);
        QVERIFY(eventually([&] { return m_world->find(u"budgetDialog"_s) && m_world->find<QLabel>(u"budget.summary"_s); }));
        auto* summary = m_world->find<QLabel>(u"budget.summary"_s);
        QVERIFY(eventually([&] { return summary->text().startsWith(u"Payments up to $0.10 go without a question"_s); }));
        QVERIFY2(summary->text().contains(u"$5.00 each, or more than $20.00 a month"_s), qPrintable(summary->text()));
        QVERIFY(!m_world->find(u"budget.world"_s)); // this is about real money alone
        m_world->shoot(u"guard-mainnet"_s);
        QVERIFY(m_world->click(u"budget.cancel"_s));
        QVERIFY(eventually([&] { return !m_world->find(u"budgetDialog"_s); }));
        QVERIFY(m_world->workspace().isSandbox());
    }

    /// Whoever calls what can cost has a price on a button of that folder.
    void everyCallerNamesAPrice()
    {
        const QRegularExpression call(u"(money\\(\\)\\s*\\.\\s*(setTier|image|topUp)|market\\(\\)\\s*\\.\\s*(fork|publish)|releases\\(\\)\\s*\\.\\s*commit|\\.createProject)\\("_s);
        const QRegularExpression price(u"(priceWords\\(|, free\"|toDollarText\\(|toPriceText\\()"_s);
        QHash<QString, bool> calls, prices;
        for (const QString& root : {u"ui"_s, u"app"_s}) {
            QDirIterator files(QStringLiteral(RUN402_SOURCE_DIR) + u'/' + root, {u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                const QString text = QString::fromUtf8(file.readAll());
                const QString folder = QFileInfo(file).path();
                calls[folder] = calls.value(folder) || call.match(text).hasMatch();
                prices[folder] = prices.value(folder) || price.match(text).hasMatch();
            }
        }
        int callers = 0;
        for (auto it = calls.cbegin(); it != calls.cend(); ++it) {
            callers += it.value();
            // The composition root opens dialogs of other folders.
            QVERIFY2(!it.value() || prices.value(it.key()) || it.key().endsWith(u"/app"_s), qPrintable(it.key()));
        }
        QVERIFY(callers >= 5);
    }
};

QTEST_MAIN(PricesTest)
#include "tst_prices.moc"
