// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

#include <QDateTime>
#include <QHash>
#include <QJsonValue>

namespace run402 {

class LocalStore;

/// What the window looked like and what was typed but not saved: tabs, splits, unsaved SQL.
/// A value is durable when its call resolves, so a crash loses at most what is still on its way.
///
/// Owner: Services; borrows the store. Thread: GUI. Errors: store.*. Two windows that write the same key:
/// the later one wins; scopes are per project, see `scope`.
class SessionStore
{
public:
    struct Value
    {
        QJsonValue json;
        QDateTime updatedAt; ///< UTC
    };

    explicit SessionStore(LocalStore& store) : m_store(store) {}

    /// The scope of a project's documents, or of the application itself with an empty id.
    static QString scope(const QString& environment, const QString& projectId = {});

    /// All keys of a scope.
    Call<QHash<QString, Value>>* load(const QString& scope);
    Call<Done>* save(const QString& scope, const QString& key, const QJsonValue& value);
    Call<Done>* remove(const QString& scope, const QString& key);

private:
    LocalStore& m_store;
};

} // namespace run402
