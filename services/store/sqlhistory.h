// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

#include <QDateTime>
#include <QList>

#include <optional>

namespace run402 {

class LocalStore;

/// One run of the SQL console.
struct SqlHistoryEntry
{
    qint64 id = 0;           ///< given by append
    QString projectId;
    QString sql;
    QDateTime at;            ///< UTC; append fills in the present when invalid
    qint64 elapsedMs = 0;
    std::optional<qint64> rowCount; ///< nullopt = none told
    QString problemCode;     ///< empty = it worked
    QString environment = {};     ///< as in environment.h; empty = unknown, of an earlier version
    QString projectName = {};     ///< as it was called then
};

/// SQL that was run, the newest 2000 per project.
/// Owner: Services; borrows the store. Thread: GUI. Errors: store.*.
class SqlHistory
{
public:
    static constexpr int kKeptPerProject = 2000;

    explicit SqlHistory(LocalStore& store) : m_store(store) {}

    Call<qint64>* append(const SqlHistoryEntry& entry);
    /// Newest first. `text` is found anywhere in the SQL, case-insensitive for ASCII; empty = all.
    /// An empty project = all of them.
    Call<QList<SqlHistoryEntry>>* search(const QString& projectId, const QString& text, int limit = 200);
    Call<Done>* remove(qint64 id);
    Call<Done>* clear(const QString& projectId);

private:
    LocalStore& m_store;
};

} // namespace run402
