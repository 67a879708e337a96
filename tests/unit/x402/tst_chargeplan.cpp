// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/mpp/memo.h"
#include "services/mpp/plan.h"

#include <QTest>

#include <functional>
#include <limits>

using namespace run402;
using namespace run402::mpp;
using namespace run402::x402;

namespace {

const Bytes32 kMemo = [] {
    Bytes32 memo;
    memo.fill(0xcd);
    return memo;
}();

Address addressOf(quint8 last)
{
    Address::Bytes bytes{};
    bytes.back() = last;
    return Address(bytes);
}

/// As draftCharge makes it.
TempoTransaction good()
{
    const KnownAsset* asset = assetOnChain(chain::tempoModerato);
    const Charge charge{asset, Uint256::fromUint64(100'000), addressOf(0xad), {}};
    TempoTransaction t =
        chargeTransaction(charge, kMemo, {24'000'000'000, 0, 50'000}, QDateTime::fromSecsSinceEpoch(1'774'094'400, Qt::UTC));
    t.feeToken = asset->contract;
    return t;
}

QString codeOfPreview(const TempoTransaction& t)
{
    const auto preview = previewOf(unsignedBytes(t));
    return preview.ok() ? QStringLiteral("ok") : preview.error().code;
}

} // namespace

/// What a person is shown comes from the bytes, and bytes that say more than a payment are not shown at all.
class ChargePlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEverythingBack()
    {
        const auto preview = previewOf(unsignedBytes(good()));
        QVERIFY(preview.ok());
        QCOMPARE(preview->to, addressOf(0xad));
        QCOMPARE(preview->amount.micros(), 100'000);
        QCOMPARE(preview->memo, kMemo);
        QCOMPARE(preview->feeToken, preview->asset->contract);
        QCOMPARE(preview->mostFee.micros(), 1'320); // 55 000 gas at 24 * 10^9
        QCOMPARE(preview->validBefore, 1'774'094'425);
        for (const char* part : {"0x76", "42431", "100000", "transferWithMemo", "1774094425", "expiring"})
            QVERIFY2(preview->json.contains(part), part);
    }

    void feesAreRoundedUp()
    {
        TempoTransaction t = good();
        t.maxFeePerGas = Uint256::fromUint64(1);
        QCOMPARE(previewOf(unsignedBytes(t))->mostFee.micros(), 1);
        QCOMPARE(mostFeeOf({24'000'000'000, 0, 50'000})->micros(), 1'320);
        QVERIFY(!mostFeeOf({24'000'000'000, 0, std::numeric_limits<quint64>::max()}));
    }

    void everythingElseIsRefused_data()
    {
        QTest::addColumn<std::function<void(TempoTransaction&)>>("change");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* name, const char* code, std::function<void(TempoTransaction&)> change) {
            QTest::newRow(name) << change << QString::fromLatin1(code);
        };
        row("two calls", "mpp.transaction_malformed", [](auto& t) { t.calls.push_back(t.calls.front()); });
        row("no call", "mpp.transaction_malformed", [](auto& t) { t.calls.clear(); });
        row("another call", "mpp.transaction_malformed", [](auto& t) { t.calls[0].data[0] = '\x09'; });
        row("a value along", "mpp.transaction_malformed", [](auto& t) { t.calls[0].value = Uint256::fromUint64(1); });
        row("a nonce that stays", "mpp.transaction_malformed", [](auto& t) { t.nonceKey = {}; });
        row("a counter", "mpp.transaction_malformed", [](auto& t) { t.nonce = 1; });
        row("no end", "mpp.transaction_malformed", [](auto& t) { t.validBefore = 0; });
        row("an end beyond all time", "mpp.transaction_malformed", [](auto& t) { t.validBefore = ~quint64(0); });
        row("priority above the cap", "mpp.transaction_malformed",
            [](auto& t) { t.maxPriorityFeePerGas = Uint256::fromUint64(25'000'000'000); });
        row("another token", "mpp.currency_unknown", [](auto& t) { t.calls[0].to = addressOf(1); });
        row("another fee token", "mpp.currency_unknown", [](auto& t) { t.feeToken = addressOf(1); });
        row("no fee token", "mpp.currency_unknown", [](auto& t) { t.feeToken.reset(); });
        row("another chain", "mpp.currency_unknown", [](auto& t) { t.chainId = chain::base; });
        row("a fee that eats the wallet", "mpp.fee_too_high", [](auto& t) { t.gas = 3'000'000; });
        row("a fee above all numbers", "mpp.fee_too_high", [](auto& t) { t.gas = ~quint64(0); });
    }
    void everythingElseIsRefused()
    {
        QFETCH(std::function<void(TempoTransaction&)>, change);
        QFETCH(QString, code);
        TempoTransaction t = good();
        QCOMPARE(codeOfPreview(t), QStringLiteral("ok"));
        change(t);
        QCOMPARE(codeOfPreview(t), code);
    }

    void onlyTheDraftedKeySigns()
    {
        const QByteArray hex(64, '4'), other(64, '5');
        const auto key = SecretKey::parse(spanOf(hex), SecretKey::Use::Wallet);
        const auto sandbox = SecretKey::parse(spanOf(hex), SecretKey::Use::Sandbox);
        const auto stranger = SecretKey::parse(spanOf(other), SecretKey::Use::Wallet);
        mpp::Challenge challenge;
        challenge.id = "abc";
        challenge.realm = "MPP Payment";
        challenge.request = "e30";
        const Charge charge{assetOnChain(chain::tempoModerato), Uint256::fromUint64(30'000), addressOf(0xad), {}};
        const auto plan = draftCharge(challenge, charge, {key->address(), SecretKey::Use::Wallet}, {24'000'000'000, 0, 50'000},
                                      QDateTime::fromSecsSinceEpoch(1'774'094'400, Qt::UTC));
        QVERIFY(plan.ok());
        QVERIFY(memoBinds(plan->preview().memo, challenge.realm, challenge.id));
        QCOMPARE(signCharge(*plan, *stranger).error().code, QStringLiteral("x402.plan_mismatch"));
        QCOMPARE(signCharge(*plan, *sandbox).error().code, QStringLiteral("x402.plan_mismatch"));
        const auto made = signCharge(*plan, *key);
        QVERIFY(made.ok());
        QVERIFY(made->authorization.startsWith("Payment "));
    }
};

QTEST_APPLESS_MAIN(ChargePlanTest)
#include "tst_chargeplan.moc"
