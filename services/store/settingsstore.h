// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

#include <QHash>
#include <QJsonValue>

namespace run402 {

class LocalStore;

/// The person's choices, one JSON value per key ("theme", "environment", …). Never a secret.
/// Owner: Services; borrows the store. Thread: GUI. Errors: store.*.
class SettingsStore
{
public:
    explicit SettingsStore(LocalStore& store) : m_store(store) {}

    Call<QHash<QString, QJsonValue>>* all();
    /// Undefined when never set.
    Call<QJsonValue>* get(const QString& key);
    Call<Done>* set(const QString& key, const QJsonValue& value);
    Call<Done>* remove(const QString& key);

private:
    LocalStore& m_store;
};

} // namespace run402
