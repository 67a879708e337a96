// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http/message.h"

namespace run402::sandbox {

class App;

/// Google sign-in (contract.md §3.10) against a stand-in provider: a code is
/// "stub." + base64url of the id-token claims and is never shown to Google.
/// The local server offers its own page to choose who signs in.
Response startOauth(App& app, Request& request);
Response oauthCallback(App& app, Request& request);
Response exchangeOauthCode(App& app, Request& request);

/// Forgets sign-ins that were never finished.
void purgeOauth(App& app);

} // namespace run402::sandbox
