// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/http/connection.h"

#include "sandbox/text.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <ctime>

namespace run402::sandbox {
namespace {

constexpr std::size_t kMaxHead = 128 * 1024;
constexpr int kReadTimeoutMs = 30000;
constexpr std::size_t kMaxDrain = 256u * 1024 * 1024;

const char* reason(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 204:
        return "No Content";
    case 206:
        return "Partial Content";
    case 300:
        return "Multiple Choices";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 402:
        return "Payment Required";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 409:
        return "Conflict";
    case 413:
        return "Payload Too Large";
    case 415:
        return "Unsupported Media Type";
    case 416:
        return "Range Not Satisfiable";
    case 422:
        return "Unprocessable Entity";
    case 429:
        return "Too Many Requests";
    case 500:
        return "Internal Server Error";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    default:
        return "Status";
    }
}

std::string httpDate()
{
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 64> text{};
    std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return text.data();
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
    if ((version != "HTTP/1.1" && version != "HTTP/1.0") || request.target.empty()) {
        return false;
    }
    http11 = version == "HTTP/1.1";
    // absolute-form (proxies): keep path and query only
    if (request.target.front() != '/' && request.target != "*") {
        const std::size_t scheme = request.target.find("://");
        const std::size_t slash = scheme == std::string::npos ? scheme : request.target.find('/', scheme + 3);
        request.target = slash == std::string::npos ? "/" : request.target.substr(slash);
    }
    const std::size_t mark = request.target.find('?');
    request.path = request.target.substr(0, mark);
    request.query = mark == std::string::npos ? std::string() : request.target.substr(mark + 1);
    return true;
}

bool parseHeaders(std::string_view head, Request& request)
{
    while (!head.empty()) {
        const std::size_t end = head.find("\r\n");
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(end == std::string_view::npos ? head.size() : end + 2);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0 || line.front() == ' ' || line.front() == '\t') {
            return false;
        }
        request.headers.emplace_back(lower(line.substr(0, colon)), trim(line.substr(colon + 1)));
    }
    return true;
}

} // namespace

bool Connection::fill(int timeoutMs)
{
    pollfd waiter{m_fd, POLLIN, 0};
    for (;;) {
        const int ready = poll(&waiter, 1, timeoutMs);
        if (ready < 0 && errno == EINTR) {
            continue;
        }
        if (ready <= 0) {
            return false;
        }
        break;
    }
    const std::size_t have = m_buffer.size();
    m_buffer.resize(have + 64 * 1024);
    const ssize_t got = recv(m_fd, m_buffer.data() + have, 64 * 1024, 0);
    m_buffer.resize(have + (got > 0 ? static_cast<std::size_t>(got) : 0));
    return got > 0;
}

Connection::Outcome Connection::readHead(Request& request, int idleMs)
{
    std::size_t end = m_buffer.find("\r\n\r\n");
    bool first = m_buffer.empty();
    while (end == std::string::npos) {
        if (m_buffer.size() > kMaxHead) {
            return Outcome::TooLarge;
        }
        const std::size_t scanned = m_buffer.size() < 3 ? 0 : m_buffer.size() - 3;
        if (!fill(first ? idleMs : kReadTimeoutMs)) {
            return Outcome::Closed;
        }
        first = false;
        end = m_buffer.find("\r\n\r\n", scanned);
    }
    std::string_view head(m_buffer.data(), end);
    while (startsWith(head, "\r\n")) { // stray line ends between requests
        head.remove_prefix(2);
    }
    const std::size_t lineEnd = head.find("\r\n");
    const bool ok = parseRequestLine(head.substr(0, lineEnd), request, m_http11) &&
                    (lineEnd == std::string_view::npos || parseHeaders(head.substr(lineEnd + 2), request));
    m_buffer.erase(0, end + 4);
    return ok ? Outcome::Ok : Outcome::Malformed;
}

Connection::Outcome Connection::readBody(Request& request, std::size_t limit)
{
    if (lower(request.header("expect")) == "100-continue") {
        sendAll("HTTP/1.1 100 Continue\r\n\r\n");
    }
    const std::string& encoding = request.header("transfer-encoding");
    if (!encoding.empty()) {
        // two lengths at once are how requests are smuggled (RFC 9112 §6.3)
        return lower(encoding) == "chunked" && !request.has("content-length") ? readChunks(request, limit)
                                                                              : Outcome::Malformed;
    }
    const std::string& lengthText = request.header("content-length");
    if (lengthText.empty()) {
        return Outcome::Ok;
    }
    std::size_t length = 0;
    const auto parsed = std::from_chars(lengthText.data(), lengthText.data() + lengthText.size(), length);
    if (parsed.ec != std::errc() || parsed.ptr != lengthText.data() + lengthText.size()) {
        return Outcome::Malformed;
    }
    if (length > limit) {
        return Outcome::TooLarge;
    }
    request.body.reserve(length);
    request.body.assign(m_buffer, 0, length);
    m_buffer.erase(0, request.body.size());
    while (request.body.size() < length) {
        if (!fill(kReadTimeoutMs)) {
            return Outcome::Closed;
        }
        const std::size_t take = std::min(m_buffer.size(), length - request.body.size());
        request.body.append(m_buffer, 0, take);
        m_buffer.erase(0, take);
    }
    return Outcome::Ok;
}

bool Connection::readLine(std::string& line)
{
    for (;;) {
        const std::size_t end = m_buffer.find("\r\n");
        if (end != std::string::npos) {
            line = m_buffer.substr(0, end);
            m_buffer.erase(0, end + 2);
            return true;
        }
        if (m_buffer.size() > kMaxHead || !fill(kReadTimeoutMs)) {
            return false;
        }
    }
}

Connection::Outcome Connection::readChunks(Request& request, std::size_t limit)
{
    std::string line;
    for (;;) {
        if (!readLine(line)) {
            return Outcome::Closed;
        }
        std::size_t size = 0;
        const auto parsed = std::from_chars(line.data(), line.data() + line.size(), size, 16);
        if (parsed.ec != std::errc()) {
            return Outcome::Malformed;
        }
        if (size == 0) {
            while (readLine(line) && !line.empty()) { // trailers
            }
            return Outcome::Ok;
        }
        if (request.body.size() + size > limit || size > limit) {
            return Outcome::TooLarge;
        }
        while (m_buffer.size() < size + 2) {
            if (!fill(kReadTimeoutMs)) {
                return Outcome::Closed;
            }
        }
        request.body.append(m_buffer, 0, size);
        m_buffer.erase(0, size + 2);
    }
}

void Connection::drain()
{
    shutdown(m_fd, SHUT_WR);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    std::size_t total = 0;
    while (total < kMaxDrain && std::chrono::steady_clock::now() < until) {
        m_buffer.clear();
        if (!fill(2000)) {
            return;
        }
        total += m_buffer.size();
    }
}

bool Connection::sendAll(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent <= 0) {
            return false; // SO_SNDTIMEO or the client is gone
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Connection::keepAliveWanted(const Request& request) const
{
    const std::string wish = lower(request.header("connection"));
    return m_http11 ? wish.find("close") == std::string::npos : wish.find("keep-alive") != std::string::npos;
}

bool Connection::write(const Request& request, Response& response, bool keepAlive)
{
    const bool bodyless = response.status == 204 || response.status == 304 || response.status < 200;
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + ' ' + reason(response.status) + "\r\n";
    for (const auto& [name, value] : response.headers) {
        head += name + ": ";
        for (const char c : value) { // a value can never start a header of its own
            head.push_back(c == '\r' || c == '\n' ? ' ' : c);
        }
        head += "\r\n";
    }
    head += "Date: " + httpDate() + "\r\n";
    if (!bodyless) {
        head += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    }
    head += keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    if (bodyless || request.method == "HEAD") {
        return sendAll(head);
    }
    if (response.body.size() < 32 * 1024) { // one packet for small answers
        head += response.body;
        return sendAll(head);
    }
    return sendAll(head) && sendAll(response.body);
}

} // namespace run402::sandbox
