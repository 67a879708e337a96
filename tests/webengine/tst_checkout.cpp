// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/services.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "tests/support/webenginemain.h"
#include "ui/browser/browserpage.h"
#include "ui/browser/browsersurface.h"
#include "ui/browser/webpreviewfactory.h"
#include "ui/shell/mainwindow.h"
#include "ui/topup/topupdialog.h"
#include "ui/topup/topuppages.h"

#include <QDir>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QWebEngineProfile>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// The checkout in the embedded browser, on the sandbox's own page: paid, declined, left, and led astray.
class CheckoutTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void cleanupTestCase() { m_world.reset(); }
    void paysAndIsCreditedOnce();
    void declinedCardChargesNothing();
    void leavingThePageIsNoPayment();
    void goesNowhereElse();

private:
    bool openCheckout();
    bool run(const QString& script);
    bool reads(const QString& text) const { return m_dialog && m_world->words(m_dialog).contains(text); }
    qint64 credit();
    BrowserSurface* surface() const { return qobject_cast<BrowserSurface*>(m_dialog ? m_dialog->checkoutPage()->surface() : nullptr); }
    void shoot(const QString& name);

    std::unique_ptr<AppWorld> m_world;
    WebPreviewFactory m_previews;
    QPointer<TopUpDialog> m_dialog;
};

void CheckoutTest::initTestCase()
{
    m_world = std::make_unique<AppWorld>();
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
    QCOMPARE(m_world->subscribe(), QString());
}

void CheckoutTest::cleanup()
{
    tellFailure(m_world.get());
    delete m_dialog.data();
}

void CheckoutTest::shoot(const QString& name)
{
    if (const QString folder = qEnvironmentVariable("RUN402_SHOTS"); !folder.isEmpty()) {
        QDir().mkpath(folder);
        m_world->window().grab().save(folder + u"/"_s + name + u".png"_s);
    }
}

bool CheckoutTest::openCheckout()
{
    m_dialog = new TopUpDialog(m_world->services(), m_previews, &m_world->window());
    m_dialog->open();
    if (!m_world->click(u"topup.continue"_s) || !eventually([&] { return surface() != nullptr; }))
        return false;
    return eventually([&] { return run(u"!!document.getElementById('pay')"_s); }, browserMs);
}

bool CheckoutTest::run(const QString& script)
{
    if (!surface())
        return false;
    std::optional<QVariant> answer;
    surface()->page()->runJavaScript(script, [&](const QVariant& v) { answer = v; });
    constexpr int lostMs = 10'000; // a page that goes away takes its answer with it; who asks asks again
    return QTest::qWaitFor([&] { return answer.has_value(); }, lostMs) && answer->toBool();
}

qint64 CheckoutTest::credit()
{
    const auto balances = await(m_world->services().money().balances());
    for (const RailBalance& b : balances.valueOr({})) {
        if (b.rail == Rail::Credit)
            return b.micros.value_or(-1);
    }
    return -1;
}

void CheckoutTest::paysAndIsCreditedOnce()
{
    const qint64 before = credit();
    QVERIFY(openCheckout());
    QVERIFY(surface()->page()->profile()->isOffTheRecord());
    QVERIFY(m_world->words(m_dialog).contains(m_world->workspace().gateway().base.host()));
    shoot(u"topup-checkout"_s);
    // Two presses of the page's button are one payment.
    QVERIFY(run(u"const p=document.getElementById('pay');p.click();p.click();true"_s));
    QVERIFY(eventually([&] { return reads(u"$10.00 added"_s); }));
    QVERIFY(!surface());
    QCOMPARE(credit(), before + 10'000'000);
    QVERIFY(m_world->click(u"topup.done"_s));
}

void CheckoutTest::declinedCardChargesNothing()
{
    const qint64 before = credit();
    QVERIFY(openCheckout());
    QVERIFY(run(u"document.getElementById('card').value='4000000000000002';document.getElementById('pay').click();true"_s));
    QVERIFY(eventually([&] { return run(u"!!document.getElementById('problem')"_s); }));
    QVERIFY(eventually([&] { return reads(u"Nothing was charged"_s); }));
    QCOMPARE(credit(), before);
    QVERIFY(!reads(u"added"_s));
    // The same checkout takes another card.
    QVERIFY(run(u"document.getElementById('card').value='4242424242424242';document.getElementById('pay').click();true"_s));
    QVERIFY(eventually([&] { return reads(u"$10.00 added"_s); }));
    QCOMPARE(credit(), before + 10'000'000);
}

void CheckoutTest::leavingThePageIsNoPayment()
{
    const qint64 before = credit();
    QVERIFY(openCheckout());
    QVERIFY(run(u"document.getElementById('cancel').click();true"_s));
    QVERIFY(eventually([&] { return run(u"document.body.innerText.includes('Nothing was paid')"_s); }));
    surface()->reload();
    QVERIFY(eventually([&] { return run(u"document.body.innerText.includes('Nothing was paid')"_s); }));
    QVERIFY(!reads(u"added"_s));
    QCOMPARE(credit(), before);
    QVERIFY(m_world->click(u"topup.close"_s));
    QVERIFY(eventually([&] { return !m_dialog; }));
    QCOMPARE(credit(), before);
}

void CheckoutTest::goesNowhereElse()
{
    QTcpServer elsewhere;
    QVERIFY(elsewhere.listen(QHostAddress::LocalHost));
    int asked = 0;
    connect(&elsewhere, &QTcpServer::newConnection, this, [&] {
        ++asked;
        elsewhere.nextPendingConnection()->deleteLater();
    });
    QVERIFY(openCheckout());
    const QString there = u"http://127.0.0.1:%1/"_s.arg(elsewhere.serverPort());
    QVERIFY(run(u"location.href='%1';true"_s.arg(there)));
    QVERIFY(eventually([&] { return reads(u"Not opened: 127.0.0.1"_s); }));
    run(u"window.open('%1');true"_s.arg(there));
    run(u"const f=document.createElement('form');f.method='post';f.action='%1';document.body.append(f);f.submit();true"_s.arg(there));
    QVERIFY(run(u"!!document.getElementById('pay')"_s));
    QCOMPARE(asked, 0);
}

RUN402_WEBENGINE_MAIN(CheckoutTest, "", )
#include "tst_checkout.moc"
