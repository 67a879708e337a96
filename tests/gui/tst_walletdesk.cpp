// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/secrets/wipe.h"
#include "services/services.h"
#include "services/store/settingsstore.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "services/x402/secretkey.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "tests/support/keytraces.h"
#include "ui/common/button.h"
#include "ui/common/moneymask.h"
#include "ui/common/secretedit.h"
#include "ui/shell/mainwindow.h"
#include "ui/wallets/keyview.h"
#include "ui/wallets/walletdesk.h"
#include "ui/wallets/walletwords.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>
#include <QTimer>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// Several wallets by hand: made, named, chosen, backed up, deleted and brought back, in the sandbox with a real server;
/// and what is left of their keys afterwards.
class WalletDeskTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();
    void secondWalletIsMadeAndUsed();
    void renamed();
    void chosenByThePaletteAndTheMenu();
    void amountsAreHiddenEverywhere();
    void switchTakesTheQuestionBack();
    void keyIsShownForAWhile();
    void backupIsWrittenAndRemembered();
    void deletedByName();
    void restored();
    void wrongFilesAreRefused();
    void theSandboxTakesNoKeys();
    void choiceSurvivesARestart();
    void nothingOfAKeyIsLeft();
    void typedKeyStaysOutOfMemory();
    void backupIsMissedOnlyWhereItMatters();

private:
    Wallets& wallets() const { return m_world->services().wallets(); }
    QString idOf(const QString& label) const;
    bool wish(const QString& words);
    bool choose(const QString& action);
    QByteArray keyFileOf(const QString& label) const;
    std::unique_ptr<AppWorld> m_world;
    QTemporaryDir m_out;
    QString m_backup;
    QString m_firstAddress;
    bool m_failed = false;
};

void WalletDeskTest::initTestCase()
{
    m_world = std::make_unique<AppWorld>();
    QVERIFY(m_world->start());
    QCOMPARE(m_world->connectSandbox(), QString());
    QCOMPARE(m_world->subscribe(), QString());
    m_world->app().open(u"wallet"_s);
    QVERIFY(eventually([&] { return m_world->find(u"wallet.switch"_s) != nullptr; }));
    m_firstAddress = wallets().active(true)->address;
}

void WalletDeskTest::cleanupTestCase()
{
    const QString stalls = m_world->stallReport();
    m_world.reset();
    QCOMPARE(stalls, QString());
}

void WalletDeskTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    if (m_failed)
        QSKIP("every step stands on the one before");
}

void WalletDeskTest::cleanup()
{
    if (!QTest::currentTestFailed())
        return;
    m_failed = true;
    qInfo().noquote() << "On screen:" << m_world->words();
}

QString WalletDeskTest::idOf(const QString& label) const
{
    for (const WalletInfo& w : wallets().wallets()) {
        if (w.label == label)
            return w.id;
    }
    return {};
}

/// Through Ctrl+K, as a person types it.
bool WalletDeskTest::wish(const QString& words)
{
    if (!eventually([&] { return !m_world->find(u"paletteEdit"_s); })) // of the wish before
        return false;
    m_world->key(Qt::Key_K, Qt::ControlModifier);
    QWidget* edit = nullptr;
    if (!eventually([&] { return (edit = m_world->find(u"paletteEdit"_s)) && edit->hasFocus(); }))
        return false;
    QTest::keyClicks(edit, words);
    QTest::keyClick(edit, Qt::Key_Return);
    return true;
}

/// An entry of the menu under the wallet's name.
bool WalletDeskTest::choose(const QString& action)
{
    bool done = false;
    QTimer::singleShot(0, qApp, [&] {
        if (auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget())) {
            for (QAction* entry : menu->actions()) {
                if (entry->objectName() == action) {
                    done = true;
                    menu->setActiveAction(entry);
                    QTest::keyClick(menu, Qt::Key_Return);
                    return;
                }
            }
            menu->close();
        }
    });
    return m_world->click(u"wallet.switch"_s) && eventually([&] { return done; });
}

QByteArray WalletDeskTest::keyFileOf(const QString& label) const
{
    const QString id = idOf(label);
    QFile file(m_world->dataFolder() + u"/sandbox/client/"_s
               + (id == "sandbox"_L1 ? u"wallet.key"_s : u"wallets/"_s + id.mid(8) + u".key"_s));
    return file.open(QIODevice::ReadOnly | QIODevice::Unbuffered) ? file.read(64) : QByteArray();
}

void WalletDeskTest::secondWalletIsMadeAndUsed()
{
    m_world->shoot(u"wallets-one"_s);
    QVERIFY(choose(u"wallet.new"_s));
    QVERIFY(eventually([&] { return m_world->find(u"wallet.new"_s) != nullptr; }));
    auto* name = m_world->find<QLineEdit>(u"wallet.new.name"_s);
    QCOMPARE(name->text(), u"Wallet 2"_s);
    QVERIFY(name->hasFocus() && name->selectedText() == name->text());
    name->clear();
    QVERIFY(!m_world->find(u"wallet.new.accept"_s)->isEnabled());
    QTest::keyClicks(name, u"Playground"_s);
    m_world->shoot(u"wallets-new"_s);
    m_world->key(Qt::Key_Return);
    QVERIFY(eventually([&] { return wallets().active(true)->label == "Playground"_L1; }));
    QVERIFY(wallets().active(true)->address != m_firstAddress);
    QCOMPARE(keyFileOf(u"Playground"_s).size(), 32);
    // The other account is shown: its own address, no tier, no money.
    QVERIFY(eventually([&] {
        auto* address = m_world->find(u"wallet.address"_s);
        return address && address->accessibleName() == wallets().active(true)->address;
    }));
    QVERIFY(eventually([&] { return m_world->workspace().tier().value && m_world->workspace().tier().value->tier.isEmpty(); }));
    QVERIFY(eventually([&] { return m_world->find<QLabel>(u"wallet.balance.base-sepolia"_s)->text() == "0.00"_L1; }));
}

void WalletDeskTest::renamed()
{
    QVERIFY(choose(u"wallet.rename:"_s + idOf(u"Playground"_s)));
    QVERIFY(eventually([&] { return m_world->find(u"wallet.rename.name"_s) != nullptr; }));
    m_world->key(Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"test"_s); // the first one's name
    m_world->key(Qt::Key_Return);
    QVERIFY(eventually([&] { return m_world->find(u"wallet.rename.problem"_s) != nullptr; }));
    QVERIFY(m_world->reads(u"Another wallet has this name"_s));
    auto* name = m_world->find<QLineEdit>(u"wallet.rename.name"_s);
    name->setFocus();
    name->selectAll();
    QTest::keyClicks(name, u"Experiments"_s);
    m_world->key(Qt::Key_Return);
    QVERIFY(eventually([&] { return !m_world->find(u"wallet.rename"_s); }));
    QCOMPARE(wallets().active(true)->label, u"Experiments"_s);
    QVERIFY(m_world->reads(u"Experiments"_s));
}

void WalletDeskTest::chosenByThePaletteAndTheMenu()
{
    QVERIFY(wish(u">use the wallet test"_s));
    QVERIFY(eventually([&] { return wallets().active(true)->label == "Test"_L1; }));
    QVERIFY(eventually([&] { return m_world->workspace().tier().value && m_world->workspace().tier().value->tier == "prototype"_L1; }));
    QVERIFY(choose(u"wallet.use:"_s + idOf(u"Experiments"_s)));
    QVERIFY(eventually([&] { return wallets().active(true)->label == "Experiments"_L1; }));
    // The list tells which one is in use, and offers the others.
    QVERIFY(choose(u"wallet.manage"_s));
    QVERIFY(eventually([&] { return m_world->find(u"wallets.use."_s + idOf(u"Test"_s)) != nullptr; }));
    QVERIFY(!m_world->find(u"wallets.use."_s + idOf(u"Experiments"_s)));
    m_world->shoot(u"wallets-list"_s);
    QVERIFY(m_world->click(u"wallets.use."_s + idOf(u"Test"_s)));
    QVERIFY(eventually([&] { return wallets().active(true)->label == "Test"_L1; }));
    QVERIFY(m_world->click(u"wallets.close"_s));
}

void WalletDeskTest::amountsAreHiddenEverywhere()
{
    const auto balance = [&] { return m_world->find<QLabel>(u"wallet.balance.base-sepolia"_s)->text(); };
    QVERIFY(eventually([&] { return balance() == "0.15"_L1; }));
    static const QRegularExpression amount(u"0\\.15|0\\.10|0\\.25"_s);
    m_world->key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(MoneyMask::of().isHidden());
    QCOMPARE(balance(), QString(4, QChar(0x2022)));
    QVERIFY(m_world->find(u"wallet.balance.base-sepolia"_s)->toolTip().startsWith(QChar(0x2022)));
    QVERIFY(!m_world->find(u"wallet.balance.base-sepolia"_s)->accessibleName().contains(amount));
    for (QWidget* w : m_world->window().findChildren<QWidget*>()) {
        if (w->isVisible() && qobject_cast<QLabel*>(w) && !w->objectName().startsWith(u"wallet.tier"_s))
            QVERIFY2(!static_cast<QLabel*>(w)->text().contains(u"0.15"_s), qPrintable(w->objectName()));
        QVERIFY2(!w->isVisible() || !w->accessibleName().contains(u"0.15"_s), qPrintable(w->objectName()));
    }
    m_world->shoot(u"wallets-hidden"_s);
    // Kept, and what costs still says what it costs.
    QVERIFY(eventually([&] { return await(m_world->services().settings().get(u"moneyHidden"_s))->toBool(); }));
    QVERIFY(m_world->find<QPushButton>(u"wallet.tier.hobby.action"_s)->text().contains(u"$5"_s));
    m_world->app().open(u"overview"_s);
    QVERIFY(eventually([&] { return m_world->reads(u"Activity"_s); }));
    m_world->app().open(u"wallet"_s);
    m_world->key(Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(eventually([&] { return balance() == "0.15"_L1; }));
    // The mask itself: figures without a currency are not money.
    MoneyMask& mask = MoneyMask::of();
    mask.setHidden(true);
    QCOMPARE(mask.shownWithin(u"Paid 0.10 USDC for 3 tables, $5.00, at 12:30"_s),
             u"Paid •••• USDC for 3 tables, $••••, at 12:30"_s);
    QCOMPARE(mask.shown(u"\u22120.030000"_s), u"\u2212••••"_s);
    QCOMPARE(mask.shown(u"–"_s), u"–"_s);
    // However a country writes it, not even the number of its groups stays.
    for (const QString& amount : {u"$1,234,567.89"_s, u"$1.234.567,89"_s, u"$1\u202f234\u202f567,89"_s, u"$1\u00a0234\u00a0567,89"_s, u"$1\u2019234\u2019567.89"_s}) {
        QCOMPARE(mask.shown(amount), u"$••••"_s);
        QCOMPARE(mask.shownWithin(u"Got %1 for 2 tables"_s.arg(amount)), u"Got $•••• for 2 tables"_s);
    }
    mask.setHidden(false);
    QCOMPARE(mask.shown(u"$1,234.50"_s), u"$1,234.50"_s);
}

void WalletDeskTest::switchTakesTheQuestionBack()
{
    const auto before = wallets().active(true);
    QVERIFY(m_world->click(u"wallet.tier.prototype.action"_s));
    QVERIFY(eventually([&] { return m_world->find(u"pay.dialog"_s) != nullptr; }));
    QVERIFY(m_world->reads(before->label)); // who pays is called by its name
    QCOMPARE(codeOf(await(wallets().setActive(idOf(u"Experiments"_s)))), u"ok"_s);
    QVERIFY(eventually([&] { return !m_world->find(u"pay.dialog"_s); }));
    QVERIFY(eventually([&] { return m_world->workspace().tier().value && m_world->workspace().tier().value->tier.isEmpty(); }));
    QVERIFY(!m_world->find<Button>(u"wallet.tier.prototype.action"_s)->isBusy());
    QCOMPARE(codeOf(await(wallets().setActive(before->id))), u"ok"_s);
    QVERIFY(eventually([&] {
        const auto label = m_world->find<QLabel>(u"wallet.balance.base-sepolia"_s);
        return label && label->text() == "0.15"_L1; // nothing was paid
    }));
}

void WalletDeskTest::keyIsShownForAWhile()
{
    QVERIFY(wish(u">show the private key"_s));
    QVERIFY(eventually([&] { return m_world->find(u"wallet.reveal"_s) != nullptr; }));
    QVERIFY(!m_world->find(u"wallet.reveal.accept"_s)->isEnabled());
    QVERIFY(!m_world->find(u"wallet.reveal.key"_s));
    QTest::keyClicks(QApplication::focusWidget(), u"show my ke"_s);
    QVERIFY(!m_world->find(u"wallet.reveal.accept"_s)->isEnabled());
    QTest::keyClicks(QApplication::focusWidget(), u"y"_s);
    m_world->shoot(u"wallets-reauth"_s);
    QVERIFY(m_world->click(u"wallet.reveal.accept"_s));
    QVERIFY(eventually([&] { return m_world->find<KeyView>(u"wallet.reveal.key"_s) && m_world->find<KeyView>(u"wallet.reveal.key"_s)->isShown(); }));
    const auto hex = m_world->find<KeyView>(u"wallet.reveal.key"_s)->key().view();
    const auto key = x402::SecretKey::parse(hex, x402::SecretKey::Use::Sandbox);
    QVERIFY(key.ok());
    QCOMPARE(key->address().toString(), m_firstAddress);
    m_world->shoot(u"wallets-key"_s);
    QVERIFY(m_world->click(u"wallet.reveal.copy"_s));
    const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
    QVERIFY(copied->hasFormat(u"x-kde-passwordManagerHint"_s));
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"0x"_s));
    QGuiApplication::clipboard()->clear();
    scrubFreedMemory(); // the text this test itself pasted
    QVERIFY(m_world->click(u"wallet.reveal.cancel"_s));
    QVERIFY(!wallets().active(true)->backedUpAt.isValid());
}

void WalletDeskTest::backupIsWrittenAndRemembered()
{
    QVERIFY(m_world->click(u"wallet.backup"_s));
    QVERIFY(eventually([&] { return m_world->find(u"backup.passphrase"_s) != nullptr; }));
    QVERIFY(m_world->type(u"backup.passphrase"_s, u"correct horse battery"_s));
    QVERIFY(m_world->type(u"backup.repeat"_s, u"correct horse"_s));
    QVERIFY(m_world->type(u"backup.reauth"_s, u"show my key"_s));
    QVERIFY(!m_world->find(u"backup.accept"_s)->isEnabled());
    QVERIFY(m_world->type(u"backup.repeat"_s, u" battery"_s));
    m_world->shoot(u"wallets-backup"_s);
    QVERIFY(m_world->click(u"backup.accept"_s));
    m_backup = m_out.filePath(u"test-backup.json"_s);
    m_world->unwatched([&] { QVERIFY(m_world->giveFile(m_backup)); });
    QVERIFY(eventually([&] { return wallets().active(true)->backedUpAt.isValid(); }, 30'000));
    QFile file(m_backup);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(json.value("version"_L1).toInt(), 3);
    QCOMPARE(json.value("address"_L1).toString(), m_firstAddress.mid(2).toLower());
    QVERIFY(eventually([&] { return m_world->find(u"wallet.backup"_s)->toolTip().startsWith(u"Backed up on"_s); }));
}

void WalletDeskTest::deletedByName()
{
    QVERIFY(choose(u"wallet.delete:"_s + idOf(u"Test"_s)));
    QVERIFY(eventually([&] { return m_world->find(u"confirmDialog"_s) != nullptr; }));
    QVERIFY(m_world->reads(u"There is money on it: 0.15 USDC"_s));
    QVERIFY(m_world->reads(u"A backup was made"_s));
    QVERIFY(m_world->type(u"confirmName"_s, u"test"_s));
    QVERIFY(!m_world->find(u"confirmAccept"_s)->isEnabled()); // capitals count
    m_world->find<QLineEdit>(u"confirmName"_s)->clear();
    QVERIFY(m_world->type(u"confirmName"_s, u"Test"_s));
    m_world->shoot(u"wallets-delete"_s);
    QVERIFY(m_world->click(u"confirmAccept"_s));
    QVERIFY(eventually([&] { return idOf(u"Test"_s).isEmpty(); }));
    QVERIFY(!QFile::exists(m_world->dataFolder() + u"/sandbox/client/wallet.key"_s));
    QCOMPARE(wallets().active(true)->label, u"Experiments"_s);
    QVERIFY(eventually([&] { return m_world->find(u"wallet.address"_s)->accessibleName() != m_firstAddress; }));
    // One without a backup says so.
    QVERIFY(choose(u"wallet.delete:"_s + idOf(u"Experiments"_s)));
    QVERIFY(eventually([&] { return m_world->reads(u"No backup is known"_s); }));
    QVERIFY(m_world->click(u"confirmCancel"_s));
}

void WalletDeskTest::restored()
{
    QVERIFY(choose(u"wallet.restore"_s));
    m_world->unwatched([&] { QVERIFY(m_world->giveFile(m_backup)); });
    QVERIFY(eventually([&] { return m_world->find(u"wallet.restore.passphrase"_s) != nullptr; }));
    QVERIFY(m_world->reads(m_firstAddress));
    QCOMPARE(m_world->find<QLineEdit>(u"wallet.restore.name"_s)->text(), u"Test"_s);
    QVERIFY(m_world->type(u"wallet.restore.passphrase"_s, u"correct horse\n"_s));
    QVERIFY(eventually([&] { return m_world->reads(u"The passphrase does not open this backup"_s); }));
    m_world->shoot(u"wallets-restore"_s);
    QVERIFY(m_world->type(u"wallet.restore.passphrase"_s, u"correct horse battery\n"_s));
    QVERIFY(eventually([&] { return wallets().active(true)->label == "Test"_L1; }));
    QCOMPARE(wallets().active(true)->address, m_firstAddress);
    QVERIFY(wallets().active(true)->backedUpAt.isValid());
    // Its account is as it was.
    QVERIFY(eventually([&] { return m_world->workspace().tier().value && m_world->workspace().tier().value->tier == "prototype"_L1; }));
}

void WalletDeskTest::wrongFilesAreRefused()
{
    const QString path = m_out.filePath(u"other.json"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"version\":3}");
    file.close();
    QVERIFY(choose(u"wallet.restore"_s));
    m_world->unwatched([&] { QVERIFY(m_world->giveFile(path)); });
    QVERIFY(eventually([&] { return m_world->reads(u"This is not a wallet backup"_s); }));
    QVERIFY(!m_world->find(u"wallet.restore.passphrase"_s));
}

void WalletDeskTest::theSandboxTakesNoKeys()
{
    QVERIFY(wish(u">import a private key"_s));
    QVERIFY(eventually([&] { return m_world->reads(u"The sandbox takes no keys"_s); }));
    QVERIFY(!m_world->find(u"wallet.importKey.key"_s));
    QVERIFY(wish(u">import a wallet file"_s));
    m_world->settle();
    QVERIFY(!m_world->find(u"wallet.cliFile"_s));
}

void WalletDeskTest::choiceSurvivesARestart()
{
    QCOMPARE(codeOf(await(wallets().setActive(idOf(u"Experiments"_s)))), u"ok"_s);
    Wallets again(m_world->services().keysOf(false), m_world->services().keysOf(true), m_world->dataFolder() + u"/wallets.json"_s);
    QCOMPARE(codeOf(await(again.load())), u"ok"_s);
    QCOMPARE(again.active(true)->label, u"Experiments"_s);
    QCOMPARE(codeOf(await(wallets().setActive(idOf(u"Test"_s)))), u"ok"_s);
}

/// After a session of making, paying, signing in, showing, backing up, deleting and restoring.
void WalletDeskTest::nothingOfAKeyIsLeft()
{
    for (const char* label : {"Test", "Experiments"}) {
        QByteArray key = keyFileOf(QString::fromLatin1(label));
        QCOMPARE(key.size(), 32);
        const KeyTraces traces(key);
        // The sandbox keeps its throwaway keys in these files on purpose (DECISIONS.md, 5).
        QStringList own{m_world->dataFolder() + u"/sandbox/client/wallet.key"_s};
        for (const WalletInfo& w : wallets().wallets())
            own << m_world->dataFolder() + u"/sandbox/client/wallets/"_s + w.id.mid(8) + u".key"_s;
        QStringList inFiles, all, left;
        m_world->unwatched([&] {
            inFiles = traces.inFolder(m_world->dataFolder(), own) + traces.inFolder(m_out.path());
            all = traces.inFolder(m_world->dataFolder() + u"/sandbox/client"_s);
            left = traces.inMemory();
        });
        QCOMPARE(inFiles.join(u'\n'), QString());
        QVERIFY(!all.isEmpty()); // it would be found
        QVERIFY2(left.isEmpty(), qPrintable(left.join(u'\n')));
        QVERIFY(traces.megabytesScanned() > 20);
    }
}

void WalletDeskTest::typedKeyStaysOutOfMemory()
{
    // Made here and forgotten at once, like a key somebody reads off a sheet of paper.
    const auto digit = [](int i) { return QChar(u"0123456789abcdef"[(i * 7 + 3 + i / 16) % 16]); };
    QByteArray raw(32, '\0');
    for (int i = 0; i < 32; ++i)
        raw[i] = char(QString(QString(digit(2 * i)) + digit(2 * i + 1)).toInt(nullptr, 16));
    const KeyTraces traces(raw);
    {
        SecretEdit edit;
        edit.show();
        QVERIFY(QTest::qWaitForWindowExposed(&edit));
        for (int i = 0; i < 64; ++i)
            QTest::sendKeyEvent(QTest::Click, &edit, Qt::Key_unknown, QString(digit(i)), Qt::NoModifier);
        QCOMPARE(edit.length(), size_t(64));
        QTest::keyClick(&edit, Qt::Key_Backspace);
        QCOMPARE(edit.length(), size_t(63));
        QTest::sendKeyEvent(QTest::Click, &edit, Qt::Key_unknown, QString(digit(63)), Qt::NoModifier);
        const auto key = x402::SecretKey::parse(edit.take().view(), x402::SecretKey::Use::Wallet);
        QVERIFY(key.ok());
        QCOMPARE(edit.length(), size_t(0));
    }
    QStringList left;
    m_world->unwatched([&] { left = traces.inMemory(); });
    QVERIFY2(left.isEmpty(), qPrintable(left.join(u'\n')));
}

void WalletDeskTest::backupIsMissedOnlyWhereItMatters()
{
    WalletInfo wallet{u"a"_s, u"A"_s, m_firstAddress, false, {}, {}};
    const auto on = [](Rail rail, qint64 micros) {
        RailBalance b;
        b.rail = rail;
        b.micros = micros;
        return QList<RailBalance>{b};
    };
    QVERIFY(needsBackup(wallet, on(Rail::BaseUsdc, 1), Environment::Mainnet));
    QVERIFY(needsBackup(wallet, on(Rail::Credit, 1), Environment::Testnet));
    QVERIFY(!needsBackup(wallet, on(Rail::BaseUsdc, 0), Environment::Mainnet));
    QVERIFY(!needsBackup(wallet, on(Rail::BaseSepoliaUsdc, 900'000), Environment::Testnet));
    wallet.backedUpAt = QDateTime::currentDateTimeUtc();
    QVERIFY(!needsBackup(wallet, on(Rail::BaseUsdc, 1), Environment::Mainnet));
    wallet = {u"sandbox"_s, u"A"_s, m_firstAddress, true, {}, {}};
    QVERIFY(!needsBackup(wallet, on(Rail::BaseUsdc, 1), Environment::Sandbox));
    QCOMPARE(backupFileName({u"a"_s, u"My / Savings!"_s, u"0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F"_s, false, {}, {}}),
             u"run402-my-savings-9d8a62f6.json"_s);
}

QTEST_MAIN(WalletDeskTest)
#include "tst_walletdesk.moc"
