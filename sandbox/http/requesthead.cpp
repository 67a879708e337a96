// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/http/requesthead.h"

#include "sandbox/text.h"

#include <algorithm>
#include <charconv>

namespace run402::sandbox {
namespace {

bool isTokenChar(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool isToken(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), isTokenChar);
}

bool hasControls(std::string_view text, bool tabAllowed)
{
    return std::any_of(text.begin(), text.end(), [&](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && !(tabAllowed && c == '\t')) || byte == 0x7f;
    });
}

bool parseRequestLine(std::string_view line, Request& request, bool& http11)
{
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || last == first) {
        return false;
    }
    request.method = line.substr(0, first);
    request.target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    if ((version != "HTTP/1.1" && version != "HTTP/1.0") || request.target.empty() ||
        !isToken(request.method) || hasControls(request.target, false) ||
        request.target.find(' ') != std::string::npos) {
        return false;
    }
    http11 = version == "HTTP/1.1";
    // absolute-form (proxies): keep path and query only
    if (request.target.front() != '/' && request.target != "*") {
        const std::size_t scheme = request.target.find("://");
        const std::size_t slash = scheme == std::string::npos ? scheme : request.target.find('/', scheme + 3);
        if (slash == std::string::npos) {
            request.target.assign(1, '/');
        } else {
            request.target.erase(0, slash);
        }
    }
    const std::size_t mark = request.target.find('?');
    request.path = request.target.substr(0, mark);
    request.query = mark == std::string::npos ? std::string() : request.target.substr(mark + 1);
    if (request.path.empty()) { // "*" of OPTIONS has no path, and "?x" neither
        request.path.assign(1, '/');
    }
    return true;
}

bool parseHeaders(std::string_view head, Request& request)
{
    while (!head.empty()) {
        const std::size_t end = head.find("\r\n");
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(end == std::string_view::npos ? head.size() : end + 2);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || !isToken(line.substr(0, colon)) ||
            hasControls(line.substr(colon + 1), true)) {
            return false;
        }
        request.headers.emplace_back(lower(line.substr(0, colon)), trim(line.substr(colon + 1)));
    }
    return true;
}

std::ptrdiff_t occurrences(const Request& request, std::string_view name)
{
    return std::count_if(request.headers.begin(), request.headers.end(),
                         [&](const auto& header) { return header.first == name; });
}

} // namespace

bool parseRequestHead(std::string_view head, Request& request, bool& http11)
{
    while (startsWith(head, "\r\n")) { // stray line ends between requests
        head.remove_prefix(2);
    }
    const std::size_t lineEnd = head.find("\r\n");
    return parseRequestLine(head.substr(0, lineEnd), request, http11) &&
           (lineEnd == std::string_view::npos || parseHeaders(head.substr(lineEnd + 2), request)) &&
           occurrences(request, "host") <= 1;
}

std::optional<BodyFrame> bodyFrame(const Request& request)
{
    // two lengths at once are how requests are smuggled
    if (request.has("transfer-encoding")) {
        const bool plain = occurrences(request, "transfer-encoding") == 1 &&
                           lower(request.header("transfer-encoding")) == "chunked" &&
                           !request.has("content-length");
        return plain ? std::optional(BodyFrame{true, 0}) : std::nullopt;
    }
    BodyFrame frame;
    if (!request.has("content-length")) {
        return frame;
    }
    const std::string& text = request.header("content-length");
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), frame.length);
    const bool number = parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
    return number && occurrences(request, "content-length") == 1 ? std::optional(frame) : std::nullopt;
}

std::optional<std::size_t> parseChunkSize(std::string_view line)
{
    std::size_t size = 0;
    const auto parsed = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    const std::string_view rest = line.substr(static_cast<std::size_t>(parsed.ptr - line.data()));
    const std::size_t next = rest.find_first_not_of(" \t");
    if (parsed.ec != std::errc() || (next != std::string_view::npos && rest[next] != ';')) {
        return std::nullopt;
    }
    return size;
}

} // namespace run402::sandbox
