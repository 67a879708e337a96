// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/keychainstore.h"
#include "services/secrets/sandboxkeystore.h"
#include "services/secrets/secretstores.h"
#include "services/secrets/vaultstore.h"
#include "services/wallets.h"
#include "services/x402/address.h"
#include "services/x402/secretkey.h"
#include "tests/support/await.h"
#include "tests/support/keytraces.h"

#include <QDataStream>
#include <QDir>
#include <QLocalSocket>
#include <QProcess>
#include <QTemporaryDir>

#include <optional>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using x402::SecretKey;

/// Real wallets over the real keychain (tests/support/with-keyring.sh) and over the vault: what happens when their place
/// is locked, gone or changed behind our back, and what is left of their keys.
#ifdef __SANITIZE_ADDRESS__
constexpr bool kKeepsFreedMemory = true;
#else
constexpr bool kKeepsFreedMemory = false;
#endif

class TestWalletKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (qEnvironmentVariableIsEmpty("RUN402_TEST_KEYRING_PID"))
            QSKIP("needs a keyring of our own");
    }

    void init()
    {
        QVERIFY(unlockKeyring()); // whatever the test before came to
        m_dir.emplace();
        m_keychain = std::make_unique<KeychainStore>(u"run402-walletkeys"_s, KeychainStore::Timeouts{2'000, 6'000});
        m_vault = std::make_unique<VaultStore>(m_dir->filePath(u"vault.json"_s));
        m_stores = std::make_unique<SecretStores>(*m_keychain, *m_vault);
        m_sandboxKeys = std::make_unique<SandboxKeyStore>(m_dir->filePath(u"sandbox"_s));
        m_wallets = std::make_unique<Wallets>(*m_stores, *m_sandboxKeys, m_dir->filePath(u"wallets.json"_s));
    }
    void cleanup()
    {
        m_wallets.reset();
        m_stores.reset();
        m_vault.reset();
    }

    void keyComesAndGoesWithTheKeychain()
    {
        const auto made = await(m_wallets->create(u"Main"_s, false));
        QCOMPARE(codeOf(made), u"ok"_s);
        QCOMPARE(m_stores->place(), SecretStores::Place::Keychain);
        QCOMPARE(use(made->id), u"ok"_s);
        QVERIFY(!QFile::exists(m_dir->filePath(u"vault.json"_s)));
        QCOMPARE(codeOf(await(m_wallets->remove(made->id))), u"ok"_s);
        QCOMPARE(codeOf(await(m_keychain->read(u"wallet/"_s + made->id))), u"secret.not_found"_s);
    }

    void changedEntryIsNotUsed()
    {
        const auto made = await(m_wallets->create(u"Main"_s, false));
        QCOMPARE(codeOf(made), u"ok"_s);
        // Another program with access to the keychain, or a mix-up while restoring one.
        QByteArray other(32, '\x11');
        QCOMPARE(codeOf(await(m_keychain->write(u"wallet/"_s + made->id, other))), u"ok"_s);
        QCOMPARE(use(made->id), u"wallet.key_mismatch"_s);
        QCOMPARE(codeOf(await(m_keychain->write(u"wallet/"_s + made->id, "not a key"))), u"ok"_s);
        QCOMPARE(use(made->id), u"key.length"_s);
        QCOMPARE(codeOf(await(m_keychain->remove(u"wallet/"_s + made->id))), u"ok"_s);
        QCOMPARE(use(made->id), u"wallet.key_missing"_s);
    }

    void backupBringsALostEntryBack()
    {
        const auto made = await(m_wallets->create(u"Main"_s, false));
        QCOMPARE(codeOf(made), u"ok"_s);
        const QString path = m_dir->filePath(u"backup.json"_s);
        QCOMPARE(codeOf(await(m_wallets->backUp(made->id, QByteArray("correct horse", 13), path))), u"ok"_s);
        QCOMPARE(codeOf(await(m_keychain->remove(u"wallet/"_s + made->id))), u"ok"_s);
        QCOMPARE(codeOf(await(m_wallets->backUp(made->id, QByteArray("correct horse", 13), path + u".2"_s))), u"wallet.key_missing"_s);
        QVERIFY(!QFile::exists(path + u".2"_s));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto back = await(m_wallets->restore({}, false, file.readAll(), QByteArray("correct horse", 13)));
        QCOMPARE(codeOf(back), u"ok"_s);
        QCOMPARE(back->id, made->id); // the same wallet, not a second one
        QCOMPARE(use(made->id), u"ok"_s);
    }

    void lockedKeychainIsToldAsSuch()
    {
        const auto made = await(m_wallets->create(u"Main"_s, false));
        QCOMPARE(codeOf(made), u"ok"_s);
        QVERIFY(lockKeyring());
        const QString code = use(made->id);
        QCOMPARE(code, u"secret.locked"_s);
        // libsecret says "not found" for an entry it may not see; nothing is forgotten on its word.
        QCOMPARE(codeOf(await(m_wallets->remove(made->id))), u"secret.locked"_s);
        QVERIFY(m_wallets->wallet(made->id));
        const QString creating = codeOf(await(m_wallets->create(u"While locked"_s, false)));
        QVERIFY2(creating.startsWith(u"secret."_s), qPrintable(creating));
        QCOMPARE(m_wallets->wallets().size(), 1);
        QVERIFY(unlockKeyring());
        QCOMPARE(use(made->id), u"ok"_s);
    }

    /// Made, used, backed up, restored and removed with the vault: no file and no memory holds the key afterwards.
    void vaultLeavesNoTrace()
    {
        if (kKeepsFreedMemory)
            QSKIP("AddressSanitizer keeps what was freed, as it was");
        QCOMPARE(codeOf(await(m_vault->create(QByteArray("correct horse", 13)))), u"ok"_s);
        const auto made = await(m_wallets->create(u"Main"_s, false));
        QCOMPARE(codeOf(made), u"ok"_s);
        QCOMPARE(m_stores->place(), SecretStores::Place::Vault);
        QByteArray key = keyOf(made->id);
        QCOMPARE(key.size(), 32);
        const KeyTraces traces(key);
        QCOMPARE(use(made->id), u"ok"_s);
        const QString path = m_dir->filePath(u"backup.json"_s);
        QCOMPARE(codeOf(await(m_wallets->backUp(made->id, QByteArray("correct horse", 13), path))), u"ok"_s);
        m_vault->lock();
        QCOMPARE(use(made->id), u"secret.locked"_s);
        QCOMPARE(traces.inMemory().join(u'\n'), QString());
        QCOMPARE(codeOf(await(m_vault->unlock(QByteArray("correct horse", 13)))), u"ok"_s);
        QCOMPARE(codeOf(await(m_wallets->remove(made->id))), u"ok"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(codeOf(await(m_wallets->restore({}, false, file.readAll(), QByteArray("correct horse", 13)))), u"ok"_s);
        QVERIFY(m_wallets->active(false));
        QCOMPARE(use(m_wallets->active(false)->id), u"ok"_s);
        m_vault->lock();
        QCOMPARE(traces.inFolder(m_dir->path()).join(u'\n'), QString());
        QCOMPARE(traces.inMemory().join(u'\n'), QString());
    }

    void keychainLeavesNoTrace()
    {
        if (kKeepsFreedMemory)
            QSKIP("AddressSanitizer keeps what was freed, as it was");
        const auto made = await(m_wallets->create(u"Main"_s, false));
        QCOMPARE(codeOf(made), u"ok"_s);
        QByteArray key = keyOf(made->id);
        QCOMPARE(key.size(), 32);
        const KeyTraces traces(key);
        QCOMPARE(use(made->id), u"ok"_s);
        const QString path = m_dir->filePath(u"backup.json"_s);
        QCOMPARE(codeOf(await(m_wallets->backUp(made->id, QByteArray("correct horse", 13), path))), u"ok"_s);
        QCOMPARE(traces.inMemory().join(u'\n'), QString());
        QCOMPARE(codeOf(await(m_wallets->remove(made->id))), u"ok"_s);
        QCOMPARE(traces.inFolder(m_dir->path()).join(u'\n'), QString());
        QCOMPARE(traces.inFolder(qEnvironmentVariable("HOME")).join(u'\n'), QString());
        QCOMPARE(traces.inMemory().join(u'\n'), QString());
    }

    /// The search itself: what is there is found, in every form.
    void tracesAreFound()
    {
        if (kKeepsFreedMemory)
            QSKIP("AddressSanitizer keeps what was freed, as it was");
        QByteArray key;
        for (int i = 0; i < 32; ++i)
            key.append(char(37 * i + 11));
        QByteArray copy(key.constData(), key.size());
        const KeyTraces traces(copy);
        QCOMPARE(copy.size(), 0);
        QByteArray reversed = key;
        std::reverse(reversed.begin(), reversed.end());
        QByteArray wide;
        for (const char c : key.toHex())
            wide.append(c).append('\0');
        QByteArray list;
        for (const char c : key)
            list += QByteArray::number(quint8(c)) + ',';
        for (const QByteArray& form : {key, reversed, key.toHex(), key.toHex().toUpper(), key.toBase64(), wide, list, key.left(16), key.mid(16)})
            QVERIFY2(!traces.inBytes("around " + form + " it", u"x"_s).isEmpty(), form.toHex().constData());
        QVERIFY(traces.inBytes(key.left(15) + key.mid(17), u"x"_s).isEmpty());
        QVERIFY(!traces.inMemory().isEmpty()); // `key` itself
        QVERIFY(traces.megabytesScanned() > 0);
    }

private:
    QString use(const QString& walletId)
    {
        return codeOf(await(m_wallets->withKey(walletId, false, [](const SecretKey&) {})));
    }
    /// The raw bytes, for a search only.
    QByteArray keyOf(const QString& walletId)
    {
        QByteArray raw(32, '\0');
        const auto read = await(m_wallets->withKey(walletId, false, [&](const SecretKey& key) {
            const auto hex = key.exportHex();
            const auto value = [](quint8 c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
            for (size_t i = 0; i < 32; ++i)
                raw[qsizetype(i)] = char(value(hex.view()[2 + 2 * i]) << 4 | value(hex.view()[3 + 2 * i]));
        }));
        return read.ok() ? raw : QByteArray();
    }
    static bool lockKeyring()
    {
        return QProcess::execute(u"dbus-send"_s, {u"--session"_s, u"--print-reply"_s, u"--dest=org.freedesktop.secrets"_s,
                                                  u"/org/freedesktop/secrets"_s, u"org.freedesktop.Secret.Service.Lock"_s,
                                                  u"array:objpath:/org/freedesktop/secrets/collection/login"_s}) == 0;
    }
    /// As the login does it (pam_gnome_keyring): the running daemon's control socket. `gnome-keyring-daemon --unlock` would
    /// start a second daemon beside it. A zero byte that carries the credentials, then length, operation, password; all
    /// numbers big endian. The answer is a length and 0 for success.
    static bool unlockKeyring()
    {
        const QByteArray password = "test keyring";
        QByteArray message(1, '\0');
        QDataStream out(&message, QIODevice::Append);
        constexpr quint32 unlock = 1;
        out << quint32(12 + password.size()) << unlock << password; // a QByteArray goes out as its length and bytes
        QLocalSocket daemon;
        daemon.connectToServer(qEnvironmentVariable("XDG_RUNTIME_DIR") + u"/keyring/control"_s);
        if (!daemon.waitForConnected() || daemon.write(message) != message.size())
            return false;
        while (daemon.bytesAvailable() < 8) {
            if (!daemon.waitForReadyRead())
                return false;
        }
        quint32 length = 0, outcome = 1;
        QDataStream(&daemon) >> length >> outcome;
        return length == 8 && outcome == 0;
    }

    std::optional<QTemporaryDir> m_dir;
    std::unique_ptr<KeychainStore> m_keychain;
    std::unique_ptr<VaultStore> m_vault;
    std::unique_ptr<SecretStores> m_stores;
    std::unique_ptr<SandboxKeyStore> m_sandboxKeys;
    std::unique_ptr<Wallets> m_wallets;
};

QTEST_GUILESS_MAIN(TestWalletKeys)
#include "tst_walletkeys.moc"
