// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/json.h"

#include <cstdint>
#include <optional>
#include <string>

namespace run402::sandbox {

class App;
class PgTransaction;

/// Billing account of a wallet, locked for the transaction (payments.md §4).
struct Account
{
    std::string id; ///< empty when there is none
    std::string status;
    std::int64_t available = 0; ///< micro-USD
};

/// The wallet's account, row locked; created when `create` is set.
Account lockAccount(PgTransaction& tx, const std::string& wallet, bool create);

/// One line of the prepaid ledger; `amount` in micro-USD, applied to the
/// balance with the sign of `direction`. Returns the id of the entry.
struct LedgerEntry
{
    std::string direction; ///< credit or debit
    std::string kind;
    std::int64_t amount = 0;
    std::string referenceType;
    std::string referenceId;
    Json metadata;
    std::optional<std::string> idempotencyKey;
};
std::string postLedger(PgTransaction& tx, Account& account, const LedgerEntry& entry);

void addBillingRoutes(App& app);

} // namespace run402::sandbox
