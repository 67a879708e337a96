// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/privatefile.h"
#include "services/secrets/sandboxkeystore.h"
#include "services/secrets/secretstores.h"
#include "services/secrets/vaultstore.h"
#include "services/secrets/wipe.h"
#include "tests/support/await.h"
#include "tests/support/memorystore.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;
using State = SecretStore::State;

namespace {

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void overwrite(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

QByteArray pass(const char* text) { return QByteArray(text); } // never a literal: stores wipe it

} // namespace

class TestSecrets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir.emplace();
        m_file = m_dir->filePath(u"keys/vault.json"_s);
    }

    void wipeReachesSharedBytes()
    {
        QByteArray a("secret bytes");
        const QByteArray b = a;
        wipe(a);
        QVERIFY(a.isEmpty());
        QCOMPARE(b, QByteArray(12, '\0'));
    }

    void vaultRoundTrip()
    {
        const QByteArray value = QByteArray::fromHex("00ff10") + "service key";
        {
            VaultStore vault(m_file);
            QCOMPARE(await(vault.probe()).valueOr(State::Ready), State::Unavailable);
            QCOMPARE(codeOf(await(vault.read(u"a"_s))), u"secret.unavailable"_s);
            QSignalSpy unlocked(&vault, &VaultStore::unlockedChanged);
            QByteArray passphrase = pass("correct horse");
            QCOMPARE(codeOf(await(vault.create(passphrase))), u"ok"_s);
            QCOMPARE(passphrase, QByteArray(13, '\0')); // the given bytes are wiped
            QCOMPARE(unlocked.count(), 1);
            QCOMPARE(codeOf(await(vault.write(u"wallet/1"_s, value))), u"ok"_s);
            QCOMPARE(codeOf(await(vault.write(u"project/ü/service"_s, "x"))), u"ok"_s);
            QCOMPARE(codeOf(await(vault.write(u"project/ü/service"_s, "y"))), u"ok"_s);
            QCOMPARE(codeOf(await(vault.remove(u"nothing"_s))), u"secret.not_found"_s);
            QCOMPARE(codeOf(await(vault.create(pass("another one")))), u"secret.vault_exists"_s);
        }
        QCOMPARE(QFile(m_file).permissions() & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::ReadOwner | QFile::WriteOwner);
        const QByteArray onDisk = bytesOf(m_file);
        for (const QByteArray& secret : {value, value.toHex(), value.toBase64(), QByteArray("wallet/1"),
                                         QByteArray("service key"), QByteArray("correct horse")})
            QVERIFY(!onDisk.contains(secret));

        VaultStore vault(m_file);
        QCOMPARE(await(vault.probe()).valueOr(State::Ready), State::Locked);
        QCOMPARE(codeOf(await(vault.read(u"wallet/1"_s))), u"secret.locked"_s);
        QCOMPARE(codeOf(await(vault.unlock(pass("wrong horse")))), u"secret.wrong_passphrase"_s);
        QVERIFY(!vault.isUnlocked());
        QCOMPARE(codeOf(await(vault.unlock(pass("correct horse")))), u"ok"_s);
        QCOMPARE(await(vault.read(u"wallet/1"_s)).valueOr({}), value);
        QCOMPARE(await(vault.read(u"project/ü/service"_s)).valueOr({}), QByteArray("y"));
        QCOMPARE(codeOf(await(vault.read(u"wallet/2"_s))), u"secret.not_found"_s);
        QCOMPARE(codeOf(await(vault.remove(u"wallet/1"_s))), u"ok"_s);
        QCOMPARE(codeOf(await(vault.read(u"wallet/1"_s))), u"secret.not_found"_s);
        vault.lock();
        QCOMPARE(codeOf(await(vault.read(u"project/ü/service"_s))), u"secret.locked"_s);
    }

    void keyDerivationLeavesTheThreadFree()
    {
        VaultStore vault(m_file);
        int ticks = 0;
        QTimer timer;
        connect(&timer, &QTimer::timeout, this, [&] { ++ticks; });
        timer.start(5);
        qint64 longest = 0;
        QElapsedTimer gap;
        gap.start();
        connect(&timer, &QTimer::timeout, this, [&] { longest = qMax(longest, gap.restart()); });
        QCOMPARE(codeOf(await(vault.create(pass("correct horse")))), u"ok"_s);
        QVERIFY2(ticks > 5, qPrintable(QString::number(ticks)));
        QVERIFY2(longest < 100, qPrintable(QString::number(longest)));
    }

    void shortPassphraseIsRefused()
    {
        VaultStore vault(m_file);
        QCOMPARE(codeOf(await(vault.create(pass("1234567")))), u"secret.weak_passphrase"_s);
        QVERIFY(!vault.exists());
    }

    void changedPassphrase()
    {
        VaultStore one(m_file);
        QCOMPARE(codeOf(await(one.create(pass("first phrase")))), u"ok"_s);
        QCOMPARE(codeOf(await(one.write(u"k"_s, "v"))), u"ok"_s);
        VaultStore two(m_file);
        QCOMPARE(codeOf(await(two.changePassphrase(pass("wrong phrase"), pass("second phrase")))),
                 u"secret.wrong_passphrase"_s);
        QCOMPARE(codeOf(await(two.changePassphrase(pass("first phrase"), pass("second phrase")))), u"ok"_s);
        QCOMPARE(await(two.read(u"k"_s)).valueOr({}), QByteArray("v"));
        // The other program's keys are of the past: it must neither read nor overwrite.
        QCOMPARE(codeOf(await(one.read(u"k"_s))), u"secret.locked"_s);
        QCOMPARE(codeOf(await(one.write(u"k"_s, "w"))), u"secret.locked"_s);
        QCOMPARE(codeOf(await(one.unlock(pass("first phrase")))), u"secret.wrong_passphrase"_s);
        QCOMPARE(codeOf(await(one.unlock(pass("second phrase")))), u"ok"_s);
        QCOMPARE(await(one.read(u"k"_s)).valueOr({}), QByteArray("v"));
    }

    void twoProgramsWriteOneVault()
    {
        VaultStore one(m_file), two(m_file);
        QCOMPARE(codeOf(await(one.create(pass("first phrase")))), u"ok"_s);
        QCOMPARE(codeOf(await(two.unlock(pass("first phrase")))), u"ok"_s);
        for (int i = 0; i < 10; ++i) {
            one.write(u"one/%1"_s.arg(i), QByteArray::number(i));
            two.write(u"two/%1"_s.arg(i), QByteArray::number(i));
        }
        QCOMPARE(await(one.read(u"one/9"_s)).valueOr({}), QByteArray("9"));
        QCOMPARE(await(two.read(u"two/9"_s)).valueOr({}), QByteArray("9"));
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(await(one.read(u"two/%1"_s.arg(i))).valueOr({}), QByteArray::number(i));
            QCOMPARE(await(two.read(u"one/%1"_s.arg(i))).valueOr({}), QByteArray::number(i));
        }
    }

    void tamperingIsFound_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("code");
        const auto tampered = u"secret.tampered"_s;
        QTest::newRow("entry removed") << u"remove"_s << tampered;
        QTest::newRow("entry changed") << u"flip"_s << tampered;
        QTest::newRow("entries swapped") << u"swap"_s << tampered;
        QTest::newRow("entry added") << u"add"_s << tampered;
        QTest::newRow("mac replaced") << u"mac"_s << tampered;
        QTest::newRow("cheap key derivation") << u"cheap"_s << tampered;
        QTest::newRow("key derivation of 1 TB") << u"huge"_s << tampered;
        QTest::newRow("cut off") << u"cut"_s << tampered;
        QTest::newRow("empty") << u"empty"_s << tampered;
        QTest::newRow("newer") << u"newer"_s << u"secret.newer_version"_s;
        // Nobody can tell a wrong passphrase from a changed salt.
        QTest::newRow("salt changed") << u"salt"_s << u"secret.wrong_passphrase"_s;
    }
    void tamperingIsFound()
    {
        QFETCH(QString, what);
        QFETCH(QString, code);
        {
            VaultStore vault(m_file);
            QCOMPARE(codeOf(await(vault.create(pass("correct horse")))), u"ok"_s);
            QCOMPARE(codeOf(await(vault.write(u"a"_s, "1111"))), u"ok"_s);
            QCOMPARE(codeOf(await(vault.write(u"b"_s, "2222"))), u"ok"_s);
        }
        QJsonObject root = QJsonDocument::fromJson(bytesOf(m_file)).object();
        QJsonObject entries = root.value("entries"_L1).toObject();
        QJsonObject kdf = root.value("kdf"_L1).toObject();
        const QStringList ids = entries.keys();
        QCOMPARE(ids.size(), 2);
        if (what == "remove"_L1) {
            entries.remove(ids[0]);
        } else if (what == "flip"_L1) {
            QByteArray box = QByteArray::fromBase64(entries.value(ids[0]).toString().toLatin1());
            box[box.size() - 1] = char(box.back() ^ 1);
            entries[ids[0]] = QString::fromLatin1(box.toBase64());
        } else if (what == "swap"_L1) {
            const QJsonValue first = entries[ids[0]];
            entries[ids[0]] = entries.value(ids[1]);
            entries[ids[1]] = first;
        } else if (what == "add"_L1) {
            entries[QString(32, u'0')] = entries.value(ids[0]);
        } else if (what == "mac"_L1) {
            root[u"mac"_s] = QString::fromLatin1(QByteArray(32, 'm').toBase64());
        } else if (what == "cheap"_L1) {
            kdf[u"memory"_s] = 8192;
        } else if (what == "huge"_L1) {
            kdf[u"memory"_s] = 1ll << 40;
        } else if (what == "salt"_L1) {
            kdf[u"salt"_s] = QString::fromLatin1(QByteArray(16, 's').toBase64());
        } else if (what == "newer"_L1) {
            root[u"version"_s] = 2;
        }
        root[u"entries"_s] = entries;
        root[u"kdf"_s] = kdf;
        QByteArray forged = QJsonDocument(root).toJson();
        if (what == "cut"_L1)
            forged = bytesOf(m_file).chopped(40);
        if (what == "empty"_L1)
            forged.clear();
        overwrite(m_file, forged);
        VaultStore vault(m_file);
        QCOMPARE(codeOf(await(vault.unlock(pass("correct horse")))), code);
        QVERIFY(!vault.isUnlocked());
        QCOMPARE(bytesOf(m_file), forged); // left for the person to look at
    }

    void tamperingWhileOpenStopsWriting()
    {
        VaultStore vault(m_file);
        QCOMPARE(codeOf(await(vault.create(pass("correct horse")))), u"ok"_s);
        QJsonObject root = QJsonDocument::fromJson(bytesOf(m_file)).object();
        root[u"entries"_s] = QJsonObject{{QString(32, u'0'), u"AAAA"_s}};
        overwrite(m_file, QJsonDocument(root).toJson());
        QCOMPARE(codeOf(await(vault.write(u"k"_s, "v"))), u"secret.tampered"_s);
        QCOMPARE(codeOf(await(vault.read(u"k"_s))), u"secret.tampered"_s);
    }

    void sandboxFolderKeepsItsOwnKeyOnly()
    {
        SandboxKeyStore store(m_dir->filePath(u"sandbox"_s));
        QCOMPARE(codeOf(await(store.read(u"wallet/sandbox"_s))), u"secret.not_found"_s);
        QCOMPARE(codeOf(await(store.write(u"wallet/other"_s, "k"))), u"secret.denied"_s);
        QCOMPARE(codeOf(await(store.read(u"wallet/other"_s))), u"secret.denied"_s);
        QCOMPARE(codeOf(await(store.write(u"wallet/sandbox"_s, "key"))), u"ok"_s);
        const QString file = m_dir->filePath(u"sandbox/wallet.key"_s);
        QCOMPARE(QFile(file).permissions() & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::ReadOwner | QFile::WriteOwner);
        QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
        QCOMPARE(await(store.read(u"wallet/sandbox"_s)).valueOr({}), QByteArray("key"));
        QVERIFY(!(QFile(file).permissions() & QFile::ReadGroup));
        QCOMPARE(codeOf(await(store.remove(u"wallet/sandbox"_s))), u"ok"_s);
        QVERIFY(!QFile::exists(file));
    }

    void privateFileLeavesNoRests()
    {
        const QString file = m_dir->filePath(u"f/x"_s);
        QVERIFY(writePrivateFile(file, "one").ok());
        QVERIFY(writePrivateFile(file, "two").ok());
        QCOMPARE(readPrivateFile(file, 10).valueOr({}), QByteArray("two"));
        QCOMPARE(codeOf(readPrivateFile(file, 2)), u"secret.failed"_s);
        QCOMPARE(QDir(m_dir->filePath(u"f"_s)).entryList(QDir::Files), QStringList{u"x"_s});
        QCOMPARE(codeOf(writePrivateFile(u"/proc/none/x"_s, "x")), u"secret.failed"_s);
    }

    void chooserNeverFallsBackSilently()
    {
        MemoryStore keychain;
        keychain.state = State::Unavailable;
        VaultStore vault(m_file);
        SecretStores stores(keychain, vault);
        QSignalSpy changed(&stores, &SecretStores::changed);
        const auto r = await(stores.write(u"wallet/1"_s, "k"));
        QCOMPARE(codeOf(r), u"secret.unavailable"_s);
        QCOMPARE(r.error().nextActions, QStringList{u"vault.create"_s});
        QCOMPARE(stores.place(), SecretStores::Place::Nowhere);
        QVERIFY(keychain.entries.isEmpty());
        QVERIFY(QDir(m_dir->path()).isEmpty());

        QCOMPARE(codeOf(await(stores.vault().create(pass("correct horse")))), u"ok"_s);
        QCOMPARE(stores.place(), SecretStores::Place::Vault);
        QCOMPARE(stores.state(), State::Ready);
        QCOMPARE(codeOf(await(stores.write(u"wallet/1"_s, "k"))), u"ok"_s);
        QCOMPARE(await(stores.read(u"wallet/1"_s)).valueOr({}), QByteArray("k"));
        vault.lock();
        QCOMPARE(stores.state(), State::Locked);
        QCOMPARE(codeOf(await(stores.read(u"wallet/1"_s))), u"secret.locked"_s);
        QVERIFY(changed.count() >= 3);
    }

    void chooserUsesTheKeychainThatAnswers()
    {
        MemoryStore keychain;
        VaultStore vault(m_file);
        SecretStores stores(keychain, vault);
        QCOMPARE(codeOf(await(stores.write(u"wallet/1"_s, "k"))), u"ok"_s);
        QCOMPARE(stores.place(), SecretStores::Place::Keychain);
        QCOMPARE(keychain.entries.value(u"wallet/1"_s), QByteArray("k"));
        // Entries from before the vault stay readable.
        QCOMPARE(codeOf(await(vault.create(pass("correct horse")))), u"ok"_s);
        QCOMPARE(await(stores.read(u"wallet/1"_s)).valueOr({}), QByteArray("k"));
        QCOMPARE(codeOf(await(stores.read(u"wallet/2"_s))), u"secret.not_found"_s);
        QCOMPARE(codeOf(await(stores.write(u"wallet/2"_s, "2"))), u"ok"_s);
        QVERIFY(!keychain.entries.contains(u"wallet/2"_s));
    }

private:
    std::optional<QTemporaryDir> m_dir;
    QString m_file;
};

QTEST_GUILESS_MAIN(TestSecrets)
#include "tst_secrets.moc"
