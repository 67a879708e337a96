// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/result.h"

class QSqlDatabase;

namespace run402 {

/// The version this program reads and writes (PRAGMA user_version).
int storeSchemaVersion();

/// Brings an open database to storeSchemaVersion(), one transaction per step, safe against a
/// second program doing the same at the same time. A file of a newer program is left untouched.
/// Thread: the connection's. Errors: store.newer_version, store.failed.
Result<Done> migrateStore(QSqlDatabase& db);

} // namespace run402
