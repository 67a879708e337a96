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
        QCOMPARE(codeOf(await(wallets.setActive(u"nobody"_s))), u"wallet.none"_s);
        const auto second = await(wallets.create(u"Sandbox"_s, true));
        QVERIFY(second.ok());
        QCOMPARE(wallets.active(true)->address, throwaway->address); // made, not chosen
        QCOMPARE(codeOf(await(wallets.setActive(second->id))), u"ok"_s);
        QCOMPARE(wallets.active(true)->address, second->address);
        QCOMPARE(wallets.active(false)->address, real->address);
        QCOMPARE(codeOf(await(wallets.withKey(second->id, false, use))), u"secret.wrong_world"_s);
        QVERIFY(!ran);
    }

    void namesAreUniqueInTheirWorld()
    {
        MemoryStore keys, sandboxKeys;
        Wallets wallets(keys, sandboxKeys, m_file);
        const auto a = await(wallets.create(u"  Main   wallet "_s, false));
        QCOMPARE(a->label, u"Main wallet"_s);
        const auto b = await(wallets.create(u"main wallet"_s, false));
        QCOMPARE(b->label, u"main wallet 2"_s);
        QCOMPARE(await(wallets.create(u"Main wallet"_s, true))->label, u"Main wallet"_s);
        QCOMPARE(codeOf(await(wallets.rename(b->id, u"MAIN WALLET"_s))), u"wallet.name_taken"_s);
        QCOMPARE(codeOf(await(wallets.rename(b->id, u"   "_s))), u"wallet.name_empty"_s);
        QCOMPARE(codeOf(await(wallets.rename(a->id, u"MAIN WALLET"_s))), u"ok"_s); // its own
        QCOMPARE(codeOf(await(wallets.rename(b->id, u"Savings"_s))), u"ok"_s);
        QCOMPARE(codeOf(await(wallets.rename(u"nobody"_s, u"Savings"_s))), u"wallet.none"_s);
        Wallets again(keys, sandboxKeys, m_file);
        QVERIFY(await(again.load()).ok());
        QCOMPARE(again.wallet(b->id)->label, u"Savings"_s);
        QCOMPARE(again.wallet(a->id)->label, u"MAIN WALLET"_s);
    }

    void choiceIsToldAndRemembered()
    {
        MemoryStore keys, sandboxKeys;
        Wallets wallets(keys, sandboxKeys, m_file);
        QSignalSpy active(&wallets, &Wallets::activeChanged);
        const auto a = await(wallets.create(u"A"_s, false));
        const auto b = await(wallets.create(u"B"_s, false));
        QCOMPARE(active.count(), 0); // the first one replaces nothing
        QCOMPARE(codeOf(await(wallets.setActive(b->id))), u"ok"_s);
        QCOMPARE(active.count(), 1);
        QCOMPARE(active.first().first().toBool(), false);
        QCOMPARE(codeOf(await(wallets.setActive(b->id))), u"ok"_s);
        QCOMPARE(active.count(), 1);
        Wallets again(keys, sandboxKeys, m_file);
        QVERIFY(await(again.load()).ok());
        QCOMPARE(again.active(false)->id, b->id);
        // The CLI's wallet goes before, and is not ours to change.
        wallets.followCli(kAddress, u"CLI wallet"_s);
        QCOMPARE(active.count(), 2);
        QCOMPARE(codeOf(await(wallets.setActive(a->id))), u"wallet.linked"_s);
        QCOMPARE(codeOf(await(wallets.rename(Wallets::cliWalletId(), u"X"_s))), u"wallet.linked"_s);
        QCOMPARE(codeOf(await(wallets.remove(Wallets::cliWalletId()))), u"wallet.linked"_s);
        wallets.followCli({}, {});
        QCOMPARE(wallets.active(false)->id, b->id);
    }

    void removedWalletLeavesNothing()
    {
        MemoryStore keys, sandboxKeys;
        Wallets wallets(keys, sandboxKeys, m_file);
        const auto a = await(wallets.create(u"A"_s, false));
        const auto b = await(wallets.create(u"B"_s, false));
        QSignalSpy active(&wallets, &Wallets::activeChanged);
        keys.failWith = Problem::make(Problem::Kind::Local, u"secret.locked"_s, {});
        QCOMPARE(codeOf(await(wallets.remove(a->id))), u"secret.locked"_s);
        QVERIFY(wallets.wallet(a->id)); // the key is still there, and so is its name
        keys.failWith.reset();
        QCOMPARE(codeOf(await(wallets.remove(a->id))), u"ok"_s);
        QCOMPARE(keys.entries.keys(), QStringList{u"wallet/"_s + b->id});
        QCOMPARE(wallets.active(false)->id, b->id);
        QCOMPARE(active.count(), 1);
        keys.entries.clear(); // the entry went by itself: the name can go as well
        QCOMPARE(codeOf(await(wallets.remove(b->id))), u"ok"_s);
        QVERIFY(!wallets.active(false));
        QCOMPARE(codeOf(await(wallets.remove(b->id))), u"wallet.none"_s);
    }

    void lostKeyComesBackByImport()
    {
        MemoryStore keys, sandboxKeys;
        Wallets wallets(keys, sandboxKeys, m_file);
        const auto made = await(wallets.import(u"Mine"_s, QByteArray(kHex)));
        const auto nothing = [](const x402::SecretKey&) {};
        for (const QByteArray& entry : {QByteArray(), QByteArray(32, '\x07')}) {
            keys.entries.remove(u"wallet/"_s + made->id);
            if (!entry.isEmpty())
                keys.entries.insert(u"wallet/"_s + made->id, QByteArray(entry.constData(), entry.size()));
            QCOMPARE(codeOf(await(wallets.withKey(made->id, false, nothing))),
                     entry.isEmpty() ? u"wallet.key_missing"_s : u"wallet.key_mismatch"_s);
            const auto again = await(wallets.import(u"Other name"_s, QByteArray(kHex)));
            QCOMPARE(codeOf(again), u"ok"_s);
            QCOMPARE(again->id, made->id);
            QCOMPARE(again->label, u"Mine"_s);
            QCOMPARE(codeOf(await(wallets.withKey(made->id, false, nothing))), u"ok"_s);
        }
        QCOMPARE(wallets.wallets().size(), 1);
    }

    void backupOpensAgainAndIsNoted()
    {
        MemoryStore keys, sandboxKeys;
        Wallets wallets(keys, sandboxKeys, m_file);
        const auto made = await(wallets.import(u"Savings"_s, QByteArray(kHex)));
        const QString file = m_dir->filePath(u"out/savings.json"_s);
        QByteArray passphrase = "correct horse";
        passphrase.detach();
        QCOMPARE(codeOf(await(wallets.backUp(made->id, QByteArray("short", 5), file))), u"secret.weak_passphrase"_s);
        QVERIFY(!QFile::exists(file) && !wallets.wallet(made->id)->backedUpAt.isValid());
        QCOMPARE(codeOf(await(wallets.backUp(made->id, passphrase, file))), u"ok"_s);
        QCOMPARE(passphrase, QByteArray(passphrase.size(), '\0'));
        QVERIFY(wallets.wallet(made->id)->backedUpAt.isValid());
        QCOMPARE(QFile(file).permissions() & ~(QFile::ReadUser | QFile::WriteUser), QFile::ReadOwner | QFile::WriteOwner);
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QByteArray json = written.readAll();
        for (const QByteArray& key : {QByteArray(kHex), QByteArray::fromHex(kHex), QByteArray::fromHex(kHex).toBase64()})
            QVERIFY(!json.contains(key));

        MemoryStore others, sandboxOthers;
        Wallets elsewhere(others, sandboxOthers, m_dir->filePath(u"elsewhere/wallets.json"_s));
        const auto secret = [](const char* text) { return QByteArray(text, qsizetype(strlen(text))); };
        QCOMPARE(codeOf(await(elsewhere.restore({}, false, json, secret("wrong horse")))), u"keystore.wrong_passphrase"_s);
        QCOMPARE(codeOf(await(elsewhere.restore({}, true, json, secret("correct horse")))), u"secret.wrong_world"_s);
        const auto restored = await(elsewhere.restore({}, false, json, secret("correct horse")));
        QCOMPARE(codeOf(restored), u"ok"_s);
        QCOMPARE(restored->address, kAddress);
        QCOMPARE(restored->label, u"Savings"_s);
        QVERIFY(elsewhere.wallet(restored->id)->backedUpAt.isValid());
        QCOMPARE(others.entries.value(u"wallet/"_s + restored->id), QByteArray::fromHex(kHex));
        QCOMPARE(codeOf(await(elsewhere.restore({}, false, json, secret("correct horse")))), u"wallet.exists"_s);
    }

    void throwawayBackupStaysInTheSandbox()
    {
        MemoryStore keys, sandboxKeys;
        Wallets wallets(keys, sandboxKeys, m_file);
        const auto made = await(wallets.create(u"Play"_s, true));
        const QString path = m_dir->filePath(u"play.json"_s);
        QCOMPARE(codeOf(await(wallets.backUp(made->id, QByteArray("play money", 10), path))), u"ok"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray json = file.readAll();
        QCOMPARE(codeOf(await(wallets.restore({}, false, json, QByteArray("play money", 10)))), u"secret.wrong_world"_s);
        QCOMPARE(codeOf(await(wallets.remove(made->id))), u"ok"_s);
        const auto back = await(wallets.restore(u"Back"_s, true, json, QByteArray("play money", 10)));
        QCOMPARE(codeOf(back), u"ok"_s);
        QCOMPARE(back->address, made->address);
        QVERIFY(keys.entries.isEmpty());
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
