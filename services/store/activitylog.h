// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/call.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>

namespace run402 {

class LocalStore;

/// One line of the Activity dock: something the person or this program did.
struct ActivityEntry
{
    qint64 id = 0;          ///< given by append
    QDateTime at;           ///< UTC; append fills in the present when invalid
    QString environment;    ///< environmentId()
    QString projectId;      ///< empty = not about one project
    QString kind;           ///< stable, "sql", "release", "payment", …
    QString title;          ///< translated sentence
    QJsonObject detail;     ///< never holds a secret
    QString undo;           ///< script that takes it back; empty = cannot be undone
    qint64 costMicros = 0;  ///< micro-USD
    QString traceId;
};

/// What was done, kept for 30 days (design/ui.md §4).
///
/// Owner: Services; borrows the store. Thread: GUI. Errors: store.*.
class ActivityLog
{
public:
    static constexpr int kKeptDays = 30;
    struct Filter
    {
        QString environment; ///< empty = all
        QString projectId;   ///< empty = all
        QString text;        ///< found anywhere in the title, case-insensitive for ASCII; empty = all
        int limit = 200;
    };

    explicit ActivityLog(LocalStore& store) : m_store(store) {}

    /// Writes durably and drops what is older than 30 days. Resolves with the id.
    Call<qint64>* append(const ActivityEntry& entry);
    Call<QList<ActivityEntry>>* list(const Filter& filter); ///< newest first

private:
    LocalStore& m_store;
};

} // namespace run402
