// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/pay/billing.h"

#include "sandbox/app.h"
#include "sandbox/guards.h"
#include "sandbox/pay/checkout.h"
#include "sandbox/text.h"

#include <algorithm>
#include <cmath>

namespace run402::sandbox {
namespace {

std::string walletParam(const Request& request)
{
    const std::string& wallet = request.param("wallet");
    if (!startsWith(lower(wallet), "0x")) {
        refuse(400, "Invalid wallet address");
    }
    return lower(wallet);
}

Response balance(App& app, Request& request)
{
    creditDueTopups(app, walletParam(request));
    PgLease db(app.db);
    const PgRows rows = db.query("SELECT available_usd_micros FROM internal.billing_accounts "
                                 "WHERE wallet_address = $1",
                                 {walletParam(request)});
    return Response::json(200, {{"available_usd_micros", rows.empty() ? 0 : rows.integer(0, 0)}});
}

Response history(App& app, Request& request)
{
    const std::string wallet = walletParam(request);
    const std::string asked = queryValue(request.query, "limit").value_or("50");
    int limit = std::atoi(asked.c_str());
    limit = limit <= 0 ? 50 : std::min(limit, 200);
    creditDueTopups(app, wallet);
    PgLease db(app.db);
    const PgRows rows = db.query(
        "SELECT l.id, direction, kind, amount_usd_micros, balance_after_available, balance_after_held, "
        "reference_type, reference_id, metadata, (extract(epoch FROM l.created_at) * 1000)::bigint "
        "FROM internal.allowance_ledger l JOIN internal.billing_accounts a ON a.id = l.account_id "
        "WHERE a.wallet_address = $1 ORDER BY seq DESC LIMIT $2",
        {wallet, limit});
    Json entries = Json::array();
    for (int i = 0; i < rows.size(); ++i) {
        Json entry{{"id", rows.text(i, 0)}, {"direction", rows.text(i, 1)}, {"kind", rows.text(i, 2)}};
        entry["amount_usd_micros"] = rows.integer(i, 3);
        entry["balance_after_available"] = rows.integer(i, 4);
        entry["balance_after_held"] = rows.integer(i, 5);
        entry["reference_type"] = rows.text(i, 6);
        entry["reference_id"] = rows.text(i, 7);
        entry["metadata"] =
            rows.null(i, 8) ? Json(nullptr) : parseJson(rows.text(i, 8)).value_or(Json(nullptr));
        entry["created_at"] = isoTime(rows.integer(i, 9));
        entries.push_back(std::move(entry));
    }
    return Response::json(200, {{"wallet", wallet}, {"entries", std::move(entries)}});
}

/// Whole micro-USD of a positive JSON number.
std::optional<std::int64_t> positiveMicros(const Json& body)
{
    const Json* value = member(body, "amount_usd_micros");
    if (value == nullptr || !value->is_number()) {
        return std::nullopt;
    }
    const double amount = value->get<double>();
    if (!(amount > 0) || amount > 1e15) {
        return std::nullopt;
    }
    return std::llround(amount);
}

Response adjust(App& app, Request& request, bool credit)
{
    if (!hasAdminKey(app, request)) {
        refuse(403, "Requires admin key");
    }
    const std::string wallet = walletParam(request);
    const auto amount = positiveMicros(request.json);
    if (!amount) {
        refuse(400, "amount_usd_micros must be a positive number");
    }
    const auto reason = textMember(request.json, "reason");
    if (!reason || reason->empty()) {
        refuse(400, "reason is required");
    }
    PgTransaction tx(app.db);
    Account account = lockAccount(tx, wallet, true);
    std::string entryId;
    const auto key = textMember(request.json, "idempotency_key");
    const PgRows earlier =
        tx.query("SELECT id FROM internal.allowance_ledger WHERE idempotency_key = $1", {key});
    if (key && !earlier.empty()) {
        entryId = earlier.text(0, 0);
    } else {
        if (!credit && account.available < *amount) {
            refuse(402, "Insufficient balance: available=" + std::to_string(account.available) +
                            ", requested=" + std::to_string(*amount));
        }
        entryId = postLedger(tx, account,
                             {credit ? "credit" : "debit",
                              credit ? "admin_credit" : "admin_debit",
                              *amount,
                              "admin",
                              *reason,
                              {{"reason", *reason}},
                              key});
    }
    tx.commit();
    return Response::json(200, {{"wallet", wallet},
                                {"billing_account_id", account.id},
                                {"available_usd_micros", account.available},
                                {"ledger_entry_id", entryId}});
}

} // namespace

Account lockAccount(PgTransaction& tx, const std::string& wallet, bool create)
{
    if (create) {
        tx.query("INSERT INTO internal.billing_accounts (wallet_address) VALUES ($1) ON CONFLICT DO NOTHING",
                 {wallet});
    }
    const PgRows rows = tx.query("SELECT id, status, available_usd_micros FROM internal.billing_accounts "
                                 "WHERE wallet_address = $1 FOR UPDATE",
                                 {wallet});
    return rows.empty() ? Account{} : Account{rows.text(0, 0), rows.text(0, 1), rows.integer(0, 2)};
}

std::string postLedger(PgTransaction& tx, Account& account, const LedgerEntry& entry)
{
    account.available += entry.direction == "credit" ? entry.amount : -entry.amount;
    tx.query("UPDATE internal.billing_accounts SET available_usd_micros = $2 WHERE id = $1",
             {account.id, account.available});
    return tx
        .query(
            "INSERT INTO internal.allowance_ledger (account_id, direction, kind, amount_usd_micros, "
            "balance_after_available, balance_after_held, reference_type, reference_id, metadata, "
            "idempotency_key) SELECT id, $2, $3, $4, available_usd_micros, held_usd_micros, $5, $6, $7, $8 "
            "FROM internal.billing_accounts WHERE id = $1 RETURNING id",
            {account.id, entry.direction, entry.kind, entry.amount, entry.referenceType, entry.referenceId,
             dump(entry.metadata), entry.idempotencyKey})
        .text(0, 0);
}

void addBillingRoutes(App& app)
{
    app.router.add({"GET", "/billing/v1/accounts/:wallet", [&app](Request& r) { return balance(app, r); }});
    app.router.add(
        {"GET", "/billing/v1/accounts/:wallet/history", [&app](Request& r) { return history(app, r); }});
    app.router.add({"POST", "/billing/v1/admin/accounts/:wallet/credit",
                    [&app](Request& r) { return adjust(app, r, true); }});
    app.router.add({"POST", "/billing/v1/admin/accounts/:wallet/debit",
                    [&app](Request& r) { return adjust(app, r, false); }});
}

} // namespace run402::sandbox
