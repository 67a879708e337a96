// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/ledger.h"
#include "services/secrets/secretstores.h"
#include "services/secrets/vaultstore.h"
#include "tests/gui/walletshots.h"
#include "tests/support/memorystore.h"
#include "ui/budget/budgetwords.h"
#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/toggleswitch.h"
#include "ui/secrets/secretsgate.h"
#include "ui/secrets/passphrasepair.h"
#include "ui/secrets/vaultdialogs.h"
#include "ui/wallet/addresscard.h"
#include "ui/wallet/budgetcard.h"
#include "ui/wallet/paymentscard.h"
#include "ui/wallet/railcard.h"
#include "ui/wallet/tiercard.h"
#include "ui/wallet/walletview.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace run402;

namespace {

const QDateTime kNow(QDate(2026, 5, 12), QTime(12, 0), Qt::UTC);

QList<TierOffer> offers()
{
    return {{u"team"_s, 20'000'000, 30, 10240, 50'000'000, 100, {}},
            {u"prototype"_s, 100'000, 7, 250, 500'000, 5, {}},
            {u"hobby"_s, 5'000'000, 30, 1024, 5'000'000, 25, {}}};
}

TierStatus prototype()
{
    TierStatus s;
    s.tier = u"prototype"_s;
    s.active = true;
    s.startedAt = kNow.addDays(-2).addSecs(4 * 3600);
    s.expiresAt = s.startedAt.addDays(7);
    return s;
}

QList<RailBalance> balances()
{
    return {{Rail::Credit, 3'707'330, {}, kNow}, {Rail::BaseUsdc, 8'220'000, {}, kNow},
            {Rail::BaseSepoliaUsdc, 909'999, {}, kNow.addSecs(-900)}, {Rail::TempoPathUsd, {}, u"net.timeout"_s, kNow}};
}

Payment payment(const QString& id, Payment::State state, Rail rail, qint64 micros, const QString& purpose, int day,
                const QString& environment = u"mainnet"_s)
{
    Payment p;
    p.id = id;
    p.state = state;
    p.environment = environment;
    p.purpose = purpose;
    p.rail = rail;
    p.amountMicros = micros;
    p.transaction = u"0xd07f00000000000000000000000000000000000000000000000000000000041c9"_s;
    p.createdAt = QDateTime(QDate(2026, 5, day), QTime(9, 12), Qt::UTC);
    return p;
}

QList<MoneyMove> moves(bool unknown)
{
    using S = Payment::State;
    Payment stopped = payment(u"s"_s, S::Refused, Rail::BaseUsdc, 25'000'000, u"tier:team"_s, 11);
    stopped.reason = u"x402.pay_to_changed"_s;
    QList<Payment> list{payment(u"a"_s, S::Settled, Rail::BaseUsdc, 5'000'000, u"tier:hobby"_s, 3),
                        payment(u"b"_s, S::Settled, Rail::BaseSepoliaUsdc, 100'000, u"tier:prototype"_s, 10, u"testnet"_s),
                        payment(u"c"_s, S::Settled, Rail::Credit, 30'000, u"image"_s, 12), stopped};
    if (unknown)
        list << payment(u"u"_s, S::Unknown, Rail::BaseUsdc, 30'000, u"image"_s, 12);
    LedgerEntry refund;
    refund.id = u"1"_s;
    refund.credit = true;
    refund.kind = u"tier_upgrade_refund"_s;
    refund.amountMicros = 3'767'330;
    refund.balanceAfterMicros = 3'767'330;
    refund.referenceId = u"hobby_to_prototype"_s;
    refund.createdAt = QDateTime(QDate(2026, 5, 10), QTime(18, 43), Qt::UTC);
    LedgerFacts facts;
    facts.environment = u"mainnet"_s;
    facts.payments = list;
    facts.entries = {refund};
    return buildLedger(facts).rows;
}

} // namespace

class TestWalletView : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<Theme> m_theme;

    static void fill(WalletView& view, Environment environment)
    {
        view.address()->setAddress(u"Allowance wallet"_s, u"0x7aE1B4f09c2d83e6a5517BD0e94F3A82d61Bc93f"_s, 84532);
        view.setRails(railCards(balances(), environment, kNow));
        view.setTiers(tierCards(offers(), prototype(), balances(), environment, kNow));
        view.budget()->setBudgets(Budget::defaults(Environment::Mainnet), Budget::defaults(Environment::Testnet), 5'090'000,
                                  QDate(2026, 5, 12));
        view.payments()->setMoves(moves(environment == Environment::Mainnet), environment == Environment::Sandbox,
                                  QDate(2026, 5, 12));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_theme = std::make_unique<Theme>();
        QVERIFY(Theme::loadFonts());
        m_theme->install(*qApp);
        m_theme->setReducedMotion(true);
    }

    void looks_data()
    {
        QTest::addColumn<int>("mode");
        QTest::addColumn<int>("environment");
        QTest::addColumn<int>("width");
        QTest::newRow("testnet-light") << int(Theme::Mode::Light) << int(Environment::Testnet) << 1196;
        QTest::newRow("mainnet-dark") << int(Theme::Mode::Dark) << int(Environment::Mainnet) << 1196;
        QTest::newRow("sandbox-light") << int(Theme::Mode::Light) << int(Environment::Sandbox) << 1196;
        QTest::newRow("narrow-dark") << int(Theme::Mode::Dark) << int(Environment::Testnet) << 976;
    }
    void looks()
    {
        QFETCH(int, mode);
        QFETCH(int, environment);
        QFETCH(int, width);
        m_theme->setMode(Theme::Mode(mode));
        WalletView view;
        view.setProperty("surface", true);
        fill(view, Environment(environment));
        view.resize(width, 790);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QVERIFY2(view.minimumSizeHint().width() <= width, qPrintable(QString::number(view.minimumSizeHint().width())));
        QCOMPARE(view.findChildren<QWidget*>(u"wallet.tier.current"_s).size(), 1);
        QCOMPARE(view.findChild<QLabel*>(u"wallet.balance.credit"_s)->text(), u"3.70"_s);
        QCOMPARE(view.findChild<QLabel*>(u"wallet.balance.tempo"_s)->text(), u"–"_s);
        writeShot(&view, u"10-wallet-"_s + QString::fromLatin1(QTest::currentDataTag()));
    }

    void tiersSayPriceAndDate()
    {
        const auto cards = tierCards(offers(), prototype(), {}, Environment::Mainnet, kNow);
        QCOMPARE(cards[0].id, u"prototype"_s);
        QVERIFY(cards[0].current);
        QCOMPARE(cards[0].left, u"5 d 4 h left"_s);
        QCOMPARE(cards[0].action, u"Renew for $0.10"_s);
        QCOMPARE(cards[0].preview, u"Renewed today: lease to "_s + dayWords(prototype().expiresAt.addDays(7)));
        QCOMPARE(cards[1].action, u"Move up for $5.00"_s);
        QCOMPARE(cards[1].preview, u"Today: lease to %1, $0.07 back as credit"_s.arg(dayWords(kNow.addDays(30))));
        QCOMPARE(cards[1].tone, Tone::Mainnet);
        QCOMPARE(cards[2].features, (QStringList{u"10 GB"_s, u"50 M calls"_s, u"100 functions, 60 s"_s, u"200 secrets"_s}));
        QCOMPARE(tierCards(offers(), prototype(), {}, Environment::Testnet, kNow)[0].action, u"Renew for free"_s);
        const RailBalance credit{Rail::Credit, 1'000'000, {}, kNow};
        QCOMPARE(tierCards(offers(), prototype(), {credit}, Environment::Testnet, kNow)[0].action, u"Renew for $0.10"_s);
        QCOMPARE(tierCards(offers(), prototype(), {credit}, Environment::Sandbox, kNow)[0].action, u"Renew for free"_s);
        TierStatus gone = prototype();
        gone.expiresAt = kNow.addSecs(-1);
        const auto late = tierCards(offers(), gone, {}, Environment::Testnet, kNow);
        QVERIFY(!late[0].current);
        QCOMPARE(late[2].action, u"Get Team for $20.00"_s);
        QCOMPARE(late[2].tone, Tone::Testnet);
    }

    void railsSayWhatIsKnown()
    {
        const auto cards = railCards(balances(), Environment::Testnet, kNow);
        QCOMPARE(cards[2].amount, u"0.90"_s); // never rounded up
        QCOMPARE(cards[2].note, u"Read 15 min ago"_s);
        QVERIFY(cards[3].failed);
        QCOMPARE(cards[3].note, u"No answer in time"_s);
        QCOMPARE(cards[0].chip, u"Real money"_s);
        QCOMPARE(railCards(balances(), Environment::Sandbox, kNow)[0].chip, u"Play money"_s);
        QCOMPARE(likelyRail(100'000, balances(), Environment::Testnet), Rail::Credit);
        QCOMPARE(likelyRail(5'000'000, balances(), Environment::Mainnet), Rail::BaseUsdc);
        auto more = balances();
        more[3].micros = 999'999'000'000;
        QCOMPARE(likelyRail(5'000'000, more, Environment::Testnet), Rail::TempoPathUsd);
        QCOMPARE(likelyRail(5'000'000, more, Environment::Mainnet), Rail::BaseUsdc); // play money is not for there
        QCOMPARE(priceWords(5'000'000, more, Environment::Testnet), u"free"_s);
        QVERIFY(cards[3].hasFaucet);
        more[3] = {Rail::TempoPathUsd, {}, u"chain.no_node"_s, kNow};
        QVERIFY(!railCards(more, Environment::Testnet, kNow)[3].hasFaucet); // nobody to ask
    }

    void buttonsAsk()
    {
        WalletView view;
        fill(view, Environment::Testnet);
        view.resize(1196, 790);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QSignalSpy tier(&view, &WalletView::tierRequested);
        QSignalSpy faucet(&view, &WalletView::faucetRequested);
        auto* hobby = view.findChild<Button*>(u"wallet.tier.hobby.action"_s);
        QTest::mouseClick(hobby, Qt::LeftButton);
        QCOMPARE(tier.takeFirst().first().toString(), u"hobby"_s);
        view.setBusyTier(u"hobby"_s);
        QTest::mouseClick(hobby, Qt::LeftButton);
        QTest::mouseClick(view.findChild<Button*>(u"wallet.tier.team.action"_s), Qt::LeftButton);
        QCOMPARE(tier.count(), 0);
        auto* drip = view.findChild<Button*>(u"wallet.faucet.base-sepolia"_s);
        QTest::mouseClick(drip, Qt::LeftButton);
        QCOMPARE(faucet.takeFirst().first().value<Rail>(), Rail::BaseSepoliaUsdc);
        QTest::mouseClick(view.findChild<Button*>(u"wallet.faucet.tempo"_s), Qt::LeftButton);
        QCOMPARE(faucet.takeFirst().first().value<Rail>(), Rail::TempoPathUsd);
        view.rail(Rail::BaseSepoliaUsdc)->setFaucetState({}, u"Next drip in 21 h"_s);
        QVERIFY(!drip->isEnabled());
        QCOMPARE(view.address()->qrText(), u"ethereum:0x7aE1B4f09c2d83e6a5517BD0e94F3A82d61Bc93f@84532"_s);
    }

    void budgetIsCheckedBeforeItIsKept()
    {
        WalletView view;
        fill(view, Environment::Testnet);
        view.resize(1196, 790);
        view.show();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        QSignalSpy real(view.budget(), &BudgetCard::realChanged);
        auto* month = view.findChild<LineEdit*>(u"wallet.budget.month"_s);
        QCOMPARE(month->text(), u"$20.00"_s);
        for (const QString& wrong : {u"0"_s, u"-5"_s, u"lots"_s, u"1e3"_s, QString(), u"99999999999999"_s}) {
            month->setFocus();
            month->selectAll();
            QTest::keyClick(month, Qt::Key_Delete);
            QTest::keyClicks(month, wrong);
            QTest::keyClick(month, Qt::Key_Return);
            QVERIFY2(!month->error().isEmpty(), qPrintable(wrong));
        }
        QCOMPARE(real.count(), 0);
        month->selectAll();
        QTest::keyClicks(month, u"12.5"_s);
        QTest::keyClick(month, Qt::Key_Return);
        QCOMPARE(real.count(), 1);
        QCOMPARE(real.first().first().value<Budget>().perMonthMicros, 12'500'000);
        QCOMPARE(month->text(), u"$12.50"_s);
        QVERIFY(month->error().isEmpty());
        auto* host = view.findChild<Switch*>(u"wallet.budget.host"_s);
        QTest::mouseClick(host, Qt::LeftButton);
        QCOMPARE(real.last().first().value<Budget>().anyHost, true);
    }

    void aPolicyIsJudgedInWords()
    {
        const auto blocks = [](const Budget& b, Environment e) {
            const auto issues = BudgetWords::issues(b, e);
            return std::any_of(issues.cbegin(), issues.cend(), [](const BudgetWords::Issue& i) { return i.blocks; });
        };
        Budget real = Budget::defaults(Environment::Mainnet);
        QVERIFY(BudgetWords::issues(real, Environment::Mainnet).isEmpty());
        real.perDayMicros = 4'000'000; // less than one payment
        QVERIFY(blocks(real, Environment::Mainnet));
        real.perPaymentMicros = 4'000'000;
        QVERIFY(!blocks(real, Environment::Mainnet));
        real.perDayMicros = 30'000'000;
        QVERIFY(blocks(real, Environment::Mainnet));
        real.perDayMicros = 0;
        real.perMonthMicros = 0;
        real.hosts.clear();
        QCOMPARE(BudgetWords::issues(real, Environment::Mainnet).size(), 2); // no month, nobody to pay
        QCOMPARE(BudgetWords::limitFrom(u" no limit "_s).valueOr(-1), 0);
        QCOMPARE(BudgetWords::limitFrom(u"$2.5"_s).valueOr(-1), 2'500'000);
        for (const QString& wrong : {u"0"_s, u"-1"_s, u"0.001"_s, u"1e9"_s, u"five"_s})
            QVERIFY2(!BudgetWords::limitFrom(wrong).ok(), qPrintable(wrong));
        for (const QString& wrong : {u"https://a.b"_s, u"a.b/c"_s, u"a.b:80"_s, u"localhost"_s, u"-a.b"_s, u"a b.c"_s, QString(300, u'a') + u".b"_s})
            QVERIFY2(!BudgetWords::hostProblem(wrong).isEmpty(), qPrintable(wrong));
        QVERIFY(BudgetWords::hostProblem(u"api.run402.com"_s).isEmpty());
        Payment stopped = payment(u"s"_s, Payment::State::Refused, Rail::BaseUsdc, 1, u"image"_s, 1);
        stopped.reason = u"x402.over_month_cap"_s;
        QVERIFY(BudgetWords::rule(stopped).startsWith(u"Over the budget of the month"_s));
        stopped.reason = u"x402.declined"_s; // by the person, not by a rule
        QVERIFY(BudgetWords::rule(stopped).isEmpty());
    }

    void aTooSmallTierIsExplained()
    {
        TierStatus team = prototype();
        team.tier = u"team"_s;
        team.poolStorageBytes = (qint64(1024) << 20) + 512;
        const auto cards = tierCards(offers(), team, {}, Environment::Testnet, kNow);
        QCOMPARE(cards[1].id, u"hobby"_s);
        QVERIFY2(cards[1].blocked.startsWith(u"Hobby holds 1 GB and you store 1 GB"_s), qPrintable(cards[1].blocked));
        QVERIFY2(cards[1].blocked.contains(u"Delete 512 B"_s), qPrintable(cards[1].blocked));
        QVERIFY(cards[2].blocked.isEmpty());
        WalletView view;
        view.setTiers(cards);
        view.show();
        QVERIFY(!view.findChild<Button*>(u"wallet.tier.hobby.action"_s)->isEnabled());
    }

    void unknownIsSaid()
    {
        WalletView view;
        fill(view, Environment::Mainnet);
        view.resize(1196, 790);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QSignalSpy check(view.payments(), &PaymentsCard::checkRequested);
        auto* button = view.findChild<Button*>(u"wallet.check"_s);
        QVERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(check.count(), 1);
        QCOMPARE(view.payments()->model().rowCount(), 6);
        view.payments()->setMoves(moves(false), false, QDate(2026, 5, 12));
        QVERIFY(!button->isVisible());
    }

    void gateMakesAVaultAndOpensIt()
    {
        QTemporaryDir folder;
        test::MemoryStore keychain;
        keychain.state = SecretStore::State::Unavailable;
        VaultStore vault(folder.filePath(u"vault.json"_s));
        SecretStores secrets(keychain, vault);
        QWidget window;
        window.resize(1000, 700);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        SecretsGate gate(secrets, &window);
        int ran = 0;
        gate.ensure(this, [&] { ++ran; });
        gate.ensure(this, [&] { ++ran; });
        QTRY_VERIFY(qobject_cast<CreateVaultDialog*>(gate.dialog()));
        auto* dialog = gate.dialog();
        auto* create = dialog->findChild<Button*>(u"vault.create.confirm"_s);
        QTest::keyClicks(dialog->findChild<LineEdit*>(u"vault.passphrase"_s), u"Quiet harbour 42"_s);
        QVERIFY(!create->isEnabled());
        QTest::keyClicks(dialog->findChild<LineEdit*>(u"vault.repeat"_s), u"Quiet harbour 42"_s);
        QVERIFY(create->isEnabled());
        writeShot(&window, u"vault-create"_s);
        QTest::mouseClick(create, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(ran, 2, 20000);
        QVERIFY(vault.isUnlocked());

        gate.lock();
        gate.ensure(this, [&] { ++ran; });
        QTRY_VERIFY(qobject_cast<UnlockVaultDialog*>(gate.dialog()));
        auto* field = gate.dialog()->findChild<LineEdit*>(u"vault.passphrase"_s);
        QTest::keyClicks(field, u"wrong wrong"_s);
        QTest::keyClick(field, Qt::Key_Return);
        auto* problem = gate.dialog()->findChild<QLabel*>(u"vault.problem"_s);
        QTRY_COMPARE_WITH_TIMEOUT(problem->text(), u"That is not the passphrase"_s, 20000);
        writeShot(&window, u"vault-unlock"_s);
        QCOMPARE(ran, 2);
        QTest::keyClicks(field, u"Quiet harbour 42"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(ran, 3, 20000);
    }

    void strength()
    {
        QCOMPARE(passphraseStrength(u"short"_s), 0);
        QCOMPARE(passphraseStrength(u"aaaaaaaaaaaaaaaaaaaaaa"_s), 1);
        QVERIFY(passphraseStrength(u"Quiet harbour 42 at dawn"_s) >= 3);
    }
};

QTEST_MAIN(TestWalletView)
#include "tst_wallet_view.moc"
