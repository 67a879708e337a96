// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/sites.h"

#include "sandbox/app.h"
#include "sandbox/crypto/crypto.h"
#include "sandbox/files.h"
#include "sandbox/text.h"

#include <algorithm>
#include <charconv>

namespace run402::sandbox {
namespace fs = std::filesystem;
namespace {

struct MimeType
{
    std::string_view extension;
    const char* type;
};

constexpr MimeType kTypes[] = {
    {"html", "text/html; charset=utf-8"},
    {"htm", "text/html; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"js", "application/javascript; charset=utf-8"},
    {"mjs", "application/javascript; charset=utf-8"},
    {"json", "application/json; charset=utf-8"},
    {"map", "application/json; charset=utf-8"},
    {"xml", "application/xml"},
    {"txt", "text/plain; charset=utf-8"},
    {"csv", "text/csv; charset=utf-8"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"gif", "image/gif"},
    {"webp", "image/webp"},
    {"avif", "image/avif"},
    {"svg", "image/svg+xml"},
    {"ico", "image/x-icon"},
    {"woff", "font/woff"},
    {"woff2", "font/woff2"},
    {"ttf", "font/ttf"},
    {"otf", "font/otf"},
    {"eot", "application/vnd.ms-fontobject"},
    {"mp3", "audio/mpeg"},
    {"ogg", "audio/ogg"},
    {"mp4", "video/mp4"},
    {"webm", "video/webm"},
    {"pdf", "application/pdf"},
    {"zip", "application/zip"},
    {"wasm", "application/wasm"},
};

Response page404(const std::string& paragraph)
{
    return Response::text(404, "text/html; charset=utf-8",
                          "<!DOCTYPE html><html><head><title>Not Found</title></head><body><h1>404</h1><p>" +
                              paragraph + "</p></body></html>");
}

/// Path of the file below the site folder; the root page for paths whose last
/// segment has no dot. nullopt for anything that would leave the folder.
std::optional<std::string> filePath(const std::string& encoded)
{
    auto path = decodedFilePath(encoded);
    if (path && (encoded.back() == '/' || path->find('.', path->rfind('/') + 1) == std::string::npos)) {
        path = "index.html";
    }
    return path;
}

/// Deployment a subdomain points to; empty when it is not claimed.
std::string deploymentOf(App& app, const std::string& subdomain)
{
    PgLease db(app.db);
    const PgRows rows =
        db.prepared("SELECT deployment_id FROM internal.subdomains WHERE name = $1", {subdomain});
    return rows.empty() ? std::string() : rows.text(0, 0);
}

/// Script that tells the page of a forkable app about itself; empty for others.
std::string forkBadge(App& app, const std::string& deployment, const std::string& subdomain)
{
    PgLease db(app.db);
    const PgRows rows =
        db.prepared("SELECT v.id, v.name FROM internal.app_versions v JOIN internal.deployments d "
                 "ON d.project_id = v.project_id WHERE d.id = $1 AND v.fork_allowed "
                 "AND v.visibility IN ('public', 'unlisted') AND v.status = 'published'",
                 {deployment});
    if (rows.empty()) {
        return {};
    }
    const Json badge{{"forkable", true},
                     {"appName", rows.text(0, 1)},
                     {"appUrl", app.siteUrl(subdomain)},
                     {"versionId", rows.text(0, 0)},
                     {"forkUrl", "https://run402.com/apps#" + rows.text(0, 0)}};
    std::string safe;
    for (const char c : dump(badge)) { // a name must not end the script element
        safe += c == '<' ? std::string("\\u003c") : std::string(1, c);
    }
    return "<script>\nwindow.__RUN402_FORK_BADGE__=" + safe + ";\n</script>";
}

/// The header of a response, empty when it has none.
std::string headerOf(const Response& response, std::string_view wanted)
{
    for (const auto& [name, value] : response.headers) {
        if (name == wanted) {
            return value;
        }
    }
    return {};
}

/// A tag without the mark of a weak one: for If-None-Match both kinds are equal.
std::string strongPart(const std::string& tag)
{
    return startsWith(tag, "W/") ? tag.substr(2) : tag;
}

/// First and last byte of "bytes=a-b", "bytes=a-" or "bytes=-n" within `size`;
/// {1, 0} when nothing of it is there, nullopt when it is not such a range.
std::optional<std::pair<std::size_t, std::size_t>> parseRange(const std::string& range, std::size_t size)
{
    const auto number = [](const std::string& text) -> std::optional<std::size_t> {
        std::size_t value = 0;
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
        return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() ? std::optional(value)
                                                                                   : std::nullopt;
    };
    const std::string spec = startsWith(range, "bytes=") ? range.substr(6) : std::string();
    const std::size_t dash = spec.find('-');
    if (dash == std::string::npos || spec.find(',') != std::string::npos) {
        return std::nullopt;
    }
    auto from = number(spec.substr(0, dash));
    auto to = number(spec.substr(dash + 1));
    const bool open = dash + 1 == spec.size();
    if ((!from && (dash != 0 || !to)) || (!to && !open)) {
        return std::nullopt;
    }
    if (!from) { // the last n bytes
        from = *to > size ? 0 : size - *to;
        to = size - 1;
    }
    if (size == 0 || *from >= size || (to && *to < *from)) {
        return std::pair<std::size_t, std::size_t>{1, 0};
    }
    return std::pair{*from, std::min(to.value_or(size - 1), size - 1)};
}

} // namespace

std::string contentTypeOf(const std::string& path)
{
    const std::size_t dot = path.rfind('.');
    const std::string extension = dot == std::string::npos ? "" : lower(path.substr(dot + 1));
    for (const MimeType& known : kTypes) {
        if (known.extension == extension) {
            return known.type;
        }
    }
    return "application/octet-stream";
}

SiteHost siteHost(const std::string& hostname)
{
    for (const std::string_view domain : {".run402.com", ".localhost"}) {
        if (!endsWith(hostname, domain)) {
            continue;
        }
        const std::string label = hostname.substr(0, hostname.size() - domain.size());
        if (endsWith(label, ".sites") && startsWith(label, "dpl-")) {
            std::string id = label.substr(0, label.size() - 6);
            std::replace(id.begin(), id.end(), '-', '_');
            return {{}, id};
        }
        if (label != "api" && !label.empty() && label.find('.') == std::string::npos) {
            return {label, {}};
        }
    }
    return {};
}

Response serveSite(App& app, const Request& request, const SiteHost& host)
{
    const bool pinned = host.subdomain.empty();
    const std::string deployment = pinned ? host.deployment : deploymentOf(app, host.subdomain);
    if (deployment.empty()) {
        return page404("Subdomain <strong>" + htmlEscape(host.subdomain) + "</strong> is not configured.");
    }
    const fs::path folder = app.siteDir(deployment);
    std::error_code ignored;
    if (pinned && (deployment.find_first_not_of("dpl_0123456789abcdef") != std::string::npos ||
                   !fs::is_directory(folder, ignored))) {
        return Response::cannot(request);
    }
    const auto path = filePath(request.path);
    auto content = path ? readBelow(folder, *path) : std::nullopt;
    if (!content) {
        return pinned ? Response::text(403, "application/xml",
                                       "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied"
                                       "</Code><Message>Access Denied</Message></Error>")
                      : page404("File not found.");
    }
    const std::string type = contentTypeOf(*path);
    const bool html = startsWith(type, "text/html");
    const std::string badge = html && !pinned ? forkBadge(app, deployment, host.subdomain) : std::string();
    if (!badge.empty()) {
        const std::size_t body = content->rfind("</body>");
        content->insert(body == std::string::npos ? content->size() : body, badge);
    }
    Response response = Response::text(200, type, std::move(*content));
    response.set("Cache-Control", pinned ? "public, max-age=31536000, immutable"
                                  : html ? "public, max-age=60"
                                         : "public, max-age=3600");
    response.set("ETag", "\"" + sha256Hex(deployment + '/' + *path + badge).substr(0, 24) + "\"");
    response.set("Accept-Ranges", "bytes");
    return response;
}

void applyConditions(const Request& request, Response& response)
{
    if (response.status != 200 || (request.method != "GET" && request.method != "HEAD")) {
        return;
    }
    const std::string etag = headerOf(response, "ETag");
    for (const std::string& candidate : split(request.header("if-none-match"), ',')) {
        if (!etag.empty() && (strongPart(trim(candidate)) == strongPart(etag) || trim(candidate) == "*")) {
            response.status = 304;
            response.body.clear();
            return;
        }
    }
    const std::size_t size = response.body.size();
    const std::string& unless = request.header("if-range"); // a part only of what the client has
    const auto range = headerOf(response, "Accept-Ranges").empty() || (!unless.empty() && unless != etag)
                           ? std::nullopt
                           : parseRange(request.header("range"), size);
    if (!range) {
        return;
    }
    const auto [first, last] = *range;
    if (first > last) {
        response.status = 416;
        response.body.clear();
        response.set("Content-Range", "bytes */" + std::to_string(size));
        return;
    }
    response.status = 206;
    response.set("Content-Range",
                 "bytes " + std::to_string(first) + '-' + std::to_string(last) + '/' + std::to_string(size));
    response.body = response.body.substr(first, last - first + 1);
}

} // namespace run402::sandbox
