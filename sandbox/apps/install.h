// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/json.h"

#include <string>

namespace run402::sandbox {

class App;
struct Project;

/// Puts functions, tables and rules of a published version into an empty
/// project; the functions as [{name, url}]. Throws Refused when the stored
/// snapshot is damaged, PgError when it cannot be rebuilt.
Json installVersion(App& app, const Project& project, const std::string& versionId,
                    const std::string& origin);

} // namespace run402::sandbox
