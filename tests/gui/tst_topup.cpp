// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/net/transport.h"
#include "services/services.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/theme.h"
#include "ui/shell/mainwindow.h"
#include "ui/topup/checkoutaddress.h"

#include <QDesktopServices>
#include <QDir>
#include <QLabel>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// Adding credit by card through the window and a real server; the card page is paid from outside, as a system browser does.
class TopUpTest : public QObject
{
    Q_OBJECT
public Q_SLOTS:
    void remember(const QUrl& url) { m_opened << url; }

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init() { m_opened.clear(); }
    void cleanup();
    void knowsCheckoutAddresses_data();
    void knowsCheckoutAddresses();
    void refusesAmountsNoCardTakes();
    void creditsOnceInTheSystemBrowser();
    void creditArrivesAfterClosing();

private:
    bool openDialog();
    bool useBrowser();
    bool useShownPage(); ///< the checkout that is being opened
    bool post(const QUrl& url, const QByteArray& form);
    qint64 credit();
    std::unique_ptr<AppWorld> m_world;
    QList<QUrl> m_opened;
};

void TopUpTest::initTestCase()
{
    QDesktopServices::setUrlHandler(u"http"_s, this, "remember");
    m_world = std::make_unique<AppWorld>();
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
    QCOMPARE(m_world->subscribe(), QString());
    m_world->app().open(u"wallet"_s);
}

void TopUpTest::cleanupTestCase()
{
    const QString stalls = ended(m_world);
    QDesktopServices::unsetUrlHandler(u"http"_s);
    QCOMPARE(stalls, QString());
}

void TopUpTest::cleanup()
{
    tellFailure(m_world.get());
}

bool TopUpTest::openDialog()
{
    return m_world->click(u"wallet.fund"_s) && eventually([&] { return m_world->find(u"topup.continue"_s) != nullptr; });
}

/// Continue, and the system browser instead of the embedded page.
bool TopUpTest::useBrowser()
{
    return m_world->click(u"topup.continue"_s) && useShownPage();
}

bool TopUpTest::useShownPage()
{
    if (!eventually([&] { return !m_opened.isEmpty() || m_world->find(u"topup.systemBrowser"_s); }))
        return false;
    return !m_opened.isEmpty() || (m_world->click(u"topup.systemBrowser"_s) && eventually([&] { return !m_opened.isEmpty(); }));
}

bool TopUpTest::post(const QUrl& url, const QByteArray& form)
{
    QNetworkAccessManager net;
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/x-www-form-urlencoded"));
    QNetworkReply* reply = net.post(request, form);
    QSignalSpy done(reply, &QNetworkReply::finished);
    const bool answered = done.wait(20'000);
    reply->deleteLater();
    return answered;
}

qint64 TopUpTest::credit()
{
    const auto balances = await(m_world->services().money().balances());
    for (const RailBalance& b : balances.valueOr({})) {
        if (b.rail == Rail::Credit)
            return b.micros.value_or(-1);
    }
    return -1;
}

void TopUpTest::knowsCheckoutAddresses_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<bool>("sandbox");
    QTest::addColumn<bool>("good");
    QTest::newRow("stripe") << u"https://checkout.stripe.com/c/pay/cs_1"_s << false << true;
    QTest::newRow("stripe without TLS") << u"http://checkout.stripe.com/c"_s << false << false;
    QTest::newRow("looks like it") << u"https://checkout.stripe.com.evil.example/"_s << false << false;
    QTest::newRow("suffix") << u"https://notstripe.com/"_s << false << false;
    QTest::newRow("user part") << u"https://checkout.stripe.com@evil.example/"_s << false << false;
    QTest::newRow("stripe with a user") << u"https://evil@checkout.stripe.com/"_s << false << false;
    QTest::newRow("other port") << u"https://checkout.stripe.com:8443/"_s << false << false;
    QTest::newRow("own host on mainnet") << u"http://localhost:4020/x"_s << false << false;
    QTest::newRow("sandbox") << u"http://localhost:4020/sandbox/checkout/1"_s << true << true;
    QTest::newRow("other local port") << u"http://localhost:4021/sandbox/checkout/1"_s << true << false;
    QTest::newRow("script") << u"javascript:alert(1)"_s << true << false;
}

void TopUpTest::knowsCheckoutAddresses()
{
    QFETCH(QString, page);
    QFETCH(bool, sandbox);
    QFETCH(bool, good);
    const auto address = CheckoutAddress::of(QUrl(page), QUrl(u"http://localhost:4020"_s), sandbox);
    QCOMPARE(address.ok(), good);
    if (!good)
        return;
    QVERIFY(address->allows(QUrl(page)));
    QVERIFY(!address->allows(QUrl(u"https://run402.com/billing"_s)));
    QVERIFY(!address->allows(QUrl(u"https://evil.example/"_s)));
    QVERIFY(!address->allows(QUrl(u"file:///etc/passwd"_s)));
}

void TopUpTest::refusesAmountsNoCardTakes()
{
    QVERIFY(openDialog());
    auto* field = m_world->find<LineEdit>(u"topup.other"_s);
    QVERIFY(field);
    for (const QString& wrong : {u"0.49"_s, u"5.001"_s, u"-5"_s, u"1e3"_s, u"ten"_s, u"99999999999999999999"_s, QString()}) {
        field->setText(wrong);
        QVERIFY2(!m_world->find(u"topup.continue"_s)->isEnabled(), qPrintable(wrong));
        QVERIFY(!field->error().isEmpty());
    }
    QVERIFY(m_world->click(u"topup.amount.20"_s));
    QCOMPARE(field->text(), u"20.00"_s);
    QVERIFY(m_world->find(u"topup.continue"_s)->isEnabled());
    m_world->shoot(u"topup-amount"_s);
    QVERIFY(m_world->click(u"topup.cancel"_s));
    QVERIFY(eventually([&] { return !m_world->find(u"topup"_s); }));
}

void TopUpTest::creditsOnceInTheSystemBrowser()
{
    const qint64 before = credit();
    QVERIFY(openDialog());
    QVERIFY(m_world->click(u"topup.amount.5"_s));
    // A double click on Continue asks for one checkout.
    QSignalSpy requests(&m_world->services().transport(), &Transport::requestStarted);
    QWidget* go = m_world->find(u"topup.continue"_s);
    QVERIFY(m_world->click(u"topup.continue"_s));
    QTest::mouseDClick(go, Qt::LeftButton); // its second press
    QTest::mouseRelease(go, Qt::LeftButton);
    QVERIFY(useShownPage());
    const auto checkouts = std::count_if(requests.cbegin(), requests.cend(), [](const QVariantList& arguments) {
        const auto request = arguments.first().value<RequestRecord>();
        return request.method == "POST" && request.url.path() == u"/billing/v1/checkouts"_s;
    });
    QCOMPARE(checkouts, 1);
    const QUrl page = m_opened.first();
    QCOMPARE(page.port(), m_world->workspace().gateway().base.port());
    QVERIFY(m_world->reads(u"Pay in your browser"_s));
    m_world->shoot(u"topup-waiting"_s);
    // Back and on again is the same checkout: nothing can be paid twice.
    QVERIFY(m_world->click(u"topup.back"_s));
    m_opened.clear();
    QVERIFY(useBrowser());
    QCOMPARE(m_opened.first(), page);
    // Looking at where a payment would lead proves nothing.
    QVERIFY(post(QUrl(page.toString() + u"/cancel"_s), {}));
    QCOMPARE(credit(), before);
    QVERIFY(m_world->find(u"topup.waiting"_s));
    QVERIFY(post(QUrl(page.toString() + u"/pay"_s), "card=4000000000000002"));
    QCOMPARE(credit(), before);
    for (int i = 0; i < 2; ++i)
        QVERIFY(post(QUrl(page.toString() + u"/pay"_s), "card=4242424242424242"));
    QVERIFY(eventually([&] { return m_world->find(u"topup.done"_s) != nullptr; }));
    QVERIFY2(m_world->reads(u"$5.00 added"_s), qPrintable(m_world->words()));
    QCOMPARE(credit(), before + 5'000'000);
    m_world->shoot(u"topup-done"_s);
    QVERIFY(m_world->click(u"topup.done"_s));
    QVERIFY(eventually([&] { return !m_world->find(u"topup"_s); }));
    QVERIFY(eventually([&] { return m_world->reads(u"5.00"_s); }));
}

void TopUpTest::creditArrivesAfterClosing()
{
    const qint64 before = credit();
    QVERIFY(openDialog());
    QVERIFY(m_world->click(u"topup.amount.10"_s));
    QVERIFY(useBrowser());
    QVERIFY(m_world->click(u"topup.close"_s));
    QVERIFY(eventually([&] { return !m_world->find(u"topup"_s); }));
    QVERIFY(post(QUrl(m_opened.first().toString() + u"/pay"_s), "card=4242424242424242"));
    QVERIFY(eventually([&] { return m_world->reads(u"$10.00 of credit arrived"_s); }));
    QCOMPARE(credit(), before + 10'000'000);
}

QTEST_MAIN(TopUpTest)
#include "tst_topup.moc"
