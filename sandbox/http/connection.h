// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http/message.h"

#include <cstddef>
#include <string>

namespace run402::sandbox {

/// Reads requests from and writes responses to one socket (RFC 9112). Owns
/// neither the socket nor the requests. Thread: one.
class Connection
{
public:
    enum class Outcome { Ok, Closed, Malformed, TooLarge };

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
    bool fill(int timeoutMs);
    bool sendAll(std::string_view bytes);
    Outcome readChunks(Request& request, std::size_t limit);
    bool readLine(std::string& line);

    int m_fd;
    std::string m_buffer; ///< received, not yet consumed
    bool m_http11 = true;
};

} // namespace run402::sandbox
