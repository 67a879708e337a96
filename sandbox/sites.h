// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http/message.h"

#include <optional>
#include <string>

namespace run402::sandbox {

class App;

/// Which site the Host header names: NAME.localhost / NAME.run402.com, or
/// dpl-….sites.localhost / dpl-….sites.run402.com. Neither set = the API.
struct SiteHost
{
    std::string subdomain;
    std::string deployment; ///< dpl_…_…
};
SiteHost siteHost(const std::string& hostname);

/// Serves a file of the site (contract.md §4).
Response serveSite(App& app, const Request& request, const SiteHost& host);

/// Content type by file name extension.
std::string contentTypeOf(const std::string& path);

/// Applies If-None-Match and a single byte Range to a 200 answer.
void applyConditions(const Request& request, Response& response);

} // namespace run402::sandbox
