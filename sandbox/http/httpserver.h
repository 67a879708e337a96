// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/http/connection.h"
#include "sandbox/http/message.h"

#include <httplib.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <set>

namespace run402::sandbox {

/// HTTP/1.1 on loopback. cpp-httplib binds, accepts and hands out worker
/// threads; the connection itself is read here because the library drops the
/// bodies of GET requests, cuts header lines at 8 KiB (payment headers are
/// longer) and unpacks form bodies that storage must keep byte for byte.
///
/// Thread: construct, bind and run on any one thread; stop() from any.
class HttpServer : public httplib::Server
{
public:
    using Handler = std::function<Response(Request&)>;
    /// Largest body in bytes for a request whose head has been read.
    using BodyLimit = std::function<std::size_t(const Request&)>;
    /// Answer for a body over the limit.
    using TooLarge = std::function<Response(Request&)>;

    HttpServer(Handler handler, BodyLimit bodyLimit, TooLarge tooLarge);

    /// Port bound (any free one for 0), or -1.
    int bindTo(const std::string& address, int port);
    void run();      ///< until shutDown()
    void shutDown(); ///< after run() was started; finishes running requests, drops idle connections

private:
    bool process_and_close_socket(socket_t sock) override;
    void serve(int fd);
    Response refusalFor(Connection::Outcome outcome, Request& request) const;

    Handler m_handler;
    BodyLimit m_bodyLimit;
    TooLarge m_tooLarge;
    std::atomic<bool> m_stopping = false;
    std::atomic<bool> m_done = false;
    std::atomic<int> m_open = 0;
    std::mutex m_mutex;
    std::set<int> m_sockets;
};

} // namespace run402::sandbox
