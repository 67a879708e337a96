// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/agentwatch/agentacts.h"
#include "services/net/call.h"

namespace run402 {

class LocalStore;

/// The feed of what agents did, what was last seen, and which acts were our own. Kept for 90 days.
/// Owner: AgentWatch; borrows the store. Thread: GUI. Errors: store.*.
class AgentBook
{
public:
    struct Feed
    {
        QList<AgentAct> acts; ///< newest first
        qint64 lookedAt = 0;  ///< id of the newest act the person has looked at
        int unread = 0;
    };

    explicit AgentBook(LocalStore& store) : m_store(store) {}

    Call<QJsonObject>* seen(const QString& world);
    /// Writes what is new and not our own, and what was seen, in one step. Resolves with the number of new acts.
    Call<int>* add(const QString& world, const QList<AgentAct>& acts, const QJsonObject& seen);
    /// This program, in whichever window, did that itself.
    Call<Done>* noteOwn(const QString& world, const QString& key);
    Call<Feed>* feed(const QString& world, int limit = 300);
    Call<Done>* look(const QString& world, qint64 newestId);
    Call<qint64>* spentSince(const QString& world, const QDateTime& from);

private:
    LocalStore& m_store;
};

} // namespace run402
