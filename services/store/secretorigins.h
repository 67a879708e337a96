// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

#include <QDateTime>
#include <QHash>

namespace run402 {

class LocalStore;
class SessionStore;

/// How a secret got its value when this computer gave it. The service tells only names and times (contract.md §3.12),
/// so what another computer or the command line set is known by its later time alone.
struct SecretOrigin
{
    enum class From { Typed, EnvFile, Deploy };
    From from = From::Typed;
    QDateTime at; ///< UTC, this computer's clock
};

/// Names and times, never a value. Owner: Services; borrows both. Thread: GUI. Errors: store.*.
class SecretOrigins
{
public:
    SecretOrigins(LocalStore& store, SessionStore& sessions) : m_store(store), m_sessions(sessions) {}

    Call<QHash<QString, SecretOrigin>>* load(const QString& projectId);
    void note(const QString& projectId, const QString& name, SecretOrigin::From from);
    void forget(const QString& projectId, const QString& name);

private:
    LocalStore& m_store;
    SessionStore& m_sessions;
};

} // namespace run402
