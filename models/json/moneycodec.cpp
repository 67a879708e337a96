// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/json/moneycodec.h"

#include "models/json/jsonreader.h"

#include <algorithm>

namespace run402::json {

using namespace Qt::StringLiterals;

Result<QList<TierOffer>> tierOffers(const QJsonDocument& document)
{
    const JsonReader root(document);
    const JsonReader tiers = root.object("tiers");
    QList<TierOffer> offers;
    for (const QString& name : tiers.keys()) {
        const JsonReader r = tiers.object(name);
        TierOffer offer;
        offer.name = name;
        offer.priceMicros = r.priceMicros("price");
        offer.leaseDays = int(r.integer("lease_days"));
        offer.storageMb = int(r.integer("storage_mb"));
        offer.apiCalls = r.integer("api_calls");
        offer.maxFunctions = int(r.integerOr("max_functions", 0));
        offer.description = r.textOr("description");
        offers << offer;
    }
    std::stable_sort(offers.begin(), offers.end(),
                     [](const TierOffer& a, const TierOffer& b) { return a.priceMicros < b.priceMicros; });
    return root.done(offers);
}

Result<TierStatus> tierStatus(const QJsonDocument& document)
{
    const JsonReader r(document);
    TierStatus status;
    status.wallet = r.text("wallet");
    status.tier = r.nullableText("tier").value_or(QString());
    status.active = r.boolean("active");
    status.startedAt = r.timeOr("lease_started_at");
    status.expiresAt = r.timeOr("lease_expires_at");
    const JsonReader pool = r.object("pool_usage");
    status.poolProjects = int(pool.integer("projects"));
    status.poolApiCalls = pool.integer("total_api_calls");
    status.poolApiCallsLimit = pool.integer("api_calls_limit");
    status.poolStorageBytes = pool.integer("total_storage_bytes");
    status.poolStorageLimit = pool.integer("storage_bytes_limit");
    return r.done(status);
}

Result<TierChange> tierChange(const QJsonDocument& document)
{
    const JsonReader r(document);
    TierChange change;
    change.action = r.text("action");
    change.tier = r.text("tier");
    change.previousTier = r.nullableText("previous_tier").value_or(QString());
    change.startedAt = r.time("lease_started_at");
    change.expiresAt = r.time("lease_expires_at");
    change.creditMicros = r.integerOr("allowance_remaining_usd_micros", 0);
    return r.done(change);
}

Result<qint64> availableCredit(const QJsonDocument& document)
{
    const JsonReader r(document);
    return r.done(r.integer("available_usd_micros"));
}

Result<QList<LedgerEntry>> ledger(const QJsonDocument& document)
{
    const JsonReader root(document);
    QList<LedgerEntry> entries;
    root.objects("entries", [&](const JsonReader& r) {
        LedgerEntry entry;
        entry.id = r.text("id");
        entry.credit = r.text("direction") == "credit"_L1;
        entry.kind = r.text("kind");
        entry.amountMicros = r.integer("amount_usd_micros");
        entry.balanceAfterMicros = r.integer("balance_after_available");
        entry.referenceType = r.textOr("reference_type");
        entry.referenceId = r.textOr("reference_id");
        entry.metadata = r.value("metadata").toObject();
        entry.createdAt = r.time("created_at");
        entries << entry;
    });
    return root.done(entries);
}

Result<FaucetDrip> faucetDrip(const QJsonDocument& document)
{
    const JsonReader r(document);
    FaucetDrip drip;
    drip.transactionHash = r.text("transaction_hash");
    drip.amountMicros = r.integer("amount_usd_micros");
    drip.token = r.text("token");
    drip.network = r.text("network");
    return r.done(drip);
}

} // namespace run402::json
