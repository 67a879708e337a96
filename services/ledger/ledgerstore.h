// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/ledger/chainhistory.h"

namespace run402 {

class LocalStore;

/// What of the ledger is kept on this computer, per world ("sandbox" or "run402") and wallet: entries of the billing
/// history beyond those the service still tells, chain transfers and how far the chains were looked through, the
/// person's labels and notes, and what only this program knows of a payment.
/// Borrows the store. Thread: GUI; work on the store's. Errors: store.*.
class LedgerStore
{
public:
    /// Whose ledger.
    struct Owner { QString world; QString wallet; };
    struct Chain { ChainReach reach; QString newestHash; };

    explicit LedgerStore(LocalStore& store) : m_store(store) {}

    /// Everything kept, with the journal's payments; rails hold what is known without asking anybody.
    Call<LedgerFacts>* facts(const Owner& owner) const;
    Call<QHash<QString, Chain>>* chains(const Owner& owner) const; ///< by network
    /// A page of the billing history, newest first. `whole`: there is nothing before it.
    Call<Done>* addHistory(const Owner& owner, const QList<LedgerEntry>& page, bool whole) const;
    Call<Done>* addReading(const Owner& owner, const ChainReading& reading) const;
    Call<Done>* setNote(const QString& world, const QString& rowId, const LedgerNote& note) const;
    /// The project that was open when a payment was made.
    Call<Done>* setProject(const QString& world, const QString& paymentId, const QString& project) const;
    /// What a transaction was: "faucet".
    Call<Done>* setKind(const QString& world, const QString& hash, const QString& kind) const;

private:
    Call<Done>* setMark(const QString& world, const QString& key, const QString& column, const QString& value) const;
    LocalStore& m_store;
};

} // namespace run402
