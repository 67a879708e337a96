// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/lease.h"
#include "services/net/call.h"

namespace run402 {

class LocalStore;

/// What this computer remembers about leases: which news was told, whether renewing by itself is on, and the one renewal
/// begun for each lease end. Every question with a yes in it is one statement, so of two windows or programs exactly one
/// hears yes. Owner: LeaseGuardian; borrows the store. Thread: GUI. Errors: store.*.
class LeaseBook
{
public:
    /// A lease is its wallet in its world and the moment it ends.
    struct Lease { QString world, wallet; QDateTime end; };
    enum class State { Begun, Paid, Refused, Unknown };
    struct Renewal
    {
        Lease lease;
        QString tier;
        State state = State::Begun;
        QString reason; ///< problem code when it was not paid
        QDateTime at;
    };
    struct Standing
    {
        bool autoRenew = false;
        std::optional<Renewal> last; ///< newest renewal begun here for this wallet
    };

    explicit LeaseBook(LocalStore& store) : m_store(store) {}

    /// True = it was not told before, by anybody who uses this store.
    Call<bool>* note(const Lease& lease, LeaseMark mark);
    /// Notes the phase and answers the one noted before; empty = none.
    Call<QString>* phase(const Lease& lease, LeasePhase phase);

    Call<Standing>* standing(const QString& world, const QString& wallet);
    /// Switching on forgets a refusal, so that it is tried again; never one whose outcome is open.
    Call<Done>* setAutoRenew(const QString& world, const QString& wallet, bool on);

    /// Written before anything is paid. False = this lease's renewal was begun already.
    Call<bool>* begin(const Lease& lease, const QString& tier);
    /// Nothing was paid and nobody decided anything: it may be begun again.
    Call<Done>* giveBack(const Lease& lease);
    Call<Done>* finish(const Lease& lease, State state, const QString& reason);

private:
    LocalStore& m_store;
};

} // namespace run402
