// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

#include <QDateTime>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariantList>

namespace run402 {

/// Small helpers for functions given to LocalStore::run. Thread: the store's.
/// Errors: store.failed with the database's words; a trigger's "payment.…" text becomes the code.

/// Prepares, binds by position and runs one statement.
Result<QSqlQuery> exec(QSqlDatabase& db, const QString& sql, const QVariantList& values = {});

Result<Done> beginImmediate(QSqlDatabase& db);
Result<Done> commit(QSqlDatabase& db);
void rollback(QSqlDatabase& db);

/// Runs `work` in a transaction that holds the write lock from its start: what it reads cannot change
/// before what it writes. Rolled back when `work` or the commit fails.
template <typename T, typename F>
Result<T> inTransaction(QSqlDatabase& db, F work)
{
    if (auto begun = beginImmediate(db); !begun.ok())
        return begun.error();
    Result<T> outcome = work();
    if (!outcome.ok()) {
        rollback(db);
        return outcome;
    }
    if (auto done = commit(db); !done.ok()) {
        rollback(db);
        return done.error();
    }
    return outcome;
}

inline qint64 toMs(const QDateTime& time) { return time.isValid() ? time.toMSecsSinceEpoch() : 0; }
inline QDateTime fromMs(qint64 ms) { return ms ? QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC) : QDateTime(); }

/// `text` for a LIKE pattern with ESCAPE '\', found anywhere.
QString likePattern(QString text);

} // namespace run402
