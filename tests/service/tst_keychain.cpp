// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/keychainstore.h"
#include "services/secrets/secretstores.h"
#include "services/secrets/vaultstore.h"
#include "tests/support/await.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTimer>

#include <csignal>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using State = SecretStore::State;

/// Against a real gnome-keyring, see tests/support/with-keyring.sh; with --no-keyring there is only a bus.
class TestKeychain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
            QSKIP("no session bus of our own");
        m_keyring = qEnvironmentVariableIntValue("RUN402_TEST_KEYRING_PID");
    }

    void roundTrip()
    {
        if (!m_keyring)
            QSKIP("needs a keyring");
        KeychainStore store(u"run402-test"_s);
        QCOMPARE(await(store.probe()).valueOr(State::Unavailable), State::Ready);
        QCOMPARE(codeOf(await(store.read(u"wallet/1"_s))), u"secret.not_found"_s);
        // All byte values, as a private key has them.
        QByteArray value;
        for (int i = 0; i < 256; ++i)
            value.append(char(i));
        QCOMPARE(codeOf(await(store.write(u"wallet/1"_s, value))), u"ok"_s);
        QCOMPARE(await(store.read(u"wallet/1"_s)).valueOr({}), value);
        QCOMPARE(codeOf(await(store.write(u"wallet/1"_s, "new"))), u"ok"_s);
        KeychainStore again(u"run402-test"_s), other(u"run402-other"_s);
        QCOMPARE(await(again.read(u"wallet/1"_s)).valueOr({}), QByteArray("new"));
        QCOMPARE(codeOf(await(other.read(u"wallet/1"_s))), u"secret.not_found"_s);
        QCOMPARE(codeOf(await(store.remove(u"wallet/1"_s))), u"ok"_s);
        QCOMPARE(codeOf(await(store.read(u"wallet/1"_s))), u"secret.not_found"_s);
    }

    void manyAtOnce()
    {
        if (!m_keyring)
            QSKIP("needs a keyring");
        KeychainStore store(u"run402-test"_s);
        for (int i = 0; i < 20; ++i)
            store.write(u"k/%1"_s.arg(i), QByteArray::number(i));
        for (int i = 0; i < 20; ++i)
            QCOMPARE(await(store.read(u"k/%1"_s.arg(i))).valueOr({}), QByteArray::number(i));
    }

    void withoutAServiceItIsUnavailable()
    {
        if (m_keyring)
            QSKIP("needs a bus without keyring");
        KeychainStore store(u"run402-test"_s);
        QCOMPARE(await(store.probe()).valueOr(State::Ready), State::Unavailable);
        const auto r = await(store.write(u"wallet/1"_s, "k"));
        QCOMPARE(codeOf(r), u"secret.unavailable"_s);
        QVERIFY(r.error().nextActions.contains(u"vault.create"_s));
        QTemporaryDir dir;
        VaultStore vault(dir.filePath(u"vault.json"_s));
        SecretStores stores(store, vault);
        QCOMPARE(codeOf(await(stores.write(u"wallet/1"_s, "k"))), u"secret.unavailable"_s);
        QCOMPARE(stores.place(), SecretStores::Place::Nowhere);
        QVERIFY(QDir(dir.path()).isEmpty());
    }

    /// Last: QtKeychain's queue waits for the frozen service.
    void zFrozenServiceDoesNotHang()
    {
        if (!m_keyring)
            QSKIP("needs a keyring");
        QCOMPARE(::kill(m_keyring, SIGSTOP), 0);
        KeychainStore store(u"run402-test"_s, KeychainStore::Timeouts{600, 5000});
        int ticks = 0;
        QTimer timer;
        connect(&timer, &QTimer::timeout, this, [&] { ++ticks; });
        timer.start(20);
        QElapsedTimer took;
        took.start();
        QCOMPARE(await(store.probe()).valueOr(State::Ready), State::Unavailable);
        QCOMPARE(codeOf(await(store.read(u"wallet/1"_s))), u"secret.unavailable"_s);
        QVERIFY2(took.elapsed() < 5000, qPrintable(QString::number(took.elapsed())));
        QVERIFY(ticks > 10);
        QCOMPARE(::kill(m_keyring, SIGCONT), 0);
        // The late answers are dropped and the store works again.
        QTRY_COMPARE_WITH_TIMEOUT(await(store.probe()).valueOr(State::Unavailable), State::Ready, 10'000);
        QCOMPARE(codeOf(await(store.write(u"wallet/1"_s, "k"))), u"ok"_s);
    }

private:
    int m_keyring = 0;
};

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
