// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "services/secrets/secretstores.h"
#include "services/secrets/wipe.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "tests/support/appworld.h"
#include "tests/support/await.h"
#include "tests/support/keytraces.h"
#include "ui/common/toast.h"
#include "ui/shell/mainwindow.h"

#include <QFile>
#include <QFileDialog>
#include <QTest>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

/// The CLI's wallet file brought in by hand, through the palette and the file dialog, with the keychain of headless.sh; and
/// every kind of file that is not one. The world is Testnet with a server that cannot exist, so nothing leaves.
class WalletFileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void cleanup() { tellFailure(m_world.get()); }
    void cancelledIsNothing();
    void otherFilesAreRefused_data();
    void otherFilesAreRefused();
    void goodFileThroughALink();
    void knownKeyIsNotASecondWallet();
    void nothingOfAKeyIsLeft();

private:
    Wallets& wallets() const { return m_world->services().wallets(); }
    QString path(const QString& name) const { return m_files.filePath(name); }
    bool put(const QString& name, const QByteArray& bytes) const;
    /// From Ctrl+K to the chosen file.
    bool import(const QString& name);
    bool openDialog();
    /// What the newest toast must say; older ones are waited for to go.
    bool told(const QString& words);
    static QByteArray walletText();

    std::unique_ptr<AppWorld> m_world;
    QTemporaryDir m_files;
};

namespace {

/// Of this test, and nobody else's.
QByteArray rawKey()
{
    QByteArray raw(32, '\0');
    for (int i = 0; i < 32; ++i)
        raw[i] = char(29 * i + 5);
    return raw;
}

} // namespace

QByteArray WalletFileTest::walletText()
{
    return "{\n  \"address\": \"0x2e6cf24a1ec612460d83d3ea757fc90c7e2585da\",\n  \"privateKey\": \"0x" + rawKey().toHex()
        + "\",\n  \"created\": \"2026-03-21T12:00:00.000Z\",\n  \"funded\": true,\n  \"rail\": \"x402\"\n}";
}

bool WalletFileTest::put(const QString& name, const QByteArray& bytes) const
{
    QFile file(path(name));
    return file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && file.write(bytes) == bytes.size();
}

bool WalletFileTest::openDialog()
{
    if (!eventually([&] { return !m_world->find(u"paletteEdit"_s); }))
        return false;
    m_world->key(Qt::Key_K, Qt::ControlModifier);
    QWidget* edit = nullptr;
    if (!eventually([&] { return (edit = m_world->find(u"paletteEdit"_s)) && edit->hasFocus(); }))
        return false;
    QTest::keyClicks(edit, u">import a wallet file"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    return eventually([&] { return m_world->find(u"wallet.cliFile"_s) != nullptr; });
}

bool WalletFileTest::import(const QString& name)
{
    bool given = false;
    m_world->unwatched([&] { given = openDialog() && m_world->giveFile(path(name)); });
    return given;
}

bool WalletFileTest::told(const QString& words)
{
    auto* toasts = m_world->window().toasts();
    return eventually([&] { return m_world->words(toasts).contains(words, Qt::CaseInsensitive); })
        && eventually([&] { return toasts->count() == 0; });
}

void WalletFileTest::initTestCase()
{
    QVERIFY(m_files.isValid());
    AppWorld::Setup setup;
    setup.api = QUrl(u"https://run402.invalid"_s);
    m_world = std::make_unique<AppWorld>(setup);
    QVERIFY(m_world->start());
    m_world->window().toasts()->setLifetime(700);
    QVERIFY(m_world->click(u"chooseConnect"_s));
    QVERIFY(eventually([&] { return m_world->workspace().environment() == Environment::Testnet; }));
    QCOMPARE(await(m_world->services().secrets().probe()).valueOr(SecretStore::State::Unavailable), SecretStore::State::Ready);
    QVERIFY(!wallets().active(false));
    QVERIFY(eventually([&] { return m_world->window().toasts()->count() == 0; })); // that the server is not there
}

void WalletFileTest::cleanupTestCase() { QCOMPARE(ended(m_world), QString()); }

void WalletFileTest::cancelledIsNothing()
{
    m_world->unwatched([&] { QVERIFY(openDialog()); });
    m_world->shoot(u"wallet-file"_s);
    m_world->find<QFileDialog>(u"wallet.cliFile"_s)->reject();
    QVERIFY(eventually([&] { return !m_world->find(u"wallet.cliFile"_s); }));
    m_world->settle();
    QVERIFY(wallets().wallets().isEmpty());
}

void WalletFileTest::otherFilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes"); // empty: a link to /dev/zero
    QTest::addColumn<QString>("words");
    const QByteArray good = walletText();
    const QString noKey = u"holds no usable key"_s, damaged = u"is damaged"_s;
    QTest::newRow("another file") << QByteArray("{\"name\":\"left-pad\",\"version\":\"1.3.0\"}") << noKey;
    QTest::newRow("no JSON") << QByteArray("address = 0x00\n") << damaged;
    QTest::newRow("cut short within the key") << good.left(good.indexOf("privateKey") + 40) << damaged;
    QTest::newRow("cut short after the key") << good.left(good.indexOf("created")) << damaged;
    QTest::newRow("huge") << good + QByteArray(200'000, ' ') << u"is too large"_s;
    QTest::newRow("key of another address") << QByteArray(good).replace("0x2e6c", "0x2e6b") << noKey;
    QTest::newRow("half a key") << QByteArray(good).replace(rawKey().toHex(), rawKey().toHex().left(32)) << noKey;
    QTest::newRow("link to what never ends") << QByteArray() << u"cannot be read"_s;
}

void WalletFileTest::otherFilesAreRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, words);
    const QString name = u"file.json"_s;
    QFile::remove(path(name));
    if (bytes.isEmpty())
        QVERIFY(QFile::link(u"/dev/zero"_s, path(name)));
    else
        QVERIFY(put(name, bytes));
    QVERIFY(import(name));
    QVERIFY(told(words));
    QVERIFY(wallets().wallets().isEmpty());
    QFile::remove(path(name));
}

void WalletFileTest::goodFileThroughALink()
{
    QVERIFY(put(u"allowance.json"_s, walletText()));
    QVERIFY(QFile::link(path(u"allowance.json"_s), path(u"link.json"_s)));
    QVERIFY(import(u"link.json"_s));
    QVERIFY(told(u"The wallet is imported"_s));
    QVERIFY(eventually([&] { return wallets().active(false).has_value(); }));
    const WalletInfo wallet = *wallets().active(false);
    QCOMPARE(wallet.label, u"From the CLI"_s);
    QCOMPARE(codeOf(await(wallets().withKey(wallet.id, false, [](const x402::SecretKey&) {}))), u"ok"_s);
    // It is read, never changed or moved.
    QFile file(path(u"allowance.json"_s));
    QVERIFY(file.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
    QByteArray now = file.readAll();
    QCOMPARE(now, walletText());
    wipe(now);
}

void WalletFileTest::knownKeyIsNotASecondWallet()
{
    QVERIFY(import(u"allowance.json"_s));
    QVERIFY(told(u"here already"_s));
    QCOMPARE(wallets().wallets().size(), 1);
}

/// Of the good one, the refused ones and the ones cut short.
void WalletFileTest::nothingOfAKeyIsLeft()
{
    QByteArray key = rawKey();
    const KeyTraces traces(key);
    scrubFreedMemory(); // what this test itself made of it
    QStringList inFiles, there;
    m_world->unwatched([&] {
        inFiles = traces.inFolder(m_world->dataFolder());
        there = traces.inFolder(m_files.path());
    });
    QCOMPARE(inFiles.join(u'\n'), QString());
    QVERIFY(!there.isEmpty()); // it would be found
}

QTEST_MAIN(WalletFileTest)
#include "tst_walletfile.moc"
