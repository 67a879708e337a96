// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/json.h"

#include <string>

namespace run402::sandbox {

class App;

/// Applies an access rule template (contract.md §3.7) to `tables` (array of
/// {table, owner_column}) in one transaction as the owner of the slot, dropping
/// policies of the same tables first so that it can be repeated. Throws PgError,
/// Refused (400) when a table entry is not an object with a name.
void applyRls(App& app, const std::string& slot, const std::string& ruleTemplate, const Json& tables);

bool isRlsTemplate(const std::string& name);

} // namespace run402::sandbox
