// SPDX-License-Identifier: GPL-3.0-or-later
// Object storage (contract.md §3.9). The row in the database is the truth;
// contents lie in files of their own, never overwritten in place, so that a
// killed server leaves either the old object or the new one.
#include "sandbox/app.h"
#include "sandbox/apps/demo.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/files.h"
#include "sandbox/guards.h"
#include "sandbox/routes/areas.h"
#include "sandbox/text.h"

namespace run402::sandbox {
namespace fs = std::filesystem;
namespace {

constexpr std::int64_t kSignedSeconds = 3600;

/// "bucket/path" from the encoded rest of the URL, each segment decoded by
/// itself; nullopt for empty names and dot segments.
std::optional<std::string> keyOf(const std::string& encoded)
{
    std::string joined;
    for (const std::string& part : split(encoded, '/')) {
        const auto decoded = percentDecode(part);
        if (!decoded) {
            return std::nullopt;
        }
        joined += (joined.empty() ? "" : "/") + *decoded;
        if (decoded->empty()) {
            return std::nullopt;
        }
    }
    const std::vector<std::string> segments = split(joined, '/');
    for (const std::string& segment : segments) {
        if (segment.empty() || segment == "." || segment == ".." || segment.find('\0') != std::string::npos) {
            return std::nullopt;
        }
    }
    return segments.size() < 2 || joined.size() > 1024 ? std::nullopt : std::optional(joined);
}

std::string requireKey(const std::string& encoded)
{
    const auto key = keyOf(encoded);
    if (!key) {
        refuse(400, "Invalid object path");
    }
    return *key;
}

fs::path blobPath(const App& app, const std::string& project, const std::string& blob)
{
    return app.options.data / "storage" / project / blob;
}

void addUsage(PgTransaction& tx, const std::string& project, std::int64_t bytes)
{
    tx.query("UPDATE internal.projects SET storage_bytes = greatest(0, storage_bytes + $2) WHERE id = $1",
             {project, bytes});
}

Response upload(App& app, Request& request, const std::string& encoded)
{
    const std::string key = requireKey(encoded);
    countDemoUse(app, *request.project, DemoUse::File);
    const std::string& project = request.project->id;
    const std::string type =
        request.header("content-type").empty() ? "application/octet-stream" : request.header("content-type");
    const std::string blob = randomHex(16);
    const fs::path path = blobPath(app, project, blob);
    fs::create_directories(path.parent_path());
    writeNewFile(path, request.body);
    makeDurable(path);
    makeDurable(path.parent_path());
    const auto size = static_cast<std::int64_t>(request.body.size());
    PgTransaction tx(app.db);
    tx.query("SELECT 1 FROM internal.projects WHERE id = $1 FOR UPDATE", {project});
    const PgRows old = tx.query(
        "SELECT size, blob FROM internal.storage_objects WHERE project_id = $1 AND key = $2", {project, key});
    tx.query("INSERT INTO internal.storage_objects (project_id, key, content_type, size, blob) "
             "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (project_id, key) DO UPDATE SET "
             "content_type = EXCLUDED.content_type, size = EXCLUDED.size, blob = EXCLUDED.blob, "
             "updated_at = clock_timestamp()",
             {project, key, type, size, blob});
    addUsage(tx, project, size - (old.empty() ? 0 : old.integer(0, 0)));
    tx.commit();
    if (!old.empty()) {
        std::error_code ignored;
        fs::remove(blobPath(app, project, old.text(0, 1)), ignored);
    }
    return Response::json(200, {{"key", key}, {"size", size}});
}

Response sendObject(App& app, const std::string& project, const std::string& key)
{
    PgLease db(app.db);
    const PgRows rows = db.query("SELECT content_type, blob FROM internal.storage_objects "
                                 "WHERE project_id = $1 AND key = $2",
                                 {project, key});
    if (rows.empty()) {
        refuse(404, "File not found");
    }
    auto content = readBelow(app.options.data / "storage", project + '/' + rows.text(0, 1));
    if (!content) {
        refuse(404, "File not found");
    }
    Response response = Response::text(200, rows.text(0, 0), std::move(*content));
    response.set("Accept-Ranges", "bytes");
    return response;
}

Response remove(App& app, Request& request)
{
    const std::string key = requireKey(request.param("*"));
    const std::string& project = request.project->id;
    PgTransaction tx(app.db);
    tx.query("SELECT 1 FROM internal.projects WHERE id = $1 FOR UPDATE", {project});
    const PgRows old = tx.query("DELETE FROM internal.storage_objects WHERE project_id = $1 AND key = $2 "
                                "RETURNING size, blob",
                                {project, key});
    if (!old.empty()) {
        addUsage(tx, project, -old.integer(0, 0));
    }
    tx.commit();
    if (!old.empty()) {
        std::error_code ignored;
        fs::remove(blobPath(app, project, old.text(0, 1)), ignored);
    }
    return Response::json(200, {{"status", "deleted"}, {"key", key}});
}

Response list(App& app, const Request& request)
{
    const std::string prefix = request.param("bucket") + '/';
    PgLease db(app.db);
    const PgRows rows =
        db.query("SELECT substr(key, length($2) + 1), size, "
                 "(extract(epoch FROM updated_at) * 1000)::bigint FROM internal.storage_objects "
                 "WHERE project_id = $1 AND starts_with(key, $2) ORDER BY key LIMIT 1000",
                 {request.project->id, prefix});
    Json objects = Json::array();
    for (int i = 0; i < rows.size(); ++i) {
        objects.push_back({{"key", rows.text(i, 0)},
                           {"size", rows.integer(i, 1)},
                           {"last_modified", isoTime(rows.integer(i, 2))}});
    }
    return Response::json(200, {{"objects", objects}});
}

std::string signatureOf(const App& app, const std::string& project, const std::string& key,
                        const std::string& expires)
{
    return hmacSha256Hex(app.secrets.jwt, "object:" + project + '\n' + key + '\n' + expires);
}

Response sign(App& app, const Request& request)
{
    const std::string key = requireKey(request.param("*"));
    const std::string expires = std::to_string(nowMs() / 1000 + kSignedSeconds);
    std::string url = request.origin() + "/sandbox/object/" + request.project->id;
    for (const std::string& segment : split(key, '/')) {
        url += '/' + percentEncode(segment);
    }
    url += "?expires=" + expires + "&signature=" + signatureOf(app, request.project->id, key, expires);
    return Response::json(200, {{"signed_url", url}, {"expires_in", kSignedSeconds}});
}

Response signedDownload(App& app, const Request& request)
{
    const std::string key = requireKey(request.param("*"));
    const std::string expires = queryValue(request.query, "expires").value_or("");
    const std::string given = queryValue(request.query, "signature").value_or("");
    if (!constantTimeEqual(given, signatureOf(app, request.param("project"), key, expires)) ||
        std::atoll(expires.c_str()) < nowMs() / 1000) {
        refuse(403, "Signed URL is invalid or expired");
    }
    return sendObject(app, request.param("project"), key);
}

using ObjectHandler = std::function<Response(Request&)>;

/// Adds a route whose handler runs behind the apikey and the meter.
void addGuarded(App& app, const char* method, const char* path, bool grows, ObjectHandler handler)
{
    app.router.add({method, path, [&app, grows, handler = std::move(handler)](Request& request) {
                        requireApikey(app, request);
                        meterCall(app, request, grows);
                        return handler(request);
                    }});
}

} // namespace

void addStorageRoutes(App& app)
{
    addGuarded(app, "GET", "/storage/v1/object/list/:bucket", false,
               [&app](Request& r) { return list(app, r); });
    addGuarded(app, "POST", "/storage/v1/object/sign/*", false, [&app](Request& r) { return sign(app, r); });
    addGuarded(app, "POST", "/storage/v1/object/*", true,
               [&app](Request& r) { return upload(app, r, r.param("*")); });
    addGuarded(app, "GET", "/storage/v1/object/*", false,
               [&app](Request& r) { return sendObject(app, r.project->id, requireKey(r.param("*"))); });
    addGuarded(app, "DELETE", "/storage/v1/object/*", false, [&app](Request& r) { return remove(app, r); });
    addGuarded(app, "*", "/storage/v1/*", false, [](Request& r) { return Response::cannot(r); });
    app.router.add(
        {"GET", "/sandbox/object/:project/*", [&app](Request& r) { return signedDownload(app, r); }});
}

} // namespace run402::sandbox
