// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/pay/paymentjournal.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/mainwindow.h"

#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// Free pathUSD and a tier paid with it: the whole window on the local server and its Tempo chain.
class TestTempo : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_world = std::make_unique<AppWorld>();
        QVERIFY(m_world->start());
        QCOMPARE(m_world->connectSandbox(), QString());
        QVERIFY(m_world->click(u"start.wallet"_s));
        QVERIFY(eventually([&] { return m_world->services().wallets().active(true).has_value(); }));
    }

    void cleanupTestCase()
    {
        const QString stalls = m_world->stallReport();
        m_world.reset();
        QCOMPARE(stalls, QString());
    }

    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        if (m_failed)
            QSKIP("every step stands on the one before");
    }

    void cleanup()
    {
        if (!QTest::currentTestFailed())
            return;
        m_failed = true;
        qInfo().noquote() << "On screen:" << m_world->words();
    }

    /// By the CLI's own name, as somebody who knows that one would.
    void faucetFillsTheCard()
    {
        m_world->key(Qt::Key_K, Qt::ControlModifier);
        QVERIFY(eventually([&] {
            auto* edit = m_world->find(u"paletteEdit"_s);
            return edit && edit->hasFocus();
        }));
        for (const QChar c : u"run402 init mpp"_s)
            QTest::keyClick(m_world->find(u"paletteEdit"_s), c.toLatin1());
        QVERIFY(eventually([&] {
            auto* palette = m_world->window().findChild<CommandPalette*>();
            return palette && palette->shownIds().value(0) == u"init.mpp"_s;
        }));
        m_world->key(Qt::Key_Return);
        QVERIFY(eventually([&] { return m_world->find(u"wallet.faucet.tempo"_s) != nullptr; }));
        QVERIFY(m_world->click(u"wallet.faucet.tempo"_s));
        QVERIFY(eventually([&] {
            auto* amount = m_world->find<QLabel>(u"wallet.balance.tempo"_s);
            return amount && amount->text() == u"1,000,000"_s;
        }));
        QVERIFY(eventually([&] { return m_world->reads(u"pathUSD on Tempo"_s); })); // the toast
        m_world->shoot(u"10-wallet-tempo"_s);
    }

    void tierForPathUsd()
    {
        QVERIFY(m_world->click(u"wallet.tier.prototype.action"_s));
        QVERIFY(eventually([&] { return m_world->find(u"pay.confirm"_s) != nullptr; }));
        // There is no USDC, so the policy went on to the next rail.
        QCOMPARE(m_world->find<QPushButton>(u"pay.confirm"_s)->text(), u"Pay 0.10 pathUSD"_s);
        QVERIFY(m_world->reads(u"Tempo transaction 0x76"_s));
        QVERIFY(!m_world->find(u"pay.rail"_s)); // nothing else could pay it
        m_world->shoot(u"11-payment-tempo-window"_s);
        QVERIFY(m_world->click(u"pay.confirm"_s));
        QVERIFY(eventually([&] { return m_world->find(u"wallet.tier.current"_s) != nullptr; }));
        const auto payments = await(m_world->services().journal().list({})).valueOr({});
        QCOMPARE(payments.size(), 1);
        QCOMPARE(payments[0].state, Payment::State::Settled);
        QCOMPARE(payments[0].rail, Rail::TempoPathUsd);
    }

    void theOtherWayOnRequest()
    {
        QVERIFY(m_world->click(u"wallet.faucet.base-sepolia"_s));
        QVERIFY(eventually([&] {
            auto* amount = m_world->find<QLabel>(u"wallet.balance.base-sepolia"_s);
            return amount && amount->text() == u"0.25"_s;
        }));
        QVERIFY(m_world->click(u"wallet.tier.prototype.action"_s));
        QVERIFY(eventually([&] { return m_world->find(u"pay.confirm"_s) != nullptr; }));
        QCOMPARE(m_world->find<QPushButton>(u"pay.confirm"_s)->text(), u"Pay 0.10 USDC"_s);
        auto* change = m_world->find<QPushButton>(u"pay.rail"_s);
        QVERIFY(change && change->menu());
        change->menu()->actions().last()->trigger();
        QVERIFY(eventually([&] {
            auto* pay = m_world->find<QPushButton>(u"pay.confirm"_s);
            return pay && pay->text() == u"Pay 0.10 pathUSD"_s && pay->isEnabled();
        }));
        m_world->key(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(eventually([&] {
            const auto payments = await(m_world->services().journal().list({})).valueOr({});
            return payments.size() == 2 && payments[0].state == Payment::State::Settled
                && payments[0].rail == Rail::TempoPathUsd;
        }));
    }

private:
    std::unique_ptr<AppWorld> m_world;
    bool m_failed = false;
};

QTEST_MAIN(TestTempo)
#include "tst_tempo.moc"
