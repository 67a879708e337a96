// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/environment.h"
#include "models/domain/money.h"
#include "ui/common/chip.h"

namespace run402 {

/// What the cards of the wallet pane show, as plain values. Pure; thread: GUI (translations). Micro-USD, UTC.

struct RailCardData
{
    Rail rail = Rail::Credit;
    QString icon, name, note;
    bool failed = false;       ///< `note` tells why there is no amount
    QString amount, unit;      ///< 2 decimals, or "–"
    QString exact;             ///< 6 decimals with unit, for the tooltip
    Tone tone = Tone::Testnet;
    QString chip;              ///< "Real money", "Play money"
    bool hasFaucet = false;
};

struct TierCardData
{
    QString id, title, price, span;
    QStringList features;
    bool current = false;      ///< active lease on this tier
    QString left, of;          ///< "5 d 4 h left", "of 7 days"
    double elapsed = 0;        ///< 0..1 of the lease used up
    QString preview;           ///< what the button does, with date and price
    QString action;            ///< button text with the price
    bool primary = false;
    QString blocked;           ///< why the tier cannot be bought here; empty = it can
    Tone tone = Tone::Testnet;
    QString chip;
    bool renewsItself = false; ///< of the current tier, see LeaseGuardian
    bool renewPaused = false;
    QString renewNote;         ///< when it renews, or why it does not any more
};

/// "credit", "base", "base-sepolia", "tempo": stable names for objectName and files.
QString railId(Rail rail);
QString railUnit(Rail rail);
bool isRealRail(Environment environment, Rail rail);

/// All four rails in the order they are spent; rails without a reading show that.
QList<RailCardData> railCards(const QList<RailBalance>& balances, Environment environment, const QDateTime& now);

/// The rail a payment of this price would most likely be made from: credit when it covers the price, then test
/// money when it does (USDC before pathUSD), then what the environment signs for. The payment flow decides.
Rail likelyRail(qint64 priceMicros, const QList<RailBalance>& balances, Environment environment);

/// The faucet's test money pays it.
bool isFree(qint64 priceMicros, const QList<RailBalance>& balances, Environment environment);
/// What a button that costs this says after its verb: "free", else "$5.00".
QString priceWords(qint64 priceMicros, const QList<RailBalance>& balances, Environment environment);

QList<TierCardData> tierCards(const QList<TierOffer>& offers, const TierStatus& status,
                              const QList<RailBalance>& balances, Environment environment, const QDateTime& now);

/// "5 d 4 h left", "3 h 12 min left", "Expired".
QString leaseLeft(const QDateTime& expiresAt, const QDateTime& now);
/// "21 h", "12 min", "40 s": rounded up.
QString waitWords(qint64 seconds);
/// "12 May 2026" in local time.
QString dayWords(const QDateTime& at);
/// Two decimals cut off, never rounded up; thousands grouped and without decimals: "0.90", "999,999".
QString cardAmount(qint64 micros);

} // namespace run402
