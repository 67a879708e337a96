// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/secrets/keystorefile.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;
using x402::SecretKey;

namespace {

/// The examples of the Web3 Secret Storage definition: passphrase "testpassword" (ethereum.org, "Test vectors").
const char kKey[] = "0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d";
const char kScrypt[] = R"({"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"83dbcc02d8ccb40e466191a123791e0e"},
"ciphertext":"d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c","kdf":"scrypt",
"kdfparams":{"dklen":32,"n":262144,"p":8,"r":1,"salt":"ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"},
"mac":"2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3})";
const char kPbkdf2[] = R"({"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},
"ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46","kdf":"pbkdf2",
"kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256","salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
"mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3})";

QString codeOf(const Problem& p) { return p.code; }

QByteArray hexOf(const SecretKey& key)
{
    const auto hex = key.exportHex();
    return QByteArray(reinterpret_cast<const char*>(hex.view().data()), qsizetype(hex.size()));
}

QByteArray changed(const char* json, const std::function<void(QJsonObject& root, QJsonObject& crypto, QJsonObject& kdf)>& edit)
{
    QJsonObject root = QJsonDocument::fromJson(json).object();
    QJsonObject crypto = root.value("crypto"_L1).toObject();
    QJsonObject kdf = crypto.value("kdfparams"_L1).toObject();
    edit(root, crypto, kdf);
    crypto.insert("kdfparams"_L1, kdf);
    if (root.contains("crypto"_L1))
        root.insert("crypto"_L1, crypto);
    return QJsonDocument(root).toJson();
}

} // namespace

class TestKeystoreFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensFilesOfOthers()
    {
        for (const char* file : {kScrypt, kPbkdf2}) {
            const auto key = openKeystore(file, "testpassword");
            QVERIFY2(key.ok(), key.ok() ? "" : qPrintable(key.error().code));
            QCOMPARE(hexOf(*key), QByteArray(kKey));
            QCOMPARE(key->use(), SecretKey::Use::Wallet);
        }
        QCOMPARE(codeOf(openKeystore(kPbkdf2, "testpassword ").error()), u"keystore.wrong_passphrase"_s);
        // geth of 2015 wrote a capital.
        QByteArray old(kPbkdf2);
        old.replace("\"crypto\"", "\"Crypto\"");
        QVERIFY(openKeystore(old, "testpassword").ok());
    }

    void whatIsWrittenOpens()
    {
        auto key = SecretKey::parse(x402::spanOf(QByteArray(kKey)), SecretKey::Use::Wallet);
        const QByteArray passphrase = u"pässwörter"_s.toUtf8();
        const auto json = writeKeystore(*key, passphrase, u"Savings \"1\""_s);
        QVERIFY(json.ok());
        const QJsonObject root = QJsonDocument::fromJson(*json).object();
        QCOMPARE(root.value("version"_L1).toInt(), 3);
        QCOMPARE(root.value("address"_L1).toString(), key->address().toString().mid(2).toLower());
        const auto facts = readKeystoreFacts(*json);
        QCOMPARE(facts->label, u"Savings \"1\""_s);
        QCOMPARE(facts->address, key->address().toString());
        QVERIFY(!facts->sandbox);
        QCOMPARE(hexOf(*openKeystore(*json, passphrase)), QByteArray(kKey));
        const auto twice = writeKeystore(*key, passphrase, {});
        QVERIFY(*twice != *json && QJsonDocument::fromJson(*twice).object().value("crypto"_L1) != root.value("crypto"_L1));
        auto play = SecretKey::parse(x402::spanOf(QByteArray(kKey)), SecretKey::Use::Sandbox);
        const auto sandbox = writeKeystore(*play, passphrase, {});
        QVERIFY(readKeystoreFacts(*sandbox)->sandbox);
        QCOMPARE(openKeystore(*sandbox, passphrase)->use(), SecretKey::Use::Sandbox);
    }

    void hostileFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("code");
        using O = QJsonObject;
        const auto row = [](const char* name, const std::function<void(O&, O&, O&)>& edit, const QString& code, const char* base = kScrypt) {
            QTest::newRow(name) << changed(base, edit) << code;
        };
        const QString no = u"keystore.not_a_backup"_s, costly = u"keystore.too_costly"_s;
        QTest::newRow("empty") << QByteArray() << no;
        QTest::newRow("cut short") << QByteArray(kScrypt).left(300) << no;
        QTest::newRow("another JSON") << QByteArray("{\"version\":3}") << no;
        QTest::newRow("an array") << QByteArray("[1,2]") << no;
        QTest::newRow("huge") << QByteArray(70'000, '[') << no;
        row("version 1", [](O& r, O&, O&) { r.insert("version"_L1, 1); }, no);
        row("version 4", [](O& r, O&, O&) { r.insert("version"_L1, 4); }, u"keystore.newer_version"_s);
        row("n eats the memory", [](O&, O&, O& k) { k.insert("n"_L1, 1 << 30); }, costly);
        row("n and r eat the memory", [](O&, O&, O& k) { k.insert("n"_L1, 1 << 20); k.insert("r"_L1, 16); }, costly);
        row("p eats the time", [](O&, O&, O& k) { k.insert("p"_L1, 1'000'000); }, costly);
        row("n no power of two", [](O&, O&, O& k) { k.insert("n"_L1, 3000); }, no);
        row("n negative", [](O&, O&, O& k) { k.insert("n"_L1, -16); }, no);
        row("r zero", [](O&, O&, O& k) { k.insert("r"_L1, 0); }, no);
        row("no salt", [](O&, O&, O& k) { k.remove("salt"_L1); }, no);
        row("salt no hex", [](O&, O&, O& k) { k.insert("salt"_L1, u"zz"_s); }, no);
        row("dklen short", [](O&, O&, O& k) { k.insert("dklen"_L1, 16); }, no);
        row("other cipher", [](O&, O& c, O&) { c.insert("cipher"_L1, u"aes-128-cbc"_s); }, no);
        row("other kdf", [](O&, O& c, O&) { c.insert("kdf"_L1, u"argon2"_s); }, no);
        row("iv short", [](O&, O& c, O&) { c.insert("cipherparams"_L1, O{{u"iv"_s, u"00"_s}}); }, no);
        row("text short", [](O&, O& c, O&) { c.insert("ciphertext"_L1, u"00"_s); }, no);
        row("text changed", [](O&, O& c, O&) { c.insert("ciphertext"_L1, QString(64, u'0')); }, u"keystore.wrong_passphrase"_s, kPbkdf2);
        row("mac changed", [](O&, O& c, O&) { c.insert("mac"_L1, QString(64, u'0')); }, u"keystore.wrong_passphrase"_s, kPbkdf2);
        row("rounds without end", [](O&, O&, O& k) { k.insert("c"_L1, 2'000'000'000); }, costly, kPbkdf2);
        row("address of another", [](O& r, O&, O&) { r.insert("address"_L1, QString(40, u'1')); }, u"keystore.address_mismatch"_s, kPbkdf2);
    }
    void hostileFilesAreRefused()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, code);
        const auto key = openKeystore(json, "testpassword");
        QVERIFY(!key.ok());
        QCOMPARE(key.error().code, code);
    }
};

QTEST_GUILESS_MAIN(TestKeystoreFile)
#include "tst_keystorefile.moc"
