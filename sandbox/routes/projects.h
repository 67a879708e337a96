// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/model.h"

#include <string>

namespace run402::sandbox {

class App;
class PgTransaction;
struct Request;

/// A project just made and the only copy of its keys.
struct NewProject
{
    Project project;
    std::string anonKey;
    std::string serviceKey;
};

/// Allocates a slot and creates the project in `tx`. Throws Refused 503 when
/// no slot is free. `wallet` may be empty (demo projects).
NewProject createProject(App& app, PgTransaction& tx, const std::string& name, const std::string& wallet,
                         const Tier& tier);

/// A service key of the project; `issuedAt` in Unix seconds.
std::string serviceKey(const App& app, const Project& project, std::int64_t issuedAt);

/// Marks the project archived (sandbox-database.md §2), which makes its slot
/// unreachable. emptyArchivedSlot() follows once `tx` is committed.
void archiveProject(App& app, PgTransaction& tx, const Project& project);

/// Empties the slot of an archived project unless a new one got it meanwhile;
/// a failure is only logged.
void emptyArchivedSlot(App& app, const std::string& slot);

/// SIWX of the owning or an operator wallet, for routes that the gateway
/// reserves for operators.
bool signedByOwner(App& app, const Request& request, const Project& project);

} // namespace run402::sandbox
