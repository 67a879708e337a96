// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pay/paymentwords.h"

#include "models/domain/amount.h"
#include "services/x402/assets.h"
#include "services/x402/policy.h"
#include "ui/common/moneymask.h"
#include "ui/common/problemtext.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Payment", text); }

QString exact(qint64 micros) { return Amount::fromMicros(micros).toShownText(6); }
QString dollars(qint64 micros) { return Amount::fromMicros(micros).toDollarText(); }
/// What somebody has may be hidden; what is paid and signed never is (DECISIONS.md, 26).
QString owned(const QString& amount) { return MoneyMask::of().shown(amount); }

const x402::KnownAsset* chainOf(const PaymentQuestion& q) { return x402::assetOnNetwork(q.network.toLatin1()); }

QString networkName(const PaymentQuestion& q)
{
    const auto* asset = chainOf(q);
    if (!asset)
        return tr("Unknown network %1").arg(q.network);
    if (asset->chainId == x402::chain::base)
        return tr("Base mainnet");
    return asset->chainId == x402::chain::baseSepolia ? tr("Base Sepolia testnet") : tr("Tempo testnet");
}

void tellWorld(PaymentWords& w, const PaymentQuestion& q)
{
    switch (w.world) {
    case MoneyWorld::Real:
        w.tone = Tone::Mainnet;
        w.icon = u"circle-dollar-sign"_s;
        w.headline = tr("REAL MONEY");
        w.place = q.coveredByCredit ? tr("Prepaid credit, cannot be undone") : tr("%1, cannot be undone").arg(networkName(q));
        break;
    case MoneyWorld::Test:
        w.tone = Tone::Testnet;
        w.icon = u"flask-conical"_s;
        w.headline = tr("PLAY MONEY");
        w.place = networkName(q);
        break;
    case MoneyWorld::Sandbox:
        w.tone = Tone::Sandbox;
        w.icon = u"box"_s;
        w.headline = tr("PLAY MONEY");
        w.place = tr("on this computer");
        break;
    }
}

void tellAmount(PaymentWords& w, const PaymentQuestion& q)
{
    const QString plain = Amount::fromMicros(q.amountMicros).toShownText();
    w.amount = exact(q.amountMicros);
    w.unit = q.coveredByCredit ? tr("USD") : q.assetName;
    if (q.coveredByCredit)
        w.amountNote = w.world == MoneyWorld::Real ? tr("%1 US dollars of your prepaid credit").arg(plain)
                                                   : tr("From the sandbox's prepaid credit, worth nothing");
    else if (w.world == MoneyWorld::Real)
        w.amountNote = tr("%1 US dollars, no network fee for you").arg(plain);
    else if (q.mostFeeMicros > 0)
        w.amountNote = tr("Worth nothing outside the test, plus a small network fee");
    else
        w.amountNote = tr("Worth nothing outside the test, no network fee");
    w.pay = q.coveredByCredit ? tr("Pay %1 from credit").arg(dollars(q.amountMicros))
                              : tr("Pay %1 %2").arg(plain, q.assetName);
    w.get = q.intent.title;
    w.getNote = q.intent.outcome.isEmpty() ? tr("One payment, nothing recurs") : q.intent.outcome;
}

void tellParties(PaymentWords& w, const PaymentQuestion& q)
{
    const bool local = x402::isLoopback(q.host);
    w.toName = q.host == "api.run402.com"_L1 ? u"Run402"_s : local ? tr("Sandbox") : q.host;
    w.toShort = shortAddress(q.to);
    w.toNote = local ? tr("Quoted by %1 on this computer").arg(q.host) : tr("Quoted by %1 over TLS").arg(q.host);
    w.assetShort = shortAddress(q.assetAddress);
    const auto* asset = chainOf(q);
    w.assetNote = asset ? tr("The known contract on chain %1, %2 decimals").arg(asset->chainId).arg(asset->decimals)
                        : networkName(q);
    if (q.coveredByCredit)
        w.assetNote = tr("Signed as proof only, the server debits your credit");
    w.fromShort = shortAddress(q.from, true);
    if (!q.balanceMicros) {
        w.fromNote = tr("The balance could not be read");
        return;
    }
    w.balanceTooSmall = *q.balanceMicros < q.amountMicros;
    w.fromNote = w.balanceTooSmall
        ? tr("Balance %1 %2, less than the price").arg(owned(exact(*q.balanceMicros)), w.unit)
        : tr("Balance %1, after this %2 %3").arg(owned(exact(*q.balanceMicros)), owned(exact(*q.balanceMicros - q.amountMicros)), w.unit);
}

void tellTransaction(PaymentWords& w, const PaymentQuestion& q)
{
    w.signs = tr("EIP-712, TransferWithAuthorization");
    if (q.memo.isEmpty())
        return;
    w.signs = tr("Tempo transaction 0x76, transferWithMemo");
    w.fee = tr("At most %1 %2").arg(exact(q.mostFeeMicros), q.feeName);
    w.feeShort = shortAddress(q.feeAddress, true);
    w.feeNote = tr("Taken by the network beside the amount");
    w.memoShort = shortAddress(q.memo);
}

void tellBudget(PaymentWords& w, const PaymentQuestion& q)
{
    w.spent = tr("%1 spent,").arg(owned(dollars(q.spentThisMonthMicros)));
    w.now = tr("%1 now").arg(dollars(q.amountMicros));
    if (q.monthCapMicros <= 0) {
        w.left = w.world == MoneyWorld::Real ? tr("No monthly limit set") : tr("Play money has no budget");
        return;
    }
    const qint64 left = q.monthCapMicros - q.spentThisMonthMicros - q.amountMicros;
    w.left = tr("%1 of %2 left in %3")
                 .arg(owned(dollars(qMax(left, qint64(0)))), dollars(q.monthCapMicros),
                      QLocale(QLocale::English).standaloneMonthName(q.month.month()));
    w.spentShare = qBound(0.0, double(q.spentThisMonthMicros) / double(q.monthCapMicros), 1.0);
    w.nowShare = qBound(0.0, double(q.amountMicros) / double(q.monthCapMicros), 1.0 - w.spentShare);
}

/// The switcher and the payload must tell the same story, whatever decided before us.
QString mismatch(const PaymentQuestion& q, Environment environment)
{
    const auto* asset = chainOf(q);
    const bool local = x402::isLoopback(q.host);
    if (!asset)
        return tr("The network is not one this app knows");
    if (environment == Environment::Sandbox)
        return local ? QString() : tr("The app is in Sandbox and this server is not on this computer");
    if (local)
        return tr("A server on this computer may be paid in Sandbox only");
    if (!asset->eip3009 && !asset->realMoney && environment == Environment::Mainnet)
        return tr("Tempo's play money is not for Mainnet");
    if (asset->realMoney && environment != Environment::Mainnet)
        return tr("This would move real money and the app is in Testnet");
    if (asset->realMoney && !q.realMoney)
        return tr("The payload is for real money, the request says play money");
    return {};
}

QString checkReason(const PaymentCheck& check)
{
    if (!check.reason.isEmpty() && knowsProblem(check.reason))
        return problemWords(Problem::make(Problem::Kind::Policy, check.reason, {})).title;
    if (check.code == "recipient"_L1)
        return tr("The recipient is not the quoted one");
    if (check.code == "asset"_L1)
        return tr("The asset is not on the built-in list");
    if (check.code == "budget"_L1)
        return tr("The amount is outside your budget");
    if (check.code == "expiry"_L1)
        return tr("The offer has expired");
    if (check.code == "memo"_L1)
        return tr("The transfer is not bound to this offer");
    if (check.code == "fee"_L1)
        return tr("The network fee is higher than a transfer costs");
    if (check.code == "environment"_L1)
        return tr("The network does not belong to this environment");
    return tr("A check failed: %1").arg(check.reason.isEmpty() ? check.code : check.reason);
}

void tellChecks(PaymentWords& w, const PaymentQuestion& q, Environment environment)
{
    w.blocked = mismatch(q, environment);
    for (const PaymentCheck& check : q.checks) {
        if (!check.passed && w.blocked.isEmpty())
            w.blocked = checkReason(check);
        if (check.passed && check.reason == "payment.earlier_unknown"_L1)
            w.warning = tr("An earlier payment for the same thing has no known outcome. Paying now may pay twice.");
    }
    if (q.paidElsewhereSeconds >= 0) {
        const int minutes = int(q.paidElsewhereSeconds / 60);
        const QString when = minutes < 1 ? tr("less than a minute ago") : QCoreApplication::translate("Payment", "%n minutes ago", nullptr, minutes);
        w.warning = tr("This wallet paid for the same thing %1, from another device or program. Paying now buys it a second time.").arg(when);
        w.agree = tr("Buy it a second time");
    }
    if (q.amountMicros <= 0 && w.blocked.isEmpty())
        w.blocked = tr("The amount is not a price");
}

} // namespace

QString shortAddress(const QString& address, bool brief)
{
    const int head = brief ? 6 : 18;
    const int tail = brief ? 4 : 12;
    if (address.size() <= head + tail + 1)
        return address;
    return address.left(head) + u'…' + address.right(tail);
}

QDateTime answerDeadline(const PaymentQuestion& question)
{
    // The bytes on screen are drafted anew before they grow too old; then only the offer's own end counts.
    if (question.offerUntil.isValid() && question.redraft)
        return question.offerUntil.addSecs(-kTransactionNeedsSeconds);
    return question.validBefore.addSecs(question.offerUntil.isValid() ? -kTransactionNeedsSeconds : -kAuthorizationNeedsSeconds);
}

QString wayWords(const PaymentWay& way)
{
    const QString name = way.rail == Rail::Credit ? tr("Prepaid credit")
        : way.rail == Rail::BaseUsdc              ? tr("USDC on Base")
        : way.rail == Rail::BaseSepoliaUsdc       ? tr("USDC on Base Sepolia")
                                                  : tr("pathUSD on Tempo");
    if (way.problemCode == "x402.not_funded"_L1 && way.balanceMicros)
        return tr("%1: %2, too little").arg(name, owned(Amount::fromMicros(*way.balanceMicros).toShownText()));
    if (!way.problemCode.isEmpty())
        return tr("%1: %2").arg(name, problemWords(Problem::make(Problem::Kind::Network, way.problemCode, {})).title);
    return way.balanceMicros ? tr("%1: %2").arg(name, owned(Amount::fromMicros(*way.balanceMicros).toShownText(2, 2)))
                             : tr("%1: balance not known").arg(name);
}

QString untilWords(const QDateTime& until) { return until.toLocalTime().toString(u"HH:mm:ss"_s); }

MoneyWorld moneyWorldOf(const PaymentQuestion& q, Environment environment)
{
    if (environment == Environment::Sandbox && x402::isLoopback(q.host))
        return MoneyWorld::Sandbox;
    const auto* asset = chainOf(q);
    // What we do not know is treated as the worst it could be.
    return !asset || asset->realMoney || q.realMoney || q.coveredByCredit ? MoneyWorld::Real : MoneyWorld::Test;
}

PaymentWords paymentWords(const PaymentQuestion& question, Environment environment)
{
    PaymentWords w;
    w.world = moneyWorldOf(question, environment);
    tellWorld(w, question);
    tellAmount(w, question);
    tellParties(w, question);
    tellTransaction(w, question);
    tellBudget(w, question);
    tellChecks(w, question, environment);
    return w;
}

} // namespace run402
