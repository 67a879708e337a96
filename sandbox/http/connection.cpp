// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/http/connection.h"

#include "sandbox/http/requesthead.h"
#include "sandbox/text.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>

namespace run402::sandbox {
namespace {

constexpr std::size_t kMaxHead = 128 * 1024;
constexpr std::size_t kMaxLine = 4096; // first line of a chunk, a trailer
constexpr std::size_t kPiece = 64 * 1024;
constexpr std::size_t kLeastBytesPerSecond = 16 * 1024; // of a body; slower ones are given up
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
    case 408:
        return "Request Timeout";
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
    case 431:
        return "Request Header Fields Too Large";
    case 429:
        return "Too Many Requests";
    case 500:
        return "Internal Server Error";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 507:
        return "Insufficient Storage";
    case 504:
        return "Gateway Timeout";
    default:
        return "Status";
    }
}

std::string httpDate()
{
    const std::time_t now = nowMs() / 1000;
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 64> text{};
    std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return text.data();
}

} // namespace

Connection::Outcome Connection::fill(Clock::time_point until)
{
    if (m_start > 0) { // what is consumed goes at once for all small pieces
        m_buffer.erase(0, m_start);
        m_start = 0;
    }
    pollfd waiter{m_fd, POLLIN, 0};
    int ready = 0;
    do {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
        ready = left > 0 ? poll(&waiter, 1, static_cast<int>(left)) : 0;
    } while (ready < 0 && errno == EINTR);
    if (ready <= 0) {
        return ready == 0 ? Outcome::TooSlow : Outcome::Closed;
    }
    std::array<char, kPiece> piece; // not in the buffer itself: growing that would write it twice
    const ssize_t got = recv(m_fd, piece.data(), piece.size(), 0);
    m_buffer.append(piece.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    return got > 0 ? Outcome::Ok : Outcome::Closed;
}

Connection::Outcome Connection::readHead(Request& request, int idleMs)
{
    if (pending().empty() && fill(Clock::now() + std::chrono::milliseconds(idleMs)) != Outcome::Ok) {
        return Outcome::Closed;
    }
    const auto until = Clock::now() + kPatience;
    std::size_t end = pending().find("\r\n\r\n");
    while (end == std::string_view::npos) {
        const std::size_t have = pending().size();
        if (have > kMaxHead) {
            return Outcome::HeadTooLarge;
        }
        if (const Outcome outcome = fill(until); outcome != Outcome::Ok) {
            return outcome;
        }
        end = pending().find("\r\n\r\n", have < 3 ? 0 : have - 3);
    }
    if (end > kMaxHead) {
        return Outcome::HeadTooLarge;
    }
    const bool ok = parseRequestHead(pending().substr(0, end), request, m_http11);
    consume(end + 4);
    return ok ? Outcome::Ok : Outcome::Malformed;
}

Connection::Clock::time_point Connection::bodyDeadline(Clock::time_point began, std::size_t received) const
{
    return began + kPatience + std::chrono::milliseconds(received * 1000 / kLeastBytesPerSecond);
}

Connection::Outcome Connection::readBody(Request& request, std::size_t limit)
{
    const auto frame = bodyFrame(request);
    if (!frame) {
        return Outcome::Malformed;
    }
    if (!frame->chunked && frame->length > limit) {
        return Outcome::TooLarge;
    }
    if (lower(request.header("expect")) == "100-continue") {
        sendAll("HTTP/1.1 100 Continue\r\n\r\n");
    }
    return frame->chunked ? readChunks(request, limit) : readPlain(request, frame->length);
}

Connection::Outcome Connection::readPlain(Request& request, std::size_t length)
{
    const auto began = Clock::now();
    for (;;) {
        const std::size_t take = std::min(pending().size(), length - request.body.size());
        request.body.append(pending().substr(0, take));
        consume(take);
        if (request.body.size() == length) {
            return Outcome::Ok;
        }
        if (const Outcome outcome = fill(bodyDeadline(began, request.body.size())); outcome != Outcome::Ok) {
            return outcome;
        }
    }
}

Connection::Outcome Connection::readLine(std::string& line, Clock::time_point until)
{
    for (;;) {
        const std::size_t end = pending().find("\r\n");
        if (end != std::string_view::npos) {
            line = pending().substr(0, end);
            consume(end + 2);
            return Outcome::Ok;
        }
        if (pending().size() > kMaxLine) {
            return Outcome::Malformed;
        }
        if (const Outcome outcome = fill(until); outcome != Outcome::Ok) {
            return outcome;
        }
    }
}

Connection::Outcome Connection::skipTrailers(Clock::time_point until)
{
    std::string line;
    for (std::size_t size = 0; size <= kMaxHead; size += line.size()) {
        const Outcome outcome = readLine(line, until);
        if (outcome != Outcome::Ok || line.empty()) {
            return outcome;
        }
    }
    return Outcome::HeadTooLarge;
}

Connection::Outcome Connection::readChunks(Request& request, std::size_t limit)
{
    const auto began = Clock::now();
    std::string line;
    std::size_t framing = 0; // bytes that are not body: a million empty promises are an attack too
    for (;;) {
        Outcome outcome = readLine(line, bodyDeadline(began, request.body.size()));
        const auto parsed = outcome == Outcome::Ok ? parseChunkSize(line) : std::nullopt;
        if (!parsed) {
            return outcome == Outcome::Ok ? Outcome::Malformed : outcome;
        }
        const std::size_t size = parsed.value_or(0);
        framing += line.size() + 4;
        if (size == 0) {
            return skipTrailers(bodyDeadline(began, request.body.size()));
        }
        if (size > limit || request.body.size() + size > limit || framing > limit + kMaxHead) {
            return Outcome::TooLarge;
        }
        while (pending().size() < size + 2) {
            outcome = fill(bodyDeadline(began, request.body.size() + pending().size()));
            if (outcome != Outcome::Ok) {
                return outcome;
            }
        }
        if (pending().substr(size, 2) != "\r\n") {
            return Outcome::Malformed;
        }
        request.body.append(pending().substr(0, size));
        consume(size + 2);
    }
}

void Connection::drain()
{
    shutdown(m_fd, SHUT_WR);
    const auto until = Clock::now() + std::chrono::seconds(20);
    std::size_t total = 0;
    while (total < kMaxDrain && Clock::now() < until) {
        consume(pending().size());
        if (fill(std::min(until, Clock::now() + std::chrono::seconds(2))) != Outcome::Ok) {
            return;
        }
        total += pending().size();
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

/// Waits; false as soon as the client is gone or the server stops. Negative: no limit.
bool Connection::hold(int ms)
{
    pollfd waiter{m_fd, POLLRDHUP, 0};
    int ready = 0;
    do {
        ready = poll(&waiter, 1, ms);
    } while (ready < 0 && errno == EINTR);
    return ready == 0;
}

/// Sends an answer with what an injected fault does to it; false when the
/// connection ends with it.
bool Connection::deliver(std::string_view head, std::string_view body, const Delivery& delivery)
{
    if ((delivery.latencyMs > 0 && !hold(delivery.latencyMs)) || (delivery.hang && !hold(-1))) {
        return false;
    }
    if (delivery.reset) {
        const linger abort{1, 0}; // closing then sends RST
        setsockopt(m_fd, SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
        return false;
    }
    if (delivery.cutHead) {
        sendAll(head.substr(0, head.size() / 2));
        return false;
    }
    const bool cut = delivery.cutBodyAt.value_or(body.size()) < body.size();
    body = body.substr(0, cut ? *delivery.cutBodyAt : body.size());
    if (!sendAll(head)) {
        return false;
    }
    constexpr int kSliceMs = 50;
    const std::size_t slice =
        delivery.bytesPerSecond == 0
            ? body.size()
            : std::max<std::size_t>(1, static_cast<std::size_t>(delivery.bytesPerSecond) * kSliceMs / 1000);
    while (!body.empty()) {
        const std::size_t take = std::min(slice, body.size());
        // below 20 bytes per second one byte takes longer than a slice
        const int pauseMs = delivery.bytesPerSecond == 0 ? 0
                                                         : static_cast<int>(take * 1000 / delivery.bytesPerSecond);
        if ((pauseMs > 0 && !hold(pauseMs)) || !sendAll(body.substr(0, take))) {
            return false;
        }
        body.remove_prefix(take);
    }
    return !cut;
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
    const bool headOnly = bodyless || request.method == "HEAD";
    if (!response.delivery.plain()) {
        return deliver(head, headOnly ? std::string_view() : response.body, response.delivery);
    }
    if (headOnly) {
        return sendAll(head);
    }
    if (response.body.size() < 32 * 1024) { // one packet for small answers
        head += response.body;
        return sendAll(head);
    }
    return sendAll(head) && sendAll(response.body);
}

} // namespace run402::sandbox
