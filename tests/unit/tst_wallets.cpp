// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/sandboxkeystore.h"
#include "services/wallets.h"
#include "services/x402/secretkey.h"
#include "tests/support/await.h"
#include "tests/support/memorystore.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace run402;
using namespace run402::test;
using namespace Qt::StringLiterals;

namespace {

const char kHex[] = "4646464646464646464646464646464646464646464646464646464646464646";
const QString kAddress = u"0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F"_s;

} // namespace

class TestWallets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir.emplace();
        m_file = m_dir->filePath(u"data/wallets.json"_s);
    }

    void createdWalletSignsAfterARestart()
    {
        MemoryStore keys;
        SandboxKeyStore sandboxKeys(m_dir->filePath(u"sandbox"_s));
        WalletInfo made;
        {
            Wallets wallets(keys, sandboxKeys, m_file);
            QCOMPARE(codeOf(await(wallets.load())), u"ok"_s);
            QVERIFY(!wallets.active(false));
            QSignalSpy changed(&wallets, &Wallets::changed);
            const auto r = await(wallets.create(u"Main"_s, false));
            QCOMPARE(codeOf(r), u"ok"_s);
            made = *r;
            QCOMPARE(changed.count(), 1);
            QCOMPARE(keys.entries.value(u"wallet/"_s + made.id).size(), 32);
            const auto second = await(wallets.create(u"Second"_s, false));
            QVERIFY(second.ok() && second->address != made.address);
            QCOMPARE(wallets.active(false)->id, made.id);
        }
        QCOMPARE(QFile(m_file).permissions() & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::ReadOwner | QFile::WriteOwner);
        Wallets wallets(keys, sandboxKeys, m_file);
        QCOMPARE(codeOf(await(wallets.load())), u"ok"_s);
        QCOMPARE(wallets.active(false)->address, made.address);
        QCOMPARE(wallets.active(false)->createdAt, made.createdAt);
        QString used;
        QCOMPARE(codeOf(await(wallets.withKey(made.id, false, [&](const x402::SecretKey& key) {
                     used = key.address().toString();
                     QCOMPARE(key.use(), x402::SecretKey::Use::Wallet);
                 }))), u"ok"_s);
        QCOMPARE(used, made.address);
    }

    void worldsNeverMix()
    {
        MemoryStore keys, sandboxKeys;
        Wallets wallets(keys, sandboxKeys, m_file);
        const auto real = await(wallets.create(u"Main"_s, false));
        const auto throwaway = await(wallets.create(u"Sandbox"_s, true));
        QVERIFY(real.ok() && throwaway.ok());
        QCOMPARE(keys.entries.keys(), QStringList{u"wallet/"_s + real->id});
        QCOMPARE(sandboxKeys.entries.keys(), QStringList{u"wallet/sandbox"_s});
        bool ran = false;
        const auto use = [&](const x402::SecretKey&) { ran = true; };
        QCOMPARE(codeOf(await(wallets.withKey(real->id, true, use))), u"secret.wrong_world"_s);
        QCOMPARE(codeOf(await(wallets.withKey(throwaway->id, false, use))), u"secret.wrong_world"_s);
        QCOMPARE(codeOf(await(wallets.withKey(u"nobody"_s, false, use))), u"wallet.none"_s);
        QVERIFY(!ran);
        QCOMPARE(codeOf(await(wallets.setActive(u"sandbox"_s))), u"wallet.none"_s);
        QCOMPARE(codeOf(await(wallets.create(u"Again"_s, true))), u"wallet.exists"_s);
        QCOMPARE(wallets.active(true)->address, throwaway->address);
    }

    void sandboxWalletIsRemadeWhenItsFolderWent()
    {
        MemoryStore keys, sandboxKeys;
        Wallets wallets(keys, sandboxKeys, m_file);
        const auto first = await(wallets.create(u"Sandbox"_s, true));
        sandboxKeys.entries.clear();
        const auto second = await(wallets.create(u"Sandbox"_s, true));
        QVERIFY(second.ok());
        QVERIFY(second->address != first->address);
        QCOMPARE(wallets.wallets().size(), 1);
        QCOMPARE(wallets.active(true)->address, second->address);
    }

    void importTakesAndWipesTheText()
    {
        MemoryStore keys, sandboxKeys;
        Wallets wallets(keys, sandboxKeys, m_file);
        QByteArray text = QByteArray("  0x") + kHex + "\n";
        const auto r = await(wallets.import(u"CLI"_s, text));
        QCOMPARE(codeOf(r), u"ok"_s);
        QCOMPARE(r->address, kAddress);
        QCOMPARE(text, QByteArray(text.size(), '\0'));
        QCOMPARE(codeOf(await(wallets.import(u"CLI"_s, QByteArray(kHex)))), u"wallet.exists"_s);
        QCOMPARE(codeOf(await(wallets.import(u"CLI"_s, QByteArray("0x12")))), u"key.length"_s);
        QCOMPARE(codeOf(await(wallets.import(u"CLI"_s, QByteArray(64, '0')))), u"key.range"_s);
        QCOMPARE(wallets.wallets().size(), 1);
        QCOMPARE(keys.entries.size(), 1);
    }

    void keyOfAnotherAddressIsNotUsed()
    {
        MemoryStore keys, sandboxKeys;
        Wallets wallets(keys, sandboxKeys, m_file);
        const auto r = await(wallets.create(u"Main"_s, false));
        keys.entries[u"wallet/"_s + r->id] = QByteArray::fromHex(kHex);
        bool ran = false;
        QCOMPARE(codeOf(await(wallets.withKey(r->id, false, [&](const x402::SecretKey&) { ran = true; }))),
                 u"wallet.key_mismatch"_s);
        QVERIFY(!ran);
    }

    void cancelledUseSignsNothing()
    {
        MemoryStore keys, sandboxKeys;
        Wallets wallets(keys, sandboxKeys, m_file);
        const auto r = await(wallets.create(u"Main"_s, false));
        bool ran = false;
        auto* call = wallets.withKey(r->id, false, [&](const x402::SecretKey&) { ran = true; });
        call->cancel();
        QCOMPARE(codeOf(await(call)), u"cancelled"_s);
        QCOMPARE(codeOf(await(wallets.withKey(r->id, false, [](const x402::SecretKey&) {}))), u"ok"_s);
        QVERIFY(!ran);
    }

    void withoutAPlaceForTheKeyThereIsNoWallet()
    {
        MemoryStore keys, sandboxKeys;
        keys.failWith = Problem::make(Problem::Kind::Local, u"secret.unavailable"_s, {});
        Wallets wallets(keys, sandboxKeys, m_file);
        QCOMPARE(codeOf(await(wallets.create(u"Main"_s, false))), u"secret.unavailable"_s);
        QVERIFY(wallets.wallets().isEmpty());
        QVERIFY(!QFile::exists(m_file));
    }

    void damagedRegistryIsNotOverwritten_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("no JSON") << QByteArray("garbage");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("bad address") << QByteArray(R"({"version":1,"wallets":[{"id":"a","address":"0x12"}]})");
        QTest::newRow("real wallet posing as sandbox")
            << QByteArray(R"({"version":1,"wallets":[{"id":"a","sandbox":true,"address":"0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F"}]})");
    }
    void damagedRegistryIsNotOverwritten()
    {
        QFETCH(QByteArray, text);
        QVERIFY(QDir().mkpath(m_dir->filePath(u"data"_s)));
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        MemoryStore keys, sandboxKeys;
        Wallets wallets(keys, sandboxKeys, m_file);
        QCOMPARE(codeOf(await(wallets.load())), u"wallet.registry_damaged"_s);
        QCOMPARE(codeOf(await(wallets.create(u"Main"_s, false))), u"wallet.registry_damaged"_s);
        QVERIFY(keys.entries.isEmpty()); // the key nobody would find is taken back
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), text);
    }

private:
    std::optional<QTemporaryDir> m_dir;
    QString m_file;
};

QTEST_GUILESS_MAIN(TestWallets)
#include "tst_wallets.moc"
