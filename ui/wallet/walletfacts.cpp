// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallet/walletfacts.h"

#include "models/domain/amount.h"
#include "models/domain/tierplan.h"
#include "ui/common/problemtext.h"
#include "ui/lease/leasewords.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace run402 {
namespace {

constexpr qint64 kMicros = 1'000'000;
constexpr qint64 kOldSeconds = 300;
constexpr qint64 kFaucetMicros = 250'000; // what one drip gives

QString tr(const char* text, int n = -1) { return QCoreApplication::translate("Wallet", text, nullptr, n); }

QString dollars(qint64 micros) { return Amount::fromMicros(micros).toDollarText(); }

struct RailLook { const char* icon; const char* name; const char* network; };

RailLook lookOf(Rail rail, bool sandbox)
{
    switch (rail) {
    case Rail::Credit:
        return {"credit-card", QT_TRANSLATE_NOOP("Wallet", "Prepaid credit"),
                sandbox ? QT_TRANSLATE_NOOP("Wallet", "The sandbox's ledger") : QT_TRANSLATE_NOOP("Wallet", "Spent first")};
    case Rail::BaseUsdc:
        return {sandbox ? "box" : "circle-dollar-sign", QT_TRANSLATE_NOOP("Wallet", "USDC on Base"),
                sandbox ? QT_TRANSLATE_NOOP("Wallet", "The sandbox's ledger") : QT_TRANSLATE_NOOP("Wallet", "Base mainnet")};
    case Rail::BaseSepoliaUsdc:
        return {sandbox ? "box" : "flask-conical", QT_TRANSLATE_NOOP("Wallet", "USDC on Sepolia"),
                sandbox ? QT_TRANSLATE_NOOP("Wallet", "The sandbox's ledger") : QT_TRANSLATE_NOOP("Wallet", "Base Sepolia testnet")};
    case Rail::TempoPathUsd: break;
    }
    return {sandbox ? "box" : "flask-conical", QT_TRANSLATE_NOOP("Wallet", "pathUSD"),
            sandbox ? QT_TRANSLATE_NOOP("Wallet", "The sandbox's ledger") : QT_TRANSLATE_NOOP("Wallet", "Tempo testnet")};
}

Tone moneyTone(Environment environment, Rail rail)
{
    if (environment == Environment::Sandbox)
        return Tone::Sandbox;
    return isRealRail(environment, rail) ? Tone::Mainnet : Tone::Testnet;
}

QString capitalised(QString text)
{
    if (!text.isEmpty())
        text[0] = text.at(0).toUpper();
    return text;
}

QString count(qint64 n)
{
    if (n >= kMicros && n % 100'000 == 0)
        return tr("%1 M").arg(double(n) / 1e6);
    if (n >= 1000 && n % 1000 == 0)
        return tr("%1 k").arg(n / 1000);
    return QString::number(n);
}

QString storage(int megabytes)
{
    return megabytes >= 1024 && megabytes % 1024 == 0 ? tr("%1 GB").arg(megabytes / 1024)
        : megabytes >= 1000 && megabytes % 1000 == 0  ? tr("%1 GB").arg(megabytes / 1000)
                                                      : tr("%1 MB").arg(megabytes);
}

QStringList features(const TierOffer& offer)
{
    const TierLimits limits = TierLimits::of(offer.name);
    QString functions = tr("%n functions", offer.maxFunctions);
    if (limits.functionTimeoutSeconds > 0)
        functions = tr("%1, %2 s").arg(functions).arg(limits.functionTimeoutSeconds);
    QStringList list{storage(offer.storageMb), tr("%1 calls").arg(count(offer.apiCalls)), functions};
    if (limits.maxSecrets > 0)
        list << tr("%n secrets", limits.maxSecrets);
    return list;
}

bool isActive(const TierStatus& status, const QDateTime& now)
{
    return status.active && !status.tier.isEmpty() && status.expiresAt > now;
}

void tellLease(TierCardData& card, const TierOffer& offer, const TierStatus& status, const QDateTime& now)
{
    card.left = leaseLeft(status.expiresAt, now);
    const qint64 whole = qMax(status.startedAt.secsTo(status.expiresAt), qint64(1));
    const int days = int(qRound(double(whole) / 86'400.0));
    card.of = tr("of %n days", days > 0 ? days : offer.leaseDays);
    card.elapsed = qBound(0.0, double(status.startedAt.secsTo(now)) / double(whole), 1.0);
}

} // namespace

QString railId(Rail rail)
{
    switch (rail) {
    case Rail::Credit: return u"credit"_s;
    case Rail::BaseUsdc: return u"base"_s;
    case Rail::BaseSepoliaUsdc: return u"base-sepolia"_s;
    case Rail::TempoPathUsd: return u"tempo"_s;
    }
    return {};
}

QString railUnit(Rail rail)
{
    return rail == Rail::Credit ? u"USD"_s : rail == Rail::TempoPathUsd ? u"pathUSD"_s : u"USDC"_s;
}

bool isRealRail(Environment environment, Rail rail)
{
    return environment != Environment::Sandbox && (rail == Rail::Credit || rail == Rail::BaseUsdc);
}

QString cardAmount(qint64 micros)
{
    const QLocale en(QLocale::English);
    if (qAbs(micros) >= 10'000 * kMicros)
        return en.toString(micros / kMicros);
    const qint64 cents = qAbs(micros) / 10'000;
    const QString text = u"%1.%2"_s.arg(en.toString(cents / 100)).arg(cents % 100, 2, 10, QChar(u'0'));
    return micros < 0 ? u'-' + text : text;
}

QString waitWords(qint64 seconds)
{
    if (seconds >= 3600)
        return tr("%1 h").arg((seconds + 3599) / 3600);
    if (seconds >= 60)
        return tr("%1 min").arg((seconds + 59) / 60);
    return tr("%1 s").arg(qMax(seconds, qint64(0)));
}

QString dayWords(const QDateTime& at)
{
    return QLocale(QLocale::English).toString(at.toLocalTime().date(), u"d MMMM yyyy"_s);
}

QString leaseLeft(const QDateTime& expiresAt, const QDateTime& now)
{
    const qint64 left = now.secsTo(expiresAt);
    if (!expiresAt.isValid() || left <= 0)
        return tr("Expired");
    if (left >= 86'400)
        return tr("%1 d %2 h left").arg(left / 86'400).arg(left % 86'400 / 3600);
    if (left >= 3600)
        return tr("%1 h %2 min left").arg(left / 3600).arg(left % 3600 / 60);
    return tr("%1 min left").arg(qMax(left / 60, qint64(1)));
}

QList<RailCardData> railCards(const QList<RailBalance>& balances, Environment environment, const QDateTime& now)
{
    QList<RailCardData> cards;
    for (const Rail rail : {Rail::Credit, Rail::BaseUsdc, Rail::BaseSepoliaUsdc, Rail::TempoPathUsd}) {
        const bool sandbox = environment == Environment::Sandbox;
        const RailLook look = lookOf(rail, sandbox);
        RailCardData card;
        card.rail = rail;
        card.icon = QString::fromLatin1(look.icon);
        card.name = tr(look.name);
        card.note = tr(look.network);
        card.unit = railUnit(rail);
        card.amount = u"–"_s;
        card.tone = moneyTone(environment, rail);
        card.chip = isRealRail(environment, rail) ? tr("Real money") : tr("Play money");
        card.hasFaucet = rail == Rail::BaseSepoliaUsdc || rail == Rail::TempoPathUsd;
        const auto it = std::find_if(balances.cbegin(), balances.cend(),
                                     [rail](const RailBalance& b) { return b.rail == rail; });
        if (it == balances.cend()) {
            cards << card;
            continue;
        }
        if (it->micros) {
            card.amount = cardAmount(*it->micros);
            card.exact = Amount::fromMicros(*it->micros).toShownText(6) + u' ' + card.unit;
            const qint64 age = it->readAt.secsTo(now);
            if (it->readAt.isValid() && age >= kOldSeconds)
                card.note = tr("Read %1 ago").arg(waitWords(age));
        } else if (it->problemCode == "chain.no_node"_L1) { // nothing went wrong: this world has no such chain
            card.note = tr("Not available here yet");
            card.hasFaucet = card.hasFaucet && rail != Rail::TempoPathUsd; // it is asked of that very node
        } else {
            card.failed = true;
            card.note = problemWords(Problem::make(Problem::Kind::Network, it->problemCode, {})).title;
            card.exact = it->problemCode;
        }
        cards << card;
    }
    return cards;
}

Rail likelyRail(qint64 price, const QList<RailBalance>& balances, Environment environment)
{
    const auto covers = [&](Rail rail) {
        return std::any_of(balances.cbegin(), balances.cend(), [&](const RailBalance& b) {
            return b.rail == rail && b.micros && *b.micros >= price;
        });
    };
    for (const Rail rail : {Rail::Credit, Rail::BaseSepoliaUsdc}) {
        if (covers(rail))
            return rail;
    }
    // Its chain is a test network; the service takes it only where it offers machine payments.
    if (environment != Environment::Mainnet && covers(Rail::TempoPathUsd))
        return Rail::TempoPathUsd;
    return environment == Environment::Mainnet ? Rail::BaseUsdc : Rail::BaseSepoliaUsdc;
}

bool isFree(qint64 priceMicros, const QList<RailBalance>& balances, Environment environment)
{
    const Rail rail = likelyRail(priceMicros, balances, environment);
    return rail == Rail::TempoPathUsd || (priceMicros <= kFaucetMicros && !isRealRail(environment, rail));
}

QString priceWords(qint64 priceMicros, const QList<RailBalance>& balances, Environment environment)
{
    return isFree(priceMicros, balances, environment) ? tr("free") : dollars(priceMicros);
}

QList<TierCardData> tierCards(const QList<TierOffer>& offers, const TierStatus& status,
                              const QList<RailBalance>& balances, Environment environment, const QDateTime& now)
{
    QList<TierOffer> sorted = offers;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const TierOffer& a, const TierOffer& b) { return a.priceMicros < b.priceMicros; });
    const bool active = isActive(status, now);
    QList<TierCardData> cards;
    for (const TierOffer& offer : sorted) {
        TierCardData card;
        card.id = offer.name;
        card.title = capitalised(offer.name);
        card.price = dollars(offer.priceMicros);
        card.span = tr("%n days", offer.leaseDays);
        card.features = features(offer);
        card.current = active && status.tier == offer.name;
        const Rail rail = likelyRail(offer.priceMicros, balances, environment);
        card.tone = moneyTone(environment, rail);
        card.chip = rail == Rail::Credit ? tr("Prepaid credit")
            : isRealRail(environment, rail) ? tr("Real money") : tr("Play money");
        const QString price = priceWords(offer.priceMicros, balances, environment);
        const TierPlan plan = *planTier(offers, status, offer.name, now);
        if (card.current) {
            tellLease(card, offer, status, now);
            card.action = tr("Renew for %1").arg(price);
            card.preview = tr("Renewed today: lease to %1").arg(dayWords(plan.endsAt));
            card.primary = true;
        } else {
            card.action = plan.action == TierPlan::Action::Subscribe ? tr("Get %1 for %2").arg(card.title, price)
                : plan.action == TierPlan::Action::Upgrade           ? tr("Move up for %1").arg(price)
                                                                     : tr("Move down for %1").arg(price);
            card.preview = tr("Today: lease to %1").arg(dayWords(plan.endsAt));
            if (plan.refundMicros >= 10'000)
                card.preview += tr(", %1 back as credit").arg(dollars(plan.refundMicros / 10'000 * 10'000));
            card.blocked = LeaseWords::refusal(plan);
            card.primary = plan.action == TierPlan::Action::Subscribe && cards.isEmpty();
        }
        cards << card;
    }
    return cards;
}

} // namespace run402
