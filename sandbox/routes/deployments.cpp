// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/routes/deployments.h"

#include "sandbox/app.h"
#include "sandbox/files.h"
#include "sandbox/guards.h"
#include "sandbox/routes/areas.h"
#include "sandbox/text.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <system_error>

namespace run402::sandbox {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxSite = 50u * 1024 * 1024;

/// Relative path without "./" and leading slashes; refuses what would leave
/// the folder of the site.
std::string cleanPath(const std::string& path)
{
    std::string clean;
    for (const std::string& segment : split(path, '/')) {
        if (segment == ".." || segment.size() > 255 || segment.find('\0') != std::string::npos) {
            refuse(400, "File '" + path + "' has an invalid path");
        }
        if (!segment.empty() && segment != ".") {
            clean += (clean.empty() ? "" : "/") + segment;
        }
    }
    if (clean.empty() || clean.size() > 1024 || path.back() == '/') {
        refuse(400, "File '" + path + "' has an invalid path");
    }
    return clean;
}

/// Writes the files below `folder`; leaves nothing behind when one cannot be written.
void writeFiles(const fs::path& folder, const std::vector<SiteFile>& files)
{
    std::string current;
    try {
        for (const SiteFile& file : files) {
            current = file.path;
            const fs::path path = folder / file.path;
            fs::create_directories(path.parent_path());
            writeNewFile(path, file.data);
        }
        for (const SiteFile& file : files) { // all in one go is much faster than one by one
            makeDurable(folder / file.path);
        }
    } catch (const std::system_error& error) {
        std::error_code ignored;
        fs::remove_all(folder, ignored);
        if (error.code() == std::errc::no_space_on_device) {
            throw NoSpace();
        }
        refuse(400, "File '" + current + "' cannot be stored: its path is a folder of another file");
    } catch (const NoSpace&) {
        std::error_code ignored;
        fs::remove_all(folder, ignored);
        throw;
    }
}

std::string projectOf(App& app, const std::string& deployment)
{
    PgLease db(app.db);
    const PgRows rows = db.query("SELECT project_id FROM internal.deployments WHERE id = $1", {deployment});
    return rows.empty() ? std::string() : rows.text(0, 0);
}

bool isAnonKeyOf(App& app, const std::string& token, const std::string& project)
{
    const auto claims = verifyProjectToken(app, token, kAnyAge);
    return claims && textMember(*claims, "role") == "anon" && textMember(*claims, "project_id") == project;
}

/// `text` with every anon key of `project` replaced; keys start with "eyJ".
std::string withKeysReplaced(App& app, const std::string& text, const std::string& project,
                             const std::string& anonKey)
{
    constexpr std::string_view kTokenCharacters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    std::string out;
    std::size_t at = 0;
    for (std::size_t hit = 0; (hit = text.find("eyJ", at)) != std::string::npos;) {
        const std::size_t end = std::min(text.find_first_not_of(kTokenCharacters, hit), text.size());
        const std::string token = text.substr(hit, end - hit);
        out.append(text, at, hit - at);
        out += isAnonKeyOf(app, token, project) ? anonKey : token;
        at = end;
    }
    return out.append(text, at);
}

/// A copied page must talk to its own data, not to the app it was forked from.
void replaceKeysIn(App& app, const fs::path& file, const std::string& project,
                   const std::string& anonKey)
{
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    in.close();
    if (text.find('\0') != std::string::npos) { // not a text file
        return;
    }
    const std::string replaced = withKeysReplaced(app, text, project, anonKey);
    if (replaced != text) {
        std::ofstream(file, std::ios::binary | std::ios::trunc) << replaced;
    }
}

Response create(App& app, Request& request)
{
    const auto projectId = textMember(request.json, "project");
    if (!projectId || projectId->empty()) {
        refuse(400, "Missing or invalid 'project' field (project ID required)");
    }
    const Json* list = member(request.json, "files");
    if (list == nullptr || !list->is_array() || list->empty()) {
        refuse(400, "Missing or empty 'files' array");
    }
    const std::vector<SiteFile> files = readSiteFiles(*list);
    const auto project = app.project(*projectId);
    if (!project) {
        refuse(404, "Project not found: " + *projectId);
    }
    if (project->wallet != request.wallet) {
        refuse(403, "Wallet does not own this project");
    }
    const Deployment made =
        deploySite(app, *projectId, textMember(request.json, "target").value_or(""), files);
    Json body{{"deployment_id", made.id}, {"url", app.deploymentUrl(made.id)}};
    for (const std::string& name : made.movedSubdomains) {
        body["subdomain_urls"].push_back(app.siteUrl(name));
    }
    return Response::json(201, body);
}

Response info()
{
    return Response::json(
        200,
        {{"description",
          "Deploy a static site — Vercel-compatible inlined file upload (free with active tier)"},
         {"method", "POST"},
         {"auth", "EIP-4361 wallet signature"},
         {"body", {{"project", "string (required project ID)"}, {"files", "[{ file, data, encoding? }]"}}}});
}

Response get(App& app, Request& request)
{
    PgLease db(app.db);
    const PgRows rows = db.query("SELECT id, project_id, (extract(epoch FROM created_at) * 1000)::bigint, "
                                 "files_count, total_size FROM internal.deployments WHERE id = $1",
                                 {request.param("id")});
    if (rows.empty()) {
        refuse(404, "Deployment not found");
    }
    return Response::json(200, {{"id", rows.text(0, 0)},
                                {"name", rows.text(0, 1)},
                                {"url", app.deploymentUrl(rows.text(0, 0))},
                                {"project_id", rows.text(0, 1)},
                                {"status", "READY"},
                                {"created_at", isoTime(rows.integer(0, 2))},
                                {"files_count", rows.integer(0, 3)},
                                {"total_size", rows.integer(0, 4)}});
}

} // namespace

std::vector<SiteFile> readSiteFiles(const Json& list)
{
    std::vector<SiteFile> files;
    std::size_t total = 0;
    for (const Json& entry : list) {
        const auto path = textMember(entry, "file");
        if (!path || path->empty()) {
            refuse(400, "Each file must have a 'file' (path) field");
        }
        const Json* data = member(entry, "data");
        if (data == nullptr || data->is_null()) {
            refuse(400, "File '" + *path + "' is missing 'data' field");
        }
        const Json* encoding = member(entry, "encoding");
        const bool base64 = encoding != nullptr && *encoding == "base64";
        if (encoding != nullptr && !encoding->is_null() && !base64 && *encoding != "utf-8") {
            refuse(400, "File '" + *path + "' has invalid encoding (must be 'utf-8' or 'base64')");
        }
        if (!data->is_string()) {
            refuse(400, "File '" + *path + "' has a 'data' field that is not a string");
        }
        const std::string& text = data->get_ref<const std::string&>();
        files.push_back({cleanPath(*path), base64 ? base64DecodeLoose(text) : text});
        total += files.back().data.size();
    }
    if (total > kMaxSite) {
        char size[32];
        std::snprintf(size, sizeof size, "%.1f", static_cast<double>(total) / (1024 * 1024));
        refuse(400, std::string("Deployment exceeds 50 MB limit (") + size + " MB)");
    }
    return files;
}

Deployment deploySite(App& app, const std::string& projectId, const std::string& target,
                      const std::vector<SiteFile>& files)
{
    Deployment made;
    made.id = "dpl_" + std::to_string(nowMs()) + '_' + randomHex(3);
    const fs::path folder = app.siteDir(made.id);
    const fs::path draft = folder.string() + ".new"; // never half a site under its final name
    fs::create_directories(draft);
    writeFiles(draft, files);
    fs::rename(draft, folder);
    makeDurable(folder.parent_path());
    std::int64_t total = 0;
    for (const SiteFile& file : files) {
        total += static_cast<std::int64_t>(file.data.size());
    }
    PgTransaction tx(app.db);
    tx.query("INSERT INTO internal.deployments (id, project_id, target, files_count, total_size) "
             "VALUES ($1, $2, $3, $4, $5)",
             {made.id, projectId, target.empty() ? std::optional<std::string>() : target,
              static_cast<std::int64_t>(files.size()), total});
    const PgRows moved = tx.query("UPDATE internal.subdomains SET deployment_id = $2, updated_at = "
                                  "clock_timestamp() WHERE project_id = $1 RETURNING name",
                                  {projectId, made.id});
    tx.commit();
    for (int i = 0; i < moved.size(); ++i) {
        made.movedSubdomains.push_back(moved.text(i, 0));
    }
    return made;
}

std::string copyDeployment(App& app, const std::string& projectId, const std::string& anonKey,
                           const std::string& source)
{
    const std::string id = "dpl_" + std::to_string(nowMs()) + '_' + randomHex(3);
    const fs::path folder = app.siteDir(id);
    const fs::path draft = folder.string() + ".new";
    fs::copy(app.siteDir(source), draft, fs::copy_options::recursive);
    const std::string original = projectOf(app, source);
    for (const auto& entry : fs::recursive_directory_iterator(draft)) {
        if (entry.is_regular_file()) {
            replaceKeysIn(app, entry.path(), original, anonKey);
        }
    }
    fs::rename(draft, folder);
    PgLease db(app.db);
    db.query("INSERT INTO internal.deployments (id, project_id, target, files_count, total_size) "
             "SELECT $1, $2, target, files_count, total_size FROM internal.deployments WHERE id = $3",
             {id, projectId, source});
    return id;
}

void addDeploymentRoutes(App& app)
{
    app.router.add({"GET", "/deployments/v1", [](Request&) { return info(); }});
    app.router.add({"POST", "/deployments/v1", [&app](Request& r) { return create(app, r); }, Gate::Siwx,
                    "Deploy a static site"});
    app.router.add({"GET", "/deployments/v1/:id", [&app](Request& r) { return get(app, r); }});
}

} // namespace run402::sandbox
