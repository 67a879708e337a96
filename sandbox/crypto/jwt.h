// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/json.h"

#include <optional>
#include <string>
#include <string_view>

namespace run402::sandbox {

/// HS256 token (RFC 7515) over `claims`.
std::string signJwt(const Json& claims, std::string_view secret);

/// Claims of a valid, unexpired HS256 token; nullopt otherwise. Whether only
/// the lifetime was wrong is told in `expired` when given. `leewaySeconds` is
/// granted on exp.
std::optional<Json> verifyJwt(std::string_view token, std::string_view secret, int leewaySeconds = 0,
                              bool* expired = nullptr);

} // namespace run402::sandbox
