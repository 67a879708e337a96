// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"
#include "models/result.h"

#include <QJsonDocument>

/// Answers about money, as contract.md §3.2, §3.3 and §3.20 describe them. Pure; thread: any.
/// Fail as JsonReader does.
namespace run402::json {

Result<QList<TierOffer>> tierOffers(const QJsonDocument& document);  ///< cheapest first
Result<TierStatus> tierStatus(const QJsonDocument& document);
Result<TierChange> tierChange(const QJsonDocument& document);
Result<qint64> availableCredit(const QJsonDocument& document);      ///< micro-USD
Result<QList<LedgerEntry>> ledger(const QJsonDocument& document);   ///< newest first
Result<FaucetDrip> faucetDrip(const QJsonDocument& document);

} // namespace run402::json
