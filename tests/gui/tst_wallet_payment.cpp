// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/walletshots.h"
#include "ui/common/button.h"
#include "ui/pay/dialogapprover.h"
#include "ui/pay/paymentband.h"
#include "ui/pay/paymentdialog.h"

#include <QCheckBox>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace run402;

namespace {

const QString kTypedData = uR"({
  "domain": { "name": "USD Coin", "version": "2", "chainId": 8453,
    "verifyingContract": "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913" },
  "message": {
    "from": "0x7aE1B4f09c2d83e6a5517BD0e94F3A82d61Bc93f",
    "to": "0x4a9F1D20c7e35b8862D07Af19B3cE5540F8d21b7",
    "value": "5000000",
    "validAfter": "0", "validBefore": "1778596620",
    "nonce": "0x6f1c00000000000000000000000000000000000000000000000000000000b0d9" }
})"_s;

PaymentQuestion realQuestion()
{
    PaymentQuestion q;
    q.intent = {u"tier:hobby"_s, u"Hobby tier, 30 days"_s, 5'000'000, u"You in Wallet and tier"_s};
    q.intent.outcome = u"to 11 June 2026, for all 3 projects"_s;
    q.host = u"api.run402.com"_s;
    q.network = u"eip155:8453"_s;
    q.realMoney = true;
    q.assetName = u"USDC"_s;
    q.assetAddress = u"0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"_s;
    q.from = u"0x7aE1B4f09c2d83e6a5517BD0e94F3A82d61Bc93f"_s;
    q.to = u"0x4a9F1D20c7e35b8862D07Af19B3cE5540F8d21b7"_s;
    q.amountMicros = 5'000'000;
    q.validBefore = QDateTime::currentDateTimeUtc().addSecs(300);
    q.typedDataJson = kTypedData;
    q.rail = Rail::BaseUsdc;
    q.balanceMicros = 8'220'000;
    q.spentThisMonthMicros = 5'090'000;
    q.monthCapMicros = 20'000'000;
    q.month = QDate(2026, 5, 1);
    for (const auto& code : {u"recipient"_s, u"asset"_s, u"budget"_s, u"expiry"_s, u"environment"_s})
        q.checks.append({code, true, {}});
    return q;
}

PaymentQuestion testQuestion()
{
    PaymentQuestion q = realQuestion();
    q.intent = {u"tier:prototype"_s, u"Prototype tier, 7 days"_s, 100'000, u"You in Wallet and tier"_s};
    q.network = u"eip155:84532"_s;
    q.realMoney = false;
    q.assetAddress = u"0x036CbD53842c5426634e7929541eC2318f3dCF7e"_s;
    q.amountMicros = 100'000;
    q.rail = Rail::BaseSepoliaUsdc;
    q.balanceMicros = 900'000;
    q.spentThisMonthMicros = 0;
    q.monthCapMicros = 0;
    return q;
}

/// A transaction on Tempo, as the sandbox asks for one.
PaymentQuestion tempoQuestion(const QDateTime& validBefore)
{
    PaymentQuestion q = testQuestion();
    q.host = u"127.0.0.1"_s;
    q.network = u"eip155:42431"_s;
    q.assetName = q.feeName = u"pathUSD"_s;
    q.assetAddress = q.feeAddress = u"0x20C0000000000000000000000000000000000000"_s;
    q.rail = Rail::TempoPathUsd;
    q.balanceMicros = 12'500'000;
    q.validBefore = validBefore;
    q.memo = u"0xef1ed71201546a07b8cebd18e742dc000000000000000000009062d3b09f8b2a"_s;
    q.mostFeeMicros = 1'320;
    q.typedDataJson = u"{\n  \"type\": \"0x76\",\n  \"chainId\": 42431,\n  \"memo\": \"%1\",\n  \"validBefore\": %2\n}\n"_s
                          .arg(q.memo).arg(validBefore.toSecsSinceEpoch());
    for (const auto& code : {u"memo"_s, u"fee"_s})
        q.checks.append({code, true, {}});
    q.ways = {{Rail::BaseUsdc, 0, u"x402.not_funded"_s}, {Rail::BaseSepoliaUsdc, 900'000, {}}, {Rail::TempoPathUsd, 12'500'000, {}}};
    return q;
}

/// The same, written anew by `now` whenever it is asked for, until the offer ends.
PaymentQuestion freshTempoQuestion(const QDateTime& now, int offerSeconds, int& drafts)
{
    PaymentQuestion q = tempoQuestion(now.addSecs(25));
    q.offerUntil = now.addSecs(offerSeconds);
    q.redraft = [&now, &drafts, until = q.offerUntil](Rail) {
        ++drafts;
        PaymentQuestion next = tempoQuestion(now.addSecs(25));
        next.offerUntil = until;
        return Result<PaymentQuestion>(next);
    };
    return q;
}

/// The button pays as soon as it is there; `now`: the dialog's clock.
PaymentDialog::Options atOnce(const QDateTime* now = nullptr)
{
    PaymentDialog::Options options;
    options.armAfterMs = 0;
    if (now)
        options.now = [now] { return *now; };
    return options;
}

} // namespace

class TestPayment : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<QWidget> m_window;

    PaymentDialog* open(const PaymentQuestion& q, Environment environment, PaymentDialog::Options options = {})
    {
        options.environment = environment;
        auto* dialog = new PaymentDialog(m_window.get(), q, options);
        dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        dialog->open();
        return dialog;
    }
    static Button* payButton(QWidget* dialog) { return dialog->findChild<Button*>(u"pay.confirm"_s); }
    static Button* cancelButton(QWidget* dialog) { return dialog->findChild<Button*>(u"pay.cancel"_s); }
    /// A key to whatever has the focus in the dialog, as a keyboard would send it.
    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QVERIFY(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_theme = std::make_unique<Theme>();
        QVERIFY(Theme::loadFonts());
        m_theme->install(*qApp);
        m_theme->setMode(Theme::Mode::Light);
        m_theme->setReducedMotion(true);
    }

    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_window->resize(1440, 900);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void cleanup() { m_window.reset(); }

    void showsWhatIsSigned()
    {
        auto* d = open(realQuestion(), Environment::Mainnet);
        QCOMPARE(d->findChild<QLabel*>(u"pay.amount"_s)->text(), u"5.000000"_s);
        auto* band = d->findChild<PaymentBand*>();
        QCOMPARE(band->headline(), u"REAL MONEY"_s);
        QCOMPARE(band->tone(), Tone::Mainnet);
        QCOMPARE(payButton(d)->text(), u"Pay 5.00 USDC"_s);
        QCOMPARE(payButton(d)->variant(), Button::Variant::PayMainnet);
        QCOMPARE(d->findChild<QPlainTextEdit*>(u"pay.typedData"_s)->toPlainText(), kTypedData);
        QCOMPARE(d->words().left, u"$9.91 of $20.00 left in May"_s);
        QCOMPARE(d->words().get, u"Hobby tier, 30 days"_s);
        QCOMPARE(d->words().getNote, u"to 11 June 2026, for all 3 projects"_s);
        QCOMPARE(d->words().fromNote, u"Balance 8.220000, after this 3.220000 USDC"_s);
        QCOMPARE(d->width(), 592);
        QVERIFY(d->height() <= m_window->height() - 32);
        writeShot(m_window.get(), u"11-payment-light"_s);
        m_theme->setMode(Theme::Mode::Dark);
        writeShot(m_window.get(), u"11-payment-dark"_s);
        m_theme->setMode(Theme::Mode::Light);
    }

    void enterNeverPays()
    {
        const PaymentDialog::Options options = atOnce();
        auto* d = open(realQuestion(), Environment::Mainnet, options);
        QSignalSpy finished(d, &QDialog::finished);
        QTRY_VERIFY(payButton(d)->isEnabled());
        QCOMPARE(QApplication::focusWidget(), cancelButton(d));
        payButton(d)->setFocus();
        for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter})
            press(key);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Enter, Qt::KeypadModifier);
        d->findChild<QCheckBox*>(u"pay.remember"_s)->setFocus();
        press(Qt::Key_Return);
        d->findChild<QPlainTextEdit*>()->setFocus();
        press(Qt::Key_Return);
        QCOMPARE(finished.count(), 0);
        // On Cancel it cancels.
        cancelButton(d)->setFocus();
        press(Qt::Key_Return);
        QCOMPARE(finished.count(), 1);
        QCOMPARE(d->answer().approved, false);
    }

    void firstSecondIsDeaf()
    {
        auto* d = open(realQuestion(), Environment::Mainnet);
        QSignalSpy finished(d, &QDialog::finished);
        QVERIFY(!payButton(d)->isEnabled());
        press(Qt::Key_Return, Qt::ControlModifier);
        QTest::mouseClick(payButton(d), Qt::LeftButton);
        QCOMPARE(finished.count(), 0);
        QTRY_VERIFY_WITH_TIMEOUT(payButton(d)->isEnabled(), 3000);
        press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(finished.count(), 1);
        QCOMPARE(d->answer().approved, true);
        QCOMPARE(d->answer().rememberToday, false);
    }

    void paysByMouseAndKeypadAndRemembers()
    {
        const PaymentDialog::Options options = atOnce();
        auto* byMouse = open(testQuestion(), Environment::Testnet, options);
        QTRY_VERIFY(payButton(byMouse)->isEnabled());
        auto* remember = byMouse->findChild<QCheckBox*>(u"pay.remember"_s);
        QTest::mouseClick(remember, Qt::LeftButton, {}, QPoint(8, remember->height() / 2));
        QTest::mouseClick(payButton(byMouse), Qt::LeftButton);
        QCOMPARE(byMouse->answer().approved, true);
        QCOMPARE(byMouse->answer().rememberToday, true);

        auto* byKeypad = open(testQuestion(), Environment::Testnet, options);
        QTRY_VERIFY(payButton(byKeypad)->isEnabled());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Enter, Qt::ControlModifier | Qt::KeypadModifier);
        QCOMPARE(byKeypad->answer().approved, true);
    }

    void escapeAndOutside()
    {
        auto* d = open(realQuestion(), Environment::Mainnet);
        QSignalSpy finished(d, &QDialog::finished);
        QTest::mouseClick(m_window->childAt(20, 20), Qt::LeftButton, {}, QPoint(20, 20));
        QCOMPARE(finished.count(), 0);
        press(Qt::Key_Escape);
        QCOMPARE(finished.count(), 1);
        QCOMPARE(d->answer().approved, false);
    }

    void failedCheckTakesThePayButton_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("words");
        QTest::newRow("budget") << u"budget"_s << u"x402.over_month_cap"_s << u"Over the budget of the month"_s;
        QTest::newRow("recipient") << u"recipient"_s << u"x402.pay_to_changed"_s << u"The recipient changed"_s;
        QTest::newRow("asset") << u"asset"_s << QString() << u"The asset is not on the built-in list"_s;
        QTest::newRow("memo") << u"memo"_s << QString() << u"The transfer is not bound to this offer"_s;
        QTest::newRow("fee") << u"fee"_s << u"mpp.fee_too_high"_s << u"The network asks for too high a fee"_s;
        QTest::newRow("unheard") << u"moon"_s << u"phase"_s << u"A check failed: phase"_s;
    }
    void failedCheckTakesThePayButton()
    {
        QFETCH(QString, code);
        QFETCH(QString, reason);
        QFETCH(QString, words);
        PaymentQuestion q = realQuestion();
        q.checks.removeIf([&](const PaymentCheck& c) { return c.code == code; });
        q.checks.append({code, false, reason});
        const PaymentDialog::Options options = atOnce();
        auto* d = open(q, Environment::Mainnet, options);
        QSignalSpy finished(d, &QDialog::finished);
        QTest::qWait(20);
        QVERIFY(!payButton(d)->isVisible());
        QVERIFY(!payButton(d)->isEnabled());
        auto* shown = d->findChild<QLabel*>(u"pay.blocked"_s);
        QVERIFY(shown->isVisible());
        QCOMPARE(shown->text(), words);
        press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(finished.count(), 0);
        if (code == "budget"_L1)
            writeShot(m_window.get(), u"11-payment-blocked"_s);
    }

    void expiryEndsIt()
    {
        QDateTime now = QDateTime::currentDateTimeUtc();
        PaymentQuestion q = realQuestion();
        q.validBefore = now.addSecs(307);
        const PaymentDialog::Options options = atOnce(&now);
        auto* d = open(q, Environment::Mainnet, options);
        QSignalSpy finished(d, &QDialog::finished);
        QTRY_VERIFY(payButton(d)->isEnabled());
        QCOMPARE(d->findChild<PaymentBand*>()->time(), u"4:52"_s);
        // Even before the clock on the band was moved.
        now = now.addSecs(293);
        press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(finished.count(), 0);
        QVERIFY(!payButton(d)->isVisible());
        QCOMPARE(d->findChild<PaymentBand*>()->time(), u"0:00"_s);
        QVERIFY(d->blockedReason().contains(u"expired"_s));
    }

    void expiryShowsByItself()
    {
        QDateTime now = QDateTime::currentDateTimeUtc();
        PaymentQuestion q = realQuestion();
        const PaymentDialog::Options options = atOnce(&now);
        auto* d = open(q, Environment::Mainnet, options);
        now = now.addSecs(301);
        QTRY_VERIFY(!payButton(d)->isVisible());
    }

    void bandFollowsTheChain_data()
    {
        QTest::addColumn<QString>("network");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("environment");
        QTest::addColumn<int>("tone");
        QTest::addColumn<bool>("payable");
        const auto row = [](const char* name, const QString& network, const QString& host, Environment e, Tone tone,
                            bool payable) { QTest::newRow(name) << network << host << int(e) << int(tone) << payable; };
        const QString api = u"api.run402.com"_s, here = u"127.0.0.1"_s;
        row("real in mainnet", u"eip155:8453"_s, api, Environment::Mainnet, Tone::Mainnet, true);
        row("real in testnet", u"eip155:8453"_s, api, Environment::Testnet, Tone::Mainnet, false);
        row("test in testnet", u"eip155:84532"_s, api, Environment::Testnet, Tone::Testnet, true);
        row("test in mainnet", u"eip155:84532"_s, api, Environment::Mainnet, Tone::Testnet, true);
        row("sandbox", u"eip155:84532"_s, here, Environment::Sandbox, Tone::Sandbox, true);
        row("sandbox, far host", u"eip155:84532"_s, api, Environment::Sandbox, Tone::Testnet, false);
        row("testnet, this computer", u"eip155:84532"_s, here, Environment::Testnet, Tone::Testnet, false);
        row("unknown chain", u"eip155:1"_s, api, Environment::Mainnet, Tone::Mainnet, false);
    }
    void bandFollowsTheChain()
    {
        QFETCH(QString, network);
        QFETCH(QString, host);
        QFETCH(int, environment);
        QFETCH(int, tone);
        QFETCH(bool, payable);
        PaymentQuestion q = network == "eip155:84532"_L1 ? testQuestion() : realQuestion();
        q.network = network;
        q.host = host;
        const PaymentDialog::Options options = atOnce();
        auto* d = open(q, Environment(environment), options);
        QCOMPARE(int(d->findChild<PaymentBand*>()->tone()), tone);
        if (payable)
            QTRY_VERIFY(payButton(d)->isEnabled());
        else
            QVERIFY(!payButton(d)->isVisible());
        QCOMPARE(d->blockedReason().isEmpty(), payable);
        writeShot(d, u"11-band-"_s + QString::fromLatin1(QTest::currentDataTag()).remove(u',').replace(u' ', u'-'));
    }

    void tempoShowsEveryFact()
    {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        PaymentQuestion q = tempoQuestion(now.addSecs(25));
        q.offerUntil = now.addSecs(300);
        q.redraft = [q](Rail) { return Result<PaymentQuestion>(q); };
        auto* d = open(q, Environment::Sandbox);
        const PaymentWords& words = d->words();
        QCOMPARE(words.pay, u"Pay 0.10 pathUSD"_s);
        QCOMPARE(words.fee, u"At most 0.001320 pathUSD"_s);
        QVERIFY(words.assetNote.contains(u"42431"_s));
        QCOMPARE(words.signs, u"Tempo transaction 0x76, transferWithMemo"_s);
        QVERIFY(d->findChild<QWidget*>(u"pay.fee"_s)->isVisible());
        QVERIFY(d->findChild<QWidget*>(u"pay.memo"_s)->isVisible());
        QVERIFY(d->findChild<QPlainTextEdit*>(u"pay.typedData"_s)->toPlainText().contains(q.memo));
        QVERIFY(d->height() <= m_window->height() - 32);
        QCOMPARE(d->findChild<PaymentBand*>()->headline(), u"PLAY MONEY"_s);
        // The offer's five minutes count, not the transaction's seconds.
        QVERIFY(d->findChild<PaymentBand*>()->time().startsWith(u"4:"_s));
        writeShot(m_window.get(), u"11-payment-tempo-light"_s);
        m_theme->setMode(Theme::Mode::Dark);
        writeShot(m_window.get(), u"11-payment-tempo-dark"_s);
        m_theme->setMode(Theme::Mode::Light);
    }

    void tempoIsWrittenAnewWhileLooking()
    {
        QDateTime now = QDateTime::currentDateTimeUtc();
        int drafts = 0;
        const PaymentQuestion q = freshTempoQuestion(now, 300, drafts);
        const PaymentDialog::Options options = atOnce(&now);
        auto* d = open(q, Environment::Sandbox, options);
        QTRY_VERIFY(payButton(d)->isEnabled());
        QCOMPARE(drafts, 0);
        now = now.addSecs(12);
        QTRY_COMPARE(drafts, 1);
        const QString fresh = QString::number(now.addSecs(25).toSecsSinceEpoch());
        QVERIFY(d->findChild<QPlainTextEdit*>(u"pay.typedData"_s)->toPlainText().contains(fresh));
        QVERIFY(payButton(d)->isEnabled()); // the same payment: nothing to look at again
        QSignalSpy finished(d, &QDialog::finished);
        press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(finished.count(), 1);
        QVERIFY(d->answer().approved);
    }

    void tempoEndsWithTheOffer()
    {
        QDateTime now = QDateTime::currentDateTimeUtc();
        int drafts = 0;
        const PaymentQuestion q = freshTempoQuestion(now, 60, drafts);
        const PaymentDialog::Options options = atOnce(&now);
        auto* d = open(q, Environment::Sandbox, options);
        now = now.addSecs(53);
        QTRY_VERIFY(!payButton(d)->isVisible());
        QVERIFY(d->blockedReason().contains(u"expired"_s));
    }

    void anotherRailShowsEverythingAgain()
    {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        PaymentQuestion q = testQuestion();
        q.host = u"127.0.0.1"_s;
        q.ways = tempoQuestion(now).ways;
        QList<Rail> asked;
        q.redraft = [&asked, now](Rail rail) -> Result<PaymentQuestion> {
            asked << rail;
            if (rail != Rail::TempoPathUsd)
                return Problem::make(Problem::Kind::Policy, u"x402.not_funded"_s, {});
            PaymentQuestion next = tempoQuestion(now.addSecs(25));
            next.offerUntil = now.addSecs(300);
            return next;
        };
        PaymentDialog::Options options;
        options.armAfterMs = 200;
        auto* d = open(q, Environment::Sandbox, options);
        QTRY_VERIFY(payButton(d)->isEnabled());
        QVERIFY(!d->findChild<QWidget*>(u"pay.fee"_s));
        auto* menu = d->findChild<Button*>(u"pay.rail"_s)->menu();
        QCOMPARE(menu->actions().size(), 3);
        QVERIFY(!menu->actions().at(0)->isEnabled()); // no money there
        QVERIFY(menu->actions().at(1)->isChecked());
        menu->actions().at(2)->trigger();
        QTRY_COMPARE(asked, QList<Rail>{Rail::TempoPathUsd});
        QTRY_VERIFY(d->findChild<QWidget*>(u"pay.fee"_s));
        QCOMPARE(payButton(d)->text(), u"Pay 0.10 pathUSD"_s);
        QVERIFY(!payButton(d)->isEnabled()); // deaf for a moment: what it does has changed
        QTRY_VERIFY(payButton(d)->isEnabled());
        // The one before is gone for good.
        QTRY_COMPARE(d->findChildren<QLabel*>(u"pay.amount"_s).size(), 1);
        // A rail that cannot pay after all leaves no way to sign.
        d->findChild<Button*>(u"pay.rail"_s)->menu()->actions().at(1)->trigger();
        QTRY_VERIFY(!payButton(d)->isVisible());
        QVERIFY(!d->blockedReason().isEmpty());
    }

    void tempoIsNotForMainnet()
    {
        PaymentQuestion q = tempoQuestion(QDateTime::currentDateTimeUtc().addSecs(25));
        q.host = u"api.run402.com"_s;
        auto* d = open(q, Environment::Mainnet);
        QVERIFY(!payButton(d)->isVisible());
        QVERIFY(d->blockedReason().contains(u"Mainnet"_s));
    }

    void creditIsRealMoneyInTestnet()
    {
        PaymentQuestion q = testQuestion();
        q.coveredByCredit = true;
        q.realMoney = true;
        q.rail = Rail::Credit;
        auto* d = open(q, Environment::Testnet);
        QCOMPARE(d->findChild<PaymentBand*>()->headline(), u"REAL MONEY"_s);
        QCOMPARE(payButton(d)->text(), u"Pay $0.10 from credit"_s);
        QVERIFY(d->blockedReason().isEmpty());
    }

    void earlierUnknownWarns()
    {
        PaymentQuestion q = testQuestion();
        q.checks.append({u"earlier"_s, true, u"payment.earlier_unknown"_s});
        auto* d = open(q, Environment::Testnet);
        auto* warning = d->findChild<QWidget*>(u"pay.warning"_s);
        QVERIFY(warning && warning->isVisible());
        QVERIFY(d->blockedReason().isEmpty());
        writeShot(m_window.get(), u"11-payment-earlier"_s);
    }

    void secondPurchaseMustBeAgreedTo()
    {
        PaymentQuestion q = realQuestion();
        q.paidElsewhereSeconds = 185;
        q.checks.append({u"elsewhere"_s, true, u"payment.paid_elsewhere"_s});
        auto* d = open(q, Environment::Mainnet, atOnce());
        QSignalSpy finished(d, &QDialog::finished);
        auto* warning = d->findChild<QWidget*>(u"pay.warning"_s);
        QVERIFY(warning && warning->isVisible());
        QVERIFY2(d->words().warning.contains(u"3 minutes ago"_s), qPrintable(d->words().warning));
        auto* agree = d->findChild<QCheckBox*>(u"pay.agree"_s);
        QVERIFY(agree && agree->isVisible() && !agree->isChecked());
        // Longer than the button would need without it.
        QTest::qWait(60);
        QVERIFY(!payButton(d)->isEnabled());
        press(Qt::Key_Return, Qt::ControlModifier);
        QTest::mouseClick(payButton(d), Qt::LeftButton);
        QCOMPARE(finished.count(), 0);
        writeShot(m_window.get(), u"11-payment-elsewhere-light"_s);
        m_theme->setMode(Theme::Mode::Dark);
        writeShot(m_window.get(), u"11-payment-elsewhere-dark"_s);
        m_theme->setMode(Theme::Mode::Light);
        const auto click = [agree] { QTest::mouseClick(agree, Qt::LeftButton, {}, QPoint(8, agree->height() / 2)); };
        click();
        QVERIFY(payButton(d)->isEnabled());
        click();
        QVERIFY(!payButton(d)->isEnabled());
        click();
        QTest::mouseClick(payButton(d), Qt::LeftButton);
        QCOMPARE(finished.count(), 1);
        QCOMPARE(d->answer().approved, true);
    }

    /// Ticked before the first second is over, it does not make the button hear earlier.
    void agreeingDoesNotArm()
    {
        PaymentQuestion q = realQuestion();
        q.paidElsewhereSeconds = 5;
        auto* d = open(q, Environment::Mainnet);
        QVERIFY(d->words().warning.contains(u"less than a minute ago"_s));
        d->findChild<QCheckBox*>(u"pay.agree"_s)->setChecked(true);
        QVERIFY(!payButton(d)->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(payButton(d)->isEnabled(), 3000);
    }

    void questionsComeOneAtATime()
    {
        DialogApprover approver(m_window.get(), {[] { return Environment::Mainnet; }, {}});
        QList<bool> answers;
        PaymentQuestion second = realQuestion();
        second.amountMicros = 30'000;
        for (const auto& q : {realQuestion(), second}) {
            approver.ask(q)->onDone(this, [&](const Result<PaymentAnswer>& r) { answers << (r.ok() && r->approved); });
        }
        QVERIFY(!approver.dialog());
        QTRY_VERIFY(approver.dialog());
        QPointer<PaymentDialog> first = approver.dialog();
        QCOMPARE(approver.waiting(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(payButton(first)->isEnabled(), 3000);
        QTest::mouseClick(payButton(first), Qt::LeftButton);
        QTRY_COMPARE(answers, QList<bool>{true});
        QTRY_VERIFY(approver.dialog() && approver.dialog() != first);
        QTRY_VERIFY(!first);
        // The end of the first one is not taken for an answer to the second.
        QCOMPARE(answers.size(), 1);
        QCOMPARE(approver.dialog()->findChild<QLabel*>(u"pay.amount"_s)->text(), u"0.030000"_s);
        press(Qt::Key_Escape);
        QTRY_COMPARE(answers, (QList<bool>{true, false}));
        QTRY_VERIFY(!approver.dialog());
    }

    void cancelledCallTakesItsQuestionBack()
    {
        DialogApprover approver(m_window.get(), {[] { return Environment::Mainnet; }, {}});
        QStringList codes;
        QList<QPointer<CallBase>> calls;
        for (int i = 0; i < 3; ++i) {
            auto* call = approver.ask(realQuestion());
            calls << call;
            call->onDone(this, [&](const Result<PaymentAnswer>& r) { codes << (r.ok() ? u"ok"_s : r.error().code); });
        }
        QTRY_VERIFY(approver.dialog());
        QPointer<PaymentDialog> first = approver.dialog();
        calls[1]->cancel();
        calls[0]->cancel();
        QTRY_COMPARE(codes, (QStringList{u"cancelled"_s, u"cancelled"_s}));
        QTRY_VERIFY(!first);
        QTRY_VERIFY(approver.dialog());
        QCOMPARE(approver.waiting(), 0);
        // The window goes: the question is not left open for ever.
        m_window.reset();
        QTRY_COMPARE(codes.size(), 3);
    }
};

QTEST_MAIN(TestPayment)
#include "tst_wallet_payment.moc"
