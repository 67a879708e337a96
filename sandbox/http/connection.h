// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http/message.h"

#include <chrono>
#include <cstddef>
#include <string>

namespace run402::sandbox {

/// Reads requests from and writes responses to one socket (RFC 9112). Owns
/// neither the socket nor the requests. Thread: one.
class Connection
{
public:
    enum class Outcome { Ok, Closed, Malformed, TooLarge, HeadTooLarge, TooSlow };

    /// Time for a whole head, and for a body beyond what its size allows.
    static constexpr std::chrono::seconds kPatience{15};

    explicit Connection(int fd) : m_fd(fd) {}

    /// Head of the next request; Closed after `idleMs` without a byte.
    Outcome readHead(Request& request, int idleMs);
    /// Body as Content-Length or chunks say; TooLarge beyond `limit` bytes.
    Outcome readBody(Request& request, std::size_t limit);
    /// Swallows what the client still sends so that it can read our answer.
    void drain();

    bool write(const Request& request, Response& response, bool keepAlive);
    bool keepAliveWanted(const Request& request) const;

private:
    using Clock = std::chrono::steady_clock;

    /// More bytes into the buffer before `until`; Ok, Closed or TooSlow.
    Outcome fill(Clock::time_point until);
    std::string_view pending() const { return std::string_view(m_buffer).substr(m_start); }
    void consume(std::size_t count) { m_start += count; }
    /// When a body must be complete of which `received` bytes are here.
    Clock::time_point bodyDeadline(Clock::time_point began, std::size_t received) const;
    Outcome readPlain(Request& request, std::size_t length);
    Outcome readChunks(Request& request, std::size_t limit);
    Outcome skipTrailers(Clock::time_point until);
    Outcome readLine(std::string& line, Clock::time_point until);

    bool sendAll(std::string_view bytes);
    bool deliver(std::string_view head, std::string_view body, const Delivery& delivery);
    bool hold(int ms);

    int m_fd;
    std::string m_buffer;    ///< received
    std::size_t m_start = 0; ///< of it already consumed
    bool m_http11 = true;
};

} // namespace run402::sandbox
