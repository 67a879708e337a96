// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/moneymove.h"

#include <QDate>
#include <QHash>

namespace run402 {

/// One token transfer to or from the wallet, as the chain's log has it. Addresses and hashes in lower case.
struct ChainTransfer
{
    Rail rail = Rail::BaseSepoliaUsdc;
    QString network;       ///< CAIP-2
    QString hash;          ///< of the transaction
    int logIndex = 0;      ///< within its block
    qint64 block = 0;
    QString from, to;
    QString nonce;         ///< of the authorization (EIP-3009) that moved it; empty = none, or not told
    qint64 micros = 0;
    QDateTime at;          ///< of the block
};

/// How much of a rail is known, and its balance.
struct RailReach
{
    Rail rail = Rail::Credit;
    QString network;                ///< CAIP-2; empty = prepaid credit
    QDateTime since;                ///< everything after it is known; invalid = nothing
    std::optional<qint64> opening;  ///< balance at `since`, remembered from when it was first reckoned
    std::optional<qint64> closing;  ///< balance read last
    QDateTime readAt;               ///< of `closing`
    QString problemCode;            ///< why the last reading failed; empty = it went well
};

struct LedgerNote { QString label, note; };

/// What the sources said.
struct LedgerFacts
{
    QString wallet;                    ///< address; payments of others are left out
    QString environment;               ///< of credit and unknown transfers: "sandbox" or "mainnet"
    QList<Payment> payments;           ///< in any order
    QList<LedgerEntry> entries;        ///< of the billing history, oldest first as the server has them
    QList<ChainTransfer> transfers;    ///< in any order, repeats allowed
    QList<RailReach> rails;            ///< one per rail at most
    QHash<QString, LedgerNote> notes;  ///< by MoneyMove::id
    QHash<QString, QString> projects;  ///< by payment id
    QHash<QString, QString> kinds;     ///< by transaction hash: what a transfer was, where the app knows ("faucet")
};

/// opening + in − out + unexplained = closing, to the micro-unit.
struct RailTotal
{
    Rail rail = Rail::Credit;
    QDateTime since;
    qint64 opening = 0, in = 0, out = 0, unexplained = 0;
    std::optional<qint64> closing;     ///< nullopt = the balance could not be read; nothing is checked then
};

/// Sums of settled movements of a local month; real and play money never together.
struct MonthTotal
{
    QDate month;                       ///< its first day
    qint64 realIn = 0, realOut = 0, playIn = 0, playOut = 0;
};

struct Ledger
{
    QList<MoneyMove> rows;             ///< newest first
    QList<int> monthOf;                ///< of each row, local: year * 12 + month - 1
    QStringList search;                ///< of each row, lower case: everything that can be searched
    QList<RailTotal> totals;
    QList<MonthTotal> months;          ///< oldest first, without gaps
    QStringList labels;                ///< in use, sorted
};

/// Merges the three sources; one payment is one row, although two or three of them know it. Pure, and the order in
/// which facts come makes no difference (except `entries`, whose order is the server's). Thread: any.
///
/// A payment and a transfer are the same when the transaction is, or the authorization's nonce; else, for a payment
/// that is settled or without outcome, when network, payer, recipient and amount are and the transfer is no older than
/// 5 minutes before the payment and no younger than 5 minutes after its authorization ran out (an hour where
/// that is not known). A payment and a debit of the billing history are the same when sku and amount are and they are
/// at most 5 minutes apart; a payment known to be settled from credit may be up to 26 hours apart (a clock that was
/// wrong). Each is used once; of several, earlier ones go together.
///
/// Rows of amount 0 are left out. What the rails' own balances do not bear out becomes a row of Sort::Unexplained.
Ledger buildLedger(const LedgerFacts& facts);

/// Puts a page of the billing history (newest first, as it comes) where it belongs in what is known (oldest first).
/// Pages are what the server's list holds at some moment, without holes.
void mergeHistoryPage(QList<LedgerEntry>& known, const QList<LedgerEntry>& page);

/// Which rows are shown.
struct LedgerFilter
{
    enum class Kind { All, Paid, Received, Stopped, Unresolved, Unexplained };
    QString text;                      ///< all of its words must be found
    std::optional<Rail> rail;
    Kind kind = Kind::All;
    QDate month;                       ///< any day of it; invalid = all
    QString label;                     ///< empty = any
    bool operator==(const LedgerFilter&) const = default;
};
/// Rows of `ledger.rows` that pass, in order. Thread: any.
QList<int> filterLedger(const Ledger& ledger, const LedgerFilter& filter);

/// What of a row can be searched for, lower case.
QString ledgerSearchText(const MoneyMove& move);

} // namespace run402
