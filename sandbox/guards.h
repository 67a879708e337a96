// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http/message.h"

#include <optional>
#include <string>

namespace run402::sandbox {

class App;

/// The failure ladders of contract.md §1.4. Each fills in what it learned on
/// the request or throws Refused.

/// Bearer service_key of an active project with a running lease.
void requireServiceKey(App& app, Request& request);
/// The same, and the key's project is the `:id` of the route.
void requireServiceKeyOfId(App& app, Request& request);
/// Any project token in the apikey header.
void requireApikey(App& app, Request& request);
/// Counts the call and refuses when over quota (routes under rest, storage,
/// functions). `writes` is false for calls allowed over the storage limit.
void meterCall(App& app, const Request& request, bool grows);

/// Secret the tokens of one project are signed with. Its functions get it to
/// verify them; the platform's secret, from which it is derived, never leaves
/// the server (contract.md §3.11 FIX).
std::string projectSecret(const App& app, const std::string& projectId);
/// Claims of a token signed with the secret of the project it names, or with
/// the platform's, that has not expired; `expired` tells whether only that was wrong.
std::optional<Json> verifyProjectToken(App& app, const std::string& token, int leewaySeconds = 0,
                                       bool* expired = nullptr);
inline constexpr int kAnyAge = 1 << 30; ///< leeway that ignores exp

bool hasAdminKey(const App& app, const Request& request);
void requireActiveTier(App& app, const Request& request);

} // namespace run402::sandbox
