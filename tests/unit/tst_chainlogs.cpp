// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/ledger/chainlogs.h"

#include <QTest>

using namespace run402;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kTransfer = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
const QByteArray kUsed = "0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5";
const QByteArray kToken = "0x036cbd53842c5426634e7929541ec2318f3dcf7e";
const QByteArray kWallet = "7ae1b4f09c2d83e6a5517bd0e94f3a82d61bc93f";
const QByteArray kOther = "4a9f1d20c7e35b8862d07af19b3ce5540f8d21b7";

QByteArray word(const QByteArray& tail) { return "0x" + tail.rightJustified(64, '0'); }

QByteArray log(const QByteArray& topics, const QByteArray& data, int index, const QByteArray& token = kToken)
{
    return R"({"address":")" + token + R"(","topics":[)" + topics + R"(],"data":")" + data + R"(","blockNumber":"0x10","transactionHash":")" + word("ab")
        + R"(","logIndex":"0x)" + QByteArray::number(index, 16) + R"(","removed":false})";
}

QByteArray transferLog(const QByteArray& from, const QByteArray& to, const QByteArray& amount, int index, const QByteArray& token = kToken)
{
    return log('"' + kTransfer + "\",\"" + word(from) + "\",\"" + word(to) + '"', word(amount), index, token);
}

QString read(const QByteArray& logs, chainlogs::Found& found)
{
    const auto text = x402::JsonText::parse(logs);
    if (!text.text)
        return u"no json"_s;
    const auto done = chainlogs::read(text.text->root(), *x402::Address::parse(u"0x"_s + QString::fromLatin1(kToken.mid(2))),
                                      *x402::Address::parse(u"0x"_s + QString::fromLatin1(kWallet)), found);
    return done.ok() ? QString() : done.error().code;
}

} // namespace

/// Logs as nodes give them, and as a hostile one might.
class TestChainLogs : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsTransfersAndAuthorizations()
    {
        chainlogs::Found found;
        const QByteArray used = log('"' + kUsed + "\",\"" + word(kWallet) + "\",\"" + word("77") + '"', "0x", 4);
        QCOMPARE(read("[" + used + "," + transferLog(kWallet, kOther, "186a0", 5) + "," + transferLog(kOther, kWallet, "1", 6) + "]", found), QString());
        QCOMPARE(found.transfers.size(), 2);
        QCOMPARE(found.transfers[0].micros, 100'000);
        QCOMPARE(found.transfers[0].block, 16);
        QCOMPARE(found.transfers[1].to, u"0x"_s + QString::fromLatin1(kWallet));
        chainlogs::joinNonces(found, u"0x"_s + QString::fromLatin1(kWallet));
        QCOMPARE(found.transfers[0].nonce, QString::fromLatin1(word("77")));
        QVERIFY(found.transfers[1].nonce.isEmpty());
    }

    void ofSeveralInOneTransactionTheNextOne()
    {
        chainlogs::Found found;
        const auto used = [](const QByteArray& nonce, int index) {
            return log('"' + kUsed + "\",\"" + word(kWallet) + "\",\"" + word(nonce) + '"', "0x", index);
        };
        QCOMPARE(read("[" + used("71", 1) + "," + transferLog(kWallet, kOther, "5", 2) + "," + used("72", 3) + "," + transferLog(kWallet, kOther, "5", 4) + "]", found), QString());
        chainlogs::joinNonces(found, u"0x"_s + QString::fromLatin1(kWallet));
        QCOMPARE(found.transfers[0].nonce, QString::fromLatin1(word("71")));
        QCOMPARE(found.transfers[1].nonce, QString::fromLatin1(word("72")));
    }

    void hostile_data()
    {
        QTest::addColumn<QByteArray>("logs");
        QTest::addColumn<QString>("code");
        QTest::newRow("no list") << QByteArray("{}") << u"rpc.malformed"_s;
        QTest::newRow("null") << QByteArray("null") << u"rpc.malformed"_s;
        QTest::newRow("another token") << QByteArray("[" + transferLog(kWallet, kOther, "1", 0, "0x1111111111111111111111111111111111111111") + "]") << u"rpc.malformed"_s;
        QTest::newRow("another wallet") << QByteArray("[" + transferLog(kOther, kOther, "1", 0) + "]") << u"rpc.malformed"_s;
        QTest::newRow("more than an address") << QByteArray("[" + transferLog("1" + kWallet, kOther, "1", 0) + "]") << u"rpc.malformed"_s;
        QTest::newRow("too much money") << QByteArray("[" + transferLog(kWallet, kOther, QByteArray(17, 'f'), 0) + "]") << u"chain.unreadable"_s;
        QTest::newRow("another event") << QByteArray("[" + log('"' + word("1") + '"', "0x", 0) + "]") << u"rpc.malformed"_s;
        QTest::newRow("no data") << QByteArray("[" + log('"' + kTransfer + "\",\"" + word(kWallet) + "\",\"" + word(kOther) + '"', "0x", 0) + "]") << u"rpc.malformed"_s;
        QTest::newRow("numbers") << QByteArray("[1,2,3]") << u"rpc.malformed"_s;
    }
    void hostile()
    {
        QFETCH(QByteArray, logs);
        chainlogs::Found found;
        QTEST(read(logs, found), "code");
    }

    void removedOnesAreNot()
    {
        chainlogs::Found found;
        QByteArray gone = transferLog(kWallet, kOther, "1", 0);
        gone.replace("\"removed\":false", "\"removed\":true");
        QCOMPARE(read("[" + gone + "]", found), QString());
        QVERIFY(found.transfers.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestChainLogs)
#include "tst_chainlogs.moc"
