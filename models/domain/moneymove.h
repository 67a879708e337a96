// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"

namespace run402 {

/// Money that moved, was stopped, or may have moved: one row of the ledger (models/ledger/ledger.h). A payment of this
/// computer, an entry of the billing history, a transfer on a chain, or all of them where they are the same.
/// Micro-USD; times in UTC.
struct MoneyMove
{
    /// Where it was read.
    enum Source : quint8 { Journal = 1, Billing = 2, Chain = 4 };
    /// Movement: money in or out. Opening: what a rail held before what is known of it begins. Unexplained: the rail's
    /// balance changed by this much and no source says why.
    enum class Sort : quint8 { Movement, Opening, Unexplained };

    QString id;                   ///< the payment's; "ledger/" and the entry's; "chain/" and where it is in the chain
    Sort sort = Sort::Movement;
    quint8 sources = 0;           ///< of Source
    bool isPayment = false;       ///< in the journal of this computer
    Payment::State state = Payment::State::Settled;
    QDateTime at;
    QString environment;          ///< environmentId(); of a ledger entry: the one it was read in
    QString kind;                 ///< a payment's purpose, a ledger entry's kind, "chain_in", "chain_out", "faucet"
    QString reference;            ///< sku, transaction, "old_to_new"
    QString reason;               ///< why it was refused, how it was resolved
    Rail rail = Rail::Credit;
    bool realMoney = false;
    qint64 amountMicros = 0;      ///< below 0: paid; above: received
    std::optional<qint64> balanceAfter; ///< of that rail, when told
    QString transaction;          ///< 0x hash; empty = none, or not told
    QString network;              ///< CAIP-2; empty = prepaid credit
    QString counterparty;         ///< address on the chain; empty = none
    QString project;              ///< open when it was paid; empty = none, or paid elsewhere
    int order = 0;                ///< among rows of one moment
    QString label, note;          ///< the person's own, kept on this computer

    /// The rail's own record says so; only that counts in its balance.
    bool moved() const { return (sources & (Billing | Chain)) != 0; }
    /// Something is to be done, or at least awaited.
    bool unresolved() const { return state != Payment::State::Settled && state != Payment::State::Refused; }
};

/// Prepaid credit and USDC on Base are real money, outside the sandbox.
inline bool isRealMoney(const QString& environment, Rail rail)
{
    return environment != QLatin1String("sandbox") && (rail == Rail::Credit || rail == Rail::BaseUsdc);
}

} // namespace run402
