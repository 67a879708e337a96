// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/json.h"

#include <optional>
#include <string>

namespace run402::sandbox {

class App;
struct Project;
struct Request;
struct Response;

/// ^[a-z0-9][a-z0-9-]{0,62}$
bool isFunctionName(const std::string& name);

/// A function to be stored; timeout in seconds and memory in MB as asked for,
/// cut to the limits of the tier.
struct FunctionSource
{
    std::string name;
    std::string code;
    Json config; ///< {timeout?, memory?}
    Json deps = Json::array();
};

/// Installs the function's packages, stores it and tells the answer of the
/// deploy route. Throws Refused 400 or 403, and 502 to 504 when packages
/// cannot be installed; then nothing has changed.
Json deployFunction(App& app, const Project& project, const FunctionSource& source,
                    const std::string& origin);

/// Its member "deps", an empty list when absent. Throws Refused 400.
Json packageNames(const Json& body);

std::string functionUrl(const std::string& origin, const std::string& name);

/// Runs a function of the project; 404, 500 or what it answered.
Response invokeFunction(App& app, const Project& project, const std::string& name, Json call);

} // namespace run402::sandbox
