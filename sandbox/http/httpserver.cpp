// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/http/httpserver.h"

#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <deque>
#include <thread>

namespace run402::sandbox {
namespace {

constexpr int kMaxThreads = 1024;
constexpr int kIdleMs = 65000;
constexpr int kCrowdedIdleMs = 1000; // many connections: idle ones make room sooner

/// A thread per open connection, started when needed and kept for reuse.
class WorkerPool : public httplib::TaskQueue
{
public:
    void enqueue(std::function<void()> task) override
    {
        std::unique_lock lock(m_mutex);
        m_tasks.push_back(std::move(task));
        if (m_idle < static_cast<int>(m_tasks.size()) && static_cast<int>(m_threads.size()) < kMaxThreads) {
            m_threads.emplace_back([this] { work(); });
        }
        m_wake.notify_one();
    }

    void shutdown() override
    {
        {
            std::unique_lock lock(m_mutex);
            m_stop = true;
        }
        m_wake.notify_all();
        for (std::thread& thread : m_threads) {
            thread.join();
        }
    }

private:
    void work()
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            ++m_idle;
            m_wake.wait(lock, [this] { return m_stop || !m_tasks.empty(); });
            --m_idle;
            if (m_tasks.empty()) {
                return;
            }
            auto task = std::move(m_tasks.front());
            m_tasks.pop_front();
            lock.unlock();
            task();
            lock.lock();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_tasks;
    std::vector<std::thread> m_threads;
    int m_idle = 0;
    bool m_stop = false;
};

} // namespace

HttpServer::HttpServer(Handler handler, BodyLimit bodyLimit, TooLarge tooLarge)
    : m_handler(std::move(handler)), m_bodyLimit(std::move(bodyLimit)), m_tooLarge(std::move(tooLarge))
{
    new_task_queue = [] { return new WorkerPool; };
    // httplib's default also sets SO_REUSEPORT, which would let two servers share a port
    set_socket_options([](socket_t sock) {
        const int yes = 1;
        setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
}

int HttpServer::bindTo(const std::string& address, int port)
{
    int bound = port;
    if (port == 0) {
        bound = bind_to_any_port(address);
    } else if (!bind_to_port(address, port)) {
        return -1;
    }
    if (bound > 0) {
        ::listen(svr_sock_, 511); // the library asks for 5, too few for a burst
    }
    return bound;
}

void HttpServer::run()
{
    listen_after_bind();
    m_done = true;
}

void HttpServer::shutDown()
{
    m_stopping = true;
    // the library ignores stop() until its accept loop has begun
    while (!m_done && !is_running()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    stop();
    const std::lock_guard lock(m_mutex);
    for (const int fd : m_sockets) {
        ::shutdown(fd, SHUT_RD); // wakes connections waiting for their next request
    }
}

bool HttpServer::process_and_close_socket(socket_t sock)
{
    const int yes = 1;
    setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    const timeval sendLimit{60, 0};
    setsockopt(sock, SOL_SOCKET, SO_SNDTIMEO, &sendLimit, sizeof sendLimit);
    {
        const std::lock_guard lock(m_mutex);
        m_sockets.insert(sock);
    }
    ++m_open;
    serve(sock);
    --m_open;
    {
        const std::lock_guard lock(m_mutex);
        m_sockets.erase(sock);
    }
    ::close(sock);
    return true;
}

Response HttpServer::refusalFor(Connection::Outcome outcome, Request& request) const
{
    switch (outcome) {
    case Connection::Outcome::TooLarge:
        return m_tooLarge(request);
    case Connection::Outcome::HeadTooLarge:
        return Response::error(431, "Request headers too large");
    case Connection::Outcome::TooSlow:
        return Response::error(408, "Request not received in time");
    default:
        return Response::error(400, "Malformed HTTP request");
    }
}

void HttpServer::serve(int fd)
{
    Connection connection(fd);
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size);
    const std::string remote = peer.ss_family == AF_INET6 ? "::1" : "127.0.0.1";
    while (!m_stopping) {
        Request request;
        request.remote = remote;
        auto outcome = connection.readHead(request, m_open > kMaxThreads * 3 / 4 ? kCrowdedIdleMs : kIdleMs);
        if (outcome == Connection::Outcome::Ok) {
            outcome = connection.readBody(request, m_bodyLimit(request));
        }
        if (outcome == Connection::Outcome::Closed) {
            return;
        }
        if (outcome != Connection::Outcome::Ok) {
            Response refusal = refusalFor(outcome, request);
            connection.write(request, refusal, false);
            if (outcome != Connection::Outcome::TooSlow) {
                connection.drain();
            }
            return;
        }
        const bool keepAlive = connection.keepAliveWanted(request) && !m_stopping;
        Response response = m_handler(request);
        if (!connection.write(request, response, keepAlive) || !keepAlive) {
            return;
        }
    }
}

} // namespace run402::sandbox
