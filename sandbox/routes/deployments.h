// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/json.h"

#include <cstdint>
#include <string>
#include <vector>

namespace run402::sandbox {

class App;

/// A file of a site, its content decoded.
struct SiteFile
{
    std::string path; ///< relative, clean
    std::string data;
};

/// Checks and decodes the `files` array of a deploy request; throws Refused
/// 400 with the gateway's messages.
std::vector<SiteFile> readSiteFiles(const Json& files);

struct Deployment
{
    std::string id;
    std::vector<std::string> movedSubdomains; ///< names now pointing to it
};

/// Stores the files, records the deployment and moves the project's
/// subdomains to it.
Deployment deploySite(App& app, const std::string& projectId, const std::string& target,
                      const std::vector<SiteFile>& files);

/// The same files as a deployment of another project, whose anon key takes
/// the place of the source's in text files; its id.
std::string copyDeployment(App& app, const std::string& projectId, const std::string& anonKey,
                           const std::string& source);

} // namespace run402::sandbox
