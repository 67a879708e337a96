// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http/message.h"

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

bool hasAdminKey(const App& app, const Request& request);
void requireActiveTier(App& app, const Request& request);

} // namespace run402::sandbox
