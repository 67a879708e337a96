// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/rest/payload.h"
#include "sandbox/rest/sqltext.h"

#include <string>
#include <utility>
#include <vector>

namespace run402::sandbox::rest {

/// A call as requested: arguments of the query string (GET) or of the body.
struct Call {
    bool fromBody = false;
    bool singleObject = false; ///< Prefer: params=single-object
    std::vector<std::pair<std::string, std::string>> arguments;
    Payload body;              ///< keys are the argument names
};

/// The overload the argument names select. Throws Failure PGRST202 or 203.
const Function &chooseFunction(const Schema &schema, const std::string &name, const Call &call);

/// SELECT … as it stands inside the CTE pgrst_source; a scalar result is
/// answered in the column pgrst_scalar.
std::string callSql(SqlWriter &writer, const Schema &schema, const Function &function,
                    const Call &call);

} // namespace run402::sandbox::rest
