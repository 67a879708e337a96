// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/json.h"

#include <optional>
#include <string>

namespace run402::sandbox {

class App;
class PgTransaction;
struct Project;
struct Request;

/// Trimmed and lower-cased, letters beyond ASCII included.
std::string normalEmail(const std::string& email);

/// A fresh session: access token (1 h) and refresh token (30 d) with the
/// given `user` object.
Json startSession(App& app, PgTransaction& tx, const std::string& projectId, const std::string& userId,
                  const Json& user);

/// Notes the time of a sign-in (not of a mere refresh).
void markSignIn(PgTransaction& tx, const std::string& userId);

/// Claims of the Bearer access token of an app user of the request's project;
/// throws Refused 401 with the messages of GET /auth/v1/user.
Json requireUserToken(App& app, const Request& request);

} // namespace run402::sandbox
