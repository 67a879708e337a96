// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

namespace run402::sandbox {

class App;
struct Project;

/// ^[A-Z_][A-Z0-9_]{0,62}$
bool isSecretKey(const std::string& key);

/// Sets a secret; throws Refused 403 at the limit of the project's tier.
void setSecret(App& app, const Project& project, const std::string& key, const std::string& value);

std::map<std::string, std::string> allSecrets(App& app, const std::string& projectId);

} // namespace run402::sandbox
