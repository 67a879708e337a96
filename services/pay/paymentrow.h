// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/money.h"
#include "models/result.h"

class QSqlDatabase;
class QSqlQuery;

namespace run402::paymentrow {

/// Reading and writing rows of the table "payments". Thread: the store's.

/// For SELECT; fromRow expects exactly these.
QString columns();
Payment fromRow(const QSqlQuery& row);
Result<Done> insert(QSqlDatabase& db, const Payment& payment, const QString& owner);
Result<Payment> load(QSqlDatabase& db, const QString& id); ///< payment.none

/// Micros of rows that count as spent, created at or after `sinceMs`.
Result<qint64> spentSince(QSqlDatabase& db, const QString& environment, bool realMoney, qint64 sinceMs);
/// Rows like `like` (environment, purpose, method, path, host) that are neither settled nor refused.
Result<QList<Payment>> unresolved(QSqlDatabase& db, const Payment& like);

Payment::State stateOf(const QString& name);
Rail railOf(const QString& name);

} // namespace run402::paymentrow
