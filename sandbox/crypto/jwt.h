// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/json.h"

#include <optional>
#include <string>
#include <string_view>

namespace run402::sandbox {

/// HS256 token (RFC 7515) over `claims`.
std::string signJwt(const Json& claims, std::string_view secret);

/// Claims of an HS256 token with a good signature, expired or not; nullopt otherwise.
std::optional<Json> verifyJwt(std::string_view token, std::string_view secret);

/// Whether the time in exp is over, `leewaySeconds` granted; also true for an
/// exp that is no number.
bool hasExpired(const Json& claims, int leewaySeconds);

} // namespace run402::sandbox
